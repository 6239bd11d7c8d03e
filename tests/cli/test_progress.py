"""Bars: for what takes long, where a person sees them, and never in the way of anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import FakeLibrary, RunCli

XTERM = {"TERM": "xterm"}
WIPED = "\x1b[2K"


@pytest.fixture
def queries(tmp_path: Path) -> str:
    """A file of queries, one of them no text."""
    file = tmp_path / "queries.tsv"
    lines = ["q1\tnêu gương".encode(), "q2\tđảng".encode(), b"\xff", b"q4\tneu guong"]
    file.write_bytes(b"\n".join(lines))
    return str(file)


def test_batch_counts_queries_when_its_answers_go_elsewhere(run_cli: RunCli, queries: str) -> None:
    plain = run_cli("batch", queries, "--index", "i")
    seen = run_cli("batch", queries, "--index", "i", stderr_tty=True, variables=XTERM)
    assert (seen.code, seen.out) == (plain.code, plain.out)
    assert "Answering queries" in seen.err
    assert "4 queries" in seen.err
    assert seen.err.endswith(WIPED), "the bar is wiped away"


def test_what_batch_says_stands_on_lines_of_its_own(run_cli: RunCli, queries: str) -> None:
    said = [line for line in run_cli("batch", queries, "--index", "i").err.splitlines() if line]
    assert len(said) == 1
    seen = run_cli("batch", queries, "--index", "i", stderr_tty=True, variables=XTERM).err
    for line in said:
        before = seen.partition(line)[0]
        assert before.endswith((WIPED, "\n")), "after the bar was wiped away"


@pytest.mark.parametrize(
    ("options", "variables"),
    [
        ({"stderr_tty": True, "tty": True}, XTERM),
        ({"stderr_tty": True}, {"TERM": "dumb"}),
        ({}, XTERM),
    ],
)
def test_batch_shows_no_bar_elsewhere(
    run_cli: RunCli, queries: str, options: dict[str, bool], variables: dict[str, str]
) -> None:
    said = run_cli("batch", queries, "--index", "i", variables=variables, **options)  # type: ignore[arg-type]
    assert "Answering queries" not in said.err


@pytest.mark.parametrize(("limit", "shown"), [("1000", True), ("100", False)])
def test_search_shows_life_while_many_passages_are_made(
    run_cli: RunCli, limit: str, shown: bool
) -> None:
    seen = run_cli("search", "gương", "-n", limit, "--csv", stderr_tty=True, variables=XTERM)
    assert ("Searching" in seen.err) is shown
    assert "Searching" not in run_cli("search", "gương", "-n", limit, "--csv").err


def test_repair_shows_how_far_it_has_looked(run_cli: RunCli, library: FakeLibrary) -> None:
    from searcher.index import SyncState

    library.states = [SyncState("check", 0, 0, 5, 10, 0), SyncState("check", 0, 0, 43, 43, 0)]
    seen = run_cli("repair", stderr_tty=True, variables=XTERM)
    assert "Looking for damage" in seen.err
    assert "Looking for damage" not in run_cli("repair").err
