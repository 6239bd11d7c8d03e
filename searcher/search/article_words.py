"""An article cut into what it speaks of: proper names, words of several syllables, single syllables.

Names are known by their capitals, words by the lexicon of the index. Works on the text of one
article. Not for weighing what was found (``key_terms``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from searcher.index.lexicon import Lexicon
from searcher.text import Token, tokenize
from searcher.text.fold import fold_word
from searcher.text.function_words import (
    BODIES,
    COUNTRIES,
    DEPARTMENTS,
    FUNCTION_SYLLABLES,
    FUNCTION_WORDS,
    TITLES,
)
from searcher.text.syllable import is_syllable

Term = tuple[str, str]

# What may stand between two words of one name or compound.
_JOIN = re.compile(r"[ \u00a0]+|[-‐‑]")
# After these a word has a capital without being a name.
_SENTENCE_END = re.compile(r"[.!?:;…•|/()\[\]\"“”‘’'«»\n–—]")
# A join seen once in a large sample is often a chance of the segmenter.
_TRUSTED = 2
_LARGE_SAMPLE = 4000
_KNOWN = TITLES | FUNCTION_WORDS
_LONGEST_NUMBER = 4
_STARTING: dict[tuple[str, ...], list[list[str]]] = {}
for _word in _KNOWN:
    if " " in _word:
        _STARTING.setdefault(tuple(_word.split(" ")[:2]), []).append(_word.split(" "))


class Unit(NamedTuple):
    """Something an article speaks of, at one place.

    Attributes:
        text: The author's own characters.
        terms: Its syllables, as (folded, marked).
        name: Whether it is written as a proper name.
        certain: Whether its capitals can have no other reason.
        start: Its place in the text, to tell occurrences apart.
    """

    text: str
    terms: tuple[Term, ...]
    name: bool
    certain: bool
    start: int

    @property
    def marked(self) -> tuple[str, ...]:
        """Its syllables in canonical marked form."""
        return tuple(marked for _, marked in self.terms)


def joined(first: Unit, second: Unit) -> Unit | None:
    """Return two single syllables side by side as one word; ``None`` when they cannot be one."""
    end = first.start + len(first.text)
    for unit in (first, second):
        if len(unit.terms) > 1 or unit.name or not says_something(unit):
            return None
    if second.start != end + 1:
        return None
    text = f"{first.text} {second.text}"
    return first._replace(text=text, terms=first.terms + second.terms)


class _Word(NamedTuple):
    token: Token
    capital: bool
    initial: bool  # begins a sentence: its capital says nothing
    number: bool


class Vocabulary:
    """The words of several syllables: those of the lexicon, and some every text has.

    Remembers what it looked up, for as long as an article is cut.

    Args:
        lexicon: Of the index.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._trusted = _TRUSTED if len(lexicon) > _LARGE_SAMPLE else 1
        self._starting: dict[tuple[str, str], list[list[str]]] = {}

    def end(self, marked: Sequence[str], at: int) -> int:
        """Where the longest word ends that begins at a place; the same place when there is none."""
        if at + 1 >= len(marked):
            return at
        pair = (marked[at], marked[at + 1])
        known = self._starting.get(pair)
        if known is None:
            known = self._starting[pair] = self._look_up(*pair)
        for word in known:
            if marked[at : at + len(word)] == word:
                return at + len(word)
        return at

    def _look_up(self, first: str, second: str) -> list[list[str]]:
        """The words that begin with two syllables, the longest first."""
        found = list(_STARTING.get((first, second), ()))
        for word in self._lexicon.starting_with(f"{fold_word(first)} {fold_word(second)}"):
            syllables = word.marked.split(" ")
            # "bắt đầu từ" and the like are chance joins of the segmenter.
            whole = len(syllables) == 2 or syllables[-1] not in FUNCTION_SYLLABLES
            if word.frequency >= self._trusted and syllables[:2] == [first, second] and whole:
                found.append(syllables)
        return sorted(found, key=len, reverse=True)


def units(text: str, vocabulary: Vocabulary) -> list[Unit]:
    """Cut a text.

    Args:
        text: A headline or a paragraph.
        vocabulary: The words that are known.
    """
    found: list[Unit] = []
    for run in _runs(text):
        shouted = sum(word.token.text.isupper() for word in run) > max(3, 0.7 * len(run))
        found += _units_of_run(text, run, vocabulary, names=not shouted)
    return found


def _runs(text: str) -> Iterator[list[_Word]]:
    """The words of a text, cut wherever something else than a blank or a hyphen stands between."""
    run: list[_Word] = []
    previous: Token | None = None
    for token in tokenize(text):
        if previous is not None and token.position == previous.position:
            continue
        gap = text[previous.end : token.start] if previous else "\n"
        if previous is not None and not _JOIN.fullmatch(gap):
            yield run
            run = []
        initial = previous is None or bool(_SENTENCE_END.search(gap))
        run.append(_Word(token, token.text[:1].isupper(), initial, token.text[:1].isdigit()))
        previous = token
    if run:
        yield run


