"""The command that tortures; the trials themselves are sampled in ``tests/index``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.commands import main
from benchmarks.torture import trials
from benchmarks.torture.trials import Outcome, sample


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[Outcome]:
    """What the trials shall report."""
    outcomes = [Outcome("killed", 3), Outcome("starved", 1_200)]

    def report(home: Path, most: int | None) -> Iterator[Outcome]:
        assert home.is_dir()
        assert most in (None, 7)
        yield from outcomes

    monkeypatch.setattr(trials, "all_trials", lambda: dict.fromkeys(trials.NAMES, report))
    return outcomes


def test_what_was_tried_and_survived_is_written(tried: list[Outcome], tmp_path: Path) -> None:
    output = tmp_path / "RESULTS.md"
    done = CliRunner().invoke(
        main, ["torture", "kills", "--most", "7", "--write", "--output", str(output)]
    )
    assert done.exit_code == 0, done.output
    text = output.read_text(encoding="utf-8")
    assert "## Reliability: kills" in text
    assert "python -m benchmarks torture kills --most 7" in text
    assert "| starved | 1,200 | 1,200 |" in text
    assert "Together: 1,203 tried, 1,203 survived." in text


def test_a_failure_is_told_and_fails(tried: list[Outcome]) -> None:
    tried[0].check("call 5", "it is gone")
    done = CliRunner().invoke(main, ["torture", "kills"])
    assert done.exit_code == 2
    assert "| killed | 4 | 3 |" in done.output
    assert "- killed, call 5: it is gone" in done.output


def test_a_trial_nobody_knows(tried: list[Outcome]) -> None:
    done = CliRunner().invoke(main, ["torture", "kil"])
    assert done.exit_code == 2
    assert "kil is not one of kills" in done.output


def test_all_trials_are_named() -> None:
    assert tuple(trials.all_trials()) == trials.NAMES == tuple(trials.SURVIVED)


def test_a_sample_has_the_first_and_the_last() -> None:
    assert list(sample(5, None, "x")) == list(sample(5, 9, "x")) == [1, 2, 3, 4, 5]
    chosen = list(sample(100, 7, "x"))
    assert chosen == sorted(set(chosen)) == list(sample(100, 7, "x"))
    assert (len(chosen), chosen[0], chosen[-1]) == (7, 1, 100)
    assert list(sample(0, 5, "x")) == []
    assert list(sample(1, 1, "x")) == [1]
    assert list(sample(3, 1, "x")) == [1]
