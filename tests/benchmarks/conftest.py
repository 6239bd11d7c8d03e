"""A tiny collection of our own and two toy engines, so that nothing outside is needed."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:  # the benchmarks are run from the checkout and never installed
    sys.path.insert(0, str(ROOT))

DOCUMENTS = [
    ("d1", "Nêu gương", "Cán bộ phải nêu gương trong học tập và làm việc."),
    ("d2", "", "Giá vàng hôm nay tăng mạnh ở Hà Nội."),
    ("d3", "Mùa lũ", "Nước lũ lên nhanh, người dân phải dời nhà."),
    ("d4", "", "Nếu trời mưa thì trận đấu hoãn lại."),
    ("d5", "Lễ hội", "Làng tổ chức lễ hội chọi trâu vào tháng tám."),
]
QUERIES = [("q1", "nêu gương"), ("q2", "giá vàng Hà Nội"), ("q3", "nước lũ"), ("q4", "lễ hội")]
QRELS = [("q1", "d1", 1), ("q2", "d2", 1), ("q3", "d3", 1), ("q4", "d5", 1), ("q4", "d2", 0)]

PEERLIB = """
import json
TOP = 10
def read_docs(path):
    for line in open(path, encoding="utf-8"):
        d = json.loads(line)
        yield d["id"], d["text"]
def du_mb(path):
    return 1.5
"""
# Ranks by the number of shared words, then by id; counts its runs beside the script.
TOY = """
import pathlib
import peerlib
def build(docs, path, op):
    runs = pathlib.Path(__file__).with_name("runs.txt")
    runs.write_text(runs.read_text() + "x" if runs.exists() else "x")
    return [(i, set(t.lower().replace(".", "").replace(",", "").split())) for i, t in docs]
def ask(handle, query, op):
    words = set(query.lower().split())
    found = [(i, len(words & t)) for i, t in handle]
    found = [(i, s) for i, s in found if (s == len(words) if op == "and" else s)]
    return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:peerlib.TOP]
if __name__ == "__main__":
    peerlib.main("toy", build, ask)
"""
BROKEN = "import a_module_that_is_not_installed\n"


def write_jsonl(path: Path, rows: list[dict[str, str]]) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """A folder with five documents, four queries and their judgements."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    write_jsonl(
        folder / "corpus.jsonl.gz", [{"_id": i, "title": t, "text": x} for i, t, x in DOCUMENTS]
    )
    write_jsonl(folder / "queries.jsonl.gz", [{"_id": i, "text": x} for i, x in QUERIES])
    lines = ["query-id\tcorpus-id\tscore", *(f"{q}\t{d}\t{g}" for q, d, g in QRELS)]
    (folder / "qrels.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def peer_folder(tmp_path: Path) -> Path:
    """Scripts of one engine that works and one that cannot be imported."""
    folder = tmp_path / "peers"
    folder.mkdir()
    (folder / "peerlib.py").write_text(PEERLIB, encoding="utf-8")
    (folder / "peer_toy.py").write_text(TOY, encoding="utf-8")
    (folder / "peer_broken.py").write_text(BROKEN, encoding="utf-8")
    return folder
