"""The one exception every damaged index file leads to; ``folder`` makes an ``IndexCorrupt`` of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from searcher.errors import SearcherError


class CorruptSegment(SearcherError):
    """A file of an index is missing, truncated or damaged.

    ``details`` hold ``file`` (the file's name in the index folder) and ``reason``.
    """

    code = "index-file-corrupt"
    template = "The index file {file} is damaged ({reason})."


@contextmanager
def damage_in(file: str) -> Iterator[None]:
    """Turn whatever reading a file raises into a ``CorruptSegment`` that names it.

    What somebody made to fit its checksums raises nearly anything: TypeError, RecursionError,
    UnpicklingError, MemoryError … What the system says (OSError) is passed on.
    """
    try:
        yield
    except (SearcherError, OSError):
        raise
    except Exception as error:
        reason = (str(error) or type(error).__name__).splitlines()[0][:200]
        raise CorruptSegment(file=file, reason=reason) from error
