"""What commands ask of the index about the query of the session, beside the page on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher.cli.repl.session import Session
    from searcher.search.explain import Explanation
    from searcher.search.facets import Facet
    from searcher.search.results import Results


def explained(session: Session, number: int) -> Explanation | None:
    """Return where the score of a result comes from; nothing when it is not found any more.

    Raises:
        Refusal: When there is no result of that number.
    """
    session.hit(number)
    query, mode, how = _query(session), session.settings.mode, session.listing()
    found = session.ask(
        lambda archive: archive.explain(query, limit=1, offset=number - 1, mode=mode, **how)
    )
    return found[0] if found else None


def counted(session: Session, names: Sequence[str]) -> Sequence[Facet]:
    """Return what the results of all pages have in common.

    Args:
        session: The session.
        names: What to count; of ``selection.FACETS``.

    Raises:
        Refusal: When nothing was searched for yet.
    """
    query, mode, how = _query(session), session.settings.mode, session.listing()
    how["facets"] = tuple(names)  # type: ignore[arg-type]
    return session.ask(
        lambda archive: archive.search(query, limit=0, offset=0, mode=mode, **how)
    ).facets


def best(session: Session, most: int) -> Results:
    """Return the results of all pages, so many at most.

    Raises:
        Refusal: When there are none.
    """
    query, mode, how = _query(session), session.settings.mode, session.listing()
    found = session.ask(
        lambda archive: archive.search(query, limit=most, offset=0, mode=mode, **how)
    )
    if not found.hits:
        raise session.refusal("repl.no-results")
    return found


def _query(session: Session) -> str:
    if session.query is None:
        raise session.refusal("repl.no-results")
    return session.query
