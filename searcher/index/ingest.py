"""Deciding, article by article, what a run has to do, and keeping the catalog of it.

An article whose file has it as before stays where it is in the index. One whose content is indexed
under another name or in another place takes that document over (it has **moved**) if nobody else has
it any more, or else is a **duplicate**. All others are new, and are analysed. What its file has no
more goes at the end, when it is known that nobody wants it. Not for how an article gets into the
index (``pipeline``).
"""

from __future__ import annotations

import dataclasses
import os
import time
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path

from searcher.articles import read_file
from searcher.articles.discovery import shown
from searcher.articles.model import Article, Problem
from searcher.index import record
from searcher.index.added import read_added
from searcher.index.batches import Entry
from searcher.index.catalog import Catalog
from searcher.index.catalog_entries import TO_READ, UNKNOWN_TIME, ArticleEntry, FileEntry
from searcher.index.packing import TooLarge
from searcher.index.pipeline import Target
from searcher.index.report import Action, Phase, Progress, SyncState, Tally
from searcher.index.scan import Job, Scan
from searcher.index.schema import NO_DATE

# A file changed less than this before the run began may be changed again without its time showing
# it (file systems count in steps of up to two seconds).
_TIME_STEP_NS = 2_000_000_000
_CHUNK = 1 << 20
# Progress within a file of many articles, as a share of a gzipped file's size: compressed
# Vietnamese JSON takes about this much of the text in it.
_GZIP_RATIO = 0.35
_TELL_EVERY = 50
# So many problems of one file are kept in the catalog; what is more is only counted.
_MOST_PROBLEMS = 1000

PUBLISH_EVERY = 30.0
"""Seconds after which what a long run has done so far is published."""


@dataclasses.dataclass(slots=True)
class _Reading:
    """A file that is being read.

    Attributes:
        job: What the scan says of it.
        number: What the catalog calls it.
        is_new: Whether the catalog did not know it.
        kept: The numbers of the articles it has, duplicates among them.
        indexed: How many of them are indexed.
        problems: What is wrong with it, up to a limit.
        more_problems: How much more is.
    """

    job: Job
    number: int
    is_new: bool
    kept: array[int] = dataclasses.field(default_factory=lambda: array("q"))
    indexed: int = 0
    problems: list[Problem] = dataclasses.field(default_factory=list)
    more_problems: int = 0

    def keep(self, number: int, *, indexed: bool) -> None:
        """Note an article that the file has."""
        self.kept.append(number)
        self.indexed += indexed


