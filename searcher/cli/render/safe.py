"""Outside text made safe to print, and set in columns.

File names, articles, ids and queries come from outside; an escape sequence among them could move
the cursor, change the window title or hide text. Not for JSON, which escapes by its own rules
(``render.output.to_json``).
"""

from __future__ import annotations

from typing import Final

from searcher.cli.render.widths import clusters, cut_words, visible
from searcher.cli.render.widths import display_width as display_width

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


def pad(text: str, columns: int) -> str:
    """Return ``text`` followed by spaces up to ``columns`` terminal columns."""
    return text + " " * (columns - display_width(text))


def fitted(text: str, columns: int, ellipsis: str = "…") -> str:
    """Return a safe line, its end replaced where it is wider than ``columns``."""
    if display_width(text) <= columns:
        return text
    return cut_words(text, max(0, columns - display_width(ellipsis))) + ellipsis[:columns]


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
    before, after = visible(shown[:column]), visible(shown[column:])
    if width is not None and display_width(before + after) >= width:
        room = max(8, width) - 3  # two ellipses, and the caret one past the end
        kept = cut_words(after, room - min(display_width(before), room // 2))
        after = kept if kept == after else kept + "…"
        if display_width(before) > (left := room - display_width(kept)):
            before = "…" + _end(before, left)
    return before + after, " " * display_width(before) + "^"


def _end(text: str, columns: int) -> str:
    """The end of a safe line that fits into so many columns, from a word on if one begins soon."""
    kept: list[str] = []
    for cluster in reversed(list(clusters(text))):
        columns -= display_width(cluster)
        if columns < 0:
            break
        kept.append(cluster)
    end = "".join(reversed(kept))
    space = end.find(" ")
    return end[space + 1 :] if 0 <= space < len(end) // 3 else end
