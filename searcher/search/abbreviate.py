"""The other way of saying it: full forms for abbreviations of a query, abbreviations for full forms.

"UBND tỉnh" is also *"ủy ban nhân dân" tỉnh*, and the other way round. What stands for what tell a
shipped table and the articles themselves. The query with its replacements is searched for besides
the one typed, and counts less (``alternatives``). Not for learning abbreviations (``searcher.index``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final, NamedTuple

from searcher.index.definitions import Definition
from searcher.search.results import Change
from searcher.search.runs import Run
from searcher.text import Agreement, Token, agreement
from searcher.text.abbreviations import LEFT_OUT, known_abbreviations
from searcher.text.syllable import is_syllable

# "Thành phố" and its like are in every other query; their abbreviations would add little.
_FEWEST_SYLLABLES: Final = 3
_MOST_SYLLABLES: Final = 9
# BTV is a committee and an editor. Further meanings are rare.
_MOST_FORMS: Final = 2
# Two letters are soon two words' initials by chance: one article is not enough.
_CERTAIN: Final = 3
_FEWEST_ARTICLES: Final = 2
# Each further way to put a query costs as much as the query.
_MOST_PLACES: Final = 3
# In more words than these an abbreviation is a small part of what is asked.
_FEW_WORDS: Final = 6


class _Place(NamedTuple):
    """A stretch of a query that can be put otherwise: from, to, and in which ways."""

    start: int
    end: int
    ways: tuple[str, ...]
    quoted: bool


class AbbreviationBook:
    """What stands for what in one index.

    Args:
        learnt: What its articles define; goes before the shipped table.
    """

    def __init__(self, learnt: Iterable[Definition] = ()) -> None:
        # Folded abbreviation → (the abbreviation, its full form), the most usual first.
        self._forms: dict[str, list[tuple[str, str]]] = {}
        for definition in sorted(learnt, key=lambda each: -each.articles):
            if definition.articles < _FEWEST_ARTICLES and len(definition.folded) < _CERTAIN:
                continue
            self._forms.setdefault(definition.folded, []).append(
                (definition.short, definition.full)
            )
        for folded, forms in known_abbreviations().items():
            self._forms.setdefault(folded, []).extend(forms)

    @property
    def letters(self) -> Collection[str]:
        """All abbreviations, folded."""
        return self._forms.keys()

    def full_forms(self, short: str) -> tuple[str, ...]:
        """Return what an abbreviation stands for, the most usual first.

        Args:
            short: Its folded form.
        """
        forms = dict.fromkeys(full for _, full in self._forms.get(short, ()))
        return tuple(forms)[:_MOST_FORMS]

    def abbreviation(self, initials: str, words: Sequence[Token]) -> str | None:
        """Return the abbreviation of a row of words, which may have any share of their marks.

        Args:
            initials: The first letters of the words, those left out in abbreviations excepted.
            words: The words.
        """
        for short, full in self._forms.get(initials, ()):
            syllables = full.split(" ")
            if len(syllables) == len(words) and all(map(_agree, words, syllables)):
                return short.upper()
        return None


def _agree(word: Token, syllable: str) -> bool:
    return agreement(word.marked, syllable) not in (None, Agreement.CONFLICTING)


def otherwise(
    query: str, runs: Sequence[Run], book: AbbreviationBook
) -> list[tuple[str, tuple[Change, ...]]]:
    """Put a query in other ways.

    Args:
        query: As it is searched for.
        runs: Its wanted words.
        book: What stands for what.

    Returns:
        Other queries, and what was replaced in each: every place alone in all its ways, and all
        places together. Of a long query only one, all places in their most usual ways.
    """
    shouting = query.isupper() and sum(len(run.tokens) for run in runs) > 1
    places = [place for run in runs for place in _places(run, book, shouting)][:_MOST_PLACES]
    single = [[(place, way)] for place in places for way in place.ways]
    together = [[(place, place.ways[0]) for place in places]] if len(places) > 1 else []
    if len(places) > 1:
        single = [[(place, place.ways[0])] for place in places]
    if places and sum(len(run.tokens) for run in runs) > _FEW_WORDS:
        return [_put(query, (together or single)[0])]
    return [_put(query, chosen) for chosen in (*single, *together)]


def _put(query: str, chosen: Sequence[tuple[_Place, str]]) -> tuple[str, tuple[Change, ...]]:
    parts: list[str] = []
    done = 0
    for place, way in chosen:
        parts += [query[done : place.start], way if place.quoted else f'"{way}"']
        done = place.end
    replaced = tuple(Change(query[place.start : place.end], way) for place, way in chosen)
    return "".join([*parts, query[done:]]), replaced


def _places(run: Run, book: AbbreviationBook, shouting: bool) -> list[_Place]:
    found: list[_Place] = []
    # The glued form of KT-XH goes before its parts.
    known = book.letters
    short = [token for token in run.tokens if token.folded in known]
    for token in sorted(short, key=lambda t: (t.start, -t.end)):
        if _is_abbreviation(token, shouting) and _free(token.start, token.end, found):
            ways = book.full_forms(token.folded)
            found.append(_Place(token.start, token.end, ways, run.quoted))
    words = _words(run.tokens)
    initials = "".join([word.folded[0] for word in words])
    # As in abbreviations: without the words that have no letter there.
    kept = ["" if word.folded in LEFT_OUT else word.folded[0] for word in words]
    shortened = "" in kept
    for size in range(min(_MOST_SYLLABLES, len(words)), _FEWEST_SYLLABLES - 1, -1):
        rows = [slice(first, first + size) for first in range(len(words) - size + 1)]
        for row in rows if shortened else [row for row in rows if initials[row] in known]:
            way = book.abbreviation(initials[row], words[row])
            if way is None and "" in kept[row]:
                way = book.abbreviation("".join(kept[row]), words[row])
            if way is None:
                continue
            start, end = words[row][0].start, words[row][-1].end
            if _free(start, end, found):
                found.append(_Place(start, end, (way,), run.quoted))
    return sorted(found)


def _words(tokens: Iterable[Token]) -> list[Token]:
    words: list[Token] = []
    for token in tokens:
        if not words or words[-1].position != token.position:
            words.append(token)
    return words


def _free(start: int, end: int, taken: Iterable[_Place]) -> bool:
    return all(end <= place.start or place.end <= start for place in taken)


def _is_abbreviation(token: Token, shouting: bool) -> bool:
    """Whether a word is meant as an abbreviation: by its capitals, or because it is no syllable."""
    letters = [char for char in token.text if char.isalpha()]
    capitals = len(letters) > 1 and all(map(str.isupper, letters)) and not shouting
    return capitals or not is_syllable(token.marked)
