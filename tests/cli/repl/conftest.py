"""A session without a terminal, on a scripted library."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from searcher.cli.environment import Environment
from searcher.cli.language import Language, Words
from searcher.cli.repl.session import Session, open_session
from searcher.search.results import Results

from ..conftest import FakeLibrary, make_hit, make_results

FOUND = 25


class Talk(NamedTuple):
    """A session, and what it writes."""

    session: Session
    out: io.StringIO
    err: io.StringIO

    def said(self, *lines: str) -> tuple[str, str]:
        """What is written and told when some lines are answered."""
        for stream in (self.out, self.err):
            stream.seek(0)
            stream.truncate()
        for line in lines:
            self.session.answer(line)
        return self.out.getvalue(), self.err.getvalue()


def many(query: str, limit: int, offset: int, mode: str) -> Results:
    """Twenty-five results of any query but ``không``, which has none."""
    if query == "không":
        return make_results(query, [])
    hits = [
        make_hit(rank, id=f"bài-{rank}", title=f"Bài số {rank}", title_highlights=())
        for rank in range(offset + 1, min(offset + limit, FOUND) + 1)
    ]
    return make_results(query, hits, total=FOUND, partial=0, listed=FOUND, offset=offset)


@pytest.fixture
def talk(library: FakeLibrary) -> Iterator[Callable[..., Talk]]:
    """Begin sessions in a language, on the scripted library, in which every query finds ``FOUND``."""
    library.answer = many
    begun: list[Session] = []

    def begin(
        language: Language = "en",
        stdin: bytes = b"",
        path: Path = Path("/here/index"),
        **changes: object,
    ) -> Talk:
        out, err = io.StringIO(), io.StringIO()
        values: dict[str, object] = {
            "stdin": io.BytesIO(stdin),
            "stdout": out,
            "stderr": err,
            "stdin_is_tty": False,
            "stdout_is_tty": False,
            "stderr_is_tty": False,
            "variables": {},
            "width": 80,
            "words": Words(language),
            "library": library,
            "clock": iter(range(10**6)).__next__,
            "today": lambda: dt.date(2024, 5, 15),
        }
        environment = Environment(**{**values, **changes})  # type: ignore[arg-type]
        session = open_session(environment, path)
        begun.append(session)
        return Talk(session, out, err)

    yield begin
    for session in begun:
        session.index.close()
