"""The fields of the index, by name, and the shape of their terms. Knows nothing of Whoosh.

A term of every searchable field is ``folded + SEPARATOR + marked``: all terms of one folded form
are one contiguous range of the dictionary, and each marked form is one term inside it, so that
marked and folded search share one posting list and one set of positions.
"""

from __future__ import annotations

FORMAT = 6
"""Changes when an index written by other code could not be read by this code."""

SEPARATOR = "\x1f"

TITLE = "title"
BODY = "body"
TEXT_FIELDS = (TITLE, BODY)
"""Fields with positions and lengths: one term per token."""

AUTHOR = "author"
SECTION = "section"
SOURCE = "source"
ENCODING = "encoding"
"""What an article was in; no term if it was in the usual one."""
FILTER_FIELDS = (AUTHOR, SECTION, SOURCE, ENCODING)
"""Fields whose whole value is one term, without positions."""

ID = "id"
RECORD = "record"
"""Stored: the article as ``record`` encodes it."""
DATE = "date"
"""Column of days as ``datetime.date.toordinal`` counts them; ``NO_DATE`` when unknown."""
NO_DATE = 0

PARAGRAPH_GAP = 1
"""Positions left out between two paragraphs, so that no phrase crosses from one into the next."""


def term_key(folded: str, marked: str) -> str:
    """Return the dictionary term of a token."""
    return f"{folded}{SEPARATOR}{marked}"


def encode_term(key: str) -> bytes:
    """Return the bytes a term is stored as; their order is that of the code points."""
    return key.encode("utf-8", "surrogatepass")


def decode_term(data: bytes) -> str:
    """Return the term that ``encode_term`` was given."""
    return data.decode("utf-8", "surrogatepass")
