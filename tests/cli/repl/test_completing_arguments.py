"""What is offered behind the name of a command."""

from __future__ import annotations

import pytest

from searcher.cli.repl.completing import offers


def offered(chat, line):
    """The whole lines that a choice would make."""
    return [line[: each.start] + each.text for each in offers(chat.session, line, len(line))]


@pytest.mark.parametrize("command", ["open", "show", "edit", "explain", "related", "terms", "copy"])
def test_the_numbers_on_the_screen(talk, command):
    chat = talk()
    assert offered(chat, f"\\{command} ") == []
    chat.said("mưa", "\\next")
    numbers = [f"\\{command} {number}" for number in range(11, 21)]
    assert offered(chat, f"\\{command} ") == numbers
    assert offered(chat, f"\\{command} 2") == [f"\\{command} 20"]
    found = offers(chat.session, f"\\{command} 20", len(command) + 4)
    assert [each.about for each in found] == ["Bài số 20"]


@pytest.mark.parametrize(
    ("line", "ids"),
    [
        ("\\open xa-", ["xa-hoi/neu-guong.txt"]),
        ("\\edit trống r", ["trống rỗng.jsonl#2"]),
        ("\\explain xa-", []),
        ("\\copy xa-", []),
    ],
)
def test_ids(talk, line, ids):
    command = line.partition(" ")[0]
    assert offered(talk(), line) == [f"{command} {each}" for each in ids]


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("\\facet ", ["source", "section", "year", "month", "author"]),
        ("\\facet s", ["source", "section"]),
        ("\\facet source,", ["source,section", "source,year", "source,month", "source,author"]),
        ("\\facet source year m", ["source year month"]),
        ("\\copy 1 ", ["1 passages", "1 id", "1 path", "1 url", "1 text"]),
        ("\\copy 1 p", ["1 passages", "1 path"]),
        ("\\watch o", ["on", "off"]),
        ("\\index ", []),
        ("\\page 1", []),
    ],
)
def test_what_a_command_takes(talk, line, lines):
    chat = talk()
    chat.said("mưa")
    command = line.partition(" ")[0]
    assert offered(chat, line) == [f"{command} {each}" for each in lines]


def test_files(talk, tmp_path, monkeypatch):
    for name in ("kết quả.md", "kho.csv", "khác.pdf", ".kín.md"):
        (tmp_path / name).touch()
    (tmp_path / "khoa").mkdir()
    (tmp_path / "khoa" / "a.json").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    chat = talk()
    for line, lines in (
        ("\\save k", ["\\save kho.csv", "\\save khoa/", "\\save kết quả.md"]),
        ("\\save kết q", ["\\save kết quả.md"]),
        ("\\save '", ["\\save 'kho.csv", "\\save 'khoa/", "\\save 'kết quả.md"]),
        ("\\save! kho", ["\\save! kho.csv", "\\save! khoa/"]),
        ("\\save khoa/", ["\\save khoa/a.json"]),
        ("\\save ~/khoa/", ["\\save ~/khoa/a.json"]),
        ("\\save .k", ["\\save .kín.md"]),
        ("\\save /no/such/folder/", []),
        ("\\save ~nobody-of-that-name/", []),
        ("\\save \0", []),
    ):
        assert sorted(offered(chat, line)) == sorted(lines), line
