"""The index of a session: open all the time, its newest generation, one question at a time.

Whoever asks does so through ``ask``. A question that nobody waits for any more keeps the index it was
put to, and the next one gets an index of its own. Not for what is asked.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from searcher.errors import SearcherError

if TYPE_CHECKING:
    from searcher.cli.language import Words
    from searcher.cli.library import Library, OpenIndex

T = TypeVar("T")


class _Desk:
    """Where questions are put, one after the other: an open generation and whose turn it is."""

    def __init__(self, library: Library, path: Path) -> None:
        self.turn = threading.Lock()
        self._library = library
        self._path = path
        self._opened = contextlib.ExitStack()
        self.archive = self._opened.enter_context(library.open(path))

    def reopen(self) -> None:
        """Open the newest generation instead; when that fails the old one stays."""
        newer = contextlib.ExitStack()
        self.archive = newer.enter_context(self._library.open(self._path))
        self.close()
        self._opened = newer

    def close(self) -> None:
        self._opened.close()


class CurrentIndex:
    """An index that is kept open at its newest generation.

    Args:
        library: Opens it.
        path: Where it is.
        words: The language to tell news in.

    Raises:
        IndexNotFound: When there is none, and its kin when it cannot be read.
    """

    def __init__(self, library: Library, path: Path, words: Words) -> None:
        self.path = path
        self._library = library
        self._words = words
        self._news: list[str] = []
        self._troubled = False
        self._desk = _Desk(library, path)

    @property
    def generation(self) -> int:
        """The number of the generation that is open."""
        return self._desk.archive.generation

    @property
    def articles(self) -> int:
        """How many articles it holds."""
        return self._desk.archive.articles

    def ask(self, question: Callable[[OpenIndex], T]) -> T:
        """Put a question to the newest generation.

        Args:
            question: Takes the open index; what it returns must not need the index any more.

        Raises:
            SearcherError: What the question raises.
        """
        while True:
            desk = self._desk
            with desk.turn:
                if desk is not self._desk:
                    continue  # It was left alone with somebody while this one waited.
                self._refresh(desk)
                try:
                    return question(desk.archive)
                finally:
                    if desk is not self._desk:
                        desk.close()

    def abandon(self) -> None:
        """Leave whoever is being answered alone with the index, and open it anew for the others."""
        if self._desk.turn.locked():
            self._desk = _Desk(self._library, self.path)

    def news(self) -> list[str]:
        """Return what has happened to the index since this was last called, as sentences."""
        told, self._news = self._news, []
        return told

    def close(self) -> None:
        """Close it, unless somebody is still being answered."""
        if self._desk.turn.acquire(blocking=False):
            self._desk.close()
            self._desk.turn.release()

    def _refresh(self, desk: _Desk) -> None:
        """Open a newer generation if there is one; whatever goes wrong, what is open stays open."""
        try:
            if not desk.archive.is_current():
                desk.reopen()
                details = {"generation": self.generation, "count": self.articles}
                self._news.append(self._words.say("repl.new-generation", **details))
            self._troubled = False
        except (SearcherError, OSError, ValueError) as error:
            if not self._troubled:
                why = self._words.error(error) if isinstance(error, SearcherError) else str(error)
                self._news.append(self._words.say("repl.index-gone", why=why))
            self._troubled = True
