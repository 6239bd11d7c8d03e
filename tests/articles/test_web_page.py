"""Saved web pages: what they state, what they do not, and pages made to do harm."""

from __future__ import annotations

import datetime as dt
import logging
import socket
import sys
import time
from pathlib import Path

import pytest

from searcher.articles import Article, Problem, read_file

pytest.importorskip("trafilatura", reason="needs the html extra")

PARAGRAPHS = [
    "Sáng sớm, khi sương còn chưa tan trên mặt hồ, bà con trong bản đã gọi nhau ra ruộng. Năm nay mưa "
    "thuận gió hòa, bông lúa nào cũng nặng trĩu, ai đi qua cũng muốn dừng lại ngắm một lúc.",
    "Ông trưởng bản kể, cách đây mười năm cả xã mới có hai chiếc máy gặt, nhà nào cũng phải chờ. Bây "
    "giờ thì khác: hợp tác xã lo từ khâu làm đất đến khâu sấy, bà con chỉ việc chọn ngày.",
    "Chiều xuống, khói bếp bay lên từ những mái nhà sàn. Trẻ con chạy theo xe lúa, tay cầm những bông "
    "lúa sót lại trên đường, vừa chạy vừa hát bài hát mới học ở trường.",
]
TITLE = "Mùa gặt trên bản cao"


def page(head: str = "", top: str = "", bottom: str = "", footer: str = "") -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>"
        f"<nav><ul><li><a href='/'>Trang chủ</a></li></ul></nav><article>"
        f"<h1>{TITLE}</h1>{top}{text}{bottom}"
        f"</article><footer><p>{footer}</p></footer></body></html>"
    )


def read(folder: Path, text: str | bytes) -> Article | Problem:
    path = folder / "trang.html"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    (found,) = read_file(path, root=folder)
    return found


def article(folder: Path, text: str) -> Article:
    found = read(folder, text)
    assert isinstance(found, Article), found
    return found


LD = '<script type="application/ld+json">{}</script>'
DAY = dt.date(2020, 10, 5)


def test_text_and_title(tmp_path: Path) -> None:
    found = article(tmp_path, page(head=f"<title>{TITLE} - Bản tin Vùng Cao</title>"))
    assert found.title == TITLE
    assert list(found.body) == PARAGRAPHS
    assert (found.date, found.author, found.section, found.source) == (None, None, None, None)
    assert found.id == "trang.html"


@pytest.mark.parametrize(
    "where",
    [
        {"head": '<meta property="article:published_time" content="2020-10-05T08:00:00+07:00">'},
        {"head": '<meta itemprop="datePublished" content="2020-10-05">'},
        {"head": '<meta name="pubdate" content="2020-10-05 08:00">'},
        {"head": LD.format('{"@type": "NewsArticle", "datePublished": "2020-10-05T08:00:00Z"}')},
        {"head": LD.format('{"@graph": [{"@type": ["Article"], "datePublished": "2020-10-05"}]}')},
        {"head": LD.format('[{"@type": "NewsArticle", "dateModified": "2020-10-05"}]')},
        {"head": '<meta property="article:modified_time" content="2020-10-05">'},
        {"top": '<time datetime="2020-10-05T08:00">hôm qua</time>'},
        {"top": '<span itemprop="datePublished">05/10/2020</span>'},
        {"top": "<div>Thứ Hai, 05/10/2020 08:00</div>"},
        {"top": "<p class='date'>Ngày đăng: 05/10/2020</p>"},
        {"bottom": "<p>Ngày đăng: 05/10/2020</p>"},
    ],
)
def test_a_date_the_page_states(tmp_path: Path, where: dict[str, str]) -> None:
    found = article(tmp_path, page(**where))
    assert found.date == DAY
    assert list(found.body) == PARAGRAPHS


@pytest.mark.parametrize(
    "where",
    [
        {"footer": "Copyright 2022 Bản tin Vùng Cao"},
        {"footer": "© 05/10/2020"},
        {"footer": '<time datetime="2020-10-05">05/10/2020</time>'},
        {"head": '<link rel="canonical" href="https://vungcao.example/2020/10/05/mua-gat.html">'},
        {"bottom": '<aside><time datetime="2020-10-05">05/10/2020</time> Bài khác</aside>'},
        {"head": '<meta property="article:published_time" content="0001-01-01T00:00:00">'},
        {"head": LD.format('{"@type": "Organization", "datePublished": "2020-10-05"}')},
        {"head": LD.format("{không phải JSON")},
        {"head": LD.format('{"@type": "Article", "datePublished": 1601880000}')},
    ],
)
def test_no_date_is_invented(tmp_path: Path, where: dict[str, str]) -> None:
    assert article(tmp_path, page(**where)).date is None


