"""Sections of the results file are replaced one by one; tables are Markdown."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from benchmarks import report


def test_sections_keep_to_themselves(tmp_path: Path) -> None:
    results = tmp_path / "RESULTS.md"
    report.update(results, "a", "first\n")
    report.update(results, "b", "second")
    once = results.read_text(encoding="utf-8")
    assert once.startswith("# Benchmark results")
    report.update(results, "a", "third")
    twice = results.read_text(encoding="utf-8")
    assert twice == once.replace("first", "third")
    report.update(results, "a", "first")
    assert results.read_text(encoding="utf-8") == once
    assert [path.name for path in tmp_path.iterdir()] == ["RESULTS.md"]


def test_text_around_sections_stays(tmp_path: Path) -> None:
    results = tmp_path / "RESULTS.md"
    results.write_text(
        "# Mine\n\n<!-- begin a -->\nold\n<!-- end a -->\n\nA note.\n", encoding="utf-8"
    )
    report.update(results, "a", "new")
    expected = "# Mine\n\n<!-- begin a -->\nnew\n<!-- end a -->\n\nA note.\n"
    assert results.read_text(encoding="utf-8") == expected


@pytest.mark.parametrize(
    ("content", "told"),
    [("<!-- begin a -->\n", "begins and does not end"), ("<!-- end a -->", "ends and does not")],
)
def test_half_a_marker_is_told(tmp_path: Path, content: str, told: str) -> None:
    results = tmp_path / "RESULTS.md"
    results.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match=told):
        report.update(results, "a", "new")
    assert results.read_text(encoding="utf-8") == content


def test_table() -> None:
    shown = report.table(["engine", "ms"], [["a|b", "1"], ["c\nd", "2"]])
    assert shown == "| engine | ms |\n| --- | ---: |\n| a\\|b | 1 |\n| c d | 2 |"
    with pytest.raises(ValueError, match="as many cells"):
        report.table(["a", "b"], [["1"]])


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [(1234.56, 1, "1,234.6"), (0.5, 2, "0.50"), (None, 1, "–"), (float("nan"), 1, "–")],
)
def test_figure(value: float | None, digits: int, shown: str) -> None:
    assert report.figure(value, digits) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(0.7463, ".746"), (1.0, "1.000"), (0.0, ".000"), (0.99999, "1.000")]
)
def test_quality(value: float, shown: str) -> None:
    assert report.quality(value) == shown


def test_section_names_no_place(tmp_path: Path) -> None:
    text = report.section(
        "T", f"run {report.shown(tmp_path)}", "d", ["body"], day=dt.date(2024, 2, 3)
    )
    assert text.startswith("## T\n\n- Command: `run test_section")
    assert "- Date: 2024-02-03\n\nbody" in text
    assert str(tmp_path.parent) not in text
    assert report.shown(Path("../shared/data")) == "../shared/data"
