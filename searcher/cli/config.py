"""What the configuration file and the variables of the environment say, and which of them counts.

An option on the command line counts first, then a variable, then the file, then the default. There is
one file: that named by ``SEARCHER_CONFIG``, else ``config.toml`` in the user's folder for such things;
a folder one happens to be in configures nothing. Without a file all this costs one look at the disk.

Problems are values, because ``searcher config``, ``doctor`` and ``help`` must work with a broken file.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from searcher.cli.settings import BY_NAME, ON, SETTINGS, NotAllowed, Setting

if TYPE_CHECKING:
    from searcher.cli.language import Words

Origin = Literal["environment", "config", "default"]

PATH_VARIABLE: Final = "SEARCHER_CONFIG"
CONFIGURED_INDEX: Final = "searcher.config.index"
"""Under this name, which no variable can have, the file's index stands among the variables."""
_LARGEST: Final = 64 * 1024
_PLACE: Final = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)\s*$")


@dataclass(frozen=True, slots=True)
class ConfigProblem:
    """Something wrong with a setting.

    Attributes:
        code: What: the message ``config.problem.{code}`` says it.
        details: What the message mentions.
        where: The file, or the name of a variable.
        line: The line of the file, from 1; 0 where it is no matter of a line.
        column: The place on that line, in code points from 0.
        text: That line.
    """

    code: str
    details: Mapping[str, str]
    where: str
    line: int = 0
    column: int = 0
    text: str = ""

    def sentence(self, words: Words) -> str:
        """Return where and what the problem is."""
        place = f"{self.where}:{self.line}:{self.column + 1}" if self.line else self.where
        return f"{place}: {words.say(f'config.problem.{self.code}', **self.details)}"


class Misconfigured(Exception):
    """The settings cannot be obeyed; ``problems`` say why not."""

    def __init__(self, problems: tuple[ConfigProblem, ...]) -> None:
        self.problems = problems
        super().__init__(problems[0].code)


@dataclass(frozen=True, slots=True)
class Configuration:
    """What file and variables say.

    Attributes:
        path: Where the file is, or would be; ``None`` when none is wanted (``SEARCHER_CONFIG=``).
        exists: Whether it is there.
        environment: What variables set: values in normal form by the names of settings.
        file: The same for the file.
        problems: What cannot be obeyed, and is not among the values.
    """

    path: Path | None = None
    exists: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)
    file: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[ConfigProblem, ...] = ()

    def value(self, setting: Setting) -> tuple[str, Origin]:
        """Return the value of a setting and where it comes from."""
        if setting.name in self.environment:
            return self.environment[setting.name], "environment"
        if setting.name in self.file:
            return self.file[setting.name], "config"
        return setting.default, "default"

    def variables(self, process: Mapping[str, str]) -> Mapping[str, str]:
        """Return the variables that a run goes by: those of the process over what the file says."""
        known = {each.variable for each in SETTINGS}
        merged = {name: value for name, value in process.items() if name not in known}
        merged |= {BY_NAME[name].variable: value for name, value in self.file.items()}
        if index := merged.pop(BY_NAME["index"].variable, None):
            merged[CONFIGURED_INDEX] = index
        return merged | {BY_NAME[name].variable: value for name, value in self.environment.items()}

    def defaults(self) -> dict[str, dict[str, Any]]:
        """Return the defaults of options, as click's ``default_map`` wants them."""
        chosen: dict[str, dict[str, Any]] = {}
        for setting in SETTINGS:
            value, origin = self.value(setting)
            if setting.parameter is not None and origin != "default":
                command, parameter = setting.parameter
                is_on: Any = value == ON
                chosen.setdefault(command, {})[parameter] = (
                    is_on if setting.kind == "switch" else value
                )
        return chosen


UNCONFIGURED: Final = Configuration()
"""Neither file nor variables."""


def config_path(variables: Mapping[str, str]) -> Path | None:
    """Return where the file is, or would be; ``None`` when none is wanted.

    Args:
        variables: The environment.
    """
    named = variables.get(PATH_VARIABLE)
    if named is not None:
        return Path(named).expanduser() if named else None
    if sys.platform == "linux":
        # What platformdirs says; importing it would take longer than all the rest of this.
        base = variables.get("XDG_CONFIG_HOME", "").strip()
        home = Path(base) if base else _home(variables) / ".config"
        return home / "searcher" / "config.toml"
    import platformdirs

    return platformdirs.user_config_path("searcher", appauthor=False) / "config.toml"


def _home(variables: Mapping[str, str]) -> Path:
    return Path(variables.get("HOME") or os.path.expanduser("~"))  # noqa: PTH111 - never raises


