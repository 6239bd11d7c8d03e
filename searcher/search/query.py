"""The query as it was typed, cut into clauses.

Words, ``"phrases"``, and ``-`` in front of either. Pure: knows no index. Not for what the words
mean in an index, which is the business of ``plan``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from searcher.errors import EmptyQuery, OnlyExclusions, UnbalancedQuote
from searcher.text import Token, tokenize

_QUOTE = '"'
# What word processors and phones make of quotation marks. Only whole pairs make a phrase; a lone
# one is punctuation, because pasted text is full of them.
_TYPOGRAPHIC_PAIRS = {"“": "”", "„": "”", "«": "»"}


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of a query.

    Attributes:
        tokens: Its tokens; offsets count from the beginning of the query.
        phrase: Whether it stood in quotation marks.
        excluded: Whether a ``-`` stood before it.
        column: Where it begins in the query (its ``-`` or quotation mark), in code points.
    """

    tokens: tuple[Token, ...]
    phrase: bool
    excluded: bool
    column: int


def parse(query: str) -> tuple[Clause, ...]:
    """Cut a query into clauses.

    A ``-`` excludes only at the beginning of a word or a quotation, and only when something follows
    it directly ("kinh tế - xã hội" excludes nothing). Punctuation without any word is no clause.

    Args:
        query: As typed.

    Raises:
        UnbalancedQuote: When a ``"`` has no partner.
        EmptyQuery: When there is no word in it.
        OnlyExclusions: When every clause is excluded.

    Returns:
        The clauses in order, at least one of them wanted.
    """
    clauses = [clause for clause in _clauses(query) if clause.tokens]
    if not clauses:
        raise EmptyQuery(query=query, column=0)
    if all(clause.excluded for clause in clauses):
        raise OnlyExclusions(query=query, column=clauses[0].column)
    return tuple(clauses)


def literal(query: str) -> tuple[Clause, ...]:
    """Take every word of a text as wanted, quotation marks and dashes as mere punctuation.

    Raises:
        EmptyQuery: When there is no word in it.
    """
    tokens = tuple(tokenize(query))
    if not tokens:
        raise EmptyQuery(query=query, column=0)
    return (Clause(tokens, phrase=False, excluded=False, column=0),)


def _clauses(query: str) -> list[Clause]:
    clauses = []
    index = 0
    word_start = 0  # Where the unquoted text at hand began.
    while index < len(query):
        char = query[index]
        at_word_start = index == 0 or query[index - 1].isspace()
        following = query[index + 1 : index + 2]
        excluded = char == "-" and at_word_start and _begins_clause(following)
        opening = index + 1 if excluded else index
        closing = _closing_quote(query, opening)
        if closing is not None:
            clauses.append(_clause(query, word_start, index))
            quoted = _clause(query, opening + 1, closing, phrase=True, excluded=excluded)
            clauses.append(replace(quoted, column=index))
            index = word_start = closing + 1
        elif excluded:
            clauses.append(_clause(query, word_start, index))
            end = _word_end(query, opening)
            clauses.append(replace(_clause(query, opening, end, excluded=True), column=index))
            index = word_start = end
        else:
            index += 1
    clauses.append(_clause(query, word_start, len(query)))
    return clauses


def _begins_clause(char: str) -> bool:
    return char.isalnum() or char == _QUOTE or char in _TYPOGRAPHIC_PAIRS


def _closing_quote(query: str, opening: int) -> int | None:
    """Where the quotation closes that opens at ``opening``; ``None`` when none opens there."""
    char = query[opening : opening + 1]
    if char == _QUOTE:
        closing = query.find(_QUOTE, opening + 1)
        if closing < 0:
            raise UnbalancedQuote(query=query, column=opening, display_column=opening + 1)
        return closing
    if char in _TYPOGRAPHIC_PAIRS:
        closing = query.find(_TYPOGRAPHIC_PAIRS[char], opening + 1)
        return closing if closing >= 0 else None
    return None


def _word_end(query: str, start: int) -> int:
    end = start
    while end < len(query) and not query[end].isspace() and query[end] != _QUOTE:
        end += 1
    return end


def _clause(
    query: str, start: int, end: int, *, phrase: bool = False, excluded: bool = False
) -> Clause:
    tokens = tuple(
        token._replace(start=token.start + start, end=token.end + start)
        for token in tokenize(query[start:end])
    )
    return Clause(tokens, phrase, excluded, start)
