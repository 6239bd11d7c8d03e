"""A word mistaken for another one: both are words, but only the other goes with its neighbours.

"sung đột" stands nowhere though "sung" and "đột" do, and "xung đột" stands in many places. Offered,
never looked for unasked: who asks for what nobody wrote may mean it. Only what sounds alike somewhere
in the country (``text.confusions``), and only in a query that was typed with marks: without them too
much may be meant. Not for words that hardly any article holds (``spelling``), nor for a wrong tone
(``slips``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise, product
from typing import Final

import numpy as np

from searcher.search.beside import Neighbours, Term
from searcher.search.keystrokes import in_case
from searcher.search.restore import Floats, restore
from searcher.search.spelling import Correction, Vocabulary, sounding_alike, successive
from searcher.text import Token
from searcher.text.marks import has_marks
from searcher.text.syllable import is_syllable

# Mistakes stand in articles, too; a word that stands beside its neighbours more often belongs there.
_FEW: Final = 20
# How often the other word must stand there, and how many times as often as the one that was typed.
_ENOUGH: Final = 5
_MORE: Final = 20
# How many times likelier the query must be with it: very many, for nearly all words are right. Of
# 1,000 headlines 0.3 % are then offered with another word, and 47 % with the right one when one of
# their words was changed to another word of the index that sounds like it.
_LIKELIER: Final = 3000.0
_MOST_WORDS: Final = 32


def mistaken(
    tokens: Sequence[Token],
    agreeing: Mapping[str, Sequence[Term]],
    vocabulary: Vocabulary,
    neighbours: Neighbours,
) -> list[Correction]:
    """Find the word of a query that was most likely mistaken for another.

    Args:
        tokens: Successive words of a query.
        agreeing: The canonical form of each of them → the terms whose marks agree with it.
        vocabulary: The words of the index.
        neighbours: How often they stand side by side.

    Returns:
        That word and what was meant; nothing when all words go together, or nothing else does.
    """
    words = successive(tokens)[:_MOST_WORDS]
    if not any(has_marks(word.marked) for word in words):
        return []
    held = [agreeing.get(word.marked, ()) for word in words]
    places = range(len(words))
    beside = _beside([held[max(0, at - 1) : at + 2] for at in places], neighbours)
    found = [
        (likelier, at, term[1])
        for at in places
        if beside[at] <= _FEW and held[at] and is_syllable(words[at].marked)
        for likelier, term in _instead(words[at], at, held, beside[at], vocabulary, neighbours)
        if likelier >= _LIKELIER
    ]
    if not found:
        return []
    _, at, meant = max(found)
    word = words[at]
    return [Correction(word.start, word.end, in_case(meant, word.text), spelling=True)]


def _instead(
    word: Token,
    at: int,
    held: Sequence[Sequence[Term]],
    beside: int,
    vocabulary: Vocabulary,
    neighbours: Neighbours,
) -> list[tuple[float, Term]]:
    """What goes with the neighbours of a word, and how many times likelier the query is with it."""
    before, after = held[max(0, at - 1) : at], held[at + 1 : at + 2]
    others = sorted(term for term in sounding_alike(word, vocabulary) if term[0] != word.folded)
    together = _beside([[*before, [term], *after] for term in others], neighbours)
    enough = max(_ENOUGH, _MORE * beside)
    likely = [term for term, often in zip(others, together, strict=True) if often >= enough]
    if not likely:
        return []
    row = [*before, [*likely, *held[at]], *after]
    # What comes before the first word is not known, rather than the beginning of a paragraph.
    steps = restore(row, neighbours).steps
    odds = _through(steps, len(before))
    typed = odds[len(likely) :].max()
    return list(zip((odds[: len(likely)] / typed).tolist(), likely, strict=True))


def _beside(rows: Sequence[Sequence[Sequence[Term]]], neighbours: Neighbours) -> list[int]:
    """How often words of each of some rows stand side by side as they do there."""
    terms: dict[Term, int] = {}
    cells = [
        (number, terms.setdefault(first, len(terms)), terms.setdefault(second, len(terms)))
        for number, row in enumerate(rows)
        for firsts, seconds in pairwise(row)
        for first, second in product(firsts, seconds)
    ]
    which, first, second = np.array(cells, np.int64).reshape(-1, 3).T
    _, together = neighbours.neighbour_counts(list(terms), first, second)
    counts = np.zeros(len(rows), np.int64)
    np.add.at(counts, which, together)
    beside: list[int] = counts.tolist()
    return beside


def _through(steps: Sequence[Floats], at: int) -> Floats:
    """How likely the likeliest path through each form of one word is, float64[forms]."""
    before = np.ones(1)
    for step in steps[: at + 1]:
        before = (before[:, None] * step).max(axis=0)
    behind = np.ones(steps[-1].shape[1])
    for step in steps[:at:-1]:
        behind = (step * behind).max(axis=1)
    return before * behind
