"""An article as rows of a screen: pure functions from texts and a width to what stands on which row.

Nothing is laid out before it is looked at, so that an article of 16 MB opens as fast as a short one:
a row is found from any place of a text, downwards and upwards, by laying out a few thousand
characters around it. Not for where a line may be broken (``cli.render.wrapping``), nor for colours and
for what is being looked at (``reading``).
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from searcher.cli.render.layout import Piece
from searcher.cli.render.safe import neutralise
from searcher.cli.render.widths import display_width
from searcher.cli.render.wrapping import line_ranges

PIECE: Final = 8192
"""Code points that are laid out at once. A longer paragraph has a shorter row at each multiple."""

BLANK: Final = -1
"""Where the blank row before a paragraph begins and ends."""

_KEPT_PIECES: Final = 64
_LOOK_BACK: Final = 200


class Row(NamedTuple):
    """What stands on one row of the screen.

    Attributes:
        block: Which text.
        start: Its first code point there, or ``BLANK``.
        end: The one after its last.
    """

    block: int
    start: int
    end: int


class Layout:
    """Texts laid out at one width, one below the other.

    Args:
        texts: The texts, as their author wrote them.
        spaced: The number of the first text that has a blank row before it.
        width: Columns of a row, at least 2.
    """

    def __init__(self, texts: Sequence[str], spaced: int, width: int) -> None:
        self._texts = texts
        self._spaced = spaced
        self._width = width
        self._piece: Callable[[int, int], list[Row]] = functools.lru_cache(_KEPT_PIECES)(
            self._lay_out
        )

    def row_of(self, block: int, place: int) -> Row | None:
        """Return the row that holds a place of a text, or the one before it if that is blank."""
        return next(self.down(block, place), None)

    def down(self, block: int, place: int) -> Iterator[Row]:
        """Yield the row that holds a place of a text, and all rows below it."""
        number = self._piece_of(block, place)
        for each, of in self._pieces_from(block, number):
            rows = self._piece(each, of)
            first = self._index(rows, place) if (each, of) == (block, number) else 0
            yield from rows[first:]

    def up(self, block: int, place: int) -> Iterator[Row]:
        """Yield all rows above the one that holds a place of a text, the nearest first."""
        number = self._piece_of(block, place)
        rows = self._piece(block, number)
        yield from reversed(rows[: self._index(rows, place)])
        while block > 0 or number > 0:
            if number > 0:
                number -= 1
            else:
                block -= 1
                number = self._last_piece(block)
            yield from reversed(self._piece(block, number))

    def up_from_end(self) -> Iterator[Row]:
        """Yield all rows, the last first."""
        if self._texts:
            last = len(self._texts) - 1
            number = self._last_piece(last)
            yield from reversed(self._piece(last, number))
            yield from self.up(last, self._boundary(last, number) or BLANK)

    def _index(self, rows: Sequence[Row], place: int) -> int:
        return max(0, bisect_right([row.start for row in rows], place) - 1)

    def _lay_out(self, block: int, number: int) -> list[Row]:
        start, end = self._boundary(block, number), self._boundary(block, number + 1)
        pieces = [Piece(neutralise(self._texts[block][start:end]))]
        rows = [
            Row(block, start + first, start + last)
            for first, last in line_ranges(pieces, self._width)
        ]
        blank = number == 0 and block >= self._spaced
        return [Row(block, BLANK, BLANK), *rows] if blank else rows

    def _pieces_from(self, block: int, number: int) -> Iterator[tuple[int, int]]:
        for each in range(block, len(self._texts)):
            for of in range(number if each == block else 0, self._last_piece(each) + 1):
                yield each, of

    def _last_piece(self, block: int) -> int:
        return max(0, len(self._texts[block]) - 1) // PIECE

    def _piece_of(self, block: int, place: int) -> int:
        number = min(max(0, place) // PIECE, self._last_piece(block))
        return (
            number + 1 if place >= self._boundary(block, number + 1) < self._end(block) else number
        )

    def _end(self, block: int) -> int:
        return len(self._texts[block])

    def _boundary(self, block: int, number: int) -> int:
        """Where a piece begins: after a blank, else at a character that takes a column."""
        text, place = self._texts[block], number * PIECE
        if number == 0 or place >= len(text):
            return min(place, len(text))
        blank = text.rfind(" ", place - _LOOK_BACK, place)
        if blank >= 0:
            return blank + 1
        for back in range(place, place - _LOOK_BACK, -1):
            if display_width(text[back]):
                return back
        return place


class Position:
    """How far down a place is among all characters of some texts.

    Args:
        texts: The texts.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._before = [0, *accumulate(map(len, texts))]

    def percent(self, block: int, place: int) -> int:
        """Return how many of a hundred characters come before a place."""
        total = self._before[-1]
        return 100 * (self._before[block] + max(0, place)) // total if total else 100
