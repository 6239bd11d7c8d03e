"""An index and a change to it: what must be found before, and what after. Nothing in between counts.

What is found is a fingerprint of everything a reader can tell, independent of how articles are
numbered and spread over segments. That of the changed corpus comes from an index built from
scratch, so that it does not depend on the update that is tried.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from searcher.errors import IndexNotFound
from searcher.index import IndexReader, sync
from searcher.index.folder import MARKER
from searcher.index.manifest import latest_generation, manifest_name, read_manifest
from searcher.index.schema import FILTER_FIELDS, TEXT_FIELDS

Fingerprint = dict[str, Any] | None
"""What an index holds; None: there is none."""

LASTING = frozenset({MARKER, "MAIN_WRITELOCK"})
"""Files of an index folder that belong to no generation."""


def fingerprint(index: Path) -> Fingerprint:
    """Read everything an index holds.

    Raises:
        SearcherError: It cannot be read.
    """
    try:
        reader = IndexReader.open(index)
    except IndexNotFound:
        return None
    with reader:
        docs = reader.live().nonzero()[0].tolist()
        ids = {doc: reader.id_of(doc) for doc in docs}
        dates = reader.columns.dates.tolist()
        found: dict[str, Any] = {
            "articles": {ids[doc]: (reader.article(doc), dates[doc]) for doc in docs}
        }
        for field in TEXT_FIELDS:
            found[f"{field} lengths"] = {ids[doc]: int(reader.lengths(field)[doc]) for doc in docs}
        for field in (*TEXT_FIELDS, *FILTER_FIELDS):
            terms: dict[tuple[str, str], dict[str, list[int]]] = {}
            for term in reader.values(field):
                at, starts, positions = reader.positions(field, *term)
                terms[term] = {
                    ids[doc]: positions[starts[n] : starts[n + 1]].tolist()
                    if field in TEXT_FIELDS
                    else []
                    for n, doc in enumerate(at.tolist())
                }
            found[field] = terms
        return found


def needless(index: Path) -> set[str]:
    """Return the files of an index folder that nothing needs: orphans nobody collected."""
    if not index.exists():
        return set()
    generation = latest_generation(index)
    kept = set(LASTING)
    if generation:
        kept |= {manifest_name(generation), *read_manifest(index, generation).files}
    return {entry.name for entry in index.iterdir()} - kept


update = functools.partial(sync, words=False, jobs=1)
"""Bring an index up to date, in this process and no other."""


@dataclass(frozen=True)
class Case:
    """A change to try.

    Attributes:
        name: What kind of change.
        home: Where it is: the changed ``corpus``, and ``index`` as it is before (if there is one).
        old: What the index holds before.
        new: What it holds after.
        change: Makes the change to the index in a copy of ``home``.
    """

    name: str
    home: Path
    old: Fingerprint
    new: Fingerprint
    change: Callable[[Path], object]

    def copy(self, to: Path) -> Path:
        """Copy the index to a place of its own, beside nothing: the corpus stays where it is."""
        shutil.rmtree(to, ignore_errors=True)
        to.mkdir(parents=True)
        if (self.home / "index").exists():
            shutil.copytree(self.home / "index", to / "index")
        return to / "index"


def _write(corpus: Path, name: str, articles: dict[str, str]) -> None:
    corpus.mkdir(parents=True, exist_ok=True)
    rows = [
        {"id": key, "title": f"Bài {key}", "text": text, "author": "Nguyễn Văn A"}
        for key, text in articles.items()
    ]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (corpus / name).write_text(text, encoding="utf-8")


def _texts(count: int, note: str) -> dict[str, str]:
    return {f"a{n}": f"Nêu gương số {n}, {note}.\nThuỷ lợi {n % 3}." for n in range(count)}


def _case(name: str, home: Path, change: Callable[[Path, Path], object]) -> Case:
    corpus, index = home / "corpus", home / "index"
    fresh = home / "fresh"
    update(fresh, [corpus])
    new = fingerprint(fresh)
    shutil.rmtree(fresh)
    return Case(name, home, fingerprint(index), new, functools.partial(change, corpus))


def cases(home: Path, size: int = 5) -> list[Case]:
    """Make one case of each kind.

    Args:
        home: An empty folder.
        size: How many articles there are in each.
    """

    def run(corpus: Path, index: Path) -> object:
        return update(index, [corpus])

    def rebuild(corpus: Path, index: Path) -> object:
        return update(index, [corpus], rebuild=True)

    made = []
    folder = home / "first build"
    _write(folder / "corpus", "a.jsonl", _texts(size, "mới"))
    made.append(_case(folder.name, folder, run))

    folder = home / "update"
    _write(folder / "corpus", "a.jsonl", _texts(size, "cũ"))
    _write(folder / "corpus", "b.jsonl", {"b": "sẽ bị gỡ"})
    update(folder / "index", [folder / "corpus"])
    changed = _texts(size, "cũ") | {"a1": "đã đổi", "z": "thêm vào"}
    del changed["a0"]
    _write(folder / "corpus", "a.jsonl", changed)
    (folder / "corpus" / "b.jsonl").unlink()
    made.append(_case(folder.name, folder, run))

    folder = home / "merge"
    _write(folder / "corpus", "a.jsonl", _texts(size, "cũ"))
    for number in range(8):
        _write(folder / "corpus", f"m{number}.jsonl", {f"m{number}": f"đoạn {number}"})
        update(folder / "index", [folder / "corpus"])
    _write(folder / "corpus", "last.jsonl", {"last": "đoạn cuối cùng, gộp lại"})
    made.append(_case(folder.name, folder, run))

    folder = home / "rebuild"
    _write(folder / "corpus", "a.jsonl", _texts(size, "cũ"))
    update(folder / "index", [folder / "corpus"])
    _write(folder / "corpus", "a.jsonl", _texts(size, "mới"))
    made.append(_case(folder.name, folder, rebuild))

    folder = home / "new times"  # nothing but the catalog changes
    _write(folder / "corpus", "a.jsonl", _texts(size, "cũ"))
    update(folder / "index", [folder / "corpus"])
    os.utime(folder / "corpus" / "a.jsonl", (1e9, 1e9))
    made.append(_case(folder.name, folder, run))
    return made