class Ingest:
    """The changes of one run."""

    def __init__(
        self,
        catalog: Catalog,
        target: Target,
        tally: Tally,
        started: float,
        publish: Callable[[], None] | None = None,
    ) -> None:
        """Start with nothing changed.

        Args:
            catalog: That of the published generation; is changed.
            target: What the changes are made to.
            tally: Is told every change.
            started: When the run began, seconds since 1970.
            publish: Publishes what has been done so far; None: only at the end.
        """
        self._catalog = catalog
        self._target = target
        self._tally = tally
        self._racy_from = int(started * 1e9) - _TIME_STEP_NS
        self._publish = publish
        self._published_at = time.monotonic()
        self._published = 0
        self._suffixes: defaultdict[str, int] = defaultdict(lambda: 1)
        self._files = self._total_files = self._total_bytes = self._articles = 0
        self._done_bytes = self._within_file = 0.0

    def state(self, phase: Phase) -> SyncState:
        """Return how far the run has come."""
        done = min(self._total_bytes, int(self._done_bytes + self._within_file))
        return SyncState(
            phase,
            self._files,
            self._total_files,
            done,
            self._total_bytes,
            self._articles,
            self._published,
        )

    def run(self, found: Scan, tell: Progress) -> None:
        """Deal with everything a scan found."""
        self._total_files, self._total_bytes = found.total_files, found.total_bytes
        for number in found.vanished():
            self._catalog.drop_file(number)
        for source in found.forgotten:
            self._catalog.forget(source)
        tell(self.state("read"))
        for job in found.jobs():
            self._take(job, tell)
            self._files += 1
            self._done_bytes += job.size
            self._within_file = 0.0
            tell(self.state("read"))
        self._flush()
        self._settle()
        for path, own_id, holder in self._catalog.duplicates(found.sources):
            self._tally.note("duplicate", path, own_id, holder)
        self._flush()

    def _take(self, job: Job, tell: Progress) -> None:
        known = self._catalog.file(str(job.path))
        try:
            digest = _digest(job.path)
        except OSError as error:
            # Not to be read today is no reason to forget what it held.
            reason = error.strerror or str(error)
            self._tally.skip(Problem(shown(job.path), "unreadable", {"reason": reason}))
            self._tally.unchanged += self._catalog.articles_in(known.number) if known else 0
            return
        mtime_ns = UNKNOWN_TIME if job.mtime_ns >= self._racy_from else job.mtime_ns
        if known is not None and known.source == job.source and known.digest == digest:
            articles = self._catalog.articles_in(known.number)
            if articles or not known.problems:
                self._catalog.touch_file(known.number, job.size, mtime_ns)
                self._tally.unchanged += articles
                for problem in known.problems:
                    self._tally.skip(problem)
                return
        number = self._catalog.begin_file(str(job.path), job.source)
        file = _Reading(job, number, is_new=known is None)
        if not self._read(file, tell):
            digest = TO_READ
        problems = tuple(file.problems)
        entry = FileEntry(number, job.source, job.size, mtime_ns, digest, problems)
        self._catalog.end_file(entry)
        self._catalog.modified |= entry != known

    def _read(self, file: _Reading, tell: Progress) -> bool:
        """Read a file; returns whether its reader came to the end."""
        items = read_added(file.job.path) if file.job.added else _read_file(file.job)
        while True:
            try:
                item = next(items, None)
            except Exception as error:  # a reader that fails must not stop the others
                problem = Problem(shown(file.job.path), "reader-failed", {"reason": repr(error)})
                self._skip(file, problem)
                # What it could not get at is kept, and it is tried again next time.
                known = self._catalog.articles_in(file.number)
                self._tally.unchanged += known - file.indexed
                return False
            if item is None:
                break
            if isinstance(item, Problem):
                self._skip(file, item)
                continue
            self._index(file, item)
            self._articles += 1
            if self._articles % _TELL_EVERY == 0:
                tell(self.state("read"))
            self._publish_if_due()
        if file.more_problems:
            details: dict[str, object] = {"count": file.more_problems}
            file.problems.append(Problem(shown(file.job.path), "more-problems", details))
        self._catalog.evict_others(file.number, file.kept)
        return True

    def _skip(self, file: _Reading, problem: Problem) -> None:
        self._tally.skip(problem)
        if len(file.problems) < _MOST_PROBLEMS:
            file.problems.append(problem)
        else:
            file.more_problems += 1

    def _index(self, file: _Reading, article: Article) -> None:
        own_id = article.id
        said = record.content(article)
        content = record.digest(said)
        old = None if file.is_new else self._catalog.article_of(file.number, own_id)
        if old is not None and old.content == content:
            self._pass(file.job, len(said))
            file.keep(old.number, indexed=old.id is not None)
            self._tally.unchanged += old.id is not None
            return
        holder = self._catalog.holder(content)
        if file.job.added and holder is not None and holder.file is not None:
            holder = None  # what a program adds is there under its id, whatever else says the same
        if old is not None and old.id is not None:
            name = old.id
        elif holder is not None and holder.file is not None:
            name = own_id  # that of a duplicate, which is not called anything
        else:
            name = self._name(own_id, file.job.path.relative_to(file.job.root))
        try:
            encoded = record.named(said, name, article.path)
        except TooLarge as error:
            self._skip(file, _failure(shown(file.job.path), own_id, str(error)))
            return
        self._pass(file.job, len(encoded))
        date = NO_DATE if article.date is None else article.date.toordinal()
        path = shown(file.job.path)
        entry = Entry(name, encoded, date, path)
        if old is not None:
            self._catalog.evict(old, replaced=holder is None)
        if holder is None:
            self._target.add(entry, dataclasses.replace(article, id=name))
            number = self._catalog.add_article(file.number, own_id, name, content)
            if old is None or old.id is None:
                self._tally.note("added", path, name)
        elif holder.file is None:
            number = self._take_over(holder, entry, file, own_id)
        else:
            number = self._catalog.add_article(file.number, own_id, None, content)
        file.keep(number, indexed=holder is None or holder.file is None)

    def _take_over(self, holder: ArticleEntry, entry: Entry, file: _Reading, own_id: str) -> int:
        """Give a homeless article to a file that has its content."""
        path = shown(file.job.path)
        if holder.id is None:
            raise AssertionError("a homeless article is an indexed one")
        self._target.move(holder.id, entry)
        self._catalog.house(holder.number, file.number, own_id, entry.id)
        if holder.replaced:
            # What replaced it did not update it, then: it is an article more.
            self._tally.note("added", path, holder.id)
        self._tally.note("moved", path, entry.id, holder.id)
        return holder.number

    def _settle(self, *, clashing: bool = False) -> None:
        """Let everything go that no file has any more, unless a duplicate takes its place."""
        for article in self._catalog.homeless(clashing=clashing):
            if article.id is None:
                raise AssertionError("a homeless article is an indexed one")
            heir = self._catalog.duplicate(article.content)
            if heir is not None:
                self._inherit(article, article.id, heir)
                continue
            self._target.delete(article.id)
            self._catalog.drop_article(article.number)
            action: Action = "updated" if article.replaced else "removed"
            self._tally.note(action, shown(Path(article.lost)), article.id)

    def _inherit(self, article: ArticleEntry, article_id: str, heir: ArticleEntry) -> None:
        """Index a duplicate in place of an article that is going."""
        path, source = self._catalog.place_of(heir.file)
        relative = Path(path).relative_to(self._catalog.sources()[source].root)
        name = self._name(heir.own_id, relative)
        before = self._target.article(article_id)
        entry = Entry(name, b"", NO_DATE, path)
        if before is not None:
            after = dataclasses.replace(before, id=name, path=shown(Path(path)))
            date = NO_DATE if after.date is None else after.date.toordinal()
            entry = Entry(name, record.encode(after), date, path)
        self._target.move(article_id, entry)
        if article.replaced:
            self._tally.note("added", shown(Path(article.lost)), article_id)
        self._catalog.drop_article(article.number)
        self._catalog.house(heir.number, heir.file or 0, heir.own_id, name)
        self._tally.note("moved", shown(Path(path)), name, article_id)

    def _flush(self) -> None:
        """Complete everything under way; take out again what could not be analysed."""
        for entry, reason in self._target.flush():
            problem = _failure(entry.origin, entry.id, reason)
            if not self._catalog.strike_out(entry.id, problem):
                self._tally.take_back("added")
            self._tally.skip(problem)

    def _publish_if_due(self) -> None:
        if self._publish is None or time.monotonic() < self._published_at + PUBLISH_EVERY:
            return
        self._flush()
        # Of two articles with one name only the new one may be found.
        self._settle(clashing=True)
        self._flush()
        self._publish()
        self._published = self._articles
        self._published_at = time.monotonic()

    def _pass(self, job: Job, text_bytes: int) -> None:
        share = _GZIP_RATIO if job.path.suffix == ".gz" else 1.0
        self._within_file = min(float(job.size), self._within_file + share * text_bytes)

    def _name(self, own_id: str, file: Path) -> str:
        name = own_id
        if self._catalog.is_taken(name):
            base = name = f"{shown(file).replace(os.sep, '/')}#{own_id}"
            while self._catalog.is_taken(name):
                self._suffixes[base] += 1
                name = f"{base}~{self._suffixes[base]}"
        return name


def _read_file(job: Job) -> Iterator[Article | Problem]:
    return read_file(job.path, root=job.root, encoding=job.encoding)


def _failure(path: str, article_id: str, reason: str) -> Problem:
    return Problem(path, "analysis-failed", {"id": article_id, "reason": reason})


def _digest(path: Path) -> bytes:
    """Return the digest of a file's content without holding it in memory."""
    state = blake2b(digest_size=record.DIGEST_BYTES)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            state.update(chunk)
    return state.digest()
