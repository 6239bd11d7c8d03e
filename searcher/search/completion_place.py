"""Where in a query the cursor stands: what is being typed there, and what stands before it.

A query that is still being typed is seldom a whole one: quotation marks and parentheses are open, a
field has no value yet. So this reads what stands left of the cursor by the signs alone, never
complains, and knows nothing of the index. Not for understanding finished queries (``query_lexer``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from searcher.search.query_fields import field_of
from searcher.search.query_signs import OPERATORS, PAIRS, QUOTES, VIETNAMESE
from searcher.search.query_tree import TITLE
from searcher.text import Token, tokenize

Within = Literal["words", "phrase", "value"]

#: Words before the one that is typed; those further left say nothing of it.
MOST_WORDS: Final = 12
# Nothing further left is looked at, whatever is pasted.
_MOST_READ: Final = 4096

_SIGN = re.compile(rf"[{QUOTES}()]")
_CHUNK = re.compile(r"\S+")
_NAMED = re.compile(r"(?!\d)[^\W\d][\w\u0300-\u036f]*:")
_BEFORE_QUOTE = re.compile(r"(?P<sign>-?=?)(?:(?P<name>(?!\d)[^\W\d][\w\u0300-\u036f]*):=?)?\Z")
_SPECIAL = re.compile(r"[*?~]")
_NAME = re.compile(r"[^\W\d](?:[^\W\d]|[\u0300-\u036f])*")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cursor stands.

    Attributes:
        within: Words side by side, a phrase whose quotation mark is open, or the value of a field
            that is no text.
        start: Where the word, the words of the phrase or the value begins that is being typed, in
            code points of the query.
        end: Where the cursor stands.
        typed: What stands between.
        field: The field it belongs to; ``None`` for none.
        words: The words before the cursor that stand side by side, at most ``MOST_WORDS``, the one
            that is being typed included; offsets are those of the query.
        unfinished: Whether the last of them reaches to the cursor.
        closing: The sign that ends the open quotation; ``""`` where none is open.
        alone: Whether it can be but one word or a quotation: behind ``-``, ``=`` or a field.
        fresh: Whether the name of a field may stand here.
        after_words: Whether an operator may stand here.
    """

    within: Within
    start: int
    end: int
    typed: str
    field: str | None = None
    words: tuple[Token, ...] = ()
    unfinished: bool = False
    closing: str = ""
    alone: bool = False
    fresh: bool = False
    after_words: bool = False


def place_of(text: str, cursor: int) -> Place | None:
    """Find out what is being typed.

    Args:
        text: The query so far.
        cursor: Where the cursor stands, in code points; outside of the text: at its end.

    Returns:
        ``None`` where nothing can be offered: after punctuation, in a pattern.
    """
    cursor = cursor if 0 <= cursor <= len(text) else len(text)
    begin = max(0, cursor - _MOST_READ)
    left = text[begin:cursor]
    open_quote, barrier, groups = _signs(left)
    if open_quote is not None:
        return _in_quotes(left, begin, open_quote, groups[-1])
    return _outside(left, begin, barrier, groups[-1])


def _signs(left: str) -> tuple[int | None, int, list[str | None]]:
    """The open quotation mark, where the words after the last sign begin, and the open groups.

    For every open parenthesis the field it belongs to stands in the list, after one of all.
    """
    groups: list[str | None] = [None]
    at = 0
    while sign := _SIGN.search(left, at):
        at = sign.end()
        if sign[0] == "(":
            named = _BEFORE_QUOTE.search(left[: sign.start()][-64:])
            name = named["name"] if named else None
            groups.append((name and field_of(name)) or groups[-1])
        elif sign[0] == ")":
            if len(groups) > 1:
                groups.pop()
        else:
            closing = left.find(PAIRS[sign[0]], at)
            if closing < 0:
                return sign.start(), at, groups
            at = closing + 1
    return None, at, groups


def _in_quotes(left: str, begin: int, quote: int, group: str | None) -> Place | None:
    before = _BEFORE_QUOTE.search(left[:quote][-64:])
    field = (before and before["name"] and field_of(before["name"])) or group
    inside = quote + 1
    closing = PAIRS[left[quote]]
    if field is not None and field != TITLE:
        typed = left[inside:]
        return Place(
            "value", begin + inside, begin + len(left), typed, field=field, closing=closing
        )
    return _among_words(left, begin, inside, field=field, closing=closing)


def _outside(left: str, begin: int, barrier: int, group: str | None) -> Place | None:
    small = any(map(str.islower, left))
    last = None
    after_words = False
    for last in _CHUNK.finditer(left, barrier):
        chunk = last[0]
        ends = last.end() < len(left)
        operator = chunk in OPERATORS and (small or chunk not in VIETNAMESE)
        if ends and (operator or _is_apart(chunk)):
            barrier, after_words = last.end(), not operator
        elif ends:
            after_words = True
    if last is None or last.end() < len(left):
        if group is not None and group != TITLE:
            return None
        return _among_words(left, begin, barrier, field=group)
    return _in_chunk(left, begin, barrier, last.start(), group, after_words=after_words)


def _in_chunk(
    left: str, begin: int, barrier: int, at: int, group: str | None, *, after_words: bool
) -> Place | None:
    """The cursor stands behind a run of characters that are no blanks, which begins ``at``."""
    start = at
    for sign in "-=":
        start += left[start : start + 1] == sign and start + 1 < len(left)
    alone = start > at
    field = group
    if (name := _NAMED.match(left, start)) and (own := field_of(name[0][:-1])):
        field, start, alone = own, name.end(), True
    if field is not None and field != TITLE:
        return Place("value", begin + start, begin + len(left), left[start:], field=field)
    chunk = left[start:]
    if _SPECIAL.search(chunk):
        return None
    named = field is None and _NAME.fullmatch(chunk) is not None
    if alone:
        fresh = named and left[at:start] == "-"
        return _among_words(left, begin, start, field=field, alone=True, fresh=fresh)
    return _among_words(
        left,
        begin,
        barrier,
        field=field,
        fresh=named,
        after_words=after_words,
    )


def _is_apart(chunk: str) -> bool:
    """Whether a word has a sign of its own, so that it is no neighbour of the words around it."""
    return (
        (len(chunk) > 1 and chunk[0] in "-=")
        or _SPECIAL.search(chunk) is not None
        or ((name := _NAMED.match(chunk)) is not None and field_of(name[0][:-1]) is not None)
    )


def _among_words(
    left: str,
    begin: int,
    start: int,
    *,
    field: str | None,
    closing: str = "",
    alone: bool = False,
    fresh: bool = False,
    after_words: bool = False,
) -> Place | None:
    # A word is shorter than this, and some more of them are enough.
    near = max(start, len(left) - 64 * MOST_WORDS)
    found = {token.position: token for token in reversed(tokenize(left[near:]))}
    words = tuple(
        token._replace(start=begin + near + token.start, end=begin + near + token.end)
        for token in sorted(found.values(), key=lambda token: token.position)[-MOST_WORDS:]
    )
    end = begin + len(left)
    unfinished = bool(words) and words[-1].end == end
    if not unfinished and not (left[-1:].isspace() and words):
        return None
    return Place(
        "phrase" if closing else "words",
        begin + start,
        end,
        left[start:],
        field=field,
        words=words,
        unfinished=unfinished,
        closing=closing,
        alone=alone,
        fresh=fresh,
        after_words=after_words,
    )
