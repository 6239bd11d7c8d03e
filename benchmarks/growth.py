"""Whole processes of our own engine: cold start, adding one article, and how costs grow.

A cold search is compared with importing the libraries it cannot do without, run in turns. Growth
beyond the collection comes from copies of it that differ in one word. Comparison with other engines
is in ``speed``.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks import engine, measure, report
from benchmarks.datasets import Document, Query
from benchmarks.peers import Group
from benchmarks.speed import TOP

COLD_QUERY: Final = "neu guong"
_FLOOR: Final = "import numpy, click, whoosh.index"
_ARRIVAL: Final = (
    "Thư viện xã Đông Hà mở lớp đọc sách ngày hè\n\n"
    "Sáng nay, thư viện xã khai giảng lớp đọc sách cho học sinh tiểu học. Mỗi buổi học "
    "kéo dài hai giờ, các em được mượn sách mang về nhà và kể lại câu chuyện mình thích.\n\n"
    "Mã số của lớp học là kzqxarrival.\n"
)
_ARRIVAL_QUERY: Final = "kzqxarrival"


@dataclass(frozen=True, slots=True)
class Cold:
    """Whole-process times in seconds, one value a round, over an index of ``articles``."""

    articles: int
    searches: Sequence[float]
    imports: Sequence[float]
    peak_mb: float | None
    warm_peak_mb: float | None
    added: Sequence[float]


@dataclass(frozen=True, slots=True)
class Size:
    """Costs at one size: seconds, 10^6 bytes and milliseconds."""

    articles: int
    text_mb: float
    index_s: float
    index_mb: float
    peak_mb: float | None
    p50_ms: float
    p95_ms: float


def measure_cold(
    documents: Sequence[Document], queries: Sequence[Query], *, rounds: int = 7
) -> Cold:
    """Time cold searches and the arrival of single articles.

    Args:
        documents: What is in the index beforehand.
        queries: Asked in the warm process whose memory is measured.
        rounds: Number of cold searches; one article arrives in each of the first three.

    Raises:
        CommandError: The engine failed, or did not find the article that arrived.
    """
    engine.compile_package()
    with tempfile.TemporaryDirectory(prefix="searcher-bench-") as scratch:
        source, index = Path(scratch, "source"), Path(scratch, "index")
        source.mkdir()
        engine.write_documents(source / "docs.jsonl", documents)
        engine.build_index(source, index)
        search = [sys.executable, "-m", "searcher", "search", COLD_QUERY, "--index", str(index)]
        searches, imports, peaks = [], [], []
        for _ in range(rounds + 1):
            found = measure.run(search, ok=(0, 1))
            searches.append(found.seconds)
            peaks.append(found.peak_mb or 0.0)
            imports.append(measure.run([sys.executable, "-c", _FLOOR]).seconds)
        warm = engine.warm(index, {"headline": Group("or", queries)}, TOP)
        added = [_arrive(source, index, number) for number in range(min(3, rounds))]
    # The first of each fills the disk cache.
    return Cold(
        len(documents), searches[1:], imports[1:], max(peaks) or None, warm["peak_mb"], added
    )


def measure_growth(
    documents: Sequence[Document], queries: Sequence[Query], sizes: Sequence[int]
) -> list[Size]:
    """Index and query collections of several sizes; larger ones repeat the documents.

    Raises:
        CommandError: The engine failed.
    """
    return [_at_size(documents, queries, size) for size in sizes]


def describe_cold(cold: Cold, command: str, data: str) -> str:
    """The section on whole processes in Markdown."""
    search, floor = statistics.median(cold.searches), statistics.median(cold.imports)
    rows = [
        [f"`searcher search “{COLD_QUERY}”`", report.figure(search * 1000, 0)],
        [f"`python -c “{_FLOOR}”`", report.figure(floor * 1000, 0)],
        ["ratio", report.figure(search / floor, 2)],
        [
            "one new article, `searcher index`",
            report.figure(statistics.median(cold.added) * 1000, 0),
        ],
    ]
    memory = [
        f"Peak memory: {report.figure(cold.peak_mb, 0)} MB for the one search, "
        f"{report.figure(cold.warm_peak_mb, 0)} MB for a process that answered all queries."
    ]
    intro = (
        f"Medians of {len(cold.searches)} rounds over {cold.articles:,} articles, disk cache warm."
    )
    table = report.table(["whole process", "ms"], rows)
    return report.section("Cold start and arrival", command, data, [intro, table, *memory])


def describe_growth(sizes: Sequence[Size], command: str, data: str) -> str:
    """The section on growth in Markdown."""
    rows = [
        [
            f"{size.articles:,}",
            report.figure(size.text_mb, 1),
            report.figure(size.index_s, 2),
            report.figure(size.index_s / size.articles * 1000, 3),
            report.figure(size.index_mb, 1),
            report.figure(size.index_mb / size.text_mb, 2),
            report.figure(size.peak_mb, 0),
            report.figure(size.p50_ms, 2),
            report.figure(size.p95_ms, 2),
        ]
        for size in sizes
    ]
    header = ["articles", "text MB", "index s", "ms an article", "index MB", "index ÷ text"]
    header += ["peak MB", "headline p50 ms", "p95 ms"]
    return report.section("Growth", command, data, [report.table(header, rows)])


def _arrive(source: Path, index: Path, number: int) -> float:
    word = f"{_ARRIVAL_QUERY}{number}"
    (source / f"arrival-{number}.txt").write_text(
        _ARRIVAL.replace(_ARRIVAL_QUERY, word), encoding="utf-8"
    )
    seconds = engine.build_index(source, index).seconds
    # Exit code 1, nothing found, would mean that we timed something else.
    measure.run([sys.executable, "-m", "searcher", "search", word, "--index", index])
    return seconds


def _at_size(documents: Sequence[Document], queries: Sequence[Query], size: int) -> Size:
    with tempfile.TemporaryDirectory(prefix="searcher-bench-") as scratch:
        source, index = Path(scratch, "source"), Path(scratch, "index")
        source.mkdir()
        text = 0
        for copy, start in enumerate(range(0, size, len(documents))):
            part = documents[: min(len(documents), size - start)]
            suffix = f"-copy{copy}" if copy else ""
            text += engine.write_documents(source / "docs.jsonl", part, suffix=suffix)
        built = engine.build_index(source, index)
        warm = engine.warm(index, {"headline": Group("or", queries)}, TOP)
        times = warm["groups"]["headline"]["ms"]
        return Size(
            size,
            text / 1e6,
            built.seconds,
            measure.folder_mb(index),
            built.peak_mb,
            measure.percentile(times, 50),
            measure.percentile(times, 95),
        )
