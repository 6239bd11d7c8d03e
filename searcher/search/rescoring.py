"""Second stage: neighbours in the query that are neighbours in the article.

Vietnamese words are mostly two syllables, and a syllable alone says little: adjacency is what tells
"nêu gương" from "nếu … gương". Only the best candidates of the first stage are looked at, and the
rarity of a pair is taken from them. Not for deciding whether an article is found.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from searcher.index import IndexReader
from searcher.search.candidates import Candidates, Floats, idf, saturated
from searcher.search.phrases import Keys, documents, followed_by, occurrences
from searcher.search.plan import FIELDS, Plan
from searcher.search.weights import Weights


def pair_bonus(
    reader: IndexReader,
    plan: Plan,
    candidates: Candidates,
    weights: Weights,
) -> Floats:
    """What neighbouring syllables add to the scores of the best candidates.

    Each pair of successive syllables of the query is scored as one term by BM25F, with its
    document frequency among the best candidates.

    Returns:
        float32 of shape ``[size]``, 0 for all but the best ``weights.rescored`` candidates.
    """
    bonus = np.zeros(reader.size, dtype=np.float32)
    pairs = dict.fromkeys(p for p in pairwise(plan.sequence) if p[0] >= 0 and p[1] >= 0)
    if not pairs or not weights.pair:
        return bonus
    best = _best(candidates, weights.rescored)
    inside = np.zeros(reader.size, dtype=np.bool_)
    inside[best] = True
    keys: dict[tuple[str, int], Keys] = {
        (field, number): occurrences(reader, field, plan.slots[number], inside)
        for field in FIELDS
        for number in {slot for pair in pairs for slot in pair}
    }
    for first, second in pairs:
        frequency = np.zeros(reader.size, dtype=np.float32)
        for field in FIELDS:
            ends = followed_by(keys[field, first], keys[field, second])
            docs, counts = np.unique(documents(ends), return_counts=True)
            frequency[docs] += counts.astype(np.float32) * candidates.norms[field][docs]
        holding = int(np.count_nonzero(frequency))
        if holding:
            rarity = np.float32(weights.pair * idf(holding, len(best)))
            bonus += rarity * saturated(frequency, weights)
    return bonus


def _best(candidates: Candidates, count: int) -> NDArray[np.int64]:
    """Document numbers of the best candidates; all those that tie with the last one are in."""
    docs = np.flatnonzero(candidates.found)
    if len(docs) <= count:
        return docs
    scores = candidates.scores[docs]
    threshold = np.partition(scores, len(docs) - count)[len(docs) - count]
    best: NDArray[np.int64] = docs[scores >= threshold]
    return best
