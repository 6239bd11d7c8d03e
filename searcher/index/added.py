"""Articles that programs have added: kept as JSON lines in a folder of the index, one of its sources.

They have no other file they could be read from again, so they are on disk before they are indexed,
and every later run, repair or rebuild finds them like the files of any source. An article's id says
which of 256 files it is in, so that changing one rewrites little. Every line is a record as
``searcher.articles`` reads it: the folder can be indexed by itself. Not for the index (``adding``).
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

from searcher.articles import read_file
from searcher.articles.json_lines import MAX_LINE_BYTES
from searcher.articles.model import Article, Problem
from searcher.articles.records import article_from, record_id
from searcher.index import disk
from searcher.index.catalog import Catalog
from searcher.index.sources import Source
from searcher.text.decode import UTF_8

_SUFFIX = ".jsonl"
_DELETE = "\x7f"  # JSON leaves it as it is, and many of it make a file look like no text


def as_read(article: Article) -> Article:
    """Return an article as it will be read: its text clean, and nothing of where it is.

    Raises:
        ValueError: When it cannot be kept: it has neither a title nor a text, its id is empty or has
            white space around it, or its day is not one that articles have.
    """
    record = _record(article)
    found = article_from(record, article_id=article.id, path="")
    if found is None:
        raise ValueError(f"the article {article.id!r} has neither a title nor a text")
    if record_id(record) != article.id:
        raise ValueError(
            f"{article.id!r} cannot be an id: it is empty, or white space is around it"
        )
    if found.date != article.date:
        raise ValueError(f"the article {article.id!r} has an impossible day: {article.date}")
    return replace(found, path=None)


def read_added(path: Path) -> Iterator[Article | Problem]:
    """Read a file of added articles; what they say is taken as it is, whatever it looks like."""
    for item in read_file(path, root=path.parent, encoding=UTF_8):
        yield replace(item, path=None) if isinstance(item, Article) else item


class AddedArticles:
    """The files of what programs have added to one index. Change them only with its lock.

    Attributes:
        path: The folder, which need not be there.
    """

    def __init__(self, index_path: Path) -> None:
        """Take those of the index at an absolute path."""
        self.path = Source.added_to(index_path).path

    def __bool__(self) -> bool:
        """Whether there is any."""
        return next(self._files(), None) is not None

    def holding(self, ids: Iterable[str]) -> set[str]:
        """Return those of some ids that have been added."""
        wanted = set(ids)
        files = {self._file_of(each) for each in wanted}
        return wanted.intersection(*[set().union(*(_lines_of(file) for file in files))])

    def change(self, changes: Mapping[str, Article | None]) -> list[Path]:
        """Put articles in the place of those with their ids, or remove them, in all files at once.

        Args:
            changes: The articles by id, as ``as_read`` gives them; None: it goes.

        Returns:
            The files they are, or were, in.

        Raises:
            OSError: When the system fails; nothing has changed, unless it failed while files were
                given their names.
        """
        disk.make_folder(self.path)
        by_file: defaultdict[Path, dict[str, Article | None]] = defaultdict(dict)
        for id_, article in changes.items():
            by_file[self._file_of(id_)][id_] = article
        output = disk.OutputFolder(self.path)
        self._collect(output)
        changed: dict[Path, bool] = {}
        try:
            for file, own in sorted(by_file.items()):
                before = _lines_of(file)
                after = {id_: line for id_, line in before.items() if id_ not in own}
                after.update((id_, _line(each)) for id_, each in own.items() if each is not None)
                if after != before:
                    changed[file] = bool(after)
                    if after:
                        lines = (after[id_] for id_ in sorted(after))
                        output.write(_temporary(file), b"".join(lines))
            output.sync()
            for file, stays in changed.items():
                if stays:
                    output.rename(_temporary(file), file.name)
                else:
                    output.remove(file.name)
            output.sync()
        except BaseException:
            with suppress(OSError):
                self._collect(output)
            raise
        return list(by_file)

    def remove_all(self) -> None:
        """Delete them all."""
        output = disk.OutputFolder(self.path)
        for file in list(self._files()):
            output.remove(file.name)

    def _file_of(self, id_: str) -> Path:
        digest = blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=1).hexdigest()
        return self.path / (digest + _SUFFIX)

    def _files(self) -> Iterator[Path]:
        with suppress(FileNotFoundError, NotADirectoryError):
            yield from (each for each in self.path.iterdir() if each.name.endswith(_SUFFIX))

    def _collect(self, output: disk.OutputFolder) -> None:
        """Delete what a writer that died left behind."""
        for each in list(self.path.glob(f"{disk.TEMPORARY_PREFIX}*")):
            output.remove(each.name)


def file_with(catalog: Catalog, article_id: str) -> Path | None:
    """Return the file that has the article with an id, if there is one."""
    row = catalog.database.execute(
        "SELECT files.path FROM articles JOIN files ON files.number = articles.file"
        " WHERE articles.id = ?",
        (article_id.encode("utf-8", "surrogatepass"),),
    ).fetchone()
    return None if row is None else Path(os.fsdecode(row[0]))


def adopt(catalog: Catalog, index_path: Path) -> None:
    """See to it that a catalog knows of what has been added, wherever the index is by now.

    Args:
        catalog: Is changed: its source is there when there is anything in it, or ever was.
        index_path: The absolute path of the index.
    """
    source = Source.added_to(index_path)
    known = {each.name: number for number, each in catalog.sources().items()}
    if source.name not in known:
        if AddedArticles(index_path):
            catalog.remember(source)
        return
    number = known[source.name]
    if not AddedArticles(index_path) and not catalog.file_count(number):
        catalog.forget(number)
        return
    run = catalog.database.execute
    rows = run("SELECT number, path FROM files WHERE source = ?", (number,)).fetchall()
    for file, path in rows:
        here = os.fsencode(source.path / os.path.basename(os.fsdecode(path)))  # noqa: PTH119
        if here != path:  # the folder of the index has been moved
            run("UPDATE files SET path = ? WHERE number = ?", (here, file))
            catalog.modified = True


def _record(article: Article) -> dict[str, object]:
    fields: dict[str, object] = {"id": article.id, "title": article.title, "text": article.body}
    if article.date is not None:
        fields["date"] = article.date.isoformat()
    for name in ("author", "section", "source", "url"):
        if (value := getattr(article, name)) is not None:
            fields[name] = value
    return fields


def _line(article: Article) -> bytes:
    text = json.dumps(_record(article), ensure_ascii=False).replace(_DELETE, "\\u007f") + "\n"
    line = text.encode("utf-8")
    if len(line) > MAX_LINE_BYTES:
        raise ValueError(f"the article {article.id!r} is larger than {MAX_LINE_BYTES >> 20} MB")
    return line


def _lines_of(file: Path) -> dict[str, bytes]:
    """The lines of a file by the ids in them; one that cannot be read stays under a name of its own."""
    found: dict[str, bytes] = {}
    with suppress(FileNotFoundError):
        for number, line in enumerate(file.read_bytes().splitlines(keepends=True)):
            id_ = None
            with suppress(ValueError, RecursionError):
                record = json.loads(line)
                id_ = record_id(record) if isinstance(record, dict) else None
            found[f" {number}" if id_ is None else id_] = line.rstrip(b"\n") + b"\n"
    return found


def _temporary(file: Path) -> str:
    return f"{disk.TEMPORARY_PREFIX}{file.name}.new"
