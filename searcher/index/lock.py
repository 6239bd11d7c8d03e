"""One writer at a time: who may write to an index, and who does when it is another.

The lock is the operating system's, on Whoosh's own lock file: it ends with its process, however that
ends, and keeps writers of Whoosh out, too. Beside it stands a note of who holds it, for people; it
decides nothing, and is believed only where its process can still be writing. Readers need no lock.
"""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from searcher.errors import IndexLocked, IndexLockedByUnknown
from searcher.index.disk import OutputFolder
from searcher.index.errors import IndexNotWritable
from searcher.index.folder import NOTE, mark
from searcher.index.manifest import read_small
from searcher.index.packing import from_json, to_json
from searcher.index.whoosh_adapter.store import Store

_POLL = 0.1  # seconds
_MOST_NAMED = 200  # characters of a host


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is writing to an index.

    Attributes:
        pid: The number of the process.
        host: The computer it runs on.
        since: When it began, seconds since 1970.
    """

    pid: int
    host: str
    since: float


@contextmanager
def locked(
    path: Path, wait: float = 0.0, waiting: Callable[[], None] = lambda: None
) -> Iterator[Store]:
    """Be the only writer of the index at ``path``; the first one marks the folder as an index's.

    Args:
        path: Its folder, which is there.
        wait: For how many seconds to try when there is another.
        waiting: Is called when there is another, now and then.

    Raises:
        IndexLocked: When there still is another.
        IndexNotWritable: When the system does not let us write or lock there.
    """
    store = Store(path)
    until = time.monotonic() + wait
    try:
        while not store.acquire():
            left = until - time.monotonic()
            if left <= 0:
                raise _refusal(path)
            waiting()
            time.sleep(min(_POLL, left))
    except OSError as error:
        raise IndexNotWritable(path=path, reason=error.strerror or str(error)) from error
    try:
        mark(path)
        _leave_note(path)
        yield store
    finally:
        with suppress(OSError):
            OutputFolder(path).remove(NOTE)
        store.release()


def _leave_note(path: Path) -> None:
    note = {"pid": os.getpid(), "host": platform.node(), "since": time.time()}
    # On a full disk there may still be something to remove.
    with suppress(OSError):
        OutputFolder(path).write(NOTE, to_json(note))


def owner(path: Path) -> Owner | None:
    """Return who holds the lock of the index at ``path``, as far as can be told while it is held."""
    try:
        note = from_json(read_small(path / NOTE))
        found = Owner(int(note["pid"]), str(note["host"])[:_MOST_NAMED], float(note["since"]))
    except (OSError, ValueError, TypeError, KeyError, OverflowError):
        return None
    if found.host == platform.node() and not _lives(found.pid):
        return None  # a note of the last owner; the present one has not come to writing its own
    return found


def _lives(pid: int) -> bool:
    if pid <= 0:
        return False
    if os.name == "nt":  # where signal 0 would end the process
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _refusal(path: Path) -> IndexLocked:
    found = owner(path)
    if found is None:
        return IndexLockedByUnknown(path=path)
    try:
        since = f"{datetime.fromtimestamp(found.since):%H:%M:%S %d/%m/%Y}"
    except (OSError, OverflowError, ValueError):
        return IndexLockedByUnknown(path=path)
    return IndexLocked(path=path, pid=str(found.pid), host=found.host, since=since)
