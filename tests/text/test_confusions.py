"""The mistakes people make, by a table, and for every syllable."""

from __future__ import annotations

import pytest
from hypothesis import given

from searcher.text import canonical
from searcher.text.confusions import confusions
from searcher.text.syllable import is_syllable
from tests.text.strategies import any_text, syllables


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("kỷ", "kỹ"),
        ("sửa", "sữa"),
        ("sẻ", "xẻ"),
        ("xuất", "suất"),
        ("trân", "chân"),
        ("giải", "dải"),
        ("dành", "giành"),
        ("rành", "dành"),
        ("vô", "dô"),
        ("lòng", "nòng"),
        ("năm", "lăm"),
        ("ngàn", "ngàng"),
        ("bác", "bát"),
        ("lan", "lang"),
        ("hy", "hi"),
        ("nghiêng", "ngiêng"),
        ("tiêm", "tim"),
    ],
)
def test_what_sounds_alike_is_found_both_ways(right, wrong):
    if is_syllable(wrong):
        assert canonical(right) in (canonical(wrong), *confusions(canonical(wrong)))
        assert canonical(wrong) in (canonical(right), *confusions(canonical(right)))


def test_hoi_and_nga_come_first():
    assert confusions("mỗi")[0] == "mổi"
    assert confusions("nổi")[0] == "nỗi"


@pytest.mark.parametrize("word", ["pele", "2021", "", "ubnd", "résumé", "samsung"])
def test_what_is_no_syllable_has_none(word):
    assert confusions(word) == ()


@given(syllables)
def test_all_are_other_canonical_syllables(word):
    found = confusions(word)
    assert len(set(found)) == len(found)
    for other in found:
        assert is_syllable(other)
        assert canonical(other) == other != word


@given(any_text)
def test_nothing_makes_it_fail(text):
    assert isinstance(confusions(text), tuple)
