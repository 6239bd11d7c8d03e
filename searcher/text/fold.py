"""The folded form of a word: what is left when nobody types marks.

``fold_word`` works on one canonical word. Not for whole texts: ``unidecode`` on running text changes
its length and runs words together, so it is asked about single words only, and only about Latin,
Greek and Cyrillic letters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from searcher.text.syllable import QUALITY_OF, TONED

_PLAIN = str.maketrans(
    {"đ": "d"}
    | {quality: plain for quality, (plain, _) in QUALITY_OF.items()}
    | {form: QUALITY_OF.get(letter, (letter,))[0] for form, (letter, _) in TONED.items()}
)
# In open syllables and after qu the letters i and y write one sound and are mixed in print:
# without this "ky luat" and "ti le" miss kỉ luật and tỷ lệ.
_OPEN_Y = re.compile(r"[hklmstv]y|quy(?!e).*")
_FOLDABLE_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC")
_NOT_FOLDED = re.compile(r"[^0-9a-z]")


def _to_ascii(word: str) -> str:
    """Transliterate Latin, Greek and Cyrillic; ``""`` where another script is in the word."""
    from unidecode import unidecode

    for char in word:
        name = unicodedata.name(char, "")
        if (
            not char.isascii()
            and not is_transparent(char)
            and not name.startswith(_FOLDABLE_SCRIPTS)
        ):
            return ""
    return _NOT_FOLDED.sub("", unidecode(word, errors="ignore").lower())


def is_transparent(char: str) -> bool:
    """Whether a character is a combining mark, which folding simply drops."""
    return unicodedata.combining(char) != 0 or unicodedata.category(char) == "Mn"


@lru_cache(maxsize=16384)
def fold_word(word: str) -> str:
    """Take the marks off one canonical word.

    Args:
        word: A word in canonical marked form (see ``canonical_word``).

    Returns:
        Lower-case ASCII for Latin, Greek and Cyrillic words, with y written i where both are in
        use; any other word unchanged. Never empty for a word that is not.

    >>> [fold_word(w) for w in ("đảng", "kỷ", "quỳnh", "quyết", "москва", "ý")]
    ['dang', 'ki', 'quinh', 'quyet', 'moskva', 'y']
    """
    plain = word if word.isascii() else word.translate(_PLAIN)
    if not plain.isascii():
        plain = _to_ascii(plain)
        if not plain:
            return word
    if _OPEN_Y.fullmatch(plain):
        return plain.replace("y", "i")
    return plain
