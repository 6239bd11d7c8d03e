"""``searcher completion``: the script that makes a shell complete ``searcher``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from searcher.cli.parameters import OneOf
from searcher.cli.parsing import SpokenCommand

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words

SHELLS: Final = ("bash", "zsh", "fish")


def command(words: Words) -> click.Command:
    """Return the command."""
    return SpokenCommand(
        words,
        "completion",
        [click.Argument(["shell"], type=OneOf(words, SHELLS), metavar=words.say("help.shell-arg"))],
        run,
    )


def run(env: Environment, *, shell: str) -> int:
    """Write the script.

    Args:
        env: The environment of the run.
        shell: Which shell.

    Returns:
        0.
    """
    from searcher.cli.shell.scripts import script

    env.write(script(shell))
    return 0
