"""Raw keystrokes of the Vietnamese input methods, decoded word by word: Telex, VNI, VIQR.

Who types "guwowng", "gu7o7ng" or "gu+o+ng" has the keyboard driver switched off and means *gương*.
A word is read as keystrokes only when every key does something and the outcome is one well-formed
Vietnamese syllable; a key struck twice is the escape of these methods and means the letter itself.
Keys may come late, as drivers allow ("vietje", "trach1"). Form alone cannot tell "bar" from *bả*:
which words of a query were meant so is decided in ``searcher.search``.

The keys are those of RFC 1456 (VIQR) and of the drivers in use (UniKey, the systems' own) for Telex
and VNI.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple
from unicodedata import normalize

from searcher.text.canonical import canonical_word
from searcher.text.chars import ACUTE, DOT, GRAVE, HOOK, TILDE
from searcher.text.syllable import QU_RHYMES, RHYMES, place_tone, split

_TELEX_TONES: Final = {"s": ACUTE, "f": GRAVE, "r": HOOK, "x": TILDE, "j": DOT}
_VNI_TONES: Final = {"1": ACUTE, "2": GRAVE, "3": HOOK, "4": TILDE, "5": DOT}
_VIQR_TONES: Final = {"'": ACUTE, "`": GRAVE, "?": HOOK, "~": TILDE, ".": DOT}

# What a quality key can make of a letter.
_CIRCUMFLEX: Final = {"a": "â", "e": "ê", "o": "ô"}
_HORN: Final = {"u": "ư", "o": "ơ"}
_BREVE: Final = {"a": "ă"}
_TELEX_W: Final = _HORN | _BREVE
_VNI_QUALITIES: Final = {"6": _CIRCUMFLEX, "7": _HORN, "8": _BREVE}
_VIQR_QUALITIES: Final = {"^": _CIRCUMFLEX, "+": _HORN, "*": _HORN, "(": _BREVE}

_VOWELS: Final = frozenset("aeiouyư")
_TONED_VOWELS: Final = _VOWELS | frozenset("ăâêôơ")
_STOPS: Final = ("c", "ch", "k", "p", "t")
# The longest syllable has seven letters; with all its keys, doubled horns included, eleven strokes.
_LONGEST: Final = 12
_MOST_QUALITIES: Final = 2  # of one syllable: the horns of ươ

_TELEX_WORD: Final = re.compile(r"[a-z]+")
# Whether any letter of such a word can be a key: most words hold none.
_TELEX_KEY: Final = re.compile(r"w|[aeiouy].*[sfrxj]|([aeod]).*\1")
# The same of a whole text, for VNI, too; it may hold other words.
_ANY_KEY: Final = re.compile(r"w|[aeiouy][a-z0-9]*[sfrxj]|([aeod])[a-z0-9]*\1|[a-z][a-z0-9]*[1-9]")
_VNI_WORD: Final = re.compile(r"[a-z]+[1-9][a-z1-9]*")
_VIQR_WORD: Final = re.compile(r"[a-z][a-z'`?~.^+*(]*")


class InputMethod(enum.Enum):
    """How Vietnamese letters are typed on a keyboard that lacks them."""

    TELEX = "telex"
    VNI = "vni"
    VIQR = "viqr"


class _Strokes(NamedTuple):
    """What was struck: one way of telling letters from keys.

    Attributes:
        letters: Without the marks the keys put on them, đ and a w for ư excepted.
        tone: The tone struck, or ``""``.
        toned_at: After how many letters.
        qualities: What each quality key can make of a letter, in the order struck.
        keys: How many strokes were keys.
    """

    letters: str = ""
    tone: str = ""
    toned_at: int = 0
    qualities: tuple[dict[str, str], ...] = ()
    keys: int = 0

    def letter(self, char: str) -> _Strokes:
        return self._replace(letters=self.letters + char)

    def toned(self, tone: str) -> _Strokes | None:
        """With a tone; ``None`` where there is nothing to put it on, or another already.

        The same tone struck again is the escape ("traschs"); but where another key makes the
        keystrokes plain, it is only struck again after the vowel it belongs to ("roofif").
        """
        if not self.has_vowel:
            return None
        again = self.qualities and not _VOWELS.isdisjoint(self.letters[self.toned_at :])
        if self.tone and not (self.tone == tone and again):
            return None
        return self._replace(tone=tone, toned_at=len(self.letters), keys=self.keys + 1)

    def qualified(self, quality: dict[str, str]) -> _Strokes | None:
        """With a quality key; ``None`` where no letter struck before can take it."""
        if len(self.qualities) == _MOST_QUALITIES or not quality.keys() & set(self.letters):
            return None
        return self._replace(qualities=(*self.qualities, quality), keys=self.keys + 1)

    def stroked(self) -> _Strokes | None:
        """With the first d made đ; ``None`` where there is none."""
        if not self.letters.startswith("d"):
            return None
        return self._replace(letters="đ" + self.letters[1:], keys=self.keys + 1)

    @property
    def has_vowel(self) -> bool:
        return not _VOWELS.isdisjoint(self.letters)


@lru_cache(maxsize=8192)
def decode(word: str, method: InputMethod) -> str | None:
    """Read one word as keystrokes.

    Args:
        word: As typed, in any case; ``None`` comes back for anything but ASCII.
        method: The input method.

    Returns:
        The canonical marked form of the syllable, or ``None`` when the word is none: when a letter
        is left over, when the outcome is no well-formed syllable, or when it has no key at all.

    >>> decode("guwowng", InputMethod.TELEX), decode("trach1", InputMethod.VNI)
    ('gương', 'trách')
    >>> decode("guong", InputMethod.TELEX), decode("traschs", InputMethod.TELEX)
    (None, None)
    """
    if len(word) > _LONGEST or not word.isascii():
        return None
    return next(
        (
            syllable
            for strokes in _READERS[method](word.lower())
            if strokes.keys
            for syllable in _syllables(strokes)
        ),
        None,
    )


@lru_cache(maxsize=1024)
def beginnings(word: str) -> tuple[str, ...]:
    """Read the beginning of a word as Telex or VNI keystrokes.

    What comes out need be no syllable yet, but is what one with these marks begins with; a tone is
    written on the last vowel.

    Args:
        word: In small letters; nothing comes back for anything but ASCII.

    >>> beginnings("guwo"), beginnings("d9"), beginnings("neu")
    (('guơ', 'gưo', 'gươ'), ('đ',), ())
    """
    if len(word) > _LONGEST or not word.isascii():
        return ()
    method = InputMethod.TELEX if word.isalpha() else InputMethod.VNI
    found = (
        _on_last_vowel(letters, strokes.tone)
        for strokes in _READERS[method](word)
        if strokes.keys
        for letters in _with_qualities(strokes.letters, strokes.qualities)
    )
    return tuple(dict.fromkeys(found))


def _on_last_vowel(letters: str, tone: str) -> str:
    """The letters of an unfinished syllable with its tone, wherever it will be written in the end."""
    if not tone:
        return letters
    at = max(place for place, char in enumerate(letters) if char in _TONED_VOWELS) + 1
    return letters[: at - 1] + normalize("NFC", letters[at - 1] + tone) + letters[at:]


def may_hold_keys(text: str) -> bool:
    """Whether any word of a text can be one that ``method_of`` has a method for.

    A quick look at many words at once.
    """
    return _ANY_KEY.search(text.lower()) is not None


def method_of(word: str) -> InputMethod | None:
    """Return the method by which a word can be read as keystrokes, if there is one.

    Only Telex and VNI: each uses characters that words are made of. What VIQR uses is punctuation
    everywhere else.
    """
    if not word.isascii():
        return None
    method = InputMethod.TELEX if word.isalpha() else InputMethod.VNI
    return method if decode(word, method) else None


def _telex(word: str) -> Iterator[_Strokes]:
    """The ways to tell letters from keys in Telex.

    The second of two like vowels may be a letter (khoeo): both ways are tried.
    """
    if not _TELEX_WORD.fullmatch(word) or not _TELEX_KEY.search(word):
        return
    ways = [_Strokes()]
    for char in word:
        ways = [way for before in ways for way in _telex_stroke(before, char)]
    yield from ways


def _telex_stroke(before: _Strokes, char: str) -> list[_Strokes]:
    if char in _TELEX_TONES and before.has_vowel:
        found = [before.toned(_TELEX_TONES[char])]
    elif char == "w":
        found = [
            before.qualified(_TELEX_W) if before.has_vowel else before.letter("ư")._replace(keys=1)
        ]
    elif char == "d" and before.letters:
        found = [before.stroked()]
    elif char in _CIRCUMFLEX and char in before.letters:
        found = [before.qualified({char: _CIRCUMFLEX[char]}), before.letter(char)]
    else:
        found = [before.letter(char)]
    return [way for way in found if way is not None]


def _vni(word: str) -> Iterator[_Strokes]:
    if not _VNI_WORD.fullmatch(word):
        return
    strokes: _Strokes | None = _Strokes()
    for char in word:
        if strokes is None:
            return
        if char in _VNI_TONES:
            strokes = strokes.toned(_VNI_TONES[char])
        elif char in _VNI_QUALITIES:
            strokes = strokes.qualified(_VNI_QUALITIES[char])
        else:
            strokes = strokes.stroked() if char == "9" else strokes.letter(char)
    if strokes is not None:
        yield strokes


def _viqr(word: str) -> Iterator[_Strokes]:
    """VIQR's keys are punctuation elsewhere: each must follow a vowel, or a key that does."""
    if not _VIQR_WORD.fullmatch(word):
        return
    strokes: _Strokes | None = _Strokes()
    after_vowel = False
    for char in word:
        if strokes is None:
            return
        if char.isalpha():
            doubled = char == "d" and strokes.letters == "d"
            strokes = strokes.stroked() if doubled else strokes.letter(char)
            after_vowel = char in _VOWELS
        elif not after_vowel:
            return
        elif char in _VIQR_TONES:
            strokes = strokes.toned(_VIQR_TONES[char])
        else:
            strokes = strokes.qualified(_VIQR_QUALITIES[char])
    if strokes is not None:
        yield strokes


