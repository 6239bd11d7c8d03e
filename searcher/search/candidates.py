"""First stage: every article that matches, scored by BM25F over pooled, mark-compatible syllables.

All variants of one syllable are one term with one document frequency: scored apart, rare accidents
win. Posting arrays are added into dense arrays over the index; nothing here is done per posting.
Not for word order (``rescoring``, ``phrases``) nor for anything that is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searcher.index import IndexReader
from searcher.search.phrases import phrase_frequencies
from searcher.search.plan import FIELDS, Plan, Slot
from searcher.search.weights import Weights
from searcher.text import Agreement

# In queries of so many syllables an article without one of them is hardly ever what was meant.
_SHORT = 3
_SHORT_EXPONENT = 3.0

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Candidates:
    """All articles that match a query.

    Attributes:
        scores: Score of every document number, float32 of shape ``[size]``; meaningless where not
            found.
        found: Which document numbers match, bool of shape ``[size]``.
        complete: Which of them hold everything that is wanted, bool of shape ``[size]``.
        idf: Inverse document frequency of every slot of the plan, float32 of shape ``[slots]``.
        norms: What one occurrence in a field of each document counts, float32 ``[size]`` a field.
    """

    scores: Floats
    found: Bools
    complete: Bools
    idf: Floats
    norms: dict[str, Floats]


def idf(document_frequency: int, articles: int) -> float:
    """Inverse document frequency, never negative (Robertson & Zaragoza 2009, with Lucene's 1 +)."""
    rest = articles - document_frequency
    return float(np.log1p((rest + 0.5) / (document_frequency + 0.5)))


def find_candidates(reader: IndexReader, plan: Plan, weights: Weights) -> Candidates:
    """Score every article of an index against a plan.

    An article is found when it holds every quoted phrase, at least one wanted syllable, and nothing
    excluded. Other marks than those typed are enough to be found: a wrong tone still finds, and every
    way of typing a query finds the same articles. They are not enough to be complete.
    """
    norms = {field: _length_norm(reader, field, weights) for field in FIELDS}
    scores = np.zeros(reader.size, dtype=np.float32)
    matched = np.zeros(reader.size, dtype=np.int32)
    holding_any = np.zeros(reader.size, dtype=np.bool_)
    idfs = np.zeros(len(plan.slots), dtype=np.float32)
    for number, slot in enumerate(plan.slots):
        frequency, agrees = _pooled_frequency(reader, slot, norms)
        holding = frequency > 0
        documents = int(np.count_nonzero(agrees)) or int(np.count_nonzero(holding))
        if documents:
            idfs[number] = idf(documents, reader.article_count)
            scores += idfs[number] * slot.count * saturated(frequency, weights)
        matched += agrees
        holding_any |= holding
    found = holding_any
    complete = found & (matched == len(plan.slots))
    scores *= _coordination(matched, len(plan.slots), weights)
    for phrase in plan.phrases:
        frequency = phrase_frequencies(reader, phrase, norms)
        holding = frequency > 0
        phrase_idf = idf(int(np.count_nonzero(holding)), reader.article_count)
        scores += weights.phrase * phrase_idf * saturated(frequency, weights)
        found &= holding
        complete &= holding
    for phrase in plan.excluded:
        absent = phrase_frequencies(reader, phrase, norms) == 0
        found &= absent
        complete &= absent
    return Candidates(scores, found, complete, idfs, norms)


def _pooled_frequency(
    reader: IndexReader, slot: Slot, norms: dict[str, Floats]
) -> tuple[Floats, Bools]:
    """Length-normalised, weighted frequency of a slot in every article, and where its marks agree."""
    frequency = np.zeros(reader.size, dtype=np.float32)
    agrees = np.zeros(reader.size, dtype=np.bool_)
    for field in FIELDS:
        norm = norms[field]
        for variant in slot.variants:
            docs, counts = reader.postings(field, variant.folded, variant.marked)
            frequency[docs] += np.float32(variant.weight) * counts * norm[docs]
            if variant.agreement is not Agreement.CONFLICTING:
                agrees[docs] = True
    return frequency, agrees


def _length_norm(reader: IndexReader, field: str, weights: Weights) -> Floats:
    """What one occurrence in a field of each article counts (BM25F: before saturation).

    Robertson, Zaragoza & Taylor, *Simple BM25 extension to multiple weighted fields*, CIKM 2004.
    """
    average = reader.average_length(field)
    if field == "title":
        weight, b = weights.title, weights.b_title
    else:
        weight, b = 1.0, weights.b_body
    relative = reader.lengths(field) / np.float32(average or 1.0)
    norm: Floats = (weight / (1.0 - b + b * relative)).astype(np.float32)
    return norm


def _coordination(matched: NDArray[np.int32], slots: int, weights: Weights) -> Floats:
    """The clear preference for articles that hold more of the query.

    In a query of a few syllables each is meant; in a long question many are not.
    """
    exponent = _SHORT_EXPONENT if slots <= _SHORT else min(1.0, weights.coordination / slots)
    # An article found by other marks only holds none of the query, yet more than nothing.
    share = np.maximum(matched, np.float32(0.5)) / np.float32(slots)
    factor: Floats = share.astype(np.float32) ** np.float32(exponent)
    return factor


def saturated(frequency: Floats, weights: Weights) -> Floats:
    """BM25's damping of repetition: 0 for 0, 1 for 1, never above k1 + 1."""
    k1 = np.float32(weights.k1)
    damped: Floats = frequency * (k1 + 1) / (frequency + k1)
    return damped
