"""SIGKILL at every call that changes the disk: the index is exactly the old or exactly the new one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.torture.cases import Case, cases, fingerprint, needless, update
from benchmarks.torture.faults import Deadly, calls_of, killed
from benchmarks.torture.trials import Outcome, sample


def run(home: Path, most: int | None) -> Iterator[Outcome]:
    """Kill every kind of change at every call, and once more half-way through every write."""
    for case in cases(home / "small"):
        yield kill(case, home / "try", most)
        yield kill(case, home / "try", most, torn=True)
    # A larger one, at a sample of its calls.
    for case in cases(home / "large", size=500)[1:2]:
        yield kill(case, home / "try", min(most or 40, 40))


def kill(case: Case, place: Path, most: int | None, *, torn: bool = False) -> Outcome:
    """Kill one change at its calls.

    Args:
        case: The change.
        place: A folder for the copies.
        most: How many calls to sample; None: all of them.
        torn: Whether to kill in the middle of writes, instead of before every call.
    """
    outcome = Outcome(f"killed {'within a write' if torn else 'at a call'}: {case.name}")
    index = case.copy(place)
    calls = calls_of(lambda: case.change(index))
    count = calls.kinds["write"] if torn else calls.count
    for number in sample(count, most, case.name):
        index = case.copy(place)
        # Times of files decide nothing here, but a call more or less would.
        if not killed(Deadly(number, torn=torn), lambda index=index: case.change(index)):
            outcome.check(f"call {number}", "it was not killed")
            continue
        outcome.check(f"call {number}", problem_with(case, index))
    return outcome


def problem_with(case: Case, index: Path) -> str | None:
    """Say what is wrong with an index after an accident, and after the run that follows it."""
    try:
        # As it would be opened by somebody else, before anything is repaired.
        if fingerprint(index) not in (case.old, case.new):
            return "it is neither the old nor the new one"
        case.change(index)
        if fingerprint(index) != case.new:
            return "the next run did not make it the new one"
        if found := needless(index):
            return f"left over: {', '.join(sorted(found))}"
        if update(index, []).changed:
            return "the next run left something to do"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None
