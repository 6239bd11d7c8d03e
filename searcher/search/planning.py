"""From the tree of a query to the plan: every word looked up in the index, once.

Not for reading postings (``candidates``, ``boolean``), nor for what one word can mean (``slots``,
``expansion``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import cast

from searcher.errors import QueryError
from searcher.search.plan import (
    MOST_PAIRED,
    Bounds,
    Condition,
    Either,
    Every,
    Phrase,
    Plan,
    Together,
)
from searcher.search.query_tree import (
    TITLE,
    And,
    Field,
    Fuzzy,
    Group,
    Node,
    Not,
    Or,
    Pattern,
    Word,
)
from searcher.search.query_tree import Phrase as Quoted
from searcher.search.slots import FIELDS, Form, Slot, SlotBook, forms_of, words_and_glued
from searcher.text import Token, tokenize

_Fields = tuple[str, ...]


def plan(
    tree: Node, book: SlotBook, query: str = "", read: Callable[[str], Sequence[Token]] = tokenize
) -> Plan:
    """Look up what the words of a query can mean in an index.

    Args:
        tree: As parsed; something in it is wanted.
        book: The slots of the index.
        query: What was parsed, for messages.
        read: The tokens of a text; other words than those typed may have been meant.

    Raises:
        QueryError: When a pattern stands for too many words.
    """
    return _Planner(book, query, read).whole(tree)


def is_limit(node: Node) -> bool:
    """Whether a node asks of nothing but the day, the author, …: never of words of the text."""
    if isinstance(node, Group | And | Or):
        return all(map(is_limit, node.nodes))
    if isinstance(node, Not):
        return is_limit(node.node)
    if isinstance(node, Field):
        return node.name != TITLE
    return not isinstance(node, Word | Quoted | Pattern | Fuzzy)


def _is_word(node: Node) -> bool:
    return isinstance(node, Word)


@dataclass(slots=True)
class _Side:
    """What stands side by side, while it is being gathered."""

    counts: dict[int, int] = field(default_factory=dict)
    phrases: list[int] = field(default_factory=list)
    wanted: list[Condition] = field(default_factory=list)
    required: list[Condition] = field(default_factory=list)
    excluded: list[int] = field(default_factory=list)
    barred: list[Plan] = field(default_factory=list)
    limits: list[Node] = field(default_factory=list)

    @property
    def is_plain(self) -> bool:
        """Whether no condition is needed to say it."""
        return not (self.wanted or self.required or self.barred or self.limits)

    def bounds(self) -> Bounds:
        return Bounds(tuple(self.excluded), tuple(self.barred), tuple(self.limits))

    def condition(self) -> Together:
        return Together(
            tuple(self.counts),
            tuple(self.counts.values()),
            tuple(self.phrases),
            tuple(self.wanted),
            tuple(self.required),
            self.bounds(),
        )


class _Planner:
    def __init__(self, book: SlotBook, query: str, read: Callable[[str], Sequence[Token]]) -> None:
        self._book = book
        self._query = query
        self._read = read
        self._numbers: dict[tuple[Form, ...], int] = {}
        self._slots: list[Slot] = []
        self._counts: list[int] = []
        self._sequence: list[int] = []
        self._outside: set[int] = set()  # typed at least once without quotation marks
        self._phrases: list[Phrase] = []
        self._excluded: list[Phrase] = []

    def whole(self, tree: Node) -> Plan:
        condition: Condition | None
        if isinstance(tree, And | Or):
            condition = self._condition(tree, FIELDS)
        else:
            side = _Side()
            self._add(tree, side, FIELDS)
            condition = None if side.is_plain else side.condition()
        self._break()
        return Plan(
            slots=tuple(self._slots),
            counts=tuple(self._counts),
            sequence=tuple(self._sequence[:-1]),
            phrases=tuple(self._phrases),
            phrase_only=frozenset(range(len(self._slots))) - self._outside,
            excluded=tuple(self._excluded),
            condition=condition,
        )

    def _condition(self, node: Node, fields: _Fields) -> Condition:
        if isinstance(node, Or):
            return Either(tuple(self._condition(each, fields) for each in node.nodes))
        if isinstance(node, And):
            bounds = _Side()
            conditions = []
            for each in node.nodes:
                if isinstance(each, Not) or is_limit(each):
                    self._add(each, bounds, fields)
                else:
                    conditions.append(self._condition(each, fields))
            if not conditions:
                return bounds.condition()
            return Every(tuple(conditions), bounds.bounds())
        side = _Side()
        self._add(node, side, fields)
        return side.condition()

    def _add(self, node: Node, side: _Side, fields: _Fields) -> None:
        """Put a node beside what stands on a side already."""
        if isinstance(node, Word) and fields is FIELDS:
            self._words(self._typed(node), side, outside=True)
        elif isinstance(node, Group):
            # Words that stand side by side, as nearly all do, in one go.
            for are_words, nodes in groupby(node.nodes, _is_word):
                if are_words and fields is FIELDS:
                    words = cast("Iterable[Word]", nodes)
                    slots = chain.from_iterable(map(self._typed, words))
                    self._words(slots, side, outside=True)
                else:
                    for each in nodes:
                        self._add(each, side, fields)
        elif is_limit(node):
            self._break()
            side.limits.append(node)
        elif isinstance(node, Not):
            self._break()
            self._exclude(node.node, side, fields)
        elif isinstance(node, Field):
            self._break()
            if isinstance(node.node, And | Or):
                side.required.append(self._condition(node.node, (TITLE,)))
            else:
                self._add(node.node, side, (TITLE,))
        elif isinstance(node, And | Or):
            self._break()
            (side.wanted if fields == FIELDS else side.required).append(
                self._condition(node, fields)
            )
        elif isinstance(node, Quoted):
            self._phrase(node, side, fields)
        elif fields == FIELDS:
            self._words(self._looked_up(node), side, outside=True)
        else:
            self._phrase(node, side, fields)
        if isinstance(node, And | Or | Field):
            self._break()

    def _words(self, slots: Iterable[Slot], side: _Side, *, outside: bool) -> None:
        numbers, counts, own, sequence = self._numbers, self._counts, side.counts, self._sequence
        for slot in slots:
            number = numbers.get(slot.forms)
            if number is None:
                number = numbers[slot.forms] = len(counts)
                self._slots.append(slot)
                counts.append(0)
            counts[number] += 1
            own[number] = own.get(number, 0) + 1
            if outside:
                self._outside.add(number)
            if len(slot.variants) <= MOST_PAIRED:
                sequence.append(number)
            else:
                self._break()
                sequence.append(number)
                self._break()

    def _break(self) -> None:
        """What comes next is no neighbour of what came before."""
        if self._sequence and self._sequence[-1] >= 0:
            self._sequence.append(-1)

    def _phrase(self, node: Node, side: _Side, fields: _Fields) -> None:
        self._break()
        side.phrases.append(len(self._phrases))
        self._phrases.append(self._as_phrase(node, fields))
        self._words(self._looked_up(node), side, outside=False)
        self._break()

    def _exclude(self, node: Node, side: _Side, fields: _Fields) -> None:
        if isinstance(node, Field) and not isinstance(node.node, Group | And | Or):
            node, fields = node.node, (TITLE,)
        if isinstance(node, Group | And | Or | Field):
            # In a field of its own what is left out is looked for there.
            whole = node if fields == FIELDS else Field(TITLE, node)
            side.barred.append(plan(whole, self._book, self._query, self._read))
        else:
            side.excluded.append(len(self._excluded))
            self._excluded.append(self._as_phrase(node, fields))

    def _looked_up(self, node: Node) -> Sequence[Slot]:
        """The slots of a word, a phrase or a pattern, one for each position."""
        if isinstance(node, Pattern):
            try:
                return [self._book.pattern(node)]
            except QueryError as error:
                raise error.within(self._query, node.column) from None
        if isinstance(node, Fuzzy):
            return [self._book.fuzzy(node)]
        assert isinstance(node, Word | Quoted)  # noqa: S101 - all other nodes were handled above
        return self._typed(node)

    def _typed(self, node: Word | Quoted) -> Sequence[Slot]:
        if self._read is tokenize and not node.exact:
            return self._book.typed(node.text)
        return [self._slot(forms, exact=node.exact) for forms in forms_of(self._read(node.text))]

    def _slot(self, forms: tuple[Form, ...], *, exact: bool) -> Slot:
        return self._book.exact(forms) if exact else self._book.slot(forms)

    def _as_phrase(self, node: Node, fields: _Fields) -> Phrase:
        """The ways a phrase may be written: word by word, and with its glued forms."""
        if not isinstance(node, Word | Quoted):
            return Phrase((tuple(self._looked_up(node)),), fields=fields)
        slop = node.slop if isinstance(node, Quoted) else 0
        ways = tuple(
            tuple(self._slot((form,), exact=node.exact) for form in forms)
            for forms in _ways(self._read(node.text))
        )
        return Phrase(ways, slop, fields)


def _ways(tokens: Sequence[Token]) -> list[list[Form]]:
    """The sequences of forms a phrase may be written as."""
    words, glued = words_and_glued(tokens)
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
    return written
