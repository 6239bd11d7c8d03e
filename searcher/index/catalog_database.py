"""The database of a catalog: its tables, and opening a working copy of one without trusting it.

Not for what the rows mean (``catalog``).
"""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

_VERSION = 1
# Names are bytes: file names need not be text, and bytes sort the same everywhere.
_TABLES = (
    "CREATE TABLE sources (number INTEGER PRIMARY KEY, name BLOB NOT NULL UNIQUE,"
    " pattern INTEGER NOT NULL, encoding TEXT)",
    "CREATE TABLE files (number INTEGER PRIMARY KEY, source INTEGER NOT NULL,"
    " path BLOB NOT NULL UNIQUE, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,"
    " digest BLOB NOT NULL, problems BLOB)",
    "CREATE INDEX files_of_source ON files (source)",
    "CREATE TABLE articles (number INTEGER PRIMARY KEY, file INTEGER, own_id BLOB NOT NULL,"
    " id BLOB, content BLOB NOT NULL, replaced INTEGER NOT NULL DEFAULT 0, lost BLOB)",
    "CREATE INDEX articles_of_file ON articles (file, own_id)",
    "CREATE INDEX articles_of_id ON articles (id) WHERE id IS NOT NULL",
    # Two, because thousands of duplicates must not stand in the way of the one that is indexed.
    "CREATE INDEX holders ON articles (content) WHERE id IS NOT NULL",
    "CREATE INDEX duplicates ON articles (content) WHERE id IS NULL",
)
_CACHE_KIB = 16_384
_IN_MEMORY = 32 << 20
# What the system does to SQLite, by name (since Python 3.11) or else by its sentence.
_SYSTEM = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")
_SYSTEM_TEXTS = ("is full", "I/O error", "unable to open", "readonly")


class CatalogDamaged(ValueError):
    """The database is not one that was written."""


def working_copy(published: Path | None) -> sqlite3.Connection:
    """Open a copy of a catalog, in a transaction; it is kept where temporary files are.

    Args:
        published: The catalog to start from; None: an empty one.

    Raises:
        CatalogDamaged: When the published one is damaged.
        OSError: When it cannot be read, or the copy not written.
    """
    with reported():
        database = sqlite3.connect("", isolation_level=None)
        try:
            _prepare(database, published)
        except BaseException:
            database.close()
            raise
    return database


@contextmanager
def content(database: sqlite3.Connection) -> Iterator[bytes | Path]:
    """Complete a working copy, and lend its content: as it is, or as a file when it is large."""
    run = database.execute
    run("COMMIT")
    run("BEGIN")
    ((pages,), (size,)) = (run(f"PRAGMA {name}").fetchone() for name in ("page_count", "page_size"))
    if pages * size <= _IN_MEMORY and sys.version_info >= (3, 11):
        yield database.serialize()
        return
    with TemporaryDirectory(prefix="searcher-") as folder:
        path = Path(folder, "catalog")
        copy = sqlite3.connect(path)
        try:
            copy.execute("PRAGMA synchronous = OFF")
            run("COMMIT")
            database.backup(copy)
            run("BEGIN")
        finally:
            copy.close()
        yield path


def places(published: Path) -> dict[str, str]:
    """Return the file of every indexed article of a published catalog, by its id: a POSIX path.

    Raises:
        CatalogDamaged: When it is damaged.
        OSError: When it cannot be read.
    """
    query = (
        "SELECT articles.id, files.path FROM articles JOIN files ON files.number = articles.file"
        " WHERE articles.id IS NOT NULL"
    )
    with _reading(published) as database:
        return {
            id_.decode("utf-8", "surrogatepass"): os.fsdecode(path).replace(os.sep, "/")
            for id_, path in database.execute(query)
        }


def contents(published: Path) -> dict[str, bytes]:
    """Return the digest of the content of every indexed article of a published catalog, by its id.

    Raises:
        CatalogDamaged: When it is damaged.
        OSError: When it cannot be read.
    """
    with _reading(published) as database:
        rows = database.execute("SELECT id, content FROM articles WHERE id IS NOT NULL")
        return {id_.decode("utf-8", "surrogatepass"): content for id_, content in rows}


@contextmanager
def _reading(published: Path) -> Iterator[sqlite3.Connection]:
    """Open a published catalog, which nobody changes any more."""
    published.open("rb").close()  # what is not there has a clearer error than SQLite's
    with reported():
        uri = f"{published.absolute().as_uri()}?mode=ro&immutable=1"
        database = sqlite3.connect(uri, uri=True)
        try:
            database.execute("PRAGMA trusted_schema = OFF")
            run = database.execute
            found = [sql for (sql,) in run("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")]
            (version,), (pages,), (size,) = (
                run(f"PRAGMA {name}").fetchone()
                for name in ("user_version", "page_count", "page_size")
            )
            # Nothing but our tables (a view or a trigger from elsewhere would be run), and all.
            if (
                version != _VERSION
                or sorted(found) != sorted(_TABLES)
                or pages * size != published.stat().st_size
            ):
                raise CatalogDamaged("a damaged catalog")
            yield database
        finally:
            database.close()


def _prepare(database: sqlite3.Connection, published: Path | None) -> None:
    run = database.execute
    run("PRAGMA trusted_schema = OFF")
    if published is not None:
        with _reading(published) as source:
            source.backup(database)
    # The copy is thrown away if anything goes wrong.
    run("PRAGMA journal_mode = OFF")
    run(f"PRAGMA cache_size = -{_CACHE_KIB}")
    run("BEGIN")
    if published is None:
        for table in _TABLES:
            run(table)
        run(f"PRAGMA user_version = {_VERSION}")


@contextmanager
def reported() -> Iterator[None]:
    """Turn what SQLite raises into ``OSError`` (the system failed) or ``CatalogDamaged``."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        text = str(error)
        if name.startswith(_SYSTEM) or any(words in text for words in _SYSTEM_TEXTS):
            code = errno.ENOSPC if "full" in text else errno.EIO
            raise OSError(code, os.strerror(code)) from error
        raise CatalogDamaged(f"a damaged catalog ({text})") from error
