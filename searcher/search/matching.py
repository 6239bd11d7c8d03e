"""Which words of an article a plan matches, and which of them are worth pointing at.

Where the words stand is known from the index, or read from the text; what has to be pointed at is
then looked up in the text, one paragraph at a time and only in those that are shown. Not for finding
articles, nor for choosing what to show of one (``passages``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from searcher.index.schema import BODY, TITLE
from searcher.search.plan import Plan
from searcher.search.slots import Slot
from searcher.search.standing import Standing, Stood
from searcher.text import Agreement
from searcher.text.tokenize import CHAIN, RUNS, chain_pieces, term_keys, word_or_chain

# A text with one of these has words.
_SURELY_WORDS = re.compile("[0-9A-Za-z]")


Place = tuple[int, int, str, Agreement]
"""A word of a text that stands for a slot of the plan, wherever its characters are: its place in the
sequence of words of the text, the index of the slot in ``Plan.slots``, its canonical form, and how
its marks agree with the typed ones."""


class Match(NamedTuple):
    """A token of a text that is worth pointing at.

    Attributes:
        start: Offset of its first code point in the text.
        end: Offset after its last.
        position: Its place in the sequence of words of the text.
        slot: Index into ``Plan.slots``.
    """

    start: int
    end: int
    position: int
    slot: int


# The matches in a chain (start, end, position, slot, form, agreement) and its number of positions.
_InChain = tuple[list[tuple[int, int, int, int, str, Agreement]], int]


class Matched:
    """What is worth pointing at in the texts of one article.

    Args:
        matcher: Of the plan.
        texts: Headline and paragraphs.
        places: Of each of them, in the order of the text.

    Attributes:
        places: The same.
    """

    def __init__(
        self, matcher: Matcher, texts: Sequence[str], places: Sequence[Sequence[Place]]
    ) -> None:
        self._matcher = matcher
        self._texts = texts
        self.places = places

    def matches(self, number: int) -> list[Match]:
        """Look the places of one text up in it: matches by offset, one for a token."""
        places = self.places[number]
        return self._matcher.located(self._texts[number], places) if places else []


class Matcher:
    """Finds the matches of one plan in texts.

    Args:
        plan: What to look for.

    Attributes:
        terms: All forms that stand for a slot, as (folded, marked).
        pairs: The pairs of slots that are neighbours in the query.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._slots: dict[tuple[str, str], list[tuple[int, Agreement]]] = {}
        for number, slot in enumerate(plan.slots):
            for variant in slot.variants:
                key = (variant.folded, variant.marked)
                self._slots.setdefault(key, []).append((number, variant.agreement))
        self.terms = list(self._slots)
        self._standing_for = [
            [(slot, marked, agreed) for slot, agreed in slots]
            for (_, marked), slots in self._slots.items()
        ]
        self._chains: dict[str, _InChain] = {}
        self.pairs = frozenset(pair for pair in pairwise(plan.sequence) if -1 not in pair)
        self._after: dict[int, list[int]] = {}
        for first, second in self.pairs:
            self._after.setdefault(first, []).append(second)
        self._typed_marks = [slot.has_marks for slot in plan.slots]

    def read(self, texts: Sequence[str]) -> Matched:
        """Find what is worth pointing at in the texts of one article, headline and paragraphs.

        Of a syllable typed with marks only the forms that agree best count, if the article has any;
        where neighbours of the query are neighbours in the article, only the forms met there
        ("nêu gương" for ``neu guong``: a "nếu" elsewhere is another word); and the words of a quoted
        phrase only where the phrase stands.
        """
        return self._worthwhile(texts, [self._read(text) for text in texts])

    def stood(self, texts: Sequence[str], standing: Standing) -> Matched:
        """Find the same as ``read``, without reading the texts.

        Args:
            texts: Headline and paragraphs.
            standing: Where ``terms`` stand in them.
        """
        worded = [number for number, text in enumerate(texts) if number and _has_words(text)]
        if len(standing.body) != max(1, len(worded)):
            # An index that says something else than its articles.
            return self.read(texts)
        found: list[list[Place]] = [[] for _ in texts]
        for number, stood in zip((0, *worded), (standing.title, *standing.body), strict=False):
            if stood:
                found[number] = self._places(texts[number], stood)
        return self._worthwhile(texts, found)

    def _places(self, text: str, stood: Stood) -> list[Place]:
        places: list[Place] = []
        for position, number in stood:
            for slot, marked, agreed in self._standing_for[number]:
                places.append((position, slot, marked, agreed))
        # A word and a form glued from it and the next ones: which comes first, the text knows.
        several = len({place[:2] for place in places}) < len(places)
        return self._read(text) if several else places

    def located(self, text: str, places: Iterable[Place]) -> list[Match]:
        """Look up in a text where the words at some places are.

        Returns:
            By offset, one for a token.
        """
        wanted: dict[int, list[Place]] = {}
        for place in places:
            wanted.setdefault(place[0], []).append(place)
        last = max(wanted)
        found: list[Match] = []
        position = 0
        for chain in word_or_chain().finditer(text):
            if position > last:
                break
            if chain.lastindex == 1:
                if position in wanted:
                    # One token, so this is the one: no need to work out what it is.
                    start, end = chain.span()
                    found.append(Match(start, end, position, wanted[position][0][1]))
                position += 1
                continue
            if chain.lastindex:
                after = position + len(RUNS.findall(chain[0]))
                if wanted.keys().isdisjoint(range(position, after)):
                    position = after
                    continue
            pieces, advance = self._chains.get(chain[0]) or self._look_up(chain[0])
            if pieces:
                base = chain.start()
                for start, end, offset, slot, marked, agreed in pieces:
                    at = position + offset
                    if (at, slot, marked, agreed) in wanted.get(at, ()):
                        found.append(Match(base + start, base + end, at, slot))
            position += advance
        return _one_per_token(found)

    def _read(self, text: str) -> list[Place]:
        """All places in a text."""
        found: list[Place] = []
        position = 0
        known = self._chains
        for chain in CHAIN.findall(text):
            pieces, advance = known.get(chain) or self._look_up(chain)
            for _, _, offset, slot, marked, agreed in pieces:
                found.append((position + offset, slot, marked, agreed))
            position += advance
        return found

    def _look_up(self, chain: str) -> _InChain:
        """The matches in one chain, remembered: most chains of a text are met again."""
        pieces, advance = chain_pieces(chain)
        found = [
            (piece.start, piece.end, piece.position, slot, piece.marked, agreed)
            for piece in pieces
            for slot, agreed in self._slots.get((piece.folded, piece.marked), ())
        ]
        self._chains[chain] = found, advance
        return found, advance

    def _worthwhile(self, texts: Sequence[str], found: list[list[Place]]) -> Matched:
        """Of all places those that are worth pointing at."""
        best = self._best_agreement(found)
        readings = self._readings(found)
        kept = []
        for number, places in enumerate(found):
            worthwhile = [
                place
                for place in places
                for _, slot, marked, agreed in (place,)
                if agreed >= best[slot] and (slot not in readings or marked in readings[slot])
            ]
            if self._plan.phrase_only and worthwhile:
                in_phrase = self._in_phrases(places, BODY if number else TITLE)
                worthwhile = [
                    place
                    for place in worthwhile
                    if place[1] not in self._plan.phrase_only or place[::2] in in_phrase
                ]
            kept.append(worthwhile)
        return Matched(self, texts, kept)

    def _best_agreement(self, texts: Iterable[Sequence[Place]]) -> list[Agreement]:
        """The least agreement that counts, for every slot."""
        best = [Agreement.CONFLICTING] * len(self._plan.slots)
        for places in texts:
            for _, slot, _, agreed in places:
                if agreed > best[slot]:
                    best[slot] = agreed
        return [
            # What has no marks can agree with anything: an unmarked text is no better match.
            agreed if typed else min(agreed, Agreement.COMPATIBLE)
            for agreed, typed in zip(best, self._typed_marks, strict=True)
        ]

    def _readings(self, texts: Iterable[Sequence[Place]]) -> dict[int, set[str]]:
        """For slots met beside their neighbour in the query: the marked forms met there."""
        readings: dict[int, set[str]] = {}
        for places in texts:
            at = {(position, slot): marked for position, slot, marked, _ in places}
            for position, first, marked, _ in places:
                for second in self._after.get(first, ()):
                    neighbour = at.get((position + 1, second))
                    if neighbour is not None:
                        for slot, met in ((first, marked), (second, neighbour)):
                            # A pattern may well be several words of one article.
                            if not self._plan.slots[slot].chosen:
                                readings.setdefault(slot, set()).add(met)
        return readings

    def _in_phrases(self, places: Sequence[Place], field: str) -> set[tuple[int, str]]:
        """The positions and forms of the words that are part of an occurrence of a quoted phrase."""
        at: dict[int, list[Place]] = {}
        for place in places:
            at.setdefault(place[0], []).append(place)
        found: set[tuple[int, str]] = set()
        for phrase in self._plan.phrases:
            for written in phrase.ways if field in phrase.fields else ():
                for position in at:
                    run = _occurrence(written, at, position, phrase.slop)
                    found.update(place[::2] for here in run for place in here)
        return found


