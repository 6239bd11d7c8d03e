"""The six ways people type the same Vietnamese query.

As it is, without marks, with half of the marks, with vowel quality but no tones, decomposed (NFD),
and with one wrong tone. Deterministic: the same query gives the same forms on every machine and
Python. Built on ``unicodedata`` alone and on nothing of ``searcher.text``, so that a mistake there
cannot hide itself here.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from typing import Final

TONES: Final = "\u0300\u0309\u0303\u0301\u0323"
"""huyền, hỏi, ngã, sắc, nặng as combining marks."""

_VOWELS: Final = frozenset("aeiouyAEIOUY")
# In NFD: letters, each with what combines with it.
_SYLLABLE: Final = re.compile(r"(?:[^\W\d_][\u0300-\u036f]*)+")
_CLUSTER: Final = re.compile(r"([A-Za-z])([\u0300-\u036f]+)")


def as_is(query: str, seed: int = 0) -> str:  # noqa: ARG001 - all forms have one signature
    """The query itself."""
    return query


def without_marks(query: str, seed: int = 0) -> str:  # noqa: ARG001
    """No tone, no vowel quality, d for đ: "nêu gương Đảng" → "neu guong Dang"."""
    return _compose(_strip(_decompose(query)))


def half_marks(query: str, seed: int = 0) -> str:
    """Every syllable keeps its marks with probability one half, else it loses all of them."""
    rng = _rng(query, "half", seed)

    def maybe(match: re.Match[str]) -> str:
        return _strip(match[0]) if rng.random() < 0.5 else match[0]

    return _compose(_SYLLABLE.sub(maybe, _decompose(query)))


def no_tones(query: str, seed: int = 0) -> str:  # noqa: ARG001
    """Vowel quality and đ stay, tones go: "nếu gương Đảng" → "nêu gương Đang"."""

    def toneless(match: re.Match[str]) -> str:
        letter, marks = match.groups()
        if letter not in _VOWELS:
            return match[0]
        return letter + "".join(mark for mark in marks if mark not in TONES)

    return _compose(_CLUSTER.sub(toneless, _decompose(query)))


def decomposed(query: str, seed: int = 0) -> str:  # noqa: ARG001
    """NFD, as some systems and keyboards produce it."""
    return _decompose(query)


def wrong_tone(query: str, seed: int = 0) -> str:
    """One syllable that has a tone, chosen at random, gets another tone, chosen at random.

    A query in which no syllable has a tone stays as it is.
    """
    text = _decompose(query)
    toned = [
        match
        for match in _CLUSTER.finditer(text)
        if match[1] in _VOWELS and not set(TONES).isdisjoint(match[2])
    ]
    if not toned:
        return query
    rng = _rng(query, "wrong", seed)
    chosen = toned[int(rng.random() * len(toned))]
    tone = next(mark for mark in chosen[2] if mark in TONES)
    others = TONES.replace(tone, "")
    other = others[int(rng.random() * len(others))]
    # NFD puts nặng before a circumflex and sắc after it: the new tone must come last to compose.
    marks = chosen[2].replace(tone, "", 1) + other
    return _compose(text[: chosen.start(2)] + marks + text[chosen.end(2) :])


FORMS: Final[dict[str, Callable[[str, int], str]]] = {
    "marked": as_is,
    "unmarked": without_marks,
    "half marks": half_marks,
    "no tones": no_tones,
    "NFD": decomposed,
    "wrong tone": wrong_tone,
}
"""Name of a form → function from a query and a seed to the form."""


def _decompose(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _compose(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _strip(decomposed_text: str) -> str:
    plain = _CLUSTER.sub(r"\1", decomposed_text)
    return plain.replace("đ", "d").replace("Đ", "D")


def _rng(query: str, form: str, seed: int) -> random.Random:
    # Seeding with bytes hashes them with SHA-512 and random() is the same in every Python;
    # choice() and sample() are not promised to be, hence they are not used.
    seeded = f"{seed}\x1f{form}\x1f{_compose(query)}"
    return random.Random(seeded.encode("utf-8", "surrogatepass"))
