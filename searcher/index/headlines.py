"""The headlines of an index as one row of words, to find those that hold what is being typed.

Made from the token sequences of the titles, 4 bytes a word, when it is first asked for: no article
is read. Not for searching titles (``IndexReader.phrase_ends``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searcher.index.codec.arrays import FieldArrays
from searcher.index.folder import damage_reported
from searcher.index.schema import TITLE, encode_term, term_key
from searcher.index.whoosh_adapter.segment import Segment

Term = tuple[str, str]
"""A folded and a marked form."""

MOST_WORDS = 1 << 24
"""Of a larger index only the newest segments' headlines are held."""


# The words of a long headline, and some more.
_REMEMBERED = 32


class _Row(NamedTuple):
    """The headlines of a segment.

    Attributes:
        base: The number of its first document.
        ids: Their words end to end, a 0 after each, uint32.
        starts: Where each of them begins there, and the last ends, int64 of shape ``[size + 1]``.
        live: Which of them are articles to be found.
        arrays: The dictionary behind the ids.
    """

    base: int
    ids: NDArray[np.uint32]
    starts: NDArray[np.int64]
    live: NDArray[np.bool_]
    arrays: FieldArrays


class Headlines:
    """The headlines of one generation; from one thread at a time.

    Args:
        path: The folder of the index, for messages.
        segments: Its segments.
    """

    def __init__(self, path: Path, segments: Sequence[Segment]) -> None:
        self._path = path
        self._remembered: dict[tuple[tuple[Term, ...], ...], list[NDArray[np.int64]]] = {}
        with damage_reported(path):
            self._rows = list(_rows(segments))

    def holding(
        self, words: Sequence[Sequence[Term]], prefixes: Sequence[str]
    ) -> NDArray[np.int64]:
        """The articles whose headline holds words side by side.

        Args:
            words: For each word, the forms that may stand for it.
            prefixes: What the folded form of one word more begins with, any of them; ``""``: any
                word.

        Returns:
            Document numbers, ascending, int64.
        """
        found = []
        with damage_reported(self._path):
            for row, at in zip(self._rows, self._places(words), strict=True):
                following = row.ids.take(at + 1, mode="clip")
                last = np.zeros(len(row.arrays.terms) + 2, np.bool_)
                for prefix in prefixes:
                    rows = row.arrays.terms.prefix_rows(encode_term(prefix))
                    last[row.arrays.terms.ids(slice(rows.start, rows.stop))] = True
                at = at[last[following]]
                docs = np.unique(np.searchsorted(row.starts, at, side="right") - 1)
                found.append(docs[row.live[docs]] + row.base)
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    def _places(self, words: Sequence[Sequence[Term]]) -> list[NDArray[np.int64]]:
        """Where some words stand side by side, the place of the last one, in every segment.

        Remembered from one keystroke to the next: the words before are the same ones, or one more.
        """
        key = tuple(tuple(forms) for forms in words)
        found = self._remembered.get(key)
        if found is None:
            before = self._places(words[:-1]) if words else []
            found = (
                [_extended(row, at, words[-1]) for row, at in zip(self._rows, before, strict=True)]
                if words
                else [np.arange(-1, len(row.ids) - 1) for row in self._rows]
            )
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            if words:
                self._remembered[key] = found
        return found


def _extended(row: _Row, at: NDArray[np.int64], forms: Sequence[Term]) -> NDArray[np.int64]:
    """The places behind some others at which one of some words stands."""
    member = _members(row.arrays, forms)
    behind: NDArray[np.int64] = at[at + 1 < len(row.ids)] + 1
    return behind[member[row.ids[behind]]]


def _rows(segments: Sequence[Segment]) -> Iterator[_Row]:
    base, held = sum(segment.size for segment in segments), 0
    for segment in reversed(segments):
        base -= segment.size
        arrays = segment.arrays.field(TITLE)
        if arrays is None or held > MOST_WORDS:
            continue
        starts, ids = arrays.sequences.sequences(np.arange(segment.size))
        held += len(ids) + segment.size
        # A 0 after each, so that nothing runs from one into the next.
        ids = np.insert(ids, starts[1:], 0)
        yield _Row(base, ids, starts + np.arange(segment.size + 1), segment.live, arrays)


def _members(arrays: FieldArrays, forms: Sequence[Term]) -> NDArray[np.bool_]:
    member = np.zeros(len(arrays.terms) + 2, np.bool_)
    rows = arrays.terms.rows_of_terms(sorted(encode_term(term_key(*form)) for form in forms))
    member[arrays.terms.ids(rows[rows >= 0])] = True
    return member
