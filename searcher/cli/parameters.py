"""What options take, and the options that several commands have.

Not the commands (``searcher.cli.parsing``), nor options that belong to one area: ``selection``,
``forms``, ``indexing``.
"""

# ruff: noqa: ARG002 - click decides what its hooks are given.

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from searcher.cli.language import Words

# Generic since click 8.4, for the type checker only.
if TYPE_CHECKING:
    _NumberType = click.ParamType[int]
    _WordType = click.ParamType[str]
else:
    _NumberType = _WordType = click.ParamType


class WholeNumber(_NumberType):
    """A whole number from ``minimum`` up to ``maximum``."""

    name = "number"

    def __init__(self, words: Words, maximum: int, minimum: int = 1) -> None:
        self.words = words
        self.maximum = maximum
        self.minimum = minimum

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Return ``value`` as a number, or fail in the language of the run."""
        text = str(value).strip()
        # More digits than this are out of range whatever they say, and slow to convert.
        if re.fullmatch(r"\+?[0-9]{1,18}", text) and self.minimum <= int(text) <= self.maximum:
            return int(text)
        limits = {"minimum": self.minimum, "maximum": self.maximum}
        return self.fail(self.words.say("usage.whole-number", value=text, **limits))


class OneOf(_WordType):
    """One of a few words."""

    name = "choice"

    def __init__(self, words: Words, values: Sequence[str]) -> None:
        self.words = words
        self.values = tuple(values)

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Return ``value``, or fail in the language of the run."""
        if value in self.values:
            return str(value)
        return self.fail(self.words.say("usage.one-of", value=value, values=", ".join(self.values)))


def index_option(words: Words) -> click.Option:
    """Return ``--index DIR``, which every command has that reads an index."""
    return click.Option(
        ["--index"], metavar=words.say("help.dir-metavar"), help=words.say("option.index")
    )


def json_option(words: Words) -> click.Option:
    """Return the flag ``--json``."""
    return click.Option(["--json", "as_json"], is_flag=True, help=words.say("option.json"))


def limit_option(
    words: Words, key: str, *, default: int, maximum: int, minimum: int = 1
) -> click.Option:
    """Return ``-n N``: at most so many of what a command lists.

    Args:
        words: The language to speak.
        key: The message that explains it.
        default: How many without it.
        maximum: The most.
        minimum: The fewest.
    """
    return click.Option(
        ["-n", "--limit"],
        type=WholeNumber(words, maximum, minimum),
        default=default,
        metavar="N",
        help=words.say(key, default=default),
    )
