"""Full-text search for Vietnamese: with or without marks, ranked, highlighted.

The names of ``__all__`` are the library: they keep their meaning (semantic versioning; what may
change is said in ``docs/python.md``). Nothing here prints, ends the process, or changes its state.

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
    from searcher.articles.model import Article, Problem
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
    from searcher.index.adding import Writer, add_articles, remove_articles
    from searcher.index.errors import (
        ArticleOfFile,
        IndexFolderForeign,
        IndexNotWritable,
        IndexWriteFailed,
        SourceUnknown,
    )
    from searcher.index.report import SyncReport
    from searcher.index.stats import IndexStats
    from searcher.index.synchronise import forget, sync
    from searcher.search.explain import Explanation
    from searcher.search.facets import Facet, FacetValue
    from searcher.search.filters import Filters
    from searcher.search.key_terms import KeyTerm
    from searcher.search.related import RelatedArticle
    from searcher.search.results import (
        Change,
        Completion,
        Group,
        Highlights,
        Hit,
        Passage,
        Results,
        Suggestion,
        Understood,
    )
    from searcher.search.searcher import Searcher
    from searcher.text.tokenize import Token

__version__ = "0.1.0"

# Names are looked up when they are first used: importing the package alone costs nothing.
_HOMES = {
    "Article": "searcher.articles.model",
    "Problem": "searcher.articles.model",
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
    "Writer": "searcher.index.adding",
    "add_articles": "searcher.index.adding",
    "remove_articles": "searcher.index.adding",
    "ArticleOfFile": "searcher.index.errors",
    "IndexFolderForeign": "searcher.index.errors",
    "IndexNotWritable": "searcher.index.errors",
    "IndexWriteFailed": "searcher.index.errors",
    "SourceUnknown": "searcher.index.errors",
    "SyncReport": "searcher.index.report",
    "IndexStats": "searcher.index.stats",
    "forget": "searcher.index.synchronise",
    "sync": "searcher.index.synchronise",
    "Explanation": "searcher.search.explain",
    "Facet": "searcher.search.facets",
    "FacetValue": "searcher.search.facets",
    "Filters": "searcher.search.filters",
    "KeyTerm": "searcher.search.key_terms",
    "RelatedArticle": "searcher.search.related",
    "Change": "searcher.search.results",
    "Completion": "searcher.search.results",
    "Group": "searcher.search.results",
    "Highlights": "searcher.search.results",
    "Hit": "searcher.search.results",
    "Passage": "searcher.search.results",
    "Results": "searcher.search.results",
    "Suggestion": "searcher.search.results",
    "Understood": "searcher.search.results",
    "Searcher": "searcher.search.searcher",
    "Token": "searcher.text.tokenize",
}

__all__ = [
    "Article",
    "ArticleNotFound",
    "ArticleOfFile",
    "Change",
    "Completion",
    "Explanation",
    "Facet",
    "FacetValue",
    "Filters",
    "Group",
    "Highlights",
    "Hit",
    "IndexCorrupt",
    "IndexFolderForeign",
    "IndexLocked",
    "IndexNotFound",
    "IndexNotWritable",
    "IndexOutdated",
    "IndexStats",
    "IndexUnreadable",
    "IndexWriteFailed",
    "KeyTerm",
    "Passage",
    "Problem",
    "QueryError",
    "RelatedArticle",
    "Results",
    "Searcher",
    "SearcherError",
    "SourceEmpty",
    "SourceNotFound",
    "SourceUnknown",
    "Suggestion",
    "SyncReport",
    "Token",
    "Understood",
    "Writer",
    "__version__",
    "add_articles",
    "analyse",
    "forget",
    "open_index",
    "remove_articles",
    "sync",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def open_index(path: str | PathLike[str]) -> Searcher:
    """Open an index for searching, from any number of threads.

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


def analyse(text: str) -> list[Token]:
    """Cut a text into the tokens it is indexed and searched by, with their places in it.

    >>> [(token.text, token.marked, token.folded) for token in analyse("Thuỷ lợi")]
    [('Thuỷ', 'thủy', 'thuy'), ('lợi', 'lợi', 'loi')]

    Args:
        text: Any text.

    Returns:
        In the order of their positions. Several may share one: a word, then the forms it is also
        written in.
    """
    from searcher.text import tokenize

    return tokenize(text)