def test_todays_date_above_the_headline_is_not_the_articles(tmp_path: Path) -> None:
    text = page().replace("<nav>", "<div>Thứ Hai, 05/10/2020</div><nav>")
    assert article(tmp_path, text).date is None


def test_what_the_page_states_of_itself(tmp_path: Path) -> None:
    head = (
        f'<title>{TITLE} | Bản tin Vùng Cao</title><meta property="og:title" content="{TITLE}">'
        '<meta property="og:site_name" content="Bản tin Vùng Cao">'
        '<meta name="author" content="Lò Văn Mây">'
        '<meta property="article:section" content="Nông nghiệp">'
        '<link rel="canonical" href="https://vungcao.example/mua-gat">'
    )
    found = article(tmp_path, page(head=head))
    assert (found.title, found.author, found.section) == (TITLE, "Lò Văn Mây", "Nông nghiệp")
    assert (found.source, found.url) == ("Bản tin Vùng Cao", "https://vungcao.example/mua-gat")


def test_the_sites_name_is_no_part_of_the_title(tmp_path: Path) -> None:
    head = (
        f'<meta property="og:title" content="{TITLE} - Bản tin Vùng Cao">'
        '<meta property="og:site_name" content="Bản tin Vùng Cao">'
    )
    text = page(head=head).replace(f"<h1>{TITLE}</h1>", "<h1>Bản tin Vùng Cao</h1>")
    assert article(tmp_path, text).title == TITLE


@pytest.mark.parametrize("name", ["admin", "Báo Vùng Cao", "https://vungcao.example/mây"])
def test_what_is_no_person_is_no_author(tmp_path: Path, name: str) -> None:
    assert article(tmp_path, page(head=f'<meta name="author" content="{name}">')).author is None


def test_a_page_of_few_words_is_kept(tmp_path: Path) -> None:
    found = article(tmp_path, "<html><body><p>Chợ nghỉ hôm nay.</p></body></html>")
    assert " ".join((found.title, *found.body)).strip() == "Chợ nghỉ hôm nay."


HARMFUL = {
    "deep": "<div>" * 100_000 + "chữ",
    "wide": "<p>a</p>" * 100_000,
    "attributes": "<p " + " ".join(f"a{i}=1" for i in range(50_000)) + ">chữ</p>",
    "nested": ("<div><p>" * 100 + "chữ " * 30 + "</p></div>" * 100) * 300,
    "entities": '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y SYSTEM "file:///etc/passwd">]><p>&x;&y; chữ</p>',
    "include": '<p>chữ</p><img src="http://127.0.0.1:9/a"><iframe src="file:///etc/passwd"></iframe>',
    "declared": '<?xml version="1.0" encoding="utf-16"?><html><p>chữ đây</p></html>',
    "scripts": page() + "<script>" * 20_000,
    "tables": "<table><tr><td>" * 3_000 + "chữ",
    "quotes": "<blockquote>" * 5_000 + "chữ",
    "ld": page(head=LD.format('{"@graph":' * 3_000 + "1" + "}" * 3_000)),
    "open": "<" * 200_000 + "chữ",
}


@pytest.mark.parametrize("name", HARMFUL)
def test_harmful_pages_end_soon_and_reach_nothing(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(*_: object, **__: object) -> None:
        raise AssertionError("a page was let onto the network")

    monkeypatch.setattr(socket, "socket", refusing)
    monkeypatch.setattr(socket, "create_connection", refusing)
    start = time.perf_counter()
    found = read(tmp_path, HARMFUL[name])
    assert time.perf_counter() - start < 10
    if isinstance(found, Article):
        assert "root:" not in found.text
    else:
        assert found.code in ("bad-html", "empty")


def test_without_the_extra_the_command_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    found = read(tmp_path, page())
    assert isinstance(found, Problem)
    assert found.code == "html-extra-missing"
    assert found.details == {"command": "pip install trafilatura lxml_html_clean"}


def test_nothing_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        read(tmp_path, "<html><body></body></html>")
        read(tmp_path, "<p>")
    assert caplog.records == []


def test_the_library_is_imported_for_pages_only() -> None:
    import subprocess

    code = "import sys, searcher.articles; print({'trafilatura', 'lxml'} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "set()"
