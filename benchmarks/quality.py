"""The quality benchmark: every engine, every query, typed six ways.

Figures are told for the reporting half of the queries, on which no weight was tuned, and once for
all of them, so that they can be compared with figures from elsewhere. Not for speed.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks import engine, report
from benchmarks.datasets import Dataset, Half, Query
from benchmarks.metrics import DEPTH, METRICS, PerQuery, Ranking, means, randomisation_test, score
from benchmarks.peers import Group, PeerError, Peers
from benchmarks.typed_forms import FORMS

_TITLES: Final = {"ndcg@10": "nDCG@10", "mrr@10": "MRR@10", "recall@100": "recall@100"}


@dataclass(frozen=True, slots=True)
class Scores:
    """Qualities of several engines on one collection.

    Attributes:
        dataset: The collection.
        reported: Engine → form → metric → query → value, for the reporting half.
        overall: Engine → form → metric → mean over all queries.
        failed: One sentence for each engine that could not be run.
    """

    dataset: Dataset
    reported: Mapping[str, Mapping[str, PerQuery]]
    overall: Mapping[str, Mapping[str, Mapping[str, float]]]
    failed: Sequence[str]


def typed_groups(dataset: Dataset, seed: int = 0) -> dict[str, Group]:
    """All queries in all forms, as groups to ask an engine."""
    return {
        form: Group("or", [Query(query.id, typed(query.text, seed)) for query in dataset.queries])
        for form, typed in FORMS.items()
    }


def measure_quality(
    dataset: Dataset, peers: Peers | None, names: Sequence[str], *, own: bool = True
) -> Scores:
    """Ask our engine and the peers all queries of a collection and score them.

    Args:
        dataset: The collection.
        peers: Where the peers are; ``None`` for none.
        names: The peers to ask. One that fails is told of and left out.
        own: Whether to ask our own engine.

    Raises:
        CommandError: Our own engine failed.
    """
    documents, groups = dataset.searchable(), typed_groups(dataset)
    found: dict[str, Mapping[str, Ranking]] = {}
    failed = []
    if own:
        _progress(dataset, engine.NAME)
        found[engine.NAME] = engine.rankings(documents, groups, DEPTH)
    for name in names if peers else ():
        assert peers is not None
        _progress(dataset, name)
        try:
            found[name] = peers.rankings(name, documents, groups, DEPTH)
        except PeerError as error:
            failed.append(str(error))
            print(error, file=sys.stderr)
    return score_rankings(dataset, found, failed)


def score_rankings(
    dataset: Dataset, found: Mapping[str, Mapping[str, Ranking]], failed: Sequence[str] = ()
) -> Scores:
    """Score rankings by engine and form, on the reporting half and on all queries."""

    def scored(half: Half) -> dict[str, dict[str, PerQuery]]:
        relevant = dataset.relevant(half)
        return {
            name: {form: score(relevant, ranking) for form, ranking in forms.items()}
            for name, forms in found.items()
        }

    overall = {
        name: {form: means(values) for form, values in forms.items()}
        for name, forms in scored("all").items()
    }
    return Scores(dataset, scored("report"), overall, failed)


def section_name(dataset: Dataset) -> str:
    """The section of the results file that belongs to a collection."""
    return f"quality-{dataset.name}"


def describe(scores: Scores, command: str) -> str:
    """The section of a collection in Markdown."""
    dataset = scores.dataset
    reporting = len(dataset.relevant("report"))
    kind = (
        "headlines of the articles, which are indexed without them"
        if dataset.headlines
        else "questions"
    )
    data = (
        f"{dataset.name}: {len(dataset.documents):,} documents, {len(dataset.queries):,} queries "
        f"({kind}), {reporting:,} of them in the reporting half"
    )
    body = []
    for metric in METRICS:
        half = {
            name: {form: means(values)[metric] for form, values in forms.items()}
            for name, forms in scores.reported.items()
        }
        body += [f"**{_TITLES[metric]}**, reporting half:", _forms_table(half)]
    if engine.NAME in scores.reported and len(scores.reported) > 1:
        body += [
            "**searcher against the best peer**, nDCG@10, reporting half (p: paired randomisation "
            "test, two-sided, 10,000 rounds):",
            _comparison(scores.reported),
        ]
    everything = {
        name: {form: values["ndcg@10"] for form, values in forms.items()}
        for name, forms in scores.overall.items()
    }
    body += ["**nDCG@10**, all queries:", _forms_table(everything)]
    if scores.failed:
        body.append("Not measured: " + " ".join(scores.failed))
    return report.section(f"Quality: {dataset.name}", command, data, body)


def _forms_table(values: Mapping[str, Mapping[str, float]]) -> str:
    best = {form: max(forms[form] for forms in values.values()) for form in FORMS} if values else {}

    def cell(value: float, form: str) -> str:
        shown = report.quality(value)
        return f"**{shown}**" if shown == report.quality(best[form]) else shown

    rows = [[name, *(cell(forms[form], form) for form in FORMS)] for name, forms in values.items()]
    return report.table(["engine", *FORMS], rows)


def _comparison(reported: Mapping[str, Mapping[str, PerQuery]]) -> str:
    ours = reported[engine.NAME]
    peers = {name: forms for name, forms in reported.items() if name != engine.NAME}
    # The last row is the hardest: our queries without marks against theirs with all of them.
    pairs = [(form, form, form) for form in FORMS]
    pairs.append(("unmarked against their marked", "unmarked", "marked"))
    rows = []
    for label, our_form, their_form in pairs:
        best = max(peers, key=lambda name: (means(peers[name][their_form])["ndcg@10"], name))
        mine, other = ours[our_form]["ndcg@10"], peers[best][their_form]["ndcg@10"]
        mean = means(ours[our_form])["ndcg@10"]
        theirs = means(peers[best][their_form])["ndcg@10"]
        p = randomisation_test(mine, other)
        rows.append(
            [
                label,
                best,
                report.quality(theirs),
                report.quality(mean),
                f"{mean - theirs:+.3f}",
                f"{p:.4f}" if p >= 0.0001 else "<0.0001",
            ]
        )
    return report.table(["form", "best peer", "its figure", "searcher", "difference", "p"], rows)


def _progress(dataset: Dataset, name: str) -> None:
    print(f"{dataset.name}: {name} …", file=sys.stderr, flush=True)
