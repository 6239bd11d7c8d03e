r"""The commands of a session: how they are declared, found by what was typed, and given arguments.

The same declarations feed ``\help``, completion and the test that every command has help in both
languages. Not for what a command does (``commands/``).
"""

from __future__ import annotations

import importlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from searcher.errors import SearcherError

if TYPE_CHECKING:
    from searcher.cli.language import Words

Kind = Literal["number", "word", "rest", "file"]

PREFIXES: Final = "\\:"
# An exclamation mark may follow the name at once, as in :w! of other programs.
_CALL: Final = re.compile(r"[\\:]([^\W\d_][\w-]*|\?)(?:\s+(.*)|(!.*))?", re.DOTALL)
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
_QUOTES: Final = ("'", '"')


class Refusal(SearcherError):
    """What a session says when it cannot do what was typed, already in the language of the run."""

    code: ClassVar[str] = "repl-refused"
    template: ClassVar[str] = "{sentence}"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a command.

    Attributes:
        name: What help calls it: the message ``repl.argument.{name}``.
        kind: ``"number"``: a whole number from 1, given as ``int``. ``"word"``: up to the next blank.
            ``"rest"``: all that follows. ``"file"``: the same, without quotation marks around it.
        optional: Whether it may be left out; the command then gets ``None``.
        values: What it may be, for completion; ``one_of`` says whether nothing else is accepted.
        one_of: Whether it must be one of ``values``.
    """

    name: str
    kind: Kind = "rest"
    optional: bool = False
    values: tuple[str, ...] = ()
    one_of: bool = False


@dataclass(frozen=True, slots=True)
class Special:
    """A command.

    Attributes:
        name: Its English name, without prefix.
        aliases: Other names, the shortest first.
        arguments: What it takes, optional ones last.
        key: Where its help is in the catalogs.
        run: Takes the session and a value for each argument.
    """

    name: str
    aliases: tuple[str, ...]
    arguments: tuple[Argument, ...]
    key: str
    run: Callable[..., None]

    def usage(self, words: Words) -> str:
        r"""Return how it is typed: ``\page K``."""
        shown = [words.say(f"repl.argument.{each.name}") for each in self.arguments]
        taken = (
            f"[{name}]" if argument.optional else name
            for name, argument in zip(shown, self.arguments, strict=True)
        )
        return " ".join((f"\\{self.name}", *taken))


_SPECIALS: Final[dict[str, Special]] = {}
# By their bare form, with the spelling that is shown.
_NAMES: Final[dict[str, tuple[str, Special]]] = {}


def special(
    name: str,
    aliases: Sequence[str] = (),
    *,
    arguments: Sequence[Argument] = (),
    key: str,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare the decorated function to be a command.

    Args:
        name: Its English name.
        aliases: Other names.
        arguments: What it takes.
        key: Where its help is in the catalogs.
    """

    def declare(run: Callable[..., None]) -> Callable[..., None]:
        command = Special(name, tuple(aliases), tuple(arguments), key, run)
        for each in (name, *aliases):
            if _bare(each) in _NAMES:
                raise ValueError(f"two commands are called {each}")
            _NAMES[_bare(each)] = each, command
        _SPECIALS[name] = command
        return run

    return declare


def specials() -> tuple[Special, ...]:
    """Return all commands, in the order of their groups."""
    from searcher.cli.repl.commands import GROUPS

    for group in GROUPS:
        importlib.import_module(f"searcher.cli.repl.commands.{group}")
    return tuple(_SPECIALS.values())


def split_call(line: str) -> tuple[str, str] | None:
    r"""Return the name and the arguments in a line that calls a command, else ``None``.

    ``:)`` calls nothing.
    """
    call = _CALL.fullmatch(line.strip())
    return call and (call[1], (call[2] or call[3] or "").strip())


def find(name: str) -> Special | None:
    """Return the command of a name, an alias, or what a keyboard driver made of one."""
    specials()
    bare = _bare(name)
    if bare not in _NAMES and not name.isascii():
        keys = _keys(name)
        bare = next((known for known in _NAMES if sorted(known) == keys), bare)
    return _NAMES[bare][1] if bare in _NAMES else None


def nearest(name: str) -> str | None:
    """Return the name that was probably meant, if any is like it."""
    specials()
    near = get_close_matches(_bare(name), [each for each in _NAMES if len(each) > 1], n=1)
    return _NAMES[near[0]][0] if near else None


def _bare(name: str) -> str:
    """A name without marks, hyphens and capitals."""
    letters = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return "".join(char for char in letters if char.isalnum() or char == "?")


# What was struck for a mark, by Telex; which keys they were, but not when, can be told from a letter.
_STRUCK: Final = dict(
    zip(
        "\N{COMBINING ACUTE ACCENT}\N{COMBINING GRAVE ACCENT}\N{COMBINING HOOK ABOVE}"
        "\N{COMBINING TILDE}\N{COMBINING DOT BELOW}\N{COMBINING HORN}\N{COMBINING BREVE}",
        "sfrxjww",
        strict=True,
    )
)
_CIRCUMFLEX: Final = "\N{COMBINING CIRCUMFLEX ACCENT}"


def _keys(name: str) -> list[str]:
    """The keys of a name that was typed with Telex on, in the order of the alphabet."""
    keys: list[str] = []
    for char in unicodedata.normalize("NFD", name.casefold().replace("đ", "dd")):
        if char == _CIRCUMFLEX and keys:
            char = keys[-1]
        char = _STRUCK.get(char, char)
        if char.isalnum():
            keys.append(char)
    return sorted(keys)


def arguments_of(command: Special, text: str, words: Words) -> list[int | str | None]:
    """Return the values that were typed for the arguments of a command.

    Args:
        command: The command.
        text: What stands behind its name.
        words: The language to refuse in.

    Raises:
        Refusal: When something is missing, too much or of another kind.
    """
    values: list[int | str | None] = []
    rest = text.strip()
    for argument in command.arguments:
        if argument.kind in ("number", "word"):
            typed, _, rest = rest.partition(" ")
            rest = rest.strip()
        else:
            typed, rest = rest, ""
        values.append(_value(command, argument, typed, words))
    if rest:
        usage = command.usage(words)
        raise Refusal(sentence=words.say("repl.surplus", text=rest, usage=usage))
    return values


def _value(command: Special, argument: Argument, typed: str, words: Words) -> int | str | None:
    if not typed:
        if argument.optional:
            return None
        name = words.say(f"repl.argument.{argument.name}")
        usage = command.usage(words)
        raise Refusal(sentence=words.say("repl.missing", argument=name, usage=usage))
    if argument.kind == "number":
        if not _NUMBER.fullmatch(typed) or not int(typed):
            raise Refusal(sentence=words.say("repl.no-number", text=typed))
        return int(typed)
    if argument.kind == "file" and len(typed) > 1 and typed[0] == typed[-1] in _QUOTES:
        typed = typed[1:-1]
    if argument.one_of and typed not in argument.values:
        values = ", ".join(argument.values)
        raise Refusal(sentence=words.say("usage.one-of", value=typed, values=values))
    return typed
