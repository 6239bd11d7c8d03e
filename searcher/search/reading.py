"""What was meant by a syllable typed with some marks but without a tone.

"nêu" may be nêu, whose tone is not written, or nếu with the tone left out. The index tells: typed
beside "gương" it is nearly always nêu, while "viêt" beside "nam" is a misprint at best. Not for
syllables typed without any marks, which stay free.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from searcher.index import IndexReader
from searcher.search.phrases import Occurrences, documents, followed_by
from searcher.search.plan import Phrase, Plan
from searcher.search.scoring import Docs
from searcher.search.slots import FIELDS, Slot
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
    holding = _holding(reader, slot)
    beside = exactly_beside = 0
    for first, second in pairs:
        sample = holding[:_SAMPLE]
        beside += _together(reader, plan.slots[first], plan.slots[second], sample)
        exactly_beside += _together(
            reader,
            as_typed if first == number else plan.slots[first],
            as_typed if second == number else plan.slots[second],
            sample,
        )
    if beside:
        return exactly_beside > _BESIDE_NEIGHBOUR * beside
    return len(_holding(reader, as_typed)) > _ALONE * len(holding)


def _holding(reader: IndexReader, slot: Slot) -> Docs:
    """The articles that hold a slot with marks that agree, ascending."""
    held = np.zeros(reader.size, dtype=np.bool_)
    for field in FIELDS:
        for folded, marked in slot.agreeing:
            held[reader.postings(field, folded, marked)[0]] = True
    docs: Docs = np.flatnonzero(held)
    return docs


def _together(reader: IndexReader, first: Slot, second: Slot, docs: Docs) -> int:
    """In how many of ``docs`` two slots stand side by side."""
    found = [
        documents(followed_by(occurrences.of(first), occurrences.of(second)))
        for occurrences in (Occurrences(reader, field, docs, (first, second)) for field in FIELDS)
    ]
    return len(np.unique(np.concatenate(found)))
