"""Results in a file: of which kind is said by its name, and it is there as a whole or not at all.

Not for what the kinds look like (``searcher.cli.render.forms``).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from searcher.cli.render.forms import Form, write_results
from searcher.cli.render.whole_file import whole_file

if TYPE_CHECKING:
    from pathlib import Path

    from searcher.cli.environment import Environment
    from searcher.search.results import Results

KINDS: Final[dict[str, Form]] = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".csv": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".html": "html",
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
        IsADirectoryError: When it is a folder.
        OSError: When it cannot be written.
    """
    with whole_file(path, replacing=replacing) as file:
        to_file = replace(env, stdout=file, stdout_is_tty=False, color="never", hyperlinks="never")
        write_results(to_file, KINDS[path.suffix.lower()], results, (), "\n")
