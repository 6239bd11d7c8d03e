"""What was counted of the articles found: bars on a terminal, columns in a pipe, JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from searcher.cli.render.encoding import encodable
from searcher.cli.render.layout import BLANK, Line, Piece, plain
from searcher.cli.render.safe import display_width, fitted, neutralise, pad
from searcher.cli.render.widths import visible

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words
    from searcher.search.facets import Facet

_WIDEST_NAME: Final = 36
_WIDEST_BAR: Final = 40
_NARROWEST_BAR: Final = 5
_EIGHTHS: Final = " ▏▎▍▌▋▊▉"
_FULL: Final = "█"


def facets_json(facets: Sequence[Facet]) -> dict[str, Any]:
    """Return the object under ``"facets"``."""
    return {
        facet.name: {
            "values": [{"value": each.value, "count": each.count} for each in facet.values],
            "others": facet.others,
            "unlisted": facet.unlisted,
            "unknown": facet.unknown,
        }
        for facet in facets
    }


def facet_lines(env: Environment, facets: Sequence[Facet]) -> Iterator[Line]:
    """Return facets as a person reads them, or as tab-separated columns when it goes into a pipe.

    The columns are name, value and count; the value of articles that have none is empty.
    """
    for number, facet in enumerate(facets):
        if env.stdout_is_tty:
            if number:
                yield BLANK
            yield from _bars(env, facet)
        else:
            rows = [(each.value, each.count) for each in facet.values]
            rows += [("", facet.unknown)] if facet.unknown else []
            for value, count in rows:
                yield plain(f"{facet.name}\t{neutralise(value)}\t{count}")


def _bars(env: Environment, facet: Facet) -> Iterator[Line]:
    words = env.words
    yield plain(words.say(f"facet.{facet.name}"), "title")
    rows = [
        (neutralise(facet_value(facet.name, each.value)), each.count, "plain")
        for each in facet.values
    ]
    if facet.others and facet.name in ("year", "month"):
        name = words.say("facet.earlier", count=facet.unlisted)
        rows.insert(0, (name, facet.others, "faint"))
    elif facet.others:
        name = words.say("facet.others", count=facet.unlisted)
        rows.append((name, facet.others, "faint"))
    if facet.unknown:
        rows.append((words.say("facet.unknown"), facet.unknown, "faint"))
    if not rows:
        yield plain(words.say("facet.nothing"), "faint", indent=2)
        return
    counts = [words.number(count) for _, count, _ in rows]
    number_columns = max(map(len, counts))
    widest = max(8, min(_WIDEST_NAME, env.width - number_columns - _NARROWEST_BAR - 6))
    encoding = env.stdout.encoding or "utf-8"
    names = [encodable(visible(name), encoding) for name, *_ in rows]
    names = [fitted(name, widest, encodable("…", encoding)) for name in names]
    name_columns = max(map(display_width, names))
    room = min(_WIDEST_BAR, env.width - name_columns - number_columns - 6)
    # What is not one value is not compared with those that are.
    most = max((count for _, count, style in rows if style == "plain"), default=0)
    for name, written, (_, count, style) in zip(names, counts, rows, strict=True):
        pieces = [Piece(pad(name, name_columns), "faint" if style == "faint" else "plain")]
        pieces.append(Piece(f"  {written:>{number_columns}}", "number"))
        if style == "plain" and room >= _NARROWEST_BAR:
            pieces.append(Piece(f"  {bar(count, most, room, env.stdout.encoding)}", "meta"))
        yield Line(tuple(pieces), indent=2)


def bar(count: int, most: int, columns: int, encoding: str | None) -> str:
    """Return a bar whose length says how much of the most something is; never empty.

    Args:
        count: At least 1.
        most: What the longest bar stands for.
        columns: How long that is.
        encoding: Where it will be written; one without such characters gets ``#``.
    """
    eighths = max(1, round(count * columns * 8 / most))
    try:
        _FULL.encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return "#" * max(1, round(eighths / 8))
    return (_FULL * (eighths // 8) + _EIGHTHS[eighths % 8]).rstrip()


def facet_value(name: str, value: str) -> str:
    """Return a value of a facet as it is read: a month as 07/2019."""
    if name == "month":
        year, _, month = value.partition("-")
        return f"{month}/{year}"
    return value


def group_name(words: Words, by: str, value: str | None) -> str:
    """Return what a group is called on its heading."""
    if value is None:
        return words.say("facet.unknown")
    return neutralise(facet_value(by, value))
