"""The manual: a man page, and a page of all commands in each language, made of what ``--help`` says.

``python -m searcher.cli.manual docs`` writes them; a test fails when one is stale. Nothing is said here
that is not in the message catalogs, and nothing here is imported by the program itself.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from searcher.cli.commands.config import about
from searcher.cli.language import Language, Words
from searcher.cli.option_groups import grouped
from searcher.cli.parsing import SpokenGroup
from searcher.cli.settings import OTHER_VARIABLES, SETTINGS

EXIT_CODES: Final = (0, 1, 2, 75, 130)
FILES: Final = ("searcher.1", "commands.md", "commands.vi.md")


class Entry:
    """A command as the manual sees it."""

    def __init__(self, words: Words, context: click.Context) -> None:
        command = context.command
        name = command.name if context.parent else "searcher"
        self.name: Final = context.command_path
        pieces = " ".join(command.collect_usage_pieces(context))
        self.usage: Final = f"{context.command_path} {pieces}"
        self.paragraphs: Final = words.say(f"help.{name}").split("\n\n")
        self.examples: Final = words.say(f"help.{name}.examples")
        options = [each for each in command.get_params(context) if isinstance(each, click.Option)]
        self.sections: Final = [
            (
                words.say(f"help.{key}"),
                [record for each in own if (record := _record(each, context))],
            )
            for key, own in grouped(options)
        ]


def _record(option: click.Option, context: click.Context) -> tuple[str, str] | None:
    return option.get_help_record(context)


def entries(words: Words) -> Iterator[Entry]:
    """Yield the program and all its commands, in the order of ``--help``."""
    group = SpokenGroup(words)
    root = click.Context(group, info_name="searcher")
    yield Entry(words, root)
    for name in group.list_commands(root):
        command = group.get_command(root, name)
        assert command is not None  # noqa: S101 - it is listed
        yield Entry(words, click.Context(command, info_name=name, parent=root))


def markdown(language: Language) -> str:
    """Return the page of all commands."""
    words = Words(language)
    lines = [f"# {words.say('manual.title')}", "", words.say("manual.made")]
    for entry in entries(words):
        lines += ["", f"## {entry.name}", "", "```text", entry.usage, "```"]
        for paragraph in entry.paragraphs:
            lines += ["", _md(paragraph)]
        for heading, rows in entry.sections:
            lines += ["", f"**{heading}**", ""]
            lines += [f"- `{option}` – {_md(told)}" for option, told in rows]
        lines += ["", f"**{words.say('help.examples')}**", "", "```sh", entry.examples, "```"]
    lines += ["", f"## {words.say('manual.exit-codes')}", ""]
    lines += [f"- `{code}` – {words.say(f'manual.exit.{code}')}" for code in EXIT_CODES]
    lines += ["", f"## {words.say('manual.settings')}", "", words.say("manual.settings.about"), ""]
    for setting in SETTINGS:
        default = words.say("manual.default", value=setting.default) if setting.default else ""
        lines.append(
            f"- `{setting.name}` – {_md(' '.join((about(setting, words), default)).strip())}"
        )
    lines += ["", f"## {words.say('manual.variables')}", ""]
    lines += [
        f"- `{name}` – {_md(words.say(f'config.variable.{name}'))}" for name in OTHER_VARIABLES
    ]
    return "\n".join(lines) + "\n"


def _md(text: str) -> str:
    return re.sub(r"([*_<>\[\]`|\\])", r"\\\1", text)


def roff() -> str:
    """Return the man page, in English, in the macros of man(7)."""
    from searcher import __version__

    words = Words("en")
    first, *commands = entries(words)
    lines = [
        '.\\" Made of what --help says by python -m searcher.cli.manual; changes here are lost.',
        f'.TH SEARCHER 1 "" "searcher {__version__}" "{words.say("manual.title")}"',
        ".SH NAME",
        "searcher \\- full\\-text search for Vietnamese, in the terminal",
        ".SH SYNOPSIS",
        f".B {_roff(first.usage)}",
        ".SH DESCRIPTION",
        *_paragraphs(first.paragraphs),
        *_options(first),
        ".SH COMMANDS",
    ]
    for entry in commands:
        lines += [f".SS {_roff(entry.name)}", f".B {_roff(entry.usage)}"]
        lines += [*_paragraphs(entry.paragraphs), *_options(entry), ".PP", _roff("Examples:")]
        lines += _code(entry.examples)
    lines += [".SH EXIT STATUS"]
    for code in EXIT_CODES:
        lines += [".TP", f".B {code}", _roff(words.say(f"manual.exit.{code}"))]
    lines += [".SH FILES", _roff(words.say("manual.settings.about"))]
    for setting in SETTINGS:
        lines += [".TP", f".B {_roff(setting.name)}", _roff(about(setting, words))]
    lines += [".SH ENVIRONMENT"]
    for name in OTHER_VARIABLES:
        lines += [".TP", f".B {_roff(name)}", _roff(words.say(f"config.variable.{name}"))]
    lines += [".SH EXAMPLES", *_code(first.examples)]
    return "\n".join(lines) + "\n"


def _paragraphs(paragraphs: list[str]) -> Iterator[str]:
    for paragraph in paragraphs:
        yield from (".PP", _roff(paragraph))


def _options(entry: Entry) -> Iterator[str]:
    for heading, rows in entry.sections:
        yield from (".PP", f"{_roff(heading)}:")
        for option, told in rows:
            yield from (".TP", f".B {_roff(option)}", _roff(told))


def _code(text: str) -> list[str]:
    return [".PP", ".nf", ".RS 4", *map(_roff, text.splitlines()), ".RE", ".fi"]


def _roff(text: str) -> str:
    """Escape what roff gives a meaning: backslashes, hyphens, and signs that begin a line."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("\n", " ")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


def pages() -> dict[str, str]:
    """Return the text of every file by its name."""
    return dict(zip(FILES, (roff(), markdown("en"), markdown("vi")), strict=True))


def main(folder: str) -> None:
    """Write the manual into a folder."""
    for name, text in pages().items():
        (Path(folder) / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
