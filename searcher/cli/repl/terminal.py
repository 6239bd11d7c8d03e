"""A session at a terminal: asks for lines, shows the answers, and survives every Ctrl-C.

Not for what the prompt looks like (``prompt``), nor for terminals that are none (``piped``).
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from searcher.cli.repl.completer import session_completer
from searcher.cli.repl.history import LineHistory, history_path
from searcher.cli.repl.prompt import Prompt
from searcher.cli.repl.waiting import interruptible
from searcher.errors import QueryError

if TYPE_CHECKING:
    from searcher.cli.repl.session import Session


_LOCAL_MODES: Final = 3  # where ``termios`` has them


class Draft(NamedTuple):
    """What stands in the line before anything is typed.

    Attributes:
        text: The text.
        cursor: Where the cursor is in it.
    """

    text: str = ""
    cursor: int = 0


NOTHING: Final = Draft()


def converse(session: Session) -> int:
    """Answer one line after the other until the person leaves.

    Args:
        session: The session.

    Returns:
        0.
    """

    def forgetful(error: OSError) -> None:
        session.say("repl.no-history", path=history_path(), why=error.strerror or str(error))

    kept = session.env.variables.get("SEARCHER_HISTORY") != "off"
    history = LineHistory(history_path() if kept else None, forgetful)
    session.history += history.lines()
    session.asking = interruptible
    prompt = Prompt(session, history, session_completer(session), color=session.env.colored)
    prompt.live.start()
    draft: Draft | None = NOTHING
    with _keys_kept(session):
        while draft is not None and not session.leaving:
            draft = _turn(session, prompt, draft)
    prompt.live.stop()
    return 0


@contextlib.contextmanager
def _keys_kept(session: Session) -> Iterator[None]:
    """Keep what is typed while answers are written for the next prompt, and off the screen."""
    try:
        import termios
    except ImportError:  # not a POSIX system
        yield
        return
    terminal = session.env.stdin.fileno()
    before = termios.tcgetattr(terminal)
    quiet = termios.tcgetattr(terminal)
    # Ctrl-C is still a signal.
    quiet[_LOCAL_MODES] &= ~(termios.ICANON | termios.ECHO)
    termios.tcsetattr(terminal, termios.TCSANOW, quiet)
    try:
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSANOW, before)


def _turn(session: Session, prompt: Prompt, draft: Draft) -> Draft | None:
    """Ask for a line and answer it; return what the next one begins with, or ``None`` at the end."""
    line = None
    try:
        line = prompt.ask(draft.text, draft.cursor)
        session.env = replace(session.env, width=_columns(session))
        session.answer(line)
        session.env.write("\n")
        session.env.stdout.flush()
    except KeyboardInterrupt:
        prompt.live.restart()
        if line is not None:
            session.say("repl.interrupted")
        return NOTHING
    except EOFError:
        return None
    error = session.error
    if isinstance(error, QueryError) and error.query == line.strip():
        return Draft(error.query, error.column)
    return NOTHING


def _columns(session: Session) -> int:
    """The width of the terminal as it is now."""
    try:
        return os.get_terminal_size(session.env.stdout.fileno()).columns
    except (OSError, ValueError):
        return shutil.get_terminal_size().columns
