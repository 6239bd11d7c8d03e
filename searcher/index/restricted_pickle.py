"""Unpickling for bytes from outside: plain values and named classes, nothing else.

Whoosh stores its table of contents as a pickle. A pickle can name any callable; here only those on
a list are found, so that opening an index executes nothing that is in it. Not for writing, and not
a validator: the caller checks the shape of what comes back.
"""

from __future__ import annotations

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
