"""How many of the articles found have which source, section, author, year or month.

A dimension gives every article the code of its value, so that counting the values of any number of
articles is one pass over an array. Not for choosing articles (``filters``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from searcher.index import IndexReader
from searcher.index.schema import NO_DATE
from searcher.search.scoring import Docs

FacetName = Literal["source", "section", "year", "month", "author"]

FACETS: Final[tuple[FacetName, ...]] = get_args(FacetName)
UNKNOWN: Final = -1
"""The code of an article that has no value."""

DEFAULT_LIMIT: Final = 10
DEFAULT_LIMITS: Final[dict[FacetName, int]] = {"year": 50, "month": 24}
"""How many values are listed, unless somebody says; the first number for those not named here."""

_EPOCH_ORDINAL: Final = 719_163  # 1970-01-01
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Dimension:
    """A property of every article.

    Attributes:
        codes: int64 of shape ``[size]``, ``UNKNOWN`` where there is none.
        chronological: Whether the codes stand for times and are in their order.
        label: Gives the value of a code as it is shown.
    """

    codes: NDArray[np.int64]
    chronological: bool
    label: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet.

    Attributes:
        value: As one of the articles spells it; a year ``2019``, a month ``2019-07``.
        count: How many articles have it.
    """

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The values that some articles have, and how many of them have each.

    Attributes:
        name: Of what.
        values: The most frequent ones, most frequent first; of years and months the latest ones, in
            the order of time.
        others: How many articles have values that are not listed.
        unlisted: How many values that is.
        unknown: How many articles have none.
    """

    name: FacetName
    values: tuple[FacetValue, ...]
    others: int
    unlisted: int
    unknown: int


def dimension(reader: IndexReader, name: FacetName) -> Dimension:
    """Return a property of every article of an index."""
    if name == "year":
        return Dimension(_months(reader, _MONTHS), True, "{:04}".format)
    if name == "month":
        return Dimension(_months(reader, 1), True, _month_label)
    column = reader.columns.column(name)

    return Dimension(column.codes.astype(np.int64), False, partial(reader.columns.spelling, name))


def count(reader: IndexReader, name: FacetName, docs: Docs, limit: int | None) -> Facet:
    """Count the values of some articles.

    Args:
        reader: The index.
        name: Of what.
        docs: Document numbers, distinct.
        limit: List at most so many values; ``None``: as many as is usual.
    """
    if limit is None:
        limit = DEFAULT_LIMITS.get(name, DEFAULT_LIMIT)
    values = dimension(reader, name)
    codes = values.codes[docs]
    known = codes[codes != UNKNOWN]
    # Months are counted from the year 0; the first one at hand is counted from instead.
    first = int(known.min()) if len(known) else 0
    counts = np.bincount(known - first)
    present = np.flatnonzero(counts)
    if values.chronological:
        listed = present[max(0, len(present) - limit) :]
    else:
        # Equal counts go by value, which is the order of the codes.
        listed = present[np.argsort(-counts[present], kind="stable")[:limit]]
    return Facet(
        name,
        tuple(
            FacetValue(values.label(each + first), int(counts[each])) for each in listed.tolist()
        ),
        others=len(known) - int(counts[listed].sum()),
        unlisted=len(present) - len(listed),
        unknown=len(codes) - len(known),
    )


def _months(reader: IndexReader, per: int) -> NDArray[np.int64]:
    """The number of months since the year 0, or of years when ``per`` is 12."""
    days = reader.columns.dates.astype(np.int64)
    since_1970 = (days - _EPOCH_ORDINAL).astype("datetime64[D]").astype("datetime64[M]")
    months = since_1970.astype(np.int64) + 1970 * _MONTHS
    codes: NDArray[np.int64] = np.where(days == NO_DATE, UNKNOWN, months // per)
    return codes


def _month_label(code: int) -> str:
    return f"{code // _MONTHS:04}-{code % _MONTHS + 1:02}"
