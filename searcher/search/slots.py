"""What one syllable of a query can mean in an index.

A slot is a syllable together with every term of the index that can stand for it, each agreeing with
the typed marks exactly, compatibly, or not. Needs only the index's dictionary. Not for several
syllables together (``plan``).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from searcher.search.expansion import Vocabulary, matching, near
from searcher.search.query_tree import Fuzzy, Pattern
from searcher.search.weights import Weights
from searcher.text import Agreement, Token, agreement, tokenize
from searcher.text.chains import LONGEST_TERM
from searcher.text.marks import agreements, has_marks
from searcher.text.syllable import is_syllable, take_tones

#: The searched fields, in the order in which sums are taken.
FIELDS = ("title", "body")

# More slots than this are not kept; a session asks for far fewer.
_REMEMBERED = 4096
# An enumeration takes its time to find its members.
_CONFLICTING, _COMPATIBLE, _EXACT = Agreement
# Longer texts are hardly asked for twice.
_SHORT = 40
# Final consonants with which a Vietnamese syllable always has a tone.
_STOPS = ("c", "ch", "p", "t")


class Dictionary(Protocol):
    """What planning needs to know of an index."""

    def variants_in(self, fields: Sequence[str], folded: str) -> tuple[str, ...]:
        """The marked forms of a folded form that occur in any of some fields, in order."""

    @property
    def vocabulary(self) -> Vocabulary:
        """All words."""


class Form(NamedTuple):
    """A word of the query, or the glued form it is also written in."""

    marked: str
    folded: str


class Variant(NamedTuple):
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
        forms: The word as typed, then what would also satisfy it: glued forms, another tone.
        variants: The index's terms that can stand for it, over all fields, best agreement first.
        as_typed: Whether marks that were not typed conflict, see ``SlotBook.as_typed``.
        agreeing: The terms whose marks agree, as (folded, marked).
        is_open: Whether it may be meant as typed or have lost its tone ("nêu" for nêu or nếu), and
            the index has it in both ways.
        chosen: Whether these variants are all that counts, and not everything with their letters.
        is_syllable: Whether the word as typed is one.
        has_marks: Whether it was typed with any.
    """

    forms: tuple[Form, ...]
    variants: tuple[Variant, ...]
    as_typed: bool = False
    chosen: bool = False
    agreeing: tuple[tuple[str, str], ...] = dataclasses.field(init=False, compare=False)
    is_open: bool = dataclasses.field(init=False, compare=False)
    is_syllable: bool = dataclasses.field(init=False, compare=False)
    has_marks: bool = dataclasses.field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Work out what every query asks for several times."""
        object.__setattr__(self, "is_syllable", is_syllable(self.marked))
        object.__setattr__(self, "has_marks", has_marks(self.marked))
        # Of the agreements only "conflicting" is 0.
        terms = tuple([variant[:2] for variant in self.variants if variant[2]])
        object.__setattr__(self, "agreeing", terms)
        agreed = [variant[2] for variant in self.variants]
        both = _EXACT in agreed and _COMPATIBLE in agreed
        may_be_complete = both and not self.marked.endswith(_STOPS)
        object.__setattr__(self, "is_open", may_be_complete and self._has_marks_but_no_tone)

    @property
    def marked(self) -> str:
        """The word as typed, in canonical form."""
        return self.forms[0].marked

    @property
    def lacks_a_tone(self) -> bool:
        """Whether it has marks, yet not the tone that it must have, or that the index has it with.

        A syllable that ends in c, ch, p or t cannot be without a tone: "viêt" has lost it.
        """
        if not self.agreeing or not self._has_marks_but_no_tone:
            return False
        return self.marked.endswith(_STOPS) or self.variants[0].agreement is not _EXACT

    @property
    def _has_marks_but_no_tone(self) -> bool:
        return self.has_marks and not take_tones(self.marked)[1]

    def also(self, term: tuple[str, str]) -> Slot:
        """The slot, with one of its variants that conflict as good as the word that was typed."""
        return replace(
            self,
            forms=(*self.forms, Form(term[1], term[0])),
            variants=tuple(
                variant._replace(agreement=_EXACT, weight=1.0) if variant[:2] == term else variant
                for variant in self.variants
            ),
        )


class SlotBook:
    """Looks slots up in an index, and remembers them: frequent words are asked again and again.

    Args:
        dictionary: The index.
        weights: What conflicting marks count.
    """

    def __init__(self, dictionary: Dictionary, weights: Weights) -> None:
        self._dictionary = dictionary
        self._weights = weights
        self._known: dict[tuple[Form, ...], Slot] = {}
        self._as_typed: dict[tuple[Form, ...], Slot] = {}
        self._terms: dict[tuple[str, str], Slot] = {}
        self._of_texts: dict[str, tuple[Slot, ...]] = {}

    def slot(self, forms: tuple[Form, ...]) -> Slot:
        """The slot of a syllable.

        Args:
            forms: The word as typed, then the glued forms that would also satisfy it.
        """
        known = self._known.get(forms)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[forms] = Slot(forms, self._variants(forms))
        return known

    def typed(self, text: str) -> tuple[Slot, ...]:
        """The slots of a word as it was typed, or of several, one for each position."""
        known = self._of_texts.get(text)
        if known is None:
            known = tuple([self.slot(forms) for forms in forms_of(tokenize(text))])
            if len(text) <= _SHORT:
                if len(self._of_texts) >= _REMEMBERED:
                    self._of_texts.clear()
                self._of_texts[text] = known
        return known

    def as_typed(self, slot: Slot) -> Slot:
        """A slot, taken as typed: what has more marks than were typed conflicts."""
        known = self._as_typed.get(slot.forms)
        if known is None:
            if len(self._as_typed) >= _REMEMBERED:
                self._as_typed.clear()
            known = self._as_typed[slot.forms] = replace(
                slot,
                as_typed=True,
                variants=tuple(
                    variant
                    if variant.agreement is _EXACT
                    else variant._replace(agreement=_CONFLICTING, weight=self._weights.conflicting)
                    for variant in slot.variants
                ),
            )
        return known

    def exact(self, forms: tuple[Form, ...]) -> Slot:
        """The slot of a syllable in the typed marks only."""
        return self._chosen(
            tuple(Form(f"={form.marked}", form.folded) for form in forms),
            lambda: [
                variant for variant in self.slot(forms).variants if variant.agreement is _EXACT
            ],
        )

    def term(self, term: tuple[str, str]) -> Slot:
        """The slot of a single term of the index, which other marks do not satisfy."""
        known = self._terms.get(term)
        if known is None:
            if len(self._terms) >= _REMEMBERED:
                self._terms.clear()
            folded, marked = term
            variant = Variant(folded, marked, _EXACT, 1.0)
            known = Slot((Form(f"={marked}", folded),), (variant,), chosen=True)
            self._terms[term] = known
        return known

    def pattern(self, node: Pattern) -> Slot:
        """The slot of all words that a pattern matches.

        Raises:
            TooManyExpansions: When they are too many.
        """
        return self._chosen(
            (Form(node.text, node.text),),
            lambda: [
                Variant(*term, _COMPATIBLE, 1.0)
                for term in matching(self._dictionary.vocabulary, node.text)
            ],
        )

    def fuzzy(self, node: Fuzzy) -> Slot:
        """The slot of all words that are written much like one."""
        name = f"{node.text}~{'' if node.distance is None else node.distance}"
        return self._chosen(
            (Form(name, name),),
            lambda: [
                Variant(*term, _COMPATIBLE, self._weights.fuzzy**away)
                for term, away in near(self._dictionary.vocabulary, node.text, node.distance)
            ],
        )

    def _chosen(self, forms: tuple[Form, ...], variants: Callable[[], Iterable[Variant]]) -> Slot:
        # No word holds the sign in the name: these are never taken for slots of whole words.
        known = self._known.get(forms)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[forms] = Slot(forms, tuple(variants()), chosen=True)
        return known

    def _variants(self, forms: tuple[Form, ...]) -> tuple[Variant, ...]:
        # By agreement, the worst first.
        found: tuple[list[Variant], list[Variant], list[Variant]] = ([], [], [])
        weight = (self._weights.conflicting, 1.0, 1.0)
        done: set[str] = set()
        for form in forms:
            folded = form.folded
            # Of two forms with the same letters the first one tells.
            if folded not in done:
                done.add(folded)
                marked = self._forms_of(form)
                for variant, agreed in zip(marked, agreements(form.marked, marked), strict=True):
                    found[agreed].append(Variant(folded, variant, agreed, weight[agreed]))
        if len(done) > 1:
            for variants in found:
                variants.sort()
        conflicting, compatible, exact = found
        return (*exact, *compatible, *conflicting)

    def _forms_of(self, form: Form) -> Sequence[str]:
        """The marked forms of the index with the letters of a form, in order."""
        together = self._dictionary.variants_in(FIELDS, form.folded)
        if len(form.folded) < LONGEST_TERM:
            return together
        # Of what is longer the beginning is filed: the rest may differ.
        return [marked for marked in together if agreement(form.marked, marked) is not None]


def forms_of(tokens: Sequence[Token]) -> tuple[tuple[Form, ...], ...]:
    """The forms that satisfy each position: a glued form does so for every word it stands for."""
    words, glued = words_and_glued(tokens)
    if not glued:
        return tuple([(Form(word.marked, word.folded),) for word in words])
    return tuple(
        (
            Form(word.marked, word.folded),
            *(
                Form(g.marked, g.folded)
                for g in glued
                if g.start <= word.start and word.end <= g.end
            ),
        )
        for word in words
    )


def words_and_glued(tokens: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """Tell the words of a text from the forms they are also written in as one."""
    words: list[Token] = []
    glued: list[Token] = []
    for token in tokens:
        is_word = not words or token.position != words[-1].position
        (words if is_word else glued).append(token)
    return words, glued
