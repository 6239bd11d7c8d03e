"""The day an article says it was published, in every form Vietnamese sources write it.

For single values (``parse_date``) and for lines of text that say nothing but a date (``date_line``).
Not for dates inside sentences, and never a guess: two-digit years, bare numbers and days that do not
exist are no dates. A day is taken as written, in the time zone it was written for.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from searcher.articles.plain import plain

# Beyond this a line says more than a date; it also bounds the work per line.
_MAX_CHARACTERS = 160

#: The number of a month by its name in Vietnamese, in plain form.
MONTHS = {
    # thang mot … thang chap as WordPress writes them; "tư" and "bốn" are both in use
    **dict.fromkeys(("mot", "gieng"), 1),
    "hai": 2,
    "ba": 3,
    **dict.fromkeys(("tu", "bon"), 4),
    "nam": 5,
    "sau": 6,
    "bay": 7,
    "tam": 8,
    "chin": 9,
    "muoi": 10,
    "muoi mot": 11,
    **dict.fromkeys(("muoi hai", "chap"), 12),
}
#: The same in English, short forms too.
ENGLISH_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_VI = "|".join(sorted(MONTHS, key=len, reverse=True))
_EN = "|".join(sorted(ENGLISH_MONTHS, key=len, reverse=True))
_YEAR = r"(?P<y>[12]\d{3})(?!\d)"

# All patterns work on the plain form (lower case, without marks).
_DATE_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<y>[12]\d{3})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)",
        rf"(?:ngay )?(?P<d>\d{{1,2}}) ?(?P<sep>[-/.]) ?(?P<m>\d{{1,2}}) ?(?P=sep) ?{_YEAR}",
        rf"(?:ngay )?(?P<d>\d{{1,2}})(?: |,|-)*thang (?P<m>\d{{1,2}}|{_VI})"
        rf"(?: ?[,/-] ?(?:nam )?| nam | ){_YEAR}",
        rf"thang (?P<m>\d{{1,2}}|{_VI}) (?P<d>\d{{1,2}}) ?, ?(?:nam )?{_YEAR}",
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ -](?P<e>{_EN})\.?,?[ -]{_YEAR}",
        rf"(?P<e>{_EN})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}",
    )
)

_TIME = re.compile(
    r"(?:t(?=\d)|luc )?(?:"
    r"[0-2]?\d:[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?(?: ?(?:am|pm|sa|ch)\b| ?[+-]\d{2}:?\d{2}(?!\d))?"
    r"|[0-2]?\d ?(?:gio\b|h|g) ?(?:[0-5]?\d(?: ?(?:phut\b|p|'))?)?"
    r")(?!\d)"
)
_ZONE = re.compile(r"(?:gmt|utc) ?(?:[+-] ?\d{1,2}(?::?\d{2})?)?|z\b")
_WEEKDAY = re.compile(
    r"(?:ngay )?(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7]|chu nhat|cn"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)\b"
)
_LABEL = re.compile(
    r"(?:thoi gian |thoi diem |ngay |gio )?"
    r"(?:da )?(?:dang|cap nhat|xuat ban|viet|phat hanh|cong bo|gui|tao|dua tin|sua|ngay thang"
    r"|published|updated|posted|last updated|modified|created|date)"
    r"(?: (?:bai|tin|len|luc|ngay|vao|lan cuoi|cuoi|at|on|date))*\b"
    r"|(?:ngay|thoi gian|time)(?= ?:)|(?:vao )?(?:luc|ngay)(?= \d)"
)
# What news sites put on the same line.
_COUNTER = re.compile(
    r"(?:so )?(?:luot |lan )?(?:xem|doc|truy cap|views?|binh luan|comments?)(?: ?:)? ?\d[\d.,]*"
    r"|\d[\d.,]* (?:luot (?:xem|doc|truy cap)|views?|binh luan|comments?)\b"
)
_SEPARATORS = re.compile(r"[\s,|;:()\[\]•·–—/-]+")


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that says nothing but a date.

    Attributes:
        date: The first day it names.
        bare: Whether the line is a day and nothing else; such lines also serve as headings of
            chronicles and diaries, while a label, a weekday or a time shows a day of publication.
    """

    date: dt.date
    bare: bool


def parse_date(value: object) -> dt.date | None:
    """The day a value of a record or a front matter says.

    Args:
        value: A string in any of the forms, or a ``date``; anything else (numbers too) is no date.

    Returns:
        The day as written, or ``None``.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    line = date_line(value) if isinstance(value, str) else None
    return line.date if line else None


def date_line(line: str) -> DateLine | None:
    """Read a line that is nothing but a date, with weekday, time, zone, label and view counter.

    A second date must have a label of its own ("… – Cập nhật: …"), else it is a period of time
    and no day of publication.

    Args:
        line: One line of text.

    Returns:
        The date, or ``None`` if the line says anything else or the day does not exist.
    """
    if len(line) > _MAX_CHARACTERS or not any(character.isdigit() for character in line):
        return None
    text = plain(line)
    found: dt.date | None = None
    labelled = decorated = False
    at = 0
    while at < len(text):
        if match := _SEPARATORS.match(text, at):
            pass
        elif match := _match_date(text, at):
            if found is not None and not labelled:
                return None
            day = _day(match)
            if day is None:
                return None
            found = found or day
            labelled = False
        elif match := _COUNTER.match(text, at) or _WEEKDAY.match(text, at):
            decorated = True
        elif match := _LABEL.match(text, at):
            labelled = decorated = True
        elif match := _TIME.match(text, at):
            decorated = True
        elif not (match := _ZONE.match(text, at)):
            return None
        at = match.end()
    return None if found is None else DateLine(found, bare=not decorated)


def _match_date(text: str, at: int) -> re.Match[str] | None:
    for form in _DATE_FORMS:
        if match := form.match(text, at):
            return match
    return None


def _day(match: re.Match[str]) -> dt.date | None:
    parts = match.groupdict()
    if english := parts.get("e"):
        month = ENGLISH_MONTHS[english]
    else:
        written = parts["m"]
        month = int(written) if written.isdigit() else MONTHS[written]
    try:
        return dt.date(int(parts["y"]), month, int(parts["d"]))
    except ValueError:
        return None
