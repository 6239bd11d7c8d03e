"""Damaged files: every flipped bit and every file cut short is found, and nothing wrong is told.

Not for accidents while writing (``kills``, ``errors``, ``power``): this is what disks, copies and
people do to an index afterwards.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.torture.cases import Case, Fingerprint, cases, fingerprint
from benchmarks.torture.trials import Outcome
from searcher.errors import IndexCorrupt, IndexNotFound, IndexOutdated
from searcher.index import check
from searcher.index.folder import LOCK

CLEAR = (IndexCorrupt, IndexOutdated)
"""What opening a damaged index may raise: both name the command to type."""

_READ_SHARE = 20  # reading everything takes so many times as long as comparing checksums


def run(home: Path, most: int | None) -> Iterator[Outcome]:
    """Damage every file of an index in every place, and ask ``check`` and a reader."""
    index = damageable(cases(home / "small"), home / "try")
    for told in (detected, read):
        tries = most if told is detected else (most or _all_flips(index) // _READ_SHARE)
        yield flip(index, told, tries)
        yield cut(index, told, tries)


def damageable(made: list[Case], place: Path) -> Path:
    """Return an index with several segments and deleted articles."""
    (case,) = (case for case in made if case.name == "update")
    index = case.copy(place)
    case.change(index)
    return index


def files_of(index: Path) -> list[Path]:
    """Return the files of an index; the lock is none, and says nothing."""
    return sorted(path for path in index.iterdir() if path.name != LOCK)


def _all_flips(index: Path) -> int:
    return sum(8 * path.stat().st_size for path in files_of(index))


def detected(index: Path, damaged: Path, whole: Fingerprint) -> str | None:  # noqa: ARG001
    """Return nothing if ``check`` names the file that is damaged."""
    try:
        report = check(index, quick=True)
    except (IndexOutdated, IndexNotFound):
        # The mark of the folder or the manifest: what is left says it is none of this version.
        return f"check takes {damaged.name} for another's"
    if any(finding.file == damaged.name for finding in report.findings):
        return None
    return f"check does not find {damaged.name}"


def read(index: Path, damaged: Path, whole: Fingerprint) -> str | None:
    """Return nothing if an index reads as it was, or gives an error in one line with a command."""
    try:
        found = fingerprint(index)
    except CLEAR as error:
        text = str(error)
        named = isinstance(error, IndexOutdated) or damaged.name in text
        if "\n" in text or "searcher " not in text or not named:
            return f"{damaged.name}: the message does not help: {text}"
        return None
    except Exception as error:
        return f"{damaged.name}: {type(error).__name__} came through: {error}"
    return None if found == whole else f"{damaged.name}: something wrong was told"


Told = Callable[[Path, Path, Fingerprint], "str | None"]


def flip(index: Path, told: Told, most: int | None, seed: int = 1) -> Outcome:
    """Flip single bits of the files of an index, one at a time.

    Args:
        index: The index; it is whole again afterwards.
        told: Looks whether the damage is dealt with; returns what is wrong.
        most: How many bits to sample; None: all of them.
        seed: Which ones.
    """
    bits = [
        (path, at, bit)
        for path in files_of(index)
        for at in range(path.stat().st_size)
        for bit in range(8)
    ]
    outcome = Outcome(f"flipped bit, {'check' if told is detected else 'search'}")
    whole = fingerprint(index)
    for path, at, bit in _sampled(bits, most, seed):
        data = path.read_bytes()
        path.write_bytes(data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :])
        outcome.check(f"bit {bit} of byte {at}", told(index, path, whole))
        path.write_bytes(data)
    return outcome


def cut(index: Path, told: Told, most: int | None, seed: int = 1) -> Outcome:
    """Cut the files of an index short, one at a time; see ``flip``."""
    ends = [(path, size) for path in files_of(index) for size in range(path.stat().st_size)]
    outcome = Outcome(f"file cut short, {'check' if told is detected else 'search'}")
    whole = fingerprint(index)
    for path, size in _sampled(ends, most, seed):
        data = path.read_bytes()
        path.write_bytes(data[:size])
        outcome.check(f"after {size} bytes", told(index, path, whole))
        path.write_bytes(data)
    return outcome


def _sampled(everything: list, most: int | None, seed: int) -> list:
    if most is None or len(everything) <= most:
        return everything
    return random.Random(seed).sample(everything, most)
