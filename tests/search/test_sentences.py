"""Where sentences end, and where they only seem to."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from searcher.search.sentences import sentences
from tests.text.strategies import any_text


def cut(text):
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["Một câu.", "Hai câu!", "Ba câu?", "Bốn…", "Đây là năm."],
        ["Ông nói: “Xong rồi.”", "Ai cũng vui."],
        ["Thu ngân sách đạt 7.148 tỷ đồng, tăng 1,8 lần.", "Năm 2021 đạt 12/15 xã."],
        ["TP. Hồ Chí Minh có mưa to.", "Ảnh: V. A. Tuấn chụp."],
        ["Họp ở Q. Ba, theo PGS. TS. Lê Thị Hoa.", "Hết./."],
        ["không hoa. vẫn là một câu"],
        ["(Nguồn: báo.)", "“Tiếp theo”, bà nói."],
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_table(parts, form):
    parts = [unicodedata.normalize(form, part) for part in parts]
    assert cut(" ".join(parts)) == parts


def test_blank():
    assert cut("") == cut("  \n ") == []


@given(any_text)
def test_nothing_but_space_lies_between(text):
    spans = sentences(text)
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    assert all(not text[end:start].strip() for end, start in zip(ends, starts, strict=True))
    assert all(start < end and text[start:end].strip() == text[start:end] for start, end in spans)
