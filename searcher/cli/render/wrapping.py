"""Lines broken to the width of a screen, as a careful typesetter would.

A line is broken between words, never inside a syllable; and not where a reader would stumble: between
a quotation mark and its word, before a dash or a closing sign, inside a short match, between a number
and its unit, inside what stands apart by separators as long as it fits into a line. What is longer
than a line (an address, a path) is broken after its signs, and only then between any characters.
Not for colours or links (``searcher.cli.render.output``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from searcher.cli.render.layout import MATCHES, Line, Piece
from searcher.cli.render.widths import clusters, display_width, visible

PROSE_COLUMNS: Final = 100
"""Prose is hard to read on longer lines than this, however wide the screen."""
# On a screen narrower than this nothing is indented.
_INDENTING: Final = 24
_LONGEST_MATCH: Final = 24

# All of Unicode's spaces but those that forbid a break (U+00A0, U+2007, U+202F).
_GAP: Final = re.compile("[ \u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]+")
_OPENING: Final = tuple("([{«‹“‘„‚「『（《〈¿¡")
# A word of nothing else belongs to the one before it: "« a »", "a ; b", "Hỏi - đáp", "và …".
_CLINGING: Final = re.compile(r"[-–—·…,.;:!?%‰°)\]}»›”’、。」』）》〉]+")
_NUMBER: Final = re.compile(r"[0-9][0-9.,]*")
_UNIT: Final = re.compile(
    r"(?:%|‰|°C?|k?m[²³23]?|cm|mm|kg|m?g|tấn|tạ|ha|lít|đồng|đ|USD|VND|nghìn|ngàn|triệu|tỷ|tỉ"
    r"|giờ|phút|giây|ms|[MGT]B|[kM]W)[,.;:!?)»”]*"
)
# What a number comes after ("ngày 5", "Điều 12"), and titles before a name ("TS. Nguyễn").
_NUMBERED: Final = re.compile(
    r"[(«“]?(?:ngày|tháng|năm|điều|khoản|điểm|mục|chương|phần|trang|số|quý|lúc|thứ|kh[oó][aá]|lớp)",
    re.IGNORECASE,
)
_TITLE: Final = re.compile(r"[(«“]?(?:TP|PGS\.TS|PGS|GS|ThS|TS|BS|KS|LS|CN|TX|TT|Mrs?|Ms|Dr)\.")
# An address or a path is best broken where a folder ends. Else it may be broken after its signs, as
# any long chain; and Chinese and Japanese, which have no spaces, wherever no closing sign follows.
_FOLDER: Final = re.compile(r"(?:\w+://)?[^/\\]*(?:[/\\]+|$)")
_PART: Final = re.compile(
    r"[^/\\?&=#_.,:;+%|@~\u2e80-\ua4cf\uf900-\ufaff\uff01-\uff60-]*"
    r"(?:[/\\?&=#_.,:;+%|@~-]+|[\u2e80-\ua4cf\uf900-\ufaff\uff01-\uff60]"
    r"[\u0300-\u036f\u3099\u309a、。，．！？」』）》〉：；ー]*|$)"
)

_FOLDERS: Final = 3

_Range = tuple[int, int]


class _Gap(NamedTuple):
    """Spaces between two words, as a half-open range of the text.

    Attributes:
        start: Where the spaces begin.
        end: Where they end.
        level: The level (0 to 2) of the splits that may break a line here.
    """

    start: int
    end: int
    level: int


def wrapped(line: Line, width: int) -> list[tuple[Piece, ...]]:
    """Break a line.

    Args:
        line: Any line; its texts safe to print.
        width: Columns of the screen, at least 1.

    Returns:
        The lines on the screen with their indents, none wider than ``width`` where a single
        character fits, and none with a space at its end. Soft hyphens and zero-width spaces are
        left out.
    """
    lead = (_shown(line.lead),) if line.lead else ()
    hang = line.hang
    first = " " * line.indent
    rest = " " * (line.indent + line.hang + (display_width(lead[0].text) if lead else 0))
    pieces = [_shown(piece) for piece in line.pieces]
    if line.whole:
        return [_placed(first, (*lead, *pieces))]
    if width < _INDENTING:
        first, rest, hang, pieces, lead = "", "", 0, [*lead, *pieces], ()
    inner = max(1, min(width, PROSE_COLUMNS) - len(rest))
    parts = list(broken(pieces, inner, hang)) or [()]
    return [
        _placed(rest, part) if number else _placed(first, (*lead, *part))
        for number, part in enumerate(parts)
    ]


def _shown(piece: Piece) -> Piece:
    return piece._replace(text=visible(piece.text))


def _placed(indent: str, pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    return (Piece(indent), *pieces) if indent else tuple(pieces)


def broken(pieces: Sequence[Piece], columns: int, hang: int = 0) -> Iterator[tuple[Piece, ...]]:
    """Return the lines of a text, each as full as can be, without the blanks between them.

    Args:
        pieces: The text; safe to print, and as it will be seen (see ``visible``).
        columns: Columns of a line; a single character wider than that still gets a line.
        hang: Further columns that the first line has.
    """
    return _cut_up(pieces, line_ranges(pieces, columns, hang))


def line_ranges(pieces: Sequence[Piece], columns: int, hang: int = 0) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a text that become lines, each as full as can be.

    Args:
        pieces: The text; safe to print.
        columns: Columns of a line; a single character wider than that still gets a line.
        hang: Further columns that the first line has.

    Yields:
        Half-open ranges of code points, in order. What lies between them is blank.
    """
    text = "".join(piece.text for piece in pieces)
    start, end, used = 0, -1, -hang
    for atom, atom_columns in _atoms(text, _gaps(text, pieces, columns), columns):
        gap = display_width(text[end : atom[0]]) if end >= 0 else 0
        if end >= 0 and used + gap + atom_columns > columns:
            yield start, end
            start, used, gap = atom[0], 0, 0
        used += gap + atom_columns
        end = atom[1]
    if end >= 0:
        yield start, end


