"""Which language is spoken, and that both catalogs say everything the other says."""

from __future__ import annotations

import ast
import datetime as dt
import importlib
import re
import string
from pathlib import Path

import pytest

from searcher.articles.model import Problem
from searcher.articles.problems import PROBLEM_TEMPLATES
from searcher.cli.language import Words, decide_language
from searcher.cli.messages import LATER, everything, later
from searcher.cli.parsing import COMMANDS
from searcher.errors import ArticleNotFound, SearcherError

from .conftest import RunCli

ENGLISH = everything("en")
VIETNAMESE = everything("vi")


@pytest.mark.parametrize(
    ("argv", "variables", "language"),
    [
        ([], {}, "en"),
        ([], {"LANG": "C.UTF-8"}, "en"),
        ([], {"LANG": "vi_VN.UTF-8"}, "vi"),
        ([], {"LANG": "vi_VN.UTF-8", "LC_MESSAGES": "en_US"}, "en"),
        ([], {"LC_ALL": "vi_VN", "LC_MESSAGES": "en_US", "LANG": "en_US"}, "vi"),
        ([], {"LC_ALL": "", "LANG": "vi_VN"}, "vi"),
        ([], {"SEARCHER_LANG": "en", "LC_ALL": "vi_VN"}, "en"),
        ([], {"SEARCHER_LANG": "VI"}, "vi"),
        ([], {"SEARCHER_LANG": "fr", "LANG": "vi_VN"}, "en"),
        (["--lang", "vi", "search"], {"SEARCHER_LANG": "en"}, "vi"),
        (["search", "x", "--lang=en"], {"SEARCHER_LANG": "vi"}, "en"),
        (["search", "--", "--lang", "vi"], {}, "en"),
        (["search", "--lang"], {"LANG": "vi_VN"}, "vi"),
    ],
)
def test_decide_language(argv: list[str], variables: dict[str, str], language: str) -> None:
    assert decide_language(argv, variables) == language


def test_numbers_and_dates() -> None:
    assert Words("vi").number(1234567.891, 1) == "1.234.567,9"
    assert Words("en").number(1234567.891, 1) == "1,234,567.9"
    assert Words("en").date(dt.date(987, 1, 2)) == "02/01/0987"


def test_plural() -> None:
    assert Words("en").say("index.holds", count=1) == "The index holds 1 article."
    assert Words("en").say("index.holds", count=1000) == "The index holds 1,000 articles."
    assert Words("vi").say("index.holds", count=1) == "Chỉ mục có 1 bài."


def test_details_are_made_safe_and_never_missing() -> None:
    error = ArticleNotFound(id="a\x1b[2J\nb")
    assert "\x1b" not in Words("en").error(error)
    assert Words("vi").error(error) == "Không có bài nào mang mã “a␛[2J␊b”."
    assert Words("en").problem(Problem("/p", "bad-json", {"line": 3})).startswith("/p, line 3,")
    assert Words("en").problem(Problem("/p", "never-heard-of")) == "never-heard-of"


def test_what_is_to_be_typed_for_a_folder_is_a_word_of_the_language() -> None:
    from searcher.errors import IndexNotFound, IndexOutdated
    from searcher.index.folder import build_command, rebuild_command

    path = Path("/tin FOLDER cũ/index")
    missing = IndexNotFound(path=path, command=build_command(path))
    assert (
        Words("vi").error(missing).endswith("searcher index THƯ_MỤC --index '/tin FOLDER cũ/index'")
    )
    assert "searcher index FOLDER --index" in Words("en").error(missing)
    outdated = IndexOutdated(path=path, found="x", command=rebuild_command(path))
    assert "--index '/tin FOLDER cũ/index'" in Words("vi").error(outdated)


def test_what_the_system_says_is_said_in_the_language() -> None:
    words = Words("vi")
    missing = FileNotFoundError(2, "No such file or directory", "/x\x1b")
    assert words.of_system(missing) == "/x␛: không có tệp hay thư mục này."
    assert words.of_system(OSError("x")) == "Hệ điều hành báo: OSError."
    told = words.say("repl.no-history", path="/h", why="No space left on device")
    assert words.say("os.disk-full") in told
    unheard = Problem("/a.txt", "unreadable", {"reason": "Stale file handle"})
    assert "Stale file handle" in words.problem(unheard)


