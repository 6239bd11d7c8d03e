"""What a shell is told when somebody presses TAB behind ``searcher``: commands, options, values, words.

Silent whatever happens: nobody wants an error message in the middle of a line. Not for the scripts that
ask (``shell_scripts``), nor for what is offered for a query (``searcher.search.completion``).
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from textwrap import shorten
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from searcher.cli.parameters import OneOf
from searcher.cli.parsing import COMMANDS, SpokenGroup, WordsCommand
from searcher.cli.render.safe import neutralise
from searcher.cli.selection import Facets
from searcher.cli.shell.line import ShellWord, quoted, split_line

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.library import OpenIndex

_MOST: Final = 30
_ABOUT: Final = 60
_FOLDERS: Final = ("--index",)
_FILES: Final = ("--report", "--path", "--html")


class Answer(NamedTuple):
    """One thing that could stand in the place of the last word.

    Attributes:
        text: The whole word; for ``"folder"`` and ``"path"`` nothing.
        about: What it is, in a few words.
        kind: ``"word"``; ``"part"``: no blank behind it; ``"folder"``, ``"path"``: the shell knows.
    """

    text: str
    about: str = ""
    kind: str = "word"


_FOLDER: Final = Answer("", kind="folder")
_PATH: Final = Answer("", kind="path")


def respond(env: Environment, asked: str) -> int:
    """Write what could stand in the place of the last word of the line.

    Args:
        env: The environment of the run; ``COMP_LINE`` is the line up to the cursor.
        asked: What the script put into its variable: ``bash_complete`` and so on.

    Returns:
        0, whatever happens.
    """
    try:
        shell = asked.partition("_")[0]
        words = split_line(env.variables.get("COMP_LINE", ""))
        answers = _answers(env, words)
        if shell == "bash":
            answers = _for_bash(answers, words[-1], env.variables)
        elif shell == "fish":
            answers = (each for each in answers if _begins_as_typed(each, words[-1].text))
        lines = [
            f"{each.kind}\t{neutralise(each.text)}\t{neutralise(each.about)}\n"
            for each in islice(answers, _MOST)
        ]
        # Whatever the locale says: the line is to hold these very characters.
        stream = getattr(env.stdout, "buffer", None)
        text = "".join(lines)
        env.write(text) if stream is None else stream.write(text.encode("utf-8", "replace"))
    except Exception:  # noqa: S110 - see above
        pass
    return 0


def _begins_as_typed(each: Answer, typed: str) -> bool:
    """Whether an answer only adds to what was typed; fish leaves the others out."""
    return each.kind in ("folder", "path") or each.text.startswith(typed)


def _for_bash(
    answers: Iterable[Answer], typed: ShellWord, variables: Mapping[str, str]
) -> Iterator[Answer]:
    """Write answers as bash wants them.

    It puts the common beginning of all answers in the place of the word, so that answers which do
    not begin as typed would take letters away: where the best is such a one, it comes alone. And a
    colon or an equals sign begins a new word there: only what stands behind it is given.
    """
    found = list(answers)
    if found and _begins_as_typed(found[0], typed.text):
        found = [each for each in found if _begins_as_typed(each, typed.text)]
    else:
        del found[1:]
    cut = len(typed.raw) - len(variables.get("COMP_WORD", typed.raw))
    behind = typed.raw[:cut] if typed.raw.endswith(variables.get("COMP_WORD", "")) else ""
    for each in found:
        if each.kind in ("folder", "path"):
            yield each
            continue
        quote = typed.raw[:1] if typed.quote and typed.raw[:1] == typed.quote else ""
        written = quoted(each.text, quote)
        # Bash itself has put aside a quotation mark that is open.
        written = written.removeprefix(quote)
        yield each._replace(text=written[len(behind) :] if written.startswith(behind) else written)


def _answers(env: Environment, words: Sequence[ShellWord]) -> Iterator[Answer]:
    *before, last = [word.text for word in words[1:]] or [""]
    group = SpokenGroup(env.words)
    with click.Context(group, info_name="searcher", obj=env) as context:
        rest = iter(before)
        for argument in rest:
            if argument in COMMANDS:
                command = group.get_command(context, argument)
                assert command is not None  # noqa: S101 - it is one of them
                yield from _in_command(env, context, command, list(rest), last)
                return
            if argument in ("--lang", "--color") and next(rest, None) is None:
                yield from _values_of(env, _option(group, argument), last, {})
                return
        if last.startswith("-"):
            yield from _options(group, context, last)
            return
        for name in COMMANDS:
            if name.startswith(last):
                yield Answer(name, env.words.say(f"help.{name}.short"))


def _in_command(
    env: Environment,
    context: click.Context,
    command: click.Command,
    before: Sequence[str],
    last: str,
) -> Iterator[Answer]:
    """Complete the last word behind a command."""
    said: dict[str, str] = {}
    given: list[str] = []
    rest = iter(before)
    words_only = False
    for argument in rest:
        option = None if words_only else _option(command, argument.partition("=")[0])
        if argument == "--":
            words_only = True
        elif option is None or not argument.startswith("-"):
            given.append(argument)
        elif not option.is_flag:
            name, equals, value = argument.partition("=")
            following = value if equals else next(rest, None)
            if following is None:
                yield from _values_of(env, option, last, said)
                return
            said[name] = following
    name, equals, value = last.partition("=")
    if not words_only and last.startswith("--") and equals:
        option = _option(command, name)
        for each in _values_of(env, option, value, said) if option else ():
            yield each._replace(text=f"{name}={each.text}" if each.text else "")
        return
    query = isinstance(command, WordsCommand) or command.name == "analyze"
    if not words_only and (last.startswith("--") or last == "-" or (last[:1] == "-" and not query)):
        yield from _options(command, context, last)
        return
    yield from _arguments(env, command, given, last, said)


def _option(command: click.Command, name: str) -> click.Option | None:
    found = (each for each in command.params if isinstance(each, click.Option))
    return next((each for each in found if name in each.opts), None)


def _options(command: click.Command, context: click.Context, last: str) -> Iterator[Answer]:
    for param in command.params:
        if isinstance(param, click.Option) and not param.hidden:
            record = param.get_help_record(context)
            about = _short(record[1] if record else "")
            yield from (
                Answer(name, about)
                for name in param.opts
                if name.startswith(last) and name.startswith("--")
            )


def _short(about: str) -> str:
    """The first part of an explanation: a line has no room for all of it."""
    first = re.split(r"[.:;,]\s", about, maxsplit=1)[0].rstrip(".")
    return shorten(first, _ABOUT, placeholder="…")


def _values_of(
    env: Environment, option: click.Option | None, last: str, said: Mapping[str, str]
) -> Iterator[Answer]:
    """Complete what an option takes."""
    if option is None:
        return
    name = option.opts[0]
    if name in _FOLDERS:
        yield _FOLDER
    elif name in _FILES:
        yield _PATH
    elif isinstance(option.type, Facets):
        done, comma, begun = last.rpartition(",")
        for each in option.type.one.values:
            if each.startswith(begun) and each not in done.split(","):
                yield Answer(f"{done}{comma}{each}")
    elif isinstance(option.type, OneOf):
        yield from (Answer(each) for each in option.type.values if each.startswith(last))
    elif name in ("--source", "--section", "--author"):
        yield from _from_index(env, said, f'{name[2:]}:"{last}')
    elif name in ("--since", "--until"):
        yield from _from_index(env, said, f"date:{last}")
    elif name == "--query":
        yield from _query(env, said, [], last)


def _arguments(
    env: Environment,
    command: click.Command,
    given: Sequence[str],
    last: str,
    said: Mapping[str, str],
) -> Iterator[Answer]:
    """Complete what stands behind a command and is no option."""
    arguments = [each for each in command.params if isinstance(each, click.Argument)]
    taken = arguments[min(len(given), len(arguments) - 1)] if arguments else None
    if taken is None or (len(given) >= len(arguments) and taken.nargs != -1):
        return
    if isinstance(taken.type, OneOf):
        yield from (Answer(each) for each in taken.type.values if each.startswith(last))
    elif taken.name in ("article_id", "article_ids"):
        yield from _ids(env, said, last)
    elif taken.name == "query":
        yield from _query(env, said, given, last)
    elif taken.name in ("sources", "source", "file", "queries"):
        yield _PATH


def _opened(
    env: Environment, said: Mapping[str, str]
) -> contextlib.AbstractContextManager[OpenIndex]:
    """Open the index that the line names, without a word."""
    location = env.library.locate(said.get("--index"), None, env.variables)
    return env.library.open(location.path)


def _from_index(env: Environment, said: Mapping[str, str], query: str) -> Iterator[Answer]:
    """The values of a field, as they stand without the quotation marks of a query."""
    with _opened(env, said) as archive:
        found = archive.complete(query, len(query), _MOST, env.words.language)
    for each in found:
        if each.kind == "value":
            yield Answer(each.display, env.words.say("completion.articles", count=each.count))


def _ids(env: Environment, said: Mapping[str, str], last: str) -> Iterator[Answer]:
    with _opened(env, said) as archive:
        for each in archive.ids_beginning(last, _MOST):
            article = archive.article(each)
            yield Answer(each, article.title if article else "")


def _query(
    env: Environment, said: Mapping[str, str], given: Sequence[str], last: str
) -> Iterator[Answer]:
    """Complete a word of a query; the words before it are what it stands behind."""
    before = "".join(f"{word} " for word in given)
    text = before + last
    with _opened(env, said) as archive:
        found = archive.complete(text, len(text), _MOST, env.words.language)
    for each in found:
        if each.kind == "title":
            continue
        if each.start >= len(before):
            whole = text[len(before) : each.start] + each.text
        else:
            # The shell replaces this word alone.
            whole = " ".join(each.text.split(" ")[len(text[each.start : len(before)].split()) :])
        if whole:
            about = env.words.say(f"completion.{each.kind}")
            yield Answer(whole, about, "part" if each.kind == "field" else "word")
