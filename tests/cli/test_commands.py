"""What every command writes, where, and with which exit code."""

from __future__ import annotations

import itertools
import json
import math
import struct
from collections import Counter
from pathlib import Path

import pytest

from searcher.articles.model import Problem
from searcher.errors import EmptyQuery, IndexOutdated
from searcher.index import Change, SyncReport, SyncState
from searcher.index.errors import SourceUnknown
from searcher.text.words import WordsUnavailable

from .conftest import BARE, FULL, FakeLibrary, RunCli, make_hit, make_results, sample_hits

# --- search ---------------------------------------------------------------------------------------


def test_search_json(run_cli: RunCli) -> None:
    outcome = run_cli("search", "neu", "guong", "--json", "-n", "1")
    start = FULL.body[0].index("nêu gương")
    assert outcome.code == 0
    assert outcome.out.count("\n") == 1
    assert json.loads(outcome.out) == {
        "schema": 1,
        "query": "neu guong",
        "total": 1,
        "partial": 0,
        "listed": 1,
        "took_ms": 3.21,
        "understood": {
            "text": "neu guong",
            "restored": None,
            "decoded": [],
            "expanded": [],
            "corrected": [],
            "suggestions": [],
        },
        "hits": [
            {
                "rank": 1,
                "id": "xa-hoi/neu-guong.txt",
                "title": "Người đứng đầu phải nêu gương",
                "title_highlights": [[20, 29]],
                "date": "2019-07-15",
                "author": FULL.author,
                "section": FULL.section,
                "source": "Báo Mẫu",
                "url": FULL.url,
                "path": "/tin/xa-hoi/neu-guong.txt",
                "score": 11.5,
                "complete": True,
                "passages": [
                    {
                        "text": FULL.body[0],
                        "highlights": [[start, start + 9]],
                        "paragraph": 0,
                        "start": 0,
                    }
                ],
            }
        ],
        "facets": {},
        "groups": [],
    }


def test_search_jsonl_is_the_hits_of_json(run_cli: RunCli) -> None:
    lines = run_cli("search", "x", "--jsonl").out.splitlines()
    assert len(lines) == 3
    assert [json.loads(line) for line in lines] == json.loads(run_cli("search", "x", "--json").out)[
        "hits"
    ]


def test_json_has_what_is_missing_as_null(run_cli: RunCli) -> None:
    hit = json.loads(run_cli("search", "x", "--json").out)["hits"][1]
    assert (hit["title"], hit["date"], hit["source"]) == ("", None, None)


@pytest.mark.parametrize("form", [[], ["--json"], ["--jsonl"]])
def test_nothing_found(run_cli: RunCli, library: FakeLibrary, form: list[str]) -> None:
    library.answer = lambda query, *_: make_results(query, [])
    outcome = run_cli("search", "a\x1bb", *form)
    assert outcome.code == 1
    assert bool(outcome.out) is (form == ["--json"])
    assert ("Nothing found for: a␛b\n" in outcome.err) is (form != ["--json"])


def test_past_the_last_page(run_cli: RunCli, library: FakeLibrary) -> None:
    library.answer = lambda query, *_: make_results(query, [], total=12, partial=9, offset=90)
    outcome = run_cli("search", "x", "--page", "10", "-n", "10")
    assert outcome.code == 1
    assert "There is no page 10: the 21 articles found fill 3." in outcome.err


def test_totals(run_cli: RunCli, library: FakeLibrary) -> None:
    hits = [make_hit(rank) for rank in (11, 12)]
    library.answer = lambda query, *_: make_results(query, hits, total=1200, partial=30, offset=10)
    last = run_cli("search", "x", "--lang", "vi").out.splitlines()[-1]
    assert last == "1.200 bài khớp đủ, 30 bài khớp một phần · đang xem 11–12 · 3,2 ms"
    library.answer = lambda query, *_: make_results(query, hits[:1], total=12)
    assert " · showing 11 · " in run_cli("search", "x").out
    library.answer = lambda query, *_: make_results(query, hits[:1], total=1)
    assert run_cli("search", "x").out.splitlines()[-1] == "1 article matches fully · 3.2 ms"


