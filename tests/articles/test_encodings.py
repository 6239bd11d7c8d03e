"""Files in other encodings than UTF-8 become the same articles; what they were in is noted."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from searcher.articles import Article, Problem, describe, read_file
from searcher.articles.page_charset import declared_charset, decode_page
from searcher.text.codepages import LEGACY
from searcher.text.decode import UndecodableText
from tests.text.older import as_bytes, seen_as_western

TITLE = "Người đứng đầu phải nêu gương"
BODY = (
    "Ở xã vùng cao, ai cũng biết chuyện bí thư chi bộ hiến đất mở đường trước khi vận động bà con "
    "làm theo, nhờ vậy con đường liên thôn được mở rộng gấp đôi chỉ sau một mùa khô.",
    "Đồng chí kể rằng lúc đầu không phải ai trong nhà cũng ủng hộ, nhưng rồi mọi người đều hiểu.",
)
HTML = f"<html><head><title>{TITLE}</title>%s</head><body><h1>{TITLE}</h1>" + "".join(
    f"<p>{paragraph}</p>" for paragraph in BODY
)
FILES = {
    "a.txt": "\n\n".join((TITLE, *BODY)),
    "a.md": "\n\n".join((f"# {TITLE}", *BODY)),
    "a.json": json.dumps({"title": TITLE, "text": BODY}, ensure_ascii=False),
    "a.jsonl": json.dumps({"id": "x", "title": TITLE, "text": BODY}, ensure_ascii=False),
    "a.html": HTML % '<meta charset="iso-8859-1">',
}


def read(path: Path, data: bytes, encoding: str | None = None) -> list[Article | Problem]:
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return [*read_file(path, root=path.parent, encoding=encoding)]


@pytest.mark.parametrize("encoding", [*LEGACY, "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", [*FILES, "a.txt.gz"])
def test_every_kind_of_file_in_every_encoding(tmp_path: Path, name: str, encoding: str) -> None:
    text = FILES[name.removesuffix(".gz")]
    data = text.encode(encoding) if encoding.startswith("utf") else as_bytes(text, encoding)
    for named in (None, encoding):
        (article,) = read(tmp_path / name, data, named)
        assert isinstance(article, Article)
        assert article.encoding == encoding
        # TCVN3 has no capital Ở.
        assert (article.title, [text[1:] for text in article.body]) == (
            TITLE,
            [t[1:] for t in BODY],
        )


@pytest.mark.parametrize("encoding", LEGACY)
@pytest.mark.parametrize("name", FILES)
def test_old_bytes_saved_as_utf_8(tmp_path: Path, name: str, encoding: str) -> None:
    (article,) = read(tmp_path / name, seen_as_western(FILES[name], encoding).encode())
    assert isinstance(article, Article)
    assert article.encoding == f"{encoding}-in-utf-8"
    assert (article.title, article.body[1]) == (TITLE, BODY[1])


def test_every_record_for_itself(tmp_path: Path) -> None:
    seen = {
        "title": seen_as_western(TITLE, "tcvn3"),
        "text": seen_as_western(BODY[1], "tcvn3"),
        "author": seen_as_western("Lê Thị Bưởi", "tcvn3"),
    }
    lines = [
        json.dumps({"id": "1", "title": TITLE, "text": BODY}).encode(),
        json.dumps({"id": "2", **seen}).encode(),
        json.dumps({"id": "3", **seen}, ensure_ascii=False).encode(),
        as_bytes(json.dumps({"id": "4", "title": TITLE, "text": BODY}, ensure_ascii=False), "vni"),
        b'{"id": "5", "text": "caf\xe9 au lait"}',
        '{"id": "6", "text": "Déjà vu à la télévision."}'.encode(),
    ]
    found = read(tmp_path / "a.jsonl", b"\n".join(lines))
    articles = {item.id: item for item in found if isinstance(item, Article)}
    assert [articles[number].encoding for number in "12346"] == [
        "utf-8", "tcvn3-in-utf-8", "tcvn3-in-utf-8", "vni", "utf-8",
    ]  # fmt: skip
    assert {articles[number].title for number in "1234"} == {TITLE}
    assert {articles[number].author for number in "23"} == {"Lê Thị Bưởi"}
    assert [(p.code, p.details["line"]) for p in found if isinstance(p, Problem)] == [
        ("undecodable", 5)
    ]


def test_letters_that_cannot_be_converted_are_told(tmp_path: Path) -> None:
    data = as_bytes(FILES["a.txt"], "windows-1258") + b"\nm\x8at d\x8eng"
    article, problem = read(tmp_path / "a.txt", data)
    assert isinstance(article, Article)
    assert isinstance(problem, Problem)
    assert article.body[-1] == "m\ufffdt d\ufffdng"
    assert problem.code == "letters-lost"
    assert problem.details == {"encoding": "windows-1258", "count": 2, "line": 6, "column": 2}
    assert "windows-1258" in describe(problem)
    line = as_bytes(FILES["a.jsonl"], "windows-1258").replace(b"}", b', "author": "A\x8a"}')
    _, problem = read(tmp_path / "a.jsonl", b"{}\n" + line)[1:]
    assert isinstance(problem, Problem)
    assert (problem.code, problem.details["line"]) == ("letters-lost", 2)


def test_a_named_encoding_spares_what_is_unicode(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (article,) = read(tmp_path / name, text.encode(), "vni")
        assert isinstance(article, Article)
        assert (article.title, article.encoding) == (TITLE, "utf-8")


def test_a_named_encoding_that_does_not_fit(tmp_path: Path) -> None:
    data = as_bytes(FILES["a.txt"], "vni")
    (problem,) = read(tmp_path / "a.txt", data, "utf-8")
    assert isinstance(problem, Problem)
    assert problem.code == "undecodable"
    (article,) = read(tmp_path / "a.txt", "Voilà l'été".encode("cp1252"), "windows-1252")
    assert isinstance(article, Article)
    assert (article.title + "".join(article.body), article.encoding) == (
        "Voilà l'été", "windows-1252",
    )  # fmt: skip


# --- web pages ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        # Bytes of a font, entities of a font, and both.
        (b"<p>C\xe9ng h\xdfa x\xb7 h\xe9i ch\xf1 ngh\xdca", "Cộng hòa xã hội chủ nghĩa", "tcvn3"),
        (
            b"<p>C&eacute;ng h&szlig;a x&middot; h&#233;i ch&ntilde; ngh&#xDC;a n&shy;&iacute;c",
            "Cộng hòa xã hội chủ nghĩa nước",
            "tcvn3-in-utf-8",
        ),
        (
            b"<p>C&eacute;ng h&szlig;a x&middot; h\xe9i ch\xf1 ngh\xdca &amp; n&shy;&iacute;c",
            "Cộng hòa xã hội chủ nghĩa &amp; nước",
            "tcvn3",
        ),
        # What the page declares counts when the page is nothing else.
        (b"<meta charset=ISO-8859-1><p>caf\xe9", "café", "windows-1252"),
        (b"<meta charset='windows-1251'><p>\xcf\xf0", "Пр", "windows-1251"),
        (b"<?xml version='1.0' encoding='gb2312'?><p>\xc4\xe3", "你", "gb18030"),
        (b"<meta charset=windows-1258><p>\xf0i", "đi", "windows-1258"),
        ("<meta charset=windows-1251><p>nêu gương".encode(), "nêu gương", "utf-8"),
        # Entities of letters are no reason to think of fonts.
        (b"<p>caf&eacute; d&#7909; &lt;", "caf&eacute; d&#7909; &lt;", "utf-8"),
    ],
)
def test_web_pages(data: bytes, text: str, encoding: str) -> None:
    page = decode_page(data)
    assert page.text.endswith(text)
    assert page.encoding == encoding


@pytest.mark.parametrize(
    "data",
    [
        b"<p>caf\xe9",
        b"<meta charset=utf-8><p>caf\xe9",
        b"<meta charset=utf-7><p>caf\xe9",
        b"<meta charset=unicode_escape><p>caf\xe9",
        b"<meta charset=shift_jis><p>\x81",
    ],
)
def test_pages_in_nothing_known(data: bytes) -> None:
    with pytest.raises(UndecodableText):
        decode_page(data)


@pytest.mark.parametrize("name", ["utf-7", "idna", "rot13", "hex", "punycode", "x" * 60, "zlib"])
def test_only_encodings_of_pages_are_looked_up(name: str) -> None:
    assert declared_charset(f"<meta charset={name}>".encode()) is None
