"""The manifest of a generation: by which rules it was made, what it holds, which files it is.

``generation-N.json`` is one line of JSON and a second line with the checksum of the first. It lists
every file of the generation with its size and checksum, and its appearance under that name is what
publishes the generation: before, nothing of it counts; after, all of it is there, on disk. Not for
writing one (``publish``).
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from searcher.index.codec.errors import CorruptSegment, damage_in
from searcher.index.disk import FileSum
from searcher.index.packing import from_json, to_json
from searcher.index.schema import FORMAT

CATALOG = "catalog"
LEXICON = "lexicon"
"""The parts of a generation beside its segments."""

MAX_SMALL_FILE = 64 * 1024 * 1024
_NAME = re.compile(r"generation-([0-9]{1,18})\.json")
# No file of a generation lies elsewhere, and none is hidden.
_FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")


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
        files: Every file of the generation except this one, by name. Empty when it was made by
            another format, of which no more than the format can be known.
    """

    format: int
    text_rules: int
    generation: int
    created: float
    updated: float
    sources: tuple[ManifestSource, ...]
    files: Mapping[str, FileSum]

    def part(self, part: str) -> str:
        """Return the name of the file of a part, such as ``CATALOG``.

        Raises:
            ValueError: When there is none.
        """
        for name in self.files:
            if name.startswith(f"{part}-"):
                return name
        raise ValueError(f"a manifest without a {part}")

    def to_bytes(self) -> bytes:
        """Return the content of its file."""
        content = {
            "format": self.format,
            "text_rules": self.text_rules,
            "generation": self.generation,
            "created": self.created,
            "updated": self.updated,
            "sources": [
                {"path": each.path, "files": each.files, "articles": each.articles}
                for each in self.sources
            ],
            "files": {name: [each.size, each.crc32] for name, each in self.files.items()},
        }
        line = to_json(content) + b"\n"
        return line + _last_line(line)

    @classmethod
    def from_bytes(cls, data: bytes) -> Manifest:
        """Return the manifest that ``to_bytes`` wrote.

        Raises:
            ValueError: When it is damaged.
        """
        line, end, rest = data.partition(b"\n")
        value = from_json(line)
        if not isinstance(value, dict):
            raise ValueError("a damaged manifest")
        # Formats 1 and 2 had no checksum, and those to come may have another.
        if end and rest.startswith(b"crc32 ") and rest != _last_line(line + end):
            raise ValueError("a manifest that does not fit its checksum")
        try:
            if value["format"] != FORMAT:
                return _of_another_format(value)
            if rest != _last_line(line + end):
                raise ValueError("a manifest without its checksum")
            return cls(
                format=FORMAT,
                text_rules=int(value["text_rules"]),
                generation=int(value["generation"]),
                created=float(value["created"]),
                updated=float(value["updated"]),
                sources=tuple(
                    ManifestSource(str(each["path"]), int(each["files"]), int(each["articles"]))
                    for each in value["sources"]
                ),
                files=dict(_file(*each) for each in value["files"].items()),
            )
        except (AttributeError, KeyError, TypeError) as error:
            raise ValueError("a damaged manifest") from error


def _last_line(line: bytes) -> bytes:
    return f"crc32 {zlib.crc32(line):08x}\n".encode()


def _of_another_format(value: dict[str, Any]) -> Manifest:
    return Manifest(int(value["format"]), 0, int(value["generation"]), 0.0, 0.0, (), {})


def _file(name: str, found: Any) -> tuple[str, FileSum]:  # noqa: ANN401 - as it was read
    size, crc32 = found
    if not (_FILE_NAME.fullmatch(name) and type(size) is int and type(crc32) is int and size >= 0):
        raise ValueError("a manifest with a file that cannot be")
    return name, FileSum(size, crc32)


class Files:
    """The files of a generation, for reading: what the codec asks of a Whoosh storage."""

    def __init__(self, folder: Path, sums: Mapping[str, FileSum]) -> None:
        """Take the files of a folder that the manifest lists."""
        self.folder = str(folder)
        self._sums = sums

    def open_file(self, name: str) -> BinaryIO:
        """Open a file.

        Raises:
            FileNotFoundError: When a writer has replaced the generation meanwhile.
            CorruptSegment: When it is not of this generation, or has another length.
        """
        if name not in self._sums:
            raise CorruptSegment(file=name, reason="the manifest does not list it")
        file = Path(self.folder, name).open("rb")  # noqa: SIM115 - for the caller
        if os.fstat(file.fileno()).st_size != self._sums[name].size:
            file.close()
            raise CorruptSegment(file=name, reason="its length is not what the manifest says")
        return file

    def read(self, name: str, limit: int) -> bytes:
        """Return the whole content of a file, which is what was written.

        Args:
            name: The file.
            limit: Bytes; one that is larger was not written by us.

        Raises:
            FileNotFoundError: As above.
            CorruptSegment: As above, and when its content does not fit its checksum.
        """
        with self.open_file(name) as file:
            if self._sums[name].size > limit:
                raise CorruptSegment(file=name, reason="it has an unacceptable size")
            data = file.read(limit)
        if FileSum.of(data) != self._sums[name]:
            raise CorruptSegment(file=name, reason="its content does not fit its checksum")
        return data

    def verified(self, name: str) -> Path:
        """Return the path of a file, however large, after reading all of it: it is what was written.

        Raises:
            FileNotFoundError: As above; likewise ``CorruptSegment``.
        """
        crc32 = 0
        with self.open_file(name) as file:
            while piece := file.read(_PIECE):
                crc32 = zlib.crc32(piece, crc32)
        if crc32 != self._sums[name].crc32:
            raise CorruptSegment(file=name, reason="its content does not fit its checksum")
        return Path(self.folder, name)


_PIECE = 1 << 20


def part_name(part: str, generation: int, revision: int = 0) -> str:
    """Return the file name of a part of a generation, such as ``CATALOG``.

    Args:
        part: The part.
        generation: The generation.
        revision: How often it has been renewed since the generation was published.
    """
    suffix = ".sqlite" if part == CATALOG else ".json.zst"
    return f"{part}-{generation}{f'-{revision}' if revision else ''}{suffix}"


def manifest_name(generation: int) -> str:
    """Return the file name of the manifest of a generation."""
    return f"generation-{generation}.json"


def manifest_path(path: Path, generation: int) -> Path:
    """Return the manifest of a generation of the index at ``path``."""
    return path / manifest_name(generation)


def latest_generation(path: Path) -> int:
    """Return the number of the newest published generation of the index at ``path``; 0: none.

    Costs a listing of the folder. Whoever keeps an index open learns so that there is a newer one.

    Raises:
        OSError: When the folder cannot be listed.
    """
    found = (_NAME.fullmatch(entry.name) for entry in path.iterdir())
    return max((int(match[1]) for match in found if match), default=0)


def read_manifest(path: Path, generation: int) -> Manifest:
    """Return the manifest of a generation.

    Raises:
        FileNotFoundError: When there is none (any more).
        CorruptSegment: When it is damaged.
    """
    with damage_in(manifest_name(generation)):
        manifest = Manifest.from_bytes(read_small(manifest_path(path, generation)))
        if manifest.generation != generation:
            raise ValueError("a manifest of another generation")
    return manifest


def read_small(path: Path) -> bytes:
    """Return the content of a file, unless it is far too large to be one of ours.

    Raises:
        ValueError: When it is.
        OSError: When it cannot be read.
    """
    with path.open("rb") as file:
        data = file.read(MAX_SMALL_FILE + 1)
    if len(data) > MAX_SMALL_FILE:
        raise ValueError(f"{path.name} is too large")
    return data
