"""What a web page says about its article in its own head: title, date, author, section, publisher.

Reads an lxml tree. Only statements count: a year in a copyright line, the address of the page or the
time of the file are no date. Not for the text of the article: see ``searcher.articles.web_page``.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from searcher.articles.bylines import is_name
from searcher.articles.dates import date_line, parse_date
from searcher.articles.paragraphs import clean
from searcher.articles.plain import plain
from searcher.articles.records import one_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

_PUBLISHED = (
    "article:published_time", "datepublished", "og:published_time", "pubdate", "publishdate",
    "publish_date", "article.published", "dc.date.issued", "dc.date.created", "dc.date",
    "dcterms.created", "date",
)  # fmt: skip
_MODIFIED = ("article:modified_time", "datemodified", "og:updated_time", "lastmod")

# What stands around an article and may be about other ones.
_AROUND = frozenset(("aside", "footer", "nav"))
_AROUND_CLASSES = ("related", "footer", "sidebar", "comment", "copyright", "lien-quan", "tin-khac")
_HIDDEN = frozenset(("script", "style", "noscript", "template", "svg", "head"))
_ARTICLE_TYPE = re.compile("Article|BlogPosting|Report")
_MAX_JSON_CHARACTERS = 1_000_000
_MAX_ANCESTORS = 60
# How many pieces of text below the headline may hold the date and the signature.
_LINES_BELOW_HEADLINE = 15


class PageMetadata:
    """The statements of one page; every property is ``None`` (or ``""``) where it says nothing."""

    def __init__(self, tree: HtmlElement) -> None:
        self._tree = tree
        self._meta = dict(_meta_values(tree))
        self._linked = list(_linked_data(tree))
        self._headings = [
            text
            for heading in tree.iter("h1")
            if not _is_around(heading) and (text := _text(heading))
        ]

    @property
    def title(self) -> str:
        """The headline without the name of the site, where the page tells the two apart."""
        announced = self._said("og:title") or self._linked_text("headline")
        in_head = next((text for e in self._tree.iter("title") if (text := _text(e))), "")
        site = plain(self.source or "")
        for heading in self._headings:
            known = (plain(announced), plain(in_head))
            if plain(heading) != site and any(plain(heading) in text for text in known):
                return heading
        if len(self._headings) == 1 and plain(self._headings[0]) != site and not announced:
            return self._headings[0]
        return self._without_site(announced or in_head)

    @property
    def date(self) -> dt.date | None:
        """The day of publication; of the last change where only that is stated."""
        return (
            self._stated(_PUBLISHED)
            or parse_date(self._linked_text("datePublished"))
            or self._marked_up()
            or self._below_headline()
            or self._stated(_MODIFIED)
            or parse_date(self._linked_text("dateModified"))
        )

    @property
    def author(self) -> str | None:
        """A person's name; addresses and the names of offices are none."""
        marked = self._tree.xpath(
            "//*[@rel='author' or @itemprop='author' or contains(@class,'author') "
            "or contains(@class,'byline')]"
        )
        stated = (self._said("author"), self._said("article:author"), self._linked_text("author"))
        seen = (_text(element) for element in marked[:10] if not _is_around(element))
        for name in (*stated, *seen):
            name = name.partition(":")[2].strip() if ":" in name else name
            if is_name(name):
                return name
        return None

    @property
    def section(self) -> str | None:
        """The rubric."""
        return self._said("article:section") or self._linked_text("articleSection") or None

    @property
    def source(self) -> str | None:
        """The publisher."""
        return self._said("og:site_name") or self._linked_text("publisher") or None

    @property
    def url(self) -> str | None:
        """The page's own address."""
        canonical = self._tree.xpath("//link[@rel='canonical']/@href")
        for address in (*map(str, canonical[:1]), self._said("og:url")):
            if address.strip().startswith(("https://", "http://")):
                return one_line(address)
        return None

    def _said(self, name: str) -> str:
        return self._meta.get(name, "")

    def _stated(self, names: tuple[str, ...]) -> dt.date | None:
        return next(filter(None, (parse_date(self._said(name)) for name in names)), None)

    def _linked_text(self, name: str) -> str:
        """A field of the JSON-LD: a string, or the name of a person or organisation."""
        for record in self._linked:
            value = record.get(name)
            values = value if isinstance(value, list) else [value]
            names = [v.get("name") if isinstance(v, dict) else v for v in values]
            text = ", ".join(one_line(v) for v in names if isinstance(v, str))
            if text:
                return text
        return ""

    def _without_site(self, title: str) -> str:
        site = plain(self.source or "")
        for separator in (" - ", " | ", " – ", " — "):
            head, found, tail = title.rpartition(separator)
            if found and head and site and plain(tail) == site:
                return clean(head)
        return title

    def _marked_up(self) -> dt.date | None:
        for element in self._tree.iter("time"):
            if not _is_around(element):
                day = parse_date(element.get("datetime") or _text(element))
                if day is not None:
                    return day
        return None

    def _below_headline(self) -> dt.date | None:
        """A line that is nothing but a date, near the headline; above it stands today's date."""
        below = 0
        started = not self._headings
        for element in self._tree.iter():
            if not isinstance(element.tag, str) or element.tag in _HIDDEN or len(element) > 5:
                continue
            if element.tag == "h1":
                started = True
            elif started and (text := _text(element)):
                below += 1
                line = date_line(text)
                if line is not None and not _is_around(element):
                    return line.date
                if below == _LINES_BELOW_HEADLINE:
                    break
        return None


def _meta_values(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """Names and contents; of repeated names the first counts, so they come in reverse."""
    stated = []
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = one_line(element.get("content") or "")
        if name and content:
            stated.append((name.lower(), content))
    for element in tree.xpath("//*[@itemprop='datePublished' or @itemprop='dateModified']"):
        content = element.get("content") or element.get("datetime") or _text(element)
        if content and not _is_around(element):
            stated.append((str(element.get("itemprop")).lower(), content))
    yield from reversed(stated)


def _linked_data(tree: HtmlElement) -> Iterator[Mapping[str, object]]:
    """The JSON-LD objects that describe an article."""
    for script in tree.iter("script"):
        text = script.text or ""
        if script.get("type") != "application/ld+json" or len(text) > _MAX_JSON_CHARACTERS:
            continue
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        records = value if isinstance(value, list) else [value]
        graphs = [r.get("@graph") for r in records if isinstance(r, dict)]
        for record in (
            *records,
            *(r for graph in graphs if isinstance(graph, list) for r in graph),
        ):
            if isinstance(record, dict) and _ARTICLE_TYPE.search(str(record.get("@type"))):
                yield record


def _text(element: HtmlElement) -> str:
    """The visible text of a small element on one line."""
    pieces: list[str] = []
    for piece in element.itertext():
        pieces.append(str(piece))
        if len(pieces) > 50:
            return ""
    return one_line(" ".join("".join(pieces).split()))


def _is_around(element: HtmlElement) -> bool:
    for depth, ancestor in enumerate((element, *element.iterancestors())):
        if depth > _MAX_ANCESTORS:
            return True
        classes = f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}".lower()
        if ancestor.tag in _AROUND or any(word in classes for word in _AROUND_CLASSES):
            return ancestor.tag not in ("body", "html")
    return False
