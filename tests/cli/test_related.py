"""``related`` and ``terms``: what they write."""

from __future__ import annotations

import json

from searcher.search.filters import Filters

from .conftest import BARE, FULL, FakeLibrary, RunCli


def test_related(run_cli: RunCli) -> None:
    lines = run_cli("related", FULL.id).out.splitlines()
    assert lines[0] == "1. Người đứng đầu phải nêu gương"
    assert lines[2] == "   46% alike: nêu gương, chi␛ bộ"
    assert lines[4] == "2. Một dòng không có tiêu đề."
    assert "giống 46%" in run_cli("related", FULL.id, "--lang", "vi").out
    assert run_cli("related", FULL.id, tty=True, width=40).code == 0


def test_related_for_other_programs(run_cli: RunCli) -> None:
    answer = json.loads(run_cli("related", FULL.id, "--json").out)
    assert answer["id"] == FULL.id
    assert answer["related"][1] == {
        "rank": 2,
        "id": BARE.id,
        "title": "",
        "date": None,
        "author": None,
        "section": None,
        "source": None,
        "url": None,
        "path": BARE.path,
        "score": 0.1,
        "shared": ["đường"],
    }
    assert run_cli("related", FULL.id, "--ids").out == f"{FULL.id}\n{BARE.id}\n"
    assert run_cli("related", FULL.id, "--ids", "-0", "-n", "1").out == f"{FULL.id}\0"
    assert "-0 goes with --ids only" in run_cli("related", FULL.id, "-0").err


def test_related_takes_filters(run_cli: RunCli, library: FakeLibrary) -> None:
    run_cli("related", FULL.id, "--source", "a", "-n", "3")
    assert ("related", FULL.id, 3, Filters(sources=("a",))) in library.calls


def test_nothing_is_alike(run_cli: RunCli) -> None:
    outcome = run_cli("related", BARE.id)
    assert (outcome.code, outcome.out) == (1, "")
    assert f"No article is like “{BARE.id}”." in outcome.err
    assert json.loads(run_cli("related", BARE.id, "--json").out)["related"] == []


def test_terms(run_cli: RunCli) -> None:
    assert run_cli("terms", FULL.id).out == "nêu gương\t4\nKim␛ Bàng\t1\n"
    shown = run_cli("terms", FULL.id, tty=True, variables={"NO_COLOR": "1"}).out.splitlines()
    assert shown == ["nêu gương  4 times", "Kim␛ Bàng  once"]
    assert json.loads(run_cli("terms", FULL.id, "--json", "-n", "1").out) == {
        "schema": 1,
        "id": FULL.id,
        "terms": [{"text": "nêu gương", "name": False, "count": 4, "weight": 9.877}],
    }
    outcome = run_cli("terms", BARE.id)
    assert outcome.code == 1
    assert "has no key words" in outcome.err


def test_unknown_articles(run_cli: RunCli) -> None:
    for command in ("related", "terms"):
        outcome = run_cli(command, "neu-guong.txt", "--index", "i")
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err == (
            "searcher: No article has the id “neu-guong.txt”.\n"
            "Similar ids: “xa-hoi/neu-guong.txt”\n"
        )
