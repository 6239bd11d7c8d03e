"""What every trial reports, and the list of them all."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks import report

_TOLD: Final = 5


@dataclass(slots=True)
class Outcome:
    """What was tried, and what went wrong.

    Attributes:
        name: What was done to the index.
        tried: How often.
        failures: One line for each time the index did not survive it.
        seconds: How long it all took; the caller's business.
    """

    name: str
    tried: int = 0
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def survived(self) -> int:
        """How often all was well."""
        return self.tried - len(self.failures)

    def check(self, what: str, problem: str | None) -> None:
        """Count one try; ``problem`` says in a line what was wrong with the index after it."""
        self.tried += 1
        if problem is not None:
            self.failures.append(f"{self.name}, {what}: {problem}")


Trial = Callable[[Path, int | None], Iterator[Outcome]]
"""Takes an empty folder and how many tries of each kind to sample (None: all there are)."""


def sample(count: int, most: int | None, seed: object) -> Sequence[int]:
    """Return which of the calls 1 … ``count`` to try: all, or ``most`` of them, spread out."""
    everything = range(1, count + 1)
    if most is None or count <= most:
        return everything
    # The first and the last are the likeliest to be special.
    middle = random.Random(str(seed)).sample(range(2, count), max(0, most - 2))
    return sorted([1, count, *middle])[:most]


def all_trials() -> dict[str, Trial]:
    """Return the trials by name, in the order in which they are run."""
    from benchmarks.torture import damage, errors, kills, load, power

    return {
        "kills": kills.run,
        "errors": errors.run,
        "power": power.run,
        "load": load.run,
        "damage": damage.run,
    }


_EXACT = (
    "opened at once, the index is exactly the one before or exactly the one after, in every "
    "article, posting, position and length; the next run makes it the one after, and leaves no "
    "needless file behind."
)
SURVIVED: Final = {
    "kills": f"SIGKILL at calls that change the disk. Survived: {_EXACT}",
    "errors": (
        "Calls that change the disk are refused by the system. Survived: one line says what "
        f"failed, or nothing had to; {_EXACT}"
    ),
    "power": (
        "Disks as a power failure may leave them at any moment, by what had been synced. "
        f"Survived: {_EXACT}"
    ),
    "load": (
        "Readers and writers at once, in processes of their own. Survived: no error, no reader sees "
        "two generations mixed or an older one after a newer one, an open one says what it said, "
        "and what all writers wrote is there."
    ),
    "damage": (
        "Single bits flipped in finished files, and files cut short. Survived: what was asked names "
        "the file in one line, or tells nothing but what is right."
    ),
}
"""The trials in the order in which they are run, and what surviving means in each."""

NAMES: Final = tuple(SURVIVED)


def run(name: str, most: int | None = None) -> Iterator[Outcome]:
    """Run a trial, in a folder of its own that is deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="searcher-torture-") as home:
        started = time.monotonic()
        for outcome in all_trials()[name](Path(home), most):
            outcome.seconds = time.monotonic() - started
            yield outcome
            started = time.monotonic()


def describe(name: str, outcomes: Sequence[Outcome], command: str) -> str:
    """The section of the results file on one trial."""
    rows = [
        (each.name, f"{each.tried:,}", f"{each.survived:,}", f"{each.seconds:.0f}")
        for each in outcomes
    ]
    total = sum(each.tried for each in outcomes)
    survived = sum(each.survived for each in outcomes)
    failures = [f"- {line}" for each in outcomes for line in each.failures[:_TOLD]]
    body = [
        SURVIVED[name],
        report.table(("what was done", "tried", "survived", "seconds"), rows),
        f"Together: {total:,} tried, {survived:,} survived.",
        *(["What did not:", "\n".join(failures)] if failures else []),
    ]
    data = "made-up articles of a few lines each"
    return report.section(f"Reliability: {name}", command, data, body)
