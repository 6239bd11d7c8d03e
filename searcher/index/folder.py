"""The folder of an index: how ours is told from another's, and what is said when it is damaged.

``searcher.json`` marks the folder as ours; it is the first file of the first writer. What makes a
folder of ours an index is a generation (``manifest``): a build that died before publishing one
leaves a folder that is ours and holds no index. Not for the files of a generation.
"""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType

from searcher.errors import IndexCorrupt, IndexOutdated, IndexUnreadable, SearcherError
from searcher.index import disk
from searcher.index.codec.errors import CorruptSegment, damage_in
from searcher.index.errors import IndexFolderForeign, IndexNotWritable
from searcher.index.manifest import Manifest, latest_generation, read_small
from searcher.index.packing import from_json, to_json
from searcher.index.schema import FORMAT
from searcher.text import TEXT_RULES_VERSION

MARKER = "searcher.json"
MARK = to_json({"searcher_index_format": FORMAT})
"""What is in it."""
LOCK = "MAIN_WRITELOCK"
"""The file whose lock a writer holds; named by Whoosh, whose writers heed it, too."""
NOTE = "writer.json"
"""Who holds the lock, for people."""
NEUTRAL = frozenset({".gitignore", ".gitkeep", ".DS_Store", "desktop.ini", "Thumbs.db", LOCK, NOTE})
"""Files that say nothing about whose folder it is."""


def _quoted(path: Path) -> str:
    import shlex  # for messages only

    return shlex.quote(str(path))


def build_command(path: Path) -> str:
    """Return what to type to build an index of a folder of articles at ``path``."""
    return f"searcher index FOLDER --index {_quoted(path)}"


def rebuild_command(path: Path) -> str:
    """Return what to type to build the index at ``path`` anew."""
    return f"searcher index --rebuild --index {_quoted(path)}"


def repair_command(path: Path) -> str:
    """Return what to type to restore what can be restored of the index at ``path``."""
    return f"searcher repair --index {_quoted(path)}"


def damage_reported(
    path: Path, *, file: str = "", system_errors: bool = True
) -> AbstractContextManager[None]:
    """Turn whatever reading a damaged index raises into ``IndexCorrupt``.

    Args:
        path: The folder of the index.
        file: Which of its files is read, unless what is raised says so.
        system_errors: Whether to turn other errors of the system into ``IndexUnreadable``. Where
            there is also writing, they are passed on: it is a full disk more often.
    """
    return _DamageReported(path, file, system_errors=system_errors)


class _DamageReported(AbstractContextManager[None]):
    """Written out, because a query enters it some thirty times: a generator takes far longer."""

    __slots__ = ("_file", "_path", "_system_errors")

    def __init__(self, path: Path, file: str, *, system_errors: bool) -> None:
        self._path = path
        self._file = file
        self._system_errors = system_errors

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if not isinstance(error, Exception):
            return
        try:
            with damage_in(self._file or self._path.name):
                raise error
        except CorruptSegment as damage:
            raise corrupt(self._path, damage) from damage
        except SearcherError:
            return
        except OSError as problem:
            if not self._system_errors:
                return
            if isinstance(problem, FileNotFoundError) and problem.filename is not None:
                raise corrupt(self._path, _missing(Path(problem.filename).name)) from problem
            reason = problem.strerror or str(problem)
            raise IndexUnreadable(path=self._path, reason=reason) from problem


def corrupt(path: Path, error: CorruptSegment) -> IndexCorrupt:
    """Return what to raise when a file of the index at ``path`` is damaged."""
    return IndexCorrupt(path=path, command=repair_command(path), **error.details)


def _missing(name: str) -> CorruptSegment:
    return CorruptSegment(file=name, reason="it is missing")


def is_index_folder(path: Path) -> bool:
    """Whether the folder is marked as ours (which does not say that it holds a complete index)."""
    try:
        if not (path / MARKER).is_file():
            return False
        # A damaged mark beside a generation is ours, too: it can be built anew.
        return _marker_format(path) is not None or latest_generation(path) > 0
    except OSError:
        return False


def is_foreign(path: Path) -> bool:
    """Whether something at ``path`` is not ours: a file, or a folder with files of another's."""
    if is_index_folder(path):
        return False
    try:
        found = any(
            entry.name not in NEUTRAL and not entry.name.startswith(disk.TEMPORARY_PREFIX)
            for entry in path.iterdir()
        )
        # Another process may have marked it while it was listed.
        return found and not is_index_folder(path)
    except FileNotFoundError:
        return False
    except NotADirectoryError:
        return path.exists()  # else a folder above it is a file, and nothing can be there
    except OSError:
        return True


def check_marker(path: Path) -> None:
    """Raise ``IndexOutdated`` when the folder holds an index of another format.

    Raises:
        IndexCorrupt: When its mark is damaged.
    """
    with damage_reported(path):
        found = _marker_format(path)
        if found is None:
            raise CorruptSegment(file=MARKER, reason="it is not what was written")
    if found != FORMAT:
        raise IndexOutdated(path=path, found=f"index format {found}", command=rebuild_command(path))


def _marker_format(path: Path) -> int | None:
    try:
        value = from_json(read_small(path / MARKER))
    except (FileNotFoundError, ValueError):
        return None
    found = value.get("searcher_index_format") if isinstance(value, dict) else None
    return found if isinstance(found, int) else None


def prepare(path: Path) -> None:
    """See to it that ``path`` is a folder that can become ours, creating it if need be.

    Raises:
        IndexFolderForeign: When it holds another's files.
        IndexNotWritable: When the system does not let us.
    """
    if is_foreign(path):
        if path.is_dir() and not os.access(path, os.R_OK | os.X_OK):
            raise IndexNotWritable(path=path, reason="permission denied")
        raise IndexFolderForeign(path=path)
    try:
        disk.make_folder(path)
        if is_index_folder(path) and not os.access(path, os.W_OK | os.X_OK):
            raise IndexNotWritable(path=path, reason="permission denied")
    except OSError as error:
        raise IndexNotWritable(path=path, reason=error.strerror or str(error)) from error


def mark(path: Path, *, anew: bool = False) -> None:
    """Mark the folder as ours, unless it is marked. Only for the holder of the lock.

    Args:
        path: The folder.
        anew: Whether to mark it as one of the current format, whatever it was.

    Raises:
        IndexNotWritable: When the system does not let us.
    """
    if is_index_folder(path) and not (anew and _marker_format(path) != FORMAT):
        return
    output = disk.OutputFolder(path)
    try:
        output.replace(MARKER, to_json({"searcher_index_format": FORMAT}))
    except OSError as error:
        output.abandon()
        raise IndexNotWritable(path=path, reason=error.strerror or str(error)) from error


def check_manifest(path: Path, manifest: Manifest) -> None:
    """Raise ``IndexOutdated`` when a generation was made by other rules than today's."""
    found = None
    if manifest.format != FORMAT:
        found = f"index format {manifest.format}"
    elif manifest.text_rules != TEXT_RULES_VERSION:
        found = f"text rules {manifest.text_rules}"
    if found is not None:
        raise IndexOutdated(path=path, found=found, command=rebuild_command(path))
