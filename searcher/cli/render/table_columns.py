"""The columns of a table of results: which of them there is room for, and what their cells say.

Not for the rows, nor for what stands between them (``searcher.cli.render.table``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from searcher.cli.render.encoding import encodable
from searcher.cli.render.layout import MATCHES, Piece, Style
from searcher.cli.render.results import name as called
from searcher.cli.render.results import title_pieces
from searcher.cli.render.safe import display_width, neutralise
from searcher.cli.render.widths import cut_words, visible

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words
    from searcher.search.results import Hit

GAP: Final = "  "
"""What stands between two columns."""

Cell = Sequence[Piece]

# On a longer line a title is hard to read; a name is better broken than the reason for a wide column.
_WIDEST_TITLE: Final = 80
_WIDEST_NAME: Final = 20
# What a title keeps, if it is that long, before there is room for each other column, the more important
# first. What has no column in a brief table is not said at all, and the id is what other commands want.
_TITLE_BESIDE: Final = {"date": 24, "source": 40, "section": 48, "author": 56, "id": 56}
_BRIEF_TITLE_BESIDE: Final = {"date": 20, "source": 32, "id": 44, "section": 56, "author": 56}


class Column(NamedTuple):
    """One column.

    Attributes:
        name: What it is for: ``"title"``, or a key of what is known of an article.
        cells: The heading, then what it says of every hit; safe to print.
        columns: How wide it is on the screen.
    """

    name: str
    cells: Sequence[Cell]
    columns: int


class Paper(NamedTuple):
    """What a table is written on.

    Attributes:
        width: Columns of the screen; ``None``: there is no end, and nothing is broken or cut.
        encoding: What letters there are.
        signs: Whether matches are shown by signs around them.
        brief: Whether every row is a single line.
    """

    width: int | None
    encoding: str
    signs: bool
    brief: bool

    def cell(self, pieces: Cell) -> Cell:
        """Return pieces as they will be seen, which is what their width depends on."""
        return [
            piece._replace(text=encodable(visible(piece.text), self.encoding))
            for piece in pieces
            if piece.text
        ]

    def lines(self, cell: Cell, columns: int) -> list[Cell]:
        """Return the lines of a cell, broken or cut to a width where there is one."""
        if self.width is None or width_of(cell) <= columns:
            return [cell]
        if self.brief:
            return [_shortened(cell, columns, self.encoding)]
        from searcher.cli.render.wrapping import broken

        return list(broken(cell, columns))


def paper_of(env: Environment | None, *, brief: bool) -> Paper:
    """Return what a run writes on.

    Args:
        env: The environment of the run; ``None``: as into a pipe.
        brief: Whether every row is a single line.
    """
    if env is None or not env.stdout_is_tty:
        return Paper(None, "utf-8", False, brief)
    return Paper(env.width, env.stdout.encoding or "utf-8", not env.colored, brief)


def width_of(cell: Cell) -> int:
    """Return how many columns of the screen a cell takes on one line."""
    return sum(display_width(piece.text) for piece in cell)


def fitting_columns(hits: Sequence[Hit], words: Words, paper: Paper, taken: int) -> list[Column]:
    """Return the title and, to the right of it, the columns that say anything and have room.

    Args:
        hits: What the rows are about.
        words: The language of the run.
        paper: What they are written on.
        taken: Columns of the screen that something else stands in.
    """
    titles = [_heading("title", words, paper), *(_title(hit, paper) for hit in hits)]
    widest = max(map(width_of, titles))
    if paper.width is None:
        return [Column("title", titles, widest), *_beside(hits, words, paper)]
    widest = min(widest, paper.width if paper.brief else _WIDEST_TITLE)
    room = paper.width - taken
    beside = {column.name: column for column in _beside(hits, words, paper)}
    needs = _BRIEF_TITLE_BESIDE if paper.brief else _TITLE_BESIDE
    for name in filter(beside.__contains__, needs):
        left = room - beside[name].columns - len(GAP)
        if left >= min(widest, needs[name]):
            room = left
        else:
            del beside[name]
    return [Column("title", titles, max(1, min(widest, room))), *beside.values()]


def _heading(name: str, words: Words, paper: Paper) -> Cell:
    return paper.cell([Piece(words.say(f"table.{name}"), "heading")])


def _title(hit: Hit, paper: Paper) -> Cell:
    pieces = title_pieces(hit)
    if paper.signs:
        pieces = tuple(
            piece._replace(text=f"«{piece.text}»") if piece.style in MATCHES else piece
            for piece in pieces
        )
    if paper.brief and not hit.complete:  # a longer row says so in words
        pieces = tuple(
            piece._replace(style="plain") if piece.style == "title" else piece for piece in pieces
        )
    return paper.cell(pieces)


def _beside(hits: Sequence[Hit], words: Words, paper: Paper) -> Iterator[Column]:
    """The columns beside the title that say anything, from the left."""
    kinds: tuple[tuple[str, Style, list[str], list[str]], ...] = (
        ("date", "meta", [words.date(hit.date) if hit.date else "" for hit in hits], []),
        ("source", "meta", [hit.source or "" for hit in hits], [hit.url or "" for hit in hits]),
        ("section", "meta", [hit.section or "" for hit in hits], []),
        ("author", "meta", [hit.author or "" for hit in hits], []),
        (
            "id",
            "faint",
            [called(hit.id, hit.path) for hit in hits],
            [hit.path or "" for hit in hits],
        ),
    )
    for kind, style, texts, links in kinds:
        if any(texts):
            cells = [_heading(kind, words, paper)]
            for place, text in enumerate(texts):
                link = links[place] if links else ""
                cells.append(paper.cell([Piece(neutralise(text), style, link)]))
            # A name is there to be copied, and never broken.
            most = max(map(width_of, cells)) if kind == "id" else _WIDEST_NAME
            lines = [line for cell in cells for line in paper.lines(cell, most)]
            yield Column(kind, cells, max(map(width_of, lines)))


def _shortened(cell: Cell, columns: int, encoding: str) -> Cell:
    """The pieces of a cell that is too wide, cut off with an ellipsis."""
    ellipsis = encodable("…", encoding)[:columns]
    text = "".join(piece.text for piece in cell)
    shown = cut_words(text, columns - display_width(ellipsis))
    closing = encodable("»", encoding)
    if (
        shown.count(opening := encodable("«", encoding))
        > shown.count(closing)
        < text.count(closing)
    ):
        # A match was cut: the ellipsis stands inside its signs.
        shown = cut_words(text, columns - display_width(ellipsis) - len(closing)).rstrip(opening)
        ellipsis += closing if shown.count(opening) > shown.count(closing) else ""
    left = len(shown)
    kept: list[Piece] = []
    for piece in cell:
        text = piece.text[:left]
        left -= len(text)
        if text:
            kept.append(piece._replace(text=text))
    return [*kept, Piece(ellipsis, "faint")]
