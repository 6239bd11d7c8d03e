"""The file of what was typed: private, bounded, and no reason to fail."""

from __future__ import annotations

import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.cli.repl import history
from searcher.cli.repl.history import LineHistory


def kept(path):
    return LineHistory(path, _fail).lines()


def _fail(error):
    raise error


def test_lines_come_back_in_another_session(tmp_path):
    path = tmp_path / "state" / "searcher" / "history"
    first = LineHistory(path, _fail)
    for line in ("nêu gương", "mưa", "mưa", "dán\nhai dòng"):
        first.append_string(line)
    assert kept(path) == ["nêu gương", "mưa", "dán hai dòng"]
    assert next(iter(LineHistory(path, _fail).load_history_strings())) == "dán hai dòng"


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_nobody_else_can_read_it(tmp_path):
    path = tmp_path / "searcher" / "history"
    before = os.umask(0)
    try:
        LineHistory(path, _fail).append_string("x")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.chmod(0o644)
    kept(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_does_not_grow_for_ever(tmp_path, monkeypatch):
    monkeypatch.setattr(history, "_LARGEST", 1000)
    monkeypatch.setattr(history, "MOST_LINES", 10)
    path = tmp_path / "history"
    path.write_text("".join(f"dòng {number}\n" for number in range(500)), "utf-8")
    assert kept(path) == [f"dòng {number}" for number in range(490, 500)]
    assert len(path.read_text("utf-8").splitlines()) == 10
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_what_stands_in_the_file_is_no_reason_to_fail(tmp_path):
    path = tmp_path / "history"
    path.write_bytes(b"\xff\xfe\n\n  \n" + "tốt\r\n".encode() + b"\x00")
    assert kept(path) == ["\ufffd\ufffd", "tốt", "\x00"]


@given(st.lists(st.text(min_size=1, max_size=20), max_size=6))
def test_every_line_is_one_line(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("history") / "history"
    written = LineHistory(path, _fail)
    for line in lines:
        written.append_string(line)
    assert len(kept(path)) <= len(lines)


def test_where_it_cannot_be_kept_is_told_once(tmp_path):
    told = []
    path = tmp_path / "file" / "history"
    path.parent.write_text("no folder")
    written = LineHistory(path, told.append)
    assert written.lines() == []
    for line in ("a", "b"):
        written.append_string(line)
    assert len(told) == 1
    assert written.get_strings() == ["a", "b"]
