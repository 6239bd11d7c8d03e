"""The folder of an index: how ours is told from another's, and the small files beside Whoosh's.

``searcher.json`` marks the folder as ours; it is the first file written and never changes.
Each generation N has a manifest ``generation-N.json`` (by which rules it was made, what it holds),
a catalog ``catalog-N.json.zst`` and a lexicon ``lexicon-N.json.zst``, all written before Whoosh
publishes the generation: so they are as atomic as Whoosh's table of contents, whose appearance
makes an index complete. A build that died before that leaves a folder that is ours and holds no
index. Not for Whoosh's own files.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from searcher.errors import IndexOutdated, IndexUnreadable, SearcherError
from searcher.index.codec.errors import CorruptSegment
from searcher.index.errors import IndexFolderForeign, IndexNotWritable
from searcher.index.packing import from_json, to_json
from searcher.index.schema import FORMAT

MARKER = "searcher.json"
MAX_SMALL_FILE = 64 * 1024 * 1024
_OF_GENERATION = re.compile(r"(?:generation|catalog|lexicon)-([0-9]+)\.json(?:\.zst)?")
_TEMPORARY = re.compile(
    r"\.(?:searcher|generation-[0-9]+|catalog-[0-9]+|lexicon-[0-9]+)\.json(?:\.zst)?\.new"
)
# Files that say nothing about whose folder it is.
_NEUTRAL = frozenset({".gitignore", ".gitkeep", ".DS_Store", "desktop.ini", "Thumbs.db"})


@dataclass(frozen=True, slots=True)
class ManifestSource:
    """One remembered source: its absolute path, and how many files and articles come from it."""

    path: str
    files: int
    articles: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one generation says of itself.

    Attributes:
        format: ``FORMAT`` of the code that wrote it.
        text_rules: ``TEXT_RULES_VERSION`` of the code that wrote it.
        generation: Its number.
        created: When the index was first built, seconds since 1970 (UTC).
        updated: When this generation was written, likewise.
        sources: The remembered sources.
    """

    format: int
    text_rules: int
    generation: int
    created: float
    updated: float
    sources: tuple[ManifestSource, ...]


def build_command(path: Path) -> str:
    """Return what to type to build an index of a folder of articles at ``path``."""
    return f"searcher index FOLDER --index {shlex.quote(str(path))}"


def rebuild_command(path: Path) -> str:
    """Return what to type to build the index at ``path`` anew."""
    return f"searcher index --rebuild --index {shlex.quote(str(path))}"


@contextmanager
def damage_reported(path: Path, *, system_errors: bool = True) -> Iterator[None]:
    """Turn whatever damaged files make Whoosh, numpy or json raise into ``IndexUnreadable``.

    Damaged bytes reach code that never expected them, so nearly any exception can come out of it:
    TypeError, EOFError, struct.error, UnpicklingError, MemoryError … This is the one place that
    catches them all; use it around reading. ``system_errors`` says whether an ``OSError`` is
    damage, too, or passed on (where there is also writing, it is a full disk more often).
    """
    try:
        yield
    except Exception as error:
        if isinstance(error, SearcherError) and not isinstance(error, CorruptSegment):
            raise
        if isinstance(error, OSError) and not system_errors:
            raise
        if isinstance(error, CorruptSegment):
            text = "{file}: {reason}".format(**error.details)
        else:
            text = (str(error) or type(error).__name__).splitlines()[0][:200]
        raise IndexUnreadable(path=path, reason=text, command=rebuild_command(path)) from error


def is_index_folder(path: Path) -> bool:
    """Whether the folder is marked as ours (which does not say that it holds a complete index)."""
    try:
        if not (path / MARKER).is_file():
            return False
        # A damaged mark beside a table of contents is ours, too: it can be built anew.
        return _marker_format(path) is not None or any(path.glob("_MAIN_*.toc"))
    except OSError:
        return False


