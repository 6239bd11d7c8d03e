"""Which files below a source are articles.

Yields names lazily: one folder's names at a time in an order that is the same on every machine, or
unordered, when not even the names of one folder shall be in memory. Not for reading files.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath

from searcher.articles.kinds import kind_of
from searcher.articles.model import Problem
from searcher.errors import SourceNotFound

Wanted = Callable[["os.DirEntry[str]"], bool]


def walk(
    source: Path, *, wanted: Wanted | None = None, ordered: bool = True
) -> Iterator[Path | Problem]:
    """List the readable files of a source.

    Hidden files and folders (``.name``) are passed over silently. A link that leaves the source is a
    problem; one that stays within it is passed over, because its target is met under its own
    name, unless that name is hidden: then the link itself is the article.

    Args:
        source: A folder, or one file, which then yields itself.
        wanted: Whether an entry of a folder is looked at, or a folder in it entered; None: all.
        ordered: Whether the order matters; without it memory does not grow with a folder's size.

    Returns:
        Files and, where they occur, problems; ordered ones in code-point order of the names, folder
        by folder.

    Raises:
        SourceNotFound: There is nothing at ``source``.
    """
    try:
        is_folder = source.is_dir()
        if not is_folder:
            source.stat()
    except (OSError, ValueError):
        raise SourceNotFound(path=shown(source)) from None
    return _walk_folder(source, wanted, ordered) if is_folder else _walk_file(source)


def shown(path: PurePath) -> str:
    """A path as a string that can be stored as UTF-8; bytes of foreign encodings are escaped."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def inside(real: str, real_root: str) -> bool:
    """Whether one resolved path is the other or lies below it."""
    return real == real_root or real.startswith(real_root.rstrip(os.sep) + os.sep)


def reason(error: OSError | ValueError) -> str:
    """Why the system refused, in its own words."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _walk_file(source: Path) -> Iterator[Path | Problem]:
    if source.is_symlink():
        real = os.path.realpath(source)
        if not inside(real, os.path.realpath(source.parent)):
            yield Problem(shown(source), "outside", {"root": shown(source.parent)})
            return
    yield _judge(source)


def _walk_folder(source: Path, wanted: Wanted | None, ordered: bool) -> Iterator[Path | Problem]:
    real_root = os.path.realpath(source)
    # An explicit stack: folders can be nested deeper than Python calls can.
    stack: list[Iterator[os.DirEntry[str] | Problem]] = []
    later = [source]
    while stack or later:
        if not stack:
            stack.append(_names(later.pop(), ordered))
        entry = next(stack[-1], None)
        if entry is None:
            stack.pop()
        elif isinstance(entry, Problem):
            yield entry
        elif wanted is not None and not wanted(entry):
            continue
        elif entry.is_symlink():
            yield from _judge_link(Path(entry.path), source, real_root)
        elif entry.is_dir(follow_symlinks=False):
            if ordered:
                stack.append(_names(Path(entry.path), ordered))
            else:
                # After this folder: an open listing for every level would use the handles up.
                later.append(Path(entry.path))
        elif not entry.is_file(follow_symlinks=False):
            yield Problem(shown(Path(entry.path)), "not-a-file")
        else:
            yield _judge(Path(entry.path))


def _names(folder: Path, ordered: bool) -> Iterator[os.DirEntry[str] | Problem]:
    """The visible entries of one folder; nothing is read before the first is asked for."""
    try:
        with os.scandir(folder) as entries:
            visible = (entry for entry in entries if not entry.name.startswith("."))
            if not ordered:
                yield from visible
                return
            names = sorted(visible, key=lambda entry: entry.name)
    except OSError as error:
        yield Problem(shown(folder), "unreadable", {"reason": reason(error)})
        return
    yield from names


def _judge(path: Path) -> Path | Problem:
    if kind_of(path) is None:
        return Problem(shown(path), "unsupported", {"suffix": path.suffix.lower() or path.name})
    return path


def _judge_link(link: Path, source: Path, real_root: str) -> Iterator[Path | Problem]:
    try:
        real = os.path.realpath(link, strict=True)
    except OSError as error:
        yield Problem(shown(link), "unreadable", {"reason": reason(error)})
        return
    if not inside(real, real_root):
        yield Problem(shown(link), "outside", {"root": shown(source)})
        return
    target = PurePath(os.path.relpath(real, real_root))
    hidden = any(part.startswith(".") for part in target.parts if part != ".")
    if hidden and Path(real).is_file():
        yield _judge(link)
