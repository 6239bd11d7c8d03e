"""An article being read: what is on the screen, and where the matches are. Knows of no terminal.

The title of the article stays on the first row of the screen once it has been scrolled away. Not for
breaking text into rows (``page_layout``), nor for keys and colours (``pager``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from searcher.cli.render.results import about_pieces, name
from searcher.cli.render.safe import neutralise
from searcher.cli.render.widths import cut_words, display_width, visible
from searcher.cli.render.wrapping import PROSE_COLUMNS
from searcher.cli.repl.page_layout import BLANK, Layout, Position, Row

if TYPE_CHECKING:
    from searcher.articles.model import Article
    from searcher.cli.language import Words
    from searcher.cli.library import Spans

Fragment = tuple[str, str]
"""What it is (``""``, ``"title"``, ``"about"``, ``"match"``, ``"current"``, ``"head"``), and the text."""

_NARROWEST: Final = 2
# A screen of fewer rows has none to spare for the title.
_HEAD_FROM: Final = 4
# A match that is jumped to stands so far down, as a part of the screen.
_JUMP_TO: Final = 1 / 3


class Match(NamedTuple):
    """A stretch of an article that the query matches.

    Attributes:
        block: In which text.
        start: Its first code point there.
        end: The one after its last.
    """

    block: int
    start: int
    end: int


class Reading:
    """One article on a screen whose size may change.

    Args:
        article: What is read.
        words: The language of the session.

    Attributes:
        matches: All of them, in the order of the text.
        current: Which of them was jumped to last; ``None``: none yet.
    """

    def __init__(self, article: Article, words: Words) -> None:
        title = [article.title] if article.title else []
        about = [_about(article, words)]
        self._titles = len(title)
        self._head = neutralise(article.title or article.id)
        self._texts: Sequence[str] = [*title, *about, *article.body]
        self._position = Position(self._texts)
        self._height, self._width = 24, 80
        self._layout = self._laid_out()
        self._top = self._anchor = Row(0, BLANK, BLANK)
        self.matches: list[Match] = []
        self.current: int | None = None
        self.to_start()

    def _laid_out(self) -> Layout:
        width = max(_NARROWEST, min(self._width, PROSE_COLUMNS))
        return Layout(self._texts, self._titles + 1, width)

    def resize(self, width: int, height: int) -> None:
        """Take another size of the screen; what stands at its top stays there.

        Args:
            width: Columns.
            height: Rows, at least 1.
        """
        if (width, height) == (self._width, self._height):
            return
        match = None if self.current is None else self.matches[self.current]
        seen = match is not None and self._sees(match)
        self._height = height
        if width != self._width:
            self._width = width
            self._layout = self._laid_out()
        # Not at the row that is on top now: narrow and wide again would end somewhere above.
        self._place(self._anchor)
        if match is not None and seen and not self._sees(match):
            self._show(match)

    def matches_at(self, title: Spans, paragraphs: Sequence[Spans]) -> list[Match]:
        """Return spans as matches, in order.

        Args:
            title: Half-open spans of the title in code points, in order and disjoint.
            paragraphs: The same for every paragraph.
        """
        spans = [*([title] if self._titles else []), (), *paragraphs]
        return [
            Match(block, start, end)
            for block, of_block in enumerate(spans)
            for start, end in of_block
        ]

    def show_matches(self, matches: list[Match], *, jump: bool) -> None:
        """Take other matches.

        Args:
            matches: All of them, in order.
            jump: Whether to go to the next one.
        """
        self.matches, self.current = matches, None
        if jump:
            self.jump(1)

    def scroll(self, rows: int) -> None:
        """Move down by so many rows, or up if negative."""
        top = self._top
        if rows < 0:
            for row in islice(self._layout.up(top.block, top.start), -rows):
                top = row
        else:
            for row in islice(self._layout.down(top.block, top.start), rows + 1):
                top = row
        self._go_to(top)

    def turn(self, pages: float) -> None:
        """Move down by so many screens, or up if negative; two rows stay in sight."""
        self.scroll(round(pages * max(1, self._height - 2)))

    def to_start(self) -> None:
        """Go to the beginning."""
        self._go_to(Row(0, BLANK, BLANK))

    def to_end(self) -> None:
        """Go to the end."""
        self._go_to(self._lowest_top())

    def jump(self, matches: int) -> None:
        """Go so many matches further, or back if negative, round the end.

        It is counted from the match that was jumped to last, or from the top of the screen when that
        one is out of sight.
        """
        if not self.matches:
            return
        if self.current is not None and self._sees(self.matches[self.current]):
            number = self.current + matches
        else:
            above = bisect_left(self.matches, (self._top.block, self._top.start))
            number = above + (matches - 1 if matches > 0 else matches)
        self.current = number % len(self.matches)
        match = self.matches[self.current]
        if not self._sees(match):
            self._show(match)

    def _show(self, match: Match) -> None:
        top = self._layout.row_of(match.block, match.start)
        if top is not None:
            for row in islice(self._layout.up(top.block, top.start), int(self._height * _JUMP_TO)):
                top = row
            self._go_to(top)

    def _sees(self, match: Match) -> bool:
        """Whether a match is on the screen, and does not go on below it."""
        rows = self._rows()[self._heads() :]
        return any(
            row.block == match.block
            and row.start <= match.start < row.end
            and (match.end <= row.end or row != rows[-1])
            for row in rows
        )

    def _go_to(self, row: Row) -> None:
        self._place(row)
        self._anchor = self._top

    def _place(self, row: Row) -> None:
        found = self._layout.row_of(row.block, row.start) or row
        self._top = min(found, self._lowest_top())

    def _lowest_top(self) -> Row:
        """The row at the top when the last one is at the bottom."""
        lowest = Row(0, BLANK, BLANK)
        for row in islice(self._layout.up_from_end(), max(1, self._height)):
            lowest = row
        return lowest

    def _rows(self) -> list[Row]:
        top = self._top
        return list(islice(self._layout.down(top.block, top.start), self._height))

    @property
    def at_start(self) -> bool:
        """Whether the first row of the article is the first of the screen."""
        return next(self._layout.up(self._top.block, self._top.start), None) is None

    def _heads(self) -> int:
        """How many rows of the article the title covers that stays on the screen."""
        return 0 if self.at_start or self._height < _HEAD_FROM else 1

    @property
    def percent(self) -> int:
        """How much of the text stands above the bottom of the screen, of a hundred."""
        rows = self._rows()
        if not rows or self._top == self._lowest_top():
            return 100
        return self._position.percent(rows[-1].block, rows[-1].end)

    def screen(self) -> Iterator[list[Fragment]]:
        """Yield what stands on each row of the screen, from its top."""
        rows = self._rows()
        if self._heads():
            columns = max(_NARROWEST, self._width)
            head = self._head
            if display_width(head) > columns:
                head = cut_words(head, columns - 1) + "…"
            yield [("head", head)]
            rows = rows[1:]
        for row in rows:
            yield [(kind, visible(text)) for kind, text in self._fragments(row)]

    def _fragments(self, row: Row) -> Iterator[Fragment]:
        if row.start == BLANK:
            return
        style = "title" if row.block < self._titles else ""
        style = "about" if row.block == self._titles else style
        text = neutralise(self._texts[row.block][row.start : row.end])
        done = row.start
        number = max(0, bisect_left(self.matches, (row.block, row.start)) - 1)
        while number < len(self.matches) and self.matches[number][:2] < (row.block, row.end):
            match, number = self.matches[number], number + 1
            if match.block != row.block or match.end <= row.start:
                continue
            start, end = max(match.start, row.start), min(match.end, row.end)
            if start > done:
                yield style, text[done - row.start : start - row.start]
            found = "current" if number - 1 == self.current else "match"
            yield found, text[start - row.start : end - row.start]
            done = end
        if done < row.end:
            yield style, text[done - row.start :]


def _about(article: Article, words: Words) -> str:
    """What is known of an article, in one line."""
    known = about_pieces(
        words, article.date, article.source, article.section, article.author, article.url
    )
    about = "".join(piece.text for piece in known)
    called = name(article.id, article.path)
    return f"{about} · {called}" if about else called
