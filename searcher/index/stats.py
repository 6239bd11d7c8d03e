"""Facts about one generation of an index, for people to look at."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from searcher.index.manifest import Manifest, ManifestSource
from searcher.index.schema import TEXT_FIELDS

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
    return IndexStats(
        articles=reader.article_count,
        deleted=reader.size - reader.article_count,
        segments=len(segments),
        generation=reader.generation,
        size_bytes=size_on_disk(reader.path),
        terms=len(marked),
        tokens=sum(int(reader.lengths(name)[live].sum()) for name in TEXT_FIELDS),
        compounds=len(reader.lexicon),
        encodings=reader.columns.encodings,
        sources=manifest.sources,
        created=manifest.created,
        updated=manifest.updated,
    )


def size_on_disk(path: Path) -> int:
    """Return the size of all files in the folder of an index, in bytes."""
    total = 0
    for entry in path.iterdir():
        with suppress(FileNotFoundError):  # an orphan may be collected meanwhile
            total += entry.lstat().st_size
    return total
