"""Whether the articles of a segment agree with what the index says of them.

Every stored article is read, and its id, its day and the values of its filter fields are looked for
where they are looked up. Not for its words: those are compared with each other (``codec``), and came
from the text when it was indexed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from searcher.articles.model import Article
from searcher.index.catalog_database import contents
from searcher.index.document import filter_keys
from searcher.index.schema import FILTER_FIELDS, ID, NO_DATE, encode_term
from searcher.index.whoosh_adapter.segment import Segment


def catalog_contradictions(published: Path, articles: Mapping[str, bytes]) -> Iterator[str]:
    """Yield what a catalog says that is not so.

    Args:
        published: Its file.
        articles: The digest of the content of every article of the index, by id.

    Raises:
        ValueError: When it cannot be read.
    """
    listed = contents(published)
    if missing := sorted(listed.keys() - articles.keys()):
        yield f"it lists {len(missing)} articles that are not there, the first {missing[0]!r}"
    both = listed.keys() & articles.keys()
    if other := sorted(name for name in both if listed[name] != articles[name]):
        yield f"it lists {len(other)} articles with other contents, the first {other[0]!r}"
    if unknown := sorted(articles.keys() - listed.keys()):
        yield f"it does not list {len(unknown)} articles, the first {unknown[0]!r}"


class SegmentArticles:
    """The articles of one segment, read one after the other.

    Attributes:
        findings: What does not agree, complete when all articles have been read: a file's name and
            what is wrong with it.
    """

    def __init__(self, segment: Segment) -> None:
        """Take an open segment."""
        self._segment = segment
        self.findings: list[tuple[str, str]] = []

    def __iter__(self) -> Iterator[Article]:
        """Yield the live articles.

        Raises:
            CorruptSegment: When one cannot be read.
        """
        segment = self._segment
        expected: dict[str, defaultdict[bytes, list[int]]] = {
            name: defaultdict(list) for name in (ID, *FILTER_FIELDS)
        }
        days = np.full(segment.size, NO_DATE, np.int32)
        for doc in range(segment.size):
            article = segment.article(doc)
            expected[ID][encode_term(article.id)].append(doc)
            for name, key in filter_keys(article).items():
                expected[name][encode_term(key)].append(doc)
            if article.date is not None:
                days[doc] = article.date.toordinal()
            if segment.live[doc]:
                yield article
        for name, values in expected.items():
            terms, docs, _ = segment.arrays.prefix(name, b"")
            found = {term: list(map(int, own)) for term, own in zip(terms, docs, strict=True)}
            if found != values:
                file = segment.arrays.postings_file.name
                self.findings.append((file, f"the articles and the postings disagree ({name})"))
        if not np.array_equal(days, segment.dates):
            file = segment.arrays.dictionary_file.name.rpartition(".")[0] + ".date.col"
            self.findings.append((file, "the articles and their days disagree"))
