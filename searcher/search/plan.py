"""From clauses to what is looked up in an index: wanted slots, phrases, exclusions.

Not for reading postings (``candidates``), nor for one syllable's meanings (``slots``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from searcher.search.query import Clause
from searcher.search.slots import Form, Slot, SlotBook
from searcher.text import Token

#: A phrase in the ways it may be written: each a sequence of slots at successive positions.
Phrase = tuple[tuple[Slot, ...], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a query asks of one index.

    Attributes:
        slots: The distinct wanted syllables, in order of first appearance.
        counts: How often each slot stands in the query.
        sequence: The wanted syllables in the order typed, as indexes into ``slots``; ``-1`` where a
            clause ends whose last word is not followed by the next one's first.
        phrases: What must stand together.
        phrase_only: Indexes of the slots that were typed inside quotation marks only.
        excluded: What must not be there; a single word is a phrase of one.
    """

    slots: tuple[Slot, ...]
    counts: tuple[int, ...]
    sequence: tuple[int, ...]
    phrases: tuple[Phrase, ...]
    phrase_only: frozenset[int]
    excluded: tuple[Phrase, ...]


#: The plan of no words at all.
NOTHING = Plan((), (), (), (), frozenset(), ())


def plan(clauses: Sequence[Clause], book: SlotBook) -> Plan:
    """Look up what the words of a query can mean in an index.

    Args:
        clauses: As parsed, at least one of them wanted.
        book: The slots of the index.
    """
    counts: Counter[tuple[Form, ...]] = Counter()
    sequence: list[tuple[Form, ...] | None] = []
    phrases, excluded = [], []
    outside: set[tuple[Form, ...]] = set()  # typed at least once without quotation marks
    for clause in clauses:
        if clause.excluded:
            excluded.append(_phrase(clause.tokens, book))
            continue
        if clause.phrase:
            phrases.append(_phrase(clause.tokens, book))
        for forms in _forms(clause.tokens):
            counts[forms] += 1
            if not clause.phrase:
                outside.add(forms)
            sequence.append(forms)
        sequence.append(None)
    order = {forms: number for number, forms in enumerate(counts)}
    return Plan(
        slots=tuple(map(book.slot, counts)),
        counts=tuple(counts.values()),
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


def _phrase(tokens: Iterable[Token], book: SlotBook) -> Phrase:
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
    return tuple(tuple(book.slot((form,)) for form in forms) for forms in written)


def _words_and_glued(tokens: Iterable[Token]) -> tuple[list[Token], list[Token]]:
    words: list[Token] = []
    glued: list[Token] = []
    for token in tokens:
        is_word = not words or token.position != words[-1].position
        (words if is_word else glued).append(token)
    return words, glued
