"""The normal form of a query: its tree, written in the query language.

Parsing what is written here gives the same tree again, whatever the clock, the language and the
spelling of the operators were. Shown as the query was understood. Not for error messages.
"""

from __future__ import annotations

import re

from searcher.search.query_tree import (
    And,
    Dates,
    Field,
    Fuzzy,
    Group,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Verbatim,
    Word,
)

_BARE = re.compile(r"[^\s\"“”„«»()]+")
# The pairs of quotation marks, in the order of preference.
_QUOTES = (('"', '"'), ("“", "”"), ("«", "»"))


def normal_form(node: Node) -> str:
    """Write a tree as a query.

    Args:
        node: As ``query_parser.parse`` returns it.
    """
    if isinstance(node, Or):
        return " OR ".join(map(normal_form, node.nodes))
    if isinstance(node, And):
        return " AND ".join(
            _in_parentheses(each) if isinstance(each, Or) else normal_form(each)
            for each in node.nodes
        )
    if isinstance(node, Group):
        return " ".join(
            _in_parentheses(each) if isinstance(each, And | Or) else normal_form(each)
            for each in node.nodes
        )
    if isinstance(node, Not):
        return f"-{_unit(node.node)}"
    if isinstance(node, Field):
        return f"{node.name}:{_unit(node.node)}"
    return _atom(node)


def _atom(node: Word | Phrase | Pattern | Fuzzy | Verbatim | Dates) -> str:
    if isinstance(node, Word):
        return f"={node.text}" if node.exact else node.text
    if isinstance(node, Phrase):
        slop = f"~{node.slop}" if node.slop else ""
        return f'{"=" if node.exact else ""}"{node.text}"{slop}'
    if isinstance(node, Fuzzy):
        return f"{node.text}~{'' if node.distance is None else node.distance}"
    if isinstance(node, Verbatim):
        return node.text if _BARE.fullmatch(node.text) else _quoted(node.text)
    if isinstance(node, Dates):
        return f"date:{node.range}"
    return node.text


def _unit(node: Node) -> str:
    """What stands directly behind a ``-`` or a field."""
    # "KT - XH" is one chain with spaces in it.
    spaced = isinstance(node, Word) and not node.exact and len(node.text.split()) > 1
    return (
        _in_parentheses(node) if spaced or isinstance(node, Group | And | Or) else normal_form(node)
    )


def _in_parentheses(node: Node) -> str:
    return f"({normal_form(node)})"


def _quoted(text: str) -> str:
    # What was typed in quotation marks of one kind does not hold the closing one of that kind.
    opening, closing = next(pair for pair in _QUOTES if pair[1] not in text)
    return f"{opening}{text}{closing}"
