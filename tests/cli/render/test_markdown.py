"""``--markdown``: read back by a CommonMark parser, the document says what was found and nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from searcher.cli.language import Words
from searcher.cli.render.markdown import escaped, markdown_lines
from searcher.cli.render.safe import neutralise
from searcher.search.results import Passage
from tests.cli.conftest import RunCli, make_hit, make_results, sample_hits

PARSER = MarkdownIt("commonmark").enable("table").enable("strikethrough")
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=("Cs",)), max_size=60)
SIGNS = st.text(st.sampled_from("a1. -+=#*_`[]()<>&!~|\\:/\"'\n\t$ế"), max_size=30)


def document(*hits, query="nêu gương"):
    return "\n".join(markdown_lines(make_results(query, hits), Words("en"))) + "\n"


def shown(token: Token) -> str:
    return "".join(child.content for child in token.children or () if child.type != "html_inline")


def bold(token: Token) -> list[str]:
    found, inside = [], False
    for child in token.children or ():
        if child.type == "strong_open":
            inside = True
            found.append("")
        elif child.type == "strong_close":
            inside = False
        elif inside:
            found[-1] += child.content
    return found


def test_a_document_is_as_it_was_meant():
    text = document(*sample_hits()[:1])
    assert text == (
        "# nêu gương\n"
        "\n"
        "1 article matches fully\n"
        "\n"
        "## 1. Người đứng đầu phải **nêu gương**\n"
        "\n"
        "15/07/2019 · Báo Mẫu · Xã hội · Nguyễn Văn A · xa-hoi/neu-guong.txt · "
        "<https://example.vn/1>\n"
        "\n"
        "> Ở xã vùng cao, ai cũng biết chuyện bí thư chi bộ **nêu gương** hiến đất mở đường trước khi "
        "vận động bà con làm theo.\n"
    )


@given(ANY_TEXT | SIGNS)
def test_outside_text_is_shown_as_it_is(text):
    line = escaped(text)
    tokens = PARSER.parse(line)
    plain = neutralise(text).strip()
    if not plain:
        assert not line
        return
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    # A parser may trim blanks of its own kind at the ends of a line.
    assert shown(tokens[1]).strip() == plain
    assert {child.type for child in tokens[1].children} <= {"text", "text_special"}


WORD = st.text(st.sampled_from("neuguơngếđ5"), min_size=1, max_size=6)
BETWEEN = st.text(st.sampled_from(" .,;:*_`[<&\"'!-#"), min_size=1, max_size=4).map(
    lambda signs: f" {signs}" if signs[0] != " " else signs
)


@given(st.lists(st.tuples(WORD, BETWEEN, st.booleans()), min_size=1, max_size=8))
def test_the_bold_words_are_the_matches(parts):
    text, spans = "", []
    for word, between, matched in parts:
        if matched:
            spans.append((len(text), len(text) + len(word)))
        text += word + between
    passage = Passage(text, tuple(spans), 0, 0, False, False)
    tokens = PARSER.parse(document(make_hit(1, passages=(passage,))))
    quoted = tokens[[token.type for token in tokens].index("blockquote_open") + 2]
    assert shown(quoted).strip() == text.strip()
    assert bold(quoted) == [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://x.vn/> <b>", "https://x.vn/\x1b[31m", "//x", ""]
)
def test_only_an_address_becomes_a_link(url):
    text = document(make_hit(1, url=url))
    assert "<" not in text
    assert "link_open" not in {t.type for token in PARSER.parse(text) for t in token.children or ()}


def test_hits_of_all_kinds_are_safe_to_print():
    text = document(*sample_hits(), query="# <b>\x1b[31m")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)
    assert text.startswith("# \\# \\<b\\>␛\\[31m\n")
    headings = [t for t in PARSER.parse(text) if t.type == "heading_open"]
    assert len(headings) == 4


def test_search_writes_it(run_cli: RunCli):
    done = run_cli("search", "nêu gương", "--markdown")
    assert done.code == 0
    assert done.out.startswith("# nêu gương\n\n")
    assert run_cli("search", "x", "--markdown", "--explain").code == 2
