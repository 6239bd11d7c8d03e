"""Search results as a table: a line a hit, with the columns that the screen has room for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from searcher.cli.render.encoding import encodable
from searcher.cli.render.layout import MATCHES, Line, Piece, Style
from searcher.cli.render.results import group_headings, title_pieces, totals_line
from searcher.cli.render.safe import display_width, fitted, neutralise
from searcher.cli.render.widths import cut_words, visible

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words
    from searcher.search.results import Hit, Results

_GAP: Final = "  "
_WIDEST_SOURCE: Final = 20
# What a title keeps, if it is that long, before there is room for another column.
_TITLE_BESIDE: Final = {"date": 20, "source": 32, "id": 44}


class _Column(NamedTuple):
    """A column beside the title.

    Attributes:
        heading: What it is called.
        style: How its cells look.
        cells: Its texts, safe to print.
        links: Where each of them leads to, or ``""``.
        columns: How wide it is.
        title: How much of a title must stay beside it.
    """

    heading: str
    style: Style
    cells: Sequence[str]
    links: Sequence[str]
    columns: int
    title: int


def table_lines(
    results: Results,
    words: Words,
    *,
    env: Environment | None = None,
) -> Iterator[Line]:
    """Return one page of results as a table with a line of names, ending with the line of totals.

    Rank, title, day, source and id, from the left, as far as there is room; an id is shown whole or
    not at all, for it is there to be copied.

    Args:
        results: What was found; at least one hit.
        words: The language of the run.
        env: Says what the screen is; into a pipe, and without it, everything is written in full.
    """
    screen = env if env is not None and env.stdout_is_tty else None
    encoding = (screen.stdout.encoding if screen else None) or "utf-8"
    signs = screen is not None and not screen.colored
    titles = [_title(hit, encoding, signs=signs) for hit in results.hits]
    ranks = [str(hit.rank) for hit in results.hits]
    heading = encodable(words.say("table.title"), encoding)
    title_columns = max(display_width(heading), *map(_columns, titles))
    beside = list(_others(results.hits, words, encoding, widest=_WIDEST_SOURCE if screen else None))
    if screen is not None:
        room = screen.width - max(map(len, ranks)) - len(_GAP)
        fitting = []
        for column in beside:
            left = room - column.columns - len(_GAP)
            if left >= min(title_columns, column.title):
                fitting.append(column)
                room = left
        beside, title_columns = fitting, max(1, min(title_columns, room))

    def row(rank: str, title: Sequence[Piece], cells: Sequence[Piece], style: Style) -> Line:
        title = _shortened(title, title_columns, encoding)
        pieces = [*title, Piece(" " * (title_columns - _columns(title)))]
        for cell, column in zip(cells, beside, strict=True):
            filling = " " * (column.columns - display_width(cell.text))
            pieces += [Piece(_GAP), cell, Piece(filling)]
        lead = Piece(f"{rank:>{max(map(len, ranks))}}", style)
        return Line((Piece(_GAP), *pieces), lead=lead, whole=True)

    names = [Piece(column.heading, "heading") for column in beside]
    yield row("#", [Piece(heading, "heading")], names, "heading")
    headings = group_headings(results, words)
    for number, title in enumerate(titles):
        if number in headings:
            yield headings[number]
        cells = [
            Piece(column.cells[number], column.style, column.links[number]) for column in beside
        ]
        yield row(ranks[number], title, cells, "number")
    yield totals_line(results, words)


def _others(
    hits: Sequence[Hit], words: Words, encoding: str, widest: int | None
) -> Iterator[_Column]:
    """The columns beside the title that say anything, the more important first."""
    nowhere = [""] * len(hits)
    days = [words.date(hit.date) if hit.date else "" for hit in hits]
    addresses = [hit.url or "" for hit in hits]
    sources = [_cell(hit.source or "", encoding, widest) for hit in hits]
    ids = [_cell(hit.id, encoding, None) for hit in hits]
    files = [hit.path or "" for hit in hits]
    kinds: tuple[tuple[str, Style, list[str], list[str]], ...] = (
        ("date", "meta", days, nowhere),
        ("source", "meta", sources, addresses),
        ("id", "faint", ids, files),
    )
    for name, style, cells, links in kinds:
        if any(cells):
            heading = encodable(words.say(f"table.{name}"), encoding)
            columns = max(map(display_width, (heading, *cells)))
            yield _Column(heading, style, cells, links, columns, _TITLE_BESIDE[name])


def _cell(text: str, encoding: str, widest: int | None) -> str:
    shown = encodable(visible(neutralise(text)), encoding)
    return shown if widest is None else fitted(shown, widest, encodable("…", encoding))


def _title(hit: Hit, encoding: str, *, signs: bool) -> list[Piece]:
    """A title as it will stand on the screen: with signs around matches, in letters there are.

    Only what matches fully is set off.
    """
    pieces: list[Piece] = []
    style: Style
    for piece in title_pieces(hit):
        text = f"«{piece.text}»" if signs and piece.style in MATCHES else piece.text
        style = "title" if signs else piece.style
        if style == "title" and not hit.complete:
            style = "plain"
        pieces.append(piece._replace(text=encodable(visible(text), encoding), style=style))
    return pieces


def _columns(pieces: Sequence[Piece]) -> int:
    return sum(display_width(piece.text) for piece in pieces)


def _shortened(pieces: Sequence[Piece], columns: int, encoding: str) -> list[Piece]:
    """The pieces of a title, cut off with an ellipsis where they take more than ``columns``."""
    if _columns(pieces) <= columns:
        return list(pieces)
    ellipsis = encodable("…", encoding)[:columns]
    text = "".join(piece.text for piece in pieces)
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
    for piece in pieces:
        text = piece.text[:left]
        left -= len(text)
        if text:
            kept.append(piece._replace(text=text))
    return [*kept, Piece(ellipsis, "faint")]
