"""What there is to do: the files of the sources compared with the catalog. Reads no file's content.

A file is looked at again when its size or modification time differs from the catalog's. A file that
is gone is removed, but never because a folder could not be read, and never because a whole source
has vanished (a disk that is not mounted): that is a problem to report. What is found is kept in the
catalog's database, so that a million files need no more memory than ten.
"""

# ruff: noqa: S608 - the parts that queries are made of are constants of this module.

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from searcher.articles.discovery import reason, shown
from searcher.articles.kinds import READABLE_SUFFIXES
from searcher.articles.model import Problem
from searcher.errors import SourceEmpty, SourceNotFound
from searcher.index.catalog import Catalog
from searcher.index.catalog_entries import problems_from
from searcher.index.report import Tally
from searcher.index.said_encodings import SaidEncodings
from searcher.index.sources import Source, folders_above

_TABLES = (
    "CREATE TEMP TABLE found (path BLOB PRIMARY KEY, source INTEGER NOT NULL,"
    " size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, kept INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TEMP TABLE looked_at (source INTEGER PRIMARY KEY)",
    "CREATE TEMP TABLE jobs (number INTEGER PRIMARY KEY, path BLOB NOT NULL,"
    " source INTEGER NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL)",
    "CREATE TEMP TABLE vanished (number INTEGER PRIMARY KEY)",
)
# A file that gave nothing but problems is tried again: a missing reader may be there by now.
_SAME = (
    "files.path = found.path AND files.source = found.source AND (found.kept OR"
    " (files.size = found.size AND files.mtime_ns = found.mtime_ns"
    " AND (files.problems IS NULL OR EXISTS"
    " (SELECT 1 FROM articles WHERE articles.file = files.number))))"
)
_KEEP = (
    "INSERT OR IGNORE INTO found SELECT path, source, size, mtime_ns, 1 FROM files"
    " WHERE {column} = ?"
)
_SLICE = 500
_SEPARATOR = os.fsencode(os.sep)


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read.

    Attributes:
        source: The number of the source it belongs to.
        path: The file.
        root: The source's root.
        size: In bytes.
        mtime_ns: Modification time.
        encoding: What it is in, if somebody has said so.
        added: Whether it holds what programs have added.
    """

    source: int
    path: Path
    root: Path
    size: int
    mtime_ns: int
    encoding: str | None = None
    added: bool = False


@dataclass(slots=True)
class Scan:
    """The outcome of walking through the sources; the files themselves are in the database.

    Attributes:
        catalog: What the sources were compared with, and where the outcome is.
        tally: Is told what could not be looked at, and what is as it was.
        sources: The numbers of the sources looked at.
        forgotten: Missing sources that shall no longer be remembered.
        total_files: How many files are to be read.
        total_bytes: How large they are.
    """

    catalog: Catalog
    tally: Tally
    sources: list[int] = field(default_factory=list)
    forgotten: list[int] = field(default_factory=list)
    total_files: int = 0
    total_bytes: int = 0

    def jobs(self) -> Iterator[Job]:
        """Yield the files to read, source by source, in the order of their paths."""
        sources = self.catalog.sources()
        roots = {number: source.root for number, source in sources.items()}
        said = SaidEncodings(self.catalog)
        run = self.catalog.database.execute
        last = 0
        while rows := run(
            "SELECT number, path, source, size, mtime_ns FROM jobs WHERE number > ?"
            " ORDER BY number LIMIT ?",
            (last, _SLICE),
        ).fetchall():
            for last, path, source, size, mtime_ns in rows:  # noqa: B007 - it is where to go on
                name = os.fsdecode(path)
                encoding = said.of(name, source)
                root, ours = roots[source], sources[source].added
                yield Job(source, Path(name), root, size, mtime_ns, encoding, ours)

    def vanished(self) -> Iterator[int]:
        """Yield the numbers of the files that are gone."""
        run = self.catalog.database.execute
        last = 0
        while row := run(
            "SELECT number FROM vanished WHERE number > ? ORDER BY number LIMIT 1", (last,)
        ).fetchone():
            (last,) = row
            yield last


def scan(
    catalog: Catalog,
    chosen: Iterable[int],
    *,
    tally: Tally,
    explicit: bool = False,
    prune: bool = False,
    without: Path | None = None,
    only: Iterable[str] | None = None,
    seen: Callable[[int], None] = lambda _: None,
) -> Scan:
    """Compare sources with the catalog.

    Args:
        catalog: What is indexed.
        chosen: The numbers of the sources to look at.
        tally: Is told what could not be looked at, and what is as it was.
        explicit: Whether somebody has named them, and wants to hear it if one is not there.
        prune: Whether the articles of a remembered source that is missing or empty shall go.
        without: A folder to pass over wherever it lies.
        only: Absolute paths of the files and folders to look at; None: everything.
        seen: Is told the number of files found so far, now and then.

    Raises:
        SourceNotFound: When a named source does not exist.
        SourceEmpty: When a named source has no file that can be read.
    """
    result = Scan(catalog, tally)
    wanted = set(chosen)
    run = catalog.database.execute
    for table in _TABLES:
        run(table)
    walker = _Walker(result, explicit, prune, without, None if only is None else set(only), seen)
    # The catalog's order: of two sources that share a file, the same one owns it every time.
    looked_at = {n: source for n, source in catalog.sources().items() if n in wanted}
    for number in looked_at:
        result.sources.append(number)
        run("INSERT INTO looked_at VALUES (?)", (number,))
    for number, source in looked_at.items():
        walker.walk(number, source)
    run(
        "INSERT INTO jobs (path, source, size, mtime_ns) SELECT path, source, size, mtime_ns"
        f" FROM found WHERE NOT EXISTS (SELECT 1 FROM files WHERE {_SAME}) ORDER BY source, path"
    )
    row = run("SELECT count(*), coalesce(sum(size), 0) FROM jobs").fetchone()
    result.total_files, result.total_bytes = row
    _tell_same(result)
    return result


class _Walker:
    """Walks through sources and notes what is there."""

    def __init__(
        self,
        result: Scan,
        explicit: bool,
        prune: bool,
        without: Path | None,
        only: set[str] | None,
        seen: Callable[[int], None],
    ) -> None:
        self._result = result
        self._run = result.catalog.database.execute
        self._explicit = explicit
        self._prune = prune
        self._without = None if without is None else str(without)
        self._only = only
        self._seen = seen
        self._files = 0

    def walk(self, number: int, source: Source) -> None:
        if not source.exists():
            self._missing(number, source)
            return
        found = 0
        unreadable: set[str] = set()
        for item in source.walk(without=self._without, only=self._only):
            path = item.path if isinstance(item, Problem) else str(item)
            if not isinstance(item, Problem):
                try:
                    found += self._note(number, path, item.stat())
                    continue
                except OSError as error:
                    item = Problem(shown(item), "unreadable", {"reason": reason(error)})
            if item.code == "unreadable":
                unreadable.add(item.path)
            self._result.tally.skip(item)
        if not found and not unreadable and self._only is None and self._empty(number, source):
            return
        self._note_vanished(number, unreadable)

    def _note(self, number: int, path: str, status: os.stat_result) -> bool:
        """Note a file; whether it counts as one of the source, be it as another source's."""
        name = os.fsencode(path)
        owner = self._run("SELECT source FROM files WHERE path = ?", (name,)).fetchone()
        if owner is not None and owner[0] != number:
            others = "SELECT 1 FROM looked_at WHERE source = ?"
            if self._run(others, owner).fetchone() is None:
                return True
        self._run(
            "INSERT OR IGNORE INTO found VALUES (?, ?, ?, ?, 0)",
            (name, number, status.st_size, status.st_mtime_ns),
        )
        self._files += 1
        self._seen(self._files)
        return True

    def _missing(self, number: int, source: Source) -> None:
        if self._explicit and not self._prune:
            raise SourceNotFound(path=source.name)
        if self._prune:
            self._result.forgotten.append(number)
            self._note_vanished(number, set())
        else:
            self._keep(number, source, "source-missing")

    def _empty(self, number: int, source: Source) -> bool:
        if self._explicit and not self._prune:
            raise SourceEmpty(path=source.name, kinds=", ".join(READABLE_SUFFIXES))
        if self._prune or not self._result.catalog.file_count(number):
            return False
        self._keep(number, source, "source-empty")
        return True

    def _keep(self, number: int, source: Source, code: str) -> None:
        self._run(_KEEP.format(column="source"), (number,))
        articles = self._result.catalog.article_count(number)
        self._result.tally.skip(Problem(source.name, code, {"articles": articles}))

    def _note_vanished(self, number: int, unreadable: set[str]) -> None:
        for file, name in self._missing_files(number):
            # A walk escapes names that are not valid text; so must what is compared with them.
            plain = shown(Path(os.fsdecode(name)))
            if unreadable and any(each in unreadable for each in (plain, *folders_above(plain))):
                self._run(_KEEP.format(column="number"), (file,))
            else:
                self._run("INSERT OR IGNORE INTO vanished VALUES (?)", (file,))

    def _missing_files(self, number: int) -> Iterator[tuple[int, bytes]]:
        missing = (
            "SELECT number, path FROM files WHERE source = ? AND NOT EXISTS"
            " (SELECT 1 FROM found WHERE found.path = files.path)"
        )
        if self._only is None:
            yield from self._run(missing, (number,))
            return
        for path in self._only:
            name = os.fsencode(path)
            below = name.rstrip(_SEPARATOR) + _SEPARATOR
            yield from self._run(f"{missing} AND path = ?", (number, name))
            beyond = below[:-1] + bytes([below[-1] + 1])
            yield from self._run(f"{missing} AND path >= ? AND path < ?", (number, below, beyond))


def _tell_same(result: Scan) -> None:
    run = result.catalog.database.execute
    row = run(
        "SELECT count(*) FROM found CROSS JOIN files CROSS JOIN articles"
        f" ON articles.file = files.number WHERE {_SAME} AND articles.id IS NOT NULL"
    ).fetchone()
    result.tally.unchanged += row[0]
    for (data,) in run(
        "SELECT files.problems FROM found CROSS JOIN files"
        f" WHERE {_SAME} AND files.problems IS NOT NULL ORDER BY files.source, files.path"
    ):
        for problem in problems_from(data):
            result.tally.skip(problem)
