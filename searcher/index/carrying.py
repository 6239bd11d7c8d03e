"""Articles of the published generation on their way into the next one, with all their tokens.

An article that gets another name or place becomes a new document. Its tokens are copied from the
arrays of the old one, so that nothing of its text is analysed again. Not for writing (``batches``)
nor for answering searches (``reader``).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from searcher.articles.model import Article
from searcher.index import record
from searcher.index.codec.arrays import FieldArrays
from searcher.index.codec.dictionary import FieldDictionary
from searcher.index.codec.types import offsets
from searcher.index.document import Analysis, FieldTokens, filter_keys
from searcher.index.folder import damage_reported
from searcher.index.manifest import Files, read_manifest
from searcher.index.schema import FILTER_FIELDS, TEXT_FIELDS, encode_term
from searcher.index.whoosh_adapter import toc
from searcher.index.whoosh_adapter.segment import open_segments

# Terms are decoded so many at a time when many of them are wanted.
_TERMS = 1 << 16
# Decoding one term by itself costs about as much as this many in a row.
_ALONE = 16


class Published:
    """The published generation, while the next one is made. Only for the holder of the lock."""

    def __init__(self, path: Path, generation: int) -> None:
        """Open it.

        Args:
            path: The folder of the index.
            generation: The number of the generation.

        Raises:
            IndexCorrupt: When it is damaged.
        """
        self.path = path
        with damage_reported(path):
            files = Files(path, read_manifest(path, generation).files)
            self._segments = open_segments(files, toc.read(files, generation))
        self._bases = [0, *accumulate(segment.size for segment in self._segments)]

    def find(self, article_id: str) -> int | None:
        """Return the number of an article's document over all segments."""
        with damage_reported(self.path):
            for segment, base in zip(self._segments, self._bases, strict=False):
                doc = segment.find(article_id)
                if doc is not None:
                    return base + doc
        return None

    def article(self, doc: int) -> Article:
        """Return the article of a document."""
        number, local = self._place(doc)
        with damage_reported(self.path):
            return self._segments[number].article(local)

    def _place(self, doc: int) -> tuple[int, int]:
        number = int(np.searchsorted(self._bases, doc, side="right")) - 1
        return number, doc - self._bases[number]

    def analysis(self, docs: Sequence[int], records: Sequence[bytes]) -> Analysis:
        """Return the tokens of some documents, as analysing their articles gave them.

        Args:
            docs: Ascending document numbers.
            records: The article of each, as it shall be stored.
        """
        numbers: dict[bytes, int] = {}
        fields: dict[str, FieldTokens] = {}
        with damage_reported(self.path):
            for name in TEXT_FIELDS:
                parts = [self._run(name, *run, numbers) for run in self._runs(docs)]
                fields[name] = FieldTokens(
                    np.concatenate([ids for ids, _, _ in parts]),
                    np.concatenate([positions for _, positions, _ in parts]),
                    np.concatenate([counts for _, _, counts in parts]),
                )
        for name in FILTER_FIELDS:
            keys = [filter_keys(record.decode(each)).get(name) for each in records]
            ids = [
                numbers.setdefault(encode_term(key), len(numbers))
                for key in keys
                if key is not None
            ]
            counts = np.array([key is not None for key in keys], dtype=np.int32)
            fields[name] = FieldTokens(np.array(ids, dtype=np.uint32), None, counts)
        return Analysis(list(numbers), fields, {})

    def _runs(self, docs: Sequence[int]) -> list[tuple[int, int, int]]:
        """Neighbouring documents together: segment, first, and one behind the last."""
        runs: list[tuple[int, int, int]] = []
        for doc in docs:
            number, local = self._place(doc)
            if runs and runs[-1][0] == number and runs[-1][2] == local:
                runs[-1] = (number, runs[-1][1], local + 1)
            else:
                runs.append((number, local, local + 1))
        return runs

    def _run(
        self, field: str, number: int, first: int, stop: int, numbers: dict[bytes, int]
    ) -> tuple[NDArray[np.uint32], NDArray[np.int32], NDArray[np.int32]]:
        arrays = self._segments[number].arrays.field(field)
        if arrays is None:
            return (
                np.zeros(0, np.uint32),
                np.zeros(0, np.int32),
                np.zeros(stop - first, np.int32),
            )
        rows, positions, counts = _tokens(arrays, first, stop)
        used, which = np.unique(rows, return_inverse=True)
        terms = _terms(arrays.terms, used)
        ids = np.array([numbers.setdefault(term, len(numbers)) for term in terms], np.uint32)
        return ids[which], positions.astype(np.int32), counts.astype(np.int32)


def _tokens(
    arrays: FieldArrays, first: int, stop: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Dictionary rows and positions of all tokens in order, and how many each document has."""
    chunk = arrays.sequences.chunk(first, stop)
    starts = offsets(chunk.slot_counts)
    at = np.flatnonzero(chunk.rows >= 0)
    owners = np.searchsorted(starts, at, side="right") - 1
    rows = np.concatenate([chunk.rows[at], chunk.extra_rows])
    positions = np.concatenate([at - starts[owners], chunk.extra_positions])
    owners = np.concatenate([owners, chunk.extra_docs - first])
    order = np.lexsort((positions, owners))
    return rows[order], positions[order], np.bincount(owners, minlength=stop - first)


def _terms(dictionary: FieldDictionary, rows: NDArray[np.int64]) -> list[bytes]:
    """The terms of ascending rows."""
    if len(rows) * _ALONE < len(dictionary):
        return [dictionary.term(row) for row in rows.tolist()]
    found: list[bytes] = []
    for first in range(0, len(dictionary), _TERMS):
        stop = min(first + _TERMS, len(dictionary))
        some = dictionary.terms(first, stop)
        low, high = np.searchsorted(rows, [first, stop])
        found += [some[row - first] for row in rows[low:high].tolist()]
    return found
