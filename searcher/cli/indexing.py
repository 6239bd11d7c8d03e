"""What ``index``, ``forget`` and their kin say about a run: what was skipped, and the counts.

Also the options they share, and the file of ``--report``, one JSON object a line: every change as it
happens, and the totals last; without that line the run did not come to its end. Not for running
anything.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from searcher.cli.parameters import WholeNumber
from searcher.cli.render.output import to_json

if TYPE_CHECKING:
    from searcher.articles.model import Problem
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words
    from searcher.index import Change, SyncReport

_NAMED_PER_REASON: Final = 3
_LONGEST_WAIT: Final = 86_400  # seconds


def wait_option(words: Words) -> click.Option:
    """Return ``--wait SECONDS``, which every command has that writes to an index."""
    return click.Option(
        ["--wait"],
        type=WholeNumber(words, _LONGEST_WAIT),
        metavar=words.say("help.seconds-metavar"),
        help=words.say("option.wait"),
    )


def tell_skipped(env: Environment, report: SyncReport) -> None:
    """Tell what was passed over and why, the first few of every kind by name; with ``--verbose`` more."""
    from searcher.articles.problems import READ_ALL_THE_SAME

    words = env.words
    most = len(report.problems) + len(report.examples) if env.verbose else _NAMED_PER_REASON
    for code, problems in _by_code(report.problems):
        said = "index.noted" if code in READ_ALL_THE_SAME else "index.skipped"
        for problem in problems[:most]:
            env.complain(words.say(said, why=words.problem(problem)))
        named = min(len(problems), most)
        if (more := report.skipped.get(code, len(problems)) - named) > 0:
            env.complain(words.say(f"{said}-more", count=more))
    for copy in report.examples[:most]:
        env.complain(words.say("index.duplicate", path=copy.path, id=copy.id, other=copy.other))
    if (more := report.duplicates - min(len(report.examples), most)) > 0:
        env.complain(words.say("index.duplicates-more", count=more))


def _by_code(problems: Sequence[Problem]) -> Iterator[tuple[str, list[Problem]]]:
    for code, same in groupby(sorted(problems, key=_code), key=_code):
        yield code, list(same)


def _code(problem: Problem) -> str:
    return problem.code


def summary(report: SyncReport, words: Words) -> str:
    """Return what was done, or would be, as a line."""
    counts = [
        words.say(f"index.{name}", number=number, count=number)
        for name, number in (
            ("added", report.added),
            ("updated", report.updated),
            ("moved", report.moved),
            ("unchanged", report.unchanged),
            ("removed", report.removed),
            ("duplicates", report.duplicates),
            ("skipped-count", report.skipped_count),
        )
        if number or name in ("added", "unchanged")
    ]
    took = words.say("index.took", seconds=report.elapsed)
    would = "index.would-hold" if report.dry else "index.holds"
    line = f"{', '.join(counts)} ({took}). {words.say(would, count=report.articles)}"
    return words.say("index.dry", what=line) if report.dry else line


@contextlib.contextmanager
def report_file(
    path: Path | None,
) -> Iterator[tuple[Callable[[Change], None] | None, Callable[[SyncReport], None]]]:
    """Open the file of ``--report``.

    Args:
        path: Where to; None: nobody wants one.

    Yields:
        What is told every change, and what is told the report at the end.

    Raises:
        OSError: When it cannot be written.
    """
    if path is None:
        yield None, lambda _: None
        return
    with path.open("w", encoding="utf-8") as file:

        def write(value: dict[str, Any]) -> None:
            file.write(to_json(value) + "\n")

        yield lambda change: write(_change(change)), lambda report: write(_totals(report))


def _change(change: Change) -> dict[str, Any]:
    value: dict[str, Any] = {"action": change.action, "path": change.path}
    if change.id is not None:
        value["id"] = change.id
    if change.other is not None:
        value["from" if change.action == "moved" else "same_as"] = change.other
    if change.problem is not None:
        value["reason"] = change.problem.code
        value["details"] = change.problem.details
    return value


def _totals(report: SyncReport) -> dict[str, Any]:
    return {
        "action": "totals",
        "dry_run": report.dry,
        "added": report.added,
        "updated": report.updated,
        "moved": report.moved,
        "removed": report.removed,
        "unchanged": report.unchanged,
        "duplicates": report.duplicates,
        "skipped": report.skipped_count,
        "reasons": dict(sorted(report.skipped.items())),
        "articles": report.articles,
        "files": report.files,
        "generation": report.generation,
        "seconds": round(report.elapsed, 3),
    }
