"""What is shown, as lines of styled pieces, independent of where it goes.

Commands build lines; ``searcher.cli.render.output`` brings them to a terminal or a pipe. Nothing here
knows of colours or of the width of a screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from searcher.cli.render.safe import neutralise

Style = Literal[
    "plain",
    "title",
    "match",
    "title-match",
    "meta",
    "faint",
    "separator",
    "number",
    "group",
    "heading",
]

MATCHES: Final = ("match", "title-match")
"""The styles of what a query found."""


class Piece(NamedTuple):
    """A stretch of text in one style.

    Attributes:
        text: Safe to print (see ``neutralise``).
        style: What it is, not how it looks. A line with ``"separator"`` pieces is best broken
            after one of them.
        link: The file or the address it leads to, as it was read and not safe to print; ``""``:
            nowhere.
    """

    text: str
    style: Style = "plain"
    link: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line, which a terminal may have to break.

    Attributes:
        pieces: What it says.
        indent: Columns before it, on every line it is broken into.
        hang: Further columns on every line but the first.
        lead: What stands before it, such as a rank; broken lines go on to the right of it.
        whole: Whether it was made to fit the screen, and is never broken.
    """

    pieces: tuple[Piece, ...] = ()
    indent: int = 0
    hang: int = 0
    lead: Piece | None = None
    whole: bool = False

    @property
    def text(self) -> str:
        """The line without styles."""
        lead = self.lead.text if self.lead else ""
        return " " * self.indent + lead + "".join(piece.text for piece in self.pieces)


BLANK = Line()


def plain(text: str, style: Style = "plain", indent: int = 0) -> Line:
    """Return a line of one style; ``text`` must be safe to print."""
    return Line((Piece(text, style),), indent)


def highlighted(
    text: str,
    spans: Iterable[Sequence[int]],
    *,
    style: Style = "plain",
    match: Style = "match",
) -> tuple[Piece, ...]:
    """Return outside text made safe, with the matches as pieces of their own.

    Args:
        text: As its author wrote it.
        spans: Half-open ``(start, end)`` pairs in code points, in order and disjoint.
        style: The style of what lies between the matches.
        match: The style of the matches.
    """
    safe = neutralise(text)
    pieces: list[Piece] = []
    done = 0
    for start, end in spans:
        pieces += [Piece(safe[done:start], style), Piece(safe[start:end], match)]
        done = end
    pieces.append(Piece(safe[done:], style))
    return tuple(piece for piece in pieces if piece.text)


def joined(parts: Iterable[tuple[Piece, ...]], separator: str = " · ") -> tuple[Piece, ...]:
    """Return the parts that are not empty with a faint separator between them."""
    pieces: list[Piece] = []
    for part in parts:
        if part:
            pieces += [Piece(separator, "separator"), *part] if pieces else part
    return tuple(pieces)
