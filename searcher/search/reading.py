"""What was meant by a syllable typed with some marks but without a tone.

"nêu" may be nêu, whose tone is not written, or nếu with the tone left out. The index tells: typed
beside "gương" it is nearly always nêu, while "viêt" beside "nam" is a misprint at best. Not for
syllables typed without any marks, which stay free.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from searcher.index import IndexReader
from searcher.search.phrases import documents, followed_by, occurrences
from searcher.search.plan import FIELDS, Phrase, Plan, Slot
from searcher.search.weights import Weights
from searcher.text import Agreement

# As typed in this share of the articles where it stands beside its neighbour in the query with any
# compatible marks: a few misprints are no evidence.
_BESIDE_NEIGHBOUR = 0.2
# The same without a neighbour, where common words drown rare ones (nêu is 5 % of nêu and nếu).
_ALONE = 0.03
# Enough articles to tell; more would only take longer.
_SAMPLE = 2000


def settle(plan: Plan, reader: IndexReader, weights: Weights) -> Plan:
    """Take ambiguous slots as typed where the index says that they are meant so.

    Args:
        plan: As made from the query.
        reader: The index.
        weights: What conflicting marks count.

    Returns:
        The plan, in which variants with more marks than were typed conflict for those slots.
    """
    if not any(slot.ambiguous for slot in plan.slots):
        return plan
    neighbours: dict[int, set[tuple[int, int]]] = {}
    for pair in pairwise(plan.sequence):
        if -1 not in pair:
            for slot in pair:
                neighbours.setdefault(slot, set()).add(pair)
    meant = {
        slot.forms[0]
        for number, slot in enumerate(plan.slots)
        if slot.ambiguous
        and _is_meant(number, plan, neighbours.get(number, set()), reader, weights)
    }

    def settled(slot: Slot) -> Slot:
        return slot.exactly(weights) if slot.forms[0] in meant else slot

    def settled_phrases(phrases: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
        return tuple(tuple(tuple(map(settled, way)) for way in phrase) for phrase in phrases)

    return replace(
        plan, slots=tuple(map(settled, plan.slots)), phrases=settled_phrases(plan.phrases)
    )


def _is_meant(
    number: int, plan: Plan, pairs: set[tuple[int, int]], reader: IndexReader, weights: Weights
) -> bool:
    slot = plan.slots[number]
    if all(variant.agreement is not Agreement.EXACT for variant in slot.variants):
        return False
    as_typed = slot.exactly(weights)
    sample = _holding(reader, slot)
    beside = exactly_beside = 0
    for first, second in pairs:
        beside += _together(reader, plan.slots[first], plan.slots[second], sample)
        exactly_beside += _together(
            reader,
            as_typed if first == number else plan.slots[first],
            as_typed if second == number else plan.slots[second],
            sample,
        )
    if beside:
        return exactly_beside > _BESIDE_NEIGHBOUR * beside
    holding, exactly = (np.count_nonzero(_holding(reader, s, None)) for s in (slot, as_typed))
    return bool(exactly > _ALONE * holding)


def _holding(reader: IndexReader, slot: Slot, most: int | None = _SAMPLE) -> NDArray[np.bool_]:
    """Which articles hold a slot with marks that agree; at most the first ``most`` of them."""
    held = np.zeros(reader.size, dtype=np.bool_)
    for field in FIELDS:
        for variant in slot.variants:
            if variant.agreement is not Agreement.CONFLICTING:
                held[reader.postings(field, variant.folded, variant.marked)[0]] = True
    if most is not None:
        held[np.flatnonzero(held)[most:]] = False
    return held


def _together(reader: IndexReader, first: Slot, second: Slot, docs: NDArray[np.bool_]) -> int:
    """In how many of ``docs`` two slots stand side by side."""
    found = np.zeros(reader.size, dtype=np.bool_)
    for field in FIELDS:
        ends = followed_by(
            occurrences(reader, field, first, docs), occurrences(reader, field, second, docs)
        )
        found[documents(ends)] = True
    return int(np.count_nonzero(found))
