"""The world one run of the command line sees, as one value that is passed down.

Tests swap the value instead of patching modules. Nothing here knows of searching.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Literal, TextIO

from searcher.cli.config import UNCONFIGURED, Configuration
from searcher.cli.language import Words
from searcher.cli.render.encoding import READABLE, register_readable
from searcher.cli.render.hyperlinks import understood_by

if TYPE_CHECKING:
    from searcher.cli.library import Library

_HANG: Final = 2

Choice = Literal["auto", "always", "never"]


@dataclass(frozen=True, slots=True)
class Environment:
    """What a command may use of the process it runs in.

    Attributes:
        stdin: Bytes, because articles and queries are UTF-8 whatever the locale says.
        stdout: Where the answer goes.
        stderr: Where everything said about the answer goes.
        stdin_is_tty: Whether a person types into ``stdin``.
        stdout_is_tty: Whether a person reads ``stdout``.
        stderr_is_tty: Whether a person reads ``stderr``.
        variables: The process environment.
        width: Columns of the terminal.
        words: The language spoken.
        library: How the commands reach indexes.
        clock: Seconds that only ever grow.
        today: Which day it is.
        color: What ``--color`` said.
        hyperlinks: What ``--hyperlinks`` said; ``None``: what SEARCHER_HYPERLINKS says.
        quiet: Whether ``--quiet`` was given: only what went wrong is told.
        verbose: Whether ``--verbose`` was given: details are told, too.
        config: What the configuration file and the variables say.
    """

    stdin: BinaryIO
    stdout: TextIO
    stderr: TextIO
    stdin_is_tty: bool
    stdout_is_tty: bool
    stderr_is_tty: bool
    variables: Mapping[str, str]
    width: int
    words: Words
    library: Library
    clock: Callable[[], float]
    today: Callable[[], dt.date]
    color: Choice = "auto"
    hyperlinks: Choice | None = None
    quiet: bool = False
    verbose: bool = False
    config: Configuration = UNCONFIGURED

    @property
    def colored(self) -> bool:
        """Whether ``stdout`` gets colour: a choice, else a capable terminal without NO_COLOR."""
        return self._colored(self.stdout_is_tty)

    @property
    def stderr_colored(self) -> bool:
        """Whether ``stderr`` gets colour, by the same rule."""
        return self._colored(self.stderr_is_tty)

    def _colored(self, is_tty: bool) -> bool:
        if self.color != "auto":
            return self.color == "always"
        plain = self.variables.get("NO_COLOR") or self.variables.get("TERM") == "dumb"
        return is_tty and not plain

    @property
    def linked(self) -> bool:
        """Whether ``stdout`` gets links: a choice, else a terminal known to understand them."""
        choice = self.hyperlinks or self.variables.get("SEARCHER_HYPERLINKS")
        if choice in ("always", "never"):
            return choice == "always"
        return self.stdout_is_tty and understood_by(self.variables)

    @property
    def debug(self) -> bool:
        """Whether an unexpected exception shows its traceback (SEARCHER_DEBUG)."""
        return bool(self.variables.get("SEARCHER_DEBUG"))

    def write(self, text: str) -> None:
        """Write ``text`` to ``stdout`` as it is; it must be safe to print."""
        self.stdout.write(text)

    def answer(self, line: str) -> None:
        """Write a sentence to ``stdout``; it must be safe to print."""
        self.write(self._broken(line, self.stdout_is_tty) + "\n")

    def standard_input(self) -> BinaryIO:
        """Return ``stdin``, after telling a person at a keyboard that something is waited for."""
        if self.stdin_is_tty:
            self.tell(self.words.say("stdin.waiting"))
        return self.stdin

    def abandon_stdout(self) -> None:
        """Give up on ``stdout`` after an error, so that nothing complains when Python exits."""
        with contextlib.suppress(OSError, ValueError):
            self.stdout.flush()
            return
        # What could not be written is still buffered and would be tried again at exit.
        with contextlib.suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.stdout.fileno())
            os.close(nowhere)

    def tell(self, line: str) -> None:
        """Write a line of talk to ``stderr``, unless it is to be quiet."""
        if not self.quiet:
            self.complain(line)

    def detail(self, key: str, **details: object) -> None:
        """Tell a message of the catalog to somebody who wants to know more."""
        if self.verbose:
            self.tell(self.words.say(key, **details))

    def complain(self, line: str) -> None:
        """Write a line of what went wrong to ``stderr``, after what ``stdout`` already got."""
        # Nobody may be listening any more (2>&-), and a full disk or closed pipe on stdout has its
        # own way to be noticed.
        with contextlib.suppress(OSError, ValueError):
            self.stdout.flush()
        with contextlib.suppress(OSError, ValueError):
            self.stderr.write(self._broken(line, self.stderr_is_tty) + "\n")
            self.stderr.flush()

    def _broken(self, line: str, is_tty: bool) -> str:
        """What a person reads is broken between words; but not a path, which is to be copied."""
        words = line.split()
        if not is_tty or len(line) < self.width or not words:
            return line
        if max(map(len, words)) > self.width - _HANG:
            return line
        from searcher.cli.render.layout import Line, Piece
        from searcher.cli.render.wrapping import wrapped

        parts = wrapped(Line((Piece(line),), hang=_HANG), self.width)
        return "\n".join("".join(piece.text for piece in part) for part in parts)

    def warn(self, text: str) -> None:
        """Tell that something went wrong, in the form ``searcher: …``."""
        self.complain(f"searcher: {text}")


def system_environment() -> Environment:
    """Return the real environment of this process."""
    from searcher.cli.installed import InstalledLibrary

    register_readable()
    stdout, stderr = _text_stream(sys.stdout), _text_stream(sys.stderr)
    stdin = sys.stdin.buffer if sys.stdin else Path(os.devnull).open("rb")  # noqa: SIM115
    return Environment(
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        stdin_is_tty=stdin.isatty(),
        stdout_is_tty=stdout.isatty(),
        stderr_is_tty=stderr.isatty(),
        variables=os.environ,
        width=shutil.get_terminal_size().columns,
        words=Words("en"),
        library=InstalledLibrary(),
        clock=time.monotonic,
        today=dt.date.today,
    )


def _text_stream(stream: TextIO | None) -> TextIO:
    """Return a standard stream that never fails on a character; a closed one swallows all."""
    if stream is None:
        return Path(os.devnull).open("w", encoding="utf-8")
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors=READABLE)
    return stream
