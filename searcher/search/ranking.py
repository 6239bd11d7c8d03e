"""From a query to the articles it finds, in order: understanding, planning, both stages, other words.

Puts the stages together; each is a module of its own. Where it is not clear which marks were meant,
what is found decides, and is ranked again. Not for what is shown of the articles that are
found (``searcher``).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, NamedTuple

import numpy as np

from searcher.errors import QueryError
from searcher.index import IndexReader
from searcher.index.definitions import definitions_of
from searcher.kernels.choosing import best_scores
from searcher.search.abbreviate import AbbreviationBook, otherwise
from searcher.search.alternatives import Scored, Together, together
from searcher.search.beside import Beside
from searcher.search.boolean import find
from searcher.search.candidates import everything
from searcher.search.feedback import ARTICLES, leaves_doubt, read_again
from searcher.search.filters import allowed
from searcher.search.listing import Listed, Listing, listed
from searcher.search.meant import with_meant
from searcher.search.mistaken import mistaken
from searcher.search.ordering import first
from searcher.search.plan import NOTHING, Plan
from searcher.search.planning import plan
from searcher.search.query_parser import literal as every_word
from searcher.search.query_parser import parse
from searcher.search.reading import settle
from searcher.search.rescoring import rescore
from searcher.search.restated import read_alike
from searcher.search.restore import Reading, read
from searcher.search.results import Change
from searcher.search.scoring import Scorer
from searcher.search.slips import looked_for, told
from searcher.search.slots import SlotBook
from searcher.search.spelling import corrected
from searcher.search.understand import (
    NOTHING_ASKED,
    Parser,
    Understanding,
    literally,
    spliced,
    tokens_meant,
    understand,
)
from searcher.search.weights import Weights
from searcher.text import tokenize

Mode = Literal["some", "all", "any"]

# A word that so few articles hold may be mistyped, when they are also all that is found.
_FEW = 2


class Asked(NamedTuple):
    """What a query asks of the index.

    Attributes:
        plan: What is looked for.
        reading: The marks that were most likely meant.
    """

    plan: Plan
    reading: Reading


@dataclass(frozen=True, slots=True)
class Ranking:
    """What matches, and the best of it in order.

    Attributes:
        understanding: What was asked, in words.
        reading: The marks that were most likely meant, going by the words alone.
        queries: What the query finds, and after it what it finds in other words.
        found: These taken together.
        listed: The first of them.
    """

    understanding: Understanding
    reading: Reading
    queries: tuple[Scored, ...]
    found: Together
    listed: Listed

    @property
    def total(self) -> int:
        """How many articles hold everything."""
        return int(np.count_nonzero(self.found.complete))

    @property
    def partial(self) -> int:
        """How many others match."""
        return int(np.count_nonzero(self.found.scores > 0)) - self.total

    @property
    def typed(self) -> Scored:
        """What the query finds in the words it was typed in."""
        return self.queries[0]

    def answered_by(self, doc: int) -> int:
        """By which of the queries an article counts."""
        return int(self.found.answers[doc]) if self.found.answers is not None else 0

    def factor(self, doc: int) -> float:
        """What the score of an article by that query is multiplied by."""
        number = self.answered_by(doc)
        return self.found.factors[number]


class Spelt(NamedTuple):
    """A query with other words for those that hardly any article holds.

    Attributes:
        text: Nothing else changed.
        marked: The marks restored, too.
        changes: What was changed in ``text``.
    """

    text: str
    marked: str
    changes: tuple[Change, ...]


class Ranker:
    """Ranks the articles of one index.

    Args:
        reader: The open index.
        weights: The parameters of ranking.
    """

    def __init__(self, reader: IndexReader, weights: Weights) -> None:
        self.reader = reader
        self.weights = weights
        self.scorer = Scorer(reader, weights)
        self._book = SlotBook(reader, weights)
        self._abbreviations: AbbreviationBook | None = None

    def ranking(
        self, query: str, mode: Mode, listing: Listing, *, lenient: bool, literal: bool
    ) -> Ranking:
        """Rank what a query finds; see ``Searcher.search``.

        Raises:
            QueryError: When the query cannot be understood.
        """
        if listing.filters and not query.strip():
            nothing = Asked(NOTHING, read(NOTHING, Beside(NOTHING, self.reader.neighbours)))
            return self._rank(NOTHING_ASKED, nothing, mode, listing)
        try:
            understanding = self.understood(query, literal=literal)
            asked = self.plan(query, understanding)
        except QueryError:
            if not lenient:
                raise
            understanding = self.understood(query, every_word, literal=literal)
            asked = self.plan(query, understanding)
        ranking = self._rank(understanding, asked, mode, listing)
        quoted = asked.plan.phrases and asked.plan.condition is None
        if lenient and not ranking.listed.length and quoted:
            understanding = self.understood(query, every_word, literal=literal)
            asked = self.plan(query, understanding)
            return self._rank(understanding, asked, mode, listing)
        return ranking

    def understood(
        self, query: str, parser: Parser = parse, *, literal: bool = False
    ) -> Understanding:
        """Parse a query, and read keystrokes in it unless it is to be taken literally.

        Raises:
            QueryError: When it cannot be parsed.
        """
        return literally(query, parser) if literal else understand(query, parser, self.reader)

    def plan(self, query: str, asked: Understanding) -> Asked:
        """Look up what a query can mean in the index, and what it most likely means.

        Raises:
            QueryError: When a pattern stands for too many words.
        """
        assert asked.tree is not None  # noqa: S101 - blank queries are not planned
        tokens = tokenize if not asked.meant else partial(tokens_meant, asked.meant, self.reader)
        planned = plan(asked.tree, self._book, query, tokens)
        neighbours = self.reader.neighbours
        beside = Beside(planned, neighbours)
        settled = settle(planned, beside, self._book)
        if settled is not planned:
            beside = Beside(settled, neighbours)
        wanted = looked_for(settled, beside) if asked.runs else settled
        reading = read(wanted, beside if wanted is settled else Beside(wanted, neighbours))
        return Asked(with_meant(wanted, reading, self._book, self.weights.sure), reading)

    def plans(self, query: str) -> list[Plan]:
        """Look up what a query can mean, and after it what it means in other words.

        Raises:
            QueryError: When the query cannot be understood.
        """
        understanding = self.understood(query)
        typed = self.plan(query, understanding)
        others = self._plans_otherwise(understanding, typed)
        return [typed.plan, *(other.plan for other, _ in others)]

    def spelling(self, ranking: Ranking) -> Spelt | None:
        """Return a query with the words that were likely meant for those hardly anything holds.

        Where there are none, with the word that was likely mistaken for another.

        Returns:
            ``None`` when nothing is likelier than what was typed.
        """
        few = ranking.total <= _FEW
        rare = {
            slot.marked
            for slot in ranking.typed.plan.slots
            if (slot.has_marks and not slot.is_syllable)
            or (few and (not slot.agreeing or self.scorer.pooled(slot).documents <= _FEW))
        }
        known = self.reader.vocabulary, self.reader.neighbours
        runs = ranking.understanding.runs if rare else ()
        changes = [change for run in runs for change in corrected(run.tokens, rare, *known)]
        if not any(change.spelling for change in changes):
            # A word in the wrong tone is looked for already.
            runs = () if told(ranking.typed.plan) else ranking.understanding.runs
            held = {slot.marked: slot.agreeing for slot in ranking.typed.plan.slots}
            changes = [change for run in runs for change in mistaken(run.tokens, held, *known)]
        if not changes:
            return None
        text = ranking.understanding.understood.text
        alone, corrections = spliced(text, [change[:3] for change in changes if change.spelling])
        marked, _ = spliced(text, [change[:3] for change in changes])
        return Spelt(alone, marked, corrections)

    def _rank(
        self, understanding: Understanding, asked: Asked, mode: Mode, listing: Listing
    ) -> Ranking:
        reading = asked.reading
        if leaves_doubt(reading):
            few = self._score(asked, mode, listing, self.weights.rescored_in_doubt)
            asked = self._read_again(asked, few)
        typed = self._score(asked, mode, listing, self.weights.rescored)
        queries = [typed]
        understanding = understanding.expanded_by(told(asked.plan))
        for asked_otherwise, replaced in self._plans_otherwise(understanding, asked):
            other = self._score(asked_otherwise, mode, listing, self.weights.rescored_otherwise)
            if len(other.best):
                queries.append(other)
                understanding = understanding.expanded_by(replaced)
        found = together(queries, self.reader.article_count)
        best = found.best if listing.limit <= found.sure else None
        first_ones = listed(self.reader, found.scores, found.complete, best, listing)
        return Ranking(understanding, reading, tuple(queries), found, first_ones)

    def _read_again(self, asked: Asked, found: Scored) -> Asked:
        """Read the marks of a query by what it found."""
        best = first(self.reader, found.scores[found.best], found.best, "relevance", ARTICLES)
        evidence = asked.reading.evidence
        if evidence is None or not best:
            return asked
        docs, scores, _ = map(np.array, zip(*best, strict=True))
        reading = read_again(evidence, docs, scores, self.reader)
        plan = replace(asked.plan, meant=())
        return Asked(with_meant(plan, reading, self._book, self.weights.sure), reading)

    def _plans_otherwise(
        self, understanding: Understanding, typed: Asked
    ) -> Iterator[tuple[Asked, tuple[Change, ...]]]:
        for text, replaced in self._otherwise(understanding):
            # Signs that are punctuation here are none beside quotation marks.
            with suppress(QueryError):
                planned = plan(parse(text), self._book, text)
                asked, reading = read_alike(planned, *typed, self._book)
                meant = with_meant(asked, reading, self._book, self.weights.sure)
                yield Asked(meant, reading), replaced

    def _otherwise(self, understanding: Understanding) -> list[tuple[str, tuple[Change, ...]]]:
        if not understanding.runs:
            return []
        if self._abbreviations is None:
            self._abbreviations = AbbreviationBook(definitions_of(self.reader.lexicon))
        return otherwise(understanding.understood.text, understanding.runs, self._abbreviations)

    def _score(self, asked: Asked, mode: Mode, listing: Listing, most: int) -> Scored:
        plan, reading = asked
        candidates = everything(self.scorer) if plan is NOTHING else find(self.scorer, plan)
        if listing.filters:
            candidates.leave_out(~allowed(self.reader, listing.filters))
        scores = candidates.scores
        if mode == "all":
            scores = np.where(candidates.complete, scores, np.float32(0))
        # What neighbours add is never negative: the best after rescoring are among these.
        best = best_scores(scores, most)
        rescored = rescore(self.scorer, plan, reading, candidates, best)
        scores[rescored.docs] = rescored.scores
        return Scored(plan, reading, candidates, rescored, best, scores, len(best) < most)
