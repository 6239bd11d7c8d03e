"""Names and words in running text, against readings written down by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.index.lexicon import Lexicon
from searcher.index.word_sample import SampleState
from searcher.search.article_words import Vocabulary, says_something, units

WORDS = """
giáo dục, đào tạo, ngân hàng, nhà nước, bóng đá, thủ tướng, quốc vương, hà nội, việt nam, chính trị,
công ty, đại học, ngoại giao, phát ngôn viên, trung quốc, gia cầm, cúm gia cầm,
bắt đầu từ, máy bay, hạ cánh
"""


@pytest.fixture(scope="module")
def vocabulary():
    counts = {word.strip(): 5 for word in WORDS.split(",")}
    return Vocabulary(Lexicon(Lexicon().extended(counts, SampleState())))


def names(text, vocabulary):
    return [unit.text for unit in units(text, vocabulary) if unit.name and says_something(unit)]


def words(text, vocabulary):
    return [unit.text for unit in units(text, vocabulary) if not unit.name and says_something(unit)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hôm qua Phan Văn Khải đến Hà Nội.", ["Phan Văn Khải", "Hà Nội"]),
        ("Gặp Thủ tướng Phan Văn Khải.", ["Phan Văn Khải"]),
        ("Ông Nguyễn Văn Bình nói.", ["Nguyễn Văn Bình"]),
        ("Theo ông Bình, HLV Frank Rijkaard", ["Bình", "Frank Rijkaard"]),
        ("Do Bộ Giáo dục và Đào tạo tổ chức", ["Bộ Giáo dục và Đào tạo"]),
        ("Ở Ngân hàng Nhà nước Việt Nam", ["Ngân hàng Nhà nước Việt Nam"]),
        ("của Công ty Toyota và Honda", ["Công ty Toyota", "Honda"]),
        ("gặp Quốc vương Sihamoni", ["Sihamoni"]),
        ("do Bộ Ngoại giao Mỹ Sean McCormack nói", ["Bộ Ngoại giao Mỹ", "Sean McCormack"]),
        ("tại World Cup 2006 và SEA Games 23", ["World Cup 2006", "SEA Games 23"]),
        ("Sáng 9/1 trời mưa. Trời 21 độ.", []),
        ("Bóng đá là môn hay. Gia cầm chết.", []),
        ("ĐÂY LÀ MỘT TIÊU ĐỀ VIẾT HOA", []),
        ("đoàn Nhà nước ta", []),
        ("sang Hà Nội, Huế và Đà Nẵng", ["Hà Nội", "Huế", "Đà Nẵng"]),
        ("thôn Jẻ Triêng ở Đăk Glei", ["Jẻ Triêng", "Đăk Glei"]),
    ],
)
def test_names_are_whole(vocabulary, text, expected):
    assert names(text, vocabulary) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dịch cúm gia cầm và bóng đá", ["dịch", "cúm gia cầm", "bóng đá"]),
        ("của các và những thì mà", []),
        ("tuy nhiên, trong khi đó có thể bắt đầu từ đây", []),
        ("Máy bay hạ cánh", ["Máy bay", "hạ cánh"]),
        ("máy, bay", ["máy", "bay"]),  # a comma is no blank
        ("năm 2006 có 15 triệu người", []),
    ],
)
def test_words_are_those_of_the_lexicon(vocabulary, text, expected):
    assert words(text, vocabulary) == expected


@given(st.text(max_size=120))
def test_units_are_parts_of_the_text_in_order(vocabulary, text):
    at = 0
    for unit in units(text, vocabulary):
        assert text[unit.start : unit.start + len(unit.text)] == unit.text
        assert unit.start >= at
        at = unit.start  # of a fraction (¼) both numbers have the same place
        assert unit.terms


@given(st.lists(st.sampled_from("Bộ Giáo dục và Đào tạo Mỹ Sean ông Ông 9 . , Hà Nội".split())))
def test_no_word_is_lost_or_counted_twice(vocabulary, parts):
    terms = [marked for unit in units(" ".join(parts), vocabulary) for marked in unit.marked]
    assert terms == [part.lower() for part in parts if part not in ".,"]
