"""A session at a real terminal: typing, counting, errors, keys, sizes, history, a changing index."""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from .at_terminal import PROGRAM, Terminal

SLOW = (str(Path(__file__).with_name("slow_program.py")),)
LONG = (
    "Ở xóm núi, ai cũng biết chuyện bí thư chi bộ nêu gương hiến hơn ba trăm mét vuông đất mở "
    "đường trước khi vận động bà con làm theo, nhờ vậy mà con đường xong trước mùa mưa."
)


def index(folder):
    subprocess.run(
        [sys.executable, *PROGRAM, "index", "--no-words"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def indexed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("indexed")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "mot.txt").write_text(f"Hiến đất mở đường\n\n{LONG}\n", "utf-8")
    rows = [
        {"id": f"b-{n}", "title": f"Bài {n}", "text": f"Người nêu gương thứ {n}.", "date": "2019"}
        for n in range(1, 24)
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "corpus" / "nhieu.jsonl").write_text(lines, "utf-8")
    index(folder)
    return folder


@pytest.fixture
def place(indexed, tmp_path):
    shutil.copytree(indexed, tmp_path / "place")
    return tmp_path / "place"


@pytest.fixture
def begin(place):
    begun = []

    def start(*arguments, program=PROGRAM, **options):
        begun.append(Terminal(*program, *arguments, folder=place, **options))
        return begun[-1]

    yield start
    for each in begun:
        each.child.close(force=True)


def test_a_conversation(begin):
    """Typing with the keyboard driver off and on, counts, pages, commands, and the end."""
    terminal = begin()
    terminal.shows("\n>", "Ctrl-D: leave", "generation 1, 24 articles")
    terminal.type("neeu guwowng")
    terminal.shows("→ nêu gương · 24 articles")
    terminal.enter()
    terminal.shows("24 articles match fully · showing 1–10", "\\n: next page · a number: open")
    # A keyboard driver takes letters back and puts others in their place.
    terminal.type("ne\x7fêu guo\x7fo\x7f\x7fươ")
    terminal.type("ng 7")
    terminal.shows("> nêu gương 7", "1 article")
    terminal.control("c")
    terminal.shows("generation 1")
    terminal.enter("\\n")
    terminal.shows("showing 11–20")
    terminal.type("\\sou")
    terminal.shows("only articles of this publisher")
    terminal.type("\t")
    terminal.shows("> \\source")
    terminal.control("u")
    terminal.enter("\\sort title")
    terminal.shows("sort = title", "order title")
    terminal.enter("xyzzy")
    terminal.shows("Nothing found for: xyzzy")
    terminal.control("d")
    assert terminal.ends() == 0
    assert "Traceback" not in terminal.text


def test_a_query_that_cannot_be_understood_stays_to_be_mended(begin):
    terminal = begin("--lang", "vi", "repl")
    terminal.shows("Ctrl-D: thoát")
    terminal.type('đất "nêu gương')
    terminal.shows("Dấu")
    terminal.enter()
    terminal.shows('\n> đất "nêu gương\n      ^\nDấu ngoặc kép này')
    # It is put there after the rest was drawn.
    terminal.until(lambda: terminal.screen.cursor.x == len("> đất "), what="the cursor")
    terminal.control("e")
    terminal.type('"')
    terminal.shows('> đất "nêu gương"')
    terminal.hides("^")
    terminal.enter()
    terminal.shows("1 bài khớp đủ")
    terminal.control("d")
    assert terminal.ends() == 0


def test_ctrl_c_drops_the_line_and_the_running_query_but_never_the_session(begin, place):
    terminal = begin("repl", program=SLOW)
    terminal.shows("Ctrl-D: leave")
    terminal.type("một câu dở")
    terminal.shows("> một câu dở")
    terminal.control("c")
    terminal.shows("> một câu dở\n>")
    terminal.control("c")
    terminal.shows("Ctrl-D leaves.")
    terminal.enter("chậm")
    terminal.until((place / "begun").exists, what="a slow query")
    terminal.control("c")
    terminal.shows("Left alone.")
    terminal.enter("nêu gương")
    terminal.shows("24 articles match fully")
    terminal.control("d")
    assert terminal.ends() == 0
    assert "Traceback" not in terminal.text


def test_the_screen_may_change_its_size(begin):
    terminal = begin("repl", columns=40)
    terminal.shows("Ctrl-D: leave")
    terminal.enter("hiến đất")
    terminal.shows("match")
    assert max(map(len, terminal.lines)) <= 40
    narrow = terminal.text
    terminal.resize(200, 50)
    terminal.enter("hiến đất")
    terminal.shows("generation 1, 24 articles")
    terminal.until(lambda: any(60 < len(line) <= 100 for line in terminal.lines), what="width")
    terminal.type("a" * 150)
    terminal.shows("> " + "a" * 150)
    assert "generation" not in narrow


def test_what_was_typed_is_there_in_the_next_session(begin, place):
    terminal = begin()
    terminal.shows("Ctrl-D: leave")
    terminal.enter("hiến đất")
    terminal.shows("1 article matches fully")
    terminal.enter("\\set limit 3")
    terminal.shows("limit = 3")
    terminal.control("d")
    assert terminal.ends() == 0
    path = place / "state" / "searcher" / "history"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text("utf-8") == "hiến đất\n\\set limit 3\n"

    again = begin()
    again.shows("Ctrl-D: leave")
    again.type("\x1b[A")
    again.shows("> \\set limit 3")
    again.control("c")
    again.shows("limit 3\n>")
    again.control("r")
    again.shows("typed before:")
    again.type("đất")
    again.shows("> hiến đất")
    again.enter()
    again.enter()
    again.shows("1 article matches fully")
    again.enter("\\history")
    again.shows("  \\history")
    assert "1  hiến đất\n2  \\set limit 3\n3  hiến đất" in again.text


def test_a_new_generation_is_picked_up_between_queries(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "mot.txt").write_text(f"Hiến đất\n\n{LONG}\n", "utf-8")
    index(tmp_path)
    with Terminal(*PROGRAM, folder=tmp_path) as terminal:
        terminal.shows("generation 1, 1 article")
        (tmp_path / "corpus" / "hai.txt").write_text("Mùa gặt\n\nLúa chín vàng.\n", "utf-8")
        index(tmp_path)
        terminal.shows("generation 2, 2 articles")
        terminal.enter("lúa chín")
        terminal.shows("1  Lúa chín vàng.", "The index has changed: generation 2, 2 articles.")
        shutil.rmtree(tmp_path / "index")
        terminal.enter("nêu gương")
        terminal.shows("Hiến đất", "The newest state of the index cannot be read")
        index(tmp_path)
        terminal.shows("generation 1, 2 articles")
        terminal.control("d")
        assert terminal.ends() == 0


def test_a_terminal_without_capabilities_gets_plain_lines(begin):
    terminal = begin(TERM="dumb")
    terminal.shows("\n>")
    terminal.enter("hiến đất")
    terminal.shows("1 article matches fully")
    terminal.control("c")
    terminal.enter("\\set limit 2")
    terminal.shows("limit = 2")
    terminal.control("d")
    assert terminal.ends() == 0


def test_a_terminal_without_unicode_is_readable(begin):
    terminal = begin("repl", "--lang", "vi", PYTHONIOENCODING="ascii")
    terminal.shows("Ctrl-D: thoat", "the he 1, 24 bai")
    terminal.type("neeu guwowng")
    terminal.shows("-> neu guong - 24 bai")
    terminal.enter()
    terminal.shows("Nguoi neu guong thu", "24 bai khop du")
    terminal.enter('"x')
    terminal.shows('> "x\n  ^\nDau ngoac kep nay')


def test_escape_closes_the_menu(begin):
    terminal = begin()
    terminal.shows("Ctrl-D: leave")
    terminal.type("\\so")
    terminal.shows("order the results")
    terminal.type("\x1b")
    terminal.hides("order the results")
    terminal.shows("> \\so")


def test_without_an_index_it_says_how_to_make_one(tmp_path):
    with Terminal(*PROGRAM, folder=tmp_path, XDG_DATA_HOME=str(tmp_path / "data")) as terminal:
        assert terminal.ends() == 2
        assert "There is no index at" in terminal.text
        assert "searcher index" in terminal.text.replace("\n", "")


def test_the_picture_in_the_readme_is_what_one_sees(project, tmp_path):
    readme = (project / "README.md").read_text("utf-8")
    picture = re.search(r"```text\n(> \\set limit 1\n.*?)```", readme, re.DOTALL)[1]
    subprocess.run(
        [sys.executable, *PROGRAM, "index", project / "corpus", "--no-words", "--index", "index"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip

    def seen(text):
        return [re.sub(r"[0-9.]+ ms", "ms", line) for line in text.splitlines() if line.strip()]

    options = {"folder": tmp_path, "columns": 90, "rows": 28, "SEARCHER_LANG": "en"}
    with Terminal(*PROGRAM, "repl", "--index", "index", **options) as terminal:
        for line in re.findall(r"^> (.*)$", picture, re.MULTILINE)[:-1]:
            terminal.shows("Ctrl-D: leave")
            terminal.enter(line)
        terminal.shows("match fully")
        terminal.type(re.findall(r"^> (.*)$", picture, re.MULTILINE)[-1])
        terminal.until(lambda: seen(terminal.text) == seen(picture), what=picture)
