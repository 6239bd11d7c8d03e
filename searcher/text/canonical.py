"""One written form for every way of writing the same word: characters, marks, tone placement, i/y.

``repair`` works on characters of any script; ``canonical_word`` on one word. Both are pure, total
(no string makes them raise) and idempotent. Not for splitting text into words (``tokenize``) nor
for taking marks away (``fold``).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from searcher.text.chars import (
    D_WITH_STROKE,
    PLAIN_VOWELS,
    QUALITY_MARKS,
    TONE_MARKS,
)
from searcher.text.syllable import place_tone, split, take_tones

# Both spellings of these words are in use and mean the same; the pairs were read off news text.
# Words not listed differ in meaning or are names (ti/ty, li/ly, mi/my, si/sy, thi/thy, vi/vy).
_I_TO_Y = dict(zip("kì kí kỉ kĩ kị lí mĩ tì tỉ hỉ hi".split(),
                   "kỳ ký kỷ kỹ kỵ lý mỹ tỳ tỷ hỷ hy".split(), strict=True))  # fmt: skip
_Y_TO_I = dict(zip("lỳ mỳ mỵ sỹ sỷ tý tỵ vỹ hý".split(),
                   "lì mì mị sĩ sỉ tí tị vĩ hí".split(), strict=True))  # fmt: skip
_I_Y = _I_TO_Y | _Y_TO_I
_Q_I_TO_Y = str.maketrans("iìíỉĩị", "yỳýỷỹỵ")


def is_mark(char: str) -> bool:
    """Whether a character belongs to the letter before it (combining marks of any script)."""
    return unicodedata.category(char)[0] == "M"


def repair(cluster: str) -> str:
    r"""Compose one letter and the marks after it, whatever their order and number.

    Plain NFC leaves ``é`` + circumflex as two characters; here a vowel's quality mark goes before
    its tone, doubled marks are dropped, and of two different tones the first counts.

    Args:
        cluster: A base character followed by any number of combining marks, composed or not.

    Returns:
        The same letter in NFC.

    >>> repair("e\u0301\u0302"), repair("ợ\u0323")
    ('ế', 'ợ')
    """
    decomposed = unicodedata.normalize("NFD", cluster.translate(D_WITH_STROKE))
    base, marks = decomposed[:1], decomposed[1:]
    if not marks:
        return decomposed
    if base.lower() in PLAIN_VOWELS:
        quality = next((mark for mark in marks if mark in QUALITY_MARKS), "")
        tone = next((mark for mark in marks if mark in TONE_MARKS), "")
        other = "".join(m for m in marks if m not in QUALITY_MARKS and m not in TONE_MARKS)
        marks = quality + other + tone
    return unicodedata.normalize("NFC", base + marks)


@lru_cache(maxsize=16384)
def canonical_word(word: str) -> str:
    """Write one lower-case word in its canonical marked form.

    The tone of a well-formed syllable is put where the old style has it (hoà → hòa, gía → giá,
    ngươì → người), and the i/y spellings that are one word become one (kĩ → kỹ, mỳ → mì, qui → quy).
    What is not a Vietnamese syllable, or has two tones (résumé), is left alone.

    Args:
        word: Lower case, NFC (see ``repair``).
    """
    toneless, tones = take_tones(word)
    if len(tones) > 1:
        return word
    parts = split(toneless)
    if parts is None:
        return word
    onset, rhyme = parts
    if onset == "qu" and rhyme[0] == "i":
        rhyme = rhyme.translate(_Q_I_TO_Y)
    placed = place_tone(onset, rhyme, tones)
    return _I_Y.get(placed, placed)