def test_which_index_is_told_unless_named(run_cli: RunCli) -> None:
    assert run_cli("search", "x").err == "Index: /here/index (in the current folder)\n"
    assert run_cli("search", "x", "--index", "/there").err == ""


def test_errors_in_queries_are_located(run_cli: RunCli) -> None:
    outcome = run_cli("search", "漢字", '"neu', "--index", "i", variables={"SEARCHER_LANG": "vi"})
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err == (
        'searcher: Dấu ngoặc kép này không được đóng lại (cột 4).\n  漢字 "neu\n       ^\n'
    )


def test_an_empty_query_has_no_place(run_cli: RunCli, library: FakeLibrary) -> None:
    library.failure = EmptyQuery(query=" ", column=0)
    outcome = run_cli("search", " ", "--index", "i")
    assert outcome.code == 2
    assert outcome.err == "searcher: There is nothing to search for in this query.\n"


def test_long_query_with_an_error_fits_the_terminal(run_cli: RunCli) -> None:
    outcome = run_cli("search", "từ " * 10_000 + '"', stderr_tty=True, width=40)
    assert outcome.code == 2
    assert max(map(len, outcome.err.splitlines()[2:])) <= 40


# --- errors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [["search", "x"], ["show", "x"], ["stats"], ["batch"]])
def test_no_index(run_cli: RunCli, library: FakeLibrary, command: list[str]) -> None:
    library.exists = False
    outcome = run_cli(*command)
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err == (
        "searcher: There is no index at /here/index. Build it with: searcher index FOLDER\n"
    )
    # What was named is named again.
    told = run_cli(*command, "--index", "/my index", "--lang", "vi").err
    assert told.endswith("Hãy tạo bằng lệnh: searcher index THƯ_MỤC --index '/my index'\n")


def test_other_errors_of_the_library(run_cli: RunCli, library: FakeLibrary) -> None:
    library.failure = IndexOutdated(path="/i", found="1", command="searcher index --rebuild")
    assert run_cli("search", "x", "--lang", "vi").err.endswith("searcher index --rebuild\n")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (PermissionError(13, "Permission denied", "/x\x1b"), "/x␛: permission denied."),
        (OSError(28, "No space left on device"), "The operating system says: no space left"),
        (OSError(5, "Input/output error", b"/y"), "/y: the device reports an input/output error."),
        (ValueError("bad\nthing"), "Internal error (ValueError: bad␊thing). Please report it"),
        (MemoryError(), "Internal error (MemoryError). Please report it"),
    ],
)
def test_unexpected_errors_are_one_line(
    run_cli: RunCli, library: FakeLibrary, error: BaseException, sentence: str
) -> None:
    library.failure = error
    outcome = run_cli("search", "x", "--index", "i")
    assert outcome.code == 2
    assert outcome.err.startswith(f"searcher: {sentence}")
    assert outcome.err.count("\n") == 1
    shown = run_cli("search", "x", variables={"SEARCHER_DEBUG": "1"}).err
    assert "Traceback (most recent call last)" in shown


def test_ctrl_c_is_quiet(run_cli: RunCli, library: FakeLibrary) -> None:
    library.failure = KeyboardInterrupt()
    assert run_cli("search", "x", "--index", "i") == (130, "", "")


# --- show -----------------------------------------------------------------------------------------


def test_show_json(run_cli: RunCli) -> None:
    value = json.loads(run_cli("show", FULL.id, "--query", "nêu gương", "--json").out)
    start = FULL.body[0].index("nêu gương")
    assert value == {
        "schema": 1,
        "id": FULL.id,
        "title": FULL.title,
        "date": "2019-07-15",
        "author": FULL.author,
        "section": FULL.section,
        "source": FULL.source,
        "url": FULL.url,
        "path": FULL.path,
        "encoding": "utf-8",
        "title_highlights": [[20, 29]],
        "paragraphs": [
            {"text": FULL.body[0], "highlights": [[start, start + 9]]},
            {"text": FULL.body[1], "highlights": []},
        ],
    }


