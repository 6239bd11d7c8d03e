"""First stage of queries with AND, OR, fields or parentheses: conditions, evaluated on whole arrays.

- Side by side, a condition in parentheses counts like one more word.
- AND: each side must be there in full, every word of it in marks that agree. Scores are added.
- OR: one side is enough; the better one counts.
- Dates, authors, … are limits: they say which articles, and give no score. Where nothing else is
  asked the newest article comes first.

Words and phrases are scored as they are without conditions (``candidates``).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from searcher.search.candidates import Candidates, find_candidates
from searcher.search.phrases import phrase_holders
from searcher.search.plan import Bounds, Condition, Either, Every, Plan, Together
from searcher.search.scoring import Bools, Floats, Scorer

# Days are below 2**22, so that the score of an article of which only the day is known is 1 to 2, and
# differs from one day to the next.
_DAYS = 2**22


def find(scorer: Scorer, plan: Plan) -> Candidates:
    """Score every article of an index against a plan."""
    if plan.condition is None:
        return find_candidates(scorer, plan)
    found = fulfilling(scorer, plan, plan.condition)
    return replace(found, idf=tuple(scorer.pooled(slot).idf for slot in plan.slots))


def fulfilling(scorer: Scorer, plan: Plan, condition: Condition) -> Candidates:
    """Score every article against one condition of a plan; no idf is told."""
    if isinstance(condition, Either):
        return _either(scorer, plan, condition)
    if isinstance(condition, Every):
        scores, complete = _every(scorer, plan, condition)
        allowed = complete
    else:
        scores, complete = _together(scorer, plan, condition)
        allowed = scores > 0
    allowed = allowed & _within(scorer, plan, condition.bounds)
    return Candidates(np.where(allowed, scores, np.float32(0)), complete & allowed, ())


def part_plan(plan: Plan, condition: Together) -> Plan:
    """The words of one condition as a plan of their own."""
    return replace(
        plan,
        slots=tuple(plan.slots[number] for number in condition.slots),
        counts=condition.counts,
        sequence=(),
        phrases=tuple(plan.phrases[number] for number in condition.phrases),
        phrase_only=frozenset(),
        excluded=(),
        condition=None,
        meant=tuple(plan.meant[number] for number in condition.slots) if plan.meant else (),
    )


def newest_first(scorer: Scorer) -> Floats:
    """Scores where nothing but limits is asked, float32 of shape ``[size]``: later days are higher."""
    days = scorer.reader.columns.dates.astype(np.float32)
    scores: Floats = np.where(scorer.reader.live(), 1 + days / np.float32(_DAYS), np.float32(0))
    return scores


def _either(scorer: Scorer, plan: Plan, condition: Either) -> Candidates:
    size = scorer.reader.size
    scores, complete = np.zeros(size, np.float32), np.zeros(size, np.bool_)
    for each in condition.conditions:
        found = fulfilling(scorer, plan, each)
        np.maximum(scores, found.scores, out=scores)
        complete |= found.complete
    return Candidates(scores, complete, ())


def _every(scorer: Scorer, plan: Plan, condition: Every) -> tuple[Floats, Bools]:
    scores, complete = np.zeros(scorer.reader.size, np.float32), scorer.reader.live()
    for each in condition.conditions:
        found = fulfilling(scorer, plan, each)
        scores += found.scores
        complete = complete & found.complete
    return scores, complete


def _together(scorer: Scorer, plan: Plan, condition: Together) -> tuple[Floats, Bools]:
    wanted = [fulfilling(scorer, plan, each) for each in condition.wanted]
    required = [fulfilling(scorer, plan, each) for each in condition.required]
    if condition.slots or wanted:
        found = find_candidates(scorer, part_plan(plan, condition), wanted)
        scores, complete = found.scores, found.complete
    else:
        complete = scorer.reader.live()
        scores = np.zeros(len(complete), np.float32) if required else newest_first(scorer)
    for each in required:
        scores = np.where(each.complete, scores + each.scores, np.float32(0))
        complete = complete & each.complete
    return scores, complete


def _within(scorer: Scorer, plan: Plan, bounds: Bounds) -> Bools:
    """Which articles fulfil what gives no score."""
    from searcher.search.limits import mask  # few queries have any

    allowed = scorer.reader.live()
    for limit in bounds.limits:
        allowed = allowed & mask(scorer.reader, limit)
    for barred in bounds.barred:
        allowed = allowed & ~find(scorer, barred).complete
    for number in bounds.excluded:
        allowed = allowed & ~phrase_holders(scorer, plan.excluded[number])
    return allowed
