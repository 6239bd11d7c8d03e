"""Where a score comes from, part by part; the parts add up to it.

For people who want to know why one article stands before another, and for checking the ranking. Not
for ranking itself: everything here is read off what the ranking computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from searcher.search.boolean import fulfilling, newest_first, part_plan
from searcher.search.candidates import coordination, phrase_idf
from searcher.search.phrases import phrase_postings
from searcher.search.plan import Condition, Either, Plan, Together
from searcher.search.rescoring import Rescored
from searcher.search.scoring import Scorer
from searcher.search.slots import FIELDS, Slot, Variant


@dataclass(frozen=True, slots=True)
class VariantShare:
    """A variant of a slot in one article.

    Attributes:
        marked: The form.
        agreement: ``"exact"``, ``"compatible"`` or ``"conflicting"``.
        weight: What one occurrence counts.
        frequencies: Occurrences by field.
    """

    marked: str
    agreement: str
    weight: float
    frequencies: dict[str, int]


@dataclass(frozen=True, slots=True)
class SlotShare:
    """One syllable's share of a score, before coordination.

    Attributes:
        typed: The syllable in canonical form.
        count: How often it stands in the query.
        part: Which part of its worth this is, 0–1; see ``Weights.meant``.
        restored: Whether it is not as typed but as it was surely meant.
        documents: How many articles hold it.
        idf: Its inverse document frequency.
        damped: Its saturated frequency in the article.
        variants: The variants that occur in the article.
    """

    typed: str
    count: int
    documents: int
    idf: float
    damped: float
    variants: tuple[VariantShare, ...]
    part: float = 1.0
    restored: bool = False

    @property
    def value(self) -> float:
        """The share."""
        return self.part * self.count * self.idf * self.damped


@dataclass(frozen=True, slots=True)
class TogetherShare:
    """What words that stand together add: neighbours of the query, or a quoted phrase.

    Attributes:
        words: The words in canonical form.
        restored: Whether they are not as typed but as they were most likely meant.
        weight: Their idf times the weight of such a share.
        damped: Their saturated frequency together in the article.
    """

    words: str
    restored: bool
    weight: float
    damped: float

    @property
    def value(self) -> float:
        """The share."""
        return self.weight * self.damped


@dataclass(frozen=True, slots=True)
class Explanation:
    """The parts of one article's score, or of the score of a part of the query.

    Attributes:
        slots: The wanted syllables, after each of them what was surely meant by it.
        coordination: The factor for how many of them, and of ``wanted``, the article holds.
        phrases: Quoted phrases.
        pairs: Neighbouring syllables.
        wanted: Parts of the query that count like one more syllable.
        added: Parts whose scores are added as they are: those that are required, and of
            alternatives the best one.
        newest: What the day counts where nothing but limits was asked.
        factor: What all of it is multiplied by; not 1 for an article that counts by the query in
            other words (see ``alternatives``).
    """

    slots: tuple[SlotShare, ...] = ()
    coordination: float = 1.0
    phrases: tuple[TogetherShare, ...] = ()
    pairs: tuple[TogetherShare, ...] = ()
    wanted: tuple[Explanation, ...] = ()
    added: tuple[Explanation, ...] = ()
    newest: float = 0.0
    factor: float = 1.0

    @property
    def score(self) -> float:
        """The parts, put together."""
        wanted = sum(share.value for share in self.slots) + sum(part.score for part in self.wanted)
        together = sum(share.value for share in (*self.phrases, *self.pairs))
        added = sum(part.score for part in self.added)
        return self.factor * (self.coordination * wanted + together + added + self.newest)


def explain(scorer: Scorer, plan: Plan, rescored: Rescored, doc: int) -> Explanation:
    """Take the score of an article apart.

    Args:
        scorer: Of the index.
        plan: What was asked.
        rescored: The best candidates after the second stage.
        doc: The document number of an article that was found.
    """
    if plan.condition is None:
        parts = _words(scorer, plan, (), 0, doc)
    else:
        parts = _condition(scorer, plan, plan.condition, doc)
    found = rescored.pairs(doc)
    frequencies = np.array([frequency for *_, frequency in found], np.float32)
    pairs = [
        TogetherShare(pair.words, pair.restored, weight, damped)
        for (pair, weight, _), damped in zip(
            found, scorer.damped(frequencies).tolist(), strict=True
        )
    ]
    return replace(parts, pairs=tuple(pairs))


def _condition(scorer: Scorer, plan: Plan, condition: Condition, doc: int) -> Explanation:
    """The parts of what one condition adds; nothing for an article that does not fulfil it."""
    if fulfilling(scorer, plan, condition).scores[doc] <= 0:
        return Explanation()
    if isinstance(condition, Together):
        return _together(scorer, plan, condition, doc)
    parts = [_condition(scorer, plan, each, doc) for each in condition.conditions]
    if isinstance(condition, Either):
        parts = [max(parts, key=lambda part: part.score)]
    return Explanation(added=tuple(parts))


def _together(scorer: Scorer, plan: Plan, condition: Together, doc: int) -> Explanation:
    added = tuple(_condition(scorer, plan, each, doc) for each in condition.required)
    if condition.slots or condition.wanted:
        wanted = tuple(_condition(scorer, plan, each, doc) for each in condition.wanted)
        held = sum(bool(fulfilling(scorer, plan, each).complete[doc]) for each in condition.wanted)
        words = _words(scorer, part_plan(plan, condition), wanted, held, doc)
        return replace(words, added=added)
    newest = 0.0 if condition.required else float(newest_first(scorer)[doc])
    return Explanation(added=added, newest=newest)


def _words(
    scorer: Scorer, plan: Plan, wanted: tuple[Explanation, ...], held: int, doc: int
) -> Explanation:
    """The parts of a plan without a condition, beside which so many of some parts are held."""
    slots: list[SlotShare] = []
    for number, (slot, count) in enumerate(zip(plan.slots, plan.counts, strict=True)):
        meant = plan.meant[number] if plan.meant else None
        part = scorer.weights.meant if meant else 0.0
        slots.append(replace(_slot_share(scorer, slot, count, doc), part=1 - part))
        if meant:
            typed = meant.variants[0].marked
            own = _slot_share(scorer, meant, count, doc)
            slots.append(replace(own, typed=typed, part=part, restored=True))
    matched = held + sum(scorer.pooled(slot).agrees(doc) for slot in plan.slots)
    factors = coordination(len(plan.slots) + len(wanted), scorer.weights.coordination)
    phrases = []
    for phrase in plan.phrases:
        found = phrase_postings(scorer, phrase)
        words = " ".join(slot.marked for slot in phrase.ways[0])
        damped = float(scorer.damped(found.frequencies[found.docs == doc]).sum())
        phrases.append(TogetherShare(words, False, phrase_idf(found, scorer), damped))
    return Explanation(tuple(slots), float(factors[matched]), tuple(phrases), wanted=wanted)


def _slot_share(scorer: Scorer, slot: Slot, count: int, doc: int) -> SlotShare:
    pool = scorer.pooled(slot)
    shares = _variant_shares(scorer, slot.variants, doc)
    return SlotShare(slot.marked, count, pool.documents, pool.idf, pool.damped(doc), shares)


def _variant_shares(
    scorer: Scorer, variants: Sequence[Variant], doc: int
) -> tuple[VariantShare, ...]:
    shares = []
    for variant in variants:
        frequencies = {}
        for field in FIELDS:
            docs, counts = scorer.reader.postings(field, variant.folded, variant.marked)
            at = int(np.searchsorted(docs, doc))
            if at < len(docs) and docs[at] == doc:
                frequencies[field] = int(counts[at])
        if frequencies:
            name = variant.agreement.name.lower()
            shares.append(VariantShare(variant.marked, name, variant.weight, frequencies))
    return tuple(shares)
