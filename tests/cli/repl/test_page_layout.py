"""An article as rows: nothing is lost, nothing is too wide, and every way leads to the same rows."""

from __future__ import annotations

from itertools import islice, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from searcher.cli.repl import page_layout
from searcher.cli.repl.page_layout import BLANK, Layout, Position, Row, wrap
from searcher.cli.safe import display_width, neutralise

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=200)
WORDS = st.lists(
    st.sampled_from(
        ["nêu", "gương", "ne\u0302u", "漢字漢字漢字", "x" * 45, "\u0301", "e\u0301" * 9]
    )
).map(" ".join)


@given(ANY_TEXT | WORDS, st.integers(2, 60))
def test_rows_hold_all_the_text_and_fit(text, width):
    safe = neutralise(text)
    rows = wrap(safe, width)
    done = 0
    for start, end in rows:
        assert start < end
        assert not safe[done:start].strip()  # only blanks lie between rows
        assert safe[start:end] == safe[start:end].strip(" ")
        assert display_width(safe[start:end]) <= width
        done = end
    assert not safe[done:].strip()


@given(WORDS, st.integers(2, 60))
def test_rows_are_as_full_as_they_can_be(text, width):
    rows = wrap(text, width)
    for (start, _), (after, _) in pairwise(rows):
        word = text[after:].split(" ")[0]
        if cell_len(word) <= width:  # an independent measure of columns
            assert cell_len(text[start:after].rstrip()) + 1 + cell_len(word) > width


@pytest.mark.parametrize(
    ("text", "width", "rows"),
    [
        ("người đứng đầu phải nêu gương", 15, ["người đứng đầu", "phải nêu gương"]),
        ("một  hai", 20, ["một  hai"]),
        ("  một", 20, ["một"]),
        ("a bcdefgh i", 3, ["a", "bcd", "efg", "h i"]),
        ("漢字漢字", 5, ["漢字", "漢字"]),
        ("ne\u0302u gu\u031bo\u031bng", 4, ["ne\u0302u", "gu\u031bo\u031bng"[:6], "g"]),
        ("Nghị\u00a0quyết số\u00a04", 12, ["Nghị\u00a0quyết", "số\u00a04"]),
        ("漢", 1, ["漢"]),
        ("", 10, []),
        ("   ", 10, []),
    ],
)
def test_where_rows_end(text, width, rows):
    assert [text[start:end] for start, end in wrap(text, width)] == rows


TEXTS = st.lists(WORDS | ANY_TEXT, min_size=1, max_size=6)


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    """Paragraphs of several pieces, without long texts."""
    monkeypatch.setattr(page_layout, "PIECE", 64)
    monkeypatch.setattr(page_layout, "_LOOK_BACK", 16)


@settings(deadline=None)
@given(TEXTS, st.integers(2, 40), st.data())
def test_all_ways_lead_to_the_same_rows(texts, width, data):
    layout = Layout(texts, 1, width)
    rows = list(layout.down(0, BLANK))
    assert list(layout.up_from_end()) == rows[::-1]
    for block, text in enumerate(texts):
        held = [row for row in rows if row.block == block]
        assert (held[:1] == [Row(block, BLANK, BLANK)]) == (block > 0)
        kept = "".join(text[row.start : row.end] for row in held if row.start != BLANK)
        assert "".join(kept.split()) == "".join(text.split())
    if rows:
        number = data.draw(st.integers(0, len(rows) - 1))
        row = rows[number]
        assert list(layout.down(row.block, row.start)) == rows[number:]
        assert list(layout.up(row.block, row.start)) == rows[number - 1 :: -1] * (number > 0)
        if row.start != BLANK:
            place = data.draw(st.integers(row.start, row.end - 1))
            assert layout.row_of(row.block, place) == row


def test_a_huge_paragraph_costs_what_is_looked_at(monkeypatch):
    """Counted, not timed: how many characters are laid out for a screen at the end."""
    monkeypatch.setattr(page_layout, "PIECE", 8192)
    seen = []
    monkeypatch.setattr(
        page_layout, "wrap", lambda text, width: seen.append(len(text)) or wrap(text, width)
    )
    text = "trách nhiệm nêu gương " * 200_000
    layout = Layout([text], 1, 80)
    assert len(list(islice(layout.up_from_end(), 40))) == 40
    assert len(list(islice(layout.down(0, len(text) // 2), 40))) == 40
    assert sum(seen) < 8 * 8192


def test_how_far_down():
    position = Position(["12345", "12345"])
    assert [position.percent(*at) for at in ((0, BLANK), (0, 5), (1, 0), (1, 5))] == [
        0,
        50,
        50,
        100,
    ]
    assert Position([""]).percent(0, 0) == 100
