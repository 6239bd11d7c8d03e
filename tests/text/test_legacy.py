"""Which of the older encodings a text is in; and that no other language is taken for one."""

from __future__ import annotations

import functools
import random
import re
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.text.codepages import LEGACY, convert
from searcher.text.decode import UndecodableText, decode
from searcher.text.legacy import recognise, recover
from tests.text.older import as_bytes, seen_as_western

CASES = Path(__file__).parent / "cases" / "foreign.tsv"
FOREIGN = [line.split("\t") for line in CASES.read_text(encoding="utf-8").splitlines()]


@functools.cache
def vietnamese() -> str:
    corpus = Path(__file__).parents[2] / "corpus"
    texts = (path.read_text(encoding="utf-8") for path in sorted(corpus.rglob("*.txt")))
    return unicodedata.normalize("NFC", "\n".join(texts))


def pieces(words: int) -> Iterator[str]:
    """Runs of so many words, of every part of the corpus, at least half of whose words have marks."""
    found = vietnamese().split()
    for start in range(0, len(found) - words, max(words, len(found) // 60)):
        piece = found[start : start + words]
        if sum(not word.isascii() for word in piece) * 2 >= words:
            yield " ".join(piece)


@pytest.mark.parametrize("words", [15, 40, 200])
@pytest.mark.parametrize("encoding", LEGACY)
def test_vietnamese_is_recognised_and_converted(encoding: str, words: int) -> None:
    for text in pieces(words):
        data = as_bytes(text, encoding)
        assert recognise(data) == encoding, text
        # TCVN3 has no capitals with a tone, no encoding has every sign.
        assert letters(convert(data, encoding)) == letters(text)
        recovered = recover(seen_as_western(text, encoding))
        assert recovered is not None
        assert recovered.encoding == encoding
        assert recovered.text == convert(data, encoding)
        latin = recover(data.decode("latin-1"))
        assert latin is not None
        assert (latin.encoding, latin.text) == (encoding, recovered.text)


def letters(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())


@pytest.mark.parametrize("words", [1, 2, 3, 5, 8])
@pytest.mark.parametrize("encoding", LEGACY)
def test_short_vietnamese_is_never_taken_for_another_encoding(encoding: str, words: int) -> None:
    found = [recognise(as_bytes(text, encoding)) for text in pieces(words)]
    assert set(found) <= {encoding, None}
    if words >= 5:
        assert found.count(encoding) >= 0.75 * len(found)


@pytest.mark.parametrize(("language", "codec", "text"), FOREIGN)
def test_other_languages_are_none_of_them(language: str, codec: str, text: str) -> None:
    """Whole, in sentences, and in every run of up to four words; also seen through Windows' eyes."""
    words = text.split()
    parts = [text, *re.split(r"(?<=[.!?;])\s", text)]
    parts += [" ".join(words[at : at + n]) for n in (1, 2, 3, 4) for at in range(len(words))]
    for part in parts:
        data = part.encode(codec)
        if part.isascii():
            continue
        assert recognise(data) is None, part
        assert recover(part) is None, part
        assert recover(data.decode("cp1252", "ignore")) is None, part
        assert recover(data.decode("latin-1")) is None, part


@pytest.mark.parametrize(("language", "codec", "text"), FOREIGN)
def test_other_languages_mixed_up_are_none_of_them(language: str, codec: str, text: str) -> None:
    chosen = random.Random(language + codec)
    words = text.split()
    for _ in range(30):
        part = " ".join(chosen.choices(words, k=chosen.choice((2, 3, 5, 10, 30, 100))))
        assert recognise(part.encode(codec)) is None, part
        assert recover(part) is None, part


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_vietnamese_in_unicode_stays_as_it_is(form: str) -> None:
    for words in (1, 2, 3, 8, 40):
        for text in pieces(words):
            text = unicodedata.normalize(form, text)
            assert recover(text) is None
            assert decode(text.encode()).text == text
            # One byte is broken, or the file ends within a letter.
            data = text.encode()
            middle = len(data) // 2
            for broken in (data[:middle] + b"\xff" + data[middle:], data[:-1], data + b"\xe1\xba"):
                assert recognise(broken) is None


@pytest.mark.parametrize("text", ["là và có các cho ông", "Sóc Trăng", "à là thì cô có", "ê ô ơ"])
def test_unicode_without_its_rarer_letters_stays_as_it_is(text: str) -> None:
    assert recover(text) is None


def test_two_languages_in_one_file() -> None:
    english = "The committee met twice in March and agreed on the budget for the year. " * 3
    text = "\n".join(f"{english}\n{piece}" for piece in pieces(12))
    for encoding in LEGACY:
        assert recognise(as_bytes(text, encoding)) == encoding


def test_a_page_of_markup_is_judged_by_its_text() -> None:
    text = "".join(
        f'<p class="noi-dung"><a href="/a/b.htm">{piece}</a></p>' for piece in pieces(12)
    )
    for encoding in LEGACY:
        assert recognise(as_bytes(text, encoding)) == encoding


def test_recovered_text_keeps_what_is_no_byte() -> None:
    seen = "→ " + seen_as_western(next(pieces(20)), "tcvn3") + " \uf0b7 \ufffd"
    found = recover(seen)
    assert found is not None
    assert found.text == "→ " + next(pieces(20)) + " \uf0b7 \ufffd"


def test_a_text_that_only_begins_in_ascii() -> None:
    for encoding in LEGACY:
        data = b"plain words without marks\n" * 20_000 + as_bytes(next(pieces(30)), encoding)
        assert recognise(data) == encoding


@pytest.mark.parametrize("encoding", LEGACY)
def test_a_named_encoding_needs_less_evidence(encoding: str) -> None:
    data = as_bytes("đường", encoding)
    assert decode(data, encoding).text == "đường"
    assert decode(data, encoding).encoding == encoding
    recovered = decode(seen_as_western("đường", encoding).encode(), encoding)
    assert (recovered.text, recovered.encoding) == ("đường", f"{encoding}-in-utf-8")
    # What is Unicode stays so, whatever files are said to be in.
    for text in ("đường", "Čeština", "plain"):
        assert decode(text.encode(), encoding).text == text
    with pytest.raises(UndecodableText):
        decode(data, "utf-8")


@pytest.mark.parametrize(
    "piece", [b"a", b"A", b"\xe9", b"E\xe9", b"<", b"\x80", b"\xd6 ", b"\xc2\xa0"]
)
def test_a_monstrous_file_takes_no_time(piece: bytes) -> None:
    data = piece * (4_000_000 // len(piece)) + b"\xe9"
    started = time.perf_counter()
    recognise(data)
    recover(data.decode("latin-1"))
    for encoding in LEGACY:
        convert(data[:500_000], encoding)
    assert time.perf_counter() - started < 5


@given(st.binary(max_size=200))
def test_any_bytes_are_judged(data: bytes) -> None:
    found = recognise(data)
    assert found is None or found in LEGACY


@given(st.text(max_size=200))
def test_any_text_is_judged(text: str) -> None:
    found = recover(text)
    assert found is None or found.encoding in LEGACY


def test_real_government_files(shared: Path) -> None:
    """Ten documents in TCVN3; of their bytes 0xAD (ư) was lost before they came here."""
    folder = shared / "data" / "legacy"
    files = sorted(folder.glob("*.tcvn3.txt"))
    assert files
    for path in files:
        decoded = decode(path.read_bytes())
        assert (decoded.encoding, decoded.lost) == ("tcvn3", 0)
        told = path.with_name(path.name.replace(".tcvn3", "")).read_text(encoding="utf-8")
        known = set(letters(told))
        without_u = known | {word.replace("ư", "") for word in known}
        own = letters(decoded.text)
        assert sum(word in without_u for word in own) >= 0.97 * len(own), path.name
