"""The words of a query in the rows in which they stand side by side.

What other readings of a query work on (abbreviations, spelling): only words that are wanted in any
marks are in them, none that is excluded, a pattern, or wanted exactly. Not for planning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from searcher.search.query_signs import PAIRS
from searcher.search.query_tree import And, Group, Node, Or, Phrase, Word
from searcher.text import Token, tokenize


class Run(NamedTuple):
    """Words of a query that stand side by side.

    Attributes:
        tokens: With offsets into the query, alternatives at the position of their first word.
        quoted: Whether they stand in quotation marks.
    """

    tokens: tuple[Token, ...]
    quoted: bool


def runs(tree: Node, query: str) -> list[Run]:
    """Find the rows of words of a query.

    Args:
        tree: As parsed.
        query: What was parsed.
    """
    return [
        Run(tokens, quoted)
        for start, end, quoted in _stretches(tree, query)
        if (tokens := tuple(tokens_between(query, start, end)))
    ]


def tokens_between(query: str, start: int, end: int) -> list[Token]:
    """The tokens of a stretch of a query, with offsets into the query."""
    return tokenize(query[start:end], start)


def phrase_end(phrase: Phrase, query: str) -> int:
    """Where a phrase ends, its closing quotation mark left out."""
    start = phrase.column + phrase.exact
    closing = PAIRS.get(query[start])
    # Without quotation marks it is what stood together behind a "-" or a field.
    return query.index(closing, start + 1) if closing else start + len(query[start:].split()[0])


def _stretches(node: Node, query: str) -> Iterator[tuple[int, int, bool]]:
    if isinstance(node, Group):
        yield from _side_by_side(node.nodes, query)
    elif isinstance(node, And | Or):
        for each in node.nodes:
            yield from _stretches(each, query)
    else:
        yield from _side_by_side((node,), query)


def _side_by_side(nodes: Iterable[Node], query: str) -> Iterator[tuple[int, int, bool]]:
    start = end = -1
    for node in nodes:
        if isinstance(node, Word) and not node.exact:
            start = node.column if start < 0 else start
            end = node.column + len(node.text)
            continue
        if start >= 0:
            yield start, end, False
        start = -1
        if isinstance(node, Phrase) and not node.exact and not node.slop:
            quoted = query[node.column] in PAIRS
            yield node.column + quoted, phrase_end(node, query), quoted
        elif isinstance(node, And | Or | Group):
            yield from _stretches(node, query)
    if start >= 0:
        yield start, end, False