def test_details_are_not_templates() -> None:
    assert Words("en").error(ArticleNotFound(id="{x}{0}")) == "No article has the id “{x}{0}”."


def placeholders(template: str) -> set[str]:
    """The names a template mentions."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_catalogs_have_the_same_keys_and_placeholders() -> None:
    english = {key: text for key, text in ENGLISH.items() if not key.endswith(".one")}
    from_library = {key for key in VIETNAMESE if key.startswith(("error.", "problem."))}
    assert set(english) - from_library == set(VIETNAMESE) - from_library
    for key, text in english.items():
        assert placeholders(text) == placeholders(VIETNAMESE[key]), key
        assert text.strip() and VIETNAMESE[key].strip(), key


@pytest.mark.parametrize("area", LATER)
def test_an_area_is_found_by_the_beginning_of_its_keys(area: str) -> None:
    keys = later(area, "en")
    assert keys
    assert all(key.startswith(f"{area}.") for key in keys)
    assert Words("vi").say(next(iter(keys)))


def test_singular_forms_have_a_general_form() -> None:
    for key, text in ENGLISH.items():
        if key.endswith(".one"):
            assert placeholders(text) <= placeholders(ENGLISH[key.removesuffix(".one")])


def all_errors(base: type[SearcherError] = SearcherError) -> list[type[SearcherError]]:
    """Every exception class of the library."""
    return [base, *(each for child in base.__subclasses__() for each in all_errors(child))]


def test_every_error_is_said_in_vietnamese(project: Path) -> None:
    for path in sorted((project / "searcher").rglob("*.py")):
        if "SearcherError" in path.read_text("utf-8") and path.parent.name != "cli":
            relative = path.relative_to(project).with_suffix("")
            importlib.import_module(".".join(relative.parts))
    errors = all_errors()
    assert len(errors) > 10
    for error in errors:
        translated = VIETNAMESE[f"error.{error.code}"]
        if "template" in vars(error):
            assert placeholders(translated) == placeholders(error.template), error
            assert f"error.{error.code}" not in ENGLISH, "its English is its template"


def problem_codes(project: Path) -> set[str]:
    """The codes of every ``Problem(…, "code")`` and ``Skipped("code")`` in the source."""
    codes = set()
    for path in (project / "searcher").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                place = {"Problem": 1, "Skipped": 0}.get(node.func.id)
                if place is not None and len(node.args) > place:
                    code = node.args[place]
                    if isinstance(code, ast.Constant) and isinstance(code.value, str):
                        codes.add(code.value)
    return codes


def test_every_problem_is_said_in_both_languages(project: Path) -> None:
    codes = problem_codes(project) | set(PROBLEM_TEMPLATES)
    assert len(codes) > 10
    for code in codes:
        english = PROBLEM_TEMPLATES.get(code) or ENGLISH[f"problem.{code}"]
        assert placeholders(VIETNAMESE[f"problem.{code}"]) == placeholders(english), code


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_an_example(
    run_cli: RunCli, command: str, language: str
) -> None:
    outcome = run_cli(command, "--help", "--lang", language)
    words = Words(language)  # type: ignore[arg-type]
    assert outcome.code == 0
    assert outcome.err == ""
    assert outcome.out.startswith(words.say("help.usage"))
    examples = outcome.out.partition(words.say("help.examples") + ":\n")[2]
    assert f"  searcher {command}" in examples
    assert "  searcher " + command in examples
    assert max(map(len, outcome.out.splitlines())) <= 80
    assert words.say(f"help.{command}.short") in run_cli("--lang", language).out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_explained(run_cli: RunCli, command: str) -> None:
    options = run_cli(command, "--help", width=100).out
    lines = [line for line in options.splitlines() if re.match(r"  --?\w", line)]
    assert len(lines) >= 3
    for line in lines:
        assert re.match(r"  -.*?  +\S", line), line
