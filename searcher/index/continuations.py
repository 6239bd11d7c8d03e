"""Which words of an index begin so, and which follow a word: the likeliest first.

Read off the dictionaries, whose ids go by frequency, and off the counts of neighbours, both where
they lie; what is found becomes strings. Words of deleted articles are among them until their segment
is merged. Not for what is offered to a person (``searcher.search.completion``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from searcher.index.bounded_cache import BoundedCache
from searcher.index.codec.arrays import FieldArrays
from searcher.index.folder import damage_reported
from searcher.index.schema import SEPARATOR, decode_term, encode_term, term_key
from searcher.index.whoosh_adapter.segment import Segment

Term = tuple[str, str]
"""A folded and a marked form."""
Row = tuple[Term, ...]
_Numbers = tuple[int, ...]
Ints = NDArray[np.int64]

TRAIL = 3
"""How many words are looked at after others."""
MOST_OCCURRENCES = 250
"""About so many places in a segment are looked at."""
_NONE: Ints = np.zeros(0, np.int64)

_CACHE_BYTES = 4 << 20
_MOST_TERMS = 1 << 15


class Continuations:
    """The words of one field over all segments of a generation; from one thread at a time.

    Args:
        path: The folder of the index, for messages.
        segments: Its segments.
        field: A text field.
    """

    def __init__(self, path: Path, segments: Sequence[Segment], field: str) -> None:
        self._path = path
        self._fields: list[_Field] = []
        base = 0
        for segment in segments:
            arrays = segment.arrays.field(field)
            if arrays is not None:
                self._fields.append(_Field(segment, arrays, base))
            base += segment.size

    def beginning(self, prefixes: Sequence[str], most: int) -> dict[Term, int]:
        """The most frequent words that begin so.

        Args:
            prefixes: What the folded form begins with, any of them.
            most: At most about so many; of several segments so many each.

        Returns:
            The words, and how often each occurs.
        """
        with damage_reported(self._path):
            return _summed(field.beginning(_keys(prefixes), most) for field in self._fields)

    def following(self, term: Term, prefixes: Sequence[str], most: int) -> dict[Term, int]:
        """The words that most frequently come directly after a word.

        Args:
            term: The word before.
            prefixes: What their folded form begins with, any of them.
            most: At most about so many; of several segments so many each.

        Returns:
            The words, and how often each comes after it.
        """
        key = encode_term(term_key(*term))
        with damage_reported(self._path):
            return _summed(field.following(key, _keys(prefixes), most) for field in self._fields)

    def followed(self, term: Term) -> int:
        """How often any word comes directly after a word."""
        key = encode_term(term_key(*term))
        with damage_reported(self._path):
            return sum(field.followers(key).total for field in self._fields)

    def trail(self, docs: Ints, words: Sequence[Sequence[Term]]) -> Trail:
        """What comes after words that stand side by side in some articles.

        Args:
            docs: Document numbers of live articles, ascending and distinct, int64 of shape ``[n]``.
            words: For each word, the forms that may stand for it.
        """
        with damage_reported(self._path):
            return Trail(field.trail(docs, words) for field in self._fields)


class Trail:
    """The occurrences of some words side by side, with what came after each.

    Attributes:
        size: How many occurrences there are.
    """

    def __init__(self, parts: Iterable[tuple[_Field, Ints, Ints]]) -> None:
        """Not for callers: see ``Continuations.trail``."""
        self._parts = [part for part in parts if len(part[1])]
        self.size = sum(len(own) for _, own, _ in self._parts)

    @property
    def size_bytes(self) -> int:
        """What it takes in memory."""
        return 500 + sum(int(own.nbytes + after.nbytes) for _, own, after in self._parts)

    def going_on(self, prefixes: Sequence[str], most: int) -> dict[Row, dict[Row, int]]:
        """The words that come after, where the first of them begins in one of some ways.

        Args:
            prefixes: What its folded form begins with, any of them.
            most: At most so many of one length, and of several segments so many each.

        Returns:
            One to ``TRAIL`` words, each with the forms that the words before them have and how
            often.
        """
        found: dict[Row, dict[Row, int]] = {}
        for field, own, after in self._parts:
            chosen = field.beginning_so(after[:, 0], _keys(prefixes))
            # How often words come after each form of the words before, one dictionary for a length.
            counted: list[dict[_Numbers, dict[_Numbers, int]]] = [{} for _ in range(TRAIL)]
            befores = map(tuple, own[chosen].tolist())
            for before, following in zip(befores, after[chosen].tolist(), strict=True):
                for size, of_size in enumerate(counted, 1):
                    if following[size - 1] < 0:
                        break
                    ways = of_size.setdefault(tuple(following[:size]), {})
                    ways[before] = ways.get(before, 0) + 1
            for of_size in counted:
                for row in nlargest(most, of_size, key=lambda row: sum(of_size[row].values())):
                    total = found.setdefault(field.named(row), {})
                    for way, count in of_size[row].items():
                        named = field.named(way)
                        total[named] = total.get(named, 0) + count
        return found


class _Field:
    """One field of one segment."""

    def __init__(self, segment: Segment, arrays: FieldArrays, base: int) -> None:
        self._segment = segment
        self._arrays = arrays
        self._base = base
        self._followers: BoundedCache[bytes, _Followers] = BoundedCache(_CACHE_BYTES)
        self._terms: dict[int, Term] = {}

    def beginning(self, keys: Sequence[bytes], most: int) -> Iterator[tuple[Term, int]]:
        dictionary = self._arrays.terms
        for first, stop in _ranges(self._arrays, keys):
            ids = dictionary.ids(slice(first, stop)).astype(np.int64)
            best = np.arange(len(ids))
            if len(ids) > most:
                # The smaller an id, the more frequent is its term.
                best = np.argpartition(ids, most)[:most]
            counts = self._arrays.bigrams.term_counts(ids[best])
            yield from zip(self._named((best + first).tolist()), counts.tolist(), strict=True)

    def following(self, key: bytes, keys: Sequence[bytes], most: int) -> Iterator[tuple[Term, int]]:
        known = self.followers(key)
        rows, counts = known.rows, known.counts
        for first, stop in _ranges(self._arrays, keys):
            # In the order of their counts, the largest first.
            chosen = np.flatnonzero((rows >= first) & (rows < stop))[:most]
            named = self._named(rows[chosen].tolist())
            yield from zip(named, counts[chosen].tolist(), strict=True)

    def followers(self, key: bytes) -> _Followers:
        known = self._followers.get(key)
        return self._followers.keep(key, self._read(key)) if known is None else known

    def trail(self, docs: Ints, words: Sequence[Sequence[Term]]) -> tuple[_Field, Ints, Ints]:
        """The rows of the words at every place they stand side by side, and of those after them."""
        size, name = len(words), self._arrays.name
        first, stop = np.searchsorted(docs, [self._base, self._base + self._segment.size])
        own = docs[first:stop] - self._base
        ends = self._segment.phrase_ends(name, own, words) if len(own) else _NONE
        # As many tell as much as all of them.
        ends = ends[:: max(1, len(ends) // MOST_OCCURRENCES)]
        held = np.unique(ends >> 32)
        if not len(held):
            return self, _NONE.reshape(0, size), _NONE.reshape(0, TRAIL)
        starts, ids = self._arrays.sequences.sequences(held)
        which = np.searchsorted(held, ends >> 32)
        places = starts[which] + (ends & 0xFFFFFFFF)
        at = places[:, None] + np.arange(1 - size, TRAIL + 1)
        # What is behind the last word of an article belongs to the next one.
        found = np.where(at < starts[which + 1][:, None], ids.take(at, mode="clip"), 0)
        rows = np.full(found.shape, -1, np.int64)
        known = found > 0
        rows[known] = self._arrays.terms.rows_of(found[known])
        return self, rows[:, :size], rows[:, size:]

    def beginning_so(self, rows: Ints, keys: Sequence[bytes]) -> Ints:
        """Which of some rows have terms that begin so."""
        chosen = np.zeros(len(rows), np.bool_)
        for first, stop in _ranges(self._arrays, keys):
            chosen |= (rows >= first) & (rows < stop)
        return np.flatnonzero(chosen)

    def named(self, rows: Sequence[int]) -> Row:
        """The terms of rows; those of words that are none of the sequence left out."""
        return tuple(self._named([row for row in rows if row >= 0]))

    def _read(self, key: bytes) -> _Followers:
        dictionary = self._arrays.terms
        row = dictionary.row(key)
        if row is None:
            return _Followers(_NONE, _NONE)
        ids, counts = self._arrays.bigrams.followers(int(dictionary.ids(slice(row, row + 1))[0]))
        order = np.argsort(-counts, kind="stable")
        return _Followers(dictionary.rows_of(ids).astype(np.int64)[order], counts[order])

    def _named(self, rows: Sequence[int]) -> list[Term]:
        known = self._terms
        if len(known) > _MOST_TERMS:
            # Another thread may still be looking into the old one.
            known = self._terms = {}
        for row in rows:
            if row not in known:
                folded, _, marked = decode_term(self._arrays.terms.term(row)).partition(SEPARATOR)
                known[row] = folded, marked
        return [known[row] for row in rows]


class _Followers:
    """The rows of the words that follow one, the most frequent first, and how often each does."""

    def __init__(self, rows: Ints, counts: Ints) -> None:
        self.rows = rows
        self.counts = counts
        self.total = int(counts.sum())

    @property
    def size_bytes(self) -> int:
        """What it takes in memory."""
        return 200 + int(self.rows.nbytes + self.counts.nbytes)


def _keys(prefixes: Sequence[str]) -> list[bytes]:
    return [encode_term(prefix) for prefix in prefixes]


def _ranges(arrays: FieldArrays, keys: Sequence[bytes]) -> Iterator[tuple[int, int]]:
    """The rows that begin with any of some prefixes, each row once."""
    done = 0
    rows = [arrays.terms.prefix_rows(key) for key in keys]
    for each in sorted(rows, key=lambda each: (each.start, each.stop)):
        first = max(each.start, done)
        if first < each.stop:
            done = each.stop
            yield first, each.stop


def _summed(parts: Iterator[Iterator[tuple[Term, int]]]) -> dict[Term, int]:
    total: dict[Term, int] = {}
    for part in parts:
        for term, count in part:
            total[term] = total.get(term, 0) + count
    return total
