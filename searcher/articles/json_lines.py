"""One JSON object a line (.jsonl, .ndjson), read as a stream: no more than one line is in memory.

A bad line is reported and the next one read. Not for .json files: see ``searcher.articles.json_file``.
"""

from __future__ import annotations

import codecs
import dataclasses
import json
from collections.abc import Iterable, Iterator

from searcher.articles.encodings import in_encoding, letters_lost
from searcher.articles.model import Article, Problem
from searcher.articles.problems import Skipped
from searcher.articles.records import article_from, record_id
from searcher.text.decode import (
    UTF_8,
    Decoded,
    UndecodableText,
    decode_older,
    refuse_binary,
    utf16_of,
)

# More than the text of the longest novel; parsed JSON takes up to 25 times its length in memory.
MAX_LINE_BYTES = 16 << 20


class Ids:
    """Ids within one file: makes each one unique.

    The second article of one name is called ``name#line`` instead: a repeated id is far more often
    a slip of whoever exported the file than the same article again.
    """

    def __init__(self, file_id: str) -> None:
        self._file_id = file_id
        self._seen: set[str] = set()

    def unique(self, wanted: str | None, number: int) -> str:
        """The id for a record.

        Args:
            wanted: The id the record gives itself, if any; else the file's is used.
            number: Its line in the file, or its place in the list; from 1.
        """
        name = wanted if wanted is not None else f"{self._file_id}#{number}"
        while name in self._seen:
            name = f"{name}#{number}"
        self._seen.add(name)
        return name


def read_json_lines(
    pieces: Iterable[bytes], *, file_id: str, path: str, encoding: str | None = None
) -> Iterator[Article | Problem]:
    """Read the records of a stream.

    Args:
        pieces: The file's bytes, in pieces of any size.
        file_id: Begins the ids of records without one: ``file_id#line``.
        path: The file, for articles and problems.
        encoding: As for ``searcher.text.decode.decode``, which each line that is not UTF-8 goes
            through.

    Raises:
        Skipped: ``binary`` or ``undecodable``, if the file as a whole is no text.
    """
    ids = Ids(file_id)
    stream = iter(pieces)
    head = next(stream, b"")
    utf16 = utf16_of(head, encoding)
    for number, line in _lines(_utf8(head, stream, utf16)):
        if line is None:
            yield Problem(path, "line-too-long", {"line": number, "limit_mb": MAX_LINE_BYTES >> 20})
        elif line.strip():
            read = _read_line(line, number, ids, path, encoding)
            yield from read if utf16 is None else in_encoding(read, utf16)


def json_problem(path: str, error: ValueError | RecursionError, line: int, column: int) -> Problem:
    """What the JSON parser did not like, with the place where that is."""
    if isinstance(error, json.JSONDecodeError):
        # The parser counts lines in what it was given, which begins at ``line`` and ``column``.
        column = error.colno + (column - 1 if error.lineno == 1 else 0)
        line += error.lineno - 1
        reason = error.msg
    else:
        reason = (
            "nested too deeply" if isinstance(error, RecursionError) else "a number is too long"
        )
    return Problem(path, "bad-json", {"line": line, "column": column, "reason": reason})


def _read_line(
    line: bytes, number: int, ids: Ids, path: str, encoding: str | None
) -> Iterator[Article | Problem]:
    try:
        decoded = Decoded(line.decode("utf-8"), UTF_8)
    except UnicodeDecodeError:
        try:
            decoded = decode_older(line, encoding)
        except UndecodableText as error:
            yield Problem(path, error.code, {**error.details, "line": number})
            return
    try:
        record = json.loads(decoded.text)
    except (ValueError, RecursionError) as error:
        yield json_problem(path, error, number, 1)
        return
    if not isinstance(record, dict):
        yield Problem(path, "not-an-object", {"line": number})
        return
    article = article_from(record, article_id="", path=path)
    if article is None:
        yield Problem(path, "no-text", {"line": number})
        return
    article = dataclasses.replace(article, id=ids.unique(record_id(record), number))
    yield from in_encoding([article], decoded.encoding)
    if decoded.lost:
        yield letters_lost(path, decoded, line=number)


def _utf8(head: bytes, stream: Iterator[bytes], encoding: str | None) -> Iterator[bytes]:
    """The stream without a byte order mark, in UTF-8 if it was in UTF-16, else as it is."""
    if encoding is None:
        refuse_binary(head)
        yield head.removeprefix(codecs.BOM_UTF8)
        yield from stream
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    offset = 0
    try:
        yield decoder.decode(head).removeprefix("\ufeff").encode("utf-8")
        offset += len(head)
        for piece in stream:
            yield decoder.decode(piece).encode("utf-8")
            offset += len(piece)
        yield decoder.decode(b"", final=True).encode("utf-8")
    except UnicodeDecodeError as error:
        raise Skipped("undecodable", offset=offset + error.start, line=1, column=1) from None


def _lines(pieces: Iterable[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines; ``None`` for one that is too long, whose bytes are let go as they come.

    Only line feeds end a line: U+2028 and its like are legal inside JSON strings.
    """
    number = 1
    parts: list[bytes] = []
    size = 0
    for piece in pieces:
        start = 0
        while True:
            end = piece.find(b"\n", start)
            part = piece[start:] if end < 0 else piece[start:end]
            size += len(part)
            if size <= MAX_LINE_BYTES:
                parts.append(part)
            else:
                parts.clear()
            if end < 0:
                break
            yield number, b"".join(parts) if size <= MAX_LINE_BYTES else None
            parts.clear()
            size = 0
            number += 1
            start = end + 1
    if size:
        yield number, b"".join(parts) if size <= MAX_LINE_BYTES else None
