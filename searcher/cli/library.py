"""What the command line asks of the library, as one small interface.

Tests put a fake behind it; the real thing is ``searcher.cli.installed``.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypedDict

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from searcher.articles.model import Article
    from searcher.index import (
        CheckProgress,
        CheckReport,
        IndexLocation,
        IndexStats,
        Listener,
        Progress,
        RepairReport,
        SyncReport,
    )
    from searcher.index.watch import Batch, Watcher
    from searcher.search.explain import Explanation
    from searcher.search.facets import FacetName
    from searcher.search.filters import Filters
    from searcher.search.key_terms import KeyTerm
    from searcher.search.ordering import Sort
    from searcher.search.related import RelatedArticle
    from searcher.search.results import Completion, Results, Suggestion
    from searcher.text import Token

Mode = Literal["some", "all", "any"]
Spans = Sequence[tuple[int, int]]


class How(TypedDict, total=False):
    """What ``Searcher.search`` can be asked beside the words, see there."""

    filters: Filters
    sort: Sort
    facets: tuple[FacetName, ...]
    facet_limit: int | None
    group_by: FacetName | None
    group_size: int
    literal: bool


class OpenIndex(Protocol):
    """An index while a command reads it."""

    @property
    def path(self) -> Path:
        """Where it is."""

    @property
    def generation(self) -> int:
        """Which state of the index this is; every change makes the next."""

    @property
    def articles(self) -> int:
        """How many articles it holds."""

    def refresh(self) -> bool:
        """Read the newest generation from now on; returns whether that is another one.

        Raises:
            OSError: When it cannot be looked at any more.
            IndexNotFound: When the newest cannot be opened, and its kin; the other stays open.
        """

    def search(
        self,
        query: str,
        *,
        limit: int,
        offset: int,
        mode: Mode,
        lenient: bool = False,
        **how: Unpack[How],
    ) -> Results:
        """Return one page of results; raises ``QueryError``."""

    def explain(
        self, query: str, *, limit: int, offset: int, mode: Mode, **how: Unpack[How]
    ) -> list[Explanation]:
        """Return where the scores of the same page come from; raises ``QueryError``."""

    def rank(
        self, query: str, *, limit: int, lenient: bool = False, literal: bool = False
    ) -> list[tuple[str, float]]:
        """Return ids and scores only, best first; raises ``QueryError``."""

    def article(self, article_id: str) -> Article | None:
        """Return an article, or nothing if there is none of that id."""

    def near_ids(self, article_id: str) -> list[str]:
        """Return a few ids that may have been meant."""

    def key_terms(self, article_id: str, limit: int) -> list[KeyTerm] | None:
        """Return the key words of an article, or nothing if there is none of that id."""

    def related(self, article_id: str, limit: int, filters: Filters | None) -> list[RelatedArticle]:
        """Return the articles most like one; raises ``ArticleNotFound`` and ``EmptyName``."""

    def near_names(self, field: str, name: str) -> list[str] | None:
        """Return names that may have been meant; ``None`` if some article has this one.

        Raises ``EmptyName``.
        """

    def complete(
        self, text: str, cursor: int, limit: int, language: Literal["vi", "en"]
    ) -> list[Completion]:
        """Return what may come next in a query that is being typed, the most useful first."""

    def suggest(self, query: str) -> Sequence[Suggestion]:
        """Return what else may have been meant, the likeliest first; raises ``QueryError``."""

    def ids_beginning(self, prefix: str, limit: int) -> list[str]:
        """Return some ids that begin so, in order."""

    def highlight(self, article: Article, query: str) -> tuple[Spans, Sequence[Spans]]:
        """Return the matches in the title and in every paragraph; raises ``QueryError``."""

    def stats(self) -> IndexStats:
        """Return what the index holds."""


class Library(Protocol):
    """What the commands can do."""

    def locate(
        self, index: str | None, source: Path | None, variables: Mapping[str, str]
    ) -> IndexLocation:
        """Return which index to use, and why that one."""

    def open(self, path: Path) -> contextlib.AbstractContextManager[OpenIndex]:
        """Open an index; raises ``IndexNotFound`` and its kin."""

    def sync(
        self,
        path: Path,
        sources: Sequence[str],
        *,
        dry_run: bool,
        rebuild: bool,
        prune: bool,
        words: bool,
        memory: int | None,
        jobs: int | None,
        encoding: str | None,
        wait: int | None,
        progress: Progress | None,
        changes: Listener | None,
    ) -> SyncReport:
        """Build or update an index; without sources, from those it remembers."""

    def forget(
        self,
        path: Path,
        source: str,
        *,
        dry_run: bool,
        wait: int | None,
        progress: Progress | None,
    ) -> SyncReport:
        """Remove a source and its articles from an index."""

    def watcher(
        self, path: Path, tell: Callable[[Batch], None], progress: Progress | None = None
    ) -> Watcher:
        """Return what keeps an index up to date when it is run."""

    def repair(self, path: Path, *, wait: int | None, progress: Progress | None) -> RepairReport:
        """Restore what can be restored of an index."""

    def check(
        self, path: Path, *, quick: bool, progress: CheckProgress | None = None
    ) -> CheckReport:
        """Read every byte of an index; raises ``IndexNotFound`` and ``IndexOutdated``."""

    def tokenize(self, text: str) -> list[Token]:
        """Return the tokens of a text."""
