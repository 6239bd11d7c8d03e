"""The sample articles in ``corpus/``: what the folder promises, checked on the bytes themselves.

Everything here is standard library only: the folder must be right by itself, not in the eyes of
the project's own readers and tokenizer.
"""

from __future__ import annotations

import codecs
import html
import itertools
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "corpus"
FILES = sorted(path for path in ROOT.rglob("*") if path.is_file())
NAMES = [path.relative_to(ROOT).as_posix() for path in FILES]

NFD_FILE = "khoa-hoc/vi-sao-troi-xanh.txt"
BOM_FILE = "nong-nghiep/ca-long-ho-hoa-binh.txt"
CRLF_FILE = "the-thao/bong-da-xom-ben.txt"
OLD_PLACEMENT_FILE = "phap-luat/hoa-giai-o-co-so.txt"
NEW_PLACEMENT_FILE = "khoa-hoc/dai-duong-hap-thu-carbon.txt"
UNMARKED_FILE = "doi-song/hoi-duong-ra-ben-thuyen.txt"
QUOTES_FILE = "lich-su/chu-quoc-ngu-1651.txt"

SHORTEST, LONGEST = 150, 600
"""Syllables in one article, inclusive."""
LONG_SENTENCE = 8
"""Syllables from which a sentence is too long to stand in two articles by chance."""
COMMON_RUN = 12
"""Length in syllables of a run that may not be shared with an article from elsewhere."""

_SYLLABLE = re.compile(r"[^\W_]+")
_UNSEEN = re.compile(r"(?is)<(script|style)\b.*?</\1>|<[^>]*>")
_SENTENCE_END = re.compile(r"[.!?…]+|\n")

# Open syllables whose tone mark has two accepted places: "hòa" (older), "hoà" (newer).
_OLD_PLACEMENT = re.compile(r"(?i)(?:[òóỏõọ][ae]|(?<!q)[ùúủũụ]y)(?!\w)")
_NEW_PLACEMENT = re.compile(r"(?i)(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?!\w)")


def text_of(path: Path) -> str:
    """The file's text in NFC, without a byte order mark; unreadable bytes fail the test."""
    return unicodedata.normalize("NFC", path.read_bytes().decode("utf-8-sig"))


def visible_text(path: Path) -> str:
    """What a reader sees: the markup of a page and the JSON syntax of records removed."""
    text = text_of(path)
    if path.suffix == ".html":
        return html.unescape(_UNSEEN.sub("\n", text))
    if path.suffix == ".jsonl":
        return "\n".join(f"{record['title']}\n{record['text']}" for record in records(path))
    return text


def records(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in text_of(path).splitlines()]


def syllables(text: str) -> list[str]:
    return _SYLLABLE.findall(unicodedata.normalize("NFC", text).lower())


def runs(words: list[str], length: int) -> Iterator[tuple[str, ...]]:
    return zip(*(itertools.islice(words, start, None) for start in range(length)), strict=False)


def files_with(suffix: str) -> list[Path]:
    return [path for path in FILES if path.suffix == suffix]


# --- the folder -------------------------------------------------------------------------------


def test_there_are_enough_articles_in_sub_folders() -> None:
    articles = sum(len(records(path)) if path.suffix == ".jsonl" else 1 for path in FILES)
    assert articles >= 24
    assert all(name.count("/") == 1 for name in NAMES)
    assert len({name.split("/")[0] for name in NAMES}) >= 6


@pytest.mark.parametrize("name", NAMES)
def test_names_are_plain(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]+/[a-z0-9-]+\.(txt|md|html|jsonl)", name)


def test_every_kind_of_file_is_there() -> None:
    assert len(files_with(".txt")) >= 15
    assert len(files_with(".md")) >= 3
    assert len(files_with(".html")) >= 2
    assert len(files_with(".jsonl")) == 1


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_articles_are_neither_stubs_nor_books(path: Path) -> None:
    assert SHORTEST <= len(syllables(visible_text(path))) <= LONGEST


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_no_character_is_broken(path: Path) -> None:
    text = text_of(path)
    bad = {c for c in text if unicodedata.category(c) in {"Cc", "Cn", "Co"} and c not in "\n\r"}
    assert not bad
    assert "\N{REPLACEMENT CHARACTER}" not in text
    assert "\N{ZERO WIDTH NO-BREAK SPACE}" not in text


# --- special properties, each in the file that has it -----------------------------------------


def test_one_file_is_decomposed() -> None:
    decomposed = [
        name
        for name, path in zip(NAMES, FILES, strict=True)
        if not unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8"))
    ]
    assert decomposed == [NFD_FILE]
    assert unicodedata.is_normalized("NFD", (ROOT / NFD_FILE).read_text(encoding="utf-8"))


def test_one_file_has_a_byte_order_mark() -> None:
    marked = [
        name
        for name, path in zip(NAMES, FILES, strict=True)
        if path.read_bytes().startswith(codecs.BOM_UTF8)
    ]
    assert marked == [BOM_FILE]


def test_one_file_has_carriage_returns() -> None:
    with_returns = [n for n, path in zip(NAMES, FILES, strict=True) if b"\r" in path.read_bytes()]
    assert with_returns == [CRLF_FILE]


def test_pasted_no_break_spaces_are_there() -> None:
    assert sum("\N{NO-BREAK SPACE}" in text_of(path) for path in FILES) >= 3


