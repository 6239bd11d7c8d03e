"""The order of the dictionary, against orders written down by hand."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.text import canonical
from searcher.text.collation import collation_key, word_key

LETTERS = "a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z"
ORDERS = [
    LETTERS,
    "ba bà bả bã bá bạ",
    "ta tạ tai tại tam tám tan tán",
    "ăn ằn ẳn ẵn ắn ặn ân",
    "da đa e é ê ế o ô ơ u ư y",
    "9 10 100 a",
    "4 4k 5 10 10a a1 ab",
    "an anh ánh ảo",
    "ngan ngang nghe nguyên nhanh nô nơ",
    "zulu zürich москва",
]


@pytest.mark.parametrize("order", ORDERS)
def test_words_stand_as_in_a_dictionary(order):
    words = order.split()
    for _ in range(5):
        assert sorted(random.sample(words, len(words)), key=word_key) == words


@pytest.mark.parametrize(
    "titles",
    [
        ["", "9 điều", "10 điều", "Ba lô", "BA LÔ xanh", "Bà", "Bà con", "Bán", "Bạn bè", "Băng"],
        ["Đà Nẵng", "Đang", "Đảng bộ", "E ngại"],
        ["Hoa", "Hòa bình", "Hoả", "Hoàng"],
        ["Quy chế", "Quy định", "Quý I"],
    ],
)
def test_titles_are_compared_word_by_word(titles):
    assert sorted(random.sample(titles, len(titles)), key=collation_key) == titles


def test_spellings_of_one_word_are_one():
    assert collation_key("Hoà, bình!") == collation_key("HÒA BÌNH") == collation_key("hòa bình")
    assert collation_key("kĩ thuật") == collation_key("kỹ thuật")


@given(st.text(max_size=30), st.text(max_size=30))
def test_only_texts_of_the_same_words_share_a_key(one, other):
    same = canonical(one).split() == canonical(other).split()
    if same:
        assert collation_key(one) == collation_key(other)
    elif collation_key(one) == collation_key(other):
        # Numbers that differ in leading zeros only.
        assert any(char.isdigit() for char in one)
