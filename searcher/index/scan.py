"""What there is to do: the files of the sources compared with the catalog. Reads no file's content.

A file is looked at again when its size or modification time differs from the catalog's. A file that
is gone is removed, but never because a folder could not be read, and never because a whole source
has vanished (a disk that is not mounted): that is a problem to report.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from searcher.articles import walk
from searcher.articles.kinds import READABLE_SUFFIXES
from searcher.articles.model import Problem
from searcher.errors import SourceEmpty, SourceNotFound
from searcher.index.catalog import Catalog, FileEntry


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read.

    Attributes:
        source: The source it belongs to.
        name: POSIX path relative to the source's root.
        path: The file.
        root: The source's root.
        size: In bytes.
        mtime_ns: Modification time.
        entry: What the catalog knows of it, if anything.
    """

    source: str
    name: str
    path: Path
    root: Path
    size: int
    mtime_ns: int
    entry: FileEntry | None


@dataclass(slots=True)
class Scan:
    """The outcome of walking through the sources.

    Attributes:
        catalog: What the sources were compared with.
        jobs: Files to read, in the order of the sources and, within them, of the walk.
        same: Files that are as the catalog says, by source and name.
        vanished: Files that are gone, likewise.
        problems: What could not be looked at.
        forgotten: Missing sources that shall no longer be remembered.
    """

    catalog: Catalog
    jobs: list[Job] = field(default_factory=list)
    same: list[FileEntry] = field(default_factory=list)
    vanished: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)


def scan(
    catalog: Catalog,
    given: Iterable[str],
    *,
    prune: bool,
    seen: Callable[[int], None],
) -> Scan:
    """Compare sources with the catalog.

    Args:
        catalog: What is indexed.
        given: Absolute paths of the sources to look at; none means all of the catalog.
        prune: Whether the articles of a remembered source that is missing or empty shall go.
        seen: Is told the number of files found so far, now and then.

    Raises:
        SourceNotFound: When a given source does not exist.
        SourceEmpty: When a given source has no file that can be read.
    """
    explicit = list(dict.fromkeys(given))
    chosen = set(explicit) if explicit else set(catalog.sources)
    # The catalog's order first: of two sources that share a file, the same one owns it every time.
    ordered = [source for source in catalog.sources if source in chosen]
    ordered += [source for source in explicit if source not in catalog.sources]
    owned = {
        str(_root(source) / name)
        for source, files in catalog.sources.items()
        if source not in chosen
        for name in files
    }
    result = Scan(catalog)
    for source in ordered:
        _scan_source(result, catalog, source, bool(explicit), prune, owned, seen)
    return result


def _root(source: str) -> Path:
    path = Path(source)
    return path if path.is_dir() else path.parent


def _scan_source(
    result: Scan,
    catalog: Catalog,
    source: str,
    explicit: bool,
    prune: bool,
    owned: set[str],
    seen: Callable[[int], None],
) -> None:
    files = catalog.sources.get(source, {})
    if not os.path.lexists(source):
        if explicit and not prune:
            raise SourceNotFound(path=source)
        if prune:
            result.forgotten.append(source)
            result.vanished += [(source, name) for name in files]
        else:
            _keep(result, files, Problem(source, "source-missing", {"articles": _count(files)}))
        return
    root = _root(source)
    found: set[str] = set()
    unreadable: list[str] = []
    problems: list[Problem] = []
    shared = False
    for item in walk(Path(source)):
        if isinstance(item, Problem):
            problems.append(item)
            if item.code == "unreadable":
                unreadable.append(item.path)
            continue
        path = str(item)
        if path in owned:
            shared = True
            continue
        owned.add(path)
        name = item.relative_to(root).as_posix()
        try:
            status = item.stat()
        except OSError as error:
            problems.append(Problem(path, "unreadable", {"reason": error.strerror or str(error)}))
            unreadable.append(path)
            continue
        found.add(name)
        entry = files.get(name)
        if entry is not None and _unchanged(entry, status):
            result.same.append(entry)
            problems.extend(entry.problems)
        else:
            result.jobs.append(
                Job(source, name, item, root, status.st_size, status.st_mtime_ns, entry)
            )
        seen(len(result.same) + len(result.jobs))
    empty = not found and not unreadable and not shared
    if empty and explicit and not prune:
        raise SourceEmpty(path=source, kinds=", ".join(READABLE_SUFFIXES))
    if empty and files and not prune:
        _keep(result, files, Problem(source, "source-empty", {"articles": _count(files)}))
        return
    result.problems += problems
    for name in files:
        if name not in found and not _below(str(root / name), unreadable):
            result.vanished.append((source, name))


def _unchanged(entry: FileEntry, status: os.stat_result) -> bool:
    # A file that gave nothing but problems is tried again: a missing reader may be there by now.
    return (
        entry.size == status.st_size
        and entry.mtime_ns == status.st_mtime_ns
        and bool(entry.articles or not entry.problems)
    )


def _keep(result: Scan, files: dict[str, FileEntry], problem: Problem) -> None:
    result.same += files.values()
    result.problems.append(problem)


def _count(files: dict[str, FileEntry]) -> int:
    return sum(len(entry.articles) for entry in files.values())


def _below(path: str, folders: list[str]) -> bool:
    # A walk escapes names that are not valid text; so must what is compared with them.
    shown = path.encode("utf-8", "backslashreplace").decode("utf-8")
    return any(shown == folder or shown.startswith(folder + os.sep) for folder in folders)
