"""The words of an index that a pattern or a fuzzy word stands for.

``gươ*`` is every word that begins so: marks that were typed must be there, others are free, as they
are for whole words. ``chó~`` is every word in which little differs, and a mark is less than a letter.
All of them together are one slot. Not for words as they were typed (``slots``).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from typing import Protocol

from searcher.errors import TooManyExpansions
from searcher.text.canonical import canonical_word
from searcher.text.chains import LONGEST_TERM
from searcher.text.fold import fold_word
from searcher.text.marks import missing_marks
from searcher.text.syllable import QUALITY_OF, take_tones

Term = tuple[str, str]

#: A pattern that stands for more words says nothing.
MOST_MATCHING = 2000
#: A fuzzy word stands for so many words: the nearest, and of those the most frequent.
MOST_NEAR = 100

#: What another mark than the typed one counts, in letters.
MARK = 0.5
# From so many letters on a fuzzy word may differ in two of them.
_LONG = 8
# Only the most frequent forms of so many are looked at for their marks.
_MOST_FORMS = 150


class Vocabulary(Protocol):
    """What expansion asks of an index."""

    def beginning_with(self, prefix: str) -> list[Term]:
        """The terms whose folded form begins with a prefix, sorted."""

    def holding(self, letters: str) -> list[Term]:
        """At least the terms whose folded form holds some letters of ASCII, sorted; y as good as i."""

    def near(self, folded: str, distance: int) -> dict[str, tuple[int, int]]:
        """The folded forms that differ in a few letters, in how many, and their frequencies."""

    def forms(self, folded: str) -> dict[Term, int]:
        """The terms of a folded form, and in how many articles each is."""


def matching(vocabulary: Vocabulary, pattern: str) -> list[Term]:
    """Return the terms that a pattern matches.

    Args:
        vocabulary: Of the index.
        pattern: Letters, ``*`` and ``?``, as ``query_tree.Pattern`` has it.

    Raises:
        TooManyExpansions: When they are too many.
    """
    if len(pattern.replace("*", "")) > LONGEST_TERM:
        return []
    matcher = _Pattern(pattern)
    found: dict[Term, None] = {}
    if matcher.prefixes == {"": None} and matcher.letters:
        likely: Iterable[Term] = vocabulary.holding(matcher.letters)
    else:
        likely = chain.from_iterable(map(vocabulary.beginning_with, matcher.prefixes))
    for term in likely:
        if matcher.matches(term):
            found[term] = None
            if len(found) > MOST_MATCHING:
                raise TooManyExpansions(
                    query=pattern, column=0, pattern=pattern, most=MOST_MATCHING
                )
    return list(found)


class _Pattern:
    """A pattern, ready to be compared with terms.

    Marks are compared in the marked form, letter by letter, but for the tone: it belongs to the
    whole syllable. Where no mark was typed the folded form will do: there i is y and ü is u.
    """

    def __init__(self, pattern: str) -> None:
        letters, tones = take_tones(pattern)
        plain = _plain(letters)
        self._tones = Counter(tones)
        self._marked = re.compile(_expression(letters, _with_free_marks))
        self._folded = re.compile(_expression(plain, re.escape)) if plain == letters else None
        start = re.split(r"[*?]", plain, maxsplit=1)[0]
        # In open syllables y is filed as i.
        self.prefixes = dict.fromkeys((start, fold_word(start) if start else start))
        # The longest row of letters that is in every word that matches.
        self.letters = max(re.findall("[a-z]+", plain), key=len, default="")

    def matches(self, term: Term) -> bool:
        folded, marked = term
        letters, tones = take_tones(marked)
        found = self._marked.match(letters) or (self._folded and self._folded.match(folded))
        return bool(found) and not self._tones - Counter(tones)


def _expression(pattern: str, letter: object) -> str:
    """A regular expression for a pattern that takes linear time.

    What stands between two stars is looked for as early as possible and never again: each piece is
    caught in a look-ahead, which has no way back.
    """
    assert callable(letter)  # noqa: S101 - for the type checker
    pieces = [
        "".join("." if char == "?" else letter(char) for char in piece)
        for piece in pattern.split("*")
    ]
    first, *rest = pieces
    if not rest:
        return rf"{first}\Z"
    *middle, last = rest
    caught = "".join(
        rf"(?=(?P<g{number}>.*?{piece}))(?P=g{number})" for number, piece in enumerate(middle)
    )
    return rf"{first}{caught}.*{last}\Z"


_FREE = {
    plain: f"[{plain}{''.join(letter for letter, (base, _) in QUALITY_OF.items() if base == plain)}]"
    for plain in "aeou"
} | {"d": "[dđ]"}


def _with_free_marks(letter: str) -> str:
    return _FREE.get(letter) or re.escape(letter)


def _plain(letters: str) -> str:
    """Letters without their marks, one for one where they are Vietnamese."""
    decomposed = unicodedata.normalize("NFD", letters.replace("đ", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def near(vocabulary: Vocabulary, word: str, distance: int | None) -> list[tuple[Term, float]]:
    """Return the terms that are written much like a word, the nearest first.

    Args:
        vocabulary: Of the index.
        word: In lower case.
        distance: In how many letters they may differ; ``None`` leaves it to the length of the word.

    Returns:
        Terms, and how far each is away: 1 for a letter, ``MARK`` for a mark that was typed and is
        not there; together no more than the distance.
    """
    typed = canonical_word(word)
    folded = fold_word(typed)
    most = distance if distance is not None else 2 if len(folded) >= _LONG else 1
    forms = {folded: (0, 0), **vocabulary.near(folded, most)}
    nearest = sorted(forms, key=lambda form: (forms[form][0], -forms[form][1], form))
    found = [
        (forms[form][0] + MARK * missing_marks(typed, term[1]), -count, term)
        for form in nearest[:_MOST_FORMS]
        for term, count in vocabulary.forms(form).items()
    ]
    within = sorted(each for each in found if each[0] <= most)
    return [(term, away) for away, _, term in within[:MOST_NEAR]]
