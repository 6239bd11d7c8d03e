"""The speed benchmark: indexing and warm queries, all engines in turns on the same machine.

Every round runs every engine once, in rotating order, so that a slow minute of the machine hits all
of them; figures are medians over the rounds and ratios are medians of the rounds' own ratios. All
return ids and scores; searcher is timed with its passages and highlights, too. Whole processes are
in ``growth``.
"""

from __future__ import annotations

import random
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from benchmarks import engine, report
from benchmarks.datasets import DatasetError, Document, Query
from benchmarks.measure import percentile
from benchmarks.peers import Answers, Group, PeerError, Peers
from benchmarks.typed_forms import without_marks

TOP: Final = 10
_LONGEST_CUT: Final = 4
_OR_ONLY: Final = frozenset({"bm25s"})
"""Peers that cannot require all words."""
_OWN_ONLY: Final = frozenset({"phrase", "prefix", engine.WITH_PASSAGES})
"""Groups the peers' scripts have no call for."""

Figures: TypeAlias = dict[str, list[float]]
"""Name of a figure → its value in each round (NaN where it is missing)."""


@dataclass(frozen=True, slots=True)
class Speeds:
    """Engine → figures of every round, and one sentence for each engine that failed."""

    figures: Mapping[str, Figures]
    failed: Sequence[str]
    groups: Sequence[str]


def query_groups(
    queries: Sequence[Query], first: Sequence[Query] = (), *, count: int = 200, seed: int = 0
) -> dict[str, Group]:
    """The kinds of queries that are timed, half of each typed without marks, in their order.

    Args:
        queries: Long ones, such as headlines; the short ones are cut out of them.
        first: Others like them, which a new process is asked before: the rest are asked of a warm
            one, which has met words, but not these queries.
        count: Number of queries of each short kind.
        seed: Of the cuts.

    Raises:
        DatasetError: No query is long enough to cut others out of it.
    """
    rng = random.Random(seed)
    split = ([w for w in q.text.split() if any(map(str.isalnum, w))] for q in queries)
    pool = [words for words in split if len(words) >= _LONGEST_CUT]
    if not pool:
        raise DatasetError(f"No query has the {_LONGEST_CUT} words the short ones are cut out of.")

    def cut(shortest: int, longest: int, letters: int = 1) -> list[Query]:
        """Successive words of long queries, the last of them of at least so many letters."""
        found: list[Query] = []
        if not any(sum(map(str.isalpha, words[-1])) >= letters for words in pool):
            raise DatasetError(f"No query ends in a word of {letters} letters.")
        while len(found) < count:
            words = pool[int(rng.random() * len(pool))]
            size = shortest + int(rng.random() * (longest - shortest + 1))
            start = int(rng.random() * (len(words) - size + 1))
            if sum(map(str.isalpha, words[start + size - 1])) >= letters:
                found.append(Query(f"c{len(found)}", " ".join(words[start : start + size])))
        return found

    groups = {engine.FIRST: Group("or", _half_unmarked(first))} if first else {}
    return groups | {
        "headline": Group("or", _half_unmarked(queries)),
        engine.WITH_PASSAGES: Group("or", _half_unmarked(queries)),
        "1–3 syllables": Group("or", _half_unmarked(cut(1, 3))),
        "and": Group("and", _half_unmarked(cut(2, _LONGEST_CUT))),
        "phrase": Group("phrase", _half_unmarked(cut(2, 3))),
        "prefix": Group("prefix", _half_unmarked(cut(1, 2, letters=4))),
    }


