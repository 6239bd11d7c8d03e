"""Progress bars, by rich, on stderr; each disappears at the end.

Not for whether anybody sees them (``progress``).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from collections.abc import Callable

    from searcher.cli.environment import Environment
    from searcher.cli.language import Words
    from searcher.cli.progress import CountProgress
    from searcher.index import CheckProgress, SyncState


@contextlib.contextmanager
def indexing_bar(env: Environment) -> Iterator[Callable[[SyncState], None]]:
    """Show a bar on stderr that disappears at the end.

    Args:
        env: The environment of the run; ``stderr`` must be a terminal.

    Yields:
        What the indexer calls with its state.
    """
    words = env.words
    with _bar(env) as bar:
        task = bar.add_task(words.say("progress.scan"), total=None, done="")
        started = env.clock()
        phase = "scan"

        def show(state: SyncState) -> None:
            nonlocal task, phase, started
            if state.phase != phase:
                # The time the listing took says nothing about the reading.
                phase, started = state.phase, env.clock()
                # A task of its own, because rich cannot take a total back.
                bar.remove_task(task)
                task = bar.add_task(words.say(f"progress.{phase}"), total=None, done="")
            bar.update(
                task,
                # Listing and writing take as long as they take: a bar that only shows life.
                total=(state.total_bytes or None) if phase in ("check", "read") else None,
                completed=state.done_bytes,
                done=_done(state, env.clock() - started, words),
            )

        yield show


@contextlib.contextmanager
def checking_bar(env: Environment) -> Iterator[CheckProgress]:
    """Show how far a check has come, on a bar that disappears at the end.

    Args:
        env: The environment of the run; ``stderr`` must be a terminal.

    Yields:
        What the check calls.
    """
    with _bar(env) as bar:
        tasks: dict[str, TaskID] = {}

        def show(part: str, done: int, total: int) -> None:
            if part not in tasks:
                for task in tasks.values():
                    bar.update(task, visible=False)
                tasks[part] = bar.add_task(
                    env.words.say(f"progress.part.{part}"), total=total, done=""
                )
            counted = env.words.say("progress.articles", count=done) if part == "articles" else ""
            bar.update(tasks[part], completed=done, done=counted)

        yield show


@contextlib.contextmanager
def counting_bar(env: Environment, doing: str, counted: str) -> Iterator[CountProgress]:
    """Show how many of something are done, of an unknown number.

    Args:
        env: The environment of the run; ``stderr`` must be a terminal.
        doing: The message that says what is done.
        counted: The message that says how much, with a ``count``.

    Yields:
        What is called with the number; with ``None``, the bar is taken away until the next call, for
        something else is going to be written.
    """
    with _bar(env) as bar:
        task = bar.add_task(env.words.say(doing), total=None, done="")

        def show(done: int | None) -> None:
            if done is None:
                bar.stop()
                return
            bar.start()
            bar.update(task, done=env.words.say(counted, count=done))

        yield show


def _bar(env: Environment) -> Progress:
    console = Console(
        file=env.stderr,
        force_terminal=True,
        color_system="standard" if env.stderr_colored else None,
        width=env.width,
        markup=False,
        legacy_windows=False,
        _environ={},
    )
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        TextColumn("{task.fields[done]}", markup=False),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        get_time=env.clock,
    )


def _done(state: SyncState, seconds: float, words: Words) -> str:
    if state.phase == "check":
        return ""
    if state.phase == "scan":
        return words.say("progress.files", count=state.files)
    if state.phase == "read" and seconds > 0:
        rate = round(state.articles / seconds)
        return words.say("progress.rate", count=state.articles, rate=rate)
    return words.say("progress.articles", count=state.articles)
