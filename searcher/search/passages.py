"""The passages of an article that show why it matched.

A passage is one to three sentences of one paragraph, or a stretch of a very long sentence, cut
between words. Works on the matches of an article that is going to be shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from searcher.search.matching import Match, Matcher, spans
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
# A further passage must be worth this share of the best one, or show a syllable not yet shown.
_WORTH_SHOWING = 0.6
# What stands around a place where text, a word or a letter with its marks would be broken.
_BROKEN_TEXT = re.compile(r"\S\S")
_BROKEN_WORD = re.compile(r"[\w\u0300-\u036f\u200d\ufe0f][\w\u0300-\u036f\u200d\ufe0f]")
_BROKEN_LETTER = re.compile("(?s:.)[\u0300-\u036f\u200d\ufe0f]|\u200d(?s:.)")


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of a paragraph that might be shown."""

    paragraph: int
    start: int
    end: int
    value: float
    slots: frozenset[int]
    cut_before: bool
    cut_after: bool


def choose_passages(
    paragraphs: Sequence[str],
    matches: Sequence[Sequence[Match]],
    matcher: Matcher,
    slot_weights: Sequence[float],
) -> tuple[Passage, ...]:
    """Choose the passages of an article.

    Args:
        paragraphs: Its body.
        matches: Of each paragraph, by offset.
        matcher: Of the same plan.
        slot_weights: How rare each slot is (its idf).

    Returns:
        Up to three passages, best first, none overlapping another. When the body has no match (the
        headline has) its beginning, without highlights; nothing when there is no body.
    """
    windows = [
        window
        for number, (paragraph, found) in enumerate(zip(paragraphs, matches, strict=True))
        if found
        for window in _windows(number, paragraph, found, matcher, slot_weights)
    ]
    chosen: list[_Window] = []
    shown: set[int] = set()
    # Earlier in the article comes first among equals.
    for window in sorted(windows, key=lambda w: (-w.value, w.paragraph, w.start)):
        if len(chosen) == MOST_PASSAGES:
            break
        if any(_overlap(window, other) for other in chosen):
            continue
        new = bool(window.slots - shown)
        if chosen and not new and window.value < _WORTH_SHOWING * chosen[0].value:
            continue
        chosen.append(window)
        shown |= window.slots
    if not chosen and paragraphs:
        chosen = [_opening(paragraphs[0])]
    return tuple(_passage(window, paragraphs, matches) for window in chosen)


def _windows(
    number: int,
    paragraph: str,
    matches: Sequence[Match],
    matcher: Matcher,
    slot_weights: Sequence[float],
) -> list[_Window]:
    """All stretches of one to three sentences that begin and end with one that has a match."""
    parts = sentences(paragraph)
    inside = [[m for m in matches if start <= m.start < end] for start, end in parts]
    windows = []
    for first, held in enumerate(inside):
        if not held:
            continue
        for last in range(first, min(first + _MOST_SENTENCES, len(parts))):
            start, end = whole = parts[first][0], parts[last][1]
            if not inside[last] or (last > first and end - start > _COMFORTABLE):
                continue
            within = [match for part in inside[first : last + 1] for match in part]
            if end - start > _LONGEST:
                start, end, within = _densest(paragraph, start, end, within, matcher, slot_weights)
            value = _value(within, matcher, slot_weights, end - start)
            slots = frozenset(match.slot for match in within)
            cut = start != whole[0], end != whole[1]
            windows.append(_Window(number, start, end, value, slots, *cut))
    return windows


def _value(
    matches: Sequence[Match], matcher: Matcher, slot_weights: Sequence[float], length: int
) -> float:
    """How well a stretch shows why its article matched.

    Each syllable of the query counts once by its rarity, neighbours that are neighbours in the query
    again, a repetition little; of equal stretches the shorter one is better.
    """
    slots = {match.slot for match in matches}
    coverage = sum(slot_weights[slot] for slot in slots)
    together = sum(slot_weights[a] + slot_weights[b] for a, b in matcher.pairs(matches))
    repetition = len(matches) - len(slots)
    return (coverage + together) * (1 - length / _DILUTION) + 0.02 * repetition


def _densest(
    paragraph: str,
    start: int,
    end: int,
    matches: Sequence[Match],
    matcher: Matcher,
    slot_weights: Sequence[float],
) -> tuple[int, int, list[Match]]:
    """The best stretch of comfortable length within a sentence that is too long to show."""
    best: tuple[float, int, list[Match]] | None = None
    for n, first in enumerate(matches):
        left = max(start, first.start - _CONTEXT)
        within = [m for m in matches[n : n + 200] if m.end <= left + _COMFORTABLE] or [first]
        value = _value(within, matcher, slot_weights, _COMFORTABLE)
        if best is None or value > best[0]:
            best = (value, left, within)
    assert best is not None  # noqa: S101 - only stretches with a match come here
    _, left, kept = best
    right = max(min(end, left + _COMFORTABLE), kept[-1].end)
    if left > start:
        left = _between_words(paragraph, range(left, kept[0].start + 1))
    if right < end:
        right = _between_words(paragraph, range(right, kept[-1].end - 1, -1))
    return (*_trimmed(paragraph, left, right), kept)


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
    return _Window(0, start, end, 0.0, frozenset(), False, end != whole)


def _overlap(one: _Window, other: _Window) -> bool:
    same = one.paragraph == other.paragraph
    return same and one.start < other.end and other.start < one.end


def _passage(
    window: _Window, paragraphs: Sequence[str], matches: Sequence[Sequence[Match]]
) -> Passage:
    paragraph = paragraphs[window.paragraph]
    text = paragraph[window.start : window.end]
    within = [
        (start - window.start, end - window.start)
        for start, end in spans(paragraph, matches[window.paragraph])
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
