"""Cutting texts into chains of characters, each of which stands for a remembered number."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable

from searcher.kernels import kernel

WORD = 1
"""Belongs to a word."""
JOINER = 2
"""Joins two runs of word characters."""
HYPHEN = 4
"""Does so between two spaces, too."""
SPACE = 8
"""One of these spaces."""
SIGN = 16
"""May end a chain."""


class _Memo(dict[str, int]):
    """Chain → its code."""

    def __init__(self, code_of: Callable[[str], int]) -> None:
        self._code_of = code_of

    def __missing__(self, chain: str) -> int:
        code = self[chain] = self._code_of(chain)
        return code


@kernel
class ChainCodes:
    """The codes of chains: each is worked out once and remembered.

    The compiled one reads runs of word characters, and joiners between them, by itself, and asks the
    pattern only where more than that may belong to a chain: behind a sign, or a space and a hyphen.
    For one thread.

    Args:
        pattern: Finds the chains of a text.
        kind_of: What a character may be in a chain, :data:`WORD` and so on taken together; asked
            once for every character.
        code_of: Works a chain's code out, from -2**31 to 2**31 - 1.
    """

    def __init__(
        self,
        pattern: re.Pattern[str],
        kind_of: Callable[[str], int],  # noqa: ARG002 - the pattern knows
        code_of: Callable[[str], int],
    ) -> None:
        self._pattern = pattern
        self._code_of = code_of
        self.clear()

    def clear(self) -> None:
        """Forget all codes."""
        self._codes = _Memo(self._code_of)

    def __len__(self) -> int:
        """How many chains are remembered."""
        return len(self._codes)

    def cut(self, text: str, codes: array[int]) -> int:
        """Cut a text into chains.

        Args:
            text: Any text.
            codes: Of type "i"; the codes of its chains are added.

        Returns:
            How many chains it has.
        """
        chains = self._pattern.findall(text)
        codes.extend(map(self._codes.__getitem__, chains))
        return len(chains)
