"""BM25F over slots: one syllable's worth in every article, computed once and remembered.

All variants of a slot are one term with one document frequency: scored apart, rare accidents win.
Everything is done on whole posting arrays. Not for queries of several syllables (``candidates``).
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searcher.index import IndexReader
from searcher.search.slots import FIELDS, Form, Slot
from searcher.search.weights import Weights
from searcher.text import Agreement

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
Docs = NDArray[np.int64]

#: How much of pooled postings a searcher keeps, in bytes.
CACHE_BYTES = 48 * 1024 * 1024


def idf(document_frequency: int, articles: int) -> float:
    """Inverse document frequency, never negative (Robertson & Zaragoza 2009, with Lucene's 1 +)."""
    rest = articles - document_frequency
    return float(np.log1p((rest + 0.5) / (document_frequency + 0.5)))


@dataclass(frozen=True, slots=True)
class Pooled:
    """One slot in every article that holds it, all its variants taken together.

    Attributes:
        docs: Document numbers, ascending, int64 of shape ``[n]``.
        damped: Saturated frequency in each, float32 of shape ``[n]``: times the idf it is the
            slot's share of a score.
        agreeing: Those of ``docs`` that hold a variant whose marks agree, int64 of shape ``[m]``.
        idf: Of the slot; 0 when nothing holds it.
    """

    docs: Docs
    damped: Floats
    agreeing: Docs
    idf: float

    @property
    def size_bytes(self) -> int:
        """Its memory."""
        return int(self.docs.nbytes + self.damped.nbytes + self.agreeing.nbytes)


class Scorer:
    """Scores of single slots and phrases over one index.

    Args:
        reader: The index.
        weights: The parameters of ranking.
    """

    def __init__(self, reader: IndexReader, weights: Weights) -> None:
        self.reader = reader
        self.weights = weights
        self.norms: dict[str, Floats] = {field: self._length_norm(field) for field in FIELDS}
        self._pools: OrderedDict[tuple[tuple[Form, ...], bool], Pooled] = OrderedDict()
        self._kept_bytes = 0

    def pooled(self, slot: Slot) -> Pooled:
        """The worth of a slot in every article that holds it."""
        key = (slot.forms, slot.as_typed)
        found = self._pools.get(key)
        if found is None:
            found = self._pools[key] = self._pool(slot)
            self._kept_bytes += found.size_bytes
            while self._kept_bytes > CACHE_BYTES and len(self._pools) > 1:
                _, dropped = self._pools.popitem(last=False)
                self._kept_bytes -= dropped.size_bytes
        else:
            self._pools.move_to_end(key)
        return found

    def damped(self, frequency: Floats) -> Floats:
        """BM25's damping of repetition: 0 for 0, near 1 for 1, never above k1 + 1."""
        k1 = np.float32(self.weights.k1)
        result: Floats = frequency * (k1 + 1) / (frequency + k1)
        return result

    def _pool(self, slot: Slot) -> Pooled:
        size = self.reader.size
        weight_of = {(v.folded, v.marked): v.weight for v in slot.variants}
        agrees_of = {
            (v.folded, v.marked): v.agreement is not Agreement.CONFLICTING for v in slot.variants
        }
        frequency = np.zeros(size, dtype=np.float64)
        agrees = np.zeros(size, dtype=np.bool_)
        for field in FIELDS:
            norm = self.norms[field]
            for folded in dict.fromkeys(form.folded for form in slot.forms):
                postings = self.reader.prefix(field, folded)
                keys = [(folded, marked) for marked in postings.marked]
                lengths = np.diff(postings.bounds)
                weight = np.array([weight_of.get(key, 0.0) for key in keys], dtype=np.float64)
                worth = postings.frequencies * norm[postings.docs] * np.repeat(weight, lengths)
                frequency += np.bincount(postings.docs, weights=worth, minlength=size)
                agreeing = np.array([agrees_of.get(key, False) for key in keys], dtype=np.bool_)
                agrees[postings.docs[np.repeat(agreeing, lengths)]] = True
        docs = np.flatnonzero(frequency)
        damped = self.damped(frequency[docs].astype(np.float32))
        agreeing_docs = np.flatnonzero(agrees)
        holding = len(agreeing_docs) or len(docs)
        rarity = idf(holding, self.reader.article_count) if holding else 0.0
        return Pooled(docs, damped, agreeing_docs, rarity)

    def _length_norm(self, field: str) -> Floats:
        """What one occurrence in a field of each article counts (BM25F: before saturation).

        Robertson, Zaragoza & Taylor, *Simple BM25 extension to multiple weighted fields*, CIKM 2004.
        """
        average = self.reader.average_length(field)
        if field == "title":
            weight, b = self.weights.title, self.weights.b_title
        else:
            weight, b = 1.0, self.weights.b_body
        relative = self.reader.lengths(field) / np.float32(average or 1.0)
        norm: Floats = (weight / (1.0 - b + b * relative)).astype(np.float32)
        return norm
