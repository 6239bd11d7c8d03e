"""``\\index`` and ``\\watch`` on a real little folder: the session goes on with what is new."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest

from searcher.cli.installed import InstalledLibrary
from searcher.cli.repl.session import open_session
from searcher.errors import IndexLocked
from searcher.index import sync
from searcher.index.watch import Batch


@pytest.fixture
def place(tmp_path):
    (tmp_path / "tin").mkdir()
    write(tmp_path, "mot", "Bài về chuyện nêu gương ở xóm núi, dài vừa đủ để đọc.")
    sync(tmp_path / "index", [tmp_path / "tin"], words=False)
    return tmp_path


def write(place, name, text):
    (place / "tin" / f"{name}.txt").write_text(text + "\n", encoding="utf-8")


@pytest.fixture
def chat(talk, place):
    """A session with the real index."""
    begun = talk()
    env = replace(begun.session.env, library=InstalledLibrary())
    with open_session(env, place / "index") as session:
        yield begun._replace(session=session)


def until(holds, seconds=20.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it never came true")


def test_the_index_is_brought_up_to_date(chat, place):
    assert "1 article matches fully" in chat.said("nêu gương")[0]
    write(place, "hai", "Bài khác cũng về nêu gương, chuyện ở phố chợ ven sông.")
    (place / "tin" / "rong.txt").write_text("")
    out, err = chat.said("\\index")
    assert out.startswith("1 added, 1 unchanged, 1 skipped (")
    assert out.endswith("The index holds 2 articles.\n")
    assert "Skipped: " in err
    assert "The index has changed: generation 2, 2 articles." in err
    assert "2 articles match fully" in chat.said("nêu gương")[0]


def test_another_writer_is_told(chat, place, monkeypatch):
    def busy(*_, **__):
        raise IndexLocked(path=place, pid=1, host="x", since="")

    monkeypatch.setattr(InstalledLibrary, "sync", busy)
    out, err = chat.said("\\index")
    assert out == ""
    assert err.startswith("searcher: ")


def test_the_sources_are_followed_between_queries(chat, place):
    assert "The sources are being followed;" in chat.said("\\watch")[1]
    assert "already" in chat.said("\\watch on")[1]
    told = []

    def found():
        told.append(chat.said("phố chợ")[1])
        return "1 article matches fully" in chat.out.getvalue()

    write(place, "hai", "Bài khác cũng về nêu gương, chuyện ở phố chợ ven sông.")
    until(found)
    until(lambda: told.append(chat.said("\\stats")[1]) or "1 added" in "".join(told))
    assert "Sources: 1 added" in "".join(told)
    assert "The index has changed: generation 2" in "".join(told)
    assert chat.said("\\watch off")[1].endswith("The sources are not followed any more.\n")
    assert "were not being followed" in chat.said("\\watch off")[1]


def test_following_ends_with_the_session(talk, place):
    begun = talk()
    env = replace(begun.session.env, library=InstalledLibrary())
    before = threading.active_count()
    with open_session(env, place / "index") as session:
        session.answer("\\watch")
        assert session.watching.on
    assert not session.watching.on
    until(lambda: threading.active_count() <= before)


def test_what_ends_the_following_is_told(chat, monkeypatch):
    class Broken:
        def __init__(self, path, tell):
            self.tell = tell

        def run(self):
            self.tell(Batch(None, error=IndexLocked(path="x", pid=1, host="x", since="")))
            raise RuntimeError("inotify is gone")

        def stop(self):
            pass

    monkeypatch.setattr(InstalledLibrary, "watcher", lambda _, path, tell: Broken(path, tell))
    err = chat.said("\\watch")[1]
    until(lambda: not chat.session.watching.on)
    err += chat.said("\\stats")[1]
    assert "Sources: " in err
    assert "not followed any more: Internal error (RuntimeError: inotify is gone)" in err
    assert chat.said("\\stats")[1] == ""
