"""Which marks were meant: the likeliest marked forms of a row of syllables typed with some or none.

"neu guong" alone and syllable by syllable would be *nếu gương*; that *nêu gương* is meant shows in
how often each form follows each in the index itself. The likeliest reading is found by the Viterbi
algorithm (Viterbi 1967) over the forms the index knows, with bigrams smoothed by absolute
discounting (Ney, Essen and Kneser 1994). A reading is a guess: it is worth a bonus in ranking, and
never decides what is found. Nothing typed is contradicted; numbers, foreign words and words the
index does not know stay as they are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from searcher.search.plan import Plan
from searcher.search.slots import Slot
from searcher.text import Agreement
from searcher.text.syllable import is_syllable

Term = tuple[str, str]
"""A term of the index: its folded and its marked form."""

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

# Measured on 300 held-out articles of 30,000: 94.9 % of syllables for all discounts from 0.6 to 0.9.
_DISCOUNT = 0.75
# A term that occurs n times has about n ** _SPREAD different followers (Heaps' law; fitted on the
# same articles). Unlike the true number, this is the same however an index is cut into segments.
_SPREAD = 0.8
# No syllable of 30,000 articles has more forms, and the rarest are misprints.
_MOST_FORMS = 32
# One step is never below 1e-12 or so.
_SMALL, _UNDERFLOW_GUARD = 2.0**-400, 2.0**400
# So many of them cannot vanish.
_CHECKED_STEPS = 8


class Neighbours(Protocol):
    """What restoring asks of an index.

    Attributes:
        token_count: How many tokens there are.
        start_count: How many of them begin a paragraph.
    """

    @property
    def token_count(self) -> int:
        """How many tokens there are."""

    @property
    def start_count(self) -> int:
        """How many tokens begin a paragraph."""

    def term_counts(self, terms: Sequence[Term]) -> Counts:
        """How often each of some terms occurs, int64 of shape ``[n]``."""

    def neighbour_counts(
        self, terms: Sequence[Term], firsts: Counts, seconds: Counts
    ) -> tuple[Counts, Counts]:
        """How often terms occur and follow each other.

        Args:
            terms: The terms of all pairs.
            firsts: Indexes into ``terms``, shape ``[k]``; −1: the beginning of a paragraph.
            seconds: Indexes into ``terms``, shape ``[k]``.

        Returns:
            How often each term occurs, int64 of shape ``[n]``; and how often ``seconds[i]`` comes
            directly after ``firsts[i]``, int64 of shape ``[k]``.
        """


@dataclass(frozen=True)
class Reading:
    """The likeliest way to read a row of words.

    Attributes:
        terms: The term meant by each word; ``None`` where the word stays as typed.
        path: Which of the forms of each word that is.
        steps: P(form | form before) for each word, as in ``_transitions``.
    """

    terms: tuple[Term | None, ...]
    path: tuple[int, ...]
    steps: tuple[Floats, ...] = field(compare=False, repr=False)

    @cached_property
    def confidence(self) -> tuple[float, ...]:
        """How likely each of the terms is, given all the words, 0–1."""
        forward, _ = _forward(self.steps)
        behind = np.ones(self.steps[-1].shape[1] if self.steps else 1)
        confidence = []
        for sums, step, chosen in zip(
            reversed(forward), reversed(self.steps), reversed(self.path), strict=True
        ):
            both = sums * behind
            confidence.append(float(both[chosen] / both.sum()))
            behind = step @ behind
            behind /= behind.max()
        return tuple(confidence[::-1])

    @property
    def ending(self) -> Floats:
        """How likely each form of the last word is after those before it; float64, sums to 1."""
        return _forward(self.steps)[0][-1] if self.steps else np.ones(1)

    @cached_property
    def probability(self) -> float:
        """How likely the reading is as a whole among all readings, 0–1."""
        if not self.steps:
            return 1.0
        _, evidence = _forward(self.steps)
        before = (0, *self.path[:-1])
        odds = sum(
            math.log(step[came_from, chosen])
            for step, came_from, chosen in zip(self.steps, before, self.path, strict=True)
        )
        return min(1.0, math.exp(odds - evidence))


def _forward(steps: Sequence[Floats]) -> tuple[list[Floats], float]:
    """The share of each form in all paths up to it, word by word, and the log of their sum."""
    shares, evidence = [], 0.0
    sums = np.ones(1)
    for step in steps:
        sums = sums @ step
        total = float(sums.sum())
        evidence += math.log(total)
        sums = sums / total
        shares.append(sums)
    return shares, evidence


def read(plan: Plan, neighbours: Neighbours) -> Reading:
    """Restore the marks of a query.

    A query is no paragraph: that "nếu" begins many sentences says nothing of its first word.

    Returns:
        The reading of ``plan.sequence``, element by element.
    """
    forms = [candidates(slot) for slot in plan.slots]
    words = [forms[slot] if slot >= 0 else () for slot in plan.sequence]
    if all(len(terms) < 2 for terms in forms):
        return _without_choice(words)
    found = restore([(), *words], neighbours)
    return Reading(found.terms[1:], found.path[1:], found.steps[1:])


def _without_choice(words: Sequence[Sequence[Term]]) -> Reading:
    terms = tuple(word[0] if word else None for word in words)
    return Reading(terms, (0,) * len(words), (np.ones((1, 1)),) * len(words))


def candidates(slot: Slot) -> tuple[Term, ...]:
    """The terms a word of a query may be meant as: those whose marks agree with what was typed."""
    typed = slot.forms[0]
    if len(slot.forms) == 1 and is_syllable(typed.marked):
        return slot.agreeing
    agreeing = {Agreement.EXACT}
    if is_syllable(typed.marked):
        agreeing.add(Agreement.COMPATIBLE)
    return tuple(
        (variant.folded, variant.marked)
        for variant in slot.variants
        if variant.folded == typed.folded and variant.agreement in agreeing
    )


def restore(words: Sequence[Sequence[Term]], neighbours: Neighbours) -> Reading:
    """Find the likeliest reading of some successive words.

    Args:
        words: The terms each word may be meant as, each once; none for a word that stays as typed
            and for a place where the words before and after are no neighbours. Of two equally
            likely readings the one with the earlier term is taken.
        neighbours: The index.
    """
    words = [
        word if len(word) <= _MOST_FORMS else _most_frequent(word, neighbours) for word in words
    ]
    if not any(words):
        return _without_choice(words)
    steps = _transitions(words, neighbours)
    path = _viterbi(steps)
    terms = tuple(word[chosen] if word else None for word, chosen in zip(words, path, strict=True))
    return Reading(terms, path, tuple(steps))


def _most_frequent(word: Sequence[Term], neighbours: Neighbours) -> list[Term]:
    order = np.argsort(-neighbours.term_counts(word), kind="stable")[:_MOST_FORMS]
    return [word[number] for number in np.sort(order).tolist()]


def _transitions(words: Sequence[Sequence[Term]], neighbours: Neighbours) -> list[Floats]:
    """P(form | form before) for each word: float64 of shape ``[forms before, forms]``.

    A word without terms has one form, of which nothing is known. All steps are worked out together:
    a query has a dozen small matrices, and what takes time is the number of calls.
    """
    terms = [term for word in words for term in word]
    sizes = [len(word) for word in words]
    forms = [max(size, 1) for size in sizes]
    cells = [before * own for before, own in zip([1, *forms], forms, strict=False)]
    edges = [0, *accumulate(cells)]
    # Before the first word comes −1, the beginning of a paragraph.
    firsts_of = [-1, 0, *accumulate(sizes)]
    steps = np.array(
        [
            edges[:-1],
            forms,
            firsts_of[1:-1],
            firsts_of[:-2],
            [size > 0 for size in sizes],
            [size > 0 and own > 0 for size, own in zip([1, *sizes], sizes, strict=False)],
        ]
    )
    begin, columns, second_of, first_of, has_terms, is_paired = np.repeat(steps, cells, axis=1)
    row, column = np.divmod(np.arange(edges[-1]) - begin, columns)
    seconds = second_of + column
    known = has_terms != 0
    paired = is_paired.nonzero()[0]
    first, second = (first_of + row)[paired], seconds[paired]
    occurring, together = neighbours.neighbour_counts(terms, first, second)
    alone = (occurring + 0.5) / (neighbours.token_count + 1.0)
    probabilities = np.ones(edges[-1])
    probabilities[known] = alone[seconds[known]]
    # The last entry is what −1 points to.
    context = np.maximum(np.append(occurring, neighbours.start_count), 1).astype(np.float64)
    spread = _DISCOUNT * context ** (_SPREAD - 1)
    kept = np.maximum(together - _DISCOUNT, 0.0)
    probabilities[paired] = kept / context[first] + spread[first] * alone[second]
    return [
        probabilities[low:high].reshape(-1, size)
        for low, high, size in zip(edges[:-1], edges[1:], forms, strict=True)
    ]


def _viterbi(steps: list[Floats]) -> tuple[int, ...]:
    """The likeliest path, as an index into the forms of each word."""
    best = np.ones(1)
    back = []
    for number, step in enumerate(steps):
        if len(step) == 1:
            back.append(np.zeros(step.shape[1], np.int64))
            best = best * step[0]
        else:
            ways = best[:, None] * step
            back.append(ways.argmax(axis=0))
            best = ways.max(axis=0)
        # Many small factors would vanish; a power of two changes nothing else.
        if number % _CHECKED_STEPS == 0 and best.max() < _SMALL:
            best *= _UNDERFLOW_GUARD
    path = [int(best.argmax())]
    for came_from in reversed(back[1:]):
        path.append(int(came_from[path[-1]]))
    return tuple(path[::-1])
