"""The forms in which hits are written: for people, and for the programs behind a pipe.

What a form cannot say is refused, never left out in silence. Not for what JSON or a listing is made
of (``searcher.cli.render.results``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

import click

from searcher.cli.fields import FIELDS
from searcher.cli.parameters import OneOf
from searcher.cli.render.facets import facet_lines
from searcher.cli.render.layout import BLANK
from searcher.cli.render.output import write_json, write_json_line, write_lines
from searcher.cli.render.results import result_lines, results_json
from searcher.cli.render.safe import neutralise
from searcher.cli.render.templates import Line, parse_template
from searcher.cli.settings import VIEWS

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words
    from searcher.search.explain import Explanation
    from searcher.search.facets import Facet
    from searcher.search.results import Hit, Results

Form = Literal[
    "table", "brief", "list", "plain", "json", "jsonl", "csv", "markdown", "html", "ids", "count"
]

View = Literal["table", "brief", "list"]

# Beside a date a title needs so much room to be no column of single words.
_TABLE_COLUMNS: Final = 60
# Forms that have room for more than hits.
_EXPLAINING: Final = ("table", "brief", "list", "plain", "json", "jsonl", "html")
_COUNTING: Final = ("table", "brief", "list", "plain", "json", "html")
_ENDED_BY_NUL: Final = ("ids", "format")
# A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection").
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def form_options(words: Words) -> list[click.Parameter]:
    """Return the options that choose a form."""
    flags: tuple[Form, ...] = (
        *("table", "brief", "list", "plain"),
        *("json", "jsonl", "csv", "markdown", "ids", "count"),
    )
    return [
        *(
            click.Option([f"--{form}", "form"], flag_value=form, help=words.say(f"option.{form}"))
            for form in flags
        ),
        click.Option(
            ["--format", "template"],
            metavar=words.say("help.template-metavar"),
            help=words.say("option.template"),
        ),
        click.Option(
            ["--html"], metavar=words.say("help.file-metavar"), help=words.say("option.html")
        ),
        click.Option(
            ["--view"],
            type=OneOf(words, VIEWS),
            metavar="|".join(VIEWS),
            help=words.say("option.view"),
        ),
        click.Option(["-0", "--null"], is_flag=True, help=words.say("option.null")),
    ]


def preferred_view(env: Environment, view: str | None) -> View:
    """Return the form for a person who asked for no other.

    Args:
        env: The environment of the run. Its SEARCHER_VIEW counts on a terminal only: what reads a
            pipe should not depend on somebody's taste.
        view: What ``--view`` said.
    """
    if view is None and env.stdout_is_tty:
        view = env.variables.get("SEARCHER_VIEW")
    return view_of(env, view)


def view_of(env: Environment, view: str | None) -> View:
    """Return the form that a view is: of itself a table where there is a screen wide enough for it.

    Args:
        env: Says what the screen is.
        view: One of ``VIEWS``, or anything else for ``"auto"``.
    """
    of_itself: View = "table" if env.stdout_is_tty and env.width >= _TABLE_COLUMNS else "list"
    chosen: dict[str | None, View] = {"table": "table", "brief": "brief", "list": "list"}
    return chosen.get(view, of_itself)


def check_form(
    words: Words, form: str, *, null: bool, explain: bool, facets: bool, hits: bool
) -> None:
    """Refuse what a form cannot say.

    Args:
        words: The language of the run.
        form: A ``Form``, or ``"format"``.
        null: Whether ``-0`` was given.
        explain: Whether ``--explain`` was.
        facets: Whether ``--facet`` was.
        hits: Whether any hits are wanted.

    Raises:
        click.UsageError: When it cannot.
    """
    counting = (*_COUNTING, *(() if hits else ("csv",)))
    for option, given, forms in (
        ("-0", null, _ENDED_BY_NUL),
        ("--explain", explain, _EXPLAINING),
        ("--facet", facets, counting),
    ):
        if given and form not in forms:
            key = "usage.not-with-list" if form in ("list", "plain") else "usage.not-with"
            sentence = words.say(key, option=option, form=f"--{form}")
            raise click.UsageError(sentence, click.get_current_context())


def write_results(
    env: Environment, form: Form, results: Results, explanations: Sequence[Explanation], end: str
) -> None:
    """Write results to ``stdout``.

    Args:
        env: The environment of the run.
        form: Which form.
        results: What was found.
        explanations: Of every hit, or none.
        end: What ends an id.
    """
    if form == "json":
        write_json(env, results_json(results, explanations))
    elif form == "jsonl":
        for hit in results_json(results, explanations)["hits"]:
            write_json_line(env, hit)
    elif form == "csv":
        _write_csv(env, results)
    elif form == "markdown":
        from searcher.cli.render.markdown import markdown_lines

        for line in markdown_lines(results, env.words):
            env.write(line + "\n")
    elif form == "html":
        from searcher.cli.render.html_page import write_page

        write_page(env, results, explanations)
    elif form == "ids":
        write_ids(env, (hit.id for hit in results.hits), end)
    else:
        if form == "plain":
            env = replace(env, stdout_is_tty=False, color="never", hyperlinks="never")
        if results.hits:
            if form in ("table", "brief"):
                from searcher.cli.render.table import table_lines

                brief = form == "brief"
                lines = table_lines(results, env.words, explanations, env=env, brief=brief)
            else:
                lines = result_lines(results, env.words, explanations)
            write_lines(env, lines)
            if results.facets:
                write_lines(env, [BLANK])
        write_lines(env, facet_lines(env, results.facets))
        none_wanted = not results.hits and not results.offset and results.listed
        # In a pipe the columns of facets are followed by nothing else.
        if none_wanted and (env.stdout_is_tty or not results.facets):
            between = [BLANK] if results.facets else []
            write_lines(env, [*between, *result_lines(results, env.words)])
    if results.facets and form not in ("json", "html") and not env.stdout_is_tty:
        for facet in results.facets:
            if facet.unlisted:
                name = env.words.say(f"facet.{facet.name}")
                env.tell(env.words.say("facet.more", name=name, count=facet.unlisted))


def write_html(
    env: Environment, path: str, results: Results, explanations: Sequence[Explanation]
) -> None:
    """Write results as a page, and say so.

    Args:
        env: The environment of the run.
        path: The file, which is replaced when there is one; ``"-"``: ``stdout``.
        results: What was found.
        explanations: Of every hit, or none.

    Raises:
        OSError: When it cannot be written.
    """
    if path == "-":
        write_results(env, "html", results, explanations, "\n")
        return
    from pathlib import Path

    from searcher.cli.render.whole_file import whole_file

    with whole_file(Path(path), replacing=True) as file:
        write_results(replace(env, stdout=file), "html", results, explanations, "\n")
    env.tell(env.words.say("html.written", path=path))


def write_ids(env: Environment, ids: Iterable[str], end: str) -> None:
    r"""Write ids for another program.

    Args:
        env: The environment of the run.
        ids: The ids.
        end: ``"\0"``: they are written as they are. ``"\n"``: an id that would break its line or
            a terminal is made safe, and then names no article any more.
    """
    for each in ids:
        env.write((each if end == "\0" else neutralise(each)) + end)


def write_template(env: Environment, template: str, hits: Iterable[Hit], end: str) -> None:
    """Write a line for every hit; raises ``QueryError`` when the template is none."""
    line: Line = parse_template(template)
    for hit in hits:
        env.write(line(hit) + end)


def _write_csv(env: Environment, results: Results) -> None:
    import csv
    import io

    if results.facets:
        rows: Iterable[Iterable[object]] = facet_rows(results.facets)
        names: Iterable[str] = ("facet", "value", "count")
    else:
        columns: list[Callable[[Hit], object]] = list(FIELDS.values())
        rows = ([column(hit) for column in columns] for hit in results.hits)
        names = FIELDS
    text = io.StringIO()
    writer = csv.writer(text)  # as RFC 4180 has it
    writer.writerow(names)
    for row in rows:
        writer.writerow([cell(value) for value in row])
    env.write(text.getvalue())


def facet_rows(facets: Iterable[Facet]) -> Iterable[tuple[str, str, int]]:
    """Return name, value and count of all that was counted; the value of what is unknown is ``""``."""
    for facet in facets:
        yield from ((facet.name, each.value, each.count) for each in facet.values)
        if facet.unknown:
            yield facet.name, "", facet.unknown


def cell(value: object) -> str:
    """Return the text of one cell.

    Control characters are made visible. Text that a spreadsheet would take for a formula gets a
    ``'`` before it: a title comes from outside and must not run anything.
    """
    if value is None:
        return ""
    text = neutralise(str(value))
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
