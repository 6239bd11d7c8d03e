"""Every reason why a file, or one record of it, is skipped: its code and its English sentence.

The one place where the codes of ``Problem.code`` and the names in ``Problem.details`` are listed, so
that a face of the library can translate them. Not for errors that stop a command (see
``searcher.errors``).

Lines, columns and records count from 1, byte offsets from 0.
"""

from __future__ import annotations

from searcher.articles.model import Problem

PROBLEM_TEMPLATES: dict[str, str] = {
    # Files that are not read at all.
    "unsupported": "{path}: files ending in “{suffix}” are not read.",
    "outside": "{path} leads outside of {root}. Index the place it leads to instead.",
    "unreadable": "{path} cannot be read: {reason}.",
    "not-a-file": "{path} is not an ordinary file.",
    # Files that are read as a whole and given up as a whole.
    "too-large": "{path} is larger than {limit_mb} MB. Split it, or store its articles as .jsonl.",
    "binary": "{path} is not text but binary data ({kind}, byte {offset}).",
    "undecodable": (
        "{path} is not text in a known encoding (line {line}, column {column}, byte {offset}). "
        "Save it as UTF-8, or name its encoding with --encoding."
    ),
    "bad-gzip": "{path} is damaged or not compressed by gzip: {reason}.",
    "gzip-bomb": "{path} unpacks to more than {ratio} times its size; reading stopped there.",
    "empty": "{path} holds no text.",
    "bad-front-matter": "{path}, line {line}: this is not a “key: value” of a front matter.",
    "html-extra-missing": "{path}: reading HTML needs one more package. Install it with: {command}",
    "bad-html": "{path} is not HTML that can be taken apart ({reason}).",
    # Files whose articles are read all the same.
    "letters-lost": (
        "{path} is in {encoding}, but {count} of its letters are not (the first: line {line}, column "
        "{column}). It was read without them; save it as UTF-8 to correct it."
    ),
    # Single records of a file; the others are read.
    "bad-json": "{path}, line {line}, column {column}: not valid JSON ({reason}).",
    "not-an-object": "{path}, line {line}: a record has to be a JSON object.",
    "no-text": "{path}, line {line}: the record has neither a text nor a title.",
    "line-too-long": "{path}, line {line} is longer than {limit_mb} MB.",
}


READ_ALL_THE_SAME = frozenset({"letters-lost"})
"""Codes of problems because of which nothing was skipped."""


class Skipped(Exception):
    """Raised inside the readers to give up a file; ``read_file`` turns it into a ``Problem``."""

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = details
        super().__init__(code)


def describe(problem: Problem) -> str:
    """The English sentence for a problem.

    Args:
        problem: One that this package made.

    Returns:
        What, where, and what next, on one line.
    """
    return PROBLEM_TEMPLATES[problem.code].format(path=problem.path, **problem.details)
