"""Which articles may be found at all, by what is known of them: day, source, section, author, id, file.

A filter is a mask over document numbers, made from the columns of the index without a look at any
article. Not for the words of a text, and never part of a score.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase, translate

import numpy as np
from numpy.typing import NDArray

from searcher.articles.plain import plain
from searcher.errors import EmptyName
from searcher.index import IndexReader
from searcher.index.columns import Value
from searcher.index.schema import AUTHOR, NO_DATE, SECTION, SOURCE
from searcher.text import Agreement, Token, agreement, tokenize

Bools = NDArray[np.bool_]

_NEAR = 3

NONE = "-"
"""As the name of a source, section or author: the articles for which none is known."""

ANY_WITH = "*"
"""Behind a name: also what has further words."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What an article must be. Alternatives within a field, all fields together.

    Names are those of ``names``; ids and paths those of ``with_ids`` and ``from_files``.

    Attributes:
        since: The first day. An article without a date is not found when a day is wanted.
        until: The last day.
        sources: Publishers.
        sections: Rubrics.
        authors: Who signed it.
        ids: Ids of articles.
        paths: Files or folders they were read from.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    sources: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return self != EVERYTHING


EVERYTHING = Filters()


def allowed(reader: IndexReader, filters: Filters) -> Bools:
    """Return which articles pass all filters, bool of shape ``[size]``.

    Raises:
        EmptyName: When a name holds no word.
    """
    mask: Bools = reader.live().copy()
    if filters.since is not None or filters.until is not None:
        mask &= dated(reader, filters.since, filters.until)
    for field, names in (
        (SOURCE, filters.sources),
        (SECTION, filters.sections),
        (AUTHOR, filters.authors),
    ):
        if names:
            mask &= named(reader, field, names)
    if filters.ids:
        mask &= with_ids(reader, filters.ids)
    if filters.paths:
        mask &= from_files(reader, filters.paths)
    return mask


def dated(reader: IndexReader, since: dt.date | None, until: dt.date | None) -> Bools:
    """Return which articles are of a span of days, both ends included; never one without a date."""
    days = reader.columns.dates
    first = NO_DATE + 1 if since is None else since.toordinal()
    mask: Bools = reader.live() & (days >= first)
    if until is not None:
        mask = mask & (days <= until.toordinal())
    return mask


def named(reader: IndexReader, field: str, names: Iterable[str]) -> Bools:
    """Return which articles have one of some names in a filter field.

    A name is compared like the words of a query: without regard to case and punctuation, marks that
    were not typed are free. It may be a part of the whole ("trẻ" for Tuổi Trẻ), unless there is a
    value of just these words: then only that one is meant, without a ``*`` behind the name.

    Args:
        reader: The index.
        field: ``schema.SOURCE``, ``SECTION`` or ``AUTHOR``.
        names: As typed; ``NONE`` stands for articles without one.

    Raises:
        EmptyName: When a name holds no word.
    """
    column = reader.columns.column(field)
    # The last place is that of articles without a value: their code is -1.
    wanted = np.zeros(len(column.values) + 1, dtype=np.bool_)
    for name in names:
        if name.strip() == NONE:
            wanted[-1] = True
        else:
            wanted[matching_values(column.values, name, field)] = True
    found: Bools = wanted[column.codes]
    if wanted[-1]:
        found &= reader.live()
    return found


def matching_values(values: Sequence[Value], name: str, field: str) -> list[int]:
    """Return which values of a column a name means, see ``named``; empty when none."""
    typed = _words(name)
    if not typed:
        raise EmptyName(field=field, name=name)
    marked = [token.marked for token in typed]
    folded = f" {' '.join(token.folded for token in typed)} "
    parts = [
        number
        for number, value in enumerate(values)
        if folded in f" {value.folded} " and _agrees(marked, value)
    ]
    whole = [number for number in parts if len(values[number].marked.split(" ")) == len(typed)]
    return parts if name.rstrip().endswith(ANY_WITH) else whole or parts


def near_values(reader: IndexReader, field: str, name: str) -> list[str]:
    """Return up to three values spelt like a name that is none, nearest first, as articles spell them.

    When nothing is like it, the values that most articles have.
    """
    from difflib import get_close_matches

    column = reader.columns.column(field)
    numbers = {value.folded: number for number, value in enumerate(column.values) if value.folded}
    folded = " ".join(token.folded for token in _words(name))
    alike = get_close_matches(folded, numbers, n=_NEAR)
    chosen = [numbers[each] for each in alike]
    if not chosen:
        counts = np.bincount(column.codes[column.codes >= 0], minlength=len(column.values))
        chosen = np.argsort(-counts, kind="stable")[:_NEAR].tolist()
    return [reader.columns.spelling(field, number) for number in chosen]


def _agrees(marked: Sequence[str], value: Value) -> bool:
    """Whether the words stand side by side in a value with marks that agree."""
    present = value.marked.split(" ")
    return any(
        all(
            agreement(word, other) not in (None, Agreement.CONFLICTING)
            for word, other in zip(marked, present[start:], strict=False)
        )
        for start in range(len(present) - len(marked) + 1)
    )


def _words(name: str) -> list[Token]:
    """The tokens of a name without the alternatives, as the values of a column have them."""
    return list({token.position: token for token in reversed(tokenize(name))}.values())[::-1]


def with_ids(reader: IndexReader, ids: Iterable[str]) -> Bools:
    """Return which articles have one of some ids; ``*`` and ``?`` stand for any characters.

    An id that there is is that one, whatever stands in it.
    """
    mask = np.zeros(reader.size, dtype=np.bool_)
    patterns = []
    for each in ids:
        doc = reader.find(each)
        if doc is not None:
            mask[doc] = True
        elif _is_pattern(each):
            patterns.append(each)
    if patterns:
        docs = reader.live().nonzero()[0]
        matchers = [re.compile(translate(pattern)).match for pattern in patterns]
        own = reader.ids_of(docs)
        mask[docs] |= np.array([any(match(each) for match in matchers) for each in own], np.bool_)
    return mask


def from_files(reader: IndexReader, paths: Iterable[str]) -> Bools:
    """Return which articles were read from some files, or from files below some folders.

    A path is any run of the names of which that of the file consists ("phap-luat" or
    "corpus/phap-luat" for everything in that folder, "a.txt" for any file of that name); from the
    beginning only, when it begins with a slash. ``*`` and ``?`` stand for any characters of one
    name. Case does not count, nor do marks that were not typed.
    """
    patterns = [_components(path) for path in paths]
    known: dict[str, bool] = {}
    mask = np.zeros(reader.size, dtype=np.bool_)
    for article_id, file in reader.columns.files.items():
        if file not in known:
            present = _components(file)
            known[file] = any(_runs_through(pattern, present) for pattern in patterns)
        if known[file] and (doc := reader.find(article_id)) is not None:
            mask[doc] = True
    return mask


def _components(path: str) -> list[str]:
    """The names a path consists of, ready to be compared; ``""`` before a leading slash."""
    text = unicodedata.normalize("NFC", path.strip()).casefold().replace("\\", "/")
    names = [name for name in text.split("/") if name not in ("", ".")]
    return ["", *names] if text.startswith("/") else names


def _runs_through(pattern: Sequence[str], present: Sequence[str]) -> bool:
    return any(
        all(
            fnmatchcase(name, each) or fnmatchcase(plain(name), each)
            for each, name in zip(pattern, present[start:], strict=False)
        )
        for start in range(len(present) - len(pattern) + 1)
        if pattern
    )


def _is_pattern(text: str) -> bool:
    return re.search(r"[*?]", text) is not None
