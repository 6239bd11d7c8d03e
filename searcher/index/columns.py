"""What every article has one of at most, as arrays over the whole index: author, section, source.

A column gives each article the number of its value, so that filtering and counting are a look-up in
an array, however many articles there are. Values are taken from the dictionary: nothing of an
article is read, except for one spelling of a value that is shown. Not for the days of articles,
which the reader has as an array of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from searcher.articles.model import USUAL_ENCODING, Article
from searcher.index.folder import damage_reported
from searcher.index.manifest import CATALOG, Files, Manifest
from searcher.index.schema import ENCODING, SEPARATOR, decode_term
from searcher.index.variants import joined
from searcher.index.whoosh_adapter.segment import Segment

MISSING = -1
"""The code of an article that has no value."""


class Value(NamedTuple):
    """A value of a column; spellings that differ in case, spaces or punctuation only are one.

    Attributes:
        folded: Its words without marks.
        marked: Its words in canonical form.
    """

    folded: str
    marked: str


@dataclass(frozen=True, slots=True)
class Column:
    """One field of every article.

    Attributes:
        values: The distinct values of live articles, sorted.
        codes: Which of them each article has, ``MISSING`` for none or for a deleted article; int32
            of shape ``[size]``.
        examples: An article that has it, for every value; int64 of shape ``[values]``.
    """

    values: tuple[Value, ...]
    codes: NDArray[np.int32]
    examples: NDArray[np.int64]


class Columns:
    """The columns of one generation, each read when it is first asked for and then kept.

    Args:
        path: The folder of the index.
        manifest: That of the generation.
        segments: Its segments.
    """

    def __init__(self, path: Path, manifest: Manifest, segments: Sequence[Segment]) -> None:
        self._path = path
        self._manifest = manifest
        self._segments = segments
        self._columns: dict[str, Column] = {}
        self._spellings: dict[tuple[str, int], str] = {}

    def column(self, field: str) -> Column:
        """Return a filter field (``schema.FILTER_FIELDS``)."""
        found = self._columns.get(field)
        if found is None:
            with damage_reported(self._path):
                found = self._columns[field] = self._read(field)
        return found

    def spelling(self, field: str, code: int) -> str:
        """Return a value of a filter field as one of the articles spells it."""
        key = (field, code)
        found = self._spellings.get(key)
        if found is None:
            example = int(self.column(field).examples[code])
            for segment in self._segments:
                if example < segment.size:
                    break
                example -= segment.size
            with damage_reported(self._path):
                value = getattr(segment.article(example), field)
            found = self._spellings[key] = " ".join(str(value).split())
        return found

    @cached_property
    def dates(self) -> NDArray[np.int32]:
        """The day of every article as an ordinal, 0 when unknown; int32 of shape ``[size]``."""
        return joined([segment.dates for segment in self._segments], np.int32)

    @cached_property
    def title_ranks(self) -> NDArray[np.int64]:
        """The place of every article by title, see ``title_order``; int64 of shape ``[size]``."""
        from searcher.index.title_order import title_ranks  # other queries need not wait for it

        with damage_reported(self._path):
            return title_ranks(self._segments)

    @cached_property
    def files(self) -> Mapping[str, str]:
        """The file every article was read from, by the article's id: a POSIX path."""
        with damage_reported(self._path):
            from searcher.index.catalog_database import places  # other queries need not wait for it

            try:
                on_disk = Files(self._path, self._manifest.files)
                return places(on_disk.verified(self._manifest.part(CATALOG)))
            except FileNotFoundError:
                # A writer has published the next generation since this one was opened.
                return self._files_of_articles()

    @property
    def encodings(self) -> tuple[tuple[str, int], ...]:
        """What the articles were in, and how many in each; the most frequent first."""
        column = self.column(ENCODING)
        others = np.bincount(column.codes[column.codes >= 0], minlength=len(column.values))
        live = sum(int(segment.live.sum()) for segment in self._segments)
        counts = Counter({USUAL_ENCODING: live - int(others.sum())})
        # A value is known by its words; an article that has it knows its name.
        for example, count in zip(column.examples.tolist(), others.tolist(), strict=True):
            counts[self._article(example).encoding] += count
        return tuple((name, count) for name, count in counts.most_common() if count)

    def _article(self, doc: int) -> Article:
        for segment in self._segments:
            if doc < segment.size:
                return segment.article(doc)
            doc -= segment.size
        raise IndexError(f"there is no document {doc}")

    def _files_of_articles(self) -> Mapping[str, str]:
        """The same, from the articles themselves: a second for 30,000 of them."""
        articles = (
            segment.article(doc)
            for segment in self._segments
            for doc in segment.live.nonzero()[0].tolist()
        )
        return {article.id: article.path or "" for article in articles}

    def _read(self, field: str) -> Column:
        parts = [segment.prefix(field, b"") for segment in self._segments]
        terms = sorted({term for found, _, _, _ in parts for term in found})
        numbers = {term: number for number, term in enumerate(terms)}
        codes = []
        examples = np.zeros(len(terms), dtype=np.int64)
        base = 0
        for segment, (found, docs, _, counts) in zip(self._segments, parts, strict=True):
            own = np.full(segment.size, MISSING, dtype=np.int32)
            which = np.repeat(np.array([numbers[term] for term in found], dtype=np.int32), counts)
            own[docs] = which
            examples[which] = docs + base
            codes.append(own)
            base += segment.size
        pairs = (decode_term(term).partition(SEPARATOR) for term in terms)
        values = tuple(Value(folded, marked) for folded, _, marked in pairs)
        return Column(values, joined(codes, np.int32), examples)
