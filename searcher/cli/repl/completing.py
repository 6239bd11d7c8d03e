r"""What could be typed next in a session: the commands and their arguments, and queries.

Asks the open index, so it may wait for a question that is being answered: not for the loop that reads
keys (``completer`` sees to that). Never fails: an index that cannot be read offers nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from searcher.cli.render.safe import neutralise
from searcher.cli.repl.registry import PREFIXES, Argument, Special, find, specials
from searcher.cli.repl.saving import KINDS
from searcher.cli.repl.settings import SETTINGS
from searcher.errors import SearcherError

if TYPE_CHECKING:
    from searcher.cli.repl.session import Session
    from searcher.search.results import Completion

LIMIT: Final = 8
_LONGEST: Final = 60
_NAMED: Final = ("source", "section", "author")
_DAYS: Final = ("since", "until")
# Arguments that are the numbers of results.
_RANKS: Final = ("rank", "result")
# A folder of more files is not one to complete in.
_MOST_FILES: Final = 5000


class Offer(NamedTuple):
    """Something to put in the place of a part of the line.

    Attributes:
        text: What to insert.
        start: Where the part begins that it replaces; it ends at the cursor.
        shown: What the menu shows.
        about: What stands at the right of it.
        kind: What it is, for its colour.
    """

    text: str
    start: int
    shown: str
    about: str
    kind: str


def offers(session: Session, text: str, cursor: int) -> list[Offer]:
    """Return what could stand at the cursor, the most useful first.

    Args:
        session: The session.
        text: The line.
        cursor: Where the cursor stands, in code points.
    """
    before = text[:cursor]
    line = before.lstrip()
    try:
        if line[:1] in PREFIXES and line:
            return list(_command(session, line, cursor))
        return _query(session, text, cursor)
    except (SearcherError, OSError):
        return []


def _query(session: Session, text: str, cursor: int) -> list[Offer]:
    language = session.words.language
    found = session.ask(lambda archive: archive.complete(text, cursor, LIMIT, language))
    return [_offer(session, each) for each in found]


def _offer(session: Session, each: Completion) -> Offer:
    say = session.words.say
    about = say(f"completion.{each.kind}")
    if each.kind == "value":
        about = say("completion.articles", count=each.count)
    elif each.count and each.kind in ("word", "phrase"):
        about = say("completion.times", count=each.count)
    return Offer(each.text, each.start, _shown(each.display), about, each.kind)


def _shown(text: str) -> str:
    text = neutralise(text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _command(session: Session, line: str, cursor: int) -> Iterator[Offer]:
    """Complete the name of a command or its arguments."""
    *called, last = line[1:].split(" ")
    if not called:
        start = cursor - len(last)
        for each in specials():
            if each.name.startswith(last.lower()):
                about = session.words.say(f"{each.key}.short")
                yield Offer(each.name, start, f"{line[0]}{each.name}", about, "command")
        return
    command = find(called[0])
    if command is None or not command.arguments:
        return
    number = min(len(called), len(command.arguments)) - 1
    argument = command.arguments[number]
    if argument.kind in ("rest", "file"):
        # All that stands behind the arguments before this one.
        last = " ".join((*called[1 + number :], last))
    elif len(called) > len(command.arguments):
        return
    yield from _argument(session, command, argument, called[1:], last, cursor)


def _argument(
    session: Session,
    command: Special,
    argument: Argument,
    before: list[str],
    last: str,
    cursor: int,
) -> Iterator[Offer]:
    start = cursor - len(last)
    if argument.name == "facets":
        # Several of them, with commas or blanks between; each is offered once.
        *named, last = re.split(r"[\s,;]+", last)
        start = cursor - len(last)
        before = [*before, *named]
    for value in argument.values:
        if value.startswith(last) and value != last and value not in before:
            yield Offer(value, start, value, "", "value")
    name = before[0] if argument.name == "value" and before else command.name
    if argument.name == "command":
        for each in specials():
            if each.name.startswith(last.lstrip(PREFIXES)):
                about = session.words.say(f"{each.key}.short")
                yield Offer(each.name, start, each.name, about, "command")
    elif argument.name == "setting" and not argument.values:
        for setting in SETTINGS:
            if setting.startswith(last):
                yield Offer(setting, start, setting, "", "value")
    elif argument.name in _RANKS:
        for hit in session.hits:
            if str(hit.rank).startswith(last):
                yield Offer(str(hit.rank), start, str(hit.rank), _shown(hit.title), "title")
        if argument.name == "result" and last:
            for article_id in session.ask(lambda archive: archive.ids_beginning(last, LIMIT)):
                about = session.words.say("completion.id")
                yield Offer(article_id, start, _shown(article_id), about, "value")
    elif argument.kind == "file":
        yield from _files(last, cursor)
    elif name in _NAMED or name in _DAYS:
        yield from _values(session, "date" if name in _DAYS else name, last, start)


def _files(typed: str, cursor: int) -> Iterator[Offer]:
    """The folders, and the files of kinds that results are saved in, that a name may become."""
    # What stands before the name of a file that may be replaced, or begins one with blanks.
    name = typed.lstrip("!'\" ")
    folder, slash, beginning = name.rpartition("/")
    found = []
    try:
        with os.scandir(Path(folder + slash or ".").expanduser()) as entries:
            for entry in islice(entries, _MOST_FILES):
                shown = entry.name.startswith(".") == beginning.startswith(".")
                if shown and entry.name.startswith(beginning) and entry.name != beginning:
                    if entry.is_dir():
                        found.append(entry.name + "/")
                    elif Path(entry.name).suffix.lower() in KINDS:
                        found.append(entry.name)
    except (OSError, RuntimeError, ValueError):
        return
    for each in sorted(found)[:LIMIT]:
        yield Offer(each, cursor - len(beginning), _shown(each), "", "value")


def _values(session: Session, field: str, last: str, start: int) -> Iterator[Offer]:
    """The values of a field, as they stand without the quotation marks of a query."""
    asked = f"{field}:{last}" if field == "date" else f'{field}:"{last}'
    language = session.words.language
    for each in session.ask(lambda archive: archive.complete(asked, len(asked), LIMIT, language)):
        if each.kind == "value":
            yield _offer(session, each)._replace(text=each.display, start=start)
