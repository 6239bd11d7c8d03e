"""First stage: every article that matches, scored by BM25F over the wanted slots.

Where the marks of a syllable were surely restored, a part of its worth is that of the form that was
meant; the rest, and whether an article matches, is that of all forms that agree with what was typed.
Whole arrays are added into dense arrays over the index. Not for word order (``rescoring``), nor for
anything that is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat

import numpy as np

from searcher.kernels.adding import add_up, add_up_some
from searcher.search.phrases import in_all, phrase_postings
from searcher.search.plan import Plan
from searcher.search.scoring import Bools, Docs, Floats, PhrasePostings, Scorer, idf

# In queries of so many syllables an article without one of them is hardly ever what was meant.
_SHORT = 3
_SHORT_EXPONENT = 3.0


@dataclass(frozen=True, slots=True)
class Candidates:
    """All articles that match a query.

    Attributes:
        scores: Score of every document number, float32 of shape ``[size]``; above 0 where found,
            else 0.
        complete: Which document numbers hold everything that is wanted, bool of shape ``[size]``.
        idf: Inverse document frequency of every slot of the plan.
    """

    scores: Floats
    complete: Bools
    idf: tuple[float, ...]

    def leave_out(self, articles: Bools) -> None:
        """Take some articles out, bool of shape ``[size]``."""
        _leave_out(articles, self.scores, self.complete)


def find_candidates(scorer: Scorer, plan: Plan, parts: Sequence[Candidates] = ()) -> Candidates:
    """Score every article of an index against a plan without a condition (else see ``boolean``).

    An article is found when it holds every quoted phrase, at least one wanted syllable, and nothing
    excluded. Other marks than those typed are enough to be found: a wrong tone still finds, and every
    way of typing a query finds the same articles. They are not enough to be complete.

    Args:
        scorer: Of the index.
        plan: What is asked; it has a slot, or there are parts.
        parts: Answers to parts of the query, each of them wanted like one more syllable.
    """
    pools = scorer.pooled_all([*plan.slots, *filter(None, plan.meant)])
    meant = iter(pools[len(plan.slots) :])
    shares, besides = [], []
    for pool, count, own in zip(pools, plan.counts, plan.meant or repeat(None), strict=False):
        part = scorer.weights.meant if own else 0.0
        shares.append(pool.share(count * (1 - part)))
        if own:
            besides.append(next(meant).share(count * part))
    factors = coordination(len(shares) + len(parts), scorer.weights.coordination)
    phrases = [phrase_postings(scorer, phrase) for phrase in plan.phrases]
    size = scorer.reader.size
    if phrases and not parts:
        docs = in_all([phrase.docs for phrase in phrases])
        some, whole = np.empty(len(docs), np.float32), np.empty(len(docs), np.bool_)
        add_up_some(shares, besides, factors, docs, size, some, whole)
        scores, complete = _holding_all(scorer, phrases, docs, some, whole)
    else:
        scores, complete = np.empty(size, np.float32), np.empty(size, np.bool_)
        added = [(part.scores, part.complete) for part in parts]
        add_up(shares, besides, added, factors, scores, complete)
        if phrases:
            docs = in_all([phrase.docs for phrase in phrases])
            scores, complete = _holding_all(scorer, phrases, docs, scores[docs], complete[docs])
    for left_out in plan.excluded:
        _leave_out(phrase_postings(scorer, left_out).docs, scores, complete)
    return Candidates(scores, complete, tuple(pool.idf for pool in pools[: len(shares)]))


def _holding_all(
    scorer: Scorer, phrases: Sequence[PhrasePostings], docs: Docs, scores: Floats, complete: Bools
) -> tuple[Floats, Bools]:
    """Add what phrases are worth; an article without one of them is not found, whatever it holds.

    Args:
        scorer: Of the index.
        phrases: What must be there.
        docs: The articles that hold all of them, ascending.
        scores: Of these, float32 of shape ``[n]``.
        complete: Which of these hold everything else, bool of shape ``[n]``.

    Returns:
        The same of all articles.
    """
    for phrase in phrases:
        worth = scorer.damped(phrase.frequencies) * np.float32(phrase_idf(phrase, scorer))
        own = phrase.docs.searchsorted(docs) if len(phrase.docs) > len(docs) else slice(None)
        scores = scores + worth[own]
    every, whole = np.zeros(scorer.reader.size, np.float32), np.zeros(scorer.reader.size, np.bool_)
    every[docs], whole[docs] = scores, complete
    return every, whole


def everything(scorer: Scorer) -> Candidates:
    """All articles of an index, none better than another."""
    live = scorer.reader.live()
    return Candidates(live.astype(np.float32), live.copy(), ())


def _leave_out(articles: Bools | Docs, scores: Floats, complete: Bools) -> None:
    scores[articles] = 0
    complete[articles] = False


def phrase_idf(found: PhrasePostings, scorer: Scorer) -> float:
    """What a quoted phrase weighs, as a term of its own."""
    return scorer.weights.phrase * idf(len(found.docs), scorer.reader.article_count)


@lru_cache(maxsize=256)
def coordination(wanted: int, weight: float) -> Floats:
    """The clear preference for articles that hold more of the query.

    In a query of a few syllables each is meant; in a long question many are not.

    Args:
        wanted: How many slots are wanted.
        weight: See ``Weights``.

    Returns:
        By what the score of an article is multiplied that holds none, one … all of them, float32 of
        shape ``[wanted + 1]``.
    """
    exponent = _SHORT_EXPONENT if wanted <= _SHORT else min(1.0, weight / wanted)
    # An article found by other marks only holds none of the query, yet more than nothing.
    held = np.arange(wanted + 1, dtype=np.float64)
    held[0] = 0.5
    factors: Floats = ((held / wanted) ** exponent).astype(np.float32)
    return factors
