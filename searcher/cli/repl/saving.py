"""Results in a file: of which kind is said by its name, and it is there as a whole or not at all.

Not for what the kinds look like (``searcher.cli.forms``).
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from searcher.cli.forms import Form, write_results

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.search.results import Results

KINDS: Final[dict[str, Form]] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".csv": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".txt": "plain",
}
"""The form of a file, by the end of its name."""


def save(env: Environment, results: Results, path: Path, *, replacing: bool) -> None:
    """Write results to a file, through a temporary one beside it.

    Args:
        env: The environment of the run.
        results: What to write.
        path: The file; its suffix must be one of ``KINDS``.
        replacing: Whether a file of that name may be replaced.

    Raises:
        FileExistsError: When there is one and it may not, or what is there is no file.
        OSError: When it cannot be written.
    """
    # What a link points to is replaced, not the link.
    target = path.resolve()
    if target.exists() and not (replacing and target.is_file()):
        raise FileExistsError(target)
    temporary, handle = _temporary(target)
    try:
        # An article may hold what no encoding knows; CSV has line ends of its own.
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="") as file:
            to_file = replace(env, stdout=file, stdout_is_tty=False, color="never")
            write_results(to_file, KINDS[target.suffix.lower()], results, (), "\n")
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
