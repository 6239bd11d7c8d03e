"""The manual says what ``--help`` says, in all its forms, and every help is readable."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from searcher.cli.language import Words
from searcher.cli.manual import FILES, entries, markdown, pages, roff
from searcher.cli.parsing import COMMANDS
from searcher.cli.settings import SETTINGS


@pytest.mark.parametrize("name", FILES)
def test_the_manual_is_not_stale(project, name):
    """``make manual`` writes it anew."""
    assert (project / "docs" / name).read_text(encoding="utf-8") == pages()[name]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_command_option_and_setting_is_there(run_cli, language):
    page = markdown(language)
    assert re.findall(r"^## searcher ?(.*)$", page, re.MULTILINE) == ["", *COMMANDS]
    for command in COMMANDS:
        section = page.partition(f"\n## searcher {command}\n")[2].partition("\n## ")[0]
        told = run_cli(command, "--help", "--lang", language, width=100).out
        for option in re.findall(r"^  (?:-., )?(--[a-z-]+)", told, re.MULTILINE):
            assert option in section, (command, option)
    for setting in SETTINGS:
        assert f"- `{setting.name}` – " in page
        assert setting.variable in page.replace("\\", "")


@pytest.mark.parametrize("language", ["en", "vi"])
def test_many_options_stand_in_sections(run_cli, language):
    words = Words(language)
    told = run_cli("search", "--help", "--lang", language).out
    headings = [words.say(f"help.options-{key}") for key in "find order count form common".split()]
    places = [told.index(f"\n{heading}:\n") for heading in headings]
    assert places == sorted(places)
    common = told[places[-1] :]
    assert "--help" in common
    assert "--since" not in common
    assert f"{words.say('help.options')}:\n" in run_cli("stats", "--help", "--lang", language).out


def test_no_line_of_the_man_page_is_taken_for_a_macro():
    known = {"TH", "SH", "SS", "B", "PP", "TP", "nf", "fi", "RS", "RE", '\\"'}
    text = roff()
    for line in text.splitlines():
        assert not line.startswith("'")
        if line.startswith("."):
            assert line[1:].split(" ")[0] in known, line
        # An unescaped hyphen would be set as a dash, and could not be copied.
        elif not line.startswith('.\\"'):
            assert not re.search(r"(?<!\\)-", line), line
    assert text.count("\n.nf\n") == text.count("\n.fi\n")


@pytest.mark.skipif(shutil.which("groff") is None, reason="needs groff")
def test_groff_reads_it_without_a_word():
    ran = subprocess.run(
        ["groff", "-man", "-Tutf8", "-k", "-ww"],
        input=roff().encode(),
        capture_output=True,
        check=True,
    )
    assert ran.stderr == b""
    assert "nêu gương" in ran.stdout.decode()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_tells_the_version(run_cli, command):
    outcome = run_cli(command, "--version")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == run_cli("--version").out


@pytest.mark.parametrize("command", COMMANDS)
def test_a_mistyped_option_is_answered_with_the_nearest(run_cli, command):
    outcome = run_cli(command, "--verbos")
    assert outcome.code == 2
    assert "--verbose" in outcome.err.splitlines()[0]


def test_every_command_is_an_entry_with_an_example():
    for words in (Words("en"), Words("vi")):
        found = list(entries(words))
        assert len(found) == len(COMMANDS) + 1
        assert all("searcher" in entry.examples for entry in found)
