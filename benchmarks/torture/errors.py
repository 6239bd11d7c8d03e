"""Errors of the operating system at every call: one clear message, and the index is what it was."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.torture.cases import Case, cases, fingerprint, needless
from benchmarks.torture.faults import Failing, Full, calls_of, installed
from benchmarks.torture.kills import problem_with
from benchmarks.torture.trials import Outcome, sample
from searcher.errors import SearcherError

KINDS: dict[str, Callable[[int], Failing | Full]] = {
    "input/output error": lambda at: Failing(at, errno.EIO),
    "full disk": Full,
    "quota used up": lambda at: Failing(at, errno.EDQUOT),
}


def run(home: Path, most: int | None) -> Iterator[Outcome]:
    """Let every call of every kind of change fail in every way."""
    for case in cases(home / "small"):
        for kind in KINDS:
            yield fail(case, home / "try", kind, most)


def fail(case: Case, place: Path, kind: str, most: int | None) -> Outcome:
    """Let the calls of one change fail.

    Args:
        case: The change.
        place: A folder for the copies.
        kind: A key of ``KINDS``.
        most: How many calls to sample; None: all of them.
    """
    outcome = Outcome(f"{kind}: {case.name}")
    index = case.copy(place)
    count = calls_of(lambda: case.change(index)).count
    for number in sample(count, most, case.name):
        index = case.copy(place)
        system = KINDS[kind](number)
        outcome.check(f"call {number}", _problem(case, index, system))
    return outcome


def _problem(case: Case, index: Path, system: Failing | Full) -> str | None:
    told = ""
    try:
        with installed(system):
            case.change(index)
    except SearcherError as error:
        told = str(error)
    except Exception as error:
        return f"{type(error).__name__} came through: {error}"
    if told and ("\n" in told or os.strerror(system.code) not in told):
        return f"the message does not say what failed: {told}"
    try:
        found = fingerprint(index)
    except Exception as error:
        return f"{type(error).__name__} on opening it: {error}"
    if found != (case.old if told else case.new) and not (told and found == case.new):
        return "it is neither the old nor the new one" if told else "it failed and did not say so"
    # What could still be deleted is gone at once; the rest is gone after the next run.
    if told and found == case.old and isinstance(system, Full) and (left := needless(index)):
        return f"left over on a full disk: {', '.join(sorted(left))}"
    return problem_with(case, index)
