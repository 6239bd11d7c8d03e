"""Looking for the matches of a query in an article beside the reading, which never waits for it.

A paragraph takes a millisecond, an article of 16 MB some seconds. Not for showing what is found.
"""

from __future__ import annotations

import queue
import re
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from searcher.errors import SearcherError

if TYPE_CHECKING:
    from searcher.cli.library import Spans
    from searcher.cli.repl.reading import Match

Highlight = Callable[[str], "tuple[Spans, Sequence[Spans]]"]
"""Finds the matches of a query in the article: those of the title and of every paragraph."""

_ONLY_WORDS: Final = re.compile(r"[^\W_]+(?:[ \t]+[^\W_]+)+")


class Found(NamedTuple):
    """What came of a search.

    Attributes:
        query: What was looked for; ``None``: what the article was opened with.
        matches: Where it stands, in order.
        error: Why it could not be looked for.
    """

    query: str | None
    matches: list[Match]
    error: SearcherError | None = None


class Finder:
    """Looks for one query at a time in a thread of its own; only the latest counts.

    Args:
        highlight: Finds the spans of a query; called in another thread.
        matches: Makes matches of spans.
        tell: Is called in another thread when there is something to ``take``.
    """

    def __init__(
        self,
        highlight: Highlight,
        matches: Callable[[Spans, Sequence[Spans]], list[Match]],
        tell: Callable[[], None],
    ) -> None:
        self._highlight = highlight
        self._matches = matches
        self._tell = tell
        self._found: queue.SimpleQueue[tuple[int, Found]] = queue.SimpleQueue()
        self._number = 0
        self.busy = False

    def start(self, query: str, *, typed: bool, wait: float = 0.0) -> None:
        """Begin to look for a query.

        Args:
            query: The query.
            typed: Whether it was typed into the article: several plain words are then looked for
                side by side, and each for itself only if they never are.
            wait: Seconds to wait for the end of it.
        """
        self._number += 1
        self.busy = True
        # A daemon: leaving the article must not wait for it.
        thread = threading.Thread(target=self._run, args=(self._number, query, typed), daemon=True)
        thread.start()
        if wait:
            thread.join(wait)

    def take(self) -> Found | None:
        """Return what came of the latest search, once."""
        taken = None
        while not self._found.empty():
            number, found = self._found.get()
            if number == self._number:
                taken, self.busy = found, False
        return taken

    def _run(self, number: int, query: str, typed: bool) -> None:
        name = query if typed else None
        try:
            found = Found(name, self._look_for(query, typed))
        except SearcherError as error:
            found = Found(name, [], error)
        self._found.put((number, found))
        self._tell()

    def _look_for(self, query: str, typed: bool) -> list[Match]:
        if typed and _ONLY_WORDS.fullmatch(query.strip()):
            matches = self._matches(*self._highlight(f'"{query.strip()}"'))
            if matches:
                return matches
        return self._matches(*self._highlight(query))
