"""``searcher check``: whether every byte of the index is what was written, and all of it agrees.

The object of ``check --json``; its keys keep their names and meaning within a schema number::

    {"schema": 1, "path": str, "sound": bool, "generation": int, "files": int, "size_bytes": int,
     "articles": int, "findings": [{"file": str, "kind": str, "detail": str}, …],
     "strays": [{"file": str, "kind": str}, …]}                  detail: in English

Kinds of findings are "missing", "damaged", "unreadable" and "contradiction"; of strays, which are no
damage, "leftover" (of an interrupted run; the next one deletes it) and "foreign".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from searcher.cli.failures import FAILED
from searcher.cli.opening import location_line
from searcher.cli.parameters import index_option, json_option
from searcher.cli.parsing import SpokenCommand
from searcher.cli.progress import checking_progress
from searcher.cli.render.layout import Line, Piece
from searcher.cli.render.output import write_json, write_lines
from searcher.cli.render.results import SCHEMA

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words
    from searcher.index import CheckReport


def command(words: Words) -> click.Command:
    """Return the command."""
    return SpokenCommand(
        words,
        "check",
        [
            click.Option(["--quick"], is_flag=True, help=words.say("option.quick")),
            json_option(words),
            index_option(words),
        ],
        run,
    )


def run(env: Environment, *, quick: bool, as_json: bool, index: str | None) -> int:
    """Check the index, and tell what is wrong with it.

    Args:
        env: The environment of the run.
        quick: Compare files with their checksums only.
        as_json: Write the object described at the top of this module.
        index: What ``--index`` said.

    Returns:
        0, or 2 if anything is damaged.
    """
    location = env.library.locate(index, None, env.variables)
    with checking_progress(env) as progress:
        report = env.library.check(location.path, quick=quick, progress=progress)
    if index is None:
        env.tell(location_line(location, env.words))
    if as_json:
        write_json(env, _json(report))
    else:
        write_lines(env, _lines(report, env.words))
    if not report.findings:
        return 0
    env.complain(env.words.say("check.repair", command=report.repair_command))
    return FAILED


def _json(report: CheckReport) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "path": str(report.path),
        "sound": not report.findings,
        "generation": report.generation,
        "files": report.files,
        "size_bytes": report.size_bytes,
        "articles": report.articles,
        "findings": [
            {"file": each.file, "kind": each.kind, "detail": each.detail}
            for each in report.findings
        ],
        "strays": [{"file": each.file, "kind": each.kind} for each in report.strays],
    }


def finding_lines(report: CheckReport, words: Words) -> Iterator[str]:
    """Yield a line for everything that is wrong."""
    for finding in report.findings:
        yield words.say(f"check.{finding.kind}", file=finding.file, detail=finding.detail)


def _lines(report: CheckReport, words: Words) -> Iterator[Line]:
    for text in finding_lines(report, words):
        yield Line((Piece(text),))
    for stray in report.strays:
        yield Line((Piece(words.say(f"check.{stray.kind}", file=stray.file), "meta"),))
    if not report.findings:
        size = words.size(report.size_bytes)
        yield Line((Piece(words.say("check.sound", files=report.files, size=size)),))
        if report.articles:
            yield Line((Piece(words.say("check.agree", count=report.articles)),))
