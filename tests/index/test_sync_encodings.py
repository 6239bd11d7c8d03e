"""Files in older encodings in an index: counted, shown, and read as somebody said they should be."""

from __future__ import annotations

from pathlib import Path

import pytest

from searcher.index import IndexReader, sync
from searcher.text.decode import ENCODINGS
from tests.text.older import as_bytes, seen_as_western

TEXT = (
    "Hội nghị sơ kết\n\nĐồng chí chủ tịch xã báo cáo kết quả thực hiện nhiệm vụ sáu tháng đầu năm, "
    "nêu rõ những việc đã làm được và những việc còn chậm trễ."
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "bai"
    folder.mkdir()
    for encoding in ("tcvn3", "vni", "viscii", "windows-1258"):
        (folder / f"{encoding}.txt").write_bytes(as_bytes(TEXT, encoding))
    (folder / "seen.txt").write_text(seen_as_western(TEXT, "tcvn3"), encoding="utf-8")
    (folder / "utf-8.txt").write_text(TEXT + "\n\nThêm một dòng.", encoding="utf-8")
    # Too little to be recognised.
    (folder / "short.txt").write_bytes(as_bytes("ruộng", "tcvn3"))
    return folder


def run(index: Path, *sources: Path, **options: object) -> tuple[int, int, list[str]]:
    report = sync(index, sources, words=False, jobs=1, **options)  # type: ignore[arg-type]
    return report.added, report.updated, [problem.code for problem in report.problems]


def encodings(index: Path) -> dict[str, int]:
    with IndexReader.open(index) as reader:
        return dict(reader.stats().encodings)


def test_what_articles_were_in_is_counted(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    added, _, problems = run(index, corpus)
    assert (added, problems) == (6, ["undecodable"])
    assert encodings(index) == {
        "utf-8": 1, "tcvn3": 1, "vni": 1, "viscii": 1, "windows-1258": 1, "tcvn3-in-utf-8": 1,
    }  # fmt: skip
    (corpus / "vni.txt").unlink()
    run(index, corpus)
    assert "vni" not in encodings(index)
    with IndexReader.open(index) as reader:
        doc = reader.find("tcvn3.txt")
        assert doc is not None
        article = reader.article(doc)
        assert (article.encoding, article.title) == ("tcvn3", "Hội nghị sơ kết")
        docs, _ = reader.postings("body", "nhiem", "nhiệm")
        assert len(docs) == 5


def test_what_somebody_says_is_remembered_with_the_source(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    run(index, corpus)
    for name in ("vni.txt", "viscii.txt", "windows-1258.txt"):
        (corpus / name).unlink()
    assert run(index, corpus) == (0, 0, ["undecodable"])
    # Files that did not change are read again, those in Unicode as before.
    assert run(index, corpus, encoding="tcvn3") == (1, 0, [])
    assert encodings(index) == {"utf-8": 1, "tcvn3": 2, "tcvn3-in-utf-8": 1}
    assert run(index, corpus) == (0, 0, [])
    (corpus / "new.txt").write_bytes(as_bytes("vườn", "tcvn3"))
    assert run(index) == (1, 0, [])
    # Said again, nothing is read; said otherwise, everything is.
    assert run(index, corpus, encoding="tcvn3") == (0, 0, [])
    added, updated, problems = run(index, encoding="auto")
    assert (added, updated, problems) == (0, 0, ["undecodable", "undecodable"])
    assert encodings(index) == {"utf-8": 1, "tcvn3": 1, "tcvn3-in-utf-8": 1}


def test_a_rebuild_and_other_sources_keep_what_was_said(corpus: Path, tmp_path: Path) -> None:
    index, other = tmp_path / "index", tmp_path / "khac"
    other.mkdir()
    (other / "k.txt").write_bytes(as_bytes("ruộng", "vni"))
    run(index, corpus, encoding="tcvn3")
    assert run(index, other)[2] == ["undecodable"]
    added, _, problems = run(index, rebuild=True)
    # Six texts in four encodings, read as TCVN3: three of them are not what they should be.
    assert (added, problems) == (7, ["undecodable"])
    assert run(index, other, encoding="vni") == (1, 0, [])
    found = encodings(index)
    assert (found["vni"], found["utf-8"]) == (1, 1)


def test_an_unknown_encoding_is_refused(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="klingon"):
        run(tmp_path / "index", corpus, encoding="klingon")


def test_the_command_line_knows_the_same_names() -> None:
    from searcher.cli.commands.index import ENCODINGS as OFFERED

    assert ("auto", *ENCODINGS) == OFFERED


def test_one_file_of_a_folder_can_be_told_apart(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    assert run(index, corpus)[2] == ["undecodable"]
    assert run(index, corpus / "short.txt", encoding="tcvn3") == (1, 0, [])
    assert encodings(index)["tcvn3"] == 2
    # Whoever looks at it next: the folder it is in, both, or a rebuild.
    (corpus / "short.txt").write_bytes(as_bytes("vườn", "tcvn3"))
    assert run(index, corpus) == (0, 1, [])
    (corpus / "short.txt").write_bytes(as_bytes("làng", "tcvn3"))
    assert run(index) == (0, 1, [])
    assert run(index, rebuild=True)[2] == []
    assert run(index, corpus / "short.txt", encoding="auto")[2] == ["undecodable"]
