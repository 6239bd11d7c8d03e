"""The forms that syllables of a query were surely meant as, for the first stage of ranking.

A syllable typed without its marks is all its forms at once, and the frequent ones drown the rare one
that was meant. Where its neighbours tell which one that is (``restore``), articles that hold it come
before those that hold another. What is found stays the same. Not for guessing (``restore``).
"""

from __future__ import annotations

from dataclasses import replace

from searcher.search.beside import Term
from searcher.search.plan import Plan
from searcher.search.restore import Reading
from searcher.search.slots import SlotBook

# A form that nearly all articles have that have any is worth the same as all of them.
_USUAL = 0.8


def with_meant(plan: Plan, reading: Reading, book: SlotBook, sure: float) -> Plan:
    """Name the forms that were surely meant.

    Args:
        plan: A query.
        reading: What was most likely meant by ``plan.sequence``.
        book: The slots of the index.
        sure: How likely a form must be.

    Returns:
        The plan, with ``meant``; the same one where nothing is open, or nothing sure. A word that
        stands in the query several times must be meant alike each time.
    """
    slots = plan.slots
    terms: dict[int, Term | None] = {}
    for number, term, prior, confidence in zip(
        plan.sequence, reading.terms, reading.prior, reading.confidence, strict=True
    ):
        if number >= 0 and len(slots[number].agreeing) > 1:
            own = term if prior <= _USUAL and confidence >= sure else None
            terms[number] = own if terms.setdefault(number, own) == own else None
    if not any(terms.values()):
        return plan
    meant = map(terms.get, range(len(slots)))
    return replace(plan, meant=tuple([term and book.term(term) for term in meant]))
