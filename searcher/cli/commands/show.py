"""``searcher show``: articles in full, with matches highlighted.

The object of ``show --json``; its keys keep their names and meaning within a schema number::

    {"schema": 1, "id": str, "title": str, "date": "YYYY-MM-DD" or null, "author", "section",
     "source", "url", "path": str or null,
     "encoding": str,                                        what the text of the article was in
     "title_highlights": [[start, end], …],
     "paragraphs": [{"text": str, "highlights": [[start, end], …]}]}   half-open, in code points

Of several articles each has its object on a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import click

from searcher.cli.opening import opened, tell_missing
from searcher.cli.parameters import index_option, json_option
from searcher.cli.parsing import SpokenCommand
from searcher.cli.render.layout import BLANK, Line, Piece, highlighted, joined, plain
from searcher.cli.render.output import write_json, write_json_line, write_lines
from searcher.cli.render.results import SCHEMA, about_pieces, name_piece
from searcher.cli.render.safe import neutralise
from searcher.errors import ArticleNotFound

if TYPE_CHECKING:
    from searcher.articles.model import Article
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words
    from searcher.cli.library import Spans

# Between two articles, where a blank line may be part of one.
_RULE: Final = "* * *"


def command(words: Words) -> click.Command:
    """Return the command."""
    return SpokenCommand(
        words,
        "show",
        [
            click.Argument(["article_ids"], nargs=-1, required=True, metavar="ID…"),
            click.Option(
                ["--query"], metavar=words.say("help.query-metavar"), help=words.say("option.query")
            ),
            json_option(words),
            index_option(words),
        ],
        run,
    )


def run(
    env: Environment,
    *,
    article_ids: tuple[str, ...],
    query: str | None,
    as_json: bool,
    index: str | None,
) -> int:
    """Show articles.

    Args:
        env: The environment of the run.
        article_ids: Their ids, as search shows them.
        query: Whose matches to highlight.
        as_json: Write the object described at the top of this module.
        index: What ``--index`` said.

    Returns:
        0, or 2 if the index holds no article of one of the ids; the others are shown.
    """
    code = 0
    shown = 0
    with opened(env, index) as archive:
        for article_id in article_ids:
            article = archive.article(article_id)
            if article is None:
                code = tell_missing(env, archive, ArticleNotFound(id=article_id))
                continue
            title: Spans = ()
            paragraphs: Sequence[Spans] = [()] * len(article.body)
            if query is not None:
                title, paragraphs = archive.highlight(article, query)
            if as_json:
                write = write_json if len(article_ids) == 1 else write_json_line
                write(env, _json(article, title, paragraphs))
            else:
                rule = [BLANK, plain(_RULE, "faint"), BLANK] if shown else []
                write_lines(env, [*rule, *article_lines(article, title, paragraphs, env.words)])
            shown += 1
    return code


def _json(article: Article, title: Spans, paragraphs: Sequence[Spans]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "id": article.id,
        "title": article.title,
        "date": article.date.isoformat() if article.date else None,
        "author": article.author,
        "section": article.section,
        "source": article.source,
        "url": article.url,
        "path": article.path,
        "encoding": article.encoding,
        "title_highlights": [list(span) for span in title],
        "paragraphs": [
            {"text": text, "highlights": [list(span) for span in spans]}
            for text, spans in zip(article.body, paragraphs, strict=True)
        ],
    }


def article_lines(
    article: Article, title: Spans, paragraphs: Sequence[Spans], words: Words
) -> Iterator[Line]:
    """Return an article as a person reads it.

    Args:
        article: The article.
        title: The matches in its title: half-open spans in code points, in order and disjoint.
        paragraphs: The same for every paragraph.
        words: The language of the run.
    """
    if article.title:
        yield Line(highlighted(article.title, title, style="title", match="title-match"))
    about = about_pieces(
        words, article.date, article.source, article.section, article.author, url=article.url
    )
    parts = [about]
    if article.url:
        parts.append((Piece(neutralise(article.url), "meta", article.url),))
    parts.append((name_piece(article.id, article.path),))
    if not article.encoding.startswith("utf-8"):
        parts.append((Piece(neutralise(article.encoding), "faint"),))
    yield Line(joined(parts))
    for text, spans in zip(article.body, paragraphs, strict=True):
        yield BLANK
        yield Line(highlighted(text, spans))
