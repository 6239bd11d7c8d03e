"""Test collections: documents, queries and judgements read from a folder.

A folder holds ``corpus.jsonl[.gz]`` or ``docs.jsonl[.gz]`` (``_id`` or ``id``, ``title``?,
``text``), ``queries.jsonl[.gz]`` or ``title_queries.jsonl[.gz]`` (``_id`` or ``id``, ``text``) and
``qrels.tsv`` or ``title_qrels.tsv`` (query id, document id, grade; a header line is allowed).
Queries called ``title_queries`` are the documents' own headlines: whoever indexes the titles too
has the answers. Also here: which half of the queries a query belongs to. Not for changing how a
query is typed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Literal, NamedTuple, TypeAlias

Half: TypeAlias = Literal["tune", "report", "all"]

# A shorter headline is seldom that of one article alone.
_FEWEST_WORDS = 4


class DatasetError(Exception):
    """A folder that does not hold a test collection, or a line of it that cannot be read."""


class Document(NamedTuple):
    """A document to index; ``title`` is ``""`` when there is none."""

    id: str
    title: str
    text: str

    @property
    def joined(self) -> str:
        """Title and text as one string, for engines that are given a single field."""
        return f"{self.title} {self.text}" if self.title else self.text


class Query(NamedTuple):
    """A query as the collection has it."""

    id: str
    text: str


class Qrel(NamedTuple):
    """A human judgement: ``grade`` above 0 means relevant."""

    query_id: str
    document_id: str
    grade: int


@dataclass(frozen=True, slots=True)
class Dataset:
    """A test collection in memory.

    Attributes:
        name: The folder's name.
        documents: Everything that can be found, titles included.
        queries: In the order of the file.
        qrels: In the order of the file.
        headlines: Whether the queries are titles of the documents themselves.
    """

    name: str
    documents: tuple[Document, ...]
    queries: tuple[Query, ...]
    qrels: tuple[Qrel, ...]
    headlines: bool

    def searchable(self) -> tuple[Document, ...]:
        """The documents as they may be indexed to measure quality: no titles if these are asked."""
        if not self.headlines:
            return self.documents
        return tuple(document._replace(title="") for document in self.documents)

    def relevant(self, half: Half = "all") -> dict[str, dict[str, int]]:
        """The judgements by query, for queries of one half that have a relevant document."""
        judged: dict[str, dict[str, int]] = {}
        for query_id, document_id, grade in self.qrels:
            if grade > 0 and in_half(query_id, half):
                judged.setdefault(query_id, {})[document_id] = grade
        return judged


def in_half(query_id: str, half: Half) -> bool:
    """Whether a query belongs to a half.

    Weights are tuned on ``tune`` and figures reported on ``report``. The halves follow from a hash
    of the id alone, so they are the same for everybody and for every typed form of a query.
    """
    if half == "all":
        return True
    odd = hashlib.sha256(query_id.encode()).digest()[0] & 1
    return (half == "report") == bool(odd)


def load(folder: Path) -> Dataset:
    """Read the test collection of a folder.

    Raises:
        DatasetError: A file is missing, a line is damaged, or the files do not belong together.
    """
    documents = tuple(read_documents(documents_file(folder)))
    queries_file = _one_of(
        folder,
        "queries.jsonl.gz",
        "queries.jsonl",
        "title_queries.jsonl.gz",
        "title_queries.jsonl",
    )
    headlines = queries_file.name.startswith("title_")
    qrels_file = _one_of(folder, "title_qrels.tsv" if headlines else "qrels.tsv")
    queries = tuple(
        Query(_text(row, "_id", "id", at=at), _text(row, "text", at=at))
        for at, row in _rows(queries_file)
    )
    qrels = tuple(_read_qrels(qrels_file))
    _check(folder, documents, queries, qrels)
    return Dataset(folder.resolve().name, documents, queries, qrels, headlines)


def further_headlines(dataset: Dataset, count: int) -> Dataset:
    """Make a collection of other headlines, for figures with smaller errors.

    Args:
        dataset: Whose documents are asked for by their titles.
        count: How many queries at most, chosen by a hash: the same for everybody.

    Returns:
        The same documents; the queries are titles of at least four words that only one of them has,
        of documents that no query of the collection's own asks for.

    Raises:
        DatasetError: There are none.
    """
    asked_for = {qrel.document_id for qrel in dataset.qrels}
    titles = Counter(document.title for document in dataset.documents)
    chosen = sorted(
        (
            document
            for document in dataset.documents
            if document.id not in asked_for
            and titles[document.title] == 1
            and len(document.title.split()) >= _FEWEST_WORDS
        ),
        key=lambda document: hashlib.sha256(f"headline {document.id}".encode()).digest(),
    )[:count]
    if not chosen:
        raise DatasetError(f"{dataset.name}: no document has a headline to ask for.")
    return replace(
        dataset,
        name=f"{dataset.name}-headlines",
        queries=tuple(Query(document.id, document.title) for document in chosen),
        qrels=tuple(Qrel(document.id, document.id, 1) for document in chosen),
        headlines=True,
    )


def read_documents(path: Path) -> Iterator[Document]:
    """Read the documents of one JSONL file, gzipped or not."""
    for at, row in _rows(path):
        title = row.get("title") or ""
        yield Document(_text(row, "_id", "id", at=at), str(title), _text(row, "text", at=at))


def documents_file(folder: Path) -> Path:
    """The file of documents of a folder that need not have queries.

    Raises:
        DatasetError: There is none.
    """
    return _one_of(folder, "corpus.jsonl.gz", "corpus.jsonl", "docs.jsonl.gz", "docs.jsonl")


def digest(lines: Iterable[str]) -> str:
    """A name for the exact content of some lines, to recognise figures that can be used again."""
    seen = hashlib.sha256()
    for line in lines:
        seen.update(line.encode("utf-8", "surrogatepass"))
        seen.update(b"\n")
    return seen.hexdigest()


def _check(
    folder: Path,
    documents: tuple[Document, ...],
    queries: tuple[Query, ...],
    qrels: tuple[Qrel, ...],
) -> None:
    document_ids = {document.id for document in documents}
    query_ids = {query.id for query in queries}
    if len(document_ids) < len(documents) or len(query_ids) < len(queries):
        raise DatasetError(f"{folder}: an id is used twice.")
    # A run file separates its columns by blanks, so an id with one could not be read back.
    if any(len(name.split()) != 1 for name in document_ids | query_ids):
        raise DatasetError(f"{folder}: an id is empty or holds blanks.")
    for qrel in qrels:
        if qrel.query_id not in query_ids or qrel.document_id not in document_ids:
            raise DatasetError(
                f"{folder}: the judgement {qrel.query_id} {qrel.document_id} names an unknown id."
            )
    if not any(qrel.grade > 0 for qrel in qrels):
        raise DatasetError(f"{folder}: no document is judged relevant for any query.")


def _one_of(folder: Path, *names: str) -> Path:
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise DatasetError(f"{folder}: needs one of {', '.join(names)}.")


def _rows(path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    number = 0
    try:
        with _opened(path) as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield f"{path}, line {number}", _row(line, f"{path}, line {number}")
    except (EOFError, UnicodeDecodeError, gzip.BadGzipFile, zlib.error) as error:
        raise DatasetError(f"{path}: damaged after line {number} ({error}).") from error


def _opened(path: Path) -> IO[str]:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def _row(line: str, at: str) -> dict[str, object]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise DatasetError(f"{at}: not JSON ({error}).") from error
    if not isinstance(row, dict):
        raise DatasetError(f"{at}: not a JSON object.")
    return row


def _text(row: dict[str, object], *names: str, at: str) -> str:
    for name in names:
        value = row.get(name)
        if isinstance(value, str | int):
            return str(value)
    raise DatasetError(f"{at}: no field {' or '.join(names)}.")


def _read_qrels(path: Path) -> Iterator[Qrel]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        columns = line.split()
        if not columns or (number == 1 and not columns[-1].isdigit()):
            continue
        # Three columns here, four in TREC's own format (with an iteration number second).
        try:
            yield Qrel(columns[0], columns[-2], int(columns[-1]))
        except (IndexError, ValueError) as error:
            raise DatasetError(f"{path}, line {number}: not a judgement.") from error
