"""Writing figures into ``RESULTS.md``: Markdown tables, and one section per benchmark.

Every section stands between two markers, so that running one benchmark again replaces its own
figures and leaves the others alone. Not for measuring and not for choosing what to show.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from benchmarks import engine, measure

RESULTS: Final = Path(__file__).with_name("RESULTS.md")

_PREFACE: Final = """\
# Benchmark results

Written by `python -m benchmarks`: each section says the command, the data and the machine behind
it. Ratios tell how we compare, also where we lose. Rerun any command to replace its section.
"""


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, first column to the left, all others to the right.

    Raises:
        ValueError: A row has another number of cells than the header.
    """
    if any(len(row) != len(header) for row in rows):
        raise ValueError("Every row needs as many cells as the header.")
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    cells = [[cell.replace("|", "\\|").replace("\n", " ") for cell in line] for line in lines]
    return "\n".join("| " + " | ".join(line) + " |" for line in cells)


def figure(value: float | None, digits: int = 1) -> str:
    """A number for a table; ``–`` where it was not measured."""
    return "–" if value is None or value != value else f"{value:,.{digits}f}"


def quality(value: float) -> str:
    """A quality between 0 and 1 with three decimals and no leading zero: ``.746``."""
    return f"{value:.3f}".replace("0.", ".", 1) if value < 1 else f"{value:.3f}"


def section(
    title: str, command: str, data: str, body: Sequence[str], *, day: dt.date | None = None
) -> str:
    """A section: what was run on what, then its paragraphs and tables."""
    day = day or dt.datetime.now(dt.timezone.utc).date()
    facts = [
        f"- Command: `{command}`",
        f"- Data: {data}",
        f"- Machine: {measure.machine()}; kernels: {engine.kernels()}",
        f"- Date: {day.isoformat()}",
    ]
    return "\n\n".join([f"## {title}", "\n".join(facts), *body])


def update(path: Path, name: str, text: str) -> None:
    """Replace the section called ``name`` in a file, or append it; the file is made if needed.

    Args:
        path: The results file.
        name: Of the section: letters, digits, ``-`` and ``_``.
        text: Markdown.

    Raises:
        ValueError: The file has only one of the section's two markers.
    """
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    old = path.read_text(encoding="utf-8") if path.exists() else _PREFACE
    block = f"{begin}\n{text.strip()}\n{end}"
    before, found_begin, rest = old.partition(begin)
    if found_begin:
        _, found_end, after = rest.partition(end)
        if not found_end:
            raise ValueError(f"{path.name}: the section {name} begins and does not end.")
        new = before + block + after
    elif end in old:
        raise ValueError(f"{path.name}: the section {name} ends and does not begin.")
    else:
        new = f"{old.rstrip()}\n\n{block}\n"
    partial = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    partial.write_text(new, encoding="utf-8")
    partial.replace(path)


def shown(path: Path) -> str:
    """A path as it may be printed in a report: relative as given, absolute by its name alone."""
    return path.name if path.is_absolute() else path.as_posix()
