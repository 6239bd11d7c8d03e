"""Outside text on the screen: nothing in it acts, and nothing in it moves a highlight or a caret."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.cli.render.safe import caret_lines, display_width, neutralise, pad
from searcher.cli.render.widths import visible

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=80)
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@given(ANY_TEXT)
def test_nothing_that_acts_is_left(text: str) -> None:
    safe = neutralise(text)
    assert len(safe) == len(text)
    for char in safe:
        assert unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp")
        assert char not in BIDI
    safe.encode("utf-8")


@given(ANY_TEXT)
def test_harmless_characters_stay(text: str) -> None:
    for before, after in zip(text, neutralise(text), strict=True):
        if unicodedata.category(before)[0] in "LMNPS":
            assert before == after


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", "␛[31m"),
        ("a\tb\nc\r\0", "a b␊c␍␀"),
        ("\x7f\x9b", "␡�"),
        ("\u202ehn\u202c", "�hn�"),
        ("\udce9", "�"),
        ("nêu gương 漢字 👍", "nêu gương 漢字 👍"),
    ],
)
def test_neutralise(text: str, shown: str) -> None:
    assert neutralise(text) == shown


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("nêu", 3), ("ne\u0302u", 3), ("漢字", 4), ("a\u200bb", 2), ("ｎ", 2)],
)
def test_display_width(text: str, columns: int) -> None:
    assert display_width(text) == columns
    assert display_width(pad(text, 9)) == 9


@pytest.mark.parametrize(
    ("text", "column", "width", "lines"),
    [
        ('nêu "x', 4, None, ('nêu "x', "    ^")),
        ('ne\u0302u "x', 5, None, ('ne\u0302u "x', "    ^")),
        ('漢字 "', 3, None, ('漢字 "', "     ^")),
        ("\x1b\t(", 2, None, ("␛ (", "  ^")),
        ("abc", 3, None, ("abc", "   ^")),
        ("abc", 99, None, ("abc", "   ^")),
        ("a" * 50 + '"' + "b" * 50, 50, 20, ('…aaaaaaaa"bbbbbbbb…', "         ^")),
        (
            "漢" * 30 + '"' + "字" * 30,
            30,
            20,
            ("…" + "漢" * 4 + '"' + "字" * 4 + "…", " " * 9 + "^"),
        ),
        ("e\u0302" * 40 + "(", 80, 20, ("…" + "e\u0302" * 16 + "(", " " * 17 + "^")),
        ("a" * 50, 0, 20, ("aaaaaaaaaaaaaaaaa…", "^")),
    ],
)
def test_caret_lines(text: str, column: int, width: int | None, lines: tuple[str, str]) -> None:
    assert caret_lines(text, column, width) == lines


@given(ANY_TEXT, st.integers(0, 90), st.integers(11, 100))
def test_caret_points_at_the_same_character_and_fits(text: str, column: int, width: int) -> None:
    shown, caret = caret_lines(text, column, width)
    assert display_width(shown) <= width
    assert len(caret) <= min(display_width(shown) + 1, width)
    column = min(column, len(text))
    whole = visible(neutralise(text))
    before = display_width(visible(neutralise(text)[:column]))
    if display_width(whole) < width:
        assert shown == whole
        assert len(caret) == before + 1
