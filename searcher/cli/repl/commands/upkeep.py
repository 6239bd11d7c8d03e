"""The index of the session: brought up to date, followed, described."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searcher.cli.commands.stats import stats_lines
from searcher.cli.failures import tell_error
from searcher.cli.indexing import summary, tell_skipped
from searcher.cli.progress import indexing_progress
from searcher.cli.render.output import write_lines
from searcher.cli.repl.registry import Argument, special
from searcher.cli.repl.settings import SWITCH

if TYPE_CHECKING:
    from searcher.cli.repl.session import Session
    from searcher.index import SyncState

# While the session itself follows the sources, another writer is most likely its own thread.
_WAIT_FOR_WATCHING: Final = 30


@special("index", ("cap-nhat",), key="keeping.index")
def index(session: Session) -> None:
    """Bring the index up to date with the sources it remembers."""
    env = session.env
    published = 0
    with indexing_progress(env) as show:

        def progress(state: SyncState) -> None:
            nonlocal published
            published = state.published
            if show is not None:
                show(state)

        try:
            done = env.library.sync(
                session.index.path,
                (),
                dry_run=False,
                rebuild=False,
                prune=False,
                words=True,
                memory=None,
                jobs=None,
                encoding=None,
                wait=_WAIT_FOR_WATCHING if session.watching.on else None,
                progress=progress,
                changes=None,
            )
        except KeyboardInterrupt:
            if published:
                session.say("index.interrupted", count=published)
            raise
    tell_skipped(env, done)
    if done.unlearnt is not None:
        tell_error(env, done.unlearnt)
    env.write(summary(done, env.words) + "\n")
    # Whoever asks is answered by the newest generation, and told of it.
    session.ask(lambda archive: archive.path)


@special(
    "watch",
    ("theo-doi",),
    arguments=(Argument("switch", "word", optional=True, values=SWITCH, one_of=True),),
    key="keeping.watch",
)
def watch(session: Session, switch: str | None) -> None:
    """Follow the sources while the session goes on, or stop doing so."""
    watching = session.watching
    if switch == SWITCH[1]:
        session.say("keeping.watch-off" if watching.on else "keeping.watch-was-off")
        watching.stop()
    elif watching.on:
        session.say("keeping.watch-was-on")
    else:
        watching.start()
        session.say("keeping.watch-on")


@special("stats", ("so-lieu",), key="keeping.stats")
def stats(session: Session) -> None:
    """Show what the index holds."""
    found = session.ask(lambda archive: archive.stats())
    write_lines(session.env, stats_lines(session.index.path, found, session.words))
