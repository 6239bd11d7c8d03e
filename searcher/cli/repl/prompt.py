"""The prompt: one editable line with colours, completion, history and a line at the bottom.

Built of the parts of ``prompt_toolkit``. Not for what is done with a line (``terminal``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from prompt_toolkit.application import Application, get_app
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition, Filter, has_completions, has_focus, is_done
from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings
from prompt_toolkit.key_binding.bindings.auto_suggest import load_auto_suggest_bindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import (
    BufferControl,
    ConditionalContainer,
    Dimension,
    Float,
    FloatContainer,
    FormattedTextControl,
    HSplit,
    Layout,
    Window,
)
from prompt_toolkit.layout.menus import CompletionsMenu
from prompt_toolkit.layout.processors import (
    AppendAutoSuggestion,
    BeforeInput,
    ConditionalProcessor,
    DisplayMultipleCursors,
    HighlightIncrementalSearchProcessor,
    HighlightSelectionProcessor,
)
from prompt_toolkit.output.color_depth import ColorDepth
from prompt_toolkit.renderer import CPR_Support
from prompt_toolkit.styles import Style
from prompt_toolkit.utils import suspend_to_background_supported
from prompt_toolkit.validation import ValidationError, Validator
from prompt_toolkit.widgets import SearchToolbar

from searcher.cli.render.encoding import encodable
from searcher.cli.render.safe import caret_lines, display_width, neutralise
from searcher.cli.repl.bottom_line import bottom_line, count_pieces
from searcher.cli.repl.highlighting import QueryLexer, query_error
from searcher.cli.repl.live import Live
from searcher.cli.repl.settings import narrowing

if TYPE_CHECKING:
    from prompt_toolkit.completion import Completer
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.history import History
    from prompt_toolkit.input import Input
    from prompt_toolkit.key_binding.key_processor import KeyPressEvent
    from prompt_toolkit.output import Output

    from searcher.cli.repl.session import Session

PROMPT: Final = "> "
_MENU_ROWS: Final = 8
_OTHER_ROWS: Final = 3
_ESCAPE_SECONDS: Final = 0.1

# The basic colours, which a terminal's own theme keeps readable on its own background.
_STYLE: Final = Style.from_dict(
    {
        "prompt": "bold ansigreen",
        "operator": "bold ansimagenta",
        "field": "ansicyan",
        "value": "ansicyan",
        "phrase": "ansigreen",
        "pattern": "ansiyellow",
        "excluded": "ansired",
        "command": "bold ansicyan",
        "unknown": "underline",
        "error": "underline ansired",
        "told": "ansired",
        "count": "bold",
        "meant": "ansigreen",
        "narrowed": "ansiyellow",
        "faint": "dim",
        "auto-suggestion": "dim",
    }
)


class _Application(Application[str]):
    def cpr_not_supported_callback(self) -> None:
        """Say nothing: where the cursor cannot be asked for, the bottom line is a little higher."""


class _QueryValidator(Validator):
    """Keeps a line that cannot be understood in the prompt, and one with nothing in it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def validate(self, document: Document) -> None:
        if not document.text.strip():
            raise ValidationError(document.cursor_position)
        error = query_error(document.text)
        if error is not None:
            raise ValidationError(error.column, self._session.words.error(error))


