"""From one page of the results to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searcher.cli.repl.registry import Argument, special

if TYPE_CHECKING:
    from searcher.cli.repl.session import Session


@special("next", ("n", "tiep"), key="repl.next")
def next_page(session: Session) -> None:
    """Show the page after the one on the screen."""
    session.turn_to(session.page + 1)


@special("prev", ("p", "truoc"), key="repl.prev")
def previous_page(session: Session) -> None:
    """Show the page before the one on the screen."""
    session.turn_to(session.page - 1)


@special("page", ("trang",), arguments=(Argument("page", "number"),), key="repl.page")
def page(session: Session, number: int) -> None:
    """Show the page of a number."""
    session.turn_to(number)
