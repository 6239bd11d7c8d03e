"""What is an option, what is a word of the query, and what is said of neither."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import FakeLibrary, RunCli


@pytest.mark.parametrize(
    ("argv", "asked"),
    [
        (["neu", "guong"], ("neu guong", 10, 0, "some")),
        (["neu guong"], ("neu guong", 10, 0, "some")),
        (['"nêu gương"', "x"], ('"nêu gương" x', 10, 0, "some")),
        (["đảng", "-viên"], ("đảng -viên", 10, 0, "some")),
        (["đảng", "-nêu"], ("đảng -nêu", 10, 0, "some")),
        (["đảng", "-hội", "-n", "3"], ("đảng -hội", 3, 0, "some")),
        (["-viên", "đảng"], ("-viên đảng", 10, 0, "some")),
        (["a", '-"phê bình"'], ('a -"phê bình"', 10, 0, "some")),
        (["a", "-"], ("a -", 10, 0, "some")),
        (["a", "-5"], ("a -5", 10, 0, "some")),
        (["a", "-x9"], ("a -x9", 10, 0, "some")),
        (["-n20", "a"], ("a", 20, 0, "some")),
        (["--limit=20", "a", "--page", "3"], ("a", 20, 40, "some")),
        (["a", "--limit", "1"], ("a", 1, 0, "some")),
        (["--", "--all", "-n", "5"], ("--all -n 5", 10, 0, "some")),
        (["-n", "7", "--", "-viên", "--", "x"], ("-viên -- x", 7, 0, "some")),
        (["a", "--all"], ("a", 10, 0, "all")),
        (["a", "--any"], ("a", 10, 0, "any")),
        (["a", "--any", "--all"], ("a", 10, 0, "all")),
        ([""], ("", 10, 0, "some")),
    ],
)
def test_words_and_options(
    run_cli: RunCli, library: FakeLibrary, argv: list[str], asked: tuple[object, ...]
) -> None:
    run_cli("search", *argv)
    assert library.calls[-1] == ("search", *asked)


@pytest.mark.parametrize(
    ("argv", "english", "vietnamese"),
    [
        (["search"], "QUERY… is missing.", "Thiếu TRUY_VẤN…."),
        (["show"], "ID… is missing.", "Thiếu ID…."),
        (
            ["search", "x", "--jsno"],
            "There is no option --jsno. Did you mean --json?",
            "Không có tùy chọn --jsno. Có phải --json?",
        ),
        (["stats", "-z"], "There is no option -z.", "Không có tùy chọn -z."),
        (["search", "x", "-n"], "-n needs a value.", "-n cần một giá trị."),
        (["show", "x", "--query"], "--query needs a value.", "--query cần một giá trị."),
        (["stats", "--json=1"], "--json takes no value.", "--json không nhận giá trị."),
        (
            ["batch", "-n", "0"],
            "--limit: “0” is not a whole number from 1 to 1,000,000.",
            "--limit: “0” không phải là số nguyên từ 1 đến 1.000.000.",
        ),
        (
            ["search", "x", "--page=\x1b2"],
            "--page: “␛2” is not a whole number from 1 to 1,000,000.",
            "--page: “␛2” không phải là số nguyên từ 1 đến 1.000.000.",
        ),
        (
            ["batch", "--format", "xml"],
            "--format: “xml” is none of: trec, jsonl.",
            "--format: “xml” không thuộc: trec, jsonl.",
        ),
        (
            ["stats", "--color", "pink"],
            "--color: “pink” is none of: auto, always, never.",
            "--color: “pink” không thuộc: auto, always, never.",
        ),
        (
            ["stats", "a", "b"],
            "This command takes no further arguments: a b",
            "Lệnh này không nhận thêm tham số: a b",
        ),
        (
            ["neu", "guong"],
            "There is no command “neu”. To search for it: searcher search neu guong",
            "Không có lệnh “neu”. Muốn tìm các từ này, hãy gõ: searcher search neu guong",
        ),
        (
            ["serch", "x"],
            "There is no command “serch”. Did you mean search?",
            "Không có lệnh “serch”. Có phải search?",
        ),
        (["--nope"], "There is no option --nope.", "Không có tùy chọn --nope."),
    ],
)
def test_usage_errors(run_cli: RunCli, argv: list[str], english: str, vietnamese: str) -> None:
    for language, sentence in (("en", english), ("vi", vietnamese)):
        outcome = run_cli(*argv, variables={"SEARCHER_LANG": language})
        assert outcome.code == 2
        assert outcome.out == ""
        first, second = outcome.err.splitlines()
        assert first.startswith("searcher: ")
        assert first.removeprefix("searcher: ") == sentence
        assert "--help" in second


def test_a_language_that_does_not_exist(run_cli: RunCli) -> None:
    outcome = run_cli("stats", "--lang", "fr")
    assert outcome.code == 2
    assert "“fr” is none of: vi, en" in outcome.err


@pytest.mark.parametrize("number", ["9" * 5000, "1_0", "٣", "1.5", "-1", "1000001", "0x10"])
def test_numbers_that_are_none(run_cli: RunCli, number: str) -> None:
    assert run_cli("search", "x", f"--limit={number}").code == 2


def test_no_command_shows_help(run_cli: RunCli) -> None:
    outcome = run_cli()
    assert outcome == run_cli("--help") == run_cli("-h")
    assert outcome.code == 0
    assert "Usage: searcher [OPTIONS] COMMAND …" in outcome.out


def test_help_wins_over_mistakes(run_cli: RunCli) -> None:
    assert run_cli("search", "-h").code == 0
    assert run_cli("search", "x", "--help").out == run_cli("search", "-h").out


def test_version(run_cli: RunCli, project: Path) -> None:
    version = run_cli("--version").out.removeprefix("searcher ").strip()
    assert f'version = "{version}"' in (project / "pyproject.toml").read_text("utf-8")
