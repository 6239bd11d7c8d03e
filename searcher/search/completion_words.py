"""Which words come next: how likely each completes what is being typed, by the words before it.

A word before the cursor may be meant in several forms ("neu": nêu, nếu), so each form counts by how
likely it is after the words before it, and what follows is summed over them: bigrams of bodies and
of headlines, smoothed like those of ``restore``. Then the likeliest words are continued to
compounds. Not for queries and their signs (``completion_place``), nor for what is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import nlargest
from typing import Final, NamedTuple

import numpy as np

from searcher.index import IndexReader
from searcher.index.continuations import Continuations, Row, Trail
from searcher.index.schema import BODY, TITLE
from searcher.search.beside import Term
from searcher.search.completion_evidence import (
    MEASURED,
    MOST_WORDS,
    Continued,
    Level,
    Tuning,
    Typed,
)
from searcher.search.completion_trails import Trails
from searcher.search.restore import restore
from searcher.text import Agreement

_DISCOUNT: Final = 0.75
_SPREAD: Final = 0.8
# Of the forms of the word before the likeliest ones are nearly all.
_MOST_FORMS: Final = 16
_MOST_BEFORE: Final = 4
_LEAST_SHARE: Final = 0.01
_CONTEXT: Final = 4
_TRAIL_WORDS: Final = 2
_MOST_REMEMBERED: Final = 4096
# How many words are weighed: where marks were typed many of the same letters do not fit.
_MOST_WORDS_MARKED: Final = 512
# How many of them are continued, and by how many each.
_CONTINUED: Final = 5
_CONTINUATIONS: Final = 8
_LIKELY_SECOND: Final = 0.05
_LIKELY_THIRD: Final = 0.1
# The word before is restored together with the next one when it goes with it so often.
_TOGETHER: Final = 2
_ANY: Final = ("",)


class _Context(NamedTuple):
    """What is made of the words before.

    Attributes:
        forms: The likely forms of the last one, and how likely each is.
        heads: The likeliest forms of the last ones as a whole, as far as words of the lexicon begin
            with them, longest first.
        trails: What comes after them in each field, with its weight.
    """

    forms: tuple[tuple[Term, float], ...]
    heads: tuple[tuple[Term, ...], ...]
    trails: tuple[tuple[Trail, float], ...] = ()


class NextWords:
    """Asks one index; from one thread at a time.

    Args:
        reader: The index.
        trails: What is known of it.
        fields: The text fields in which words may stand.
        tuning: What counts how much.
    """

    def __init__(
        self,
        reader: IndexReader,
        trails: Trails,
        fields: Sequence[str] = (BODY, TITLE),
        tuning: Tuning = MEASURED,
    ) -> None:
        self._reader = reader
        self._trails = trails
        self._tuning = tuning
        weights = {BODY: 1.0, TITLE: tuning.headlines}
        self._last: tuple[tuple[tuple[Row, ...], bool], _Context] | None = None
        self._remembered: dict[Term, dict[Term, tuple[float, int]]] = {}
        self._fields = {field: weights[field] for field in fields}
        self._sources = [
            (reader.vocabulary.continuations(field), weight)
            for field, weight in self._fields.items()
        ]

    def after(
        self, before: Sequence[Sequence[Term]], typed: Sequence[Typed], *, whole: bool = False
    ) -> list[Continued]:
        """Return what may come, the likeliest first.

        Args:
            before: The forms that each word before may be meant in, the last one next to the
                cursor; none for a word of which nothing is known.
            typed: The ways to read what is typed of the next word.
            whole: Whether all the words before must stand in front of it: they are a phrase.
        """
        # The words before stay the same while one is being typed.
        asked = tuple(tuple(forms) for forms in before), whole
        if self._last is None or self._last[0] != asked:
            self._last = asked, self._context(before, whole=whole)
        context = self._last[1]
        if not context.forms and ((whole and before) or not any(t.unfinished.typed for t in typed)):
            return []
        level = Level(context.trails, typed)
        singles = self._next(context, level, typed)
        total = sum(each.score for each in singles) or 1.0
        found = []
        for number, single in enumerate(singles):
            share = single.score / total
            found.append(self._weighed(context, single, share))
            if number < _CONTINUED and share > _LEAST_SHARE:
                found += self._continuations(context, level, single, share)
        return self._mixed(sorted(found, key=lambda each: (-each.score, each.words)))

    def _mixed(self, found: Sequence[Continued]) -> list[Continued]:
        """The same, with the second and third offer of a syllable further down."""
        times: Counter[Term] = Counter()
        mixed = []
        for each in found:
            score = each.score * self._tuning.again ** times[each.words[0]]
            mixed.append(each._replace(score=score))
            times[each.words[0]] += 1
        return sorted(mixed, key=lambda each: (-each.score, each.words))

    def _context(self, before: Sequence[Sequence[Term]], *, whole: bool) -> _Context:
        if not before or not before[-1] or (whole and not all(before)):
            return _Context((), ())
        neighbours = self._reader.neighbours
        words = []
        for terms in before[-_CONTEXT:]:
            order = np.argsort(-neighbours.term_counts(terms), kind="stable")[:_MOST_FORMS]
            words.append([terms[number] for number in order.tolist()])
        reading = restore(words, neighbours)
        likely = zip(words[-1], reading.ending.tolist(), strict=True)
        forms = sorted(likely, key=lambda each: -each[1])[:_MOST_BEFORE]
        row: list[Term] = []
        for term in reversed(reading.terms):
            if term is None:
                break
            row.insert(0, term)
        heads = tuple(
            tuple(row[-size:])
            for size in range(len(row), 0, -1)
            if any(self._reader.lexicon.starting_with("".join(f"{t[0]} " for t in row[-size:])))
        )
        # Whoever quotes says which words; elsewhere it is those that were most likely meant.
        likely_ones = [form for form, share in forms if share >= _LEAST_SHARE]
        said = before if whole else [*((term,) for term in row[-_TRAIL_WORDS:-1]), likely_ones]
        trails = tuple(
            (self._trails.after(said, field, thorough=whole), weight)
            for field, weight in self._fields.items()
        )
        return _Context(tuple(each for each in forms if each[1] >= _LEAST_SHARE), heads, trails)

    def _weighed(self, context: _Context, each: Continued, share: float) -> Continued:
        """A completion with its score, and with the words before that are one word with it."""
        lexicon = self._reader.lexicon
        words = [marked for _, marked in each.words]
        for head in context.heads:
            if head[-1:] == each.before and lexicon.frequency([*(m for _, m in head), *words]):
                proven = each.proven and len(head) == 1
                score = share * self._tuning.known
                return each._replace(before=head, score=score, proven=proven)
        known = len(words) > 1 and lexicon.frequency(words)
        if known and each.before and lexicon.frequency([each.before[-1][1], words[0]]):
            # "trách nhiệm vụ": the first of them belongs to the word before.
            known = 0
        return each._replace(score=share * (self._tuning.known if known else 1.0))

    def _next(self, context: _Context, level: Level, typed: Sequence[Typed]) -> list[Continued]:
        following = self._following(context, typed)
        fitting = self._fitting(following, level, typed)
        if not fitting:
            return []
        terms = list(fitting)
        counts = self._reader.neighbours.term_counts(terms)
        alone = (counts + 0.5) / (self._reader.neighbours.token_count + 1.0)
        chances = np.zeros(len(terms)) if context.forms else alone
        ways = []
        for form, share in context.forms:
            seen = np.zeros(len(terms))
            together = np.zeros(len(terms))
            size = 1.0
            for source, weight in self._sources:
                found = following[source, form]
                own = np.array([found.get(term, 0) for term in terms])
                seen += own
                together += weight * own
                size += weight * source.followed(form)
            chance = np.maximum(together - _DISCOUNT, 0) / size
            chance += _DISCOUNT * size ** (_SPREAD - 1) * alone
            chances = chances + share * chance
            ways.append((form, (share * chance).tolist(), seen.tolist()))
        held = np.array([level.counts.get((term,), 0.0) for term in terms])
        smoothing = self._tuning.smoothing
        chances = (held + smoothing * chances) / (level.size + smoothing)
        singles = []
        for number, (term, factor) in enumerate(fitting.items()):
            before: Row = ()
            often = int(counts[number])
            if ways:
                form, _, seen_after = max(ways, key=lambda way: way[1][number])
                if seen_after[number] >= _TOGETHER:
                    before, often = (form,), int(seen_after[number])
            proven = (term,) in level.before
            if proven:
                before = level.before[term,][-1:]
            score = float(chances[number]) * factor
            singles.append(Continued(before, (term,), score, often, proven))
        return sorted(singles, key=lambda each: (-each.score, each.words))

    def _following(
        self, context: _Context, typed: Sequence[Typed]
    ) -> dict[tuple[Continuations, Term], dict[Term, int]]:
        """What mostly comes after each form of the word before, and how often."""
        found: dict[tuple[Continuations, Term], dict[Term, int]] = {}
        for source, _ in self._sources:
            for form, _ in context.forms:
                counts = found[source, form] = {}
                for unfinished, _ in typed:
                    most = _MOST_WORDS_MARKED if unfinished.has_marks else MOST_WORDS
                    counts.update(source.following(form, unfinished.folded, most))
        return found

    def _fitting(
        self,
        following: dict[tuple[Continuations, Term], dict[Term, int]],
        level: Level,
        typed: Sequence[Typed],
    ) -> dict[Term, float]:
        """The words that begin as typed, each with what its marks are worth."""
        fitting: dict[Term, float] = {}
        after = [{row[0]: 0 for row in level.before if len(row) == 1}, *following.values()]
        for unfinished, weight in typed:
            marked = unfinished.has_marks
            most = _MOST_WORDS_MARKED if marked else MOST_WORDS
            sources = list(after)
            if unfinished.typed:
                sources += [s.beginning(unfinished.folded, most) for s, _ in self._sources]
            for terms in sources:
                kept = 0
                for term in sorted(terms, key=lambda term: -terms[term]):
                    agreed = unfinished.fits(term[1])
                    if agreed is None or agreed is Agreement.CONFLICTING:
                        continue
                    exact = marked and agreed is Agreement.EXACT
                    factor = weight * (self._tuning.exact if exact else 1.0)
                    fitting[term] = max(factor, fitting.get(term, 0.0))
                    kept += 1
                    if kept == MOST_WORDS:
                        break
        return fitting

    def _continuations(
        self, context: _Context, level: Level, single: Continued, share: float
    ) -> Iterator[Continued]:
        """Words of several syllables that begin with a likely word."""
        for pair, chance in self._onward(level, single):
            longer = list(self._onward(level, pair)) if chance >= _LIKELY_SECOND else []
            goes_on = longer and longer[0][1] >= self._tuning.fragment
            # Without a lexicon nothing tells a fragment from a word.
            lexicon = self._reader.lexicon
            known = not len(lexicon) or lexicon.frequency([marked for _, marked in pair.words])
            if known or not goes_on:
                yield self._weighed(context, pair, share * chance**self._tuning.chain)
            for row, further in longer:
                if further >= _LIKELY_THIRD and (row.proven or not context.forms):
                    odds = (chance * further) ** self._tuning.chain
                    yield self._weighed(context, row, share * odds)

    def _onward(self, level: Level, each: Continued) -> Iterator[tuple[Continued, float]]:
        """Words with one more behind them, and how likely that one is; the likeliest ones."""
        likely = self._likely(each.words[-1])
        smoothing = self._tuning.smoothing
        size = level.counts.get(each.words, 0.0) + smoothing
        chances = {row[-1]: level.counts[row] / size for row in level.longer.get(each.words, ())}
        for term, (chance, _) in likely.items():
            chances[term] = chances.get(term, 0.0) + smoothing * chance / size
        for term in nlargest(_CONTINUATIONS, chances, key=lambda term: (chances[term], term)):
            words = (*each.words, term)
            proven = words in level.before
            seen = likely[term][1] if term in likely else 0
            # Three words that were not seen together would be a mere guess.
            before = level.before[words][-1:] if proven else ()
            yield Continued(before, words, 0.0, seen, proven), chances[term]

    def _likely(self, term: Term) -> dict[Term, tuple[float, int]]:
        """What often follows a word: how likely each is, and how often it does."""
        found = self._remembered.get(term)
        if found is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            found = self._remembered[term] = self._look_up(term)
        return found

    def _look_up(self, term: Term) -> dict[Term, tuple[float, int]]:
        weighted: dict[Term, float] = {}
        counts: dict[Term, int] = {}
        size = 1.0
        for source, weight in self._sources:
            size += weight * source.followed(term)
            for other, count in source.following(term, _ANY, _CONTINUATIONS).items():
                weighted[other] = weighted.get(other, 0.0) + weight * count
                counts[other] = counts.get(other, 0) + count
        best = sorted(weighted, key=lambda other: (-weighted[other], other))[:_CONTINUATIONS]
        return {other: (weighted[other] / size, counts[other]) for other in best}
