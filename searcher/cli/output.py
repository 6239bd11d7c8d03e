"""Lines and JSON on their way to ``stdout``: plain into a pipe, by rich onto a terminal.

Rich is imported only where it has something to do: wrapping to a width, or colours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from searcher.cli.environment import Environment
    from searcher.cli.layout import Line, Piece

# Prose is hard to read on longer lines than this, however wide the screen.
PROSE_COLUMNS: Final = 100
_NARROWEST: Final = 20

# The basic colours, which a terminal's own theme keeps readable on its own background.
_LOOKS: Final = {
    "plain": "",
    "title": "bold",
    "match": "bold red",
    "title-match": "bold red",
    "meta": "cyan",
    "faint": "dim",
    "number": "green",
    "group": "bold cyan",
}
_MARKED_STYLES: Final = ("match", "title-match")


def write_lines(env: Environment, lines: Iterable[Line]) -> None:
    """Write lines to ``stdout``.

    A terminal gets them wrapped, with the matches in colour, or between ``«`` and ``»`` where
    there is no colour. A pipe gets each line whole and unadorned, for grep and its kin.

    Args:
        env: Says what ``stdout`` is.
        lines: What to write.
    """
    if env.stdout_is_tty or env.colored:
        _write_rich(env, lines)
        return
    for line in lines:
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

    console = _console(env, min(env.width, PROSE_COLUMNS))
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


def _write_rich(env: Environment, lines: Iterable[Line]) -> None:
    console = _console(env, env.width)
    for line in lines:
        for part in _wrapped(env, console, line):
            console.print(part, soft_wrap=True)


def _console(env: Environment, width: int) -> Console:
    from rich.console import Console

    return Console(
        file=env.stdout,
        force_terminal=True,
        color_system="standard" if env.colored else None,
        no_color=not env.colored,
        legacy_windows=False,
        width=width,
        height=25,  # unused, but asking the terminal for it costs a system call
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )


def _wrapped(env: Environment, console: Console, line: Line) -> Iterable[Text]:
    """Return the lines on screen; a pipe (``--color always``) gets every line whole."""
    from rich.text import Text

    text = _styled(env, line.pieces)
    indent = Text(" " * line.indent)
    first, rest = indent, indent + Text(" " * line.hang)
    if line.lead is not None:
        first = indent + _styled(env, (line.lead,))
        rest = Text(" " * (first.cell_len + line.hang))
    if not env.stdout_is_tty:
        return [first + text]
    inner = max(_NARROWEST, min(env.width, PROSE_COLUMNS) - rest.cell_len)
    wrapped = text.wrap(console, inner) or [Text()]
    for part in wrapped:
        part.rstrip()
    return [(rest if number else first) + part for number, part in enumerate(wrapped)]


def _styled(env: Environment, pieces: Iterable[Piece]) -> Text:
    from rich.text import Text

    text = Text()
    for piece in pieces:
        marked = not env.colored and piece.style in _MARKED_STYLES
        text.append(f"«{piece.text}»" if marked else piece.text, _LOOKS[piece.style])
    return text
