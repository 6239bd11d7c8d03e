"""The line at the bottom of the screen while a query is typed: what it finds, in which articles.

Pure: from values to pieces of text that fit the width. What matters less goes first when there is
little room.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from searcher.cli.render.safe import display_width, neutralise
from searcher.cli.render.widths import cut
from searcher.cli.repl.live import Count

if TYPE_CHECKING:
    from searcher.cli.language import Words

Piece = tuple[str, str]
"""A style and a text, as ``prompt_toolkit`` takes them."""

_BETWEEN: Final = " · "
_GAP: Final = 2
_SHORTEST: Final = 6


def bottom_line(left: Sequence[Piece], right: Sequence[Piece], width: int) -> list[Piece]:
    """Return one line with something at either end.

    Args:
        left: What stands on the left, the most important first.
        right: What stands on the right, the most important first; left out from its end.
        width: Columns there are.
    """
    kept = _fitting(left, width)
    taken = _width(kept)
    others = list(right)
    while others and taken + _GAP + _width(others) > width:
        others.pop()
    if not others:
        return _joined(kept)
    between = " " * (width - taken - _width(others))
    return [*_joined(kept), ("", between), *_joined(others)]


def _fitting(pieces: Sequence[Piece], width: int) -> list[Piece]:
    """Those pieces there is room for, the last of them cut."""
    kept: list[Piece] = []
    for style, text in pieces:
        room = width - (_width(kept) + len(_BETWEEN) if kept else 0)
        if display_width(text) > room:
            if room >= _SHORTEST:
                kept.append((style, cut(text, room - 1) + "…"))
            break
        kept.append((style, text))
    return kept


def _width(pieces: Sequence[Piece]) -> int:
    return sum(display_width(text) for _, text in pieces) + len(_BETWEEN) * max(0, len(pieces) - 1)


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        joined += [("class:faint", _BETWEEN), piece] if joined else [piece]
    return joined


def count_pieces(count: Count, words: Words, width: int) -> list[Piece]:
    """Return what a query is taken for, and how many articles it finds.

    Args:
        count: What is known of it.
        words: The language of the session.
        width: Columns there are for all of it.
    """
    pieces = [("class:count", words.say("repl.count", count=count.total))]
    if count.partial:
        pieces.append(("class:faint", words.say("search.total-partial", count=count.partial)))
    if count.meant is not None:
        room = width - display_width(pieces[0][1]) - len(_BETWEEN)
        meant = "→ " + neutralise(count.meant)
        if display_width(meant) > room > _SHORTEST:
            meant = cut(meant, room - 1) + "…"
        pieces.insert(0, ("class:meant", meant))
    return pieces
