"""Which of the articles that match are listed, counted and grouped, and in what order.

Everything about a search that is no matter of its words. Not for what matches (``candidates``) nor
for how well (``rescoring``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from searcher.index import IndexReader
from searcher.search.facets import Facet, FacetName, count, dimension
from searcher.search.filters import EVERYTHING, Filters
from searcher.search.ordering import Found, FoundGroup, Sort, first, groups, in_order
from searcher.search.scoring import Bools, Docs, Floats


@dataclass(frozen=True, slots=True)
class Listing:
    """What is wanted of the articles that match; see ``Searcher.search``.

    Attributes:
        limit: At most so many hits, or groups of them, those of earlier pages among them.
        filters: What an article must be to be found.
        sort: The order of the hits.
        partly: Whether articles that hold only some of the words count like the others.
        group_by: What the hits of a group have in common, if they are grouped.
        group_size: At most so many hits of each group.
        facets: What is counted.
        facet_limit: At most so many values of each; ``None``: as many as is usual.
    """

    limit: int
    filters: Filters = EVERYTHING
    sort: Sort = "relevance"
    partly: bool = False
    group_by: FacetName | None = None
    group_size: int = 0
    facets: tuple[FacetName, ...] = ()
    facet_limit: int | None = None

    @property
    def plain(self) -> bool:
        """Whether nothing is asked but the best hits."""
        return self.sort == "relevance" and self.group_by is None and not self.facets


@dataclass(frozen=True, slots=True)
class Listed:
    """What is listed.

    Attributes:
        length: How many hits, or groups, all pages together have.
        hits: The first hits, in order; none when they are grouped.
        groups: The first groups, in order.
        facets: What was to be counted.
    """

    length: int
    hits: list[Found]
    groups: list[FoundGroup]
    facets: tuple[Facet, ...]

    def page(self, offset: int) -> list[Found]:
        """Return the hits after some first ones, or those of the groups after some first ones."""
        if self.groups:
            return [hit for group in self.groups[offset:] for hit in group.hits]
        return self.hits[offset:]

    def rank(self, offset: int) -> int:
        """Return which place, from 1, the first hit of such a page has."""
        return 1 + (sum(len(group.hits) for group in self.groups[:offset]) or offset)


def listed(
    reader: IndexReader, scores: Floats, complete: Bools, best: Docs | None, listing: Listing
) -> Listed:
    """List the articles that match.

    Args:
        reader: The index.
        scores: Of every document number, 0 for what is not found; float32 of shape ``[size]``.
        complete: Which articles hold everything, bool of shape ``[size]``.
        best: Document numbers, among them those that come first by relevance; ``None`` where they
            are not known.
        listing: What is wanted.
    """
    if listing.plain:
        return _by_relevance(reader, scores, best, listing, ())
    selected = _selected(scores, complete, listing)
    limit, sort = listing.limit, listing.sort
    facets = tuple(count(reader, name, selected, listing.facet_limit) for name in listing.facets)
    if listing.group_by is not None:
        by, size = dimension(reader, listing.group_by), listing.group_size
        made, number = groups(reader, scores[selected], selected, sort, by, limit=limit, size=size)
        return Listed(number, [], made, facets)
    if sort == "relevance":
        return _by_relevance(reader, scores, best, listing, facets)
    hits = first(reader, scores[selected], selected, sort, limit)
    return Listed(len(selected), hits, [], facets)


def everything(
    reader: IndexReader, scores: Floats, complete: Bools, listing: Listing
) -> Iterator[Found]:
    """Yield all articles that match, in the order in which ``listed`` lists the first of them.

    Args:
        reader: The index.
        scores: As for ``listed``; likewise the others.
        complete: Which articles hold everything.
        listing: What is wanted; not in groups.
    """
    relevant = listing.sort == "relevance"
    docs = np.flatnonzero(scores > 0) if relevant else _selected(scores, complete, listing)
    return in_order(reader, scores[docs], docs, listing.sort)


def _selected(scores: Floats, complete: Bools, listing: Listing) -> Docs:
    # An article with one of three words is worth a place far down, but not the first one because
    # it is the newest, nor a place among the numbers.
    selected = np.flatnonzero(complete)
    return np.flatnonzero(scores > 0) if listing.partly or not len(selected) else selected


def _by_relevance(
    reader: IndexReader,
    scores: Floats,
    best: Docs | None,
    listing: Listing,
    facets: tuple[Facet, ...],
) -> Listed:
    docs = best if best is not None else np.flatnonzero(scores > 0)
    hits = first(reader, scores[docs], docs, "relevance", listing.limit)
    return Listed(int(np.count_nonzero(scores > 0)), hits, [], facets)
