"""The way of articles into a new generation: analysed in chunks, inverted in batches, written.

New articles are analysed (``workers``), moved ones bring their tokens along (``carrying``); both are
inverted together in bounded memory (``batches``). Not for deciding what is new (``ingest``), nor for
publishing (``synchronise``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from searcher.articles.model import Article
from searcher.index.batches import Batches, Budget, Entry
from searcher.index.carrying import Published
from searcher.index.codec.errors import CorruptSegment
from searcher.index.document import Analysis
from searcher.index.folder import corrupt
from searcher.index.manifest import CATALOG
from searcher.index.whoosh_adapter.writer import Writer
from searcher.index.word_learner import Learner
from searcher.index.workers import Analysts, Chunk


class Target(Protocol):
    """What the changes of a run are made to: an index, or nothing at all in a dry run."""

    def add(self, entry: Entry, article: Article) -> None:
        """Take a new article."""

    def article(self, article_id: str) -> Article | None:
        """Return an article of the published generation; None: nobody needs to know."""

    def move(self, article_id: str, entry: Entry) -> None:
        """Let a published article have another name, place or both; its text is the same."""

    def delete(self, article_id: str) -> None:
        """Remove a published article."""

    def flush(self) -> Iterator[tuple[Entry, str]]:
        """Bring everything taken so far into the new generation.

        Yields:
            Articles that could not be analysed, and why.
        """


class Nothing:
    """The target of a dry run."""

    def add(self, entry: Entry, article: Article) -> None:
        """Do nothing."""

    def article(self, article_id: str) -> Article | None:  # noqa: ARG002
        """Know nothing."""
        return None

    def move(self, article_id: str, entry: Entry) -> None:
        """Do nothing."""

    def delete(self, article_id: str) -> None:
        """Do nothing."""

    def flush(self) -> Iterator[tuple[Entry, str]]:
        """Yield nothing."""
        return iter(())


class Pipeline:
    """The target of a real run. Close it.

    Attributes:
        touched: Whether anything has been changed since the last publishing.
    """

    def __init__(
        self,
        path: Path,
        published: Callable[[], Published],
        writer: Callable[[], Writer],
        learner: Learner,
        *,
        memory: int,
        jobs: int,
    ) -> None:
        """Start with nothing.

        Args:
            path: The folder of the index.
            published: Opens the published generation; called when something of it changes.
            writer: Starts a new generation; called when the first change is made.
            learner: Is offered every new article.
            memory: How many bytes may be held at a time.
            jobs: How many processes shall analyse, if the memory is enough for them.
        """
        self._path = path
        self._open_published = published
        self._published: Published | None = None
        self._open_writer = writer
        self._writer: Writer | None = None
        self._learner = learner
        budget = Budget.of(memory)
        self._batches = Batches(lambda: self.writer, budget)
        self._analysts = Analysts(min(jobs, budget.helpers))
        self._chunk: Chunk = []
        self._chunk_bytes = 0
        self._moving: list[tuple[int, Entry]] = []
        self._moving_bytes = 0
        self._most_bytes = budget.chunk_bytes
        self._failed: list[tuple[Entry, str]] = []
        self.touched = False

    @property
    def writer(self) -> Writer:
        """The generation being made."""
        if self._writer is None:
            self._writer = self._open_writer()
        return self._writer

    def add(self, entry: Entry, article: Article) -> None:
        """Take a new article."""
        self.touched = True
        self._learner.offer((article.title, *article.body))
        self._chunk.append(entry)
        self._chunk_bytes += len(entry.record)
        if self._chunk_bytes >= self._most_bytes:
            self._analyse()

    def article(self, article_id: str) -> Article | None:
        """Return an article of the published generation."""
        return self._generation().article(self._find(article_id))

    def move(self, article_id: str, entry: Entry) -> None:
        """Let a published article have another name, place or both; its text is the same."""
        doc = self._find(article_id)
        self.touched = True
        self.writer.delete(doc)
        self._moving.append((doc, entry))
        self._moving_bytes += len(entry.record)
        if self._moving_bytes >= self._most_bytes:
            self._carry()

    def delete(self, article_id: str) -> None:
        """Remove a published article."""
        self.touched = True
        self.writer.delete(self._find(article_id))
        self._learner.forget_pending()

    def flush(self) -> Iterator[tuple[Entry, str]]:
        """Bring everything taken so far into the new generation; yields what failed."""
        self._analyse()
        for chunk, analysis in self._analysts.finish():
            self._gather(chunk, analysis)
        self._carry()
        self._batches.end()
        failed, self._failed = self._failed, []
        yield from failed

    def start_anew(self) -> None:
        """Begin the generation after the one that was just published."""
        self._writer = self._published = None
        self.touched = False

    def cancel(self) -> None:
        """Forget all changes since the last publishing."""
        if self._writer is not None:
            with suppress(Exception):  # the reason for stopping matters more
                self._writer.cancel()

    def close(self) -> None:
        """End helpers and let go of the published generation."""
        self._analysts.close()
        self._published = None

    def _generation(self) -> Published:
        if self._published is None:
            self._published = self._open_published()
        return self._published

    def _find(self, article_id: str) -> int:
        doc = self._generation().find(article_id)
        if doc is None:
            reason = f"it lists {article_id!r}, which is not there"
            raise corrupt(self._path, CorruptSegment(file=CATALOG, reason=reason))
        return doc

    def _analyse(self) -> None:
        """Send what has been read to be analysed, and take what has been."""
        chunk, self._chunk, self._chunk_bytes = self._chunk, [], 0
        if chunk:
            for done, analysis in self._analysts.put(chunk):
                self._gather(done, analysis)

    def _carry(self) -> None:
        moving, self._moving, self._moving_bytes = sorted(self._moving, key=_doc), [], 0
        if moving:
            entries = [entry for _, entry in moving]
            docs = [doc for doc, _ in moving]
            records = [entry.record for entry in entries]
            self._gather(entries, self._generation().analysis(docs, records))

    def _gather(self, chunk: Chunk, analysis: Analysis) -> None:
        self._failed += self._batches.add(chunk, analysis)


def _doc(moving: tuple[int, Entry]) -> int:
    return moving[0]
