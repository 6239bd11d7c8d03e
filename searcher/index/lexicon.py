"""The lexicon of an index: the words of several syllables it knows, and how often they were seen.

One file ``lexicon-N.json.zst`` a generation: blocks of words sorted by folded form, each a
compressed JSON value of its own, and a table of the blocks before them. A query reads the table and
the few blocks it needs. It is a vocabulary, not postings: words stay when articles are removed, and
building the index anew learns them anew. Not for learning words (``word_learner``).
"""

from __future__ import annotations

import struct
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache, partial
from heapq import nsmallest
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, NamedTuple

from searcher.index.folder import damage_reported
from searcher.index.manifest import LEXICON, Files, Manifest
from searcher.index.packing import compress, decompress, from_json, to_json
from searcher.index.word_sample import SampleState
from searcher.text import Agreement, agreement, canonical
from searcher.text.fold import fold_word
from searcher.text.marks import has_marks

MOST_WORDS = 200_000
"""More are never kept: the rarest go."""

MANY_WORDS = 50_000
"""When there are more, what was seen once goes: most of it is a chance join."""

MAX_FILE = 32 << 20
"""Bytes; a file of ``MOST_WORDS`` has a tenth of it."""

LONGEST_WORD = 5
"""Syllables."""

_Reading = Callable[[], AbstractContextManager[None]]
_BLOCK = 128  # words; a block is unpacked in 0.05 ms
_VERSION = 1
# A skippable Zstandard frame with the length of the table: `zstd -dc` still prints the file.
_PREFIX = struct.Struct("<III")
_SKIPPABLE = 0x184D2A57


class Word(NamedTuple):
    """A word of several syllables.

    Attributes:
        folded: Its syllables without marks, a space between them. Words are sorted by it.
        marked: The same in canonical marked form.
        frequency: How often it was seen in the sample that words are learnt from.
    """

    folded: str
    marked: str
    frequency: int


def open_lexicon(path: Path, manifest: Manifest, files: Files) -> Lexicon:
    """Open that of a generation of the index at ``path``; damage is an ``IndexCorrupt``.

    Raises:
        FileNotFoundError: When a writer has replaced the generation meanwhile.
    """
    name = manifest.part(LEXICON)
    reading = partial(damage_reported, path, file=name, system_errors=False)
    with reading():
        return Lexicon(files.read(name, MAX_FILE), reading)


class Lexicon:
    """The words of one generation. Reading one unpacks nothing until it is asked."""

    def __init__(self, data: bytes = b"", reading: _Reading = nullcontext) -> None:
        """Take the content of a file.

        Args:
            data: As ``extended`` gave it; nothing: a lexicon without words.
            reading: Makes the context in which blocks are read.

        Raises:
            ValueError: When it is damaged. Looking words up raises it, too: a block is checked
                when it is first needed.
        """
        self._data = data
        self._reading = reading
        self._table = _Table.parse(data) if data else _Table()
        self._block = lru_cache(maxsize=256)(self._read_block)

    @property
    def state(self) -> SampleState:
        """How far the sampling of sentences has come."""
        return self._table.state

    def __len__(self) -> int:
        return self._table.size

    def __iter__(self) -> Iterator[Word]:
        """All words by folded, then by marked form."""
        return chain.from_iterable(map(self._block, range(len(self._table.firsts))))

    def frequency(self, syllables: Sequence[str]) -> int:
        """Return how often syllables were seen as one word; 0: never.

        Args:
            syllables: In canonical marked form.
        """
        marked = " ".join(syllables)
        folded = " ".join(map(fold_word, syllables))
        number = bisect_right(self._table.firsts, (folded, marked)) - 1
        if number < 0:
            return 0
        block = self._block(number)
        place = bisect_left(block, (folded, marked))
        found = block[place] if place < len(block) else None
        return found.frequency if found and found.marked == marked else 0

    def spans(self, syllables: Sequence[str]) -> list[tuple[int, int]]:
        """Cut a run of text into words: from the left, the longest known one each time.

        Args:
            syllables: In canonical marked form, nothing but spaces between them in the text.

        Returns:
            Start and end (exclusive) of every word of more than one syllable, ascending.
        """
        found: list[tuple[int, int]] = []
        start = 0
        while start < len(syllables) - 1:
            for end in range(min(len(syllables), start + LONGEST_WORD), start + 1, -1):
                if self.frequency(syllables[start:end]):
                    found.append((start, end))
                    start = end
                    break
            else:
                start += 1
        return found

    def starting_with(self, folded: str) -> Iterator[Word]:
        """Yield the words whose folded form begins so, sorted.

        Args:
            folded: Letters without marks; spaces between syllables.
        """
        number = max(0, bisect_right(self._table.firsts, (folded, "")) - 1)
        for each in range(number, len(self._table.firsts)):
            block = self._block(each)
            for place in range(bisect_left(block, (folded,)), len(block)):
                if not block[place].folded.startswith(folded):
                    return
                yield block[place]

    def completions(self, typed: str, limit: int = 10) -> list[Word]:
        """Return the most frequent words that go on from what was typed, with any share of marks.

        Args:
            typed: One or more syllables, the last one perhaps unfinished.
            limit: How many at most.

        Returns:
            Every mark typed is in them. Where marks were typed, words without others come first;
            then the most frequent; of equally frequent ones by folded form.
        """
        syllables = canonical(typed).split()
        if not syllables or limit <= 0:
            return []
        if typed[-1:].isspace():
            syllables.append("")
        *whole, last = syllables
        head = "".join(f"{fold_word(syllable)} " for syllable in whole)
        # A y at the end of an unfinished syllable is an i when it ends there ("ky", "quyêt").
        tails = {fold_word(last), "".join(map(fold_word, last))} if last else {""}
        words = chain.from_iterable(self.starting_with(head + tail) for tail in sorted(tails))
        fitting: dict[Word, int] = {}
        for word in words:
            unlike = _unlike(syllables, word.marked.split(" "))
            if unlike is not None:
                fitting[word] = unlike
        return nsmallest(limit, fitting, key=lambda word: (fitting[word], -word.frequency, word))

    def extended(self, counts: Mapping[str, int], state: SampleState) -> bytes:
        """Return the file of a lexicon that knows these words besides its own.

        Args:
            counts: Canonical marked syllables, a space between them → how often they were seen.
            state: How far the sampling has come.

        Raises:
            ValueError: When this one is damaged.
        """
        if not counts:
            blocks = self._data[self._table.begin :]
            return _assembled(blocks, self._table.firsts, self._table.ends, len(self), state)
        total = {word.marked: word.frequency for word in self}
        for marked, count in counts.items():
            total[marked] = total.get(marked, 0) + count
        words = sorted(
            Word(" ".join(map(fold_word, marked.split(" "))), marked, count)
            for marked, count in _kept(total).items()
        )
        packed = [
            compress(to_json(words[start : start + _BLOCK]) + b"\n")
            for start in range(0, len(words), _BLOCK)
        ]
        ends = list(accumulate(map(len, packed)))
        firsts = [(word.folded, word.marked) for word in words[::_BLOCK]]
        return _assembled(b"".join(packed), firsts, ends, len(words), state)

    def _read_block(self, number: int) -> tuple[Word, ...]:
        table = self._table
        begin = table.begin + (table.ends[number - 1] if number else 0)
        with self._reading():
            return _words(decompress(self._data[begin : table.begin + table.ends[number]]))


