"""Which syllables of a text a typed syllable reaches."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.text import Agreement, agreement, canonical, compatible
from searcher.text.marks import agreements, has_marks
from tests.text.strategies import any_text, syllables

TABLE = [
    # typed, in the text, agreement
    ("neu", "nêu", Agreement.COMPATIBLE),
    ("neu", "nếu", Agreement.COMPATIBLE),
    ("nêu", "nêu", Agreement.EXACT),
    ("nêu", "nếu", Agreement.COMPATIBLE),  # the tone was not typed
    ("nếu", "nêu", Agreement.CONFLICTING),
    ("nếu", "neu", Agreement.CONFLICTING),
    ("nêu", "neu", Agreement.CONFLICTING),
    ("dang", "đảng", Agreement.COMPATIBLE),
    ("đang", "đảng", Agreement.COMPATIBLE),
    ("đang", "dang", Agreement.CONFLICTING),
    ("đảng", "đáng", Agreement.CONFLICTING),
    ("guơng", "gương", Agreement.COMPATIBLE),
    ("gưong", "gương", Agreement.COMPATIBLE),
    ("trach nhiêm"[6:], "nhiệm", Agreement.COMPATIBLE),
    ("nhiẹm", "nhiệm", Agreement.COMPATIBLE),
    ("hóa", "hòa", Agreement.CONFLICTING),
    ("ky", "kỷ", Agreement.COMPATIBLE),
    ("ti", "tỷ", Agreement.COMPATIBLE),
    ("nghỉ", "nghĩ", Agreement.CONFLICTING),
    ("resume", "résumé", Agreement.COMPATIBLE),
    ("resumé", "résumé", Agreement.COMPATIBLE),
    ("strasse", "straße", Agreement.COMPATIBLE),
    ("gương", "nêu", None),
]


@pytest.mark.parametrize(("typed", "text", "expected"), TABLE)
def test_table(typed, text, expected):
    assert agreement(canonical(typed), canonical(text)) == expected


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_unicode_form_and_case_do_not_matter(form):
    assert compatible(unicodedata.normalize(form, "NÊU"), "nêu")
    assert compatible("hoà", unicodedata.normalize(form, "HÒA"))


def drop_marks(word, data):
    """An independent way to leave marks out: take any of them from the decomposed word."""
    kept = [
        char
        for char in unicodedata.normalize("NFD", word)
        if not unicodedata.combining(char) or data.draw(st.booleans())
    ]
    text = unicodedata.normalize("NFC", "".join(kept))
    return text.replace("đ", "d") if data.draw(st.booleans()) else text


@given(syllables, st.data())
def test_any_share_of_the_marks_reaches_the_syllable(word, data):
    assert compatible(drop_marks(word, data), word)


@given(any_text, any_text)
def test_never_raises(left, right):
    assert compatible(left, left)
    assert compatible(left, right) in (True, False)


def test_has_marks():
    assert [w for w in "nêu neu đo do bà ba kỷ ky".split() if has_marks(w)] == [
        "nêu",
        "đo",
        "bà",
        "kỷ",
    ]


def letter_by_letter(typed, text):
    """What agreement means, by decomposing both words."""
    if typed == text:
        return Agreement.EXACT
    tones = set("\u0300\u0301\u0303\u0309\u0323")
    marks = []
    for word in (typed, text):
        parts = [unicodedata.normalize("NFD", char.replace("đ", "d\u0335")) for char in word]
        toneless = ["".join(c for c in part[1:] if c not in tones) for part in parts]
        marks.append((toneless, sorted(c for part in parts for c in part[1:] if c in tones)))
    (wanted, wanted_tones), (present, present_tones) = marks
    fits = all(not mark or mark == other for mark, other in zip(wanted, present, strict=True))
    fits &= all(present_tones.count(tone) >= wanted_tones.count(tone) for tone in wanted_tones)
    return Agreement.COMPATIBLE if fits else Agreement.CONFLICTING


LETTERS = st.sampled_from("aàáãăằâấeèêếđdoòôơờuưừynh")


@given(st.lists(st.tuples(LETTERS, LETTERS), min_size=1, max_size=5))
def test_words_of_the_same_letters_agree_letter_by_letter(pairs):
    plain = {
        char: unicodedata.normalize("NFD", char)[0].replace("đ", "d")
        for pair in pairs
        for char in pair
    }
    pairs = [(one, other) for one, other in pairs if plain[one] == plain[other]] or [("a", "á")]
    typed, text = ("".join(chars) for chars in zip(*pairs, strict=True))
    expected = letter_by_letter(typed, text)
    assert agreements(typed, [text, typed, text]) == [expected, Agreement.EXACT, expected]
    assert agreement(typed, text) is expected