def load(variables: Mapping[str, str]) -> Configuration:
    """Read the file, if there is one, and the variables. Never raises.

    Args:
        variables: The environment of the process.
    """
    environment, problems = _from_variables(variables)
    path = config_path(variables)
    if path is None:
        return Configuration(None, False, environment, {}, tuple(problems))
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        if PATH_VARIABLE in variables:
            problems.append(ConfigProblem("no-file", {"path": str(path)}, PATH_VARIABLE))
        return Configuration(path, False, environment, {}, tuple(problems))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problems.append(ConfigProblem("unreadable", {"reason": reason}, str(path)))
        return Configuration(path, True, environment, {}, tuple(problems))
    values, wrong = parse(raw, str(path))
    if "index" in values:
        index = Path(os.path.expanduser(values["index"]))  # noqa: PTH111 - never raises
        values["index"] = os.path.abspath(path.parent / index)  # noqa: PTH100 - links are kept
    return Configuration(path, True, environment, values, (*problems, *wrong))


def _from_variables(variables: Mapping[str, str]) -> tuple[dict[str, str], list[ConfigProblem]]:
    values: dict[str, str] = {}
    problems = []
    for setting in SETTINGS:
        if text := variables.get(setting.variable):
            try:
                values[setting.name] = setting.from_variable(text)
            except NotAllowed:
                problems.append(_not_allowed(setting, text, setting.variable))
    return values, problems


def _not_allowed(
    setting: Setting, written: str, where: str, line: int = 0, column: int = 0, text: str = ""
) -> ConfigProblem:
    in_file = bool(line)
    details = {"name": setting.name, "value": written}
    if setting.kind == "number":
        details["minimum"], details["maximum"] = setting.values
    elif setting.kind == "switch":
        details["values"] = "true, false" if in_file else "on, off"
    elif setting.kind == "choice":
        quoted = (f'"{value}"' if in_file else value for value in setting.values)
        details["values"] = ", ".join(quoted)
    code = {"switch": "choice", "folder": "text"}.get(setting.kind, setting.kind)
    return ConfigProblem(code, details, where, line, column, text)


def parse(raw: bytes, where: str) -> tuple[dict[str, str], tuple[ConfigProblem, ...]]:
    """Return what a file says, and what of it cannot be obeyed, with its place.

    Args:
        raw: The bytes of the file, whatever they are.
        where: Its name, for problems.
    """
    if len(raw) > _LARGEST:
        details = {"most": str(_LARGEST // 1024)}
        return {}, (ConfigProblem("too-large", details, where),)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode("utf-8-sig", "replace")
        line = before.count("\n")
        shown = raw.decode("utf-8-sig", "replace").split("\n")[line]
        column = len(before.rpartition("\n")[2])
        return {}, (ConfigProblem("not-utf-8", {}, where, line + 1, column, shown),)
    lines = text.replace("\r\n", "\n").split("\n")
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return {}, (_syntax(error, lines, where),)
    values: dict[str, str] = {}
    problems: list[ConfigProblem] = []
    for name, value in table.items():
        number, key_at, value_at = _place_of(name, lines)
        line_text = lines[number - 1]
        setting = BY_NAME.get(name)
        if setting is None:
            problems.append(_unknown(name, where, number, key_at, line_text))
            continue
        try:
            values[name] = setting.from_file(value)
        except NotAllowed:
            written = line_text[value_at:].strip() or type(value).__name__
            problems.append(_not_allowed(setting, written, where, number, value_at, line_text))
    return values, tuple(problems)


def _syntax(error: Exception, lines: list[str], where: str) -> ConfigProblem:
    message = "nested too deeply" if isinstance(error, RecursionError) else str(error)
    place = _PLACE.search(message)
    number, column = len(lines), len(lines[-1])
    if place and place[1]:
        number, column = min(int(place[1]), len(lines)), int(place[2]) - 1
    elif place is None:
        number, column = 1, 0
    detail = _PLACE.sub("", message)
    text = lines[number - 1]
    return ConfigProblem("syntax", {"detail": detail}, where, number, min(column, len(text)), text)


def _unknown(name: str, where: str, line: int, column: int, text: str) -> ConfigProblem:
    from difflib import get_close_matches

    details = {"name": name, "names": ", ".join(BY_NAME)}
    if near := get_close_matches(name.lower(), BY_NAME, n=1):
        return ConfigProblem(
            "unknown-near", {"name": name, "near": near[0]}, where, line, column, text
        )
    return ConfigProblem("unknown", details, where, line, column, text)


def _place_of(name: str, lines: list[str]) -> tuple[int, int, int]:
    """Return the line of a key (from 1), its column and that of its value (from 0)."""
    key = re.compile(rf"""\s*\[*\s*(["']?){re.escape(name)}\1[^=]*?(=\s*|\]|$)""")
    for number, line in enumerate(lines, 1):
        if found := key.match(line):
            return number, len(line) - len(line.lstrip()), min(found.end(), len(line))
    return 1, 0, 0
