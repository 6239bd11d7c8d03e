"""The catalog: which file of which source is indexed, in which state, and which articles it gave.

Pure values and their stored form (compressed JSON). Each generation of an index has its own
catalog, written before the generation is published. Nothing in a catalog is ever opened as a file:
only what a walk through a source finds is. For comparing it with the sources see ``sync``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from searcher.articles.model import Problem
from searcher.index.packing import compress, decompress, from_json, to_json

UNKNOWN_TIME = -1
"""As the modification time of a file: compare its content next time, whatever its time says."""


@dataclass(frozen=True, slots=True)
class CatalogArticle:
    """One indexed article.

    Attributes:
        id: What it is called in the index.
        own_id: What it was called when it was read; differs when that name was taken.
        digest: Of its content (``record.digest``).
    """

    id: str
    own_id: str
    digest: str


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One indexed file.

    Attributes:
        size: In bytes.
        mtime_ns: Modification time in nanoseconds since 1970, or ``UNKNOWN_TIME``.
        digest: Of its content; ``""`` when it must be read again.
        articles: The articles it gave, in their order.
        problems: What was wrong with it, reported on every run.
    """

    size: int
    mtime_ns: int
    digest: str
    articles: tuple[CatalogArticle, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Catalog:
    """All sources of an index.

    Attributes:
        sources: Absolute path of a source → POSIX path relative to its root → entry. The order of
            the sources is that in which they were first given.
    """

    sources: dict[str, dict[str, FileEntry]] = field(default_factory=dict)

    def article_count(self) -> int:
        """Return the number of articles of all sources."""
        return sum(
            len(entry.articles) for files in self.sources.values() for entry in files.values()
        )

    def file_count(self) -> int:
        """Return the number of files of all sources."""
        return sum(map(len, self.sources.values()))

    def article_ids(self) -> set[str]:
        """Return the ids of all articles."""
        return {
            article.id
            for files in self.sources.values()
            for entry in files.values()
            for article in entry.articles
        }


def to_bytes(catalog: Catalog) -> bytes:
    """Return the stored form of a catalog.

    Raises:
        TooLarge: When it is too large to be stored.
    """
    return compress(
        to_json(
            [
                [source, [[name, *_entry_fields(entry)] for name, entry in files.items()]]
                for source, files in catalog.sources.items()
            ]
        )
    )


def from_bytes(data: bytes) -> Catalog:
    """Return the catalog of a stored form.

    Raises:
        ValueError: When it is damaged.
    """
    try:
        return Catalog(
            {
                _typed(source, str): {
                    _typed(name, str): _entry(fields) for name, *fields in _typed(files, list)
                }
                for source, files in _typed(from_json(decompress(data)), list)
            }
        )
    except (TypeError, KeyError, IndexError) as error:
        raise ValueError("a damaged catalog") from error


def _entry_fields(entry: FileEntry) -> list[object]:
    return [
        entry.size,
        entry.mtime_ns,
        entry.digest,
        [
            [article.id, article.digest]
            if article.own_id == article.id
            else [article.id, article.digest, article.own_id]
            for article in entry.articles
        ],
        [[problem.path, problem.code, problem.details] for problem in entry.problems],
    ]


def _entry(fields: list[Any]) -> FileEntry:
    size, mtime_ns, digest, articles, problems = fields
    return FileEntry(
        _typed(size, int),
        _typed(mtime_ns, int),
        _typed(digest, str),
        tuple(
            CatalogArticle(
                _typed(each[0], str),
                _typed(each[-1 if len(each) > 2 else 0], str),
                _typed(each[1], str),
            )
            for each in articles
        ),
        tuple(
            Problem(_typed(path, str), _typed(code, str), _typed(details, dict))
            for path, code, details in problems
        ),
    )


def _typed(value: Any, kind: type) -> Any:  # noqa: ANN401
    if not isinstance(value, kind):
        raise ValueError(f"a catalog with {type(value).__name__} in place of {kind.__name__}")
    return value
