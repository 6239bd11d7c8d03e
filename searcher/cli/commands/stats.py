"""``searcher stats``: what the index holds.

The object of ``stats --json``; its keys keep their names and meaning within a schema number::

    {"schema": 1, "path": str, "articles": int, "deleted": int, "segments": int,
     "generation": int, "size_bytes": int,
     "added_bytes": int,                     what of it articles take that programs have added
     "terms": int, "tokens": int, "compounds": int,
     "created": str, "updated": str,                                ISO 8601, UTC
     "encodings": {name: int, …},            what the articles were in, and how many in each
     "sources": [{"path": str, "files": int, "articles": int}, …]}
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from searcher.cli.opening import opened
from searcher.cli.parameters import index_option, json_option
from searcher.cli.parsing import SpokenCommand
from searcher.cli.render.layout import Line, Piece
from searcher.cli.render.output import write_json, write_lines
from searcher.cli.render.results import SCHEMA
from searcher.cli.render.safe import display_width, neutralise, pad

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words
    from searcher.index import IndexStats


def command(words: Words) -> click.Command:
    """Return the command."""
    return SpokenCommand(words, "stats", [json_option(words), index_option(words)], run)


def run(env: Environment, *, as_json: bool, index: str | None) -> int:
    """Show what the index holds.

    Args:
        env: The environment of the run.
        as_json: Write the object described at the top of this module.
        index: What ``--index`` said.

    Returns:
        0.
    """
    with opened(env, index) as archive:
        path, stats = archive.path, archive.stats()
    if as_json:
        write_json(env, _json(path, stats))
    else:
        write_lines(env, stats_lines(path, stats, env.words))
    return 0


def _json(path: Path, stats: IndexStats) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "path": str(path),
        "articles": stats.articles,
        "deleted": stats.deleted,
        "segments": stats.segments,
        "generation": stats.generation,
        "size_bytes": stats.size_bytes,
        "added_bytes": stats.added_bytes,
        "terms": stats.terms,
        "tokens": stats.tokens,
        "compounds": stats.compounds,
        "created": dt.datetime.fromtimestamp(stats.created, dt.timezone.utc).isoformat(),
        "updated": dt.datetime.fromtimestamp(stats.updated, dt.timezone.utc).isoformat(),
        "encodings": dict(stats.encodings),
        "sources": [
            {"path": source.path, "files": source.files, "articles": source.articles}
            for source in stats.sources
        ],
    }


def stats_lines(path: Path, stats: IndexStats, words: Words) -> Iterator[Line]:
    """Return what an index holds as a person reads it."""
    rows = [
        ("path", neutralise(str(path))),
        ("articles", words.number(stats.articles)),
        ("deleted", words.number(stats.deleted)),
        ("terms", words.number(stats.terms)),
        ("tokens", words.number(stats.tokens)),
        ("compounds", words.number(stats.compounds)),
        ("size", words.size(stats.size_bytes)),
        *([("added", words.size(stats.added_bytes))] if stats.added_bytes else []),
        ("segments", words.number(stats.segments)),
        ("generation", words.number(stats.generation)),
        ("created", _time(stats.created, words)),
        ("updated", _time(stats.updated, words)),
    ]
    rows += [
        ("encoding", words.say("stats.of-encoding", name=encoding, count=count))
        for encoding, count in stats.encodings
    ]
    rows += [
        (
            "source",
            words.say("stats.of-source", path=each.path, files=each.files, articles=each.articles),
        )
        for each in stats.sources
    ]
    labels = [words.say(f"stats.{key}") for key, _ in rows]
    columns = max(map(display_width, labels)) + 2
    for label, (_, value) in zip(labels, rows, strict=True):
        yield Line((Piece(value),), lead=Piece(pad(label, columns), "meta"))


def _time(seconds: float, words: Words) -> str:
    local = dt.datetime.fromtimestamp(seconds).astimezone()
    return f"{words.date(local)} {local:%H:%M}"
