"""Second stage: neighbours in the query that are neighbours in the article.

Vietnamese words are mostly two syllables, and a syllable alone says little: adjacency is what tells
"nêu gương" from "nếu … gương". Only the best candidates of the first stage are looked at, and the
rarity of a pair is taken from them. Not for deciding whether an article is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from searcher.search.candidates import Candidates
from searcher.search.phrases import Occurrences, documents, followed_by
from searcher.search.plan import Plan
from searcher.search.scoring import Docs, Floats, Scorer, idf
from searcher.search.slots import FIELDS


@dataclass(frozen=True, slots=True)
class Pair:
    """Two neighbouring slots of the query in the best candidates.

    Attributes:
        first: Index of the first slot in the plan.
        second: Index of the second.
        weight: What the pair is worth: its idf among the candidates, times its weight.
        damped: Saturated frequency in each of the best candidates, float32 of their shape.
    """

    first: int
    second: int
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


def rescore(scorer: Scorer, plan: Plan, candidates: Candidates, docs: Docs) -> Rescored:
    """Add what neighbouring syllables are worth to the scores of the best candidates.

    Each pair of successive syllables of the query is scored as one term by BM25F, with its
    document frequency among the best candidates.

    Args:
        scorer: Of the index.
        plan: What is wanted.
        candidates: From the first stage.
        docs: The best of them, ascending.
    """
    scores = candidates.scores[docs]
    wanted = dict.fromkeys(pair for pair in pairwise(plan.sequence) if -1 not in pair)
    if not wanted or not scorer.weights.pair or not len(docs):
        return Rescored(docs, scores, ())
    slots = [plan.slots[number] for number in dict.fromkeys(n for pair in wanted for n in pair)]
    found = {field: Occurrences(scorer.reader, field, docs, slots) for field in FIELDS}
    keys = {(f, slot.forms): found[f].of(slot) for f in FIELDS for slot in slots}
    pairs = []
    for first, second in wanted:
        frequency = np.zeros(len(docs), dtype=np.float32)
        for field in FIELDS:
            ends = followed_by(
                keys[field, plan.slots[first].forms], keys[field, plan.slots[second].forms]
            )
            if len(ends):
                at = np.searchsorted(docs, documents(ends))
                counts = np.bincount(at, minlength=len(docs)).astype(np.float32)
                frequency += counts * scorer.norms[field][docs]
        holding = int(np.count_nonzero(frequency))
        if holding:
            weight = scorer.weights.pair * idf(holding, len(docs))
            pairs.append(Pair(first, second, weight, scorer.damped(frequency)))
            scores = scores + pairs[-1].damped * np.float32(weight)
    return Rescored(docs, scores, tuple(pairs))


def best_candidates(candidates: Candidates, docs: Docs, count: int) -> Docs:
    """The best of some candidates, ascending; all those that tie with the last one are in."""
    if len(docs) <= count:
        return docs
    scores = candidates.scores[docs]
    threshold = np.partition(scores, len(docs) - count)[len(docs) - count]
    best: Docs = docs[scores >= threshold]
    return best
