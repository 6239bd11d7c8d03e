"""The nearest words of the index for words of a query that it hardly holds.

First those that sound alike somewhere in the country (``text.confusions``) and those of the same
letters with other marks, then, where there are none, those that one letter makes. Which of
several, and how they go with their neighbours, is decided as marks are restored: by how often they
stand side by side (``restore``). Not for offering them (``suggest``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple, Protocol

from searcher.search.beside import Neighbours, Term
from searcher.search.keystrokes import in_case
from searcher.search.restore import restore
from searcher.text import Token
from searcher.text.confusions import confusions
from searcher.text.fold import fold_word
from searcher.text.marks import Agreement, agreement, has_marks
from searcher.text.syllable import is_syllable

# What a rare word was meant as is so much more frequent.
_MUCH_MORE: Final = 20
_SHORTEST: Final = 2
# From so many letters on a word may be wrong in two.
_LONG: Final = 8
_MOST_CANDIDATES: Final = 24
_MOST_WORDS: Final = 32


class Vocabulary(Protocol):
    """What is asked of the words of an index."""

    def near(self, folded: str, distance: int) -> dict[str, tuple[int, int]]:
        """The folded forms that differ in a few letters, in how many, and their frequencies."""

    def forms(self, folded: str) -> dict[Term, int]:
        """The terms of a folded form, and in how many articles each is."""


class Correction(NamedTuple):
    """A word of a query, and what it may have been meant as.

    Attributes:
        start: Where it begins in the query.
        end: Where it ends.
        meant: The word that was likely meant.
        spelling: Whether that is another word, and not the same with its marks.
    """

    start: int
    end: int
    meant: str
    spelling: bool


def corrected(
    tokens: Sequence[Token], rare: Collection[str], vocabulary: Vocabulary, neighbours: Neighbours
) -> list[Correction]:
    """Find what words that the index hardly holds may have been meant as.

    Args:
        tokens: Successive words of a query.
        rare: The canonical forms of those that hardly any article holds.
        vocabulary: The words of the index.
        neighbours: How often they stand side by side.

    Returns:
        For each word that has a likelier one: from, to, and that word in the typed letter case.
        Where there is any, also the likeliest marks of the words that were typed without.
    """
    words = successive(tokens)
    agreeing = [_agreeing(word, vocabulary) for word in words[:_MOST_WORDS]]
    likely = [
        _likely(word, max(held.values(), default=0), vocabulary) if word.marked in rare else []
        for word, held in zip(words, agreeing, strict=False)
    ]
    if not any(likely):
        return []
    reading = restore(
        [found or list(held) for found, held in zip(likely, agreeing, strict=True)],
        neighbours,
        beginning=True,
    )
    return [
        Correction(word.start, word.end, in_case(term[1], word.text), bool(found))
        for word, found, term in zip(words, likely, reading.terms, strict=False)
        if term is not None
        and term[1] != word.marked
        and (found or (is_syllable(word.marked) and not has_marks(word.marked)))
    ]


def successive(tokens: Sequence[Token]) -> list[Token]:
    """The first token of every position."""
    return [
        token for n, token in enumerate(tokens) if not n or token.position != tokens[n - 1].position
    ]


def _agreeing(word: Token, vocabulary: Vocabulary) -> dict[Term, int]:
    forms = vocabulary.forms(word.folded)
    return {term: count for term, count in forms.items() if _agrees(word.marked, term[1])}


def _likely(word: Token, held: int, vocabulary: Vocabulary) -> list[Term]:
    """The terms a word may have been meant as, none when it is as it should be."""
    if len(word.folded) < _SHORTEST or not word.folded.isalpha():
        return []
    enough = max(1, held * _MUCH_MORE)
    for kinds in ((sounding_alike, _marked_otherwise), (_spelt_alike,)):
        likely = {
            term: n for kind in kinds for term, n in kind(word, vocabulary).items() if n >= enough
        }
        if likely:
            return sorted(likely, key=lambda term: (-likely[term], term))[:_MOST_CANDIDATES]
    return []


def _agrees(typed: str, marked: str) -> bool:
    return agreement(typed, marked) not in (None, Agreement.CONFLICTING)


def sounding_alike(word: Token, vocabulary: Vocabulary) -> dict[Term, int]:
    """The terms that a word is often mistaken for, and in how many articles each is."""
    return {
        term: count
        for other in confusions(word.marked)
        for term, count in vocabulary.forms(fold_word(other)).items()
        if _agrees(other, term[1])
    }


def _marked_otherwise(word: Token, vocabulary: Vocabulary) -> dict[Term, int]:
    return vocabulary.forms(word.folded) if has_marks(word.marked) else {}


def _spelt_alike(word: Token, vocabulary: Vocabulary) -> dict[Term, int]:
    near = vocabulary.near(word.folded, 2 if len(word.folded) >= _LONG else 1)
    if not near:
        return {}
    nearest = min(distance for distance, _ in near.values())
    found = {
        term: count
        for folded, (distance, _) in near.items()
        if distance == nearest
        for term, count in vocabulary.forms(folded).items()
    }
    if not has_marks(word.marked):
        return found
    # A slip of the finger leaves the marks as they were.
    marks = _marks(word.marked)
    return {term: n for term, n in found.items() if _marks(term[1]) == marks} or found


def _marks(word: str) -> list[str]:
    return sorted(char for char in unicodedata.normalize("NFD", word) if not char.isalpha())
