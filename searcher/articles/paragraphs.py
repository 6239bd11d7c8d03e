"""The lines of a plain text become paragraphs.

A line is a paragraph, as in everything copied from a web page, unless the text was wrapped by an
editor: then the lines of a block are put together again, or no phrase would be found across its
line ends. Not for judging what a paragraph is.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from searcher.text.decode import split_lines

# Editors wrap between 60 and 100 columns; verses and list items are shorter.
_MIN_WIDTH = 55
_MAX_WIDTH = 120
_SENTENCE_ENDS = (".", "!", "?", ":", ";", "…", "”", '"')
# White space, and the invisible characters that pages leave at the ends of lines, which str.strip
# does not know.
_BLANK = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph and how it stands among the others.

    Attributes:
        text: Not empty, without white space at its ends.
        block: Number of the block of lines between blank lines that it was in.
    """

    text: str
    block: int


def paragraphs(text: str) -> list[Paragraph]:
    """Split a plain text into its paragraphs.

    Args:
        text: A decoded file.

    Returns:
        The paragraphs in order; no character but white space and invisible ones is lost.
    """
    found: list[Paragraph] = []
    block: list[str] = []
    number = 0
    for line in (*split_lines(text), ""):
        line = clean(line)
        if line:
            block.append(line)
        elif block:
            found.extend(Paragraph(part, number) for part in _unwrapped(block))
            block = []
            number += 1
    return found


def clean(line: str) -> str:
    """A line without white space and invisible characters at its ends."""
    return line.strip(_BLANK)


def _unwrapped(block: Sequence[str]) -> Sequence[str]:
    """The block as one paragraph if it is filled text, else as it is.

    Filled means that no line could have taken in the first word of the next one. Two lines are
    too few to tell, and lines that all end a sentence were ended by their author.
    """
    width = max(map(len, block))
    if len(block) < 3 or not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return block
    if all(line.endswith(_SENTENCE_ENDS) for line in block):
        return block
    for line, following in itertools.pairwise(block):
        if len(line) + 1 + len(following.split(maxsplit=1)[0]) <= width:
            return block
    return (" ".join(block),)
