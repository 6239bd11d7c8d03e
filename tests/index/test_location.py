"""Which index is meant, as a table of situations."""

from __future__ import annotations

from pathlib import Path

import pytest

from searcher.index import locate
from searcher.index import location as location_module
from searcher.index.folder import mark, prepare


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    data = tmp_path / "user-data"
    monkeypatch.setattr(location_module, "_user_data_folder", lambda: data)
    return data


def _index(path: Path) -> None:
    prepare(path)
    mark(path)


def _foreign(path: Path) -> None:
    path.mkdir(parents=True)
    (path / "index.html").write_text("someone's web page", encoding="utf-8")


# What exists below the working directory: c = corpus/, i = index/ of ours, f = index/ of another.
# The source, if any; the expected path ("@" = user data) and reason.
TABLE = [
    ("", None, "@", "user-data"),
    ("c", None, "index", "here"),
    ("i", None, "index", "here"),
    ("ci", None, "index", "here"),
    ("f", None, "@", "user-data"),
    ("cf", None, "@", "user-data"),
    ("c", "corpus", "index", "beside-source"),
    ("c", "corpus/", "index", "beside-source"),
    ("c", "./corpus/../corpus", "index", "beside-source"),
    ("cf", "corpus", "@", "user-data"),
    ("", "news", "@", "user-data"),
    ("i", "news", "index", "beside-source"),
    ("c", "news", "index", "here"),
    ("f", "news", "@", "user-data"),
    ("", "far/corpus", "far/index", "beside-source"),
    ("i", "far/corpus", "far/index", "beside-source"),
    ("i", "far/news", "index", "here"),
]


@pytest.mark.parametrize(("there", "source", "path", "reason"), TABLE)
def test_without_being_told(
    tmp_path: Path, home: Path, there: str, source: str | None, path: str, reason: str
) -> None:
    cwd = tmp_path / "cwd"
    cwd.mkdir()
    if "c" in there:
        (cwd / "corpus").mkdir()
    if "i" in there:
        _index(cwd / "index")
    if "f" in there:
        _foreign(cwd / "index")
    found = locate(source=Path(source) if source else None, environ={}, cwd=cwd)
    assert found.path == (home / "index" if path == "@" else cwd / path)
    assert found.reason == reason


@pytest.mark.parametrize("source", [None, Path("corpus")])
def test_the_option_wins_then_the_environment(
    tmp_path: Path, home: Path, source: Path | None
) -> None:
    (tmp_path / "corpus").mkdir()
    environ = {"SEARCHER_INDEX": "from/environment"}
    found = locate(Path("named"), source=source, environ=environ, cwd=tmp_path)
    assert (found.path, found.reason) == (tmp_path / "named", "option")
    found = locate(source=source, environ=environ, cwd=tmp_path)
    assert (found.path, found.reason) == (tmp_path / "from/environment", "environment")


def test_an_empty_variable_is_no_variable(tmp_path: Path, home: Path) -> None:
    assert locate(environ={"SEARCHER_INDEX": ""}, cwd=tmp_path).reason == "user-data"


def test_a_folder_with_only_a_gitignore_is_free(tmp_path: Path, home: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / ".gitignore").write_text("*\n", encoding="utf-8")
    assert locate(source=Path("corpus"), environ={}, cwd=tmp_path).path == tmp_path / "index"


def test_the_user_data_folder_bears_our_name(tmp_path: Path) -> None:
    found = locate(environ={}, cwd=tmp_path)
    assert found.reason == "user-data"
    assert "searcher" in found.path.parts
    assert found.path.is_absolute()
