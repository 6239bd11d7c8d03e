"""A session in a pipe: every line answered plainly, exit codes like those of grep."""

from __future__ import annotations

import subprocess
import sys

import pytest

from searcher.cli.repl.piped import answer_all, converse

COMMAND = [sys.executable, "-m", "searcher"]


@pytest.mark.parametrize(
    ("stdin", "code"),
    [
        ("mưa\n", 0),
        ("mưa", 0),
        ("không\n", 1),
        ("không\nmưa\n", 0),
        ('mưa\n"\n', 2),
        ("\\nope\n", 2),
        ("\\set limit 3\n", 0),
        ("\\set limit 3\nkhông\n", 1),
        ("", 0),
        ("\n\n", 0),
    ],
)
def test_exit_codes(talk, stdin, code):
    assert answer_all(talk(stdin=stdin.encode()).session) == code


def test_lines_are_answered_in_turn(talk):
    chat = talk(stdin="\ufeffmưa\r\n\r\n\\n\r\nnắng\r\n".encode())
    assert answer_all(chat.session) == 0
    assert chat.session.history == ["mưa", "\\n", "nắng"]
    assert chat.out.getvalue().count("match fully") == 3
    assert "\r" not in chat.out.getvalue()
    assert chat.err.getvalue() == ""


def test_a_line_that_cannot_be_read_is_told_and_the_others_are_answered(talk):
    chat = talk(stdin=b"a\n\xff\xfe\n" + "nắng\n".encode() + b"x" * (1 << 20) + b"\nb\n")
    assert answer_all(chat.session) == 2
    assert chat.session.history == ["a", "nắng", "b"]
    assert "Line 2 is not UTF-8" in chat.err.getvalue()
    assert "Line 4 is longer than 1 MB" in chat.err.getvalue()


def test_leaving_ends_it(talk):
    chat = talk(stdin=b"a\n\\q\nb\n")
    assert answer_all(chat.session) == 0
    assert chat.session.history == ["a", "\\q"]


def test_a_dumb_terminal_is_asked_for_lines(talk):
    chat = talk(stdin="mưa\n\\nope\n".encode())
    assert converse(chat.session) == 0
    assert chat.out.getvalue().startswith("> ")
    assert chat.out.getvalue().count("> ") == 3


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("place")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "a.txt").write_text("Nêu gương\n\nNgười đi trước nêu gương.\n", "utf-8")
    assert call(folder, "index", "--no-words").returncode == 0
    return folder


def call(folder, *arguments, stdin=""):
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder, input=stdin, capture_output=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip


def test_the_real_program(place):
    done = call(place, "repl", "--index", "index", stdin="neu guong\n\\set view table\nneu guong\n")
    assert done.returncode == 0
    near = "Did you mean: nêu gương?\n"
    assert done.stderr == f"{near}view = table\n{near}"
    assert "Người đi trước nêu gương." in done.stdout
    assert "\x1b" not in done.stdout
    assert "> " not in done.stdout


def test_alone_in_a_pipe_it_shows_help(place):
    done = call(place, stdin="neu guong\n")
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: searcher")


def test_it_answers_before_the_input_ends(place):
    with subprocess.Popen(
        [*COMMAND, "repl", "--index", "index"],
        cwd=place, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
    ) as process:  # fmt: skip
        assert process.stdin
        assert process.stdout
        process.stdin.write("nêu gương\n")
        process.stdin.flush()
        assert process.stdout.readline() == "1. Nêu gương\n"
        process.stdin.close()


def test_without_an_index(tmp_path):
    done = call(tmp_path, "repl", "--index", "nowhere", stdin="x\n")
    assert done.returncode == 2
    assert "There is no index" in done.stderr
    assert done.stdout == ""
