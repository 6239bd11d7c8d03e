"""``searcher config``: the settings in force and where they come from; a file to begin with.

The object of ``config --json``; its keys keep their names and meaning within a schema number::

    {"schema": 1, "path": str or null, "exists": bool,
     "settings": [{"name": str, "value": str or null, "origin": str, "variable": str}, …],
     "problems": [{"where": str, "line": int or null, "column": int or null, "message": str}, …]}

Origins are "option", "environment", "config", "locale" and "default". Into a pipe the settings are
lines of name, value and origin, with tabs between them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import click

from searcher.cli.config import config_path
from searcher.cli.failures import FAILED, tell_problem
from searcher.cli.parameters import json_option
from searcher.cli.parsing import SpokenCommand
from searcher.cli.render.layout import Line, Piece, plain
from searcher.cli.render.output import write_json, write_lines
from searcher.cli.render.results import SCHEMA
from searcher.cli.render.safe import display_width, neutralise, pad
from searcher.cli.settings import SETTINGS, Setting

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words

_COMMENT_COLUMNS = 96


class InForce(NamedTuple):
    """A setting as it is."""

    setting: Setting
    value: str
    origin: str


def command(words: Words) -> click.Command:
    """Return the command."""
    return SpokenCommand(
        words,
        "config",
        [
            *(
                click.Option(
                    [f"--{name}", "action"],
                    flag_value=name,
                    help=words.say(f"config.option.{name}"),
                )
                for name in ("path", "example", "init")
            ),
            json_option(words),
        ],
        run,
    )


def run(env: Environment, *, action: str | None, as_json: bool) -> int:
    """Show the settings, or what ``action`` says.

    Args:
        env: The environment of the run.
        action: ``"path"``, ``"example"``, ``"init"`` or ``None``.
        as_json: Write the object described at the top of this module.

    Returns:
        0, or 2 if something cannot be obeyed or written.
    """
    if action == "example":
        env.write(example(env.words))
        return 0
    if action == "init":
        return _init(env)
    config = env.config
    if action == "path":
        if config.path is None:
            env.warn(env.words.say("config.unwanted"))
            return FAILED
        env.write(neutralise(str(config.path)) + "\n")
        return 0
    rows = list(in_force(env))
    if as_json:
        write_json(
            env,
            {
                "schema": SCHEMA,
                "path": None if config.path is None else str(config.path),
                "exists": config.exists,
                "settings": [
                    {
                        "name": row.setting.name,
                        "value": row.value or None,
                        "origin": row.origin,
                        "variable": row.setting.variable,
                    }
                    for row in rows
                ],
                "problems": [
                    {
                        "where": each.where,
                        "line": each.line or None,
                        "column": each.column + 1 if each.line else None,
                        "message": each.sentence(env.words),
                    }
                    for each in config.problems
                ],
            },
        )
    else:
        write_lines(env, _lines(env, rows))
    for problem in config.problems:
        tell_problem(env, problem)
    return FAILED if config.problems else 0


def in_force(env: Environment) -> Iterator[InForce]:
    """Yield every setting with its value and where that comes from."""
    for setting in SETTINGS:
        value, origin = env.config.value(setting)
        source: str = origin
        if setting.name == "lang":
            spoken = env.words.language
            if value != spoken:
                source = "locale" if origin == "default" and not _asked(env) else "option"
            value = spoken
        elif setting.name == "color" and env.color not in ("auto", value):
            value, source = env.color, "option"
        elif setting.name == "index" and not value:
            value = str(env.library.locate(None, None, env.variables).path)
        yield InForce(setting, value, source)


def _asked(env: Environment) -> bool:
    from searcher.cli.language import decide_language

    return decide_language((), env.variables) != env.words.language


def _lines(env: Environment, rows: list[InForce]) -> Iterator[Line]:
    words = env.words
    if not env.stdout_is_tty:
        for row in rows:
            yield plain(f"{row.setting.name}\t{neutralise(row.value)}\t{row.origin}")
        return
    names = max(display_width(row.setting.name) for row in rows) + 2
    origins = [
        words.say(f"config.from.{row.origin}", variable=row.setting.variable) for row in rows
    ]
    widest = max(map(display_width, origins)) + 2
    for row, origin in zip(rows, origins, strict=True):
        value = neutralise(row.value) or words.say("config.empty")
        style = "faint" if row.origin in ("default", "locale") else "number"
        lead = Piece(pad(row.setting.name, names), "meta")
        yield Line((Piece(pad(origin, widest), "faint"), Piece(value, style)), lead=lead)  # type: ignore[arg-type]
    yield Line()
    yield plain(_about_file(env), "faint")


def _about_file(env: Environment) -> str:
    if env.config.path is None:
        return env.words.say("config.file-unwanted")
    key = "config.file" if env.config.exists else "config.no-file"
    return env.words.say(key, path=env.config.path)


def about(setting: Setting, words: Words) -> str:
    """Return what a setting is for, what it may be and which variable sets it."""
    said = [words.say(f"config.about.{setting.name}")]
    if setting.kind == "number":
        said.append(words.say("config.range", minimum=setting.values[0], maximum=setting.values[1]))
    elif setting.kind == "choice":
        said.append(words.say("config.of", values=", ".join(setting.values)))
    said.append(words.say("config.variable", variable=setting.variable))
    return " ".join(said)


def example(words: Words) -> str:
    """Return a file that explains every setting and changes none."""
    import textwrap

    samples = {
        "index": '"~/index"',
        "lang": f'"{words.language}"',
        "editor": '"nano"',
        "pager": '"less -R"',
    }
    lines = [f"# {line}" for line in words.say("config.example").splitlines()]
    for setting in SETTINGS:
        if setting.kind == "switch":
            written = "true" if setting.default == "on" else "false"
        elif setting.kind == "number":
            written = setting.default
        else:
            written = samples.get(setting.name) or f'"{setting.default}"'
        told = textwrap.wrap(about(setting, words), _COMMENT_COLUMNS, break_long_words=False)
        lines += ["", *(f"# {line}" for line in told), f"#{setting.name} = {written}"]
    return "\n".join(lines) + "\n"


def _init(env: Environment) -> int:
    path = config_path(env.variables)
    if path is None:
        env.warn(env.words.say("config.unwanted"))
        return FAILED
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        env.warn(env.words.say("config.exists", path=path))
        return FAILED
    with os.fdopen(file, "w", encoding="utf-8") as stream:
        stream.write(example(env.words))
    env.write(env.words.say("config.written", path=path) + "\n")
    return 0
