"""How many articles a query finds, while it is being typed; off the loop that takes the keys.

One thread counts, a moment after the last key, and only for what is typed now: an answer to what has
been changed since is never shown. When nothing is typed it looks whether the index has changed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from searcher.cli.repl.registry import split_call

if TYPE_CHECKING:
    from searcher.cli.repl.session import Session
    from searcher.search.results import Understood

PAUSE: Final = 0.12
"""Seconds without a key before counting begins: less than people pause between words."""

LOOK_EVERY: Final = 2.0
"""Seconds between two looks at an index that nobody asks anything."""


class Count(NamedTuple):
    """What is known of a query before it is searched for.

    Attributes:
        text: What was typed.
        total: Articles that hold all of it.
        partial: Articles that hold some of it.
        meant: What it is taken for, or probably means, where that is not what was typed.
    """

    text: str
    total: int
    partial: int
    meant: str | None


class Live:
    """Counts what is typed.

    Args:
        session: The session.
        changed: Called, in the thread that counts, when there is something new to show.
    """

    def __init__(self, session: Session, changed: Callable[[], None]) -> None:
        self._session = session
        self._changed = changed
        self._news = threading.Condition()
        self._text = ""
        self._waiting = False
        self._counter = 0
        self._latest: Count | None = None
        self._started = False

    def typed(self, text: str) -> None:
        """Take note of what stands in the line now; costs nothing."""
        with self._news:
            self._text, self._waiting = text, True
            self._news.notify()

    def count(self, text: str) -> Count | None:
        """Return what is known of exactly this text."""
        latest = self._latest
        return latest if latest is not None and latest.text == text else None

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._counter += 1
        threading.Thread(target=self._run, args=(self._counter,), daemon=True).start()

    def restart(self) -> None:
        """Leave what is being counted alone, whatever it takes."""
        self._latest = None
        self.stop()
        self.start()

    def stop(self) -> None:
        """Count no more."""
        with self._news:
            self._counter += 1
            self._waiting = False
            self._news.notify_all()

    def _run(self, number: int) -> None:
        generation = self._session.index.generation
        while number == self._counter:
            text = self._next(number)
            if text is not None:
                counted = self._counted(text)
                if number == self._counter and text == self._text:
                    self._latest = counted
                    self._changed()
            if self._generation() != generation:
                generation = self._session.index.generation
                self._latest = None
                self._changed()

    def _next(self, number: int) -> str | None:
        """What stands in the line once no key has come for a moment; ``None`` after a long one."""
        with self._news:
            if not self._waiting:
                self._news.wait(LOOK_EVERY)
            if not self._waiting:
                return None
            while self._waiting and number == self._counter:
                self._waiting = False
                self._news.wait(PAUSE)
            return self._text if number == self._counter else None

    def _generation(self) -> int:
        try:
            return self._session.index.ask(lambda archive: archive.generation)
        except Exception:  # what is wrong with the index is told when it is asked for something
            return self._session.index.generation

    def _counted(self, text: str) -> Count | None:
        session = self._session
        settings = session.settings
        query = text.strip()
        if not settings.live or not query or split_call(query) or session.is_result(query):
            return None
        try:
            how = session.how()
            results = session.index.ask(
                lambda archive: archive.search(query, limit=0, offset=0, mode=settings.mode, **how)
            )
        except Exception:  # a query that is not finished yet; with Enter it is told
            return None
        return Count(text, results.total, results.partial, _meant(results.understood, query))


def _meant(understood: Understood, query: str) -> str | None:
    meant = understood.restored or understood.text
    return None if meant == query else meant
