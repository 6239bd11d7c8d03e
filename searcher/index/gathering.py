"""The posting lists of several folded forms in several fields, decoded in one go.

What the first stage of a search asks for: all that its syllables need and that is not remembered.
Not for a single form (``variants``), and not for scoring.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from searcher.index.codec.arrays import lists_of
from searcher.index.whoosh_adapter.segment import Segment

Wanted: TypeAlias = Sequence[tuple[str, str]]
"""Fields and folded forms, each pair once."""


class Run(NamedTuple):
    """The postings of all variants of a folded form in one field of one segment.

    Attributes:
        field: The field.
        folded: The folded form.
        marked: The variants, sorted.
        edges: Where the postings of each begin among those gathered, and those of the last end. A
            variant of deleted articles has none.
    """

    field: str
    folded: str
    marked: tuple[str, ...]
    edges: list[int]


class Gathered(NamedTuple):
    """The postings of all variants of some folded forms.

    Attributes:
        docs: Document numbers, list after list, each ascending; int64 of shape ``[n]``.
        frequencies: How often the term occurs in each; int32 of shape ``[n]``.
        runs: What they consist of, in order.
    """

    docs: NDArray[np.int64]
    frequencies: NDArray[np.int32]
    runs: tuple[Run, ...]


def gather(segments: Sequence[Segment], wanted: Sequence[Wanted]) -> list[Gathered]:
    """Gather the postings of live articles.

    Args:
        segments: All segments of an index.
        wanted: Several times fields and folded forms.

    Returns:
        For each of them what belongs to it.
    """
    parts = []
    base = 0
    for segment in segments:
        parts.append(_in_segment(segment, wanted, base))
        base += segment.size
    if len(parts) == 1:
        return parts[0]
    return (
        [_joined(each) for each in zip(*parts, strict=True)] if parts else [_NOTHING] * len(wanted)
    )


def _in_segment(segment: Segment, wanted: Sequence[Wanted], base: int) -> list[Gathered]:
    """The same in one segment, whose first document has the number ``base``."""
    rows, found = [], []
    for each in wanted:
        for field, folded in each:
            own = segment.forms(field, folded).rows
            arrays = segment.arrays.field(field)
            if arrays is not None and own:
                rows.append((arrays, own))
    if not rows:
        return [_NOTHING] * len(wanted)
    docs, frequencies, edges = lists_of(rows)
    if segment.has_deletions:
        keep = segment.live[docs]
        docs, frequencies = docs[keep], frequencies[keep]
        edges = np.append(0, keep.cumsum())[edges]
    if base:
        docs += base
    first = begin = 0
    for each in wanted:
        runs = []
        for field, folded in each:
            marked = segment.forms(field, folded).marked
            if marked:
                own_edges = (edges[first : first + len(marked) + 1] - begin).tolist()
                runs.append(Run(field, folded, marked, own_edges))
                first += len(marked)
        end = int(edges[first])
        found.append(Gathered(docs[begin:end], frequencies[begin:end], tuple(runs)))
        begin = end
    return found


def _joined(parts: Sequence[Gathered]) -> Gathered:
    """What several segments have, end to end."""
    runs: list[Run] = []
    size = 0
    for part in parts:
        runs += [run._replace(edges=[edge + size for edge in run.edges]) for run in part.runs]
        size += len(part.docs)
    docs = np.concatenate([part.docs for part in parts])
    return Gathered(docs, np.concatenate([part.frequencies for part in parts]), tuple(runs))


_NOTHING = Gathered(np.zeros(0, np.int64), np.zeros(0, np.int32), ())
