"""Reading an index: numpy views of one generation, for the search above it.

Document numbers are 0 … size-1 over all segments; numbers of deleted articles appear in no answer.
A reader keeps the generation it opened, whatever writers do meanwhile. Not for scoring, and knows
neither queries nor Whoosh (see ``whoosh_adapter``).
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from searcher.articles.model import Article
from searcher.errors import IndexNotFound, IndexOutdated
from searcher.index import record
from searcher.index.folder import (
    Manifest,
    build_command,
    check_marker,
    damage_reported,
    is_index_folder,
    read_manifest,
    rebuild_command,
)
from searcher.index.schema import (
    DATE,
    FORMAT,
    ID,
    RECORD,
    SEPARATOR,
    TEXT_FIELDS,
    decode_term,
    encode_term,
    length_column,
    term_key,
)
from searcher.index.stats import IndexStats, size_on_disk
from searcher.index.whoosh_adapter import Segment, Store
from searcher.text import TEXT_RULES_VERSION

Postings = tuple[NDArray[np.int32], NDArray[np.int32]]
PositionLists = tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int32]]

_Scalar = TypeVar("_Scalar", bound=np.generic)

CACHE_BYTES = 64 * 1024 * 1024
"""How much of decoded postings a reader keeps."""
_ENTRY_BYTES = 600  # of key, arrays and bookkeeping, so that empty lists count, too
_MAX_VARIANTS = 100_000
_OPEN_ATTEMPTS = 20


KEY_SHIFT = 32
"""An occurrence is one number: ``document << KEY_SHIFT | position``."""


@dataclass(frozen=True, slots=True)
class VariantPostings:
    """The postings of all marked variants of one folded form.

    Attributes:
        marked: The variants, sorted.
        docs: Document numbers, list after list, each ascending; int32 of shape ``[n]``.
        frequencies: How often the variant occurs in each; int32 of shape ``[n]``.
        bounds: The list of ``marked[i]`` is ``[bounds[i]:bounds[i + 1]]``; int64.
    """

    marked: tuple[str, ...]
    docs: NDArray[np.int32]
    frequencies: NDArray[np.int32]
    bounds: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _PostingList:
    docs: NDArray[np.int32]
    frequencies: NDArray[np.int32]
    positions: NDArray[np.int32]

    @property
    def size_bytes(self) -> int:
        arrays = (self.docs, self.frequencies, self.positions)
        return _ENTRY_BYTES + sum(int(array.nbytes) for array in arrays)


class IndexReader:
    """One open generation of an index. Use as a context manager, from one thread at a time."""

    def __init__(self, path: Path, manifest: Manifest, segments: list[Segment]) -> None:
        """Not for callers: use ``open``."""
        self.path = path
        self.generation: int = manifest.generation
        self._manifest = manifest
        self._segments = segments
        sizes = [segment.size for segment in segments]
        self._bases = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64)
        self.size = int(self._bases[-1])
        self._live = _joined([segment.live for segment in segments], np.bool_)
        self.article_count = int(self._live.sum())
        self._lengths = {
            name: _joined([s.numbers(length_column(name)) for s in segments], np.int32)
            for name in TEXT_FIELDS
        }
        self._cache: OrderedDict[tuple[str, str, str], _PostingList] = OrderedDict()
        self._cached_bytes = 0
        self._variants: dict[tuple[str, str], tuple[str, ...]] = {}

    @classmethod
    def open(cls, path: Path) -> IndexReader:
        """Open the newest generation of the index at ``path``.

        Raises:
            IndexNotFound: When there is no index, or one whose first build never finished.
            IndexUnreadable: When it is damaged.
            IndexOutdated: When it was made by another format or by other text rules.
        """
        if not is_index_folder(path):
            raise IndexNotFound(path=path, command=build_command(path))
        check_marker(path)
        with damage_reported(path):
            store = Store(path)
            for attempt in range(_OPEN_ATTEMPTS):
                generation = store.generation()
                if generation == 0 and attempt < 2:
                    # Listing a folder while one file replaces another may show neither.
                    time.sleep(0.01)
                    continue
                if generation == 0:
                    raise IndexNotFound(path=path, command=build_command(path))
                try:
                    manifest = read_manifest(path, generation)
                    check_manifest(path, manifest)
                    return cls(path, manifest, store.segments(generation))
                except FileNotFoundError:
                    # A writer published the next generation and cleaned up this one.
                    if store.generation() == generation and attempt:
                        raise
                    time.sleep(0.01)
            raise TimeoutError("it changes faster than it can be opened")

    def close(self) -> None:
        """Close the files; the reader cannot be used any more."""
        for segment in self._segments:
            segment.close()
        self._segments = []
        self._cache.clear()

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
        key = (field, folded)
        if key not in self._variants:
            prefix = encode_term(term_key(folded, ""))
            found: set[str] = set()
            with damage_reported(self.path):
                for segment in self._segments:
                    for term in segment.terms(field, prefix):
                        marked = decode_term(term[len(prefix) :])
                        if marked in found:
                            continue
                        if not segment.has_deletions or self._occurs(segment, field, term):
                            found.add(marked)
            if len(self._variants) >= _MAX_VARIANTS:
                self._variants.clear()
            self._variants[key] = tuple(sorted(found))
        return self._variants[key]

    @staticmethod
    def _occurs(segment: Segment, field: str, term: bytes) -> bool:
        postings = segment.postings(field, term)
        return postings is not None and bool(segment.live[postings[0]].any())

    def values(self, field: str) -> list[tuple[str, str]]:
        """Return all (folded, marked) terms of a field, sorted: the values of a filter field."""
        with damage_reported(self.path):
            folded = {
                decode_term(term).partition(SEPARATOR)[0]
                for segment in self._segments
                for term in segment.terms(field)
            }
        return sorted((form, marked) for form in folded for marked in self.variants(field, form))

    def postings(self, field: str, folded: str, marked: str) -> Postings:
        """Return the articles a term occurs in.

        Returns:
            Document numbers, ascending, int32 of shape ``[n]``; and how often the term occurs in
            each, int32 of shape ``[n]``. Both empty when it does not occur.
        """
        found = self._load(field, folded, marked)
        return found.docs, found.frequencies

    def prefix(self, field: str, folded: str) -> VariantPostings:
        """Return the postings of all marked variants of a folded form."""
        marked = self.variants(field, folded)
        lists = [self.postings(field, folded, form) for form in marked]
        bounds = np.zeros(len(lists) + 1, dtype=np.int64)
        np.cumsum([len(docs) for docs, _ in lists], out=bounds[1:])
        return VariantPostings(
            marked,
            _joined([docs for docs, _ in lists], np.int32),
            _joined([frequencies for _, frequencies in lists], np.int32),
            bounds,
        )

    def occurrences(
        self, field: str, docs: NDArray[np.int64], terms: Sequence[tuple[str, str]]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where any of some terms occur in some articles.

        Args:
            field: A text field.
            docs: Document numbers, ascending and distinct, int64 of shape ``[n]``.
            terms: (folded, marked) forms, distinct.

        Returns:
            Keys ``document << 32 | position``, ascending, int64 of shape ``[m]``; and which of the
            terms stands there, as an index into ``terms``, int64 of shape ``[m]``. Terms that share
            a position (alternatives) share a key.
        """
        keys, which = [], []
        wanted = np.zeros(self.size, dtype=np.bool_)
        wanted[docs] = True
        for number, (folded, marked) in enumerate(terms):
            owners, starts, positions = self.positions(field, folded, marked)
            owners = np.repeat(owners, np.diff(starts)).astype(np.int64)
            kept = wanted[owners]
            keys.append((owners[kept] << KEY_SHIFT) | positions[kept])
            which.append(np.full(len(keys[-1]), number, dtype=np.int64))
        found = _joined(keys, np.int64)
        order = np.argsort(found, kind="stable")
        return found[order], _joined(which, np.int64)[order]

    def positions(self, field: str, folded: str, marked: str) -> PositionLists:
        """Return where a term occurs.

        Returns:
            Document numbers, ascending, int32 ``[n]``; starts, int64 ``[n + 1]``; positions, int32:
            those in ``docs[i]`` are ``positions[starts[i]:starts[i + 1]]``, ascending.
        """
        found = self._load(field, folded, marked)
        starts = np.zeros(len(found.docs) + 1, dtype=np.int64)
        if field in TEXT_FIELDS:
            np.cumsum(found.frequencies, out=starts[1:])
        return found.docs, starts, found.positions

    def _load(self, field: str, folded: str, marked: str) -> _PostingList:
        key = (field, folded, marked)
        found = self._cache.get(key)
        if found is not None:
            self._cache.move_to_end(key)
            return found
        with damage_reported(self.path):
            found = self._decode(field, encode_term(term_key(folded, marked)))
        self._cache[key] = found
        self._cached_bytes += found.size_bytes
        while self._cached_bytes > CACHE_BYTES and len(self._cache) > 1:
            _, dropped = self._cache.popitem(last=False)
            self._cached_bytes -= dropped.size_bytes
        return found

    def _decode(self, field: str, term: bytes) -> _PostingList:
        docs: list[NDArray[np.int32]] = []
        frequencies: list[NDArray[np.int32]] = []
        positions: list[NDArray[np.int32]] = []
        for segment, base in zip(self._segments, self._bases, strict=False):
            found = segment.postings(field, term)
            if found is None:
                continue
            numbers, counts, data = found
            places = np.frombuffer(data, dtype="<u4").astype(np.int32)
            if segment.has_deletions:
                keep = segment.live[numbers]
                if len(places):
                    places = places[np.repeat(keep, counts)]
                numbers, counts = numbers[keep], counts[keep]
            docs.append(numbers + np.int32(base))
            frequencies.append(counts)
            positions.append(places)
        return _PostingList(
            _joined(docs, np.int32),
            _joined(frequencies, np.int32),
            _joined(positions, np.int32),
        )

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

    def dates(self) -> NDArray[np.int32]:
        """Return the days as ``datetime.date`` ordinals, 0 when unknown; int32 ``[size]``."""
        return _joined([segment.numbers(DATE) for segment in self._segments], np.int32)

    def article(self, doc: int) -> Article:
        """Return the article with a document number."""
        segment, number = self._place(doc)
        with damage_reported(self.path):
            return record.unpack(segment.blob(RECORD, number))

    def id_of(self, doc: int) -> str:
        """Return the id of the article with a document number."""
        segment, number = self._place(doc)
        with damage_reported(self.path):
            return decode_term(segment.blob(ID, number))

    def find(self, article_id: str) -> int | None:
        """Return the document number of an article, or ``None`` when there is none of that id."""
        with damage_reported(self.path):
            docs = self._decode(ID, encode_term(article_id)).docs
        return int(docs[0]) if len(docs) else None

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
                sources=self._manifest.sources,
                created=self._manifest.created,
                updated=self._manifest.updated,
            )


def check_manifest(path: Path, manifest: Manifest) -> None:
    """Raise ``IndexOutdated`` when a generation was made by other rules than today's."""
    found = None
    if manifest.format != FORMAT:
        found = f"index format {manifest.format}"
    elif manifest.text_rules != TEXT_RULES_VERSION:
        found = f"text rules {manifest.text_rules}"
    if found is not None:
        raise IndexOutdated(path=path, found=found, command=rebuild_command(path))


def _joined(arrays: Sequence[NDArray[_Scalar]], dtype: type[_Scalar]) -> NDArray[_Scalar]:
    joined = np.concatenate(arrays) if arrays else np.empty(0, dtype=dtype)
    joined.flags.writeable = False  # shared with every caller
    return joined
