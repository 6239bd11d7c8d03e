"""Where lines are broken, and where they are not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.cli.render.layout import Line, Piece
from searcher.cli.render.widths import clusters, display_width, visible
from searcher.cli.render.wrapping import PROSE_COLUMNS, wrapped

WORDS = st.sampled_from(
    "nêu gương ne\u0302u đầu 12 % km ngày TS. « » – … (a b) · 漢字漢字。 👩\u200d👧 nghi\u00adên "
    "https://example.vn/tin/a?b=c&d=e tin-tuc/duong-dan-rat-dai/khong-co-khoang-trang.txt ░░░ "
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa e\u0302\u0301\u0323".split()
)
STYLES = st.sampled_from(["plain", "match", "meta"])
SEPARATOR = Piece(" · ", "separator")
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join)
PIECES = st.lists(
    st.just(SEPARATOR) | st.builds(Piece, TEXTS.map(lambda text: text + " "), STYLES),
    min_size=1,
    max_size=8,
)


def shown(line: Line, width: int) -> list[str]:
    return ["".join(piece.text for piece in part) for part in wrapped(line, width)]


def prose(text: str, width: int) -> list[str]:
    return shown(Line((Piece(text),)), width)


@given(PIECES, st.integers(2, 130), st.integers(0, 6), st.integers(0, 3))
def test_lines_fit_and_nothing_is_lost_but_spaces(
    pieces: list[Piece], width: int, indent: int, hang: int
) -> None:
    line = Line(tuple(pieces), indent, hang, Piece("7. "))
    parts = wrapped(line, width)
    lines = ["".join(piece.text for piece in part) for part in parts]
    assert all(display_width(each) <= min(width, PROSE_COLUMNS) for each in lines)
    assert all(each == each.rstrip() for each in lines if each.strip() != "7.")
    squeezed = re.sub(r"\s", "", "".join(lines))
    expected = re.sub(r"\s", "", visible(line.text))
    if not any(piece.style == "separator" for piece in pieces):
        assert squeezed == expected
    # No letter is parted from its marks.
    together = [each for part in lines for each in clusters(part)]
    assert [each for each in together if each.strip()] == [
        each for each in clusters(visible(line.text)) if each.strip()
    ] or any(piece.style == "separator" for piece in pieces)


@given(PIECES, st.integers(30, 100))
def test_words_that_fit_are_never_broken(pieces: list[Piece], width: int) -> None:
    words = visible("".join(piece.text for piece in pieces)).split()
    if all(display_width(word) <= width for word in words):
        for each in shown(Line(tuple(p._replace(style="plain") for p in pieces)), width):
            assert all(word in words for word in each.split())


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("một hai ba bốn năm sáu bảy", 30, ["một hai ba bốn năm sáu bảy"]),
        ("Từ ngày 12 tháng 7 năm 2019, TS. Nguyễn", 24, ["Từ ngày 12 tháng 7", "năm 2019, TS. Nguyễn"]),
        ("đã đi được hơn một trăm 20 km đường", 26, ["đã đi được hơn một trăm", "20 km đường"]),
        ("theo đúng quy định tại Điều 12 của luật", 28, ["theo đúng quy định tại", "Điều 12 của luật"]),
        ("anh nói với bà con rằng « được »", 26, ["anh nói với bà con rằng", "« được »"]),
        ("cả xã đều làm theo anh ấy – rồi cả huyện", 25, ["cả xã đều làm theo anh", "ấy – rồi cả huyện"]),
        ("– Được chứ, anh cứ làm đi, rồi ta tính", 26, ["– Được chứ, anh cứ làm đi,", "rồi ta tính"]),
        ("… thì bà con tin và làm theo …", 27, ["… thì bà con tin và làm", "theo …"]),
        ("xin\u00a0chớ\u00a0tách ở đây nhé các bạn", 23, ["xin\u00a0chớ\u00a0tách ở đây nhé", "các bạn"]),
        ("漢字漢字漢字漢字漢字漢字漢字。漢字", 28, ["漢字漢字漢字漢字漢字漢字漢", "字。漢字"]),
        (
            "xem https://example.vn/tin-tuc/nam-2019/bai.html",
            30,
            ["xem https://example.vn/", "tin-tuc/nam-2019/bai.html"],
        ),
        ("a" * 25 + " b", 24, ["a" * 24, "a b"]),
        ("", 24, [""]),
    ],
)  # fmt: skip
def test_prose(text: str, width: int, lines: list[str]) -> None:
    assert prose(text, width) == lines


def test_a_short_match_stays_on_one_line_and_a_long_one_need_not() -> None:
    before = Piece("Ở đây ai cũng biết chuyện ")
    assert shown(Line((before, Piece("«nêu gương»", "match"))), 32) == [
        "Ở đây ai cũng biết chuyện",
        "«nêu gương»",
    ]
    long = Piece("«người đứng đầu phải nêu gương»", "match")
    assert shown(Line((before, long)), 32)[0] == "Ở đây ai cũng biết chuyện «người"


def test_what_stands_apart_stays_together_and_needs_no_separator_at_the_end() -> None:
    line = Line(
        (Piece("15/07/2019"), SEPARATOR, Piece("Báo Mẫu"), SEPARATOR, Piece("Nguyễn Văn A"))
    )
    assert shown(line, 35) == ["15/07/2019 · Báo Mẫu · Nguyễn Văn A"]
    assert shown(line, 34) == ["15/07/2019 · Báo Mẫu", "Nguyễn Văn A"]
    assert shown(line, 11) == ["15/07/2019", "Báo Mẫu", "Nguyễn Văn", "A"]


def test_indents_give_way_on_a_narrow_screen() -> None:
    line = Line((Piece("một hai ba bốn"),), indent=3, hang=2, lead=Piece("1. "))
    assert shown(line, 24) == ["   1. một hai ba bốn"]
    assert shown(line, 10) == ["1. một hai", "ba bốn"]
    assert shown(line, 1)[:3] == ["1", ".", "m"]


def test_a_line_made_to_fit_is_left_alone() -> None:
    line = Line((Piece("một  hai   "),), lead=Piece("1  "), whole=True)
    assert shown(line, 5) == ["1  một  hai   "]


def test_long_lines_take_time_in_proportion() -> None:
    """A megabyte in one paragraph, with a match in every line."""
    pieces = [Piece("người đứng đầu phải "), Piece("nêu gương", "match"), Piece(" trước bà con, ")]
    assert len(wrapped(Line(tuple(pieces * 8000)), 80)) > 4000
