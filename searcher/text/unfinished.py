"""A syllable that is still being typed: which words it may become.

Every mark that was typed must be in the word, marks that were not are free, as in a whole syllable
(``marks``); also where it is typed as keystrokes ("nhiee", "guwo"). Not for which of the words are
likely (``searcher.search.completion``).
"""

from __future__ import annotations

from typing import NamedTuple

from searcher.text.fold import fold_word
from searcher.text.input_methods import beginnings
from searcher.text.marks import Agreement, agreement, has_marks


class Unfinished(NamedTuple):
    """The beginning of a word.

    Attributes:
        typed: In canonical form; ``""``: nothing is typed yet, every word begins so.
    """

    typed: str

    @property
    def folded(self) -> tuple[str, ...]:
        """What the folded form of such a word begins with: any of these, sorted."""
        # A y at the end of an unfinished syllable is an i when it ends there ("ky", "quyêt").
        typed = self.typed
        tails = {fold_word(typed), "".join(map(fold_word, typed))} if typed else {""}
        return tuple(sorted(tails))

    def fits(self, word: str) -> Agreement | None:
        """Compare with the beginning of a canonical word; ``None`` when its letters differ."""
        return agreement(self.typed, word[: len(self.typed)])

    @property
    def has_marks(self) -> bool:
        """Whether any mark was typed."""
        return has_marks(self.typed)


def struck(typed: str) -> tuple[Unfinished, ...]:
    """The beginnings that raw keystrokes of Telex or VNI may stand for, the likeliest first.

    Args:
        typed: As typed, one word.

    >>> [each.typed for each in struck("nhiee")], struck("nhie")
    (['nhiê'], ())
    """
    return tuple(map(Unfinished, beginnings(typed.lower())))
