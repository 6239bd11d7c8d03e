"""From the author's characters to normal ones, keeping track of where each came from.

``normalise`` takes a short stretch of text; letter case is kept (abbreviations are told by it). Not
for deciding what a word is (``tokenize``) nor for word-level spelling (``canonical``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from searcher.text.canonical import is_mark, repair
from searcher.text.chars import INVISIBLE, WORD_CLASS, ZERO_WIDTH_SPACE
from searcher.text.numbers import SQUARED_UNITS
from searcher.text.syllable import QUALITY_OF, TONED, is_syllable

VIETNAMESE = "đ" + "".join(TONED) + "".join(QUALITY_OF)
"""The small letters that Vietnamese has beside those of ASCII, composed."""
# Text made of these only is normal already: nothing to repair, one character each.
_NORMAL = re.compile(rf"[\x21-\x7e{VIETNAMESE}{VIETNAMESE.upper()}]*")
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_LONGEST_SYLLABLE = 7
# As many characters as a decomposed syllable may have; a longer word is no syllable anyway.
_NEXT_WORD = re.compile(rf"(?:(?![{ZERO_WIDTH_SPACE}_0-9])[{WORD_CLASS}]){{1,24}}")
_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_LAST_LETTERS = re.compile(r"[^\W\d_]*\Z")
# Conjoining Hangul vowels and finals, and half-width kana voicing marks, compose with what is before.
_COMPOSING = re.compile("[\u1160-\u11ff\ud7b0-\ud7ff\uff9e\uff9f]")


def _continues(cluster: str, char: str) -> bool:
    """Whether a character is part of the letter before it."""
    if is_mark(char):
        return True
    return (
        _COMPOSING.match(char) is not None
        and len(unicodedata.normalize("NFKC", cluster + char)) == 1
    )


@lru_cache(maxsize=4096)
def _normal_cluster(cluster: str) -> str:
    """The normal form of one letter with its marks: compatibility forms resolved, marks repaired."""
    compatible = unicodedata.normalize("NFKC", cluster)
    out, start = [], 0
    for end in range(1, len(compatible) + 1):
        if end == len(compatible) or not _continues(compatible[start:end], compatible[end]):
            part = compatible[start:end]
            out.append(part[0] if part[0].isdigit() else repair(part))
            start = end
    normal = "".join(out)
    # A number that brings its own punctuation (½ is 1⁄2, ⒈ is 1.) does not join its neighbours.
    bound = all(char.isalnum() or is_mark(char) for char in normal)
    return normal if bound or not cluster[0].isalnum() else f" {normal} "


def normalise(text: str) -> tuple[str, list[int], list[int]]:
    """Normalise characters: invisible ones out, compatibility forms resolved, marks composed.

    Args:
        text: Any text; long texts are better cut before, one call allocates two lists.

    Returns:
        The normal text, and for each of its characters the start and the end, in code points, of
        the original characters it stands for. Where one character became several (½) they share
        their origin; spaces are put in where a raised digit or a fraction is not part of the word.
    """
    if _NORMAL.fullmatch(text):
        return text, list(range(len(text))), list(range(1, len(text) + 1))
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    word_start = 0  # Where in `out` the word at hand began.
    index, length = 0, len(text)
    while index < length:
        start, char = index, text[index]
        index += 1
        if _INVISIBLE.match(char):
            continue
        if char == ZERO_WIDTH_SPACE:
            if _separates(text[index:], "".join(out[word_start:])):
                out.append(" ")
                starts.append(start)
                ends.append(index)
                word_start = len(out)
            continue
        cluster, end = char, index
        while index < length:
            following = text[index]
            if _INVISIBLE.match(following):
                index += 1
                continue
            if not _continues(cluster, following):
                break
            cluster += following
            index += 1
            end = index
        if is_mark(char):
            continue  # A mark with no letter to stand on.
        normal = _normal_cluster(cluster)
        if char in _RAISED and not _is_exponent("".join(out[-6:])):
            normal = " " + normal
        for normal_char in normal:
            out.append(normal_char)
            starts.append(start)
            ends.append(end)
            if not normal_char.isalpha() and not is_mark(normal_char):
                word_start = len(out)
    return "".join(out), starts, ends


def _separates(rest: str, before: str) -> bool:
    """Whether a zero-width space stands between two words rather than inside one.

    It does when what is on either side is a whole syllable and both together are not.
    """
    following = _NEXT_WORD.match(rest.lstrip(ZERO_WIDTH_SPACE))
    if not following or not before or len(before) > _LONGEST_SYLLABLE:
        return False
    left, right = before.lower(), normalise(following[0])[0].lower()
    return is_syllable(left) and is_syllable(right) and not is_syllable(left + right)


def _is_exponent(before: str) -> bool:
    """Whether a raised digit belongs to the word before it (m²), and is no footnote mark."""
    letters = _LAST_LETTERS.search(before)
    return letters is not None and letters[0].lower() in SQUARED_UNITS
