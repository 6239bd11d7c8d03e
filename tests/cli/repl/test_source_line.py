"""Where an article stands in its file, and what is started to edit it there."""

from __future__ import annotations

import gzip
import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.cli.repl.editor import command_line, editor_of
from searcher.cli.repl.session import open_session
from searcher.cli.repl.source_line import line_of, record_line
from searcher.index import sync

FILES = {
    "van-ban.txt": (
        "Bí thư chi bộ hiến đất mở đường\n\nỞ xóm núi, ai cũng biết chuyện\nbí thư chi bộ nêu\n"
        "gương hiến hơn ba trăm mét vuông đất mở đường trước khi vận động bà con làm theo.\n"
    ),
    "ghi-chep.md": "---\ntitle: Mùa gặt\n---\n\n# Mùa gặt\n\nLúa chín vàng, **nêu** gương nhà nông.\n",
    "trang.html": (
        "<html><head><title>Trang nhà</title></head>\n<body><article><h1>Trang nhà</h1>\n"
        "<p>Đoạn thứ nhất của trang nói về chuyện khác hẳn, dài vừa đủ để được đọc.</p>\n"
        "<p>Đoạn sau <b>nêu</b> gương người tốt việc tốt ở thôn, cũng dài vừa đủ để đọc.</p>\n"
        "</article></body></html>\n"
    ),
    "ban-ghi.json": json.dumps(
        [
            {"id": "j-1", "title": "Một", "text": "Trời mưa."},
            {"id": "j-2", "title": "Hai", "text": "Trời nắng.\nAi nêu gương?"},
        ],
        indent=1,
    ),
    "dong.jsonl": "\n".join(
        [
            json.dumps({"id": "d-1", "text": "Chuyện khác."}, ensure_ascii=False),
            json.dumps({"id": "d-2", "text": "Nêu gương ở dòng hai."}, ensure_ascii=True),
            json.dumps({"text": "Nêu gương ở dòng ba."}),
        ]
    ),
    "cu.txt": "Tiêu đề bài cũ\n\nĐoạn này nêu gương rất rõ, đủ dài để thành một đoạn văn.\n".encode(
        "utf-16"
    ),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("place")
    for name, content in FILES.items():
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        (folder / name).write_bytes(data)
    (folder / "nen.txt.gz").write_bytes(
        gzip.compress("Bài nén\n\nNêu gương trong tệp nén.".encode())
    )
    sync(folder / "index", [folder], words=False)
    return folder


@pytest.fixture
def editing(place, talk, tmp_path, monkeypatch):
    """Say a line in a session at a terminal; returns what the editor was given, and what was told."""
    from searcher.cli.installed import InstalledLibrary

    log = tmp_path / "log"
    script = tmp_path / "vim"
    script.write_text(
        f"#!{sys.executable}\nimport json, sys\n"
        f"open({str(log)!r}, 'w').write(json.dumps(sys.argv[1:]))\n"
        "sys.exit(3 if 'broken' in sys.argv else 0)\n"
    )
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    base = talk()

    def say(*lines, editor="vim", query="nêu gương", **changes):
        variables = {"EDITOR": editor, "PATH": os.environ["PATH"], "TERM": "dumb"}
        env = replace(
            base.session.env,
            library=InstalledLibrary(),
            stdin_is_tty=True,
            stdout_is_tty=True,
            variables=variables,
            **changes,
        )
        base.err.truncate(0)
        base.err.seek(0)
        with open_session(env, place / "index") as session:
            for line in (query, *lines):
                session.answer(line)
        argv = json.loads(log.read_text()) if log.exists() else None
        return argv, base.err.getvalue()

    return say


@pytest.mark.parametrize(
    ("article", "file", "line"),
    [
        ("van-ban.txt", "van-ban.txt", 4),
        ("ghi-chep.md", "ghi-chep.md", 7),
        ("trang.html", "trang.html", 4),
        ("j-2", "ban-ghi.json", 10),
        ("d-2", "dong.jsonl", 2),
        ("dong.jsonl#3", "dong.jsonl", 3),
        ("cu.txt", "cu.txt", 3),
    ],
)
def test_the_editor_is_started_at_the_first_match(editing, place, article, file, line):
    argv, told = editing(f"\\edit {article}")
    assert argv == [f"+{line}", str(place / file)]
    assert told.strip() == ""


def test_without_a_query_it_begins_where_the_article_does(editing, place):
    assert editing("\\edit d-2", query="")[0] == ["+2", str(place / "dong.jsonl")]
    assert editing("\\edit trang.html", query="")[0] == ["+1", str(place / "trang.html")]


@pytest.mark.parametrize(
    ("line", "editor", "told"),
    [
        ("\\edit nen.txt.gz", "vim", "nen.txt.gz is compressed: unpack it (gunzip) to edit it."),
        ("\\edit 1", "no-such-editor", "The editor “no-such-editor” (VISUAL, EDITOR) cannot be"),
        ("\\edit 1", "vim broken", "The editor “vim” ended with code 3."),
        ("\\edit 1", "vim '", "There is no editor to start"),
        ("\\edit 99", "vim", "There is no result 99; the last one is "),
    ],
)
def test_what_cannot_be_edited_is_told(editing, line, editor, told):
    assert told in editing(line, editor=editor)[1]


def test_a_file_that_went_is_told(editing, place):
    gone = place / "di-mat.txt"
    gone.write_text("Bài sẽ mất\n\nBài này nêu gương rồi mất.\n", "utf-8")
    sync(place / "index", [], words=False)
    gone.unlink()
    assert "di-mat.txt is not there any more" in editing("\\edit di-mat.txt")[1]


@pytest.mark.parametrize(
    ("editor", "arguments"),
    [
        (["vi"], ["+7", "/a b"]),
        (["/usr/bin/nvim", "-R"], ["-R", "+7", "/a b"]),
        (["emacsclient", "-t"], ["-t", "+7", "/a b"]),
        (["code", "--wait"], ["--wait", "--goto", "/a b:7"]),
        (["C:\\Program Files\\Code.exe"], ["--goto", "/a b:7"]),
        (["hx"], ["/a b:7"]),
        (["subl", "-w"], ["-w", "/a b:7"]),
        (["ed"], ["/a b"]),
    ],
)
def test_how_editors_are_told_the_line(editor, arguments):
    assert command_line(editor, Path("/a b"), 7) == [editor[0], *arguments]


@pytest.mark.parametrize(
    ("variables", "editor"),
    [
        ({"VISUAL": "code --wait", "EDITOR": "vi"}, ["code", "--wait"]),
        ({"VISUAL": " ", "EDITOR": "'/opt/my editor' -x"}, ["/opt/my editor", "-x"]),
        ({"EDITOR": "$(touch x); vi"}, ["$(touch", "x);", "vi"]),  # no shell ever sees it
        ({"PATH": "/nowhere"}, []),
    ],
)
def test_which_editor(variables, editor):
    assert editor_of(variables) == editor


def test_the_usual_editors_are_looked_for(tmp_path):
    (tmp_path / "nano").write_text("#!/bin/sh\n")
    (tmp_path / "nano").chmod(0o755)
    assert editor_of({"PATH": str(tmp_path)}) == [str(tmp_path / "nano")]


WORDS = st.lists(st.sampled_from("nêu gương (a*b) \\n . [x] ế".split()), min_size=1, max_size=12)


@given(st.lists(WORDS, min_size=1, max_size=6), st.data())
def test_a_paragraph_is_found_however_its_lines_are_broken(paragraphs, data):
    lines = [f"{number}!" for number in range(len(paragraphs))]
    paragraphs = [[f"k{number}k", *words] for number, words in enumerate(paragraphs)]
    written = "\n".join(
        f"{head}\n" + data.draw(st.sampled_from(["\n", " ", "\n\n ", "<b>"])).join(words)
        for head, words in zip(lines, paragraphs, strict=True)
    )
    number = data.draw(st.integers(0, len(paragraphs) - 1))
    found = line_of(written, [(" ".join(paragraphs[number]), 0)])
    assert written.split("\n")[found - 1].startswith(f"k{number}k")


def test_a_record_is_found_among_broken_lines(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xff "x"\n{"id": "x"\n["x"]\n{"id": "y", "t": "x"}\n{"id": "x"}\n')
    assert record_line(path, "x") == 5
    assert record_line(path, "a.jsonl#4") == 4
    assert record_line(path, "nowhere") == 1
