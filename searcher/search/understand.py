"""What a query was understood as: its keystrokes decoded.

Every change of what was typed is made here and told in an ``Understood``, and none is made of
a query that is to be taken literally. Not for the decisions themselves (``keystrokes``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from searcher.search.keystrokes import Vocabulary, in_case, read_keystrokes, read_viqr, with_decoded
from searcher.search.query_signs import PAIRS
from searcher.search.query_tree import TITLE, Field, Node, Phrase, Word, children
from searcher.search.results import Decoded, Understood
from searcher.text import Token, tokenize

Parser = Callable[[str], Node]


class Understanding(NamedTuple):
    """What to search for, and what to tell of it.

    Attributes:
        tree: The query; ``None`` for a blank one.
        understood: What is told.
        meant: The canonical form of each word that was read as keystrokes → of what was meant.
    """

    tree: Node | None
    understood: Understood
    meant: Mapping[str, str] = {}


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
        text, decoded = _spliced(query, viqr)
        return Understanding(parse(text), Understood(text, decoded))
    tree = parse(query)
    tokens = [token for start, end in _words(tree, query) for token in _tokens(query, start, end)]
    meant = read_keystrokes(tokens, dictionary)
    if not meant:
        return Understanding(tree, Understood(query))
    text, decoded = _spliced(
        query,
        (
            (token.start, token.end, in_case(meant[token.marked], token.text))
            for token in tokens
            if token.marked in meant
        ),
    )
    return Understanding(tree, Understood(text, decoded), meant)


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
        start = node.column + node.exact
        closing = PAIRS.get(query[start])
        # Without quotation marks it is what stood together behind a "-" or a field.
        end = query.index(closing, start + 1) if closing else start + len(query[start:].split()[0])
        yield start, end
    elif not isinstance(node, Field) or node.name == TITLE:
        for each in children(node):
            yield from _words(each, query)


def _tokens(query: str, start: int, end: int) -> list[Token]:
    return [
        token._replace(start=token.start + start, end=token.end + start)
        for token in tokenize(query[start:end])
    ]


def _spliced(
    query: str, changes: Iterable[tuple[int, int, str]]
) -> tuple[str, tuple[Decoded, ...]]:
    """A query with stretches replaced: the whole text, and what was replaced by what."""
    parts: list[str] = []
    decoded: list[Decoded] = []
    done = 0
    for start, end, meant in changes:
        parts += [query[done:start], meant]
        done = end
        if query[start:end] != meant:
            decoded.append(Decoded(query[start:end], meant))
    return "".join([*parts, query[done:]]), tuple(dict.fromkeys(decoded))
