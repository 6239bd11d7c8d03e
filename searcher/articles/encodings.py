"""What the encoding of a file means for its articles: it is noted, and undone where it is one twice.

Not for finding out the encoding of bytes: see ``searcher.text.decode``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from searcher.articles.model import Article, Problem
from searcher.text.decode import SAVED_AS_UTF_8, UTF_8, Decoded, place_of_first_lost, recover
from searcher.text.legacy import reread


def in_encoding(items: Iterable[Article | Problem], encoding: str) -> Iterator[Article | Problem]:
    """Note on articles what the file was in that they come from."""
    for item in items:
        if encoding != UTF_8 and isinstance(item, Article):
            yield dataclasses.replace(item, encoding=encoding)
        else:
            yield item


def with_recovered(
    items: Iterable[Article | Problem], encoding: str | None
) -> Iterator[Article | Problem]:
    """Recover single records that were saved as UTF-8 while their letters were older bytes.

    Args:
        items: What a file of records holds. Each record may come from somewhere else.
        encoding: As for ``searcher.text.decode.decode``.
    """
    for item in items:
        if not isinstance(item, Article):
            yield item
            continue
        found = recover("\n".join((item.title, *item.body)), encoding)
        yield item if found is None else _recovered(item, found)


def letters_lost(path: str, decoded: Decoded, *, line: int | None = None) -> Problem:
    """Say that letters of a file could not be converted.

    Args:
        path: The file.
        decoded: What was read.
        line: Of a file of which ``decoded`` is one line, its number.
    """
    first, column = place_of_first_lost(decoded.text)
    details: dict[str, object] = {"encoding": decoded.encoding, "count": decoded.lost}
    return Problem(path, "letters-lost", {**details, "line": line or first, "column": column})


def _recovered(article: Article, found: Decoded) -> Article:
    older = found.encoding.removesuffix(SAVED_AS_UTF_8)

    def recovered(text: str) -> str:
        return reread(text, older)

    return dataclasses.replace(
        article,
        title=recovered(article.title),
        body=tuple(map(recovered, article.body)),
        author=article.author and recovered(article.author),
        section=article.section and recovered(article.section),
        source=article.source and recovered(article.source),
        encoding=found.encoding,
    )
