"""Search results for people (lines) and for machines (the object of ``search --json``).

The object is described in ``docs/json.md``; its keys keep their names and meaning within a schema
number. ``search --jsonl`` writes the objects under ``hits``, one per line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from searcher.cli.render.explanations import explanation_json, explanation_lines
from searcher.cli.render.facets import facets_json, group_name
from searcher.cli.render.layout import BLANK, Line, Piece, highlighted, joined
from searcher.cli.render.safe import neutralise
from searcher.cli.render.understanding import understood_json

if TYPE_CHECKING:
    from searcher.cli.language import Words
    from searcher.search.explain import Explanation
    from searcher.search.results import Hit, Passage, Results

SCHEMA: Final = 1
_TITLE_WORDS: Final = 9
_A_SECOND: Final = 1000


def results_json(results: Results, explanations: Sequence[Explanation] = ()) -> dict[str, Any]:
    """Return the object of ``--json``, described at the top of this module.

    Args:
        results: What was found.
        explanations: Of every hit, or none (see ``searcher.cli.render.explanations``).
    """
    hits = [_hit_json(hit) for hit in results.hits]
    for hit, explanation in zip(hits, explanations, strict=False):
        hit["explanation"] = explanation_json(explanation)
    return {
        "schema": SCHEMA,
        "query": results.query,
        "total": results.total,
        "partial": results.partial,
        "listed": results.listed,
        "took_ms": round(results.took_ms, 3),
        "understood": understood_json(results.understood),
        "hits": hits,
        "facets": facets_json(results.facets),
        "groups": [
            {
                "by": group.by,
                "value": group.value,
                "count": group.count,
                "ranks": [hit.rank for hit in group.hits],
            }
            for group in results.groups
        ],
    }


def _hit_json(hit: Hit) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "id": hit.id,
        "title": hit.title,
        "title_highlights": [list(span) for span in hit.title_highlights],
        "date": hit.date.isoformat() if hit.date else None,
        "author": hit.author,
        "section": hit.section,
        "source": hit.source,
        "url": hit.url,
        "path": hit.path,
        "score": hit.score,
        "complete": hit.complete,
        "passages": [
            {
                "text": passage.text,
                "highlights": [list(span) for span in passage.highlights],
                "paragraph": passage.paragraph,
                "start": passage.start,
            }
            for passage in hit.passages
        ],
    }


def result_lines(
    results: Results, words: Words, explanations: Sequence[Explanation] = ()
) -> Iterator[Line]:
    """Return one page of results as a person reads it, ending with the line of totals.

    Args:
        results: What was found.
        words: The language of the run.
        explanations: Of every hit, or none.
    """
    rank_columns = len(str(results.hits[-1].rank)) if results.hits else 1
    headings = group_headings(results, words)
    for number, hit in enumerate(results.hits):
        if number in headings:
            yield headings[number]
            yield BLANK
        yield from _hit_lines(hit, words, rank_columns)
        if explanations:
            yield from explanation_lines(explanations[number], words, rank_columns + 2)
        yield BLANK
    yield totals_line(results, words)


def group_headings(results: Results, words: Words) -> dict[int, Line]:
    """Return the line above the first hit of every group, by the place of that hit on the page."""
    headings = {}
    place = 0
    for group in results.groups:
        name = group_name(words, group.by, group.value)
        count = words.say("search.group-count", count=group.count)
        headings[place] = Line((Piece(name, "group"), Piece(f"  {count}", "faint")))
        place += len(group.hits)
    return headings


def _hit_lines(hit: Hit, words: Words, rank_columns: int) -> Iterator[Line]:
    indent = rank_columns + 2
    rank = Piece(f"{hit.rank:>{rank_columns}}. ", "number")
    yield Line(title_pieces(hit), lead=rank)
    about = about_pieces(words, hit.date, hit.source, hit.section, hit.author, url=hit.url)
    partial = () if hit.complete else (Piece(words.say("search.partial"), "meta"),)
    yield Line(joined((about, partial, (name_piece(hit.id, hit.path),))), indent)
    for passage in hit.passages:
        yield Line(passage_pieces(passage), indent, hang=2)


def about_pieces(
    words: Words, date: dt.date | None, *rest: str | None, url: str | None = None
) -> tuple[Piece, ...]:
    """Return what is known of an article, date first, as one styled run of pieces.

    Args:
        words: The language of the run.
        date: Its day, if known.
        *rest: What else is known, its source first.
        url: Where its source has it.
    """
    known = [Piece(words.date(date), "meta")] if date else []
    links = (url or "", *[""] * len(rest))
    known += [
        Piece(neutralise(part), "meta", link)
        for part, link in zip(rest, links, strict=False)
        if part
    ]
    return joined((piece,) for piece in known)


def name_piece(article_id: str, path: str | None) -> Piece:
    """Return ``name`` as a piece that leads to the file."""
    return Piece(name(article_id, path), "faint", path or "")


def name(article_id: str, path: str | None) -> str:
    """Return what an article is called by, with its path where that says more than the id."""
    shown = neutralise(article_id)
    # Most ids are the path below the indexed folder.
    if path is None or path.replace("\\", "/").endswith(article_id):
        return shown
    return f"{shown} ({neutralise(path)})"


def title_pieces(hit: Hit) -> tuple[Piece, ...]:
    """Return the headline with its matches; for an article without one, how it begins."""
    if hit.title:
        return highlighted(hit.title, hit.title_highlights, style="title", match="title-match")
    opening = hit.passages[0].text.split(maxsplit=_TITLE_WORDS) if hit.passages else []
    if not opening:
        return (Piece(neutralise(hit.id), "title"),)
    more = "…" if len(opening) > _TITLE_WORDS else ""
    return (Piece(neutralise(" ".join(opening[:_TITLE_WORDS])) + more, "title"),)


def passage_pieces(passage: Passage) -> tuple[Piece, ...]:
    """Return a passage with its matches, and dots where it was cut."""
    before = (Piece("… ", "faint"),) if passage.cut_before else ()
    after = (Piece(" …", "faint"),) if passage.cut_after else ()
    return (*before, *highlighted(passage.text, passage.highlights), *after)


def totals_line(results: Results, words: Words) -> Line:
    """Return how many articles there are, which of them are shown, and how long it took."""
    return Line(joined((Piece(part, "faint"),) for part in _totals(results, words)))


def _totals(results: Results, words: Words) -> Iterator[str]:
    if not results.understood.text.strip():
        yield words.say("search.group-count", count=results.total)  # no words, so nothing to match
    else:
        key = "search.total" if results.total else "search.total-none"
        total = words.say(key, count=results.total)
        partial = words.say("search.total-partial", count=results.partial)
        yield f"{total}, {partial}" if results.partial else total
    shown = len(results.groups or results.hits)
    if 0 < shown < results.listed:
        first = results.offset + 1 if results.groups else results.hits[0].rank
        ranks = words.number(first)
        if shown > 1:
            ranks += f"–{words.number(first + shown - 1)}"
        key = "search.shown-groups" if results.groups else "search.shown"
        yield words.say(key, ranks=ranks, count=results.listed)
    if results.took_ms < _A_SECOND:
        yield f"{words.number(results.took_ms, 1)} ms"
    else:
        yield words.say("search.seconds", seconds=words.number(results.took_ms / _A_SECOND, 1))
