"""What is remembered of the dictionary of one segment: all there is to know of a folded form.

A query asks for the forms of a syllable several times: for what it can mean, for its postings, for
its neighbours. Needs nothing but the arrays of the segment: deleted articles count here.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searcher.index.codec import SegmentArrays
from searcher.index.schema import decode_term, encode_term, term_key

_MOST_IDS = 50_000
_MOST_FORMS = 8192


class Forms(NamedTuple):
    """The terms of one folded form in one field.

    Attributes:
        rows: Where they stand in the dictionary.
        marked: Their marked forms, in order.
        starts: Where their posting lists begin and the last one ends, int64 ``[rows + 1]``.
        wide: Where the wide gaps of these begin and end.
        ids: Their sequence ids, int64 ``[rows]``; of a text field only.
    """

    rows: range
    marked: tuple[str, ...]
    starts: NDArray[np.int64]
    wide: tuple[int, int]
    ids: NDArray[np.int64]


_NO_FORMS = Forms(range(0), (), np.zeros(1, np.int64), (0, 0), np.zeros(0, np.int64))


class FormMemory:
    """The terms of one segment, as they are asked for; from any number of threads.

    Args:
        arrays: Of the segment.
    """

    def __init__(self, arrays: SegmentArrays) -> None:
        self._arrays = arrays
        self._forms: dict[tuple[str, str], Forms] = {}
        # By field: the ids of terms, 0 for one that was asked for and does not occur.
        self._ids: dict[str, dict[tuple[str, str], int]] = {}

    def forms(self, field: str, folded: str) -> Forms:
        """Return the terms of a folded form, those of deleted articles among them; remembered."""
        known = self._forms.get((field, folded))
        if known is None:
            if len(self._forms) >= _MOST_FORMS:
                self._forms = {}
            known = self._forms[field, folded] = self._look_up(field, folded)
        return known

    def _look_up(self, field: str, folded: str) -> Forms:
        arrays = self._arrays.field(field)
        if arrays is None:
            return _NO_FORMS
        prefix = term_key(folded, "")
        rows, joined, starts, wide, ids, _ = arrays.terms.look_up(encode_term(prefix))
        # Words hold no separator: each term begins with the prefix and has it nowhere else.
        marked = decode_term(joined).split(prefix)[1:]
        if len(marked) != len(rows):  # of a field whose values may hold anything
            terms = arrays.terms.terms(rows.start, rows.stop)
            marked = [decode_term(term).removeprefix(prefix) for term in terms]
        return Forms(rows, tuple(marked), starts, wide, ids)

    def ids(self, field: str, terms: Sequence[tuple[str, str]]) -> NDArray[np.int64]:
        """Return the sequence ids of (folded, marked) terms, 0 where one does not occur."""
        known = self._ids.get(field)
        if known is None or len(known) > _MOST_IDS:
            # Another thread may still be looking into the old one.
            known = self._ids[field] = {}
        try:
            return np.fromiter(map(known.__getitem__, terms), np.int64, len(terms))
        except KeyError:
            missing = [term for term in terms if term not in known]
        for folded in {folded for folded, _ in missing}:
            # The forms of a syllable are neighbours, and whoever asks for one asks for all.
            forms = self.forms(field, folded)
            known.update(zip(zip(repeat(folded), forms.marked), forms.ids.tolist(), strict=True))
        for term in missing:
            known.setdefault(term, 0)
        return np.fromiter(map(known.__getitem__, terms), np.int64, len(terms))
