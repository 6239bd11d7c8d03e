"""Our own engine, asked the way a user asks it: through the command line, and once in process.

Rankings come from ``searcher index`` and ``searcher batch``, the same for everybody. Warm latency
is taken in a process of its own (``benchmarks.own_host``) through the public API. Knows nothing of
how the engine works inside.
"""

from __future__ import annotations

import compileall
import json
import re
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import searcher
from benchmarks import measure
from benchmarks.datasets import Document
from benchmarks.metrics import Ranking, read_run
from benchmarks.peers import Answers, Group, Operator
from searcher.kernels import COMPILED, VARIABLE

NAME: Final = "searcher"
IN_NUMPY: Final = "searcher (numpy)"
"""The same without what is compiled: what a machine gets that had no C compiler."""
_COMMAND: Final = (sys.executable, "-m", "searcher")
_MODES: Final[dict[Operator, str]] = {
    "or": "some",
    "and": "all",
    "phrase": "some",
    "prefix": "some",
}
_TYPED_LETTERS: Final = 3
_OPERATORS: Final = frozenset({"AND", "OR", "NOT", "VÀ", "HOẶC", "KHÔNG"})
_GROUP_MARK: Final = "::"

FIRST: Final = "headline, new process"
"""The group of queries that a process is asked first; those after it are asked of a warm one."""
WITH_PASSAGES: Final = "headline, with passages"
"""The group of queries that is timed with passages and highlights; the peers have none."""


def write_documents(path: Path, documents: Iterable[Document], *, suffix: str = "") -> int:
    """Write documents as the JSONL the engine reads; returns the size of the text in UTF-8 bytes.

    Args:
        path: The file to write.
        documents: What to write; a missing title is left out, not written as an empty one.
        suffix: Appended to every id and, as a paragraph, to every text, to make copies distinct: the
            same text is indexed once.
    """
    size = 0
    with path.open("a", encoding="utf-8", errors="replace") as out:
        for document in documents:
            text = f"{document.text}\n\n{suffix}" if suffix else document.text
            row = {"id": document.id + suffix, "text": text}
            if document.title:
                row["title"] = document.title
            size += sum(len(part.encode("utf-8", "replace")) for part in document[1:])
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    return size


def compile_package() -> None:
    """Compile the package, as installing it does: a checkout may never have been."""
    compileall.compile_dir(Path(searcher.__file__).parent, quiet=2)


def kernels() -> str:
    """Which kernels are at work: ``compiled``, or ``numpy``."""
    return "compiled" if COMPILED is not None else "numpy"


def build_index(
    source: Path, index: Path, *, env: Mapping[str, str] | None = None
) -> measure.Measured:
    """Run ``searcher index`` on a folder or file, with some variables besides.

    Raises:
        CommandError: It failed.
    """
    return measure.run([*_COMMAND, "index", source, "--index", index], env=env)


def plain(query: str) -> str:
    """A query as mere words: no phrases, no exclusions, nothing else of the query language.

    For timing: the peers are given words alone, so nothing of a headline may become an operator here.
    """
    words = re.sub(r"[\"“”„«»()*?~=:\s]", " ", query).split()
    bare = (word.lstrip("-") for word in words)
    return " ".join(word.lower() if word in _OPERATORS else word for word in bare if word)


def rankings(
    documents: Iterable[Document], groups: Mapping[str, Group], depth: int
) -> dict[str, Ranking]:
    """Index the documents and answer all groups of queries by one ``searcher batch``.

    Raises:
        CommandError: Indexing or answering failed.
        RunError: The answer is not a TREC run.
    """
    with tempfile.TemporaryDirectory(prefix="searcher-bench-") as scratch:
        source, index = Path(scratch, "source"), Path(scratch, "index")
        source.mkdir()
        write_documents(source / "docs.jsonl", documents)
        build_index(source, index)
        names = list(groups)
        lines = [
            f"{number}{_GROUP_MARK}{query.id}\t{' '.join(query.text.split())}\n"
            for number, group in enumerate(names)
            for query in groups[group].queries
            if plain(query.text)
        ]
        command = [*_COMMAND, "batch", "-", "--limit", str(depth), "--format", "trec"]
        answered = measure.run([*command, "--index", index], stdin="".join(lines))
    split: dict[str, Ranking] = {name: {} for name in names}
    for marked_id, found in read_run(answered.stdout.splitlines()).items():
        number, _, query_id = marked_id.partition(_GROUP_MARK)
        split[names[int(number)]][query_id] = found
    return split


def understood(index: Path, queries: Sequence[str]) -> list[dict[str, Any]]:
    """What an index takes queries to mean: for each the object ``"understood"`` of the answer.

    Raises:
        CommandError: Answering failed.
    """
    lines = [f"{number}\t{' '.join(query.split())}\n" for number, query in enumerate(queries)]
    command = [*_COMMAND, "batch", "-", "--limit", "1", "--format", "jsonl", "--index", index]
    ran = measure.run(command, stdin="".join(lines))
    return [json.loads(line)["understood"] for line in ran.stdout.splitlines()]


def answers(
    documents: Sequence[Document], groups: Mapping[str, Group], depth: int, *, name: str = NAME
) -> Answers:
    """Index the documents and time every query in a warm process.

    Args:
        documents: What is indexed.
        groups: What is asked.
        depth: How many articles are wanted.
        name: :data:`NAME`, or :data:`IN_NUMPY`.

    Raises:
        CommandError: Indexing or answering failed.
    """
    with tempfile.TemporaryDirectory(prefix="searcher-bench-") as scratch:
        source, index = Path(scratch, "source"), Path(scratch, "index")
        source.mkdir()
        write_documents(source / "docs.jsonl", documents)
        env = {VARIABLE: "numpy"} if name == IN_NUMPY else None
        built = build_index(source, index, env=env)
        told = warm(index, groups, depth, env=env)
        return Answers(
            engine=name,
            index_s=built.seconds,
            index_mb=measure.folder_mb(index),
            index_peak_mb=built.peak_mb,
            milliseconds={group: found["ms"] for group, found in told["groups"].items()},
            rankings={group: found["hits"] for group, found in told["groups"].items()},
        )


def warm(
    index: Path,
    groups: Mapping[str, Group],
    depth: int,
    *,
    env: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Ask an index in one warm process; ``{"peak_mb", "groups": {name: {"ms", "hits"}}}``.

    Raises:
        CommandError: Answering failed.
    """
    job = {
        "index": str(index),
        "depth": depth,
        "groups": {
            name: {
                "mode": _MODES[group.operator],
                "passages": name == WITH_PASSAGES,
                "queries": [
                    (query.id, _asked(query.text, group.operator)) for query in group.queries
                ],
            }
            for name, group in groups.items()
        },
    }
    ran = measure.run([sys.executable, "-m", "benchmarks.own_host"], stdin=json.dumps(job), env=env)
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def _asked(query: str, operator: Operator) -> str:
    words = plain(query)
    if operator == "prefix":
        # The last word as somebody types it who has not finished it.
        return words[: len(words) - len(words.split()[-1]) + _TYPED_LETTERS] + "*" if words else ""
    return f'"{words}"' if operator == "phrase" else words
