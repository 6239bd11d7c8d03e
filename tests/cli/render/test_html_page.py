"""A page of results: all of the text is on it, nothing on it runs, and a browser reads it so."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.cli.language import Words
from searcher.cli.render.html_page import page_lines
from searcher.cli.render.safe import neutralise
from searcher.search.explain import Explanation, SlotShare, VariantShare
from searcher.search.facets import Facet, FacetValue
from searcher.search.results import Change, Group, Hit, Passage, Results, Suggestion, Understood
from tests.cli.conftest import FULL, FakeLibrary, RunCli, make_hit, make_results, sample_hits

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NASTY = [
    "<script>document.title='ran'</script>",
    '"><img src=x onerror="document.title=\'ran\'">',
    "' onclick='x",
    "</title></style><b>",
    "<!-- -->",
    "&lt;&amp;&#60;",
    "javascript:alert(1)",
    "\x00\x1b[31m\u202e\ud800\u2028",
    "nêu gương ne\u0302u 漢字 👩\u200d👧",
    "]]>",
]
TEXT = st.one_of(
    st.sampled_from(NASTY), st.text(st.characters(codec=None, exclude_categories=()), max_size=30)
)
MAYBE = st.none() | TEXT
VOID = {"meta", "img", "br", "link", "input"}
ATTRIBUTES = {
    "lang", "charset", "http-equiv", "content", "name", "class", "value", "datetime", "href", "rel",
    "aria-label", "scope", "min", "max",
}  # fmt: skip
ELEMENTS = set(
    "html head meta title style body header h1 h2 h3 p main section ol li article time span em a mark "
    "blockquote details summary pre table caption tr th td meter".split()
)


class Page(HTMLParser):
    """Reads a page strictly: every element ends where it must, and only those there are occur."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.whole: list[str] = []
        self.links: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ELEMENTS, tag
        for key, value in attrs:
            assert key in ATTRIBUTES, key
            if key == "href":
                assert re.match(r"(?:file:///|https?://)", value or "")
                self.links.append(value or "")
        if tag not in VOID:
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in set(self.open):
            self.texts[tag][-1] += data
        self.whole.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def page(results: Results, language: str = "vi", explanations: tuple[Explanation, ...] = ()) -> str:
    return "\n".join(page_lines(results, Words(language), explanations))  # type: ignore[arg-type]


@st.composite
def any_results(draw: st.DrawFn) -> Results:
    passage = draw(TEXT.filter(bool))
    end = draw(st.integers(1, len(passage)))
    changes = {
        "id": draw(TEXT.filter(bool)),
        "title": draw(TEXT.filter(bool)),
        "title_highlights": (),
        "author": draw(MAYBE),
        "section": draw(MAYBE),
        "source": draw(MAYBE),
        "url": draw(MAYBE | TEXT.map(lambda text: "http://a.vn/" + text)),
        "path": draw(MAYBE | TEXT.map(lambda text: "/" + text)),
        "passages": (Passage(passage, ((0, end),), 0, 0, False, False),),
    }
    hit = make_hit(1, **changes)
    value = draw(TEXT.filter(bool))
    facet = Facet("source", (FacetValue(value, 3),), 2, 1, 1)
    query = draw(TEXT)
    grouped = draw(st.booleans())
    return make_results(
        query,
        [hit],
        facets=(facet,),
        groups=(Group("source", value, 3, (hit,)),) if grouped else (),
        understood=Understood(query, suggestions=(Suggestion(value, "marks"),)),
    )


def facts(hit: Hit) -> list[str]:
    known = (hit.source, hit.section, hit.author, hit.id)
    return [neutralise(part) for part in known if part]


