"""Words that stand together: occurrences of slots at successive positions.

An occurrence is one int64, ``document << KEY_SHIFT | position``, so that "next to" is "plus one"
and everything is done on whole arrays. Only articles that hold all the words are looked at. Not for
deciding what a phrase is worth (``scoring``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.index.reader import KEY_SHIFT, IndexReader
from searcher.index.variants import joined
from searcher.search.plan import Phrase
from searcher.search.scoring import Bools, Docs, PhrasePostings, Scorer, in_both
from searcher.search.slots import Slot

Keys = NDArray[np.int64]


class Occurrences:
    """Where some slots occur in some articles, with marks that agree.

    Args:
        reader: The index.
        field: ``"title"`` or ``"body"``.
        docs: Document numbers, ascending and distinct.
        slots: The slots to look for.
    """

    def __init__(self, reader: IndexReader, field: str, docs: Docs, slots: Sequence[Slot]) -> None:
        terms = dict.fromkeys(term for slot in slots for term in slot.agreeing)
        self._numbers = {term: number for number, term in enumerate(terms)}
        self._keys, self._which = reader.occurrences(field, docs, list(terms))

    def of(self, slot: Slot) -> Keys:
        """The occurrences of one of the slots, ascending and distinct."""
        member = np.zeros(len(self._numbers), dtype=np.bool_)
        member[[self._numbers[term] for term in slot.agreeing]] = True
        keys = self._keys[member[self._which]]
        return keys[_first_of_run(keys)] if len(slot.forms) > 1 else keys


def _first_of_run(keys: Keys) -> NDArray[np.bool_]:
    """Which of ascending keys differ from the one before: alternatives share their position."""
    first = np.ones(len(keys), dtype=np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=first[1:])
    return first


def documents(keys: Keys) -> Docs:
    """The document number of every key."""
    found: Docs = keys >> KEY_SHIFT
    return found


def followed_by(first: Keys, second: Keys) -> Keys:
    """Those of ``second`` that come directly after one of ``first``; both ascending."""
    if not len(first) or not len(second):
        return second[:0]
    wanted = first + 1
    at = np.searchsorted(second, wanted)
    at[at == len(second)] = 0
    found: Keys = wanted[second[at] == wanted]
    return found


def shortly_after(ends: Keys, starts: Keys, following: Keys, most: int) -> tuple[Keys, Keys]:
    """Extend beginnings of a loose phrase by its next word.

    Args:
        ends: Where the last word so far stands, ascending.
        starts: Where its first word stands, as late as possible; ascending, too.
        following: Where the next word stands, ascending.
        most: How far that may be from the first word, in positions.

    Returns:
        The same for one word more: for each occurrence of the next word the latest beginning before
        it, if that is near enough.
    """
    before = np.searchsorted(ends, following) - 1
    following, before = following[before >= 0], before[before >= 0]
    begun = starts[before]
    # Positions of different articles are far apart, as numbers.
    close = following - begun <= most
    return following[close], begun[close]


def phrase_postings(scorer: Scorer, phrase: Phrase) -> PhrasePostings:
    """The articles that hold a phrase in any of its ways, and how often they do over all fields.

    Args:
        scorer: Of the index.
        phrase: The ways it may be written; an occurrence of any of them counts.
    """
    ways = tuple(tuple((slot.forms, slot.as_typed) for slot in way) for way in phrase.ways)
    key = ways, phrase.slop, phrase.fields
    known = scorer.phrases.get(key)
    return known or scorer.phrases.keep(key, _postings(scorer, phrase))


def phrase_holders(scorer: Scorer, phrase: Phrase) -> Bools:
    """Which articles hold a phrase, bool of shape ``[size]``."""
    holding = np.zeros(scorer.reader.size, dtype=np.bool_)
    holding[phrase_postings(scorer, phrase).docs] = True
    return holding


def _postings(scorer: Scorer, phrase: Phrase) -> PhrasePostings:
    found = [each for written in phrase.ways for each in _holders(scorer, phrase, written)]
    docs = joined([docs for docs, _ in found], np.int64)
    shares = joined([shares for _, shares in found], np.float64)
    # Of each way and field in order, so that little is left to do.
    order = docs.argsort(kind="stable")
    docs = docs[order]
    first = np.flatnonzero(_first_of_run(docs))
    if not len(first):
        return PhrasePostings(docs, np.zeros(0, np.float32))
    frequencies = np.add.reduceat(shares[order], first, dtype=np.float64)
    return PhrasePostings(docs[first], frequencies.astype(np.float32))


def _holders(
    scorer: Scorer, phrase: Phrase, written: Sequence[Slot]
) -> Iterator[tuple[Docs, NDArray[np.floating[Any]]]]:
    """Where a phrase stands in one of its ways: articles, and what its standing there is worth.

    Yields:
        Document numbers, ascending, as often as there is something to add.
    """
    reader, norms = scorer.reader, scorer.norms
    first = written[0].agreeing
    if len(written) == 1 and len({folded for folded, _ in first}) == 1:
        # Of words with the same letters one at most stands at a place: those there are were counted.
        for field, term in product(phrase.fields, first):
            docs, frequencies = reader.postings(field, *term)
            yield docs, frequencies * norms[field][docs]
        return
    docs = _holding_all(scorer, written)
    for field in phrase.fields if len(docs) else ():
        if phrase.slop:
            ends = _loose_ends(Occurrences(reader, field, docs, written), written, phrase.slop)
        else:
            ends = reader.phrase_ends(field, docs, [slot.agreeing for slot in written])
        holders = documents(ends)
        yield holders, norms[field][holders]


def _loose_ends(occurrences: Occurrences, written: Sequence[Slot], slop: int) -> Keys:
    """Where a phrase ends that may have so many words in between."""
    starts = ends = occurrences.of(written[0])
    for words, slot in enumerate(written[1:], 1):
        ends, starts = shortly_after(ends, starts, occurrences.of(slot), words + slop)
    return ends


def _holding_all(scorer: Scorer, slots: Sequence[Slot]) -> Docs:
    """The articles that hold every slot somewhere, ascending."""
    first, *others = sorted(
        map(scorer.pooled, dict.fromkeys(slots)), key=lambda pool: pool.documents
    )
    docs = first.holding()
    for other in others:
        docs = other.among(docs)
    return docs


def in_all(pools: Sequence[Docs]) -> Docs:
    """The articles that are in each of some lists, one at least, all of them ascending."""
    docs, *others = sorted(pools, key=len)
    for other in others:
        docs = in_both(docs, other)
    return docs
