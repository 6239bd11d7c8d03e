"""The headlines that hold what is being typed, as queries to offer.

Not for finding articles by their titles (``searcher``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from searcher.index import IndexReader
from searcher.search.beside import Term
from searcher.search.query_signs import ANY_SIGN, words_of
from searcher.text import Agreement, tokenize
from searcher.text.unfinished import Unfinished

_MOST_READ: Final = 4
_MOST_REMEMBERED: Final = 512
# The field of a title may hold a whole paragraph.
_LONGEST: Final = 120


def headlines(
    reader: IndexReader,
    before: Sequence[Sequence[Term]],
    unfinished: Unfinished,
    known: dict[int, str],
) -> Iterator[str]:
    """Yield headlines that hold what is being typed, as queries; those that begin with it first.

    Args:
        reader: The index.
        before: The forms that each finished word may be meant in.
        unfinished: The word that is being typed.
        known: Titles by document number, which were read for a keystroke before; changed.
    """
    docs = reader.vocabulary.headlines.holding(before, unfinished.folded)
    found: list[tuple[int, str]] = []
    for doc in docs[::-1][:_MOST_READ].tolist():
        if len(known) >= _MOST_REMEMBERED:
            known.clear()
        title = known.get(doc)
        if title is None:
            title = known[doc] = " ".join(reader.article(doc).title.split())
        at = _where(title, before, unfinished)
        if at is not None and len(title) <= _LONGEST:
            found.append((at, " ".join(words_of(title)) if ANY_SIGN.search(title) else title))
    for _, title in sorted(found, key=lambda each: each[0]):
        # What would still be an operator is in no headline's interest.
        if not ANY_SIGN.search(title):
            yield title


def _where(title: str, before: Sequence[Sequence[Term]], unfinished: Unfinished) -> int | None:
    """At which word of a headline begins what was typed."""
    marked = [token.marked for token in tokenize(title)]
    wanted = [{form for _, form in forms} for forms in before]
    for start in range(len(marked) - len(before)):
        row = marked[start : start + len(before)]
        last = unfinished.fits(marked[start + len(before)])
        if (
            last is not None
            and last is not Agreement.CONFLICTING
            and all(word in forms for word, forms in zip(row, wanted, strict=True))
        ):
            return start
    return None
