"""Which index is meant: the rule that needs no configuration, and the reason it gave its answer.

For indexing: ``--index``, else ``SEARCHER_INDEX``, else the folder ``index`` beside the source when
the source is called ``corpus`` or that folder already is an index, else ``./index`` when it is an
index or ``./corpus`` exists, else the user's data folder. For searching the same without the
source. A folder called ``index`` that holds another's files is never chosen by itself. Looks at the
names and marks of folders only; opens no index.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from searcher.index.folder import is_foreign, is_index_folder

ENVIRONMENT_VARIABLE = "SEARCHER_INDEX"
INDEX_NAME = "index"
CORPUS_NAME = "corpus"

Reason = Literal["option", "environment", "config", "beside-source", "here", "user-data"]


@dataclass(frozen=True, slots=True)
class IndexLocation:
    """Where an index is or will be.

    Attributes:
        path: The folder, absolute.
        reason: Why there: ``"option"`` (named explicitly), ``"environment"``, ``"config"`` (what
            a program's settings say), ``"beside-source"``, ``"here"`` (in the working directory) or
            ``"user-data"``.
    """

    path: Path
    reason: Reason


def locate(
    explicit: Path | None = None,
    *,
    source: Path | None = None,
    configured: Path | None = None,
    environ: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> IndexLocation:
    """Return the index that is meant.

    Args:
        explicit: What the user named, if anything.
        source: For indexing, the (first) source; ``None`` for searching.
        configured: What the settings of a program name, if anything; the variable counts more.
        environ: The environment variables; the process's own by default.
        cwd: The working directory; the process's own by default.
    """
    environ = os.environ if environ is None else environ
    cwd = Path.cwd() if cwd is None else cwd
    if explicit is not None:
        return IndexLocation(_absolute(explicit, cwd), "option")
    named = environ.get(ENVIRONMENT_VARIABLE)
    if named:
        return IndexLocation(_absolute(Path(named).expanduser(), cwd), "environment")
    if configured is not None:
        return IndexLocation(_absolute(configured, cwd), "config")
    if source is not None:
        corpus = _absolute(source, cwd)
        beside = corpus.parent / INDEX_NAME
        if is_index_folder(beside) or (corpus.name == CORPUS_NAME and not is_foreign(beside)):
            return IndexLocation(beside, "beside-source")
    here = _absolute(Path(INDEX_NAME), cwd)
    if is_index_folder(here) or ((cwd / CORPUS_NAME).is_dir() and not is_foreign(here)):
        return IndexLocation(here, "here")
    return IndexLocation(_user_data_folder() / INDEX_NAME, "user-data")


def _absolute(path: Path, cwd: Path) -> Path:
    return Path(os.path.abspath(cwd / path))  # noqa: PTH100 - a link is a name the user chose


def _user_data_folder() -> Path:
    import platformdirs  # only needed when nothing nearer was found

    return platformdirs.user_data_path("searcher", appauthor=False)
