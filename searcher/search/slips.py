"""A tone that slipped: a word typed with another tone than its neighbours ask for.

"nêu gướng" stands nowhere, "nêu gương" in many places. Such a word is also looked for in the tone that
is found beside its neighbours, and counts in that tone as it does in the one that was typed; it is
told (``understood.expanded``). Not for words that hardly any article holds (``spelling``), nor for
marks that were left out (``reading``, ``restore``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, product

import numpy as np

from searcher.search.plan import Plan
from searcher.search.restore import Neighbours, Term
from searcher.search.results import Change
from searcher.search.slots import Slot
from searcher.text import Agreement, agreement
from searcher.text.marks import has_marks
from searcher.text.syllable import take_tones

# In another tone a word must stand beside its neighbours so often, and so many times as often as typed.
# Of 1,000 headlines of 30,000 articles, 0.4 % are then looked for in another tone as they are, and
# 83 % when one of their tones was changed at random.
_ENOUGH = 5
_MORE = 20
# Misprints stand in articles, too; a word that stands there more often is no slip.
_FEW = 1


def with_slips(plan: Plan, neighbours: Neighbours) -> Plan:
    """Look also for the tones that were probably meant.

    Args:
        plan: As made from the query, settled.
        neighbours: How often words stand side by side in the index.

    Returns:
        The plan, in which words that were probably typed in a wrong tone agree with the right one,
        too.
    """
    asked = {number for number, slot in enumerate(plan.slots) if _may_slip(plan, number, slot)}
    pairs = {
        (one, other)
        for one, other in pairwise(plan.sequence)
        if one != other and -1 not in (one, other) and (one in asked or other in asked)
    }
    if not pairs:
        return plan
    agreeing = {number: plan.slots[number].agreeing for pair in pairs for number in pair}
    as_typed = _beside(((pair, agreeing) for pair in pairs), neighbours)
    others = {
        number: tones
        for number in asked & agreeing.keys()
        if sum(as_typed[number].values()) <= _FEW and (tones := _other_tones(plan.slots[number]))
    }
    if not others:
        return plan
    # What stands beside a word in another tone counts as typed, for two guesses are no evidence.
    in_others = _beside(
        (
            (pair, {**agreeing, number: others[number]})
            for pair in pairs
            for number in pair
            if number in others
        ),
        neighbours,
    )
    slots = list(plan.slots)
    for number, tones in others.items():
        counts = in_others[number]
        likeliest = max(tones, key=lambda term: (counts[term], term))
        if counts[likeliest] >= max(_ENOUGH, _MORE * sum(as_typed[number].values())):
            slots[number] = slots[number].also(likeliest)
    return replace(plan, slots=tuple(slots))


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
    return not as_it_is and has_marks(slot.marked)


def _other_tones(slot: Slot) -> tuple[Term, ...]:
    """The terms that a slot could have been meant as but for its tone."""
    letters, _ = take_tones(slot.marked)
    return tuple(
        (variant.folded, variant.marked)
        for variant in slot.variants
        if variant.agreement is Agreement.CONFLICTING
        and agreement(letters, take_tones(variant.marked)[0])
    )


def _beside(
    asked: Iterable[tuple[tuple[int, int], Mapping[int, Sequence[Term]]]], neighbours: Neighbours
) -> defaultdict[int, Counter[Term]]:
    """How often the forms of slots stand beside those of their neighbours in the query.

    Args:
        asked: Pairs of slots, and the forms that are looked for of each of the two.
        neighbours: How often words stand side by side in the index.

    Returns:
        Slot → form → how often it comes directly before or after the other slots of its pairs.
    """
    terms: dict[Term, int] = {}
    cells = [
        (pair, first, second)
        for pair, forms in asked
        for first, second in product(forms[pair[0]], forms[pair[1]])
    ]
    firsts = [terms.setdefault(first, len(terms)) for _, first, _ in cells]
    seconds = [terms.setdefault(second, len(terms)) for _, _, second in cells]
    _, together = neighbours.neighbour_counts(
        list(terms), np.array(firsts, dtype=np.int64), np.array(seconds, dtype=np.int64)
    )
    counts: defaultdict[int, Counter[Term]] = defaultdict(Counter)
    for (pair, *forms), count in zip(cells, together.tolist(), strict=True):
        for number, form in zip(pair, forms, strict=True):
            counts[number][form] += count
    return counts
