"""What was meant by a syllable typed with some marks but without a tone.

"nêu" may be nêu, whose tone is not written, or nếu with the tone left out. The index tells: typed
beside "gương" it is nearly always nêu, while "viêt" beside "nam" is a misprint at best. Not for
syllables typed without any marks, which stay free, nor for guessing what was meant (``restore``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import compress

from searcher.search.beside import Beside
from searcher.search.plan import Phrase, Plan
from searcher.search.slots import Form, Slot, SlotBook
from searcher.text.syllable import take_tones

# As typed in this share of the places where it stands beside its neighbour in the query with any
# compatible marks: a few misprints are no evidence.
_BESIDE_NEIGHBOUR = 0.2
# The same without a neighbour, where common words drown rare ones (nêu is 5 % of nêu and nếu).
_ALONE = 0.03
# So many syllables without a tone are hardly ever all meant so: three of four in a text have one.
_MANY = 4


def settle(plan: Plan, beside: Beside, book: SlotBook) -> Plan:
    """Take ambiguous slots as typed where the index says that they are meant so.

    Args:
        plan: As made from the query.
        beside: How often its words stand side by side.
        book: The slots of the index.

    Returns:
        The plan, in which variants with more marks than were typed conflict for those slots; the
        same one when there are none.
    """
    asked = [number for number, slot in enumerate(plan.slots) if slot.is_open]
    if not asked or _tones_are_left_out(plan):
        return plan
    meant = _meant(plan, asked, beside)
    if not meant:
        return plan

    def settled(slot: Slot) -> Slot:
        return book.as_typed(slot) if slot.forms[0] in meant else slot

    def settled_phrases(phrases: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
        return tuple(
            replace(phrase, ways=tuple(tuple(map(settled, way)) for way in phrase.ways))
            for phrase in phrases
        )

    return replace(
        plan, slots=tuple(map(settled, plan.slots)), phrases=settled_phrases(plan.phrases)
    )


def _tones_are_left_out(plan: Plan) -> bool:
    """Whether a query shows that its tones were not typed.

    Where no syllable has one, a single syllable that needs one is enough ("viêt"): "nêu" beside it has
    lost its own just as well. In a longer query it is enough that none has one.
    """
    toneless = 0
    for slot in plan.slots:
        if slot.chosen or not slot.is_syllable:
            continue
        if take_tones(slot.marked)[1]:
            return False
        if slot.lacks_a_tone:
            return True
        toneless += 1
    return toneless >= _MANY


def _meant(plan: Plan, asked: Sequence[int], beside: Beside) -> set[Form]:
    """The words, of those of some slots, that are meant as they were typed."""
    evidence = {number: _Evidence(plan.slots[number]) for number in asked}
    for place, (first, second) in beside.pairs():
        # A word beside itself ("xanh xanh") is both.
        if first in evidence:
            evidence[first].beside(beside.together(place).sum(axis=1).tolist())
        if second in evidence:
            evidence[second].beside(beside.together(place).sum(axis=0).tolist())
    for number, own in evidence.items():
        own.alone(beside.occurring(plan.sequence.index(number)).tolist())
    return {own.word for own in evidence.values() if own.is_meant()}


class _Evidence:
    """How often a word occurs as it was typed, and with any marks that agree.

    Args:
        slot: The word.
    """

    def __init__(self, slot: Slot) -> None:
        self.word = slot.forms[0]
        self._is_typed = [(term[1], term[0]) in slot.forms for term in slot.agreeing]
        self._counts = self._typed_counts = 0
        self._everywhere = self._typed_everywhere = 0

    def beside(self, counts: Sequence[int]) -> None:
        """Count each of its forms beside a neighbour."""
        self._counts += sum(counts)
        self._typed_counts += sum(compress(counts, self._is_typed))

    def alone(self, counts: Sequence[int]) -> None:
        """Count each of its forms anywhere."""
        self._everywhere += sum(counts)
        self._typed_everywhere += sum(compress(counts, self._is_typed))

    def is_meant(self) -> bool:
        """Whether it is meant as it was typed."""
        if self._counts:
            return self._typed_counts > _BESIDE_NEIGHBOUR * self._counts
        return self._typed_everywhere > _ALONE * self._everywhere
