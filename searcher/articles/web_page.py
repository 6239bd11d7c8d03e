"""A saved web page becomes an article: its text by trafilatura, the rest from what the page states.

trafilatura is an optional extra and slow to import, hence inside the function. It is asked for the
text only, because it guesses dates. Nothing is ever fetched.
"""

from __future__ import annotations

import logging
import re
import sys
import warnings
from typing import Any

from searcher.articles.paragraphs import Paragraph, clean
from searcher.articles.pasted import Pasted, read_pasted
from searcher.articles.problems import Skipped
from searcher.text.decode import split_lines

INSTALL_COMMAND = "pip install trafilatura lxml_html_clean"

# Enough for the longest of pages without embedded pictures; the time grows with it.
MAX_PAGE_BYTES = 4 << 20

# Beyond this trafilatura takes more than a few seconds: measured on pages of 60,000 elements 100
# deep (23 s) and of 100,000 elements beside each other (10 s). Real pages have about 3,000.
_MAX_ELEMENTS = 20_000
_MAX_SUM_OF_DEPTHS = 400_000
# The parser's time grows with the square of the attributes of one tag (50,000: 11 s).
_TAG = re.compile(r"""<[A-Za-z](?:"[^"]*"|'[^']*'|[^"'>])*""")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_BETWEEN_ATTRIBUTES = re.compile(r"[\s/=]+")
_MAX_TAG_CHARACTERS = 5_000
_MAX_ATTRIBUTES = 1_000

_INLINE = frozenset(
    "a abbr b bdi bdo cite code del dfn em font i ins kbd mark q s small span strong sub sup u".split()
)
_TEXT_PATH = (
    "//body//*[self::p or self::h1 or self::h2 or self::h3 or self::h4 or self::li or self::td "
    "or self::th or self::pre or self::figcaption or self::blockquote]"
    "[not(ancestor::nav or ancestor::footer or ancestor::aside or ancestor::form)]"
)


def read_web_page(text: str) -> Pasted:
    """Take a web page apart.

    Args:
        text: The decoded page.

    Raises:
        Skipped: ``html-extra-missing``, or ``bad-html`` for pages no parser gets through.
    """
    try:
        import lxml.etree  # type: ignore[import-untyped]
        import lxml.html  # type: ignore[import-untyped]

        _import_extractor()
    except ImportError:
        raise Skipped("html-extra-missing", command=INSTALL_COMMAND) from None
    from searcher.articles.page_metadata import PageMetadata

    # Bytes, because lxml refuses strings that declare an encoding. Its HTML parser knows no
    # entities but HTML's own, fetches nothing, and bounds the depth of the tree.
    if _has_monstrous_tag(text):
        raise Skipped("bad-html", reason="a tag with thousands of attributes")
    data = text.replace("\x00", " ").encode("utf-8", "replace")
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        tree = lxml.html.document_fromstring(data, parser=parser)
    except lxml.etree.LxmlError as error:
        reason = str(error).splitlines() or ["empty"]
        raise Skipped("bad-html", reason=reason[0]) from None
    try:
        stated = PageMetadata(tree)
        known = Pasted(
            title=stated.title,
            date=stated.date,
            author=stated.author,
            section=stated.section,
            source=stated.source,
            url=stated.url,
        )
        seen = None
        if not _is_monstrous(tree):
            seen = _extracted(data)
        lines = split_lines(seen) if seen else _lines(tree)
    except Exception as error:
        # Third-party code on pages from anywhere: whatever it raises, the next file is read.
        raise Skipped("bad-html", reason=type(error).__name__) from None
    return _with_text(known, lines)


def _import_extractor() -> None:
    if sys.modules.get("trafilatura") is None:
        # What it imports switches warnings off, for the whole process.
        with warnings.catch_warnings():
            import trafilatura  # noqa: F401


def _extracted(data: bytes) -> str | None:
    import trafilatura

    # It complains about every page it cannot make sense of; so do we, once and in our words.
    logger = logging.getLogger("trafilatura")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        found: str | None = trafilatura.extract(data, include_comments=False, include_tables=True)
        return found
    finally:
        logger.setLevel(level)


def _with_text(known: Pasted, lines: list[str]) -> Pasted:
    """Add the text, and what only the text says."""
    cleaned = [text for line in lines if (text := clean(line))]
    found = read_pasted([Paragraph(text, i) for i, text in enumerate(cleaned)], title=known.title)
    known.body = found.body
    known.cut = found.cut
    known.title = known.title or found.title
    known.date = known.date or found.date
    known.author = known.author or found.author
    known.section = known.section or found.section
    known.source = known.source or found.source
    known.url = known.url or found.url
    return known


def _has_monstrous_tag(text: str) -> bool:
    for match in _TAG.finditer(text):
        if len(match[0]) > _MAX_TAG_CHARACTERS:
            names = _BETWEEN_ATTRIBUTES.findall(_QUOTED.sub("", match[0]))
            if len(names) > _MAX_ATTRIBUTES or match[0].count("=") > 5 * _MAX_ATTRIBUTES:
                return True
    return False


def _is_monstrous(tree: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Whether a page has far more elements, or far deeper ones, than pages for readers have."""
    from lxml.etree import iterwalk

    depth = count = total = 0
    for event, _ in iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start":
            count += 1
            total += depth
            if count > _MAX_ELEMENTS or total > _MAX_SUM_OF_DEPTHS:
                return True
    return False


def _lines(tree: Any) -> list[str]:  # noqa: ANN401 - lxml has no types
    """The text of a page in which no article was found: all its paragraphs."""
    elements = tree.xpath(_TEXT_PATH)
    return [" ".join("".join(_own_text(element)).split()) for element in elements]


def _own_text(element: Any) -> list[str]:  # noqa: ANN401 - lxml has no types
    """The text of an element without that of the paragraphs inside it, which speak for themselves.

    Otherwise the text of a thousand nested list items would be there a thousand times.
    """
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag in _INLINE:
            pieces.extend(map(str, child.itertext()))
        pieces.append(child.tail or "")
    return pieces
