"""What a line of output can hold of a hit: the columns of ``--csv`` and the fields of ``--format``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from searcher.search.results import Hit

Value = str | int | float | dt.date | None


def _passage(hit: Hit) -> str:
    return hit.passages[0].text if hit.passages else ""


FIELDS: Final[dict[str, Callable[[Hit], Value]]] = {
    "rank": lambda hit: hit.rank,
    "id": lambda hit: hit.id,
    "title": lambda hit: hit.title,
    "date": lambda hit: hit.date,
    "author": lambda hit: hit.author,
    "section": lambda hit: hit.section,
    "source": lambda hit: hit.source,
    "url": lambda hit: hit.url,
    "path": lambda hit: hit.path,
    "score": lambda hit: round(hit.score, 4),
    "complete": lambda hit: "yes" if hit.complete else "no",
    "passage": _passage,
}
"""By name. What is not known is ``None``, or ``""`` for the title."""
