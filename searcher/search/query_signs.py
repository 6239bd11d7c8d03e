"""The words and operators a query is cut into, and which words are operators.

Not for finding them in a query (``query_lexer``).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

from searcher.text.tokenize import CHAIN, chain_pieces

Kind = Literal[
    "word", "phrase", "pattern", "fuzzy", "value", "field", "-", "(", ")", "AND", "OR", "NOT"
]

# What word processors and phones make of quotation marks. Only whole pairs make a phrase; a lone
# one is punctuation, because pasted text is full of them.
PAIRS = {'"': '"', "“": "”", "„": "”", "«": "»"}
QUOTES = '"“„«'


def _spellings(word: str) -> set[str]:
    """A word in capitals in every Unicode form: composed, decomposed, and with the tone apart."""
    composed, decomposed = (unicodedata.normalize(form, word) for form in ("NFC", "NFD"))
    apart = "".join(
        unicodedata.normalize("NFC", unicodedata.normalize("NFD", char)[:-1])
        + unicodedata.normalize("NFD", char)[-1:]
        for char in composed
    )
    return {composed, decomposed, apart}


_ENGLISH: dict[str, Kind] = {"AND": "AND", "OR": "OR", "NOT": "NOT"}
# VA is no VÀ: it is a disease and an abbreviation. HOAC and KHONG are nothing else.
VIETNAMESE: dict[str, Kind] = {
    **dict.fromkeys(_spellings("VÀ"), "AND"),
    **dict.fromkeys((*_spellings("HOẶC"), "HOAC"), "OR"),
    **dict.fromkeys((*_spellings("KHÔNG"), "KHONG"), "NOT"),
}
OPERATORS = _ENGLISH | VIETNAMESE
NAMED = "|".join(sorted(OPERATORS, key=len, reverse=True))

#: A query in which this finds nothing is words and nothing else.
ANY_SIGN = re.compile(rf"[{QUOTES}()*?~=:]|(?<!\S)-\S|{NAMED}")
_PART = re.compile(r"\S+")


class Lexeme(NamedTuple):
    """A word or an operator of a query.

    Attributes:
        kind: What it is.
        column: Where it begins, in code points.
        text: A word, the words of a phrase, a pattern, the value or the name of a field.
        exact: Whether it stood behind ``=``.
        number: What stood behind ``~``.
    """

    kind: Kind
    column: int
    text: str = ""
    exact: bool = False
    number: int | None = None


def words_of(text: str) -> list[str]:
    """The words of a text, chain by chain, without anything that holds no token."""
    return [lexeme.text for lexeme in chains(text, 0)]


def chains(text: str, column: int) -> list[Lexeme]:
    """The words of a text that begins at a column, chain by chain; what holds no token is none."""
    found = []
    for chain in CHAIN.finditer(text):
        word = chain[0]
        if not chain_pieces(word)[0]:
            continue
        if not OPERATORS.keys().isdisjoint(word.split()):
            # What is no operator here must not be read as one in the normal form.
            found += [Lexeme("word", column + m.start(), m[0].lower()) for m in _parts(chain)]
        else:
            found.append(Lexeme("word", column + chain.start(), word))
    return found


def _parts(chain: re.Match[str]) -> list[re.Match[str]]:
    parts = _PART.finditer(chain.string, chain.start(), chain.end())
    return [part for part in parts if chain_pieces(part[0])[0]]
