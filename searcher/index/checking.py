"""Reading every byte of an index, and telling what is damaged and what does not fit together.

First every file is compared with its checksum; then what one file says is worked out again from
another: postings, lengths and counts of neighbours from the token sequences (``codec.consistency``),
ids, days and filter fields from the articles (``check_articles``), the catalog from both.

What is not checked: the lock file and the note beside it, which say who is writing and are no part
of an index, and files that say nothing anywhere (``.gitignore`` …). Nothing is changed here.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from searcher.errors import IndexNotFound
from searcher.index import folder
from searcher.index.check_articles import SegmentArticles, catalog_contradictions
from searcher.index.codec.consistency import contradictions
from searcher.index.codec.errors import CorruptSegment, damage_in
from searcher.index.disk import FileSum
from searcher.index.lexicon import MAX_FILE, Lexicon
from searcher.index.manifest import (
    CATALOG,
    LEXICON,
    Files,
    Manifest,
    latest_generation,
    manifest_name,
    read_manifest,
)
from searcher.index.publish import is_ours
from searcher.index.record import content, digest
from searcher.index.sources import ADDED
from searcher.index.whoosh_adapter import toc
from searcher.index.whoosh_adapter.segment import Segment

Kind = Literal["missing", "damaged", "unreadable", "contradiction"]
StrayKind = Literal["leftover", "foreign"]

CheckProgress = Callable[[Literal["checksums", "articles"], int, int], None]
"""Is called often during a check: at which part it is, how much of it is done, and how much there is."""

_ATTEMPTS = 5
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a file of an index.

    Attributes:
        file: Its name in the folder of the index.
        kind: Whether it is gone, or not what was written, or cannot be read for the system, or
            does not fit the others.
        detail: More about it, in English; for kind ``"unreadable"`` in the words of the system.
    """

    file: str
    kind: Kind
    detail: str


@dataclass(frozen=True, slots=True)
class Stray:
    """A file in the folder of an index that is no part of it.

    Attributes:
        file: Its name.
        kind: Whether it is left over from a run that was interrupted, and goes with the next one, or
            is not ours.
    """

    file: str
    kind: StrayKind


@dataclass(slots=True)
class CheckReport:
    """What a check found.

    Attributes:
        path: The folder of the index.
        generation: The number of the generation that was checked.
        files: How many files it has.
        size_bytes: How many bytes were compared with their checksums.
        articles: How many articles were read; 0 if only checksums were compared.
        findings: What is wrong; empty: the index is sound.
        strays: What else is in the folder, which is no damage.
    """

    path: Path
    generation: int = 0
    files: int = 0
    size_bytes: int = 0
    articles: int = 0
    findings: list[Finding] = field(default_factory=list)
    strays: list[Stray] = field(default_factory=list)

    @property
    def repair_command(self) -> str:
        """What to type when anything is wrong."""
        return folder.repair_command(self.path)


def _unwatched(part: str, done: int, total: int) -> None:
    """Tell nobody."""


def check(path: Path, *, quick: bool = False, progress: CheckProgress = _unwatched) -> CheckReport:
    """Read every byte of an index. Others may search it meanwhile, and write to it.

    Args:
        path: The folder of the index.
        quick: Compare files with their checksums, and nothing else: that finds all damage, but not
            files that were written wrongly.
        progress: Told how far it has come: bytes of files, then articles.

    Raises:
        IndexNotFound: When there is none.
        IndexOutdated: When it was made by another version: there is nothing to compare it with.
        OSError: When the folder cannot be listed.
    """
    for attempt in range(_ATTEMPTS):
        generation = latest_generation(path) if path.is_dir() else 0
        if generation == 0:
            raise IndexNotFound(path=path, command=folder.build_command(path))
        report = CheckReport(path, generation)
        before = _manifest(report)
        if before is not None:
            _Check(report, before, progress).run(quick=quick)
        if not report.findings or attempt + 1 == _ATTEMPTS:
            break
        # What a writer replaced meanwhile was not damaged.
        if latest_generation(path) == generation:
            now = _manifest(CheckReport(path, generation))
            if now == before:
                break
    return report


def _manifest(report: CheckReport) -> Manifest | None:
    """The manifest of the generation, and what is wrong with it and with the mark of the folder."""
    name = manifest_name(report.generation)
    manifest = None
    with _finding(report, name):
        manifest = read_manifest(report.path, report.generation)
        folder.check_manifest(report.path, manifest)
        report.files += 1
        report.size_bytes += (report.path / name).stat().st_size
    with _finding(report, folder.MARKER):
        data = (report.path / folder.MARKER).read_bytes()
        if data != folder.MARK:
            raise CorruptSegment(file=folder.MARKER, reason="it is not what was written")
        report.files += 1
        report.size_bytes += len(data)
    return manifest


