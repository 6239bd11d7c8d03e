"""The key words of an article: what it speaks of often and the other articles of the index seldom.

Proper names are whole, words of several syllables are words of the index's lexicon; words that only
connect are left out. Not for finding articles that are alike (``related``).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from searcher.articles.model import Article
from searcher.index import IndexReader
from searcher.search.article_words import Term, Unit, Vocabulary, joined, says_something, units
from searcher.text.syllable import is_syllable

# How often two syllables are met together in an article and in the index, and how far they attract
# each other there, that are taken for a word; and how far if the article has them once only.
_TOGETHER = 2
_TOGETHER_IN_INDEX = 5
_ATTRACTED = 0.37
_ATTRACTED_ONCE = 0.55
# How much of a very long article is read: its first so many characters.
_MOST_CHARACTERS = 12_000
# The headline is worth so many further occurrences, and the first paragraph so many.
_TITLE = 2.0
_LEAD = 1.0
# What stands there once and not in the headline is mostly said in passing.
_ONCE = 0.6
# Repetition counts less and less.
_REPETITION = 0.75
# Beyond this rarity an article's own words are not more telling, only rarer.
_MOST_IDF = 7.0
# What is less rare than this share of the rarest there can be is in every second article.
_LEAST_RARITY = 0.15
# How often a word stands in an article that has it, roughly: what is counted are occurrences.
_BURST = 2.0
_SINGLE = 0.45
# What is worth less than this share of the best is none.
_LEAST_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A key word.

    Attributes:
        text: As the article writes it.
        terms: Its syllables, as (folded, marked).
        name: Whether it is a proper name.
        count: How often it stands in the article.
        idf: How rare it is in the index.
        weight: How much it says about the article; comparable within one article.
    """

    text: str
    terms: tuple[Term, ...]
    name: bool
    count: int
    idf: float
    weight: float


def key_terms(reader: IndexReader, article: Article, limit: int = 15) -> list[KeyTerm]:
    """Return the key words of an article, the most telling first.

    A word is worth ``tf ** 0.75 * idf``, tf counting the headline thrice. Its idf comes from how
    often its rarest pair of neighbouring syllables occurs in the index: pairs are counted there,
    phrases are not.

    Args:
        reader: The index.
        article: An article of it, or any other.
        limit: At most so many.
    """
    texts = [article.title]
    room = _MOST_CHARACTERS
    for paragraph in article.body:
        if room <= 0:
            break
        texts.append(paragraph[:room])
        room -= len(paragraph)
    vocabulary = Vocabulary(reader.lexicon)
    found = _settled([units(text, vocabulary) for text in texts])
    found = _with_new_words(reader, found)
    counted: dict[tuple[str, ...], list[Unit]] = defaultdict(list)
    for unit in (unit for part in found for unit in part if says_something(unit)):
        counted[unit.marked].append(unit)
    title, lead = ({unit.marked for unit in part} for part in (*found, [])[:2])
    terms = []
    least = _LEAST_RARITY * _idf(reader, 1)
    rarity = idfs(reader, [places[0].terms for places in counted.values()])
    for (marked, places), idf in zip(counted.items(), rarity, strict=True):
        if idf < least:
            continue
        name = any(unit.name for unit in places)
        frequency = len(places) + _TITLE * (marked in title) + _LEAD * (marked in lead)
        weight = frequency**_REPETITION * min(idf, _MOST_IDF)
        if len(places) == 1 and marked not in title:
            weight *= _ONCE
        if len(marked) == 1 and (not name or (len(places) == 1 and is_syllable(marked[0]))):
            weight *= _SINGLE
        text = _tidy(Counter(unit.text for unit in places).most_common(1)[0][0], name)
        terms.append(KeyTerm(text, places[0].terms, name, len(places), idf, weight))
    terms.sort(key=lambda term: (-term.weight, term.text))
    last = terms[0].weight * _LEAST_SHARE if terms else 0.0
    return _distinct([term for term in terms if term.weight >= last], limit)


