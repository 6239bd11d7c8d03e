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
    """A pair to look for: any of the first terms directly before any of the second."""

    words: str
    restored: bool
    firsts: tuple[Term, ...]
    seconds: tuple[Term, ...]


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
    wanted = _wanted(plan, reading)
    if not wanted or not len(docs):
        return Rescored(docs, scores, ())
    frequencies = np.zeros((len(wanted), len(docs)), dtype=np.float32)
    terms = {term: n for n, term in enumerate(dict.fromkeys(_terms(wanted)))}
    pairs_of = _PairTable(wanted, terms)
    for field in FIELDS:
        keys, which = scorer.reader.occurrences(field, docs, list(terms))
        code, owners = _neighbours(keys, which, len(terms))
        event, number = pairs_of.look_up(code)
        cells = number * len(docs) + np.searchsorted(docs, owners)[event]
        counts = np.bincount(cells, minlength=frequencies.size).reshape(frequencies.shape)
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


def _wanted(plan: Plan, reading: Reading) -> list[_Wanted]:
    """The pairs of a query, each once; those as meant only where something else could be meant."""
    wanted: dict[_Wanted, None] = {}
    for (one, other), (first, second) in zip(
        pairwise(plan.sequence), pairwise(reading.terms), strict=True
    ):
        if one < 0 or other < 0:
            continue
        slots = plan.slots[one], plan.slots[other]
        typed = " ".join(slot.marked for slot in slots)
        firsts, seconds = (tuple(slot.agreeing) for slot in slots)
        wanted[_Wanted(typed, False, firsts, seconds)] = None
        if first and second and (len(firsts) > 1 or len(seconds) > 1):
            wanted[_Wanted(f"{first[1]} {second[1]}", True, (first,), (second,))] = None
    return list(wanted)


def _terms(wanted: Sequence[_Wanted]) -> list[Term]:
    return [term for pair in wanted for term in (*pair.firsts, *pair.seconds)]


class _PairTable:
    """Which pairs two neighbouring terms make: none, one, or several that share the terms.

    Args:
        wanted: The pairs.
        terms: The number of every term.
    """

    def __init__(self, wanted: Sequence[_Wanted], terms: dict[Term, int]) -> None:
        cells = [
            np.add.outer(
                np.array([terms[term] for term in pair.firsts], dtype=np.int64) * len(terms),
                np.array([terms[term] for term in pair.seconds], dtype=np.int64),
            ).ravel()
            for pair in wanted
        ]
        codes = np.concatenate(cells)
        numbers = np.repeat(np.arange(len(wanted)), [len(made) for made in cells])
        order = np.argsort(codes, kind="stable")
        self._codes, self._numbers = codes[order], numbers[order]

    def look_up(self, code: Ints) -> tuple[Ints, Ints]:
        """Find the pairs of some neighbours.

        Args:
            code: ``first * terms + second`` of each, shape ``[n]``.

        Returns:
            For every pair found, the index into ``code`` and the number of the pair.
        """
        low = np.searchsorted(self._codes, code, side="left")
        made = np.searchsorted(self._codes, code, side="right") - low
        event = np.repeat(np.arange(len(code)), made)
        nth = np.arange(len(event)) - np.repeat(np.cumsum(made) - made, made)
        return event, self._numbers[low[event] + nth]


def _neighbours(keys: Ints, which: Ints, terms: int) -> tuple[Ints, Docs]:
    """Occurrences at successive positions: ``first * terms + second``, and their documents."""
    codes, owners = [], []
    steps = _MOST_AT_ONE_POSITION if (keys[1:] == keys[:-1]).any() else 1
    for step in range(1, 2 * steps):
        at = np.flatnonzero(keys[step:] - keys[:-step] == 1)
        codes.append(which[at] * terms + which[at + step])
        owners.append(keys[at] >> KEY_SHIFT)
    return np.concatenate(codes), np.concatenate(owners)