@contextmanager
def _finding(report: CheckReport, file: str) -> Iterator[None]:
    """Turn what reading a file raises into a finding."""
    try:
        with damage_in(file):
            yield
    except FileNotFoundError:
        report.findings.append(Finding(file, "missing", "it is missing"))
    except OSError as error:
        report.findings.append(Finding(file, "unreadable", error.strerror or str(error)))
    except CorruptSegment as error:
        named, reason = str(error.details["file"]), str(error.details["reason"])
        report.findings.append(Finding(named, "damaged", reason))


class _Check:
    """One look at one generation."""

    def __init__(self, report: CheckReport, manifest: Manifest, progress: CheckProgress) -> None:
        self._report = report
        self._manifest = manifest
        self._files = Files(report.path, manifest.files)
        self._progress = progress
        self._bytes = 0
        self._total_bytes = sum(each.size for each in manifest.files.values())
        self._total_articles = 0
        self._unsound: set[str] = set()

    def run(self, *, quick: bool) -> None:
        """Look at everything, or at what is quickly looked at."""
        self._look_for_strays()
        for name, expected in sorted(self._manifest.files.items()):
            self._compare(name, expected)
        self._unsound = {finding.file for finding in self._report.findings}
        if not quick:
            self._look_at_lexicon()
            self._look_at_articles()

    def _compare(self, name: str, expected: FileSum) -> None:
        with _finding(self._report, name):
            size = crc32 = 0
            with (self._report.path / name).open("rb") as file:
                while chunk := file.read(_CHUNK):
                    size += len(chunk)
                    crc32 = zlib.crc32(chunk, crc32)
                    self._bytes += len(chunk)
                    self._progress("checksums", self._bytes, self._total_bytes)
            self._report.files += 1
            self._report.size_bytes += size
            if size != expected.size:
                reason = f"it has {size} bytes instead of {expected.size}"
                raise CorruptSegment(file=name, reason=reason)
            if crc32 != expected.crc32:
                raise CorruptSegment(file=name, reason="its content does not fit its checksum")

    def _contradiction(self, file: str, detail: str) -> None:
        self._report.findings.append(Finding(file, "contradiction", detail))

    def _look_at_lexicon(self) -> None:
        with _finding(self._report, LEXICON):
            name = self._manifest.part(LEXICON)
            if name in self._unsound:
                return
            with _finding(self._report, name):
                lexicon = Lexicon(self._files.read(name, MAX_FILE))
                words = list(lexicon)
                if len(words) != len(lexicon) or words != sorted(set(words)):
                    self._contradiction(name, "its words and its table disagree")

    def _look_at_articles(self) -> None:
        """Look at the segments, and compare the catalog with them if all of them are sound."""
        name = toc.file_name(self._report.generation)
        entries: list[toc.SegmentEntry] = []
        if name in self._unsound:
            return
        with _finding(self._report, name):
            entries = toc.read(self._files, self._report.generation)
        self._total_articles = sum(entry.size for entry in entries)
        articles: dict[str, bytes] = {}
        sound = True
        belonging = {name, self._manifest.part(CATALOG), self._manifest.part(LEXICON)}
        for entry in entries:
            own = {
                each for each in self._manifest.files if each.startswith(entry.make_filename("."))
            }
            belonging |= own
            sound &= not own & self._unsound and self._look_at_segment(entry, articles)
        for extra in sorted(self._manifest.files.keys() - belonging):
            self._contradiction(extra, "the table of contents does not list it")
        self._report.articles = len(articles)
        if sound:
            self._look_at_catalog(articles)

    def _look_at_segment(self, entry: toc.SegmentEntry, articles: dict[str, bytes]) -> bool:
        """Look at a segment whose files are what was written, and gather its articles."""
        before = len(self._report.findings)
        self._progress("articles", len(articles), self._total_articles)
        with _finding(self._report, entry.make_filename("")):
            segment = Segment(self._files, entry)
            for file, detail in contradictions(self._files, entry):
                self._contradiction(file, detail)
            found = SegmentArticles(segment)
            for article in found:
                if article.id in articles:
                    self._contradiction(
                        segment.arrays.postings_file.name, f"two articles are called {article.id!r}"
                    )
                articles[article.id] = digest(content(article))
                self._progress("articles", len(articles), self._total_articles)
            for file, detail in found.findings:
                self._contradiction(file, detail)
        return len(self._report.findings) == before

    def _look_at_catalog(self, articles: dict[str, bytes]) -> None:
        with _finding(self._report, CATALOG):
            name = self._manifest.part(CATALOG)
            if name not in self._unsound:
                with _finding(self._report, name):
                    for detail in catalog_contradictions(self._report.path / name, articles):
                        self._contradiction(name, detail)

    def _look_for_strays(self) -> None:
        known = {
            *self._manifest.files,
            manifest_name(self._report.generation),
            folder.MARKER,
            ADDED,
            *folder.NEUTRAL,
        }
        for entry in sorted(self._report.path.iterdir()):
            if entry.name not in known:
                kind: StrayKind = "leftover" if is_ours(entry.name) else "foreign"
                self._report.strays.append(Stray(entry.name, kind))
