"""The memory bounded by bytes, against a plain list."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from searcher.index.bounded_cache import BoundedCache

CAPACITY = 100


@dataclass(frozen=True)
class Block:
    """A value of a size."""

    size_bytes: int


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 150))))
def test_like_a_list_in_the_order_of_use(asked: list[tuple[int, int]]) -> None:
    cache: BoundedCache[int, Block] = BoundedCache(CAPACITY)
    model: list[tuple[int, Block]] = []  # the one used last at the end
    for key, size in asked:
        kept = dict(model).get(key)
        assert cache.get(key) == kept
        if kept is not None:
            model.remove((key, kept))
            model.append((key, kept))
        else:
            assert cache.keep(key, Block(size)) == Block(size)
            model.append((key, Block(size)))
            while len(model) > 1 and sum(block.size_bytes for _, block in model) > CAPACITY:
                model.pop(0)
        assert list(cache) == [key for key, _ in model]
        assert (len(cache), cache.size_bytes) == (
            len(model),
            sum(block.size_bytes for _, block in model),
        )
    cache.clear()
    assert (len(cache), cache.size_bytes, cache.get(0)) == (0, 0, None)
