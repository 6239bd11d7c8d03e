"""What was meant by a syllable typed with some marks but without a tone.

"nêu" may be nêu, whose tone is not written, or nếu with the tone left out. The index tells: typed
beside "gương" it is nearly always nêu, while "viêt" beside "nam" is a misprint at best. Not for
syllables typed without any marks, which stay free, nor for guessing what was meant (``restore``).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise, product

import numpy as np

from searcher.search.plan import Phrase, Plan
from searcher.search.restore import Neighbours, Term
from searcher.search.slots import Slot
from searcher.search.weights import Weights

# As typed in this share of the places where it stands beside its neighbour in the query with any
# compatible marks: a few misprints are no evidence.
_BESIDE_NEIGHBOUR = 0.2
# The same without a neighbour, where common words drown rare ones (nêu is 5 % of nêu and nếu).
_ALONE = 0.03


def settle(plan: Plan, neighbours: Neighbours, weights: Weights) -> Plan:
    """Take ambiguous slots as typed where the index says that they are meant so.

    Args:
        plan: As made from the query.
        neighbours: How often words occur and stand side by side in the index.
        weights: What conflicting marks count.

    Returns:
        The plan, in which variants with more marks than were typed conflict for those slots.
    """
    asked = [number for number, slot in enumerate(plan.slots) if slot.is_open]
    if not asked:
        return plan
    evidence = _Evidence(plan, asked, neighbours)
    meant = {plan.slots[number].forms[0] for number in asked if evidence.is_meant(number)}

    def settled(slot: Slot) -> Slot:
        return slot.exactly(weights) if slot.forms[0] in meant else slot

    def settled_phrases(phrases: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
        return tuple(
            replace(phrase, ways=tuple(tuple(map(settled, way)) for way in phrase.ways))
            for phrase in phrases
        )

    return replace(
        plan, slots=tuple(map(settled, plan.slots)), phrases=settled_phrases(plan.phrases)
    )


class _Evidence:
    """How often slots occur as typed and with any compatible marks, counted in one look-up."""

    def __init__(self, plan: Plan, asked: list[int], neighbours: Neighbours) -> None:
        wanted = set(asked)
        pairs = {pair for pair in pairwise(plan.sequence) if -1 not in pair and wanted & set(pair)}
        # A syllable beside itself ("xanh xanh") is one pair in which it is both.
        involved = dict.fromkeys(asked) | dict.fromkeys(n for pair in pairs for n in pair)
        terms: dict[Term, int] = {}
        for number in involved:
            for term in plan.slots[number].agreeing:
                terms.setdefault(term, len(terms))
        cells = [
            (pair, terms[first], terms[second])
            for pair in pairs
            for first, second in product(*(plan.slots[number].agreeing for number in pair))
        ]
        firsts = np.array([first for _, first, _ in cells], dtype=np.int64)
        seconds = np.array([second for _, _, second in cells], dtype=np.int64)
        occurring, together = neighbours.neighbour_counts(list(terms), firsts, seconds)
        typed = {
            number: {
                terms[t] for t in plan.slots[number].agreeing if _is_typed(plan.slots[number], t)
            }
            for number in asked
        }
        self._beside: Counter[int] = Counter()
        self._typed_beside: Counter[int] = Counter()
        for (pair, first, second), count in zip(cells, together.tolist(), strict=True):
            for number, place in zip(pair, (first, second), strict=True):
                if number in typed:
                    self._beside[number] += count
                    self._typed_beside[number] += count if place in typed[number] else 0
        self._alone = {
            number: sum(int(occurring[terms[term]]) for term in plan.slots[number].agreeing)
            for number in asked
        }
        self._typed_alone = {
            number: sum(int(occurring[place]) for place in typed[number]) for number in asked
        }

    def is_meant(self, number: int) -> bool:
        """Whether a slot is meant as it was typed."""
        if self._beside[number]:
            return self._typed_beside[number] > _BESIDE_NEIGHBOUR * self._beside[number]
        return self._typed_alone[number] > _ALONE * self._alone[number]


def _is_typed(slot: Slot, term: Term) -> bool:
    return any(term == (form.folded, form.marked) for form in slot.forms)
