"""Several queries as one: each article counts by the query that it answers best.

Used where a query can be put in other words. What the other ways find counts less than what the
typed one finds. Not for finding other ways (``abbreviate``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from searcher.kernels.choosing import take_better
from searcher.search.candidates import Candidates
from searcher.search.plan import Plan
from searcher.search.rescoring import Rescored
from searcher.search.restore import Reading
from searcher.search.scoring import Bools, Docs, Floats, idf

#: What an article that holds another way of saying it counts, beside one that holds what was typed.
WEIGHT: Final = 0.7


@dataclass(frozen=True, slots=True)
class Scored:
    """What one query finds.

    Attributes:
        plan: What was asked.
        reading: The marks that were most likely meant.
        candidates: All that match.
        rescored: The best of them after the second stage.
        best: The document numbers of these, ascending, int64.
        scores: Final scores, float32 of shape ``[size]``, 0 where not found.
        whole: Whether these are all that match.
    """

    plan: Plan
    reading: Reading
    candidates: Candidates
    rescored: Rescored
    best: Docs
    scores: Floats
    whole: bool


@dataclass(frozen=True, slots=True)
class Together:
    """What several queries find.

    Attributes:
        scores: The best score of every article, float32 of shape ``[size]``.
        complete: Whether it holds everything that one of them wants, bool of shape ``[size]``.
        best: The document numbers with the highest scores, and perhaps some others.
        sure: So many of the first of all articles are certainly among ``best``.
        answers: By which of the queries each article counts, int8 of shape ``[size]``; ``None``
            when there is but one.
        factors: What the scores of each of the queries are multiplied by.
    """

    scores: Floats
    complete: Bools
    best: Docs
    sure: int
    answers: NDArray[np.int8] | None
    factors: tuple[float, ...] = (1.0,)


def together(queries: Sequence[Scored], articles: int) -> Together:
    """Take queries together.

    Scores of other words are not of the same size; what an article can get at most is, and by that
    they are brought to scale.

    Args:
        queries: The query as it was typed, then the same in other words.
        articles: How many articles there are.
    """
    typed, *others = queries
    # An article that is not among the best of its query has all of these before it.
    sure = min((len(each.best) for each in queries if not each.whole), default=len(typed.scores))
    if not others:
        return Together(typed.scores, typed.candidates.complete, typed.best, sure, None)
    scores, complete = typed.scores.copy(), typed.candidates.complete.copy()
    answers = np.zeros(len(scores), dtype=np.int8)
    factors = (1.0, *(_factor(typed, other, articles) for other in others))
    for number, other in enumerate(others, 1):
        take_better(scores, answers, other.scores, factors[number], number)
        complete |= other.candidates.complete
    best = np.unique(np.concatenate([each.best for each in queries]))
    return Together(scores, complete, best, sure, answers, factors)


def _factor(typed: Scored, other: Scored, articles: int) -> float:
    """By what the scores of a query in other words are multiplied beside those of the typed one."""
    most = _at_most(other, articles)
    return WEIGHT * _at_most(typed, articles) / most if most else 0.0


def _at_most(scored: Scored, articles: int) -> float:
    """The idf of everything a query wants, its phrases included."""
    words = sum(
        idf_ * count for idf_, count in zip(scored.candidates.idf, scored.plan.counts, strict=True)
    )
    phrases = len(scored.plan.phrases)
    if not phrases:
        return words
    return words + phrases * idf(int(np.count_nonzero(scored.candidates.scores > 0)), articles)
