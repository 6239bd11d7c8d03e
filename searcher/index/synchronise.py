"""Bringing an index up to date with its sources: adds, updates and removes exactly what changed.

All changes of a run are published at once, or none of them: whatever stops a run (Ctrl-C, a full
disk), the index is what it was. One bad file stops nothing; it is reported. Articles are
analysed before anything of them is written. Not for how changes are found (``scan``) or stored
(``whoosh_adapter``).

Ids: an article keeps the id it was read with. When another article has it already, the later
one is called ``path#id`` (its file's path within the source), and ``path#id~2``, ``path#id~3`` …
when that is taken, too. An article keeps the name it once got for as long as its file has it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from searcher.errors import IndexNotFound, SearcherError, SourceNotFound
from searcher.index import catalog as catalogs
from searcher.index import folder
from searcher.index.batches import DEFAULT_MEMORY
from searcher.index.catalog import Catalog
from searcher.index.errors import IndexWriteFailed
from searcher.index.ingest import Ingest
from searcher.index.lexicon import Lexicon, open_lexicon
from searcher.index.lock import locked
from searcher.index.manifest import (
    CATALOG,
    LEXICON,
    Files,
    ManifestSource,
    latest_generation,
    read_manifest,
    read_small,
)
from searcher.index.packing import MAX_UNPACKED, TooLarge
from searcher.index.publish import collect_orphans_of, publish, renew
from searcher.index.reader import IndexReader
from searcher.index.report import Progress, SyncReport, SyncState
from searcher.index.scan import Scan, scan
from searcher.index.whoosh_adapter.store import Store
from searcher.index.whoosh_adapter.writer import Writer
from searcher.index.word_learner import Learner


def sync(
    index_path: Path,
    sources: Sequence[Path],
    *,
    progress: Progress | None = None,
    rebuild: bool = False,
    prune: bool = False,
    memory: int = DEFAULT_MEMORY,
    jobs: int | None = None,
    words: bool = True,
    wait: float = 0.0,
) -> SyncReport:
    """Build an index or bring it up to date.

    Args:
        index_path: The folder of the index; created when it does not exist.
        sources: Files and folders to index. They are remembered. None: all remembered ones.
        progress: Is told how far the run has come.
        rebuild: Index everything anew, given and remembered sources, whatever the state of the
            index; needed when it is damaged or was made by another version.
        prune: Remove the articles of sources that are missing or empty, too. Without it they are
            kept and reported as a problem ``"source-missing"`` or ``"source-empty"``.
        memory: How many bytes building may take beside the interpreter, whatever the size of the
            sources; less memory makes more segments, and the same answers.
        jobs: How many processes shall analyse articles when there are many; None: one per core.
            The index is the same for any number.
        words: Learn words of several syllables from a sample of the new articles' sentences, in a
            process of its own. What articles are found by does not depend on it.
        wait: For how many seconds to wait when another process is writing to the index.

    Returns:
        What was done.

    Raises:
        SourceNotFound: When a given source does not exist.
        SourceEmpty: When a given source holds no file of a kind that can be read.
        IndexNotFound: When no source is given and there is no index that remembers any.
        IndexFolderForeign: When the folder holds another's files.
        IndexNotWritable: When it cannot be written to.
        IndexLocked: When another process is writing to it, and still is after ``wait``.
        IndexCorrupt: When it is damaged (and not rebuilt).
        IndexOutdated: When it was made by another version (and not rebuilt).
        IndexWriteFailed: When the system fails while writing; the index is what it was.
    """
    started = time.time()
    clock = time.monotonic()
    # Absolute but not resolved: a link is a name the user chose.
    index_path = Path(os.path.abspath(index_path))  # noqa: PTH100
    given = [os.path.abspath(source) for source in sources]  # noqa: PTH100
    for source in given:
        if not os.path.lexists(source) and not prune:
            raise SourceNotFound(path=source)
    if not given and not folder.is_index_folder(index_path):
        raise IndexNotFound(path=index_path, command=folder.build_command(index_path))
    tell = progress or (lambda _: None)
    folder.prepare(index_path)
    waiting = partial(tell, SyncState("wait", 0, 0, 0, 0, 0))
    with locked(index_path, wait, waiting) as store:
        run = _Run(index_path, store, started, rebuild=rebuild)
        if not given and not run.catalog.sources:
            raise IndexNotFound(path=index_path, command=folder.build_command(index_path))
        found = scan(
            run.catalog,
            [*given, *(run.catalog.sources if rebuild else ())],
            prune=prune,
            seen=lambda files: tell(SyncState("scan", files, 0, 0, 0, 0)),
        )
        with _writing(index_path):
            book = run.lexicon()
            with Learner(book.state, known=len(book) > 0, active=words) as learner:
                ingest = run.carry_out(found, given, tell, book, learner, memory, jobs or _cores())
    return SyncReport(
        added=ingest.added,
        updated=ingest.updated,
        removed=ingest.removed,
        unchanged=ingest.unchanged,
        problems=tuple(found.problems + ingest.problems),
        articles=run.catalog.article_count(),
        files=run.catalog.file_count(),
        generation=run.generation,
        elapsed=time.monotonic() - clock,
        unlearnt=run.unlearnt,
    )


def _cores() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise IndexWriteFailed(path=path, reason=reason) from error
    except TooLarge as error:
        raise IndexWriteFailed(path=path, reason=f"its catalog: {error}") from error


def _remembered(path: Path) -> list[str]:
    """Return the sources of an index that cannot be opened, if anything tells them."""
    found: list[tuple[int, list[str]]] = []
    for file in path.glob(f"{CATALOG}-*"):
        with suppress(Exception):  # damage of any kind
            sources = list(catalogs.from_bytes(read_small(file)).sources)
            found.append((file.stat().st_mtime_ns, sources))
    return max(found)[1] if found else []


class _Run:
    """One run, from the state it found to the state it leaves."""

    def __init__(self, path: Path, store: Store, started: float, *, rebuild: bool) -> None:
        self.path = path
        self._store = store
        self._started = started
        self._fresh = rebuild
        self._created = started
        self.generation = latest_generation(path)
        self.catalog = Catalog()
        self.unlearnt: SearcherError | None = None
        if not rebuild:
            self._read()
        else:
            # What is damaged is what a rebuild is for: of the old index only the names of its
            # sources are wanted, if they can be read.
            with suppress(Exception):
                collect_orphans_of(path, self.generation)
            self.catalog = Catalog({source: {} for source in _remembered(path)})
            folder.mark(path, anew=True)

    def _read(self) -> None:
        folder.check_marker(self.path)
        with folder.damage_reported(self.path):
            collect_orphans_of(self.path, self.generation)
            if self.generation == 0:
                self._fresh = True
                return
            self._manifest = read_manifest(self.path, self.generation)
            folder.check_manifest(self.path, self._manifest)
            self._store.read(self.generation)  # notice damage before anything is done
            self._created = self._manifest.created
            self._files = Files(self.path, self._manifest.files)
            data = self._files.read(self._manifest.part(CATALOG), MAX_UNPACKED)
            self.catalog = catalogs.from_bytes(data)

    def lexicon(self) -> Lexicon:
        """Return the words the index knows before the run."""
        if self._fresh:
            return Lexicon()
        return open_lexicon(self.path, self._manifest, self._files)

    def carry_out(
        self,
        found: Scan,
        given: list[str],
        tell: Progress,
        lexicon: Lexicon,
        learner: Learner,
        memory: int,
        jobs: int,
    ) -> Ingest:
        """Read what has to be read, and publish the result if anything changed."""
        before = self.catalog
        ingest = Ingest(
            Catalog({source: dict(files) for source, files in before.sources.items()}),
            lambda: IndexReader.open(self.path),
            lambda: Writer(self._store, fresh=self._fresh),
            learner,
            self._started,
            memory=memory,
            jobs=jobs,
        )
        try:
            for source in given:
                ingest.catalog.sources.setdefault(source, {})
            for source in found.forgotten:
                ingest.catalog.sources.pop(source, None)
            ingest.run(found, tell)
            self.catalog = ingest.catalog
            if ingest.changed or self._fresh:
                tell(ingest.state("write"))
                learnt = learner.finish()
                self.unlearnt = learnt.problem
                self._publish(ingest.writer, lexicon.extended(learnt.counts, learnt.state))
            elif self.catalog.sources != before.sources:
                # Same articles, other times: nothing for readers to notice.
                renew(self.path, self._manifest, CATALOG, catalogs.to_bytes(self.catalog))
        except BaseException:
            with suppress(Exception):  # the reason for stopping matters more
                ingest.cancel()
            raise
        finally:
            ingest.close()
        return ingest

    def _publish(self, writer: Writer, lexicon: bytes) -> None:
        self.generation = publish(
            self.path,
            writer,
            {LEXICON: lexicon, CATALOG: catalogs.to_bytes(self.catalog)},
            tuple(
                ManifestSource(
                    source, len(files), sum(len(entry.articles) for entry in files.values())
                )
                for source, files in self.catalog.sources.items()
            ),
            self._created,
        )
