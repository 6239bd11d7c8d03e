"""The catalog: which file of which source is indexed, in which state, and which articles it gave.

A small database (SQLite), so that a million files need no more memory than ten. Each generation of
an index has its own, written before the generation is published; a run works on a copy. Nothing in
a catalog is ever opened as a file: only what a walk through a source finds is. For comparing it with
the sources see ``scan``.

An article row is in one of three states. **Housed**: it is in the index and its file has it.
**Homeless**: it is in the index, but its file has it no more; whoever has the same content takes it
over, or else it is removed before the run ends. **Duplicate**: its file has it, and the index has
the same content under another id.
"""

# ruff: noqa: S608 - the parts that queries are made of are constants of this module.

from __future__ import annotations

import os
import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path

from searcher.articles.model import Problem
from searcher.index.catalog_database import content, working_copy
from searcher.index.catalog_entries import (
    TO_READ,
    UNKNOWN_TIME,
    ArticleEntry,
    FileEntry,
    problems_from,
    problems_to,
)
from searcher.index.sources import Source


class Catalog:
    """A working copy of a catalog. Close it; what was not saved is forgotten.

    Attributes:
        modified: Whether it says anything else than what it started from.
    """

    def __init__(self, published: Path | None = None, home: Path = Path()) -> None:
        """Open a working copy, which is kept where temporary files are.

        Args:
            published: The catalog to start from; None: an empty one.
            home: The folder of the index.

        Raises:
            CatalogDamaged: When the published one is damaged.
            OSError: When it cannot be read, or the copy not written.
        """
        self._home = home
        self.database = working_copy(published)
        self.modified = published is None

    def close(self) -> None:
        """Let go of the copy."""
        with suppress(sqlite3.Error):
            self.database.close()

    def content(self) -> AbstractContextManager[bytes | Path]:
        """Lend what is to be stored: bytes, or a file with them when they are many."""
        return content(self.database)

    # --- sources ------------------------------------------------------------------------------

    def sources(self) -> dict[int, Source]:
        """Return the sources by number, in the order in which they were first given."""
        rows = self.database.execute("SELECT number, name, pattern FROM sources ORDER BY number")
        return {
            number: Source.stored(os.fsdecode(name), bool(pattern), self._home)
            for number, name, pattern in rows
        }

    def remember(self, source: Source) -> int:
        """Remember a source, if it is not yet; return its number."""
        name = os.fsencode(source.stored_name(self._home))
        row = (name, bool(source.pattern))
        cursor = self.database.execute(
            "INSERT OR IGNORE INTO sources (name, pattern) VALUES (?, ?)", row
        )
        self.modified |= cursor.rowcount > 0
        return self._number("SELECT number FROM sources WHERE name = ?", name)

    def forget(self, source: int) -> None:
        """Forget a source; its files are dropped one by one, see ``drop_file``."""
        self.database.execute("DELETE FROM sources WHERE number = ?", (source,))
        self.modified = True

    # --- files --------------------------------------------------------------------------------

    def file(self, path: str) -> FileEntry | None:
        """Return what is known of a file by its absolute path."""
        row = self.database.execute(
            "SELECT number, source, size, mtime_ns, digest, problems FROM files WHERE path = ?",
            (os.fsencode(path),),
        ).fetchone()
        if row is None:
            return None
        number, source, size, mtime_ns, digest, problems = row
        return FileEntry(number, source, size, mtime_ns, digest, problems_from(problems))

    def begin_file(self, path: str, source: int) -> int:
        """Note that a file is being read; until it is ``end_file``d it must be read again."""
        self.database.execute(
            "INSERT INTO files (source, path, size, mtime_ns, digest) VALUES (?, ?, 0, ?, ?)"
            " ON CONFLICT (path) DO UPDATE SET source = excluded.source,"
            " mtime_ns = excluded.mtime_ns, digest = excluded.digest, problems = NULL",
            (source, os.fsencode(path), UNKNOWN_TIME, TO_READ),
        )
        return self._number("SELECT number FROM files WHERE path = ?", os.fsencode(path))

    def end_file(self, file: FileEntry) -> None:
        """Note what a file is like that has been read."""
        problems = problems_to(file.problems)
        self.database.execute(
            "UPDATE files SET size = ?, mtime_ns = ?, digest = ?, problems = ? WHERE number = ?",
            (file.size, file.mtime_ns, file.digest, problems, file.number),
        )

    def touch_file(self, number: int, size: int, mtime_ns: int) -> None:
        """Note the new time of a file whose content is the same."""
        cursor = self.database.execute(
            "UPDATE files SET size = ?1, mtime_ns = ?2 WHERE number = ?3"
            " AND NOT (size = ?1 AND mtime_ns = ?2)",
            (size, mtime_ns, number),
        )
        self.modified |= cursor.rowcount > 0

    def files_of(self, source: int) -> array[int]:
        """Return the numbers of the files of a source."""
        rows = self.database.execute("SELECT number FROM files WHERE source = ?", (source,))
        return array("q", (number for (number,) in rows))

    def drop_file(self, number: int) -> None:
        """Forget a file; its indexed articles become homeless."""
        self._evict("file = ?", number)
        self.database.execute("DELETE FROM files WHERE number = ?", (number,))
        self.modified = True

    # --- articles -----------------------------------------------------------------------------

    def article_of(self, file: int, own_id: str) -> ArticleEntry | None:
        """Return the article a file has under a name."""
        return self._article("file = ? AND own_id = ?", file, _name(own_id))

    def holder(self, content: bytes) -> ArticleEntry | None:
        """Return the article that is indexed with a content; a homeless one rather than another."""
        return self._article(
            "content = ? AND id IS NOT NULL ORDER BY file IS NOT NULL, number", content
        )

    def duplicate(self, content: bytes) -> ArticleEntry | None:
        """Return the first duplicate with a content."""
        return self._article("content = ? AND id IS NULL ORDER BY number", content)

    def is_taken(self, article_id: str) -> bool:
        """Whether a housed article is called so."""
        return self._article("id = ? AND file IS NOT NULL", _name(article_id)) is not None

    def homeless(self, *, clashing: bool = False) -> Iterator[ArticleEntry]:
        """Yield the homeless articles, which may be changed meanwhile.

        Args:
            clashing: Only those whose id a housed article has, too.
        """
        clash = (
            " AND EXISTS (SELECT 1 FROM articles AS other"
            " WHERE other.id = articles.id AND other.file IS NOT NULL)"
        )
        query = "SELECT number FROM articles WHERE file IS NULL" + clash * clashing
        numbers = array("q", (number for (number,) in self.database.execute(query)))
        for number in sorted(numbers):
            found = self._article("number = ?", number)
            if found is not None and found.file is None:
                yield found

    def add_article(self, file: int, own_id: str, id_: str | None, content: bytes) -> int:
        """Add a housed article, or a duplicate; return its number."""
        cursor = self.database.execute(
            "INSERT INTO articles (file, own_id, id, content) VALUES (?, ?, ?, ?)",
            (file, _name(own_id), None if id_ is None else _name(id_), content),
        )
        self.modified = True
        return int(cursor.lastrowid or 0)

    def house(self, number: int, file: int, own_id: str, id_: str) -> None:
        """Give an article a home and a name: a homeless one, or a duplicate that gets indexed."""
        self.database.execute(
            "UPDATE articles SET file = ?, own_id = ?, id = ?, replaced = 0, lost = NULL"
            " WHERE number = ?",
            (file, _name(own_id), _name(id_), number),
        )
        self.modified = True

    def evict(self, article: ArticleEntry, *, replaced: bool) -> None:
        """Take an article from its file: an indexed one becomes homeless, a duplicate goes."""
        self._evict("number = ?", article.number)
        if replaced:
            self.database.execute(
                "UPDATE articles SET replaced = 1 WHERE number = ?", (article.number,)
            )

    def evict_others(self, file: int, kept: array[int]) -> None:
        """Take all articles from a file but those with some numbers."""
        run = self.database.execute
        run("CREATE TEMP TABLE IF NOT EXISTS kept (number INTEGER PRIMARY KEY)")
        run("DELETE FROM kept")
        self.database.executemany("INSERT INTO kept VALUES (?)", ((number,) for number in kept))
        self._evict("file = ? AND number NOT IN (SELECT number FROM kept)", file)

    def drop_article(self, number: int) -> None:
        """Forget an article."""
        self.database.execute("DELETE FROM articles WHERE number = ?", (number,))
        self.modified = True

    def strike_out(self, article_id: str, problem: Problem) -> bool:
        """Forget an article that could not be indexed; its duplicates must be read again.

        Returns:
            Whether it was to replace one that is still there (and does so no more).
        """
        run = self.database.execute
        found = self._article("id = ? AND file IS NOT NULL", _name(article_id))
        if found is None:
            return False
        self.drop_article(found.number)
        query = "SELECT problems FROM files WHERE number = ?"
        (row,) = run(query, (found.file,)).fetchone()
        problems = problems_to([*problems_from(row), problem])
        run("UPDATE files SET problems = ? WHERE number = ?", (problems, found.file))
        run(
            "UPDATE files SET digest = ?, mtime_ns = ? WHERE number IN"
            " (SELECT file FROM articles WHERE content = ? AND id IS NULL)",
            (TO_READ, UNKNOWN_TIME, found.content),
        )
        cursor = run(
            "UPDATE articles SET replaced = 0 WHERE id = ? AND file IS NULL AND replaced",
            (_name(article_id),),
        )
        return cursor.rowcount > 0

    def lose_others(self, kept: Iterable[str]) -> list[tuple[str, str]]:
        """Forget all indexed articles but some, and their duplicates; their files must be read again.

        Args:
            kept: The ids of those to keep.

        Returns:
            The id and the file of every indexed article that was forgotten.
        """
        run = self.database.execute
        run("CREATE TEMP TABLE IF NOT EXISTS staying (id BLOB PRIMARY KEY)")
        run("DELETE FROM staying")
        self.database.executemany("INSERT INTO staying VALUES (?)", ((_name(id_),) for id_ in kept))
        going = "id IS NOT NULL AND id NOT IN (SELECT id FROM staying)"
        rows = run(
            "SELECT articles.id, files.path FROM articles LEFT JOIN files"
            " ON files.number = articles.file"
            f" WHERE articles.{going} ORDER BY files.path, articles.number"
        )
        lost = [(_text(id_), os.fsdecode(path or b"")) for id_, path in rows]
        same = f"content IN (SELECT content FROM articles WHERE {going})"
        run(
            "UPDATE files SET digest = ?, mtime_ns = ?"
            f" WHERE number IN (SELECT file FROM articles WHERE {same})",
            (TO_READ, UNKNOWN_TIME),
        )
        run(f"DELETE FROM articles WHERE {same}")
        self.modified |= bool(lost)
        return lost

    # --- numbers ------------------------------------------------------------------------------

    def article_count(self, source: int | None = None) -> int:
        """Return how many articles are housed, of all sources or one."""
        counted = "SELECT count(*) FROM articles WHERE id IS NOT NULL AND file "
        if source is None:
            return self._number(counted + "IS NOT NULL")
        return self._number(counted + "IN (SELECT number FROM files WHERE source = ?)", source)

    def file_count(self, source: int | None = None) -> int:
        """Return how many files are known, of all sources or one."""
        if source is None:
            return self._number("SELECT count(*) FROM files")
        return self._number("SELECT count(*) FROM files WHERE source = ?", source)

    def articles_in(self, file: int) -> int:
        """Return how many articles of a file are indexed."""
        return self._number("SELECT count(*) FROM articles WHERE file = ? AND id IS NOT NULL", file)

    def place_of(self, file: int | None) -> tuple[str, int]:
        """Return the absolute path of a file, and the number of its source."""
        row = self.database.execute("SELECT path, source FROM files WHERE number = ?", (file,))
        path, source = row.fetchone()
        return os.fsdecode(path), source

    def duplicates(self, sources: Iterable[int]) -> Iterator[tuple[str, str, str]]:
        """Yield the duplicates of some sources: path, own id, and the id that is indexed."""
        for source in sources:
            for path, own_id, id_ in self.database.execute(
                "SELECT files.path, copy.own_id, (SELECT id FROM articles WHERE content ="
                " copy.content AND id IS NOT NULL) AS holder FROM articles AS copy CROSS JOIN files"
                " ON files.number = copy.file WHERE copy.id IS NULL AND files.source = ?"
                " AND holder IS NOT NULL ORDER BY files.path, copy.number",
                (source,),
            ):
                yield os.fsdecode(path), _text(own_id), _text(id_)

    def _evict(self, condition: str, *values: object) -> None:
        run = self.database.execute
        gone = run(f"DELETE FROM articles WHERE {condition} AND id IS NULL", values)
        left = run(
            "UPDATE articles SET file = NULL, lost ="
            f" (SELECT path FROM files WHERE files.number = file) WHERE {condition}",
            values,
        )
        self.modified |= gone.rowcount > 0 or left.rowcount > 0

    def _article(self, condition: str, *values: object) -> ArticleEntry | None:
        row = self.database.execute(
            "SELECT number, file, own_id, id, content, replaced, lost FROM articles"
            f" WHERE {condition} LIMIT 1",
            values,
        ).fetchone()
        if row is None:
            return None
        number, file, own_id, id_, content, replaced, lost = row
        known = None if id_ is None else _text(id_)
        was_in = "" if lost is None else os.fsdecode(lost)
        return ArticleEntry(number, file, _text(own_id), known, content, bool(replaced), was_in)

    def _number(self, query: str, *values: object) -> int:
        (found,) = self.database.execute(query, values).fetchone()
        return int(found)


def _name(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass")