_READERS: Final = {
    InputMethod.TELEX: _telex,
    InputMethod.VNI: _vni,
    InputMethod.VIQR: _viqr,
}


def _syllables(strokes: _Strokes) -> Iterator[str]:
    """The well-formed syllables the strokes can make, the likeliest first."""
    for letters in _with_qualities(strokes.letters, strokes.qualities):
        parts = split(letters)
        if parts is None:
            continue
        onset, rhyme = parts
        # ``split`` also takes rhymes whose marks were left out; who strikes keys strikes them all.
        if rhyme not in (QU_RHYMES if onset == "qu" else RHYMES):
            continue
        if rhyme.endswith(_STOPS) and strokes.tone not in (ACUTE, DOT):
            continue
        yield canonical_word(place_tone(onset, rhyme, strokes.tone))


def _with_qualities(letters: str, qualities: Sequence[dict[str, str]]) -> Iterator[str]:
    """The letters with every quality key applied to another of them.

    One horn key is enough for both letters of uo, as drivers have it (guongw); between them it goes
    to the second where nothing follows (thuở) and to both elsewhere.
    """
    horns = [quality for quality in qualities if quality.get("o") == "ơ"]
    others = [quality for quality in qualities if quality not in horns]
    at = letters.find("uo")
    if at >= 0 and 1 <= len(horns) <= 2:
        both = _with_qualities(letters[:at] + "ươ" + letters[at + 2 :], others)
        if len(horns) == 2 or at + 2 < len(letters):
            yield from both
        else:
            yield from _each_its_own(letters, qualities)
            yield from both
            return
    yield from _each_its_own(letters, qualities)


def _each_its_own(letters: str, qualities: Sequence[dict[str, str]]) -> Iterator[str]:
    """One letter for each key; the last letters first."""
    places = [
        [at for at in reversed(range(len(letters))) if letters[at] in quality]
        for quality in qualities
    ]
    for chosen in product(*places):
        if len(set(chosen)) < len(chosen):
            continue
        marked = list(letters)
        for at, quality in zip(chosen, qualities, strict=True):
            marked[at] = quality[letters[at]]
        yield "".join(marked)
