"""How often words of the index occur and stand side by side, by their (folded, marked) forms.

Counted in bodies, or in titles, over all segments. For guessing what was meant
(``searcher.search``); not for which articles hold a word.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from searcher.index.codec.neighbours import NeighbourCounts, Successive
from searcher.index.folder import damage_reported
from searcher.index.schema import BODY
from searcher.index.whoosh_adapter.segment import Segment

Counts = NDArray[np.int64]


class Neighbours:
    """Counts over the segments of one generation; from any number of threads.

    Args:
        path: The folder of the index, for messages.
        segments: Its segments.
        field: Where words are counted.
    """

    def __init__(self, path: Path, segments: Sequence[Segment], field: str = BODY) -> None:
        # Entered by every count.
        self._damage = damage_reported(path)
        self._segments = segments
        arrays = [segment.arrays for segment in segments]
        self._counts = NeighbourCounts(arrays, (field,), self._ids)

    @property
    def token_count(self) -> int:
        """How many tokens there are."""
        with self._damage:
            return self._counts.token_count

    @property
    def start_count(self) -> int:
        """How many tokens begin a paragraph."""
        with self._damage:
            return self._counts.start_count

    def term_counts(self, terms: Sequence[tuple[str, str]]) -> Counts:
        """Return how often each of some terms occurs, int64 of shape ``[n]``."""
        with self._damage:
            return self._counts.term_counts(terms)

    def neighbour_counts(
        self, terms: Sequence[tuple[str, str]], firsts: Counts, seconds: Counts
    ) -> tuple[Counts, Counts]:
        """Return how often terms occur and follow each other.

        Args:
            terms: (folded, marked) forms.
            firsts: Indexes into ``terms``, shape ``[k]``; -1: the beginning of a paragraph.
            seconds: Indexes into ``terms``, shape ``[k]``.

        Returns:
            How often each term occurs, int64 of shape ``[n]``; and how often ``seconds[i]`` comes
            directly after ``firsts[i]``, int64 of shape ``[k]``. Articles that were deleted count
            until their segment is merged.
        """
        with self._damage:
            return self._counts.neighbour_counts(terms, firsts, seconds)

    def successive_counts(
        self, words: Sequence[Sequence[tuple[str, str]]], *, beginning: bool = False
    ) -> Successive:
        """Return how often the forms of some words occur, and those of successive ones side by side.

        Args:
            words: The (folded, marked) terms that each word may be; none for one without neighbours.
            beginning: Whether they begin a paragraph: then its beginning is counted as if it were one
                more word in front, of one form.
        """
        with self._damage:
            return self._counts.successive_counts(words, beginning=beginning)

    def _ids(self, number: int, field: str, terms: Sequence[tuple[str, str]]) -> Counts:
        return self._segments[number].term_ids(field, terms)
