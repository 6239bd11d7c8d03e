"""The tokens of many texts as arrays: every chain of characters is looked up, none worked out twice.

A text is cut into chains as ``searcher.text.tokenize`` cuts it, and each chain stands for a number
that is remembered from one text to the next; positions and alternatives are then filled in for all
texts at once. Same tokens as ``tokenize``, about twice as fast as one text at a time. Not for
offsets, and not for what an article is (``document``).
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from searcher.index.codec.types import concatenated_ranges, offsets
from searcher.index.schema import PARAGRAPH_GAP, encode_term
from searcher.kernels.chains import HYPHEN, JOINER, SIGN, SPACE, WORD, ChainCodes
from searcher.text.chains import analyse_chain
from searcher.text.chars import HYPHENS, JOINERS, WORD_CLASS
from searcher.text.tokenize import CHAIN, CHAIN_SIGNS, CHAIN_SPACES, term_key

# So many chains are remembered, some 30 MB of them, before the memory starts afresh.
_MOST_CHAINS = 1 << 17
_IN_WORD = re.compile(f"[{WORD_CLASS}]")
_KINDS = {JOINER: JOINERS, HYPHEN: HYPHENS, SPACE: CHAIN_SPACES, SIGN: CHAIN_SIGNS}


def kind_of(character: str) -> int:
    """What a character may be in a chain, see ``searcher.kernels.chains``."""
    kind = WORD if _IN_WORD.match(character) else 0
    # A backslash stands in some of them because they are classes of an expression.
    kinds = (kind for kind, members in _KINDS.items() if character in members.replace("\\", ""))
    return kind | sum(kinds)


@dataclass(slots=True)
class Texts:
    """Texts of some articles, cut into chains, as they come in.

    Attributes:
        codes: What every chain stands for, see :class:`ChainMemo`.
        chains: How many chains every paragraph has.
        paragraphs: How many paragraphs every article has.
    """

    codes: array[int] = field(default_factory=lambda: array("i"))
    chains: array[int] = field(default_factory=lambda: array("i"))
    paragraphs: array[int] = field(default_factory=lambda: array("i"))

    def extend(self, other: Texts) -> None:
        """Add the articles of ``other``."""
        self.codes.extend(other.codes)
        self.chains.extend(other.chains)
        self.paragraphs.extend(other.paragraphs)


class ChainMemo:
    """The code of a chain is the number of its only term, or -1 - the number of its expansion.

    An expansion is what any other chain gives: no term ("_"), or several with their positions.

    Attributes:
        terms: Every term met so far, as it is stored; a term's number is its place here.
    """

    def __init__(self) -> None:
        self._codes = ChainCodes(CHAIN, kind_of, self._code_of)
        self._forget()

    def _forget(self) -> None:
        self._codes.clear()
        self._numbers: dict[str, int] = {}
        self.terms: list[bytes] = []
        self._expanded_ids = array("i")
        self._expanded_positions = array("i")
        self._expansion_sizes = array("i")
        self._advances = array("i")

    def limit(self) -> None:
        """Forget everything if it has become too much; codes given before become meaningless."""
        if len(self._codes) > _MOST_CHAINS:
            self._forget()

    def number(self, term: str) -> int:
        """Return the number of a term."""
        found = self._numbers.get(term)
        if found is None:
            found = self._numbers[term] = len(self.terms)
            self.terms.append(encode_term(term))
        return found

    def _code_of(self, chain: str) -> int:
        pieces, advance = analyse_chain(chain)
        numbers = [self.number(term_key(piece.folded, piece.marked)) for piece in pieces]
        if len(numbers) == 1:
            code = numbers[0]
        else:
            code = -1 - len(self._advances)
            self._expanded_ids.extend(numbers)
            self._expanded_positions.extend([piece.position for piece in pieces])
            self._expansion_sizes.append(len(numbers))
            self._advances.append(advance)
        return code

    def cut(self, paragraphs: Iterable[str]) -> Texts:
        """Cut the text of one article into chains."""
        found = Texts()
        for paragraph in paragraphs:
            found.chains.append(self._codes.cut(paragraph, found.codes))
        found.paragraphs.append(len(found.chains))
        return found

    def tokens(
        self, texts: Texts
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return the tokens of some articles that were cut since the last ``limit``.

        A paragraph's first position is ``1 + PARAGRAPH_GAP`` after the last one of the nearest
        paragraph before it that has tokens, or 0.

        Returns:
            Term numbers and positions in the article, both int64 ``[tokens]``, article after
            article and in the order of the text; and the number of tokens of every article, int64
            ``[articles]``.
        """
        codes = np.array(texts.codes, dtype=np.int64)
        several = np.flatnonzero(codes < 0)
        sizes = np.ones(len(codes), dtype=np.int64)
        advances = np.ones(len(codes), dtype=np.int64)
        expansions = -1 - codes[several]
        sizes[several] = np.array(self._expansion_sizes, dtype=np.int64)[expansions]
        advances[several] = np.array(self._advances, dtype=np.int64)[expansions]

        chain_ends = offsets(np.array(texts.chains, dtype=np.int64))
        paragraph_ends = offsets(np.array(texts.paragraphs, dtype=np.int64))
        before = offsets(advances)
        lengths = np.diff(before[chain_ends])
        bases = offsets(lengths + PARAGRAPH_GAP * (lengths > 0))
        # What to add to a chain's place among all chains to get its place in the article.
        shifts = bases[:-1] - before[chain_ends[:-1]]
        shifts -= np.repeat(bases[paragraph_ends[:-1]], np.diff(paragraph_ends))
        places = before[:-1] + np.repeat(shifts, np.diff(chain_ends))

        token_ends = offsets(sizes)
        counts = np.diff(token_ends[chain_ends[paragraph_ends]])
        if not len(several):
            return codes, places, counts
        ids = np.repeat(codes, sizes)
        positions = np.repeat(places, sizes)
        starts = offsets(np.array(self._expansion_sizes, dtype=np.int64))[expansions]
        source = concatenated_ranges(starts, sizes[several])
        target = concatenated_ranges(token_ends[several], sizes[several])
        ids[target] = np.array(self._expanded_ids, dtype=np.int64)[source]
        positions[target] += np.array(self._expanded_positions, dtype=np.int64)[source]
        return ids, positions, counts
