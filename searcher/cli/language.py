"""Which language a run speaks, and saying a message, a number or a date in it.

Not the messages themselves: those stand in ``searcher.cli.messages``.
"""

from __future__ import annotations

import datetime as dt
import errno
import os
import string
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, Literal

from searcher.cli.messages import catalog, later
from searcher.cli.render.safe import neutralise

if TYPE_CHECKING:
    from searcher.articles.model import Problem
    from searcher.errors import SearcherError

Language = Literal["vi", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")


def decide_language(argv: Sequence[str], variables: Mapping[str, str]) -> Language:
    """Return the language to speak: ``--lang``, else ``SEARCHER_LANG``, else the locale.

    It is decided before the command line is parsed, because help and usage errors need it.

    Args:
        argv: The arguments, program name excluded; those after ``--`` are not looked at.
        variables: The process environment.

    Returns:
        ``"vi"`` or ``"en"``; English for anything that is not Vietnamese.
    """
    options = argv[: argv.index("--")] if "--" in argv else argv
    for position, argument in enumerate(options):
        if argument == "--lang" and position + 1 < len(options):
            return _named(options[position + 1])
        if argument.startswith("--lang="):
            return _named(argument.removeprefix("--lang="))
    for variable in ("SEARCHER_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := variables.get(variable):
            return _named(value)
    return "en"


def _named(value: str) -> Language:
    return "vi" if value.lower().startswith("vi") else "en"


class Words:
    """One language's messages, numbers and dates.

    Attributes:
        language: The language spoken.
    """

    def __init__(self, language: Language) -> None:
        self.language: Final = language
        self._messages: Final = catalog(language)

    def say(self, key: str, **details: object) -> str:
        """Return a message.

        Args:
            key: Its name in the catalog. With a detail ``count`` of 1 the message ``key.one`` is
                preferred where the language has one.
            **details: What its template mentions. Whole numbers are written the way the language
                writes them; text is made safe to print.
        """
        if key not in self._messages:
            self._messages.update(later(key.partition(".")[0], self.language))
        template = self._messages[key]
        if details.get("count") == 1:
            template = self._messages.get(f"{key}.one", template)
        return self._fill(template, details)

    def error(self, error: SearcherError, **known: str) -> str:
        """Return the sentence for an exception of the library.

        Args:
            error: The exception.
            **known: Details of it that are known in this language.
        """
        # English is the exception's own template, so that it exists once.
        template = self._messages.get(f"error.{error.code}", type(error).template)
        details = {**error.details, **known}
        command = str(details.get("command"))
        if command.startswith(_WITH_A_FOLDER):
            rest = command.removeprefix(_WITH_A_FOLDER)
            details["command"] = f"searcher index {self.say('command.folder')}{rest}"
        return self._fill(template, details)

    def problem(self, problem: Problem) -> str:
        """Return why a file or record was skipped, without its path."""
        template = self._messages.get(f"problem.{problem.code}")
        if template is None:
            from searcher.articles.problems import PROBLEM_TEMPLATES

            template = PROBLEM_TEMPLATES.get(problem.code, problem.code)
        return self._fill(template, {"path": problem.path, **problem.details})

    def of_system(self, error: OSError) -> str:
        """Return the sentence for an exception of the system, with the file that it is about."""
        key = OS_MESSAGES.get(error.errno or 0)
        reason = self.say(key) if key else error.strerror or type(error).__name__
        if error.filename is None:
            return self.say("os.without-path", reason=reason)
        name = error.filename
        path = name.decode(errors="replace") if isinstance(name, bytes) else str(name)
        return self.say("os.with-path", path=path, reason=reason)

    def _reason(self, reason: str) -> str:
        """A reason, in this language where it is one that the system gave in English."""
        said = (key for code, key in OS_MESSAGES.items() if os.strerror(code) == reason)
        return self._messages.get(next(said, ""), reason)

    def number(self, value: float, decimals: int = 0) -> str:
        """Return a number with its thousands grouped: 1.234,5 in Vietnamese, 1,234.5 in English."""
        written = f"{value:,.{decimals}f}"
        return written.translate(_VIETNAMESE_SEPARATORS) if self.language == "vi" else written

    def size(self, size: int) -> str:
        """Return a number of bytes as a person reads it: 12,3 MB."""
        if size < _MEGABYTE:
            return f"{self.number(size / 1_000, 1)} kB"
        return f"{self.number(size / _MEGABYTE, 1)} MB"

    def date(self, day: dt.date) -> str:
        """Return a day as dd/mm/yyyy, the order Vietnamese and most English readers write."""
        return f"{day.day:02}/{day.month:02}/{day.year:04}"

    def _fill(self, template: str, details: Mapping[str, object]) -> str:
        said = {
            name: self._reason(value) if name in _REASONS and isinstance(value, str) else value
            for name, value in details.items()
        }
        return _LENIENT.vformat(template, (), {k: self._shown(v) for k, v in said.items()})

    def _shown(self, value: object) -> str:
        if isinstance(value, int) and not isinstance(value, bool):
            return self.number(value)
        if isinstance(value, float):
            return self.number(value, 1)
        if isinstance(value, dt.date):
            return self.date(value)
        return neutralise(str(value))


OS_MESSAGES: Final = {
    errno.ENOENT: "os.not-found",
    errno.ENOTDIR: "os.not-found",
    errno.EISDIR: "os.is-folder",
    errno.EACCES: "os.no-permission",
    errno.EPERM: "os.no-permission",
    errno.ENOSPC: "os.disk-full",
    errno.EDQUOT: "os.quota",
    errno.EFBIG: "os.too-large",
    errno.EIO: "os.input-output",
    errno.EROFS: "os.read-only",
}
"""The messages for what a system says of a file."""

_REASONS: Final = ("reason", "why")

# What stands for something to be typed is a word of the language, too.
_WITH_A_FOLDER: Final = "searcher index FOLDER"
_MEGABYTE: Final = 1_000_000
_VIETNAMESE_SEPARATORS: Final = str.maketrans(",.", ".,")


class _Lenient(string.Formatter):
    """Fills a template even if a detail is missing: a message must never fail while reporting."""

    def get_value(
        self,
        key: int | str,
        args: Sequence[object],  # noqa: ARG002 - the signature of string.Formatter
        kwargs: Mapping[str, object],
    ) -> object:
        return kwargs.get(str(key), "?")


_LENIENT: Final = _Lenient()
