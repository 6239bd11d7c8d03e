"""The commands: they parse, call the benchmark, print its section and write it on demand."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal, TypeVar

import click
from platformdirs import user_cache_path

from benchmarks import datasets, engine, measure, metrics, report
from benchmarks.peers import OUR_SCRIPTS, PeerError, Peers, default_python

F = TypeVar("F", bound=Callable[..., None])


class _Failure(click.ClickException):
    exit_code = 2


class _Group(click.Group):
    """Turns what can go wrong into one sentence and exit code 2."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (
            datasets.DatasetError,
            measure.CommandError,
            metrics.MissingExtraError,
            metrics.RunError,
            PeerError,
            OSError,
        ) as error:
            raise _Failure(str(error)) from error


@click.group(cls=_Group)
def main() -> None:
    """Measure searcher beside other engines."""


def _peer_options(command: F) -> F:
    options = [
        click.option(
            "--peers",
            "peers_folder",
            type=click.Path(path_type=Path, file_okay=False),
            default=Path("../shared/peers"),
            show_default=True,
            help="Folder of the peers' scripts; without it only searcher is measured.",
        ),
        click.option(
            "--peer-python",
            type=click.Path(path_type=Path, dir_okay=False),
            envvar="SEARCHER_PEER_PYTHON",
            help="Python with the peers installed.  [default: .venv-peers, else this one]",
        ),
        click.option("--engines", help="Peers to ask, separated by commas.  [default: all]"),
        click.option("--own/--no-own", default=True, help="Whether to measure searcher itself."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


_write = click.option("--write", is_flag=True, help="Put the section into the results file.")
_output = click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=report.RESULTS,
    help="The results file.  [default: benchmarks/RESULTS.md]",
)


@main.command()
@click.option(
    "--data",
    "folders",
    multiple=True,
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder with documents, queries and judgements; more may follow.",
)
@click.argument(
    "more",
    nargs=-1,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="[FOLDER]…",
)
@_peer_options
@_write
@_output
@click.option("--fresh", is_flag=True, help="Ask the peers again instead of using kept rankings.")
@click.option(
    "--headlines",
    type=click.IntRange(min=1),
    help="Ask for so many further headlines of the documents instead of the queries.",
)
def quality(
    folders: tuple[Path, ...],
    more: tuple[Path, ...],
    peers_folder: Path,
    peer_python: Path | None,
    engines: str | None,
    own: bool,
    write: bool,
    output: Path,
    fresh: bool,
    headlines: int | None,
) -> None:
    """Rank quality (nDCG@10, MRR@10, recall@100) of queries typed six ways.

    Example: python -m benchmarks quality --data ../data/xquad_vi ../data/zalo_qa2019 --write
    """
    from benchmarks import quality as benchmark

    metrics.require_measures()
    all_folders = (*folders, *more)
    peers = _peers(peers_folder, peer_python, fresh=fresh)
    names = _names(peers, engines)
    shown = " ".join(map(report.shown, all_folders))
    command = f"python -m benchmarks quality --data {shown}{_chosen(engines, own)}"
    if headlines is not None:
        command += f" --headlines {headlines}"
    for folder in all_folders:
        dataset = datasets.load(folder)
        if headlines is not None:
            dataset = datasets.further_headlines(dataset, headlines)
        scores = benchmark.measure_quality(dataset, peers, names, own=own)
        _tell(benchmark.section_name(dataset), benchmark.describe(scores, command), write, output)


def _peers(folder: Path, python: Path | None, *, fresh: bool = False) -> Peers | None:
    if not folder.is_dir():
        click.echo(f"{folder}: no such folder; only {engine.NAME} is measured.", err=True)
        return None
    cache = None if fresh else user_cache_path("searcher") / "benchmarks"
    return Peers(folder, python or default_python(), cache, OUR_SCRIPTS)


def _names(peers: Peers | None, engines: str | None) -> Sequence[str]:
    if peers is None:
        return ()
    known = peers.names()
    if engines is None:
        return known
    asked = [name.strip() for name in engines.split(",") if name.strip()]
    for name in asked:
        if name not in known:
            raise click.BadParameter(f"{name} is not one of {', '.join(known)}.")
    return asked


def _tell(name: str, text: str, write: bool, output: Path) -> None:
    click.echo(text)
    if write:
        report.update(output, name, text)
        click.echo(f"Written to {output}.", err=True)


_one_folder = click.option(
    "--data",
    "folder",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder with documents and queries.",
)
_limit = click.option(
    "--limit", type=click.IntRange(min=1), help="Use only the first N documents.  [default: all]"
)


@main.command()
@_one_folder
@_limit
@click.option("--rounds", type=click.IntRange(min=1), default=3, show_default=True)
@_peer_options
@_write
@_output
def speed(
    folder: Path,
    limit: int | None,
    rounds: int,
    peers_folder: Path,
    peer_python: Path | None,
    engines: str | None,
    own: bool,
    write: bool,
    output: Path,
) -> None:
    """Time indexing and warm queries beside the peers, in interleaved rounds.

    Example: python -m benchmarks speed --data ../data/vntc --rounds 3 --write
    """
    from benchmarks import speed as benchmark

    dataset = datasets.load(folder)
    documents = dataset.documents[:limit]
    peers = _peers(peers_folder, peer_python)
    names = _names(peers, engines)
    try:
        others = replace(dataset, documents=documents)
        first = datasets.further_headlines(others, len(dataset.queries)).queries
    except datasets.DatasetError:  # of documents without titles
        first = ()
    speeds = benchmark.measure_speed(
        documents, dataset.queries, peers, names, first=first, rounds=rounds, own=own
    )
    command = (
        f"python -m benchmarks speed --data {report.shown(folder)}{_said(limit)} --rounds {rounds}"
        f"{_chosen(engines, own)}"
    )
    text = benchmark.describe(speeds, command, _data(dataset, documents), rounds)
    _tell(f"speed-{dataset.name}", text, write, output)


@main.command()
@_one_folder
@_limit
@click.option("--rounds", type=click.IntRange(min=1), default=7, show_default=True)
@_write
@_output
def cold(folder: Path, limit: int | None, rounds: int, write: bool, output: Path) -> None:
    """Time whole processes: a cold search, and one new article added.

    Example: python -m benchmarks cold --data ../data/vntc --write
    """
    from benchmarks import growth as benchmark

    dataset = datasets.load(folder)
    documents = dataset.documents[:limit]
    found = benchmark.measure_cold(documents, dataset.queries, rounds=rounds)
    command = f"python -m benchmarks cold --data {report.shown(folder)}{_said(limit)}"
    text = benchmark.describe_cold(found, command, _data(dataset, documents))
    _tell(f"cold-{dataset.name}", text, write, output)


@main.command()
@_one_folder
@_limit
@click.option("--rounds", type=click.IntRange(min=1), default=7, show_default=True)
@_write
@_output
def session(folder: Path, limit: int | None, rounds: int, write: bool, output: Path) -> None:
    """Time the interactive session: its start, its keys, counting while one types.

    Example: python -m benchmarks session --data ../data/vntc --write
    """
    from benchmarks import session as benchmark

    dataset = datasets.load(folder)
    documents = dataset.documents[:limit]
    found = benchmark.measure_session(documents, dataset.queries, rounds=rounds)
    command = f"python -m benchmarks session --data {report.shown(folder)}{_said(limit)}"
    text = benchmark.describe(found, command, _data(dataset, documents))
    _tell(f"session-{dataset.name}", text, write, output)


@main.command()
@_one_folder
@click.option(
    "--sizes",
    default="1000,3000,10000,30000",
    show_default=True,
    help="Numbers of articles, separated by commas; beyond the data, copies are added.",
)
@_write
@_output
def growth(folder: Path, sizes: str, write: bool, output: Path) -> None:
    """Index and query collections of growing size.

    Example: python -m benchmarks growth --data ../data/vntc --sizes 1000,10000,30000 --write
    """
    from benchmarks import growth as benchmark

    try:
        wanted = [int(size) for size in sizes.split(",")]
    except ValueError:
        raise click.BadParameter(f"{sizes!r} is not a list of numbers.") from None
    if min(wanted) < 1:
        raise click.BadParameter("A size is at least 1.")
    dataset = datasets.load(folder)
    found = benchmark.measure_growth(dataset.documents, dataset.queries, wanted)
    command = f"python -m benchmarks growth --data {report.shown(folder)} --sizes {sizes}"
    text = benchmark.describe_growth(found, command, _data(dataset, dataset.documents))
    _tell(f"growth-{dataset.name}", text, write, output)


@main.command()
@_one_folder
@click.option("--limit", type=click.IntRange(min=1), default=10_000, show_default=True)
@_write
@_output
def tokenizer(folder: Path, limit: int, write: bool, output: Path) -> None:
    """Time the tokenizer, in syllables a second.

    Example: python -m benchmarks tokenizer --data ../data/vntc --write
    """
    from benchmarks import tokenizer as benchmark

    rows = datasets.read_documents(datasets.documents_file(folder))
    texts = [document.joined for document, _ in zip(rows, range(limit), strict=False)]
    rates = benchmark.measure_tokenizer(texts)
    syllables = benchmark.count_syllables(texts)
    name = folder.resolve().name
    data = f"{name}: {len(texts):,} documents, {syllables:,} syllables"
    command = f"python -m benchmarks tokenizer --data {report.shown(folder)} --limit {limit}"
    _tell(f"tokenizer-{name}", benchmark.describe(rates, command, data), write, output)


@main.command()
@click.option(
    "--pairs",
    "pairs_folder",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder with queries as they were typed, and what was meant.",
)
@_one_folder
@_limit
@_write
@_output
def typed(pairs_folder: Path, folder: Path, limit: int | None, write: bool, output: Path) -> None:
    """Count the queries that are understood: typed in Telex or VNI, and without marks.

    Example: python -m benchmarks typed --pairs ../data/typed --data ../data/vntc --write
    """
    from benchmarks import typed as benchmark

    keystrokes = benchmark.read_pairs(pairs_folder / benchmark.KEYSTROKES)
    unmarked = benchmark.read_pairs(pairs_folder / benchmark.UNMARKED)
    documents = [
        document
        for document, _ in zip(
            datasets.read_documents(datasets.documents_file(folder)),
            range(limit or sys.maxsize),
            strict=False,
        )
    ]
    found = benchmark.measure_typed(documents, keystrokes, unmarked)
    for each in found:
        for asked, read in each.wrong:
            click.echo(f"{each.kind}: {asked} → {read}", err=True)
    command = (
        f"python -m benchmarks typed --pairs {report.shown(pairs_folder)} "
        f"--data {report.shown(folder)}{_said(limit)}"
    )
    data = f"{pairs_folder.resolve().name}; learnt from {folder.resolve().name}"
    text = benchmark.describe(found, command, f"{data}: {len(documents):,} articles")
    _tell("typed", text, write, output)


@main.command()
@click.option(
    "--data",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("../shared/data/vntc"),
    show_default=True,
    help="Folder of the data set.",
)
@click.option("--half", type=click.Choice(["tuning", "reporting"]), default="reporting")
@_write
@_output
def completion(
    folder: Path, half: Literal["tuning", "reporting"], write: bool, output: Path
) -> None:
    """See how useful completion is for headlines that the index does not hold.

    Example: python -m benchmarks completion --write
    """
    from benchmarks import completion as measuring
    from searcher import open_index

    documents = list(datasets.read_documents(datasets.documents_file(folder)))
    kept, headlines = measuring.split(documents, half)
    with tempfile.TemporaryDirectory(prefix="searcher-bench-") as scratch:
        source, index = Path(scratch, "docs.jsonl"), Path(scratch, "index")
        engine.write_documents(source, kept)
        engine.build_index(source, index)
        with open_index(index) as searcher:
            keys = measuring.typing(searcher, headlines[: measuring.KEYS_TYPED])
            places = measuring.moments(searcher, headlines, seed=1)
            found = [measuring.measure(searcher, places, form) for form in measuring.FORMS]
    command = "python -m benchmarks completion" + (f" --half {half}" if half == "tuning" else "")
    data = f"{folder.name}: {len(kept):,} documents with titles, {len(headlines):,} other headlines"
    _tell("completion", measuring.describe(found, keys, command, data), write, output)


@main.command()
@click.argument("names", nargs=-1, metavar="[TRIAL]…")
@click.option(
    "--most", type=click.IntRange(min=1), help="Sample so many tries of each kind.  [default: all]"
)
@_write
@_output
def torture(names: tuple[str, ...], most: int | None, write: bool, output: Path) -> None:
    """Kill, starve and damage an index, and see what is left of it.

    Example: python -m benchmarks torture --write
    """
    from benchmarks.torture import trials

    for name in names:
        if name not in trials.NAMES:
            raise click.BadParameter(f"{name} is not one of {', '.join(trials.NAMES)}.")
    failed = False
    for name in names or trials.NAMES:
        outcomes = []
        for outcome in trials.run(name, most):
            click.echo(f"{outcome.survived} of {outcome.tried} survived: {outcome.name}", err=True)
            outcomes.append(outcome)
        command = f"python -m benchmarks torture {name}" + (f" --most {most}" if most else "")
        text = trials.describe(name, outcomes, command)
        _tell(f"reliability-{name}", text, write, output)
        failed = failed or any(outcome.failures for outcome in outcomes)
    if failed:
        raise _Failure("The index did not survive everything.")


def _chosen(engines: str | None, own: bool) -> str:
    return (f" --engines {engines}" if engines else "") + ("" if own else " --no-own")


def _said(limit: int | None) -> str:
    return f" --limit {limit}" if limit else ""


def _data(dataset: datasets.Dataset, documents: Sequence[datasets.Document]) -> str:
    size = sum(len(d.joined.encode("utf-8", "replace")) for d in documents) / 1e6
    return (
        f"{dataset.name}: {len(documents):,} documents with their titles, {size:.1f} MB of UTF-8 "
        f"text, {len(dataset.queries):,} long queries"
    )
