"""Which article a command is about: the number of a result, or an id.

A number is the result that bears it on whichever page; an article of the index that is called by a
number is reached by its id only when there is no such result. Not for the numbers themselves
(``session``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searcher.cli.repl.registry import Argument, Refusal
from searcher.errors import ArticleNotFound

if TYPE_CHECKING:
    from searcher.articles.model import Article
    from searcher.cli.repl.session import Session

RESULT: Final = Argument("result")
"""What such a command takes."""


def id_of(session: Session, typed: str) -> str:
    """Return the id that was meant.

    Args:
        session: The session.
        typed: A number or an id.

    Raises:
        Refusal: When there is neither a result nor an article of that name.
    """
    if not (typed.isascii() and typed.isdecimal()):
        return typed
    try:
        # A number of thousands of digits is slow to convert, and no rank.
        return session.hit(int(typed[:10])).id
    except Refusal:
        if session.ask(lambda archive: archive.article(typed)) is None:
            raise
        return typed


def article_of(session: Session, typed: str) -> Article:
    """Return the article that was meant.

    Args:
        session: The session.
        typed: A number or an id.

    Raises:
        SearcherError: When there is none.
    """
    wanted = id_of(session, typed)
    article = session.ask(lambda archive: archive.article(wanted))
    if article is None:
        raise missing(session, wanted)
    return article


def missing(session: Session, article_id: str) -> Refusal | ArticleNotFound:
    """Return the error for an id of no article, with those that may have been meant."""
    near = session.ask(lambda archive: archive.near_ids(article_id))
    if not near:
        return ArticleNotFound(id=article_id)
    ids = ", ".join(f"“{each}”" for each in near)
    return session.refusal("viewing.no-such-id", id=article_id, near=ids)


def query_of(session: Session) -> str:
    """Return the query whose matches are highlighted, as it was understood; ``""``: none yet."""
    return session.results.understood.text if session.results else ""
