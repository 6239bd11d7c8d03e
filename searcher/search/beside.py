"""How often the words of a query stand side by side in the index, form by form.

What was meant by words typed with some marks (``reading``), with the wrong ones (``slips``) and with
none (``restore``) all shows in these counts, so they are made once for a query. Not for what follows
from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from searcher.search.plan import MOST_PAIRED, Plan

Term = tuple[str, str]
"""A term of the index: its folded and its marked form."""

Counts = NDArray[np.int64]


class Neighbours(Protocol):
    """What restoring asks of an index.

    Attributes:
        token_count: How many tokens there are.
        start_count: How many of them begin a paragraph.
    """

    @property
    def token_count(self) -> int:
        """How many tokens there are."""

    @property
    def start_count(self) -> int:
        """How many tokens begin a paragraph."""

    def term_counts(self, terms: Sequence[Term]) -> Counts:
        """How often each of some terms occurs, int64 of shape ``[n]``."""

    def neighbour_counts(
        self, terms: Sequence[Term], firsts: Counts, seconds: Counts
    ) -> tuple[Counts, Counts]:
        """How often terms occur and follow each other.

        Args:
            terms: The terms of all pairs.
            firsts: Indexes into ``terms``, shape ``[k]``; −1: the beginning of a paragraph.
            seconds: Indexes into ``terms``, shape ``[k]``.

        Returns:
            How often each term occurs, int64 of shape ``[n]``; and how often ``seconds[i]`` comes
            directly after ``firsts[i]``, int64 of shape ``[k]``.
        """

    def successive_counts(
        self, words: Sequence[Sequence[Term]], *, beginning: bool = False
    ) -> Successive:
        """How often the forms of some words occur, and those of successive words follow each other.

        Args:
            words: The terms that each word may be; none for one that has no neighbours.
            beginning: Whether they begin a paragraph: then its beginning is counted as if it were one
                more word in front, of one form.
        """


class Successive(Protocol):
    """How often the forms of some words occur, and those of successive words follow each other."""

    @property
    def edges(self) -> Counts:
        """Where the forms of each word begin among those of all, int64 of shape ``[words + 1]``."""

    @property
    def occurring(self) -> Counts:
        """How often each form occurs, int64 of shape ``[forms]``."""

    @property
    def together(self) -> Counts:
        """How often forms follow each other, int64 of shape ``[cells]``.

        For each two successive words, end to end, a row for each form of the first, in which each
        form of the second has its place.
        """


class Beside:
    """The counts of the words of one plan; made when the first of them is asked for.

    Args:
        plan: The query.
        neighbours: The index.

    Attributes:
        words: The terms that agree with each word of ``plan.sequence``; none where there is none.
    """

    def __init__(self, plan: Plan, neighbours: Neighbours) -> None:
        self.neighbours = neighbours
        self._plan = plan
        agreeing = [
            slot.agreeing if len(slot.agreeing) <= MOST_PAIRED else () for slot in plan.slots
        ]
        self.words: list[tuple[Term, ...]] = [
            agreeing[number] if number >= 0 else () for number in plan.sequence
        ]

    @cached_property
    def counts(self) -> Successive:
        """Of all words."""
        return self.neighbours.successive_counts(self.words)

    @property
    def token_count(self) -> int:
        """How many words the index has, each time it occurs."""
        return self.neighbours.token_count

    @cached_property
    def _starts(self) -> list[int]:
        """Where the counts of each word and the one before it begin, and the last ones end."""
        sizes = list(map(len, self.words))
        return [0, *accumulate(a * b for a, b in zip([0, *sizes], sizes, strict=False))]

    def occurring(self, place: int) -> Counts:
        """How often each form of a word of the sequence occurs, int64 of shape ``[forms]``."""
        edges = self.counts.edges
        return self.counts.occurring[edges[place] : edges[place + 1]]

    def together(self, place: int) -> Counts:
        """How often the forms of a word of the sequence follow those of the one before it.

        Returns:
            int64 of shape ``[forms before, forms]``.
        """
        cells = self.counts.together[self._starts[place] : self._starts[place + 1]]
        return cells.reshape(len(self.words[place - 1]) if place else 0, len(self.words[place]))

    @cached_property
    def _totals(self) -> list[int]:
        """The sum of all counts up to where those of each word begin, and of all."""
        sums = np.append(0, self.counts.together.cumsum())
        totals: list[int] = sums[self._starts].tolist()
        return totals

    def total(self, place: int) -> int:
        """How often any form of a word of the sequence follows any of the one before it."""
        return self._totals[place + 1] - self._totals[place]

    def pairs(self) -> Iterator[tuple[int, tuple[int, int]]]:
        """Yield each pair of slots that are neighbours, once, and where the second of them stands."""
        sequence = self._plan.sequence
        pairs: dict[tuple[int, int], int] = {}
        for place, pair in enumerate(pairwise(sequence), 1):
            if -1 not in pair:
                pairs.setdefault(pair, place)
        for pair, place in pairs.items():
            yield place, pair
