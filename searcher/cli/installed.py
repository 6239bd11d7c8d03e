"""The library of this package, as the command line reaches it.

Everything is imported when first asked for: ``searcher --help`` must not pay for numpy, nor
``searcher analyze`` for the index.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from searcher.cli.config import CONFIGURED_INDEX
from searcher.cli.near_ids import near_ids
from searcher.errors import ArticleNotFound

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from searcher.articles.model import Article
    from searcher.cli.library import How, Mode, OpenIndex, Spans
    from searcher.index import (
        CheckProgress,
        CheckReport,
        IndexLocation,
        IndexReader,
        IndexStats,
        Listener,
        Progress,
        RepairReport,
        SyncReport,
    )
    from searcher.index.watch import Batch, Watcher
    from searcher.search import Searcher
    from searcher.search.explain import Explanation
    from searcher.search.filters import Filters
    from searcher.search.key_terms import KeyTerm
    from searcher.search.related import RelatedArticle
    from searcher.search.results import Completion, Results, Suggestion
    from searcher.text import Token

# Looking at more ids than this, only to guess at a mistyped one, would be felt.
_IDS_LOOKED_AT: Final = 20_000


class InstalledLibrary:
    """The library of this package, behind the interface of ``searcher.cli.library.Library``."""

    def locate(
        self, index: str | None, source: Path | None, variables: Mapping[str, str]
    ) -> IndexLocation:
        """Return which index to use, and why that one."""
        from searcher.index import locate

        explicit = None if index is None else Path(index)
        configured = variables.get(CONFIGURED_INDEX)
        return locate(
            explicit,
            source=source,
            configured=Path(configured) if configured else None,
            environ=variables,
        )

    @contextlib.contextmanager
    def open(self, path: Path) -> Iterator[OpenIndex]:
        """Open an index; raises ``IndexNotFound`` and its kin."""
        from searcher.index import IndexReader

        with IndexReader.open(path) as reader:
            yield _Installed(reader)

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
        from searcher.index import sync

        return sync(
            path,
            sources,
            dry_run=dry_run,
            rebuild=rebuild,
            prune=prune,
            words=words,
            memory=memory,
            jobs=jobs,
            encoding=encoding,
            wait=wait or 0.0,
            progress=progress,
            changes=changes,
        )

    def watcher(
        self, path: Path, tell: Callable[[Batch], None], progress: Progress | None = None
    ) -> Watcher:
        """Return what keeps an index up to date when it is run."""
        from searcher.index.watch import Watcher

        return Watcher(path, tell, progress=progress)

    def repair(self, path: Path, *, wait: int | None, progress: Progress | None) -> RepairReport:
        """Restore what can be restored of an index."""
        from searcher.index import repair

        return repair(path, wait=wait or 0.0, progress=progress)

    def check(
        self, path: Path, *, quick: bool, progress: CheckProgress | None = None
    ) -> CheckReport:
        """Read every byte of an index."""
        from searcher.index import check

        return check(path, quick=quick, **({"progress": progress} if progress else {}))

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
        from searcher.index import forget

        return forget(path, source, dry_run=dry_run, wait=wait or 0.0, progress=progress)

    def tokenize(self, text: str) -> list[Token]:
        """Return the tokens of a text."""
        from searcher.text import tokenize

        return tokenize(text)


class _Installed:
    def __init__(self, reader: IndexReader) -> None:
        self._opened = reader

    @functools.cached_property
    def _searcher(self) -> Searcher:
        from searcher.search import Searcher

        return Searcher(self._opened)

    @property
    def _reader(self) -> IndexReader:
        # Who only reads pays for nothing that ranks.
        return self._searcher.reader if "_searcher" in vars(self) else self._opened

    @property
    def path(self) -> Path:
        return self._opened.path

    @property
    def generation(self) -> int:
        return self._reader.generation

    @property
    def articles(self) -> int:
        return self._reader.article_count

    def refresh(self) -> bool:
        return self._searcher.refresh()

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
        return self._searcher.search(
            query, limit=limit, offset=offset, mode=mode, lenient=lenient, **how
        )

    def explain(
        self, query: str, *, limit: int, offset: int, mode: Mode, **how: Unpack[How]
    ) -> list[Explanation]:
        from searcher.search.filters import EVERYTHING

        found = self._searcher.explain(
            query,
            limit=limit,
            offset=offset,
            mode=mode,
            filters=how.get("filters", EVERYTHING),
            sort=how.get("sort", "relevance"),
            group_by=how.get("group_by"),
            group_size=how.get("group_size", 0),
            literal=how.get("literal", False),
        )
        return [explanation for _, explanation in found]

    def rank(
        self, query: str, *, limit: int, lenient: bool = False, literal: bool = False
    ) -> list[tuple[str, float]]:
        return self._searcher.rank(query, limit=limit, lenient=lenient, literal=literal)

    def article(self, article_id: str) -> Article | None:
        document = self._reader.find(article_id)
        return None if document is None else self._reader.article(document)

    def near_ids(self, article_id: str) -> list[str]:
        live = self._reader.live()[:_IDS_LOOKED_AT].nonzero()[0]
        return near_ids(article_id, (self._reader.id_of(int(document)) for document in live))

    def key_terms(self, article_id: str, limit: int) -> list[KeyTerm] | None:
        try:
            return self._searcher.terms(article_id, limit=limit)
        except ArticleNotFound:
            return None

    def related(self, article_id: str, limit: int, filters: Filters | None) -> list[RelatedArticle]:
        from searcher.search.filters import EVERYTHING

        return self._searcher.related(article_id, limit=limit, filters=filters or EVERYTHING)

    def near_names(self, field: str, name: str) -> list[str] | None:
        from searcher.search.filters import named, near_values

        if named(self._reader, field, [name]).any():
            return None
        return near_values(self._reader, field, name)

    def complete(
        self, text: str, cursor: int, limit: int, language: Literal["vi", "en"]
    ) -> list[Completion]:
        return self._searcher.complete(text, cursor, limit, language=language)

    def suggest(self, query: str) -> Sequence[Suggestion]:
        return self._searcher.suggest(query)

    def ids_beginning(self, prefix: str, limit: int) -> list[str]:
        return list(islice(self._reader.vocabulary.ids(prefix), limit))

    def highlight(self, article: Article, query: str) -> tuple[Spans, Sequence[Spans]]:
        found = self._searcher.highlight(article, query)
        return found.title, found.body

    def stats(self) -> IndexStats:
        return self._reader.stats()
