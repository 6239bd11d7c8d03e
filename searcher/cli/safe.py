"""Outside text made safe to print, and how wide it will stand on the screen.

File names, articles, ids and queries come from outside; an escape sequence among them could move
the cursor, change the window title or hide text. Not for JSON, which escapes by its own rules
(``searcher.cli.output.to_json``).
"""

from __future__ import annotations

import unicodedata
from typing import Final

_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"

# One character for one character, so that highlight spans stay where they were.
_SAFE: Final[dict[int, str]] = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x09: " ",
    0x7F: "\N{SYMBOL FOR DELETE}",
    **dict.fromkeys(range(128, 160), _REPLACEMENT),
    # Marks that reorder a line on screen (UAX #9), and the two separators that break it.
    **dict.fromkeys((0x061C, 0x200E, 0x200F, 0x2028, 0x2029), _REPLACEMENT),
    **dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), _REPLACEMENT),
    # Lone surrogates, e.g. the bytes of a file name that is not UTF-8.
    **dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT),
}


def neutralise(text: str) -> str:
    """Return ``text`` with every control character made visible and harmless.

    Args:
        text: Anything, on one line: a line feed becomes ``␊`` like the other controls; a tab
            becomes a space.

    Returns:
        A string of the same length in code points.
    """
    return text if text.isascii() and text.isprintable() else text.translate(_SAFE)


def display_width(text: str) -> int:
    """Return how many terminal columns ``text`` takes.

    Args:
        text: A line already made safe by ``neutralise``.

    Returns:
        Columns: 0 for combining and invisible characters, 2 for East Asian wide ones (UAX #11).
    """
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def pad(text: str, columns: int) -> str:
    """Return ``text`` followed by spaces up to ``columns`` terminal columns."""
    return text + " " * (columns - display_width(text))


def caret_lines(text: str, column: int, width: int | None = None) -> tuple[str, str]:
    """Return ``text`` and a line below it with a caret under one place of it.

    Args:
        text: The text, of any length and content.
        column: The place: a 0-based offset in code points; one past the end is allowed.
        width: Columns there are; a longer text is cut around the place. ``None``: never cut.

    Returns:
        The line to show, safe to print, and the line with the caret.
    """
    shown = neutralise(text)
    column = max(0, min(column, len(shown)))
    if width is not None and display_width(shown) > width:
        reach = max(4, (width - 4) // 4)
        first, last = max(0, column - reach), min(len(shown), column + reach)
        before, after = "…" if first else "", "…" if last < len(shown) else ""
        shown = before + shown[first:last] + after
        column = column - first + len(before)
    return shown, " " * display_width(shown[:column]) + "^"