def test_show_keeps_paragraphs_and_works_without_anything_known(run_cli: RunCli) -> None:
    outcome = run_cli("show", BARE.id)
    assert outcome.code == 0
    assert outcome.out == "trống rỗng.jsonl#2\n\nMột dòng không có tiêu đề.\n"


@pytest.mark.parametrize(
    ("typed", "near"),
    [("neu-guong", "xa-hoi/neu-guong.txt"), ("TRỐNG RỖNG", "trống rỗng.jsonl#2")],
)
def test_show_suggests_near_ids(run_cli: RunCli, typed: str, near: str) -> None:
    outcome = run_cli("show", typed, "--index", "i")
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err == (f"searcher: No article has the id “{typed}”.\nSimilar ids: “{near}”\n")


def test_show_of_something_wholly_unknown(run_cli: RunCli) -> None:
    outcome = run_cli("show", "q\x1bq", "--index", "i", "--json")
    assert outcome == (2, "", "searcher: No article has the id “q␛q”.\n")


# --- stats and analyze ----------------------------------------------------------------------------


def test_stats_json(run_cli: RunCli) -> None:
    value = json.loads(run_cli("stats", "--json").out)
    assert value["schema"] == 1
    assert value["articles"] == 12345
    assert value["compounds"] == 4321
    assert value["encodings"] == {"utf-8": 12000, "tcvn3": 345}
    assert value["created"] == "2024-02-29T12:30:00+00:00"
    assert value["sources"] == [{"path": "/tin\x1b", "files": 11, "articles": 12345}]


def test_analyze_json(run_cli: RunCli) -> None:
    outcome = run_cli("analyze", "KT-XH", "-và", "--json")
    tokens = json.loads(outcome.out)["tokens"]
    assert outcome.code == 0
    assert [(t["text"], t["start"], t["end"], t["position"]) for t in tokens] == [
        ("KT", 0, 2, 0),
        ("KT-XH", 0, 5, 0),
        ("XH", 3, 5, 1),
        ("và", 7, 9, 2),
    ]
    assert list(tokens[0]) == ["text", "start", "end", "position", "marked", "folded"]


def test_analyze_reads_standard_input_as_it_is(run_cli: RunCli) -> None:
    outcome = run_cli(
        "analyze", "-", "--json", stdin="một\r\nhai\udcff".encode("utf-8", "surrogateescape")
    )
    tokens = json.loads(outcome.out)["tokens"]
    assert [(t["text"], t["start"]) for t in tokens] == [("một", 0), ("hai", 5)]


def test_analyze_of_nothing(run_cli: RunCli) -> None:
    assert run_cli("analyze", "…!") == (0, "", "There are no words in this text.\n")
    assert run_cli("analyze", "", "--json").out == '{"tokens": []}\n'


def test_analyze_refuses_what_does_not_fit_in_memory(run_cli: RunCli) -> None:
    outcome = run_cli("analyze", "-", stdin=b"a " * (5 * 2**20))
    assert outcome == (2, "", "searcher: The text is longer than 8 MB. Analyze a part of it.\n")


# --- batch ----------------------------------------------------------------------------------------


def test_batch_trec(run_cli: RunCli, library: FakeLibrary) -> None:
    queries = "\ufeffq1\tneu guong\r\n\nq 2\tb\nchỉ truy vấn\n\tthiếu qid\n"
    outcome = run_cli("batch", "-", "--limit", "2", "--index", "i", stdin=queries.encode())
    assert outcome.code == 0
    assert outcome.err == ""
    lines = [line.split() for line in outcome.out.splitlines()]
    assert all(len(line) == 6 for line in lines)
    assert [line[:4] for line in lines[:2]] == [
        ["q1", "Q0", "xa-hoi/neu-guong.txt", "1"],
        ["q1", "Q0", "trống%20rỗng.jsonl#2", "2"],
    ]
    assert [line[0] for line in lines[::2]] == ["q1", "q%202", "4", "5"]
    assert {line[5] for line in lines} == {"searcher"}
    assert [call[1:] for call in library.calls if call[0] == "search"] == [
        (text, 2, 0, "some") for text in ("neu guong", "b", "chỉ truy vấn", "thiếu qid")
    ]


