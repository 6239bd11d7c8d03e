"""The quality benchmark end to end, with a toy engine in the place of the peers."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import commands, datasets, engine, quality
from benchmarks.typed_forms import FORMS


@pytest.fixture(autouse=True)
def _own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(commands, "user_cache_path", lambda _: tmp_path / "cache")


@pytest.fixture
def measures() -> None:
    """Skips the test without the optional extra."""
    pytest.importorskip("ir_measures", reason="needs the optional extra “bench”")


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(commands.main, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.usefixtures("measures")
def test_command_writes_its_section(collection: Path, peer_folder: Path, tmp_path: Path) -> None:
    results = tmp_path / "RESULTS.md"
    options = ["--peers", peer_folder, "--peer-python", sys.executable, "--no-own"]
    code, out, err = run("quality", "--data", collection, *options, "--write", "--output", results)
    assert code == 0, err
    text = results.read_text(encoding="utf-8")
    assert out.strip() in text
    assert "<!-- begin quality-tiny -->" in text
    assert "tiny: 5 documents, 4 queries (questions), 2 of them in the reporting half" in text
    # The toy does not fold: it finds everything with marks and less without.
    toy = [line for line in text.splitlines() if line.startswith("| toy ")]
    assert toy[-1].startswith("| toy | **1.000** | **.000** |")
    assert "Not measured: broken: " in text
    assert str(tmp_path) not in out.replace("Not measured", "").split("broken: ")[0]


@pytest.mark.usefixtures("measures")
def test_several_folders_and_unknown_engines(collection: Path, peer_folder: Path) -> None:
    options = ["--peers", peer_folder, "--peer-python", sys.executable, "--no-own"]
    code, out, _ = run("quality", "--data", collection, collection, *options, "--engines", "toy")
    assert code == 0
    assert out.count("## Quality: tiny") == 2
    code, _, err = run("quality", "--data", collection, *options, "--engines", "toy,nobody")
    assert code == 2
    assert "nobody is not one of broken, lucene, toy, typesense" in err


def test_missing_extra_is_one_sentence(
    collection: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    code, out, err = run("quality", "--data", collection, "--peers", tmp_path / "none", "--no-own")
    assert (code, out) == (2, "")
    assert "pip install 'searcher[bench]'" in err
    assert "Traceback" not in err


@pytest.mark.usefixtures("measures")
def test_damaged_data_is_one_sentence(collection: Path, tmp_path: Path) -> None:
    (collection / "qrels.tsv").write_text("q1\td1\tx\ny\n")
    code, out, err = run("quality", "--data", collection, "--peers", tmp_path / "none", "--no-own")
    assert (code, out) == (2, "")
    assert "not a judgement" in err
    assert "Traceback" not in err


@pytest.mark.usefixtures("measures")
def test_comparison_with_the_best_peer(collection: Path) -> None:
    dataset = datasets.load(collection)
    right = {query: list(found) for query, found in dataset.relevant().items()}
    second = {query: ["none", *found] for query, found in right.items()}
    found = {
        engine.NAME: dict.fromkeys(FORMS, right) | {"unmarked": second},
        "weak": {form: {} for form in FORMS},
        "strong": dict.fromkeys(FORMS, second) | {"marked": right},
    }
    text = quality.describe(quality.score_rankings(dataset, found), "command")
    rows = {line.split(" | ")[0][2:]: line for line in text.splitlines() if " strong | " in line}
    assert rows["marked"].startswith("| marked | strong | 1.000 | 1.000 | +0.000 | 1.0000 |")
    assert rows["no tones"].startswith("| no tones | strong | .631 | 1.000 | +0.369 |")
    assert "| strong | 1.000 | .631 | -0.369 |" in rows["unmarked against their marked"]


def test_run_of_our_engine_is_taken_apart(
    collection: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A stand-in that keeps to the contract of the command line and tells what it was given.
    stand_in = tmp_path / "stand_in.py"
    stand_in.write_text(
        "import json, pathlib, sys\n"
        "index = pathlib.Path(sys.argv[sys.argv.index('--index') + 1])\n"
        "if sys.argv[1] == 'index':\n"
        "    index.mkdir()\n"
        "    rows = (pathlib.Path(sys.argv[2]) / 'docs.jsonl').read_text('utf-8').splitlines()\n"
        "    (index / 'rows').write_text('\\n'.join(rows), 'utf-8')\n"
        "else:\n"
        f"    copy = pathlib.Path({str(tmp_path / 'told')!r})\n"
        "    text = sys.stdin.buffer.read().decode()\n"
        "    rows = (index / 'rows').read_text('utf-8')\n"
        "    copy.write_text(json.dumps([sys.argv[1:], text, rows]))\n"
        "    for line in text.splitlines():\n"
        "        qid, _, query = line.partition('\\t')\n"
        "        print(qid, 'Q0', 'd2', 2, 0.5, 'searcher')\n"
        "        print(qid, 'Q0', 'd1', 1, 0.5, 'searcher')\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(engine, "_COMMAND", (sys.executable, str(stand_in)))
    dataset = datasets.load(collection)
    groups = quality.typed_groups(dataset)
    found = engine.rankings(dataset.documents, groups, 100)
    assert set(found) == set(FORMS)
    assert all(found[form]["q3"] == ["d1", "d2"] for form in FORMS)
    arguments, text, rows = json.loads((tmp_path / "told").read_text())
    assert arguments[:6] == ["batch", "-", "--limit", "100", "--format", "trec"]
    assert len(text.splitlines()) == 4 * 6
    assert "\tneu guong\n" in text
    documents = [json.loads(row) for row in rows.splitlines()]
    assert documents[0]["title"] == "Nêu gương"
    assert "title" not in documents[1]


@pytest.mark.parametrize(
    ("query", "plain"),
    [
        ('phim "Titanic" nào', "phim Titanic nào"),
        ("“Khoảnh khắc” - chuyện", "Khoảnh khắc chuyện"),
        ("-5 độ C, 20-7\tngày", "5 độ C, 20-7 ngày"),
        ("Tỷ số 3:2 (hiệp một) VÀ a*", "Tỷ số 3 2 hiệp một và a"),
        ('"', ""),
    ],
)
def test_plain_has_no_operators(query: str, plain: str) -> None:
    assert engine.plain(query) == plain
