"""What reaches a pipe and what reaches a terminal, and JSON that survives anything."""

from __future__ import annotations

import io
import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.cli.render.output import to_json
from tests.cli.conftest import FULL, RunCli

GOLDEN = Path(__file__).parent / "golden"
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)

SCREENS = {
    "search": ["search", "neu", "guong"],
    "search-vi": ["search", "neu", "guong", "--lang", "vi"],
    "show": ["show", FULL.id, "--query", "nêu gương"],
    "stats": ["stats"],
    "analyze": ["analyze", "Thuỷ lợi, KT-XH", "漢字"],
}


@pytest.fixture(autouse=True)
def utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("look", ["color", "plain"])
def test_terminal(run_cli: RunCli, screen: str, width: int, look: str) -> None:
    variables = {"NO_COLOR": "1"} if look == "plain" else {}
    outcome = run_cli(*SCREENS[screen], tty=True, width=width, variables=variables)
    assert outcome.code == 0
    compare(f"{screen}-{look}-{width}.txt", outcome.out)


@pytest.mark.parametrize("screen", SCREENS)
def test_pipe(run_cli: RunCli, screen: str) -> None:
    outcome = run_cli(*SCREENS[screen], width=40)
    assert outcome.code == 0
    assert "\x1b" not in outcome.out
    assert "«" not in outcome.out
    compare(f"{screen}-pipe.txt", outcome.out)


def compare(name: str, shown: str) -> None:
    """Compare with a golden file; SEARCHER_UPDATE_GOLDEN=1 writes it instead."""
    path = GOLDEN / name
    if os.environ.get("SEARCHER_UPDATE_GOLDEN"):
        path.write_text(shown, "utf-8", newline="\n")
    assert shown == path.read_bytes().decode("utf-8")


def test_a_pipe_gets_every_passage_on_one_line(run_cli: RunCli) -> None:
    assert FULL.body[0] in run_cli("search", "x", width=40).out


@pytest.mark.parametrize(
    ("tty", "choice", "variables", "colored"),
    [
        (False, [], {}, False),
        (True, [], {}, True),
        (True, [], {"NO_COLOR": "1"}, False),
        (True, [], {"NO_COLOR": ""}, True),
        (True, [], {"TERM": "dumb"}, False),
        (True, [], {"TERM": "xterm-256color"}, True),
        (True, ["--color", "never"], {}, False),
        (False, ["--color=always"], {}, True),
        (False, ["--color=always"], {"NO_COLOR": "1", "TERM": "dumb"}, True),
        (False, ["--color=auto"], {}, False),
    ],
)
def test_color(
    run_cli: RunCli, tty: bool, choice: list[str], variables: dict[str, str], colored: bool
) -> None:
    after = run_cli("search", "x", *choice, tty=tty, variables=variables)
    before = run_cli(*choice, "search", "x", tty=tty, variables=variables)
    assert before == after
    assert ("\x1b[" in after.out) is colored
    assert ("«nêu gương»" in after.out) is (tty and not colored)


def test_color_changes_nothing_but_color(run_cli: RunCli) -> None:
    colored = run_cli("search", "x", "--color", "always").out
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == run_cli("search", "x").out


def test_narrower_than_anything(run_cli: RunCli) -> None:
    outcome = run_cli("search", "x", tty=True, width=1, variables={"NO_COLOR": "1"})
    assert "".join(FULL.title.split()) in "".join(outcome.out.replace("«", "").split())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
)


@given(json_values, st.sampled_from([None, 2]), st.sampled_from(["utf-8", "ascii", "latin-1", "?"]))
def test_json_comes_back_and_is_safe(value: object, indent: int | None, encoding: str) -> None:
    text = to_json(value, indent=indent, encoding=encoding)
    text.encode(encoding if encoding != "?" else "ascii")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    # Two halves of a pair, side by side, are one character to every JSON reader.
    assert json.loads(text) == json.loads(json.dumps(value))


def test_stdout_without_vietnamese(run_cli: RunCli) -> None:
    """Not UTF-8: the nearest letters, and JSON by escapes."""
    from searcher.cli.environment import system_environment

    system_environment()  # registers the way out
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, "latin-1", errors="searcher.readable", newline="\n")
    assert run_cli("show", FULL.id, stdout=stream).code == 0
    assert "Ngưoi đung đau phai nêu guong".replace("đ", "d").replace(
        "ư", "u"
    ) in raw.getvalue().decode("latin-1")
    raw.truncate(0)
    raw.seek(0)
    assert run_cli("show", FULL.id, "--json", stdout=stream).code == 0
    assert json.loads(raw.getvalue().decode("ascii"))["title"] == FULL.title
