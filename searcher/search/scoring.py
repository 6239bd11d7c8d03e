"""BM25F over slots: one syllable's worth in every article, computed once and remembered.

All variants of a slot are one term with one document frequency: scored apart, rare accidents win.
Everything is done on whole posting arrays. Not for queries of several syllables (``candidates``).
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searcher.index import IndexReader
from searcher.index.bounded_cache import BoundedCache
from searcher.index.gathering import Gathered
from searcher.kernels.adding import add_sparse
from searcher.search.slots import FIELDS, Form, Slot
from searcher.search.weights import Weights

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
Docs = NDArray[np.int64]

_ENTRY_BYTES = 600  # of key, object and three arrays

# Pooling few postings by sorting is faster than by going through the whole index.
_SPARSE = 32
# From this share of the index on, adding the whole index is faster than picking articles.
_DENSE = 6
# A saturated frequency is kept in so many steps from 0 to k1 + 1.
_STEPS = np.iinfo(np.uint16).max

#: How much of pooled postings a searcher keeps, in bytes.
CACHE_BYTES = 60 * 1024 * 1024
#: The same for phrases: the ways to write a query out have most of theirs in common.
PHRASE_CACHE_BYTES = 2 * 1024 * 1024


def idf(document_frequency: int, articles: int) -> float:
    """Inverse document frequency, never negative (Robertson & Zaragoza 2009, with Lucene's 1 +)."""
    rest = articles - document_frequency
    return math.log1p((rest + 0.5) / (document_frequency + 0.5))


def _summed(places: Docs, worth: NDArray[np.float64], size: int = 0) -> NDArray[np.float64]:
    """The sum of what stands at each place, float64 of at least this size."""
    return np.asarray(np.bincount(places, weights=worth, minlength=size), np.float64)


class Totals:
    """What all articles have gathered so far, slot by slot.

    Args:
        size: How many document numbers there are.
        slots: How many slots will be added.

    Attributes:
        scores: Sum of the shares of the slots, float32 of shape ``[size]``.
        matched: How many slots an article holds with marks that agree, uint8 or uint16 ``[size]``.
        share: Room for one slot's share, float32 of shape ``[size]``.
    """

    def __init__(self, size: int, slots: int) -> None:
        self.scores: Floats = np.zeros(size, np.float32)
        self.matched = np.zeros(size, np.uint8 if slots <= np.iinfo(np.uint8).max else np.uint16)
        self.share: Floats = np.empty(size, np.float32)


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
            packed to bits, when dense; ``None`` when all that hold the slot do.
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

    def add_to(self, totals: Totals, count: int) -> None:
        """Add the slot's share to the scores of all articles, and 1 where it is held with its marks.

        Args:
            totals: Changed in place.
            count: How often the slot stands in the query.
        """
        weight = np.float32(self.step * self.idf * count)
        if self.docs is None:
            totals.scores += np.multiply(self.steps, weight, out=totals.share)
            if self.agreeing is None:
                totals.matched += self.steps != 0
            else:
                totals.matched += np.unpackbits(self.agreeing, count=len(self.steps))
        else:
            add_sparse(totals.scores, totals.matched, self.docs, self.steps, self.agreeing, weight)

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
            return bool(self.agreeing[place >> 3] >> (7 - (place & 7)) & 1)
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
            agree = self.steps if self.agreeing is None else np.unpackbits(self.agreeing)
            return np.flatnonzero(agree[: len(self.steps)] != 0)
        docs = self.docs if self.agreeing is None else self.docs[self.agreeing != 0]
        return docs.astype(np.int64)

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
        # What they are multiplied with is float64.
        self._wide_norms = {field: norm.astype(np.float64) for field, norm in self.norms.items()}
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
        usual = [slot for slot in slots if not slot.chosen]
        wanted = [
            [
                (field, folded)
                for field in FIELDS
                for folded in {form.folded: None for form in slot.forms}
            ]
            for slot in usual
        ]
        gathered = iter(self.reader.gathered(wanted) if usual else ())
        for slot in slots:
            if slot.chosen:
                yield self._pool(*self._chosen_postings(slot), None)
            else:
                yield self._pool(*self._weighed(slot, next(gathered)))

    def damped(self, frequency: Floats) -> Floats:
        """BM25's damping of repetition: 0 for 0, near 1 for 1, never above k1 + 1."""
        k1 = np.float32(self.weights.k1)
        result: Floats = frequency * (k1 + 1) / (frequency + k1)
        return result

    def _pool(self, docs: Docs, worth: NDArray[np.float64], agree: list[Docs] | None) -> Pooled:
        """Take the postings of a slot together.

        Args:
            docs: Of all postings.
            worth: What each is worth.
            agree: The documents of those whose marks agree; ``None`` when those of all do.
        """
        step = (self.weights.k1 + 1) / _STEPS
        if not len(docs):
            nothing = np.zeros(0, np.int32), np.zeros(0, np.uint16)
            return Pooled(*nothing, None, 0, 0.0, step)
        size = self.reader.size
        held: Docs | None = None
        if len(docs) * _SPARSE < size:
            held, places = np.unique(docs, return_inverse=True)
            frequency = _summed(places, worth)
        else:
            frequency = _summed(docs, worth, size)
        known = int(np.count_nonzero(frequency > 0)) if held is None else len(held)
        dense = known * _DENSE > size
        if held is None and not dense:
            held = (frequency > 0).nonzero()[0]
            frequency = frequency[held]
        elif held is not None and dense:  # of a few articles
            frequency = _summed(docs, worth, size)
        agreeing: NDArray[np.uint8] | None = None
        if agree is not None:
            agreeing = np.zeros(size, np.uint8)
            for part in agree:
                agreeing[part] = 1
            documents = int(np.count_nonzero(agreeing)) or known
            agreeing = np.packbits(agreeing) if dense or held is None else agreeing[held]
        else:
            documents = known
        kept = None if dense or held is None else held.astype(np.int32)
        weight = idf(documents, self.reader.article_count)
        return Pooled(kept, self._steps(frequency, known), agreeing, documents, weight, step)

    def _steps(self, frequency: NDArray[np.float64], known: int) -> NDArray[np.uint16]:
        """Saturated frequencies in steps; ``known`` of the frequencies are not 0."""
        k1 = np.float32(self.weights.k1)
        steps = frequency.astype(np.float32)
        damping = steps + k1
        steps *= k1 + 1
        steps /= damping
        steps *= np.float32(_STEPS / (self.weights.k1 + 1))
        whole = np.rint(steps, out=steps).astype(np.uint16)
        if np.count_nonzero(whole) < known:
            # However little it is worth, an article that holds a slot is found.
            whole[(whole == 0) & (frequency > 0)] = 1
        return whole

    def _weighed(
        self, slot: Slot, postings: Gathered
    ) -> tuple[Docs, NDArray[np.float64], list[Docs] | None]:
        """The postings of a slot's variants, as ``_pool`` takes them."""
        docs = postings.docs
        worth = np.empty(len(docs), np.float64)
        for run in postings.runs:
            span = slice(run.edges[0], run.edges[-1])
            worth[span] = self._wide_norms[run.field].take(docs[span])
        worth *= postings.frequencies
        agree = set(slot.agreeing)
        agreeing: list[Docs] = []
        all_agree = True
        for _, folded, forms, edges in postings.runs:
            for marked, low, high in zip(forms, edges, edges[1:], strict=False):
                if low == high:
                    continue
                if (folded, marked) in agree:
                    agreeing.append(docs[low:high])
                else:
                    all_agree = False
                    worth[low:high] *= self.weights.conflicting
        return docs, worth, None if all_agree else agreeing

    def _chosen_postings(self, slot: Slot) -> tuple[Docs, NDArray[np.float64]]:
        """The same for a slot whose variants are chosen: many words that need not be neighbours."""
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
