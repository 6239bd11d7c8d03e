"""The lines typed in earlier sessions: a file that only its owner can read.

One line of the file is one line that was typed, oldest first. Where no file can be kept the session
remembers its own lines.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from prompt_toolkit.history import History

_PRIVATE: Final = 0o600
_PRIVATE_FOLDER: Final = 0o700
MOST_LINES: Final = 5000
"""So many lines are remembered."""
_LARGEST: Final = 1024 * 1024


def history_path() -> Path:
    """Return where the lines are kept, in the user's folder for such things."""
    import platformdirs

    return platformdirs.user_state_path("searcher", appauthor=False) / "history"


class LineHistory(History):
    """The history of ``prompt_toolkit``, in a file.

    Args:
        path: The file; ``None``: none is kept.
        failed: Told, once, why it cannot be kept.
    """

    def __init__(self, path: Path | None, failed: Callable[[OSError], None]) -> None:
        super().__init__()
        self._path = path
        self._failed: Callable[[OSError], None] | None = failed
        self._last: str | None = None

    def lines(self) -> list[str]:
        """Return the lines of the file, oldest first."""
        if self._path is None:
            return []
        try:
            with contextlib.suppress(FileNotFoundError):
                return _read(self._path)
        except OSError as error:
            self._tell(error)
        return []

    def load_history_strings(self) -> Iterator[str]:
        """Return the lines of the file, newest first."""
        lines = self.lines()
        self._last = lines[-1] if lines else None
        return reversed(lines)

    def store_string(self, string: str) -> None:
        """Add a line, unless it is the one before."""
        line = " ".join(string.splitlines())
        if self._path is None or line == self._last:
            return
        self._last = line
        try:
            self._path.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
            file = os.open(self._path, flags, _PRIVATE)
            try:
                os.write(file, f"{line}\n".encode("utf-8", "replace"))
            finally:
                os.close(file)
        except OSError as error:
            self._tell(error)

    def _tell(self, error: OSError) -> None:
        if self._failed is not None:
            self._failed(error)
        self._failed = None


def _read(path: Path) -> list[str]:
    with path.open("rb") as file:
        # It may have been there before, readable for all.
        with contextlib.suppress(OSError, AttributeError):
            os.fchmod(file.fileno(), _PRIVATE)
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _LARGEST))
        lines = file.read().decode("utf-8", "replace").splitlines()
    if size > _LARGEST:
        lines = lines[1:]
        _shorten(path, lines[-MOST_LINES:])
    return [line for line in lines if line.strip()][-MOST_LINES:]


def _shorten(path: Path, lines: list[str]) -> None:
    """Write the newest lines to a new file that takes the place of the old one."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE)
    with os.fdopen(file, "wb") as stream:
        stream.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
    temporary.replace(path)
