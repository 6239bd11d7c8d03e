"""The query as it was typed, cut into words and operators, each with its column.

Nearly everything that is pasted into a search box is prose, so a sign is an operator only where prose
hardly has it: a ``-`` or ``=`` directly before a word, a ``~`` or ``*`` directly behind one. All
other signs are punctuation, as they are in the articles. Not for what belongs together
(``query_parser``). One pass over the query; what is looked for at a place is bounded.
"""

from __future__ import annotations

import re

from searcher.errors import (
    FieldEmpty,
    MatchesEverything,
    MisspeltField,
    NumberTooLarge,
    OnlyWords,
    UnbalancedParenthesis,
    UnbalancedQuote,
    UnknownField,
)
from searcher.search.query_fields import field_of, meant_as_field, nearest_field, normal_letters
from searcher.search.query_signs import (
    NAMED,
    OPERATORS,
    PAIRS,
    QUOTES,
    VIETNAMESE,
    Kind,
    Lexeme,
    chains,
    words_of,
)
from searcher.search.query_tree import DATE, VERBATIM
from searcher.text.tokenize import CHAIN, chain_pieces

#: How many other words may stand among those of a phrase.
MOST_SLOP = 100
#: How many letters a fuzzy word may differ in.
MOST_DISTANCE = 2

# The characters of words, without the marks of scripts in which nobody types patterns: the full class
# (``text.chars.WORD_CLASS``) takes ten milliseconds to compile into all these expressions.
_W = r"\w\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff"
_PATTERN = rf"[{_W}*?]*[*?][{_W}*?]*"
_FUZZY = rf"[{_W}]+~[0-9]*(?![{_W}~])"
_SPOT = re.compile(
    rf"(?P<address>(?<![{_W}])(?:[A-Za-z]+://|www\.)[^\s{QUOTES}”»()]*)"
    rf"|(?P<quote>[{QUOTES}])"
    r"|(?P<parenthesis>[()])"
    r"|(?P<minus>(?<![^\s(])-(?=\S))"
    r"|(?P<equal>(?<![^\s(])=(?=\S))"
    rf"|(?P<field>(?<![^\s(])(?!\d)[{_W}]+:(?=\S))"
    rf"|(?P<pattern>(?<![{_W}*?]){_PATTERN})"
    rf"|(?P<fuzzy>(?<![{_W}]){_FUZZY})"
    rf"|(?P<operator>(?<![^\s()”»\"])(?:{NAMED})(?![^\s(){QUOTES}]))"
)
_LETTERS = re.compile(rf"[{_W}]+")
_AT_PATTERN = re.compile(_PATTERN)
_AT_FUZZY = re.compile(_FUZZY)
_AT_FIELD = re.compile(rf"(?!\d)[{_W}]+:(?=\S)")
_SLOP = re.compile(r"~([0-9]*)")
_PLAIN_END = re.compile(rf"[\s{QUOTES}()]|\Z")
_VALUE = re.compile(r"[^\s\"“”„«»()]*")
# ":)", "=))", ":-(" and "1)", "a)" at the beginning of a word.
_SMILE = re.compile(r"(?<=[:;=])[()]+(?!\S)|(?<=[:;=]-)[()]+(?!\S)")
_LIST_MARK = re.compile(r"\s(?:[0-9]{1,2}|[^\W\d_]|[ivxIVX]{2,4})\Z")


def lex(query: str) -> list[Lexeme]:
    """Cut a query into words and operators.

    Raises:
        QueryError: Where a sign cannot be what it must be.
    """
    return _Lexer(query).run()


