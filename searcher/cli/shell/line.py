r"""The command line as it stands in a shell: its words, and writing a word so that the shell reads it.

The same for bash, zsh and fish: blanks part words, ``'…'``, ``"…"`` and ``\`` keep them together, and
the last word is still open. Not for what could come next (``completion``).
"""

from __future__ import annotations

import re
from typing import NamedTuple

_SPECIAL = re.compile(r"""[\s"'\\$`!&;<>()|*?\[\]{}#~^]""")
_IN_DOUBLE = re.compile(r'["\\$`]')


class ShellWord(NamedTuple):
    """A word of the line.

    Attributes:
        raw: As it stands there.
        text: What the program would be given.
        quote: The quotation mark that is still open in it, or ``""``.
    """

    raw: str
    text: str
    quote: str = ""


def split_line(line: str) -> list[ShellWord]:
    r"""Cut a line into words; the last one is what stands at its end, ``""`` after a blank.

    >>> [word.text for word in split_line("searcher search neu\\ guong 'đảng vi")]
    ['searcher', 'search', 'neu guong', 'đảng vi']
    """
    words: list[ShellWord] = []
    raw: list[str] = []
    text: list[str] = []
    quote = ""
    chars = iter(line)
    for char in chars:
        if not quote and char.isspace():
            if raw:
                words.append(ShellWord("".join(raw), "".join(text)))
            raw, text = [], []
            continue
        raw.append(char)
        if char == "\\" and quote != "'":
            following = next(chars, "")
            raw.append(following)
            if quote == '"' and not _IN_DOUBLE.match(following):
                text.append(char)
            text.append(following)
        elif char == quote:
            quote = ""
        elif not quote and char in "'\"":
            quote = char
        else:
            text.append(char)
    words.append(ShellWord("".join(raw), "".join(text), quote))
    return words


def quoted(text: str, quote: str = "") -> str:
    r"""Write a text so that a shell of the Bourne family reads it as one word.

    Args:
        text: The text.
        quote: The quotation mark it begins with; ``""``: signs of the shell get a backslash.

    >>> quoted('nguồn:"Tuổi Trẻ"'), quoted("nêu gương", "'")
    ('nguồn:\\"Tuổi\\ Trẻ\\"', "'nêu gương")
    """
    if quote == "'":
        return "'" + text.replace("'", "'\\''")
    if quote == '"':
        return '"' + _IN_DOUBLE.sub(r"\\\g<0>", text)
    return _SPECIAL.sub(r"\\\g<0>", text)
