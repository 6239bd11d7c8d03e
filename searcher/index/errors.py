"""What can go wrong while an index is written, beyond what every part of the package knows.

For the errors of reading an index see ``searcher.errors``; they are shared with the layers above.
"""

from __future__ import annotations

from searcher.errors import SearcherError


class IndexFolderForeign(SearcherError):
    """The folder chosen for the index holds files that are not ours."""

    code = "index-folder-foreign"
    template = (
        "{path} is not empty and is not a searcher index, so nothing was written there. "
        "Choose another folder with --index."
    )


class IndexNotWritable(SearcherError):
    """The folder of the index cannot be created or written to."""

    code = "index-not-writable"
    template = "The index at {path} cannot be written ({reason}). Choose another with --index."


class SourcesGone(SearcherError):
    """An index can only be built anew, and one of its sources is not there."""

    code = "sources-gone"
    template = (
        "The index at {path} can only be built anew, and its source {source} is gone. "
        "Bring it back, or do without it: {command}"
    )


class IndexWriteFailed(SearcherError):
    """Writing stopped half-way; what was published before is unharmed."""

    code = "index-write-failed"
    template = "Writing the index at {path} failed ({reason}). What it held before is unharmed."


class SourceUnknown(SearcherError):
    """A source to be forgotten is none of the index."""

    code = "source-unknown"
    template = "{path} is not a source of this index. Its sources: {sources}"


class ArticleOfFile(SearcherError):
    """A program is to change an article that comes from a file."""

    code = "article-of-file"
    template = (
        "The article {id} comes from the file {path}, so only that file can change it. "
        "Add yours under another id."
    )


class WatchFailed(SearcherError):
    """The system cannot tell when files change."""

    code = "watch-failed"
    template = (
        "The system cannot tell of changes ({reason}). Run searcher index now and then instead."
    )
