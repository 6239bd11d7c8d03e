"""BM25F over slots: one syllable's worth in every article, computed once and remembered.

All variants of a slot are one term with one document frequency: scored apart, rare accidents win.
Everything is done on whole posting arrays. Not for queries of several syllables (``candidates``).
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from searcher.index import IndexReader
from searcher.index.bounded_cache import BoundedCache
from searcher.index.gathering import Wanted, Weighing
from searcher.kernels.adding import Share
from searcher.kernels.pooling import STEPS, pool_weighed
from searcher.search.slots import FIELDS, Form, Slot
from searcher.search.weights import Weights

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
Docs = NDArray[np.int64]

_ENTRY_BYTES = 600  # of key, object and three arrays

#: How much of pooled postings a searcher keeps, in bytes.
CACHE_BYTES = 76 * 1024 * 1024
#: The same for phrases: the ways to write a query out have most of theirs in common.
PHRASE_CACHE_BYTES = 2 * 1024 * 1024


# Of the few hundred best articles, pairs are in any number of them again and again.
@lru_cache(maxsize=4096)
def idf(document_frequency: int, articles: int) -> float:
    """Inverse document frequency, never negative (Robertson & Zaragoza 2009, with Lucene's 1 +)."""
    rest = articles - document_frequency
    return math.log1p((rest + 0.5) / (document_frequency + 0.5))


def in_both(docs: Docs, others: Docs) -> Docs:
    """The articles that are in both of two lists, ascending like these."""
    if not len(others):
        return docs[:0]
    at = others.searchsorted(docs)
    at[at == len(others)] = 0
    found: Docs = docs[others[at] == docs]
    return found


@dataclass(frozen=True, slots=True)
class Pooled:
    """One slot in every article that holds it, all its variants taken together.

    A slot that much of the index holds is kept as dense arrays, which are added faster.

    Attributes:
        docs: Document numbers of the articles that hold it, ascending, int32 of shape ``[n]``;
            ``None`` for all of the index, when dense.
        steps: Saturated frequency in each of ``docs`` in steps of ``step``, uint16 of shape ``[n]``
            (of every document number, when dense); 0 only where the slot does not occur.
        agreeing: Whether each of ``docs`` holds a variant whose marks agree, uint8 of shape ``[n]``;
            as bits, the lowest of a byte first, when dense; ``None`` when all that hold the slot do.
        documents: In how many articles it occurs, in agreeing marks if there are any.
        idf: Of the slot; 0 when nothing holds it.
        step: One step.
    """

    docs: NDArray[np.int32] | None
    steps: NDArray[np.uint16]
    agreeing: NDArray[np.uint8] | None
    documents: int
    idf: float
    step: float

    def share(self, count: float) -> Share:
        """What the slot adds to the scores of articles, if it counts so often in the query."""
        return Share(self.docs, self.steps, self.agreeing, self.step * self.idf * count)

    def damped(self, doc: int) -> float:
        """The saturated frequency in one article, 0 where the slot does not occur."""
        place = self._place(doc)
        return 0.0 if place is None else self.step * int(self.steps[place])

    def agrees(self, doc: int) -> bool:
        """Whether an article holds the slot with marks that agree."""
        place = self._place(doc)
        if place is None or self.agreeing is None:
            return place is not None
        if self.docs is None:
            return bool(self.agreeing[place >> 3] >> (place & 7) & 1)
        return bool(self.agreeing[place])

    def _place(self, doc: int) -> int | None:
        """Where an article that holds the slot stands in ``steps``."""
        if self.docs is None:
            return doc if self.steps[doc] else None
        place = int(np.searchsorted(self.docs, doc))
        return place if place < len(self.docs) and self.docs[place] == doc else None

    def holding(self) -> Docs:
        """The articles that hold the slot with marks that agree, ascending, int64."""
        if self.docs is None:
            if self.agreeing is None:
                return np.flatnonzero(self.steps != 0)
            bits = np.unpackbits(self.agreeing, count=len(self.steps), bitorder="little")
            return np.flatnonzero(bits.view(np.bool_))
        docs = self.docs if self.agreeing is None else self.docs[self.agreeing != 0]
        return docs.astype(np.int64)

    def among(self, docs: Docs) -> Docs:
        """Those of some articles that hold the slot with marks that agree; all int64, ascending."""
        if self.docs is not None:
            return in_both(docs, self.holding())
        if self.agreeing is None:
            held: Bools = self.steps[docs] != 0
        else:
            held = (self.agreeing[docs >> 3] >> (docs & 7).astype(np.uint8) & 1).view(np.bool_)
        found: Docs = docs[held]
        return found

    @property
    def size_bytes(self) -> int:
        """Its memory."""
        arrays = (self.docs, self.steps, self.agreeing)
        return _ENTRY_BYTES + sum(int(array.nbytes) for array in arrays if array is not None)


@dataclass(frozen=True, slots=True)
class PhrasePostings:
    """The articles that hold a phrase.

    Attributes:
        docs: Their document numbers, ascending, int64 of shape ``[n]``.
        frequencies: Length-normalised frequency over all fields in each, float32 of shape ``[n]``.
    """

    docs: Docs
    frequencies: Floats

    @property
    def size_bytes(self) -> int:
        """Its memory."""
        return _ENTRY_BYTES + int(self.docs.nbytes) + int(self.frequencies.nbytes)


class Scorer:
    """Scores of single slots and phrases over one index.

    Args:
        reader: The index.
        weights: The parameters of ranking.

    Attributes:
        phrases: What was found of the phrases asked for last, see ``phrases``.
    """

    def __init__(self, reader: IndexReader, weights: Weights) -> None:
        self.reader = reader
        self.weights = weights
        self.norms: dict[str, Floats] = {field: self._length_norm(field) for field in FIELDS}
        self._pools: BoundedCache[tuple[tuple[Form, ...], bool], Pooled] = BoundedCache(CACHE_BYTES)
        self.phrases: BoundedCache[Hashable, PhrasePostings] = BoundedCache(PHRASE_CACHE_BYTES)

    def pooled(self, slot: Slot) -> Pooled:
        """The worth of a slot in every article that holds it."""
        return self.pooled_all([slot])[0]

    def pooled_all(self, slots: Sequence[Slot]) -> list[Pooled]:
        """The worth of several distinct slots; what is not remembered is read in one go."""
        found = [self._pools.get((slot.forms, slot.as_typed)) for slot in slots]
        missing = [slot for slot, known in zip(slots, found, strict=True) if known is None]
        if missing:
            made = iter(self._pool_all(missing))
            for place, slot in enumerate(slots):
                if found[place] is None:
                    found[place] = self._pools.keep((slot.forms, slot.as_typed), next(made))
        return [pool for pool in found if pool is not None]

    def _pool_all(self, slots: Sequence[Slot]) -> Iterator[Pooled]:
        """Pool slots, in their order."""
        wanted = list(map(_wanted, slots))
        weights, reader = self.weights, self.reader
        weighing = Weighing(self.norms, weights.conflicting, weights.k1)
        together = list(filter(None, wanted))
        found = iter(reader.pooled(together, weighing) if together else ())
        step = (weights.k1 + 1) / STEPS
        for slot, is_read in zip(slots, wanted, strict=True):
            docs, steps, agreeing, documents = (
                next(found)
                if is_read
                else pool_weighed(reader.size, *self._chosen_postings(slot), weights.k1)
            )
            weight = idf(documents, reader.article_count) if documents else 0.0
            yield Pooled(docs, steps, agreeing, documents, weight, step)

    def damped(self, frequency: Floats) -> Floats:
        """BM25's damping of repetition: 0 for 0, near 1 for 1, never above k1 + 1."""
        k1 = np.float32(self.weights.k1)
        result: Floats = frequency * (k1 + 1) / (frequency + k1)
        return result

    def _chosen_postings(self, slot: Slot) -> tuple[Docs, NDArray[np.float64]]:
        """The postings of a slot whose variants are chosen: many words that need not be neighbours.

        Returns:
            Documents in any order, and what each posting is worth.
        """
        terms = [(variant.folded, variant.marked) for variant in slot.variants]
        weights = np.array([variant.weight for variant in slot.variants])
        docs, worth = [np.zeros(0, np.int64)], [np.zeros(0, np.float64)]
        for field in FIELDS if terms else ():
            holding, frequencies, which = self.reader.vocabulary.postings(field, terms)
            docs.append(holding)
            worth.append(frequencies * self.norms[field][holding] * weights[which])
        return np.concatenate(docs), np.concatenate(worth)

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


def _wanted(slot: Slot) -> Wanted | None:
    """The postings of a slot: its folded forms, and which of their marked forms agree.

    Returns:
        ``None`` for chosen words that are several, or worth less.
    """
    if slot.chosen:
        if len(slot.variants) != 1 or slot.variants[0].weight != 1.0:
            return None
        ((folded, marked),) = slot.agreeing
        return Wanted({folded: (marked,)}, others=False)
    agreeing: dict[str, set[str]] = {form.folded: set() for form in slot.forms}
    for folded, marked in slot.agreeing:
        agreeing[folded].add(marked)
    return Wanted(agreeing)
