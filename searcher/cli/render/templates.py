r"""``--format``: a line for every hit, after a template such as ``{title}\t{date}``.

A template is literal text, fields in braces and escapes. ``{field}`` stands for a value of the hit
(``searcher.cli.fields``), nothing where it is not known; ``{{`` and ``}}`` for braces; ``\t \n \r
\0 \\ \xHH \uHHHH`` for characters. ``{field:spec}`` shapes it, like Python's format strings but
counting columns of the screen: ``<``, ``>`` or ``^`` (left, right, middle) with or without a
character to fill with, a width, and ``.n``: so many columns at most, or decimals of the score.
A date may have ``%d``, ``%m``, ``%Y`` and ``%y``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from searcher.cli.fields import FIELDS, Value
from searcher.cli.render.safe import neutralise
from searcher.cli.render.widths import cut, display_width
from searcher.errors import TemplateBrace, TemplateEscape, TemplateField, TemplateSpec

if TYPE_CHECKING:
    from searcher.search.results import Hit

_PART: Final = re.compile(
    r"(?P<braces>\{\{|\}\})|\\(?P<escape>x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)?"
    r"|\{(?P<name>[^{}:]*)(?::(?P<spec>[^{}]*))?\}|(?P<brace>[{}])|(?P<text>[^\\{}]+)",
    re.DOTALL,
)
_ESCAPES: Final = {"t": "\t", "n": "\n", "r": "\r", "0": "\0", "\\": "\\", "{": "{", "}": "}"}
_SPEC: Final = re.compile(
    r"(?:(?P<fill>.)?(?P<align>[<>^]))?(?P<zero>0)?(?P<width>[0-9]{1,3})?"
    r"(?:\.(?P<precision>[0-9]{1,3}))?"
)
_DAY: Final = re.compile(r"%(.?)")
_DAY_PARTS: Final = {"d": "{0.day:02}", "m": "{0.month:02}", "Y": "{0.year:04}", "%": "%"}

Line = Callable[["Hit"], str]


class _Shape(NamedTuple):
    """A spec, taken apart; ``day`` is that of a date."""

    fill: str = " "
    align: str | None = None
    width: int = 0
    precision: int | None = None
    day: str | None = None


def parse_template(template: str) -> Line:
    """Return the function that makes the line of a hit, without a line end.

    Values are made safe to print, tabs and line ends in them included; what the template itself
    says is written as it is.

    Raises:
        QueryError: When the template cannot be understood; it says where.
    """
    parts = [_part(match, template) for match in _PART.finditer(template)]
    return lambda hit: "".join(
        part if isinstance(part, str) else _shaped(FIELDS[part[0]](hit), part[1]) for part in parts
    )


def _part(match: re.Match[str], template: str) -> str | tuple[str, _Shape]:
    where = {"query": template, "column": match.start()}
    if match["text"] is not None:
        return match["text"]
    if match["braces"] is not None:
        return match["braces"][0]
    if match["brace"] is not None:
        raise TemplateBrace(**where)
    if match["name"] is None:
        return _character(match["escape"] or "", where)
    name = match["name"].strip()
    if name not in FIELDS:
        where["column"] = match.start("name")
        raise TemplateField(**where, name=name, known=", ".join(FIELDS))
    spec = match["spec"] or ""
    shape = _shape(name, spec)
    if shape is None:
        where["column"] = match.start("spec")
        raise TemplateSpec(**where, spec=spec, name=name)
    return name, shape


def _character(escape: str, where: dict[str, object]) -> str:
    if len(escape) > 1:
        code = int(escape[1:], 16)
        if not 0xD800 <= code < 0xE000:
            return chr(code)
    elif escape in _ESCAPES:
        return _ESCAPES[escape]
    raise TemplateEscape(**where, escape=f"\\{escape}")


def _shape(name: str, spec: str) -> _Shape | None:
    """Take a spec apart; ``None`` when it is none, or none for this field."""
    if name == "date" and "%" in spec:
        known = all(part in (*_DAY_PARTS, "y") for part in _DAY.findall(spec))
        return _Shape(day=spec) if known else None
    match = _SPEC.fullmatch(spec)
    if match is None or (match["zero"] and name not in ("rank", "score")):
        return None
    precision = None if match["precision"] is None else int(match["precision"])
    fill = match["fill"] or ("0" if match["zero"] else " ")
    return _Shape(fill, match["align"], int(match["width"] or 0), precision)


def _shaped(value: Value, shape: _Shape) -> str:
    number = isinstance(value, (int, float))
    if isinstance(value, float) and shape.precision is not None:
        text = f"{value:.{shape.precision}f}"
    elif isinstance(value, dt.date):
        text = value.isoformat() if shape.day is None else _day(value, shape.day)
    else:
        text = "" if value is None else neutralise(str(value))
    if shape.precision is not None and not number:
        text = cut(text, shape.precision)
    missing = shape.width - display_width(text)
    if missing <= 0:
        return text
    align = shape.align or (">" if number else "<")
    before = {"<": 0, ">": missing, "^": missing // 2}[align]
    return shape.fill * before + text + shape.fill * (missing - before)


def _day(value: dt.date, form: str) -> str:
    parts = {**_DAY_PARTS, "y": f"{value.year % 100:02}"}
    return neutralise(_DAY.sub(lambda match: parts[match[1]].format(value), form))
