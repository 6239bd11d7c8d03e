"""``searcher help``: pages are the documents, and every example on them does what it says."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest

from searcher.articles.kinds import READABLE_SUFFIXES
from searcher.cli.commands.help import PAGES, page
from searcher.cli.fields import FIELDS
from searcher.cli.language import Words
from searcher.cli.manual import EXIT_CODES
from searcher.cli.parsing import COMMANDS
from searcher.cli.render.forms import form_options
from searcher.cli.render.templates import parse_template
from searcher.cli.settings import OTHER_VARIABLES, SETTINGS
from searcher.errors import QueryError
from searcher.search.query_parser import parse
from searcher.search.query_printer import normal_form

LANGUAGES = ("en", "vi")
TODAY = dt.date(2024, 3, 14)
#: The examples that depend on the day they are tried on: what they find is a matter of the clock.
BY_THE_CLOCK = {'ngày:"hôm qua"', 'date:"last month"'}


def sections(text):
    """The examples of a page, section by section: the code in the first column of its tables."""
    parts = text.split("\n## ")[1:]
    found = [re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE) for part in parts]
    return [examples for examples in found if examples]


def examples(language):
    *good, bad = sections(page("query", language))
    return [example for part in good for example in part], bad


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", PAGES)
def test_the_documents_are_the_pages(project, topic, language):
    name = f"{topic}.md" if language == "en" else f"{topic}.{language}.md"
    assert (project / "docs" / name).read_text(encoding="utf-8") == page(topic, language)


def test_both_languages_show_the_same_examples():
    assert examples("en") == examples("vi")
    good, bad = examples("en")
    assert len(good) > 30
    assert len(bad) > 5


@pytest.mark.parametrize("topic", PAGES)
def test_every_word_of_code_in_one_language_is_in_the_other(topic):
    english, vietnamese = (re.findall(r"`([^`\n]+)`", page(topic, each)) for each in LANGUAGES)
    placeholders = {
        Words("en").say(key): Words("vi").say(key)
        for key in ("command.folder", "help.file-metavar", "help.template-metavar")
    }
    translated = {
        " ".join(placeholders.get(word, word) for word in code.split(" ")) for code in english
    }
    assert translated == set(vietnamese)


def rows(text):
    """The rows of all tables of a page, without those that head them."""
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|")
    ]
    return [each for each in cells if "`" in each[0]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_on_settings_has_all_of_them(language):
    table = {row[0].strip("`"): row[1:] for row in rows(page("config", language))}
    for setting in SETTINGS:
        values, default, _ = table.pop(setting.name)
        assert setting.variable == f"SEARCHER_{setting.name.upper()}"
        if setting.kind in ("choice", "switch"):
            assert values.split() == [f"`{each}`" for each in setting.values or ("on", "off")]
        elif setting.kind == "number":
            assert re.findall("[0-9]+", values) == list(setting.values)
        if setting.default:
            assert default == f"`{setting.default}`"
    variables = [name for names in table for name in names.split("` `")]
    assert variables == list(OTHER_VARIABLES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_on_exit_codes_has_all_of_them(language):
    table = [re.findall("`([^`]+)`", row[0]) for row in rows(page("exit-codes", language))]
    codes = list(map(str, EXIT_CODES))
    assert [code for names in table for code in names][: len(codes)] == codes
    for named in table[len(codes) :]:
        assert {each.split()[0] for each in named} <= set(COMMANDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_on_formats_has_all_of_them(language):
    text = page("formats", language)
    first = [code for row in rows(text) for code in re.findall("`([^`]+)`", row[0])]
    ways = {each.split()[0] for each in first if each.startswith("--")}
    options = [option for each in form_options(Words(language)) for option in each.opts]
    assert ways == {name for name in options if name not in ("--view", "-0", "--null")}
    assert {each for each in first if each.startswith(".")} == set(READABLE_SUFFIXES)
    for field in FIELDS:
        assert f"`{field}`" in text
    for template in re.findall(r"^\| (`[^|]*`) \|", text.split("\n## ")[-1], re.MULTILINE):
        parse_template(template.replace("`", ""))


@pytest.mark.parametrize("example", examples("en")[0])
def test_every_example_finds_something(corpus_archive, example):
    assert normal_form(parse(normal_form(parse(example, TODAY)))) == normal_form(
        parse(example, TODAY)
    )
    results = corpus_archive.search(example)
    if example not in BY_THE_CLOCK:
        assert results.total, example
        assert results.hits[0].complete


@pytest.mark.parametrize("example", examples("en")[1])
def test_every_example_of_a_problem_is_one(example):
    with pytest.raises(QueryError):
        parse(example)


def days_named(text):
    """The other ways of writing days that the page lists beside its examples."""
    (part,) = (part for part in text.split("\n## ") if "date:2019..2021" in part)
    beside = re.findall(r"^\| `[^`]+` \|(.*)\|$", part, re.MULTILINE)
    return [code.strip('"') for cell in beside for code in re.findall(r"`([^`:]+)`", cell)]


def test_every_day_on_the_page_is_understood():
    named = days_named(page("query", "en"))
    assert len(named) > 12
    for each in named:
        parse(f'date:"{each}"', TODAY)


@pytest.fixture(scope="module")
def corpus_archive(project, tmp_path_factory):
    from searcher.index import IndexReader, sync
    from searcher.search import Searcher

    index = tmp_path_factory.mktemp("help") / "index"
    sync(index, [project / "corpus"], words=False)
    with Searcher(IndexReader.open(index)) as searcher:
        yield searcher


def test_a_pipe_gets_markdown(run_cli):
    for language in LANGUAGES:
        outcome = run_cli("help", "query", "--lang", language)
        assert (outcome.code, outcome.err) == (0, "")
        assert outcome.out == page("query", language)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_terminal_gets_it_laid_out(run_cli, width):
    outcome = run_cli("help", "query", tty=True, width=width, variables={"NO_COLOR": "1"})
    assert outcome.code == 0
    assert "|---|" not in outcome.out
    assert "\x1b[3" not in outcome.out
    assert "nêu gương" in outcome.out
    assert max(map(len, outcome.out.splitlines())) <= min(width, 100)


@pytest.mark.parametrize("command", [each for each in COMMANDS if each not in PAGES])
def test_help_on_a_command_is_its_help(run_cli, command):
    assert run_cli("help", command).out == run_cli(command, "--help").out
    assert run_cli("help").out == run_cli("--help").out


def test_help_on_nothing_known(run_cli):
    outcome = run_cli("help", "querry")
    assert outcome.code == 2
    assert "query" in outcome.err


@pytest.mark.parametrize(
    ("query", "language", "told"),
    [
        ("nêu (gương", "en", ["“(”", "  nêu (gương", "      ^"]),
        ("nêu gương)", "vi", ["“)”", "  nêu gương)", "           ^"]),
        ("titel:gương", "vi", ["“title:”", "  titel:gương", "  ^"]),
        ("nêu date:31/2/2020", "en", ["31/2/2020", "  nêu date:31/2/2020", "           ^"]),
        ("nêu HOẶC", "vi", ["“HOẶC”", "  nêu HOẶC", "      ^"]),
        ("*", "vi", ["chữ cái", "  *", "  ^"]),
        ("một b*", "en", None),
    ],
)
def test_problems_are_told_in_one_line_with_a_caret(corpus_index, capsys, query, language, told):
    from searcher.cli.main import run

    arguments = ["search", query, "--index", str(corpus_index), "--lang", language]
    if told is None:
        assert run(arguments) == 0
        return
    assert run(arguments) == 2
    out = capsys.readouterr()
    assert out.out == ""
    sentence, *place = out.err.splitlines()[-3:]
    assert sentence.startswith("searcher: ")
    assert told[0] in sentence
    assert place == told[1:]


def test_explanations_of_whole_conditions(corpus_index, capsys):
    from searcher.cli.main import run

    arguments = ["search", "(chó OR mèo) chợ", "--index", str(corpus_index), "--explain"]
    assert run([*arguments, "--json"]) == 0
    for hit in json.loads(capsys.readouterr().out)["hits"]:
        assert added_up(hit["explanation"]) == pytest.approx(hit["score"], rel=1e-3)
    assert run(arguments) == 0
    assert "chó" in capsys.readouterr().out


def added_up(explanation):
    """The formula that the documents give."""
    wanted = sum(each["value"] for each in explanation["slots"])
    wanted += sum(map(added_up, explanation["wanted"]))
    together = [each["value"] for each in (*explanation["phrases"], *explanation["pairs"])]
    added = sum(map(added_up, explanation["added"]))
    return explanation["coordination"] * wanted + sum(together) + added + explanation["newest"]


@pytest.fixture(scope="module")
def corpus_index(corpus_archive):
    return corpus_archive.reader.path
