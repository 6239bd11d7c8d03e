"""Mark compatibility: what the user typed is what the user knows.

A query syllable is compatible with a syllable of a text when every mark typed in it is there; what
was not typed is free. Not for ranking: what the agreement is worth is decided in ``searcher.search``.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from searcher.text.fold import fold_word
from searcher.text.syllable import QUALITY_OF, TONED, take_tones


class Agreement(enum.IntEnum):
    """How the marks of a query syllable and of a text's syllable with the same letters agree."""

    CONFLICTING = 0
    COMPATIBLE = 1
    EXACT = 2


# A letter as it stands in a word, toned or not → its quality mark.
_QUALITY_MARK = (
    {"đ": "đ"}
    | {letter: mark for letter, (_, mark) in QUALITY_OF.items()}
    | {form: QUALITY_OF[letter][1] for form, (letter, _) in TONED.items() if letter in QUALITY_OF}
)
# Tone → the letters that carry it.
_CARRIERS = {
    mark: frozenset(form for form, (_, tone) in TONED.items() if tone == mark)
    for _, mark in TONED.values()
}


# An enumeration takes its time to find its members.
_CONFLICTING, _COMPATIBLE, _EXACT = Agreement


@lru_cache(maxsize=65536)
def _marks(word: str) -> tuple[tuple[str, ...], str]:
    """The quality mark of every letter (``""`` where it has none), and the tones of the word.

    A tone is a matter of the whole syllable, wherever it is written; a quality mark of one letter.
    """
    toneless, tones = take_tones(word)
    return tuple(
        "đ" if char == "đ" else QUALITY_OF[char][1] if char in QUALITY_OF else ""
        for char in toneless
    ), tones


def agreement(query: str, text: str) -> Agreement | None:
    """Compare the marks of two canonical words.

    Args:
        query: A canonical word as typed, with any share of its marks.
        text: A canonical word of a text.

    Returns:
        ``None`` when their letters differ.

    >>> agreement("neu", "nêu").name, agreement("nêu", "nêu").name, agreement("nếu", "nêu").name
    ('COMPATIBLE', 'EXACT', 'CONFLICTING')
    """
    if query == text:
        return _EXACT
    if fold_word(query) != fold_word(text):
        return None
    return agreements(query, (text,))[0]


def agreements(query: str, texts: Iterable[str]) -> list[Agreement]:
    """Compare the marks of a word with those of several words that have its letters.

    Args:
        query: A canonical word as typed, with any share of its marks.
        texts: Canonical words whose folded form is that of ``query``.

    Returns:
        For each of them what ``agreement`` says.
    """
    if query == fold_word(query):
        return [_EXACT if text == query else _COMPATIBLE for text in texts]
    typed, tones = _marks(query)
    wanted = [(place, mark) for place, mark in enumerate(typed) if mark]
    carriers = _CARRIERS.get(tones)  # of the one tone that most words have at most
    found = []
    for text in texts:
        if text == query:
            found.append(_EXACT)
        # Transliterated words (straße, москва) have no letter-by-letter comparison: all or nothing.
        elif (
            len(text) != len(query)
            or [each for each in wanted if _QUALITY_MARK.get(text[each[0]], "") != each[1]]
            or (carriers.isdisjoint(text) if carriers else tones and _lacks(text, tones))
        ):
            found.append(_CONFLICTING)
        else:
            found.append(_COMPATIBLE)
    return found


def _lacks(text: str, tones: str) -> bool:
    """Whether any of some tones is not there as often as it was typed."""
    _, present = take_tones(text)
    return any(present.count(tone) < tones.count(tone) for tone in tones)


def has_marks(word: str) -> bool:
    """Whether a canonical word carries any quality mark, tone or đ: whether its marks say something."""
    if word.isascii():
        return False
    qualities, tones = _marks(word)
    return bool(tones) or any(qualities)


def missing_marks(query: str, text: str) -> int:
    """How many of the marks of one canonical word another one lacks, wherever its letters stand.

    For words whose letters differ, too; of words with the same letters ``agreement`` knows more.

    >>> missing_marks("chó", "chò"), missing_marks("chó", "chố"), missing_marks("nếu", "nên")
    (1, 0, 1)
    """
    qualities, tones = _marks(query)
    present, present_tones = _marks(text)
    lacking = Counter(filter(None, qualities)) - Counter(filter(None, present))
    return (lacking + (Counter(tones) - Counter(present_tones))).total()
