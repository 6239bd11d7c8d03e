"""What could be typed next, as ``prompt_toolkit`` asks for it: the commands and their values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from prompt_toolkit.completion import Completer, Completion

from searcher.cli.repl.registry import PREFIXES, find, specials

if TYPE_CHECKING:
    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.document import Document

    from searcher.cli.repl.session import Session


def session_completer(session: Session) -> Completer:
    """Return what completes the lines of a session."""
    return _SessionCompleter(session)


class _SessionCompleter(Completer):
    def __init__(self, session: Session) -> None:
        self._session = session

    def get_completions(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002 - prompt_toolkit decides
    ) -> Iterator[Completion]:
        """Yield the commands that begin like what stands before the cursor, and their values."""
        before = document.text_before_cursor.lstrip()
        if not before or before[0] not in PREFIXES:
            return
        *called, last = before[1:].split(" ")
        if not called:
            for each in specials():
                if each.name.startswith(last.lower()):
                    about = self._session.words.say(f"{each.key}.short")
                    yield Completion(each.name, -len(last), display_meta=about)
            return
        command = find(called[0])
        if command is None or len(called) > len(command.arguments):
            return
        for value in command.arguments[len(called) - 1].values:
            if value.startswith(last):
                yield Completion(value, -len(last))
