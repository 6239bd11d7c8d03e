"""The spelling mistakes Vietnamese really make: what sounds alike somewhere in the country.

hỏi and ngã; s and x, ch and tr, d, gi, r and v, l and n at the beginning; n and ng, t and c at the
end; i and y. Each confusion is one step, or one beside hỏi and ngã; only well-formed syllables come
out. Not for slips of the finger (any letter), which need a dictionary (``searcher.search``).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from searcher.text.canonical import canonical_word
from searcher.text.chars import HOOK, TILDE
from searcher.text.syllable import is_syllable, place_tone, split, take_tones

_ONSETS: Final = (
    ("s", "x"),
    ("ch", "tr"),
    ("d", "gi", "r", "v"),
    ("l", "n"),
    ("ng", "ngh"),
    ("g", "gh"),
    ("c", "k"),
)
_ENDS: Final = (("n", "ng", "nh"), ("t", "c", "ch"), ("i", "y"), ("o", "u"))
_VOWELS: Final = (("iê", "i"), ("ươ", "ư"), ("uô", "u"), ("ă", "â"), ("o", "ô"), ("ơ", "ô"))
_TONES: Final = {HOOK: TILDE, TILDE: HOOK}


@lru_cache(maxsize=4096)
def confusions(word: str) -> tuple[str, ...]:
    """Return the syllables that one is often mistaken for.

    Args:
        word: A canonical word; one that is no syllable has none.

    Returns:
        Canonical words, each once; hỏi and ngã first.

    >>> confusions("kỹ")[0], "sung" in confusions("xung"), confusions("pele")
    ('kỷ', True, ())
    """
    toneless, tones = take_tones(word)
    parts = split(toneless)
    if parts is None or len(tones) > 1:
        return ()
    ways = [*_confused(*parts, tones)]
    if tones in _TONES:
        # Who mixes up hỏi and ngã mixes up other things as well.
        ways += [place_tone(*parts, _TONES[tones]), *_confused(*parts, _TONES[tones])]
        ways.sort(key=lambda each: each != place_tone(*parts, _TONES[tones]))
    found = dict.fromkeys(canonical_word(each) for each in ways if is_syllable(each))
    found.pop(word, None)
    return tuple(found)


def _confused(onset: str, rhyme: str, tone: str) -> Iterator[str]:
    for other in _others(_ONSETS, onset):
        if split(other + rhyme):
            yield place_tone(other, rhyme, tone)
    for group in (*_ENDS, *_VOWELS):
        for one in group:
            for other in group:
                for changed in _changed(rhyme, one, other, at_end=group in _ENDS):
                    if split(onset + changed) == (onset, changed):
                        yield place_tone(onset, changed, tone)


def _others(groups: tuple[tuple[str, ...], ...], one: str) -> Iterator[str]:
    for group in groups:
        if one in group:
            yield from (other for other in group if other != one)


def _changed(rhyme: str, one: str, other: str, *, at_end: bool) -> Iterator[str]:
    if one == other:
        return
    if at_end:
        consonants = rhyme.lstrip("aăâeêioôơuưy")
        if consonants == one or (not consonants and rhyme.endswith(one)):
            yield rhyme[: len(rhyme) - len(one)] + other
    elif one in rhyme and not (one in other and other in rhyme):
        yield rhyme.replace(one, other, 1)
