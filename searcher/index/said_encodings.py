"""What somebody has said that the files of sources are in; the catalog remembers it with the sources.

Not for finding it out (``searcher.text.decode``).
"""

# ruff: noqa: S608 - the parts that queries are made of are constants of this module.

from __future__ import annotations

import os

from searcher.index.catalog import Catalog
from searcher.index.catalog_entries import TO_READ, UNKNOWN_TIME
from searcher.index.sources import folders_above
from searcher.text.decode import ENCODINGS

_BELOW = "source = ? OR path = ? OR (path > ? AND path < ?)"


class SaidEncodings:
    """What was said, as it was when this was made.

    Attributes:
        of_source: By the number of the source; those of which nothing was said are missing.
    """

    def __init__(self, catalog: Catalog) -> None:
        """Read it from a catalog."""
        rows = catalog.database.execute(
            "SELECT number, encoding FROM sources WHERE encoding IS NOT NULL"
        )
        # A catalog may come from elsewhere: only what can be said is taken from it.
        self.of_source = {int(number): str(said) for number, said in rows if said in ENCODINGS}
        sources = catalog.sources() if self.of_source else {}
        self._of_path = {sources[n].name: said for n, said in self.of_source.items()}

    def of(self, path: str, source: int) -> str | None:
        """Return what was said of a file, or of the nearest folder it is in, else of its source."""
        if self._of_path:
            for each in (path, *folders_above(path)):
                if each in self._of_path:
                    return self._of_path[each]
        return self.of_source.get(source)


def say_encoding(catalog: Catalog, source: int, encoding: str | None) -> set[int]:
    """Remember what the files of a source are in; if that is new, they must be read again.

    Args:
        catalog: Is changed.
        source: The number of the source.
        encoding: One of ``searcher.text.decode.ENCODINGS``; None: it is found out.

    Returns:
        The numbers of the sources that have files to be read again: those of a folder belong to
        another source if that was given earlier.
    """
    run = catalog.database.execute
    changed = run(
        "UPDATE sources SET encoding = ?1 WHERE number = ?2 AND encoding IS NOT ?1",
        (encoding, source),
    )
    if not changed.rowcount:
        return set()
    catalog.modified = True
    name, separator = os.fsencode(catalog.sources()[source].name), os.sep.encode()
    behind = bytes((separator[0] + 1,))
    which = (source, name, name + separator, name + behind)
    rows = run(f"SELECT DISTINCT source FROM files WHERE {_BELOW}", which)
    owners = {int(number) for (number,) in rows}
    again = f"UPDATE files SET mtime_ns = ?, digest = ? WHERE {_BELOW}"
    run(again, (UNKNOWN_TIME, TO_READ, *which))
    return owners