def _atoms(text: str, gaps: Sequence[_Gap], columns: int) -> Iterator[tuple[_Range, int]]:
    """What stays on one line, with its columns: the text in the largest parts that fit.

    It is taken apart after separators, then between words that may part, between any words, after
    folders, after any signs, between any characters; each step only where the one before left
    something too long.
    """
    ends = [gap.end for gap in gaps]

    def at_gaps(start: int, end: int, level: int) -> Iterator[_Range]:
        for gap in gaps[bisect_right(ends, start) : bisect_right(ends, end)]:
            if gap.level <= level and gap.end < end:
                yield start, gap.start
                start = gap.end
        yield start, end

    def after_signs(start: int, end: int, level: int) -> Iterator[_Range]:
        for part in (_FOLDER if level == _FOLDERS else _PART).finditer(text, start, end):
            if part[0]:
                yield part.span()

    def anywhere(start: int, end: int, _: int) -> Iterator[_Range]:
        for cluster in clusters(text[start:end]):
            yield start, start + len(cluster)
            start += len(cluster)

    splits: list[Callable[[int, int, int], Iterator[_Range]]] = [at_gaps] * 3
    splits += [after_signs, after_signs, anywhere]

    def fitting(start: int, end: int, level: int) -> Iterator[tuple[_Range, int]]:
        used = display_width(text[start:end])
        if used <= columns or level == len(splits):
            yield (start, end), used
            return
        for part in splits[level](start, end, level):
            yield from fitting(*part, level + 1)

    if length := len(text.rstrip()):
        yield from fitting(0, length, 0)


def _gaps(text: str, pieces: Sequence[Piece], columns: int) -> list[_Gap]:
    """All places between words, and how readily a line may be broken there."""
    starts = [0, *accumulate(len(piece.text) for piece in pieces)]
    found: list[_Gap] = []
    spaces = list(_GAP.finditer(text))
    word_start = 0
    for number, space in enumerate(spaces):
        next_end = spaces[number + 1].start() if number + 1 < len(spaces) else len(text)
        before, after = text[word_start : space.start()], text[space.end() : next_end]
        opening = word_start == 0
        word_start = space.end()
        if not before or not after:
            continue
        piece = pieces[bisect_right(starts, space.start()) - 1]
        ends_separator = piece.style == "separator" and _CLINGING.fullmatch(before)
        short = len(piece.text) <= min(_LONGEST_MATCH, columns // 2)
        kept = (piece.style in MATCHES and short) or _belong(before, after, opening=opening)
        found.append(_Gap(space.start(), space.end(), 0 if ends_separator else 2 if kept else 1))
    return found


def _belong(before: str, after: str, *, opening: bool) -> bool:
    """Whether two neighbouring words should stay on one line."""
    if before.endswith(_OPENING) or _CLINGING.fullmatch(after):
        return True
    if opening and _CLINGING.fullmatch(before):
        return True  # the dash of a dialogue, the dots of what was cut
    if _NUMBER.fullmatch(before):
        return _UNIT.fullmatch(after) is not None
    if after[0].isdigit():
        return _NUMBERED.fullmatch(before) is not None
    return _TITLE.fullmatch(before) is not None


def _cut_up(pieces: Iterable[Piece], ranges: Iterable[_Range]) -> Iterator[tuple[Piece, ...]]:
    """The pieces of every range, which follow each other."""
    rest = iter(pieces)
    piece, piece_start = Piece(""), 0
    for start, end in ranges:
        part: list[Piece] = []
        at = start
        while at < end:
            while piece_start + len(piece.text) <= at:
                piece_start += len(piece.text)
                piece = next(rest)
            until = min(end, piece_start + len(piece.text))
            part.append(piece._replace(text=piece.text[at - piece_start : until - piece_start]))
            at = until
        # The line's end separates as well.
        while part and part[-1].style == "separator":
            part.pop()
        while part and part[0].style == "separator":
            part.pop(0)
        if part:
            part[-1] = part[-1]._replace(text=part[-1].text.rstrip())
            yield tuple(part)
