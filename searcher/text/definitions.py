"""Abbreviations as texts define them: "Ủy ban nhân dân (UBND)".

Only what the initials bear out counts: every letter begins one of the words before the parenthesis,
where a "và" may be left out. Not for the abbreviations everybody knows (``abbreviations``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from searcher.text.tokenize import canonical

MOST_LETTERS: Final = 9
"""Longer rows of capitals are headlines."""

_SHORT: Final = re.compile(
    r"\(\s?([A-ZĐƯ](?:[-.&/]?[A-ZĐƯ]){1,%d})\s?\)" % (MOST_LETTERS - 1)  # noqa: UP031 - braces
)
# What precedes is looked at only so far back, and not beyond the end of a sentence or a quotation.
_REACH: Final = 120
_BREAK: Final = re.compile(r"[.;:!?\"“”()\[\]\n]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_SKIPPED: Final = frozenset(("và",))


def definitions(text: str) -> Iterator[tuple[str, str]]:
    """Find what a text defines.

    Args:
        text: A paragraph as its author wrote it.

    Yields:
        The abbreviation in small letters ("ubnd") and its full form in canonical marked form.

    >>> list(definitions("Ông là Chủ tịch Ủy ban nhân dân (UBND) huyện."))
    [('ubnd', 'ủy ban nhân dân')]
    """
    for match in _SHORT.finditer(text):
        letters = _WORD.findall(match[1])
        short = "".join(letters)
        before = unicodedata.normalize("NFC", text[max(0, match.start() - _REACH) : match.start()])
        words = _WORD.findall(_BREAK.split(before)[-1])
        taken = _spelt(words, short)
        if taken:
            yield short.lower(), canonical(" ".join(words[-taken:]))


def _spelt(words: list[str], short: str) -> int:
    """How many of the last words an abbreviation spells out, 0 when it does not."""
    at = len(words)
    for letter in reversed(short):
        at -= 1
        while at > 0 and words[at].lower() in _SKIPPED and _initial(words[at]) != letter:
            at -= 1
        if at < 0 or _initial(words[at]) != letter:
            return 0
    return len(words) - at


def _initial(word: str) -> str:
    """The first letter as abbreviations write it: with its stroke, without other marks."""
    first = word[0].upper()
    return first if first in "ĐƯ" else unicodedata.normalize("NFD", first)[0]