class _Table(NamedTuple):
    """What stands before the blocks.

    Attributes:
        begin: Where the blocks begin, in bytes.
        firsts: Folded and marked form of the first word of every block.
        ends: Where every block ends, in bytes from ``begin``.
        size: How many words there are.
        state: How far the sampling has come.
    """

    begin: int = 0
    firsts: Sequence[tuple[str, str]] = ()
    ends: Sequence[int] = ()
    size: int = 0
    state: SampleState = SampleState()

    @classmethod
    def parse(cls, data: bytes) -> _Table:
        """Read the table of a file.

        Raises:
            ValueError: When it is damaged.
        """
        try:
            magic, four, length = _PREFIX.unpack_from(data)
            begin = _PREFIX.size + length
            if (magic, four) != (_SKIPPABLE, 4) or begin > len(data):
                raise ValueError("a damaged lexicon")
            value: Any = from_json(decompress(data[_PREFIX.size : begin]))
            version, size, offered, next_at, pending, blocks = value
            firsts = [(_typed(folded, str), _typed(marked, str)) for folded, marked, _ in blocks]
            ends = [_typed(end, int) for _, _, end in blocks]
            state = SampleState(
                _typed(offered, int), _typed(next_at, int), tuple(_typed(s, str) for s in pending)
            )
        except (TypeError, struct.error) as error:
            raise ValueError("a damaged lexicon") from error
        # Blocks that are not all there, or more than that.
        bounds = [0, *ends, len(data) - begin]
        if version != _VERSION or sorted(bounds) != bounds or bounds[-1] != bounds[-2]:
            raise ValueError("a damaged lexicon")
        return cls(begin, firsts, ends, _typed(size, int), state)


def _assembled(
    blocks: bytes,
    firsts: Sequence[tuple[str, str]],
    ends: Sequence[int],
    size: int,
    state: SampleState,
) -> bytes:
    table = compress(
        to_json(
            [
                _VERSION,
                size,
                state.offered,
                state.next_at,
                state.pending,
                [[*first, end] for first, end in zip(firsts, ends, strict=True)],
            ]
        )
        + b"\n"
    )
    return _PREFIX.pack(_SKIPPABLE, 4, len(table)) + table + blocks


def _words(block: bytes) -> tuple[Word, ...]:
    try:
        words = tuple(Word(*each) for each in from_json(block))
    except TypeError:
        words = ()
    if not words or not all(
        isinstance(w.folded, str) and isinstance(w.marked, str) and type(w.frequency) is int
        for w in words
    ):
        raise ValueError("a damaged lexicon")
    return words


def _kept(total: dict[str, int]) -> dict[str, int]:
    """The words worth keeping when there are very many."""
    if len(total) > MANY_WORDS:
        total = {marked: count for marked, count in total.items() if count > 1}
    if len(total) > MOST_WORDS:
        total = dict(nsmallest(MOST_WORDS, total.items(), key=lambda item: (-item[1], item[0])))
    return total


def _unlike(typed: Sequence[str], word: Sequence[str]) -> int | None:
    """How many syllables typed with marks have further marks in a word that goes on from them.

    The last syllable typed may be unfinished. ``None``: the word does not agree with what was typed.
    """
    parts = [*word[: len(typed) - 1], word[len(typed) - 1][: len(typed[-1])]]
    further = 0
    for query, part in zip(typed, parts, strict=True):
        found = agreement(query, part)
        if found is None or found is Agreement.CONFLICTING:
            return None
        further += found is not Agreement.EXACT and has_marks(query)
    return further


def _typed(value: Any, kind: type) -> Any:  # noqa: ANN401
    if type(value) is not kind:
        raise ValueError("a damaged lexicon")
    return value
