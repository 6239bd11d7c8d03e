"""A session whose lines come from a pipe, or are typed where there is no terminal to speak of.

Every line is answered at once, and plainly. Not for terminals with keys, colours and a cursor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searcher.cli.failures import FAILED
from searcher.cli.lines import BadLine, decoded_lines

if TYPE_CHECKING:
    from searcher.cli.repl.session import Answer, Session

PROMPT: Final = "> "


def answer_all(session: Session) -> int:
    """Answer the lines of standard input until it ends or the session does.

    Args:
        session: The session.

    Returns:
        The exit code, as of grep: 2 if a line could not be answered (the others were), else 0 if
        anything was found or nothing was looked for, else 1.
    """
    env = session.env
    answers: set[Answer] = set()
    lines = decoded_lines(env.standard_input())
    while not session.leaving:
        line = next(lines, None)
        if line is None:
            break
        answers.add(_answer(session, line, parted="found" in answers))
    if "failed" in answers:
        return FAILED
    return 1 if "nothing" in answers and "found" not in answers else 0


def converse(session: Session) -> int:
    """Answer what a person types where lines are all there is (``TERM=dumb``).

    Args:
        session: The session.

    Returns:
        0: whoever reads the answers need not be told by a number.
    """
    env = session.env
    lines = decoded_lines(env.stdin)
    while not session.leaving:
        env.write(PROMPT)
        env.stdout.flush()
        try:
            line = next(lines, None)
            if line is None:
                env.write("\n")
                break
            _answer(session, line)
        except KeyboardInterrupt:
            lines = decoded_lines(env.stdin)
            env.write("\n")
    return 0


def _answer(session: Session, line: str | BadLine, *, parted: bool = False) -> Answer:
    env = session.env
    if isinstance(line, BadLine):
        env.warn(env.words.say(f"batch.{line.code}", line=line.number))
        return "failed"
    if parted and line.strip():
        env.write("\n")
    answer = session.answer(line)
    # Whoever writes a query and waits for its answer gets it now.
    env.stdout.flush()
    return answer
