"""``searcher help``: the help of a command, or a page on a topic.

Pages are Markdown (``searcher/cli/pages``), the same files that ``docs/`` shows: a pipe gets them as
they are, a terminal gets them laid out.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Final

import click

from searcher.cli.parameters import OneOf
from searcher.cli.parsing import COMMANDS, SpokenCommand
from searcher.cli.render.output import write_markdown

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words

PAGES: Final = ("query", "formats", "config", "exit-codes")


def command(words: Words) -> click.Command:
    """Return the command."""
    topics = tuple(dict.fromkeys((*PAGES, *COMMANDS)))  # config is both; the page says more
    return SpokenCommand(
        words,
        "help",
        [
            click.Argument(
                ["topic"],
                required=False,
                type=OneOf(words, topics),
                metavar=words.say("help.topic-arg"),
            )
        ],
        run,
    )


def run(env: Environment, *, topic: str | None) -> int:
    """Show help.

    Args:
        env: The environment of the run.
        topic: The name of a page or of a command; ``None`` for all commands.

    Returns:
        0.
    """
    if topic in PAGES:
        write_markdown(env, page(topic, env.words.language))
        return 0
    group = click.get_current_context().find_root()
    context = group
    if topic is not None:
        assert isinstance(group.command, click.Group)  # noqa: S101 - this is a command of it
        asked = group.command.get_command(group, topic)
        assert asked is not None  # noqa: S101 - OneOf saw to it
        context = click.Context(asked, info_name=topic, parent=group)
    env.write(context.get_help() + "\n")
    return 0


def page(topic: str, language: str) -> str:
    """Return a page as Markdown.

    Args:
        topic: One of ``PAGES``.
        language: ``"en"`` or ``"vi"``.
    """
    source = files("searcher.cli") / "pages" / f"{topic}.{language}.md"
    return source.read_text(encoding="utf-8")
