"""Second stage: neighbours in the query that are neighbours in the article.

Vietnamese words are mostly two syllables, and a syllable alone says little: adjacency is what tells
"nêu gương" from "nếu … gương". Only the best candidates of the first stage are looked at, and the
rarity of a pair is taken from them. A pair in the forms that were most likely meant (``restore``)
counts again. Not for deciding whether an article is found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from searcher.search.candidates import Candidates
from searcher.search.plan import Plan
from searcher.search.restore import Reading, Term
from searcher.search.scoring import Docs, Floats, Scorer, idf
from searcher.search.slots import FIELDS

Ints = NDArray[np.int64]

_SAMPLE_STEP = 64


@dataclass(frozen=True, slots=True)
class Pair:
    """Two neighbouring words of the query in the best candidates.

    Attributes:
        words: What stands side by side: the words as typed, or as they were most likely meant.
        restored: Whether they are as meant.
        weight: What the pair is worth: its idf among the candidates, times its weight.
        damped: Saturated frequency in each of the best candidates, float32 of their shape.
    """

    words: str
    restored: bool
    weight: float
    damped: Floats


@dataclass(frozen=True, slots=True)
class Rescored:
    """The best candidates with their final scores.

    Attributes:
        docs: Document numbers, ascending, int64 of shape ``[n]``.
        scores: Their scores, float32 of shape ``[n]``.
        pairs: What was added, pair by pair.
    """

    docs: Docs
    scores: Floats
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A pair to look for: one of the first terms directly before one of the second."""

    words: str
    restored: bool
    firsts: frozenset[int]
    seconds: frozenset[int]


def rescore(
    scorer: Scorer, plan: Plan, reading: Reading, candidates: Candidates, docs: Docs
) -> Rescored:
    """Add what neighbouring syllables are worth to the scores of the best candidates.

    Each pair of successive syllables of the query is scored as one term by BM25F, with its
    document frequency among the best candidates.

    Args:
        scorer: Of the index.
        plan: What is wanted.
        reading: What was most likely meant by ``plan.sequence``.
        candidates: From the first stage.
        docs: The best of them, ascending.
    """
    scores = candidates.scores[docs]
    classes = _Classes(plan, reading)
    wanted = classes.pairs()
    if not wanted or not len(docs):
        return Rescored(docs, scores, ())
    frequencies = _frequencies(scorer, classes, wanted, docs)
    damped = scorer.damped(frequencies)
    holding = np.count_nonzero(frequencies, axis=1).tolist()
    shares = np.zeros((len(wanted) + 1, len(docs)), np.float32)
    shares[0] = scores
    pairs = []
    for row, (pair, holders) in enumerate(zip(wanted, holding, strict=True)):
        if holders:
            share = scorer.weights.restored if pair.restored else scorer.weights.pair
            weight = share * idf(holders, len(docs))
            pairs.append(Pair(pair.words, pair.restored, weight, damped[row]))
            np.multiply(damped[row], np.float32(weight), out=shares[row + 1])
    # Row by row, as they stand in the query.
    scores = shares.sum(axis=0)
    return Rescored(docs, scores, tuple(pairs))


