"""Analysed articles gathered into batches, inverted, and handed to the writer of segments.

Keeps what is held in memory within a budget, however large the corpus is. Not for analysing
(``document``) and not for what a segment is made of (``codec``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.index.codec.batch import BatchDocument, FieldBatch
from searcher.index.document import Analysis, FieldTokens
from searcher.index.schema import (
    BODY,
    DATE,
    FILTER_FIELDS,
    ID,
    RECORD,
    TEXT_FIELDS,
    TITLE,
    encode_term,
)
from searcher.index.whoosh_adapter.writer import Writer

DEFAULT_MEMORY = 512 << 20
"""How many bytes building an index may take beside the interpreter."""

# Shares of that memory. A batch costs about 70 bytes per token while it is inverted and while its
# sequences are written, an inverted one about 5; writing a segment takes 100 MB more at most.
_BATCH_TOKENS = 1 << 20
_BYTES_PER_TOKEN = 400  # so that a batch takes a sixth of the memory
_SEGMENT_SHARE = 0.2
_CHUNK_BYTES = 1 << 20
_CHUNK_SHARE = 1 / 256
_TERM_BYTES = 160  # a term in the vocabulary of a segment
_NAME_BYTES = 100  # the name of an article, a term that no other has
# What processes that analyse take of it; each costs 45 MB, most of it chains that it remembers.
_HELPERS_SHARE = 0.4
_HELPER_BYTES = 50 << 20


@dataclass(frozen=True, slots=True)
class Budget:
    """What may be held in memory at a time.

    Attributes:
        chunk_bytes: Records that are analysed together.
        batch_tokens: Tokens that are inverted together.
        segment_bytes: Inverted batches that become one segment.
        helpers: Processes that analyse.
    """

    chunk_bytes: int
    batch_tokens: int
    segment_bytes: int
    helpers: int

    @classmethod
    def of(cls, memory: int) -> Budget:
        """Return the budget for a number of bytes of memory."""
        return cls(
            chunk_bytes=min(_CHUNK_BYTES, int(memory * _CHUNK_SHARE)),
            batch_tokens=min(_BATCH_TOKENS, memory // _BYTES_PER_TOKEN),
            segment_bytes=int(memory * _SEGMENT_SHARE),
            helpers=max(1, int(memory * _HELPERS_SHARE) // _HELPER_BYTES),
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """An article on its way into the index.

    Attributes:
        id: What it is called.
        record: As ``record.encode`` gave it.
        date: Its day as an ordinal, ``NO_DATE`` when unknown.
        origin: Whatever the caller wants to know it by when it fails.
    """

    id: str
    record: bytes
    date: int
    origin: Any


class _Numbers(dict[bytes, int]):
    """Term → its number in a segment's vocabulary."""

    def __missing__(self, term: bytes) -> int:
        number = self[term] = len(self)
        return number


class Batches:
    """Takes analysed articles in order and gives their segments to a writer."""

    def __init__(self, writer: Callable[[], Writer], budget: Budget) -> None:
        """Start with nothing.

        Args:
            writer: Gives the writer when there is something to write.
            budget: What may be held.
        """
        self._writer = writer
        self._budget = budget
        self._numbers = _Numbers()
        self._entries: list[Entry] = []
        self._fields: dict[str, list[FieldTokens]] = {}
        self._tokens = 0

    def add(self, entries: list[Entry], analysis: Analysis) -> Iterator[tuple[Entry, str]]:
        """Take analysed articles; yields those that failed, with the reason."""
        good = np.ones(len(entries), dtype=np.bool_)
        good[list(analysis.failures)] = False
        renumbered = np.fromiter(
            map(self._numbers.__getitem__, analysis.vocabulary),
            np.uint32,
            len(analysis.vocabulary),
        )
        for name, tokens in analysis.fields.items():
            self._fields.setdefault(name, []).append(
                FieldTokens(renumbered[tokens.ids], tokens.positions, tokens.counts[good])
            )
            self._tokens += len(tokens.ids)
        for number, entry in enumerate(entries):
            if number in analysis.failures:
                yield entry, analysis.failures[number]
            else:
                self._entries.append(entry)
        if self._tokens >= self._budget.batch_tokens:
            self.flush()

    def flush(self) -> None:
        """Invert what has been gathered and give it to the writer."""
        if not self._entries:
            self._fields.clear()
            return
        writer = self._writer()
        docs = np.arange(writer.next_doc, writer.next_doc + len(self._entries), dtype=np.int32)
        # Numbers are given in the order of the dictionary, so its keys are the vocabulary.
        vocabulary = list(self._numbers)
        fields: dict[str, FieldBatch] = {}
        lengths: dict[str, list[int]] = {}
        for name in (*TEXT_FIELDS, *FILTER_FIELDS):
            parts = self._fields.pop(name)
            counts = np.concatenate([part.counts for part in parts])
            ids = np.concatenate([part.ids for part in parts])
            owners = np.repeat(docs, counts)
            if name in TEXT_FIELDS:
                lengths[name] = counts.tolist()
                positions = np.concatenate([p.positions for p in parts if p.positions is not None])
                del parts
                fields[name] = FieldBatch.from_tokens(vocabulary, ids, owners, positions)
            else:
                fields[name] = _existence(vocabulary, ids, owners)
        names = [encode_term(entry.id) for entry in self._entries]
        fields[ID] = _existence(names, np.arange(len(names), dtype=np.uint32), docs)
        writer.add(fields, self._documents(lengths))
        self._entries.clear()
        self._fields.clear()
        self._tokens = 0
        kept = _TERM_BYTES * len(self._numbers) + _NAME_BYTES * writer.next_doc
        if writer.held_bytes + kept >= self._budget.segment_bytes:
            writer.end_segment()
            self._numbers.clear()

    def end(self) -> None:
        """Invert what has been gathered; what comes next belongs to another generation."""
        self.flush()
        self._numbers.clear()

    def _documents(self, lengths: dict[str, list[int]]) -> Iterator[BatchDocument]:
        sizes = zip(lengths[TITLE], lengths[BODY], strict=True)
        for entry, (title, body) in zip(self._entries, sizes, strict=True):
            yield BatchDocument(
                stored={RECORD: entry.record},
                lengths={TITLE: title, BODY: body},
                columns={DATE: entry.date},
            )


def _existence(
    vocabulary: list[bytes], ids: NDArray[np.uint32], docs: NDArray[np.int32]
) -> FieldBatch:
    """A field that says only in which articles a term occurs."""
    return replace(FieldBatch.from_tokens(vocabulary, ids, docs, None), freqs=None)
