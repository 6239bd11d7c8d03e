"""The options that say which articles are searched, in what order they come and what is counted.

Shared by the commands that list articles. Not for what the list looks like (``render.forms``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from searcher.cli.parameters import OneOf, WholeNumber

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words
    from searcher.cli.library import How
    from searcher.search.facets import FacetName
    from searcher.search.filters import Filters

# As searcher.search names them; not imported, for --help need not wait for numpy.
FACETS: Final = ("source", "section", "year", "month", "author")
SORTS: Final = ("relevance", "date", "-date", "title")

DEFAULT_GROUP_SIZE: Final = 3
_MOST_VALUES: Final = 100_000

NAMED: Final = {"source": "sources", "section": "sections", "author": "authors"}
"""The options that name something, and the fields of ``Filters`` they fill."""


if TYPE_CHECKING:
    _FacetsType = click.ParamType[tuple[str, ...]]
else:
    _FacetsType = click.ParamType


class Facets(_FacetsType):
    """Names of facets, a comma between them."""

    name = "facets"

    def __init__(self, words: Words) -> None:
        self.one = OneOf(words, FACETS)

    def convert(
        self,
        value: object,
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[str, ...]:
        """Return the names, or fail in the language of the run."""
        names = str(value).split(",")
        return tuple(self.one.convert(name.strip(), param, ctx) for name in names)


def filter_options(words: Words) -> list[click.Parameter]:
    """Return the options that leave articles out."""
    when = words.say("help.when-metavar")
    named = words.say("help.name-metavar")
    return [
        click.Option(["--since"], metavar=when, help=words.say("option.since")),
        click.Option(["--until"], metavar=when, help=words.say("option.until")),
        *(
            click.Option(
                [f"--{name}", field],
                multiple=True,
                metavar=named,
                help=words.say(f"option.{name}"),
            )
            for name, field in NAMED.items()
        ),
        click.Option(
            ["--path", "paths"],
            multiple=True,
            metavar=words.say("help.path-metavar"),
            help=words.say("option.path"),
        ),
    ]


def listing_options(words: Words) -> list[click.Parameter]:
    """Return the options that order, count and group."""
    return [
        click.Option(
            ["--sort"],
            type=OneOf(words, SORTS),
            default="relevance",
            metavar=words.say("help.order-metavar"),
            help=words.say("option.sort", orders=", ".join(SORTS)),
        ),
        click.Option(
            ["--facet", "facets"],
            type=Facets(words),
            multiple=True,
            metavar=words.say("help.facet-metavar"),
            help=words.say("option.facet", facets=",".join(FACETS)),
        ),
        click.Option(
            ["--facet-limit"],
            type=WholeNumber(words, _MOST_VALUES),
            metavar="N",
            help=words.say("option.facet-limit"),
        ),
        click.Option(
            ["--group-by"],
            type=OneOf(words, FACETS),
            metavar=words.say("help.facet-metavar"),
            help=words.say("option.group-by"),
        ),
        click.Option(
            ["--group-size"],
            type=WholeNumber(words, _MOST_VALUES),
            default=DEFAULT_GROUP_SIZE,
            metavar="N",
            help=words.say("option.group-size", default=DEFAULT_GROUP_SIZE),
        ),
    ]


def listing(options: dict[str, Any]) -> How:
    """Take what the options of ``listing_options`` said out of all that were parsed."""
    facets: Sequence[Sequence[FacetName]] = options.pop("facets")
    return {
        "sort": options.pop("sort"),
        "facets": tuple(dict.fromkeys(name for names in facets for name in names)),
        "facet_limit": options.pop("facet_limit"),
        "group_by": options.pop("group_by"),
        "group_size": options.pop("group_size"),
    }


def filters(env: Environment, options: dict[str, Any]) -> Filters | None:
    """Take what the options of ``filter_options`` said out of all that were parsed.

    Args:
        env: Knows which day it is.
        options: All parameters of the command.

    Returns:
        ``None`` when nothing is to be left out.

    Raises:
        QueryError: When a day is none; it says where.
    """
    since, until = options.pop("since"), options.pop("until")
    names = {field: tuple(options.pop(field)) for field in (*NAMED.values(), "paths")}
    if since is None and until is None and not any(names.values()):
        return None
    from searcher.search.filters import Filters

    first, last = days(since, until, env.today())
    return Filters(first, last, **names)


def days(
    since: str | None, until: str | None, today: dt.date
) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and the last day that are meant.

    Args:
        since: What was typed for the first, if anything.
        until: What was typed for the last.
        today: What "yesterday" counts from.

    Raises:
        QueryError: When a day is none, or they are the wrong way round.
    """
    from searcher.errors import DatesBackwards
    from searcher.search.date_ranges import parse_dates

    first = None if since is None else parse_dates(since, today).since
    last = None if until is None else parse_dates(until, today).until
    if first and last and first > last:
        raise DatesBackwards(query=f"{since}..{until}", column=0, since=first, until=last)
    return first, last


def unknown_names(
    env: Environment, chosen: Filters, near: Callable[[str, str], list[str] | None]
) -> list[str]:
    """Return a sentence for every name in the filters that no article has.

    Args:
        env: The environment of the run.
        chosen: The filters.
        near: Gives names that may have been meant, see ``OpenIndex.near_names``.
    """
    told = []
    for field, attribute in NAMED.items():
        for name in getattr(chosen, attribute):
            names = near(field, name)
            if names is not None:
                key = f"search.no-such-{field}" + ("-near" if names else "")
                quoted = ", ".join(f"“{each}”" for each in names)
                told.append(env.words.say(key, name=name, near=quoted))
    return told
