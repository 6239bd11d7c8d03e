"""``searcher repair``: restore what can be restored of a damaged index."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from searcher.cli.commands.check import finding_lines
from searcher.cli.failures import FAILED
from searcher.cli.indexing import summary, tell_skipped, wait_option
from searcher.cli.opening import location_line
from searcher.cli.parameters import index_option
from searcher.cli.parsing import SpokenCommand
from searcher.cli.progress import indexing_progress

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words

_MOST_NAMED = 20


def command(words: Words) -> click.Command:
    """Return the command."""
    return SpokenCommand(
        words,
        "repair",
        [
            index_option(words),
            wait_option(words),
        ],
        run,
    )


def run(env: Environment, *, index: str | None, wait: int | None) -> int:
    """Repair the index, and tell what was done and what could not be.

    Args:
        env: The environment of the run.
        index: What ``--index`` said.
        wait: For how many seconds to wait for another writer.

    Returns:
        0, or 2 if anything could not be restored.
    """
    words = env.words
    location = env.library.locate(index, None, env.variables)
    with indexing_progress(env) as progress:
        done = env.library.repair(location.path, wait=wait, progress=progress)
    for line in finding_lines(done.found, words):
        env.complain(line)
    if done.run is not None:
        tell_skipped(env, done.run)
    for article in done.lost[:_MOST_NAMED]:
        env.complain(words.say("repair.lost", id=article.id, path=article.path))
    if (more := len(done.lost) - _MOST_NAMED) > 0:
        env.complain(words.say("repair.lost-more", count=more))
    if not env.quiet:
        if done.run is None:
            said = words.say("repair.sound")
        elif done.rebuilt:
            said = words.say("repair.rebuilt", count=done.restored)
        else:
            said = words.say("repair.done", kept=done.kept, restored=done.restored)
        env.answer(said)
        if done.run is not None:
            env.answer(summary(done.run, words))
        env.answer(location_line(location, words))
    return FAILED if done.lost else 0
