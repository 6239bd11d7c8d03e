"""Links on a terminal: where they lead, who gets them, and that nothing breaks out of them."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.cli.render.hyperlinks import linked, target, understood_by
from tests.cli.conftest import FULL, RunCli

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)
KITTY = {"TERM": "xterm-kitty"}


@given(ANY_TEXT.map(lambda text: "/" + text.lstrip("/")))
def test_a_path_comes_back_and_cannot_end_the_link(path: str) -> None:
    address = target(path)
    if address is None:  # half of a pair of surrogates is part of no name
        with pytest.raises(UnicodeEncodeError):
            path.encode("utf-8", "surrogateescape")
        return
    assert re.fullmatch(r"file://[!-~]*/[!-~]*", address)
    parts = urlsplit(address)
    assert (parts.query, parts.fragment) == ("", "")
    assert unquote(parts.path, errors="surrogateescape") == path
    assert linked("x", path) == f"\x1b]8;;{address}\x1b\\x\x1b]8;;\x1b\\"


@given(ANY_TEXT)
def test_an_address_leads_where_it_says(rest: str) -> None:
    address = target("https://example.vn/" + rest)
    assert address is not None
    assert re.fullmatch(r"https://example\.vn/[!-~]*", address)
    assert not set('"<>\\^`{|}') & set(address)


@pytest.mark.parametrize(
    "link",
    ["", "corpus/a.txt", "javascript:alert(1)", "data:text/html,x", "ftp://a/b", "http://", "https:///a",
     "http:// a", "http://a/" + "b" * 3000],
)  # fmt: skip
def test_nobody_is_led_elsewhere(link: str) -> None:
    assert target(link) is None
    assert linked("x", link) == "x"


def test_vietnamese_names_are_encoded() -> None:
    address = target("/tin/trống rỗng.jsonl#2")
    assert address is not None
    assert address.endswith("/tin/tr%E1%BB%91ng%20r%E1%BB%97ng.jsonl%232")
    assert target("http://a.vn/tin?x=đ%20e#f") == "http://a.vn/tin?x=%C4%91%20e#f"


@pytest.mark.parametrize(
    ("variables", "understood"),
    [
        ({}, False),
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "linux"}, False),
        ({"TERM": "dumb", "VTE_VERSION": "7000"}, False),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7000"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4601"}, False),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7" * 5000}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "new"}, False),
        ({"KONSOLE_VERSION": "210401"}, True),
        ({"KONSOLE_VERSION": "180401"}, False),
        ({"WT_SESSION": "x"}, True),
        (KITTY, True),
        ({"TERM": "xterm-ghostty"}, True),
        ({"TERM": "foot-extra"}, True),
        ({"TERM": "xterm", "TERM_PROGRAM": "WezTerm"}, True),
        ({"TERM": "xterm", "TERM_PROGRAM": "iTerm.app"}, True),
        ({"TERM": "xterm", "TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"TERM": "screen-256color", "TMUX": "x", "VTE_VERSION": "7000"}, False),
        ({"TMUX": "x", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.3a", "WT_SESSION": "x"}, False),
        ({"TMUX": "x", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "3.4"}, True),
        ({"TMUX": "x", "TERM_PROGRAM": "tmux", "TERM_PROGRAM_VERSION": "next-3.6"}, True),
        ({"STY": "1.pts", "TERM": "screen.xterm-256color", "KITTY_WINDOW_ID": "1"}, False),
    ],
)  # fmt: skip
def test_which_terminals(variables: dict[str, str], understood: bool) -> None:
    assert understood_by(variables) is understood


@pytest.mark.parametrize(
    ("tty", "argv", "variables", "links"),
    [
        (True, [], KITTY, True),
        (True, [], {**KITTY, "NO_COLOR": "1"}, True),
        (True, [], {}, False),
        (False, [], KITTY, False),
        (True, ["--hyperlinks", "never"], KITTY, False),
        (False, ["--hyperlinks=always"], {}, True),
        (True, ["--hyperlinks", "auto"], KITTY, True),
        (False, ["--hyperlinks", "auto"], {**KITTY, "SEARCHER_HYPERLINKS": "always"}, False),
        (True, [], {"SEARCHER_HYPERLINKS": "always"}, True),
        (True, [], {**KITTY, "SEARCHER_HYPERLINKS": "never"}, False),
        (True, ["--plain"], KITTY, False),
        (True, ["--table"], KITTY, True),
    ],
)
def test_who_gets_links(
    run_cli: RunCli, tty: bool, argv: list[str], variables: dict[str, str], links: bool
) -> None:
    shown = run_cli("search", "x", *argv, tty=tty, variables=variables, width=120).out
    assert ("\x1b]8;;" in shown) is links
    if links:
        assert f"{Path(FULL.path or '').as_posix()}\x1b\\" in shown
        assert f"\x1b]8;;{FULL.url}\x1b\\" in shown
        assert shown.count("\x1b]8;;\x1b\\") * 2 == shown.count("\x1b]8;;")
        plain = run_cli(
            "search", "x", *argv, "--hyperlinks", "never", tty=tty, variables=variables, width=120
        )
        assert re.sub(r"\x1b\]8;;[!-~]*?\x1b\\", "", shown) == plain.out
