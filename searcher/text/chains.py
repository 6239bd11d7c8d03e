"""What a chain of joined words holds: the words, the numbers, and the forms glued together.

A chain is a stretch without spaces ("KT-XH", "4.000m2", "Ô-xtrây-li-a", "11/06/2021"; abbreviations
may have spaces around their dash). Not for finding chains in a text (``tokenize``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from searcher.text.canonical import canonical_word
from searcher.text.chars import APOSTROPHES, CJK_CLASS, HYPHENS, WORD_CLASS
from searcher.text.fold import fold_word
from searcher.text.normalise import VIETNAMESE, normalise
from searcher.text.numbers import date_numbers, plain_number, split_unit

#: Nobody types a longer word; the rest of a base64 blob would only fill the dictionary.
LONGEST_TERM = 100

# An abbreviation or name of more parts than this is a path or a list.
_LONGEST_RUN = 7

_DAY_FIRST = rf"[0-9]{{1,2}}(?P<s1>[/.{HYPHENS}])[0-9]{{1,2}}(?P=s1)[0-9]{{4}}"
_YEAR_FIRST = rf"[0-9]{{4}}(?P<s2>[/{HYPHENS}])[0-9]{{1,2}}(?P=s2)[0-9]{{1,2}}"
_PIECE = re.compile(
    rf"(?P<date>(?<![0-9])(?:{_DAY_FIRST}|{_YEAR_FIRST})(?![0-9]|[.,][0-9]))"
    r"|(?P<number>(?<!\w)[0-9]+(?:[.,][0-9]+)+)"
    r"|(?P<signed>(?<!\w)[A-Za-z](?:\+\+|#)\Z)"
    rf"|(?P<word>(?:(?!_)[{WORD_CLASS}])+)"
)
# One word of letters that are normal already: nearly all chains are.
_PLAIN = re.compile(rf"[A-Za-z{VIETNAMESE}{VIETNAMESE.upper()}]+")
# Inside a word only marks are no word characters; those on a CJK character do not count.
_CJK = re.compile(rf"([{CJK_CLASS}])\W*|[^{CJK_CLASS}]+")
_HYPHEN = re.compile(rf"[{HYPHENS}]")
_ABBREVIATION_JOINER = re.compile(rf"[/.{HYPHENS}]|[ \u00a0][{HYPHENS}][ \u00a0]")
_PHONE_JOINER = re.compile(rf"[.{HYPHENS}]")
_APOSTROPHE = re.compile(rf"[{APOSTROPHES}]")
_CAPITALS = re.compile(r"[A-ZĐƯ]{1,5}")
_SHORT_TITLE_CASE = re.compile(r"[A-ZĐ][a-z]")
_VOWEL = re.compile(r"[AEIOUYƯ]")
_CODE = re.compile(r"[A-Z][A-Za-z]*")


class Piece(NamedTuple):
    """One token of a chain; ``start``, ``end`` and ``position`` count from the chain's beginning."""

    start: int
    end: int
    position: int
    marked: str
    folded: str


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a chain in normal characters, at ``start:end`` of the normal text."""

    start: int
    end: int
    text: str
    marked: str


def analyse_chain(chain: str) -> tuple[tuple[Piece, ...], int]:
    """Work out the tokens of a chain.

    Args:
        chain: Raw characters as ``tokenize`` finds them; any string is safe.

    Returns:
        The pieces by position, alternatives after the word they begin at, and how many positions
        the chain takes.
    """
    if _PLAIN.fullmatch(chain):
        marked = canonical_word(chain.lower())
        return (Piece(0, len(chain), 0, marked[:LONGEST_TERM], _folded(marked)),), 1
    normal, starts, ends = normalise(chain)
    words: list[_Word] = []
    alternatives: list[tuple[int, int, str]] = []  # first word, last word, glued form
    for match in _PIECE.finditer(normal):
        if match["date"]:
            numbers, iso = date_numbers(match[0])
            if iso:
                alternatives.append((len(words), len(words) + 2, iso))
            words.extend(
                replace(run, text=number, marked=number)
                for run, number in zip(_digit_runs(match[0], match.start()), numbers, strict=True)
            )
        elif match["number"]:
            number = plain_number(match[0])
            if number:
                words.append(_Word(match.start(), match.end(), number, number))
            else:
                words.extend(_digit_runs(match[0], match.start()))
        elif match["signed"]:
            words.append(_Word(match.start(), match.end(), match[0], match[0].lower()))
        else:
            words.extend(_split_word(match[0], match.start()))
    if len(words) > 1:
        alternatives.extend(_glued(words, normal))
    pieces = [
        Piece(starts[w.start], ends[w.end - 1], n, w.marked[:LONGEST_TERM], _folded(w.marked))
        for n, w in enumerate(words)
    ]
    pieces.extend(
        Piece(starts[words[a].start], ends[words[z].end - 1], a, form[:LONGEST_TERM], _folded(form))
        for a, z, form in alternatives
    )
    if alternatives:
        pieces.sort(
            key=lambda piece: piece.position
        )  # Stable: the word stays before its alternative.
    return tuple(pieces), len(words)


def _folded(marked: str) -> str:
    if marked[-1] in "+#" or not marked[:1].isalnum():
        return marked
    return fold_word(marked[:LONGEST_TERM])[:LONGEST_TERM]


def _marked(text: str) -> str:
    """Canonical form of a word in normal characters."""
    lower = text.lower()
    if not lower.isascii():
        # The capital sigma has two small forms; one word must not be two.
        lower = normalise(lower.replace("ς", "σ"))[0]
    return canonical_word(lower)


def _digit_runs(text: str, offset: int) -> Iterator[_Word]:
    """The runs of digits of a date or a list of numbers, each a word as written."""
    for run in re.finditer("[0-9]+", text):
        yield _Word(offset + run.start(), offset + run.end(), run[0], run[0])


def _split_word(word: str, offset: int) -> Iterator[_Word]:
    """Cut a run of word characters between CJK characters and before units.

    A run of marks with no letter to stand on gives nothing.
    """
    for part in _CJK.finditer(word):
        start = offset + part.start()
        run = part[1] or part[0]
        cut = split_unit(run)
        for text, at in ((run[:cut], start), (run[cut:], start + cut)):
            if text and any(map(str.isalnum, text)):
                yield _Word(at, at + len(text), text, _marked(text))


def _glued(words: list[_Word], normal: str) -> Iterator[tuple[int, int, str]]:
    """Forms that are also written as one word: ``(first word, last word, glued form)``.

    Capital abbreviations (KT-XH, T.Ư), syllabic foreign names (Pa-ri), names with an apostrophe
    (O'Neal), letters and a number (COVID-19), and phone numbers.
    """
    joiners = ["", *(normal[a.end : b.start] for a, b in pairwise(words))]
    for joiner, accept in (
        (_ABBREVIATION_JOINER, _is_abbreviation),
        (_HYPHEN, _is_foreign_name),
        (_APOSTROPHE, _is_elision),
        (_PHONE_JOINER, _is_phone_number),
    ):
        first = 0
        for last in range(len(words)):
            if last + 1 < len(words) and joiner.fullmatch(joiners[last + 1]):
                continue
            yield from _glue_run(words, first, last, accept)
            first = last + 1
    for n in range(1, len(words)):
        letters, digits = words[n - 1].text, words[n].text
        if _HYPHEN.fullmatch(joiners[n]) and _CODE.fullmatch(letters) and digits.isdecimal():
            yield n - 1, n, (letters + digits).lower()


def _glue_run(
    words: list[_Word], first: int, last: int, accept: Callable[[list[str]], bool]
) -> Iterator[tuple[int, int, str]]:
    """The glued form of words ``first..last``, or of their longest tail that is accepted."""
    for start in range(max(first, last - _LONGEST_RUN), last):
        texts = [word.text for word in words[start : last + 1]]
        if accept(texts):
            glued = _marked("".join(texts))
            if accept is _is_abbreviation:
                # Trung ương is abbreviated T.Ư and TW alike.
                glued = re.sub("tư$", "tw", glued) if texts[-2:] == ["T", "Ư"] else glued
            yield start, last, glued
            return


def _is_abbreviation(parts: list[str]) -> bool:
    """KT-XH, NQ/TW, T.W, Tp.HCM; not AN-NINH, where every part can be read as a word."""
    head_ok = _CAPITALS.fullmatch(parts[0]) or _SHORT_TITLE_CASE.fullmatch(parts[0])
    if not head_ok or not all(map(_CAPITALS.fullmatch, parts[1:])):
        return False
    return any(len(part) == 1 or not _VOWEL.search(part) for part in parts)


def _is_foreign_name(parts: list[str]) -> bool:
    """Pa-ri, Ô-xtrây-li-a: one capital at the head, syllables in small letters after it."""
    head, rest = parts[0], parts[1:]
    return (
        all(part.isalpha() for part in parts)
        and head[0].isupper()
        and (len(head) == 1 or head[1:].islower())
        and all(part.islower() for part in rest)
    )


def _is_elision(parts: list[str]) -> bool:
    """O'Neal, don't."""
    return all(part.isalpha() for part in parts)


def _is_phone_number(parts: list[str]) -> bool:
    """0913.456.789: three groups or more, beginning with 0, nine to eleven digits in all."""
    return (
        len(parts) >= 3
        and parts[0].startswith("0")
        and all(part.isdecimal() and part.isascii() for part in parts)
        and 9 <= sum(map(len, parts)) <= 11
    )
