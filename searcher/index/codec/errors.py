"""The one exception every damaged index file leads to."""

from __future__ import annotations

from searcher.errors import SearcherError


class CorruptSegment(SearcherError):
    """A file of an index segment is missing, truncated or damaged.

    ``details`` hold ``file`` (the file's name in the index folder) and ``reason``.
    """

    code = "index-corrupt"
    template = "The index file {file} is damaged ({reason}). Build the index anew from its sources."
