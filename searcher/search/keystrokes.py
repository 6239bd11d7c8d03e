"""Which words of a query are raw keystrokes of an input method, and what they were meant as.

"neeu guwowng" is *nêu gương* typed with the keyboard driver off; "xe bus" is not *xe bú*. The form of
a word cannot tell (``text.input_methods``), a whole query and the index can. A query is read as
keystrokes only when **every** word is convertible, a Vietnamese syllable, a number or known to the
index, and there is evidence: words that the index hardly holds as typed and does hold as decoded.
Nothing typed gets lost: a word that the index holds in both forms is looked for in both.

Measured on an index of 30,000 news articles: of 20,000 two-word queries of English words drawn by
their frequency none is changed, of words drawn evenly from 30,000 one in 700. Not for guessing
marks that were not typed at all (``restore``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from searcher.search.slots import FIELDS, Dictionary
from searcher.text import Token
from searcher.text.fold import fold_word
from searcher.text.input_methods import InputMethod, decode, may_hold_keys, method_of
from searcher.text.lookalikes import LOOKALIKES
from searcher.text.syllable import is_syllable

# A word of so few letters whose only key is a tone at its end ("bar", "co2") is half an evidence.
_FEW_LETTERS: Final = 2
_BARE_TONE: Final = re.compile(rf"[a-z]{{1,{_FEW_LETTERS}}}[sfrxj1-5]")
_PLAIN_PAIR: Final = re.compile("aa|ee|oo|dd|w")

# A misprint in some article does not make keystrokes a word.
_MUCH_RARER: Final = 1000

# VIQR is read from the raw query, whose words may end as sentences do.
_SENTENCE_END: Final = "?.,!"
_VIQR_QUALITY: Final = re.compile(r"[aeou][\^+(]")
_VIQR_TONE_WITHIN: Final = re.compile(r"[aeiouy]['`][a-z]")
_ASCII_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_PLAIN_WORD: Final = re.compile(r"[A-Za-z0-9]+")


class Vocabulary(Dictionary, Protocol):
    """What is asked of an index: its words, and in which articles they occur."""

    def postings(
        self, field: str, folded: str, marked: str
    ) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """The articles a term occurs in, and how often."""


def may_be_struck(query: str) -> bool:
    """Whether any word of a query has the form of Telex or VNI; most queries need no closer look."""
    return may_hold_keys(query) and any(map(method_of, _ASCII_WORD.findall(query)))


def read_keystrokes(tokens: Iterable[Token], dictionary: Vocabulary) -> dict[str, str]:
    """Decide which words of a query are Telex or VNI keystrokes.

    Args:
        tokens: All words of the query.
        dictionary: The index.

    Returns:
        The canonical form of each such word → the canonical form of what was meant; empty when the
        query is taken as typed.
    """
    words = {token.marked for token in tokens}
    decoded = {word: meant for word in words if (meant := _decoded(word)) is not None}
    if not decoded:
        return {}
    evidence = sum(
        _evidence(word)
        for word, meant in decoded.items()
        if _MUCH_RARER * _documents(word, dictionary) < _documents(meant, dictionary)
    )
    if evidence < 1:
        return {}
    others = words - decoded.keys()
    if all(word.isdecimal() or is_syllable(word) or _occurs(word, dictionary) for word in others):
        return decoded
    return {}


def with_decoded(
    tokens: Iterable[Token], decoded: Mapping[str, str], dictionary: Vocabulary
) -> tuple[Token, ...]:
    """Put what was meant in the place of keystrokes.

    Returns:
        The tokens; where the index holds a word also as typed, that is an alternative of it.
    """
    read: list[Token] = []
    for token in tokens:
        meant = decoded.get(token.marked)
        if meant is None:
            read.append(token)
            continue
        read.append(token._replace(marked=meant, folded=fold_word(meant)))
        if _occurs(token.marked, dictionary):
            read.append(token)
    return tuple(read)


def read_viqr(query: str, dictionary: Vocabulary) -> list[tuple[int, int, str]]:
    """Decide whether a query is typed in VIQR, whose keys are punctuation elsewhere.

    Every word must be VIQR or plain letters and digits, and one of them must hold what nobody writes
    otherwise: a quality key after its vowel, or a tone key between letters that gives a word of the
    index.

    Args:
        query: As typed.
        dictionary: The index.

    Returns:
        What stands for the stretches of the query that are keystrokes: start, end, what was meant.
    """
    if not (_VIQR_QUALITY.search(query) or _VIQR_TONE_WITHIN.search(query)):
        return []
    found: list[tuple[int, int, str]] = []
    evidence = False
    for match in re.finditer(r"\S+", query):
        word = match[0]
        meant = decode(word.lower(), InputMethod.VIQR)
        if meant is None:
            word = word.rstrip(_SENTENCE_END)
            meant = decode(word.lower(), InputMethod.VIQR)
        if meant is not None and not word.isalpha():
            quality = _VIQR_QUALITY.search(word.lower())
            evidence |= bool(quality) or (
                _VIQR_TONE_WITHIN.search(word.lower()) is not None
                and _documents(meant, dictionary) > 0
            )
            found.append((match.start(), match.start() + len(word), in_case(meant, word)))
        elif meant is not None:
            found.append((match.start(), match.start() + len(word), in_case(meant, word)))
        elif word and not _PLAIN_WORD.fullmatch(word):
            return []
    return found if evidence else []


def in_case(meant: str, typed: str) -> str:
    """Write a word in the letter case of what was typed."""
    if typed.isupper() and len(typed) > 1:
        return meant.upper()
    return meant.capitalize() if typed[:1].isupper() else meant


def _decoded(word: str) -> str | None:
    method = method_of(word)
    return decode(word, method) if method else None


def _evidence(word: str) -> float:
    """How much a word that the index does not know tells for keystrokes; 1 is enough."""
    if word in LOOKALIKES:
        return 0.0
    return 0.5 if _BARE_TONE.fullmatch(word) and not _PLAIN_PAIR.search(word) else 1.0


def _occurs(word: str, dictionary: Vocabulary) -> bool:
    folded = fold_word(word)
    return bool(dictionary.variants_in(FIELDS, folded))


def _documents(word: str, dictionary: Vocabulary) -> int:
    """In how many articles a word occurs with these very marks, counted by field."""
    folded = fold_word(word)
    return sum(len(dictionary.postings(field, folded, word)[0]) for field in FIELDS)
