"""A file that is there as a whole or not at all: written beside its place, then renamed."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO


@contextlib.contextmanager
def whole_file(path: Path, *, replacing: bool) -> Iterator[TextIO]:
    """Give a UTF-8 file to write to, which takes its name when all of it was written.

    Args:
        path: The file. What a link points to is replaced, not the link.
        replacing: Whether a file of that name may be replaced.

    Raises:
        FileExistsError: When there is one and it may not, or what is there is no file.
        IsADirectoryError: When a folder is there that should be replaced.
        OSError: When it cannot be written.
    """
    target = path.resolve()
    if replacing and target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if target.exists() and not (replacing and target.is_file()):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    temporary, handle = _temporary(target)
    try:
        # An article may hold what no encoding knows; CSV has line ends of its own.
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="") as file:
            yield file
        temporary.chmod(_mode(target))
        _publish(temporary, target, replacing)
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()


def _temporary(target: Path) -> tuple[Path, int]:
    try:
        handle, name = tempfile.mkstemp(".tmp", ".searcher-", target.parent)
    except OSError as error:
        # Nobody knows the name of a temporary file.
        raise OSError(error.errno, error.strerror, str(target)) from error
    return Path(name), handle


def _mode(target: Path) -> int:
    """The rights of the file that is replaced, else those that new files usually have."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _publish(temporary: Path, target: Path, replacing: bool) -> None:
    if not replacing:
        # Unlike renaming, this never replaces what somebody else has put there meanwhile.
        try:
            target.hardlink_to(temporary)
        except FileExistsError:
            raise
        except OSError:
            pass  # a file system without links
        else:
            return
    temporary.replace(target)
