"""Publishing a generation: its files are on disk, then one renaming makes them the index.

The order is what makes it safe. Segments, table of contents, catalog and lexicon are written and
synced under names nobody knows; so is the manifest, which lists them all with their checksums; the
folder is synced, so that all these names are on disk; the manifest gets its name; the folder is
synced again. Only then is deleted what the generation before had and this one has not. Whatever
stops a writer, the newest manifest is therefore that of a complete generation, and everything it
does not list is an orphan. Not for what the files hold.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from searcher.index import disk
from searcher.index.folder import damage_reported
from searcher.index.manifest import (
    Manifest,
    ManifestSource,
    manifest_name,
    part_name,
    read_manifest,
)
from searcher.index.schema import FORMAT
from searcher.index.whoosh_adapter.writer import Writer
from searcher.text import TEXT_RULES_VERSION

# Names of files that are ours to delete: of segments, of Whoosh's table of contents, of parts of a
# generation, of what was being written.
_OURS = re.compile(
    r"MAIN_[0-9a-z]+\.[0-9a-z.]+|_MAIN_[0-9]+\.toc(?:\..*)?"
    r"|(?:generation|catalog|lexicon)-[0-9-]+\.(?:json|json\.zst|sqlite)"
    rf"|{re.escape(disk.TEMPORARY_PREFIX)}.*"
)
_PIECE = 1 << 20
_REVISION = re.compile(r"-[0-9]+-([0-9]+)\.")


def publish(
    path: Path,
    writer: Writer,
    parts: Mapping[str, bytes | Path],
    sources: tuple[ManifestSource, ...],
    created: float,
) -> int:
    """Publish what a writer holds, in one step, and delete what nobody needs any more.

    Args:
        path: The folder of the index.
        writer: Holds the documents; it is finished.
        parts: What else belongs to the generation: the content of its files by part, or a file
            with that content.
        sources: The remembered sources.
        created: When the index was first built, seconds since 1970.

    Returns:
        The number of the generation.

    Raises:
        IndexCorrupt: When the generation before turns out to be damaged.
        OSError: When the system fails; the index is what it was, unless it failed in the very last
            step: then the generation is there, and may or may not outlive a power failure.
    """
    folder = writer.output
    generation = writer.generation
    names = []
    for part, data in parts.items():
        names.append(part_name(part, generation))
        _write(folder, names[-1], data)
    # Merging reads old segments, which may be damaged.
    with damage_reported(path, system_errors=False):
        names += writer.finish()
    manifest = Manifest(
        format=FORMAT,
        text_rules=TEXT_RULES_VERSION,
        generation=generation,
        created=created,
        updated=time.time(),
        sources=sources,
        files={name: folder.sums[name] for name in sorted(names)},
    )
    folder.replace(manifest_name(generation), manifest.to_bytes())
    collect_orphans(path, manifest)
    return generation


def _write(folder: disk.OutputFolder, name: str, data: bytes | Path) -> None:
    if isinstance(data, bytes):
        folder.write(name, data)
        return
    with data.open("rb") as original, folder.create(name) as file:
        shutil.copyfileobj(original, file, _PIECE)


def renew(path: Path, manifest: Manifest, part: str, data: bytes | Path) -> None:
    """Give the published generation another file of a part, in one step; its articles stay.

    Args:
        path: The folder of the index.
        manifest: That of the generation.
        part: Which part; no reader of articles reads it.
        data: The content of its file, or a file with that content.

    Raises:
        OSError: When the system fails; the index is what it was, but for the very last step.
    """
    output = disk.OutputFolder(path)
    old = manifest.part(part)
    found = _REVISION.search(old)
    name = part_name(part, manifest.generation, int(found[1]) + 1 if found else 1)
    try:
        _write(output, name, data)
        files = {**manifest.files, **output.sums}
        del files[old]
        renewed = replace(manifest, files=files)
        output.replace(manifest_name(manifest.generation), renewed.to_bytes())
    except BaseException:
        output.abandon()
        raise
    collect_orphans(path, renewed)


def is_ours(name: str) -> bool:
    """Whether a file of this name is a writer's: of some generation, or on its way into one."""
    return _OURS.fullmatch(name) is not None


def collect_orphans(path: Path, manifest: Manifest) -> None:
    """Delete what is ours and not of a generation. Only for the holder of the lock.

    Args:
        path: The folder of the index.
        manifest: That of the newest generation.
    """
    kept = {*manifest.files, manifest_name(manifest.generation)}
    for entry in path.iterdir():
        if entry.name not in kept and is_ours(entry.name):
            # Whatever cannot be deleted now harms nobody, and the next run tries again.
            with suppress(OSError):
                disk.system.unlink(str(entry))


def collect_orphans_of(path: Path, generation: int) -> None:
    """Delete what dead writers left behind, before or after publishing. For the holder of the lock.

    Raises:
        CorruptSegment: When nothing tells which files are needed, because the manifest is damaged.
    """
    if generation:
        manifest = read_manifest(path, generation)
    else:
        manifest = Manifest(FORMAT, TEXT_RULES_VERSION, 0, 0.0, 0.0, (), {})
    if manifest.format == FORMAT:
        collect_orphans(path, manifest)
