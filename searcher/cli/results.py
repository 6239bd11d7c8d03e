"""Search results for people (lines) and for machines (the JSON contract, schema 1).

The object of ``search --json``; its keys keep their names and meaning within a schema number::

    {"schema": 1,
     "query": str,              as typed
     "total": int,              articles that hold everything the query wants
     "partial": int,            articles that hold only some of it
     "took_ms": float,          wall-clock time of the search
     "hits": [{"rank": int,     1 for the best of all, counted across pages
               "id": str,
               "title": str,    "" if there is none
               "date": str,     YYYY-MM-DD, or null
               "source": str,   or null
               "path": str,     or null
               "score": float,
               "passages": [{"text": str,
                             "highlights": [[start, end], …]}]}]}   half-open, in code points

``search --jsonl`` writes the objects under ``hits``, one per line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from searcher.cli.explanations import explanation_json, explanation_lines
from searcher.cli.layout import BLANK, Line, Piece, highlighted, joined, plain
from searcher.cli.safe import neutralise

if TYPE_CHECKING:
    from searcher.cli.language import Words
    from searcher.search.explain import Explanation
    from searcher.search.results import Hit, Passage, Results

SCHEMA: Final = 1
_TITLE_WORDS: Final = 9


def results_json(results: Results, explanations: Sequence[Explanation] = ()) -> dict[str, Any]:
    """Return the object of ``--json``, described at the top of this module.

    Args:
        results: What was found.
        explanations: Of every hit, or none (see ``searcher.cli.explanations``).
    """
    hits = [_hit_json(hit) for hit in results.hits]
    for hit, explanation in zip(hits, explanations, strict=False):
        hit["explanation"] = explanation_json(explanation)
    return {
        "schema": SCHEMA,
        "query": results.query,
        "total": results.total,
        "partial": results.partial,
        "took_ms": round(results.took_ms, 3),
        "hits": hits,
    }


def _hit_json(hit: Hit) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "id": hit.id,
        "title": hit.title,
        "date": hit.date.isoformat() if hit.date else None,
        "source": hit.source,
        "path": hit.path,
        "score": hit.score,
        "passages": [
            {"text": passage.text, "highlights": [list(span) for span in passage.highlights]}
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
    for number, hit in enumerate(results.hits):
        yield from _hit_lines(hit, words, rank_columns)
        if explanations:
            yield from explanation_lines(explanations[number], words, rank_columns + 2)
        yield BLANK
    yield plain(_totals(results, words), "faint")


def _hit_lines(hit: Hit, words: Words, rank_columns: int) -> Iterator[Line]:
    indent = rank_columns + 2
    rank = Piece(f"{hit.rank:>{rank_columns}}. ", "number")
    yield Line(_title(hit), lead=rank)
    about = about_pieces(words, hit.date, hit.source, hit.section, hit.author)
    partial = () if hit.complete else (Piece(words.say("search.partial"), "meta"),)
    yield Line(joined((about, partial, (Piece(name(hit.id, hit.path), "faint"),))), indent)
    for passage in hit.passages:
        yield Line(_passage(passage), indent, hang=2)


def about_pieces(words: Words, date: dt.date | None, *rest: str | None) -> tuple[Piece, ...]:
    """Return what is known of an article, date first, as one styled run of pieces."""
    known = [words.date(date)] if date else []
    known += [neutralise(part) for part in rest if part]
    return joined((Piece(part, "meta"),) for part in known)


def name(article_id: str, path: str | None) -> str:
    """Return what an article is called by, with its path where that says more than the id."""
    shown = neutralise(article_id)
    # Most ids are the path below the indexed folder.
    if path is None or path.replace("\\", "/").endswith(article_id):
        return shown
    return f"{shown} ({neutralise(path)})"


def _title(hit: Hit) -> tuple[Piece, ...]:
    if hit.title:
        return highlighted(hit.title, hit.title_highlights, style="title", match="title-match")
    opening = hit.passages[0].text.split(maxsplit=_TITLE_WORDS) if hit.passages else []
    if not opening:
        return (Piece(neutralise(hit.id), "title"),)
    more = "…" if len(opening) > _TITLE_WORDS else ""
    return (Piece(neutralise(" ".join(opening[:_TITLE_WORDS])) + more, "title"),)


def _passage(passage: Passage) -> tuple[Piece, ...]:
    before = (Piece("… ", "faint"),) if passage.cut_before else ()
    after = (Piece(" …", "faint"),) if passage.cut_after else ()
    return (*before, *highlighted(passage.text, passage.highlights), *after)


def _totals(results: Results, words: Words) -> str:
    found = results.total + results.partial
    parts = [words.say("search.total", count=results.total)]
    if results.partial:
        parts = [f"{parts[0]}, {words.say('search.total-partial', count=results.partial)}"]
    if results.hits and len(results.hits) < found:
        first, last = (words.number(hit.rank) for hit in (results.hits[0], results.hits[-1]))
        ranks = first if first == last else f"{first}–{last}"
        parts.append(words.say("search.shown", ranks=ranks))
    parts.append(f"{words.number(results.took_ms, 1)} ms")
    return " · ".join(parts)
