"""What is remembered of the dictionary of one segment: the terms of a folded form, and their ids.

A query asks for the forms of a syllable several times: for what it can mean, for its postings, for
its neighbours. Needs nothing but the arrays of the segment: deleted articles count here.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    """

    rows: range
    marked: tuple[str, ...]


class FormMemory:
    """The terms of one segment, as they are asked for; from any number of threads.

    Args:
        arrays: Of the segment.
    """

    def __init__(self, arrays: SegmentArrays) -> None:
        self._arrays = arrays
        self._forms: dict[tuple[str, str], Forms] = {}
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
            return Forms(range(0), ())
        prefix = term_key(folded, "")
        rows, joined = arrays.terms.with_prefix(encode_term(prefix))
        # Words hold no separator: each term begins with the prefix and has it nowhere else.
        marked = decode_term(joined).split(prefix)[1:]
        if len(marked) != len(rows):  # of a field whose values may hold anything
            terms = arrays.terms.terms(rows.start, rows.stop)
            marked = [decode_term(term).removeprefix(prefix) for term in terms]
        return Forms(rows, tuple(marked))

    def ids(self, field: str, terms: Sequence[tuple[str, str]]) -> NDArray[np.int64]:
        """Return the sequence ids of (folded, marked) terms, 0 where one does not occur."""
        known = self._ids.setdefault(field, {})
        try:
            return np.fromiter(map(known.__getitem__, terms), np.int64, len(terms))
        except KeyError:
            if len(known) > _MOST_IDS:
                # Another thread may still be looking into the old one.
                known = self._ids[field] = {}
        for folded, marked in terms:
            if (folded, marked) not in known:
                # The forms of a syllable are neighbours, and whoever asks for one asks for all.
                rows, forms = self.forms(field, folded)
                arrays = self._arrays.field(field)
                ids = arrays.terms.ids(slice(rows.start, rows.stop)).tolist() if arrays else ()
                known.update(zip([(folded, form) for form in forms], ids, strict=True))
                known.setdefault((folded, marked), 0)
        return np.fromiter(map(known.__getitem__, terms), np.int64, len(terms))
