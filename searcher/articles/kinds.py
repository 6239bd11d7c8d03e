"""Which kinds of files are articles, told by their suffix alone.

Not for looking into files: a suffix that lies becomes a ``Problem`` when the file is read.
"""

from __future__ import annotations

import enum
from pathlib import PurePath


class Kind(enum.Enum):
    """How a file is read."""

    PLAIN = "plain text, often pasted from the web"
    MARKDOWN = "Markdown with or without front matter"
    HTML = "a saved web page"
    JSON = "one record or a list of them"
    JSON_LINES = "one record a line"


_BY_SUFFIX: dict[str, Kind] = {
    ".txt": Kind.PLAIN,
    ".text": Kind.PLAIN,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".json": Kind.JSON,
    ".jsonl": Kind.JSON_LINES,
    ".ndjson": Kind.JSON_LINES,
}

READABLE_SUFFIXES: tuple[str, ...] = tuple(_BY_SUFFIX)
"""What articles end in, in lower case; each may be followed by ``.gz``."""


def kind_of(path: PurePath) -> tuple[Kind, bool] | None:
    """The kind of a file and whether it is gzipped, ``None`` for a kind that is not read."""
    name = path.name.lower()
    gzipped = name.endswith(".gz")
    kind = _BY_SUFFIX.get(PurePath(name.removesuffix(".gz")).suffix)
    return None if kind is None else (kind, gzipped)
