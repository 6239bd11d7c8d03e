"""What people really typed, and whether the engine understands it: Telex and VNI, and missing marks.

Asked through the command line: ``searcher batch --format jsonl`` tells what each query was
understood as. Compared as words in canonical form, so that letter case, punctuation and the two ways
to place a tone do not count. Not for ranking (``quality``).
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks import engine, report
from benchmarks.datasets import DatasetError, Document
from searcher.text import canonical

KEYSTROKES: Final = "telex_vni_pairs.jsonl"
UNMARKED: Final = "unaccented_pairs.jsonl"


@dataclass(frozen=True, slots=True)
class Pair:
    """A query as it was typed, and what was meant.

    Attributes:
        typed: The query.
        meant: Every text that would be right.
    """

    typed: str
    meant: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """How many queries of one kind were understood.

    Attributes:
        kind: What they are.
        asked: How many.
        right: How many were understood whole.
        offered: How many were among what is offered.
        wrong: The others, as typed, and as they were understood.
    """

    kind: str
    asked: int
    right: int
    offered: int
    wrong: tuple[tuple[str, str], ...]


def read_pairs(path: Path) -> list[Pair]:
    """Read pairs: JSON lines with ``typed`` and ``text`` or ``accented``.

    Raises:
        DatasetError: A line is none.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_pair(line, f"{path.name}, line {number}") for number, line in enumerate(lines, 1)]


def _pair(line: str, at: str) -> Pair:
    try:
        row = json.loads(line)
        meant = row["accented"] if "accented" in row else [row["text"]]
        return Pair(str(row["typed"]), tuple(map(str, meant)))
    except (ValueError, KeyError, TypeError) as error:
        raise DatasetError(f"{at}: no pair of queries.") from error


def measure_typed(
    documents: Iterable[Document], keystrokes: Sequence[Pair], unmarked: Sequence[Pair]
) -> list[Typed]:
    """Index documents and see what queries are understood as.

    Args:
        documents: What the engine learns from.
        keystrokes: Typed with the keyboard driver off.
        unmarked: Typed without marks.

    Raises:
        CommandError: Indexing or answering failed.
    """
    with tempfile.TemporaryDirectory(prefix="searcher-bench-") as scratch:
        source, index = Path(scratch, "source"), Path(scratch, "index")
        source.mkdir()
        engine.write_documents(source / "docs.jsonl", documents)
        engine.build_index(source, index)
        understood = engine.understood(index, [p.typed for p in (*keystrokes, *unmarked)])
    return [
        _counted("Telex and VNI, decoded", keystrokes, understood, "text"),
        _counted("without marks, restored", unmarked, understood[len(keystrokes) :], "restored"),
    ]


def _counted(
    kind: str, pairs: Sequence[Pair], understood: Sequence[dict[str, Any]], key: str
) -> Typed:
    right = offered = 0
    wrong = []
    for pair, found in zip(pairs, understood, strict=False):
        meant = {canonical(text) for text in pair.meant}
        first = found[key] or found["text"]
        others = [suggestion["text"] for suggestion in found["suggestions"]]
        is_right = canonical(first) in meant
        right += is_right
        offered += is_right or any(canonical(text) in meant for text in others)
        if not is_right:
            wrong.append((pair.typed, first))
    return Typed(kind, len(pairs), right, offered, tuple(wrong))


def describe(found: Sequence[Typed], command: str, data: str) -> str:
    """The section of the results file."""
    header = ("queries", "asked", "right as a whole", "right or offered beside it")
    rows = [
        (
            each.kind,
            str(each.asked),
            f"{each.right} ({100 * each.right / max(1, each.asked):.0f} %)",
            f"{each.offered} ({100 * each.offered / max(1, each.asked):.0f} %)",
        )
        for each in found
    ]
    note = (
        "Right: the words the query was read as (keystrokes), or its likeliest reading (missing "
        "marks), are what was meant, each of them. Up to three readings of a query without marks "
        "are offered when none is certain. Nothing was learnt from these queries."
    )
    return report.section("What people typed", command, data, [report.table(header, rows), note])
