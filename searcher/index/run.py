"""One run on an index, from the state it finds to the state it leaves.

Opens what the run starts from, and has what comes out published (``publish``). Not for what a run
does (``synchronise``).
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from searcher.errors import SearcherError
from searcher.index import added, folder
from searcher.index.carrying import Published
from searcher.index.catalog import Catalog
from searcher.index.ingest import Ingest
from searcher.index.lexicon import Lexicon, open_lexicon
from searcher.index.manifest import (
    CATALOG,
    LEXICON,
    Files,
    ManifestSource,
    latest_generation,
    read_manifest,
)
from searcher.index.pipeline import Pipeline
from searcher.index.publish import collect_orphans_of, publish, renew
from searcher.index.report import Progress, Tally
from searcher.index.said_encodings import SaidEncodings, say_encoding
from searcher.index.scan import Scan
from searcher.index.sources import Source
from searcher.index.whoosh_adapter.store import Store
from searcher.index.whoosh_adapter.writer import Writer
from searcher.index.word_learner import Learner

_ATTEMPTS = 5


class Run:
    """A run that may write. Only for the holder of the store's lock; use it in a ``with`` statement.

    Attributes:
        path: The folder of the index.
        catalog: The working copy of the catalog.
        generation: The number of the newest published generation.
        unlearnt: Why no words were learnt, if that failed.
    """

    def __init__(self, path: Path, store: Store | None, *, rebuild: bool) -> None:
        """Open what there is.

        Args:
            path: The folder of the index.
            store: Where to write; None: nothing will be written.
            rebuild: Whether to start afresh, with nothing but the names of the sources.

        Raises:
            IndexCorrupt: When it is damaged (and not rebuilt).
            IndexOutdated: When it was made by another version (and not rebuilt).
        """
        self.path = path
        self._store = store
        self._started = time.time()
        self._created = self._started
        self._rebuild = self._fresh = rebuild
        self.generation = latest_generation(path) if folder.is_index_folder(path) else 0
        self.unlearnt: SearcherError | None = None
        if rebuild:
            self.catalog = self._emptied()
            if store is not None:
                with suppress(Exception):  # damage of any kind
                    collect_orphans_of(path, self.generation)
                folder.mark(path, anew=True)
        else:
            self.catalog = self._opened()
        added.adopt(self.catalog, path)

    def __enter__(self) -> Run:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.catalog.close()

    def _opened(self) -> Catalog:
        if folder.is_index_folder(self.path):
            folder.check_marker(self.path)
        with folder.damage_reported(self.path):
            if self._store is not None:
                collect_orphans_of(self.path, self.generation)
            if self.generation == 0:
                self._fresh = True
                catalog = None
            else:
                self._manifest = read_manifest(self.path, self.generation)
                folder.check_manifest(self.path, self._manifest)
                if self._store is not None:
                    self._store.read(self.generation)  # notice damage before anything is done
                self._created = self._manifest.created
                self._files = Files(self.path, self._manifest.files)
                catalog = self._files.verified(self._manifest.part(CATALOG))
        return Catalog(catalog, self.path)

    def _emptied(self) -> Catalog:
        # What is damaged is what a rebuild is for: of the old index only the names of its
        # sources are wanted, if anything tells them.
        found: list[tuple[int, list[tuple[Source, str | None]]]] = []
        for file in self.path.glob(f"{CATALOG}-*"):
            with suppress(Exception):  # damage of any kind
                old = Catalog(file, self.path)
                try:
                    said = SaidEncodings(old).of_source
                    known = [(each, said.get(n)) for n, each in old.sources().items()]
                    found.append((file.stat().st_mtime_ns, known))
                finally:
                    old.close()
        catalog = Catalog(home=self.path)
        known = max(found, key=lambda each: each[0])[1] if found else []
        # What programs have added comes first: files must not take its ids.
        for source, encoding in sorted(known, key=lambda each: not each[0].added):
            say_encoding(catalog, catalog.remember(source), encoding)
        return catalog

    def carry_out(
        self, found: Scan, tally: Tally, tell: Progress, memory: int, jobs: int, *, words: bool
    ) -> None:
        """Read what has to be read, and publish the result if anything changed."""
        store = self._store
        if store is None:
            raise ValueError("a run without a store writes nothing")
        book = self._lexicon()
        with Learner(book.state, known=len(book) > 0, active=words) as learner:
            pipeline = Pipeline(
                self.path,
                lambda: Published(self.path, self.generation),
                lambda: Writer(store, fresh=self._fresh),
                learner,
                memory=memory,
                jobs=jobs,
            )

            def publish_step() -> None:
                # Words are learnt from all of a run or from nothing: they come with its end.
                self._publish(pipeline, book.extended({}, book.state))

            step = None if self._rebuild else publish_step
            ingest = Ingest(self.catalog, pipeline, tally, self._started, step)
            try:
                ingest.run(found, tell)
                if pipeline.touched or self._fresh:
                    tell(ingest.state("write"))
                    learnt = learner.finish()
                    self.unlearnt = learnt.problem
                    self._publish(pipeline, book.extended(learnt.counts, learnt.state))
                elif self.catalog.modified:
                    # Same articles, other times: nothing for readers to notice.
                    with self.catalog.content() as content:
                        renew(self.path, self._manifest, CATALOG, content)
            except BaseException:
                pipeline.cancel()
                raise
            finally:
                pipeline.close()

    def _lexicon(self) -> Lexicon:
        if self._fresh:
            return Lexicon()
        return open_lexicon(self.path, self._manifest, self._files)

    def _publish(self, pipeline: Pipeline, lexicon: bytes) -> None:
        sources = tuple(
            ManifestSource(
                source.name, self.catalog.file_count(number), self.catalog.article_count(number)
            )
            for number, source in self.catalog.sources().items()
        )
        with self.catalog.content() as content:
            parts = {LEXICON: lexicon, CATALOG: content}
            self.generation = publish(self.path, pipeline.writer, parts, sources, self._created)
        self._fresh = self.catalog.modified = False
        self._manifest = read_manifest(self.path, self.generation)
        pipeline.start_anew()


@contextmanager
def reading_catalog(path: Path, *, rebuild: bool) -> Iterator[Run]:
    """Open a run that writes nothing, while others may be writing."""
    for attempt in range(_ATTEMPTS):
        try:
            run = Run(path, None, rebuild=rebuild)
            break
        except SearcherError as error:
            # Another process may just have published the next generation.
            if not isinstance(error.__cause__, FileNotFoundError) or attempt + 1 == _ATTEMPTS:
                raise
            time.sleep(0.05)
    with run:
        yield run
