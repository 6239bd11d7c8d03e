"""Bringing an index up to date with its sources: adds, updates and removes exactly what changed.

What a run changes is published at once, or in steps when it takes long; whatever stops it (Ctrl-C, a
full disk), the index is what was published last, and the next run goes on from there. A rebuild is
published as a whole. One bad file stops nothing; it is reported. Articles are analysed before
anything of them is written. Not for how changes are found (``scan``), decided on (``ingest``) or
stored (``whoosh_adapter``).

Ids: an article keeps the id it was read with. When another article has it already, the later
one is called ``path#id`` (its file's path within the source), and ``path#id~2``, ``path#id~3`` …
when that is taken, too. An article keeps the name it once got for as long as its file has it. The
file is part of the id of an article that has none of its own: when the file is renamed or moved,
the id follows, so that an id always says where the article is.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from searcher.errors import IndexNotFound, SourceNotFound
from searcher.index import folder
from searcher.index.added import AddedArticles
from searcher.index.batches import DEFAULT_MEMORY
from searcher.index.catalog_database import CatalogDamaged, reported
from searcher.index.codec.errors import CorruptSegment
from searcher.index.errors import IndexWriteFailed, SourceUnknown
from searcher.index.ingest import Ingest
from searcher.index.lock import locked
from searcher.index.manifest import CATALOG
from searcher.index.pipeline import Nothing
from searcher.index.report import Listener, Progress, SyncReport, SyncState, Tally
from searcher.index.run import Run, reading_catalog
from searcher.index.said_encodings import say_encoding
from searcher.index.scan import scan
from searcher.index.sources import Source
from searcher.text.decode import ENCODINGS

AUTO = "auto"
"""Instead of the name of an encoding: it is found out, file by file."""


def sync(
    index_path: Path,
    sources: Sequence[Path | str],
    *,
    progress: Progress | None = None,
    changes: Listener | None = None,
    rebuild: bool = False,
    prune: bool = False,
    only: Iterable[str] | None = None,
    encoding: str | None = None,
    dry_run: bool = False,
    memory: int | None = None,
    jobs: int | None = None,
    words: bool = True,
    wait: float = 0.0,
) -> SyncReport:
    """Build an index or bring it up to date.

    Args:
        index_path: The folder of the index; created when it does not exist.
        sources: Files, folders and patterns (see ``Source.of``) to index. They are remembered.
            None: all remembered ones.
        progress: Is told how far the run has come.
        changes: Is told everything that is added, updated, moved, removed or skipped.
        rebuild: Index everything anew, given and remembered sources, whatever the state of the
            index; needed when it is damaged or was made by another version.
        prune: Remove the articles of sources that are missing or empty, too. Without it they are
            kept and reported as a problem ``"source-missing"`` or ``"source-empty"``.
        only: Absolute paths of files and folders, existing or gone; nothing else is looked at.
        encoding: What the files of the sources are in, one of ``searcher.text.decode.ENCODINGS``, or
            ``AUTO``: it is found out. It is remembered with the sources. None: as remembered.
        dry_run: Only find out what would be done; nothing is written. What changed is read, but
            not analysed.
        memory: How many bytes building may take in all processes together, beside the interpreters
            and whatever the size of the sources; None: ``DEFAULT_MEMORY``. Less makes more
            segments, and the same answers; learning words alone takes 80 MB.
        jobs: How many processes shall analyse articles when there are many, if ``memory`` is enough
            for them; None: one per core. The index is the same for any number.
        words: Learn words of several syllables from a sample of the new articles' sentences, in a
            process of its own. What articles are found by does not depend on it.
        wait: For how many seconds to wait when another process is writing to the index.

    Returns:
        What was done.

    Raises:
        ValueError: When ``encoding`` is none of them.
        SourceNotFound: When a given source does not exist.
        SourceEmpty: When a given source holds no file of a kind that can be read.
        IndexNotFound: When no source is given and there is no index that remembers any.
        IndexFolderForeign: When the folder holds another's files.
        IndexNotWritable: When it cannot be written to.
        IndexLocked: When another process is writing to it, and still is after ``wait``.
        IndexCorrupt: When it is damaged (and not rebuilt).
        IndexOutdated: When it was made by another version (and not rebuilt).
        IndexWriteFailed: When the system fails while writing; the index is what was published last.
    """
    if encoding not in (None, AUTO, *ENCODINGS):
        raise ValueError(f"{encoding!r} is no encoding that is known")
    started, clock = time.time(), time.monotonic()
    index_path = absolute(index_path)
    given = [Source.of(source) for source in sources]
    for source in given:
        if not source.exists() and not prune:
            raise SourceNotFound(path=source.name)
    if not given and not folder.is_index_folder(index_path):
        raise IndexNotFound(path=index_path, command=folder.build_command(index_path))
    tell = progress or (lambda _: None)
    tally = Tally(changes)
    waiting = partial(tell, SyncState("wait", 0, 0, 0, 0, 0))
    with opened(index_path, wait, waiting, rebuild=rebuild, dry=dry_run) as run:
        catalog = run.catalog
        if not given and not catalog.sources():
            raise IndexNotFound(path=index_path, command=folder.build_command(index_path))
        named = {catalog.remember(source) for source in given}
        explicit = bool(given) or rebuild
        chosen = set(catalog.sources() if rebuild or not given else named)
        if encoding is not None:
            for number in named or catalog.sources():
                chosen |= say_encoding(catalog, number, None if encoding == AUTO else encoding)
        found = scan(
            catalog,
            chosen,
            tally=tally,
            explicit=explicit,
            prune=prune,
            without=index_path,
            only=only,
            seen=lambda files: tell(SyncState("scan", files, 0, 0, 0, 0)),
        )
        if dry_run:
            Ingest(catalog, Nothing(), tally, started).run(found, tell)
        else:
            run.carry_out(
                found, tally, tell, memory or DEFAULT_MEMORY, jobs or cores(), words=words
            )
        return report_of(run, tally, clock, dry=dry_run)


def forget(
    index_path: Path,
    source: Path | str,
    *,
    progress: Progress | None = None,
    changes: Listener | None = None,
    dry_run: bool = False,
    memory: int | None = None,
    jobs: int | None = None,
    wait: float = 0.0,
) -> SyncReport:
    """Remove a source and its articles from an index.

    Files are not touched, except those of the index itself with what programs have added, if they
    are the source. Files that another source has, too, stay indexed.

    Args:
        index_path: The folder of the index.
        source: The source as it was given, or as ``IndexStats.sources`` names it; it need not
            exist any more.
        progress: Is told how far the run has come.
        changes: Is told everything that is removed or moved.
        dry_run: Only find out what would be done; nothing is written.
        memory: As for ``sync``; likewise ``jobs``.
        jobs: How many processes shall analyse.
        wait: For how many seconds to wait when another process is writing to the index.

    Returns:
        What was done.

    Raises:
        SourceUnknown: When it is no source of the index.
        IndexNotFound: When there is no index; otherwise as ``sync``.
    """
    started, clock = time.time(), time.monotonic()
    index_path = absolute(index_path)
    if not folder.is_index_folder(index_path):
        raise IndexNotFound(path=index_path, command=folder.build_command(index_path))
    tell = progress or (lambda _: None)
    tally = Tally(changes)
    waiting = partial(tell, SyncState("wait", 0, 0, 0, 0, 0))
    with opened(index_path, wait, waiting, rebuild=False, dry=dry_run) as run:
        catalog = run.catalog
        sources = catalog.sources()
        name = str(absolute(source))
        number = next((n for n, each in sources.items() if each.name == name), None)
        if number is None:
            known = ", ".join(each.name for each in sources.values()) or "–"
            raise SourceUnknown(path=name, sources=known)
        lost = sources.pop(number)
        for file in catalog.files_of(number):
            catalog.drop_file(file)
        catalog.forget(number)
        sharing = {n for n, each in sources.items() if each.overlaps(lost)}
        found = scan(catalog, sharing, tally=tally, without=index_path)
        if dry_run:
            Ingest(catalog, Nothing(), tally, started).run(found, tell)
        else:
            run.carry_out(
                found, tally, tell, memory or DEFAULT_MEMORY, jobs or cores(), words=False
            )
        if lost.added and not dry_run:
            AddedArticles(index_path).remove_all()  # or the next run would find them again
        return report_of(run, tally, clock, dry=dry_run)


def absolute(path: Path | str) -> Path:
    """Return the absolute path of one as it was given."""
    # Absolute but not resolved: a link is a name the user chose.
    return Path(os.path.abspath(path))  # noqa: PTH100


def report_of(run: Run, tally: Tally, clock: float, *, dry: bool) -> SyncReport:
    """Return what a run has done that began when the monotonic clock showed ``clock``."""
    return SyncReport(
        added=tally.counts["added"],
        updated=tally.counts["updated"],
        removed=tally.counts["removed"],
        unchanged=tally.unchanged,
        problems=tuple(tally.problems),
        articles=run.catalog.article_count(),
        files=run.catalog.file_count(),
        generation=run.generation,
        elapsed=time.monotonic() - clock,
        unlearnt=run.unlearnt,
        moved=tally.counts["moved"],
        duplicates=tally.counts["duplicate"],
        examples=tuple(tally.duplicates),
        skipped=dict(tally.skipped),
        dry=dry,
    )


def cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def opened(
    path: Path, wait: float, waiting: Callable[[], None], *, rebuild: bool, dry: bool
) -> Iterator[Run]:
    """The state of an index, locked against other writers unless nothing will be written."""
    if dry:
        with _failures(path), reading_catalog(path, rebuild=rebuild) as run:
            yield run
        return
    folder.prepare(path)
    with (
        locked(path, wait, waiting) as store,
        _failures(path),
        Run(path, store, rebuild=rebuild) as run,
    ):
        yield run


@contextmanager
def _failures(path: Path) -> Iterator[None]:
    try:
        with reported():
            yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise IndexWriteFailed(path=path, reason=reason) from error
    except CatalogDamaged as error:
        raise folder.corrupt(path, CorruptSegment(file=CATALOG, reason=str(error))) from error
