"""The one place that turns an exception into a sentence on stderr and an exit code.

Exit codes: 0 found or done, 1 nothing found, 2 an error, 75 another process is writing (EX_TEMPFAIL of
``sysexits.h``: the same may succeed later), 130 interrupted from the keyboard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from searcher.cli.config import ConfigProblem, Misconfigured
from searcher.cli.language import OS_MESSAGES
from searcher.cli.render.safe import caret_lines, neutralise
from searcher.errors import IndexLocked, QueryError, SearcherError

if TYPE_CHECKING:
    from searcher.cli.environment import Environment

FAILED: Final = 2
LOCKED: Final = 75

_CARET_INDENT: Final = 2


def report(env: Environment, error: Exception) -> int:
    """Tell what went wrong and return the exit code."""
    if isinstance(error, SearcherError):
        tell_error(env, error)
    elif isinstance(error, click.ClickException):
        _tell_usage(env, error)
    elif isinstance(error, Misconfigured):
        for problem in error.problems:
            tell_problem(env, problem)
        env.tell(env.words.say("config.see"))
    else:
        if env.debug:
            _tell_traceback(env, error)
        if isinstance(error, OSError) and error.errno is not None:
            env.warn(env.words.of_system(error))
        else:
            what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            env.warn(env.words.say("internal", what=what))
    return LOCKED if isinstance(error, IndexLocked) else FAILED


def tell_error(env: Environment, error: SearcherError) -> None:
    """Tell an error of the library; one in a query with a caret under its place."""
    reason = {}
    if isinstance(cause := error.__cause__, OSError) and (key := OS_MESSAGES.get(cause.errno or 0)):
        reason["reason"] = env.words.say(key)
    env.warn(env.words.error(error, **reason))
    if isinstance(error, QueryError) and error.query.strip():
        _point(env, error.query, error.column)


def tell_problem(env: Environment, problem: ConfigProblem) -> None:
    """Tell what is wrong with a setting, with a caret under its place in the file."""
    env.warn(problem.sentence(env.words))
    if problem.text.strip():
        _point(env, problem.text, problem.column)


def _point(env: Environment, text: str, column: int) -> None:
    width = env.width - _CARET_INDENT if env.stderr_is_tty else None
    for line in caret_lines(text, column, width):
        env.complain(" " * _CARET_INDENT + line)


def _tell_usage(env: Environment, error: click.ClickException) -> None:
    context = error.ctx if isinstance(error, click.UsageError) else None
    env.warn(_usage_sentence(env, error))
    command = context.command_path if context else "searcher"
    env.tell(env.words.say("usage.try", command=f"{command} --help"))


def _usage_sentence(env: Environment, error: click.ClickException) -> str:
    say = env.words.say
    if isinstance(error, click.NoSuchOption):
        if near := error.possibilities:
            return say("usage.no-such-option-near", option=error.option_name, near=near[0])
        return say("usage.no-such-option", option=error.option_name)
    if isinstance(error, click.BadOptionUsage):
        option = error.option_name
        takes_value = any(
            option in param.opts and not getattr(param, "is_flag", False)
            for param in (error.ctx.command.params if error.ctx else ())
        )
        return say("usage.needs-value" if takes_value else "usage.takes-no-value", option=option)
    if isinstance(error, click.MissingParameter):
        return say("usage.missing", argument=_parameter_name(error))
    if isinstance(error, click.BadParameter):
        return say("usage.bad-value", option=_parameter_name(error), why=error.message)
    return neutralise(error.format_message())


def _parameter_name(error: click.BadParameter) -> str:
    param = error.param
    if isinstance(param, click.Option):
        return param.opts[-1]
    return str(param.metavar or param.name) if isinstance(param, click.Argument) else "?"


def _tell_traceback(env: Environment, error: Exception) -> None:
    import traceback

    for line in "".join(traceback.format_exception(error)).rstrip("\n").split("\n"):
        env.complain(neutralise(line))
