"""The query as it was typed, understood as a tree.

    query   =  side { AND side }, alternatives between OR
    side    =  item { item }                      words side by side are wanted
    item    =  [ - | NOT ] unit
    unit    =  word  phrase  pattern  fuzzy  field unit  ( query )

Operators bind the tighter the less they let in: side by side before AND, AND before OR. Every query
becomes a tree or raises an error that says where; nothing but punctuation is left out. Written as
recursive descent: no grammar is compiled when a query is all that is wanted. Pure: knows no index.
"""

from __future__ import annotations

import datetime as dt
import re

from searcher.errors import (
    EmptyQuery,
    LoneOperator,
    OnlyExclusions,
    OnlyWords,
    QueryError,
    QueryTooDeep,
    QueryTooLong,
    TooManyOperators,
    TooManyPatterns,
)
from searcher.search.query_signs import ANY_SIGN, Kind, Lexeme, words_of
from searcher.search.query_tree import (
    DATE,
    NAMES,
    VERBATIM,
    Dates,
    Field,
    Fuzzy,
    Group,
    Node,
    Not,
    Pattern,
    Phrase,
    Verbatim,
    Word,
    either,
    every,
    first_column,
    only_excludes,
    together,
)
from searcher.text.tokenize import CHAIN, chain_pieces

#: No query is longer than this many code points.
MOST_CHARACTERS = 100_000
#: No more parentheses stand within each other.
MOST_DEPTH = 30
#: Each of them is looked up in the whole dictionary.
MOST_PATTERNS = 20
#: Each of them may go through the whole index. Parentheses and names of fields count.
MOST_OPERATORS = 1000

_LOOKED_UP = ("pattern", "fuzzy")
# Where signs are looked for these stand for what needs no lexer: to what is beside them they are the
# same, and no operator has this letter in its name.
_PUNCTUATION = (('"', "x"), (": ", "x "), ("? ", "x "))
_WORDS = (*_LOOKED_UP, "word", "phrase", "value")


def parse(query: str, today: dt.date | None = None) -> Node:
    """Understand a query.

    Args:
        query: As typed.
        today: What "yesterday" counts from; the present day by default.

    Raises:
        QueryError: When it cannot be understood; one class for each reason, with the column.

    Returns:
        Its tree, in which something is wanted.
    """
    if len(query) > MOST_CHARACTERS:
        raise QueryTooLong(query=query[:80], column=0, most=MOST_CHARACTERS)
    if _needs_no_lexer(query):
        return _words_and_phrases(query)
    from searcher.search.query_lexer import lex  # its expressions take time to compile

    lexemes = lex(query)
    patterns = [each for each in lexemes if each.kind in _LOOKED_UP]
    if len(patterns) > MOST_PATTERNS:
        column = patterns[MOST_PATTERNS].column
        raise TooManyPatterns(query=query, column=column, most=MOST_PATTERNS)
    operators = [each for each in lexemes if each.kind not in _WORDS]
    if len(operators) > MOST_OPERATORS:
        column = operators[MOST_OPERATORS].column
        raise TooManyOperators(query=query, column=column, most=MOST_OPERATORS)
    tree = _Parser(query, lexemes, today).whole()
    if tree is None:
        raise EmptyQuery(query=query, column=0)
    return tree


def _needs_no_lexer(query: str) -> bool:
    """Whether a query is words, and phrases between quotation marks, with the punctuation of prose."""
    if query.count('"') % 2:
        return False
    words = f"{query} "
    for sign, letter in _PUNCTUATION:
        words = words.replace(sign, letter)
    return not ANY_SIGN.search(words)


def _words_and_phrases(query: str) -> Node:
    """Understand a query that needs no lexer: every chain outside of quotation marks is a word.

    Raises:
        EmptyQuery: When there is no word in it.
    """
    nodes: list[Node] = []
    column = 0
    for number, part in enumerate(query.split('"')):
        if number % 2 == 0:
            nodes += [
                Word(chain[0], False, column + chain.start())
                for chain in CHAIN.finditer(part)
                if chain_pieces(chain[0])[0]
            ]
        elif words := words_of(part):
            nodes.append(Phrase(" ".join(words), 0, False, column - 1))
        column += len(part) + 1
    if not nodes:
        raise EmptyQuery(query=query, column=0)
    return together(nodes)


def literal(query: str) -> Node:
    """Take every word of a text as wanted, all signs as mere punctuation.

    Raises:
        EmptyQuery: When there is no word in it.
    """
    words = words_of(query)
    if not words:
        raise EmptyQuery(query=query, column=0)
    return together(map(Word, words))


