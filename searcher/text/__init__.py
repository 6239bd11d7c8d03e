"""Vietnamese text: canonical forms, folding, mark compatibility, tokens with offsets.

Pure functions without I/O; nothing here knows of articles or of an index.
"""

from searcher.text.marks import Agreement, agreement
from searcher.text.tokenize import Token, canonical, fold, term_key, term_keys, tokenize

#: Changes whenever the same text would give other tokens: an index made under another version has
#: to be built anew.
TEXT_RULES_VERSION = 1

__all__ = [
    "TEXT_RULES_VERSION",
    "Agreement",
    "Token",
    "agreement",
    "canonical",
    "compatible",
    "fold",
    "term_key",
    "term_keys",
    "tokenize",
]


def compatible(query: str, text: str) -> bool:
    """Whether every mark typed in one syllable is there in another with the same letters.

    Args:
        query: A syllable as typed, in any Unicode form.
        text: A syllable of a text, in any Unicode form.

    >>> compatible("neu", "nêu"), compatible("nêu", "NÊU"), compatible("nếu", "nêu")
    (True, True, False)
    """
    found = agreement(canonical(query), canonical(text))
    return found is not None and found is not Agreement.CONFLICTING
