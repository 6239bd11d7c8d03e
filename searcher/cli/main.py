"""One run of ``searcher``, from the arguments to the exit code.

Everything is imported inside ``run``, so that a Ctrl-C during start-up is as quiet as later.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from searcher.cli.environment import Environment


# Start-up makes many objects and no garbage; Python's own threshold looks for some 200 times.
_GARBAGE_THRESHOLD = 50_000


def main() -> NoReturn:
    """Be the program: run once, and end as fast as one can.

    Taking an interpreter with numpy apart object by object takes a tenth of the time of a search, and
    the system does it anyway. Where other processes were started, they are waited for.
    """
    import gc
    import os
    import sys
    from contextlib import suppress

    gc.set_threshold(_GARBAGE_THRESHOLD)
    code = run()
    if "multiprocessing" in sys.modules:
        sys.exit(code)
    for stream in (sys.stdout, sys.stderr):
        # It may be closed, or its reader gone: ``run`` has said what there was to say of that.
        with suppress(AttributeError, OSError, ValueError):
            stream.flush()
    os._exit(code)


def run(argv: Sequence[str] | None = None, environment: Environment | None = None) -> int:
    """Run the command line.

    Args:
        argv: The arguments, program name excluded; those of this process by default.
        environment: The world to run in; that of this process by default.

    Returns:
        The exit code (see ``searcher.cli.failures``). A reader that closes the pipe early has
        got what it wanted: 0.
    """
    try:
        if argv is None:
            import sys

            argv = sys.argv[1:]
        if environment is None:
            from searcher.cli.environment import system_environment

            environment = system_environment()
        return _run(list(argv), environment)
    except KeyboardInterrupt:
        if environment is not None:
            environment.abandon_stdout()
        return 130


def _run(argv: list[str], env: Environment) -> int:
    from dataclasses import replace

    from searcher.cli.config import load
    from searcher.cli.language import Words, decide_language

    config = load(env.variables)
    variables = config.variables(env.variables)
    words = Words(decide_language(argv, variables))
    env = replace(env, words=words, variables=variables, config=config)
    try:
        code = _invoke(argv, env)
        env.stdout.flush()
    except BrokenPipeError:
        env.abandon_stdout()
        return 0
    except Exception as error:
        from searcher.cli.failures import report

        code = report(env, error)
        env.abandon_stdout()
    return code


def _invoke(argv: list[str], env: Environment) -> int:
    if asked := env.variables.get("_SEARCHER_COMPLETE"):
        from searcher.cli.shell.completion import respond

        return respond(env, asked)
    import click

    from searcher.cli.parsing import SpokenGroup

    group = SpokenGroup(env.words)
    width = max(40, min(env.width, 100))
    try:
        # Not group.main(): it would print, translate and exit in its own way.
        with group.make_context(
            "searcher",
            argv,
            obj=env,
            terminal_width=width,
            max_content_width=width,
            default_map=env.config.defaults(),
        ) as context:
            code: int = group.invoke(context)
            return code
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