def idfs(reader: IndexReader, words: Sequence[tuple[Term, ...]]) -> list[float]:
    """Return how rare words are in an index.

    Args:
        reader: The index.
        words: Each as its syllables.
    """
    numbers: dict[Term, int] = {}
    for word in words:
        for term in word:
            numbers.setdefault(term, len(numbers))
    pairs = [(a, b) for word in words for a, b in pairwise(word)]
    firsts = np.array([numbers[a] for a, _ in pairs], dtype=np.int64)
    seconds = np.array([numbers[b] for _, b in pairs], dtype=np.int64)
    alone, together = reader.neighbours.neighbour_counts(list(numbers), firsts, seconds)
    rest = iter(together.tolist())
    found = []
    for word in words:
        count = int(alone[numbers[word[0]]])
        if len(word) > 1:
            count = min(next(rest) for _ in word[1:])
        found.append(_idf(reader, count))
    return found


def _idf(reader: IndexReader, occurrences: int) -> float:
    return math.log1p(reader.article_count / (occurrences / _BURST + 0.5))


def _settled(parts: Sequence[Sequence[Unit]]) -> list[list[Unit]]:
    """Take doubtful capitals for what they are elsewhere in the article."""
    certain = {unit.marked for part in parts for unit in part if unit.certain}
    return [
        [unit._replace(name=True) if unit.marked in certain else unit for unit in part]
        for part in parts
    ]


def _with_new_words(reader: IndexReader, parts: Sequence[Sequence[Unit]]) -> list[list[Unit]]:
    """Take syllables for a word that the article has together again and again, and the index, too.

    What the lexicon does not know: terms of a trade, or everything in an index without words.
    """
    pairs = [[None, *(joined(*two) for two in pairwise(part)), None] for part in parts]
    counts = Counter(pair.terms for part in pairs for pair in part if pair)
    strengths = dict(zip(counts, _attraction(reader, list(counts)), strict=True))

    def strength(pair: Unit | None) -> float:
        if pair is None:
            return 0.0
        found = strengths[pair.terms]
        least = _ATTRACTED if counts[pair.terms] >= _TOGETHER else _ATTRACTED_ONCE
        return found if found >= least else 0.0

    result = []
    for part, own in zip(parts, pairs, strict=True):
        kept: list[Unit] = []
        free = True  # Whether the unit before is not already a part of a pair.
        for unit, pair, following in zip(part, own, own[1:], strict=False):
            # "bờ eo biển": eo belongs where it is attracted more.
            if pair and free and strength(pair) > strength(following):
                kept[-1] = pair
                free = False
            else:
                kept.append(unit)
                free = True
        result.append(kept)
    return result


def _attraction(reader: IndexReader, pairs: Sequence[tuple[Term, ...]]) -> list[float]:
    """How far neighbours attract each other, -1 to 1; 0 for rare ones.

    Normalised pointwise mutual information (Bouma, *Normalized (Pointwise) Mutual Information in
    Collocation Extraction*, 2009).
    """
    terms = list(dict.fromkeys(term for pair in pairs for term in pair))
    number = {term: place for place, term in enumerate(terms)}
    firsts, seconds = (
        np.array([number[pair[side]] for pair in pairs], dtype=np.int64) for side in (0, 1)
    )
    alone, together = reader.neighbours.neighbour_counts(terms, firsts, seconds)
    tokens = max(2, reader.neighbours.token_count)
    share = np.maximum(together, 1) / tokens
    expected = np.maximum(alone[firsts], 1) / tokens * (np.maximum(alone[seconds], 1) / tokens)
    strength = np.log(share / expected) / -np.log(share)
    found: list[float] = np.where(together < _TOGETHER_IN_INDEX, 0.0, strength).tolist()
    return found


def _tidy(text: str, name: bool) -> str:
    shown = " ".join(text.split())
    return shown if name or any(char.isupper() for char in shown[1:]) else shown.lower()


def _distinct(terms: Sequence[KeyTerm], limit: int) -> list[KeyTerm]:
    """The first terms, without those that are a part of another one."""
    kept: list[KeyTerm] = []
    for term in terms:
        part = any(_part_of(term, other) for other in kept)
        if not part:
            kept = [other for other in kept if not (_part_of(other, term) and other.name)]
            kept.append(term)
        if len(kept) == limit:
            break
    return kept


def _part_of(term: KeyTerm, other: KeyTerm) -> bool:
    width = len(term.terms)
    return any(
        other.terms[start : start + width] == term.terms
        for start in range(len(other.terms) - width + 1)
    )
