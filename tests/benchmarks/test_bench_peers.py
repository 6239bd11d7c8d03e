"""Peers are run through their scripts; one that fails does not stop the others."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from benchmarks import datasets
from benchmarks.datasets import Query
from benchmarks.peers import OUR_SCRIPTS, Group, PeerError, Peers, default_python

SHARED = Path(__file__).resolve().parents[3] / "shared" / "peers"


def ask_all(collection: Path, peers: Peers, name: str = "toy", depth: int = 3) -> object:
    dataset = datasets.load(collection)
    groups = {"m": Group("or", dataset.queries), "n": Group("or", dataset.queries[:1])}
    return peers.rankings(name, dataset.documents, groups, depth)


def test_answers(collection: Path, peer_folder: Path) -> None:
    dataset = datasets.load(collection)
    peers = Peers(peer_folder, Path(sys.executable))
    assert peers.names() == ["broken", "toy"]
    groups = {
        "some": Group("or", [Query("a", "hà mùa lũ"), Query("b", "không"), Query("c", "làng")]),
        "all": Group("and", [Query("a", "hà nội mùa"), Query("b", "mùa lũ")]),
    }
    answers = peers.ask("toy", dataset.documents, groups, 1)
    # "Mùa lũ" is only in a title: the peers are given it too.
    assert answers.rankings == {
        "some": {"a": ["d3"], "b": [], "c": ["d5"]},
        "all": {"a": [], "b": ["d3"]},
    }
    assert {name: len(times) for name, times in answers.milliseconds.items()} == {
        "some": 3,
        "all": 2,
    }
    assert answers.index_mb == 1.5
    assert answers.index_s > 0


def test_decomposed_queries_are_composed(collection: Path, peer_folder: Path) -> None:
    dataset = datasets.load(collection)
    peers = Peers(peer_folder, Path(sys.executable))
    groups = {"g": Group("or", [Query("a", "gia\u0301 va\u0300ng")])}
    assert peers.ask("toy", dataset.documents, groups, 1).rankings["g"] == {"a": ["d2"]}


def test_kept_rankings_are_used_until_anything_changes(
    collection: Path, peer_folder: Path, tmp_path: Path
) -> None:
    peers = Peers(peer_folder, Path(sys.executable), tmp_path / "cache")
    runs = peer_folder / "runs.txt"
    first = ask_all(collection, peers)
    assert ask_all(collection, peers) == first
    assert runs.read_text() == "x"
    ask_all(collection, peers, depth=4)
    assert runs.read_text() == "xx"
    script = peer_folder / "peer_toy.py"
    script.write_text(script.read_text() + "\n# changed\n")
    assert ask_all(collection, peers) == first
    assert runs.read_text() == "xxx"
    assert ask_all(collection, Peers(peer_folder, Path(sys.executable), None)) == first
    assert runs.read_text() == "xxxx"


@pytest.mark.parametrize("name", ["broken", "unknown"])
def test_failure_names_the_peer(collection: Path, peer_folder: Path, name: str) -> None:
    with pytest.raises(PeerError, match=f"^{name}: "):
        ask_all(collection, Peers(peer_folder, Path(sys.executable)), name)


def test_further_scripts(collection: Path, peer_folder: Path, tmp_path: Path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    toy = peer_folder / "peer_toy.py"
    toy.rename(more / "peer_other.py")
    toy.write_text("import a_module_that_is_not_installed\n")
    (more / "peer_broken.py").write_text((more / "peer_other.py").read_text())
    peers = Peers(peer_folder, Path(sys.executable), more=more)
    assert peers.names() == ["broken", "other", "toy"]
    assert ask_all(collection, peers, "other")
    with pytest.raises(PeerError, match=r"^broken: "):  # the script in the folder goes before
        ask_all(collection, peers, "broken")


@pytest.mark.parametrize("name", ["lucene", "typesense"])
def test_our_scripts(collection: Path, name: str) -> None:
    if not SHARED.is_dir():
        pytest.skip("the folder of peers is not here")
    python = Path(os.environ.get("SEARCHER_PEER_PYTHON") or default_python())
    dataset = datasets.load(collection)
    groups = {
        "some": Group("or", [Query("a", "nêu gương"), Query("b", "neu guong"), Query("c", "…")]),
        "all": Group("and", [Query("a", "nước hội"), Query("b", "lễ hội"), Query("c", "le hoi")]),
    }
    try:
        answers = Peers(SHARED, python, more=OUR_SCRIPTS).ask(name, dataset.documents, groups, 2)
    except PeerError as error:
        if "ModuleNotFoundError" in str(error):
            pytest.skip(f"the Python of the peers has no {name}")
        raise
    some, every = answers.rankings["some"], answers.rankings["all"]
    # Marks count when there are any in the query, and without them all forms are one.
    assert some["a"][0] == "d1"
    assert set(some["b"]) == {"d1", "d4"}
    assert some["c"] == []
    assert every == {"a": [], "b": ["d5"], "c": ["d5"]}
    assert answers.index_mb > 0
    assert answers.index_s > 0
