"""Results taken out of the session: into a file, into the clipboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from searcher.cli.render.results import about_pieces
from searcher.cli.render.safe import neutralise
from searcher.cli.repl.choice import article_of
from searcher.cli.repl.clipboard import TERMINAL, copy
from searcher.cli.repl.questions import best
from searcher.cli.repl.registry import Argument, special
from searcher.cli.repl.saving import KINDS, save

if TYPE_CHECKING:
    from searcher.articles.model import Article
    from searcher.cli.repl.session import Session
    from searcher.search.results import Hit

MOST_SAVED: Final = 1000
"""So many results go into a file: more than anybody reads, and done in a second or two."""

_REPLACING: Final = "!"
_PARTS: Final = ("passages", "id", "path", "url", "text")


@special("save", ("s", "luu"), arguments=(Argument("file", "file"),), key="keeping.save")
def save_results(session: Session, typed: str) -> None:
    """Write the results of all pages to a file."""
    name = typed.removeprefix(_REPLACING).strip()
    replacing = typed.startswith(_REPLACING)
    path = _path(session, name)
    if path.suffix.lower() not in KINDS:
        raise session.refusal("keeping.kind", name=name, kinds=", ".join(KINDS))
    results = best(session, MOST_SAVED)
    try:
        save(session.env, results, path, replacing=replacing)
    except (FileExistsError, IsADirectoryError):
        if path.is_file():
            raise session.refusal("keeping.exists", path=path, name=name) from None
        raise session.refusal("keeping.no-file", path=path) from None
    session.say("keeping.saved", count=len(results.hits), path=path)
    if results.listed > len(results.hits):
        session.say("keeping.saved-of", most=MOST_SAVED, count=results.listed)


def _path(session: Session, name: str) -> Path:
    if not name or "\0" in name:
        raise session.refusal("keeping.kind", name=name, kinds=", ".join(KINDS))
    try:
        return Path(name).expanduser()
    except RuntimeError:  # ~somebody, whom the system does not know
        return Path(name)


@special(
    "copy",
    ("c", "chep"),
    arguments=(
        Argument("rank", "number"),
        Argument("part", "word", optional=True, values=_PARTS, one_of=True),
    ),
    key="keeping.copy",
)
def copy_result(session: Session, number: int, part: str | None) -> None:
    """Copy the passages of a result, or another part of it."""
    hit = session.hit(number)
    part = part or _PARTS[0]
    if part == "text":
        text = _text(article_of(session, str(number)))
    elif part == "passages":
        text = _passages(session, hit)
    else:
        text = neutralise(getattr(hit, part) or "")
    what = session.words.say(f"keeping.part.{part}")
    if not text:
        raise session.refusal("keeping.nothing-to-copy", number=number, what=what)
    taken = copy(session.env, text)
    if taken is None:
        raise session.refusal("keeping.no-clipboard")
    key = "keeping.copied-terminal" if taken == TERMINAL else "keeping.copied"
    session.say(key, what=what, program=taken)


def _passages(session: Session, hit: Hit) -> str:
    """Headline, passages and where they are from: what one pastes into a message."""
    about = about_pieces(session.words, hit.date, hit.source, hit.section, hit.author, hit.url)
    origin = "".join(piece.text for piece in about) or neutralise(hit.id)
    passages = [neutralise(passage.text) for passage in hit.passages]
    return "\n\n".join(filter(None, (neutralise(hit.title), *passages, origin)))


def _text(article: Article) -> str:
    return "\n\n".join(neutralise(part) for part in (article.title, *article.body) if part)
