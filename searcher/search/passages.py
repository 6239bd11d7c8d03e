"""The passages of an article that show why it matched.

A passage is one to three sentences of one paragraph, or a stretch of a very long sentence, cut
between words. Works on the matches of an article that is going to be shown.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from heapq import heappop, heappush
from itertools import pairwise
from operator import or_
from typing import NamedTuple

from searcher.search.matching import Match, Place, spans
from searcher.search.results import Passage
from searcher.search.sentences import sentences

MOST_PASSAGES = 3
"""How many passages of one article are shown."""
_MOST_SENTENCES = 3
# About three lines of a terminal; a single sentence may be longer.
_COMFORTABLE = 280
# What a passage is cut down to when its one sentence is longer than this.
_LONGEST = 420
_CONTEXT = 70
# A stretch of this many characters would be worth nothing, however much it holds: a second sentence
# of ordinary length must add a seventh of what the first one shows.
_DILUTION = 1000
# What a repetition is worth, of a syllable however rare.
_REPEATED = 0.02
# More matches than this of one stretch are not looked at.
_MOST_MATCHES = 200
# A further passage must be worth this share of the best one, or show a syllable not yet shown.
_WORTH_SHOWING = 0.6
# What stands around a place where text, a word or a letter with its marks would be broken.
_BROKEN_TEXT = re.compile(r"\S\S")
_BROKEN_WORD = re.compile(r"[\w\u0300-\u036f\u200d\ufe0f][\w\u0300-\u036f\u200d\ufe0f]")
_BROKEN_LETTER = re.compile("(?s:.)[\u0300-\u036f\u200d\ufe0f]|\u200d(?s:.)")


class _Window(NamedTuple):
    """A stretch of a paragraph that might be shown; the best is the least of all.

    Attributes:
        rank: Its value, negative.
        paragraph: The number of the paragraph: of two that are worth the same the earlier one.
        start: Where it begins.
        end: Where it ends.
        slots: Those it shows, as bits.
        cut_before: Whether its sentence begins before it.
        cut_after: Whether its sentence goes on.
    """

    rank: float
    paragraph: int
    start: int
    end: int
    slots: int
    cut_before: bool
    cut_after: bool


class _Waiting(NamedTuple):
    """A paragraph that was not looked at yet, and what any stretch of it is worth at most."""

    most: float
    paragraph: int
    slots: int


class Worth:
    """What showing words of a query is worth.

    Args:
        pairs: The pairs of slots that are neighbours in the query.
        slot_weights: How rare each slot is (its idf, at least 0).

    Attributes:
        pairs: The bit of each of the pairs.
    """

    def __init__(self, pairs: Iterable[tuple[int, int]], slot_weights: Sequence[float]) -> None:
        self._weights = slot_weights
        self._ordered = sorted(pairs)
        self.pairs = {pair: 1 << number for number, pair in enumerate(self._ordered)}
        self._coverage: dict[int, float] = {}
        self._together: dict[int, float] = {}

    def of(self, slots: int, pairs: int, length: int, count: int) -> float:
        """Tell how well a stretch shows why its article matched.

        Each syllable of the query counts once by its rarity, neighbours that are neighbours in the
        query again, a repetition little; of equal stretches the shorter one is better.

        Args:
            slots: Those in it, as bits.
            pairs: Those side by side in it, as bits.
            length: In code points.
            count: How many matches it has.
        """
        coverage = self._coverage.get(slots)
        if coverage is None:
            coverage = self._coverage[slots] = sum(
                weight for n, weight in enumerate(self._weights) if slots >> n & 1
            )
        together = self._together.get(pairs)
        if together is None:
            together = self._together[pairs] = sum(
                self._weights[a] + self._weights[b]
                for n, (a, b) in enumerate(self._ordered)
                if pairs >> n & 1
            )
        repetition = count - slots.bit_count()
        return (coverage + together) * (1 - length / _DILUTION) + _REPEATED * repetition


def choose_passages(
    paragraphs: Sequence[str],
    places: Sequence[Sequence[Place]],
    matches_of: Callable[[int], Sequence[Match]],
    worth: Worth,
) -> tuple[Passage, ...]:
    """Choose the passages of an article.

    Only the paragraphs are looked at that can hold one of them.

    Args:
        paragraphs: Its body.
        places: The places of the matches of each paragraph.
        matches_of: Gives the matches of a paragraph, by offset.
        worth: What they are worth.

    Returns:
        Up to three passages, best first, none overlapping another. When the body has no match (the
        headline has) its beginning, without highlights; nothing when there is no body.
    """
    # The one with most to offer last.
    waiting = sorted(
        (_most(number, found, worth) for number, found in enumerate(places) if found),
        key=lambda each: (each.most, -each.paragraph),
    )
    matches: dict[int, Sequence[Match]] = {}
    windows: list[_Window] = []
    chosen: list[_Window] = []
    shown = 0
    while len(chosen) < MOST_PASSAGES:
        if waiting and (not windows or waiting[-1].most >= -windows[0].rank):
            number = waiting.pop().paragraph
            found = matches[number] = matches_of(number)
            for window in _windows(number, paragraphs[number], found, worth):
                heappush(windows, window)
            continue
        if not windows:
            break
        window = heappop(windows)
        if any(_overlap(window, other) for other in chosen):
            continue
        least = _WORTH_SHOWING * -chosen[0].rank if chosen else 0.0
        if chosen and not window.slots & ~shown and -window.rank < least:
            continue
        chosen.append(window)
        shown |= window.slots
        least = _WORTH_SHOWING * -chosen[0].rank
        waiting = [each for each in waiting if each.slots & ~shown or each.most >= least]
    if not chosen and paragraphs:
        chosen = [_opening(paragraphs[0])]
    return tuple(
        _passage(window, paragraphs[window.paragraph], matches.get(window.paragraph, ()))
        for window in chosen
    )


def _most(number: int, places: Sequence[Place], worth: Worth) -> _Waiting:
    """What the stretches of a paragraph can be worth, whatever their length."""
    slots = pairs = 0
    here: list[int] = []
    before: list[int] = []
    position = -1
    for at, slot, _, _ in places:
        slots |= 1 << slot
        if at != position:
            before = here if at == position + 1 else []
            here = []
            position = at
        here.append(slot)
        for other in before:
            pairs |= worth.pairs.get((other, slot), 0)
    # Sums of more are larger, but for what is lost in the last bit.
    most = worth.of(slots, pairs, 0, len(places)) * (1 + 1e-9)
    return _Waiting(most, number, slots)


def _windows(
    number: int, paragraph: str, matches: Sequence[Match], worth: Worth
) -> Iterator[_Window]:
    """All stretches of one to three sentences that begin and end with one that has a match."""
    if not matches:
        return
    starts = [match.start for match in matches]
    beside = _beside(matches, worth)
    parts = sentences(paragraph)
    cuts = [(bisect_left(starts, start), bisect_left(starts, end)) for start, end in parts]
    for first, (low, high) in enumerate(cuts):
        if low == high:
            continue
        start = parts[first][0]
        slots = pairs = 0
        counted = low
        for last in range(first, min(first + _MOST_SENTENCES, len(parts))):
            end = parts[last][1]
            if last > first and end - start > _COMFORTABLE:
                break
            before, high = cuts[last]
            if before == high:
                continue
            if end - start > _LONGEST:
                yield _densest(number, paragraph, (start, end), matches[low:high], worth)
                continue
            for n in range(counted, high):
                slots |= 1 << matches[n].slot
                pairs |= beside[n] if n > low else 0
            counted = high
            value = worth.of(slots, pairs, end - start, high - low)
            yield _Window(-value, number, start, end, slots, False, False)


def _beside(matches: Sequence[Match], worth: Worth) -> list[int]:
    """For each match the bit of the pair that it makes with the one before it, 0 if none."""
    pairs = [0] * len(matches)
    if worth.pairs:
        for number, (one, other) in enumerate(pairwise(matches), 1):
            if other.position == one.position + 1:
                pairs[number] = worth.pairs.get((one.slot, other.slot), 0)
    return pairs


def _densest(
    number: int, paragraph: str, whole: tuple[int, int], matches: Sequence[Match], worth: Worth
) -> _Window:
    """The best stretch of comfortable length within a sentence that is too long to show.

    Args:
        number: Of the paragraph.
        paragraph: Its text.
        whole: Where the sentence begins and ends.
        matches: Those in the sentence, at least one.
        worth: What they are worth.
    """
    start, end = whole
    ends = [match.end for match in matches]
    beside = _beside(matches, worth)
    everything = reduce(or_, [1 << match.slot for match in matches]), reduce(or_, beside)
    best = (-math.inf, 0, 0, 0, 0, 0)
    for first, match in enumerate(matches):
        left = max(start, match.start - _CONTEXT)
        most = min(first + _MOST_MATCHES, len(matches))
        stop = max(first + 1, bisect_right(ends, left + _COMFORTABLE, first, most))
        slots, pairs = 1 << match.slot, 0
        for n in range(first + 1, stop):
            if (slots, pairs) == everything:
                break
            slots |= 1 << matches[n].slot
            pairs |= beside[n]
        value = worth.of(slots, pairs, _COMFORTABLE, stop - first)
        if value > best[0]:
            best = (value, left, first, stop, slots, pairs)
    _, left, first, stop, slots, pairs = best
    right = max(min(end, left + _COMFORTABLE), ends[stop - 1])
    if left > start:
        left = _between_words(paragraph, range(left, matches[first].start + 1))
    if right < end:
        right = _between_words(paragraph, range(right, ends[stop - 1] - 1, -1))
    left, right = _trimmed(paragraph, left, right)
    value = worth.of(slots, pairs, right - left, stop - first)
    return _Window(-value, number, left, right, slots, left != start, right != end)


def _between_words(paragraph: str, places: Sequence[int]) -> int:
    """Return the first of some places to cut where no word is broken, and else no letter.

    Args:
        paragraph: The text.
        places: Offsets of the characters before which it may be cut, the best first; the last one
            is the border of a match.
    """
    for broken in (_BROKEN_TEXT, _BROKEN_WORD, _BROKEN_LETTER):
        for place in places:
            if not broken.match(paragraph, place - 1):
                return place
    return places[-1]


def _trimmed(paragraph: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the spaces at its ends."""
    text = paragraph[start:end]
    return end - len(text.lstrip()), start + len(text.rstrip())


def _opening(paragraph: str) -> _Window:
    """The first sentence of a paragraph, or as much of it as is comfortable to read."""
    start, whole = (sentences(paragraph) or [(0, len(paragraph))])[0]
    end = whole
    if whole - start > _LONGEST:
        end = _between_words(paragraph, range(start + _COMFORTABLE, start, -1))
        end = _trimmed(paragraph, start, end)[1]
    return _Window(0.0, 0, start, end, 0, False, end != whole)


def _overlap(one: _Window, other: _Window) -> bool:
    same = one.paragraph == other.paragraph
    return same and one.start < other.end and other.start < one.end


def _passage(window: _Window, paragraph: str, matches: Sequence[Match]) -> Passage:
    text = paragraph[window.start : window.end]
    within = [
        (start - window.start, end - window.start)
        for start, end in spans(paragraph, matches)
        if start < window.end and end > window.start
    ]
    return Passage(
        text=text,
        highlights=tuple((max(start, 0), min(end, len(text))) for start, end in within),
        paragraph=window.paragraph,
        start=window.start,
        cut_before=window.cut_before,
        cut_after=window.cut_after,
    )
