"""The configuration file and the variables: which counts, and what is told of a broken one."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.cli.commands.config import about, example
from searcher.cli.config import config_path, load, parse
from searcher.cli.language import Words
from searcher.cli.parsing import COMMANDS
from searcher.cli.repl.settings import kept_settings
from searcher.cli.settings import BY_NAME, OTHER_VARIABLES, SETTINGS


def configured(tmp_path, text, **variables):
    """The variables of a run with a file of that text."""
    path = tmp_path / "c.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return {"SEARCHER_CONFIG": str(path), **variables}


def rows(outcome):
    return {
        name: (value, origin) for name, value, origin in map(_columns, outcome.out.splitlines())
    }


def _columns(line):
    return line.split("\t")


def test_an_option_goes_before_a_variable_before_the_file_before_the_default(run_cli, tmp_path):
    variables = configured(tmp_path, "limit = 3\nsort = '-date'\nlang = 'vi'\n", SEARCHER_LIMIT="4")
    told = rows(run_cli("config", variables=variables))
    assert told["limit"] == ("4", "environment")
    assert told["sort"] == ("-date", "config")
    assert told["lang"] == ("vi", "config")
    assert told["view"] == ("auto", "default")
    assert rows(run_cli("config", "--lang", "en", variables=variables))["lang"] == ("en", "option")
    assert rows(run_cli("config", variables={"LANG": "vi_VN"}))["lang"] == ("vi", "locale")


@pytest.mark.parametrize(
    ("text", "variables", "options", "ids"),
    [
        ("", {}, [], 10),
        ("limit = 3", {}, [], 3),
        ("limit = 3", {"SEARCHER_LIMIT": "4"}, [], 4),
        ("limit = 3", {"SEARCHER_LIMIT": "4"}, ["-n", "5"], 5),
        ("limit = 3", {"SEARCHER_LIMIT": ""}, [], 3),
    ],
)
def test_a_search_obeys(tmp_path, corpus_folder, capsys, text, variables, options, ids):
    environment = {**os.environ, **configured(tmp_path, text), "SEARCHER_LANG": "en", **variables}
    program = [sys.executable, "-m", "searcher", "search", "ở", "--any", "--ids", *options]
    ran = subprocess.run(
        [*program, "--index", corpus_folder], env=environment, capture_output=True, check=True
    )
    assert len(ran.stdout.splitlines()) == ids


@pytest.fixture(scope="module")
def corpus_folder(project, tmp_path_factory):
    from searcher.index import sync

    folder = tmp_path_factory.mktemp("config") / "index"
    sync(folder, [project / "corpus"], words=False)
    return folder


def test_the_index_of_the_file_lies_beside_it(tmp_path, corpus_folder, monkeypatch, capsys):
    from searcher.cli.main import run

    written = os.path.relpath(corpus_folder, tmp_path)
    for name, value in configured(tmp_path, f"index = '{written}'").items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("SEARCHER_INDEX", raising=False)
    assert run(["stats", "--lang", "en"]) == 0
    told = capsys.readouterr().err
    assert f"Index: {corpus_folder} (from your configuration file)" in told
    monkeypatch.setenv("SEARCHER_INDEX", str(tmp_path / "none"))
    assert run(["stats", "--lang", "en"]) == 2
    assert str(tmp_path / "none") in capsys.readouterr().err


def test_the_session_begins_with_what_is_kept():
    config = load({"SEARCHER_CONFIG": "", "SEARCHER_VIEW": "table", "SEARCHER_LIVE": "no"})
    settings = kept_settings(config, read=True)
    assert (settings.view, settings.live, settings.limit) == ("table", False, 10)
    # What reads a pipe should not depend on somebody's taste.
    assert kept_settings(config, read=False).view == "auto"


@pytest.mark.parametrize(
    ("text", "place", "named"),
    [
        ("limit = 0", "1:9", "from 1 to 1000"),
        ("# a\n  limit = 'x'", "2:11", "from 1 to 1000"),
        ("limit = true", "1:9", "true"),
        ('lang = "en"\r\nview = "tabel"\r\n', "2:8", '"auto", "table"'),
        ("literal = 1", "1:11", "true, false"),
        ("index = 1", "1:9", "quotation marks"),
        ("index = ' '", "1:9", "quotation marks"),
        ("veiw = 'table'", "1:1", "Did you mean view?"),
        ("[search]\nlimit = 3", "1:1", "search"),
        ("limit = ", "1:9", "TOML"),
        ("limit 3", "1:7", "TOML"),
        ("limit = 3\nlimit = 4", "2:10", "TOML"),
        ("view = 'list", "1:13", "TOML"),
        ("lang = 'vi'\nview = 'n\xeau'".encode("latin-1"), "2:10", "UTF-8"),
        ("a = " + "[" * 50_000, "1:1", "nested"),
        ("\ufefflimit = 0", "1:9", "from 1 to 1000"),
    ],
)
def test_a_problem_is_told_with_its_place(run_cli, tmp_path, text, place, named):
    variables = configured(tmp_path, text)
    outcome = run_cli("search", "nêu", variables=variables)
    assert outcome.code == 2
    assert outcome.out == ""
    sentence = outcome.err.splitlines()[0]
    assert sentence.startswith(f"searcher: {variables['SEARCHER_CONFIG']}:{place}: ")
    assert named in sentence
    assert outcome.err.splitlines()[2].strip() == "^"
    assert "SEARCHER" not in run_cli("search", "--help", variables=variables).err


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"SEARCHER_LIMIT": "many"}, "SEARCHER_LIMIT: "),
        ({"SEARCHER_COLOR": "red"}, "auto, always, never"),
        ({"SEARCHER_LITERAL": "maybe"}, "on, off"),
        ({"SEARCHER_CONFIG": "/nowhere/c.toml"}, "/nowhere/c.toml"),
        ({"SEARCHER_CONFIG": "/"}, "cannot be read"),
    ],
)
def test_a_variable_that_cannot_be_obeyed_is_named(run_cli, variables, named):
    outcome = run_cli("search", "nêu", variables=variables)
    assert outcome.code == 2
    assert named in outcome.err


@pytest.mark.parametrize("arguments", [["config"], ["help"], ["--help"], ["--version"]])
def test_what_is_needed_to_mend_a_file_works_with_a_broken_one(run_cli, tmp_path, arguments):
    outcome = run_cli(*arguments, variables=configured(tmp_path, "limit = 0\nview = 'table'"))
    assert outcome.out
    if arguments == ["config"]:
        assert outcome.code == 2
        assert rows(outcome)["view"] == ("table", "config")
        assert rows(outcome)["limit"] == ("10", "default")


def test_the_example_changes_nothing_and_explains_all():
    for language in ("en", "vi"):
        text = example(Words(language))
        assert parse(text.encode(), "x") == ({}, ())
        lines = [
            line[1:] for line in text.splitlines() if line.startswith("#") and line[1:2] != " "
        ]
        values, problems = parse("\n".join(lines).encode(), "x")
        assert not problems
        assert set(values) == set(BY_NAME)
        for setting in SETTINGS:
            assert setting.default in ("", values[setting.name])


def test_init_writes_the_example_once(run_cli, tmp_path):
    variables = {"XDG_CONFIG_HOME": str(tmp_path / "kept"), "HOME": str(tmp_path)}
    assert run_cli("config", "--init", variables=variables).code == 0
    path = Path(run_cli("config", "--path", variables=variables).out.strip())
    assert path.read_text("utf-8") == example(Words("en"))
    path.write_text("limit = 7")
    again = run_cli("config", "--init", variables=variables)
    assert (again.code, path.read_text()) == (2, "limit = 7")
    assert run_cli("config", "--path", variables={"SEARCHER_CONFIG": ""}).code == 2


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs itself is asked")
def test_the_place_is_that_of_platformdirs(monkeypatch, tmp_path):
    for base in (None, str(tmp_path)):
        monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
        if base:
            monkeypatch.setenv("XDG_CONFIG_HOME", base)
        expected = platformdirs.user_config_path("searcher", appauthor=False) / "config.toml"
        assert config_path(os.environ) == expected


def test_json_and_a_terminal_tell_the_same(run_cli, tmp_path):
    variables = configured(tmp_path, "limit = 3\nview = 1")
    told = json.loads(run_cli("config", "--json", variables=variables).out)
    assert told["schema"] == 1
    assert {each["name"] for each in told["settings"]} == set(BY_NAME)
    assert [(each["line"], each["column"]) for each in told["problems"]] == [(2, 8)]
    shown = run_cli("config", variables=variables, tty=True, width=80).out
    assert all(each["name"] in shown for each in told["settings"])
    assert "configuration file" in shown


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_setting_is_explained(language):
    words = Words(language)
    for setting in SETTINGS:
        assert setting.variable in about(setting, words)
        if setting.parameter:
            assert setting.parameter[0] in COMMANDS
    assert all(words.say(f"config.variable.{name}") for name in OTHER_VARIABLES)


KEYS = st.sampled_from([*BY_NAME, "veiw", '"limit"', "a.b", "[view]", ""])
VALUES = st.sampled_from(
    ["1", "true", "'list'", '"""x\ny"""', "[1", "{}", "1979-05-27", "", "9" * 5000]
)
LINES = st.builds("{} = {}".format, KEYS, VALUES) | st.text(max_size=20)


@given(st.lists(LINES, max_size=6).map("\n".join).map(str.encode) | st.binary(max_size=80))
def test_any_bytes_are_settings_or_located_problems(raw):
    values, problems = parse(raw, "c.toml")
    assert values.keys() <= BY_NAME.keys()
    for problem in problems:
        assert problem.line >= 1
        assert 0 <= problem.column <= len(problem.text)
        for language in ("en", "vi"):
            sentence = problem.sentence(Words(language))
            assert sentence.startswith(f"c.toml:{problem.line}:{problem.column + 1}: ")
            assert sentence.isprintable()
    for name, value in values.items():
        assert BY_NAME[name].from_variable(value) == value


def test_without_a_file_nothing_is_read(tmp_path):
    code = (
        "import sys; from searcher.cli.main import run; run(['--version']);"
        "sys.exit(bool({'tomllib', 'tomli', 'platformdirs'} & set(sys.modules)))"
    )
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path)}
    environment.pop("SEARCHER_CONFIG", None)
    assert (
        subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0
    )


def test_quiet_silences_talk_and_verbose_tells_more(run_cli):
    plain = run_cli("search", "nêu")
    assert "Index: " in plain.err
    assert run_cli("search", "nêu", "-q").err == ""
    assert run_cli("-q", "search", "nêu").err == ""
    assert run_cli("search", "nêu", "-q").out == plain.out
    assert run_cli("search", '"nêu', "--quiet").err.startswith("searcher: ")
    assert len(run_cli("search", "nêu", "-v").err.splitlines()) > len(plain.err.splitlines())


def test_verbose_names_all_that_was_skipped(tmp_path, capsys):
    from searcher.cli.main import run

    (tmp_path / "tin").mkdir()
    (tmp_path / "tin" / "a.txt").write_text("Một bài viết.", "utf-8")
    for number in range(5):
        (tmp_path / "tin" / f"{number}.json").write_text("{", "utf-8")
    arguments = ["index", str(tmp_path / "tin"), "--index", str(tmp_path / "i"), "--no-words"]
    named = []
    for options in ([], ["--verbose"], ["--quiet"]):
        assert run([*arguments, "--rebuild", "--lang", "en", *options]) == 0
        named.append(len(re.findall(r"[0-9]\.json", capsys.readouterr().err)))
    assert named == [3, 5, 3]
