"""How the command line tells what a query was understood as."""

from __future__ import annotations

import json

import pytest

from searcher.search.results import Change, Suggestion, Understood
from tests.cli.conftest import FakeLibrary, RunCli, make_hit, make_results

UNDERSTOOD = Understood(
    text="nêu guong",
    decoded=(Change("neeu", "nêu"),),
    expanded=(Change("UBND", "ủy ban nhân dân"),),
    corrected=(Change("guongg", "guong"),),
    restored="nêu gương",
    suggestions=(Suggestion("nêu gương", "marks"),),
)


@pytest.fixture(params=[1, 0], ids=["found", "nothing"])
def found(request: pytest.FixtureRequest, library: FakeLibrary) -> int:
    hits = [make_hit(1)] * int(request.param)
    library.answer = lambda query, *_: make_results(query, hits, understood=UNDERSTOOD)
    return len(hits)


def test_json_says_what_was_understood(run_cli: RunCli, found: int) -> None:
    assert json.loads(run_cli("search", "neeu guong", "--json").out)["understood"] == {
        "text": "nêu guong",
        "restored": "nêu gương",
        "decoded": [{"typed": "neeu", "meant": "nêu"}],
        "expanded": [{"typed": "UBND", "also": "ủy ban nhân dân"}],
        "corrected": [{"typed": "guongg", "meant": "guong"}],
        "suggestions": [{"text": "nêu gương", "why": "marks"}],
    }


def test_people_are_told_beside_the_results(run_cli: RunCli, found: int) -> None:
    outcome = run_cli("search", "neeu guong", "--lang", "vi")
    lines = outcome.err[outcome.err.index("Đang") :].splitlines()
    assert "nêu guong (" not in outcome.out
    assert lines[0].startswith("Đang tìm: nêu guong (") and "--literal" in lines[0]
    assert lines[1].startswith("Không bài nào có: guongg.")
    assert lines[2] == "Tìm cả: ủy ban nhân dân (UBND) (không tìm thêm: --literal)"
    assert lines[3] == "Có phải bạn muốn tìm: nêu gương?"


def test_control_characters_are_shown_as_such(run_cli: RunCli, library: FakeLibrary) -> None:
    bad = Understood("a", suggestions=(Suggestion("a\x1b[2Jb {query}", "marks"),))
    library.answer = lambda query, *_: make_results(query, [make_hit(1)], understood=bad)
    told = run_cli("search", "a").err
    assert "\x1b" not in told
    assert "a␛[2Jb {query}?" in told


@pytest.mark.parametrize("command", [["search", "neeu"], ["search", "neeu", "--explain"]])
def test_literal_reaches_the_library(
    run_cli: RunCli, library: FakeLibrary, command: list[str]
) -> None:
    run_cli(*command)
    assert library.how["literal"] is False
    run_cli(*command, "--literal")
    assert library.how["literal"] is True


@pytest.mark.parametrize("form", ["trec", "jsonl"])
def test_batch_can_be_literal(run_cli: RunCli, library: FakeLibrary, form: str) -> None:
    run_cli("batch", "-", "--format", form, "--literal", stdin=b"neeu guwowng\n")
    assert library.how["literal"] is True
