"""What is shown of an article, worked out the slow way: all of its text, every stretch of it.

Shares with the package the tokenizer, the plan of the query, where sentences end, and how a long
sentence is cut; neither what an index knows of the places of words nor what is left out for speed.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from searcher.search.sentences import sentences
from searcher.text import Agreement, tokenize
from searcher.text.marks import has_marks

LONGEST, COMFORTABLE = 420, 280


class Match(NamedTuple):
    """A token that stands for a slot."""

    start: int
    end: int
    position: int
    slot: int
    marked: str
    agreement: Agreement


def matches_in(plan, texts):
    """For each text the matches worth pointing at, before tokens that cover others are told apart."""
    found = [
        [
            Match(token.start, token.end, token.position, number, token.marked, variant.agreement)
            for token in tokenize(text)
            for number, slot in enumerate(plan.slots)
            for variant in slot.variants
            if (variant.folded, variant.marked) == (token.folded, token.marked)
        ]
        for text in texts
    ]
    everything = [match for matches in found for match in matches]
    best = {}
    for number, slot in enumerate(plan.slots):
        agreements = [match.agreement for match in everything if match.slot == number]
        best[number] = max(agreements, default=Agreement.CONFLICTING)
        if not has_marks(slot.marked):
            best[number] = min(best[number], Agreement.COMPATIBLE)
    pairs = pairs_of(plan)
    beside = {}
    for matches in found:
        # The last of several words at a position is what its neighbour sees.
        at = {(match.position, match.slot): match for match in matches}
        for match in matches:
            for first, second in pairs:
                other = at.get((match.position + 1, second))
                if match.slot == first and other:
                    beside.setdefault(first, set()).add(match.marked)
                    beside.setdefault(second, set()).add(other.marked)
    kept = []
    for number, matches in enumerate(found):
        in_phrase = phrase_places(plan, matches, "body" if number else "title")
        kept.append(
            [
                match
                for match in matches
                if match.agreement >= best[match.slot]
                and (
                    match.slot not in beside
                    or plan.slots[match.slot].chosen
                    or match.marked in beside[match.slot]
                )
                and (
                    match.slot not in plan.phrase_only
                    or (match.position, match.marked) in in_phrase
                )
            ]
        )
    return [one_per_token(matches) for matches in kept]


def pairs_of(plan):
    return {pair for pair in pairwise(plan.sequence) if -1 not in pair}


def one_per_token(matches):
    kept = []
    for match in sorted(matches, key=lambda m: (m.start, -m.end)):
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
    return kept


def phrase_places(plan, matches, field):
    """Position and form of every word that is part of a quoted phrase, in its order."""
    words = {match.position: set() for match in matches}
    for match in matches:
        words[match.position].add(match.marked)
    places = set()
    for phrase in plan.phrases:
        for way in phrase.ways if field in phrase.fields else ():
            forms = [{variant.marked for variant in slot.variants} for slot in way]
            for begin in words:
                # Each word at its first place after the one before it.
                at, run = begin - 1, []
                for wanted in forms:
                    limit = begin if not run else begin + len(way) - 1 + phrase.slop
                    at = next(
                        (p for p in range(at + 1, limit + 1) if words.get(p, set()) & wanted), None
                    )
                    if at is None:
                        break
                    run += [(at, word) for word in words[at] & wanted]
                if at is not None:
                    places.update(run)
    return places


def highlights(text, matches):
    spans = []
    for match in matches:
        if spans and not text[spans[-1][1] : match.start].strip():
            spans[-1] = (spans[-1][0], match.end)
        else:
            spans.append((match.start, match.end))
    return tuple(spans)


def value(plan, weights, matches, length):
    slots = sorted({match.slot for match in matches})
    together = [
        (one, other)
        for one, other in sorted(pairs_of(plan))
        if any(
            (a.slot, b.slot) == (one, other) and b.position == a.position + 1
            for a in matches
            for b in matches
        )
    ]
    worth = sum(weights[slot] for slot in slots) + sum(weights[a] + weights[b] for a, b in together)
    return worth * (1 - length / 1000) + 0.02 * (len(matches) - len(slots))


def passages(plan, weights, paragraphs, matches):
    """The paragraphs and spans of the passages, best first; of sentences that are not too long."""
    windows = []
    for number, (paragraph, found) in enumerate(zip(paragraphs, matches, strict=True)):
        parts = sentences(paragraph)
        for first in range(len(parts)):
            for last in range(first, min(first + 3, len(parts))):
                start, end = parts[first][0], parts[last][1]
                if last > first and end - start > COMFORTABLE:
                    continue
                assert end - start <= LONGEST, "the oracle knows nothing of long sentences"
                within = [match for match in found if start <= match.start < end]
                edges = [parts[first], parts[last]]
                if all(any(a <= m.start < z for m in within) for a, z in edges):
                    worth = value(plan, weights, within, end - start)
                    windows.append((-worth, number, start, end, {match.slot for match in within}))
    windows.sort(key=lambda window: window[:4])
    chosen, shown = [], set()
    for window in windows:
        cost, number, start, end, slots = window
        if any(n == number and start < z and a < end for _, n, a, z, _ in chosen):
            continue
        if chosen and slots <= shown and -cost < 0.6 * -chosen[0][0]:
            continue
        if len(chosen) < 3:
            chosen.append(window)
            shown |= slots
    if not chosen and paragraphs:
        start, end = (sentences(paragraphs[0]) or [(0, len(paragraphs[0]))])[0]
        chosen = [(0, 0, start, end, set())]
    return [(number, start, end) for _, number, start, end, _ in chosen]
