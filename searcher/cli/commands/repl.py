"""``searcher repl``: one query after the other, at a prompt or from a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from searcher.cli.opening import built_by, location_line
from searcher.cli.parameters import index_option
from searcher.cli.parsing import SpokenCommand

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words


def command(words: Words) -> click.Command:
    """Return the command."""
    return SpokenCommand(words, "repl", [index_option(words)], run)


def run(env: Environment, *, index: str | None) -> int:
    """Hold a session.

    Args:
        env: The environment of the run.
        index: What ``--index`` said.

    Returns:
        At a prompt 0; for lines from a pipe see ``searcher.cli.repl.piped.answer_all``.
    """
    from searcher.cli.repl.piped import answer_all, converse
    from searcher.cli.repl.session import open_session

    location = env.library.locate(index, None, env.variables)
    with built_by(index):
        opened = open_session(env, location.path)
    with opened as session:
        if index is None:
            env.tell(location_line(location, env.words))
        if not (env.stdin_is_tty and env.stdout_is_tty):
            return answer_all(session)
        if env.variables.get("TERM") == "dumb":
            return converse(session)
        from searcher.cli.repl import terminal

        return terminal.converse(session)
