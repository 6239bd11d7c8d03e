"""The codec: Whoosh's own, with every unpickling restricted to plain values.

Differences in the files: a block's positions are one byte string. Not for choosing what to read
(``segment``).
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whoosh.codec import whoosh3 as w3
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.formats import Format
from whoosh.reading import TermNotFound

from searcher.index import restricted_pickle
from searcher.index.whoosh_adapter.damage import Damaged

BLOCK_POSTINGS = 1024
MAX_BLOCK_BYTES = 1 << 30
"""No block of postings unpacks to more; 1024 postings of an ordinary corpus are a few kilobytes."""


class _PostingsWriter(w3.W3PostingsWriter):  # type: ignore[misc]
    """Writes the positions of a block as one byte string: the frequencies say where to cut it."""

    def _mini_values(self) -> bytes:
        return b"".join(self._values)


class Matcher(w3.W3LeafMatcher):  # type: ignore[misc]
    """Reads a posting list: one at a time for Whoosh's queries, a block at a time for ours."""

    def _read_values(self) -> None:
        if self._data is None:
            self._read_data()
        if self._weights is None:
            self._read_weights()
        joined, end = self._data[2], 0
        self._values = []
        for weight in self._weights if joined else ():
            start, end = end, end + 4 * int(weight)
            self._values.append(joined[start:end])
        self._values = self._values or [b""] * self._blocklength

    def _read_data(self) -> None:
        data = self._postfile.get(self._dataoffset, self._nextoffset - self._dataoffset)
        if self._compression:
            unpacker = zlib.decompressobj()
            data = unpacker.decompress(data, MAX_BLOCK_BYTES)
            if unpacker.unconsumed_tail or not unpacker.eof:
                raise Damaged("a block of postings does not unpack")
        self._data = restricted_pickle.loads(data)

    def blocks(self) -> Iterator[tuple[Any, Any, Any]]:
        """Yield ids as deltas, weights (``None``: all 1; a number: all the same) and positions."""
        while self.is_active():
            if self._data is None:
                self._read_data()
            yield self._data
            self._next_block()


class _TermsReader(w3.W3TermsReader):  # type: ignore[misc]
    def term_info(self, fieldname: str, tbytes: bytes) -> Any:  # noqa: ANN401
        try:
            data = self._tindex[self._keycoder(fieldname, tbytes)]
        except KeyError:
            raise TermNotFound(f"No term {fieldname}:{tbytes!r}") from None
        if data[:1] != b"\0":  # postings inlined as a pickle: the writer never does that
            raise Damaged("a term with inlined postings")
        return w3.W3TermInfo.from_bytes(data)


class _PerDocumentReader(w3.W3PerDocReader):  # type: ignore[misc]
    def stored_fields(self, _: int) -> dict[str, object]:
        """Return nothing: what we store is in columns, Whoosh's stored fields are pickles."""
        return {}


class Codec(w3.W3Codec):  # type: ignore[misc]
    """Whoosh's current codec, read without unpickling anything but plain values."""

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> _PostingsWriter:  # noqa: ANN401, D102
        return _PostingsWriter(
            dbfile,
            blocklimit=self._blocklimit,
            byteids=byteids,
            compression=self._compression,
            inlinelimit=self._inlinelimit,
        )

    def postings_reader(  # noqa: D102
        self,
        dbfile: Any,  # noqa: ANN401
        terminfo: Any,  # noqa: ANN401
        format_: Format,
        term: tuple[str, bytes] | None = None,
        scorer: object = None,
    ) -> Matcher:
        offset, length = terminfo.extent()
        return Matcher(dbfile, offset, length, format_, term=term, scorer=scorer)

    def per_document_reader(self, storage: Any, segment: Any) -> _PerDocumentReader:  # noqa: ANN401, D102
        return _PerDocumentReader(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> _TermsReader:  # noqa: ANN401, D102
        name = segment.make_filename(self.TERMS_EXT)
        return _TermsReader(
            self,
            storage.open_file(name),
            storage.file_length(name),
            segment.open_file(storage, self.POSTS_EXT),
        )


CODEC = Codec(blocklimit=BLOCK_POSTINGS)
"""The one place where the codec of new segments is chosen."""

_ALLOWED = {
    ("whoosh.codec.whoosh3", "W3Segment"): w3.W3Segment,
    (Codec.__module__, "Codec"): Codec,
    ("collections", "defaultdict"): defaultdict,
    ("builtins", "int"): int,
}


class _File(StructFile):  # type: ignore[misc]
    def read_pickle(self) -> Any:  # noqa: ANN401
        return restricted_pickle.load(self.file, _ALLOWED)


class Storage(FileStorage):  # type: ignore[misc]
    """The files of an index folder."""

    def open_file(self, name: str, **kwargs: Any) -> _File:  # noqa: ANN401, D102
        return _File(Path(self.folder, name).open("rb"), name=name, **kwargs)
