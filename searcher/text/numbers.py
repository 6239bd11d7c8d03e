"""Numbers, dates and units as Vietnamese and English texts write them.

Pure functions on short strings that ``tokenize`` has cut out. Not for finding them in a text.
"""

from __future__ import annotations

import datetime as dt
import re

from searcher.text.canonical import canonical_word
from searcher.text.marks import has_marks
from searcher.text.syllable import is_syllable

#: Units that are a word of their own after a number ("30km" is "30 km").
UNITS = frozenset(
    (
        "km m dm cm mm km2 m2 dm2 cm2 mm2 km3 m3 dm3 cm3 mm3 ha kg mg ml kw kwh mw mwh gw gwh kv "
        "hz khz mhz ghz kb mb gb tb kcal vnd vnđ usd eur mah mbps gbps dpi px kmh cc"
    ).split()
)
#: Units that a raised 2 or 3 belongs to; after any other word it is a footnote mark.
SQUARED_UNITS = frozenset(("km", "m", "dm", "cm", "mm", "s"))

_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?:,[0-9]{3})+)")
_GROUPED_DECIMAL = re.compile(r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+,[0-9]+|(?:,[0-9]{3})+\.[0-9]+)")
_DECIMAL = re.compile(r"[0-9]+[.,][0-9]+")
_LEADING_DIGITS = re.compile(r"([0-9]+)([^0-9].*)", re.DOTALL)


def plain_number(written: str) -> str | None:
    """Write a number without grouping and with a decimal point.

    Three digits after one separator are a group (6.600, 4,000), any other count a decimal part.

    Args:
        written: ASCII digits with inner points and commas.

    Returns:
        ``None`` when it is no number, such as a list or a version (1.2.3).

    >>> [plain_number(n) for n in ("6.600", "13,8", "1.234.567,89", "0913.456.789")]
    ['6600', '13.8', '1234567.89', None]
    """
    if _GROUPED.fullmatch(written):
        return written.replace(".", "").replace(",", "")
    if _GROUPED_DECIMAL.fullmatch(written):
        decimal = max(written.rfind("."), written.rfind(","))
        return re.sub(r"[.,]", "", written[:decimal]) + "." + written[decimal + 1 :]
    if _DECIMAL.fullmatch(written):
        return written.replace(",", ".")
    return None


def date_numbers(written: str) -> tuple[tuple[str, str, str], str | None]:
    """Read a date of three numbers, day first or year first.

    Args:
        written: Three ASCII numbers with one separator, the first or the last of four digits.

    Returns:
        The numbers in the order written, without leading zeros, and the ISO date, or ``None`` when
        there is no such day.
    """
    first, second, third = (int(number) for number in re.findall(r"[0-9]+", written))
    year, month, day = (first, second, third) if first > 31 else (third, second, first)
    try:
        iso = dt.date(year, month, day).isoformat()
    except ValueError:
        iso = None
    return (str(first), str(second), str(third)), iso


def split_unit(word: str) -> int:
    """Where the unit (or a Vietnamese word) begins that is written on to a number.

    Args:
        word: A word as written, NFC.

    Returns:
        The index of its first letter, or 0 when the word is one token (5G, H5N1, 2NE1).

    >>> [split_unit(w) for w in ("30km", "4000m2", "5G", "500g", "100triệu", "H5N1")]
    [2, 4, 0, 3, 3, 0]
    """
    match = _LEADING_DIGITS.fullmatch(word)
    if match is None:
        return 0
    digits, rest = match[1], match[2]
    lower = canonical_word(rest.lower())
    # "5g" is a mobile network, "500g" a weight.
    is_unit = lower in UNITS or (lower == "g" and len(digits) > 1)
    if is_unit or (has_marks(lower) and is_syllable(lower)):
        return len(digits)
    return 0
