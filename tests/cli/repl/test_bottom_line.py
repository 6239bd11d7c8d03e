"""The line at the bottom: what matters most stays when there is little room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.cli.language import Words
from searcher.cli.render.safe import display_width, neutralise
from searcher.cli.repl.bottom_line import bottom_line, count_pieces
from searcher.cli.repl.live import Count

COUNT = Count("neu guong", 614, 11156, "nêu gương")
INDEX = ("", "thế hệ 1, 30.000 bài")


def shown(width, narrowed=()):
    left = [*(("", each) for each in narrowed), *count_pieces(COUNT, Words("vi"), width)]
    return "".join(text for _, text in bottom_line(left, [INDEX], width))


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (200, "→ nêu gương · 614 bài · 11.156 bài khớp một phần"),
        (80, "→ nêu gương · 614 bài · 11.156 bài khớp một phần"),
        (40, "→ nêu gương · 614 bài · 11.156 bài khớp…"),
        (22, "→ nêu gương · 614 bài"),
        (18, "→ nêu g… · 614 bài"),
    ],
)
def test_a_count_at_many_widths(width, line):
    assert shown(width).partition("   ")[0] == line
    assert shown(width).endswith(INDEX[1]) == (width >= 80)


def test_what_narrows_comes_first():
    assert shown(80, ["từ 2018, nguồn tuoi tre"]).startswith("từ 2018, nguồn tuoi tre · → nêu")


WIDE = st.text(max_size=30).map(neutralise)


@given(st.lists(WIDE, max_size=4), st.lists(WIDE, max_size=2), st.integers(1, 120))
def test_it_never_is_wider_than_the_screen(left, right, width):
    pieces = bottom_line([("", text) for text in left], [("", text) for text in right], width)
    assert display_width("".join(text for _, text in pieces)) <= width
