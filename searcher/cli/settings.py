"""The settings that a person may want to keep, as one table.

It feeds the file and the variables (``searcher.cli.config``), ``searcher config``, the manual and the
tests. Not for where a setting comes from, nor for what it does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["choice", "switch", "number", "folder", "text"]

ON: Final = "on"
OFF: Final = "off"
_SWITCHES: Final = {
    **dict.fromkeys(("on", "true", "yes", "1"), ON),
    **dict.fromkeys(("off", "false", "no", "0"), OFF),
}
AUTO: Final = "auto"
_WHEN: Final = (AUTO, "always", "never")
VIEWS: Final = (AUTO, "table", "brief", "list")
"""How a page of results may be shown."""


class NotAllowed(ValueError):
    """A value that a setting cannot have."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Attributes:
        name: Its name in the file; the message ``config.about.{name}`` says what it is for.
        kind: What is written for it.
        values: Of a choice: what it may be; of a number: the least and the most.
        default: What it is without file and variable, written as in a variable; ``""`` where that
            depends on something else.
        parameter: The command and its parameter whose default it is, where it is nothing more.
    """

    name: str
    kind: Kind
    values: tuple[str, ...] = ()
    default: str = ""
    parameter: tuple[str, str] | None = None

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"SEARCHER_{self.name.upper()}"

    def from_variable(self, text: str) -> str:
        """Return the value that a variable gives, in its normal form.

        Args:
            text: What the variable holds; not empty.

        Raises:
            NotAllowed: When it cannot be that.
        """
        if self.kind == "switch":
            if text.lower() in _SWITCHES:
                return _SWITCHES[text.lower()]
        elif self.kind == "number":
            if re.fullmatch(r"[0-9]{1,9}", text) and self._in_range(int(text)):
                return str(int(text))
        elif self.name == "lang":
            # What a locale may be called was always allowed here; English is spoken to all but one.
            return "vi" if text.lower().startswith("vi") else "en"
        elif self.kind != "choice" or text in self.values:
            return text
        raise NotAllowed(text)

    def from_file(self, value: object) -> str:
        """Return the value that the file gives, in the same normal form.

        Args:
            value: As TOML has it.

        Raises:
            NotAllowed: When it cannot be that.
        """
        if self.kind == "switch":
            if isinstance(value, bool):
                return ON if value else OFF
        elif self.kind == "number":
            if isinstance(value, int) and not isinstance(value, bool) and self._in_range(value):
                return str(value)
        elif isinstance(value, str) and (
            value in self.values if self.kind == "choice" else value.strip() and "\0" not in value
        ):
            return value
        raise NotAllowed(str(type(value)))

    def _in_range(self, number: int) -> bool:
        least, most = map(int, self.values)
        return least <= number <= most


SETTINGS: Final = (
    Setting("index", "folder"),
    Setting("lang", "choice", ("vi", "en")),
    Setting("color", "choice", _WHEN, "auto"),
    Setting("hyperlinks", "choice", _WHEN, "auto"),
    Setting("view", "choice", VIEWS, AUTO),
    Setting("limit", "number", ("1", "1000"), "10", ("search", "limit")),
    Setting(
        "sort",
        "choice",
        ("relevance", "date", "-date", "title"),
        "relevance",
        ("search", "sort"),
    ),
    Setting("literal", "switch", default=OFF, parameter=("search", "literal")),
    Setting("history", "switch", default=ON),
    Setting("live", "switch", default=ON),
    Setting("editor", "text"),
    Setting("pager", "text"),
)
"""All settings, those that are changed most often first."""

BY_NAME: Final = {each.name: each for each in SETTINGS}

OTHER_VARIABLES: Final = (
    "SEARCHER_CONFIG",
    "SEARCHER_DEBUG",
    "SEARCHER_KERNELS",
    "NO_COLOR",
    "TERM",
    "LC_ALL",
    "LC_MESSAGES",
    "LANG",
    "VISUAL",
    "EDITOR",
)
"""The other variables that are looked at; ``config.variable.{name}`` says what for."""
