"""Help, what was typed before, and the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from searcher.cli.commands.help import PAGES, page
from searcher.cli.render.layout import BLANK, Line, Piece, plain
from searcher.cli.render.output import write_lines, write_markdown
from searcher.cli.render.safe import display_width, neutralise, pad
from searcher.cli.repl.registry import PREFIXES, Argument, Special, special, specials

if TYPE_CHECKING:
    from searcher.cli.language import Words
    from searcher.cli.repl.session import Session

_HISTORY_SHOWN: Final = 20


@special(
    "history",
    ("lich-su",),
    arguments=(Argument("count", "number", optional=True),),
    key="repl.history",
)
def history(session: Session, count: int | None) -> None:
    """Show the last lines that were typed."""
    lines = session.history[-(count or _HISTORY_SHOWN) :]
    first = len(session.history) - len(lines) + 1
    columns = len(str(len(session.history)))
    write_lines(
        session.env,
        (
            Line((Piece(neutralise(line)),), lead=Piece(f"{number:>{columns}}  ", "faint"))
            for number, line in enumerate(lines, first)
        ),
    )


@special(
    "help",
    ("?", "tro-giup"),
    arguments=(Argument("command", "word", optional=True),),
    key="repl.help",
)
def show_help(session: Session, name: str | None) -> None:
    """Show all commands, or all that is to be said of one."""
    words = session.words
    if name is None:
        write_lines(session.env, _overview(words))
        return
    if name in PAGES:
        write_markdown(session.env, page(name, words.language))
        return
    write_lines(session.env, _about(session.command(name.lstrip(PREFIXES)), words))


def _overview(words: Words) -> Iterator[Line]:
    yield plain(words.say("repl.overview"))
    yield BLANK
    usages = [each.usage(words) for each in specials()]
    columns = max(map(display_width, usages)) + 2
    for each, usage in zip(specials(), usages, strict=True):
        short = Piece(words.say(f"{each.key}.short"))
        yield Line((short,), lead=Piece(pad(usage, columns), "meta"))
    yield BLANK
    yield plain(words.say("repl.overview-more"))


def _about(command: Special, words: Words) -> Iterator[Line]:
    yield plain(command.usage(words), "meta")
    yield BLANK
    yield plain(words.say(command.key))
    if command.aliases:
        aliases = ", ".join(f"\\{alias}" for alias in command.aliases)
        yield BLANK
        yield plain(words.say("repl.aliases", aliases=aliases))
    yield BLANK
    yield plain(words.say("help.examples") + ":")
    for example in words.say(f"{command.key}.examples").splitlines():
        yield plain(example, indent=2)


@special("quit", ("q", "thoat"), key="repl.quit")
def leave(session: Session) -> None:
    """End the session."""
    session.leaving = True