@settings(max_examples=150, deadline=None)
@given(any_results(), st.sampled_from(["vi", "en"]))
def test_whatever_is_in_the_articles_is_text(results: Results, language: str) -> None:
    read = Page(page(results, language))
    hit = results.hits[0]
    heading = "h3" if results.groups else "h2"
    assert read.texts[heading][-1] == neutralise(hit.title)
    assert read.texts["blockquote"] == [neutralise(hit.passages[0].text)]
    start, end = hit.passages[0].highlights[0]
    assert read.texts["mark"] == [neutralise(hit.passages[0].text[start:end])]
    whole = "".join(read.whole)
    for fact in facts(hit):
        assert fact in whole
    assert neutralise(results.query.strip()) in read.texts["h1"][0]
    assert neutralise(results.facets[0].values[0].value) in read.texts["th"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_all_parts(language: str) -> None:
    variant = VariantShare("nêu", "exact", 1.0, {"body": 2})
    explanation = Explanation((SlotShare("<nêu>", 1, 3, 0.5, 1.2, (variant,)),), 1.0, (), ())
    hits = sample_hits()
    results = make_results(
        "UBND nêu guong",
        hits,
        understood=Understood(
            "UBND nêu guong",
            expanded=(Change("UBND", "ủy ban nhân dân"),),
            suggestions=(Suggestion("UBND nêu gương", "marks"),),
        ),
        facets=(
            Facet("month", (FacetValue("2019-07", 12),), 30, 4, 2),
            Facet("author", (), 0, 0, 0),
        ),
        groups=(
            Group("source", "Báo Mẫu", 1200, tuple(hits[:2])),
            Group("source", None, 1, (hits[2],)),
        ),
    )
    text = page(results, language, (explanation,) * 3)
    read = Page(text)
    words = Words(language)  # type: ignore[arg-type]
    assert read.texts["time"] == ["15/07/2019"] * 2
    assert read.texts["mark"] == [
        "nêu gương",
        "nêu gương",
        "ne\u0302u gu\u031bo\u031bng",
        "nêu gương",
    ]
    assert len(read.texts["details"]) == 3
    assert "<nêu>" in read.texts["pre"][0]
    assert [each.split("  ")[0] for each in read.texts["h2"]] == [
        f"Báo Mẫu {words.say('search.group-count', count=1200)}",
        f"{words.say('facet.unknown')} {words.say('search.group-count', count=1)}",
    ]
    assert read.texts["th"][0] == "07/2019"
    assert '<li value="3">' in text
    assert f'href="{FULL.url}"' in text
    assert 'href="file:///tin/tr%E1%BB%91ng%20r%E1%BB%97ng.jsonl"' in text
    assert "ủy ban nhân dân" in read.texts["p"][0]
    assert '<html lang="vi">' in text
    assert ('lang="en"' in text) is (language == "en")


def test_nothing_comes_from_elsewhere_and_the_policy_allows_nothing_but_the_style() -> None:
    import base64
    import hashlib

    text = page(make_results("x", sample_hits()))
    style = re.search("<style>(.*?)</style>", text, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in text
    assert "url(" not in style[1]
    assert "@import" not in style[1]
    assert not re.search(r"\ssrc=|<link|\sstyle=", text)


def test_a_file_is_written_as_a_whole(run_cli: RunCli, tmp_path: Path) -> None:
    file = tmp_path / "trang.html"
    file.write_text("old", "utf-8")
    outcome = run_cli("search", "nêu gương", "--html", str(file))
    assert (outcome.code, outcome.out) == (0, "")
    assert f"Written: {file}" in outcome.err
    assert Page(file.read_text("utf-8")).texts["h1"] == ["nêu gương"]
    assert [each.name for each in tmp_path.iterdir()] == ["trang.html"]
    assert run_cli("search", "nêu gương", "--html", "-").out == file.read_text("utf-8")
    folder = run_cli("search", "x", "--html", str(tmp_path))
    assert (folder.code, folder.err.splitlines()[-1]) == (
        2,
        f"searcher: {tmp_path}: this is a folder, not a file.",
    )
    nowhere = run_cli("search", "x", "--html", str(tmp_path / "no" / "x.html"))
    assert (nowhere.code, "no such file or folder" in nowhere.err) == (2, True)
    both = run_cli("search", "x", "--html", "-", "--json")
    assert (both.code, "--html does not go with --json" in both.err) == (2, True)


def test_a_page_of_nothing(run_cli: RunCli, library: FakeLibrary) -> None:
    library.answer = lambda query, *_: make_results(query, [])
    outcome = run_cli("search", "<x>", "--html", "-", "--lang", "vi")
    assert outcome.code == 1
    assert Page(outcome.out).texts["p"] == ["Không tìm thấy bài nào."]


def test_a_stream_that_is_not_unicode(run_cli: RunCli) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, "latin-1", newline="\n")
    assert run_cli("search", "nêu gương", "--html", "-", stdout=stream).code == 0
    assert Page(raw.getvalue().decode("ascii")).texts["h1"] == ["nêu gương"]


@pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here")
def test_in_a_browser(tmp_path: Path) -> None:
    hits = [
        make_hit(rank, title=text.replace("\ud800", ""), title_highlights=())
        for rank, text in enumerate(NASTY, 1)
    ]
    file = tmp_path / "page.html"
    file.write_text(page(make_results("neu guong", hits)), "utf-8")
    ran = subprocess.run(
        [
            CHROMIUM or "", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", file.as_uri(),
        ],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=True,
    )  # fmt: skip
    read = Page(ran.stdout.removeprefix("<!DOCTYPE html>"))
    assert read.texts["title"] == ["neu guong – kết quả tìm kiếm"]
    assert read.texts["mark"] == ["nêu gương"] * len(NASTY)
    assert read.texts["h2"] == [neutralise(hit.title) for hit in hits]