def best_matched(plans: Sequence[Plan], texts: Sequence[str]) -> list[list[Match]]:
    """Find in the texts of one article what the plan matches of which they have the largest part.

    Args:
        plans: What to look for, the first of two that do equally well counts; at least one.
        texts: Headline and paragraphs.

    Returns:
        For each text its matches by offset.
    """
    best: list[list[Match]] = []
    most = -1.0
    for plan in plans:
        found = Matcher(plan).read(texts)
        matched = [found.matches(number) for number in range(len(texts))]
        slots = {match.slot for matches in matched for match in matches}
        share = len(slots) / max(1, len(plan.slots))
        if share > most:
            best, most = matched, share
    return best


def _occurrence(
    written: Sequence[Slot], at: Mapping[int, list[Place]], position: int, slop: int
) -> list[list[Place]]:
    """The places of a phrase that begins at a position; none when none does."""
    run: list[list[Place]] = []
    place, last = position, position + len(written) - 1 + slop
    for slot in written:
        while not (here := _standing_for(slot, at.get(place, ()))):
            if not run or place >= last:
                return []
            place += 1
        run.append(here)
        place += 1
    return run if place - 1 <= last else []


def _standing_for(slot: Slot, places: Iterable[Place]) -> list[Place]:
    forms = {variant.marked for variant in slot.variants}
    return [place for place in places if place[2] in forms]


def _has_words(text: str) -> bool:
    return bool(_SURELY_WORDS.search(text)) or bool(term_keys(text)[0])


def _one_per_token(matches: list[Match]) -> list[Match]:
    """Drop matches inside others: a glued form covers its words, and one token may fill two slots."""
    if all(one.end <= other.start for one, other in pairwise(matches)):
        return matches
    kept: list[Match] = []
    for match in sorted(matches, key=lambda m: (m.start, -m.end)):
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept


def spans(text: str, matches: Iterable[Match]) -> tuple[tuple[int, int], ...]:
    """The highlights of a text: matches with only blanks between them become one.

    Returns:
        Half-open, disjoint spans in code points, in order.
    """
    merged: list[tuple[int, int]] = []
    for match in matches:
        if merged and not text[merged[-1][1] : match.start].strip():
            merged[-1] = (merged[-1][0], match.end)
        else:
            merged.append((match.start, match.end))
    return tuple(merged)
