"""Kills, errors and power failures at every call of an update; here samples of ``make torture``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.torture import errors, kills, power
from benchmarks.torture.cases import Case, cases, fingerprint, needless
from benchmarks.torture.faults import Counting, calls_of, killed
from benchmarks.torture.trials import Outcome
from searcher.index import disk

KINDS = ("first build", "update", "merge", "rebuild", "new times")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Case]:
    return {case.name: case for case in cases(tmp_path_factory.mktemp("cases"))}


def _assert_survived(outcome: Outcome, at_least: int) -> None:
    assert outcome.failures == []
    assert outcome.tried >= at_least


def test_the_cases_are_what_they_are_called(made: dict[str, Case], tmp_path: Path) -> None:
    assert tuple(made) == KINDS
    for name, case in made.items():
        assert (case.old is None) == (name == "first build")
        assert (case.old == case.new) == (name == "new times")
        assert case.new
        index = case.copy(tmp_path / name)
        kinds = calls_of(lambda case=case, index=index: case.change(index)).kinds
        assert min(kinds[kind] for kind in ("open", "write", "fsync", "fsync_folder")) > 1
        assert kinds["replace"] >= 1


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs to fork a process to kill")


@needs_fork
@pytest.mark.parametrize("kind", KINDS)
def test_a_killed_change_leaves_the_old_or_the_new_index(
    made: dict[str, Case], tmp_path: Path, kind: str
) -> None:
    _assert_survived(kills.kill(made[kind], tmp_path / "try", 6), 6)
    _assert_survived(kills.kill(made[kind], tmp_path / "try", 2, torn=True), 2)


@pytest.mark.parametrize("error", ["input/output error", "full disk"])
@pytest.mark.parametrize("kind", KINDS)
def test_an_error_is_one_clear_message_and_harms_nothing(
    made: dict[str, Case], tmp_path: Path, kind: str, error: str
) -> None:
    _assert_survived(errors.fail(made[kind], tmp_path / "try", error, 5), 5)


@pytest.mark.parametrize("left", power.LEFT)
@pytest.mark.parametrize("kind", KINDS)
def test_a_power_failure_leaves_the_old_or_the_new_index(
    made: dict[str, Case], tmp_path: Path, kind: str, left: str
) -> None:
    _assert_survived(power.cut(made[kind], tmp_path / "try", left, 4), 4)


def test_without_fsync_a_power_failure_would_be_noticed(
    made: dict[str, Case], tmp_path: Path
) -> None:
    """The trial can fail: names that outlive their content are damage, and are found."""
    outcome = power.cut(made["update"], tmp_path / "try", "everything", None, syncing=False)
    assert any("IndexCorrupt" in line for line in outcome.failures)


class _Watched(disk.System):
    """Knows when one of its calls is being made."""

    inside = False


def _wrapped(name: str) -> object:
    def call(self: _Watched, *arguments: object) -> object:
        self.inside = True
        try:
            return getattr(disk.System, name)(self, *arguments)
        finally:
            self.inside = False

    return call


for _name in ("open", "write", "fsync", "fsync_folder", "replace", "unlink", "mkdir"):
    setattr(_Watched, _name, _wrapped(_name))

_CHANGING = {
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.truncate",
    "os.link",
    "os.symlink",
}


@needs_fork
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_changes_the_folder_but_what_is_watched(
    made: dict[str, Case], tmp_path: Path, kind: str
) -> None:
    """Else kills, errors and power failures would be tried at some of the calls only."""
    index = made[kind].copy(tmp_path / "try")
    system = _Watched()
    around: list[str] = []

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if system.inside or (event != "open" and event not in _CHANGING):
            return
        path = os.fsdecode(arguments[0]) if isinstance(arguments[0], (str, bytes)) else ""
        if not path.startswith(f"{index}/"):
            return
        writing = event != "open" or int(arguments[2]) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)  # type: ignore[call-overload]
        if writing and not path.endswith("MAIN_WRITELOCK"):
            around.append(f"{event} {path}")

    def change() -> None:
        sys.addaudithook(hook)  # for good: hence in a process of its own
        made[kind].change(index)
        assert not around

    assert not killed(system, change)


def test_the_watcher_can_see(made: dict[str, Case], tmp_path: Path) -> None:
    index = made["update"].copy(tmp_path / "try")

    def change() -> None:
        seen: list[str] = []
        sys.addaudithook(lambda event, arguments: seen.append(event))
        made["update"].change(index)
        assert {"open", "os.rename", "os.remove"} <= set(seen)

    assert not killed(Counting(), change)


# --- the command line ---------------------------------------------------------------------------


# Before Python 3.11 SQLite writes the catalog into a file, and calls what the system says so.
_REFUSED = (
    {
        "en": "failed (the file would be too large)",
        "vi": "không thành (tệp sẽ quá lớn)",
    }
    if sys.version_info >= (3, 11)
    else {
        "en": "failed (the device reports an input/output error)",
        "vi": "không thành (thiết bị báo lỗi đọc/ghi)",
    }
)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_command_line_says_in_one_line_what_the_system_refused(
    made: dict[str, Case], tmp_path: Path, language: str
) -> None:
    """Not by a fault of ours: the system itself takes no more than some bytes of each file."""
    resource = pytest.importorskip("resource")
    case = made["update"]
    index = case.copy(tmp_path / "try")
    command = ["searcher", "--lang", language, "index", "--no-words", "--index", str(index)]
    done = subprocess.run(
        [sys.executable, "-m", *command],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300)),
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert _REFUSED[language] in done.stderr
    assert done.stderr.count("\n") == 1
    assert fingerprint(index) == case.old
    assert not needless(index)
