"""One article on the whole screen, with the matches of a query to jump between.

Where there is no terminal to take over, the article is written as ``searcher show`` does. Not for
what stands where on the screen (``reading``, ``page_layout``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from prompt_toolkit.application import Application
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout.containers import (
    ConditionalContainer,
    HSplit,
    VSplit,
    Window,
)
from prompt_toolkit.layout.controls import (
    BufferControl,
    FormattedTextControl,
    UIContent,
    UIControl,
)
from prompt_toolkit.layout.layout import Layout
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style

from searcher.cli.render.safe import display_width
from searcher.cli.repl.finding import Finder, Highlight
from searcher.cli.repl.reading import Reading

if TYPE_CHECKING:
    from searcher.articles.model import Article
    from searcher.cli.environment import Environment

# How long an article may stay closed so that it opens at its first match; few people notice.
_WAIT_FOR_MATCHES: Final = 0.15
# How long a terminal may take to send the rest of a key that begins with Esc.
_ESCAPE_SECONDS: Final = 0.05

_COLORED: Final = {
    "title": "bold",
    "about": "ansicyan",
    "match": "bold ansired",
    "current": "bold ansired reverse",
    "head": "bold underline",
    "bar": "reverse",
}
_PLAIN: Final = {
    **_COLORED,
    "about": "",
    "match": "bold underline",
    "current": "bold reverse",
}


def read_article(env: Environment, article: Article, highlight: Highlight, query: str) -> None:
    """Show an article on the whole screen until the reader leaves it.

    Args:
        env: The environment of the run; its streams must be terminals.
        article: What to read.
        highlight: Finds the matches of a query in it; called in another thread.
        query: Whose matches to begin with; ``""``: none.
    """
    Pager(env, article, highlight, query).run()


class Pager:
    """The keys and the looks of an article on the screen.

    Args:
        env: The environment of the run.
        article: What to read.
        highlight: Finds the matches of a query in it; called in another thread.
        query: Whose matches to begin with; ``""``: none.
    """

    def __init__(
        self, env: Environment, article: Article, highlight: Highlight, query: str
    ) -> None:
        self._words = env.words
        self._query = query
        self._reading = Reading(article, env.words)
        self._told = ""
        self._moved = False
        self._help = False
        self._entry = Buffer(multiline=False, accept_handler=self._entered)
        self._page = Window(_Screen(self._reading, self._overlay))
        entry = Window(BufferControl(self._entry), height=1)
        slash = Window(FormattedTextControl("/"), width=1, height=1)
        bar = Window(FormattedTextControl(self._bar), height=1, style="class:bar")
        searching = Condition(lambda: self._app.layout.has_focus(self._entry))
        style = _COLORED if env.colored else _PLAIN
        self._app: Application[None] = Application(
            Layout(
                HSplit(
                    [
                        self._page,
                        ConditionalContainer(VSplit([slash, entry]), searching),
                        ConditionalContainer(bar, ~searching),
                    ]
                ),
                self._page,
            ),
            key_bindings=self._keys(searching),
            style=Style.from_dict(style),
            color_depth=None if env.colored else ColorDepth.DEPTH_1_BIT,
            full_screen=True,
            before_render=lambda _: self._take(),
        )
        self._app.ttimeoutlen = self._app.timeoutlen = _ESCAPE_SECONDS
        self._finder = Finder(highlight, self._reading.matches_at, self._app.invalidate)

    def run(self) -> None:
        """Read until the reader leaves."""
        if self._query:
            self._finder.start(self._query, typed=False, wait=_WAIT_FOR_MATCHES)
        self._app.run()

    def _take(self) -> None:
        """Show the matches that were found meanwhile."""
        found = self._finder.take()
        if found is None:
            return
        self._reading.show_matches(found.matches, jump=not self._moved)
        if found.error is not None:
            self._told = self._words.error(found.error)
        elif found.query is not None and not found.matches:
            self._told = self._words.say("pager.nothing", query=found.query)

    def _entered(self, entry: Buffer) -> bool:
        self._app.layout.focus(self._page)
        text = entry.text.strip()
        self._moved, self._told = False, ""
        if text or self._query:
            self._finder.start(text or self._query, typed=bool(text), wait=_WAIT_FOR_MATCHES)
        return False

    def _keys(self, searching: Condition) -> KeyBindings:
        keys = KeyBindings()
        reading = self._reading
        for names, move in (
            (("down", "j", "enter", "c-n"), partial(reading.scroll, 1)),
            (("up", "k", "c-p"), partial(reading.scroll, -1)),
            ((" ", "f", "pagedown", "c-f"), partial(reading.turn, 1)),
            (("b", "pageup", "c-b"), partial(reading.turn, -1)),
            (("d", "c-d"), partial(reading.turn, 0.5)),
            (("u", "c-u"), partial(reading.turn, -0.5)),
            (("g", "home", "<"), reading.to_start),
            (("G", "end", ">"), reading.to_end),
            (("n",), partial(reading.jump, 1)),
            (("N", "p"), partial(reading.jump, -1)),
            (("?", "h"), self._show_help),
        ):
            for name in names:
                keys.add(name, filter=~searching)(self._moving(move))
        for name in ("q", "Q", "escape", "c-c"):
            keys.add(name, filter=~searching, eager=True)(self._leave)

        @keys.add("/", filter=~searching)
        def _search(event: KeyPressEvent) -> None:
            self._help = False
            self._entry.reset()
            event.app.layout.focus(self._entry)

        @keys.add("escape", filter=searching, eager=True)
        @keys.add("c-c", filter=searching)
        def _back(event: KeyPressEvent) -> None:
            event.app.layout.focus(self._page)

        return keys

    def _moving(self, move: Callable[[], None]) -> Callable[[KeyPressEvent], None]:
        def moved(event: KeyPressEvent) -> None:  # noqa: ARG001 - what prompt_toolkit calls
            if self._help:
                # Any key leaves the list of keys, and does nothing else.
                self._help = False
                return
            self._moved, self._told = True, ""
            move()

        return moved

    def _leave(self, event: KeyPressEvent) -> None:
        if self._help:
            self._help = False
        else:
            event.app.exit()

    def _show_help(self) -> None:
        self._help = True

    def _overlay(self) -> list[str]:
        return self._words.say("pager.help").split("\n") if self._help else []

    def _bar(self) -> str:
        """The bottom line, as much of it as there is room for."""
        columns = self._app.output.get_size().columns
        parts = [self._state(), f"{self._reading.percent} %", self._words.say("pager.keys")]
        line = f" {parts[0]}"
        for part in parts[1:]:
            if display_width(line) + display_width(part) + 3 <= columns:
                line += f" · {part}"
        return line + " " * (columns - display_width(line))

    def _state(self) -> str:
        say = self._words.say
        reading = self._reading
        if self._told:
            return self._told
        if self._finder.busy:
            return say("pager.looking")
        if reading.current is not None:
            number = reading.current + 1
            return say("pager.match", number=number, count=len(reading.matches))
        return say("pager.matches" if reading.matches else "pager.none", count=len(reading.matches))


class _Screen(UIControl):
    """The rows of an article; a list of keys over them when asked for."""

    def __init__(self, reading: Reading, overlay: Callable[[], list[str]]) -> None:
        self._reading = reading
        self._overlay = overlay

    def create_content(self, width: int, height: int) -> UIContent:
        """Return the rows of the screen."""
        self._reading.resize(width, height)
        rows: list[StyleAndTextTuples] = [
            [(f"class:{kind}" if kind else "", text) for kind, text in row]
            for row in self._reading.screen()
        ]
        if over := self._overlay():
            rows = [[("", f" {line}")] for line in ("", *over)]
        return UIContent(lambda row: rows[row], line_count=len(rows), show_cursor=False)

    def is_focusable(self) -> bool:
        """Keys go to the article unless something is typed."""
        return True
