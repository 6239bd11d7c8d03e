"""The interactive session: from the start of the process to the prompt, and what a key costs.

Starts and single keys are timed at a pseudo-terminal, from outside; counting while one types is timed
in this process, with the pause that it waits for left out. What a keystroke of completion costs
stands in ``completion``.
"""

from __future__ import annotations

import io
import os
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks import engine, measure, report
from benchmarks.datasets import Document, Query

if TYPE_CHECKING:
    import pexpect

_PATIENCE: Final = 60
_QUIET: Final = 0.02
_MUCH: Final = 65536
_WORDS_TYPED: Final = 3
_SHOWN: Final = re.compile(rb"generation")
# Typed as fast as a person can.
_KEYS: Final = "nhung guong sang cua nguoi dung dau"


@dataclass(frozen=True, slots=True)
class Session:
    """What a person waits for.

    Attributes:
        articles: In the index.
        starts: Seconds from the start of the process until the prompt and the line at the bottom stand
            on the screen.
        busy: Processor seconds of the same.
        keys: Milliseconds from a key to its letter on the screen, while matches are counted.
        counts: Milliseconds from the end of the pause to the number of matches.
    """

    articles: int
    starts: Sequence[float]
    busy: Sequence[float]
    keys: Sequence[float]
    counts: Sequence[float]


def measure_session(
    documents: Sequence[Document], queries: Sequence[Query], *, rounds: int = 7, typed: int = 60
) -> Session:
    """Start sessions, press keys, and type the beginnings of queries.

    Args:
        documents: What is in the index.
        queries: What is typed, the first words of each.
        rounds: Number of sessions.
        typed: Number of queries typed.

    Raises:
        CommandError: The engine failed.
    """
    engine.compile_package()
    with tempfile.TemporaryDirectory(prefix="searcher-bench-") as scratch:
        source, index = Path(scratch, "source"), Path(scratch, "index")
        source.mkdir()
        engine.write_documents(source / "docs.jsonl", documents)
        engine.build_index(source, index)
        starts, busy, keys = [], [], []
        for _ in range(rounds + 1):
            began = time.perf_counter()
            with _at_terminal(index, Path(scratch)) as child:
                child.expect(_SHOWN)
                starts.append(time.perf_counter() - began)
                busy.append(_processor_seconds(child.pid))
                keys += [_echoed(child, key) for key in _KEYS]
        counts = list(_counted(index, queries[:typed]))
    # The first session fills the disk cache.
    return Session(len(documents), starts[1:], busy[1:], keys[len(_KEYS) :], counts)


@contextmanager
def _at_terminal(index: Path, home: Path) -> Iterator[pexpect.spawn]:
    import pexpect

    child = pexpect.spawn(
        sys.executable,
        ["-m", "searcher", "--lang", "en", "repl", "--index", str(index)],
        env={
            **os.environ,
            "TERM": "xterm-256color",
            "PROMPT_TOOLKIT_NO_CPR": "1",
            "XDG_STATE_HOME": str(home / "state"),
        },
        dimensions=(24, 100),
        timeout=_PATIENCE,
    )
    child.delaybeforesend = None
    try:
        yield child
    finally:
        child.close(force=True)


def _processor_seconds(process: int) -> float:
    """What a process has used so far, where the system tells."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _echoed(child: pexpect.spawn, key: str) -> float:
    """How long it takes until the screen shows a key: what is drawn is drawn in one go."""
    import pexpect

    with suppress(pexpect.TIMEOUT):
        while True:
            child.read_nonblocking(_MUCH, timeout=_QUIET)
    began = time.perf_counter()
    child.send(key)
    child.read_nonblocking(_MUCH, timeout=_PATIENCE)
    return (time.perf_counter() - began) * 1000


def _counted(index: Path, queries: Sequence[Query]) -> Iterator[float]:
    from searcher.cli.environment import system_environment
    from searcher.cli.repl.live import PAUSE, Live
    from searcher.cli.repl.session import open_session

    nowhere = io.StringIO()
    environment = replace(system_environment(), stdout=nowhere, stderr=nowhere)
    with open_session(environment, index) as session:
        new = threading.Semaphore(0)
        live = Live(session, new.release)
        live.start()
        for query in queries:
            for text in _beginnings(query.text):
                live.typed(text)
                began = time.perf_counter()
                new.acquire(timeout=_PATIENCE)
                yield max(0.0, time.perf_counter() - began - PAUSE) * 1000
        live.stop()


def _beginnings(query: str) -> Iterator[str]:
    words = query.split()
    for count in range(1, min(_WORDS_TYPED, len(words)) + 1):
        yield " ".join(words[:count])


def describe(session: Session, command: str, data: str) -> str:
    """The section in Markdown."""
    rows = [
        ["start to prompt", *_spread([second * 1000 for second in session.starts], 0)],
        ["start to prompt, processor time", *_spread([each * 1000 for each in session.busy], 0)],
        ["key to letter on the screen", *_spread(session.keys, 1)],
        ["pause in typing to number of matches", *_spread(session.counts, 1)],
    ]
    intro = (
        f"{len(session.starts)} sessions at a pseudo-terminal over {session.articles:,} articles, "
        f"disk cache warm; {len(session.keys)} keys, {len(session.counts)} beginnings of queries. "
        "Matches are counted in a thread of their own, 120 ms after the last key."
    )
    table = report.table(["what", "p50 ms", "p95 ms"], rows)
    return report.section("The session", command, data, [intro, table])


def _spread(values: Sequence[float], digits: int) -> list[str]:
    return [
        report.figure(statistics.median(values), digits),
        report.figure(measure.percentile(values, 95), digits),
    ]
