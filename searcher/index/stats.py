"""Facts about one generation of an index, for people to look at."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

from searcher.index.manifest import Manifest, ManifestSource
from searcher.index.schema import TEXT_FIELDS
from searcher.index.sources import ADDED

if TYPE_CHECKING:
    from searcher.index.reader import IndexReader
    from searcher.index.whoosh_adapter.segment import Segment


@dataclass(frozen=True, slots=True)
class IndexStats:
    """Facts about one generation.

    Attributes:
        articles: Articles that can be found.
        deleted: Slots of deleted articles that a later merge will free.
        segments: Number of segments.
        generation: Its number.
        size_bytes: Size of all files of the index on disk.
        terms: Distinct marked forms in titles and bodies (those of deleted articles included).
        tokens: Tokens in titles and bodies.
        compounds: Words of several syllables learnt from them, those of deleted articles included.
        encodings: What the articles were in, and how many in each; the most frequent first.
        sources: The sources it follows.
        created: When the index was first built, seconds since 1970 (UTC).
        updated: When this generation was written, likewise.
        added_bytes: What of ``size_bytes`` the articles take that programs have added, which are in
            no other file.
    """

    articles: int
    deleted: int
    segments: int
    generation: int
    size_bytes: int
    terms: int
    tokens: int
    compounds: int
    encodings: tuple[tuple[str, int], ...]
    sources: tuple[ManifestSource, ...]
    created: float
    updated: float
    added_bytes: int = 0


def count_all(reader: IndexReader, manifest: Manifest, segments: Sequence[Segment]) -> IndexStats:
    """Gather the facts; reads the whole dictionary.

    Args:
        reader: The open generation.
        manifest: Its manifest.
        segments: Its segments.
    """
    marked: set[bytes] = set()
    for segment in segments:
        for name in TEXT_FIELDS:
            marked.update(segment.terms(name))
    live = reader.live()
    added = size_on_disk(reader.path / ADDED)
    return IndexStats(
        articles=reader.article_count,
        deleted=reader.size - reader.article_count,
        segments=len(segments),
        generation=reader.generation,
        size_bytes=size_on_disk(reader.path) + added,
        terms=len(marked),
        tokens=sum(int(reader.lengths(name)[live].sum()) for name in TEXT_FIELDS),
        compounds=len(reader.lexicon),
        encodings=reader.columns.encodings,
        sources=manifest.sources,
        created=manifest.created,
        updated=manifest.updated,
        added_bytes=added,
    )


def size_on_disk(path: Path) -> int:
    """Return the size of all files in a folder, without those in folders below, in bytes."""
    total = 0
    for entry in path.iterdir() if path.is_dir() else ():
        with suppress(FileNotFoundError):  # an orphan may be collected meanwhile
            found = entry.lstat()
            total += found.st_size if S_ISREG(found.st_mode) else 0
    return total
