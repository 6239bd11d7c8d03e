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

from searcher.index.reader import KEY_SHIFT
from searcher.search.candidates import Candidates
from searcher.search.plan import Plan
from searcher.search.restore import Reading, Term
from searcher.search.scoring import Docs, Floats, Scorer, idf
from searcher.search.slots import FIELDS

Ints = NDArray[np.int64]

# As many terms as may share a position: a word and the forms it is glued into.
_MOST_AT_ONE_POSITION = 4
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
    table = _pair_table(wanted, len(classes))
    frequencies = np.zeros((len(wanted), len(docs)), dtype=np.float32)
    place = np.zeros(scorer.reader.size, dtype=np.int64)
    place[docs] = np.arange(len(docs))
    for field in FIELDS:
        keys, which = scorer.reader.occurrences(field, docs, classes.terms, classes.numbers)
        code, owners = _neighbours(keys, which, len(classes))
        if len(code):
            counts = _counted(table[:, code], place[owners], frequencies.shape)
            frequencies += counts * scorer.norms[field][docs]
    damped = scorer.damped(frequencies)
    pairs = []
    for row, pair in enumerate(wanted):
        holding = int(np.count_nonzero(frequencies[row]))
        if holding:
            share = scorer.weights.restored if pair.restored else scorer.weights.pair
            weight = share * idf(holding, len(docs))
            pairs.append(Pair(pair.words, pair.restored, weight, damped[row]))
            scores = scores + damped[row] * np.float32(weight)
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
        numbers: The class of each, int64 of the length of ``terms``.
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
            term: known.setdefault((bits, term if term in restored else None), len(known))
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
        self._size = len(known)

    def __len__(self) -> int:
        return self._size

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


def _pair_table(wanted: Sequence[_Wanted], classes: int) -> Ints:
    """Which pairs two neighbouring classes make.

    Returns:
        int64 of shape ``[most pairs, classes * classes]``: in the column ``first * classes +
        second`` the numbers of the pairs they make, then −1.
    """
    made: dict[int, list[int]] = {}
    for number, pair in enumerate(wanted):
        for first in pair.firsts:
            for second in pair.seconds:
                made.setdefault(first * classes + second, []).append(number)
    table = np.full(
        (max(map(len, made.values()), default=0), classes * classes), -1, dtype=np.int64
    )
    for column, numbers in made.items():
        table[: len(numbers), column] = numbers
    return table


def _counted(pairs: Ints, places: Ints, shape: tuple[int, ...]) -> Ints:
    """How often each pair stands in each article.

    Args:
        pairs: The pairs that neighbours make, −1 for none, shape ``[most pairs, n]``.
        places: Their articles, shape ``[n]``.
        shape: Of the result: pairs, articles.
    """
    cells = pairs * shape[1] + places
    found = np.bincount(cells[pairs >= 0], minlength=shape[0] * shape[1])
    return found.reshape(shape)


def _neighbours(keys: Ints, which: Ints, classes: int) -> tuple[Ints, Docs]:
    """Occurrences at successive positions: ``first * classes + second``, and their documents."""
    codes, owners = [], []
    steps = _MOST_AT_ONE_POSITION if (keys[1:] == keys[:-1]).any() else 1
    for step in range(1, 2 * steps):
        at = np.flatnonzero(keys[step:] - keys[:-step] == 1)
        codes.append(which[at] * classes + which[at + step])
        owners.append(keys[at] >> KEY_SHIFT)
    return np.concatenate(codes), np.concatenate(owners)
