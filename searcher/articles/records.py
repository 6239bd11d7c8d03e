"""A record (a JSON object, or the front matter of a file) becomes an ``Article``.

Says which field names are understood and which values are taken. Not for reading files. Records say
themselves what is what, so nothing is cut from their text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from searcher.articles.dates import parse_date
from searcher.articles.model import Article
from searcher.articles.paragraphs import clean
from searcher.text.decode import split_lines

ID_FIELDS = ("id", "_id")
TITLE_FIELDS = ("title", "headline")
TEXT_FIELDS = ("text", "body", "content")
DATE_FIELDS = ("date", "published", "published_at", "created")
AUTHOR_FIELDS = ("author",)
SOURCE_FIELDS = ("source", "publisher")
URL_FIELDS = ("url", "link")
SECTION_FIELDS = ("section", "category")

# "\ud83d" alone in JSON: half a character, which can be neither stored nor printed.
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def record_id(record: Mapping[str, object]) -> str | None:
    """The id a record gives itself, numbers as strings; ``None`` if it gives none."""
    for name in ID_FIELDS:
        value = record.get(name)
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            continue
        if text := _sound(str(value)).strip():
            return text
    return None


def article_from(record: Mapping[str, object], *, article_id: str, path: str) -> Article | None:
    """Build an article from a record's fields.

    Args:
        record: Field names and values; unknown fields and values of unusable types are ignored.
        article_id: The article's id.
        path: The file the record is from.

    Returns:
        The article, or ``None`` if the record has neither a title nor a text.
    """
    title = one_line(_first(record, TITLE_FIELDS))
    body = next(filter(None, (paragraphs_of(record.get(name)) for name in TEXT_FIELDS)), ())
    if not title and not body:
        return None
    return Article(
        id=article_id,
        title=title,
        body=body,
        date=next(filter(None, (parse_date(record.get(name)) for name in DATE_FIELDS)), None),
        author=_first(record, AUTHOR_FIELDS) or None,
        section=_first(record, SECTION_FIELDS) or None,
        source=_first(record, SOURCE_FIELDS) or None,
        url=_first(record, URL_FIELDS) or None,
        path=path,
    )


def paragraphs_of(value: object) -> tuple[str, ...]:
    """The paragraphs of a text field: a string's lines, or a list's strings and their lines."""
    if isinstance(value, str):
        return tuple(filter(None, map(clean, split_lines(_sound(value)))))
    if isinstance(value, Sequence):
        return tuple(
            part for item in value if isinstance(item, str) for part in paragraphs_of(item)
        )
    return ()


def one_line(text: str) -> str:
    """A text with its line ends and the white space around them as one space."""
    return " ".join(filter(None, map(clean, split_lines(text))))


def _first(record: Mapping[str, object], names: Sequence[str]) -> str:
    """The first of the fields that says something, on one line."""
    return next(filter(None, (_said(record.get(name)) for name in names)), "")


def _said(value: object) -> str:
    if isinstance(value, str):
        return one_line(_sound(value))
    if isinstance(value, Mapping):
        # {"name": "…"}, as schema.org and many exports have it.
        return _said(value["name"]) if isinstance(value.get("name"), str) else ""
    if isinstance(value, Sequence):
        return ", ".join(filter(None, (_said(item) for item in value if not _is_list(item))))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return ""


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _sound(text: str) -> str:
    return _LONE_SURROGATE.sub("\ufffd", text)
