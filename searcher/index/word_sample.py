"""Which sentences of everything that is indexed the words are learnt from.

All of a small corpus, and of a larger one a share that falls as the corpus grows: of text at
distance *x* from the beginning, one part in *x* / ``FULL``. So a corpus of *n* code points gives
about ``FULL`` · (1 + ln(*n* / ``FULL``)), and a corpus a hundred times as large costs twice as much.
The choice depends on the text and its order alone. Not for learning (``word_learner``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FULL = 300_000
"""Code points of text, from the beginning, of which every sentence is taken (65,000 syllables)."""


@dataclass(frozen=True, slots=True)
class SampleState:
    """How far the sampling has come; goes on in the next run.

    Attributes:
        offered: Code points seen so far.
        next_at: The sentence that holds this code point, counted as ``offered``, is the next.
        pending: Sentences taken and not learnt from yet.
    """

    offered: int = 0
    next_at: int = 0
    pending: tuple[str, ...] = ()


class Sampler:
    """Takes sentences at intervals that grow with the amount of text (systematic sampling)."""

    def __init__(self, state: SampleState) -> None:
        self._offered = state.offered
        self._next_at = state.next_at

    def state(self, pending: Sequence[str]) -> SampleState:
        """Return where the next run goes on, with sentences to be learnt from then."""
        return SampleState(self._offered, self._next_at, tuple(pending))

    def take(self, paragraphs: Sequence[str]) -> list[str]:
        """Return the sentences to be learnt from; looks into a text only when there are any."""
        end = self._offered + sum(map(len, paragraphs))
        if self._next_at >= end:
            self._offered = end
            return []
        from searcher.text.words import sentence_spans  # not needed where words are only looked up

        taken: list[str] = []
        for paragraph in paragraphs:
            begin = self._offered
            self._offered += len(paragraph)
            if self._next_at >= self._offered:
                continue
            for start, stop in sentence_spans(paragraph):
                if begin + stop > self._next_at:
                    taken.append(paragraph[start:stop])
                    self._next_at += (stop - start) * max(FULL, self._next_at) // FULL
        return taken
