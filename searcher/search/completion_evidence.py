"""What is weighed when a query is completed: readings, words that may come, and what came before.

Values only; which words come next is worked out from them in ``completion_words``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from searcher.index.continuations import Row, Term, Trail
from searcher.text.unfinished import Unfinished

MOST_WORDS: Final = 24
"""How many words are weighed of every kind of evidence."""


class Tuning(NamedTuple):
    """What was measured to be most useful, see ``benchmarks/RESULTS.md``.

    Attributes:
        headlines: What an occurrence in a headline counts beside one in a body.
        chain: The exponent of the chance that a word goes on to another, below 1: longer ones count
            for more than their chance, for they save more keys.
        known: The factor of words that the lexicon knows.
        exact: The factor of words that have the typed marks and no others.
        smoothing: How many occurrences what is known from fewer words is worth.
        fragment: Two words that are no word of the lexicon and go on to a third one so likely are no
            offer of their own.
        again: The factor of every further offer that has the same next syllable.
    """

    headlines: float = 8.0
    chain: float = 0.7
    known: float = 4.0
    exact: float = 8.0
    smoothing: float = 10.0
    again: float = 0.2
    fragment: float = 0.6


MEASURED: Final = Tuning()


class Typed(NamedTuple):
    """One way to read the unfinished word.

    Attributes:
        unfinished: The beginning of it.
        weight: How likely it is read so.
    """

    unfinished: Unfinished
    weight: float


class Continued(NamedTuple):
    """Words that may come.

    Attributes:
        before: The forms of the words before that go with them: the one next to them, or all that
            are one known word with them; none where they do not go together.
        words: The first completes what was typed, the others go on from it.
        score: Compares the answers to one question.
        seen: How often the last two of these words stand side by side; 0: that is not known.
        proven: Whether they were seen in an article after all the words that were asked for.
    """

    before: tuple[Term, ...]
    words: tuple[Term, ...]
    score: float
    seen: int
    proven: bool = False


class Level:
    """What came after the words before, where they were looked up.

    Attributes:
        size: How often they stand there, headlines weighted.
        counts: How often words came after them, likewise.
        before: The forms that the words before mostly had there.
        longer: The rows of one word more, by their beginning.
    """

    def __init__(self, trails: Sequence[tuple[Trail, float]], typed: Sequence[Typed]) -> None:
        self.size = sum(weight * trail.size for trail, weight in trails)
        self.counts: dict[Row, float] = {}
        self.before: dict[Row, Row] = {}
        self.longer: dict[Row, list[Row]] = {}
        prefixes = sorted({prefix for each in typed for prefix in each.unfinished.folded})
        for trail, weight in trails:
            for row, ways in trail.going_on(prefixes, MOST_WORDS).items():
                if row not in self.counts:
                    self.longer.setdefault(row[:-1], []).append(row)
                    self.before[row] = max(ways, key=lambda way: (ways[way], way))
                self.counts[row] = self.counts.get(row, 0.0) + weight * sum(ways.values())
