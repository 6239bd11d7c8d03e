"""The real command follows real files: what is written is found, and stopping is clean."""

from __future__ import annotations

import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from searcher.index import IndexReader, SyncState, sync
from searcher.index.watch import Watcher
from tests.index.helpers import articles_below, assert_index_holds, record, write_records

PATIENCE = 30.0  # a loaded machine


class Watching:
    """``searcher watch`` in a process of its own, and what it says."""

    def __init__(self, index: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "searcher", "watch", "--index", str(index)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env={**os.environ, "SEARCHER_LANG": "en", "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.seen: list[str] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))

    def until(self, pattern: str) -> str:
        """Wait for a line."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                line = self.lines.get(timeout=0.1)
            except queue.Empty:
                continue
            self.seen.append(line)
            if re.search(pattern, line):
                return line
        raise AssertionError(f"no {pattern!r} among {self.seen}")

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    source = tmp_path / "corpus"
    write_records(source / "sub" / "a.jsonl", [record("a1", "nêu gương")])
    return source


@pytest.fixture
def index(tmp_path: Path, corpus: Path) -> Path:
    sync(tmp_path / "index", [corpus], words=False)
    return tmp_path / "index"


@pytest.fixture
def watching(index: Path) -> Iterator[Watching]:
    found = Watching(index)
    try:
        found.until("1 unchanged")
        yield found
    finally:
        found.process.kill()
        found.process.wait()


def eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def ids(index: Path) -> list[str]:
    with IndexReader.open(index) as reader:
        return sorted(reader.id_of(doc) for doc in range(reader.size) if reader.live()[doc])


def test_what_changes_is_found_and_stopping_is_clean(
    corpus: Path, index: Path, watching: Watching
) -> None:
    write_records(corpus / "b.jsonl", [record("b1", "mới"), record("b2", "nữa")])
    watching.until("2 added")
    assert ids(index) == ["a1", "b1", "b2"]
    # A folder renamed, a file deleted, a new folder with a file in it.
    (corpus / "sub").rename(corpus / "other")
    watching.until("1 moved")
    (corpus / "b.jsonl").unlink()
    watching.until("2 removed")
    (corpus / "deep" / "er").mkdir(parents=True)
    write_records(corpus / "deep" / "er" / "c.jsonl", [record("c1", "sâu")])
    watching.until("1 added")
    # The source goes, keeps its articles, and comes back.
    corpus.rename(corpus.with_name("away"))
    watching.until("is gone")
    assert ids(index) == ["a1", "c1"]
    write_records(corpus.with_name("away") / "d.jsonl", [record("d1", "về")])
    corpus.with_name("away").rename(corpus)
    watching.until("1 added")
    write_records(corpus / "e.jsonl", [record("e1", "sau khi về")])
    watching.until("1 added")
    assert watching.end(signal.SIGINT) == 0
    watching.until("Stopped")
    assert not any("Traceback" in line for line in watching.seen)
    with IndexReader.open(index) as reader:
        assert_index_holds(reader, articles_below(corpus))


def test_half_written_files_wait(corpus: Path, index: Path, watching: Watching) -> None:
    with (corpus / "slow.jsonl").open("w", encoding="utf-8") as file:
        for number in range(12):
            file.write(f'{{"id": "s{number}", "text"')
            file.flush()
            time.sleep(0.15)
            file.write(f': "số {number}"}}\n')
            file.flush()
    watching.until("12 added")
    assert not any(re.search(r"[1-9]\d* (added|skipped)", line) for line in watching.seen[:-1])
    assert watching.end(signal.SIGTERM) == 0


def test_a_watcher_ends_in_the_midst_of_a_batch_and_can_be_a_thread(
    corpus: Path, index: Path
) -> None:
    told: list[object] = []
    watcher = Watcher(index, told.append)
    thread = threading.Thread(target=watcher.run)
    thread.start()
    eventually(lambda: bool(told))
    write_records(corpus / "b.jsonl", [record(f"b{n}", f"số {n}") for n in range(50)])
    eventually(lambda: len(told) == 2)
    watcher.stop()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    assert len(ids(index)) == 51


def test_how_far_the_first_run_has_come_is_told_and_no_later_one(corpus: Path, index: Path) -> None:
    told: list[object] = []
    states: list[SyncState] = []
    watcher = Watcher(index, told.append, progress=states.append)
    thread = threading.Thread(target=watcher.run)
    thread.start()
    eventually(lambda: bool(told))
    first = len(states)
    assert states[0].phase == "scan"
    write_records(corpus / "c.jsonl", [record("c", "sau")])
    eventually(lambda: len(told) == 2)
    watcher.stop()
    thread.join(PATIENCE)
    assert len(states) == first > 0


def test_another_writer_is_waited_for(corpus: Path, index: Path, watching: Watching) -> None:
    from searcher.index.lock import locked

    with locked(index):
        write_records(corpus / "b.jsonl", [record("b1", "mới")])
        watching.until("Process")
    watching.until("1 added")
    shutil.rmtree(corpus / "sub")
    watching.until("1 removed")
