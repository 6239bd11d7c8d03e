"""Reading changed files into a new generation, article by article, and keeping the catalog of it.

Knows which articles of a changed file are really new: those whose content is the same stay where
they are in the index; the others are analysed in chunks (``workers``) and inverted in batches
(``batches``), both in the order in which they were read. Publishing is up to ``sync``.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict, deque
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from searcher.articles import read_file
from searcher.articles.model import Article, Problem
from searcher.index import record
from searcher.index.batches import Batches, Budget, Entry
from searcher.index.catalog import UNKNOWN_TIME, Catalog, CatalogArticle, FileEntry
from searcher.index.codec.errors import CorruptSegment
from searcher.index.document import Analysis
from searcher.index.folder import corrupt
from searcher.index.manifest import CATALOG
from searcher.index.packing import TooLarge
from searcher.index.reader import IndexReader
from searcher.index.report import Phase, Progress, SyncState
from searcher.index.scan import Job, Scan
from searcher.index.schema import NO_DATE
from searcher.index.whoosh_adapter.writer import Writer
from searcher.index.word_learner import Learner
from searcher.index.workers import Analysts, Chunk

# A file changed less than this before the run began may be changed again without its time showing
# it (file systems count in steps of up to two seconds).
_TIME_STEP_NS = 2_000_000_000
_CHUNK = 1 << 20
# Progress within a file of many articles, as a share of a gzipped file's size: compressed
# Vietnamese JSON takes about this much of the text in it.
_GZIP_RATIO = 0.35
_TELL_EVERY = 50


@dataclasses.dataclass(frozen=True, slots=True)
class _Origin:
    """Where an article on its way into the index comes from, should it fail."""

    job: Job
    job_number: int
    id: str
    updated: bool


class Ingest:
    """The changes of one run.

    Attributes:
        catalog: The catalog of the generation being made.
        added: Articles added so far; likewise ``updated``, ``removed`` and ``unchanged``.
        problems: What was skipped and why, in the order of the files; complete after ``run``.
    """

    def __init__(
        self,
        catalog: Catalog,
        open_reader: Callable[[], IndexReader],
        open_writer: Callable[[], Writer],
        learner: Learner,
        started: float,
        *,
        memory: int,
        jobs: int,
    ) -> None:
        """Start with nothing changed.

        Args:
            catalog: That of the published generation; is changed.
            open_reader: Opens the published generation; called when something of it must go.
            open_writer: Starts a new generation; called when the first change is made.
            learner: Is offered every new article.
            started: When the run began, seconds since 1970.
            memory: How many bytes may be held at a time.
            jobs: How many processes shall analyse.
        """
        self.catalog = catalog
        self.added = self.updated = self.removed = self.unchanged = 0
        self.problems: list[Problem] = []
        self._open_reader = open_reader
        self._reader: IndexReader | None = None
        self._open_writer = open_writer
        self._writer: Writer | None = None
        self._learner = learner
        self._racy_from = int(started * 1e9) - _TIME_STEP_NS
        self._taken = catalog.article_ids()
        self._suffixes: defaultdict[str, int] = defaultdict(lambda: 1)
        budget = Budget.of(memory)
        self._batches = Batches(lambda: self.writer, budget)
        self._analysts = Analysts(jobs)
        self._chunk: Chunk = []
        self._chunk_bytes = 0
        self._most_chunk_bytes = budget.chunk_bytes
        self._of_job: list[list[Problem]] = []
        self._failed: list[tuple[_Origin, str]] = []
        self._files = self._total_files = self._total_bytes = self._articles = 0
        self._done_bytes = self._within_file = 0.0

    @property
    def changed(self) -> bool:
        """Whether the new generation holds other articles than the published one."""
        return bool(self.added or self.updated or self.removed)

    @property
    def writer(self) -> Writer:
        """The generation being made."""
        if self._writer is None:
            self._writer = self._open_writer()
        return self._writer

    def cancel(self) -> None:
        """Forget all changes."""
        if self._writer is not None:
            self._writer.cancel()

    def close(self) -> None:
        """End helpers and close the published generation."""
        self._analysts.close()
        if self._reader is not None:
            self._reader.close()

    def state(self, phase: Phase) -> SyncState:
        """Return how far the run has come."""
        return SyncState(
            phase,
            self._files,
            self._total_files,
            int(self._done_bytes + self._within_file),
            self._total_bytes,
            self._articles,
        )

    def run(self, found: Scan, tell: Progress) -> None:
        """Deal with everything a scan found."""
        self._total_files = len(found.jobs)
        self._total_bytes = sum(job.size for job in found.jobs)
        self.unchanged += sum(len(entry.articles) for entry in found.same)
        for source, name in found.vanished:
            # A forgotten source has left the catalog already.
            entry = found.catalog.sources[source][name]
            self.catalog.sources.get(source, {}).pop(name, None)
            for article in entry.articles:
                self._remove(article)
                self.removed += 1
        tell(self.state("read"))
        for job in found.jobs:
            self._of_job.append([])
            self._take(job, tell)
            self._files += 1
            self._done_bytes += job.size
            self._within_file = 0.0
            tell(self.state("read"))
        self._analyse()
        for chunk, analysis in self._analysts.finish():
            self._gather(chunk, analysis)
        self._batches.flush()
        for origin, reason in self._failed:
            self._strike_out(origin, reason)
        self.problems = [problem for problems in self._of_job for problem in problems]

    def _take(self, job: Job, tell: Progress) -> None:
        files = self.catalog.sources.setdefault(job.source, {})
        known = files.get(job.name)
        try:
            digest = _digest(job.path)
        except OSError as error:
            # Not to be read today is no reason to forget what it held.
            reason = error.strerror or str(error)
            self._of_job[-1].append(Problem(str(job.path), "unreadable", {"reason": reason}))
            self.unchanged += len(known.articles) if known else 0
            return
        mtime_ns = UNKNOWN_TIME if job.mtime_ns >= self._racy_from else job.mtime_ns
        if known is not None and known.digest == digest and (known.articles or not known.problems):
            files[job.name] = dataclasses.replace(known, mtime_ns=mtime_ns, size=job.size)
            self.unchanged += len(known.articles)
            self._of_job[-1] += known.problems
            return
        files[job.name] = self._read(job, known, digest, mtime_ns, tell)
        self._of_job[-1] += files[job.name].problems

    def _read(
        self, job: Job, known: FileEntry | None, digest: str, mtime_ns: int, tell: Progress
    ) -> FileEntry:
        before: defaultdict[str, deque[CatalogArticle]] = defaultdict(deque)
        for old in known.articles if known else ():
            before[old.own_id].append(old)
        articles: list[CatalogArticle] = []
        problems: list[Problem] = []
        items = read_file(job.path, root=job.root)
        while True:
            try:
                item = next(items, None)
            except Exception as error:  # a reader that fails must not stop the others
                problems.append(Problem(str(job.path), "reader-failed", {"reason": repr(error)}))
                # What it could not get at is kept, and it is tried again next time.
                digest = ""
                articles += [old for rest in before.values() for old in rest]
                self.unchanged += sum(map(len, before.values()))
                before.clear()
                break
            if item is None:
                break
            if isinstance(item, Problem):
                problems.append(item)
                continue
            indexed = self._index(item, job, before, problems)
            if indexed is not None:
                articles.append(indexed)
            self._articles += 1
            if self._articles % _TELL_EVERY == 0:
                tell(self.state("read"))
        for rest in before.values():
            for old in rest:
                self._remove(old)
                self.removed += 1
        return FileEntry(job.size, mtime_ns, digest, tuple(articles), tuple(problems))

    def _index(
        self,
        article: Article,
        job: Job,
        before: defaultdict[str, deque[CatalogArticle]],
        problems: list[Problem],
    ) -> CatalogArticle | None:
        old = before[article.id].popleft() if before[article.id] else None
        own_id = article.id
        name = self._name(own_id, job.name) if old is None else old.id
        if name != own_id:
            article = dataclasses.replace(article, id=name)
        try:
            encoded = record.encode(article)
        except TooLarge as error:
            problems.append(_failure(job, article.id, str(error)))
            if old is None:
                self._taken.discard(article.id)
            else:
                self._remove(old)
                self.removed += 1
            return None
        self._pass(job, len(encoded))
        digest = record.digest(encoded)
        if old is not None and old.digest == digest:
            self.unchanged += 1
            return old
        if old is not None:
            self._delete(old)
            self.updated += 1
        else:
            self.added += 1
        self._learner.offer((article.title, *article.body))
        date = NO_DATE if article.date is None else article.date.toordinal()
        origin = _Origin(job, len(self._of_job) - 1, article.id, updated=old is not None)
        self._chunk.append(Entry(article.id, encoded, date, origin))
        self._chunk_bytes += len(encoded)
        if self._chunk_bytes >= self._most_chunk_bytes:
            self._analyse()
        return CatalogArticle(article.id, own_id, digest)

    def _analyse(self) -> None:
        """Send what has been read to be analysed, and take what has been."""
        chunk, self._chunk, self._chunk_bytes = self._chunk, [], 0
        if chunk:
            for done, analysis in self._analysts.put(chunk):
                self._gather(done, analysis)

    def _gather(self, chunk: Chunk, analysis: Analysis) -> None:
        for entry, reason in self._batches.add(chunk, analysis):
            self._failed.append((entry.origin, reason))

    def _strike_out(self, origin: _Origin, reason: str) -> None:
        """Take an article that could not be analysed out of the catalog and the counts again."""
        files = self.catalog.sources[origin.job.source]
        entry = files[origin.job.name]
        problem = _failure(origin.job, origin.id, reason)
        files[origin.job.name] = dataclasses.replace(
            entry,
            articles=tuple(article for article in entry.articles if article.id != origin.id),
            problems=(*entry.problems, problem),
        )
        self._of_job[origin.job_number].append(problem)
        self._taken.discard(origin.id)
        if origin.updated:
            self.updated -= 1
            self.removed += 1
        else:
            self.added -= 1

    def _pass(self, job: Job, text_bytes: int) -> None:
        share = _GZIP_RATIO if job.path.suffix == ".gz" else 1.0
        self._within_file = min(float(job.size), self._within_file + share * text_bytes)

    def _name(self, own_id: str, file_name: str) -> str:
        name = own_id
        if name in self._taken:
            base = name = f"{file_name}#{own_id}"
            while name in self._taken:
                self._suffixes[base] += 1
                name = f"{base}~{self._suffixes[base]}"
        self._taken.add(name)
        return name

    def _remove(self, article: CatalogArticle) -> None:
        self._delete(article)
        self._taken.discard(article.id)

    def _delete(self, article: CatalogArticle) -> None:
        if self._reader is None:
            self._reader = self._open_reader()
        doc = self._reader.find(article.id)
        if doc is None:
            path = self._reader.path
            reason = f"the catalog lists {article.id!r}, which is not there"
            raise corrupt(path, CorruptSegment(file=CATALOG, reason=reason))
        self.writer.delete(doc)
        self._learner.forget_pending()


def _failure(job: Job, article_id: str, reason: str) -> Problem:
    return Problem(str(job.path), "analysis-failed", {"id": article_id, "reason": reason})


def _digest(path: Path) -> str:
    """Return the digest of a file's content without holding it in memory."""
    state = blake2b(digest_size=record.DIGEST_BYTES)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            state.update(chunk)
    return state.hexdigest()
