"""What may come next in a query that is being typed: words with their marks, headlines, values.

"neu gu" offers *nêu gương*, also typed as keystrokes ("neeu gu") and inside quotation marks; a field
offers the values that articles have. Everything offered is in the index, and goes on from what was
typed: no mark that was typed is taken back. The answer depends on the generation of the index, the
text and the cursor alone. Not for correcting finished queries (``suggest``, ``spelling``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from threading import Lock
from typing import Final

from searcher.index import IndexReader
from searcher.index.schema import BODY, TITLE
from searcher.search.beside import Term
from searcher.search.completion_evidence import Continued, Typed
from searcher.search.completion_headlines import headlines
from searcher.search.completion_place import Place, place_of
from searcher.search.completion_trails import Trails
from searcher.search.completion_values import field_names, operators, values
from searcher.search.completion_words import NextWords
from searcher.search.keystrokes import in_case, read_keystrokes
from searcher.search.results import Completion, Language
from searcher.search.slots import Form, SlotBook
from searcher.search.weights import DEFAULT, Weights
from searcher.text import Token
from searcher.text.fold import fold_word
from searcher.text.unfinished import Unfinished, struck

DEFAULT_LIMIT: Final = 8
_MOST: Final = 100
# Keystrokes read as such where nothing else tells that they are any.
_STRUCK: Final = 0.02
_STRUCK_AMONG: Final = 1.0
_LITERAL_AMONG: Final = 0.1
_BEFORE_HEADLINES: Final = 4
_MOST_HEADLINES: Final = 2
_HEADLINE_LETTERS: Final = 5


class Completer:
    """Completes queries for one generation of an index; threads that ask wait for each other.

    Args:
        reader: The open index.
        weights: Those of ranking.
    """

    def __init__(self, reader: IndexReader, weights: Weights = DEFAULT) -> None:
        self._reader = reader
        self._lock = Lock()
        self._slots = SlotBook(reader, weights)
        self._trails = Trails(reader)
        self._known_titles: dict[int, str] = {}
        self._nothing_gone = reader.article_count == reader.size

    @cached_property
    def _texts(self) -> NextWords:
        return NextWords(self._reader, self._trails)

    @cached_property
    def _titles(self) -> NextWords:
        return NextWords(self._reader, self._trails, (TITLE,))

    def complete(
        self,
        text: str,
        cursor: int | None = None,
        limit: int = DEFAULT_LIMIT,
        language: Language = "en",
    ) -> list[Completion]:
        """Return what may come next, the most useful first; see ``Searcher.complete``."""
        with self._lock:
            return self._complete(text, cursor, min(limit, _MOST), language)

    def _complete(
        self, text: str, cursor: int | None, limit: int, language: Language
    ) -> list[Completion]:
        place = place_of(text, len(text) if cursor is None else cursor)
        if place is None or limit <= 0:
            return []
        if place.within == "value":
            return list(islice(values(self._reader, text, place), limit))
        names = [*field_names(self._reader, text, place, language), *operators(text, place)]
        found = self._unique(text, self._words(place))
        words = list(islice(found, limit - min(len(names), limit // 2)))
        return [*words, *names][:limit]

    def _unique(self, text: str, found: Iterator[Completion]) -> Iterator[Completion]:
        seen = set()
        for each in found:
            key = each.text.casefold()
            if key not in seen and each.text != text[each.start : each.end]:
                seen.add(key)
                yield each

    def _words(self, place: Place) -> Iterator[Completion]:
        before = place.words[:-1] if place.unfinished else place.words
        meant = read_keystrokes(before, self._reader) if before else {}
        forms = [self._forms(token, meant) for token in before]
        last = place.words[-1] if place.unfinished else None
        typed = _readings(last, keystrokes=bool(meant))
        model = self._titles if place.field == TITLE else self._texts
        fields = (TITLE,) if place.field == TITLE else (BODY, TITLE)
        titles = self._headlines(place, forms, last)
        shown = 0
        for each in model.after(forms, typed, whole=place.within == "phrase"):
            if not self._is_found(each, place, forms, fields):
                continue
            completion = _completion(place, each, before[len(before) - len(each.before) :], last)
            if place.alone and " " in completion.text:
                completion = _quoted(completion)
            yield completion
            shown += 1
            if shown == _BEFORE_HEADLINES:
                yield from titles
        yield from titles

    def _forms(self, token: Token, meant: dict[str, str]) -> tuple[Term, ...]:
        """The words of the index that a word before the cursor may be meant as."""
        marked = meant.get(token.marked, token.marked)
        return self._slots.slot((Form(marked, fold_word(marked)),)).agreeing

    def _is_found(
        self,
        each: Continued,
        place: Place,
        forms: Sequence[Sequence[Term]],
        fields: Sequence[str],
    ) -> bool:
        """Whether a search for the completion finds anything."""
        if each.proven:
            return True
        words: list[Sequence[Term]] = [[term] for term in (*each.before, *each.words)]
        if place.within == "phrase":
            words = [*forms[: len(forms) - len(each.before)], *words]
        elif len(words) < 3 and not place.field and self._nothing_gone:
            # Words and pairs are counted, and what is counted is there.
            return True
        return self._trails.side_by_side(words, fields)

    def _headlines(
        self, place: Place, forms: Sequence[Sequence[Term]], last: Token | None
    ) -> Iterator[Completion]:
        """Headlines that hold what was typed so far."""
        letters = sum(len(token.marked) for token in place.words)
        # Right behind a word they would come and go with every blank.
        if last is None or place.alone or place.within != "words" or letters < _HEADLINE_LETTERS:
            return
        if not forms or not all(forms):
            return
        unfinished = Unfinished(last.marked)
        start = place.words[0].start
        for title in islice(
            headlines(self._reader, forms, unfinished, self._known_titles), _MOST_HEADLINES
        ):
            yield Completion(title, start, place.end, title, "title", 1)


def _readings(last: Token | None, *, keystrokes: bool) -> list[Typed]:
    """The ways to read the word that is being typed."""
    if last is None:
        return [Typed(Unfinished(""), 1.0)]
    literal = Typed(Unfinished(last.marked), _LITERAL_AMONG if keystrokes else 1.0)
    weight = _STRUCK_AMONG if keystrokes else _STRUCK
    return [literal, *(Typed(each, weight) for each in struck(last.text))]


def _completion(
    place: Place, each: Continued, before: Sequence[Token], last: Token | None
) -> Completion:
    typed = [*before, *([last] if last else [])]
    terms = [*each.before, *each.words]
    written = []
    for number, (_, marked) in enumerate(terms):
        # What was not typed is in the letter case of the word before it.
        word = typed[min(number, len(typed) - 1)].text if typed else ""
        capitals = number < len(typed) or (word.isupper() and len(word) > 1)
        written.append(in_case(marked, word) if capitals else marked)
    start = typed[0].start if typed else place.end
    shown = " ".join(written)
    # Of three words it is not counted how often they stand together.
    seen = each.seen if len(terms) < 3 else 0
    return Completion(shown, start, place.end, shown, "phrase" if len(terms) > 1 else "word", seen)


def _quoted(each: Completion) -> Completion:
    return Completion(f'"{each.text}"', each.start, each.end, each.display, each.kind, each.count)
