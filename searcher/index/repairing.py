"""Restoring a damaged index: what is sound stays, the rest is read from the sources again.

When the table of contents and the catalog are sound, so is what they say of every sound segment: a
generation of these segments alone is published, and the files whose articles were in the others are
marked as to be read. Otherwise nothing tells what there is, and the index is built anew from the
sources it remembers. Not for finding damage (``checking``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from searcher.errors import SourceNotFound
from searcher.index import disk, folder
from searcher.index.catalog import Catalog
from searcher.index.catalog_database import contents
from searcher.index.checking import CheckProgress, CheckReport, check
from searcher.index.codec.errors import CorruptSegment
from searcher.index.errors import SourcesGone
from searcher.index.lexicon import MAX_FILE, Lexicon
from searcher.index.lock import locked
from searcher.index.manifest import (
    CATALOG,
    LEXICON,
    Files,
    Manifest,
    ManifestSource,
    latest_generation,
    manifest_name,
    read_manifest,
)
from searcher.index.publish import publish
from searcher.index.report import Progress, SyncReport, SyncState
from searcher.index.schema import ID, decode_term
from searcher.index.sources import ADDED
from searcher.index.synchronise import sync
from searcher.index.whoosh_adapter import toc
from searcher.index.whoosh_adapter.segment import Segment
from searcher.index.whoosh_adapter.store import Store
from searcher.index.whoosh_adapter.writer import Writer
from searcher.index.word_sample import SampleState


@dataclass(frozen=True, slots=True)
class LostArticle:
    """An article that was in a damaged segment and is in no source any more.

    Attributes:
        id: What it was called.
        path: The file it was in.
    """

    id: str
    path: str


@dataclass(frozen=True, slots=True)
class RepairReport:
    """What a repair did.

    Attributes:
        found: What was wrong.
        rebuilt: Whether everything was read from the sources again.
        kept: Articles that stayed as they were; 0 when everything was read again.
        restored: Articles that were read from the sources again.
        lost: Articles that could not be restored.
        run: What reading the sources did; None: nothing was wrong, and nothing was done.
    """

    found: CheckReport
    rebuilt: bool = False
    kept: int = 0
    restored: int = 0
    lost: tuple[LostArticle, ...] = ()
    run: SyncReport | None = None


def repair(
    path: Path,
    *,
    words: bool = True,
    jobs: int | None = None,
    wait: float = 0.0,
    progress: Progress | None = None,
) -> RepairReport:
    """Restore what can be restored of an index, and bring it up to date with its sources.

    Args:
        path: The folder of the index.
        words: See ``sync``; likewise ``jobs`` and ``wait``.
        jobs: How many processes shall analyse articles.
        wait: For how many seconds to wait when another process is writing to the index.
        progress: Is told how far the run has come.

    Raises:
        IndexNotFound: When there is none.
        IndexOutdated: When it was made by another version.
        IndexLocked: When another process is writing to it.
        IndexWriteFailed: When the system fails while writing.
        SourcesGone: When everything would have to be read again, and there is a source that cannot.
    """
    check(path, quick=True)  # what is no index of ours is not locked
    tell = progress or (lambda _: None)
    with locked(path, wait, _waiting(tell)) as store:
        found = check(path, progress=_checking(tell))
        if not found.findings:
            return RepairReport(found)
        damaged = {finding.file for finding in found.findings}
        if folder.MARKER in damaged:
            disk.OutputFolder(path).replace(folder.MARKER, folder.MARK)
        missing = _keep(path, store, damaged)
        # Where the manifest does not tell the sources, the catalog may.
        sources = [] if missing is not None else _sources(path)
    run = _read_again(path, missing is None, sources, words=words, jobs=jobs, wait=wait, tell=tell)
    if missing is None:
        return RepairReport(found, rebuilt=True, restored=run.articles, run=run)
    there = _ids(path)
    lost = tuple(each for each in missing if each.id not in there)
    restored = len(missing) - len(lost)
    return RepairReport(found, False, run.articles - run.added, restored, lost, run)


def _waiting(tell: Progress) -> Callable[[], None]:
    return lambda: tell(SyncState("wait", 0, 0, 0, 0, 0))


def _checking(tell: Progress) -> CheckProgress:
    return lambda _, done, total: tell(SyncState("check", 0, 0, done, total, 0))


def _sources(path: Path) -> list[str]:
    """The sources the manifest names; none if it is damaged."""
    try:
        manifest = read_manifest(path, latest_generation(path))
    except CorruptSegment:
        return []
    # The index's own folder is known anyway, and may have been elsewhere before.
    return [source.path for source in manifest.sources if Path(source.path).name != ADDED]


def _read_again(
    path: Path,
    rebuild: bool,
    sources: list[str],
    *,
    words: bool,
    jobs: int | None,
    wait: float,
    tell: Progress,
) -> SyncReport:
    try:
        return sync(
            path, sources, rebuild=rebuild, words=words, jobs=jobs, wait=wait, progress=tell
        )
    except SourceNotFound as error:
        command = f"{folder.rebuild_command(path)} --prune"
        gone = error.details["path"]
        raise SourcesGone(path=path, source=gone, command=command) from error


def _ids(path: Path) -> set[str]:
    manifest = read_manifest(path, latest_generation(path))
    return set(contents(path / manifest.part(CATALOG)))


def _keep(path: Path, store: Store, damaged: set[str]) -> list[LostArticle] | None:
    """Publish a generation of what is sound, if that can be told.

    Args:
        path: The folder of the index.
        store: Where to write.
        damaged: The files that something is wrong with.

    Returns:
        The articles that are missing in it; None: nothing was done, for nothing tells what to keep.
    """
    generation = latest_generation(path)
    if manifest_name(generation) in damaged:
        return None
    manifest = read_manifest(path, generation)
    if damaged & {toc.file_name(generation), manifest.part(CATALOG)}:
        return None
    if not damaged & set(manifest.files):
        return []  # only the mark of the folder, which is there again
    files = Files(path, manifest.files)
    sound = [
        entry
        for entry in toc.read(files, generation)
        if not any(name.startswith(entry.make_filename("")) for name in damaged)
    ]
    kept: set[str] = set()
    for entry in sound:
        kept.update(map(decode_term, Segment(files, entry).live_terms(ID)))
    catalog = Catalog(path / manifest.part(CATALOG), path.absolute())
    try:
        missing = [LostArticle(*each) for each in catalog.lose_others(kept)]
        writer = Writer(store)
        try:
            writer.keep({entry.segid for entry in sound})
            _publish(path, writer, catalog, manifest, _lexicon(manifest, files, damaged))
        except BaseException:
            writer.cancel()
            raise
    finally:
        catalog.close()
    return missing


def _lexicon(manifest: Manifest, files: Files, damaged: set[str]) -> bytes:
    """The lexicon as it is, or, when it is damaged, one without words: it is only a vocabulary."""
    name = manifest.part(LEXICON)
    if name in damaged:
        return Lexicon().extended({}, SampleState())
    return files.read(name, MAX_FILE)


def _publish(
    path: Path, writer: Writer, catalog: Catalog, manifest: Manifest, lexicon: bytes
) -> None:
    sources = tuple(
        ManifestSource(source.name, catalog.file_count(number), catalog.article_count(number))
        for number, source in catalog.sources().items()
    )
    with catalog.content() as content:
        publish(path, writer, {LEXICON: lexicon, CATALOG: content}, sources, manifest.created)
