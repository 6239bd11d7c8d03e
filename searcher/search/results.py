"""What a search returns: plain values, ready to be shown by any face of the library."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, NamedTuple

from searcher.search.facets import Facet, FacetName


@dataclass(frozen=True, slots=True)
class Passage:
    """One to three sentences of an article that show why it matched.

    Attributes:
        text: The passage, a verbatim substring of the article's title or of one body paragraph.
        highlights: Half-open ``(start, end)`` spans of ``text`` in code points, in order and
            disjoint, each covering whole words.
        paragraph: Index of the paragraph in ``Article.body``.
        start: Offset of ``text`` within that paragraph, in code points.
        cut_before: Whether ``text`` begins in the middle of a sentence.
        cut_after: Whether ``text`` ends in the middle of a sentence.
    """

    text: str
    highlights: tuple[tuple[int, int], ...]
    paragraph: int
    start: int
    cut_before: bool
    cut_after: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One found article.

    Attributes:
        rank: 1 for the best of all, counted across pages.
        id: The article's id.
        title: Its headline, ``""`` when it has none.
        title_highlights: Spans of ``title``, like ``Passage.highlights``.
        date: Its day, if known.
        author: As written, if known.
        section: As written, if known.
        source: The publisher, if known.
        path: The file it was read from, if any.
        url: Where it came from, if known.
        score: Higher is better; comparable within one result list only.
        complete: Whether the article holds everything the query wants.
        passages: Up to three, best first.
    """

    rank: int
    id: str
    title: str
    title_highlights: tuple[tuple[int, int], ...]
    date: dt.date | None
    author: str | None
    section: str | None
    source: str | None
    path: str | None
    url: str | None
    score: float
    complete: bool
    passages: tuple[Passage, ...]


class Change(NamedTuple):
    """A part of a query, and what stands for it.

    Attributes:
        typed: As it stands in the query.
        meant: What is searched for in its place, or besides it.
    """

    typed: str
    meant: str


class Suggestion(NamedTuple):
    """Another query that may have been meant.

    Attributes:
        text: The query.
        why: ``"marks"``: the same words with the marks that were likely left out; ``"spelling"``:
            with other words for those that hardly any article holds or that do not go with their
            neighbours, or another tone.
    """

    text: str
    why: Literal["marks", "spelling"]


@dataclass(frozen=True, slots=True)
class Understood:
    """What a query was taken to mean.

    Attributes:
        text: The query as it was searched for: as typed, but for what was decoded or corrected.
        decoded: The words that were read as keystrokes of Telex, VNI or VIQR.
        expanded: What was also looked for: full forms and abbreviations, which count less where
            they alone are found, and other tones for words in a tone that was probably wrong.
        corrected: The words that were changed because nothing at all was found with them.
        restored: ``text`` with the marks that were most likely meant; ``None`` when it has them.
        suggestions: What else may have been meant, the likeliest first; never ``text`` itself.
    """

    text: str
    decoded: tuple[Change, ...] = ()
    expanded: tuple[Change, ...] = ()
    corrected: tuple[Change, ...] = ()
    restored: str | None = None
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Hits that have something in common.

    Attributes:
        by: What they have in common.
        value: As one of them spells it; a year ``2019``, a month ``2019-07``; ``None``: unknown.
        count: How many articles there are of it.
        hits: The first of them.
    """

    by: FacetName
    value: str | None
    count: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits and what is known of all of them.

    Attributes:
        query: The query as it was typed.
        total: Number of articles that hold everything the query wants.
        partial: Number of articles that hold only some of it (0 when all of it is required).
        took_ms: Wall-clock time of the search in milliseconds.
        hits: The page asked for, in order; those of one group after those of the other when they
            are grouped.
        offset: How many hits, or groups, come before this page.
        listed: How many hits, or groups, all pages together have.
        understood: What the query was taken to mean.
        facets: What was to be counted.
        groups: The groups of this page, when hits are grouped.
    """

    query: str
    total: int
    partial: int
    took_ms: float
    hits: tuple[Hit, ...]
    offset: int
    listed: int
    understood: Understood
    facets: tuple[Facet, ...] = ()
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class Highlights:
    """Where a query matches one article.

    Attributes:
        title: Half-open spans of the headline in code points.
        body: The same for every paragraph.
    """

    title: tuple[tuple[int, int], ...]
    body: tuple[tuple[tuple[int, int], ...], ...]


CompletionKind = Literal["word", "phrase", "title", "field", "value", "operator"]
Language = Literal["vi", "en"]
"""Of the names that are offered."""


@dataclass(frozen=True, slots=True)
class Completion:
    """Something to put in the place of a part of what was typed.

    Attributes:
        text: What to insert.
        start: Where the part begins that it replaces, in code points of the text.
        end: Where it ends.
        display: What to show; without the quotation marks that the query needs.
        kind: What it is.
        count: How often it stands in the articles; of a value, how many articles have it; 0 where
            that is not counted.
    """

    text: str
    start: int
    end: int
    display: str
    kind: CompletionKind
    count: int = 0
