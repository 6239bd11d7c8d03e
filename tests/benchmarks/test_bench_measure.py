"""What a process costs, measured on processes whose cost is known."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from benchmarks import measure

needs_proc = pytest.mark.skipif(
    not Path("/proc/self/smaps_rollup").exists(), reason="needs /proc with smaps_rollup"
)


def test_output_time_and_input() -> None:
    code = "import sys, time; time.sleep(0.2); print(sys.stdin.read().upper())"
    ran = measure.run([sys.executable, "-c", code], stdin="ư")
    assert ran.stdout.strip() == "Ư"
    assert 0.2 <= ran.seconds < 20


@needs_proc
def test_memory_counts_children_and_not_the_parent() -> None:
    ballast = bytearray(120_000_000)
    ballast[::4096] = b"x" * len(ballast[::4096])
    small = measure.run([sys.executable, "-S", "-c", "import time; time.sleep(0.2)"])
    child = "import time; x = b'x' * 80_000_000; time.sleep(0.4)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    large = measure.run([sys.executable, "-c", code])
    assert small.peak_mb is not None
    assert large.peak_mb is not None
    assert small.peak_mb < 80 < large.peak_mb
    assert len(ballast) == 120_000_000


@needs_proc
def test_what_processes_share_counts_once() -> None:
    code = (
        "import mmap, os, time\n"
        "shared = mmap.mmap(-1, 80_000_000)\n"
        "child = os.fork()\n"
        "for at in range(0, len(shared), 4096): shared[at] = 1\n"
        "time.sleep(0.5)\n"
        "child and os.waitpid(child, 0)"
    )
    peak = measure.run([sys.executable, "-S", "-c", code]).peak_mb
    assert peak is not None
    assert 80 < peak < 150


@needs_proc
def test_own_peak() -> None:
    peak = measure.own_peak_mb()
    assert peak is not None
    assert 5 < peak < 100_000


def test_failure_is_one_sentence() -> None:
    code = "import sys; print('a\\nlast words', file=sys.stderr); sys.exit(3)"
    with pytest.raises(measure.CommandError, match="ended with code 3: last words"):
        measure.run([sys.executable, "-c", code])
    assert measure.run([sys.executable, "-c", code], ok=(0, 3)).stdout == ""
    with pytest.raises(measure.CommandError, match="cannot be started"):
        measure.run(["/no/such/program"])


def test_folder_size(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "a").write_bytes(b"x" * 1_000_000)
    assert 1.0 <= measure.folder_mb(tmp_path) < 1.2


def test_percentile() -> None:
    assert measure.percentile([3, 1, 2], 50) == 2
    assert measure.percentile(list(range(101)), 95) == 95
    assert measure.percentile([7], 95) == 7
    with pytest.raises(ValueError, match="No values"):
        measure.percentile([], 50)


@needs_proc
def test_a_process_that_is_gone_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise FileNotFoundError("/proc/1/task")

    raised: list[object] = []
    monkeypatch.setattr(Path, "glob", gone)
    monkeypatch.setattr(threading, "excepthook", raised.append)
    ran = measure.run([sys.executable, "-S", "-c", "import time; time.sleep(0.2)"])
    assert ran.peak_mb
    assert not raised
