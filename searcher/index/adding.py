"""Adding articles to an index, and removing them, by a program: they come from no file.

Several changes are published at once, or none. Not for how they are kept (``added``).
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from searcher.articles.model import Article
from searcher.errors import ArticleNotFound
from searcher.index.added import AddedArticles, as_read, file_with
from searcher.index.batches import DEFAULT_MEMORY
from searcher.index.catalog import Catalog
from searcher.index.errors import ArticleOfFile
from searcher.index.report import SyncReport, Tally
from searcher.index.scan import scan
from searcher.index.sources import Source
from searcher.index.synchronise import absolute, cores, opened, report_of

if TYPE_CHECKING:
    from typing_extensions import Self


class Writer:
    """Gathers changes, and makes them all when its ``with`` statement ends without an exception.

    Args:
        path: The folder of the index; it is created when it does not exist.
        wait: For how many seconds to wait when another process is writing to the index.

    Attributes:
        report: What was done, once it is.
    """

    def __init__(self, path: str | os.PathLike[str], *, wait: float = 0.0) -> None:
        self._path = absolute(Path(path))
        self._wait = wait
        self._changes: dict[str, Article | None] = {}
        self._needed: set[str] = set()
        self.report: SyncReport | None = None

    def add(self, article: Article) -> None:
        """Add an article, in the place of the one a program added with the same id, if there is one.

        Its title and paragraphs are cleaned like those of a JSON record: white space at the ends of
        lines goes, every line is a paragraph. ``path`` and ``encoding`` are those of files, and are
        not kept.

        Raises:
            ValueError: When it has neither a title nor a text, or an id or a day that cannot be.
        """
        self._changes[article.id] = as_read(article)

    def remove(self, article_id: str, *, missing_ok: bool = False) -> None:
        """Remove an article that a program has added.

        Args:
            article_id: Its id.
            missing_ok: Whether it is all right if there is none; else that is told at the end.
        """
        if self._changes.get(article_id) is None and not missing_ok:
            self._needed.add(article_id)
        self._changes[article_id] = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if kind is None:
            self.report = self._publish()

    def _publish(self) -> SyncReport:
        clock = time.monotonic()
        tally = Tally(None)
        with opened(self._path, self._wait, lambda: None, rebuild=False, dry=False) as run:
            kept = AddedArticles(self._path)
            places = kept.places(run.catalog, self._changes)
            self._check(run.catalog, kept, places)
            changed = kept.change(self._changes, places)
            number = run.catalog.remember(Source.added_to(self._path))
            found = scan(run.catalog, {number}, tally=tally, only=map(str, changed))
            run.carry_out(found, tally, lambda _: None, DEFAULT_MEMORY, cores(), words=False)
            self._changes.clear()
            self._needed.clear()
            return report_of(run, tally, clock, dry=False)

    def _check(self, catalog: Catalog, kept: AddedArticles, places: Mapping[str, Path]) -> None:
        for id_ in self._changes:
            file = file_with(catalog, id_)
            if file is not None and file.parent != kept.path:
                raise ArticleOfFile(id=id_, path=file)
        missing = self._needed - places.keys()
        if missing:
            raise ArticleNotFound(id=min(missing))


def add_articles(
    path: str | os.PathLike[str], articles: Iterable[Article], *, wait: float = 0.0
) -> SyncReport:
    """Add articles to an index, and publish them together.

    They stay, whatever files are indexed later, until they are removed: they are kept in a folder of
    the index, and repairing it or building it anew reads them from there.

    Args:
        path: The folder of the index; it is created when it does not exist.
        articles: See ``Writer.add``. All of them are in memory at once.
        wait: For how many seconds to wait when another process is writing to the index.

    Returns:
        What was done.

    Raises:
        ValueError: When one of them cannot be kept; see ``Writer.add``.
        ArticleOfFile: When the article with an id comes from a file.
        IndexLocked: When another process is writing, and still is after ``wait``; otherwise as
            ``sync``. None of the articles has been added then.
        IndexWriteFailed: When the system fails. What is on disk by then, the next run indexes.
    """
    with Writer(path, wait=wait) as writer:
        for article in articles:
            writer.add(article)
    return _told(writer)


def remove_articles(
    path: str | os.PathLike[str],
    ids: Iterable[str],
    *,
    missing_ok: bool = False,
    wait: float = 0.0,
) -> SyncReport:
    """Remove articles that a program has added.

    Args:
        path: The folder of the index.
        ids: Theirs.
        missing_ok: Whether it is all right if there are none with some of the ids.
        wait: For how many seconds to wait when another process is writing to the index.

    Returns:
        What was done.

    Raises:
        ArticleNotFound: When there is none with one of the ids.
        ArticleOfFile: When one of them comes from a file: it goes when its file does.
        IndexLocked: As for ``add_articles``. None of the articles has been removed then.
    """
    with Writer(path, wait=wait) as writer:
        for article_id in ids:
            writer.remove(article_id, missing_ok=missing_ok)
    return _told(writer)


def _told(writer: Writer) -> SyncReport:
    assert writer.report is not None  # noqa: S101 - the with statement has ended
    return writer.report
