"""How many columns of a terminal a text takes, and what of it must stay together.

A person sees a letter with its marks, a flag or a family of emoji as one character, and so do today's
terminals: the unit is the grapheme cluster (UAX #29, without the rules for scripts that only shaping
can draw). Not for what is dangerous to print (``searcher.cli.render.safe``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

# One column each, and nothing joins them to their neighbours: most of what is ever shown.
_SIMPLE: Final = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u0590\u1e00-\u1fff\u2010-\u2027\u2030-\u205e]*"
)
# What a terminal has no use for: where a word may be broken, or that it may not.
_INVISIBLE: Final = dict.fromkeys((0x00AD, 0x200B, 0x2060, 0xFEFF))
# Less of a line than this is not left only to keep a word whole.
_MOST: Final = 0.6
_FIRST_EMOJI: Final = "\U0001f000"
_JOINER: Final = "\u200d"
_EMOJI_STYLE: Final = "\ufe0f"
# Not symbols (category So), and yet there is an emoji of each (emoji-variation-sequences.txt).
_EMOJI_TOO: Final = frozenset("#*0123456789‼⁉ℹ↔〰")


def visible(text: str) -> str:
    """Return ``text`` without soft hyphens and zero-width spaces, which terminals show as they like."""
    return text if _SIMPLE.fullmatch(text) else text.translate(_INVISIBLE)


def display_width(text: str) -> int:
    """Return how many terminal columns ``text`` takes.

    Args:
        text: A line already made safe by ``safe.neutralise``.

    Returns:
        Columns: 0 for combining and invisible characters, 2 for East Asian wide ones (UAX #11) and
        for emoji, however many characters they are made of.
    """
    if _SIMPLE.fullmatch(text):
        return len(text)
    return sum(map(_columns, clusters(text)))


def cut(text: str, columns: int) -> str:
    """Return the beginning of a safe line that fits into so many columns, no character broken."""
    if len(text) <= columns and _SIMPLE.fullmatch(text):
        return text
    used = end = 0
    for cluster in clusters(text):
        used += _columns(cluster)
        if used > columns:
            return text[:end]
        end += len(cluster)
    return text


def cut_words(text: str, columns: int) -> str:
    """Return the beginning of a safe line, cut before a word where that leaves most of it."""
    kept = cut(text, columns)
    if kept == text:
        return text
    if not text[len(kept)].isspace():
        space = kept.rfind(" ")
        if display_width(kept[: space + 1]) >= columns * _MOST:
            kept = kept[:space]
    return kept.rstrip(" ,;:-–")


def clusters(text: str) -> Iterator[str]:
    """Yield what a reader takes for single characters; together they are ``text``."""
    start = 0
    for place in range(1, len(text)):
        if not _belongs(text, start, place):
            yield text[start:place]
            start = place
    if text:
        yield text[start:]


def _belongs(text: str, start: int, place: int) -> bool:
    """Whether the character at ``place`` belongs to the cluster that begins at ``start``."""
    char = text[place]
    if char < "\u0300":
        return False
    if _extends(char):
        return True
    base = text[start]
    if _is_modifier(char) or text[place - 1] == _JOINER:
        return _is_emoji(base) and _is_emoji(char)
    return _is_flag_half(char) and place == start + 1 and _is_flag_half(base)


def _extends(char: str) -> bool:
    if unicodedata.category(char) in ("Mn", "Me", "Mc"):
        return True
    if unicodedata.category(char) == "Cf":
        return char == _JOINER or char == "\u200c" or char >= "\U000e0000"
    # Vowels and final consonants of decomposed Korean.
    return "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7fb"


def _is_emoji(char: str) -> bool:
    return unicodedata.category(char) == "So" or _is_modifier(char)


def _is_modifier(char: str) -> bool:
    return "\U0001f3fb" <= char <= "\U0001f3ff"


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _columns(cluster: str) -> int:
    base = cluster[0]
    if base == "\u00ad":
        return 1
    if _extends(base) or unicodedata.category(base) == "Cf":
        return 0
    # Of what a Python's Unicode does not know yet, the emoji are wide; it takes all of it for wide.
    known = unicodedata.category(base) != "Cn" or base >= _FIRST_EMOJI
    if known and unicodedata.east_asian_width(base) in "WF":
        return 2
    if len(cluster) > 1:
        if _is_flag_half(base) and _is_flag_half(cluster[1]):
            return 2
        if _EMOJI_STYLE in cluster and (_is_emoji(base) or base in _EMOJI_TOO):
            return 2
    return 1
