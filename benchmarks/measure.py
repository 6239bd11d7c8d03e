"""Measuring a process from outside: wall-clock time, peak memory of it and its children, sizes.

Memory is read from ``/proc``, because the figure the kernel hands over at the end of a child starts
at the size of its parent. Where there is no ``/proc`` the figure is missing, not guessed.
"""

from __future__ import annotations

import contextlib
import os
import platform
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_POLL_S = 0.02
# A peak that is higher by less than this factor is not looked into.
_NOTICEABLE = 1.01


class CommandError(Exception):
    """A measured command did not succeed."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run of a command cost.

    Attributes:
        stdout: What it printed.
        seconds: From start to end, start of the interpreter included.
        peak_mb: Largest resident memory of the process and its descendants together, in 10^6
            bytes, sampled every 20 ms; what several of them share (libraries) is counted once.
            ``None`` where it cannot be known.
    """

    stdout: str
    seconds: float
    peak_mb: float | None


def run(
    command: Sequence[str | Path],
    *,
    stdin: str = "",
    ok: Sequence[int] = (0,),
    env: Mapping[str, str] | None = None,
) -> Measured:
    """Run a command to its end and measure it.

    Raises:
        CommandError: It could not be started or its exit code is not in ``ok``.
    """
    with (
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
    ):
        given.write(stdin.encode("utf-8", "surrogatepass"))
        given.seek(0)
        started = time.perf_counter()
        try:
            process = subprocess.Popen(
                [str(part) for part in command],
                stdin=given,
                stdout=out,
                stderr=err,
                env={**os.environ, **(env or {})},
            )
        except OSError as error:
            raise CommandError(f"{command[0]} cannot be started: {error.strerror}.") from error
        watch = _MemoryWatch(process.pid)
        watch.start()
        try:
            code = process.wait()
        except BaseException:
            process.kill()
            process.wait()
            raise
        finally:
            seconds = time.perf_counter() - started
            watch.stop()
        out.seek(0)
        err.seek(0)
        if code not in ok:
            last = err.read().decode("utf-8", "replace").strip().splitlines()[-1:] or ["no message"]
            told = " ".join(str(part) for part in command[1:4])
            raise CommandError(f"“{told} …” ended with code {code}: {last[0]}")
        return Measured(out.read().decode("utf-8", "replace"), seconds, watch.peak_mb)


def own_peak_mb() -> float | None:
    """Peak resident memory of the calling process so far, in 10^6 bytes."""
    return _status_mb(os.getpid(), "VmHWM")


def folder_mb(path: Path) -> float:
    """Allocated size of a folder's files in 10^6 bytes: blocks, because files may be sparse."""
    sizes = [entry.stat() for entry in path.rglob("*") if entry.is_file()]
    return sum(getattr(s, "st_blocks", -(-s.st_size // 512)) * 512 for s in sizes) / 1e6


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile, as the peers' own scripts compute it."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("No values.")
    return ordered[min(len(ordered) - 1, round(percent / 100 * (len(ordered) - 1)))]


def machine() -> str:
    """What a reader must know of the machine, and nothing that names it."""
    cores = os.cpu_count() or 1
    return (
        f"{cores} core{'s' if cores > 1 else ''}, {platform.machine()}, {platform.system()}, "
        f"Python {platform.python_version()}"
    )


class _MemoryWatch(threading.Thread):
    """Samples the memory of a process tree until stopped."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._done = threading.Event()
        self.peak_mb: float | None = None

    def run(self) -> None:
        highest = 0.0
        while True:
            # What is shared takes long to find out, so only where there may be a new peak.
            pids = _tree(self._pid)
            now = sum(_status_mb(pid, "VmRSS") or 0.0 for pid in pids)
            if now > highest * _NOTICEABLE:
                highest = now
                self._note(sum(_resident_mb(pid) or 0.0 for pid in pids))
            # The root's own high-water mark catches peaks between two samples.
            self._note(_status_mb(self._pid, "VmHWM"))
            if self._done.wait(_POLL_S):
                return

    def _note(self, seen: float | None) -> None:
        if seen:
            self.peak_mb = max(self.peak_mb or 0.0, seen)

    def stop(self) -> None:
        self._done.set()
        self.join()


def _tree(root: int) -> list[int]:
    found, pending = [], [root]
    while pending:
        pid = pending.pop()
        found.append(pid)
        # A process, or a thread of it, may be gone between two looks.
        with contextlib.suppress(OSError):
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                with contextlib.suppress(OSError):
                    pending.extend(map(int, children.read_text().split()))
    return found


def _resident_mb(pid: int) -> float | None:
    """Resident memory of a process, of a page that n processes share the n-th part (PSS)."""
    proportional = _told_mb(pid, "smaps_rollup", "Pss")
    return _status_mb(pid, "VmRSS") if proportional is None else proportional


def _status_mb(pid: int, field: str) -> float | None:
    return _told_mb(pid, "status", field)


def _told_mb(pid: int, file: str, field: str) -> float | None:
    try:
        told = Path(f"/proc/{pid}/{file}").read_text()
    except OSError:
        return None
    match = re.search(rf"^{field}:\s+(\d+) kB", told, re.MULTILINE)
    return int(match[1]) * 1024 / 1e6 if match else None
