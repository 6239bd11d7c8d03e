"""What a query was understood as: its keystrokes decoded.

Every change of what was typed is made here and told in an ``Understood``, and none is made of
a query that is to be taken literally. Not for the decisions themselves (``keystrokes``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from searcher.search.keystrokes import (
    Vocabulary,
    in_case,
    may_be_struck,
    read_keystrokes,
    read_viqr,
    with_decoded,
)
from searcher.search.query_tree import TITLE, Field, Node, Phrase, Word, children
from searcher.search.results import Change, Understood
from searcher.search.runs import Run, phrase_end, runs, tokens_between
from searcher.text import Token, tokenize

Parser = Callable[[str], Node]


class Understanding(NamedTuple):
    """What to search for, and what to tell of it.

    Attributes:
        tree: The query; ``None`` for a blank one.
        understood: What is told.
        meant: The canonical form of each word that was read as keystrokes → of what was meant.
        runs: Its words, with offsets into ``understood.text``; none when it is taken literally.
    """

    tree: Node | None
    understood: Understood
    meant: Mapping[str, str] = {}
    runs: Sequence[Run] = ()

    def expanded_by(self, replaced: Collection[Change]) -> Understanding:
        """The same, with something that was also looked for in other words."""
        if not replaced:
            return self
        expanded = dict.fromkeys((*self.understood.expanded, *replaced))
        return self._replace(understood=replace(self.understood, expanded=tuple(expanded)))


#: What a blank query asks.
NOTHING_ASKED = Understanding(None, Understood(""))


def understand(query: str, parse: Parser, dictionary: Vocabulary) -> Understanding:
    """Parse a query and read keystrokes in it.

    Args:
        query: As typed.
        parse: Makes a tree of a query.
        dictionary: The index.

    Raises:
        QueryError: What ``parse`` raises.
    """
    viqr = read_viqr(query, dictionary)
    if viqr:
        text, decoded = spliced(query, viqr)
        tree = parse(text)
        return Understanding(tree, Understood(text, decoded), runs=runs(tree, text))
    tree = parse(query)
    if not may_be_struck(query):
        return Understanding(tree, Understood(query), runs=runs(tree, query))
    tokens = [
        token for start, end in _words(tree, query) for token in tokens_between(query, start, end)
    ]
    meant = read_keystrokes(tokens, dictionary)
    if not meant:
        return Understanding(tree, Understood(query), runs=runs(tree, query))
    text, decoded = spliced(
        query,
        (
            (token.start, token.end, in_case(meant[token.marked], token.text))
            for token in tokens
            if token.marked in meant
        ),
    )
    return Understanding(tree, Understood(text, decoded), meant, runs(parse(text), text))


def literally(query: str, parse: Parser) -> Understanding:
    """Parse a query and take it as it is.

    Raises:
        QueryError: What ``parse`` raises.
    """
    return Understanding(parse(query), Understood(query))


def tokens_meant(meant: Mapping[str, str], dictionary: Vocabulary, text: str) -> tuple[Token, ...]:
    """The tokens of a text with what was meant in the place of keystrokes.

    Args:
        meant: As ``Understanding`` has it.
        dictionary: The index.
        text: A part of the query.
    """
    return with_decoded(tokenize(text), meant, dictionary)


def _words(node: Node, query: str) -> Iterator[tuple[int, int]]:
    """Where the whole words of a query stand that are searched for in texts, in order."""
    if isinstance(node, Word):
        start = node.column + node.exact
        yield start, start + len(node.text)
    elif isinstance(node, Phrase):
        yield node.column + node.exact, phrase_end(node, query)
    elif not isinstance(node, Field) or node.name == TITLE:
        for each in children(node):
            yield from _words(each, query)


def spliced(query: str, changes: Iterable[tuple[int, int, str]]) -> tuple[str, tuple[Change, ...]]:
    """Replace stretches of a query.

    Args:
        query: The query.
        changes: From, to, and what shall stand there, in order.

    Returns:
        The new query, and what was replaced by what.
    """
    parts: list[str] = []
    changed: list[Change] = []
    done = 0
    for start, end, meant in changes:
        parts += [query[done:start], meant]
        done = end
        if query[start:end] != meant:
            changed.append(Change(query[start:end], meant))
    return "".join([*parts, query[done:]]), tuple(dict.fromkeys(changed))