class Prompt:
    """Asks for one line after the other.

    Args:
        session: Whose settings and index the bottom line shows.
        history: The lines typed before.
        completer: Offers what could be typed.
        color: Whether to use colours.
        source: Where keys come from; the terminal of the process by default.
        screen: Where it is drawn; the terminal of the process by default.
    """

    def __init__(
        self,
        session: Session,
        history: History,
        completer: Completer,
        *,
        color: bool,
        source: Input | None = None,
        screen: Output | None = None,
    ) -> None:
        self._session = session
        self._hint: str | None = None
        self.live = Live(session, self._redraw)
        self._buffer = Buffer(
            history=history,
            completer=completer,
            complete_while_typing=True,
            auto_suggest=AutoSuggestFromHistory(),
            validator=_QueryValidator(session),
            validate_while_typing=False,
            enable_history_search=Condition(lambda: bool(self._buffer.text)),
            accept_handler=self._accept,
            multiline=False,
            on_text_changed=self._changed,
        )
        self._search = SearchToolbar(
            forward_search_prompt=session.words.say("repl.search-forward"),
            backward_search_prompt=session.words.say("repl.search-backward"),
            ignore_case=True,
        )
        self._app: Application[str] = _Application(
            layout=self._layout(),
            style=_STYLE,
            include_default_pygments_style=False,
            key_bindings=merge_key_bindings([load_auto_suggest_bindings(), self._keys()]),
            color_depth=None if color else ColorDepth.DEPTH_1_BIT,
            input=source,
            output=screen,
        )
        # A lone Escape closes the menu; what follows it within that time is Alt with a key.
        self._app.ttimeoutlen = self._app.timeoutlen = _ESCAPE_SECONDS

    def ask(self, text: str = "", cursor: int | None = None) -> str:
        """Return a line that was typed; it is no query that cannot be understood.

        Args:
            text: What stands in the line at first.
            cursor: Where the cursor is in it; at its end by default.

        Raises:
            KeyboardInterrupt: On Ctrl-C, in a line with something in it.
            EOFError: On Ctrl-D, in an empty line.
        """
        self._buffer.reset(Document(text, len(text) if cursor is None else cursor))
        self._hint = None
        self.live.typed(text)
        return self._app.run()

    def _accept(self, buffer: Buffer) -> bool:
        self.live.typed("")
        self._app.exit(result=buffer.text)
        return True

    def _changed(self, buffer: Buffer) -> None:
        self._hint = None
        self.live.typed(buffer.text)

    def _redraw(self) -> None:
        self._app.invalidate()

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()
        editing = has_focus(self._buffer)

        @keys.add("c-c", filter=editing)
        @keys.add("<sigint>")
        def _(event: KeyPressEvent) -> None:
            if self._buffer.text:
                event.app.exit(exception=KeyboardInterrupt, style="class:faint")
            else:
                self._hint = self._session.words.say("repl.how-to-leave")

        @keys.add("c-d", filter=editing & Condition(lambda: not self._buffer.text))
        def _(event: KeyPressEvent) -> None:
            event.app.exit(exception=EOFError)

        @keys.add("escape", filter=has_completions)
        def _(event: KeyPressEvent) -> None:
            event.current_buffer.cancel_completion()

        @keys.add("c-z", filter=Condition(suspend_to_background_supported))
        def _(event: KeyPressEvent) -> None:
            event.app.suspend_to_background()

        @keys.add(Keys.BracketedPaste)
        def _(event: KeyPressEvent) -> None:
            # The lines of a pasted text are one query.
            event.current_buffer.insert_text(" ".join(event.data.splitlines()))

        return keys

    def _layout(self) -> Layout:
        control = BufferControl(
            buffer=self._buffer,
            lexer=QueryLexer(),
            include_default_input_processors=False,
            input_processors=[
                BeforeInput(PROMPT, style="class:prompt"),
                HighlightIncrementalSearchProcessor(),
                HighlightSelectionProcessor(),
                ConditionalProcessor(AppendAutoSuggestion(), has_focus(self._buffer) & ~is_done),
                DisplayMultipleCursors(),
            ],
            search_buffer_control=self._search.control,
            preview_search=True,
        )
        line = Window(control, wrap_lines=True, dont_extend_height=True)
        refused = Condition(lambda: bool(self._refusal()))
        menu = Float(
            CompletionsMenu(max_height=_MENU_ROWS, scroll_offset=1), xcursor=True, ycursor=True
        )
        return Layout(
            FloatContainer(
                HSplit(
                    [
                        line,
                        _while(refused & ~is_done, FormattedTextControl(self._refusal)),
                        self._search,
                        ConditionalContainer(Window(height=_room_for_menu), ~is_done),
                        _while(
                            ~is_done & Condition(_height_known), FormattedTextControl(self._bottom)
                        ),
                    ]
                ),
                [menu],
            ),
            focused_element=line,
        )

    def _refusal(self) -> StyleAndTextTuples:
        """Why the line was not taken, under it, with a caret under the place."""
        error = self._buffer.validation_error
        if error is None or not error.message:
            return []
        width = self._app.output.get_size().columns
        text, at = self._buffer.text, error.cursor_position
        beside = display_width(PROMPT) + display_width(neutralise(text)) < width
        if beside:
            caret = " " * display_width(PROMPT + neutralise(text[:at])) + "^"
            lines = [caret]
        else:
            lines = list(caret_lines(text, at, width))
        return [("class:told", self._readable("\n".join([*lines, neutralise(error.message)])))]

    def _bottom(self) -> StyleAndTextTuples:
        session, words = self._session, self._session.words
        # The last column stays empty: some terminals break the line after it.
        width = self._app.output.get_size().columns - 1
        left: list[tuple[str, str]] = []
        narrowed = narrowing(session.settings, words)
        if narrowed:
            left.append(("class:narrowed", neutralise(", ".join(narrowed))))
        text = self._buffer.text
        count = self.live.count(text)
        if self._hint is not None:
            left = [("class:told", self._hint)]
        elif count is not None:
            left += count_pieces(count, words, width)
        elif not text:
            left += [("class:faint", words.say(key)) for key in _hints(session)]
        elif not self._refusal() and (error := query_error(text)) is not None:
            left.append(("class:told", words.error(error)))
        index = words.say(
            "repl.index", generation=session.index.generation, count=session.index.articles
        )
        pieces = bottom_line(left, [("class:faint", index)], width)
        return [(style, self._readable(text)) for style, text in pieces]

    def _readable(self, text: str) -> str:
        """What the terminal can show of a text, where it cannot show all of Unicode."""
        return encodable(text, self._app.output.encoding())


def _while(shown: Filter, content: FormattedTextControl) -> ConditionalContainer:
    return ConditionalContainer(Window(content, dont_extend_height=True, wrap_lines=True), shown)


def _hints(session: Session) -> list[str]:
    """What can be done when nothing is typed."""
    hints = ["repl.hint-help", "repl.hint-leave"]
    if session.results is None or not session.results.hits:
        return hints
    more = ["repl.hint-next"] if session.page < session.pages else []
    return [*more, "repl.hint-open", *hints]


def _room_for_menu() -> Dimension:
    rows = get_app().output.get_size().rows
    return Dimension(min=max(0, min(_MENU_ROWS, rows - _OTHER_ROWS)))


def _height_known() -> bool:
    """Whether it is known where the bottom is, or never will be."""
    renderer = get_app().renderer
    return renderer.height_is_known or renderer.cpr_support == CPR_Support.NOT_SUPPORTED
