"""Several processes at one index: writers wait or are told who writes, readers notice nothing."""

from __future__ import annotations

import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from benchmarks.torture import load
from searcher.errors import IndexLocked, IndexLockedByUnknown
from searcher.index import IndexReader, SyncState, folder, latest_generation, sync
from searcher.index.folder import LOCK, NOTE
from searcher.index.lock import Owner, locked, owner
from tests.index.helpers import record, write_records

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs to fork a process")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    write_records(tmp_path / "corpus" / "a.jsonl", [record("a1", "nêu gương")])
    return tmp_path / "corpus"


@pytest.fixture
def index(tmp_path: Path, corpus: Path) -> Path:
    sync(tmp_path / "index", [corpus], words=False)
    return tmp_path / "index"


@contextmanager
def _writer_in_another_process(index: Path) -> Iterator[int]:
    """A process that holds the lock until it is killed."""
    ready, told = os.pipe()
    child = os.fork()
    if child == 0:
        with suppress(BaseException), locked(index):
            os.write(told, b"x")
            time.sleep(60)
        os._exit(3)
    os.close(told)
    assert os.read(ready, 1) == b"x"
    os.close(ready)
    try:
        yield child
    finally:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


# --- writers ------------------------------------------------------------------------------------


@needs_fork
def test_a_second_writer_is_told_who_the_first_is(index: Path) -> None:
    before = time.time()
    with _writer_in_another_process(index) as pid:
        with pytest.raises(IndexLocked) as caught:
            sync(index, [])
        found = owner(index)
    assert found is not None
    assert (found.pid, found.host) == (pid, platform.node())
    assert before <= found.since <= time.time()
    details = caught.value.details
    assert details["pid"] == str(pid)
    assert details["host"] == platform.node()
    assert time.strftime("%d/%m/%Y", time.localtime(found.since)) in str(details["since"])
    assert f"Process {pid} on {platform.node()}" in str(caught.value)


@needs_fork
def test_a_dead_owner_never_blocks(index: Path) -> None:
    with _writer_in_another_process(index) as pid:
        os.kill(pid, signal.SIGKILL)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        assert (index / NOTE).exists()
        assert not sync(index, []).changed
    assert not (index / NOTE).exists()


@needs_fork
def test_the_second_writer_waits_as_long_as_it_was_told(index: Path) -> None:
    with _writer_in_another_process(index) as pid:
        started = time.monotonic()
        with pytest.raises(IndexLocked):
            sync(index, [], wait=0.4)
        assert 0.4 <= time.monotonic() - started < 5
        phases: list[str] = []

        def tell(state: SyncState) -> None:
            phases.append(state.phase)
            if len(phases) == 3:
                os.kill(pid, signal.SIGKILL)

        assert not sync(index, [], wait=60, progress=tell).changed
        assert phases[:3] == ["wait"] * 3
        assert set(phases[3:]) >= {"scan", "read"}


def test_two_writers_in_one_process_are_two(index: Path) -> None:
    with locked(index), pytest.raises(IndexLocked, match=f"Process {os.getpid()} "):
        sync(index, [])
    assert not sync(index, []).changed


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"pid": "x", "host": "h", "since": 0}',
        b'{"pid": 1, "host": "h", "since": 1e300}',
        b'{"pid": 1e400, "host": "h", "since": 1}',
        b"\xff" * 100,
        b"[" * 100_000,
    ],
)
def test_a_note_of_anything_is_no_obstacle(index: Path, note: bytes) -> None:
    with locked(index):
        (index / NOTE).write_bytes(note)
        with pytest.raises(IndexLockedByUnknown, match="Another process"):
            sync(index, [])
    assert not sync(index, []).changed


