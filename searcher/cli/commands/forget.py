"""``searcher forget``: remove a source and its articles from the index."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from searcher.cli.indexing import summary, wait_option
from searcher.cli.opening import location_line
from searcher.cli.parameters import index_option
from searcher.cli.parsing import SpokenCommand
from searcher.cli.progress import indexing_progress

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words


def command(words: Words) -> click.Command:
    """Return the command."""
    return SpokenCommand(
        words,
        "forget",
        [
            click.Argument(["source"], metavar=words.say("help.one-source-arg")),
            index_option(words),
            click.Option(["--dry-run"], is_flag=True, help=words.say("option.dry-run")),
            wait_option(words),
        ],
        run,
    )


def run(
    env: Environment,
    *,
    source: str,
    index: str | None,
    dry_run: bool,
    wait: int | None,
) -> int:
    """Forget a source, and tell what that removed.

    Args:
        env: The environment of the run.
        source: The source, as it was given to ``index`` or as ``stats`` names it.
        index: What ``--index`` said.
        dry_run: Only tell what would be done.
        wait: For how many seconds to wait for another writer.

    Returns:
        0.
    """
    location = env.library.locate(index, Path(source), env.variables)
    with indexing_progress(env) as progress:
        done = env.library.forget(
            location.path, source, dry_run=dry_run, wait=wait, progress=progress
        )
    if not env.quiet:
        env.answer(summary(done, env.words))
        env.answer(location_line(location, env.words))
    return 0