def test_batch_limit_is_100(run_cli: RunCli, library: FakeLibrary) -> None:
    run_cli("batch", stdin=b"x\n")
    assert library.calls[-1][2] == 100


def test_batch_scores_fall_strictly_in_32_bits(run_cli: RunCli, library: FakeLibrary) -> None:
    scores = [7.0, 7.0, 7.0 - 1e-12, 3.3, 3.3, 1e-45, 0.0, 0.0, 0.0, -1.0, -1.0]
    library.answer = lambda query, *_: make_results(
        query, [make_hit(rank, id=f"d{rank}", score=score) for rank, score in enumerate(scores, 1)]
    )
    lines = [line.split() for line in run_cli("batch", stdin=b"x").out.splitlines()]
    read = [struct.unpack("f", struct.pack("f", float(line[4])))[0] for line in lines]
    assert [line[3] for line in lines] == [str(rank) for rank in range(1, len(scores) + 1)]
    assert all(first > second for first, second in itertools.pairwise(read))
    assert all(
        math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-40) for a, b in zip(read, scores, strict=True)
    )


@pytest.mark.parametrize(
    ("article_id", "written"),
    [
        ("a/b.txt", "a/b.txt"),
        ("100%", "100%"),
        ("a b", "a%20b"),
        ("a\tb%\n", "a%09b%25%0A"),
        ("a\u00a0b\u3000", "a%C2%A0b%E3%80%80"),
        ("\x1b", "%1B"),
    ],
)
def test_batch_ids_are_one_word(
    run_cli: RunCli, library: FakeLibrary, article_id: str, written: str
) -> None:
    library.answer = lambda query, *_: make_results(query, [make_hit(1, id=article_id)])
    assert run_cli("batch", stdin=b"q\tx").out == f"q Q0 {written} 1 11.5 searcher\n"


def test_batch_goes_on_after_errors(run_cli: RunCli) -> None:
    data = b'1\tok\n2\tbad "quote\n3\t\xff\xfe\n' + b"x" * (2**20 + 5) + b"\n5\tok\n"
    outcome = run_cli("batch", "-", "-n1", "--index", "i", stdin=data)
    assert outcome.code == 2
    assert [line.split()[0] for line in outcome.out.splitlines()] == ["1", "5"]
    assert outcome.err.splitlines() == [
        "searcher: Line 2, query 2:",
        "searcher: This quotation mark is never closed (column 5).",
        '  bad "quote',
        "      ^",
        "searcher: Line 3 is not UTF-8 and was passed over.",
        "searcher: Line 4 is longer than 1 MB and was passed over.",
    ]


def test_batch_jsonl(run_cli: RunCli) -> None:
    outcome = run_cli("batch", "--format", "jsonl", "-n", "1", stdin=b'a\tneu guong\nb\t"x\n')
    good, bad = map(json.loads, outcome.out.splitlines())
    assert outcome.code == 2
    alone = json.loads(run_cli("search", "neu guong", "-n", "1", "--json").out)
    assert good == {**alone, "qid": "a"}
    assert bad == {
        "schema": 1,
        "qid": "b",
        "query": '"x',
        "error": {
            "code": "query-unbalanced-quote",
            "message": "This quotation mark is never closed (column 1).",
        },
    }


def test_a_person_is_told_that_input_is_waited_for(run_cli: RunCli) -> None:
    for command in (["batch", "--index", "i"], ["analyze", "-"]):
        waiting = run_cli(*command, stdin=b"x\n", stdin_tty=True).err
        assert waiting == "Waiting for standard input; Ctrl-D ends it.\n"
        assert run_cli(*command, stdin=b"x\n").err == ""


