"""The article: the unit of everything that is read, indexed, found and shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

USUAL_ENCODING = "utf-8"
"""What the text of an article was in unless it says otherwise."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article, as its author wrote it.

    What a source does not say is missing (``None``, or ``""`` for the title), never guessed.

    Attributes:
        id: What the article is called by; unique within an index.
        title: The headline on one line, ``""`` when there is none.
        body: The paragraphs in order, none of them empty, without boilerplate.
        date: The day of publication (or of the last update, where only that is given).
        author: Who signed it, as written.
        section: The rubric or category, as written.
        source: The publisher, as written.
        url: Where it came from.
        path: The file it was read from, as given to the reader.
        encoding: What its text was in, as ``searcher.text.decode`` calls it.
    """

    id: str
    title: str
    body: tuple[str, ...]
    date: dt.date | None = None
    author: str | None = None
    section: str | None = None
    source: str | None = None
    url: str | None = None
    path: str | None = None
    encoding: str = USUAL_ENCODING

    @property
    def text(self) -> str:
        """The body as one string, paragraphs separated by a line feed."""
        return "\n".join(self.body)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file, or one record of it, was skipped, or what of it was not read as it should be.

    Attributes:
        path: The file.
        code: A stable name of the reason, e.g. ``"undecodable"``, ``"binary"``, ``"bad-json"``.
        details: What the message is made of, e.g. ``{"line": 3, "column": 17}``.
    """

    path: str
    code: str
    details: dict[str, object] = field(default_factory=dict)
