"""Settings: which articles are found, in what order, and how much of them is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searcher.cli.render.layout import Line, Piece
from searcher.cli.render.output import write_lines
from searcher.cli.render.safe import display_width, neutralise, pad
from searcher.cli.repl.registry import Argument, special
from searcher.cli.repl.settings import (
    SETTINGS,
    SWITCH,
    Settings,
    changed,
    shown,
)
from searcher.cli.selection import SORTS

if TYPE_CHECKING:
    from searcher.cli.repl.session import Session

# Beside a longer one, such as the names of several sources, the others stand in line all the same.
_WIDEST_VALUE: Final = 16
_NAMES_PER_FIELD = ("source", "section", "author")


def change(session: Session, name: str, typed: str | None) -> None:
    """Change a setting, tell so, and search again for what was searched for.

    Args:
        session: The session.
        name: The setting.
        typed: What it is to be; ``None``: what it was at the beginning.

    Raises:
        SearcherError: When it cannot be that; it then stays as it was.
    """
    env = session.env
    settings = changed(session.settings, name, typed, env.words, env.today())
    if name in _NAMES_PER_FIELD:
        for each in getattr(settings, name):
            _check_name(session, name, each)
    session.settings = settings
    value = shown(settings, name)
    if value:
        session.say("repl.is-set", name=name, value=value)
    else:
        session.say("repl.is-unset", name=name)
    if name != "live":
        session.search_again()


def _check_name(session: Session, field: str, name: str) -> None:
    near = session.ask(lambda archive: archive.near_names(field, name))
    if near is not None:
        quoted = ", ".join(f"“{each}”" for each in near)
        key = f"search.no-such-{field}" + ("-near" if near else "")
        raise session.refusal(key, name=name, near=quoted)


def _declare(name: str, *aliases: str, argument: Argument) -> None:
    """Declare the command that changes one setting."""

    def run(session: Session, typed: str | None) -> None:
        change(session, name, typed)

    special(name, aliases, arguments=(argument,), key=f"repl.{name}")(run)


_declare("since", "tu-ngay", argument=Argument("when", optional=True))
_declare("until", "den-ngay", argument=Argument("when", optional=True))
_declare("source", "nguon", argument=Argument("name", optional=True))
_declare("section", "muc", argument=Argument("name", optional=True))
_declare("author", "tac-gia", argument=Argument("name", optional=True))
_declare(
    "sort",
    "sap-xep",
    argument=Argument("order", "word", optional=True, values=SORTS, one_of=True),
)


def _mode(name: str, alias: str) -> None:
    """Declare the command that says which of the words are wanted."""
    argument = Argument("switch", "word", optional=True, values=SWITCH, one_of=True)

    def run(session: Session, switch: str | None) -> None:
        change(session, "mode", name if switch != SWITCH[1] else None)

    special(name, (alias,), arguments=(argument,), key=f"repl.{name}")(run)


_mode("all", "moi-tu")
_mode("any", "bat-ky")


@special("clear", ("xoa",), key="repl.clear")
def clear(session: Session) -> None:
    """Take back all that narrows or orders the results."""
    before = session.settings
    narrow = ("since", "until", "source", "section", "author", "path", "mode", "sort", "literal")
    values = {name: getattr(before, name) for name in SETTINGS if name not in narrow}
    session.settings = Settings(**values)
    session.say("repl.cleared")
    if session.settings != before:
        session.search_again()


@special(
    "set",
    ("dat",),
    arguments=(
        Argument("setting", "word", optional=True, values=tuple(SETTINGS), one_of=True),
        Argument("value", optional=True),
    ),
    key="repl.set",
)
def set_one(session: Session, name: str | None, value: str | None) -> None:
    """Change a setting, or show one or all of them."""
    if name is not None and value is not None:
        change(session, name, value)
        return
    names = list(SETTINGS) if name is None else [name]
    columns = max(map(len, names)) + 2
    values = [neutralise(shown(session.settings, each) or "-") for each in names]
    widths = [width for width in map(display_width, values) if width <= _WIDEST_VALUE]
    widest = max(widths, default=0)
    for each, value in zip(names, values, strict=True):
        default = shown(session.settings, each) == shown(Settings(), each)
        lead = Piece(f"{each:<{columns}}", "meta")
        what = Piece(f"  {session.words.say(f'repl.setting.{each}')}", "faint")
        said = Piece(pad(value, widest), "plain" if default else "title")
        write_lines(session.env, [Line((said, what), lead=lead)])