def test_batch_file(run_cli: RunCli, tmp_path: Path) -> None:
    file = tmp_path / "queries.tsv"
    file.write_text("7\tneu guong\n", "utf-8")
    assert run_cli("batch", str(file)).out.startswith("7 Q0 xa-hoi")
    missing = run_cli("batch", str(tmp_path / "nope"), "--index", "i")
    assert missing == (2, "", f"searcher: {tmp_path}/nope: no such file or folder.\n")
    folder = run_cli("batch", str(tmp_path), "--lang", "vi")
    assert folder.err.endswith(": đây là thư mục, không phải tệp.\n")


# --- index ----------------------------------------------------------------------------------------


def make_report(**changes: object) -> SyncReport:
    """What a run reports that did nothing, but for the changes."""
    values: dict[str, object] = {
        "added": 0,
        "updated": 0,
        "removed": 0,
        "unchanged": 0,
        "problems": (),
        "articles": 0,
        "files": 0,
        "generation": 1,
        "elapsed": 1.25,
    }
    values.update(changes)
    problems: tuple[Problem, ...] = values["problems"]  # type: ignore[assignment]
    values.setdefault("skipped", Counter(problem.code for problem in problems))
    return SyncReport(**values)  # type: ignore[arg-type]


NOTHING_SAID = {
    "dry_run": False,
    "rebuild": False,
    "prune": False,
    "words": True,
    "memory": None,
    "encoding": None,
    "jobs": None,
    "wait": None,
    "changes": None,
}


def said(library: FakeLibrary) -> dict[str, object]:
    """The options of the last run, but for the progress."""
    options: dict[str, object] = dict(library.calls[-1][3])  # type: ignore[call-overload]
    options.pop("progress")
    return options


PROBLEMS = (
    *(Problem(f"/p/{n}.doc", "unsupported", {"suffix": ".doc"}) for n in range(5)),
    Problem("/p/a\x1b.txt", "unreadable", {"reason": "Permission denied"}),
)


def test_what_an_index_run_answers_is_broken_between_words(
    run_cli: RunCli, library: FakeLibrary
) -> None:
    library.report = make_report(added=1234, articles=1265)
    lines = run_cli("index", "a", "--lang", "vi", tty=True, width=32).out.splitlines()
    assert all(len(line) <= 32 for line in lines)
    whole = run_cli("index", "a", "--lang", "vi").out
    assert " ".join(" ".join(lines).split()) == " ".join(whole.split())


def test_index_summary(run_cli: RunCli, library: FakeLibrary) -> None:
    library.report = make_report(
        added=1234, updated=1, removed=2, unchanged=30, articles=1265, problems=PROBLEMS
    )
    outcome = run_cli("index", "a", "b", "--index", "/i", "--lang", "vi")
    assert outcome.code == 0
    assert outcome.out == (
        "thêm 1.234, cập nhật 1, không đổi 30, gỡ bỏ 2, bỏ qua 6 (1,2 giây). "
        "Chỉ mục có 1.265 bài.\n"
        "Chỉ mục: /i (theo --index)\n"
    )
    assert outcome.err.splitlines() == [
        "Bỏ qua: Không đọc được /p/a␛.txt: không có quyền truy cập.",
        "Bỏ qua: /p/0.doc: không đọc loại tệp “.doc”.",
        "Bỏ qua: /p/1.doc: không đọc loại tệp “.doc”.",
        "Bỏ qua: /p/2.doc: không đọc loại tệp “.doc”.",
        "Bỏ qua: thêm 2 trường hợp cùng lý do.",
    ]
    assert library.calls[0] == ("locate", "/i", Path("a"))
    assert library.calls[-1][:3] == ("sync", Path("/i"), ("a", "b"))
    assert said(library) == NOTHING_SAID


def test_index_strict_and_quiet(run_cli: RunCli, library: FakeLibrary) -> None:
    library.report = make_report(problems=PROBLEMS[-1:])
    assert run_cli("index", "a").code == 0
    strict = run_cli("index", "a", "--strict", "--quiet")
    assert strict == (2, "", "Skipped: /p/a␛.txt cannot be read: permission denied.\n")
    library.report = make_report(unchanged=3, articles=3)
    assert run_cli("index", "a", "--strict", "-q") == (0, "", "")


