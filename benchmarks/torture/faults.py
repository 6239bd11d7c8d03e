"""Operating systems that fail: put in the place of ``searcher.index.disk.system``.

Each counts the calls that change the disk and does its worst at one of them.
"""

from __future__ import annotations

import errno
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from searcher.index import disk


class Counting(disk.System):
    """Counts.

    Attributes:
        count: Calls so far.
        kinds: How many of each kind.
    """

    def __init__(self) -> None:
        self.count = 0
        self.kinds: Counter[str] = Counter()

    def called(self, kind: str) -> None:
        """Take note of a call that is about to be made."""
        self.count += 1
        self.kinds[kind] += 1

    def open(self, path: str, flags: int) -> int:
        self.called("open")
        return super().open(path, flags)

    def write(self, descriptor: int, data: memoryview) -> int:
        self.called("write")
        return super().write(descriptor, data)

    def fsync(self, descriptor: int) -> None:
        self.called("fsync")
        super().fsync(descriptor)

    def fsync_folder(self, path: str) -> None:
        self.called("fsync_folder")
        super().fsync_folder(path)

    def replace(self, old: str, new: str) -> None:
        self.called("replace")
        super().replace(old, new)

    def unlink(self, path: str) -> None:
        self.called("unlink")
        super().unlink(path)

    def mkdir(self, path: str) -> None:
        self.called("mkdir")
        super().mkdir(path)


class Deadly(Counting):
    """Ends the process by SIGKILL at one call: before it, or half-way through a write.

    Args:
        at: The number of the call, from 1.
        torn: Whether to write half of the data first; then only writes count.
    """

    def __init__(self, at: int, *, torn: bool = False) -> None:
        super().__init__()
        self._at = at
        self._torn = torn

    def called(self, kind: str) -> None:
        if self._torn and kind != "write":
            return
        super().called(kind)
        if self.count == self._at and not self._torn:
            os.kill(os.getpid(), signal.SIGKILL)

    def write(self, descriptor: int, data: memoryview) -> int:
        if self._torn and self.count + 1 == self._at:
            os.write(descriptor, data[: len(data) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        return super().write(descriptor, data)


class Failing(Counting):
    """Refuses one call, with an error of the operating system.

    Args:
        at: The number of the call, from 1.
        code: The error.
    """

    def __init__(self, at: int, code: int) -> None:
        super().__init__()
        self._at = at
        self.code = code

    def called(self, kind: str) -> None:
        super().called(kind)
        if self.count == self._at:
            raise OSError(self.code, os.strerror(self.code))


class Full(Counting):
    """A disk that is full from one call on: what needs room fails, the rest succeeds.

    A write that finds too little room takes half of the data first, as real ones do.

    Args:
        at: The number of the call, from 1.
    """

    def __init__(self, at: int) -> None:
        super().__init__()
        self._at = at
        self.code = errno.ENOSPC

    def called(self, kind: str) -> None:
        super().called(kind)
        if self.count >= self._at and kind in ("open", "mkdir"):
            raise OSError(self.code, os.strerror(self.code))

    def write(self, descriptor: int, data: memoryview) -> int:
        self.called("write")
        if self.count < self._at:
            return os.write(descriptor, data)
        if self.count == self._at and len(data) > 1:
            return os.write(descriptor, data[: len(data) // 2])
        raise OSError(self.code, os.strerror(self.code))


@contextmanager
def installed(system: disk.System) -> Iterator[None]:
    """Let everything go through ``system`` for a while."""
    before = disk.system
    disk.system = system
    try:
        yield
    finally:
        disk.system = before


def calls_of(action: Callable[[], object]) -> Counting:
    """Count the calls of an action."""
    counting = Counting()
    with installed(counting):
        action()
    return counting


def killed(system: disk.System, action: Callable[[], object]) -> bool:
    """Run an action in a process of its own.

    Returns:
        Whether it was killed; otherwise it came to its end.

    Raises:
        AssertionError: It failed.
    """
    child = os.fork()
    if child == 0:
        code = 3
        try:
            disk.system = system
            action()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0, "the child failed without being killed"
    return False
