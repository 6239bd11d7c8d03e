"""The grammar of the syllable, against real words and against what is none."""

from __future__ import annotations

import unicodedata

import pytest

from searcher.text.syllable import is_syllable, place_tone, split, take_tones

SYLLABLES = (
    "a à ở ý ô y anh ấy bạn bánh chưng chuyện của cửa đảng đoàn được đường gì gìn gia giá "
    "giữa giếng ghế gương hòa hoàng hoạch hoắc huế huơ hươu hữu khuya khuỷu khoẻo khuếch kỷ "
    "lạnh luật mười nêu ngoằn ngoèo nghiêng nghĩa người nguyễn nguyệt nhuận oanh phường "
    "phượng quả quán quạnh quần quốc quỹ quyền quỵt quýt quỳnh rượu sương thuở thuế thuyền "
    "tiếng tranh trách triệu trường tuần tuyết uyên uống ưu vườn xoong xuân yên yêu đắk lắk"
).split()
NOT_SYLLABLES = "pele café sofa java tphcm ubnd street wifi nghà aa ươ2 bcd quu giii résumé".split()


@pytest.mark.parametrize("word", SYLLABLES)
def test_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", NOT_SYLLABLES)
def test_what_is_no_syllable(word):
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("toneless", "parts"),
    [
        ("gia", ("gi", "a")),
        ("gi", ("g", "i")),
        ("gin", ("g", "in")),
        ("giêng", ("gi", "êng")),
        ("quôc", ("qu", "ôc")),
        ("nghiêng", ("ngh", "iêng")),
        ("nguyên", ("ng", "uyên")),
        ("uông", ("", "uông")),
        ("guong", ("g", "uong")),
        ("q", None),
        ("", None),
    ],
)
def test_split(toneless, parts):
    assert split(toneless) == parts


@pytest.mark.parametrize("word", SYLLABLES)
def test_a_well_written_tone_stays_where_it_is(word):
    toneless, tone = take_tones(word)
    onset, rhyme = split(toneless)
    old_style = {"khoẻo": "khoẻo"}
    assert place_tone(onset, rhyme, tone) == old_style.get(word, word)


def test_take_tones_gives_back_every_letter():
    for word in SYLLABLES:
        toneless, tones = take_tones(word)
        assert sorted(unicodedata.normalize("NFD", toneless) + tones) == sorted(
            unicodedata.normalize("NFD", word)
        )
