"""Following the sources of the index while the session goes on: in a thread, told between prompts.

The thread only notes what happened; whoever types is told when the next line is answered. Not for how
sources are followed (``searcher.index.watch``).
"""

from __future__ import annotations

import queue
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from searcher.cli.indexing import summary
from searcher.errors import SearcherError

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.index.watch import Batch, Watcher

# Longer than undoing a batch takes; a thread that hangs in the system must not keep anybody.
_LONGEST_END: Final = 10.0
_MOST_NEWS: Final = 20


class Watching:
    """Follows the sources of an index, or does not.

    Args:
        env: The environment of the session.
        path: The index.
    """

    def __init__(self, env: Environment, path: Path) -> None:
        self._env = env
        self._path = path
        self._news: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._watcher: Watcher | None = None
        self._thread: threading.Thread | None = None

    @property
    def on(self) -> bool:
        """Whether the sources are followed."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Begin to follow them, in a thread of its own."""
        if self.on:
            return
        self._watcher = watcher = self._env.library.watcher(self._path, self._note)
        self._thread = threading.Thread(target=self._run, args=(watcher,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Follow them no more; a batch under way is undone."""
        if self._watcher is not None and self._thread is not None:
            self._watcher.stop()
            self._thread.join(_LONGEST_END)
        self._watcher = self._thread = None

    def news(self) -> list[str]:
        """Return what has happened since this was last called, the latest of it, as sentences."""
        told = []
        while not self._news.empty():
            told.append(self._news.get())
        return told[-_MOST_NEWS:]

    def _run(self, watcher: Watcher) -> None:
        words = self._env.words
        try:
            watcher.run()
        except SearcherError as error:
            self._news.put(words.say("keeping.watch-ended", why=words.error(error)))
        except Exception as error:
            # Nobody would ever hear of it: the thread just ends.
            why = words.say("internal", what=f"{type(error).__name__}: {error}")
            self._news.put(words.say("keeping.watch-ended", why=why))

    def _note(self, batch: Batch) -> None:
        words = self._env.words
        if batch.error is not None:
            self._news.put(words.say("keeping.watched", what=words.error(batch.error)))
        for problem in batch.problems:
            why = words.problem(problem)
            self._news.put(words.say("index.skipped", why=why))
        if batch.report is not None and batch.report.changed:
            self._news.put(words.say("keeping.watched", what=summary(batch.report, words)))
