"""What was meant by a syllable typed with some marks but without a tone.

"nêu" may be nêu, whose tone is not written, or nếu with the tone left out. The index tells: typed
beside "gương" it is nearly always nêu, while "viêt" beside "nam" is a misprint at best. Not for
syllables typed without any marks, which stay free, nor for guessing what was meant (``restore``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from searcher.search.beside import Beside, Counts
from searcher.search.plan import Phrase, Plan
from searcher.search.slots import Form, Slot
from searcher.search.weights import Weights

# As typed in this share of the places where it stands beside its neighbour in the query with any
# compatible marks: a few misprints are no evidence.
_BESIDE_NEIGHBOUR = 0.2
# The same without a neighbour, where common words drown rare ones (nêu is 5 % of nêu and nếu).
_ALONE = 0.03


def settle(plan: Plan, beside: Beside, weights: Weights) -> Plan:
    """Take ambiguous slots as typed where the index says that they are meant so.

    Args:
        plan: As made from the query.
        beside: How often its words stand side by side.
        weights: What conflicting marks count.

    Returns:
        The plan, in which variants with more marks than were typed conflict for those slots; the
        same one when there are none.
    """
    asked = [number for number, slot in enumerate(plan.slots) if slot.is_open]
    meant = _meant(plan, asked, beside) if asked else set()
    if not meant:
        return plan

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


def _meant(plan: Plan, asked: Sequence[int], beside: Beside) -> set[Form]:
    """The words, of those of some slots, that are meant as they were typed."""
    evidence = {number: _Evidence(plan.slots[number]) for number in asked}
    for place, (first, second) in beside.pairs():
        # A word beside itself ("xanh xanh") is both.
        if first in evidence:
            evidence[first].beside(beside.together(place))
        if second in evidence:
            evidence[second].beside(beside.together(place).T)
    for number, own in evidence.items():
        own.alone(beside.occurring(plan.sequence.index(number)))
    return {own.word for own in evidence.values() if own.is_meant()}


class _Evidence:
    """How often a word occurs as it was typed, and with any marks that agree.

    Args:
        slot: The word.
    """

    def __init__(self, slot: Slot) -> None:
        self.word = slot.forms[0]
        typed = {(form.folded, form.marked) for form in slot.forms}
        self._typed = [n for n, term in enumerate(slot.agreeing) if term in typed]
        self._counts = self._typed_counts = 0
        self._everywhere = self._typed_everywhere = 0

    def beside(self, counts: Counts) -> None:
        """Count it beside a neighbour: int64, a row for each of its forms."""
        self._counts += int(counts.sum())
        self._typed_counts += int(counts[self._typed].sum())

    def alone(self, counts: Counts) -> None:
        """Count it anywhere: int64 for each of its forms."""
        self._everywhere += int(counts.sum())
        self._typed_everywhere += int(counts[self._typed].sum())

    def is_meant(self) -> bool:
        """Whether it is meant as it was typed."""
        if self._counts:
            return self._typed_counts > _BESIDE_NEIGHBOUR * self._counts
        return self._typed_everywhere > _ALONE * self._everywhere
