"""The characters of the text layer: which belong to a word, which are marks, which are invisible.

Constants only. Not for rules: how a syllable is built is in ``syllable``, how its marks are put in
order is in ``canonical``.
"""

from __future__ import annotations

# Combining marks of the Basic Multilingual Plane, merged over the letters between them, as a regular
# expression class (Unicode 15.1, general categories Mn, Mc, Me). A word goes on over its marks:
# without them decomposed text falls apart. A test compares this with ``unicodedata``.
_BMP_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1-\u05c2\u05c4-\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711-\u07f3\u07fd\u0816-\u082d"
    "\u0859-\u085b\u0898-\u08e1\u08e3-\u0963\u0981-\u09e3\u09fe-\u0a75\u0a81-\u0ae3\u0afa-\u0b63"
    "\u0b82-\u0bd7\u0c00-\u0c63\u0c81-\u0c83\u0cbc-\u0d63\u0d81-\u0df3\u0e31-\u0e3a\u0e47-\u0e4e"
    "\u0eb1-\u0ece\u0f18-\u0f19\u0f35\u0f37\u0f39\u0f3e-\u0f84\u0f86-\u0fbc\u0fc6\u102b-\u103e"
    "\u1056-\u109d\u135d-\u135f\u1712-\u1734\u1752-\u17d3\u17dd\u180b-\u180f\u1885-\u193b"
    "\u1a17-\u1a1b\u1a55-\u1a7f\u1ab0-\u1b44\u1b6b-\u1b73\u1b80-\u1bf3\u1c24-\u1c37\u1cd0-\u1cd2"
    "\u1cd4-\u1dff\u20d0-\u20f0\u2cef-\u2cf1\u2d7f-\u2dff\u302a-\u302f\u3099-\u309a\ua66f-\ua672"
    "\ua674-\ua67d\ua69e-\ua6f1\ua802-\ua827\ua82c\ua880-\ua8c5\ua8e0-\ua8f1\ua8ff-\ua92d"
    "\ua947-\ua953\ua980-\ua9c0\ua9e5-\uaa4d\uaa7b-\uaac1\uaaeb-\uaaef\uaaf5-\uaaf6\uabe3-\uabea"
    "\uabec-\uabed\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f"
)
# Beyond the BMP three coarse ranges: each further range slows the scan of every space, and scripts
# there are rare in our texts. What is no letter inside them is sorted out later.
_ASTRAL_MARKS = "\U000101fd-\U000120ff\U0001cf00-\U0001d244\U0001da00-\U0001e94a"

#: Format characters that are written inside words and mean nothing to a reader: soft hyphen,
#: joiners, direction marks, byte order mark. U+200B is apart, see ``ZERO_WIDTH_SPACE``.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u180e\u200c-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufe00-\ufe0f"
)

#: Separates two words in some web pages, and splits one in others.
ZERO_WIDTH_SPACE = "\u200b"

#: Regular expression class of everything a word may hold, ``_`` included (it is split off later).
WORD_CLASS = rf"\w{_BMP_MARKS}{_ASTRAL_MARKS}{INVISIBLE}{ZERO_WIDTH_SPACE}"

#: Characters that join words into one chain when they stand directly between them.
HYPHENS = "\\-\u2010\u2011\u2012\u2013"
APOSTROPHES = "'\u2019"
JOINERS = rf"{HYPHENS}{APOSTROPHES}/.,"

CIRCUMFLEX, BREVE, HORN = "\u0302", "\u0306", "\u031b"
GRAVE, ACUTE, TILDE, HOOK, DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"

#: Vowel quality marks and tone marks as combining characters.
QUALITY_MARKS = frozenset((CIRCUMFLEX, BREVE, HORN))
TONE_MARKS = frozenset((GRAVE, ACUTE, TILDE, HOOK, DOT))

#: Letters that carry a tone, without any mark.
PLAIN_VOWELS = frozenset("aeiouy")

#: Characters that only look like đ, and what they stand for.
D_WITH_STROKE = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"})

#: Scripts written without spaces: one token a character (Han, kana, Hangul, ideographic zero).
CJK_CLASS = (
    "\u3005-\u3007\u3021-\u3029\u3038-\u303a\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3105-\u312f\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3"
    "\uf900-\ufaff\U00020000-\U0003fffd"
)
