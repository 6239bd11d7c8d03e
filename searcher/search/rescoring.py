"""Second stage: neighbours in the query that are neighbours in the article.

Vietnamese words are mostly two syllables, and a syllable alone says little: adjacency is what tells
"nêu gương" from "nếu … gương". Only the best candidates of the first stage are looked at, and the
rarity of a pair is taken from them. A pair in the forms that were most likely meant (``restore``)
counts again. Not for deciding whether an article is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searcher.kernels.choosing import add_damped, holders_of
from searcher.search.beside import Term
from searcher.search.candidates import Candidates
from searcher.search.plan import Plan
from searcher.search.restore import Reading
from searcher.search.scoring import Docs, Floats, Scorer, idf
from searcher.search.slots import FIELDS

Ints = NDArray[np.int64]


class Pair(NamedTuple):
    """Two neighbouring words of the query.

    Attributes:
        words: What stands side by side: the words as typed, or as they were most likely meant.
        restored: Whether they are as meant.
    """

    words: str
    restored: bool


@dataclass(frozen=True, slots=True)
class Rescored:
    """The best candidates with their final scores.

    Attributes:
        docs: Document numbers, ascending, int64 of shape ``[n]``.
        scores: Their scores, float32 of shape ``[n]``.
        wanted: The pairs that were looked for.
        weights: What each of them is worth: its idf among the candidates, times its weight.
        frequencies: Length-normalised frequency of each pair in each of the candidates, float32 of
            shape ``[pairs, n]``.
    """

    docs: Docs
    scores: Floats
    wanted: _Wanted
    weights: list[float]
    frequencies: Floats

    def pairs(self, doc: int) -> list[tuple[Pair, float, float]]:
        """What was added to the score of a document, pair by pair.

        Returns:
            The pairs that stand there, the weight of each, and how often, by length.
        """
        column = int(np.searchsorted(self.docs, doc))
        if column == len(self.docs) or self.docs[column] != doc:
            return []
        frequencies = self.frequencies[:, column].tolist()
        return [
            (pair, weight, frequency)
            for pair, weight, frequency in zip(
                self.wanted.named(), self.weights, frequencies, strict=True
            )
            if frequency
        ]


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
    wanted = _Wanted(plan, reading)
    frequencies = np.zeros((len(wanted.pairs), len(docs)), np.float32)
    if not frequencies.size:
        return Rescored(docs, scores, wanted, [0.0] * len(frequencies), frequencies)
    words, pairs = wanted.words(), np.array(list(wanted.pairs), np.int64)
    for field in FIELDS:
        scorer.reader.add_pairs(field, docs, words, pairs, scorer.norms[field], frequencies)
    weigh = scorer.weights
    weights = [
        (weigh.restored if restored else weigh.pair) * idf(holders, len(docs))
        for restored, holders in zip(wanted.pairs.values(), holders_of(frequencies), strict=True)
    ]
    add_damped(scores, frequencies, np.array(weights, np.float32), weigh.k1)
    return Rescored(docs, scores, wanted, weights, frequencies)


class _Wanted:
    """The pairs to look for in the best candidates.

    Args:
        plan: What is wanted.
        reading: What was most likely meant.

    Attributes:
        pairs: The numbers of the words in front and behind, each pair once; and whether they are as
            meant: looked for only where others could be meant.
    """

    __slots__ = ("_numbers", "_plan", "pairs")

    def __init__(self, plan: Plan, reading: Reading) -> None:
        self._plan = plan
        # A word is the number of a slot, with all that it can be, or one term.
        numbers: dict[int | Term, int] = {}
        pairs: dict[tuple[int, int], bool] = {}
        slots = plan.slots
        for (one, other), (first, second) in zip(
            pairwise(plan.sequence), pairwise(reading.terms), strict=True
        ):
            if one < 0 or other < 0:
                continue
            front = numbers.setdefault(one, len(numbers))
            pairs[front, numbers.setdefault(other, len(numbers))] = False
            is_open = len(slots[one].agreeing) > 1 or len(slots[other].agreeing) > 1
            if first and second and is_open:
                front = numbers.setdefault(first, len(numbers))
                pairs[front, numbers.setdefault(second, len(numbers))] = True
        self._numbers = numbers
        self.pairs = pairs

    def words(self) -> tuple[list[Term], Ints]:
        """The terms of all words, and where those of each begin; see ``IndexReader.add_pairs``."""
        slots = self._plan.slots
        forms = [
            slots[word].agreeing if isinstance(word, int) else (word,) for word in self._numbers
        ]
        edges = np.array([0, *accumulate(map(len, forms))], np.int64)
        return [term for own in forms for term in own], edges

    def named(self) -> list[Pair]:
        """The pairs, in words."""
        words = [
            self._plan.slots[word].marked if isinstance(word, int) else word[1]
            for word in self._numbers
        ]
        return [
            Pair(f"{words[first]} {words[second]}", restored)
            for (first, second), restored in self.pairs.items()
        ]
