"""Search results as a table: a row an article, and below each row what shows why it was found.

Not for what the cells say and how wide they are (``searcher.cli.render.table_columns``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from searcher.cli.render.encoding import encodable
from searcher.cli.render.explanations import explanation_lines
from searcher.cli.render.layout import BLANK, MATCHES, Line, Piece, joined
from searcher.cli.render.results import (
    about_pieces,
    group_headings,
    name_piece,
    passage_pieces,
    totals_line,
)
from searcher.cli.render.table_columns import GAP, Cell, fitting_columns, paper_of, width_of

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words
    from searcher.search.explain import Explanation
    from searcher.search.results import Hit, Results


def table_lines(
    results: Results,
    words: Words,
    explanations: Sequence[Explanation] = (),
    *,
    env: Environment | None = None,
    brief: bool = False,
) -> Iterator[Line]:
    """Return one page of results as a table with a line of names, ending with the line of totals.

    Rank, title, day, source, section, author and id, from the left, as far as there is room; an id
    is shown whole or not at all, for it is there to be copied. What has no column stands below its
    row, before the passages.

    Args:
        results: What was found; at least one hit.
        words: The language of the run.
        explanations: Of every hit, or none.
        env: Says what the screen is; into a pipe, and without it, everything is written in full.
        brief: Whether every article gets one line and no more, with the end of a long title cut off.
    """
    hits = results.hits
    paper = paper_of(env, brief=brief)
    ranks = ["#", *(str(hit.rank) for hit in hits)]
    rank_columns = max(map(len, ranks))
    indent = rank_columns + len(GAP)
    columns = fitting_columns(hits, words, paper, indent)
    widths = [column.columns for column in columns]

    def row(place: int) -> Iterator[Line]:
        lead = Piece(f"{ranks[place]:>{rank_columns}}{GAP}", "number" if place else "heading")
        parts = [paper.lines(column.cells[place], column.columns) for column in columns]
        for cells in zip_longest(*parts, fillvalue=()):
            yield Line(tuple(_placed(cells, widths, signs=paper.signs)), lead=lead, whole=True)
            lead = Piece(" " * indent)

    yield from row(0)
    if paper.width is not None:
        whole = min(paper.width, indent + sum(widths) + len(GAP) * (len(widths) - 1))
        rule = encodable("─", paper.encoding) * whole
        yield Line((Piece(rule, "faint"),), whole=True)
    headings = group_headings(results, words)
    in_columns = {column.name for column in columns}
    for place, hit in enumerate(hits):
        if place in headings:
            yield headings[place]
        yield from row(place + 1)
        if not brief:
            yield from _below(hit, words, in_columns, indent)
        if explanations:
            yield from explanation_lines(explanations[place], words, indent)
        if not brief:
            yield BLANK
    yield totals_line(results, words)


def _placed(cells: Sequence[Cell], widths: Sequence[int], *, signs: bool) -> Iterator[Piece]:
    """One line of a row: its cells at their places, with spaces before them but not behind."""
    at = begins = 0
    for cell, columns in zip(cells, widths, strict=True):
        if cell:
            if begins > at:
                yield Piece(" " * (begins - at))
            for piece in cell:
                # The signs are there already.
                marked = signs and piece.style in MATCHES
                yield piece._replace(style="title") if marked else piece
            at = begins + width_of(cell)
        begins += columns + len(GAP)


def _below(hit: Hit, words: Words, in_columns: set[str], indent: int) -> Iterator[Line]:
    """What there is no column for, and the passages."""

    def rest(kind: str, value: str | None) -> str | None:
        return None if kind in in_columns else value

    about = about_pieces(
        words,
        None if "date" in in_columns else hit.date,
        rest("source", hit.source),
        rest("section", hit.section),
        rest("author", hit.author),
        url=rest("source", hit.url),
    )
    partial = () if hit.complete else (Piece(words.say("search.partial"), "meta"),)
    called = () if "id" in in_columns else (name_piece(hit.id, hit.path),)
    if left := joined((about, partial, called)):
        yield Line(left, indent)
    for passage in hit.passages:
        yield Line(passage_pieces(passage), indent, hang=2)
