"""The query as a tree: what was typed, understood, before any index is asked.

Two trees are equal when they ask the same; where something stood in the query (``column``, in code
points) does not count. ``together``, ``every`` and ``either`` build them in the one shape that the
printer (``query_printer``) writes and the parser (``query_parser``) reads back. Not for what words
mean in an index (``plan``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from searcher.search.date_ranges import DateRange

#: The fields whose words are searched.
TITLE = "title"
#: The fields whose values are compared as names.
NAMES = ("author", "source", "section")
#: The fields whose values are taken as they stand.
VERBATIM = ("id", "path")
DATE = "date"


@dataclass(frozen=True, slots=True)
class Word:
    """One word, or a chain of words without spaces, in the characters it was typed in.

    Attributes:
        text: The word; it has a token at least.
        exact: Whether it stood behind ``=``: in these marks only.
        column: Where it stood.
    """

    text: str
    exact: bool = False
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in this order, side by side or nearly so.

    Attributes:
        text: The words with one space between them.
        slop: How many other words may stand among them.
        exact: Whether they are wanted in these marks only.
        column: Where it stood.
    """

    text: str
    slop: int = 0
    exact: bool = False
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Pattern:
    """Any word of a pattern: ``*`` is any letters, ``?`` is one letter.

    Attributes:
        text: The pattern in lower case.
        column: Where it stood.
    """

    text: str
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word and those that are written much like it.

    Attributes:
        text: The word in lower case.
        distance: How many letters may differ; ``None`` leaves it to the length of the word.
        column: Where it stood.
    """

    text: str
    distance: int | None = None
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Verbatim:
    """The value of an id or a path, as typed."""

    text: str
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Dates:
    """A span of days."""

    range: DateRange
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Field:
    """Something that must hold in one field.

    Attributes:
        name: ``TITLE``, one of ``NAMES`` or one of ``VERBATIM``.
        node: What is wanted there.
        column: Where the name stood.
    """

    name: str
    node: Node
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be there."""

    node: Node
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Group:
    """Side by side: words are wanted, phrases and fields must be there, ``Not`` must not."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class And:
    """All of it must be there."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Alternatives."""

    nodes: tuple[Node, ...]


Node: TypeAlias = (
    Word | Phrase | Pattern | Fuzzy | Verbatim | Dates | Field | Not | Group | And | Or
)


def together(nodes: Iterable[Node]) -> Node:
    """Put nodes side by side; what already stands side by side in one of them joins the others."""
    flat = _flat(nodes, Group)
    return flat[0] if len(flat) == 1 else Group(flat)


def every(nodes: Iterable[Node]) -> Node:
    """Require all nodes."""
    flat = _flat(nodes, And)
    return flat[0] if len(flat) == 1 else And(flat)


def either(nodes: Iterable[Node]) -> Node:
    """Offer nodes as alternatives."""
    flat = _flat(nodes, Or)
    return flat[0] if len(flat) == 1 else Or(flat)


def _flat(nodes: Iterable[Node], kind: type[Group] | type[And] | type[Or]) -> tuple[Node, ...]:
    flat: list[Node] = []
    for node in nodes:
        if isinstance(node, kind):
            flat.extend(node.nodes)
        else:
            flat.append(node)
    return tuple(flat)


def first_column(node: Node) -> int:
    """Where in the query a node begins."""
    while isinstance(node, Group | And | Or):
        node = node.nodes[0]
    return node.column


def only_excludes(node: Node) -> bool:
    """Whether a node says only what must not be there."""
    if isinstance(node, Group):
        return all(isinstance(each, Not) for each in node.nodes)
    return isinstance(node, Not)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below a node."""
    if isinstance(node, Group | And | Or):
        return node.nodes
    return (node.node,) if isinstance(node, Not | Field) else ()
