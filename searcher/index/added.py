"""Articles that programs have added: kept as JSON lines in a folder of the index, one of its sources.

They have no other file they could be read from again, so they are on disk before they are indexed,
and every later run, repair or rebuild finds them like the files of any source. The files are small,
so that changing one article rewrites little, and new ones go to the end. Every line is a record as
``searcher.articles`` reads it: the folder can be indexed by itself. Not for the index (``adding``).
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from searcher.articles import read_file
from searcher.articles.json_lines import MAX_LINE_BYTES
from searcher.articles.model import Article, Problem
from searcher.articles.records import article_from, record_id
from searcher.index import disk
from searcher.index.catalog import Catalog
from searcher.index.sources import ADDED, Source
from searcher.text.decode import UTF_8

_SUFFIX = ".jsonl"
_FILE_BYTES = 1 << 18  # about a hundred articles
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

    def places(self, catalog: Catalog, ids: Iterable[str]) -> dict[str, Path]:
        """Return the files that articles with some ids are in, of those that have been added.

        What a writer wrote that died before it was indexed is read; the catalog knows all others.
        """
        found = {}
        for id_ in ids:
            file = file_with(catalog, id_)
            if file is not None and file.parent == self.path:
                found[id_] = file
        known = dict(
            catalog.database.execute(
                "SELECT path, size FROM files WHERE source IN"
                " (SELECT number FROM sources WHERE name = ?)",
                (os.fsencode(ADDED),),
            )
        )
        wanted = set(ids)
        for file in self._files():
            # No change leaves the size and brings an id: what is new is appended.
            if known.get(os.fsencode(file)) != file.stat().st_size:
                found.update((id_, file) for id_ in wanted & _lines_of(file).keys())
        return found

    def change(
        self, changes: Mapping[str, Article | None], places: Mapping[str, Path]
    ) -> list[Path]:
        """Put articles in the place of those with their ids, or remove them, in all files at once.

        Args:
            changes: The articles by id, as ``as_read`` gives them; None: it goes.
            places: The files that those are in which are there already.

        Returns:
            The files they are, or were, in.

        Raises:
            OSError: When the system fails; nothing has changed, unless it failed while files were
                given their names.
            ValueError: When an article is too large.
        """
        disk.make_folder(self.path)
        output = disk.OutputFolder(self.path)
        self._collect(output)
        touched: dict[Path, dict[str, bytes]] = {}
        changed: set[Path] = set()
        new: list[bytes] = []
        for id_, article in sorted(changes.items()):
            line = None if article is None else _line(article)
            if (file := places.get(id_)) is None:
                new += [] if line is None else [line]
                continue
            lines = touched[file] if file in touched else touched.setdefault(file, _lines_of(file))
            if lines.get(id_) != line:
                changed.add(file)
            if line is None:
                lines.pop(id_, None)
            else:
                lines[id_] = line
        contents = {file: list(touched[file].values()) for file in sorted(changed)}
        contents.update(self._appended(new, touched.keys()))
        try:
            for file, parts in contents.items():
                if parts:
                    output.write(_temporary(file), b"".join(parts))
            output.sync()
            for file, parts in contents.items():
                if parts:
                    output.rename(_temporary(file), file.name)
                elif file.exists():
                    output.remove(file.name)
            output.sync()
        except BaseException:
            with suppress(OSError):
                self._collect(output)
            raise
        return [*touched, *(file for file in contents if file not in touched)]

    def _appended(self, lines: list[bytes], taken: Collection[Path]) -> dict[Path, list[bytes]]:
        """What the last file and those behind it hold, with some lines more."""
        found: dict[Path, list[bytes]] = {}
        if not lines:
            return found
        numbers = [int(each.stem) for each in self._files() if each.stem.isdecimal()]
        number = max(numbers, default=0)
        file, parts, size = self._numbered(number), [], _FILE_BYTES
        if number and file not in taken:
            parts = list(_lines_of(file).values())
            size = sum(map(len, parts))
        for line in lines:
            if size + len(line) > _FILE_BYTES:
                number += 1
                file, parts, size = self._numbered(number), [], 0
            parts.append(line)
            size += len(line)
            found[file] = parts
        return found

    def _numbered(self, number: int) -> Path:
        return self.path / f"{number:06}{_SUFFIX}"

    def remove_all(self) -> None:
        """Delete them all."""
        output = disk.OutputFolder(self.path)
        for file in list(self._files()):
            output.remove(file.name)

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
