"""The posting lists of several folded forms in several fields, decoded in one go.

What the first stage of a search asks for: all that its syllables need and that is not remembered.
Not for a single form (``variants``), and not for scoring.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from searcher.index.codec.arrays import lists_of
from searcher.index.whoosh_adapter.segment import Segment

Wanted: TypeAlias = Sequence[tuple[str, str]]
"""Fields and folded forms, each pair once."""


class PostingList(NamedTuple):
    """The postings of one term in one segment.

    Attributes:
        field: The field.
        folded: The folded form of the term.
        marked: Its marked form.
        low: Where its postings begin among those gathered.
        high: Where they end.
    """

    field: str
    folded: str
    marked: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Gathered:
    """The postings of all variants of some folded forms.

    Attributes:
        docs: Document numbers, list after list, each ascending; int64 of shape ``[n]``.
        frequencies: How often the term occurs in each; int32 of shape ``[n]``.
        lists: What they consist of, in order, field by field within a segment; none is empty.
    """

    docs: NDArray[np.int64]
    frequencies: NDArray[np.int32]
    lists: tuple[PostingList, ...]


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
    rows, counts = [], []
    names: list[tuple[str, str, str]] = []
    for each in wanted:
        before = len(names)
        for field, folded in each:
            own, forms = segment.forms(field, folded)
            arrays = segment.arrays.field(field)
            if arrays is not None and own:
                rows.append((arrays, own))
                names += [(field, folded, marked) for marked in forms]
        counts.append(len(names) - before)
    if not rows:
        return [_NOTHING] * len(wanted)
    docs, frequencies, edges = lists_of(rows)
    if segment.has_deletions:
        keep = segment.live[docs]
        docs, frequencies = docs[keep], frequencies[keep]
        edges = np.append(0, keep.cumsum())[edges]
    if base:
        docs += base
    found = []
    ends = edges.tolist()
    first = 0
    for count in counts:
        spans = pairwise(ends[first : first + count + 1])
        low, high = ends[first], ends[first + count]
        lists = tuple(
            PostingList(*name, begin - low, end - low)
            for name, (begin, end) in zip(names[first : first + count], spans, strict=True)
            if begin < end
        )
        found.append(Gathered(docs[low:high], frequencies[low:high], lists))
        first += count
    return found


def _joined(parts: Sequence[Gathered]) -> Gathered:
    """What several segments have, end to end."""
    lists: list[PostingList] = []
    size = 0
    for part in parts:
        lists += [each._replace(low=each.low + size, high=each.high + size) for each in part.lists]
        size += len(part.docs)
    docs = np.concatenate([part.docs for part in parts])
    return Gathered(docs, np.concatenate([part.frequencies for part in parts]), tuple(lists))


_NOTHING = Gathered(np.zeros(0, np.int64), np.zeros(0, np.int32), ())
