"""Which queries are read as keystrokes, decided by a small index."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from searcher.search.keystrokes import in_case, with_decoded
from searcher.search.query_parser import parse
from searcher.search.understand import literally, tokens_meant, understand
from searcher.text import canonical, tokenize
from tests.text.strategies import any_text

TEXTS = [
    "Cán bộ, đảng viên phải nêu gương trong sinh hoạt.",
    "Trách nhiệm nêu gương của người đứng đầu; việc gì khó, cán bộ đi trước.",
    "Là gì thì cũng phải hỏi người đi trước ở Việt Nam.",
    "Xe bus chạy qua trung tâm, taxi đợi ở ngoài; email của tòa soạn.",
    "Bú sữa mẹ, thế kỷ hai mươi, môn toán, con cò, con bò.",
    "Bạn muốn gương hay kính? Khi nào thì nên đổi gương?",
]


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    from searcher.index import IndexReader, sync

    folder = tmp_path_factory.mktemp("keystrokes")
    lines = [json.dumps({"id": str(n), "text": text}) for n, text in enumerate(TEXTS)]
    (folder / "texts.jsonl").write_text("\n".join(lines), encoding="utf-8")
    sync(folder / "index", [folder / "texts.jsonl"], words=False)
    with IndexReader.open(folder / "index") as opened:
        yield opened


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("neeu guwowng", "nêu gương"),
        ("NEEU Guwowng", "NÊU Gương"),
        ("ne6u gu7o7ng", "nêu gương"),
        ("ne^u gu+o+ng", "nêu gương"),
        ("tra'ch nhie^.m?", "trách nhiệm?"),
        ("tra'ch", "trách"),
        ("guwowng", "gương"),
        ("trach1", "trách"),
        ("nguoiwf ddi truowcs", "người đi trước"),
        # Half an evidence each.
        ("laf gif", "là gì"),
        # A real word beside keystrokes is decoded, too, when it can be.
        ("neeu guwowng bus", "nêu gương bú"),
        # What stands beside keystrokes may be plain, a number or known.
        ("neeu guwowng can bo", "nêu gương can bo"),
        ("neeu guwowng 2021", "nêu gương 2021"),
        ("email guwowng", "email gương"),
        ("nêu guwowng", "nêu gương"),
        ('"neeu guwowng" -hoir', '"nêu gương" -hỏi'),
    ],
)
def test_keystrokes_are_read(reader, typed, meant):
    understanding = understand(typed, parse, reader)
    assert understanding.understood.text == meant
    assert understanding.understood.decoded
    words = [t.marked for t in with_decoded(tokenize(typed), understanding.meant, reader)]
    if not understanding.meant:  # VIQR is read before the query is parsed
        words = canonical(understanding.understood.text).split()
    assert canonical(meant).split() == [word for word in words if word != "bus"]


@pytest.mark.parametrize(
    "typed",
    [
        "neu guong",
        "nêu gương",
        "xe bus",
        "taxi",
        "this seems most",  # no word of the index, and all have the form
        "reset",
        "laf",  # too little to tell
        "co2",
        "m2 5g mp3 covid19",
        "iphone guwowng",  # iphone is no word of this index, nor anything else
        "traschs",
        "moonf",  # decodes to what the index does not have
        "don't know",
        "A(1)",
        "ai?",
        "gương? nào",
        "T.Ư",
        "a.i",
    ],
)
def test_other_queries_stay_as_they_are(reader, typed):
    understanding = understand(typed, parse, reader)
    assert understanding.understood.text == typed
    assert understanding._replace(runs=()) == literally(typed, parse)


def test_a_word_that_the_index_holds_both_ways_is_looked_for_both_ways(reader):
    meant = understand("neeu guwowng bus", parse, reader).meant
    tokens = tokens_meant(meant, reader, "neeu guwowng bus")
    assert [(t.marked, t.position) for t in tokens] == [
        ("nêu", 0),
        ("gương", 1),
        ("bú", 2),
        ("bus", 2),
    ]


def test_a_misprint_in_an_article_makes_keystrokes_no_word(make_searcher):
    articles = [*(f"đi học lớp {n}" for n in range(1200)), "ddi học"]
    searcher = make_searcher(articles)
    results = searcher.search("ddi hocj")
    assert results.understood.text == "đi học"
    assert results.total == 1201


@pytest.mark.parametrize("typed", ["neeu guwowng", "ne6u gu7o7ng", "ne^u gu+o+ng"])
def test_articles_are_found_as_if_typed_with_marks(make_searcher, typed):
    searcher = make_searcher(TEXTS)
    marked = searcher.search("nêu gương")
    decoded = searcher.search(typed)
    assert [(h.id, h.score, h.passages) for h in decoded.hits] == [
        (h.id, h.score, h.passages) for h in marked.hits
    ]
    assert (decoded.total, decoded.partial) == (marked.total, marked.partial)
    assert searcher.rank(typed) == searcher.rank("nêu gương")
    literal = searcher.search("neeu guwowng", literal=True)
    assert literal.hits == ()
    assert literal.understood.text == "neeu guwowng"
    assert literal.understood.decoded == literal.understood.suggestions == ()


def test_what_was_decoded_is_told(make_searcher):
    understood = make_searcher(TEXTS).search("neeu guwowng can bo").understood
    assert understood.decoded == (("neeu", "nêu"), ("guwowng", "gương"))


@settings(max_examples=200)
@given(any_text)
def test_nothing_makes_it_fail(reader, text):
    from searcher.errors import QueryError

    try:
        expected = parse(text)
    except QueryError:
        return
    understanding = understand(text, parse, reader)
    if not understanding.understood.decoded:
        assert understanding.tree == expected
        assert understanding.understood.text == text


@pytest.mark.parametrize(
    ("meant", "typed", "written"),
    [
        ("gương", "GUWOWNG", "GƯƠNG"),
        ("gương", "Guwowng", "Gương"),
        ("ở", "OWR", "Ở"),
        ("á", "A", "Á"),
    ],
)
def test_the_letter_case_is_kept(meant, typed, written):
    assert in_case(meant, typed) == written
