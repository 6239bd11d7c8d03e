"""``searcher index``: build the index, or bring it up to date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from searcher.cli.failures import FAILED, tell_error
from searcher.cli.opening import location_line
from searcher.cli.parsing import SpokenCommand, WholeNumber, index_option
from searcher.errors import IndexNotFound

if TYPE_CHECKING:
    from searcher.articles.model import Problem
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words
    from searcher.index import Progress, SyncReport

_DEFAULT_SOURCE: Final = Path("corpus")
_NAMED_PER_REASON: Final = 3
_MEMORY: Final = 512  # what the library takes when nothing is said
_MOST_MEMORY: Final = 1 << 20
_MOST_JOBS: Final = 256
_LONGEST_WAIT: Final = 86_400


def command(words: Words) -> click.Command:
    """Return the command."""
    return SpokenCommand(
        words,
        "index",
        [
            click.Argument(
                ["source"], nargs=-1, required=False, metavar=words.say("help.source-arg")
            ),
            index_option(words),
            click.Option(["--rebuild"], is_flag=True, help=words.say("option.rebuild")),
            click.Option(["--prune"], is_flag=True, help=words.say("option.prune")),
            click.Option(
                ["--memory"],
                type=WholeNumber(words, _MOST_MEMORY),
                metavar="MB",
                help=words.say("option.memory", default=_MEMORY),
            ),
            click.Option(
                ["--jobs"],
                type=WholeNumber(words, _MOST_JOBS),
                metavar="N",
                help=words.say("option.jobs"),
            ),
            click.Option(
                ["--wait"],
                type=WholeNumber(words, _LONGEST_WAIT),
                metavar=words.say("help.seconds-metavar"),
                help=words.say("option.wait"),
            ),
            click.Option(["--no-words"], is_flag=True, help=words.say("option.no-words")),
            click.Option(["--strict"], is_flag=True, help=words.say("option.strict")),
            click.Option(["-q", "--quiet"], is_flag=True, help=words.say("option.quiet")),
        ],
        run,
    )


def run(
    env: Environment,
    *,
    source: tuple[str, ...],
    index: str | None,
    rebuild: bool,
    prune: bool,
    memory: int | None,
    jobs: int | None,
    wait: int | None,
    no_words: bool,
    strict: bool,
    quiet: bool,
) -> int:
    """Index, and tell what was done.

    Args:
        env: The environment of the run.
        source: Files and folders; none: those the index remembers, else ``corpus``.
        index: What ``--index`` said.
        rebuild: Read everything anew.
        prune: Forget the articles of sources that are gone.
        memory: What building may take beside the interpreter, in megabytes.
        jobs: How many processes analyse articles; ``None``: one per core, if there are many.
        wait: For how many seconds to wait for another writer.
        no_words: Learn no words of several syllables.
        strict: Count a skipped file as an error.
        quiet: Show no progress and no summary.

    Returns:
        0, or 2 if ``strict`` and something was skipped.
    """
    sources = [Path(name) for name in source]
    location = env.library.locate(index, sources[0] if sources else None, env.variables)
    limits = {
        name: value
        for name, value in (("memory", memory and memory << 20), ("jobs", jobs), ("wait", wait))
        if value is not None
    }
    with _progress(env, quiet=quiet) as progress:

        def sync(sources: Sequence[Path]) -> SyncReport:
            return env.library.sync(
                location.path,
                sources,
                rebuild=rebuild,
                prune=prune,
                words=not no_words,
                progress=progress,
                **limits,
            )

        try:
            report = sync(sources)
        except IndexNotFound:
            if sources:
                raise
            # There is no index yet to remember any.
            if not _DEFAULT_SOURCE.is_dir():
                raise click.UsageError(
                    env.words.say("index.no-source"), click.get_current_context()
                ) from None
            report = sync([_DEFAULT_SOURCE])
    for line in _skipped(report.problems, env.words):
        env.tell(line)
    if report.unlearnt is not None:
        tell_error(env, report.unlearnt)
    if not quiet:
        env.write(_summary(report, env.words) + "\n" + location_line(location, env.words) + "\n")
    return FAILED if strict and report.problems else 0


def _progress(env: Environment, *, quiet: bool) -> AbstractContextManager[Progress | None]:
    if quiet or not env.stderr_is_tty or env.variables.get("TERM") == "dumb":
        return nullcontext()
    from searcher.cli.progress import progress_bar

    return progress_bar(env)


def _skipped(problems: Sequence[Problem], words: Words) -> Iterator[str]:
    by_code = sorted(problems, key=lambda problem: problem.code)
    for _, same in groupby(by_code, key=lambda problem: problem.code):
        group = list(same)
        said = "index.skipped" if _is_skipped(group[0]) else "index.noted"
        for problem in group[:_NAMED_PER_REASON]:
            yield words.say(said, why=words.problem(problem))
        if len(group) > _NAMED_PER_REASON:
            yield words.say(f"{said}-more", count=len(group) - _NAMED_PER_REASON)


def _is_skipped(problem: Problem) -> bool:
    from searcher.articles.problems import READ_ALL_THE_SAME

    return problem.code not in READ_ALL_THE_SAME


def _summary(report: SyncReport, words: Words) -> str:
    counts = [
        words.say(f"index.{name}", number=number)
        for name, number in (
            ("added", report.added),
            ("updated", report.updated),
            ("unchanged", report.unchanged),
            ("removed", report.removed),
            ("skipped-count", sum(map(_is_skipped, report.problems))),
        )
        if number or name in ("added", "unchanged")
    ]
    took = words.say("index.took", seconds=report.elapsed)
    holds = words.say("index.holds", count=report.articles)
    return f"{', '.join(counts)} ({took}). {holds}"
