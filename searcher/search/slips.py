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
from itertools import pairwise, product

import numpy as np

from searcher.search.plan import Plan
from searcher.search.restore import Neighbours, Term
from searcher.search.results import Change
from searcher.search.slots import Form, Slot
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
# A session asks for far fewer pairs.
_MOST_REMEMBERED = 16384

_Pair = tuple[int, int]
_Word = tuple[tuple[Form, ...], bool]


class Slips:
    """Finds words in a wrong tone, and remembers how often words stand side by side.

    Args:
        neighbours: How often words stand side by side in the index.
    """

    def __init__(self, neighbours: Neighbours) -> None:
        self._neighbours = neighbours
        self._known: dict[tuple[_Word, _Word], int] = {}

    def looked_for(self, plan: Plan) -> Plan:
        """Look also for the tones that were probably meant.

        Args:
            plan: As made from the query, settled.

        Returns:
            The plan, in which words that were probably typed in a wrong tone agree with the right
            one, too.
        """
        asked = {number for number, slot in enumerate(plan.slots) if _may_slip(plan, number, slot)}
        pairs = {
            (one, other)
            for one, other in pairwise(plan.sequence)
            if one != other and -1 not in (one, other) and (one in asked or other in asked)
        }
        if not pairs:
            return plan
        as_typed: Counter[int] = Counter()
        for (one, other), count in self._as_typed(plan, pairs).items():
            as_typed[one] += count
            as_typed[other] += count
        others = {
            number: tones
            for number in asked & {number for pair in pairs for number in pair}
            if as_typed[number] <= _FEW and (tones := _other_tones(plan.slots[number]))
        }
        if not others:
            return plan
        slots = list(plan.slots)
        for number, counts in self._in_others(plan, pairs, others).items():
            likeliest = max(others[number], key=lambda term: (counts[term], term))
            if counts[likeliest] >= max(_ENOUGH, _MORE * as_typed[number]):
                slots[number] = slots[number].also(likeliest)
        return replace(plan, slots=tuple(slots))

    def _as_typed(self, plan: Plan, pairs: Iterable[_Pair]) -> dict[_Pair, int]:
        """How often two words of a query stand side by side in any forms that agree."""
        keys = {
            (one, other): (_word(plan.slots[one]), _word(plan.slots[other])) for one, other in pairs
        }
        counts = {
            pair: count for pair, key in keys.items() if (count := self._known.get(key, -1)) >= 0
        }
        missing = keys.keys() - counts.keys()
        if missing:
            cells = [
                (pair, first, second)
                for pair in missing
                for first, second in product(*(plan.slots[number].agreeing for number in pair))
            ]
            fresh = Counter(dict.fromkeys(missing, 0))
            for (pair, *_), count in zip(cells, self._counted(cells), strict=True):
                fresh[pair] += count
            if len(self._known) > _MOST_REMEMBERED:
                self._known.clear()
            self._known.update((keys[pair], count) for pair, count in fresh.items())
            counts |= fresh
        return counts

    def _in_others(
        self, plan: Plan, pairs: Iterable[_Pair], others: Mapping[int, Sequence[Term]]
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
        for ((number, term), *_), count in zip(cells, self._counted(cells), strict=True):
            counts[number][term] += count
        return counts

    def _counted(self, cells: Sequence[tuple[object, Term, Term]]) -> list[int]:
        """How often the last two of each of some cells stand side by side."""
        terms: dict[Term, int] = {}
        firsts = [terms.setdefault(first, len(terms)) for _, first, _ in cells]
        seconds = [terms.setdefault(second, len(terms)) for _, _, second in cells]
        _, together = self._neighbours.neighbour_counts(
            list(terms), np.array(firsts, dtype=np.int64), np.array(seconds, dtype=np.int64)
        )
        counts: list[int] = together.tolist()
        return counts


def _word(slot: Slot) -> _Word:
    """What settles which terms agree with a slot."""
    return slot.forms, slot.as_typed


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
