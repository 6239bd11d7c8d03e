"""Files of every kind become articles or problems; nothing is raised, nothing fills the memory."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searcher.articles import READABLE_SUFFIXES, Article, Problem, describe, read_file
from searcher.articles.json_lines import MAX_LINE_BYTES


def read(path: Path, data: bytes | str, root: Path | None = None) -> list[Article | Problem]:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    found = [*read_file(path, root=root or path.parent)]
    for each in found:
        if isinstance(each, Problem):
            assert describe(each)
    return found


def one(path: Path, data: bytes | str) -> Article:
    (article,) = read(path, data)
    assert isinstance(article, Article), article
    return article


def codes(found: list[Article | Problem]) -> list[tuple[str, object]]:
    return [(p.code, p.details.get("line")) for p in found if isinstance(p, Problem)]


def ids(found: list[Article | Problem]) -> list[str]:
    return [a.id for a in found if isinstance(a, Article)]


# --- one file, one article ---------------------------------------------------------------------


def test_the_id_is_the_path_below_the_root(tmp_path: Path) -> None:
    (article,) = read(tmp_path / "xã hội" / "bài.txt", "một dòng", tmp_path)
    assert isinstance(article, Article)
    assert article.id == "xã hội/bài.txt"
    assert article.path == str(tmp_path / "xã hội" / "bài.txt")
    (same,) = read_file(tmp_path / "xã hội" / ".." / "xã hội" / "bài.txt", root=tmp_path)
    assert isinstance(same, Article)
    assert same.id == "xã hội/bài.txt"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\xc2\xa0\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.4 abc", "binary"),
        (b"a\x00b\x00\x00\x00c", "binary"),
        (b"caf\xe9", "undecodable"),
    ],
)
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".json"])
def test_files_that_hold_no_text(tmp_path: Path, data: bytes, code: str, suffix: str) -> None:
    assert [c for c, _ in codes(read(tmp_path / f"a{suffix}", data))] == [code]
    assert [c for c, _ in codes(read(tmp_path / f"a{suffix}.gz", gzip.compress(data)))] == [code]


def test_a_file_outside_of_the_root_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "kho").mkdir()
    (tmp_path / "kho" / "la.txt").symlink_to(tmp_path / "mat.txt")
    read(tmp_path / "mat.txt", "bí mật")
    for path in (
        tmp_path / "mat.txt",
        tmp_path / "kho" / ".." / "mat.txt",
        tmp_path / "kho" / "la.txt",
    ):
        (problem,) = read_file(path, root=tmp_path / "kho")
        assert isinstance(problem, Problem)
        assert problem.code == "outside"


def test_missing_files_folders_and_pipes(tmp_path: Path) -> None:
    (tmp_path / "thu-muc.txt").mkdir()
    os.mkfifo(tmp_path / "ong.txt")
    found = [
        p.code
        for name in ("khong-co.txt", "thu-muc.txt", "ong.txt", "a.xyz", "a\0.txt")
        for p in read_file(tmp_path / name, root=tmp_path)
        if isinstance(p, Problem)
    ]
    assert found == ["unreadable", "not-a-file", "not-a-file", "unsupported", "unreadable"]


def test_a_file_that_may_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.txt").write_text("x")
    monkeypatch.setattr(os, "open", refusing)
    (problem,) = read_file(tmp_path / "a.txt", root=tmp_path)
    assert isinstance(problem, Problem)
    assert (problem.code, problem.details) == ("unreadable", {"reason": "Permission denied"})


@pytest.mark.parametrize(
    "data", [b"no gzip at all", gzip.compress(b"abc" * 99)[:-9], b"\x1f\x8b\x08"]
)
@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz"])
def test_damaged_gzip(tmp_path: Path, data: bytes, name: str) -> None:
    assert "bad-gzip" in [code for code, _ in codes(read(tmp_path / name, data))]


# --- Markdown -----------------------------------------------------------------------------------

FRONT = """---
title: "Chợ nổi: một buổi sáng"   # tên bài
date: 2020-10-05
author:
  - Ban Mai
  - 'Trung Du'
