"""The real command in a process of its own: exit codes, pipes, signals, terminals, start-up."""

from __future__ import annotations

import importlib
import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "searcher"]

ARTICLES = {
    "mot.txt": "Bí thư chi bộ nêu gương hiến đất mở đường cho cả xóm\n\n"
    "Ở xóm núi, ai cũng biết chuyện bí thư chi bộ nêu gương hiến hơn ba trăm mét vuông đất mở "
    "đường trước khi vận động bà con làm theo, nhờ vậy mà con đường bê tông xong trước mùa mưa.\n",
    "hai.md": "---\ntitle: Mùa gặt\ndate: 2023-05-06\n---\n\nLúa chín vàng khắp cánh đồng ven sông.\n",
    "ba.jsonl": json.dumps(
        {"id": "ba-1", "title": "Nếu trời mưa\x1b[31m", "text": "Nếu mưa thì nghỉ."}
    )
    + "\n",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three articles and their index."""
    folder = tmp_path_factory.mktemp("place")
    (folder / "corpus").mkdir()
    for name, text in ARTICLES.items():
        (folder / "corpus" / name).write_text(text, "utf-8")
    done = call(folder, "index", "--strict")
    assert done.returncode == 0, done.stderr
    assert "3 added" in done.stdout
    assert str(folder / "index") in done.stdout
    return folder


def environment(variables: Mapping[str, str] | None = None) -> dict[str, str]:
    """A small environment without what the tests' own terminal says."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "PYTHONPATH") if key in os.environ}
    return {**kept, "LANG": "C.UTF-8", **(variables or {})}


def call(
    folder: Path, *argv: str | bytes, variables: Mapping[str, str] | None = None, text: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run the command in ``folder`` with pipes for streams."""
    return subprocess.run(
        [*COMMAND, *argv],
        cwd=folder,
        env=environment(variables),
        input=text,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_entry_point(project: Path) -> None:
    line = 'searcher = "searcher.cli.main:main"'
    assert line in (project / "pyproject.toml").read_text("utf-8").splitlines()
    assert callable(importlib.import_module("searcher.cli.main").run)


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["search", "neu", "guong"], 0),
        (["search", "xyzzyqu"], 1),
        (["search", "neu", "--page", "99"], 1),
        (["search", ""], 2),
        (["search", '"neu guong'], 2),
        (["search", "--nope", "x"], 2),
        (["search", "x", "--index", "nowhere"], 2),
        (["show", "mot.txt", "--query", "neu guong"], 0),
        (["show", "nope"], 2),
        (["stats"], 0),
        (["analyze", "nêu gương"], 0),
        (["index"], 0),
        (["index", "nowhere"], 2),
        (["--help"], 0),
    ],
)
def test_exit_codes(place: Path, argv: list[str], code: int) -> None:
    done = call(place, *argv)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert "Internal error" not in done.stderr
    assert bool(done.stdout) is (code == 0)


def test_search_finds_with_and_without_marks(place: Path) -> None:
    for query in ("neu guong", "nêu gương", "NÊU GƯƠNG", "ne\u0302u guong", '"nêu gương"'):
        done = call(place, "search", query, "--json")
        assert done.returncode == 0
        hit = json.loads(done.stdout)["hits"][0]
        assert hit["id"] == "mot.txt"
        passage = hit["passages"][0]
        marked = [passage["text"][start:end] for start, end in passage["highlights"]]
        assert "nêu gương" in " ".join(marked)


def test_an_exclusion_looks_like_an_option(place: Path) -> None:
    both = json.loads(call(place, "search", "neu", "--json").stdout)
    less = json.loads(call(place, "search", "neu", "-nếu", "--json").stdout)
    assert {hit["id"] for hit in both["hits"]} == {"mot.txt", "ba-1"}
    assert {hit["id"] for hit in less["hits"]} == {"mot.txt"}


def test_show_highlights_what_search_found(place: Path) -> None:
    done = call(place, "show", "mot.txt", "--query", "neu guong", "--json")
    paragraph = json.loads(done.stdout)["paragraphs"][0]
    marked = " ".join(paragraph["text"][start:end] for start, end in paragraph["highlights"])
    assert "nêu gương" in marked


def test_control_characters_do_not_reach_the_screen(place: Path) -> None:
    for argv in (["search", "mưa"], ["search", "mưa", "--json"], ["show", "ba-1"]):
        done = call(place, *argv)
        assert done.returncode == 0
        assert "\x1b" not in done.stdout
    assert "Nếu trời mưa␛[31m" in call(place, "search", "mưa").stdout


def test_batch_answers_at_once(place: Path) -> None:
    """A program can hold a conversation: the answer comes before the input ends."""
    with subprocess.Popen(
        [*COMMAND, "batch", "-"],
        cwd=place,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write("q\tnêu gương\n".encode())
        process.stdin.flush()
        assert process.stdout.readline().split()[:4] == [b"q", b"Q0", b"mot.txt", b"1"]
        process.send_signal(signal.SIGINT)
        process.wait(30)
        assert process.returncode == 130
        assert b"Traceback" not in process.stderr.read()


def test_closed_pipe_is_quiet(place: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "analyze", "-"],
        cwd=place,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(b"neu " * 50_000)
        process.stdin.close()
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_full_disk_is_told(place: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "analyze", "nêu gương"],
            cwd=place,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == "searcher: The operating system says: no space left on the device.\n"


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams(place: Path, closed: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"$0" -m searcher stats {closed}', sys.executable],
        cwd=place,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


def test_language_of_the_locale(place: Path) -> None:
    done = call(place, "search", "xyzzyqu", variables={"LANG": "vi_VN.UTF-8"})
    assert "Không tìm thấy" in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1258"])
def test_streams_without_vietnamese(place: Path, encoding: str) -> None:
    for argv in (["show", "mot.txt"], ["search", "neu guong"], ["--help", "--lang", "vi"]):
        done = subprocess.run(
            [*COMMAND, *argv],
            cwd=place,
            env=environment({"PYTHONIOENCODING": encoding}),
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0
        done.stdout.decode(encoding)
        assert b"Traceback" not in done.stderr
    assert b"neu guong" in call_bytes(place, "show", "mot.txt")


def call_bytes(folder: Path, *argv: str) -> bytes:
    """What the command writes where only ASCII can be written."""
    return subprocess.run(
        [*COMMAND, *argv],
        cwd=folder,
        env=environment({"PYTHONIOENCODING": "ascii"}),
        capture_output=True,
        timeout=60,
        check=True,
    ).stdout


def test_arguments_that_are_not_text(place: Path) -> None:
    done = call(place, "search", b"neu\xff\xed\xa0\x80", "--json")
    assert done.returncode in (0, 1)
    assert json.loads(done.stdout)["schema"] == 1
    assert call(place, "show", b"\xff").returncode == 2
    assert "�" in call(place, "index", b"\xff").stderr


@pytest.mark.parametrize(
    ("variables", "marks", "colors"),
    [
        ({"TERM": "xterm-256color"}, False, True),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, True, False),
    ],
)
def test_real_terminal(place: Path, variables: dict[str, str], marks: bool, colors: bool) -> None:
    pexpect = pytest.importorskip("pexpect", reason="needs pexpect (development extra)")
    shown, code = pexpect.run(
        " ".join([*COMMAND, "search", "neu", "guong"]),
        cwd=str(place),
        env=environment(variables),
        dimensions=(24, 50),
        withexitstatus=True,
        timeout=60,
    )
    text = shown.decode("utf-8")
    assert code == 0
    assert ("«" in text) is marks
    assert ("\x1b[" in text) is colors
    if marks:
        assert max(map(len, text.splitlines()[1:])) <= 50


@pytest.mark.parametrize(
    ("argv", "unwanted"),
    [
        (["--help"], {"numpy", "whoosh", "rich", "json"}),
        (["analyze", "nêu gương"], {"numpy", "whoosh", "rich"}),
        (["search", "neu guong"], {"rich", "searcher.index.sync"}),
        (["search", "neu guong", "--color", "always"], {"rich.progress", "rich.markdown"}),
        (["stats"], {"rich", "searcher.search"}),
    ],
)
def test_start_up_imports_only_what_it_needs(
    place: Path, argv: list[str], unwanted: set[str]
) -> None:
    script = (
        "import sys; from searcher.cli.main import run; code = run(sys.argv[1:]);"
        "sys.stderr.write('\\nMODULES ' + ' '.join(sys.modules)); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *argv],
        cwd=place,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    loaded = set(done.stderr.rpartition("MODULES ")[2].split())
    assert not loaded & (unwanted | {"pyvi", "sklearn", "trafilatura", "platformdirs"})


@pytest.fixture(scope="module")
def odd_names(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles whose ids hold blanks, quotes and a line end."""
    folder = tmp_path_factory.mktemp("odd")
    (folder / "corpus").mkdir()
    names = ["hai từ.md", "nháy 'đơn' và \"kép\".md", "dòng\nmới.md", "-0.md"]
    for number, name in enumerate(names):
        title = f"---\ntitle: Bài nêu gương số {number}\n---\n\n"
        text = f"{title}Mở bài.\n\nĐoạn văn thứ {number} nói về việc nêu gương.\n"
        (folder / "corpus" / name).write_text(text, "utf-8")
    assert call(folder, "index", "--strict").returncode == 0
    return folder


def test_found_ids_are_shown_whatever_they_hold(odd_names: Path) -> None:
    searcher = shlex.join(COMMAND)
    done = subprocess.run(
        f"{searcher} search nêu gương --ids -0 | xargs -0 {searcher} show --json --",
        shell=True,
        cwd=odd_names,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    shown = [json.loads(line)["title"] for line in done.stdout.splitlines()]
    assert sorted(shown) == [f"Bài nêu gương số {number}" for number in range(4)]


def test_highlights_of_json_point_into_the_article(odd_names: Path) -> None:
    found = json.loads(call(odd_names, "search", "neu guong", "--json").stdout)
    for hit in found["hits"]:
        article = json.loads(call(odd_names, "show", "--json", "--", hit["id"]).stdout)
        for passage in hit["passages"]:
            paragraph = article["paragraphs"][passage["paragraph"]]["text"]
            start = passage["start"]
            assert paragraph[start : start + len(passage["text"])] == passage["text"]
            marked = [passage["text"][a:b] for a, b in passage["highlights"]]
            assert {text.lower() for text in marked} == {"nêu gương"}
        assert [article["title"][a:b] for a, b in hit["title_highlights"]] == ["nêu gương"]


def test_related_and_terms_of_real_articles(odd_names: Path) -> None:
    related = call(odd_names, "related", "hai từ.md", "--ids")
    assert related.returncode == 0, related.stderr
    assert "hai từ.md" not in related.stdout.splitlines()
    assert "gương\t2\n" in call(odd_names, "terms", "hai từ.md").stdout
