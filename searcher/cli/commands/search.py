"""``searcher search``: ranked articles with the passages that show why they matched."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, Final

import click

from searcher.cli.opening import opened
from searcher.cli.parameters import WholeNumber, index_option, limit_option
from searcher.cli.parsing import WordsCommand
from searcher.cli.progress import counting_progress
from searcher.cli.render.forms import (
    Form,
    check_form,
    form_options,
    preferred_view,
    write_html,
    write_results,
    write_template,
)
from searcher.cli.render.nothing import nothing_sentence
from searcher.cli.render.understanding import understood_sentences
from searcher.cli.selection import (
    filter_options,
    filters,
    listing,
    listing_options,
    unknown_names,
)

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words
    from searcher.cli.library import How, Mode
    from searcher.search.results import Results

DEFAULT_LIMIT: Final = 10
_MOST: Final = 1_000_000
# The passages of so many articles take half a second.
_MANY: Final = 400


def command(words: Words) -> click.Command:
    """Return the command."""
    return WordsCommand(
        words,
        "search",
        [
            click.Argument(["query"], nargs=-1, metavar=words.say("help.query-arg")),
            limit_option(words, "option.limit", default=DEFAULT_LIMIT, maximum=_MOST, minimum=0),
            click.Option(
                ["--page"],
                type=WholeNumber(words, _MOST),
                default=1,
                metavar="P",
                help=words.say("option.page"),
            ),
            click.Option(["--all", "mode"], flag_value="all", help=words.say("option.all")),
            click.Option(["--any", "mode"], flag_value="any", help=words.say("option.any")),
            click.Option(["--literal/--no-literal"], help=words.say("option.literal")),
            *filter_options(words),
            *listing_options(words),
            click.Option(["--explain"], is_flag=True, help=words.say("option.explain")),
            *form_options(words),
            index_option(words),
        ],
        run,
    )


def run(
    env: Environment,
    *,
    query: tuple[str, ...],
    limit: int,
    page: int,
    mode: Mode | None,
    literal: bool,
    explain: bool,
    form: Form | None,
    html: str | None,
    view: str | None,
    template: str | None,
    null: bool,
    index: str | None,
    **options: Any,  # noqa: ANN401 - what ``selection`` declared, it takes out again
) -> int:
    """Search and show one page.

    Args:
        env: The environment of the run.
        query: The words; they are joined by spaces.
        limit: Articles on a page.
        page: Which page, from 1.
        mode: Which of the words an article must hold; ``None`` means ``"some"``.
        literal: Whether to take the query as it is.
        explain: Whether to tell where each score comes from.
        form: The form to write in; ``None``: as ``view`` says.
        html: The file to write a page to, ``"-"`` for ``stdout``; goes without another form.
        view: Whether a person is shown a list or a table.
        template: What ``--format`` said; goes before ``form``.
        null: Whether lines end with NUL.
        index: What ``--index`` said.
        **options: What the options of ``searcher.cli.selection`` said.

    Returns:
        0 if anything was found for the page, else 1.
    """
    words = env.words
    how: How = listing(options)
    how["literal"] = literal
    chosen = filters(env, options)
    if chosen is not None:
        how["filters"] = chosen
    elif not query:
        argument = words.say("help.query-arg")
        sentence = words.say("usage.missing", argument=argument)
        raise click.UsageError(sentence, click.get_current_context())
    if html is not None and (form or template is not None):
        other = f"--{form}" if form else "--format"
        sentence = words.say("usage.not-with", option="--html", form=other)
        raise click.UsageError(sentence, click.get_current_context())
    form = "html" if html is not None else form or preferred_view(env, view)
    written = "format" if template is not None else form
    facets, hits = bool(how["facets"]), limit > 0
    check_form(words, written, null=null, explain=explain, facets=facets, hits=hits)
    if written == "count":
        limit = 0
    text, offset, mode = " ".join(query), (page - 1) * limit, mode or "some"
    began = env.clock()
    with opened(env, index) as archive:
        ready = env.clock()
        with _progress(env, limit):
            results = archive.search(text, limit=limit, offset=offset, mode=mode, **how)
        explanations = (
            archive.explain(text, limit=limit, offset=offset, mode=mode, **how) if explain else []
        )
        found = results.total + results.partial
        unknown = unknown_names(env, chosen, archive.near_names) if chosen and not found else []
    done = env.clock()
    env.detail(
        "search.stages",
        opening=1000 * (ready - began),
        searching=1000 * (done - ready),
        took=results.took_ms,
    )
    if form != "json":
        for sentence in understood_sentences(results.understood, words):
            env.tell(sentence)
    end = "\0" if null else "\n"
    if html is not None:
        write_html(env, html, results, explanations)
    elif template is not None:
        write_template(env, template, results.hits, end)
    elif form == "count":
        number = found if mode == "any" else results.total
        env.write(f"{number}\n")
        return 0 if number else 1
    else:
        write_results(env, form, results, explanations, end)
    if results.hits or (not limit and found):
        if written in ("ids", "format", "csv", "jsonl") and hits:
            _tell_rest(env, results, page * limit)
        return 0
    if form != "json":
        env.tell(nothing_sentence(results, limit, page, words))
        for sentence in unknown:
            env.tell(sentence)
    return 1


def _progress(env: Environment, limit: int) -> AbstractContextManager[object]:
    if limit <= _MANY:
        return nullcontext()
    return counting_progress(env, "progress.search", "progress.articles")


def _tell_rest(env: Environment, results: Results, shown: int) -> None:
    """Tell that there is more: who counts lines should know that they are those of one page."""
    if shown < results.listed and not results.groups:
        env.tell(env.words.say("search.more", shown=len(results.hits), count=results.listed))
