"""What stands behind words in the articles: looked up in some of them, and remembered.

Counts of neighbours know pairs, and count articles that are gone; here the articles themselves are
asked, so that what comes after two or three words is known, and that a phrase stands somewhere at
all. Few articles are enough for the one, and mostly for the other. Not for scores.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from searcher.index import IndexReader
from searcher.index.bounded_cache import BoundedCache
from searcher.index.continuations import Row, Term, Trail
from searcher.search.phrases import in_all
from searcher.search.scoring import Docs

_FIRST_LOOK: Final = 64
_MORE_EACH_TIME: Final = 4
# Occurrences in a first look after which no other one is taken.
_ENOUGH: Final = 50
_CACHE_BYTES: Final = 4 << 20
_MOST_REMEMBERED: Final = 4096

Words = Sequence[Sequence[Term]]
_Key = tuple[str, tuple[Row, ...]]


class Trails:
    """Asks one generation of an index; from one thread at a time.

    Args:
        reader: The index.
    """

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        self._trails: BoundedCache[_Key, Trail] = BoundedCache(_CACHE_BYTES)
        self._known: dict[_Key, bool] = {}

    def after(self, words: Words, field: str, *, thorough: bool = False) -> Trail:
        """What comes after words that stand side by side, in enough of the articles.

        Args:
            words: For each word, the forms that may stand for it.
            field: A text field.
            thorough: Whether to go on until something is found.
        """
        key = f"{field}{'!' * thorough}", tuple(tuple(forms) for forms in words)
        found = self._trails.get(key)
        if found is None:
            found = self._trails.keep(key, self._read(words, field, thorough=thorough))
        return found

    def side_by_side(self, words: Words, fields: Sequence[str]) -> bool:
        """Whether an article has words side by side.

        Args:
            words: For each word, the forms that may stand for it.
            fields: Text fields, any of them.
        """
        return any(self._stand(words, field) for field in fields)

    def _read(self, words: Words, field: str, *, thorough: bool) -> Trail:
        source = self._reader.vocabulary.continuations(field)
        docs = self._holding_all(words, field)
        # Every so manieth article: those of one day are about the same things.
        portions = -(-len(docs) // _FIRST_LOOK)
        look, trail = 1, Trail(())
        while look <= portions:
            step = max(1, portions // look)
            trail = source.trail(docs[::step], words)
            if trail.size >= _ENOUGH or step == 1:
                break
            if look > 1 and not thorough:
                break
            look *= _MORE_EACH_TIME
        return trail

    def _stand(self, words: Words, field: str) -> bool:
        key = field, tuple(tuple(forms) for forms in words)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            found = self._known[key] = self._look(words, field)
        return found

    def _look(self, words: Words, field: str) -> bool:
        docs = self._holding_all(words, field)
        if len(words) == 1:
            return bool(len(docs))
        done, size = 0, _FIRST_LOOK
        while done < len(docs):
            if len(self._reader.phrase_ends(field, docs[done : done + size], words)):
                return True
            done, size = done + size, size * _MORE_EACH_TIME
        return False

    def _holding_all(self, words: Words, field: str) -> Docs:
        """The articles that hold every one of some words, ascending."""
        return in_all([self._holding(forms, field) for forms in words])

    def _holding(self, forms: Sequence[Term], field: str) -> Docs:
        lists = [self._reader.postings(field, *form)[0] for form in forms]
        if len(lists) == 1:
            return lists[0]
        held = np.zeros(self._reader.size, np.bool_)
        for docs in lists:
            held[docs] = True
        return np.flatnonzero(held)
