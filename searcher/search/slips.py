"""A tone that slipped: a word typed with another tone than its neighbours ask for.

"nêu gướng" stands nowhere, "nêu gương" in many places. Such a word is also looked for in the tone that
is found beside its neighbours, and counts in that tone as it does in the one that was typed; it is
told (``understood.expanded``). Not for words that hardly any article holds (``spelling``), nor for
marks that were left out (``reading``, ``restore``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import product
from operator import is_

import numpy as np

from searcher.search.beside import Beside, Neighbours, Term
from searcher.search.plan import Plan
from searcher.search.results import Change
from searcher.search.slots import Slot
from searcher.text import Agreement, agreement
from searcher.text.syllable import take_tones

# In another tone a word must stand beside its neighbours so often, and so many times as often as typed.
# Of 1,000 headlines of 30,000 articles, 0.4 % are then looked for in another tone as they are, and
# 83 % when one of their tones was changed at random.
_ENOUGH = 5
_MORE = 20
# Misprints stand in articles, too; a word that stands there more often is no slip.
_FEW = 1

_Pair = tuple[int, int]


def looked_for(plan: Plan, beside: Beside) -> Plan:
    """Look also for the tones that were probably meant.

    Args:
        plan: As made from the query, settled.
        beside: How often its words stand side by side.

    Returns:
        The plan, in which words that were probably typed in a wrong tone agree with the right one,
        too; the same one when there are none.
    """
    asked = {number for number, slot in enumerate(plan.slots) if _may_slip(plan, number, slot)}
    if not asked:
        return plan
    pairs: list[_Pair] = []
    as_typed: Counter[int] = Counter()
    for place, (one, other) in beside.pairs():
        if one != other and (one in asked or other in asked):
            pairs.append((one, other))
            count = beside.total(place)
            as_typed[one] += count
            as_typed[other] += count
    others = {
        number: tones
        for number in sorted(asked & as_typed.keys())
        if as_typed[number] <= _FEW and (tones := _other_tones(plan.slots[number]))
    }
    if not others:
        return plan
    slots = dict(enumerate(plan.slots))
    for number, counts in _in_others(plan, pairs, others, beside.neighbours).items():
        likeliest = max(others[number], key=lambda term: (counts[term], term))
        if counts[likeliest] >= max(_ENOUGH, _MORE * as_typed[number]):
            slots[number] = slots[number].also(likeliest)
    meant = tuple(slots.values())
    return plan if all(map(is_, meant, plan.slots)) else replace(plan, slots=meant)


def _in_others(
    plan: Plan,
    pairs: Iterable[_Pair],
    others: Mapping[int, Sequence[Term]],
    neighbours: Neighbours,
) -> dict[int, Counter[Term]]:
    """How often each of some words stands in each other tone beside its neighbours as typed."""
    cells = []
    for pair in pairs:
        for number in others.keys() & set(pair):
            firsts, seconds = (
                others[each] if each == number else plan.slots[each].agreeing for each in pair
            )
            cells += [
                ((number, first if number == pair[0] else second), first, second)
                for first, second in product(firsts, seconds)
            ]
    counts: dict[int, Counter[Term]] = {number: Counter() for number in others}
    for ((number, term), *_), count in zip(cells, _counted(cells, neighbours), strict=True):
        counts[number][term] += count
    return counts


def _counted(cells: Sequence[tuple[object, Term, Term]], neighbours: Neighbours) -> list[int]:
    """How often the last two of each of some cells stand side by side."""
    terms: dict[Term, int] = {}
    firsts = [terms.setdefault(first, len(terms)) for _, first, _ in cells]
    seconds = [terms.setdefault(second, len(terms)) for _, _, second in cells]
    _, together = neighbours.neighbour_counts(
        list(terms), np.array(firsts, dtype=np.int64), np.array(seconds, dtype=np.int64)
    )
    counts: list[int] = together.tolist()
    return counts


def told(plan: Plan) -> tuple[Change, ...]:
    """What is looked for besides what was typed."""
    return tuple(
        Change(slot.marked, form.marked)
        for slot in plan.slots
        for form in slot.forms[1:]
        if form.folded == slot.forms[0].folded
    )


def _may_slip(plan: Plan, number: int, slot: Slot) -> bool:
    """Whether a slot is a word whose marks say something, and that was not typed to be just that."""
    as_it_is = slot.chosen or len(slot.forms) > 1 or number in plan.phrase_only
    return not as_it_is and slot.has_marks


def _other_tones(slot: Slot) -> tuple[Term, ...]:
    """The terms that a slot could have been meant as but for its tone."""
    letters, _ = take_tones(slot.marked)
    return tuple(
        (variant.folded, variant.marked)
        for variant in slot.variants
        if variant.agreement is Agreement.CONFLICTING
        and agreement(letters, take_tones(variant.marked)[0])
    )
