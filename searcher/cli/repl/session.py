r"""A session without any terminal: a line comes in, and what it asks for is written to ``env``.

Remembers the query, its results by their numbers, and the settings. Not for where lines come from
(``piped``, and what a terminal adds), nor for what the commands do (``commands/``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from searcher.cli.failures import report
from searcher.cli.render.forms import view_of, write_results
from searcher.cli.render.nothing import nothing_sentence
from searcher.cli.render.understanding import understood_sentences
from searcher.cli.repl.current_index import CurrentIndex
from searcher.cli.repl.registry import Refusal, Special, arguments_of, find, nearest, split_call
from searcher.cli.repl.settings import filter_options, kept_settings
from searcher.cli.repl.watching import Watching
from searcher.cli.selection import filters, unknown_names

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words
    from searcher.cli.library import How, OpenIndex
    from searcher.search.results import Hit, Results

Answer = Literal["found", "nothing", "done", "failed"]
"""What became of a line: a query that found something or nothing, a command, or neither."""

T = TypeVar("T")
_MOST_DIGITS: Final = 9
_LITERALLY: Final = "\\set literal on"


class Session:
    """One session with one index. Use as a context manager, from one thread; ``ask`` from any.

    Args:
        env: Where answers are written.
        index: The index.

    Attributes:
        env: The environment.
        index: The index; commands use ``ask``.
        settings: What stays from query to query.
        query: What was last searched for; ``None`` before the first query.
        results: The page on the screen; ``None`` before the first query.
        page: The number of that page, from 1.
        leaving: Whether the session is over.
        history: The lines that were answered, oldest first.
        watching: What follows the sources of the index when that is asked for.
        error: Why the last line could not be answered.
        asking: How a question is put: called with a function that puts it. A terminal makes it one
            that Ctrl-C interrupts.
    """

    def __init__(self, env: Environment, index: CurrentIndex) -> None:
        self.env = env
        self.index = index
        self.settings = kept_settings(env.config, read=env.stdout_is_tty)
        self.query: str | None = None
        self.results: Results | None = None
        self.page = 1
        self.leaving = False
        self.history: list[str] = []
        self.watching = Watching(env, index.path)
        self.error: Exception | None = None
        self.asking: Callable[[Callable[[], Any]], Any] = _at_once
        self._hits: dict[int, Hit] = {}

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.watching.stop()
        self.index.close()

    @property
    def words(self) -> Words:
        """The language of the session."""
        return self.env.words

    def answer(self, line: str) -> Answer:
        """Do what a line says, and tell what goes wrong.

        Args:
            line: What was typed, of whatever content.

        Raises:
            BrokenPipeError: When nobody reads the answers any more.
        """
        if not line.strip():
            return "done"
        self.history.append(line)
        self.error = None
        try:
            return self._answer(line.strip())
        except BrokenPipeError:
            raise
        except Exception as error:
            self.error = error
            report(self.env, error)
            return "failed"
        finally:
            self.tell_news()

    def _answer(self, line: str) -> Answer:
        call = split_call(line)
        if call is not None:
            self.call(*call)
            return "done"
        if self.is_result(line):
            self.call("open", line)
            return "done"
        return "found" if self.search(line) else "nothing"

    def is_result(self, line: str) -> bool:
        """Whether a line is the number of a result there is, rather than a number to look for."""
        if not line.isdecimal() or not line.isascii() or len(line) > _MOST_DIGITS:
            return False
        return 1 <= int(line) <= self.listed and find("open") is not None

    def call(self, name: str, text: str = "") -> None:
        """Run a command.

        Args:
            name: Its name or an alias.
            text: Its arguments, as they were typed.

        Raises:
            SearcherError: When there is none, or it refuses.
        """
        command = self.command(name)
        command.run(self, *arguments_of(command, text, self.words))

    def command(self, name: str) -> Special:
        """Return the command of a name; raises ``Refusal`` when there is none."""
        command = find(name)
        if command is None:
            near = nearest(name)
            key = "repl.unknown-command" + ("-near" if near else "")
            raise self.refusal(key, command=f"\\{name}", near=f"\\{near}")
        return command

    def refusal(self, key: str, **details: object) -> Refusal:
        """Return the error that says a message of the catalog; commands raise it."""
        return Refusal(sentence=self.words.say(key, **details))

    def say(self, key: str, **details: object) -> None:
        """Tell a message of the catalog beside the answers (``stderr``)."""
        self.env.tell(self.words.say(key, **details))

    def ask(self, question: Callable[[OpenIndex], T]) -> T:
        """Put a question to the newest generation of the index, and return the answer.

        Args:
            question: Takes the open index; what it returns must not need the index any more.

        Raises:
            SearcherError: What the question raises.
        """
        answer: T = self.asking(lambda: self.index.ask(question))
        return answer

    def tell_news(self) -> None:
        """Tell what has become of the index, and of what it follows, since the last line."""
        for sentence in (*self.watching.news(), *self.index.news()):
            self.env.tell(sentence)

    def how(self) -> How:
        """Return what the settings ask of a search, beside the query, the page and the mode."""
        how: How = {"literal": self.settings.literal}
        chosen = filters(self.env, filter_options(self.settings))
        if chosen is not None:
            how["filters"] = chosen
        return how

    def listing(self) -> How:
        """Return ``how``, and the order of the results."""
        how = self.how()
        how["sort"] = self.settings.sort  # type: ignore[typeddict-item]
        return how

    # Results and their numbers.

    @property
    def listed(self) -> int:
        """How many results the query has on all pages."""
        return self.results.listed if self.results else 0

    @property
    def pages(self) -> int:
        """How many pages the results fill."""
        return -(-self.listed // self.settings.limit)

    @property
    def hits(self) -> Sequence[Hit]:
        """The results on the screen."""
        return self.results.hits if self.results else ()

    def hit(self, number: int) -> Hit:
        """Return the result of a number, on whichever page it is.

        Raises:
            Refusal: When there is none.
        """
        if self.query is None or not self.listed:
            raise self.refusal("repl.no-results")
        if not 1 <= number <= self.listed:
            raise self.refusal("repl.no-such-result", number=number, count=self.listed)
        if number not in self._hits:
            found = self._found(self.query, 1, number - 1)
            if not found.hits:
                raise self.refusal("repl.no-such-result", number=number, count=found.listed)
            self._hits[number] = found.hits[0]
        return self._hits[number]

    def search(self, query: str) -> bool:
        """Search, tell what was understood, show the first page; return whether anything was found.

        Args:
            query: As it was typed.

        Raises:
            QueryError: When the query cannot be understood; what is on the screen then stays.
        """
        return self._turn_to(query, 1, told=False)

    def _turn_to(self, query: str, page: int, *, told: bool) -> bool:
        limit = self.settings.limit
        results = self._found(query, limit, (page - 1) * limit)
        if query != self.query or page == 1:
            self._hits.clear()
        self.query, self.results, self.page = query, results, page
        self._hits.update((hit.rank, hit) for hit in results.hits)
        self.tell_news()
        if not told:
            for sentence in understood_sentences(results.understood, self.words, _LITERALLY):
                self.env.tell(sentence)
        self._show(results, page)
        return bool(results.hits)

    def turn_to(self, page: int) -> None:
        """Show another page of the results.

        Raises:
            Refusal: When there is none.
        """
        if self.query is None or not self.listed:
            raise self.refusal("repl.no-results")
        if not 1 <= page <= self.pages:
            key = "repl.no-earlier-page" if page < 1 else "repl.no-such-page"
            raise self.refusal(key, page=page, count=self.pages)
        self._turn_to(self.query, page, told=True)

    def search_again(self) -> None:
        """Search for the same with the settings there are now, if anything was searched for."""
        if self.query is not None:
            self._turn_to(self.query, 1, told=True)

    def _found(self, query: str, limit: int, offset: int) -> Results:
        mode, how = self.settings.mode, self.listing()
        return self.ask(
            lambda archive: archive.search(query, limit=limit, offset=offset, mode=mode, **how)
        )

    def _show(self, results: Results, page: int) -> None:
        env = self.env
        if results.hits:
            write_results(env, view_of(env, self.settings.view), results, (), "\n")
            return
        env.tell(nothing_sentence(results, self.settings.limit, page, env.words))
        if chosen := self.how().get("filters"):
            for sentence in self.ask(
                lambda archive: unknown_names(env, chosen, archive.near_names)
            ):
                env.tell(sentence)


def _at_once(question: Callable[[], T]) -> T:
    return question()


def open_session(env: Environment, path: Path) -> Session:
    """Open an index and begin a session.

    Raises:
        IndexNotFound: When there is none, and its kin when it cannot be read.
    """
    return Session(env, CurrentIndex(env.library, path, env.words))
