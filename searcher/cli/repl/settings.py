"""What stays from one query of a session to the next: how much is shown, in what order, of what.

Every setting has a name, a default, a way to be typed and a way to be shown. Not for the commands
that change them (``commands/choosing``).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from searcher.cli.repl.registry import Refusal
from searcher.cli.selection import SORTS
from searcher.cli.settings import AUTO, BY_NAME, ON, VIEWS

if TYPE_CHECKING:
    from searcher.cli.config import Configuration
    from searcher.cli.language import Words
    from searcher.cli.library import Mode

MOST_ON_A_PAGE: Final = 1000
MODES: Final = ("some", "all", "any")
SWITCH: Final = ("on", "off")
DEFAULT: Final = "default"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a session.

    Attributes:
        limit: Results on a page.
        sort: Their order.
        mode: Which words of a query an article must hold.
        literal: Whether queries are taken as they are.
        view: How a page of results is shown; ``"auto"``: as the screen allows.
        live: Whether matches are counted while a query is typed.
        since: The first day, as it was typed.
        until: The last day, as it was typed.
        source: Names of publishers.
        section: Names of sections.
        author: Names of authors.
        path: Files and folders.
    """

    limit: int = 10
    sort: str = "relevance"
    mode: Mode = "some"
    literal: bool = False
    view: str = AUTO
    live: bool = True
    since: str | None = None
    until: str | None = None
    source: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """One of them.

    Attributes:
        name: Its name, and that of the attribute of ``Settings``.
        kind: How it is typed: a number, one of ``values``, ``on`` or ``off``, a time, names with
            ``;`` between them.
        values: What it may be, where that is a few words.
        narrows: Whether it leaves articles out.
    """

    name: str
    kind: Literal["number", "choice", "switch", "time", "names"]
    values: tuple[str, ...] = ()
    narrows: bool = False


def kept_settings(config: Configuration, *, read: bool) -> Settings:
    """Return what a session begins with.

    Args:
        config: The settings that the person keeps.
        read: Whether a person reads the answers; to a program they look alike whoever it is for.
    """
    kept = {name: config.value(each)[0] for name, each in BY_NAME.items()}
    return Settings(
        limit=int(kept["limit"]),
        sort=kept["sort"],
        literal=kept["literal"] == ON,
        view=kept["view"] if read else AUTO,
        live=kept["live"] == ON,
    )


SETTINGS: Final = {
    each.name: each
    for each in (
        Setting("limit", "number"),
        Setting("sort", "choice", SORTS),
        Setting("mode", "choice", MODES),
        Setting("literal", "switch", SWITCH),
        Setting("view", "choice", VIEWS),
        Setting("live", "switch", SWITCH),
        Setting("since", "time", narrows=True),
        Setting("until", "time", narrows=True),
        Setting("source", "names", narrows=True),
        Setting("section", "names", narrows=True),
        Setting("author", "names", narrows=True),
        Setting("path", "names", narrows=True),
    )
}


def changed(
    settings: Settings, name: str, typed: str | None, words: Words, today: dt.date
) -> Settings:
    """Return the settings with one of them changed.

    Args:
        settings: As they were.
        name: Which one; one of ``SETTINGS``.
        typed: What it is to be; ``None`` and ``default``: what it was at the beginning.
        words: The language to refuse in.
        today: What "yesterday" counts from.

    Raises:
        Refusal: When it cannot be that.
        QueryError: When it is no time.
    """
    if typed is None or typed == DEFAULT:
        return replace(settings, **{name: getattr(Settings(), name)})
    value = _value(SETTINGS[name], typed, words, today)
    values: dict[str, Any] = {name: value}
    after = replace(settings, **values)
    if name in ("since", "until"):
        check_days(after, today)
    return after


def _value(setting: Setting, typed: str, words: Words, today: dt.date) -> object:
    if setting.kind == "number":
        if not typed.isdecimal() or not typed.isascii() or len(typed) > len(str(MOST_ON_A_PAGE)):
            number = 0
        else:
            number = int(typed)
        if not 1 <= number <= MOST_ON_A_PAGE:
            limits = {"minimum": 1, "maximum": MOST_ON_A_PAGE}
            raise Refusal(sentence=words.say("usage.whole-number", value=typed, **limits))
        return number
    if setting.values:
        if typed not in setting.values:
            values = ", ".join(setting.values)
            raise Refusal(sentence=words.say("usage.one-of", value=typed, values=values))
        return typed == SWITCH[0] if setting.kind == "switch" else typed
    if setting.kind == "names":
        return tuple(name for part in typed.split(";") if (name := part.strip()))
    from searcher.search.date_ranges import parse_dates

    parse_dates(typed, today)
    return typed


def check_days(settings: Settings, today: dt.date) -> None:
    """Refuse a span of days that ends before it begins; raises ``DatesBackwards``."""
    from searcher.cli.selection import days

    days(settings.since, settings.until, today)


def filter_options(settings: Settings) -> dict[str, Any]:
    """Return the settings as the options that ``selection.filters`` takes."""
    return {
        "since": settings.since,
        "until": settings.until,
        "sources": settings.source,
        "sections": settings.section,
        "authors": settings.author,
        "paths": settings.path,
    }


def shown(settings: Settings, name: str) -> str:
    """Return what a setting is, as it would be typed; empty when it is not set."""
    value = getattr(settings, name)
    if isinstance(value, bool):
        return SWITCH[0] if value else SWITCH[1]
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)


def narrowing(settings: Settings, words: Words) -> list[str]:
    """Return what leaves articles out or orders them otherwise, each in a few words."""
    default = Settings()
    return [
        words.say(f"repl.narrow.{name}", value=shown(settings, name))
        for name in (
            "since",
            "until",
            "source",
            "section",
            "author",
            "path",
            "mode",
            "sort",
            "literal",
        )
        if getattr(settings, name) != getattr(default, name)
    ]
