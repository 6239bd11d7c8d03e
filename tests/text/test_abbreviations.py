"""The shipped abbreviations, and those that texts define."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given

from searcher.text import canonical, fold
from searcher.text.abbreviations import known_abbreviations
from searcher.text.definitions import definitions
from tests.text.strategies import any_text


def initials(full, *, without=()):
    words = [word for word in full.split() if word not in without]
    return "".join(unicodedata.normalize("NFD", word.replace("đ", "d"))[0] for word in words)


def test_the_table():
    table = known_abbreviations()
    assert len(table) >= 250
    for folded, forms in table.items():
        assert fold(folded) == folded
        for short, full in forms:
            assert fold(short) == folded
            assert canonical(full) == full, full
            # "TW" is how Trung ương is written where ư is not.
            spelt = {initials(full), initials(full, without=("và",))}
            assert folded.replace("w", "u") in spelt or folded == "ttg", (short, full)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("ubnd", "ủy ban nhân dân"),
        ("hdnd", "hội đồng nhân dân"),
        ("ktxh", "kinh tế xã hội"),
        ("gpmb", "giải phóng mặt bằng"),
        ("tsvm", "trong sạch vững mạnh"),
        ("btv", "ban thường vụ"),
        ("btv", "biên tập viên"),
        ("tw", "trung ương"),
    ],
)
def test_what_everybody_knows_is_there(short, full):
    assert full in [each for _, each in known_abbreviations()[short]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ủy ban nhân dân (UBND) huyện", [("ubnd", "ủy ban nhân dân")]),
        ("bà Chủ tịch Hội đồng nhân dân (HĐND) xã", [("hđnd", "hội đồng nhân dân")]),
        ("Uỷ ban Mặt trận Tổ quốc ( MTTQ )", [("mttq", "mặt trận tổ quốc")]),
        ("phát triển kinh tế - xã hội (KT-XH)", [("ktxh", "kinh tế xã hội")]),
        ("Bộ Giáo dục và Đào tạo (GD&ĐT)", [("gdđt", "giáo dục và đào tạo")]),
        ("sở Văn hóa và Du lịch (VHVDL)", [("vhvdl", "văn hóa và du lịch")]),
        ("the World Health Organization (WHO)", [("who", "world health organization")]),
        ("U\u0309y ban nha\u0302n da\u0302n (UBND)", [("ubnd", "ủy ban nhân dân")]),
        ("Tổ chức Y tế Thế giới (WHO)", []),
        ("Ủy ban. Nhân dân (UBND)", []),
        ("nhân dân (UBND)", []),
        ("Bệnh viện (B)", []),
        ("(UBND)", []),
        ("Ủy ban nhân dân (ubnd)", []),
        ("công ty A (ABCDEFGHIJKLMNOP)", []),
    ],
)
def test_definitions(text, found):
    assert list(definitions(text)) == found


@given(any_text)
def test_definitions_of_anything(text):
    for short, full in definitions(f"{text} (AB) {text}"):
        assert canonical(full) == full
        assert 2 <= len(short) <= 9
