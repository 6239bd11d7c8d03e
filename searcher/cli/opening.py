"""Opening the index a command reads, and saying which one it is."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from searcher.cli.failures import FAILED, tell_error
from searcher.errors import IndexNotFound

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words
    from searcher.cli.library import OpenIndex
    from searcher.errors import ArticleNotFound
    from searcher.index import IndexLocation


@contextlib.contextmanager
def opened(env: Environment, index: str | None) -> Iterator[OpenIndex]:
    """Open the index ``--index`` names, or the one that is found without it.

    Which one it is, and why, is told on stderr unless it was named on the command line.

    Args:
        env: The environment of the run.
        index: What ``--index`` said.

    Raises:
        IndexNotFound: If there is none; likewise its kin for one that cannot be read.
    """
    location = env.library.locate(index, None, env.variables)
    with contextlib.ExitStack() as stack:
        with built_by(index):
            archive = stack.enter_context(env.library.open(location.path))
        if index is None or env.verbose:
            env.tell(location_line(location, env.words))
        env.detail("location.state", generation=archive.generation, count=archive.articles)
        yield archive


@contextlib.contextmanager
def built_by(index: str | None) -> Iterator[None]:
    """Have an index that is not there built where it is looked for: of itself, if it was not named.

    Args:
        index: What ``--index`` said.

    Raises:
        IndexNotFound: With the shortest command that builds it.
    """
    try:
        yield
    except IndexNotFound as error:
        if index is None:
            command = str(error.details["command"]).partition(" --index ")[0]
            raise IndexNotFound(**{**error.details, "command": command}) from None
        raise


def tell_missing(env: Environment, archive: OpenIndex, error: ArticleNotFound) -> int:
    """Tell that there is no article of an id, and ids that may have been meant; return the exit code."""
    tell_error(env, error)
    if near := archive.near_ids(str(error.details["id"])):
        ids = ", ".join(f"“{each}”" for each in near)
        env.tell(env.words.say("show.near", ids=ids))
    return FAILED


def location_line(location: IndexLocation, words: Words) -> str:
    """Return a sentence saying which index is used, and why that one."""
    why = words.say(f"location.{location.reason}")
    return words.say("location", path=location.path, why=why)