def best_candidates(scores: Floats, count: int) -> Docs:
    """The best of all articles, ascending; all those that tie with the last one are in.

    Args:
        scores: Of every document number, 0 for those that are out of the question.
        count: How many are wanted.
    """
    positive = scores > 0
    if np.count_nonzero(positive) > count:
        # Most articles are far from the best: a sample tells below which score nothing matters.
        sample = np.sort(scores[::_SAMPLE_STEP])
        low = sample[-min(len(sample), 3 * count // _SAMPLE_STEP + 8)]
        likely = scores[scores >= low] if low > 0 else scores[positive]
        if len(likely) < count:
            likely = scores[positive]
        positive = scores >= np.partition(likely, len(likely) - count)[len(likely) - count]
    best: Docs = np.flatnonzero(positive)
    return best


class _Classes:
    """The terms a query looks for, those that do the same in every pair taken together.

    A dozen syllables have a hundred forms, yet all forms of a syllable but the restored one are
    alike here.

    Args:
        plan: What is wanted.
        reading: What was most likely meant.

    Attributes:
        terms: All terms.
        numbers: The class of each, from 1, int64 of the length of ``terms``.
        columns: Above all of these.
    """

    def __init__(self, plan: Plan, reading: Reading) -> None:
        self._plan = plan
        self._reading = reading
        slots_of: dict[Term, int] = {}  # as bits: nearly every term is in one slot only
        for number, slot in enumerate(plan.slots):
            for term in slot.agreeing:
                slots_of[term] = slots_of.get(term, 0) | 1 << number
        restored = set(reading.terms)
        known: dict[tuple[int, Term | None], int] = {}
        of_term = {
            term: known.setdefault((bits, term if term in restored else None), len(known) + 1)
            for term, bits in slots_of.items()
        }
        self.terms = list(of_term)
        self.numbers = np.fromiter(of_term.values(), np.int64, len(of_term))
        self._of_term = of_term
        self._of_slot: list[set[int]] = [set() for _ in plan.slots]
        for (bits, _), number in known.items():
            for place, classes in enumerate(self._of_slot):
                if bits >> place & 1:
                    classes.add(number)
        self.columns = len(known) + 1

    def pairs(self) -> list[_Wanted]:
        """The pairs of the query, each once; those as meant only where others could be meant."""
        slots = self._plan.slots
        wanted: dict[tuple[int, int] | tuple[Term, Term], _Wanted] = {}
        for (one, other), (first, second) in zip(
            pairwise(self._plan.sequence), pairwise(self._reading.terms), strict=True
        ):
            if one < 0 or other < 0:
                continue
            if (one, other) not in wanted:
                typed = f"{slots[one].marked} {slots[other].marked}"
                ways = frozenset(self._of_slot[one]), frozenset(self._of_slot[other])
                wanted[one, other] = _Wanted(typed, False, *ways)
            is_open = len(slots[one].agreeing) > 1 or len(slots[other].agreeing) > 1
            if first and second and is_open and (first, second) not in wanted:
                meant = f"{first[1]} {second[1]}"
                exactly = (frozenset((self._of_term[term],)) for term in (first, second))
                wanted[first, second] = _Wanted(meant, True, *exactly)
        return list(wanted.values())


def _pair_table(wanted: Sequence[_Wanted], columns: int) -> Ints:
    """Which pairs two neighbouring classes make.

    Returns:
        int64 of shape ``[most pairs, columns * columns]``: in the column ``first * columns +
        second`` the numbers of the pairs they make, then −1.
    """
    made: dict[int, list[int]] = {}
    for number, pair in enumerate(wanted):
        for first in pair.firsts:
            for second in pair.seconds:
                made.setdefault(first * columns + second, []).append(number)
    table = np.full(
        (max(map(len, made.values()), default=0), columns * columns), -1, dtype=np.int64
    )
    for column, numbers in made.items():
        table[: len(numbers), column] = numbers
    return table


def _frequencies(
    scorer: Scorer, classes: _Classes, wanted: Sequence[_Wanted], docs: Docs
) -> Floats:
    """How often each pair stands in each article, by length-normalised fields: ``[pairs, docs]``."""
    table = _pair_table(wanted, classes.columns)
    shape = len(wanted), len(FIELDS), len(docs)
    cells = []
    for number, field in enumerate(FIELDS):
        first, second, which = scorer.reader.adjacent(field, docs, classes.terms, classes.numbers)
        made = table.take(first.astype(np.int64) * classes.columns + second, axis=1)
        cells.append((made * (len(FIELDS) * len(docs)) + (which + number * len(docs)))[made >= 0])
    counts = np.bincount(np.concatenate(cells), minlength=shape[0] * shape[1] * shape[2])
    by_field = counts.reshape(shape)
    frequencies = np.zeros((len(wanted), len(docs)), np.float32)
    for number, field in enumerate(FIELDS):
        frequencies += by_field[:, number] * scorer.norms[field][docs]
    return frequencies
