"""Cutting into chains: as the pattern cuts, whatever the characters."""

from __future__ import annotations

from array import array

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.index.chain_memo import kind_of
from searcher.kernels import COMPILED
from searcher.kernels.chains import ChainCodes
from searcher.text.tokenize import CHAIN

needs_compiled = pytest.mark.skipif(COMPILED is None, reason="the kernels are not compiled here")

# What chains are made of, and what comes close to it.
PIECES = st.sampled_from(
    [
        *"aÂđĐUưC-–+#'’/., \u00a0\u200b\u00ad\u0301_9字!",
        "KT - XH",
        "C++",
        "a\u031b - B",
        "\U0001d244",
        "😀",
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=40).map("".join)


class Chains:
    """Codes of chains in the order they are met."""

    def __init__(self):
        self.chains = []

    def __call__(self, chain):
        self.chains.append(chain)
        return len(self.chains) - 1


def memo():
    """Codes that are numbers of chains, and these chains."""
    noted = Chains()
    return ChainCodes(CHAIN, kind_of, noted), noted


@given(st.lists(TEXTS, min_size=1, max_size=5))
@settings(max_examples=400)
def test_a_text_is_cut_as_by_the_pattern(texts):
    codes, noted = memo()
    for text in texts:
        found = array("i")
        assert codes.cut(text, found) == len(found)
        assert [noted.chains[code] for code in found] == CHAIN.findall(text)
    assert len(codes) == len(noted.chains) == len(set(noted.chains))


def test_many_chains_are_kept_apart():
    codes, noted = memo()
    words = [f"chữ{number}" for number in range(30_000)]
    found = array("i")
    assert codes.cut(" ".join(words + words), found) == 60_000
    assert [noted.chains[code] for code in found] == words + words
    codes.clear()
    assert len(codes) == 0
    codes.cut("chữ1", found)
    assert found[-1] == 30_000, "asked for again"


def test_what_working_out_a_code_raises_is_raised():
    cut = ChainCodes(CHAIN, kind_of, {"một": 1}.__getitem__)
    with pytest.raises(KeyError):
        cut.cut("một hai", array("i"))
    found = array("i")
    assert cut.cut("một", found) == 1
    assert list(found) == [1]


@needs_compiled
def test_nothing_but_text_is_cut():
    codes, _ = memo()
    with pytest.raises(TypeError):
        codes.cut(b"bytes", array("i"))


def interrupted(*_arguments, **_named):
    raise KeyboardInterrupt


@needs_compiled
@pytest.mark.parametrize("function", ["full", "concatenate"])
def test_an_interruption_while_it_grows_leaves_what_goes_on(monkeypatch, function):
    codes, noted = memo()
    words = [f"chữ{number}" for number in range(9_000)]
    found = array("i")
    codes.cut(" ".join(words[:2048]), found)
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(np, function, interrupted)
        codes.cut(words[2048], array("i"))
    codes.cut(" ".join(words[2048:] + words), found)
    assert [noted.chains[code] for code in found] == words + words


@needs_compiled
def test_an_interruption_while_it_forgets_leaves_what_goes_on(monkeypatch):
    codes, noted = memo()
    codes.cut("một hai ba", array("i"))
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(np, "full", interrupted)
        codes.clear()
    found = array("i")
    codes.cut("ba hai bốn", found)
    assert [noted.chains[code] for code in found] == ["ba", "hai", "bốn"]


@needs_compiled
def test_nobody_else_changes_the_codes_meanwhile():
    def meddles(chain):
        with pytest.raises(RuntimeError):
            codes.clear()
        codes.cut("hai", array("i"))
        return 1

    codes = ChainCodes(CHAIN, kind_of, meddles)
    with pytest.raises(RuntimeError):
        codes.cut("một", array("i"))
    assert len(codes) == 0
