"""The pager: its keys, on a screen in memory and in a real terminal."""

from __future__ import annotations

import os
import re
import sys
import threading
import time
from dataclasses import replace

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from searcher.articles.model import Article
from searcher.cli.repl.display import show_article
from searcher.cli.repl.pager import Pager
from searcher.errors import UnbalancedQuote
from searcher.index import sync

from .test_reading import LONG, spans

pexpect = pytest.importorskip("pexpect")

DOWN, UP, HOME, END = "\x1b[B", "\x1b[A", "\x1b[H", "\x1b[F"
PAGE_DOWN, PAGE_UP = "\x1b[6~", "\x1b[5~"


# Set when the screen has been looked at that a slow search must not hold up.
SEEN = threading.Event()


def highlight(query):
    """A stand-in for the searcher: finds plain words, quotation marks or not."""
    if query.count('"') % 2:
        raise UnbalancedQuote(query=query, column=0, display_column=1)
    if query == "slow":
        assert SEEN.wait(20)
    words = re.escape(query.strip('"'))
    return spans(LONG.title, words), [spans(text, words) for text in LONG.body]


class Screen:
    """A pager on a screen in memory."""

    def __init__(self, keys, env, query, article=LONG, columns=80, rows=20):
        self.keys = keys
        self.size = Size(rows=rows, columns=columns)
        self.pager = None
        self.thread = threading.Thread(target=self._run, args=(env, article, query), daemon=True)
        self.thread.start()
        self.until(lambda rows: len(rows) > 1)

    def _run(self, env, article, query):
        output = DummyOutput()
        output.get_size = lambda: self.size
        with create_app_session(self.keys, output):
            self.pager = Pager(env, article, highlight, query)
            self.pager.run()

    def rows(self):
        screen = self.pager and self.pager._app.renderer.last_rendered_screen
        if not screen:
            return []
        return [
            "".join(
                screen.data_buffer[row][column].char for column in range(self.size.columns)
            ).rstrip()
            for row in range(screen.height)
        ]

    def until(self, holds, seconds=20.0):
        """The rows of the screen as soon as something holds of them."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            rows = self.rows()
            if rows and holds(rows):
                return rows
            time.sleep(0.01)
        raise AssertionError("\n".join(self.rows()))

    def type(self, keys, shown):
        """Strike keys, and wait until something is shown in the bottom line."""
        self.keys.send_text(keys)
        return self.until(lambda rows: shown in rows[-1])


@pytest.fixture
def screen(talk):
    """Open ``LONG`` in a pager."""
    with create_pipe_input() as keys:
        opened = []

        def begin(query="nêu gương", **how):
            opened.append(Screen(keys, talk("en").session.env, query, **how))
            return opened[-1]

        yield begin
        keys.send_text("\x1bq")
        for each in opened:
            each.thread.join(20)
            assert not each.thread.is_alive()


def test_it_opens_at_the_first_match(screen):
    rows = screen().until(lambda rows: "match 1 of 31" in rows[-1])
    assert rows[0] == "Người đứng đầu nêu gương"
    assert rows[1].startswith("11/01/2019 · Báo Mẫu␛[2J")
    assert "q leaves · ? keys" in rows[-1]


def test_keys(screen):
    pager = screen()
    pager.type("n", "match 2 of 31")
    pager.type("nn", "match 4 of 31")
    pager.type("N", "match 3 of 31")
    pager.type("NNN", "match 31 of 31 · 100 %")
    pager.type("n", "match 1 of 31")
    for there, back in (
        (" ", "b"),
        (PAGE_DOWN, PAGE_UP),
        (DOWN * 9, UP * 9),
        ("d", "u"),
        ("G", "g"),
    ):
        top = pager.rows()
        pager.keys.send_text(there)
        moved = pager.until(lambda rows, top=top: rows[1:-1] != top[1:-1])
        assert moved[0] == "Người đứng đầu nêu gương"  # the title stays
        pager.keys.send_text(back)
        pager.until(lambda rows, top=top: rows[:-1] == top[:-1])
    pager.type(END, "100 %")
    assert pager.rows()[-2].endswith("các cấp.")
    pager.keys.send_text(HOME)
    pager.until(lambda rows: rows[1].startswith("11/01/2019"))


def test_looking_for_other_words(screen):
    pager = screen()
    pager.keys.send_text("/Đoạn 2")
    assert pager.until(lambda rows: rows[-1] == "/Đoạn 2")
    rows = pager.type("5\r", "match 1 of 1 ")
    assert any(row.startswith("Đoạn 25.") for row in rows)
    pager.type("/xyz\r", "not in this article: xyz")
    pager.type('/"xyz\r', "This quotation mark is never closed")
    pager.type("/\r", "of 31")  # the query it was opened with
    pager.keys.send_text("/abc")
    pager.until(lambda rows: rows[-1] == "/abc")
    pager.type("\x03", "of 31")  # Ctrl-C takes the search back, not the article


def test_the_keys_are_shown(screen):
    pager = screen()
    pager.keys.send_text("?")
    rows = pager.until(lambda rows: any("leave" in row and "Esc" in row for row in rows))
    assert any(row.split()[:2] == ["n", "N"] for row in rows)
    pager.keys.send_text("q")  # leaves the list only
    pager.until(lambda rows: rows[0].startswith("Người đứng đầu"))
    assert pager.thread.is_alive()


@pytest.mark.parametrize("key", ["q", "Q", "\x1b", "\x03"])
def test_leaving(screen, key):
    pager = screen()
    pager.keys.send_text(key)
    pager.thread.join(20)
    assert not pager.thread.is_alive()


def test_slow_matches_come_later(screen):
    SEEN.clear()
    pager = screen("slow")
    assert "looking for matches" in pager.rows()[-1]
    SEEN.set()
    pager.until(lambda rows: "no matches" in rows[-1])


def test_without_a_query(screen):
    assert "no matches" in screen("").rows()[-1]


def test_another_size(screen):
    pager = screen()
    pager.type("nnnn", "match 5 of 31")
    pager.size = Size(rows=12, columns=40)
    pager.pager._app._on_resize()
    rows = pager.until(lambda rows: len(rows) == 12)
    assert all(len(row) <= 40 for row in rows)
    assert "match 5 of 31" in rows[-1]
    assert "nêu gương" in " ".join(rows[1:-1])


def test_nothing_from_outside_reaches_the_terminal(screen):
    wicked = Article(
        "a\x1b[2J", "b\x9b31m", ("c\x1b]0;x\x07 \u202e",), author="d\x07", path="/e\x1b"
    )
    rows = screen("", article=wicked).until(lambda rows: "no matches" in rows[-1])
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202e]", "".join(rows))
    assert rows[0] == "b�31m"


@pytest.mark.parametrize(
    ("terminals", "variables"), [(False, {"TERM": "xterm"}), (True, {"TERM": "dumb"})]
)
def test_where_there_is_no_screen_it_is_written(talk, terminals, variables):
    chat = talk()
    env = replace(
        chat.session.env, stdin_is_tty=terminals, stdout_is_tty=terminals, variables=variables
    )
    assert not show_article(env, LONG, highlight, "Đoạn 25")
    assert "Đoạn 25" in chat.out.getvalue()
    assert "\x1b" not in chat.out.getvalue()


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("my-pager --into 'a file'", ""),
        ("no-such-pager", "The pager “no-such-pager” (SEARCHER_PAGER) could not be run: no such"),
        ("'", "could not be run: No closing quotation"),
    ],
)
def test_a_pager_of_ones_own(talk, tmp_path, monkeypatch, command, told):
    script = tmp_path / "my-pager"
    script.write_text('#!/bin/sh\nprintf "%s %s\\n" "$LESS" "$*" > "$2"\ncat >> "$2"\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(tmp_path)
    chat = talk()
    variables = {"TERM": "xterm", "SEARCHER_PAGER": command, "PATH": os.environ["PATH"]}
    env = replace(chat.session.env, stdin_is_tty=True, stdout_is_tty=True, variables=variables)
    show_article(env, LONG, highlight, "Đoạn 25")
    assert told in chat.err.getvalue()
    if not told:
        shown = (tmp_path / "a file").read_text("utf-8")
        assert shown.startswith("-R --into a file\n\x1b[1mNgười đứng đầu nêu gương")
        assert "\x1b[1;31mĐoạn 25\x1b[0m" in shown
    else:
        assert "Đoạn 25" in chat.out.getvalue()


def test_in_a_real_terminal(tmp_path):
    """Opened from the session, resized, left: the screen is the session's again."""
    (tmp_path / "tin").mkdir()
    (tmp_path / "tin" / "dai.txt").write_text(
        "\n\n".join([LONG.title, *LONG.body]), encoding="utf-8"
    )
    sync(tmp_path / "index", [tmp_path / "tin"], words=False)
    environment = {
        **{key: os.environ[key] for key in ("PATH", "PYTHONPATH") if key in os.environ},
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "TERM": "xterm",
        "SEARCHER_LANG": "en",
    }
    terminal = pexpect.spawn(
        sys.executable,
        ["-m", "searcher", "repl", "--index", str(tmp_path / "index")],
        env=environment,
        dimensions=(24, 80),
        encoding="utf-8",
        timeout=20,
    )
    terminal.expect("> ")
    terminal.send("neu guong\r")
    terminal.expect("matches fully")
    terminal.expect("> ")
    terminal.send("\\open 1\r")
    terminal.expect(re.escape("\x1b[?1049h"))  # the other screen
    terminal.expect("match 1 of 31")
    terminal.send("n")
    terminal.expect("7m2")  # the changed digit of the bottom line
    terminal.setwinsize(12, 40)
    terminal.expect("match 2 of 31")
    terminal.send("q")
    terminal.expect(re.escape("\x1b[?1049l"))
    terminal.send("\x04")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