class _Parser:
    def __init__(self, query: str, lexemes: list[Lexeme], today: dt.date | None) -> None:
        self._query = query
        self._lexemes = lexemes
        self._today = today
        self._at = 0
        self._depth = 0
        self._field: str | None = None

    def whole(self) -> Node | None:
        tree = self._alternatives()
        if tree is not None:
            self._check_wanted(tree)
        return tree

    def _next(self, *kinds: Kind) -> Lexeme | None:
        """Take the next lexeme if it is of one of some kinds."""
        if self._at < len(self._lexemes) and self._lexemes[self._at].kind in kinds:
            self._at += 1
            return self._lexemes[self._at - 1]
        return None

    def _alternatives(self) -> Node | None:
        node = self._requirements()
        sides = [node]
        while sign := self._next("OR"):
            following = self._requirements()
            if node is None or following is None:
                raise self._lone(sign)
            sides.append(following)
        if len(sides) == 1:
            return node
        for side in sides:
            self._check_wanted(side)
        return either(side for side in sides if side is not None)

    def _requirements(self) -> Node | None:
        node = self._side()
        sides = [node]
        while sign := self._next("AND"):
            following = self._side()
            if node is None or following is None:
                raise self._lone(sign)
            sides.append(following)
        if len(sides) == 1:
            return node
        # What a side only leaves out, the whole leaves out.
        split = [
            each
            for side in sides
            if side is not None
            for each in (side.nodes if isinstance(side, Group) and only_excludes(side) else (side,))
        ]
        if all(map(only_excludes, split)):
            raise OnlyExclusions(query=self._query, column=first_column(split[0]))
        return every(split)

    def _side(self) -> Node | None:
        items: list[Node] = []
        while self._at < len(self._lexemes):
            following = self._lexemes[self._at]
            if following.kind == "word":  # as most are
                self._at += 1
                items.append(self._word(following))
            elif sign := self._next("-", "NOT"):
                node = self._unit()
                if node is None:
                    raise self._lone(sign)
                self._check_wanted(node)
                items.append(Not(node, sign.column))
            elif following.kind in ("AND", "OR", ")"):
                break
            elif (node := self._unit()) is not None:
                items.append(node)
        return together(items) if items else None

    def _unit(self) -> Node | None:
        """One unit; ``None`` for an operator, which is not taken, and for parentheses without words."""
        if sign := self._next("("):
            return self._parentheses(sign)
        if sign := self._next("field"):
            return self._in_field(sign)
        word = self._next("word", "phrase", "pattern", "fuzzy")
        if word is None:
            return None
        return self._word(word)

    def _word(self, word: Lexeme) -> Node:
        if self._field in NAMES:
            self._check_name(word)
        if word.kind == "word":
            return Word(word.text, word.exact, word.column)
        if word.kind == "pattern":
            return Pattern(word.text, word.column)
        if word.kind == "fuzzy":
            return Fuzzy(word.text, word.number, word.column)
        return Phrase(word.text, word.number or 0, word.exact, word.column)

    def _check_name(self, word: Lexeme) -> None:
        """Names are compared as a whole; what makes no difference to them must not seem to."""
        if word.kind == "pattern":
            sign = "*" if "*" in word.text else "?"
        elif word.kind == "fuzzy" or word.number:
            sign = "~"
        elif word.exact:
            sign = "="
        else:
            return
        raise OnlyWords(query=self._query, column=word.column, sign=sign)

    def _parentheses(self, sign: Lexeme) -> Node | None:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise QueryTooDeep(query=self._query, column=sign.column, most=MOST_DEPTH)
        node = self._alternatives()
        self._next(")")  # The lexer saw to it that there is one.
        self._depth -= 1
        return node

    def _in_field(self, name: Lexeme) -> Node:
        if value := self._next("value"):
            if name.text == DATE:
                return self._dates(name, value)
            if name.text in VERBATIM:
                return Field(name.text, Verbatim(value.text.strip(), value.column), name.column)
        if self._field is not None:
            raise OnlyWords(query=self._query, column=name.column, sign=f"{name.text}:")
        self._field = name.text
        node = self._unit()
        self._field = None
        if node is None:
            raise LoneOperator(query=self._query, column=name.column, sign=f"{name.text}:")
        self._check_wanted(node)
        return Field(name.text, node, name.column)

    def _dates(self, name: Lexeme, value: Lexeme) -> Dates:
        from searcher.search.date_ranges import parse_dates

        today = self._today or dt.date.today()  # The day where the user is.
        try:
            return Dates(parse_dates(value.text, today), name.column)
        except QueryError as error:
            raise error.within(self._query, value.column) from None

    def _check_wanted(self, node: Node | None) -> None:
        if node is not None and only_excludes(node):
            raise OnlyExclusions(query=self._query, column=first_column(node))

    def _lone(self, sign: Lexeme) -> LoneOperator:
        # As it was typed: NOT, KHÔNG or KHONG.
        typed = "-" if sign.kind == "-" else re.split(r"[\s()]", self._query[sign.column :])[0]
        return LoneOperator(query=self._query, column=sign.column, sign=typed)
