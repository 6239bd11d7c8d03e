"""The order in which articles are listed: by relevance, day or title, and in groups.

Works on whole arrays; only ties at the end of a page look at single articles. Not for scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise, repeat
from operator import attrgetter
from typing import Final, Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from searcher.index import IndexReader
from searcher.index.schema import NO_DATE
from searcher.index.title_order import UNTITLED
from searcher.kernels.choosing import best_scores
from searcher.search.facets import Dimension
from searcher.search.scoring import Docs, Floats

Sort = Literal["relevance", "date", "-date", "title"]

SORTS: Final[tuple[Sort, ...]] = get_args(Sort)

_LAST: Final = np.iinfo(np.int64).max


class Found(NamedTuple):
    """A found article: its document number, its final score and its id."""

    doc: int
    score: float
    id: str


class FoundGroup(NamedTuple):
    """Found articles that have one value.

    Attributes:
        code: Of the value, see ``facets.Dimension``.
        size: How many articles have it.
        hits: The first of them in order.
    """

    code: int
    size: int
    hits: tuple[Found, ...]


def first(reader: IndexReader, scores: Floats, docs: Docs, sort: Sort, limit: int) -> list[Found]:
    """Return the articles that come first, in order; ties by score, then by id.

    Args:
        reader: The index.
        scores: Of the articles, float32 of shape ``[n]``; all above 0.
        docs: Their document numbers, int64 of shape ``[n]``.
        sort: ``"date"``: the oldest first; ``"-date"``: the newest first; ``"title"``: as in a
            dictionary. Articles without a date or title come last, whichever way.
        limit: At most so many.
    """
    if limit <= 0 or not len(docs):
        return []
    keys: Iterable[int]
    if sort == "relevance":
        if len(docs) > limit:
            kept = best_scores(scores, limit)
            docs, scores = docs[kept], scores[kept]
        keys = repeat(0, len(docs))
    else:
        numbers = _keys(reader, docs, sort)
        order = np.lexsort((-scores, numbers))
        last = order[min(limit, len(order)) - 1]
        # What ties with the last one may come before it by its id.
        tied = (numbers[order] == numbers[last]) & (scores[order] == scores[last])
        order = order[: int(np.flatnonzero(tied)[-1]) + 1]
        docs, scores, keys = docs[order], scores[order], numbers[order].tolist()
    rows = zip(keys, (-scores).tolist(), reader.ids_of(docs), docs.tolist(), strict=True)
    return [Found(doc, -worse, each) for _, worse, each, doc in sorted(rows)[:limit]]


def in_order(reader: IndexReader, scores: Floats, docs: Docs, sort: Sort) -> Iterator[Found]:
    """Yield all articles in the order of ``first``, and hold no more of them than tie.

    Args:
        reader: The index.
        scores: As for ``first``; likewise the others.
        docs: Their document numbers.
        sort: The order.
    """
    keys = _keys(reader, docs, sort)
    order = np.lexsort((-scores, keys))
    docs, scores, keys = docs[order], scores[order], keys[order]
    ends = np.flatnonzero((np.diff(keys) != 0) | (np.diff(scores) != 0)) + 1
    for low, high in pairwise([0, *ends.tolist(), len(docs)]):
        score = float(scores[low]) if low < high else 0.0
        tied = [Found(doc, score, reader.id_of(doc)) for doc in docs[low:high].tolist()]
        yield from sorted(tied, key=attrgetter("id"))


def groups(
    reader: IndexReader,
    scores: Floats,
    docs: Docs,
    sort: Sort,
    by: Dimension,
    *,
    limit: int,
    size: int,
) -> tuple[list[FoundGroup], int]:
    """Return the groups whose first article comes first, in that order, and how many there are.

    Args:
        reader: The index.
        scores: Of the articles, float32 of shape ``[n]``.
        docs: Their document numbers, int64 of shape ``[n]``.
        sort: As for ``first``, between groups and within each.
        by: What the articles of a group have in common.
        limit: At most so many groups.
        size: At most so many articles of each.
    """
    order = np.lexsort((docs, -scores, _keys(reader, docs, sort)))
    codes = by.codes[docs[order]]
    values, places, counts = np.unique(codes, return_index=True, return_counts=True)
    found = []
    for which in np.argsort(places)[:limit].tolist():
        own = order[codes == values[which]]
        hits = first(reader, scores[own], docs[own], sort, size)
        found.append(FoundGroup(int(values[which]), int(counts[which]), tuple(hits)))
    return found, len(values)


def _keys(reader: IndexReader, docs: Docs, sort: Sort) -> NDArray[np.int64]:
    """Numbers by which articles stand in order, ascending."""
    if sort == "relevance":
        return np.zeros(len(docs), np.int64)
    if sort == "title":
        keys, missing = reader.columns.title_ranks[docs], UNTITLED
    else:
        keys, missing = reader.columns.dates[docs].astype(np.int64), NO_DATE
    return np.where(keys == missing, _LAST, -keys if sort == "-date" else keys)
