"""Following the sources of an index as they change: what was written is searchable at once.

The system tells which paths change (``watchfiles``); a path that has been quiet for ``QUIET`` seconds
is looked at, together with all others that are, so that half-written files wait and a burst of
thousands becomes a few batches. What the system may have failed to tell is found by looking at
everything: at the start, after a burst, and when a source has disappeared, come back or been
replaced. Not for printing, and not for how changes get into the index (``synchronise``).
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from searcher.articles.model import Problem
from searcher.errors import IndexLocked, SearcherError
from searcher.index.errors import IndexWriteFailed, WatchFailed
from searcher.index.manifest import latest_generation, read_manifest
from searcher.index.report import Progress, SyncReport, SyncState
from searcher.index.sources import Source, folders_above
from searcher.index.synchronise import sync

QUIET = 0.6
"""Seconds without a change after which a file counts as completely written."""

_TICK_MS = 100
_CHECK_SOURCES = 1.0  # seconds
_TRY_AGAIN = 2.0  # seconds, when another process is writing or the disk is full
# More changes at once than this may have been more than the system keeps count of.
_BURST = 1000
_MOST_KNOWN_PROBLEMS = 10_000

Identity = tuple[tuple[str, int, int], ...]
"""The sources that are there: path, device, inode."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One bringing up to date, or one failure to do so.

    Attributes:
        report: What was done; ``None`` when it failed.
        problems: What was skipped and was not told before.
        error: Why it failed; it is tried again.
    """

    report: SyncReport | None
    problems: tuple[Problem, ...] = ()
    error: SearcherError | None = None


class _Stopped(BaseException):
    """The run was cancelled because the watching ends."""


class Watcher:
    """Keeps an index up to date until it is told to stop."""

    def __init__(
        self,
        index_path: Path,
        tell: Callable[[Batch], None],
        *,
        jobs: int | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Take an index that remembers its sources.

        Args:
            index_path: Its folder.
            tell: Is told of every batch that changed something or has something to say, in the
                thread that ``run``s.
            jobs: As for ``sync``.
            progress: Is told how far the first run has come, which reads all that changed since the
                index was last brought up to date.
        """
        self._path = Path(os.path.abspath(index_path))  # noqa: PTH100 - a link is a chosen name
        self._tell = tell
        self._jobs = jobs
        self._show = progress
        self._stop = threading.Event()
        self._pending: dict[str, float] = {}
        self._all = True
        self._all_later = False
        self._first = True
        self._try_at = 0.0
        self._failing = ""
        self._known: set[str] = set()

    def stop(self) -> None:
        """End ``run`` soon; from any thread or signal handler. A batch under way is undone."""
        self._stop.set()

    def run(self) -> None:
        """Follow the sources until ``stop`` is called.

        Raises:
            WatchFailed: When the system cannot tell of changes.
            SearcherError: As ``sync``, when trying again is of no use.
        """
        try:
            while not self._stop.is_set():
                self._follow(self._identity())
        except _Stopped:
            pass

    def _follow(self, identity: Identity) -> None:
        """Follow the sources that are there, until others are."""
        if not identity:
            self._work()
            while not self._stop.wait(_CHECK_SOURCES):
                if self._identity() != identity:
                    break
            self._all = True
            return
        # Nobody who only indexes or searches pays for this import.
        from watchfiles import watch

        checked = time.monotonic()
        try:
            for changes in watch(
                *(path for path, _, _ in identity),
                watch_filter=None,
                debounce=_TICK_MS,
                step=_TICK_MS // 2,
                rust_timeout=_TICK_MS,
                yield_on_timeout=True,
                stop_event=self._stop,
                raise_interrupt=False,
                ignore_permission_denied=True,
            ):
                now = time.monotonic()
                self._note([path for _, path in changes], now)
                self._work()
                if now >= checked + _CHECK_SOURCES:
                    checked = now
                    if self._identity() != identity:
                        self._all = True
                        return
        except FileNotFoundError:
            self._all = True  # it went just now
        except OSError as error:
            raise WatchFailed(reason=error.strerror or str(error)) from error

    def _identity(self) -> Identity:
        """The sources of the newest generation that are there, each as itself and no other."""
        try:
            names = [
                source.path
                for source in read_manifest(self._path, latest_generation(self._path)).sources
            ]
        except FileNotFoundError:
            return ()  # the next generation is being published, or there is none yet
        found: dict[str, tuple[str, int, int]] = {}
        for name in names:
            path = str(Source.of(name).path)
            try:
                status = Path(path).stat()
            except OSError:
                continue
            found[path] = (path, status.st_dev, status.st_ino)
        return tuple(found[path] for path in sorted(found))

    def _note(self, paths: Sequence[str], now: float) -> None:
        own = str(self._path)
        for path in paths:
            if path != own and not path.startswith(own + os.sep):
                self._pending[path] = now
        if len(self._pending) > _BURST:
            self._all_later = True

    def _work(self) -> None:
        """Bring the index up to date with everything that is quiet."""
        now = time.monotonic()
        if now < self._try_at:
            return
        if self._all_later and not self._pending:
            self._all, self._all_later = True, False
        ready = self._ready(now)
        if not (self._all or ready):
            return
        try:
            report = sync(
                self._path,
                [],
                only=None if self._all else ready,
                progress=self._progress,
                jobs=self._jobs,
                # Learning takes seconds, which nobody wants to wait for here.
                words=self._first,
            )
        except (IndexLocked, IndexWriteFailed) as error:
            self._try_at = now + _TRY_AGAIN
            if error.code != self._failing:
                self._failing = error.code
                self._tell(Batch(None, error=error))
            return
        self._failing = ""
        for path in ready:
            self._pending.pop(path, None)
        problems = tuple(filter(self._is_new, report.problems))
        if report.changed or problems or self._first:
            self._tell(Batch(report, problems))
        self._all = self._first = False

    def _ready(self, now: float) -> list[str]:
        """The paths that are quiet, folders only if everything in them is."""
        if not self._pending:
            return []
        loud = {path for path, at in self._pending.items() if now < at + QUIET}
        above = {folder for path in loud for folder in folders_above(path)}
        return [path for path in self._pending if path not in loud and path not in above]

    def _is_new(self, problem: Problem) -> bool:
        key = f"{problem.path}\0{problem.code}\0{sorted(problem.details.items())!r}"
        if key in self._known:
            return False
        if len(self._known) >= _MOST_KNOWN_PROBLEMS:
            self._known.clear()
        self._known.add(key)
        return True

    def _progress(self, state: SyncState) -> None:
        if self._stop.is_set() and state.phase != "write":
            raise _Stopped
        if self._first and self._show is not None:
            self._show(state)
