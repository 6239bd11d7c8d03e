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
from pathlib import Path

from searcher.errors import IndexLocked, IndexNotFound, SearcherError, SourceNotFound
from searcher.index import catalog as catalogs
from searcher.index import folder
from searcher.index.batches import DEFAULT_MEMORY
from searcher.index.catalog import Catalog
from searcher.index.errors import IndexNotWritable, IndexWriteFailed
from searcher.index.ingest import Ingest
from searcher.index.lexicon import Lexicon, lexicon_path, open_lexicon
from searcher.index.packing import MAX_UNPACKED, TooLarge
from searcher.index.reader import IndexReader, check_manifest
from searcher.index.report import Progress, SyncReport, SyncState
from searcher.index.scan import Scan, scan
from searcher.index.schema import FORMAT
from searcher.index.whoosh_adapter.store import Store
from searcher.index.whoosh_adapter.writer import Writer
from searcher.index.word_learner import Learner
from searcher.text import TEXT_RULES_VERSION


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

    Returns:
        What was done.

    Raises:
        SourceNotFound: When a given source does not exist.
        SourceEmpty: When a given source holds no file of a kind that can be read.
        IndexNotFound: When no source is given and there is no index that remembers any.
        IndexFolderForeign: When the folder holds another's files.
        IndexNotWritable: When it cannot be written to.
        IndexLocked: When another process is writing to it.
        IndexUnreadable: When it is damaged (and not rebuilt).
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
    with _locked(index_path) as store:
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
def _locked(path: Path) -> Iterator[Store]:
    store = Store(path)
    try:
        acquired = store.acquire()
    except OSError as error:
        raise IndexNotWritable(path=path, reason=error.strerror or str(error)) from error
    if not acquired:
        raise IndexLocked(path=path)
    try:
        yield store
    finally:
        store.release()


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise IndexWriteFailed(path=path, reason=reason) from error
    except TooLarge as error:
        raise IndexWriteFailed(path=path, reason=f"its catalog: {error}") from error


class _Run:
    """One run, from the state it found to the state it leaves."""

    def __init__(self, path: Path, store: Store, started: float, *, rebuild: bool) -> None:
        self.path = path
        self._store = store
        self._started = started
        self._fresh = rebuild
        self._created = started
        self.generation = store.generation()
        self.catalog = Catalog()
        self.unlearnt: SearcherError | None = None
        if not rebuild:
            self._read()
        else:
            # What is damaged is what a rebuild is for: of the old index only the names of its
            # sources are wanted, if they can be read.
            with suppress(Exception):
                self._read_catalog()
            self.catalog = Catalog({source: {} for source in self.catalog.sources})
            folder.renew_marker(path)

    def _read(self) -> None:
        folder.check_marker(self.path)
        if self.generation == 0:
            self._fresh = True
            return
        with folder.damage_reported(self.path):
            # What a killed writer left behind, before or after publishing.
            self._store.collect_orphans()
            folder.collect_orphans(self.path, self.generation)
            manifest = folder.read_manifest(self.path, self.generation)
            check_manifest(self.path, manifest)
            self._created = manifest.created
            self._read_catalog()

    def _read_catalog(self) -> None:
        data = folder.catalog_path(self.path, self.generation).read_bytes()
        if len(data) > MAX_UNPACKED:
            raise ValueError("a catalog of unacceptable size")
        self.catalog = catalogs.from_bytes(data)

    def lexicon(self) -> Lexicon:
        """Return the words the index knows before the run."""
        return Lexicon() if self._fresh else open_lexicon(self.path, self.generation)

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
                # Same articles, other times: the catalog alone is renewed, in one step.
                data = catalogs.to_bytes(self.catalog)
                folder.write_file(folder.catalog_path(self.path, self.generation), data)
        except BaseException:
            with suppress(Exception):  # the reason for stopping matters more
                ingest.cancel()
            raise
        finally:
            ingest.close()
        return ingest

    def _publish(self, writer: Writer, lexicon: bytes) -> None:
        generation = writer.generation
        folder.write_file(lexicon_path(self.path, generation), lexicon)
        data = catalogs.to_bytes(self.catalog)
        folder.write_file(folder.catalog_path(self.path, generation), data)
        folder.write_manifest(
            self.path,
            folder.Manifest(
                format=FORMAT,
                text_rules=TEXT_RULES_VERSION,
                generation=generation,
                created=self._created,
                updated=time.time(),
                sources=tuple(
                    folder.ManifestSource(
                        source, len(files), sum(len(entry.articles) for entry in files.values())
                    )
                    for source, files in self.catalog.sources.items()
                ),
            ),
        )
        # Merging reads old segments, which may be damaged.
        with folder.damage_reported(self.path, system_errors=False):
            writer.commit()
        self.generation = generation
        folder.collect_orphans(self.path, generation)
