"""The abbreviations that articles define themselves ("Ủy ban nhân dân (UBND)"), kept in the lexicon.

They are learnt from all articles as they are indexed and kept as the words are: beside the postings,
through every later run, and from articles that are gone, too. In the lexicon such a definition is an
entry of its own kind, which no word can be: ``~`` and its letters before its full form. Not for
finding them in a text (``text.definitions``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from searcher.index.lexicon import Lexicon
from searcher.text.definitions import definitions

_MARK: Final = "~"
# An article defines a handful; one that defines hundreds is a glossary, and may.
_MOST_OF_ONE_ARTICLE: Final = 500


class Definition(NamedTuple):
    """An abbreviation and what it stands for.

    Attributes:
        folded: The abbreviation without marks.
        short: The same in canonical form, small letters.
        full: Its full form in canonical marked form.
        articles: How many articles defined it so.
    """

    folded: str
    short: str
    full: str
    articles: int


class DefinitionCounter:
    """Counts the definitions of articles as they come by."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def offer(self, paragraphs: Iterable[str]) -> None:
        """Take the definitions of one article."""
        found = {
            f"{_MARK} {short} {full}": None
            for paragraph in paragraphs
            if "(" in paragraph
            for short, full in definitions(paragraph)
        }
        self._counts.update(list(found)[:_MOST_OF_ONE_ARTICLE])

    @property
    def counts(self) -> Mapping[str, int]:
        """Entries of a lexicon and in how many articles they stood."""
        return self._counts


def definitions_of(lexicon: Lexicon) -> list[Definition]:
    """Return the definitions a lexicon holds, by abbreviation, the most frequent full form first."""
    found = []
    for word in lexicon.starting_with(_MARK + " "):
        _, short, full = word.marked.split(" ", 2)
        found.append(Definition(word.folded.split(" ", 2)[1], short, full, word.frequency))
    return sorted(found, key=lambda each: (each.folded, -each.articles, each.full))
