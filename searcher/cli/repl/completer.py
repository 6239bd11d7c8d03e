"""Completion as ``prompt_toolkit`` asks for it: computed in a thread, so that typing never waits.

What is offered is decided in ``completing``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from prompt_toolkit.completion import Completer, Completion, ThreadedCompleter

from searcher.cli.repl.completing import offers

if TYPE_CHECKING:
    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.document import Document

    from searcher.cli.repl.session import Session


def session_completer(session: Session) -> Completer:
    """Return what completes the lines of a session."""
    return ThreadedCompleter(_SessionCompleter(session))


class _SessionCompleter(Completer):
    def __init__(self, session: Session) -> None:
        self._session = session

    def get_completions(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002 - prompt_toolkit decides
    ) -> Iterator[Completion]:
        """Yield what could stand at the cursor, with what it is at the right."""
        for each in offers(self._session, document.text, document.cursor_position):
            yield Completion(
                each.text,
                each.start - document.cursor_position,
                display=[(f"class:completion.{each.kind}", each.shown)],
                display_meta=each.about,
            )