def test_index_without_source(
    run_cli: RunCli, library: FakeLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    library.report = make_report()
    assert run_cli("index").code == 0
    assert library.calls[-1][2] == ()
    library.exists = False
    outcome = run_cli("index")
    assert outcome.code == 2
    assert outcome.err.splitlines() == [
        "searcher: There is nothing to index: no SOURCE is named, none is remembered, and there is "
        "no corpus/ here.",
        "Help: searcher index --help",
    ]
    (tmp_path / "corpus").mkdir()
    assert run_cli("index", "--rebuild", "--prune").code == 0
    assert library.calls[-1][2] == ("corpus",)
    assert said(library) == {**NOTHING_SAID, "rebuild": True, "prune": True}


@pytest.mark.parametrize("flags", [(), ("--strict",), ("--quiet",)])
def test_index_tells_why_no_words_were_learnt(
    run_cli: RunCli, library: FakeLibrary, flags: tuple[str, ...]
) -> None:
    library.report = make_report(unlearnt=WordsUnavailable(reason="pyvi: \x1b"))
    outcome = run_cli("index", "a", *flags)
    assert outcome.code == 0
    assert outcome.err == (
        "searcher: No words were learnt (pyvi: ␛). Searching works without them.\n"
    )


def test_index_without_words(run_cli: RunCli, library: FakeLibrary) -> None:
    library.report = make_report()
    assert run_cli("index", "a", "--no-words").code == 0
    assert library.calls[-1][3]["words"] is False  # type: ignore[index]


def test_index_progress_only_on_a_terminal(run_cli: RunCli, library: FakeLibrary) -> None:
    library.report = make_report(added=20, articles=20)
    library.states = [
        SyncState("scan", 10, 0, 0, 0, 0),
        *(SyncState("read", n, 10, n * 100, 1000, 2 * n) for n in range(11)),
        SyncState("write", 10, 10, 1000, 1000, 20),
    ]
    assert "Reading" not in run_cli("index", "a").err
    assert run_cli("index", "a", stderr_tty=True, variables={"TERM": "dumb"}).err == ""
    assert run_cli("index", "a", "--quiet", stderr_tty=True).err == ""
    on_terminal = run_cli("index", "a", stderr_tty=True, variables={"TERM": "xterm"})
    assert "20 articles" in on_terminal.err
    assert on_terminal.err.endswith("\x1b[2K"), "the bar is wiped away"
    assert on_terminal.out == run_cli("index", "a").out


def test_index_interrupted(run_cli: RunCli, library: FakeLibrary) -> None:
    library.failure = KeyboardInterrupt()
    assert run_cli("index", "a") == (130, "", "")


def test_index_interrupted_after_something_was_published(
    run_cli: RunCli, library: FakeLibrary
) -> None:
    library.states = [SyncState("read", 5, 9, 5, 9, 1500, published=1200)]
    library.late_failure = KeyboardInterrupt()
    library.report = make_report()
    outcome = run_cli("index", "a", "--lang", "vi")
    assert outcome[:2] == (130, "")
    assert outcome.err == (
        "Đã ngắt. Trong các bài đã đọc, 1.200 bài đã vào chỉ mục; lần sau sẽ làm tiếp từ đó.\n"
    )


CHANGES = (
    Change("added", "/p/a.txt", "a.txt"),
    Change("moved", "/p/c\x1b.txt", "c.txt", "b.txt"),
    Change("duplicate", "/p/d.txt", "d.txt", "a.txt"),
    Change("skipped", "/p/a\x1b.txt", problem=PROBLEMS[-1]),
)


def test_index_report_has_a_line_for_everything(
    run_cli: RunCli, library: FakeLibrary, tmp_path: Path
) -> None:
    library.report = make_report(
        added=1, moved=1, duplicates=1, examples=CHANGES[2:3], problems=PROBLEMS[-1:], articles=2
    )
    library.changes = CHANGES
    path = tmp_path / "report.jsonl"
    outcome = run_cli("index", "a", "--report", str(path))
    assert outcome.out.startswith(
        "1 added, 1 moved, 0 unchanged, 1 duplicate, 1 skipped (1.2 s). The index holds 2"
    )
    assert outcome.err.splitlines() == [
        "Skipped: /p/a␛.txt cannot be read: permission denied.",
        "Duplicate: “d.txt” in /p/d.txt is the same as “a.txt”.",
    ]
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert "\x1b" not in path.read_text("utf-8")
    assert lines[:-1] == [
        {"action": "added", "path": "/p/a.txt", "id": "a.txt"},
        {"action": "moved", "path": "/p/c\x1b.txt", "id": "c.txt", "from": "b.txt"},
        {"action": "duplicate", "path": "/p/d.txt", "id": "d.txt", "same_as": "a.txt"},
        {
            "action": "skipped",
            "path": "/p/a\x1b.txt",
            "reason": "unreadable",
            "details": {"reason": "Permission denied"},
        },
    ]
    assert lines[-1]["action"] == "totals"
    assert lines[-1]["skipped"] == 1
    assert lines[-1]["reasons"] == {"unreadable": 1}


def test_a_report_that_cannot_be_written_stops_before_anything_is_done(
    run_cli: RunCli, library: FakeLibrary, tmp_path: Path
) -> None:
    outcome = run_cli("index", "a", "--report", str(tmp_path))
    assert outcome.code == 2
    assert outcome.err.endswith(": this is a folder, not a file.\n")
    assert all(call[0] != "sync" for call in library.calls)


def test_more_is_skipped_than_is_listed(run_cli: RunCli, library: FakeLibrary) -> None:
    library.report = make_report(problems=PROBLEMS[:5], skipped={"unsupported": 5000})
    outcome = run_cli("index", "a", "--strict")
    assert outcome.code == 2
    assert "5,000 skipped" in outcome.out
    assert outcome.err.splitlines()[-1] == "Skipped: 4,997 more for the same reason."


def test_index_dry_run(run_cli: RunCli, library: FakeLibrary) -> None:
    library.report = make_report(added=3, articles=1, dry=True)
    outcome = run_cli("index", "a", "--dry-run")
    assert said(library) == {**NOTHING_SAID, "dry_run": True}
    assert outcome.out.splitlines()[0] == (
        "Nothing was written. It would be: 3 added, 0 unchanged (1.2 s). "
        "The index would hold 1 article."
    )


def test_index_encoding(run_cli: RunCli, library: FakeLibrary) -> None:
    library.report = make_report(added=3, articles=1)
    assert run_cli("index", "a", "--encoding", "vni").code == 0
    assert said(library) == {**NOTHING_SAID, "encoding": "vni"}
    outcome = run_cli("index", "a", "--encoding", "utf-7")
    assert outcome.code == 2
    assert "windows-1258" in outcome.err


def test_forget(run_cli: RunCli, library: FakeLibrary) -> None:
    library.report = make_report(removed=7, articles=2)
    outcome = run_cli("forget", "a*", "--index", "/i", "--lang", "vi")
    assert outcome == (
        0,
        "thêm 0, không đổi 0, gỡ bỏ 7 (1,2 giây). Chỉ mục có 2 bài.\nChỉ mục: /i (theo --index)\n",
        "",
    )
    assert library.calls[-1][:3] == ("forget", Path("/i"), "a*")
    library.failure = SourceUnknown(path="/x", sources="/a\x1b, /b")
    outcome = run_cli("forget", "x", "--index", "/i")
    assert outcome == (
        2,
        "",
        "searcher: /x is not a source of this index. Its sources: /a␛, /b\n",
    )


def test_sample_hits_are_what_they_claim() -> None:
    second = sample_hits()[1]
    assert [p.text[slice(*p.highlights[0])] for p in second.passages] == [
        "ne\u0302u gu\u031bo\u031bng",
        "nêu gương",
    ]
