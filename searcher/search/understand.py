"""What a query was understood as: its keystrokes decoded.

Every change of what was typed is made here and told in an ``Understood``, and none is made of
a query that is to be taken literally. Not for the decisions themselves (``keystrokes``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import NamedTuple

from searcher.search.keystrokes import Vocabulary, in_case, read_keystrokes, read_viqr, with_decoded
from searcher.search.query import Clause
from searcher.search.results import Decoded, Understood

Parser = Callable[[str], tuple[Clause, ...]]


class Understanding(NamedTuple):
    """The clauses to search for, and what to tell of them."""

    clauses: tuple[Clause, ...]
    understood: Understood


#: What a blank query asks.
NOTHING_ASKED = Understanding((), Understood(""))


def understand(query: str, parse: Parser, dictionary: Vocabulary) -> Understanding:
    """Parse a query and read keystrokes in it.

    Args:
        query: As typed.
        parse: Cuts a query into clauses.
        dictionary: The index.

    Raises:
        QueryError: What ``parse`` raises.
    """
    viqr = read_viqr(query, dictionary)
    if viqr:
        text, decoded = _spliced(query, viqr)
        return Understanding(parse(text), Understood(text, decoded))
    clauses = parse(query)
    tokens = [token for clause in clauses for token in clause.tokens]
    meant = read_keystrokes(tokens, dictionary)
    if not meant:
        return Understanding(clauses, Understood(query))
    text, decoded = _spliced(
        query,
        (
            (token.start, token.end, in_case(meant[token.marked], token.text))
            for token in tokens
            if token.marked in meant
        ),
    )
    read = tuple(
        replace(clause, tokens=with_decoded(clause.tokens, meant, dictionary)) for clause in clauses
    )
    return Understanding(read, Understood(text, decoded))


def literally(query: str, parse: Parser) -> Understanding:
    """Parse a query and take it as it is.

    Raises:
        QueryError: What ``parse`` raises.
    """
    return Understanding(parse(query), Understood(query))


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
