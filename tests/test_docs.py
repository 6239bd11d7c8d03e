"""What the documents say is true: commands, folders, files and examples that they name exist."""

from __future__ import annotations

import re
import shlex

import pytest

from searcher.cli.parsing import COMMANDS

DOCUMENTS = (
    "README.md",
    "README.vi.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "docs/understanding.md",
    "docs/indexing.md",
    "docs/json.md",
    "docs/python.md",
    "docs/query.md",
    "docs/query.vi.md",
    "docs/formats.md",
    "docs/formats.vi.md",
    "docs/config.md",
    "docs/config.vi.md",
    "docs/exit-codes.md",
    "docs/exit-codes.vi.md",
    "docs/commands.md",
    "docs/commands.vi.md",
)
READMES_IN = (("en", "README.md"), ("vi", "README.vi.md"))
READMES = tuple(name for _, name in READMES_IN)


def test_the_readmes_show_the_same(project):
    """The same commands under as many headings, whatever the files are called."""
    shown = []
    for name in READMES:
        text = read(project, name)
        lines = [shlex.split(line) for line in shell_lines(text)]
        words = [[word for word in line[:2] if word[0] != "-"] for line in lines]
        options = [[word for word in line if word.startswith("--")] for line in lines]
        prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
        shown.append((words, options, re.findall(r"^#+(?= )", prose, re.MULTILINE)))
    assert shown[0] == shown[1]


def read(project, name):
    return (project / name).read_text(encoding="utf-8")


def sessions(text):
    """The sessions of a document: what was typed, and the lines that were shown."""
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for session in block.split("$ ")[1:]:
            command, *shown = session.strip().splitlines()
            yield command, shown


def shell_lines(text):
    """The lines of the documents' shell examples, without comments and prompts."""
    for block in re.findall(r"```(?:sh|console)\n(.*?)```", text, re.DOTALL):
        for line in block.splitlines():
            command = line.removeprefix("$ ")
            if command.startswith("searcher "):
                yield command.split("   #")[0].split(" > ")[0].strip()


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_readme_with_an_example(project, command, readme):
    lines = list(shell_lines(read(project, readme)))
    assert any(line.startswith(f"searcher {command}") for line in lines)


@pytest.mark.parametrize("readme", [name for name in DOCUMENTS if "commands" not in name])
def test_the_examples_use_options_that_exist(project, capsys, readme):
    from searcher.cli.main import run

    for line in shell_lines(read(project, readme)):
        _, command, *arguments = shlex.split(line.split(" | ")[0])
        assert command in COMMANDS
        assert run([command, "--help"]) == 0
        told = capsys.readouterr().out
        for argument in arguments:
            if argument.startswith("--"):
                assert argument in told, line
            elif re.fullmatch(r"-[a-z]", argument):
                assert f"{argument}, " in told, line


@pytest.mark.parametrize(("language", "readme"), READMES_IN)
def test_the_readmes_picture_is_what_the_program_shows(project, tmp_path, language, readme):
    """The first example, run for real on a terminal; the time it took is left out."""
    import os
    import subprocess
    import sys

    from tests.cli.repl.at_terminal import Terminal

    environment = {**os.environ, "SEARCHER_LANG": language, "PYTHONUTF8": "1"}
    program = [sys.executable, "-m", "searcher"]
    index = tmp_path / "index"
    subprocess.run(
        [*program, "index", project / "corpus", "--no-words", "--index", index],
        env=environment, check=True, capture_output=True,
    )  # fmt: skip
    variables = {"SEARCHER_LANG": language, "NO_COLOR": "1", "SEARCHER_CONFIG": ""}
    words = "search neu guong -n 2 --index".split()
    with Terminal(
        "-m", "searcher", *words, str(index), folder=tmp_path, columns=90, **variables
    ) as terminal:
        assert terminal.ends() == 0
        seen = terminal.text
    shown = re.search(
        r"```console\n\$ searcher search neu guong -n 2\n(.*?)```",
        read(project, readme),
        re.DOTALL,
    )

    def timeless(text):
        return re.sub(r"[\d.,]+ ms", "ms", text).strip()

    assert timeless(seen) == timeless(shown[1])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(project, name):
    base = (project / name).parent
    for target in re.findall(r"\]\(([^)#]+)\)", read(project, name)):
        if "://" not in target:
            assert (base / target).exists(), target


def test_the_map_names_modules_that_exist(project):
    text = read(project, "ARCHITECTURE.md")
    package = project / "searcher"
    for room in ("text", "articles", "index", "search", "cli"):
        section = re.search(rf"\n## {room}/\n(.*?)(?=\n## )", text, re.DOTALL)[1]
        present = {path.stem for path in (package / room).iterdir() if path.name[0] != "_"}
        named = set(re.findall(r"`([a-z_]+)/?`", section))
        below = {path.stem for path in (package / room).glob("*/*.py")}
        assert named - present - below <= {"term_keys", "tokenize", "total", "partial"}, room
        missing = present - named
        assert not missing or room in ("articles", "cli", "index"), (room, missing)


@pytest.mark.parametrize("readme", READMES)
def test_the_python_example_runs(project, tmp_path, monkeypatch, capsys, readme):
    from searcher.index import sync

    sync(tmp_path / "index", [project / "corpus" / "phap-luat"], words=False)
    monkeypatch.chdir(tmp_path)
    example = re.search(r"```python\n(.*?)```", read(project, readme), re.DOTALL)[1]
    exec(compile(example, readme, "exec"), {})
    assert "nêu gương" in capsys.readouterr().out


def test_the_json_examples_name_the_fields_there_are(project, tmp_path, capsys):
    import json

    from searcher.cli.main import run
    from searcher.index import sync

    sync(tmp_path / "index", [project / "corpus" / "phap-luat"], words=False)
    examples = re.findall(
        r"```json\n(.*?)```",
        read(project, "docs/json.md"),
        re.DOTALL,
    )
    search, analyze, check = (json.loads(example) for example in examples)
    assert run(["search", "neu guong", "--json", "--index", str(tmp_path / "index")]) == 0
    got = json.loads(capsys.readouterr().out)
    assert got.keys() == search.keys()
    assert got["hits"][0].keys() == search["hits"][0].keys()
    assert got["hits"][0]["passages"][0].keys() == search["hits"][0]["passages"][0].keys()
    assert run(["analyze", "KT-XH", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["tokens"][1] == analyze["tokens"][0]
    assert run(["check", "--json", "--index", str(tmp_path / "index")]) == 0
    assert json.loads(capsys.readouterr().out).keys() == check.keys()


def test_the_sessions_of_what_is_understood_are_real(project, tmp_path, capsys):
    from searcher.cli.main import run
    from searcher.index import sync

    sync(tmp_path / "index", [project / "corpus"])
    found = list(sessions(read(project, "docs/understanding.md")))
    assert len(found) == 6
    for command, shown in found:
        _, *arguments = shlex.split(command)
        assert run([*arguments, "--lang", "vi", "--index", str(tmp_path / "index")]) == 0
        told = capsys.readouterr()
        lines = [line for line in told.err.splitlines() if not line.startswith("Chỉ mục")]
        table = told.out.splitlines()[: len(shown) - len(lines)]
        assert len(table) == 2
        assert [*lines, *table] == shown, command
