"""The names of the fields of a query, and what a colon means.

A colon is punctuation in nearly every text that is pasted ("Nguồn: TTXVN", "10:30", "http://…"), so
it makes a field only where nothing else is likely: directly behind a name at the beginning of a word
and directly before its value. Not for what the values mean (``filters``, ``date_ranges``).
"""

from __future__ import annotations

import re

from searcher.articles.plain import plain
from searcher.search.query_tree import DATE, NAMES, TITLE, VERBATIM
from searcher.text import Agreement, agreement
from searcher.text.normalise import normalise
from searcher.text.syllable import is_syllable

#: As shown: the name of every field in English and in Vietnamese.
FIELD_NAMES = {
    TITLE: "tiêu_đề",
    **dict(zip(NAMES, ("tác_giả", "nguồn", "mục"), strict=True)),
    **dict.fromkeys(VERBATIM),
    DATE: "ngày",
}
_SHOWN = {name: field for field, other in FIELD_NAMES.items() for name in (field, other) if name}
_KNOWN = {**_SHOWN, **{plain(name): field for name, field in _SHOWN.items()}}
_SEPARATE = re.compile(r"[^_]+")
# A name in small unaccented letters directly before a value is no prose.
_LIKE_A_FIELD = re.compile(r"[a-z][a-z_]*[a-z]")


def field_of(name: str) -> str | None:
    """The field of a name, in either language, with any share of its marks, in any letter case."""
    typed = _words(name)
    return next(
        (field for shown, field in _SHOWN.items() if _agree(typed, _words(shown))),
        None,
    )


def normal_letters(text: str) -> str:
    """A text in small letters and composed characters."""
    return normalise(text.lower())[0]


def _words(name: str) -> list[str]:
    return [normal_letters(part) for part in _SEPARATE.findall(name)]


def _agree(typed: list[str], known: list[str]) -> bool:
    return len(typed) == len(known) and all(
        agreement(one, other) not in (None, Agreement.CONFLICTING)
        for one, other in zip(typed, known, strict=True)
    )


def meant_as_field(name: str, following: str) -> bool:
    """Whether a name that is no field's was probably meant as one.

    So are misspelt ones ("nguòn:") and other names in small letters without marks ("tag:xyz"). Not
    "Ảnh:Minh Đức", "quả:thắng" and "nong:chay lon": there only a blank is missing.

    Args:
        name: What stands before the colon.
        following: The character behind it.
    """
    if name != name.lower():
        return False
    if nearest_field(name) is not None:
        return True
    prose = is_syllable(name) and following.isalpha()
    return _LIKE_A_FIELD.fullmatch(name) is not None and not prose


def nearest_field(name: str) -> str | None:
    """The name of a field that a name is a misspelling of, in the same language."""
    from difflib import get_close_matches

    near = get_close_matches(normal_letters(name), _KNOWN, n=1, cutoff=0.7)
    if not near:
        return None
    return next(shown for shown in _SHOWN if near[0] in (shown, plain(shown)))
