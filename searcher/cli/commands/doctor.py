"""``searcher doctor``: what a bug report should say, and what is not as it should be.

The object of ``doctor --json``; its keys keep their names and meaning within a schema number::

    {"schema": 1, "sound": bool,
     "findings": [{"area": str, "name": str, "state": "ok", "warn" or "fail", "text": str,
                   "advice": str or null}, …]}
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from searcher.cli.failures import FAILED
from searcher.cli.parameters import index_option, json_option
from searcher.cli.parsing import SpokenCommand
from searcher.cli.render.layout import BLANK, Line, Piece, Style, plain
from searcher.cli.render.output import write_json, write_lines
from searcher.cli.render.results import SCHEMA

if TYPE_CHECKING:
    from searcher.cli.doctor import Finding
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words


def command(words: Words) -> click.Command:
    """Return the command."""
    return SpokenCommand(
        words,
        "doctor",
        [
            click.Option(["--full"], is_flag=True, help=words.say("doctor.option.full")),
            json_option(words),
            index_option(words),
        ],
        run,
    )


def run(env: Environment, *, full: bool, as_json: bool, index: str | None) -> int:
    """Look at everything and tell it.

    Args:
        env: The environment of the run.
        full: Check all of the index.
        as_json: Write the object described at the top of this module.
        index: What ``--index`` said.

    Returns:
        0, or 2 when something is broken.
    """
    from searcher.cli.doctor import examine

    findings = examine(env, index, full=full)
    broken = any(each.state == "fail" for each in findings)
    if as_json:
        told = [
            {
                "area": each.area,
                "name": each.name,
                "state": each.state,
                "text": _text(each, env.words),
                "advice": _advice(each, env.words),
            }
            for each in findings
        ]
        write_json(env, {"schema": SCHEMA, "sound": not broken, "findings": told})
    else:
        write_lines(env, _lines(findings, env.words))
    return FAILED if broken else 0


def _text(finding: Finding, words: Words) -> str:
    return words.say(f"doctor.{finding.message}", **finding.details)


def _advice(finding: Finding, words: Words) -> str | None:
    return words.say(f"doctor.{finding.advice}", **finding.details) if finding.advice else None


def _lines(findings: list[Finding], words: Words) -> Iterator[Line]:
    area = ""
    for finding in findings:
        if finding.area != area:
            if area:
                yield BLANK
            area = finding.area
            yield plain(words.say(f"doctor.area.{area}"), "title")
        style: Style = "number" if finding.state == "ok" else "match"
        # The same width in every state, and the same word in every language: it is searched for.
        lead = Piece(f"{finding.state:<4}  ", style)
        yield Line((Piece(_text(finding, words)),), indent=2, lead=lead)
        if (advice := _advice(finding, words)) is not None:
            yield Line((Piece(f"→ {advice}", "meta"),), indent=8)
    yield BLANK
    failed = sum(each.state == "fail" for each in findings)
    warned = sum(each.state == "warn" for each in findings)
    yield plain(words.say("doctor.summary", failed=failed, warned=warned))
