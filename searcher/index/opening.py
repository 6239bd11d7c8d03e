"""Opening the newest generation of an index while writers may replace it.

Not for what is read of it then (``reader``).
"""

from __future__ import annotations

import time
from pathlib import Path

from searcher.errors import IndexNotFound
from searcher.index.folder import (
    build_command,
    check_manifest,
    check_marker,
    is_index_folder,
)
from searcher.index.lexicon import Lexicon, open_lexicon
from searcher.index.manifest import Files, Manifest, latest_generation, read_manifest
from searcher.index.whoosh_adapter import toc
from searcher.index.whoosh_adapter.segment import Segment, open_segments

_OPEN_ATTEMPTS = 20
_EMPTY_ATTEMPTS = 3


def open_newest(path: Path) -> tuple[Manifest, Lexicon, list[Segment]]:
    """Open everything that the newest generation of the index at ``path`` consists of.

    Raises:
        IndexNotFound: When there is no index, or one whose first build never finished.
        IndexOutdated: When it was made by another format or by other text rules.
        CorruptSegment: When it is damaged; callers say which index it is.
    """
    if not is_index_folder(path):
        raise IndexNotFound(path=path, command=build_command(path))
    check_marker(path)
    for attempt in range(_OPEN_ATTEMPTS):
        generation = latest_generation(path)
        if generation == 0 and attempt < _EMPTY_ATTEMPTS:
            # Listing a folder while one file replaces another may show neither.
            time.sleep(0.01)
            continue
        if generation == 0:
            raise IndexNotFound(path=path, command=build_command(path))
        try:
            manifest = read_manifest(path, generation)
            check_manifest(path, manifest)
            files = Files(path, manifest.files)
            # Read at once, for a writer may delete it any time; segments stay as opened.
            lexicon = open_lexicon(path, manifest, files)
            return manifest, lexicon, open_segments(files, toc.read(files, generation))
        except FileNotFoundError:
            # A writer published the next generation and cleaned up this one.
            if latest_generation(path) == generation and attempt:
                raise
            time.sleep(0.01)
    raise TimeoutError("it changes faster than it can be opened")
