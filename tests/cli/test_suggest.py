"""``suggest``: what else may have been meant, for people and programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import FakeLibrary, RunCli


def test_a_suggestion_a_line(run_cli: RunCli, library: FakeLibrary) -> None:
    outcome = run_cli("suggest", "neu", "guong", "--index", "i")
    assert outcome == (0, "nêu gương\nnếu␛ gương\n", "")
    assert ("suggest", "neu guong") in library.calls
    assert run_cli("suggest", "neu guong", tty=True, width=9).out == outcome.out


def test_as_json(run_cli: RunCli) -> None:
    outcome = run_cli("suggest", "neu guong", "--json")
    assert json.loads(outcome.out) == {
        "schema": 1,
        "query": "neu guong",
        "suggestions": [
            {"text": "nêu gương", "why": "marks"},
            {"text": "nếu\x1b gương", "why": "spelling"},
        ],
    }
    assert "\x1b" not in outcome.out
    outcome = run_cli("suggest", "xyz", "--json")
    assert (outcome.code, json.loads(outcome.out)["suggestions"]) == (1, [])


def test_nothing_to_suggest(run_cli: RunCli) -> None:
    outcome = run_cli("suggest", "nêu gương", "--index", "i")
    assert outcome == (1, "", "Nothing to suggest for: nêu gương\n")
    told = run_cli("suggest", "nêu gương", "--lang", "vi").err
    assert "Không có gì để gợi ý cho: nêu gương" in told


def test_what_cannot_be_understood(run_cli: RunCli, library: FakeLibrary) -> None:
    outcome = run_cli("suggest", "(neu", "--index", "i")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.endswith("  (neu\n  ^\n")
    assert "QUERY… is missing" in run_cli("suggest").err
    library.exists = False
    assert run_cli("suggest", "x").code == 2


@pytest.mark.parametrize("query", ["neu guong", "trach nhiem nguoi dung dau", "xữa chữa", "nghành"])
def test_it_says_what_a_search_says(corpus_index: Path, run_real: RunCli, query: str) -> None:
    understood = json.loads(run_real("search", query, "--json").out)["understood"]
    lines = run_real("suggest", query).out.splitlines()
    offered = [each["text"] for each in understood["suggestions"]]
    # What a search did of itself, for nothing was found, is offered first.
    assert lines == ([understood["text"]] if understood["corrected"] else []) + offered
    assert lines


@pytest.fixture(scope="module")
def corpus_index(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from searcher.index import sync

    index = tmp_path_factory.mktemp("suggest") / "index"
    sync(index, [project / "corpus"], words=False)
    return index


@pytest.fixture
def run_real(
    corpus_index: Path, capsys: pytest.CaptureFixture[str]
) -> RunCli:  # as the fake one is called
    from searcher.cli.main import run

    from .conftest import Outcome

    def call(*argv: str) -> Outcome:
        code = run([*argv, "--index", str(corpus_index)])
        told = capsys.readouterr()
        return Outcome(code, told.out, told.err)

    return call
