"""``searcher suggest``: what else may have been meant by a query, a line each.

The object of ``suggest --json``; its keys keep their names and meaning within a schema number::

    {"schema": 1, "query": str,
     "suggestions": [{"text": str, "why": "marks" | "spelling"}]}     the likeliest first
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from searcher.cli.opening import opened
from searcher.cli.parameters import index_option, json_option
from searcher.cli.parsing import WordsCommand
from searcher.cli.render.output import write_json
from searcher.cli.render.results import SCHEMA
from searcher.cli.render.safe import neutralise

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words


def command(words: Words) -> click.Command:
    """Return the command."""
    return WordsCommand(
        words,
        "suggest",
        [
            click.Argument(["query"], nargs=-1, required=True, metavar=words.say("help.query-arg")),
            json_option(words),
            index_option(words),
        ],
        run,
    )


def run(env: Environment, *, query: tuple[str, ...], as_json: bool, index: str | None) -> int:
    """Show what else may have been meant.

    Args:
        env: The environment of the run.
        query: The words; they are joined by spaces.
        as_json: Write the object described at the top of this module.
        index: What ``--index`` said.

    Returns:
        0, or 1 if there is nothing to suggest.
    """
    text = " ".join(query)
    with opened(env, index) as archive:
        found = archive.suggest(text)
    if as_json:
        suggestions = [each._asdict() for each in found]
        write_json(env, {"schema": SCHEMA, "query": text, "suggestions": suggestions})
        return 0 if found else 1
    for each in found:
        env.write(neutralise(each.text) + "\n")
    if not found:
        env.tell(env.words.say("suggest.nothing", query=text))
    return 0 if found else 1
