"""Which files of a source are read, and that nothing outside of it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from searcher.articles import PROBLEM_TEMPLATES, Problem, describe, walk
from searcher.errors import SourceNotFound


def tree(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("văn bản", encoding="utf-8")


def listed(source: Path) -> list[str]:
    return [p.relative_to(source).as_posix() for p in walk(source) if isinstance(p, Path)]


def problems(source: Path) -> dict[str, str]:
    return {Path(p.path).name: p.code for p in walk(source) if isinstance(p, Problem)}


def test_files_come_sorted_folder_by_folder(tmp_path: Path) -> None:
    tree(tmp_path, "b/2.txt", "b/1.md", "a.jsonl.gz", "c.HTML", "B.txt", "b/x/y/z.ndjson", "ă.text")
    assert listed(tmp_path) == [
        "B.txt", "a.jsonl.gz", "b/1.md", "b/2.txt", "b/x/y/z.ndjson", "c.HTML", "ă.text",
    ]  # fmt: skip


def test_hidden_names_are_passed_over_silently(tmp_path: Path) -> None:
    tree(tmp_path, ".an.txt", ".git/config.txt", "thay.txt")
    assert [*walk(tmp_path)] == [tmp_path / "thay.txt"]


def test_other_kinds_are_counted(tmp_path: Path) -> None:
    tree(tmp_path, "anh.jpg", "bang.xlsx.gz", "Makefile", "bai.txt")
    assert problems(tmp_path) == {
        "anh.jpg": "unsupported", "bang.xlsx.gz": "unsupported", "Makefile": "unsupported",
    }  # fmt: skip
    assert listed(tmp_path) == ["bai.txt"]


def test_a_file_yields_itself(tmp_path: Path) -> None:
    tree(tmp_path, "bai.txt", ".ghi-chu.txt", "anh.png")
    assert [*walk(tmp_path / "bai.txt")] == [tmp_path / "bai.txt"]
    assert [*walk(tmp_path / ".ghi-chu.txt")] == [tmp_path / ".ghi-chu.txt"]
    (problem,) = walk(tmp_path / "anh.png")
    assert isinstance(problem, Problem)
    assert problem.code == "unsupported"


@pytest.mark.parametrize("name", ["khong-co", "khong\0co"])
def test_a_missing_source_is_said_at_once(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceNotFound):
        walk(tmp_path / name)


def test_links_out_of_the_source_are_problems(tmp_path: Path) -> None:
    tree(tmp_path, "ngoai/bi-mat.txt", "kho/bai.txt")
    kho = tmp_path / "kho"
    (kho / "tep.txt").symlink_to(tmp_path / "ngoai" / "bi-mat.txt")
    (kho / "thu-muc").symlink_to(tmp_path / "ngoai")
    (kho / "len").symlink_to("..")
    (kho / "dut.txt").symlink_to("khong-co")
    assert listed(kho) == ["bai.txt"]
    assert problems(kho) == {
        "tep.txt": "outside", "thu-muc": "outside", "len": "outside", "dut.txt": "unreadable",
    }  # fmt: skip
    assert [p.code for p in walk(kho / "tep.txt") if isinstance(p, Problem)] == ["outside"]


def test_a_folder_beside_with_the_same_beginning_is_outside(tmp_path: Path) -> None:
    tree(tmp_path, "kho/bai.txt", "kho2/khac.txt")
    (tmp_path / "kho" / "la.txt").symlink_to(tmp_path / "kho2" / "khac.txt")
    assert problems(tmp_path / "kho") == {"la.txt": "outside"}


def test_links_within_the_source_give_no_second_article_and_no_loop(tmp_path: Path) -> None:
    tree(tmp_path, "a/bai.txt", ".kho/thuc.txt")
    (tmp_path / "a" / "vong").symlink_to("..")
    (tmp_path / "a" / "minh").symlink_to("minh")
    (tmp_path / "ban-sao.txt").symlink_to("a/bai.txt")
    (tmp_path / "that.txt").symlink_to(".kho/thuc.txt")
    assert listed(tmp_path) == ["a/bai.txt", "that.txt"]
    assert problems(tmp_path) == {"minh": "unreadable"}


def test_a_source_that_is_a_link_is_followed(tmp_path: Path) -> None:
    tree(tmp_path, "that/bai.txt")
    (tmp_path / "loi-vao").symlink_to("that")
    assert [*walk(tmp_path / "loi-vao")] == [tmp_path / "loi-vao" / "bai.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipes_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ong.txt")
    assert problems(tmp_path) == {"ong.txt": "not-a-file"}


def test_a_folder_that_cannot_be_read_does_not_stop_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree(tmp_path, "a/1.txt", "kin/2.txt", "z/3.txt")
    real = os.scandir

    def refusing(path: Path) -> object:
        if Path(path).name == "kin":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refusing)
    assert listed(tmp_path) == ["a/1.txt", "z/3.txt"]
    assert problems(tmp_path) == {"kin": "unreadable"}


def test_very_deep_folders(tmp_path: Path) -> None:
    folder = tmp_path
    made: list[Path] = []
    for _ in range(1200):
        folder = folder / "d"
        try:
            folder.mkdir()
        except OSError:  # the system's limit for paths
            break
        made.append(folder)
    try:
        assert listed(tmp_path) == []
    finally:
        # pytest's own clean-up calls itself once a level and would not come back.
        for folder in reversed(made):
            folder.rmdir()


def test_walking_is_lazy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path, "a/1.txt", "b/2.txt")
    seen: list[str] = []
    real = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: (seen.append(Path(path).name), real(path))[1])
    names = walk(tmp_path)
    assert next(names) == tmp_path / "a" / "1.txt"
    assert "b" not in seen


@pytest.mark.parametrize("code", PROBLEM_TEMPLATES)
def test_every_template_is_one_sentence_naming_the_file(code: str) -> None:
    class Anything(dict[str, object]):
        def __missing__(self, key: str) -> str:
            return f"‹{key}›"

    sentence = PROBLEM_TEMPLATES[code].format_map(Anything(path="bai.txt"))
    assert sentence.startswith("bai.txt")
    assert "\n" not in sentence
    assert sentence[-1] == "." or sentence.endswith("‹command›")


def test_names_in_foreign_encodings_are_escaped(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"b\xe0i.xyz")).write_text("x")
    except OSError:
        pytest.skip("the file system takes UTF-8 names only")
    (problem,) = walk(tmp_path)
    assert isinstance(problem, Problem)
    assert describe(problem).encode("utf-8")
