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

# Pooling few postings by sorting is faster than by going through the whole index.
_SPARSE = 32
# From this share of the index on, adding the whole index is faster than picking articles.
_DENSE = 6

#: How much of pooled postings a searcher keeps, in bytes.
CACHE_BYTES = 48 * 1024 * 1024


def idf(document_frequency: int, articles: int) -> float:
    """Inverse document frequency, never negative (Robertson & Zaragoza 2009, with Lucene's 1 +)."""
    rest = articles - document_frequency
    return float(np.log1p((rest + 0.5) / (document_frequency + 0.5)))


@dataclass(frozen=True, slots=True)
class Pooled:
    """One slot in every article that holds it, all its variants taken together.

    A slot that much of the index holds is kept as dense arrays, which are added faster.

    Attributes:
        docs: Document numbers of the articles that hold it, ascending, int64 of shape ``[n]``;
            every document number, when dense.
        damped: Saturated frequency in each of ``docs``, float32 of shape ``[n]``: times the idf it
            is the slot's share of a score; 0 where a dense one does not occur.
        agreeing: The articles that hold a variant whose marks agree, int64 of shape ``[m]``.
        idf: Of the slot; 0 when nothing holds it.
        dense: Whether ``docs`` is the whole index.
    """

    docs: Docs
    damped: Floats
    agreeing: Docs
    idf: float
    dense: bool

    def add_to(self, scores: Floats, matched: NDArray[np.int16], count: int) -> None:
        """Add the slot's share to the scores of all articles, and 1 where it is held with its marks.

        Args:
            scores: float32 of shape ``[size]``, changed in place.
            matched: int16 of shape ``[size]``, changed in place.
            count: How often the slot stands in the query.
        """
        share = self.damped * np.float32(self.idf * count)
        if self.dense:
            scores += share
        else:
            scores[self.docs] += share
        matched[self.agreeing] += 1

    @property
    def documents(self) -> int:
        """In how many articles the slot occurs, in agreeing marks if there are any."""
        return len(self.agreeing) or int(np.count_nonzero(self.damped))

    @property
    def size_bytes(self) -> int:
        """Its memory, without what it shares."""
        docs = 0 if self.dense else int(self.docs.nbytes)
        agreeing = 0 if self.agreeing is self.docs else int(self.agreeing.nbytes)
        return docs + agreeing + int(self.damped.nbytes)


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
        self._all_docs: Docs = np.arange(reader.size, dtype=np.int64)

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
        docs, worth, agrees = self._postings(slot)
        if not len(docs):
            return Pooled(docs, np.zeros(0, np.float32), docs, 0.0, dense=False)
        size = self.reader.size
        if len(docs) * _SPARSE < size:
            held, places = np.unique(docs, return_inverse=True)
            frequency = np.bincount(places, weights=worth)
            agreeing = held if agrees is None else np.unique(docs[agrees])
        else:
            frequency = np.bincount(docs, weights=worth, minlength=size)
            held = np.flatnonzero(frequency > 0)
            agreeing = held
            if agrees is not None:
                holding = np.zeros(size, dtype=np.bool_)
                holding[docs[agrees]] = True
                agreeing = np.flatnonzero(holding)
            if len(held) * _DENSE > size:
                held = self._all_docs
            else:
                frequency = frequency[held]
        damped = self.damped(frequency.astype(np.float32))
        dense = held is self._all_docs
        known = len(agreeing) or int(np.count_nonzero(damped))
        return Pooled(held, damped, agreeing, idf(known, self.reader.article_count), dense)

    def _postings(self, slot: Slot) -> tuple[Docs, NDArray[np.float64], Bools | None]:
        """All postings of a slot's variants, what each is worth, and whether its marks agree.

        The last is ``None`` when those of all do.
        """
        known = {(v.folded, v.marked): v for v in slot.variants}
        docs, worth, agrees = [], [], []
        all_agree = True
        for field in FIELDS:
            norm = self.norms[field]
            for folded in dict.fromkeys(form.folded for form in slot.forms):
                postings = self.reader.prefix(field, folded)
                if not postings.marked:
                    continue
                variants = [known[folded, marked] for marked in postings.marked]
                conflict = [v.agreement is Agreement.CONFLICTING for v in variants]
                value = postings.frequencies * norm[postings.docs]
                lengths = np.diff(postings.bounds)
                if any(conflict):
                    all_agree = False
                    value = value * np.repeat([v.weight for v in variants], lengths)
                agrees.append(~np.repeat(conflict, lengths))
                docs.append(postings.docs)
                worth.append(value)
        if not docs:
            return np.zeros(0, np.int64), np.zeros(0, np.float64), None
        together = np.concatenate(docs), np.concatenate(worth)
        return *together, None if all_agree else np.concatenate(agrees)

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
