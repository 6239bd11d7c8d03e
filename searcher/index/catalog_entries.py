"""What a catalog says of one file, and of one article. Values only; see ``catalog``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from searcher.articles.model import Problem
from searcher.index.packing import from_json, to_json

UNKNOWN_TIME = -1
"""As the modification time of a file: compare its content next time, whatever its time says."""

TO_READ = b""
"""As the digest of a file: it must be read again."""


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One indexed file.

    Attributes:
        number: By which the catalog knows it.
        source: The number of its source.
        size: In bytes.
        mtime_ns: Modification time in nanoseconds since 1970, or ``UNKNOWN_TIME``.
        digest: Of its content, or ``TO_READ``.
        problems: What was wrong with it, reported on every run.
    """

    number: int
    source: int
    size: int
    mtime_ns: int
    digest: bytes
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """One article.

    Attributes:
        number: By which the catalog knows it.
        file: The number of its file; ``None``: it is homeless.
        own_id: What it was called when it was read; differs from ``id`` when that name was taken.
        id: What it is called in the index; ``None``: it is a duplicate.
        content: Digest of its content (``record.digest``).
        replaced: Whether its file has something else under its name now.
        lost: The file a homeless article was in.
    """

    number: int
    file: int | None
    own_id: str
    id: str | None
    content: bytes
    replaced: bool = False
    lost: str = ""


def problems_from(data: bytes | None) -> tuple[Problem, ...]:
    """Return problems from the form in which they are stored."""
    listed = [] if data is None else from_json(data)
    return tuple(Problem(path, code, details) for path, code, details in listed)


def problems_to(problems: Sequence[Problem]) -> bytes | None:
    """Return the form in which problems are stored."""
    listed = [[problem.path, problem.code, problem.details] for problem in problems]
    return to_json(listed) if listed else None
