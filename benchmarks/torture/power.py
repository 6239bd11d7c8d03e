"""What a power failure leaves on the disk, by what had been synced: the old or the new index.

A killed process loses nothing that it has written; a computer that loses its power does. One change
is recorded, call by call. For every moment of it, disks are made up that a file system might then
leave behind: files have what was written before their last fsync, and of the rest nothing, all or
some; names are those of the last fsync of the folder, and of the changes since none, all or some,
in any selection. That is harsher than the usual file systems are. Without the fsyncs it fails.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from benchmarks.torture.cases import Case, cases
from benchmarks.torture.faults import installed
from benchmarks.torture.kills import problem_with
from benchmarks.torture.trials import Outcome, sample
from searcher.index import disk

_DISKS = 5
LEFT = ("nothing", "everything", "something")
"""What is left of what had not been synced."""


@dataclass(slots=True)
class _File:
    """A file that was written: its pieces, and how many of them had been synced when."""

    pieces: list[bytes] = field(default_factory=list)
    synced: int = 0


class Recorder(disk.System):
    """Does everything, and keeps a record of it.

    Attributes:
        events: The calls that changed something below the folder: kind and what it was about.
    """

    def __init__(self, folder: Path, *, syncing: bool = True) -> None:
        """Record what happens in ``folder``; without ``syncing`` pretend that nothing was synced."""
        self._folder = str(folder)
        self._syncing = syncing
        self._open: dict[int, _File] = {}
        self.events: list[tuple[str, object, object]] = []

    def open(self, path: str, flags: int) -> int:
        descriptor = super().open(path, flags)
        self._open[descriptor] = file = _File()
        self.events.append(("create", Path(path).name, file))
        return descriptor

    def write(self, descriptor: int, data: memoryview) -> int:
        written = super().write(descriptor, data)
        if descriptor in self._open:  # else it has no name
            self.events.append(("write", self._open[descriptor], bytes(data[:written])))
        return written

    def fsync(self, descriptor: int) -> None:
        super().fsync(descriptor)
        if self._syncing:
            self.events.append(("fsync", self._open.pop(descriptor), None))

    def fsync_folder(self, path: str) -> None:
        super().fsync_folder(path)
        if self._syncing and path == self._folder:
            self.events.append(("sync names", None, None))

    def replace(self, old: str, new: str) -> None:
        super().replace(old, new)
        self.events.append(("rename", Path(old).name, Path(new).name))

    def unlink(self, path: str) -> None:
        super().unlink(path)
        self.events.append(("unlink", Path(path).name, None))


def run(home: Path, most: int | None) -> Iterator[Outcome]:
    """Cut the power at every moment of every kind of change."""
    for case in cases(home / "small"):
        for left in LEFT:
            yield cut(case, home / "try", left, most, disks=_DISKS if left == "something" else 1)


def cut(
    case: Case,
    place: Path,
    left: str,
    most: int | None,
    *,
    disks: int = 1,
    syncing: bool = True,
) -> Outcome:
    """Cut the power during one change.

    Args:
        case: The change.
        place: A folder for the copies.
        left: What is left of what was not synced; one of ``LEFT``.
        most: How many moments to sample; None: all of them.
        disks: How many disks to make up for each moment.
        syncing: False: as if nothing were ever synced.
    """
    outcome = Outcome(f"power cut, {left} left of what was not synced: {case.name}")
    index = case.copy(place)
    index.mkdir(exist_ok=True)
    before = {entry.name: entry.read_bytes() for entry in index.iterdir()}
    recorder = Recorder(index, syncing=syncing)
    with installed(recorder):
        case.change(index)
    count = len(recorder.events)
    for moment, number in product(sample(count, most, case.name), range(disks)):
        rng = random.Random(f"{case.name} {left} {moment} {number}")
        shutil.rmtree(index)
        index.mkdir()
        for name, data in _disk(before, recorder.events[:moment], left, rng).items():
            (index / name).write_bytes(data)
        problem = problem_with(case, index)
        outcome.check(f"after event {moment}", problem)
    return outcome


def _disk(
    before: dict[str, bytes],
    events: list[tuple[str, object, object]],
    left: str,
    rng: random.Random,
) -> dict[str, bytes]:
    """Return what is on the disk after some events and a power failure."""
    written: dict[int, _File] = {}
    lasting: dict[str, bytes | _File] = dict(before)
    pending: list[tuple[str, object, object]] = []
    for event in events:
        kind, what, more = event
        if kind == "write":
            written.setdefault(id(what), _File()).pieces.append(more)  # type: ignore[arg-type]
        elif kind == "fsync":
            file = written.setdefault(id(what), _File())
            file.synced = len(file.pieces)
        elif kind == "sync names":
            for each in pending:
                _apply(lasting, each)
            pending.clear()
        else:
            pending.append(event)
    for each in pending:
        if left == "everything" or (left == "something" and rng.random() < 0.5):
            _apply(lasting, each)
    return {
        name: found if isinstance(found, bytes) else _content(written.get(id(found)), left, rng)
        for name, found in lasting.items()
    }


def _apply(names: dict[str, bytes | _File], event: tuple[str, object, object]) -> None:
    kind, name, more = event
    if kind == "create":
        names[str(name)] = more  # type: ignore[assignment]
    elif kind == "unlink":
        names.pop(str(name), None)
    elif str(name) in names:
        names[str(more)] = names.pop(str(name))


def _content(file: _File | None, left: str, rng: random.Random) -> bytes:
    if file is None:
        return b""
    rest = b"".join(file.pieces[file.synced :])
    # Names that outlive their content are the classical accident: so "everything" is of names.
    kept = rng.randrange(len(rest) + 1) if left == "something" else 0
    return b"".join(file.pieces[: file.synced]) + rest[:kept]
