"""One result from near: its text, its file, its score, its words, what is like it; and counts."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Final

from searcher.cli.commands.related import DEFAULT_LIMIT as RELATED_SHOWN
from searcher.cli.commands.related import related_lines
from searcher.cli.commands.terms import DEFAULT_LIMIT as TERMS_SHOWN
from searcher.cli.commands.terms import term_lines
from searcher.cli.render.explanations import explanation_lines
from searcher.cli.render.facets import facet_lines
from searcher.cli.render.layout import Line, Piece
from searcher.cli.render.output import write_lines
from searcher.cli.render.safe import neutralise
from searcher.cli.repl.choice import RESULT, article_of, id_of, missing, query_of
from searcher.cli.repl.display import print_article, show_article
from searcher.cli.repl.editor import edit
from searcher.cli.repl.questions import counted, explained
from searcher.cli.repl.registry import Argument, special
from searcher.cli.repl.source_line import source_line
from searcher.cli.selection import FACETS
from searcher.errors import ArticleNotFound

if TYPE_CHECKING:
    from searcher.articles.model import Article
    from searcher.cli.library import Spans
    from searcher.cli.repl.session import Session

_USUAL_FACETS: Final = ("source", "section", "year")


@special("open", ("o", "mo"), arguments=(RESULT,), key="viewing.open")
def open_result(session: Session, typed: str) -> None:
    """Read an article on the whole screen."""
    article = article_of(session, typed)
    show_article(session.env, article, partial(_highlights, session, article), query_of(session))


@special("show", ("xem",), arguments=(RESULT,), key="viewing.show")
def show(session: Session, typed: str) -> None:
    """Write an article below the results."""
    article = article_of(session, typed)
    print_article(session.env, article, partial(_highlights, session, article), query_of(session))


def _highlights(session: Session, article: Article, query: str) -> tuple[Spans, tuple[Spans, ...]]:
    title, paragraphs = session.ask(lambda archive: archive.highlight(article, query))
    return title, tuple(paragraphs)


@special("edit", ("e", "sua"), arguments=(RESULT,), key="viewing.edit")
def edit_result(session: Session, typed: str) -> None:
    """Open the file of an article in an editor, at the first match."""
    article = article_of(session, typed)
    query = query_of(session)
    title, paragraphs = _highlights(session, article, query) if query else ((), ())
    path, line = source_line(session, article, title, paragraphs)
    edit(session, path, line)


@special("explain", ("giai-thich",), arguments=(Argument("rank", "number"),), key="viewing.explain")
def explain(session: Session, number: int) -> None:
    """Tell where the score of a result comes from."""
    hit = session.hit(number)
    found = explained(session, number)
    title = Piece(neutralise(hit.title or hit.id), "title")
    rank = f"{number}. "
    lines = explanation_lines(found, session.words, len(rank)) if found else ()
    write_lines(session.env, [Line((title,), lead=Piece(rank, "number")), *lines])


@special("related", ("r", "lien-quan"), arguments=(RESULT,), key="viewing.related")
def related(session: Session, typed: str) -> None:
    """Show the articles most like one."""
    wanted = id_of(session, typed)
    chosen = session.how().get("filters")
    try:
        found = session.ask(lambda archive: archive.related(wanted, RELATED_SHOWN, chosen))
    except ArticleNotFound:
        raise missing(session, wanted) from None
    if not found:
        session.say("related.nothing", id=wanted)
    # Not numbered: a number names a result of the query.
    write_lines(session.env, related_lines(found, session.words, numbered=False))


@special("terms", ("tu-khoa",), arguments=(RESULT,), key="viewing.terms")
def terms(session: Session, typed: str) -> None:
    """Show the key words of an article."""
    wanted = id_of(session, typed)
    found = session.ask(lambda archive: archive.key_terms(wanted, TERMS_SHOWN))
    if found is None:
        raise missing(session, wanted)
    if not found:
        session.say("terms.nothing", id=wanted)
        return
    write_lines(session.env, term_lines(session.env, found))


@special(
    "facet",
    ("f", "thong-ke-theo"),
    arguments=(Argument("facets", optional=True, values=FACETS),),
    key="viewing.facet",
)
def facet(session: Session, typed: str | None) -> None:
    """Count the results by what they have in common."""
    names = (
        tuple(dict.fromkeys(re.split(r"[\s,;]+", typed.strip(" ,;")))) if typed else _USUAL_FACETS
    )
    for name in names:
        if name not in FACETS:
            raise session.refusal("usage.one-of", value=name, values=", ".join(FACETS))
    write_lines(session.env, facet_lines(session.env, counted(session, names)))
