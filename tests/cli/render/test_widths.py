"""Columns of the screen, compared with what two other programs count."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from wcwidth import wcswidth

from searcher.cli.render.widths import clusters, cut, cut_words, display_width, visible

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=("Cc", "Cs")), max_size=60)
LETTERS = [
    *"abcđêươế .,«»…·–",
    "e\u0302\u0301",
    "u\u031b",
    "\u200b",
    "\ufeff",
    "\u00ad",
    "漢",
    "カ",
    "か\u3099",
    "한",
    "\u1112\u1161\u11ab",
    "ｎ",
    "👍",
    "👍🏽",
    "❤",
    "❤\ufe0f",
    "1\ufe0f\u20e3",
    "©\ufe0f",
    "ℹ\ufe0f",
    "🇻🇳",
    "👩\u200d👩\u200d👧",
    "👩🏽\u200d🚀",
    "█",
    "␛",
    "�",
]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("nêu", 3),
        ("ne\u0302u", 3),
        ("漢字", 4),
        ("a\u200bb", 2),
        ("ｎ", 2),
        ("🇻🇳", 2),
        ("👩\u200d👩\u200d👧", 2),
        ("❤", 1),
        ("❤\ufe0f", 2),
        ("\u0302", 0),
    ],
)
def test_known_widths(text: str, columns: int) -> None:
    assert display_width(text) == columns


@given(st.lists(st.sampled_from(LETTERS), max_size=30).map("".join))
def test_rich_and_wcwidth_count_the_same(text: str) -> None:
    assert display_width(text) == cell_len(text) == wcswidth(text)


def test_single_letters_of_europe_and_east_asia_are_as_wide_as_others_say() -> None:
    for code in (
        *range(0x20, 0x7F),
        *range(0xA0, 0x600),
        *range(0x1E00, 0x2630),
        *range(0x2E80, 0xD7A4),
    ):
        char = chr(code)
        # Vowel signs on their own, separators that are never printed, and what is new in Unicode.
        if unicodedata.category(char) in ("Cn", "Zl", "Zp", "Mc", "Cf") or char == "\u3164":
            continue
        if 0x2600 <= code < 0x2E80 or 0x4DC0 <= code < 0x4E00 or 0x1A00 <= code < 0x1E00:
            continue
        assert display_width(char) == wcswidth(char), hex(code)


@given(ANY_TEXT)
def test_clusters_are_the_text_and_their_widths_add_up(text: str) -> None:
    parts = list(clusters(text))
    assert "".join(parts) == text
    assert sum(map(display_width, parts)) == display_width(text)
    for part in parts[1:]:
        assert unicodedata.category(part[0]) not in ("Mn", "Me")


@given(ANY_TEXT, st.integers(0, 40))
def test_what_is_cut_off_would_not_have_fitted(text: str, columns: int) -> None:
    kept = cut(text, columns)
    assert text.startswith(kept)
    assert display_width(kept) <= columns
    rest = list(clusters(text[len(kept) :]))
    assert not rest or display_width(kept) + display_width(rest[0]) > columns
    assert kept.startswith(cut_words(text, columns))


@pytest.mark.parametrize(
    ("text", "columns", "kept"),
    [
        ("Vì sao cùng một chữ", 12, "Vì sao cùng"),
        ("Vì sao cùng một chữ", 14, "Vì sao cùng"),
        ("Vì sao cùng một chữ", 15, "Vì sao cùng một"),
        ("người đứng đầu: chuyển biến", 16, "người đứng đầu"),
        ("a nghiêngngả", 8, "a nghiên"),
        ("ngắn", 8, "ngắn"),
    ],
)
def test_cut_before_a_word(text: str, columns: int, kept: str) -> None:
    assert cut_words(text, columns) == kept


def test_what_terminals_show_as_they_like_is_left_out() -> None:
    assert visible("nghiên\u00adcứu\u200b và\u2060\ufeff") == "nghiêncứu và"
    assert visible("👩\u200d👧 ne\u0302u") == "👩\u200d👧 ne\u0302u"
