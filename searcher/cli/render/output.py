"""Lines and JSON on their way to ``stdout``: plain into a pipe, laid out and coloured on a terminal.

Not how a line is broken (``wrapping``), nor what may be linked to (``hyperlinks``). Rich is imported
only to lay out a page of Markdown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from searcher.cli.render.encoding import encodable
from searcher.cli.render.hyperlinks import linked
from searcher.cli.render.layout import MATCHES

if TYPE_CHECKING:
    from rich.console import Console

    from searcher.cli.environment import Environment
    from searcher.cli.render.layout import Line, Piece

# The basic colours, which a terminal's own theme keeps readable on its own background (ECMA-48, SGR).
_BOLD: Final = "1"
_LOOKS: Final = {
    "plain": "",
    "title": _BOLD,
    "match": f"{_BOLD};31",
    "title-match": f"{_BOLD};31",
    "meta": "36",
    "faint": "2",
    "separator": "2",
    "number": "32",
    "group": f"{_BOLD};36",
    "heading": "2",
}


def write_lines(env: Environment, lines: Iterable[Line]) -> None:
    """Write lines to ``stdout``.

    A terminal gets them wrapped, with the matches in colour, or between ``«`` and ``»`` where
    there is no colour. A pipe gets each line whole and unadorned, for grep and its kin.

    Args:
        env: Says what ``stdout`` is.
        lines: What to write.
    """
    if env.stdout_is_tty:
        from searcher.cli.render.wrapping import wrapped  # a pipe need not wait for it

        for line in lines:
            for part in wrapped(_adorned(env, line), env.width):
                env.write(_painted(env, part).rstrip() + "\n")
        return
    for line in lines:
        if env.colored or env.linked:
            lead = (line.lead,) if line.lead else ()
            painted = _painted(env, (*lead, *line.pieces))
            env.write(f"{'':{line.indent}}{painted}".rstrip() + "\n")
        else:
            env.write(line.text.rstrip() + "\n")


def write_json(env: Environment, value: object) -> None:
    """Write one JSON value: one line into a pipe, indented onto a terminal."""
    indent = 2 if env.stdout_is_tty else None
    env.write(to_json(value, indent=indent, encoding=_encoding(env)) + "\n")


def write_json_line(env: Environment, value: object) -> None:
    """Write one JSON value on one line, wherever it goes."""
    env.write(to_json(value, encoding=_encoding(env)) + "\n")


def write_markdown(env: Environment, text: str) -> None:
    """Write a page: as it is into a pipe, laid out onto a terminal."""
    if not env.stdout_is_tty:
        env.write(text)
        return
    from rich.markdown import Markdown
    from rich.theme import Theme

    console = _markdown_console(env)
    # Rich sets code on black, whatever the background of the terminal is.
    console.push_theme(Theme({"markdown.code": "cyan"}))
    console.print(Markdown(text))


def _encoding(env: Environment) -> str:
    return env.stdout.encoding or "utf-8"


def to_json(value: object, *, indent: int | None = None, encoding: str = "utf-8") -> str:
    r"""Return ``value`` as JSON that is safe to print and survives any encoding.

    Args:
        value: Anything ``json`` can write.
        indent: Spaces per level, or ``None`` for one line.
        encoding: Where the text will go; what it lacks is written ``\uXXXX``.
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    try:
        # json itself escapes only C0; the rest would reach a terminal, or fail to be encoded.
        text = _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return json.dumps(value, ensure_ascii=True, indent=indent)
    return text


_UNPRINTABLE: Final = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


def _adorned(env: Environment, line: Line) -> Line:
    """The line as it can be shown: in letters there are, with signs where there is no colour."""
    pieces = line.pieces
    if not env.colored:
        pieces = tuple(
            piece._replace(text=f"«{piece.text}»") if piece.style in MATCHES else piece
            for piece in pieces
        )
    encoding = _encoding(env)
    if encoding.lower().startswith("utf"):
        return replace(line, pieces=pieces) if pieces is not line.pieces else line
    pieces = tuple(p._replace(text=encodable(p.text, encoding)) for p in pieces)
    lead = line.lead and line.lead._replace(text=encodable(line.lead.text, encoding))
    return replace(line, pieces=pieces, lead=lead)


def _painted(env: Environment, pieces: Iterable[Piece]) -> str:
    """Pieces with their colours and links; neighbours that look the same are one stretch."""
    shown = []
    for (look, link), alike in groupby(pieces, lambda piece: (_LOOKS[piece.style], piece.link)):
        text = "".join(piece.text for piece in alike)
        if env.colored and look:
            text = f"\x1b[{look}m{text}\x1b[0m"
        shown.append(linked(text, link) if link and env.linked else text)
    return "".join(shown)


def _markdown_console(env: Environment) -> Console:
    from rich.console import Console

    from searcher.cli.render.wrapping import PROSE_COLUMNS

    return Console(
        file=env.stdout,
        force_terminal=True,
        color_system="standard" if env.colored else None,
        no_color=not env.colored,
        legacy_windows=False,
        width=min(env.width, PROSE_COLUMNS),
        height=25,  # unused, but asking the terminal for it costs a system call
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
