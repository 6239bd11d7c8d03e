"""The words of an index as a whole: those that begin alike, and those that are written alike.

Works on the bytes of the dictionaries where they lie; words become strings only when they are found.
Words of deleted articles are among them until their segment is merged. Not for the variants of one
word (``IndexReader.variants``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from searcher.index.codec.dictionary import FieldDictionary
from searcher.index.folder import damage_reported
from searcher.index.schema import ID, SEPARATOR, TEXT_FIELDS, decode_term, encode_term, term_key
from searcher.index.whoosh_adapter.segment import Segment

if TYPE_CHECKING:
    from searcher.index.continuations import Continuations
    from searcher.index.headlines import Headlines

Term = tuple[str, str]
"""A folded and a marked form."""

Ints = NDArray[np.int64]

# Longer words have no neighbours one could mean instead, and the table below would be large.
_LONGEST = 24


class Vocabulary:
    """The words of one generation of an index.

    Args:
        path: The folder of the index, for messages.
        segments: Its segments.
    """

    def __init__(self, path: Path, segments: Sequence[Segment]) -> None:
        self._path = path
        self._segments = segments
        self._folded: list[_FoldedTable] | None = None
        self._continuations: dict[str, Continuations] = {}
        self._headlines: Headlines | None = None

    def continuations(self, field: str) -> Continuations:
        """Which words of a text field begin so, and which follow a word."""
        found = self._continuations.get(field)
        if found is None:
            from searcher.index.continuations import Continuations  # queries do without it

            found = self._continuations[field] = Continuations(self._path, self._segments, field)
        return found

    @property
    def headlines(self) -> Headlines:
        """The words of all headlines."""
        if self._headlines is None:
            from searcher.index.headlines import Headlines  # queries do without it

            self._headlines = Headlines(self._path, self._segments)
        return self._headlines

    def beginning_with(self, prefix: str) -> list[Term]:
        """Return the distinct terms whose folded form begins with a prefix, sorted."""
        key = encode_term(prefix)
        found: set[bytes] = set()
        with damage_reported(self._path):
            for dictionary in self._dictionaries():
                rows = dictionary.prefix_rows(key)
                found.update(dictionary.terms(rows.start, rows.stop) if rows else ())
        return [_split(term) for term in sorted(found)]

    def ids(self, prefix: str) -> Iterator[str]:
        """Yield the ids of articles that begin so, sorted within each segment."""
        key = encode_term(prefix)
        with damage_reported(self._path):
            for segment in self._segments:
                arrays = segment.arrays.field(ID)
                if arrays is None:
                    continue
                for row in arrays.terms.prefix_rows(key):
                    found = decode_term(arrays.terms.term(row))
                    if segment.find(found) is not None:
                        yield found

    def holding(self, letters: str) -> list[Term]:
        """Return at least the distinct terms whose folded form holds some letters, sorted.

        Args:
            letters: Small letters of ASCII; y is as good as i. Terms in other scripts are returned,
                too, whatever they hold.
        """
        either = {"i": "[iy]", "y": "[iy]"}
        searched = re.compile("".join(either.get(char, char) for char in letters).encode())
        found: set[bytes] = set()
        with damage_reported(self._path):
            for dictionary, table in zip(self._dictionaries(), self._tables(), strict=True):
                for row in table.rows_with(searched):
                    found.add(dictionary.term(row))
        return [_split(term) for term in sorted(found)]

    def near(self, folded: str, distance: int) -> dict[str, tuple[int, int]]:
        """Find the folded forms that differ from a word in a few letters.

        Letters left out, added, replaced, or two neighbours swapped count one each (optimal string
        alignment, Boytsov 2011, §2.1).

        Args:
            folded: A folded word in ASCII; any other is near nothing but itself.
            distance: In how many letters they may differ.

        Returns:
            The forms, in how many letters they do, and in how many articles they are at most.
        """
        found: dict[str, tuple[int, int]] = {}
        if not folded.isascii() or len(folded) > _LONGEST:
            return found
        with damage_reported(self._path):
            for dictionary, table in zip(self._dictionaries(), self._tables(), strict=True):
                rows = np.flatnonzero(np.abs(table.lengths - len(folded)) <= distance)
                lengths = table.lengths[rows]
                letters = table.letters(rows, len(folded) + distance)
                away = _distances(folded.encode(), letters, lengths)
                close = np.flatnonzero(away <= distance)
                chosen = rows[close].tolist(), away[close].tolist(), table.documents[rows[close]]
                for row, letters_away, documents in zip(*chosen, strict=True):
                    form = _split(dictionary.term(row))[0]
                    known = found.get(form, (letters_away, 0))[1]
                    found[form] = letters_away, known + int(documents)
        return found

    def forms(self, folded: str) -> dict[Term, int]:
        """Return the terms of a folded form, and in how many articles each of them is at most."""
        key = encode_term(term_key(folded, ""))
        found: dict[Term, int] = {}
        with damage_reported(self._path):
            for dictionary in self._dictionaries():
                rows = dictionary.prefix_rows(key)
                if not rows:
                    continue
                counts = np.diff(dictionary.posting_starts(rows.start, rows.stop))
                terms = dictionary.terms(rows.start, rows.stop)
                for term, count in zip(map(_split, terms), counts.tolist(), strict=True):
                    found[term] = found.get(term, 0) + count
        return found

    def postings(self, field: str, terms: Sequence[Term]) -> tuple[Ints, NDArray[np.int32], Ints]:
        """Return the postings of many terms at once.

        Args:
            field: A text field.
            terms: Distinct.

        Returns:
            Documents, int64 of shape ``[n]``, in no order; how often the term occurs in each, int32;
            and which of the terms it is, int64.
        """
        keys = [encode_term(term_key(*term)) for term in terms]
        order = sorted(range(len(keys)), key=keys.__getitem__)
        ordered = [keys[number] for number in order]
        docs, frequencies, which = (
            [np.zeros(0, np.int64)],
            [np.zeros(0, np.int32)],
            [np.zeros(0, np.int64)],
        )
        base = 0
        with damage_reported(self._path):
            for segment in self._segments:
                arrays = segment.arrays.field(field)
                if arrays is not None:
                    rows = arrays.terms.rows_of_terms(ordered)
                    for first, stop in _runs(rows):
                        own = arrays.documents(int(rows[first]), int(rows[stop - 1]) + 1)
                        counts = np.diff(arrays.starts(int(rows[first]), int(rows[stop - 1]) + 1))
                        live = segment.live[own]
                        docs.append(own[live] + base)
                        often = arrays.frequencies(int(rows[first]), int(rows[stop - 1]) + 1)
                        frequencies.append(often[live])
                        which.append(np.repeat(np.array(order[first:stop]), counts)[live])
                base += segment.size
        return np.concatenate(docs), np.concatenate(frequencies), np.concatenate(which)

    def _tables(self) -> list[_FoldedTable]:
        if self._folded is None:
            self._folded = [_FoldedTable(dictionary) for dictionary in self._dictionaries()]
        return self._folded

    def _dictionaries(self) -> Iterator[FieldDictionary]:
        for segment in self._segments:
            for field in TEXT_FIELDS:
                arrays = segment.arrays.field(field)
                if arrays is not None and len(arrays.terms):
                    yield arrays.terms


def _split(term: bytes) -> Term:
    folded, _, marked = decode_term(term).partition(SEPARATOR)
    return folded, marked


def _runs(rows: Ints) -> Iterator[tuple[int, int]]:
    """The spans of successive places whose rows follow each other; those that are -1 are left out."""
    known = np.flatnonzero(rows >= 0)
    if not len(known):
        return
    breaks = np.flatnonzero((np.diff(rows[known]) != 1) | (np.diff(known) != 1)) + 1
    for run in np.split(known, breaks):
        yield int(run[0]), int(run[-1]) + 1


class _FoldedTable:
    """Where the folded form of every term of a dictionary lies.

    Attributes:
        lengths: Its bytes, int32 of shape ``[terms]``.
        documents: In how many articles the term is, int64 of shape ``[terms]``.
    """

    def __init__(self, dictionary: FieldDictionary) -> None:
        self._keys, starts = dictionary.raw()
        ends = np.flatnonzero(self._keys == ord(SEPARATOR))
        if len(ends) != len(dictionary):
            raise ValueError("a term without a marked form")
        self._starts = starts[:-1]
        self.lengths: NDArray[np.int32] = (ends - self._starts).astype(np.int32)
        self.documents: Ints = np.diff(dictionary.posting_starts(0, len(dictionary)))

    def rows_with(self, searched: re.Pattern[bytes]) -> list[int]:
        """The rows of the terms in which something is found, and of all in other scripts."""
        hits = searched.finditer(self._keys.data)
        at = np.fromiter((match.start() for match in hits), np.int64)
        rows: Ints = np.union1d(
            self._starts.searchsorted(at, side="right") - 1, self._other_scripts
        )
        return list(map(int, rows))

    @cached_property
    def _other_scripts(self) -> Ints:
        """The rows of the terms whose folded form is not ASCII."""
        above = np.concatenate(([0], np.cumsum(self._keys > 127, dtype=np.int32)))
        found: Ints = (above[self._starts + self.lengths] > above[self._starts]).nonzero()[0]
        return found

    def letters(self, rows: Ints, width: int) -> NDArray[np.uint8]:
        """The letters of some terms, a row for each place in a word: uint8 of ``[width, rows]``.

        Behind their ends it is 0.
        """
        places = np.arange(width)[:, None]
        at = self._starts[rows] + places
        letters: NDArray[np.uint8] = self._keys.take(at, mode="clip")
        letters[places >= self.lengths[rows]] = 0
        return letters


def _distances(
    word: bytes, letters: NDArray[np.uint8], lengths: NDArray[np.int32]
) -> NDArray[np.int8]:
    """In how many letters each of many words differs from one, all at once."""
    width, words = letters.shape
    before = np.zeros((width + 1, words), np.int8)
    last = np.repeat(np.arange(width + 1, dtype=np.int8)[:, None], words, axis=1)
    for number, letter in enumerate(word):
        now = np.empty_like(last)
        now[0] = number + 1
        differs = (letters != letter).view(np.int8)
        np.minimum(last[:-1] + differs, last[1:] + np.int8(1), out=now[1:])
        for place in range(width):
            np.minimum(now[place + 1], now[place] + np.int8(1), out=now[place + 1])
            if number and place:
                swapped = (letters[place] == word[number - 1]) & (letters[place - 1] == letter)
                swap = np.where(swapped, before[place - 1] + np.int8(1), now[place + 1])
                np.minimum(now[place + 1], swap, out=now[place + 1])
        before, last = last, now
    found: NDArray[np.int8] = last[lengths, np.arange(words)]
    return found
