"""Full-text search for Vietnamese: with or without marks, ranked, highlighted.

>>> from searcher import open_index                             # doctest: +SKIP
>>> with open_index("index") as searcher:                       # doctest: +SKIP
...     for hit in searcher.search("neu guong").hits:
...         print(hit.rank, hit.title)
"""

from __future__ import annotations

from importlib import import_module
from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher.articles.model import Article
    from searcher.errors import (
        ArticleNotFound,
        IndexCorrupt,
        IndexLocked,
        IndexNotFound,
        IndexOutdated,
        IndexUnreadable,
        QueryError,
        SearcherError,
        SourceEmpty,
        SourceNotFound,
    )
    from searcher.search.facets import Facet
    from searcher.search.filters import Filters
    from searcher.search.results import Group, Hit, Passage, Results
    from searcher.search.searcher import Searcher

__version__ = "0.1.0"

# Names are looked up when they are first used: importing the package alone costs nothing.
_HOMES = {
    "Article": "searcher.articles.model",
    "Facet": "searcher.search.facets",
    "Filters": "searcher.search.filters",
    "Group": "searcher.search.results",
    "Hit": "searcher.search.results",
    "Passage": "searcher.search.results",
    "Results": "searcher.search.results",
    "Searcher": "searcher.search.searcher",
    "ArticleNotFound": "searcher.errors",
    "IndexCorrupt": "searcher.errors",
    "IndexLocked": "searcher.errors",
    "IndexNotFound": "searcher.errors",
    "IndexOutdated": "searcher.errors",
    "IndexUnreadable": "searcher.errors",
    "QueryError": "searcher.errors",
    "SearcherError": "searcher.errors",
    "SourceEmpty": "searcher.errors",
    "SourceNotFound": "searcher.errors",
}

__all__ = [
    "Article",
    "ArticleNotFound",
    "Facet",
    "Filters",
    "Group",
    "Hit",
    "IndexCorrupt",
    "IndexLocked",
    "IndexNotFound",
    "IndexOutdated",
    "IndexUnreadable",
    "Passage",
    "QueryError",
    "Results",
    "Searcher",
    "SearcherError",
    "SourceEmpty",
    "SourceNotFound",
    "__version__",
    "open_index",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def open_index(path: str | PathLike[str]) -> Searcher:
    """Open an index for searching.

    Args:
        path: The folder of the index.

    Raises:
        IndexNotFound: When there is none.
        IndexCorrupt: When it is damaged.
        IndexUnreadable: When the system does not let us read it.
        IndexOutdated: When it was made by another version.
    """
    from pathlib import Path

    from searcher.index import IndexReader
    from searcher.search.searcher import Searcher

    return Searcher(IndexReader.open(Path(path)))
