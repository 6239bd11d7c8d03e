"""Reading an index: numpy views of one generation, for the search above it.

Document numbers are 0 … size-1 over all segments; numbers of deleted articles appear in no answer.
A reader keeps the generation it opened, whatever writers do meanwhile. Not for scoring, and knows
neither queries nor Whoosh (see ``whoosh_adapter``).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from searcher.articles.model import Article
from searcher.errors import IndexNotFound
from searcher.index.bounded_cache import BoundedCache
from searcher.index.columns import Columns
from searcher.index.folder import (
    build_command,
    check_manifest,
    check_marker,
    damage_reported,
    is_index_folder,
)
from searcher.index.lexicon import Lexicon, open_lexicon
from searcher.index.manifest import Files, Manifest, latest_generation, read_manifest
from searcher.index.neighbours import Neighbours
from searcher.index.schema import SEPARATOR, TEXT_FIELDS, decode_term, encode_term, term_key
from searcher.index.stats import IndexStats, size_on_disk
from searcher.index.variants import VariantPostings, decode, joined
from searcher.index.vocabulary import Vocabulary
from searcher.index.whoosh_adapter import toc
from searcher.index.whoosh_adapter.segment import Segment, open_segments

Postings = tuple[NDArray[np.int64], NDArray[np.int32]]
PositionLists = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int32]]

CACHE_BYTES = 8 * 1024 * 1024
"""How much of decoded postings a reader keeps; what ranking makes of them it keeps itself."""
_OPEN_ATTEMPTS = 20
_EMPTY_ATTEMPTS = 3

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
        self.generation: int = manifest.generation
        self.lexicon = lexicon
        self._manifest = manifest
        self._segments = segments
        sizes = [segment.size for segment in segments]
        self._bases = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64)
        self.size = int(self._bases[-1])
        self._live = joined([segment.live for segment in segments], np.bool_)
        self.article_count = int(self._live.sum())
        self._lengths = {
            name: joined([segment.lengths(name) for segment in segments], np.int32)
            for name in TEXT_FIELDS
        }
        self._cache: BoundedCache[tuple[str, str], VariantPostings] = BoundedCache(CACHE_BYTES)
        self._neighbours: Neighbours | None = None
        self._vocabulary: Vocabulary | None = None
        self.columns = Columns(path, manifest, segments)

    @classmethod
    def open(cls, path: Path) -> IndexReader:
        """Open the newest generation of the index at ``path``.

        Raises:
            IndexNotFound: When there is no index, or one whose first build never finished.
            IndexCorrupt: When it is damaged.
            IndexOutdated: When it was made by another format or by other text rules.
        """
        if not is_index_folder(path):
            raise IndexNotFound(path=path, command=build_command(path))
        check_marker(path)
        with damage_reported(path):
            for attempt in range(_OPEN_ATTEMPTS):
                generation = latest_generation(path)
                if generation == 0 and attempt < _EMPTY_ATTEMPTS:
                    # Listing a folder while one file replaces another may show neither.
                    time.sleep(0.01)
                    continue
                if generation == 0:
                    raise IndexNotFound(path=path, command=build_command(path))
                try:
                    manifest = read_manifest(path, generation)
                    check_manifest(path, manifest)
                    files = Files(path, manifest.files)
                    # Read at once, for a writer may delete it any time; segments stay as opened.
                    lexicon = open_lexicon(path, manifest, files)
                    entries = toc.read(files, generation)
                    return cls(path, manifest, lexicon, open_segments(files, entries))
                except FileNotFoundError:
                    # A writer published the next generation and cleaned up this one.
                    if latest_generation(path) == generation and attempt:
                        raise
                    time.sleep(0.01)
            raise TimeoutError("it changes faster than it can be opened")

    def close(self) -> None:
        """Let go of the files; the reader cannot be used any more."""
        self._segments = []
        self._cache.clear()

    def is_current(self) -> bool:
        """Whether the newest published generation is this one; costs a listing of the folder.

        Raises:
            OSError: When the folder cannot be listed (any more).
        """
        # A folder listed while it changes may show none; a smaller number is another index's.
        return latest_generation(self.path) in (0, self.generation)

    def __enter__(self) -> IndexReader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    # --- terms and postings -------------------------------------------------------------------

    def variants(self, field: str, folded: str) -> tuple[str, ...]:
        """Return the marked forms of a folded form that occur in a field, sorted."""
        known = self._cache.get((field, folded))
        if known is not None:
            return known.marked
        prefix = encode_term(term_key(folded, ""))
        with damage_reported(self.path):
            terms = set().union(*(s.terms_with_prefix(field, prefix) for s in self._segments))
        return tuple(sorted(decode_term(term[len(prefix) :]) for term in terms))

    def values(self, field: str) -> list[tuple[str, str]]:
        """Return all (folded, marked) terms of a field, sorted: the values of a filter field."""
        with damage_reported(self.path):
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
            with damage_reported(self.path):
                found = decode(self._segments, field, encode_term(term_key(folded, "")))
            self._cache.keep((field, folded), found)
        return found

    def occurrences(
        self,
        field: str,
        docs: NDArray[np.int64],
        terms: Sequence[tuple[str, str]],
        values: NDArray[np.int64] | None = None,
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where any of some terms occur in some articles.

        Args:
            field: A text field.
            docs: Document numbers, ascending and distinct, int64 of shape ``[n]``.
            terms: (folded, marked) forms, distinct.
            values: What each of them shall be called, at least 0, int64 of their number; without
                it, by its index.

        Returns:
            Keys ``document << 32 | position``, ascending, int64 of shape ``[m]``; and what stands
            there, as called in ``values``, int64 of shape ``[m]``. Terms that share a position
            (alternatives) share a key.
        """
        if len(docs) and not 0 <= int(docs[0]) <= int(docs[-1]) < self.size:
            raise IndexError(f"there is no such document among {self.size}")
        values = np.arange(len(terms)) if values is None else values
        keys: list[NDArray[np.int64]] = []
        which: list[NDArray[np.int64]] = []
        with damage_reported(self.path):
            for segment, base, own in self._by_segment(docs):
                ids = segment.term_ids(field, terms)
                occurring = np.flatnonzero(ids)
                if len(occurring):
                    at, hits = segment.occurrences(field, own, ids[occurring], values[occurring])
                    keys.append(at + (base << KEY_SHIFT))
                    which.append(hits)
        return joined(keys, np.int64), joined(which, np.int64)

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
        with damage_reported(self.path):
            keys = [
                segment.phrase_ends(field, own, words) + (base << KEY_SHIFT)
                for segment, base, own in self._by_segment(docs)
            ]
        return joined(keys, np.int64)

    def _by_segment(
        self, docs: NDArray[np.int64]
    ) -> Iterator[tuple[Segment, int, NDArray[np.int64]]]:
        """The segments that have any of some articles, their first document number, their own."""
        docs = docs[self._live[docs]]
        cuts = np.searchsorted(docs, self._bases).tolist()
        for segment, base, (low, high) in zip(
            self._segments, self._bases.tolist(), pairwise(cuts), strict=False
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
        with damage_reported(self.path):
            parts = [segment.positions(field, term) for segment in self._segments]
        return docs, starts, joined(parts, np.int32)

    @property
    def neighbours(self) -> Neighbours:
        """How often words occur and stand side by side in this index."""
        if self._neighbours is None:
            self._neighbours = Neighbours(self.path, self._segments)
        return self._neighbours

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of this index as a whole."""
        if self._vocabulary is None:
            self._vocabulary = Vocabulary(self.path, self._segments)
        return self._vocabulary

    # --- articles -----------------------------------------------------------------------------

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
        with damage_reported(self.path):
            return segment.article(number)

    def id_of(self, doc: int) -> str:
        """Return the id of the article with a document number."""
        segment, number = self._place(doc)
        with damage_reported(self.path):
            return segment.id_of(number)

    def find(self, article_id: str) -> int | None:
        """Return the document number of an article, or ``None`` when there is none of that id."""
        with damage_reported(self.path):
            for segment, base in zip(self._segments, self._bases.tolist(), strict=False):
                doc = segment.find(article_id)
                if doc is not None:
                    return int(base) + doc
        return None

    def _place(self, doc: int) -> tuple[Segment, int]:
        if not 0 <= doc < self.size:
            raise IndexError(f"there is no document {doc}")
        number = int(np.searchsorted(self._bases, doc, side="right")) - 1
        return self._segments[number], doc - int(self._bases[number])

    def stats(self) -> IndexStats:
        """Return facts about this generation; reads the whole dictionary."""
        marked: set[bytes] = set()
        with damage_reported(self.path):
            for segment in self._segments:
                for name in TEXT_FIELDS:
                    marked.update(segment.terms(name))
            return IndexStats(
                articles=self.article_count,
                deleted=self.size - self.article_count,
                segments=len(self._segments),
                generation=self.generation,
                size_bytes=size_on_disk(self.path),
                terms=len(marked),
                tokens=sum(int(self._lengths[n][self._live].sum()) for n in TEXT_FIELDS),
                compounds=len(self.lexicon),
                encodings=self.columns.encodings,
                sources=self._manifest.sources,
                created=self._manifest.created,
                updated=self._manifest.updated,
            )
