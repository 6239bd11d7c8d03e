"""``searcher analyze``: a text as the engine sees it.

The object of ``analyze --json``; several tokens may share a position::

    {"tokens": [{"text": str, "start": int, "end": int, "position": int,
                 "marked": str, "folded": str}]}                 offsets in code points
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import click

from searcher.cli.failures import FAILED
from searcher.cli.parameters import json_option
from searcher.cli.parsing import WordsCommand
from searcher.cli.render.layout import Line, Piece, Style
from searcher.cli.render.output import write_json, write_lines
from searcher.cli.render.safe import display_width, neutralise, pad

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words
    from searcher.text import Token

# A token takes some hundred bytes of memory; this keeps a text from a pipe within a gigabyte.
_MOST_BYTES: Final = 8 * 2**20
_COLUMNS: Final = ("text", "start", "end", "position", "marked", "folded")


def command(words: Words) -> click.Command:
    """Return the command."""
    return WordsCommand(
        words,
        "analyze",
        [
            click.Argument(["text"], nargs=-1, required=True, metavar=words.say("help.text-arg")),
            json_option(words),
        ],
        run,
    )


def run(env: Environment, *, text: tuple[str, ...], as_json: bool) -> int:
    """Show the tokens of a text.

    Args:
        env: The environment of the run.
        text: The words, joined by spaces; a lone ``-`` means standard input, as UTF-8.
        as_json: Write the object described at the top of this module.

    Returns:
        0, or 2 if the text is too long.
    """
    given = " ".join(text)
    if text == ("-",):
        data = env.standard_input().read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            env.warn(env.words.say("analyze.too-long", megabytes=_MOST_BYTES // 2**20))
            return FAILED
        given = data.decode("utf-8", "surrogateescape")
    tokens = env.library.tokenize(given)
    if as_json:
        rows = [{key: getattr(token, key) for key in _COLUMNS} for token in tokens]
        write_json(env, {"tokens": rows})
    elif tokens:
        write_lines(env, _table(tokens, env.words))
    else:
        env.tell(env.words.say("analyze.nothing"))
    return 0


def _table(tokens: Sequence[Token], words: Words) -> Iterator[Line]:
    rows = [[words.say(f"analyze.{column}") for column in _COLUMNS]]
    rows += [[neutralise(str(getattr(token, key))) for key in _COLUMNS] for token in tokens]
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        style: Style = "plain" if number else "title"
        cells = [pad(cell, width) for cell, width in zip(row, widths, strict=True)]
        yield Line((Piece("  ".join(cells).rstrip(), style),))
