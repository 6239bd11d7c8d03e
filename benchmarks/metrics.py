"""How good a ranking is: nDCG@10, MRR@10, recall@100, and whether two systems really differ.

The measures are those of ``ir-measures`` (optional extra ``bench``), which asks trec_eval; nothing
is reimplemented here. Not for speed.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import ModuleType
from typing import Final, TypeAlias

import numpy as np

from benchmarks.datasets import Dataset, Half
from benchmarks.typed_forms import FORMS

Ranking: TypeAlias = dict[str, list[str]]
"""Query id → document ids, best first."""
PerQuery: TypeAlias = dict[str, dict[str, float]]
"""Metric name → query id → value."""

METRICS: Final = {"ndcg@10": "nDCG@10", "mrr@10": "RR@10", "recall@100": "R@100"}
"""Our name → the name in ir-measures."""
DEPTH: Final = 100
"""How many documents a run must hold for every metric above."""


class RunError(Exception):
    """A run file that cannot be read."""


class MissingExtraError(Exception):
    """The optional extra ``bench`` is not installed."""


def require_measures() -> ModuleType:
    """Import ``ir_measures``, to fail before the work and not after it.

    Raises:
        MissingExtraError: It is not installed.
    """
    try:
        return importlib.import_module("ir_measures")
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            "Measuring quality needs ir-measures. Install it with: pip install 'searcher[bench]'"
        ) from error


def read_run(lines: Iterable[str]) -> Ranking:
    """Read TREC run lines ``query Q0 document rank score tag``; their ranks decide the order.

    Raises:
        RunError: A line has other columns, or a document occurs twice for a query.
    """
    ranked: dict[str, dict[str, int]] = {}
    for number, line in enumerate(lines, 1):
        columns = line.split()
        if not columns:
            continue
        if len(columns) != 6 or not columns[3].isdigit():
            raise RunError(f"Line {number} of the run is not “query Q0 document rank score tag”.")
        found = ranked.setdefault(columns[0], {})
        if columns[2] in found:
            raise RunError(f"Line {number} of the run repeats {columns[2]} for {columns[0]}.")
        found[columns[2]] = int(columns[3])
    return {query: sorted(found, key=found.__getitem__) for query, found in ranked.items()}


def score(
    relevant: Mapping[str, Mapping[str, int]], ranking: Mapping[str, Sequence[str]]
) -> PerQuery:
    """Every metric for every judged query; a query that was not answered counts 0.

    Args:
        relevant: Query id → document id → grade. For grades of 0 and 1 linear and exponential
            gain (Järvelin and Kekäläinen 2002; Burges et al. 2005) are the same.
        ranking: Query id → document ids, best first.

    Raises:
        MissingExtraError: ``ir-measures`` is not installed.
    """
    ir_measures = require_measures()
    measures = {ir_measures.parse_measure(theirs): ours for ours, theirs in METRICS.items()}
    # trec_eval orders by score and breaks ties by id. The order we were given is the result, so it
    # is the score: no tie between documents can change what the engine said.
    scores = {
        query: {document: -float(rank) for rank, document in enumerate(ranking.get(query, ()))}
        for query in relevant
    }
    judged = {query: dict(grades) for query, grades in relevant.items()}
    values: PerQuery = {ours: dict.fromkeys(relevant, 0.0) for ours in METRICS}
    for found in ir_measures.iter_calc(list(measures), judged, scores):
        values[measures[found.measure]][found.query_id] = float(found.value)
    return values


def means(values: PerQuery) -> dict[str, float]:
    """The mean of every metric over its queries (NaN for no queries)."""
    return {
        name: math.fsum(found.values()) / len(found) if found else math.nan
        for name, found in values.items()
    }


def randomisation_test(
    ours: Mapping[str, float], theirs: Mapping[str, float], *, rounds: int = 10_000, seed: int = 0
) -> float:
    """Two-sided p-value of Fisher's paired randomisation test (Smucker, Allan, Carterette 2007).

    Args:
        ours: Query id → value of one system.
        theirs: The same queries' values of the other.
        rounds: Number of random sign patterns.
        seed: Of the random numbers.

    Raises:
        ValueError: The two do not hold the same queries.
    """
    if ours.keys() != theirs.keys():
        raise ValueError("The two systems were not measured on the same queries.")
    differences = np.array([ours[query] - theirs[query] for query in sorted(ours)])
    differences = differences[differences != 0]  # a zero is a zero under either sign
    if not len(differences):
        return 1.0
    rng = np.random.default_rng(seed)
    observed = abs(differences.sum())
    extreme = 0
    block = 500
    for done in range(0, rounds, block):
        size = (min(block, rounds - done), len(differences))
        signs = rng.integers(0, 2, size=size, dtype=np.int8) * 2 - 1
        extreme += int(np.count_nonzero(np.abs(signs @ differences) >= observed - 1e-9))
    return (extreme + 1) / (rounds + 1)


def evaluate(
    search: Callable[[str], Sequence[tuple[str, float]]],
    dataset: Dataset,
    form: str = "marked",
    half: Half = "tune",
    *,
    seed: int = 0,
) -> dict[str, float]:
    """Ask a search function every query of one half, typed in one form, and score the answers.

    Meant for tuning weights in process: the index is opened once by the caller, who passes for
    example ``lambda query: [(hit.id, hit.score) for hit in searcher.search(query, limit=100).hits]``.

    Args:
        search: From a query to document ids with scores, best first, ideally 100 of them.
        dataset: The test collection whose documents (``dataset.searchable()``) are searched.
        form: One of ``typed_forms.FORMS``.
        half: ``tune`` while tuning, ``report`` for figures that are told to others.
        seed: Of the random forms.

    Returns:
        Metric name (``ndcg@10``, ``mrr@10``, ``recall@100``) → mean.
    """
    relevant = dataset.relevant(half)
    typed = FORMS[form]
    ranking = {
        query.id: [document for document, _ in search(typed(query.text, seed))][:DEPTH]
        for query in dataset.queries
        if query.id in relevant
    }
    return means(score(relevant, ranking))
