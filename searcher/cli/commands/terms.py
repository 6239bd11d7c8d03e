"""``searcher terms``: the key words of one article.

The object of ``terms --json``; its keys keep their names and meaning within a schema number::

    {"schema": 1, "id": str,
     "terms": [{"text": str,        as the article writes it
                "name": bool,       whether it is a proper name
                "count": int,       how often it stands in the article
                "weight": float}]}  compares terms of one article only
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from searcher.cli.opening import opened, tell_missing
from searcher.cli.parameters import index_option, json_option, limit_option
from searcher.cli.parsing import SpokenCommand
from searcher.cli.render.layout import Line, Piece, plain
from searcher.cli.render.output import write_json, write_lines
from searcher.cli.render.results import SCHEMA
from searcher.cli.render.safe import display_width, neutralise, pad
from searcher.errors import ArticleNotFound

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words
    from searcher.search.key_terms import KeyTerm

DEFAULT_LIMIT: Final = 15
_MOST: Final = 1000


def command(words: Words) -> click.Command:
    """Return the command."""
    return SpokenCommand(
        words,
        "terms",
        [
            click.Argument(["article_id"], metavar="ID"),
            limit_option(words, "option.terms-limit", default=DEFAULT_LIMIT, maximum=_MOST),
            json_option(words),
            index_option(words),
        ],
        run,
    )


def run(env: Environment, *, article_id: str, limit: int, as_json: bool, index: str | None) -> int:
    """Show the key words of an article.

    Args:
        env: The environment of the run.
        article_id: Its id, as search shows it.
        limit: At most so many.
        as_json: Write the object described at the top of this module.
        index: What ``--index`` said.

    Returns:
        0, 1 if it has none, or 2 if the index holds no article of that id.
    """
    with opened(env, index) as archive:
        found = archive.key_terms(article_id, limit)
        if found is None:
            return tell_missing(env, archive, ArticleNotFound(id=article_id))
    if as_json:
        write_json(env, _json(article_id, found))
    elif found:
        write_lines(env, term_lines(env, found))
    else:
        env.tell(env.words.say("terms.nothing", id=article_id))
    return 0 if found else 1


def _json(article_id: str, found: Sequence[KeyTerm]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "id": article_id,
        "terms": [
            {
                "text": term.text,
                "name": term.name,
                "count": term.count,
                "weight": round(term.weight, 3),
            }
            for term in found
        ],
    }


def term_lines(env: Environment, found: Sequence[KeyTerm]) -> Iterator[Line]:
    """A word a line: padded for a person, word and count with a tab between them for a pipe."""
    words = [neutralise(term.text) for term in found]
    if not env.stdout_is_tty:
        for word, term in zip(words, found, strict=True):
            yield plain(f"{word}\t{term.count}")
        return
    columns = max(map(display_width, words))
    for word, term in zip(words, found, strict=True):
        times = env.words.say("terms.times", count=term.count)
        yield Line((Piece(pad(word, columns), "title"), Piece(f"  {times}", "faint")))
