"""From clauses to what is looked up in an index: slots, phrases, exclusions.

A slot is one syllable of the query together with every form of the index that can stand for it.
Needs only the index's dictionary. Not for reading postings (``candidates``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from searcher.search.query import Clause
from searcher.search.weights import Weights
from searcher.text import Agreement, Token, agreement
from searcher.text.marks import has_marks
from searcher.text.syllable import take_tones

#: The searched fields, in the order in which sums are taken.
FIELDS = ("title", "body")

# Final consonants with which a Vietnamese syllable always has a tone.
_STOPS = ("c", "ch", "p", "t")


class Dictionary(Protocol):
    """What planning needs to know of an index."""

    def variants(self, field: str, folded: str) -> tuple[str, ...]:
        """The marked forms of a folded form that occur in a field."""


@dataclass(frozen=True, slots=True)
class Form:
    """A word of the query, or the glued form it is also written in."""

    marked: str
    folded: str


@dataclass(frozen=True, slots=True)
class Variant:
    """A term of the index that can stand for a slot.

    Attributes:
        folded: Its folded form.
        marked: Its marked form.
        agreement: How its marks agree with what was typed.
        weight: What one occurrence counts, 0–1.
    """

    folded: str
    marked: str
    agreement: Agreement
    weight: float


@dataclass(frozen=True, slots=True)
class Slot:
    """One syllable of the query.

    Attributes:
        forms: The word as typed, then the glued forms that would also satisfy it.
        variants: The index's terms that can stand for it, over all fields, best agreement first.
        count: How often it stands in the query.
    """

    forms: tuple[Form, ...]
    variants: tuple[Variant, ...]
    count: int = 1

    @property
    def marked(self) -> str:
        """The word as typed, in canonical form."""
        return self.forms[0].marked

    @property
    def ambiguous(self) -> bool:
        """Whether it may be meant as typed or have lost its tone: "nêu" for nêu or nếu.

        A syllable that ends in c, ch, p or t cannot be without a tone: "viêt" has lost it.
        """
        _, tones = take_tones(self.marked)
        return not tones and has_marks(self.marked) and not self.marked.endswith(_STOPS)

    def exactly(self, weights: Weights) -> Slot:
        """The slot, taken as typed: what has more marks than were typed conflicts."""
        return replace(
            self,
            variants=tuple(
                variant
                if variant.agreement is Agreement.EXACT
                else replace(variant, agreement=Agreement.CONFLICTING, weight=weights.conflicting)
                for variant in self.variants
            ),
        )


#: A phrase in the ways it may be written: each a sequence of slots at successive positions.
Phrase = tuple[tuple[Slot, ...], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a query asks of one index.

    Attributes:
        slots: The distinct wanted syllables, in order of first appearance.
        sequence: The wanted syllables in the order typed, as indexes into ``slots``; ``-1`` where a
            clause ends whose last word is not followed by the next one's first.
        phrases: What must stand together.
        phrase_only: Indexes of the slots that were typed inside quotation marks only.
        excluded: What must not be there; a single word is a phrase of one.
    """

    slots: tuple[Slot, ...]
    sequence: tuple[int, ...]
    phrases: tuple[Phrase, ...]
    phrase_only: frozenset[int]
    excluded: tuple[Phrase, ...]


def plan(clauses: Sequence[Clause], dictionary: Dictionary, weights: Weights) -> Plan:
    """Look up what the words of a query can mean in an index.

    Args:
        clauses: As parsed, at least one of them wanted.
        dictionary: The index.
        weights: What agreeing and conflicting marks count.
    """
    slots: dict[tuple[Form, ...], Slot] = {}
    counts: Counter[tuple[Form, ...]] = Counter()
    sequence: list[tuple[Form, ...] | None] = []
    phrases, excluded = [], []
    outside: set[tuple[Form, ...]] = set()  # typed at least once without quotation marks
    for clause in clauses:
        if clause.excluded:
            excluded.append(_phrase(clause.tokens, dictionary, weights))
            continue
        if clause.phrase:
            phrases.append(_phrase(clause.tokens, dictionary, weights))
        for forms in _forms(clause.tokens):
            if forms not in slots:
                slots[forms] = _slot(forms, dictionary, weights)
            counts[forms] += 1
            if not clause.phrase:
                outside.add(forms)
            sequence.append(forms)
        sequence.append(None)
    order = {forms: number for number, forms in enumerate(slots)}
    return Plan(
        slots=tuple(Slot(s.forms, s.variants, counts[forms]) for forms, s in slots.items()),
        sequence=tuple(-1 if forms is None else order[forms] for forms in sequence[:-1]),
        phrases=tuple(phrases),
        phrase_only=frozenset(number for forms, number in order.items() if forms not in outside),
        excluded=tuple(excluded),
    )


def _forms(tokens: Iterable[Token]) -> list[tuple[Form, ...]]:
    """The forms that satisfy each position: a glued form does so for every word it stands for."""
    words, glued = _words_and_glued(tokens)
    return [
        (
            Form(word.marked, word.folded),
            *(
                Form(g.marked, g.folded)
                for g in glued
                if g.start <= word.start and word.end <= g.end
            ),
        )
        for word in words
    ]


def _phrase(tokens: Iterable[Token], dictionary: Dictionary, weights: Weights) -> Phrase:
    """The ways a phrase may be written: word by word, and with its glued forms."""
    words, glued = _words_and_glued(tokens)
    written = [[Form(word.marked, word.folded) for word in words]]
    if glued:
        compact: list[Form] = []
        covered = -1  # End of the last glued form taken: those that overlap it are passed over.
        for word in words:
            form = next((g for g in glued if g.start == word.start and g.start >= covered), None)
            if form is not None:
                compact.append(Form(form.marked, form.folded))
                covered = form.end
            elif word.start >= covered:
                compact.append(Form(word.marked, word.folded))
        written.append(compact)
    return tuple(tuple(_slot((form,), dictionary, weights) for form in forms) for forms in written)


def _words_and_glued(tokens: Iterable[Token]) -> tuple[list[Token], list[Token]]:
    words: list[Token] = []
    glued: list[Token] = []
    for token in tokens:
        is_word = not words or token.position != words[-1].position
        (words if is_word else glued).append(token)
    return words, glued


def _slot(forms: tuple[Form, ...], dictionary: Dictionary, weights: Weights) -> Slot:
    found: dict[tuple[str, str], Variant] = {}
    for form in forms:
        for field in FIELDS:
            for marked in dictionary.variants(field, form.folded):
                agreed = agreement(form.marked, marked)
                if (form.folded, marked) in found or agreed is None:
                    continue
                weight = weights.conflicting if agreed is Agreement.CONFLICTING else 1.0
                found[form.folded, marked] = Variant(form.folded, marked, agreed, weight)
    ordered = sorted(found.values(), key=lambda v: (-v.agreement, v.folded, v.marked))
    return Slot(forms, tuple(ordered))