def _units_of_run(
    text: str, run: Sequence[_Word], vocabulary: Vocabulary, *, names: bool
) -> Iterator[Unit]:
    marked = [word.token.marked for word in run]
    ends = _compounds(marked, vocabulary)
    at = 0
    while at < len(run):
        end = ends.get(at, at + 1)
        if names and run[at].capital:
            name_end = _name_end(run, marked, ends, at)
            begin = _name_begin(run, marked, ends, at, name_end)
            # A lone capital at the beginning of a sentence says nothing, nor does "Nhà nước".
            foreign = not is_syllable(marked[at])
            if begin < name_end and (name_end > end or foreign or not run[at].initial):
                while at < begin:
                    end = min(ends.get(at, at + 1), begin)
                    yield _unit(text, run[at:end], name=False)
                    at = end
                for first, last in _people(run, marked, begin, name_end):
                    plain = ends.get(first) == last and not run[first + 1].capital
                    yield _unit(text, run[first:last], name=not plain)
                at = name_end
                continue
        yield _unit(text, run[at:end], name=False)
        at = end


def _compounds(marked: Sequence[str], vocabulary: Vocabulary) -> dict[int, int]:
    """Where words of several syllables begin and end: from the left, the longest each time."""
    found = {}
    at = 0
    while at < len(marked) - 1:
        end = vocabulary.end(marked, at)
        if end > at:
            found[at] = end
        at = max(end, at + 1)
    return found


def _name_end(run: Sequence[_Word], marked: Sequence[str], ends: dict[int, int], at: int) -> int:
    """Where a name ends that begins at a capital: capitals, and the rest of compounds they begin."""
    department = False
    end = at
    while end < len(run):
        if run[end].capital and " ".join(marked[end : ends.get(end, end)]) in FUNCTION_WORDS:
            break
        if run[end].capital:
            department = department or marked[end] in DEPARTMENTS
            end = ends.get(end, end + 1)  # Giáo dục, Nhà nước
        elif run[end].number and len(run[end].token.text) <= _LONGEST_NUMBER:
            # "World Cup 2006", but not "Sáng 9".
            return end + 1 if end - at > 1 or not run[at].initial else end
        elif (
            department
            and marked[end] == "và"
            and end + 1 < len(run)
            and run[end + 1].capital
            and end - at > 1
        ):
            end += 1
        else:
            break
    return end


def _name_begin(
    run: Sequence[_Word], marked: Sequence[str], ends: dict[int, int], at: int, end: int
) -> int:
    """Where the name proper begins: after "Ông", "Quốc vương", or a first word that is no name."""
    # "Gặp Thủ tướng …": what comes before a title is no part of a name.
    titles = (p for p in range(at, end) if " ".join(marked[p : ends.get(p, p)]) in TITLES)
    at = max((ends[p] for p in titles if ends[p] < end), default=at)
    no_name = run[at].initial and marked[at] in FUNCTION_SYLLABLES and at not in ends
    if no_name or (marked[at] in TITLES and at + 1 < end):
        at += 1
    while (after := ends.get(at, 0)) and after < end:
        word = " ".join(marked[at:after])
        spelt_like_a_word = not any(each.capital for each in run[at + 1 : after])
        if word in BODIES or marked[at] in BODIES:
            break
        if not spelt_like_a_word and word not in TITLES:
            break
        at = after
    return at


def _people(
    run: Sequence[_Word], marked: Sequence[str], begin: int, end: int
) -> Iterator[tuple[int, int]]:
    """Cut "Bộ Ngoại giao Mỹ Sean McCormack" before the person."""
    for at in range(begin + 1, end):
        if marked[at - 1] in COUNTRIES and run[at].capital and not is_syllable(marked[at]):
            yield begin, at
            begin = at
    yield begin, end


def _unit(text: str, words: Sequence[_Word], *, name: bool) -> Unit:
    first, last = words[0].token, words[-1].token
    return Unit(
        text=text[first.start : last.end],
        terms=tuple((word.token.folded, word.token.marked) for word in words),
        name=name,
        certain=name and not words[0].initial,
        start=first.start,
    )


def says_something(unit: Unit) -> bool:
    """Whether something can be a key word at all."""
    marked = unit.marked
    if unit.name:
        return len("".join(marked)) > 1 and not all(word[:1].isdigit() for word in marked)
    if len(marked) == 1:
        word = marked[0]
        return len(word) > 1 and word not in FUNCTION_SYLLABLES and not word[:1].isdigit()
    return " ".join(marked) not in _KNOWN and not all(word in FUNCTION_SYLLABLES for word in marked)
