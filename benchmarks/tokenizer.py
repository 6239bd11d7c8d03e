"""The tokenizer benchmark: syllables a second, with a cold and with a warm memo.

Each function runs in a fresh process: its first pass over the text finds an empty memo, the later
ones find it filled. Syllables are counted by a regular expression of our own, not by the tokenizer.
"""

from __future__ import annotations

import importlib
import multiprocessing
import re
import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Final

from benchmarks import report

FUNCTIONS: Final = ("term_keys", "tokenize")
GOAL: Final = 1_000_000
"""Syllables a second on one core."""

_MODULE: Final = "searcher.text.tokenize"
_WORD: Final = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Rate:
    """Syllables a second of one function."""

    function: str
    cold: float
    warm: float


def count_syllables(texts: Sequence[str]) -> int:
    """Runs of letters and digits; in composed Vietnamese text, its syllables and numbers."""
    return sum(len(_WORD.findall(text)) for text in texts)


def measure_tokenizer(
    texts: Sequence[str], *, passes: int = 3, module: str = _MODULE
) -> list[Rate]:
    """Time every function on the texts, each in a process of its own.

    Args:
        texts: Titles and bodies.
        passes: Number of warm passes, of which the median counts.
        module: Where the functions are.
    """
    syllables = count_syllables(texts)
    rates = []
    for function in FUNCTIONS:
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=spawn) as pool:
            cold, *warm = pool.submit(_passes, module, function, texts, passes + 1).result()
        rates.append(Rate(function, syllables / cold, syllables / statistics.median(warm)))
    return rates


def describe(rates: Sequence[Rate], command: str, data: str) -> str:
    """The section in Markdown."""
    rows = [
        [
            f"`{rate.function}`",
            report.figure(rate.cold / 1e6, 2),
            report.figure(rate.warm / 1e6, 2),
            report.figure(rate.cold / GOAL, 2),
            report.figure(rate.warm / GOAL, 2),
        ]
        for rate in rates
    ]
    header = ["function", "cold M/s", "warm M/s", "cold ÷ goal", "warm ÷ goal"]
    intro = (
        f"Millions of syllables a second on one core; the goal is {GOAL / 1e6:.0f}. Cold is the "
        "first pass of a fresh process over the text, warm the median of the later ones."
    )
    return report.section("Tokenizer", command, data, [intro, report.table(header, rows)])


def _passes(module: str, function: str, texts: Sequence[str], count: int) -> list[float]:
    call = getattr(importlib.import_module(module), function)
    seconds = []
    for _ in range(count):
        started = time.perf_counter()
        for text in texts:
            call(text)
        seconds.append(time.perf_counter() - started)
    return seconds
