"""The engines we compare with, each run through its own script in a process of its own.

The scripts (``peer_NAME.py``) lie in a folder outside the project, with the ``peerlib.py`` they all
use, and some in ``peer_scripts``; they need a Python with the engines installed (``requirements.txt``
beside them). Answers to the same question
put to the same script are kept, because rankings do not change and some peers are slow; times are
never taken from there.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

from benchmarks import measure
from benchmarks.datasets import Document, Query, digest
from benchmarks.metrics import Ranking

Operator: TypeAlias = Literal["or", "and", "phrase", "prefix"]
_HOST = Path(__file__).with_name("peer_host.py")
OUR_SCRIPTS = Path(__file__).with_name("peer_scripts")
"""Scripts for engines that the folder of peers does not know."""


class Group(NamedTuple):
    """Queries that are measured together."""

    operator: Operator
    queries: Sequence[Query]


@dataclass(frozen=True, slots=True)
class Answers:
    """What one engine did with one collection.

    Attributes:
        engine: Its name.
        index_s: Seconds to build the index.
        index_mb: Size of the index on disk in 10^6 bytes.
        index_peak_mb: Peak resident memory while indexing, in 10^6 bytes, if known.
        milliseconds: Name of a group → time of each query, in order.
        rankings: Name of a group → its ranking.
    """

    engine: str
    index_s: float
    index_mb: float
    index_peak_mb: float | None
    milliseconds: Mapping[str, Sequence[float]]
    rankings: Mapping[str, Ranking]


class PeerError(Exception):
    """A peer could not be run; the others still can."""


@dataclass(frozen=True, slots=True)
class Peers:
    """The peers' scripts and the Python that has the engines.

    Attributes:
        folder: Holds ``peerlib.py`` and scripts.
        python: The interpreter to run them with.
        cache: Where rankings are kept; ``None`` keeps nothing.
        more: Further scripts; one of the same name in ``folder`` goes before.
    """

    folder: Path
    python: Path
    cache: Path | None = None
    more: Path | None = None

    def names(self) -> list[str]:
        """The engines that have a script, in alphabetical order."""
        scripts = {path.stem for place in self._places() for path in place.glob("peer_*.py")}
        return sorted(script.removeprefix("peer_") for script in scripts)

    def rankings(
        self, name: str, documents: Sequence[Document], groups: Mapping[str, Group], depth: int
    ) -> Mapping[str, Ranking]:
        """The rankings of an engine, from the cache when it was asked exactly this before.

        Raises:
            PeerError: The engine is not installed or its script failed.
        """
        kept = self._kept(name, documents, groups, depth)
        if kept and kept.is_file():
            loaded: dict[str, Ranking] = json.loads(kept.read_text(encoding="utf-8"))
            return loaded
        rankings = self.ask(name, documents, groups, depth).rankings
        if kept:
            kept.parent.mkdir(parents=True, exist_ok=True)
            partial = kept.with_suffix(f".{os.getpid()}.tmp")
            partial.write_text(json.dumps(rankings), encoding="utf-8")
            partial.replace(kept)
        return rankings

    def ask(
        self, name: str, documents: Iterable[Document], groups: Mapping[str, Group], depth: int
    ) -> Answers:
        """Have an engine index the documents and answer the queries.

        Args:
            name: The engine; its script is ``peer_NAME.py``.
            documents: Given as one text each, title first.
            groups: Name → queries; ``and`` means that all words must match.
            depth: How many documents to ask for.

        Raises:
            PeerError: The engine is not installed or its script failed.
        """
        script = self._script(name)
        if script is None:
            raise PeerError(f"{name}: there is no peer_{name}.py in {self.folder}.")
        with tempfile.TemporaryDirectory(prefix="searcher-bench-") as scratch:
            source = Path(scratch, "docs.jsonl")
            with source.open("w", encoding="utf-8") as out:
                for document in documents:
                    out.write(json.dumps({"id": document.id, "text": document.joined}) + "\n")
            answer = Path(scratch, "answer.json")
            job = {
                "folder": str(self.folder.resolve()),
                "script": str(script.resolve()),
                "documents": str(source),
                "depth": depth,
                "groups": {
                    group: {"op": asked.operator, "queries": list(asked.queries)}
                    for group, asked in groups.items()
                },
                "answer": str(answer),
            }
            try:
                # Peers may put large files beside the index: all of it goes away with the scratch.
                measure.run(
                    [self.python, _HOST],
                    stdin=json.dumps(job),
                    env={"TMPDIR": scratch, "PYTHONDONTWRITEBYTECODE": "1"},
                )
                told: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
            except (measure.CommandError, OSError, ValueError) as error:
                raise PeerError(f"{name}: {error}") from error
        return Answers(
            engine=name,
            index_s=told["index_s"],
            index_mb=told["index_mb"],
            index_peak_mb=told["index_peak_mb"],
            milliseconds={group: found["ms"] for group, found in told["groups"].items()},
            rankings={group: found["hits"] for group, found in told["groups"].items()},
        )

    def _places(self) -> list[Path]:
        return [self.folder, *([self.more] if self.more else [])]

    def _script(self, name: str) -> Path | None:
        scripts = (place / f"peer_{name}.py" for place in self._places())
        return next((script for script in scripts if script.is_file()), None)

    def _kept(
        self, name: str, documents: Sequence[Document], groups: Mapping[str, Group], depth: int
    ) -> Path | None:
        if self.cache is None:
            return None
        # Whatever can change a ranking is part of the name: scripts and pinned versions, what is
        # indexed, what is asked.
        script = self._script(name) or self.folder / f"peer_{name}.py"
        files = (script, self.folder / "peerlib.py", script.with_name("requirements.txt"))
        asked = [
            *(file.read_text(encoding="utf-8") for file in files if file.is_file()),
            *(f"{document.id}\t{document.joined}" for document in documents),
            *(
                f"{group}\t{asked.operator}\t{query.id}\t{query.text}"
                for group, asked in sorted(groups.items())
                for query in asked.queries
            ),
            str(depth),
        ]
        return self.cache / f"{name}-{digest(asked)[:32]}.json"


def default_python() -> Path:
    """The interpreter of ``.venv-peers`` in the current folder, else the one running now."""
    own = Path(".venv-peers", "bin", "python")
    return own if own.exists() else Path(sys.executable)