@pytest.mark.parametrize(
    ("name", "own", "other", "words"),
    [
        (OLD_PLACEMENT_FILE, _OLD_PLACEMENT, _NEW_PLACEMENT, "hòa thủy khỏe hóa ủy"),
        (NEW_PLACEMENT_FILE, _NEW_PLACEMENT, _OLD_PLACEMENT, "hoà thuỷ khoẻ hoá uỷ"),
    ],
)
def test_tone_placement_is_consistent(
    name: str, own: re.Pattern[str], other: re.Pattern[str], words: str
) -> None:
    text = text_of(ROOT / name)
    assert set(words.split()) <= set(syllables(text))
    assert len(own.findall(text)) >= 8
    assert other.findall(text) == []


def test_the_unmarked_file_has_no_marked_letter() -> None:
    assert (ROOT / UNMARKED_FILE).read_bytes().isascii()
    others = [path for path in FILES if path != ROOT / UNMARKED_FILE]
    assert not any(path.read_bytes().isascii() for path in others)


def test_curly_quotes_and_guillemets() -> None:
    assert set("“”«»") <= set(text_of(ROOT / QUOTES_FILE))


def test_markdown_with_and_without_front_matter() -> None:
    with_matter = []
    for path in files_with(".md"):
        found = re.match(r"---\n(.*?)\n---\n", text_of(path), re.DOTALL)
        if found:
            keys = {line.split(":")[0] for line in found[1].splitlines()}
            assert {"title", "date", "author", "source"} <= keys
            assert keys & {"section", "category"}
            with_matter.append(path)
        else:
            assert text_of(path).startswith("# ")
    assert len(with_matter) >= 2
    assert len(with_matter) < len(files_with(".md"))


def test_html_pages_are_complete_and_differ_in_what_they_tell() -> None:
    pages = [text_of(path) for path in files_with(".html")]
    for page in pages:
        for tag in ("html", "head", "title", "body", "nav", "aside", "footer"):
            assert len(re.findall(rf"<{tag}\b", page)) == page.count(f"</{tag}>") == 1
    dated = [page for page in pages if "article:published_time" in page]
    undated = [page for page in pages if "article:published_time" not in page]
    assert dated
    assert undated
    assert all('name="author"' in page for page in dated)
    for page in undated:
        assert set(re.findall(r"\b\d{4}\b", page)) == {"2022"}
        assert "Copyright 2022" in page


def test_records_are_complete() -> None:
    found = [record for path in files_with(".jsonl") for record in records(path)]
    assert len(found) == 3
    fields = {"id", "title", "text", "date", "author", "source", "url", "category"}
    for record in found:
        assert set(record) == fields
        assert all(isinstance(value, str) and value for value in record.values())
    assert len({record["id"] for record in found}) == len(found)


# --- what a search can find -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "least"),
    [
        (r"nêu gương", 4),
        (r"nếu gương", 1),
        (r"gương mẫu", 2),
        (r"người đứng đầu", 4),
        (r"cấp ủy", 3),
        (r"giải phóng mặt bằng \(GPMB\)", 1),
        (r"Ủy ban nhân dân \(UBND\)", 1),
        (r"Hội đồng nhân dân \(HĐND\)", 1),
        (r"KT-XH", 1),
        (r"KT - XH", 1),
        (r"COVID-19", 1),
        (r"Hòa Bình", 3),
        (r"hòa bình", 1),
        (r"Hoà bình", 1),
        (r"hoa bình", 1),
        (r"Hoa Binh", 1),
        (r"thủy sản", 3),
        (r"thuỷ sản", 1),
        (r"an toàn giao thông", 2),
        (r"kỷ luật", 2),
        (r"kỉ luật", 1),
        (r"bánh chưng", 1),
        (r"phở", 1),
        (r"4\.000 m2", 1),
        (r"4\.000m2", 1),
        (r"6\.600 đảng viên", 1),
        (r"13,8 tỉ đồng", 1),
        (r"2016-2020", 1),
    ],
)
def test_demo_queries_have_something_to_find(pattern: str, least: int) -> None:
    assert sum(re.search(pattern, visible_text(path)) is not None for path in FILES) >= least


@pytest.mark.parametrize(
    "words",
    [
        "nêu nếu nếp",
        "bạn bán bàn bản",
        "má mà mã ma",
        "công cộng cống",
        "đường dương",
        "chó chò cho chờ chợ",
        "ý ở ô y",
    ],
)
def test_look_alikes_are_all_there(words: str) -> None:
    everything = {syllable for path in FILES for syllable in syllables(visible_text(path))}
    assert set(words.split()) <= everything


# --- nothing is copied ------------------------------------------------------------------------


def test_no_two_articles_share_a_long_sentence() -> None:
    articles: Counter[tuple[str, ...]] = Counter()
    for path in FILES:
        sentences = {tuple(syllables(part)) for part in _SENTENCE_END.split(visible_text(path))}
        articles.update(sentence for sentence in sentences if len(sentence) >= LONG_SENTENCE)
    assert [" ".join(sentence) for sentence, count in articles.items() if count > 1] == []


def test_no_passage_comes_from_the_real_articles(shared: Path) -> None:
    sources = sorted((shared / "articles").glob("*.txt"))
    if not sources:
        pytest.skip("the folder of real articles is empty")
    theirs = {
        run
        for source in sources
        for run in runs(syllables(source.read_text(encoding="utf-8", errors="replace")), COMMON_RUN)
    }
    assert theirs
    ours = {
        run: name
        for name, path in zip(NAMES, FILES, strict=True)
        for run in runs(syllables(visible_text(path)), COMMON_RUN)
    }
    assert {" ".join(run): ours[run] for run in theirs & ours.keys()} == {}
