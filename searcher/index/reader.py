"""Reading an index: numpy views of one generation, for the search above it.

Document numbers are 0 … size-1 over all segments; numbers of deleted articles appear in no answer.
A reader keeps the generation it opened, whatever writers do meanwhile. Not for scoring, and knows
neither queries nor Whoosh (see ``whoosh_adapter``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from searcher.articles.model import Article
from searcher.index.bounded_cache import BoundedCache
from searcher.index.columns import Columns
from searcher.index.folder import damage_reported
from searcher.index.gathering import Wanted, Weighing, pooled
from searcher.index.lexicon import Lexicon
from searcher.index.manifest import Manifest
from searcher.index.neighbours import Neighbours
from searcher.index.opening import Published, open_newest
from searcher.index.schema import SEPARATOR, TEXT_FIELDS, TITLE, decode_term, encode_term, term_key
from searcher.index.stats import IndexStats, count_all
from searcher.index.variants import VariantPostings, decode, joined
from searcher.index.vocabulary import Vocabulary
from searcher.index.whoosh_adapter.segment import Segment
from searcher.kernels.pooling import Pool

Postings = tuple[NDArray[np.int64], NDArray[np.int32]]
PositionLists = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]]

CACHE_BYTES = 8 * 1024 * 1024
"""How much of decoded postings a reader keeps; what ranking makes of them it keeps itself."""

KEY_SHIFT = 32
"""An occurrence is one number: ``document << KEY_SHIFT | position``."""


class IndexReader:
    """One open generation of an index, for any number of threads. Use as a context manager.

    Attributes:
        path: The folder of the index.
        generation: The number of the generation.
        size: How many document numbers there are.
        article_count: How many articles there are.
        lexicon: The words of several syllables learnt from the articles.
        columns: Author, section, source and day of every article.
    """

    def __init__(
        self, path: Path, manifest: Manifest, lexicon: Lexicon, segments: list[Segment]
    ) -> None:
        """Not for callers: use ``open``."""
        self.path = path
        self._damage = damage_reported(path)  # entered by all that reads
        self.generation: int = manifest.generation
        self.lexicon = lexicon
        self._manifest = manifest
        self._published = Published(path, manifest)
        self._segments = segments
        sizes = [segment.size for segment in segments]
        self._bases = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64)
        self._starts: list[int] = self._bases.tolist()
        self.size = self._starts[-1]
        self._live = joined([segment.live for segment in segments], np.bool_)
        self.article_count = int(self._live.sum())
        self._lengths = {
            name: joined([segment.lengths(name) for segment in segments], np.int32)
            for name in TEXT_FIELDS
        }
        self._cache: BoundedCache[tuple[str, str], VariantPostings] = BoundedCache(CACHE_BYTES)
        self.columns = Columns(path, manifest, segments)

    @classmethod
    def open(cls, path: Path) -> IndexReader:
        """Open the newest generation of the index at ``path``.

        Raises:
            IndexNotFound: When there is no index, or one whose first build never finished.
            IndexCorrupt: When it is damaged.
            IndexOutdated: When it was made by another format or by other text rules.
        """
        with damage_reported(path):
            return cls(path, *open_newest(path))

    def close(self) -> None:
        """Let go of the files; the reader cannot be used any more."""
        self._segments = []
        self._cache.clear()

    def is_current(self) -> bool:
        """Whether the newest published generation is this one; costs a listing of the folder.

        Raises:
            OSError: When the folder cannot be listed (any more).
        """
        return self._published.is_newest()

    def __enter__(self) -> IndexReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def variants(self, field: str, folded: str) -> tuple[str, ...]:
        """Return the marked forms of a folded form that occur in a field, sorted."""
        return self.variants_in((field,), folded)

    def variants_in(self, fields: Sequence[str], folded: str) -> tuple[str, ...]:
        """Return the marked forms of a folded form that occur in any of some fields, sorted."""
        with self._damage:
            found = [each.variants(field, folded) for field in fields for each in self._segments]
        if found and found.count(found[0]) == len(found):
            return found[0]
        return tuple(sorted(set().union(*found)))

    def values(self, field: str) -> list[tuple[str, str]]:
        """Return all (folded, marked) terms of a field, sorted: the values of a filter field."""
        with self._damage:
            terms = {term for segment in self._segments for term in segment.live_terms(field)}
            pairs = (decode_term(term).partition(SEPARATOR) for term in terms)
            return sorted((folded, marked) for folded, _, marked in pairs)

    def postings(self, field: str, folded: str, marked: str) -> Postings:
        """Return the articles a term occurs in.

        Returns:
            Document numbers, ascending, int64 of shape ``[n]``; and how often the term occurs in
            each, int32 of shape ``[n]``. Both empty when it does not occur.
        """
        return self.prefix(field, folded).of(marked)

    def prefix(self, field: str, folded: str) -> VariantPostings:
        """Return the postings of all marked variants of a folded form."""
        found = self._cache.get((field, folded))
        if found is None:
            with self._damage:
                found = decode(self._segments, field, folded)
            self._cache.keep((field, folded), found)
        return found

    def pooled(self, wanted: Sequence[Wanted], weighing: Weighing) -> list[Pool]:
        """Return the postings of folded forms taken together, see ``gathering.pooled``."""
        with self._damage:
            return pooled(self._segments, wanted, weighing)

    def occurrences(
        self,
        field: str,
        docs: NDArray[np.int64],
        terms: Sequence[tuple[str, str]],
        *,
        gaps: bool = False,
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where any of some terms occur in some articles.

        Args:
            field: A text field.
            docs: Document numbers, ascending and distinct, int64 of shape ``[n]``.
            terms: (folded, marked) forms, distinct.
            gaps: Whether positions between paragraphs are wanted; they are called as if they were one
                more term.

        Returns:
            Keys ``document << 32 | position``, ascending, int64 of shape ``[m]``; and what stands
            there, by its place in ``terms``, int64 of shape ``[m]``. Terms that share a position
            (alternatives) share a key.
        """
        if len(docs) and not 0 <= int(docs[0]) <= int(docs[-1]) < self.size:
            raise IndexError(f"there is no such document among {self.size}")
        keys: list[NDArray[np.int64]] = []
        which: list[NDArray[np.int64]] = []
        with self._damage:
            for segment, base, own in self._by_segment(docs):
                at, hits = segment.occurrences(field, own, terms, gaps=gaps)
                keys.append(at + (base << KEY_SHIFT))
                which.append(hits)
        return joined(keys, np.int64), joined(which, np.int64)

    def add_pairs(
        self,
        field: str,
        docs: NDArray[np.int64],
        words: tuple[Sequence[tuple[str, str]], NDArray[np.int64]],
        pairs: NDArray[np.int64],
        worth: NDArray[np.float32],
        frequencies: NDArray[np.float32],
    ) -> None:
        """Add how often pairs of words stand side by side in some articles.

        Alternatives have the same neighbours.

        Args:
            field: As for ``occurrences``; likewise ``docs``.
            docs: Document numbers, int64 of shape ``[n]``.
            words: The (folded, marked) terms that may stand for each word, those of a word
                neighbours and none of them twice; and where those of each begin and the last ones
                end, int64 of shape ``[words + 1]``.
            pairs: The numbers of the word in front and the word behind, int64 ``[pairs, 2]``.
            worth: What one occurrence adds, float32 of shape ``[size]``.
            frequencies: What is added to, float32 of shape ``[pairs, n]``.
        """
        cuts = np.searchsorted(docs, self._bases).tolist() if len(self._segments) > 1 else [0, None]
        with self._damage:
            for segment, base, (low, high) in zip(
                self._segments, self._starts, pairwise(cuts), strict=False
            ):
                own = docs[low:high] - base if base else docs[low:high]
                if len(own):
                    worth_there = worth[base : base + segment.size]
                    segment.add_pairs(field, own, words, pairs, worth_there, (frequencies, low))

    def phrase_ends(
        self, field: str, docs: NDArray[np.int64], words: Sequence[Sequence[tuple[str, str]]]
    ) -> NDArray[np.int64]:
        """Return where words stand one after the other in some articles.

        Args:
            field: A text field.
            docs: Document numbers, ascending and distinct, int64 of shape ``[n]``.
            words: For each word, the (folded, marked) forms that may stand for it.

        Returns:
            Keys ``document << 32 | position`` of the last word, ascending, int64 of shape ``[m]``.
        """
        with self._damage:
            keys = [
                segment.phrase_ends(field, own, words) + (base << KEY_SHIFT)
                for segment, base, own in self._by_segment(docs)
            ]
        return joined(keys, np.int64)

    def _by_segment(
        self, docs: NDArray[np.int64]
    ) -> Iterator[tuple[Segment, int, NDArray[np.int64]]]:
        """The segments that have any of some articles, their first document number, their own."""
        if self.article_count < self.size:
            docs = docs[self._live[docs]]
        cuts = np.searchsorted(docs, self._bases).tolist()
        for segment, base, (low, high) in zip(
            self._segments, self._starts, pairwise(cuts), strict=False
        ):
            if low < high:
                yield segment, base, docs[low:high] - base

    def positions(self, field: str, folded: str, marked: str) -> PositionLists:
        """Return where a term occurs; see ``occurrences`` for some articles only.

        Returns:
            Document numbers, ascending, int64 ``[n]``; starts, int64 ``[n + 1]``; positions, int32:
            those in ``docs[i]`` are ``positions[starts[i]:starts[i + 1]]``, ascending.
        """
        docs, frequencies = self.postings(field, folded, marked)
        starts = np.zeros(len(docs) + 1, dtype=np.int64)
        if field not in TEXT_FIELDS:
            return docs, starts, np.zeros(0, np.int32)
        np.cumsum(frequencies, out=starts[1:])
        term = encode_term(term_key(folded, marked))
        with self._damage:
            parts = [segment.positions(field, term) for segment in self._segments]
        return docs, starts, joined(parts, np.int32)

    @cached_property
    def neighbours(self) -> Neighbours:
        """How often words occur and stand side by side in the bodies of this index."""
        # Titles say nothing of ranking that bodies do not, and cost half as much again.
        return Neighbours(self.path, self._segments)

    @cached_property
    def title_neighbours(self) -> Neighbours:
        """The same in its titles."""
        return Neighbours(self.path, self._segments, TITLE)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of this index as a whole."""
        return Vocabulary(self.path, self._segments)

    def lengths(self, field: str) -> NDArray[np.int32]:
        """Return the exact token counts of a text field, int32 of shape ``[size]``.

        Those of deleted articles are in it, too; see ``live``.
        """
        return self._lengths[field]

    def average_length(self, field: str) -> float:
        """Return the mean token count of a text field over the live articles, 0.0 without any."""
        if not self.article_count:
            return 0.0
        return float(self._lengths[field][self._live].mean(dtype=np.float64))

    def live(self) -> NDArray[np.bool_]:
        """Return which document numbers are articles to be found, bool of shape ``[size]``."""
        return self._live

    def article(self, doc: int) -> Article:
        """Return the article with a document number."""
        segment, number = self._place(doc)
        with self._damage:
            return segment.article(number)

    def id_of(self, doc: int) -> str:
        """Return the id of the article with a document number."""
        return self.ids_of(np.array([doc]))[0]

    def ids_of(self, docs: NDArray[np.int64]) -> list[str]:
        """Return the ids of the articles with some document numbers, int64 of shape ``[n]``."""
        if len(docs) and not 0 <= int(docs.min()) <= int(docs.max()) < self.size:
            raise IndexError(f"there is no such document among {self.size}")
        with self._damage:
            if len(self._segments) == 1:
                return self._segments[0].ids_of(docs)
            ids = np.empty(len(docs), np.object_)
            owners = self._bases.searchsorted(docs, "right") - 1
            for number in set(owners.tolist()):
                own = owners == number
                ids[own] = self._segments[number].ids_of(docs[own] - self._starts[number])
        return list(ids)

    def find(self, article_id: str) -> int | None:
        """Return the document number of an article, or ``None`` when there is none of that id."""
        with self._damage:
            for segment, base in zip(self._segments, self._starts, strict=False):
                if (doc := segment.find(article_id)) is not None:
                    return base + doc
        return None

    def _place(self, doc: int) -> tuple[Segment, int]:
        if not 0 <= doc < self.size:
            raise IndexError(f"there is no document {doc}")
        number = bisect_right(self._starts, doc) - 1
        return self._segments[number], doc - self._starts[number]

    def stats(self) -> IndexStats:
        """Return facts about this generation; reads the whole dictionary."""
        with self._damage:
            return count_all(self, self._manifest, self._segments)
