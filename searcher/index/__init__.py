"""The index: articles on disk as terms, positions and columns.

Start with ``reader`` (what can be asked) and ``synchronise`` (how it is built and kept up to date).
Names are looked up when they are first used: opening an index to search it does not import what
building one needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher.index.checking import CheckProgress, CheckReport, Finding, Stray, check
    from searcher.index.location import IndexLocation, locate
    from searcher.index.manifest import latest_generation
    from searcher.index.reader import IndexReader
    from searcher.index.repairing import LostArticle, RepairReport, repair
    from searcher.index.report import Change, Listener, Progress, SyncReport, SyncState
    from searcher.index.stats import IndexStats
    from searcher.index.synchronise import forget, sync

__all__ = [
    "Change",
    "CheckProgress",
    "CheckReport",
    "Finding",
    "IndexLocation",
    "IndexReader",
    "IndexStats",
    "Listener",
    "LostArticle",
    "Progress",
    "RepairReport",
    "Stray",
    "SyncReport",
    "SyncState",
    "check",
    "forget",
    "latest_generation",
    "locate",
    "repair",
    "sync",
]

_HOMES = {
    "CheckReport": "checking",
    "Finding": "checking",
    "Change": "report",
    "IndexLocation": "location",
    "IndexReader": "reader",
    "IndexStats": "stats",
    "Listener": "report",
    "Progress": "report",
    "LostArticle": "repairing",
    "RepairReport": "repairing",
    "Stray": "checking",
    "repair": "repairing",
    "SyncReport": "report",
    "SyncState": "report",
    "forget": "synchronise",
    "latest_generation": "manifest",
    "check": "checking",
    "locate": "location",
    "sync": "synchronise",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