category: Du lịch
source: Bản tin Miền Sông
tags: [chợ, "sông, nước"]
extra:
  nested: thing
---
"""


def test_markdown_with_front_matter(tmp_path: Path) -> None:
    article = one(
        tmp_path / "a.md",
        FRONT + "\n# Chợ nổi: một buổi sáng\n\nGhe xuồng\nnối nhau.\n\nBình luận\n",
    )
    assert article.title == "Chợ nổi: một buổi sáng"
    assert article.date == dt.date(2020, 10, 5)
    assert article.author == "Ban Mai, Trung Du"
    assert (article.section, article.source) == ("Du lịch", "Bản tin Miền Sông")
    assert article.body == ("Ghe xuồng nối nhau.", "Bình luận")


def test_markdown_shows_the_words_a_reader_sees(tmp_path: Path) -> None:
    article = one(
        tmp_path / "a.md",
        "Chợ nổi\n=======\n\n## Buổi *sáng*\n\n**Ghe** và _xuồng_ [nối nhau](https://x.example/a_(b)) "
        "![ảnh chợ](a.jpg)\nđi `dọc_sông`.\n\n- một\n- hai [x][1]\n\n1. ba\n\n> lời *nói*\n> của cô\n\n"
        "| A | B |\n|---|---|\n| c | d |\n\n```python\nx = 1 * 2 * 3\n```\n\n---\n\n[1]: https://y.example\n"
        "snake_case_name 2 * 3 * 4 \\*sao\\* &amp; <b>đậm</b><br>xuống<!-- ẩn --> [^1]\n",
    )
    assert article.title == "Chợ nổi"
    assert article.body == (
        "Buổi sáng",
        "Ghe và xuồng nối nhau ảnh chợ đi dọc_sông.",
        "một",
        "hai x",
        "ba",
        "lời nói của cô",
        "A B",
        "c d",
        "x = 1 * 2 * 3",
        "snake_case_name 2 * 3 * 4 *sao* & đậm xuống",
    )


def test_markdown_without_front_matter_is_read_like_a_page(tmp_path: Path) -> None:
    prose = (
        "Ghe xuồng nối nhau từ lúc mặt trời chưa lên, tiếng rao vang cả một khúc sông rộng. " * 2
    )
    article = one(
        tmp_path / "a.md", f"# Chợ nổi\n\n*Ngày đăng: 05/10/2020*\n\n{prose}\n\n**Ban Mai**\n"
    )
    assert (article.title, article.date, article.author) == (
        "Chợ nổi",
        dt.date(2020, 10, 5),
        "Ban Mai",
    )
    assert article.body == (prose.strip(),)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ntitle: a\nkhông phải khóa\n---\nb\n", 3),
        ('---\ntitle: "chưa đóng\n---\nb\n', 2),
        ("---\n\ntags: [a, b\n---\nb\n", 3),
    ],
)
def test_malformed_front_matter_is_located(tmp_path: Path, text: str, line: int) -> None:
    assert codes(read(tmp_path / "a.md", text)) == [("bad-front-matter", line)]


@pytest.mark.parametrize(
    "text", ["---\nmột dòng chữ\n---\nhai\n", "---\nkhóa: a\nkhông đóng\n", "a\n---\nb\n"]
)
def test_rules_are_no_front_matter(tmp_path: Path, text: str) -> None:
    article = one(tmp_path / "a.md", text)
    shown = " ".join((article.title, *article.body))
    assert all(line in shown for line in text.splitlines() if line != "---")


# --- JSON ---------------------------------------------------------------------------------------


def test_json_lines_with_good_and_bad_lines(tmp_path: Path) -> None:
    lines = [
        '{"_id": "a", "title": "Một", "text": "x\\ny", "date": "2020-10-05T01:00:00+07:00"}',
        "",
        '{"id": 7, "headline": "Hai", "body": ["p", "q\\n\\nr"], "author": ["A", {"name": "B"}]}',
        '{"title": "thiếu ngoặc"',
        "[1, 2]",
        '{"id": "trống", "title": " ", "text": ""}',
        '{"title": "Không id", "content": "z", "publisher": {"name": "Báo"}, "link": "https://x.example"}',
        '{"id": "a", "text": "trùng id"}',
        '{"id": true, "text": "\\ud83d nửa", "published_at": 1600000000, "category": "K"}',
    ]
    found = read(tmp_path / "kho.jsonl", "\r\n".join(lines))
    assert ids(found) == ["a", "7", "kho.jsonl#7", "a#8", "kho.jsonl#9"]
    assert codes(found) == [("bad-json", 4), ("not-an-object", 5), ("no-text", 6)]
    first, second, third, _, fifth = (a for a in found if isinstance(a, Article))
    assert (first.title, first.body, first.date) == ("Một", ("x", "y"), dt.date(2020, 10, 5))
    assert (second.body, second.author) == (("p", "q", "r"), "A, B")
    assert (third.source, third.url) == ("Báo", "https://x.example")
    assert (fifth.body, fifth.date, fifth.section) == (("\ufffd nửa",), None, "K")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_json_lines_in_any_unicode(tmp_path: Path, codec: str) -> None:
    text = '{"id": "đ1", "text": "nêu gương\u2028dòng"}\n{"id": "đ2", "text": "hai"}\n'
    found = read(tmp_path / "a.jsonl", text.encode(codec))
    assert ids(found) == ["đ1", "đ2"]


def test_a_bad_byte_costs_one_line(tmp_path: Path) -> None:
    found = read(
        tmp_path / "a.jsonl",
        b'{"id":"1","text":"x"}\n{"id":"2","text":"\xff"}\n{"id":"3","text":"z"}',
    )
    assert ids(found) == ["1", "3"]
    assert codes(found) == [("undecodable", 2)]


@pytest.mark.parametrize(
    ("text", "expected_ids", "problems"),
    [
        ('{"title": "a"}', ["f.json"], []),
        ('{"id": "x", "text": "a"}', ["x"], []),
        ('[{"id": 1, "text": "a"}, {"text": "b"}]', ["1", "f.json#2"], []),
        (
            '{"meta": {}, "articles": [{"id": "x", "text": "a"}, 3,\n {}]}',
            ["x"],
            [("not-an-object", 1), ("no-text", 2)],
        ),
        ('{"docs": []}', [], []),
        ("[]", [], []),
        ("3", [], [("not-an-object", 1)]),
        ('{"articles": "chữ", "text": "a"}', ["f.json"], []),
        ('[{"id": 1, "text": "a"},\n {"id": 2 "text"}]', ["1"], [("bad-json", 2)]),
        ('[{"id": 1, "text": "a"}', ["1"], [("bad-json", 1)]),
        ('{"id": 1, "text": "a"} x', ["1"], [("bad-json", 1)]),
        ("[" * 100_000, [], [("bad-json", 1)]),
        ('[{"id": ' + "9" * 5000 + "}]", [], [("bad-json", 1)]),
    ],
)
def test_json_files(tmp_path: Path, text: str, expected_ids: list[str], problems: object) -> None:
    found = read(tmp_path / "f.json", text)
    assert ids(found) == expected_ids
    assert codes(found) == problems


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["id", "title", "text", "articles", "docs", "author", "date", "x"])
                | st.text(max_size=3),
                inner,
                max_size=5,
            )
        ),
        max_leaves=20,
    ),
    indent=st.sampled_from([None, 1]),
)
def test_any_json_value_is_walked_to_its_end(
    tmp_path: Path, value: object, indent: int | None
) -> None:
    found = read(tmp_path / "f.json", json.dumps(value, indent=indent))
    assert "bad-json" not in [code for code, _ in codes(found)]
    names = ids(found)
    assert len(names) == len(set(names))


# --- anything -----------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        b"---\n",
        b"title: x\n",
        b"# a\n",
        b"{",
        b'{"id":"a","text":"b"}\n',
        b"[",
        b"\xff\xfe",
        b"<html><body><p>",
        b"</p>",
        "Kim Ngân\n".encode(),
        "Ngày đăng: 01/02/2020\n".encode(),
        b"\x00",
        b"**",
        b"```\n",
        b"|a|\n",
        "Bình luận\n".encode(),
        b"\xe1\xba",
        b"\r",
        b"<script type='application/ld+json'>{\"@graph\":[1]}</script>",
    ]
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    data=st.binary(max_size=200)
    | st.lists(PIECES | st.binary(max_size=9), max_size=12).map(b"".join),
    suffix=st.sampled_from(READABLE_SUFFIXES),
    gzipped=st.sampled_from(["", ".gz", "good.gz"]),
)
def test_any_bytes_in_any_kind_of_file(
    tmp_path: Path, data: bytes, suffix: str, gzipped: str
) -> None:
    if gzipped == "good.gz":
        data, gzipped = gzip.compress(data), ".gz"
    found = read(tmp_path / f"f{suffix}{gzipped}", data)
    for each in found:
        assert isinstance(each, (Article, Problem))
        if isinstance(each, Article):
            assert each.title or each.body
            assert all(paragraph.strip() for paragraph in each.body)
            assert "\n" not in each.title
            str(each).encode("utf-8")
    assert len(ids(found)) == len(set(ids(found)))


# --- size ---------------------------------------------------------------------------------------


def peak_of(path: Path) -> tuple[int, int, list[Problem]]:
    """Peak of traced memory in bytes, number of articles, problems."""
    tracemalloc.start()
    try:
        count, problems = 0, []
        for each in read_file(path, root=path.parent):
            if isinstance(each, Problem):
                problems.append(each)
            else:
                count += 1
        return tracemalloc.get_traced_memory()[1], count, problems
    finally:
        tracemalloc.stop()


def test_json_lines_are_a_stream(tmp_path: Path) -> None:
    line = json.dumps({"text": "nêu gương " * 400}, ensure_ascii=False).encode() + b"\n"
    path = tmp_path / "lon.jsonl"
    with path.open("wb") as file:
        for _ in range(50_000_000 // len(line)):
            file.write(line)
    peak, count, problems = peak_of(path)
    assert count == 50_000_000 // len(line)
    assert not problems
    assert peak < 12_000_000


def test_a_line_of_a_hundred_megabytes_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / "dai.jsonl"
    with path.open("wb") as file:
        file.write(b'{"id":"1","text":"x"}\n{"text":"')
        for _ in range(100):
            file.write(b"a " * 500_000)
        file.write(b'"}\n{"id":"3","text":"z"}\n')
    peak, count, problems = peak_of(path)
    assert (count, [(p.code, p.details["line"]) for p in problems]) == (2, [("line-too-long", 2)])
    assert peak < 2 * MAX_LINE_BYTES + 8_000_000


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_a_text_of_a_hundred_megabytes_is_refused_early(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"lon{suffix}"
    with path.open("wb") as file:
        for _ in range(100):
            file.write(b"a " * 500_000)
    peak, _, problems = peak_of(path)
    assert [p.code for p in problems] == ["too-large"]
    assert peak < 60_000_000


def test_a_bomb_does_not_unpack_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "bom.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=6) as file:
        for _ in range(400):
            file.write(bytes(b" " * 1_000_000))
    peak, _, problems = peak_of(path)
    assert [p.code for p in problems] == ["gzip-bomb"]
    assert peak < 2 * MAX_LINE_BYTES + 8_000_000
    small = tmp_path / "bom.txt.gz"
    small.write_bytes(path.read_bytes())
    assert [p.code for p in peak_of(small)[2]] == ["too-large"]
