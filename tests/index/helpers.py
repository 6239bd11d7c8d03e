"""What the tests of the index share: corpora of JSON lines, and an oracle that knows no index."""

from __future__ import annotations

import dataclasses
import json
import struct
import zlib
from collections import Counter, defaultdict
from pathlib import Path

from searcher.articles import Article, Problem, read_file, walk
from searcher.index import IndexReader
from searcher.index.codec.block_checks import BlockSummer
from searcher.index.disk import FileSum
from searcher.index.manifest import latest_generation, manifest_path, read_manifest
from searcher.index.schema import PARAGRAPH_GAP, TEXT_FIELDS
from searcher.text import fold, tokenize


def write_records(path: Path, records: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")


def record(article_id: str, text: str, **more: object) -> dict[str, object]:
    return {"id": article_id, "title": f"Bài {article_id}", "text": text, **more}


def vouch(index: Path) -> None:
    """Make the manifest say that all files are as they should be: whoever changed them could, too."""
    number = latest_generation(index)
    manifest = read_manifest(index, number)
    files = {name: FileSum.of((index / name).read_bytes()) for name in manifest.files}
    manifest = dataclasses.replace(manifest, files=files)
    manifest_path(index, number).write_bytes(manifest.to_bytes())


def resealed(data: bytearray, end: int) -> bytearray:
    """A container file whose sections, which end there, were changed, with checksums that fit."""
    summer = BlockSummer()
    summer.update(bytes(data[:end]))
    sums = summer.sums()
    tail = data[-32:-12] + struct.pack("<I", zlib.crc32(sums))
    tail += struct.pack("<I", zlib.crc32(bytes(tail))) + data[-4:]
    return data[:end] + sums + data[end + len(sums) : -32] + tail


def articles_below(source: Path) -> list[Article]:
    """All articles of a source, read afresh."""
    root = source if source.is_dir() else source.parent
    return [
        item
        for path in walk(source)
        if not isinstance(path, Problem)
        for item in read_file(path, root=root)
        if not isinstance(item, Problem)
    ]


def content(article: Article) -> Article:
    """The article without its name."""
    return dataclasses.replace(article, id="")


def occurrences(paragraphs: tuple[str, ...]) -> dict[tuple[str, str], list[int]]:
    """(folded, marked) → positions, by brute force from ``tokenize``."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    base = 0
    for paragraph in paragraphs:
        tokens = tokenize(paragraph)
        for token in tokens:
            found[token.folded, token.marked].append(base + token.position)
        if tokens:
            base += max(token.position for token in tokens) + 1 + PARAGRAPH_GAP
    return found


def texts_of(article: Article, field: str) -> tuple[str, ...]:
    return (article.title,) if field == "title" else article.body


def assert_index_holds(reader: IndexReader, expected: list[Article]) -> None:
    """Everything a reader says equals what brute force says of the expected articles."""
    docs = [doc for doc in range(reader.size) if reader.live()[doc]]
    stored = {doc: reader.article(doc) for doc in docs}
    assert reader.article_count == len(docs) == len(expected)
    assert Counter(map(content, stored.values())) == Counter(map(content, expected))
    ids = [article.id for article in stored.values()]
    assert len(set(ids)) == len(ids)
    for doc, article in stored.items():
        assert reader.id_of(doc) == article.id
        assert reader.find(article.id) == doc
        day = article.date.toordinal() if article.date else 0
        assert reader.columns.dates[doc] == day
    for field in TEXT_FIELDS:
        _assert_field(reader, field, stored)
    for field in ("author", "section", "source"):
        values = Counter(
            fold(getattr(article, field)) for article in stored.values() if getattr(article, field)
        )
        assert {folded for folded, _ in reader.values(field)} == set(values)
        for folded, count in values.items():
            found = [
                doc
                for marked in reader.variants(field, folded)
                for doc in reader.postings(field, folded, marked)[0]
            ]
            assert len(found) == len(set(found)) == count


def _assert_field(reader: IndexReader, field: str, stored: dict[int, Article]) -> None:
    expected: dict[tuple[str, str], dict[int, list[int]]] = defaultdict(dict)
    total = 0
    for doc, article in stored.items():
        length = 0
        for term, positions in occurrences(texts_of(article, field)).items():
            expected[term][doc] = sorted(positions)
            length += len(positions)
        assert reader.lengths(field)[doc] == length
        total += length
    mean = total / len(stored) if stored else 0.0
    assert abs(reader.average_length(field) - mean) < 1e-9
    variants: dict[str, list[str]] = defaultdict(list)
    for folded, marked in sorted(expected):
        variants[folded].append(marked)
    for folded, marks in variants.items():
        assert reader.variants(field, folded) == tuple(marks)
    for (folded, marked), by_doc in expected.items():
        docs, frequencies = reader.postings(field, folded, marked)
        assert docs.tolist() == sorted(by_doc)
        assert frequencies.tolist() == [len(by_doc[doc]) for doc in sorted(by_doc)]
        docs, starts, positions = reader.positions(field, folded, marked)
        assert docs.tolist() == sorted(by_doc)
        assert len(starts) == len(docs) + 1
        for number, doc in enumerate(docs.tolist()):
            assert positions[starts[number] : starts[number + 1]].tolist() == by_doc[doc]
    # Every term that reader knows of is expected: none has leaked.
    assert sorted(reader.values(field)) == sorted(expected)
