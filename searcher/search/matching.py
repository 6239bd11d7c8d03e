"""Which tokens of an article a plan matches, and which of them are worth pointing at.

Works on the text itself, re-tokenised: only articles that are shown come here. Not for finding
articles, nor for choosing what to show of one (``passages``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from searcher.index.schema import BODY, TITLE
from searcher.search.plan import Plan
from searcher.search.slots import Slot
from searcher.text import Agreement
from searcher.text.marks import has_marks
from searcher.text.tokenize import CHAIN, chain_pieces

# The matches in a chain (start, end, position, slot, form, agreement) and its number of positions.
_Matched = tuple[list[tuple[int, int, int, int, str, Agreement]], int]


@dataclass(frozen=True, slots=True)
class Match:
    """A token of a text that stands for a slot of the plan.

    Attributes:
        start: Offset of its first code point in the text.
        end: Offset after its last.
        position: Its place in the sequence of words of the text.
        slot: Index into ``Plan.slots``.
        marked: Its canonical form.
        agreement: How its marks agree with the typed ones.
    """

    start: int
    end: int
    position: int
    slot: int
    marked: str
    agreement: Agreement


class Matcher:
    """Finds the matches of one plan in texts.

    Args:
        plan: What to look for.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._slots: dict[tuple[str, str], list[tuple[int, Agreement]]] = {}
        for number, slot in enumerate(plan.slots):
            for variant in slot.variants:
                key = (variant.folded, variant.marked)
                self._slots.setdefault(key, []).append((number, variant.agreement))
        self._chains: dict[str, _Matched] = {}
        self._pairs = {pair for pair in pairwise(plan.sequence) if -1 not in pair}
        self._typed_marks = [has_marks(slot.marked) for slot in plan.slots]

    def article(self, texts: Sequence[str]) -> list[list[Match]]:
        """Find what is worth pointing at in the texts of one article, headline and paragraphs.

        Of a syllable typed with marks only the forms that agree best count, if the article has any;
        where neighbours of the query are neighbours in the article, only the forms met there
        ("nêu gương" for ``neu guong``: a "nếu" elsewhere is another word); and the words of a quoted
        phrase only where the phrase stands.

        Returns:
            For each text its matches by offset, one for a token.
        """
        found = [self._all(text) for text in texts]
        everything = [match for matches in found for match in matches]
        best = self._best_agreement(everything)
        readings = self._readings(found)
        return [
            _one_per_token(
                match
                for match in matches
                if match.agreement >= best[match.slot]
                and match.marked in readings.get(match.slot, {match.marked})
                and (match.slot not in self._plan.phrase_only or id(match) in in_phrase)
            )
            for number, matches in enumerate(found)
            for in_phrase in (self._in_phrases(matches, BODY if number else TITLE),)
        ]

    def pairs(self, matches: Iterable[Match]) -> set[tuple[int, int]]:
        """The pairs of slots that are neighbours both in the query and among ``matches``."""
        by_position: dict[int, set[int]] = {}
        for match in matches:
            by_position.setdefault(match.position, set()).add(match.slot)
        return {
            (first, second)
            for first, second in self._pairs
            for position, slots in by_position.items()
            if first in slots and second in by_position.get(position + 1, ())
        }

    def _all(self, text: str) -> list[Match]:
        found: list[Match] = []
        position = 0
        known = self._chains
        for chain in CHAIN.finditer(text):
            pieces, advance = known.get(chain[0]) or self._look_up(chain[0])
            for start, end, offset, slot, marked, agreed in pieces:
                base = chain.start()
                found.append(
                    Match(base + start, base + end, position + offset, slot, marked, agreed)
                )
            position += advance
        return found

    def _look_up(self, chain: str) -> _Matched:
        """The matches in one chain, remembered: most chains of a text are met again, without any."""
        pieces, advance = chain_pieces(chain)
        found = [
            (piece.start, piece.end, piece.position, slot, piece.marked, agreed)
            for piece in pieces
            for slot, agreed in self._slots.get((piece.folded, piece.marked), ())
        ]
        self._chains[chain] = found, advance
        return found, advance

    def _best_agreement(self, matches: Iterable[Match]) -> list[Agreement]:
        """The least agreement that counts, for every slot."""
        best = [Agreement.CONFLICTING] * len(self._plan.slots)
        for match in matches:
            best[match.slot] = max(best[match.slot], match.agreement)
        return [
            # What has no marks can agree with anything: an unmarked text is no better match.
            agreed if typed else min(agreed, Agreement.COMPATIBLE)
            for agreed, typed in zip(best, self._typed_marks, strict=True)
        ]

    def _readings(self, texts: Iterable[Sequence[Match]]) -> dict[int, set[str]]:
        """For slots met beside their neighbour in the query: the marked forms met there."""
        readings: dict[int, set[str]] = {}
        for matches in texts:
            at = {(match.position, match.slot): match for match in matches}
            for match in matches:
                for first, second in self._pairs:
                    if match.slot != first:
                        continue
                    neighbour = at.get((match.position + 1, second))
                    if neighbour is not None:
                        for slot, marked in ((first, match.marked), (second, neighbour.marked)):
                            # A pattern may well be several words of one article.
                            if not self._plan.slots[slot].chosen:
                                readings.setdefault(slot, set()).add(marked)
        return readings

    def _in_phrases(self, matches: Sequence[Match], field: str) -> set[int]:
        """Identities of the matches that are part of an occurrence of a quoted phrase."""
        at: dict[int, list[Match]] = {}
        for match in matches:
            at.setdefault(match.position, []).append(match)
        found: set[int] = set()
        for phrase in self._plan.phrases:
            for written in phrase.ways if field in phrase.fields else ():
                for position in at:
                    run = _occurrence(written, at, position, phrase.slop)
                    found.update(id(match) for matches_here in run for match in matches_here)
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
        matched = Matcher(plan).article(texts)
        slots = {match.slot for matches in matched for match in matches}
        share = len(slots) / max(1, len(plan.slots))
        if share > most:
            best, most = matched, share
    return best


def _occurrence(
    written: Sequence[Slot], at: Mapping[int, list[Match]], position: int, slop: int
) -> list[list[Match]]:
    """The matches of a phrase that begins at a position; none when none does."""
    run: list[list[Match]] = []
    place, last = position, position + len(written) - 1 + slop
    for slot in written:
        while not (here := _standing_for(slot, at.get(place, ()))):
            if not run or place >= last:
                return []
            place += 1
        run.append(here)
        place += 1
    return run if place - 1 <= last else []


def _standing_for(slot: Slot, matches: Iterable[Match]) -> list[Match]:
    forms = {variant.marked for variant in slot.variants}
    return [match for match in matches if match.marked in forms]


def _one_per_token(matches: Iterable[Match]) -> list[Match]:
    """Drop matches inside others: a glued form covers its words, and one token may fill two slots."""
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
