"""Tokens of a Vietnamese text, with offsets into the author's own characters.

One regular expression finds chains of word characters; what a chain holds is worked out once and
remembered by its raw characters, since the same few thousand chains make up most of any text.
``tokenize`` gives tokens with offsets; ``term_keys`` is the bulk path of indexing: the same tokens,
no offsets. No token is ever dropped for being short or frequent. Not for compounds (``words``).
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from searcher.text.chains import Piece, analyse_chain
from searcher.text.chars import HORN, HYPHENS, JOINERS, WORD_CLASS
from searcher.text.normalise import VIETNAMESE

#: Separates the folded from the marked form in a term key; it cannot occur in either.
KEY_SEPARATOR = "\x1f"

# Raw chains are remembered up to this many; then the memory starts afresh. Measured on 30,000 news
# articles: 96 % of chains are found in it.
_MEMO_LIMIT = 1 << 17
# Longer chains are seldom met twice.
_MEMO_LENGTH = 40

#: "KT - XH": abbreviations are also joined by a dash between these, words are not.
CHAIN_SPACES = " \u00a0"
_SPACED_DASH = rf"(?<=[A-ZĐƯ{HORN}])[{CHAIN_SPACES}][{HYPHENS}][{CHAIN_SPACES}](?=[A-ZĐƯ])"
#: "C++", "C#", "F#": a single letter keeps its sign.
CHAIN_SIGNS = "+#"
_SIGN = r"(?:(?<=[A-Za-z])(?<!\w[A-Za-z])(?:\+\+|#)(?!\w))?"
#: Finds the chains of a text; what one holds tells ``chain_pieces``.
CHAIN = re.compile(rf"[{WORD_CLASS}]+(?:(?:[{JOINERS}]|{_SPACED_DASH})[{WORD_CLASS}]+)*{_SIGN}")
#: The words in a chain of joined words.
RUNS = re.compile(rf"[^{JOINERS}]+")


class Token(NamedTuple):
    """One token of a text.

    Attributes:
        text: The author's own characters, ``source[start:end]``.
        start: Offset of its first code point in the source.
        end: Offset after its last code point.
        position: Its place in the sequence of words, from 0. Alternatives share the position of the
            first word they stand for ("KT-XH": kt and ktxh at one position, xh at the next).
        marked: Canonical form with marks.
        folded: The same without marks.
    """

    text: str
    start: int
    end: int
    position: int
    marked: str
    folded: str


class _PiecesMemo(dict[str, tuple[tuple[Piece, ...], int]]):
    """Raw chain → its pieces and the number of positions they take."""

    def __missing__(self, chain: str) -> tuple[tuple[Piece, ...], int]:
        found = analyse_chain(chain)
        if len(chain) <= _MEMO_LENGTH:
            if len(self) >= _MEMO_LIMIT:
                self.clear()
            self[chain] = found
        return found


class _KeysMemo(dict[str, "str | tuple[tuple[str, ...], tuple[int, ...], int]"]):
    """Raw chain → its one key, or keys, relative positions and the number of positions they take."""

    def __missing__(self, chain: str) -> str | tuple[tuple[str, ...], tuple[int, ...], int]:
        pieces, advance = analyse_chain(chain)
        found: str | tuple[tuple[str, ...], tuple[int, ...], int]
        if len(pieces) == 1:
            found = term_key(pieces[0].folded, pieces[0].marked)
        else:
            found = (
                tuple(term_key(piece.folded, piece.marked) for piece in pieces),
                tuple(piece.position for piece in pieces),
                advance,
            )
        if len(chain) <= _MEMO_LENGTH:
            if len(self) >= _MEMO_LIMIT:
                self.clear()
            self[chain] = found
        return found


_pieces_of = _PiecesMemo()
_keys_of = _KeysMemo()


def chain_pieces(chain: str) -> tuple[tuple[Piece, ...], int]:
    """What one chain holds, as ``analyse_chain`` works it out, remembered from call to call.

    Args:
        chain: A match of ``CHAIN``.
    """
    return _pieces_of[chain]


@cache
def word_or_chain() -> re.Pattern[str]:
    """An expression that finds the same chains as ``CHAIN`` and tells how many words most have.

    Its first group is one word: letters that are normal already, or digits, and then what ends any
    chain. Its second is as many words as ``RUNS`` finds in it: letters, or digits, that are joined.
    """
    letters = f"A-Za-z{VIETNAMESE}{VIETNAMESE.upper()}"
    ended = rf"(?= (?![{HYPHENS}])|[.,](?: |\Z)|[:;!?()\"“”…]|\Z)"
    joined = rf"[{letters}]+(?:[{JOINERS}][{letters}]+)+|[0-9]+(?:[/{HYPHENS}][0-9]+)+"
    return re.compile(rf"([{letters}]+|[0-9]+){ended}|({joined}){ended}|{CHAIN.pattern}")


def term_key(folded: str, marked: str) -> str:
    """The key a term is filed under: all marked forms of one folded form are neighbours."""
    return f"{folded}{KEY_SEPARATOR}{marked}"


def tokenize(text: str, offset: int = 0) -> list[Token]:
    """Cut a text into tokens.

    Never raises, whatever the text holds (lone surrogates, control characters, unassigned code
    points). Canonically equivalent texts (NFC, NFD, windows-1258 style) give the same marked and
    folded forms at the same positions.

    Args:
        text: The text as its author wrote it.
        offset: Where it begins in what offsets are counted in.

    Returns:
        Tokens by position; at one position the word itself first, then its alternatives.
    """
    tokens: list[Token] = []
    position = 0
    for match in CHAIN.finditer(text):
        pieces, advance = _pieces_of[match[0]]
        base = match.start() + offset
        for start, end, at, marked, folded in pieces:
            # Its own characters: most chains are one word.
            own = match[0][start:end]
            tokens.append(Token(own, base + start, base + end, position + at, marked, folded))
        position += advance
    return tokens


def term_keys(text: str) -> tuple[list[str], list[int]]:
    """The terms of a text for indexing, without offsets.

    Args:
        text: The text as its author wrote it.

    Returns:
        The keys (see ``term_key``) of the tokens ``tokenize`` gives, in the same order, and their
        positions.
    """
    keys: list[str] = []
    positions: list[int] = []
    position = 0
    for found in map(_keys_of.__getitem__, CHAIN.findall(text)):
        if isinstance(found, str):
            keys.append(found)
            positions.append(position)
            position += 1
        else:
            chain_keys, relative, advance = found
            keys.extend(chain_keys)
            positions.extend([position + offset for offset in relative])
            position += advance
    return keys, positions


def canonical(text: str) -> str:
    """The words of a text in canonical marked form, one space between them.

    >>> canonical("NÊU   GƯƠNG, hoà bình")
    'nêu gương hòa bình'
    """
    return " ".join(token.marked for token in _words(text))


def fold(text: str) -> str:
    """The words of a text without marks, one space between them.

    >>> fold("Kỉ luật Đảng")
    'ki luat dang'
    """
    return " ".join(token.folded for token in _words(text))


def _words(text: str) -> list[Token]:
    """The tokens of a text without the alternatives."""
    words: list[Token] = []
    for token in tokenize(text):
        if not words or words[-1].position != token.position:
            words.append(token)
    return words
