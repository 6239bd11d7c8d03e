"""What an indexing run tells its caller, while it runs and at its end. Values only, no printing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from searcher.articles.model import Problem
from searcher.errors import SearcherError

Phase = Literal["wait", "scan", "read", "write"]


@dataclass(frozen=True, slots=True)
class SyncState:
    """How far an indexing run has come.

    Attributes:
        phase: ``"wait"`` while another process writes to the index, ``"scan"`` while files are
            listed (totals are not known yet), ``"read"`` while changed files are read and
            analysed, ``"write"`` while the result is published.
        files: Files listed (``"scan"``) or dealt with so far.
        total_files: Files to deal with, 0 while it is not known.
        done_bytes: How much of them is done; within a file of many articles an estimate.
        total_bytes: Their size, 0 while it is not known.
        articles: Articles read so far.
    """

    phase: Phase
    files: int
    total_files: int
    done_bytes: int
    total_bytes: int
    articles: int


class Progress(Protocol):
    """Is called often during a run; must be quick. What it raises cancels the run."""

    def __call__(self, state: SyncState, /) -> None:
        """Take note of how far the run has come."""


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What an indexing run did, counted in articles.

    Attributes:
        added: Articles that are new in the index.
        updated: Articles whose content changed.
        removed: Articles that are no longer in the sources.
        unchanged: Articles of the sources looked at that were already indexed as they are.
        problems: What was skipped and why, in the order of the files.
        articles: Articles in the index after the run, of all sources.
        files: Files in the index after the run, of all sources.
        generation: The generation of the index after the run.
        elapsed: Wall-clock time in seconds.
        unlearnt: Why no words of several syllables were learnt from the new articles, which does
            not keep them from being found; ``None`` when all went well or nobody asked for it.
    """

    added: int
    updated: int
    removed: int
    unchanged: int
    problems: tuple[Problem, ...]
    articles: int
    files: int
    generation: int
    elapsed: float
    unlearnt: SearcherError | None = None

    @property
    def changed(self) -> bool:
        """Whether the index holds other articles than before."""
        return bool(self.added or self.updated or self.removed)
