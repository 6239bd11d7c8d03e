"""Opening the newest generation of an index while writers may replace it.

And whether it still is the newest. Not for what is read of it then (``reader``).
"""

from __future__ import annotations

import time
from pathlib import Path

from searcher.errors import IndexNotFound
from searcher.index.codec.errors import CorruptSegment
from searcher.index.folder import (
    build_command,
    check_manifest,
    check_marker,
    is_index_folder,
)
from searcher.index.lexicon import Lexicon, open_lexicon
from searcher.index.manifest import (
    CATALOG,
    Files,
    Manifest,
    latest_generation,
    manifest_path,
    read_manifest,
)
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


class Published:
    """What a reader has opened, beside what its folder holds now.

    Args:
        path: The folder of the index.
        manifest: The generation that was opened.
    """

    def __init__(self, path: Path, manifest: Manifest) -> None:
        self._path = path
        self._manifest = manifest
        # How the file looked when it was last read and found to say the same.
        self._look: tuple[int, ...] | None = None

    def is_newest(self) -> bool:
        """Whether no other generation has been published, be it under the same number.

        Costs a listing of the folder and a look at one file.

        Raises:
            OSError: When the folder cannot be listed (any more).
        """
        latest = latest_generation(self._path)
        if latest == 0:  # a folder listed while it changes may show none
            return True
        # A smaller number is another index's, and so may be the same one: an index that was deleted
        # and built anew counts from 1.
        return latest == self._manifest.generation and self._says_the_same(latest)

    def _says_the_same(self, generation: int) -> bool:
        try:
            found = manifest_path(self._path, generation).stat()
            look = (found.st_ino, found.st_size, found.st_mtime_ns)
            if look != self._look:
                if _identity(read_manifest(self._path, generation)) != _identity(self._manifest):
                    return False
                self._look = look
        except FileNotFoundError:
            return True  # it is just being replaced
        except CorruptSegment:
            return False  # opening it will tell
        return True


def _identity(manifest: Manifest) -> tuple[object, ...]:
    """What makes a generation this one and no other; its catalog may be renewed meanwhile."""
    files = {name: each for name, each in manifest.files.items() if not name.startswith(CATALOG)}
    return manifest.format, manifest.created, files