class _Lexer:
    def __init__(self, query: str) -> None:
        self._query = query
        self._found: list[Lexeme] = []
        self._text = 0  # Where the words begin that are not yet in the list.
        self._open: list[int] = []
        # Where each closing quotation mark stands last.
        self._last: dict[str, int] = {}
        # In a headline all in capitals VÀ is a word.
        self._small_letters = any(map(str.islower, query))

    def run(self) -> list[Lexeme]:
        position = 0
        while spot := _SPOT.search(self._query, position):
            at, kind = spot.start(), spot.lastgroup
            if kind == "address":
                end: int | None = spot.end()
            elif kind == "quote":
                end = self._phrase(at, at)
            elif kind == "parenthesis":
                end = self._parenthesis(at)
            elif kind == "minus":
                end = self._excluded(at)
            elif kind == "equal":
                end = self._exact(at, at)
            elif kind == "field":
                end = self._field(at)
            elif kind == "operator":
                end = self._operator(spot)
            else:
                end = self._pattern(at) if kind == "pattern" else self._fuzzy(at)
            position = at + 1 if end is None else end
        self._words_up_to(len(self._query), len(self._query))
        if self._open:
            raise UnbalancedParenthesis(query=self._query, column=self._open[-1], sign="(")
        return self._found

    def _words_up_to(self, end: int, resume: int) -> None:
        """List the words before ``end``; those after begin at ``resume``."""
        self._found += chains(self._query[self._text : end], self._text)
        self._text = resume

    def _add(self, begin: int, end: int, *lexemes: Lexeme) -> int:
        self._words_up_to(begin, end)
        self._found += lexemes
        return end

    def _quoted(self, at: int) -> tuple[str, int] | None:
        """The quotation that opens at a place, and where it ends; ``None`` when none does."""
        opening = self._query[at : at + 1]
        if not opening or opening not in PAIRS:
            return None
        sign = PAIRS[opening]
        if sign not in self._last:
            self._last[sign] = self._query.rfind(sign)
        if self._last[sign] <= at:
            if opening == '"':
                raise UnbalancedQuote(query=self._query, column=at, display_column=at + 1)
            return None
        closing = self._query.index(sign, at + 1)
        return self._query[at + 1 : closing], closing + 1

    def _phrase(self, begin: int, at: int, *before: Lexeme, exact: bool = False) -> int | None:
        """A phrase whose quotation mark stands ``at``, what belongs to it from ``begin`` on."""
        found = self._quoted(at)
        if found is None:
            return None
        text, end = found
        slop = 0
        if number := _SLOP.match(self._query, end):
            slop = self._number(number, MOST_SLOP)
            end = number.end()
        words = " ".join(words_of(text))
        if not words:
            # Quotation marks around nothing are punctuation.
            return self._add(begin, end)
        return self._add(begin, end, *before, Lexeme("phrase", at, words, exact, slop))

    def _number(self, written: re.Match[str], most: int) -> int:
        digits = written[1]
        number = int(digits) if digits and len(digits) < 6 else -1
        if not 0 <= number <= most:
            raise NumberTooLarge(query=self._query, column=written.start(), most=most)
        return number

    def _parenthesis(self, at: int) -> int:
        sign = self._query[at]
        smile = _SMILE.match(self._query, at)
        if smile and (sign == "(" or not self._open):
            return smile.end()
        if sign == "(":
            self._open.append(at)
        elif self._open:
            self._open.pop()
        elif _LIST_MARK.search(f" {self._query[:at]}"[-6:]):
            return at + 1
        else:
            raise UnbalancedParenthesis(query=self._query, column=at, sign=")")
        return self._add(at, at + 1, Lexeme("(" if sign == "(" else ")", at))

    def _excluded(self, at: int) -> int | None:
        minus = Lexeme("-", at)
        following = self._query[at + 1]
        if following == "(":
            self._add(at, at + 1, minus)
            return at + 1
        if following == "=":
            return self._exact(at, at + 1, minus)
        if following in PAIRS and self._quoted(at + 1):
            return self._phrase(at, at + 1, minus)
        if _AT_FIELD.match(self._query, at + 1):
            end = self._field(at + 1, at, minus)
            if end is not None:
                return end
        if (end := self._special(at, at + 1, minus)) is not None:
            return end
        if following in PAIRS or CHAIN.match(self._query, at + 1):
            return self._plain(at, at + 1, minus)
        return None

    def _exact(self, begin: int, at: int, *before: Lexeme) -> int | None:
        """Words behind the ``=`` that stands ``at``."""
        following = self._query[at + 1 : at + 2]
        if following in PAIRS and following:
            return self._phrase(begin, at + 1, *before, exact=True)
        chain = CHAIN.match(self._query, at + 1)
        if chain is None or not chain_pieces(chain[0])[0]:
            return None
        end = chain.end()
        if self._query[end : end + 1] in ("*", "~"):
            raise OnlyWords(query=self._query, column=end, sign=self._query[end])
        return self._add(begin, end, *before, Lexeme("word", at, chain[0], exact=True))

    def _plain(self, begin: int, at: int, *before: Lexeme) -> int | None:
        """All that stands together from ``at`` on: one word, or several as a phrase."""
        ending = _PLAIN_END.search(self._query, at + 1)
        end = ending.start() if ending else len(self._query)
        words = words_of(self._query[at:end])
        if not words:
            return None
        kind: Kind = "word" if len(words) == 1 else "phrase"
        return self._add(begin, end, *before, Lexeme(kind, at, " ".join(words), number=0))

    def _special(self, begin: int, at: int, *before: Lexeme) -> int | None:
        """A pattern or a fuzzy word that stands ``at``."""
        if _AT_PATTERN.match(self._query, at):
            return self._pattern(at, begin, *before)
        if _AT_FUZZY.match(self._query, at):
            return self._fuzzy(at, begin, *before)
        return None

    def _pattern(self, at: int, begin: int | None = None, *before: Lexeme) -> int | None:
        run = _AT_PATTERN.match(self._query, at)
        assert run is not None  # noqa: S101 - callers looked
        end, written = run.end(), run[0]
        # "Vì sao?" is a question; "sao?Vì" lacks a blank.
        text = normal_letters(written).strip("?")
        after = re.search(r"[^?]\?([^?])", written)
        unspaced = "*" not in text and after is not None and after[1].isupper()
        if "**" in text or not ("*" in text or "?" in text) or unspaced:
            return None if before else end
        if not any(map(str.isalpha, text)) or not _AT_PATTERN.fullmatch(text):
            if before or (self._query.strip() == written and not any(map(str.isalnum, text))):
                raise MatchesEverything(query=self._query, column=at)
            return end
        start = at + len(written) - len(written.lstrip("?"))
        begin = start if begin is None else begin
        return self._add(begin, end, *before, Lexeme("pattern", start, text))

    def _fuzzy(self, at: int, begin: int | None = None, *before: Lexeme) -> int | None:
        run = _AT_FUZZY.match(self._query, at)
        assert run is not None  # noqa: S101 - callers looked
        written, _, digits = run[0].partition("~")
        text = normal_letters(written)
        one_word = _LETTERS.fullmatch(text) and len(chain_pieces(text)[0]) == 1
        if not one_word or not any(map(str.isalpha, text)):
            return None if before else run.end()
        number = None
        if digits:
            behind = _SLOP.match(self._query, run.start() + len(written))
            assert behind is not None  # noqa: S101 - it is part of what was found
            number = self._number(behind, MOST_DISTANCE)
        begin = at if begin is None else begin
        return self._add(begin, run.end(), *before, Lexeme("fuzzy", at, text, number=number))

    def _operator(self, spot: re.Match[str]) -> int | None:
        word = spot[0]
        if word in VIETNAMESE and not self._small_letters:
            lexeme = Lexeme("word", spot.start(), word.lower())
        else:
            lexeme = Lexeme(OPERATORS[word], spot.start())
        return self._add(spot.start(), spot.end(), lexeme)

    def _field(self, at: int, begin: int | None = None, *before: Lexeme) -> int | None:
        named = _AT_FIELD.match(self._query, at)
        assert named is not None  # noqa: S101 - callers looked
        name, value = named[0][:-1], named.end()
        smile = _SMILE.match(self._query, value) and not self._open
        if smile or self._query.startswith("//", value):
            return None
        field = field_of(name)
        if field is None:
            following = self._query[value]
            if not (following.isalnum() or following in PAIRS) or not meant_as_field(
                name, following
            ):
                return None
            if near := nearest_field(name):
                raise MisspeltField(query=self._query, column=at, name=name, near=near)
            raise UnknownField(query=self._query, column=at, name=name)
        begin = at if begin is None else begin
        before = (*before, Lexeme("field", at, field))
        end = self._value(begin, value, field, before)
        if end is None:
            raise FieldEmpty(query=self._query, column=at, name=name)
        return end

    def _value(self, begin: int, at: int, field: str, before: tuple[Lexeme, ...]) -> int | None:
        following = self._query[at]
        if field == DATE or field in VERBATIM:
            found = self._quoted(at)
            if found is None:
                match = _VALUE.match(self._query, at)
                found = ("", at) if match is None else (match[0], match.end())
            text, end = found
            if field == DATE:
                text = text.rstrip(",;!?")
            if not text.strip():
                return None
            column = at + (following in PAIRS)
            return self._add(begin, end, *before, Lexeme("value", column, text))
        if following == "(":
            return self._add(begin, at, *before)
        if following in PAIRS and (quoted := self._quoted(at)):
            return self._phrase(begin, at, *before) if words_of(quoted[0]) else None
        if following == "=":
            return self._exact(begin, at, *before)
        special = self._special(begin, at, *before)
        return self._plain(begin, at, *before) if special is None else special
