"""A query in other words: what both have in common means the same in both.

Which tones slipped and which marks were left out is found out for the query as it was typed
(``reading``, ``slips``, ``restore``). In the same query in other words only these are new, and they
are spelt out in full. Not for finding other words (``abbreviate``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from searcher.search.beside import Term
from searcher.search.plan import Plan
from searcher.search.restore import Reading, candidates
from searcher.search.slots import Form, Slot, SlotBook


class _Word(NamedTuple):
    """What a word was read as; see ``Reading``."""

    term: Term | None
    prior: float = 1.0
    confidence: float = 1.0


def read_alike(plan: Plan, typed: Plan, reading: Reading, book: SlotBook) -> tuple[Plan, Reading]:
    """Read a query in other words as it was read when it was typed.

    Args:
        plan: As made from the other words.
        typed: As made from the typed ones, with all that was found out about its slots.
        reading: What was most likely meant by ``typed.sequence``.
        book: The slots of the index.

    Returns:
        The plan, with the slots of the typed query where it has them and all others taken as they
        are written; and what was most likely meant by its sequence.
    """
    made = list(map(_as_made, typed.slots))
    known = dict(zip(made, typed.slots, strict=True))

    def alike(slot: Slot) -> Slot:
        return known.get(slot.forms) or (book.as_typed(slot) if slot.is_open else slot)

    def in_phrase(slot: Slot) -> Slot:
        # No word of a phrase is looked for in another tone.
        return book.as_typed(slot) if alike(slot).as_typed else slot

    slots = tuple(map(alike, plan.slots))
    phrases = tuple(
        replace(phrase, ways=tuple(tuple(map(in_phrase, way)) for way in phrase.ways))
        for phrase in plan.phrases
    )
    # A word that stands in a query several times is read as in the same place of the other.
    meant: dict[tuple[Form, ...], list[_Word]] = {}
    words = map(_Word, reading.terms, reading.prior, reading.confidence)
    for number, word in zip(typed.sequence, words, strict=True):
        if number >= 0:
            meant.setdefault(made[number], []).append(word)
    read = []
    for number in plan.sequence:
        own = meant.get(plan.slots[number].forms) if number >= 0 else [_Word(None)]
        if own is None:
            own = [_as_written(slots[number])]
        read.append(own.pop(0) if len(own) > 1 else own[0])
    only_way = np.ones((1, 1))
    return replace(plan, slots=slots, phrases=phrases), Reading(
        terms=tuple([word.term for word in read]),
        path=(0,) * len(read),
        prior=tuple([word.prior for word in read]),
        confidence=tuple([word.confidence for word in read]),
        steps=(only_way,) * len(read),
    )


def _as_made(slot: Slot) -> tuple[Form, ...]:
    """The forms of a slot without a tone that it was also looked for in."""
    typed, *others = slot.forms
    return (typed, *(form for form in others if form.folded != typed.folded))


def _as_written(slot: Slot) -> _Word:
    terms = candidates(slot)
    return _Word(terms[0] if terms else None)
