"""Search results as a Markdown document: to be kept, sent or printed.

The headline of each article with its matches in bold, what is known of it, and its passages as
quotations. What comes from outside is escaped, so that nothing in it becomes markup, a link or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from searcher.cli.render.layout import Piece, highlighted
from searcher.cli.render.results import about_pieces, name
from searcher.cli.render.safe import neutralise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from searcher.cli.language import Words
    from searcher.search.results import Hit, Passage, Results

# What CommonMark gives a meaning anywhere in a line, and what it does only where a line begins.
_MARKUP: Final = re.compile(r"[\\`*_\[\]<>&~|#!$]")
_LIST_SIGN: Final = re.compile(r"^(?:([-+=])|([0-9]{1,9})([.)]))")
_ADDRESS: Final = re.compile(r"https?://[!-;=?-\[\]_a-z~]+")
_MATCHED: Final = ("match", "title-match")


def markdown_lines(results: Results, words: Words) -> Iterator[str]:
    """Yield the lines of a document.

    Args:
        results: What was found; hits that are not among them are not mentioned.
        words: The language of the run.
    """
    if query := escaped(results.query.strip()):
        yield f"# {query}"
        yield ""
    found = words.say("search.total", count=results.total)
    if results.partial:
        found += f", {words.say('search.total-partial', count=results.partial)}"
    yield escaped(found)
    for hit in results.hits:
        yield ""
        yield from _hit_lines(hit, words)


def _hit_lines(hit: Hit, words: Words) -> Iterator[str]:
    title = highlighted(hit.title, hit.title_highlights) or (Piece(neutralise(hit.id)),)
    yield f"## {hit.rank}. {_marked(title)}"
    yield ""
    about = about_pieces(words, hit.date, hit.source, hit.section, hit.author)
    known = "".join(piece.text for piece in about)
    known = f"{known} · {name(hit.id, hit.path)}" if known else name(hit.id, hit.path)
    address = hit.url if hit.url and _ADDRESS.fullmatch(hit.url) else None
    yield escaped(known) + (f" · <{address}>" if address else "")
    for passage in hit.passages:
        yield ""
        yield f"> {_quotation(passage)}"


def _quotation(passage: Passage) -> str:
    before = "… " if passage.cut_before else ""
    after = " …" if passage.cut_after else ""
    return before + _marked(highlighted(passage.text, passage.highlights)) + after


def _marked(pieces: Iterable[Piece]) -> str:
    """Pieces as one line, the matches between ``**``."""
    text = "".join(
        f"**{_escape(piece.text)}**" if piece.style in _MATCHED else _escape(piece.text)
        for piece in pieces
    )
    return _at_line_start(text.strip())


def escaped(text: str) -> str:
    """Return a line of outside text that Markdown shows as it is."""
    return _at_line_start(_escape(neutralise(text)).strip())


def _escape(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", text)


def _at_line_start(text: str) -> str:
    return _LIST_SIGN.sub(lambda sign: f"{sign[2] or ''}\\{sign[1] or sign[3]}", text)
