"""Unpickling for bytes from outside: plain values and named classes, nothing else.

Whoosh stores its table of contents and the headers of its posting blocks as pickles. A pickle can
name any callable; here only those on a list are found, so that opening an index executes nothing
that is in it. Not for writing, and not a validator: the caller checks the shape of what comes back.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping
from typing import Any, BinaryIO


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: BinaryIO, allowed: Mapping[tuple[str, str], Any]) -> None:
        super().__init__(file)
        self._allowed = allowed

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401
        try:
            return self._allowed[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"a pickle asks for {module}.{name}") from None


def load(file: BinaryIO, allowed: Mapping[tuple[str, str], Any]) -> Any:  # noqa: ANN401
    """Return the next pickled value of ``file``.

    Args:
        file: Where to read from; afterwards it stands behind the pickle.
        allowed: The classes and functions a pickle may use, by module and name.

    Raises:
        pickle.UnpicklingError: When it asks for anything else. Damaged pickles raise nearly
            anything.
    """
    return _Unpickler(file, allowed).load()


def _bytes(text: str = "", encoding: str = "latin1") -> bytes:
    """What old pickle protocols call to make bytes; nothing but Latin-1 is ever asked for."""
    if encoding != "latin1":
        raise pickle.UnpicklingError(f"a pickle asks for the encoding {encoding!r}")
    return text.encode(encoding)


_PLAIN = {("_codecs", "encode"): _bytes, ("__builtin__", "bytes"): _bytes}


def loads(data: bytes) -> Any:  # noqa: ANN401
    """Return the pickled plain value in ``data``: numbers, text, bytes and containers of them."""
    return load(io.BytesIO(data), _PLAIN)
