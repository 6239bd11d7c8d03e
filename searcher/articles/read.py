"""A file becomes articles: opens it, decodes it, and has it read by the reader of its kind.

The one entrance for files. Whatever is wrong with one becomes a ``Problem``; nothing is raised.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from searcher.articles.discovery import reason, shown
from searcher.articles.encodings import in_encoding, letters_lost, with_recovered
from searcher.articles.front_matter import split_front_matter
from searcher.articles.json_file import read_json
from searcher.articles.json_lines import read_json_lines
from searcher.articles.kinds import Kind, kind_of
from searcher.articles.markdown import read_markdown
from searcher.articles.model import Article, Problem
from searcher.articles.opening import chunks, read_whole, resolve
from searcher.articles.page_charset import decode_page
from searcher.articles.paragraphs import paragraphs
from searcher.articles.pasted import Pasted, read_pasted
from searcher.articles.problems import Skipped
from searcher.articles.records import article_from
from searcher.articles.web_page import MAX_PAGE_BYTES, read_web_page
from searcher.text.decode import BinaryData, UndecodableText, decode, split_lines

# An article of more than this is a book shelf; texts take up to sixty times their size on the way.
MAX_TEXT_BYTES = 16 << 20
# A list of records is parsed from memory; larger collections are stored as .jsonl.
MAX_JSON_BYTES = 128 << 20

_LIMITS = {Kind.HTML: MAX_PAGE_BYTES, Kind.JSON: MAX_JSON_BYTES}


def read_file(
    path: Path, *, root: Path, encoding: str | None = None
) -> Iterator[Article | Problem]:
    """Read the articles of one file.

    Args:
        path: The file, which must lie below ``root`` even when links are followed.
        root: The source folder. A file with one article gives it its POSIX path relative to this
            folder as id; records without an id get that path, ``#``, and their line or place.
        encoding: What the file is in, one of ``searcher.text.decode.ENCODINGS``, where it does not
            show that it is something else; ``None``: it is found out.

    Yields:
        Articles with ids that differ within the file, and problems, in the order of the file.
    """
    try:
        yield from _read(path, root, encoding)
    except Skipped as skipped:
        yield Problem(shown(path), skipped.code, skipped.details)
    except (BinaryData, UndecodableText) as error:
        yield Problem(shown(path), error.code, error.details)
    except (OSError, ValueError) as error:
        yield Problem(shown(path), "unreadable", {"reason": reason(error)})


def _read(path: Path, root: Path, encoding: str | None) -> Iterator[Article | Problem]:
    known = kind_of(path)
    if known is None:
        raise Skipped("unsupported", suffix=path.suffix.lower() or path.name)
    kind, gzipped = known
    real, file_id = resolve(path, root)
    if kind is Kind.JSON_LINES:
        pieces = chunks(real, gzipped=gzipped)
        found = read_json_lines(pieces, file_id=file_id, path=shown(path), encoding=encoding)
        yield from with_recovered(found, encoding)
        return
    data = read_whole(real, gzipped=gzipped, limit=_LIMITS.get(kind, MAX_TEXT_BYTES))
    decoded = decode_page(data, encoding) if kind is Kind.HTML else decode(data, encoding)
    text = decoded.text
    if not text.strip():
        raise Skipped("empty")
    if kind is Kind.JSON:
        records = read_json(text, file_id=file_id, path=shown(path))
        yield from with_recovered(in_encoding(records, decoded.encoding), encoding)
    elif kind is Kind.MARKDOWN:
        yield from in_encoding([_markdown_article(text, file_id, shown(path))], decoded.encoding)
    elif kind is Kind.HTML:
        page = _article(read_web_page(text), file_id, shown(path))
        yield from in_encoding([page], decoded.encoding)
    else:
        pasted = _article(read_pasted(paragraphs(text)), file_id, shown(path))
        yield from in_encoding([pasted], decoded.encoding)
    if decoded.lost:
        yield letters_lost(shown(path), decoded)


def _markdown_article(text: str, article_id: str, path: str) -> Article:
    lines = split_lines(text)
    fields, taken = split_front_matter(lines)
    title, body = read_markdown(lines[taken:])
    if not fields:
        return _article(read_pasted(body, title=title), article_id, path)
    # With front matter the author has said what is what: nothing is sought in the text.
    texts = [paragraph.text for paragraph in body]
    if title and fields.get("title"):
        texts = [title, *texts] if title != fields["title"] else texts
    record = {**fields, "title": fields.get("title") or title, "text": texts}
    article = article_from(record, article_id=article_id, path=path)
    if article is None:
        raise Skipped("empty")
    return article


def _article(found: Pasted, article_id: str, path: str) -> Article:
    if not found.body and not found.title:
        raise Skipped("empty")
    return Article(
        id=article_id,
        title=found.title,
        body=tuple(found.body),
        date=found.date,
        author=found.author,
        section=found.section,
        source=found.source,
        url=found.url,
        path=path,
    )
