"""What an indexing run tells its caller, while it runs and at its end. Values only, no printing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from searcher.articles.model import Problem
from searcher.articles.problems import READ_ALL_THE_SAME
from searcher.errors import SearcherError

Phase = Literal["wait", "check", "scan", "read", "write"]
Action = Literal["added", "updated", "moved", "removed", "duplicate", "skipped", "noted"]

KEPT_EXAMPLES = 100
"""So many problems of each kind, and so many duplicates, are listed in a report; all are counted."""


@dataclass(frozen=True, slots=True)
class SyncState:
    """How far an indexing run has come.

    Attributes:
        phase: ``"wait"`` while another process writes to the index, ``"check"`` while a repair looks
            for damage, ``"scan"`` while files are listed (totals are not known yet), ``"read"`` while
            changed files are read and analysed, ``"write"`` while the result is published.
        files: Files listed (``"scan"``) or dealt with so far.
        total_files: Files to deal with, 0 while it is not known.
        done_bytes: How much of them is done; within a file of many articles an estimate. In
            ``"check"`` bytes of the index, then articles.
        total_bytes: Their size, 0 while it is not known.
        articles: Articles read so far.
        published: How many of them searches find already.
    """

    phase: Phase
    files: int
    total_files: int
    done_bytes: int
    total_bytes: int
    articles: int
    published: int = 0


class Progress(Protocol):
    """Is called often during a run; must be quick. What it raises cancels the run."""

    def __call__(self, state: SyncState, /) -> None:
        """Take note of how far the run has come."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing a run did, or passed over.

    Attributes:
        action: What was done: an article was ``"added"``, ``"updated"``, ``"moved"`` (the same
            content in another place or under another name) or ``"removed"``; it is a
            ``"duplicate"`` of one that is indexed; or a file or a part of it was ``"skipped"``, or
            read with something to be ``"noted"``.
        path: The file.
        id: What the article is called in the index; of a duplicate, what it would be called.
        other: Of a moved article the id it had; of a duplicate the id of the one that is indexed.
        problem: Why something was skipped, or what is to be noted.
    """

    action: Action
    path: str
    id: str | None = None
    other: str | None = None
    problem: Problem | None = None


Listener = Callable[[Change], None]
"""Is told each change as it happens; must be quick. What it raises cancels the run."""


@dataclass(slots=True)
class Tally:
    """Counts the changes of a run while passing them on.

    Attributes:
        listener: Who is told.
        counts: How often everything was done.
        unchanged: Articles that are indexed as they are.
        skipped: How often something was skipped, by the code of the reason.
        problems: The first of every kind.
        duplicates: The first of them.
    """

    listener: Listener | None = None
    counts: Counter[Action] = field(default_factory=Counter)
    unchanged: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    duplicates: list[Change] = field(default_factory=list)

    def note(
        self, action: Action, path: str, article_id: str | None, other: str | None = None
    ) -> None:
        """Count a change and pass it on."""
        self.counts[action] += 1
        change = Change(action, path, article_id, other)
        if action == "duplicate" and len(self.duplicates) < KEPT_EXAMPLES:
            self.duplicates.append(change)
        if self.listener is not None:
            self.listener(change)

    def take_back(self, action: Action) -> None:
        """Do not count something that turned out not to have happened."""
        self.counts[action] -= 1

    def skip(self, problem: Problem) -> None:
        """Count something that was skipped or is to be noted, and pass it on."""
        self.skipped[problem.code] += 1
        if self.skipped[problem.code] <= KEPT_EXAMPLES:
            self.problems.append(problem)
        if self.listener is not None:
            action: Action = "noted" if problem.code in READ_ALL_THE_SAME else "skipped"
            self.listener(Change(action, problem.path, problem=problem))


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What an indexing run did, counted in articles.

    Attributes:
        added: Articles that are new in the index.
        updated: Articles whose content changed.
        removed: Articles that are no longer in the sources.
        unchanged: Articles of the sources looked at that were already indexed as they are.
        problems: What was skipped and why, the first ``KEPT_EXAMPLES`` of every kind.
        articles: Articles in the index after the run, of all sources.
        files: Files in the index after the run, of all sources.
        generation: The generation of the index after the run; after a dry run, before it.
        elapsed: Wall-clock time in seconds.
        unlearnt: Why no words of several syllables were learnt from the new articles, which does
            not keep them from being found; ``None`` when all went well or nobody asked for it.
        moved: Articles whose content is the same in another place or under another name.
        duplicates: Articles of the sources looked at whose content is indexed under another id.
        examples: The first ``KEPT_EXAMPLES`` of those.
        skipped: How often something was skipped or noted, by the code of the reason.
        dry: Whether nothing was written and all this is only what would be done.
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
    moved: int = 0
    duplicates: int = 0
    examples: tuple[Change, ...] = ()
    skipped: Mapping[str, int] = field(default_factory=dict)
    dry: bool = False

    @property
    def changed(self) -> bool:
        """Whether the index holds other articles than before, or holds them under other names."""
        return bool(self.added or self.updated or self.removed or self.moved)

    @property
    def skipped_count(self) -> int:
        """How often something was skipped, and not only noted."""
        return sum(n for code, n in self.skipped.items() if code not in READ_ALL_THE_SAME)
