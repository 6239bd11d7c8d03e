"""Keystrokes of Telex, VNI and VIQR: tables, every syllable typed by an encoder, anything at all."""

from __future__ import annotations

import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.text import canonical, fold
from searcher.text.input_methods import InputMethod, decode, may_hold_keys, method_of
from searcher.text.lookalikes import LOOKALIKES
from searcher.text.syllable import ONSETS, QU_RHYMES, RHYMES, is_syllable, split
from tests.text.strategies import any_text

CASES = Path(__file__).parent / "cases" / "keystrokes.tsv"

TONES = "\u0301\u0300\u0309\u0303\u0323"  # sắc, huyền, hỏi, ngã, nặng
KEYS = {
    InputMethod.TELEX: dict(zip(TONES, "sfrxj", strict=True)),
    InputMethod.VNI: dict(zip(TONES, "12345", strict=True)),
    InputMethod.VIQR: dict(zip(TONES, "'`?~.", strict=True)),
}


def rows(path):
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        method, typed, meant = line.split("\t")[:3]
        yield InputMethod(method), typed, None if meant == "-" else meant


@pytest.mark.parametrize(("method", "typed", "meant"), list(rows(CASES)))
def test_cases(method, typed, meant):
    assert decode(typed, method) == meant


def test_the_shared_table(shared):
    table = list(rows(shared / "cases" / "telex_cases.tsv"))
    assert len(table) > 150
    assert [(typed, decode(typed, method)) for method, typed, _ in table] == [
        (typed, meant) for _, typed, meant in table
    ]


def typed_by(method, syllable, *, late):
    """A syllable as a typist of a method strikes it: tone keys at once, or at the end."""
    struck, tone, letter = "", "", ""
    for char in unicodedata.normalize("NFD", syllable.replace("đ", "\x00")):
        if char == "\x00":
            struck += "d9" if method is InputMethod.VNI else "dd"
        elif char in TONES:
            tone = KEYS[method][char]
            struck += "" if late else tone
        elif char == "\u0302":
            struck += {"telex": letter, "vni": "6", "viqr": "^"}[method.value]
        elif char == "\u031b":
            struck += {"telex": "w", "vni": "7", "viqr": "+"}[method.value]
        elif char == "\u0306":
            struck += {"telex": "w", "vni": "8", "viqr": "("}[method.value]
        else:
            letter = char
            struck += char
    return struck + tone if late else struck


def all_syllables():
    for onset in ONSETS:
        for rhyme in QU_RHYMES if onset == "qu" else RHYMES:
            if split(onset + rhyme) != (onset, rhyme):
                continue
            stopped = rhyme.endswith(("c", "ch", "k", "p", "t"))
            for tone in "\u0301\u0323" if stopped else ("", *TONES):
                yield canonical(unicodedata.normalize("NFC", _toned(onset, rhyme, tone)))


def _toned(onset, rhyme, tone):
    at = next((i for i, c in enumerate(rhyme) if c in "ăâêôơư"), None)
    at = next(i for i, c in enumerate(rhyme) if c in "aeiouy") if at is None else at
    return onset + rhyme[: at + 1] + tone + rhyme[at + 1 :]


@pytest.mark.parametrize("method", InputMethod)
@pytest.mark.parametrize("late", [False, True])
def test_every_syllable_typed_is_read_as_itself(method, late):
    wrong = []
    for syllable in sorted(set(all_syllables())):
        if syllable.isascii() or "oo" in fold(syllable) or syllable.endswith("ươ"):
            continue  # nothing struck; "oo" is ô; "thuow" is thuơ, as drivers have it
        if method is InputMethod.VIQR and late and not _vowel_last(syllable):
            continue  # a key of VIQR stands after its vowel
        struck = typed_by(method, syllable, late=late)
        if len(struck) <= 12 and decode(struck, method) != syllable:
            wrong.append((syllable, struck, decode(struck, method)))
    assert wrong == []


def _vowel_last(syllable):
    return unicodedata.normalize("NFD", syllable[-1])[0] in "aeiouy"


def test_unmarked_syllables_are_no_keystrokes():
    plain = {
        unicodedata.normalize("NFD", syllable.replace("đ", "d")).encode("ascii", "ignore").decode()
        for syllable in all_syllables()
    }
    assert len(plain) > 2000
    assert [w for w in sorted(plain) if "oo" not in w and decode(w, InputMethod.TELEX)] == []


@given(any_text, st.sampled_from(InputMethod))
def test_whatever_comes_out_is_a_canonical_syllable(text, method):
    meant = decode(text, method)
    if meant is not None:
        assert is_syllable(meant)
        assert canonical(meant) == meant
        assert meant != text.lower()


@given(st.text("adeouwsfrxjhngt'`^+(.?~123456789", max_size=14), st.sampled_from(InputMethod))
def test_letters_are_neither_lost_nor_made(text, method):
    meant = decode(text, method)
    if meant is not None:
        bare = unicodedata.normalize("NFD", meant.replace("đ", "d"))
        letters = [char for char in bare if char.isalpha()]
        assert len(letters) <= len(text)
        assert all(char in text or char in "uy" for char in letters)


def test_hard_words_take_no_time():
    started = time.perf_counter()
    for word in ("a" * 12, "aeo" * 4, "uouououououo", "w" * 12, "oooooooooooo", "a" * 100_000):
        for method in InputMethod:
            decode(word, method)
    assert time.perf_counter() - started < 0.5


def test_the_method_shows_in_the_characters():
    assert method_of("guwowng") is InputMethod.TELEX
    assert method_of("gu7o7ng") is InputMethod.VNI
    assert method_of("guong") is method_of("gương") is method_of("19") is method_of("") is None


@given(st.text("adeouwfs19XZ ưİ", max_size=8), any_text)
def test_no_keys_are_overlooked_at_a_glance(word, other):
    struck = [part for part in re.findall("[A-Za-z][A-Za-z0-9]*", word) if method_of(part)]
    assert may_hold_keys(f"{other} {word}") or not struck


def test_most_words_hold_no_keys():
    assert not may_hold_keys("Thủ tướng thăm Hà Nội, 12 phut, thanh pho")


def test_every_lookalike_is_one():
    assert [word for word in sorted(LOOKALIKES) if not decode(word, InputMethod.TELEX)] == []