def is_foreign(path: Path) -> bool:
    """Whether something at ``path`` is not ours: a file, or a folder with files of another's."""
    if is_index_folder(path):
        return False
    try:
        return any(entry.name not in _NEUTRAL for entry in path.iterdir())
    except FileNotFoundError:
        return False
    except NotADirectoryError:
        return path.exists()  # else a folder above it is a file, and nothing can be there
    except OSError:
        return True


def check_marker(path: Path) -> None:
    """Raise ``IndexOutdated`` when the folder holds an index of another format.

    Raises:
        IndexUnreadable: When its mark is damaged.
    """
    with damage_reported(path):
        found = _marker_format(path)
        if found is None:
            raise ValueError(f"{MARKER} is damaged")
    if found != FORMAT:
        raise IndexOutdated(path=path, found=f"index format {found}", command=rebuild_command(path))


def _marker_format(path: Path) -> int | None:
    try:
        value = from_json(_read(path / MARKER))
    except ValueError:
        return None
    found = value.get("searcher_index_format") if isinstance(value, dict) else None
    return found if isinstance(found, int) else None


def prepare(path: Path) -> None:
    """Make ``path`` a folder of ours that can be written to, creating it if need be.

    Raises:
        IndexFolderForeign: When it holds another's files.
        IndexNotWritable: When the system does not let us.
    """
    if is_foreign(path):
        if path.is_dir() and not os.access(path, os.R_OK | os.X_OK):
            raise IndexNotWritable(path=path, reason="permission denied")
        raise IndexFolderForeign(path=path)
    try:
        path.mkdir(parents=True, exist_ok=True)
        if not is_index_folder(path):
            write_file(path / MARKER, to_json({"searcher_index_format": FORMAT}))
        elif not os.access(path, os.W_OK | os.X_OK):
            raise IndexNotWritable(path=path, reason="permission denied")
    except OSError as error:
        raise IndexNotWritable(path=path, reason=error.strerror or str(error)) from error


def renew_marker(path: Path) -> None:
    """Mark the folder as one of the current format, before an older one is built anew."""
    if _marker_format(path) != FORMAT:
        write_file(path / MARKER, to_json({"searcher_index_format": FORMAT}))


def write_file(path: Path, data: bytes) -> None:
    """Write a file so that at any moment either the old or the new content is there, on disk."""
    temporary = path.with_name(f".{path.name}.new")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(MAX_SMALL_FILE + 1)
    if len(data) > MAX_SMALL_FILE:
        raise ValueError(f"{path.name} is too large")
    return data


def manifest_path(path: Path, generation: int) -> Path:
    """Return the manifest of a generation."""
    return path / f"generation-{generation}.json"


def catalog_path(path: Path, generation: int) -> Path:
    """Return the catalog of a generation."""
    return path / f"catalog-{generation}.json.zst"


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Write the manifest of a generation that is about to be published."""
    write_file(manifest_path(path, manifest.generation), to_json(asdict(manifest)))


def read_manifest(path: Path, generation: int) -> Manifest:
    """Return the manifest of a generation.

    Raises:
        FileNotFoundError: When there is none (any more).
        ValueError: When it is damaged.
    """
    value = from_json(_read(manifest_path(path, generation)))
    if not isinstance(value, dict) or not isinstance(value.get("sources"), list):
        raise ValueError("a damaged manifest")
    try:
        manifest = Manifest(
            format=int(value["format"]),
            text_rules=int(value["text_rules"]),
            generation=int(value["generation"]),
            created=float(value["created"]),
            updated=float(value["updated"]),
            sources=tuple(
                ManifestSource(str(each["path"]), int(each["files"]), int(each["articles"]))
                for each in value["sources"]
            ),
        )
    except (KeyError, TypeError) as error:
        raise ValueError("a damaged manifest") from error
    if manifest.generation != generation:
        raise ValueError("a manifest of another generation")
    return manifest


def collect_orphans(path: Path, generation: int) -> None:
    """Delete the small files of other generations. Only for the holder of the lock."""
    for entry in path.iterdir():
        found = _OF_GENERATION.fullmatch(entry.name)
        if (found and int(found[1]) != generation) or _TEMPORARY.fullmatch(entry.name):
            with suppress(OSError):
                entry.unlink()
