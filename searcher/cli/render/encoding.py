"""Text for a terminal or a pipe that cannot show all of Unicode: the nearest letters there are."""

from __future__ import annotations

import codecs
import unicodedata
from typing import Final

from searcher.cli.render.safe import neutralise

READABLE: Final = "searcher.readable"
"""The name of the error handler for streams (see ``codecs.register_error``)."""
_PLAIN: Final = str.maketrans(
    {"đ": "d", "Đ": "D", "…": "...", "·": "-", "–": "-", "—": "-", "─": "-", "→": "->", "\xa0": " "}
)
_QUOTES: Final = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "«": "<", "»": ">"})


def register_readable() -> None:
    """Make ``READABLE`` known to this process."""
    codecs.register_error(READABLE, _readable)


def encodable(text: str, encoding: str) -> str:
    """Return ``text`` as a stream of this encoding will show it, for what has to be aligned.

    Args:
        text: Any text.
        encoding: Any name; an unknown one is taken for ASCII.
    """
    register_readable()
    try:
        return text.encode(encoding, READABLE).decode(encoding)
    except LookupError:
        return text.encode("ascii", READABLE).decode("ascii")


def _readable(error: UnicodeError) -> tuple[str, int]:
    """Encode what an old terminal lacks by its nearest ASCII: "nêu gương" → "neu guong"."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = neutralise(error.object[error.start : error.end])
    letters = unicodedata.normalize("NFD", text.translate(_PLAIN).translate(_QUOTES))
    plain = "".join(char for char in letters if not unicodedata.combining(char))
    return "".join(char if char.isascii() else "?" for char in plain), error.end
