"""``searcher related``: articles like one of the index, with the key words they share.

The object of ``related --json``; its keys keep their names and meaning within a schema number::

    {"schema": 1, "id": str,
     "related": [{"rank": int, "id": str, "title": str, "date": "YYYY-MM-DD" or null,
                  "author", "section", "source", "url", "path": str or null,
                  "score": float,               0–1
                  "shared": [str, …]}]}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from searcher.cli.opening import opened, tell_missing
from searcher.cli.parameters import index_option, json_option, limit_option
from searcher.cli.parsing import SpokenCommand
from searcher.cli.render.forms import write_ids
from searcher.cli.render.layout import BLANK, Line, Piece, joined
from searcher.cli.render.output import write_json, write_lines
from searcher.cli.render.results import SCHEMA, about_pieces, name_piece
from searcher.cli.render.safe import neutralise
from searcher.cli.selection import filter_options, filters
from searcher.errors import ArticleNotFound

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words
    from searcher.search.related import RelatedArticle

DEFAULT_LIMIT: Final = 10
_MOST: Final = 200
_SHARED_SHOWN: Final = 6


def command(words: Words) -> click.Command:
    """Return the command."""
    return SpokenCommand(
        words,
        "related",
        [
            click.Argument(["article_id"], metavar="ID"),
            limit_option(words, "option.related-limit", default=DEFAULT_LIMIT, maximum=_MOST),
            *filter_options(words),
            json_option(words),
            click.Option(["--ids"], is_flag=True, help=words.say("option.ids")),
            click.Option(["-0", "--null"], is_flag=True, help=words.say("option.null-ids")),
            index_option(words),
        ],
        run,
    )


def run(
    env: Environment,
    *,
    article_id: str,
    limit: int,
    as_json: bool,
    ids: bool,
    null: bool,
    index: str | None,
    **options: Any,  # noqa: ANN401 - what ``selection`` declared, it takes out again
) -> int:
    """Show the articles most like one.

    Args:
        env: The environment of the run.
        article_id: Its id, as search shows it.
        limit: At most so many.
        as_json: Write the object described at the top of this module.
        ids: Write ids only.
        null: End them with NUL.
        index: What ``--index`` said.
        **options: What the options of ``searcher.cli.selection`` said.

    Returns:
        0, 1 if there is none, or 2 if the index holds no article of that id.
    """
    if null and not ids:
        sentence = env.words.say("usage.needs", option="-0", other="--ids")
        raise click.UsageError(sentence, click.get_current_context())
    chosen = filters(env, options)
    with opened(env, index) as archive:
        try:
            found = archive.related(article_id, limit, chosen)
        except ArticleNotFound as error:
            return tell_missing(env, archive, error)
    if as_json:
        write_json(env, _json(article_id, found))
    elif ids:
        write_ids(env, (each.article.id for each in found), "\0" if null else "\n")
    else:
        write_lines(env, related_lines(found, env.words))
    if not found and not as_json:
        env.tell(env.words.say("related.nothing", id=article_id))
    return 0 if found else 1


def _json(article_id: str, found: Sequence[RelatedArticle]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "id": article_id,
        "related": [
            {
                "rank": each.rank,
                "id": each.article.id,
                "title": each.article.title,
                "date": each.article.date.isoformat() if each.article.date else None,
                "author": each.article.author,
                "section": each.article.section,
                "source": each.article.source,
                "url": each.article.url,
                "path": each.article.path,
                "score": round(each.score, 4),
                "shared": list(each.shared),
            }
            for each in found
        ],
    }


def related_lines(
    found: Sequence[RelatedArticle], words: Words, *, numbered: bool = True
) -> Iterator[Line]:
    """Return related articles as a person reads them.

    Args:
        found: The articles, the most alike first.
        words: The language of the run.
        numbered: Whether their ranks stand before them.
    """
    columns = len(str(len(found))) if numbered else 0
    indent = columns + 2
    for place, each in enumerate(found):
        if place:
            yield BLANK
        article = each.article
        opening = article.title or " ".join(" ".join(article.body).split()[:9]) or article.id
        rank = Piece(f"{each.rank:>{columns}}. " if numbered else "· ", "number")
        yield Line((Piece(neutralise(opening), "title"),), lead=rank)
        about = about_pieces(
            words, article.date, article.source, article.section, article.author, url=article.url
        )
        yield Line(joined((about, (name_piece(article.id, article.path),))), indent)
        shared = ", ".join(map(neutralise, each.shared[:_SHARED_SHOWN]))
        alike = words.say(
            "related.shared", percent=f"{words.number(100 * each.score)}%", shared=shared
        )
        yield Line((Piece(alike),), indent, hang=2)