def measure_speed(
    documents: Sequence[Document],
    queries: Sequence[Query],
    peers: Peers | None,
    names: Sequence[str],
    *,
    first: Sequence[Query] = (),
    rounds: int = 3,
    own: bool = True,
) -> Speeds:
    """Run all engines in turns.

    Args:
        documents: Indexed with their titles.
        queries: The long queries.
        peers: Where the peers are; ``None`` for none.
        names: The peers to run. One that fails is told of and left out.
        first: Other long queries, asked before these.
        rounds: How often everything is run.
        own: Whether to run our own engine; with compiled kernels, without them, too.

    Raises:
        CommandError: Our own engine failed.
    """
    groups = query_groups(queries, first)
    runs: dict[str, Callable[[], Answers]] = {}
    if own:
        runs[engine.NAME] = lambda: engine.answers(documents, groups, TOP)
    if own and engine.kernels() == "compiled":
        runs[engine.IN_NUMPY] = lambda: engine.answers(documents, groups, TOP, name=engine.IN_NUMPY)
    for name in names if peers else ():
        runs[name] = _peer_run(peers, name, documents, groups)
    figures: dict[str, Figures] = {}
    failed: dict[str, str] = {}
    for turn in range(rounds):
        order = list(runs)
        order = order[turn % len(order) :] + order[: turn % len(order)] if order else []
        for name in order:
            if name in failed:
                continue
            print(f"round {turn + 1}: {name} …", file=sys.stderr, flush=True)
            try:
                _collect(figures.setdefault(name, defaultdict(list)), runs[name](), groups)
            except PeerError as error:
                failed[name] = str(error)
                print(error, file=sys.stderr)
    kept = {name: figures[name] for name in runs if name not in failed}
    return Speeds(kept, list(failed.values()), list(groups))


def describe(speeds: Speeds, command: str, data: str, rounds: int) -> str:
    """The section in Markdown: medians, then the ratios of searcher to each engine."""
    columns = ["index s", "index MB", "peak MB"]
    columns += [f"{name} {what}" for name in speeds.groups for what in ("p50", "p95")]
    digits = {"index s": 2, "index MB": 1, "peak MB": 0}
    medians = [
        [
            name,
            *(report.figure(_median(found[column]), digits.get(column, 2)) for column in columns),
        ]
        for name, found in speeds.figures.items()
    ]
    body = [
        f"Medians of {rounds} interleaved rounds; queries in milliseconds, top {TOP}, half of them "
        "typed without marks, all asked of one process in the order of the columns. Nothing is asked "
        "twice, but that the same headlines are asked again with passages and highlights; all else "
        "returns ids and scores. searcher's time to index is that of the whole process, the peers' "
        "excludes the start of the interpreter.",
        report.table(["engine", *columns], medians),
    ]
    ours = speeds.figures.get(engine.NAME)
    peers = {name: found for name, found in speeds.figures.items() if name != engine.NAME}
    if ours and peers:
        ratios = [
            [name, *(_shown_ratio(ours[column], found[column]) for column in columns)]
            for name, found in peers.items()
        ]
        body += [
            "**searcher ÷ engine** (below 1: searcher is faster or smaller), median of the rounds:",
            report.table(["engine", *columns], ratios),
        ]
    if speeds.failed:
        body.append("Not measured: " + " ".join(speeds.failed))
    return report.section("Speed", command, data, body)


def median_ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median over rounds of ours ÷ theirs in the same round (NaN if one is missing)."""
    return _median([a / b if b else float("nan") for a, b in zip(ours, theirs, strict=True)])


def _half_unmarked(queries: Sequence[Query]) -> list[Query]:
    return [
        Query(query.id, without_marks(query.text) if number % 2 else query.text)
        for number, query in enumerate(queries)
    ]


def _peer_run(
    peers: Peers | None, name: str, documents: Sequence[Document], groups: Mapping[str, Group]
) -> Callable[[], Answers]:
    assert peers is not None
    asked = {
        label: group
        for label, group in groups.items()
        if label not in _OWN_ONLY and not (group.operator == "and" and name in _OR_ONLY)
    }
    return lambda: peers.ask(name, documents, asked, TOP)


def _collect(figures: Figures, answers: Answers, groups: Mapping[str, Group]) -> None:
    missing = float("nan")
    figures["index s"].append(answers.index_s)
    figures["index MB"].append(answers.index_mb)
    figures["peak MB"].append(answers.index_peak_mb or missing)
    for name in groups:
        times = answers.milliseconds.get(name)
        for percent in (50, 95):
            figures[f"{name} p{percent}"].append(percentile(times, percent) if times else missing)


def _median(values: Sequence[float]) -> float:
    known = [value for value in values if value == value]
    return statistics.median(known) if known else float("nan")


def _shown_ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    return report.figure(median_ratio(ours, theirs), 2)
