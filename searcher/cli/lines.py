"""Lines of text from outside: bounded, decoded, and never a reason to stop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final, Literal, NamedTuple

_LONGEST: Final = 1024 * 1024


class BadLine(NamedTuple):
    """A line that cannot be read.

    Attributes:
        number: Which, from 1.
        code: Why not: the message ``batch.{code}`` says it.
    """

    number: int
    code: Literal["undecodable", "line-too-long"]


def decoded_lines(stream: BinaryIO) -> Iterator[str | BadLine]:
    """Read lines of UTF-8, without what ends them; a line is there as soon as it is written.

    Args:
        stream: Where they come from. A byte order mark at its beginning is no part of the text.
    """
    number = 0
    while line := stream.readline(_LONGEST):
        number += 1
        if len(line) == _LONGEST and not line.endswith(b"\n"):
            while (rest := stream.readline(_LONGEST)) and not rest.endswith(b"\n"):
                pass
            yield BadLine(number, "line-too-long")
            continue
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            yield BadLine(number, "undecodable")
