"""An index that stays open while writers publish: which generation of it is asked, and since when.

And what is read in it without a query. Not for queries (``searcher``), and not for what a generation
answers (``generation``).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np

from searcher.articles.model import Article
from searcher.errors import ArticleNotFound
from searcher.index import IndexReader
from searcher.search.generation import Generation
from searcher.search.weights import DEFAULT, Weights

if TYPE_CHECKING:
    from typing_extensions import Self

    from searcher.index import IndexStats


class OpenIndex:
    """An open index; use as a context manager. Any number of threads may ask it at once.

    Every call works on the generation that is open when it begins, to its end, whatever writers and
    ``refresh`` do meanwhile. A generation is let go when the last call that works on it has ended.

    Args:
        reader: The open index, which is this object's from now on.
        weights: The parameters of ranking.

    Attributes:
        path: The folder of the index.
        weights: The same.
    """

    def __init__(self, reader: IndexReader, weights: Weights = DEFAULT) -> None:
        self.path: Path = reader.path
        self.weights = weights
        self._refreshing = Lock()
        # Only ever replaced as a whole. What it has open goes with the last reference to it.
        self._generation: Generation | None = Generation(reader, weights)

    def close(self) -> None:
        """Let go of the index; calls in other threads, and streams, still come to their end."""
        self._generation = None

    @property
    def reader(self) -> IndexReader:
        """The generation that is open now, for what is not offered here."""
        return self._now().reader

    @property
    def generation(self) -> int:
        """The number of the generation that is open now."""
        return self.reader.generation

    def is_current(self) -> bool:
        """Whether no newer generation has been published; costs a listing of the folder.

        Raises:
            OSError: When the folder cannot be listed (any more).
        """
        return self.reader.is_current()

    def refresh(self) -> bool:
        """Open the newest generation, if it is not open already; returns whether it was not.

        Calls that have begun in other threads end on the generation they began with.

        Raises:
            OSError: When the folder cannot be listed (any more).
            IndexNotFound: When the newest generation cannot be opened, and otherwise as
                ``searcher.open_index``; the one that is open stays open.
        """
        with self._refreshing:
            if self.reader.is_current():
                return False
            newest = Generation(IndexReader.open(self.path), self.weights)
            if self._generation is not None:  # it may have been closed meanwhile
                self._generation = newest
            return True

    def article(self, article_id: str) -> Article:
        """Return an article as it was indexed.

        Raises:
            ArticleNotFound: When there is none of that id.
        """
        return article_of(self.reader, article_id)

    def __contains__(self, article_id: object) -> bool:
        """Whether there is an article of that id."""
        return isinstance(article_id, str) and self.reader.find(article_id) is not None

    def articles(self) -> Iterator[Article]:
        """Yield all articles of the generation that is open now, each read when it is asked for."""
        reader = self.reader
        return (reader.article(doc) for doc in np.flatnonzero(reader.live()).tolist())

    def stats(self) -> IndexStats:
        """Return what the index holds."""
        return self.reader.stats()

    def _now(self) -> Generation:
        found = self._generation
        if found is None:
            raise ValueError("the searcher is closed")
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def article_of(reader: IndexReader, article_id: str) -> Article:
    """Return the article of an id.

    Raises:
        ArticleNotFound: When there is none.
    """
    doc = reader.find(article_id)
    if doc is None:
        raise ArticleNotFound(id=article_id)
    return reader.article(doc)
