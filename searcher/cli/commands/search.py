"""``searcher search``: ranked articles with the passages that show why they matched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import click

from searcher.cli.opening import opened
from searcher.cli.output import write_json, write_json_line, write_lines
from searcher.cli.parsing import WholeNumber, WordsCommand, index_option
from searcher.cli.results import result_lines, results_json

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words
    from searcher.cli.library import Mode
    from searcher.search.results import Results

DEFAULT_LIMIT: Final = 10
_MOST: Final = 1_000_000


def command(words: Words) -> click.Command:
    """Return the command."""
    number = WholeNumber(words, _MOST)
    return WordsCommand(
        words,
        "search",
        [
            click.Argument(["query"], nargs=-1, required=True, metavar=words.say("help.query-arg")),
            click.Option(
                ["-n", "--limit"],
                type=number,
                default=DEFAULT_LIMIT,
                metavar="N",
                help=words.say("option.limit", default=DEFAULT_LIMIT),
            ),
            click.Option(
                ["--page"], type=number, default=1, metavar="P", help=words.say("option.page")
            ),
            click.Option(["--all", "mode"], flag_value="all", help=words.say("option.all")),
            click.Option(["--any", "mode"], flag_value="any", help=words.say("option.any")),
            click.Option(["--explain"], is_flag=True, help=words.say("option.explain")),
            click.Option(["--json", "form"], flag_value="json", help=words.say("option.json")),
            click.Option(["--jsonl", "form"], flag_value="jsonl", help=words.say("option.jsonl")),
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
    explain: bool,
    form: Literal["json", "jsonl"] | None,
    index: str | None,
) -> int:
    """Search and show one page.

    Args:
        env: The environment of the run.
        query: The words; they are joined by spaces.
        limit: Articles on a page.
        page: Which page, from 1.
        mode: Which of the words an article must hold; ``None`` means ``"some"``.
        explain: Whether to tell where each score comes from.
        form: A form for machines instead of the one for people.
        index: What ``--index`` said.

    Returns:
        0 if the page shows anything, else 1.
    """
    text, offset = " ".join(query), (page - 1) * limit
    with opened(env, index) as archive:
        results = archive.search(text, limit=limit, offset=offset, mode=mode or "some")
        explanations = (
            archive.explain(text, limit=limit, offset=offset, mode=mode or "some")
            if explain
            else []
        )
    if form == "json":
        write_json(env, results_json(results, explanations))
    elif form == "jsonl":
        for hit in results_json(results, explanations)["hits"]:
            write_json_line(env, hit)
    elif results.hits:
        write_lines(env, result_lines(results, env.words, explanations))
    if results.hits:
        return 0
    if form != "json":
        env.tell(_nothing(results, limit, page, env.words))
    return 1


def _nothing(results: Results, limit: int, page: int, words: Words) -> str:
    found = results.total + results.partial
    if found:
        return words.say("search.past-the-end", page=page, count=found, last=-(-found // limit))
    return words.say("search.nothing", query=results.query)
