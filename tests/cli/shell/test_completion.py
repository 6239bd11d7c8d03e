"""Completion in shells: what is answered to a TAB, and that real shells take it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.cli.parsing import COMMANDS
from searcher.cli.shell.line import quoted, split_line

PROGRAM = '#!/bin/sh\nexec {python} -m searcher "$@"\n'


@pytest.fixture(scope="module")
def world(project, tmp_path_factory):
    """A program named searcher, an index of the sample corpus, and the variables to find both."""
    folder = tmp_path_factory.mktemp("shell")
    program = folder / "bin" / "searcher"
    program.parent.mkdir()
    program.write_text(PROGRAM.format(python=sys.executable))
    program.chmod(0o755)
    variables = {
        "PATH": f"{program.parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(project),
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "SEARCHER_LANG": "en",
        "SEARCHER_INDEX": str(folder / "index"),
    }
    subprocess.run(
        [program, "index", project / "corpus", "--no-words"],
        check=True,
        capture_output=True,
        env=variables,
    )
    return variables


def tab(world, line, shell="zsh", **more):
    """The answers to a TAB at the end of a line: kinds and texts."""
    asking = {**world, "COMP_LINE": line, "_SEARCHER_COMPLETE": f"{shell}_complete", **more}
    done = subprocess.run(
        ["searcher"], env=asking, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    return [tuple(each.split("\t")[:2]) for each in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("searcher sea", "search"),
        ("searcher --lang vi rel", "related"),
        ("searcher --color ", "never"),
        ("searcher search --so", "--sort"),
        ("searcher search --sort ", "-date"),
        ("searcher search --sort=d", "--sort=date"),
        ("searcher search --facet source,ye", "source,year"),
        ("searcher search --lang ", "vi"),
        ("searcher search neu gu", "gương"),
        ("searcher search 'neu gu", "nêu gương"),
        ("searcher search '\"neu gu", '"nêu gương'),
        ("searcher search neu\\ gu", "nêu gương"),
        ("searcher search đảng -vi", "-viên"),
        ("searcher search -n 5 neeu gu", "gương"),
        ("searcher search -- neu gu", "gương"),
        ("searcher search nguồn:nam", 'nguồn:"Nam Vân Online"'),
        ("searcher search --source nam", "Nam Vân Online"),
        ("searcher search --source=nam", "--source=Nam Vân Online"),
        ("searcher search --since 201", "2018"),
        ("searcher show phap-luat/qu", "phap-luat/quy-dinh-ve-neu-guong.txt"),
        ("searcher related phap-luat/qu", "phap-luat/quy-dinh-ve-neu-guong.txt"),
        ("searcher terms phap-luat/qu", "phap-luat/quy-dinh-ve-neu-guong.txt"),
        ("searcher show --query 'neu gu", "nêu gương"),
        ("searcher completion z", "zsh"),
        ("searcher help qu", "query"),
    ],
)
def test_what_is_offered(world, line, wanted):
    assert wanted in [text for _, text in tab(world, line)]


def test_all_commands_are_offered(world):
    assert [text for _, text in tab(world, "searcher ")] == list(COMMANDS)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("searcher search --index ", "folder"),
        ("searcher index ", "path"),
        ("searcher index --report ", "path"),
        ("searcher search ngu", "part"),
    ],
)
def test_what_is_left_to_the_shell(world, line, kind):
    assert kind in [each for each, _ in tab(world, line)]


@pytest.mark.parametrize(
    "line",
    ["", "searcher nonsense ", "searcher terms a.txt ", "searcher search --sort x", "'", "\\"],
)
def test_nothing_to_offer(world, line):
    assert tab(world, line) in ([], tab(world, "searcher "))


def test_silence_without_an_index(world, tmp_path):
    nowhere = {"SEARCHER_INDEX": str(tmp_path / "none")}
    assert tab(world, "searcher search neu gu", **nowhere) == []
    assert tab(world, f"searcher search --index {tmp_path} neu gu") == []


@pytest.mark.parametrize(
    ("line", "word", "wanted"),
    [
        # Of answers that do not begin as typed bash gets the best one only.
        ("searcher search 'trach nhi", "'trach nhi", ["trách nhiệm"]),
        ('searcher search "trach nhi', '"trach nhi', ["trách nhiệm"]),
        ("searcher search trach\\ nhi", "trach\\ nhi", ["trách\\ nhiệm"]),
        # A colon and an equals sign end a word there.
        ("searcher search nguồn:nam", "nam", ['\\"Nam\\ Vân\\ Online\\"']),
        ("searcher search --sort=d", "d", ["date"]),
    ],
)
def test_answers_to_bash(world, line, word, wanted):
    assert [text for _, text in tab(world, line, "bash", COMP_WORD=word)] == wanted


def test_fish_gets_what_begins_as_typed(world):
    found = [text for _, text in tab(world, "searcher search nêu gư", "fish")]
    assert "gương" in found
    assert all(text.startswith("gư") for text in found)


# --- real shells ----------------------------------------------------------------------------------


def run_shell(name, code, world, *options):
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"needs {name}")
    done = subprocess.run(
        [program, *options, "-c", code],
        env=world,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("searcher", "sea"), "[search]"),
        (("searcher", "search", "trach", "nhi"), "[nhiệm]"),
        (("searcher", "search", "'trach nhi"), "[trách nhiệm]"),
        (("searcher", "terms", "phap-luat/qu"), "[phap-luat/quy-dinh-ve-neu-guong.txt]"),
    ],
)
def test_bash(world, words, wanted):
    row = " ".join(quoted(word) for word in words)
    code = (
        "source <(searcher completion bash)\n"
        f"COMP_WORDS=({row}); COMP_CWORD={len(words) - 1}\n"
        "_searcher_completion; printf '[%s]' \"${COMPREPLY[@]}\"; complete -p searcher"
    )
    found = run_shell("bash", code, world, "--norc")
    assert wanted in found
    assert "_searcher_completion searcher" in found


def test_zsh(world):
    code = (
        "autoload -Uz compinit; compinit -u -D\n"
        "source <(searcher completion zsh)\n"
        "compadd() { print -r -- ${texts[@]} ${parts[@]}; }\n"
        'words=(searcher search "\'trach\\ nhi"); CURRENT=3\n'
        "typeset -A compstate\n"
        "_searcher_completion; print -r -- $_comps[searcher]"
    )
    found = run_shell("zsh", code, world, "-f")
    assert "trách nhiệm" in found
    assert "_searcher_completion" in found


def test_fish(world):
    code = "searcher completion fish | source; complete -C 'searcher search trách nhi'"
    assert "nhiệm" in run_shell("fish", code, world, "--no-config")


# --- the words of a line --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "texts", "quote"),
    [
        ("searcher search a", ["searcher", "search", "a"], ""),
        ("searcher search ", ["searcher", "search", ""], ""),
        ("a 'b c' d", ["a", "b c", "d"], ""),
        ('a "b \\"c', ["a", 'b "c'], '"'),
        ("a 'b \"c", ["a", 'b "c'], "'"),
        ("a b\\ c", ["a", "b c"], ""),
    ],
)
def test_lines_are_cut_into_words(line, texts, quote):
    words = split_line(line)
    assert [word.text for word in words] == texts
    assert words[-1].quote == quote


PRINTABLE = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)


@settings(max_examples=200)
@given(text=PRINTABLE, quote=st.sampled_from(["", "'", '"']))
def test_what_is_quoted_is_read_as_it_was(text, quote):
    word = split_line(f"a {quoted(text, quote)}")[-1]
    assert (word.text, word.quote) == (text, quote)


@settings(max_examples=200)
@given(line=st.text(max_size=60))
def test_any_line_has_a_last_word(line):
    words = split_line(line)
    assert words
    assert "".join(word.raw for word in words) == "".join(line.split()) or any(
        sign in line for sign in "'\"\\"
    )


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_reads_what_is_quoted_as_it_was(world):
    texts = ['nguồn:"Tuổi Trẻ"', "a'b", "$HOME `x` \\ !", "x & y; (z) | {*}?[~]#<>", "nêu  gương"]
    for text in texts:
        for quote in ("", "'", '"'):
            code = f"printf %s {quoted(text, quote)}{quote}"
            assert run_shell("bash", code, world, "--norc") == text


def test_help_says_how_to_install_it(world):
    done = subprocess.run(
        ["searcher", "completion", "--help"],
        env=world,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "source <(searcher completion bash)" in done.stdout
