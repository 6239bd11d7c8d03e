"""The order of the dictionary: keys by which Vietnamese text is sorted.

Words are compared one after the other, as in Vietnamese dictionaries: first their letters
(a ă â b c d đ e ê … o ô ơ … u ư …), then their tone, ngang huyền hỏi ngã sắc nặng. So all that begins
with "ba" stands before all that begins with "bà", and "bàn" after both. Numbers come before letters
and go by their value. Not for comparing what was typed with a text (``marks``).

Source of the letters and of the order of the tones: Hoàng Phê (ed.), *Từ điển tiếng Việt*; the
Unicode CLDR collation ``vi`` has the same.
"""

from __future__ import annotations

import re
import unicodedata

from searcher.text.chars import ACUTE, DOT, GRAVE, HOOK, TILDE
from searcher.text.syllable import take_tones
from searcher.text.tokenize import canonical

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = GRAVE + HOOK + TILDE + ACUTE + DOT
# Below every letter, so that a shorter word comes before what it is the beginning of.
_END = "\0"
_NUMBER = "\1"
_FIRST_LETTER = 0x10
# Above every letter: other scripts and signs, by code point.
_OTHERS = 0x1000
_FIRST_DIGIT = 0x02
_LETTERS = {ord(letter): chr(_FIRST_LETTER + n) for n, letter in enumerate(_ALPHABET)} | {
    ord(digit): chr(_FIRST_DIGIT + n) for n, digit in enumerate("0123456789")
}
_TONE_NUMBERS = {ord(tone): chr(1 + n) for n, tone in enumerate(_TONES)}
_DIGITS = re.compile(r"0*([0-9]*)")


def word_key(word: str) -> str:
    """Return a string that sorts as a word does.

    Args:
        word: One word in canonical marked form.

    >>> sorted("ơn ba đà bà dạ ăn ân bàn 10 9".split(), key=word_key)
    ['9', '10', 'ăn', 'ân', 'ba', 'bà', 'bàn', 'dạ', 'đà', 'ơn']
    """
    number = ""
    if word[:1].isascii() and word[:1].isdigit():
        match = _DIGITS.match(word)
        assert match is not None  # noqa: S101 - it matches the empty string, too
        digits, word = match[1], word[match.end() :]
        # A number of more digits is greater; ids of a hundred digits are no numbers.
        number = f"{_NUMBER}{chr(min(len(digits), 0xFFF) + 1)}{digits}"
    toneless, tones = take_tones(word)
    letters, marks = [], [tones.translate(_TONE_NUMBERS)]
    for char in toneless:
        if (place := _LETTERS.get(ord(char))) is None:
            parts = unicodedata.normalize("NFD", char)
            base = ord(parts[0])
            place = _LETTERS.get(base) or chr(min(_OTHERS + base, 0x10FFFF))
            marks.append(parts[1:])
        letters.append(place)
    return f"{number}{''.join(letters)}{_END}{''.join(marks)}"


def collation_key(text: str) -> tuple[str, ...]:
    """Return a value that sorts as a text does: upper and lower case, punctuation are nothing.

    >>> sorted(["Bà con", "Ba lô", "Bảng", "Bà"], key=collation_key)
    ['Ba lô', 'Bà', 'Bà con', 'Bảng']
    """
    return tuple(map(word_key, canonical(text).split()))
