"""Segments that somebody made: all checksums fit, and what they hold is nonsense.

Whatever numbers stand in them, a query is answered or says what is damaged: kernels compare every
place with the arrays it leads into. ``make sanitize`` runs this where a wrong access ends the process.
"""

from __future__ import annotations

import json
import random
import shutil
import struct

import numpy as np
import pytest

from searcher import open_index
from searcher.errors import SearcherError
from searcher.index import sync
from tests.index.helpers import resealed, vouch

QUERIES = (
    "neu guong",
    "nông thôn mới thuy san",
    '"nêu gương"',
    '"can bo"~3',
    "gươ* chó~ =nêu",
    "xa phuong OR quan huyen",
    "thanh nien -học",
    "tiêu_đề:gương",
    "trachs nhieemj",
    "gía vàng ubnd tinh",
    "khong the tin noi nguoi dan o dau ra ma lam",
)
EXTREMES = tuple(
    edge + by
    for edge in (1, 1 << 7, 1 << 8, 1 << 15, 1 << 16, 1 << 31, 1 << 32, 1 << 63)
    for by in (-1, 0, 1)
)


@pytest.fixture(scope="module")
def built(project, tmp_path_factory):
    """An index of two segments."""
    home = tmp_path_factory.mktemp("built")
    for part in ("chinh-quyen", "."):
        sync(home / "index", [project / "corpus" / part], words=False)
    return home / "index"


def changed(data, rng):
    """A file with some numbers of one of its arrays changed."""
    start, length = struct.unpack("<QQ", data[-32:-16])
    directory = json.loads(data[start : start + length])
    offset, size, kind = rng.choice([part for part in directory["sections"].values() if part[1]])
    array = np.frombuffer(data, kind, size // np.dtype(kind).itemsize, offset)
    whole = array.view(f"u{array.itemsize}")
    how = rng.randrange(5)
    for _ in range(rng.choice([1, 1, 4, 50])):
        at = rng.choice([0, len(whole) - 1, *rng.choices(range(len(whole)), k=3)])
        some = slice(at, at + rng.choice([1, 1, 8, 100]))
        if how == 0:
            whole[some] = rng.choice(EXTREMES) % (1 << 8 * array.itemsize)
        elif how == 1:
            whole[some] += np.array(rng.choice([1, 2, 100]), whole.dtype)
        elif how == 2:
            whole[some] -= np.array(rng.choice([1, 2, 100]), whole.dtype)
        elif how == 3:
            whole[some] = whole[some][::-1].copy()
        else:
            whole[some] = whole[rng.randrange(len(whole))]
    return resealed(data, directory["blocks"])


@pytest.mark.parametrize("extension", [".trm", ".pst", ".seq", ".big", ".len"])
def test_nonsense_is_answered_or_told(built, tmp_path, extension):
    rng = random.Random(extension)
    told = 0
    for attempt in range(8):
        index = shutil.copytree(built, tmp_path / str(attempt))
        path = rng.choice(sorted(index.glob(f"*{extension}")))
        path.write_bytes(changed(bytearray(path.read_bytes()), rng))
        vouch(index)
        try:
            searcher = open_index(index)
        except SearcherError:
            told += 1
            continue
        with searcher:
            for query in QUERIES:
                ask = rng.choice(
                    [searcher.search, searcher.search, searcher.suggest, searcher.rank]
                )
                try:
                    ask(query)
                except SearcherError as error:
                    assert path.name in str(error) or "searcher " in str(error)
                    told += 1
        shutil.rmtree(index)
    assert told or extension == ".len"
