"""Analysing in this process or in others: chunks of records in, their analyses out, in order.

A helper process is a Python of its own that reads chunks from its standard input and answers on its
standard output; it never sees the index, and ends when its input does. So it makes no difference
how the program was started, which threads it runs, and how it dies. The pickles that go through the
pipes come from processes this one started. Not for what analysing is (``document``).
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from queue import SimpleQueue
from typing import Any

from searcher.index.batches import Entry
from searcher.index.document import Analysis, analyse

Chunk = list[Entry]

START_CHUNKS = 4
"""Helpers are started when so many chunks wait: below that, starting them takes longer."""
# Chunks a helper has before it, so that it never waits for the next one.
_AHEAD = 2
_PROTOCOL = 5
# Room for a chunk, where the system allows it: who sends one need not wait.
_PIPE_BYTES = 1 << 20
# The thread that reads waits at most so long for the one that analyses, in seconds.
_SWITCH = 0.0005
# Isolated: neither the working directory nor the environment decides what a helper imports.
_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[1:]; from searcher.index.workers import serve; serve()"
)


class Analysts:
    """Analyses chunks in the order in which they come, whoever does the work."""

    def __init__(self, jobs: int) -> None:
        """Start no process yet.

        Args:
            jobs: How many processes shall analyse; 1: this one.
        """
        self._jobs = jobs if sys.executable else 1
        self._helpers: list[_Helper] = []
        self._waiting: deque[Chunk] = deque()
        self._sent: deque[tuple[Chunk, _Helper]] = deque()
        self._turn = 0

    def put(self, chunk: Chunk) -> Iterator[tuple[Chunk, Analysis]]:
        """Take a chunk; yields what has been analysed and must be dealt with now.

        Raises:
            ChildProcessError: When a helper has died.
        """
        self._waiting.append(chunk)
        if self._jobs == 1:
            yield from self._here()
            return
        if not self._helpers and len(self._waiting) >= START_CHUNKS:
            self._start()
        while self._helpers and self._waiting:
            helper = self._helpers[self._turn % len(self._helpers)]
            self._turn += 1
            if len(self._sent) >= _AHEAD * len(self._helpers):
                yield self._receive()
            chunk = self._waiting.popleft()
            helper.send([entry.record for entry in chunk])
            self._sent.append((chunk, helper))

    def finish(self) -> Iterator[tuple[Chunk, Analysis]]:
        """Yield everything that is left.

        Raises:
            ChildProcessError: When a helper has died.
        """
        while self._sent:
            yield self._receive()
        yield from self._here()

    def close(self) -> None:
        """End all helpers, whatever they are doing."""
        for helper in self._helpers:
            helper.end()
        self._helpers.clear()

    def _here(self) -> Iterator[tuple[Chunk, Analysis]]:
        while self._waiting:
            chunk = self._waiting.popleft()
            yield chunk, analyse([entry.record for entry in chunk])

    def _start(self) -> None:
        try:
            for _ in range(self._jobs):
                self._helpers.append(_Helper())
        except OSError:  # no more processes: what there is must do
            self._jobs = max(1, len(self._helpers))

    def _receive(self) -> tuple[Chunk, Analysis]:
        chunk, helper = self._sent.popleft()
        return chunk, helper.receive()


class _Helper:
    """One helper process, seen from the one that started it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - this very interpreter
            [sys.executable, "-I", "-c", _PROGRAM, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pipesize=_PIPE_BYTES,
            start_new_session=True,  # Ctrl-C is dealt with by the one who started it
        )

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def send(self, records: list[bytes]) -> None:
        stream: Any = self._process.stdin
        try:
            pickle.dump(records, stream, _PROTOCOL)
            stream.flush()
        except BrokenPipeError:
            raise self._died() from None

    def receive(self) -> Analysis:
        stream: Any = self._process.stdout
        try:
            found: Analysis = pickle.load(stream)  # noqa: S301 - from the process started above
        except (EOFError, pickle.UnpicklingError):
            raise self._died() from None
        return found

    def _died(self) -> ChildProcessError:
        self._process.kill()
        return ChildProcessError(f"a helper process ended, status {self._process.wait()}")

    def end(self) -> None:
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()
        self._process.wait()


def serve() -> None:
    """Be a helper: answer chunks until there are no more."""
    sys.setswitchinterval(_SWITCH)
    requests: SimpleQueue[list[bytes] | None] = SimpleQueue()
    # Reading never waits for writing: else both sides could wait for each other for ever.
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    try:
        while (records := requests.get()) is not None:
            pickle.dump(analyse(records), sys.stdout.buffer, _PROTOCOL)
            sys.stdout.buffer.flush()
    except BrokenPipeError:
        pass  # nobody is left to listen
    os._exit(0)


def _listen(requests: SimpleQueue[list[bytes] | None]) -> None:
    try:
        while True:
            requests.put(pickle.load(sys.stdin.buffer))  # noqa: S301 - from whoever started us
    except (EOFError, pickle.UnpicklingError):
        requests.put(None)
