"""The commands that show, count, keep and change, without a terminal."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest

from searcher.cli.repl.saving import KINDS
from searcher.index import SyncReport
from tests.cli.conftest import BARE, FULL


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def chat(talk, library):
    """A session that has just shown three articles; the first is ``FULL``."""
    chat = talk()
    library.answer = None
    chat.said("nêu gương")
    library.calls.clear()
    return chat


@pytest.mark.parametrize("line", ["1", "\\open 1", ":o 1", "\\mở 1", f"\\open {FULL.id}"])
def test_opening_where_there_is_no_screen(chat, line):
    out, err = chat.said(line)
    assert out.startswith("Người đứng đầu phải nêu gương\n15/07/2019 · Báo Mẫu")
    assert "␛[31mđỏ" in out
    assert err == ""


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("\\show 1", "\n\nỞ xã vùng cao"),
        (f"\\show {BARE.id}", "Một dòng không có tiêu đề."),
        ("\\explain 1", "1. Người đứng đầu phải nêu gương\n   score "),
        ("\\related 1", "· Người đứng đầu phải nêu gương\n  15/07/2019"),
        ("\\r 1", "46% alike: nêu gương, chi␛ bộ"),
        ("\\terms 1", "nêu gương\t4\nKim␛ Bàng\t1\n"),
        ("\\stats", "generation"),
    ],
)
def test_what_is_shown(chat, line, shown):
    out, err = chat.said(line)
    assert shown in out
    assert err == ""


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("\\open 99", "There is no result 99; the last one is 3."),
        ("\\open 0", "There is no result 0; the last one is 3."),
        ("\\open " + "9" * 5000, "There is no result"),
        ("\\open", "N|ID is missing: \\open N|ID"),
        ("\\open neu-guong.txt", f"no article “neu-guong.txt”. Similar ids: “{FULL.id}”"),
        ("\\show \x1b[31m", "␛[31m"),
        ("\\terms nothing/like/it", "nothing/like/it"),
        ("\\related nothing/like/it", "nothing/like/it"),
        ("\\explain 99", "There is no result 99"),
        ("\\explain one", "“one” is no whole number"),
        ("\\facet color", "“color” is none of: source, section, year, month, author."),
        ("\\edit 1", "\\edit needs a terminal."),
        ("\\edit 2", "/tin/trống rỗng.jsonl is not there any more"),
        ("\\copy 1", "No clipboard was found"),
        ("\\copy 1 smell", "“smell” is none of: passages, id, path, url, text."),
        ("\\copy 3 path", "Of result 3 this is not known: the path."),
        ("\\copy 99", "There is no result 99; the last one is 3."),
        ("\\save", "FILE is missing: \\save FILE"),
        ("\\save a.pdf", "“a.pdf” does not say what to write"),
        ("\\save .md", "“.md” does not say what to write"),
        ("\\save! ", "does not say what to write"),
        ("\\save a\0.md", "does not say what to write"),
        ("\\save /no/such/folder/a.md", "/no/such/folder/a.md: no such file or folder."),
        ("\\watch maybe", "“maybe” is none of: on, off."),
    ],
)
def test_what_cannot_be_done_is_told(chat, line, told, tmp_path, monkeypatch):
    if line == "\\edit 1":  # a file that is there
        file = tmp_path / "a.txt"
        file.write_text("x")
        monkeypatch.setattr("searcher.cli.repl.commands.viewing.source_line", lambda *_: (file, 1))
    if line == "\\edit 2":
        monkeypatch.setattr(
            "searcher.cli.repl.commands.viewing.article_of",
            lambda *_: FULL.__class__("x", "", ("a",), path="/tin/trống rỗng.jsonl"),
        )
    out, err = chat.said(line)
    assert out == ""
    assert told in err
    assert err.startswith("searcher: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize("line", ["\\open 1", "\\explain 1", "\\facet", "\\save a.md", "\\copy 1"])
def test_nothing_works_before_the_first_query(talk, line):
    out, err = talk().said(line)
    assert out == ""
    assert "There are no results yet. Search for something first." in err


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("\\facet", ("source", "section", "year")),
        ("\\facet author", ("author",)),
        ("\\f year,  month;year", ("year", "month")),
    ],
)
def test_facets_are_those_asked_for(chat, library, line, asked):
    assert chat.said(line)[1] == ""
    assert library.how["facets"] == asked


def test_what_narrows_the_results_narrows_what_is_made_of_them(chat, library, tmp_path):
    chat.said("\\since 2019", "\\sort -date", "\\all")
    for line in ("\\facet", "\\explain 1", f"\\save {tmp_path / 'a.md'}"):
        chat.said(line)
        assert library.how["sort"] == "-date"
        assert library.how["filters"].since.year == 2019
        assert library.calls[-1][-1] == "all"


@pytest.mark.parametrize("suffix", KINDS)
def test_saving(chat, library, tmp_path, suffix):
    path = tmp_path / f"kết quả{suffix}"
    out, err = chat.said(f"\\save {path}")
    assert out == ""
    assert err == f"3 articles saved in {path}\n"
    assert library.calls[-1][2:4] == (1000, 0)  # those of all pages
    text = path.read_text("utf-8")
    assert "nêu gương" in text
    assert "\x1b" not in text
    if suffix == ".json":
        assert [hit["rank"] for hit in json.loads(text)["hits"]] == [1, 2, 3]
    if suffix == ".jsonl":
        assert [json.loads(line)["rank"] for line in text.splitlines()] == [1, 2, 3]
    if suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            assert [row["rank"] for row in csv.DictReader(file)] == ["1", "2", "3"]
    assert names(tmp_path) == [path.name]


def test_a_file_is_replaced_only_when_that_is_said(chat, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = Path("a.md")
    path.write_text("mine")
    path.chmod(0o640)
    assert "a.md exists. To replace it: \\save! a.md" in chat.said("\\save a.md")[1]
    assert path.read_text() == "mine"
    assert "3 articles saved" in chat.said("\\save! a.md")[1]
    assert path.read_text().startswith("# nêu gương")
    assert path.stat().st_mode & 0o777 == 0o640
    assert "saved" in chat.said("\\save !a.md")[1]
    (tmp_path / "folder.md").mkdir()
    assert "is not a file" in chat.said("\\save! folder.md")[1]
    assert names(tmp_path) == ["a.md", "folder.md"]


def test_a_link_is_followed_and_kept(chat, tmp_path):
    (tmp_path / "b.md").write_text("old")
    (tmp_path / "a.md").symlink_to("b.md")
    assert "exists" in chat.said(f"\\save {tmp_path / 'a.md'}")[1]
    chat.said(f"\\save! {tmp_path / 'a.md'}")
    assert (tmp_path / "a.md").is_symlink()
    assert (tmp_path / "b.md").read_text("utf-8").startswith("# nêu gương")


def test_the_home_folder_and_quotation_marks(chat, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    chat.said("\\save '~/hai từ.md'")
    assert names(tmp_path) == ["hai từ.md"]


def test_a_failed_saving_leaves_what_was_there(chat, tmp_path, monkeypatch):
    path = tmp_path / "a.md"
    path.write_text("mine")

    def broken(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("searcher.cli.repl.saving.write_results", broken)
    assert "no space left" in chat.said(f"\\save! {path}")[1]
    assert path.read_text() == "mine"
    assert names(tmp_path) == ["a.md"]


def test_more_than_can_be_saved_is_told(talk, tmp_path, monkeypatch):
    monkeypatch.setattr("searcher.cli.repl.commands.keeping.MOST_SAVED", 7)
    chat = talk()
    err = chat.said("mưa", f"\\save {tmp_path / 'a.csv'}")[1]
    assert err.startswith("7 articles saved in ")
    assert "These are the first 7 of 25" in err


@pytest.mark.parametrize(
    ("line", "what", "copied"),
    [
        ("\\copy 1", "the passages", f"{FULL.title}\n\n{FULL.body[0]}\n\n15/07/2019 · Báo Mẫu"),
        ("\\copy 1 id", "the id", "xa-hoi/neu-guong.txt"),
        ("\\c 1 path", "the path", "/tin/xa-hoi/neu-guong.txt"),
        ("\\copy 1 url", "the address", "https://example.vn/1"),
        ("\\copy 1 text", "the whole text", "Tên tệp có ký tự lạ: ␛[31mđỏ␛[0m"),
        ("\\copy 2", "the passages", "Đoạn có mã ␛]0;title␇"),
    ],
)
def test_copying_with_a_program(chat, tmp_path, line, what, copied):
    from dataclasses import replace

    program(tmp_path, "xclip", "exit 1")
    program(tmp_path, "pbcopy", 'cat > "$(dirname "$0")/clipboard"')
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    chat.session.env = replace(chat.session.env, variables={"PATH": path, "DISPLAY": ":0"})
    out, err = chat.said(line)
    assert (out, err) == ("", f"Copied with pbcopy: {what}\n")
    text = (tmp_path / "clipboard").read_text("utf-8")
    assert copied in text
    assert "\x1b" not in text


def program(folder, name, script):
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_copying_through_the_terminal(chat):
    import base64
    import re
    from dataclasses import replace

    variables = {"TERM": "xterm", "PATH": "/nowhere"}
    chat.session.env = replace(chat.session.env, variables=variables, stdout_is_tty=True)
    out, err = chat.said("\\copy 1 id")
    asked = re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07", out)
    assert base64.b64decode(asked[1]).decode("utf-8") == FULL.id
    assert "The terminal was asked to copy (OSC 52): the id." in err


def test_the_index_is_brought_up_to_date(chat, library):
    library.report = SyncReport(2, 0, 0, 5, (), 7, 7, 8, elapsed=1.5)
    out, err = chat.said("\\index")
    assert out == "2 added, 5 unchanged (1.5 s). The index holds 7 articles.\n"
    assert err == ""
    asked = next(call for call in library.calls if call[0] == "sync")
    assert asked[1:3] == (Path("/here/index"), ())
