"""What a source is: a folder, a file, or a pattern such as ``data/**/*.txt``.

Knows which files of the folder below it belong to it. Not for looking at them (``scan``) and not for
remembering them (``catalog``).
"""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from searcher.articles import Problem, walk

ADDED = "added-articles"
"""The folder in that of an index with the articles that programs have added (see ``added``)."""

_MAGIC = re.compile(r"[*?\[]")
_DEEP = "**"


@dataclass(frozen=True, slots=True)
class Source:
    """One source.

    Attributes:
        name: The absolute path or pattern, as it is remembered and shown.
        pattern: The parts of the pattern below ``root``; none: it is a path.
        added: Whether it is the index's own folder of what programs have added.
    """

    name: str
    pattern: tuple[str, ...] = ()
    added: bool = False

    @classmethod
    def of(cls, typed: str | os.PathLike[str]) -> Source:
        """Return the source somebody means by a path or a pattern.

        A path that exists is a path, whatever characters are in it. ``*``, ``?`` and ``[…]`` stand
        for parts of one name, ``**`` for any number of folders; a folder that fits stands for
        everything in it.
        """
        # Absolute but not resolved: a link is a name the user chose.
        name = os.path.abspath(typed)  # noqa: PTH100
        if os.path.lexists(name) or not _MAGIC.search(name):
            return cls(name)
        return cls.of_pattern(name)

    @classmethod
    def of_pattern(cls, name: str) -> Source:
        """Return the source of an absolute pattern."""
        parts = Path(name).parts
        first = next(number for number, part in enumerate(parts) if _MAGIC.search(part))
        return cls(name, parts[first:])

    @classmethod
    def added_to(cls, index_path: Path) -> Source:
        """Return the source of what programs have added to the index at an absolute path."""
        return cls(str(index_path / ADDED), added=True)

    @classmethod
    def stored(cls, name: str, pattern: bool, home: Path) -> Source:
        """Return the source that is stored under a name in the index at ``home``."""
        if name == ADDED:
            return cls.added_to(home)
        return cls.of_pattern(name) if pattern else cls(name)

    def stored_name(self, home: Path) -> str:
        """Return the name it is stored under: that of the index's own folder moves with the index."""
        return ADDED if self.name == str(home / ADDED) else self.name

    @property
    def path(self) -> Path:
        """The folder or file that has to be there for the source to be there."""
        path = Path(self.name)
        return Path(*path.parts[: len(path.parts) - len(self.pattern)]) if self.pattern else path

    @property
    def root(self) -> Path:
        """The folder that the names of its files are relative to."""
        path = self.path
        return path if self.pattern or path.is_dir() else path.parent

    def exists(self) -> bool:
        """Whether the folder or file of the source is there."""
        return os.path.lexists(self.path)

    def overlaps(self, other: Source) -> bool:
        """Whether a file may belong to both."""
        one, two = str(self.path), str(other.path)
        return one == two or one in folders_above(two) or two in folders_above(one)

    def walk(
        self, *, without: str | None = None, only: Iterable[str] | None = None
    ) -> Iterator[Path | Problem]:
        """List its readable files, in no order.

        Args:
            without: A folder that is left out wherever it lies.
            only: Absolute paths of the files and folders to look at; None: everything.
        """
        root = str(self.path).rstrip(os.sep)
        region = None if only is None else _Region(only)
        if region is not None and not region.touches(root):
            return iter(())

        def wanted(entry: os.DirEntry[str]) -> bool:
            if entry.path == without:
                return False
            if region is not None and not region.touches(entry.path):
                return False
            if not self.pattern:
                return True
            states = _states(self.pattern, Path(entry.path[len(root) + 1 :]).parts)
            if len(self.pattern) in states:
                return True
            return bool(states) and entry.is_dir(follow_symlinks=False)

        return walk(self.path, wanted=wanted, ordered=False)


class _Region:
    """Some paths, everything below them, and the folders on the way to them."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._chosen = set(paths)
        self._above: set[str] = set()
        for path in self._chosen:
            above = os.path.dirname(path)  # noqa: PTH120
            while above not in self._above:
                self._above.add(above)
                above = os.path.dirname(above)  # noqa: PTH120

    def touches(self, path: str) -> bool:
        """Whether the path is one of these."""
        if path in self._chosen or path in self._above:
            return True
        return any(above in self._chosen for above in folders_above(path))


def folders_above(path: str) -> Iterator[str]:
    """Yield the folders a path lies in, the nearest first."""
    above = os.path.dirname(path)  # noqa: PTH120
    while above != path:
        yield above
        path, above = above, os.path.dirname(above)  # noqa: PTH120


@lru_cache(maxsize=4096)
def _states(pattern: tuple[str, ...], parts: tuple[str, ...]) -> frozenset[int]:
    """How far a pattern can have come after some parts of a path; its length: it fits.

    Kept at its length once it is there: what lies in a folder that fits, fits.
    """
    before = _states(pattern, parts[:-1]) if parts else frozenset([0])
    if len(pattern) in before and parts:
        return frozenset([len(pattern)])
    after: set[int] = set() if parts else {0}
    for state in before if parts else ():
        if pattern[state] == _DEEP:
            after.add(state)
        elif _compiled(pattern[state]).match(parts[-1]):
            after.add(state + 1)
    for state in sorted(after):
        while state < len(pattern) and pattern[state] == _DEEP:
            state += 1
            after.add(state)
    return frozenset(after)


@lru_cache(maxsize=256)
def _compiled(part: str) -> re.Pattern[str]:
    return re.compile(fnmatch.translate(part))
