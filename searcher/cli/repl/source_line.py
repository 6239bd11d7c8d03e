"""Where in its file an article stands: the file itself, and the line of a place of the text.

What an article says was read out of its file by a reader that joined lines and left out markup; the
line is found by looking for the words again, with anything between them that a reader takes for a
blank. Not for changing files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from searcher.articles.kinds import Kind, kind_of
from searcher.articles.records import record_id
from searcher.errors import SearcherError
from searcher.text.decode import decode

if TYPE_CHECKING:
    from searcher.articles.model import Article
    from searcher.cli.library import Spans
    from searcher.cli.repl.session import Session

# No reader takes a longer file; JSON Lines are read line by line.
_MOST_BYTES: Final = 128 << 20
# So many words are looked for, fewer if they are not found.
_WORDS: Final = (8, 4, 2)
_BETWEEN: Final = r"(?:\s|<[^<>]*>|&nbsp;|\\[nrt]|[*_`>~])+"
_NUMBERED: Final = re.compile(r".*#([0-9]{1,9})", re.DOTALL)


def source_line(
    session: Session, article: Article, title: Spans, paragraphs: Sequence[Spans]
) -> tuple[Path, int]:
    """Return the file of an article and the line of its first match, or of its beginning.

    Args:
        session: The session, to refuse in.
        article: The article.
        title: The matches in its title.
        paragraphs: The same for every paragraph.

    Raises:
        Refusal: When there is no such file, or none that an editor can open.
        OSError: When it cannot be read.
    """
    if article.path is None:
        raise session.refusal("viewing.no-file", id=article.id)
    path = Path(article.path).absolute()
    if not path.is_file():
        raise session.refusal("viewing.file-gone", path=path)
    kind, zipped = kind_of(path) or (None, False)
    if zipped:
        raise session.refusal("viewing.zipped", path=path)
    if kind is Kind.JSON_LINES:
        return path, record_line(path, article.id)
    if path.stat().st_size > _MOST_BYTES:
        return path, 1
    try:
        text = decode(path.read_bytes()).text
    except SearcherError:
        return path, 1  # it was text when it was indexed; the editor will show what it is now
    return path, line_of(text, list(_texts(article, title, paragraphs)))


def _texts(
    article: Article, title: Spans, paragraphs: Sequence[Spans]
) -> Iterator[tuple[str, int]]:
    """Texts and places in them, the first match before the beginning of the article."""
    blocks = [(article.title, title), *zip(article.body, paragraphs, strict=False)]
    yield from ((text, spans[0][0]) for text, spans in blocks if spans)
    yield from ((text, 0) for text in (article.title, *article.body) if text)


def line_of(text: str, places: Sequence[tuple[str, int]]) -> int:
    """Return the line in a file of the first place that is found there.

    Args:
        text: The file.
        places: Texts that were read from it, and a place in each.

    Returns:
        A number from 1; 1 when nothing is found.
    """
    for paragraph, place in places:
        beginning = _find(text, paragraph, 0)
        at = _find(text, paragraph[place:], beginning or 0)
        if at is None:
            at = beginning
        if at is not None:
            return text.count("\n", 0, at) + 1
    return 1


def _find(text: str, wanted: str, start: int) -> int | None:
    """Where some words begin in a file, in whatever way they are written there."""
    words = wanted[:200].split()
    for number in _WORDS:
        for written in (words[:number], [json.dumps(word)[1:-1] for word in words[:number]]):
            if written:
                found = re.compile(_BETWEEN.join(map(re.escape, written))).search(text, start)
                if found:
                    return found.start()
    return None


def record_line(path: Path, article_id: str) -> int:
    """Return the line of a record in a file of JSON Lines; 1 when it is not found.

    Args:
        path: The file.
        article_id: The id of the article, the record's own or ``file#line``.
    """
    needles = {article_id.encode("utf-8", "replace"), json.dumps(article_id)[1:-1].encode()}
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if any(needle in line for needle in needles):
                try:
                    record = json.loads(line)
                except (ValueError, RecursionError):
                    continue
                if isinstance(record, dict) and record_id(record) == article_id:
                    return number
    numbered = _NUMBERED.fullmatch(article_id)
    return int(numbered[1]) if numbered else 1
