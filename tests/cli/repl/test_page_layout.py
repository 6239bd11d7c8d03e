"""An article as rows: nothing is lost, nothing is too wide, and every way leads to the same rows."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.cli.render.safe import neutralise
from searcher.cli.render.widths import clusters, display_width
from searcher.cli.render.wrapping import line_ranges
from searcher.cli.repl import page_layout
from searcher.cli.repl.page_layout import BLANK, Layout, Position, Row

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=200)
WORDS = st.lists(
    st.sampled_from(
        ["nêu", "gương", "ne\u0302u", "漢字漢字漢字", "x" * 45, "\u0301", "e\u0301" * 9]
    )
).map(" ".join)


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
        for row in held:
            if row.start != BLANK:
                part = neutralise(text[row.start : row.end])
                assert display_width(part) <= width or len(list(clusters(part))) == 1
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

    def counted(pieces, columns):
        seen.append(sum(len(piece.text) for piece in pieces))
        return line_ranges(pieces, columns)

    monkeypatch.setattr(page_layout, "line_ranges", counted)
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
