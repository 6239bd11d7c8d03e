"""What is being typed, in colours: operators, fields, phrases, what is left out, and where the error is.

Made from what the lexer and the parser of queries say, so that what looks like an operator is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from prompt_toolkit.lexers import Lexer

from searcher.cli.repl.registry import find, split_call
from searcher.errors import EmptyQuery, QueryError

if TYPE_CHECKING:
    from prompt_toolkit.document import Document
    from prompt_toolkit.formatted_text import StyleAndTextTuples

    from searcher.search.query_signs import Lexeme

# A query longer than this was pasted, and is not looked at again with every key.
MOST_CHARACTERS: Final = 2000

_KINDS: Final = {
    "-": "operator",
    "(": "operator",
    ")": "operator",
    "AND": "operator",
    "OR": "operator",
    "NOT": "operator",
    "field": "field",
    "phrase": "phrase",
    "pattern": "pattern",
    "fuzzy": "pattern",
    "value": "value",
}
_UNTIL_BLANK: Final = re.compile(r"[^\s()\"“„«]+")
_NUMBER: Final = re.compile(r"~[0-9]*")
_NAME: Final = re.compile(r"[\\:]\S+")


class Span(NamedTuple):
    """A stretch of a line that looks different.

    Attributes:
        start: Its first code point.
        end: The one after its last.
        style: What it is.
    """

    start: int
    end: int
    style: str


def query_error(line: str) -> QueryError | None:
    """Return why a line cannot be understood as a query, without asking an index.

    A command is no query, and what has no word in it is not looked for.
    """
    if split_call(line) is not None:
        return None
    from searcher.search.query_parser import parse

    try:
        parse(line)
    except EmptyQuery:
        return None
    except QueryError as error:
        return error
    return None


def spans(line: str) -> list[Span]:
    """Return what looks different in a line, in order, and disjoint.

    Args:
        line: What was typed so far, of whatever content.
    """
    if len(line) > MOST_CHARACTERS:
        return []
    call = split_call(line)
    if call is not None:
        name = _NAME.search(line)
        style = "unknown" if find(call[0]) is None else "command"
        return [Span(name.start(), name.end(), style)] if name else []
    error = query_error(line)
    found = list(_excluded(_lexemes(line, error), line))
    if error is not None:
        word = _UNTIL_BLANK.match(line, error.column)
        end = word.end() if word else min(error.column + 1, len(line))
        found = [span for span in found if span.end <= error.column or span.start >= end]
        found.append(Span(error.column, end, "error"))
    return sorted(span for span in found if span.start < span.end)


def _lexemes(line: str, error: QueryError | None) -> list[Lexeme]:
    """The words and operators of a query; of one that cannot be cut, those before the error."""
    from searcher.search.query_lexer import lex

    try:
        return lex(line)
    except QueryError:
        pass
    try:
        return lex(line[: error.column]) if error else []
    except QueryError:
        return []


def _excluded(lexemes: list[Lexeme], line: str) -> Iterator[Span]:
    """The spans of lexemes; those of what is to be left out are marked so."""
    leaving_out = False
    depth = 0
    done = 0
    for lexeme in lexemes:
        start, end = max(done, lexeme.column), _end(lexeme, line)
        if lexeme.kind in ("-", "NOT"):
            leaving_out = True
        style = _KINDS.get(lexeme.kind)
        if leaving_out and style in (None, "phrase", "pattern", "value"):
            style = "excluded"
        if style is not None:
            yield Span(start, end, style)
        done = end
        depth += (lexeme.kind == "(") - (lexeme.kind == ")")
        if lexeme.kind not in ("-", "NOT", "field") and depth == 0:
            leaving_out = False


def _end(lexeme: Lexeme, line: str) -> int:
    """The end of a lexeme: they say only where they begin, and what they hold normalised."""
    from searcher.search.query_signs import PAIRS

    at = lexeme.column
    if lexeme.kind in ("-", "(", ")"):
        return at + 1
    if lexeme.kind == "field":
        return line.find(":", at) + 1
    if lexeme.kind == "value":
        return min(at + len(lexeme.text), len(line))
    if lexeme.kind == "phrase" and line[at] in PAIRS:
        end = line.find(PAIRS[line[at]], at + 1) + 1
        number = _NUMBER.match(line, end)
        return number.end() if number else end
    if lexeme.kind == "word":
        return min(at + len(lexeme.text) + lexeme.exact, len(line))
    found = _UNTIL_BLANK.match(line, at)
    return found.end() if found else at + 1


class QueryLexer(Lexer):
    """Colours for ``prompt_toolkit``."""

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        """Return a function from the number of a line to its styled pieces."""
        lines = document.lines

        def pieces(number: int) -> StyleAndTextTuples:
            return styled(lines[number]) if number < len(lines) else []

        return pieces


def styled(line: str) -> StyleAndTextTuples:
    """Return a line as pieces of one style each, which together are the line."""
    found: StyleAndTextTuples = []
    done = 0
    for span in spans(line):
        found += [
            ("", line[done : span.start]),
            (f"class:{span.style}", line[span.start : span.end]),
        ]
        done = span.end
    return [*found, ("", line[done:])]