def test_a_note_is_not_believed_when_its_process_is_dead(index: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    note = {"pid": gone.pid, "host": platform.node(), "since": 1.0}
    (index / NOTE).write_text(json.dumps(note))
    assert owner(index) is None
    note["host"] = "another"  # where we cannot look
    (index / NOTE).write_text(json.dumps(note))
    assert owner(index) == Owner(gone.pid, "another", 1.0)


def test_a_writer_of_whoosh_is_kept_out(index: Path) -> None:
    from whoosh.util.filelock import FileLock

    theirs = FileLock(str(index / LOCK))
    with locked(index):
        assert not theirs.acquire()
    assert theirs.acquire()
    with pytest.raises(IndexLockedByUnknown):
        sync(index, [])
    theirs.release()


@needs_fork
def test_writers_that_begin_together_come_one_after_the_other(tmp_path: Path) -> None:
    outcome = load.write_at_once(tmp_path / "at once", 4)
    assert outcome.failures == []
    assert outcome.tried == 4 * load.WRITERS


def test_a_folder_that_is_marked_while_it_is_looked_at_is_ours(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    real = folder.is_index_folder

    def late(path: Path) -> bool:
        seen.append(bool(seen) and real(path))
        return seen[-1]

    monkeypatch.setattr(folder, "is_index_folder", late)
    assert not folder.is_foreign(index)
    assert seen == [False, True]


# --- the command line ---------------------------------------------------------------------------


@needs_fork
@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Process {pid} on {host} has been"), ("vi", "Tiến trình {pid} trên máy {host} đang")],
)
def test_the_command_line_says_who_and_exits_75(index: Path, language: str, said: str) -> None:
    with _writer_in_another_process(index) as pid:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "searcher",
                "--lang",
                language,
                "index",
                "--wait",
                "1",
                "--index",
                index,
            ],
            capture_output=True,
            encoding="utf-8",
        )
    assert done.returncode == 75
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert said.format(pid=pid, host=platform.node()) in done.stderr


# --- readers ------------------------------------------------------------------------------------


@needs_fork
def test_readers_run_through_updates(tmp_path: Path) -> None:
    for outcome in load.read_on(tmp_path / "load", 80, readers=2):
        assert outcome.failures == []
        assert outcome.tried >= 80


def test_a_reader_knows_that_there_is_a_newer_generation(index: Path, corpus: Path) -> None:
    with IndexReader.open(index) as reader:
        assert reader.is_current()
        assert latest_generation(index) == reader.generation == 1
        write_records(corpus / "a.jsonl", [record("a1", "đã đổi")])
        sync(index, [], words=False)
        assert not reader.is_current()
        assert latest_generation(index) == 2
        os.utime(corpus / "a.jsonl", (1e9, 1e9))  # nothing a reader would notice
    with IndexReader.open(index) as reader:
        sync(index, [], words=False)
        assert reader.is_current()


def test_an_index_built_anew_in_its_place_is_another_one(index: Path, corpus: Path) -> None:
    with IndexReader.open(index) as reader:
        shutil.copytree(index, index.with_name("copy"))
        os.utime(index / "generation-1.json", (1e9, 1e9))
        assert reader.is_current()
        write_records(corpus / "a.jsonl", [record("a1", "đã đổi")])
        shutil.rmtree(index)
        sync(index, [corpus], words=False)
        assert latest_generation(index) == reader.generation == 1
        assert not reader.is_current()
        shutil.rmtree(index)
        shutil.copytree(index.with_name("copy"), index)
        assert reader.is_current()
        (index / "generation-1.json").write_bytes(b"{}")
        assert not reader.is_current()
        (index / "generation-1.json").unlink()
        assert reader.is_current()  # nothing to go on to


@pytest.mark.parametrize("missing", ["generation-1.json", "_MAIN_1.toc", "MAIN_"])
def test_a_reader_tries_again_when_a_writer_was_faster(
    index: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    """A writer publishes and collects between any two files a reader opens."""
    from searcher.index import manifest

    write_records(corpus / "a.jsonl", [record("a1", "đã đổi")])
    opened: list[str] = []

    def interfering(call: Callable[..., object]) -> Callable[..., object]:
        def wrapper(first: object, *rest: object) -> object:
            name = str(rest[0]) if rest else str(first)
            if not opened and missing in name:
                opened.append(name)
                sync(index, [], words=False)
            return call(first, *rest)

        return wrapper

    monkeypatch.setattr(manifest, "read_small", interfering(manifest.read_small))
    monkeypatch.setattr(manifest.Files, "open_file", interfering(manifest.Files.open_file))
    with IndexReader.open(index) as reader:
        assert opened
        assert reader.generation == 2
        assert reader.article(int(reader.live().nonzero()[0][0])).text == "đã đổi"
