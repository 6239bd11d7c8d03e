"""The span of days a person means: a day, a month, a quarter, a year, a range, or words for them.

What follows ``date:`` in a query and what ``--since`` and ``--until`` are given. Days are written as
Vietnamese write them (dd/mm/yyyy) or as ISO 8601 does; words are understood with and without marks,
in both languages. A week begins on Monday. Never a guess: a day without its year, a year of two
digits and a day that does not exist are errors. Not for the dates of articles (``articles.dates``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from searcher.articles.dates import ENGLISH_MONTHS, MONTHS, parse_date
from searcher.articles.plain import plain
from searcher.errors import DateImpossible, DatesBackwards, DateUnknown

# Whatever names a time is shorter; it also bounds the work.
_LONGEST = 80
_SHOWN = 40

# Two dots or more, or the one character that word processors and phones make of them.
_RANGE = re.compile(r"\.{2,}|…")
_TWO_YEARS = re.compile(r"\s*\d{4}(?P<gap>[\s_]*[-–—][\s_]*)\d{4}\s*")


@dataclass(frozen=True, slots=True)
class DateRange:
    """Some successive days.

    Attributes:
        since: The first of them; ``None`` when there is none.
        until: The last of them, itself included; ``None`` when there is none.
    """

    since: dt.date | None
    until: dt.date | None

    def __str__(self) -> str:
        """The range in a form that ``parse_dates`` reads back, independent of today.

        >>> str(DateRange(None, dt.date(2020, 5, 31)))
        '..2020-05-31'
        """
        if self.since == self.until:
            return str(self.since)
        return f"{self.since or ''}..{self.until or ''}"


def parse_dates(text: str, today: dt.date) -> DateRange:
    """Read the span of days that a text names.

    =====================================  ====================================================
    a day                                  ``20/11/2018  20-11-2018  2018-11-20  20 tháng 11 năm 2018``
    a month                                ``11/2018  2018-11  tháng 11/2018  november 2018``
    a quarter                              ``quý 4/2018  q4 2018``
    a year                                 ``2018  năm 2018``
    a range, both ends included            ``2018..2020  ..05/2020  2019-03..  hôm qua..``
    words                                  ``hôm nay  hôm qua  tuần trước  tháng này  last year``
    so many days, weeks, months or years   ``7 ngày qua  3 tháng gần đây  last 2 weeks``
    =====================================  ====================================================

    Letter case, marks and the number of blanks do not matter, and ``_`` is a blank.

    Args:
        text: As typed.
        today: The day it was typed.

    Raises:
        DateUnknown: When it names no time.
        DateImpossible: When it names a day that does not exist.
        DatesBackwards: When a range ends before it begins.
            All of them are located in ``text``; see ``QueryError.within``.
    """
    if len(text) > _LONGEST:
        raise DateUnknown(query=text, column=0, text=_shown(text))
    if years := _TWO_YEARS.fullmatch(text):
        start, end = years.span("gap")
    elif gap := _RANGE.search(text):
        start, end = gap.span()
    else:
        return DateRange(*_span(text, 0, len(text), today))
    left, right = text[:start].strip(), text[end:].strip()
    if not left and not right:
        raise DateUnknown(query=text, column=0, text=_shown(text))
    since = _span(text, 0, start, today)[0] if left else None
    until = _span(text, end, len(text), today)[1] if right else None
    if since and until and since > until:
        raise DatesBackwards(query=text, column=0, since=since, until=until)
    return DateRange(since, until)


def _span(text: str, start: int, end: int, today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and last day of ``text[start:end]``, which is one time and no range."""
    words = plain(text[start:end].replace("_", " "))
    column = start + len(text[start:end]) - len(text[start:end].lstrip())
    try:
        found = _written(words) or _relative(words, today)
    except (ValueError, OverflowError):
        raise DateImpossible(query=text, column=column, text=_shown(text[start:end])) from None
    if found is None:
        raise DateUnknown(query=text, column=column, text=_shown(text[start:end]))
    return found


