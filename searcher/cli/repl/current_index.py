"""The index of a session: open all the time, at its newest generation.

Whoever asks does so through ``ask``, from any thread. What goes wrong with a newer generation is news
and no reason to stop: what is open stays open. Not for what is asked.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from searcher.errors import SearcherError

if TYPE_CHECKING:
    from searcher.cli.language import Words
    from searcher.cli.library import Library, OpenIndex

T = TypeVar("T")


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
        self._words = words
        self._news: list[str] = []
        self._troubled = False
        self._opened = contextlib.ExitStack()
        self._archive = self._opened.enter_context(library.open(path))

    @property
    def generation(self) -> int:
        """The number of the generation that is open."""
        return self._archive.generation

    @property
    def articles(self) -> int:
        """How many articles it holds."""
        return self._archive.articles

    def ask(self, question: Callable[[OpenIndex], T]) -> T:
        """Put a question to the newest generation.

        Args:
            question: Takes the open index; what it returns must not need the index any more.

        Raises:
            SearcherError: What the question raises.
        """
        self.refresh()
        return question(self._archive)

    def refresh(self) -> None:
        """Go on to a newer generation if there is one; whatever goes wrong, what is open stays open."""
        try:
            if self._archive.refresh():
                details = {"generation": self.generation, "count": self.articles}
                self._news.append(self._words.say("repl.new-generation", **details))
            self._troubled = False
        except (SearcherError, OSError, ValueError) as error:
            if not self._troubled:
                self._news.append(self._words.say("repl.index-gone", why=self._sentence(error)))
            self._troubled = True

    def _sentence(self, error: Exception) -> str:
        if isinstance(error, SearcherError):
            return self._words.error(error)
        return self._words.of_system(error) if isinstance(error, OSError) else str(error)

    def news(self) -> list[str]:
        """Return what has happened to the index since this was last called, as sentences."""
        told, self._news = self._news, []
        return told

    def close(self) -> None:
        """Close it; what is still being asked comes to its end, or to none."""
        self._opened.close()
