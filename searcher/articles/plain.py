"""The plain form of a line: how the readers compare lines with the phrases they know.

Unlike ``searcher.text.fold``, which makes terms for the index, it keeps the punctuation, because a
colon or a slash is what tells "Email:" from a sentence. Not for anything that is indexed or shown.
"""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"\s+")
_MARKS_AND_INVISIBLE = re.compile(
    "[\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff]",
)


def plain(line: str) -> str:
    """Lower case without marks, with single spaces; idempotent, never raises.

    Args:
        line: One line of text, in any normal form.
    """
    decomposed = unicodedata.normalize("NFKD", line).lower().replace("đ", "d").replace("ð", "d")
    return _SPACES.sub(" ", _MARKS_AND_INVISIBLE.sub("", decomposed)).strip()