def _shown(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


# --- times that are written out -------------------------------------------------------------------

_YEAR = r"(?P<y>\d{4})"
_VIETNAMESE = "|".join(sorted(MONTHS, key=len, reverse=True))
_ENGLISH = "|".join(sorted(ENGLISH_MONTHS, key=len, reverse=True))
# All patterns work on the plain form (lower case, without marks).
_WRITTEN = tuple(
    re.compile(form)
    for form in (
        rf"{_YEAR}(?P<sep>[-/.])(?P<m>\d{{1,2}})(?:(?P=sep)(?P<d>\d{{1,2}}))?",
        rf"(?:ngay )?(?P<d>\d{{1,2}}) ?(?P<sep>[-/.]) ?(?P<m>\d{{1,2}}) ?(?P=sep) ?{_YEAR}",
        rf"(?:thang )?(?P<m>\d{{1,2}})(?: ?[-/.] ?| nam ){_YEAR}",
        rf"thang (?P<n>{_VIETNAMESE})(?: ?[-/,] ?| nam | ){_YEAR}",
        rf"(?P<e>{_ENGLISH})\.?,? {_YEAR}",
        rf"(?:quy |q)(?P<q>[1-4])(?: ?[-/] ?| nam | ){_YEAR}",
        rf"(?:nam |year )?{_YEAR}",
    )
)


def _written(words: str) -> tuple[dt.date, dt.date] | None:
    for form in _WRITTEN:
        if match := form.fullmatch(words):
            return _named(match.groupdict())
    day = parse_date(words)
    return None if day is None else (day, day)


def _named(parts: dict[str, str | None]) -> tuple[dt.date, dt.date]:
    year = int(parts["y"] or 0)
    if quarter := parts.get("q"):
        first = 3 * int(quarter) - 2
        return dt.date(year, first, 1), _last_day(year, first + 2)
    if name := parts.get("n"):
        month = MONTHS[name]
    elif name := parts.get("e"):
        month = ENGLISH_MONTHS[name]
    elif number := parts.get("m"):
        month = int(number)
    else:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if written := parts.get("d"):
        day = dt.date(year, month, int(written))
        return day, day
    return dt.date(year, month, 1), _last_day(year, month)


def _last_day(year: int, month: int) -> dt.date:
    if month == 12:
        return dt.date(year, 12, 31)
    return dt.date(year, month + 1, 1) - dt.timedelta(days=1)


# --- times as seen from today ---------------------------------------------------------------------

_UNITS = {
    **dict.fromkeys(("ngay", "day", "days"), "day"),
    **dict.fromkeys(("tuan", "tuan le", "week", "weeks"), "week"),
    **dict.fromkeys(("thang", "month", "months"), "month"),
    **dict.fromkeys(("quy", "quarter", "quarters"), "quarter"),
    **dict.fromkeys(("nam", "year", "years"), "year"),
}
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_DAYS_AGO = {
    **dict.fromkeys(("hom nay", "today", "nay", "now", "bay gio", "hien nay"), 0),
    **dict.fromkeys(("hom qua", "yesterday"), 1),
    **dict.fromkeys(("hom kia", "day before yesterday"), 2),
}
_THIS = re.compile(rf"(?P<unit>{_UNIT}) (?:nay|hien tai)|this (?P<english>{_UNIT})")
_LAST = re.compile(
    rf"(?P<unit>{_UNIT}) (?:truoc|qua|ngoai|vua qua|vua roi)|(?:last|previous) (?P<english>{_UNIT})"
)
_SO_MANY = re.compile(
    rf"(?P<count>\d{{1,4}}) (?P<unit>{_UNIT}) (?:qua|gan day|gan nhat|vua qua|vua roi|tro lai day)"
    rf"|(?:last|past|previous) (?P<many>\d{{1,4}}) (?P<english>{_UNIT})"
)


def _relative(words: str, today: dt.date) -> tuple[dt.date, dt.date] | None:
    if words in _DAYS_AGO:
        day = today - dt.timedelta(days=_DAYS_AGO[words])
        return day, day
    if match := _THIS.fullmatch(words):
        return _BOUNDS[_unit(match)](today)
    if match := _LAST.fullmatch(words):
        bounds = _BOUNDS[_unit(match)]
        return bounds(bounds(today)[0] - dt.timedelta(days=1))
    if match := _SO_MANY.fullmatch(words):
        return _back(today, int(match["count"] or match["many"]), _unit(match)), today
    return None


def _unit(match: re.Match[str]) -> str:
    return _UNITS[match["unit"] or match["english"]]


def _week(day: dt.date) -> tuple[dt.date, dt.date]:
    monday = day - dt.timedelta(days=day.weekday())
    return monday, monday + dt.timedelta(days=6)


def _quarter(day: dt.date) -> tuple[dt.date, dt.date]:
    first = (day.month - 1) // 3 * 3 + 1
    return dt.date(day.year, first, 1), _last_day(day.year, first + 2)


_BOUNDS: dict[str, Callable[[dt.date], tuple[dt.date, dt.date]]] = {
    "day": lambda day: (day, day),
    "week": _week,
    "month": lambda day: (day.replace(day=1), _last_day(day.year, day.month)),
    "quarter": _quarter,
    "year": lambda day: (dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)),
}
_MONTHS_OF = {"month": 1, "quarter": 3, "year": 12}


def _back(today: dt.date, count: int, unit: str) -> dt.date:
    """The first of so many days, weeks, … that end today; ``ValueError`` before the year 1."""
    if unit in ("day", "week"):
        days = count * (7 if unit == "week" else 1)
        return today - dt.timedelta(days=max(days - 1, 0))
    months = today.year * 12 + today.month - 1 - count * _MONTHS_OF[unit]
    year, month = divmod(months, 12)
    last = _last_day(year, month + 1).day
    return dt.date(year, month + 1, min(today.day, last))
