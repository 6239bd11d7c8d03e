"""Mark compatibility: what the user typed is what the user knows.

A query syllable is compatible with a syllable of a text when every mark typed in it is there; what
was not typed is free. Not for ranking: what the agreement is worth is decided in ``searcher.search``.
"""

from __future__ import annotations

import enum
from collections import Counter
from functools import lru_cache

from searcher.text.fold import fold_word
from searcher.text.syllable import QUALITY_OF, take_tones


class Agreement(enum.IntEnum):
    """How the marks of a query syllable and of a text's syllable with the same letters agree."""

    CONFLICTING = 0
    COMPATIBLE = 1
    EXACT = 2


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
        return Agreement.EXACT
    folded = fold_word(query)
    if folded != fold_word(text):
        return None
    if query == folded:
        return Agreement.COMPATIBLE
    typed, query_tones = _marks(query)
    present, text_tones = _marks(text)
    if len(typed) != len(present):
        # Transliterated words (straße, москва) have no letter-by-letter comparison: all or nothing.
        return Agreement.CONFLICTING
    if typed != present and any(
        mark and mark != other for mark, other in zip(typed, present, strict=True)
    ):
        return Agreement.CONFLICTING
    if query_tones != text_tones and any(
        text_tones.count(tone) < query_tones.count(tone) for tone in query_tones
    ):
        return Agreement.CONFLICTING
    return Agreement.COMPATIBLE


def has_marks(word: str) -> bool:
    """Whether a canonical word carries any quality mark, tone or đ: whether its marks say something."""
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
