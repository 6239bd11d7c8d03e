"""Files become articles: which files there are (``discovery``), and what is in one (``read``).

Reads plain text pasted from the web, Markdown, JSON, JSON Lines and HTML. Knows nothing of an index.
Names are looked up when they are first used: a search needs articles, not their readers.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher.articles.discovery import walk
    from searcher.articles.kinds import READABLE_SUFFIXES
    from searcher.articles.model import Article, Problem
    from searcher.articles.problems import PROBLEM_TEMPLATES, describe
    from searcher.articles.read import read_file

__all__ = [
    "PROBLEM_TEMPLATES",
    "READABLE_SUFFIXES",
    "Article",
    "Problem",
    "describe",
    "read_file",
    "walk",
]

_HOMES = {
    "PROBLEM_TEMPLATES": "problems",
    "READABLE_SUFFIXES": "kinds",
    "Article": "model",
    "Problem": "model",
    "describe": "problems",
    "read_file": "read",
    "walk": "discovery",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
