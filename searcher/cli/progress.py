"""Progress of what takes longer than a second, shown where a person can see it, and nowhere else.

Not for what it looks like (``bars``), which is imported only when it is seen.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.index import CheckProgress, Progress

CountProgress = Callable[[int | None], None]
"""Is told how many are done; ``None`` when something else is going to be written."""


def indexing_progress(env: Environment) -> AbstractContextManager[Progress | None]:
    """Return what is told how far an indexing run has come."""
    if not _seen(env):
        return nullcontext()
    from searcher.cli.bars import indexing_bar

    return indexing_bar(env)


def checking_progress(env: Environment) -> AbstractContextManager[CheckProgress | None]:
    """Return what is told how far a check has come."""
    if not _seen(env):
        return nullcontext()
    from searcher.cli.bars import checking_bar

    return checking_bar(env)


def counting_progress(
    env: Environment, doing: str, counted: str, *, among_answers: bool = False
) -> AbstractContextManager[CountProgress]:
    """Return what is told how many of something are done.

    Args:
        env: The environment of the run.
        doing: The message that says what is done.
        counted: The message that says how much, with a ``count``.
        among_answers: Whether answers are written meanwhile; on a terminal they are enough.
    """
    if not _seen(env) or (among_answers and env.stdout_is_tty):
        return nullcontext(lambda _: None)
    from searcher.cli.bars import counting_bar

    return counting_bar(env, doing, counted)


def _seen(env: Environment) -> bool:
    return not env.quiet and env.stderr_is_tty and env.variables.get("TERM") != "dumb"
