"""``searcher watch``: keep the index up to date while its sources change."""

from __future__ import annotations

import contextlib
import datetime as dt
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from searcher.cli.failures import tell_error
from searcher.cli.indexing import summary
from searcher.cli.opening import location_line
from searcher.cli.parameters import index_option
from searcher.cli.parsing import SpokenCommand
from searcher.cli.progress import indexing_progress

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words
    from searcher.index.watch import Batch


def command(words: Words) -> click.Command:
    """Return the command."""
    return SpokenCommand(words, "watch", [index_option(words)], run)


def run(env: Environment, *, index: str | None) -> int:
    """Follow the sources, telling every batch on a line, until interrupted or terminated.

    Args:
        env: The environment of the run.
        index: What ``--index`` said.

    Returns:
        0: ending is what one does with it.
    """
    location = env.library.locate(index, None, env.variables)

    first_run = contextlib.ExitStack()

    def tell(batch: Batch) -> None:
        first_run.close()  # what is told is not written across its bar
        if batch.error is not None:
            tell_error(env, batch.error)
        for problem in batch.problems:
            env.complain(env.words.say("index.skipped", why=env.words.problem(problem)))
        if batch.report is not None:
            now = dt.datetime.now().astimezone()
            env.write(f"{now:%H:%M:%S}  {summary(batch.report, env.words)}\n")
            env.stdout.flush()

    env.tell(location_line(location, env.words))
    env.tell(env.words.say("watch.begins"))
    progress = first_run.enter_context(indexing_progress(env))
    watcher = env.library.watcher(Path(location.path), tell, progress)
    before = {
        number: signal.signal(number, lambda *_: watcher.stop())
        for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        with first_run:
            watcher.run()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    env.tell(env.words.say("watch.ends"))
    return 0
