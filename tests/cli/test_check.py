"""``searcher check``: what is told of an index, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from searcher.index import CheckReport, Finding, Stray

DAMAGED = CheckReport(
    Path("/an index"),
    3,
    12,
    193_305,
    43,
    [
        Finding("MAIN_x.pst", "damaged", "its content does not fit its checksum"),
        Finding("lexicon-3.json.zst", "missing", "it is missing"),
        Finding("catalog-3.json.zst", "unreadable", "Input/output error"),
        Finding("MAIN_x.big", "contradiction", "counts disagree"),
    ],
    [Stray("notes\x1b.txt", "foreign"), Stray("catalog-1.json.zst", "leftover")],
)


def test_a_sound_index_is_two_lines(run_cli, library) -> None:
    result = run_cli("check", "--index", "there")
    assert result.code == 0
    assert result.out.splitlines() == [
        "Every byte is what was written: 12 files, 193.3 kB.",
        "43 articles agree with their postings, counts and places in the sources.",
    ]
    assert result.err == ""
    assert library.calls[-1] == ("check", Path("there"), False)


def test_a_quick_check_says_nothing_of_articles(run_cli, library) -> None:
    library.checked = CheckReport(Path("x"), 3, 12, 193_305)
    result = run_cli("check", "--quick", "--index", "there")
    assert len(result.out.splitlines()) == 1
    assert library.calls[-1] == ("check", Path("there"), True)


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_findings_are_lines_and_the_next_step_is_told(run_cli, library, lang) -> None:
    library.checked = DAMAGED
    result = run_cli("check", "--lang", lang)
    assert result.code == 2
    lines = result.out.splitlines()
    assert [line.partition(":")[0] for line in lines[:4]] == [
        finding.file for finding in DAMAGED.findings
    ]
    assert len(lines) == 6
    assert "\x1b" not in result.out
    assert "searcher repair --index '/an index'" in result.err.splitlines()[-1]


def test_strays_are_no_damage(run_cli, library) -> None:
    library.checked = CheckReport(Path("x"), 3, 12, 193_305, 43, [], DAMAGED.strays)
    result = run_cli("check", "--index", "there")
    assert result.code == 0
    assert len(result.out.splitlines()) == 4


def test_json(run_cli, library) -> None:
    library.checked = DAMAGED
    result = run_cli("check", "--json", "--index", "there")
    assert result.code == 2
    value = json.loads(result.out)
    assert value["schema"] == 1
    assert value["sound"] is False
    assert value["findings"][0] == {
        "file": "MAIN_x.pst",
        "kind": "damaged",
        "detail": "its content does not fit its checksum",
    }
    assert value["strays"][1] == {"file": "catalog-1.json.zst", "kind": "leftover"}


def test_no_index(run_cli, library) -> None:
    library.exists = False
    result = run_cli("check", "--index", "there")
    assert result.code == 2
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(("variables", "shown"), [({}, True), ({"TERM": "dumb"}, False)])
def test_a_person_sees_how_far_it_has_come(run_cli, variables, shown):
    bar = run_cli("check", stderr_tty=True, variables=variables).err
    assert ("Checking articles" in bar) is shown
    assert "Checking articles" not in run_cli("check", variables=variables).err
    assert "Checking articles" not in run_cli("check", "-q", stderr_tty=True).err


def test_progress_ends_where_everything_is_done(project, tmp_path):
    from searcher.index import check, sync

    sync(tmp_path / "index", [project / "corpus" / "doi-song"], words=False)
    told = []
    report = check(tmp_path / "index", progress=lambda *state: told.append(state))
    parts = [part for part, _, _ in told]
    assert parts == sorted(parts, key=("checksums", "articles").index)
    for part in ("checksums", "articles"):
        done = [(now, total) for name, now, total in told if name == part]
        assert done == sorted(done)
        assert done[-1][0] == done[-1][1]
    assert told[-1][1] == report.articles
