"""``searcher index``: build the index, or bring it up to date."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from searcher.cli.failures import FAILED, tell_error
from searcher.cli.indexing import report_file, summary, tell_skipped, wait_option
from searcher.cli.opening import location_line
from searcher.cli.parameters import OneOf, WholeNumber, index_option
from searcher.cli.parsing import SpokenCommand
from searcher.cli.progress import indexing_progress
from searcher.errors import IndexNotFound

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words
    from searcher.index import SyncReport, SyncState

_DEFAULT_SOURCE: Final = "corpus"
_MEMORY: Final = 512  # what the library takes when nothing is said
_MOST_MEMORY: Final = 1 << 20
_MOST_JOBS: Final = 256
# "auto" and searcher.text.decode.ENCODINGS, which to import would take longer than the help.
ENCODINGS: Final = (
    "auto",
    "utf-8",
    "utf-16-le",
    "utf-16-be",
    "tcvn3",
    "vni",
    "windows-1258",
    "viscii",
    "windows-1252",
)


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
            click.Option(["--dry-run"], is_flag=True, help=words.say("option.dry-run")),
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
                ["--encoding"],
                type=OneOf(words, ENCODINGS),
                metavar=words.say("help.name-metavar"),
                help=words.say("option.encoding", names=", ".join(ENCODINGS)),
            ),
            wait_option(words),
            click.Option(["--no-words"], is_flag=True, help=words.say("option.no-words")),
            click.Option(
                ["--report"],
                metavar=words.say("help.file-metavar"),
                help=words.say("option.report"),
            ),
            click.Option(["--strict"], is_flag=True, help=words.say("option.strict")),
        ],
        run,
    )


def run(
    env: Environment,
    *,
    source: tuple[str, ...],
    index: str | None,
    dry_run: bool,
    rebuild: bool,
    prune: bool,
    memory: int | None,
    jobs: int | None,
    encoding: str | None,
    wait: int | None,
    no_words: bool,
    report: str | None,
    strict: bool,
) -> int:
    """Index, and tell what was done.

    Args:
        env: The environment of the run.
        source: Files, folders and patterns; none: those the index remembers, else ``corpus``.
        index: What ``--index`` said.
        dry_run: Only tell what would be done.
        rebuild: Read everything anew.
        prune: Forget the articles of sources that are gone.
        memory: What building may take beside the interpreter, in megabytes.
        jobs: How many processes analyse articles; ``None``: one per core, if there are many.
        encoding: What the files of the sources are in; ``None``: as remembered.
        wait: For how many seconds to wait for another writer.
        no_words: Learn no words of several syllables.
        report: Where to write every change as a line of JSON.
        strict: Count a skipped file as an error.

    Returns:
        0, or 2 if ``strict`` and something was skipped.
    """
    location = env.library.locate(index, Path(source[0]) if source else None, env.variables)
    published = 0
    with (
        report_file(None if report is None else Path(report)) as (changes, totals),
        indexing_progress(env) as show,
    ):

        def progress(state: SyncState) -> None:
            nonlocal published
            published = state.published
            if show is not None:
                show(state)

        def sync(sources: Sequence[str]) -> SyncReport:
            return env.library.sync(
                location.path,
                sources,
                dry_run=dry_run,
                rebuild=rebuild,
                prune=prune,
                words=not no_words,
                memory=memory and memory << 20,
                jobs=jobs,
                encoding=encoding,
                wait=wait,
                progress=progress,
                changes=changes,
            )

        try:
            done = sync(source)
        except IndexNotFound:
            if source:
                raise
            # There is no index yet to remember any.
            if not Path(_DEFAULT_SOURCE).is_dir():
                raise click.UsageError(
                    env.words.say("index.no-source"), click.get_current_context()
                ) from None
            done = sync([_DEFAULT_SOURCE])
        except KeyboardInterrupt:
            if published:
                env.tell(env.words.say("index.interrupted", count=published))
            raise
        totals(done)
    tell_skipped(env, done)
    if done.unlearnt is not None:
        tell_error(env, done.unlearnt)
    if not env.quiet:
        env.answer(summary(done, env.words))
        env.answer(location_line(location, env.words))
    return FAILED if strict and done.problems else 0
