"""Click commands that speak the language of the run and take query words that look like options.

Not the commands themselves (``searcher.cli.commands``) and not the sentences for usage errors that
click raises (``searcher.cli.failures``).
"""

# ruff: noqa: ARG001, ARG002 - click decides what its hooks are given.

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import click

from searcher.cli.config import Misconfigured
from searcher.cli.option_groups import grouped
from searcher.cli.parameters import OneOf
from searcher.cli.settings import BY_NAME

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words

COMMANDS: Final = tuple(
    "index watch search suggest repl show related terms stats check repair analyze batch forget config "
    "doctor completion help".split()
)
_COLOR_KEY: Final = "searcher.color"
_HYPERLINKS_KEY: Final = "searcher.hyperlinks"
_QUIET_KEY: Final = "searcher.quiet"
_VERBOSE_KEY: Final = "searcher.verbose"
# They are needed most where the configuration is broken.
_TOLERANT: Final = ("config", "doctor", "help")


class SpokenCommand(click.Command):
    """A command whose help and examples come from the message catalog.

    Args:
        words: The language to speak.
        name: Its name; the catalog holds ``help.{name}``, ``help.{name}.short`` and
            ``help.{name}.examples``.
        params: Its own parameters; those every command has are added.
        run: The command proper: takes the environment and the parameters, returns the exit code.
    """

    def __init__(
        self,
        words: Words,
        name: str,
        params: Sequence[click.Parameter],
        run: Callable[..., int],
    ) -> None:
        self.words = words
        super().__init__(
            name,
            params=[*params, *_common_options(words)],
            callback=_with_environment(run),
            help=words.say(f"help.{name}"),
            short_help=words.say(f"help.{name}.short"),
            options_metavar=words.say("help.options-metavar"),
            add_help_option=False,
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse as click does, but refuse surplus arguments in the language of the run."""
        ctx.allow_extra_args = True
        try:
            surplus = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # click's parser leaves it out of some
            raise
        if surplus:
            ctx.fail(self.words.say("usage.surplus", arguments=" ".join(surplus)))
        return surplus

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        _format_usage(self, self.words, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        _format_options(self, self.words, ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        _format_examples(self.words, f"help.{self.name}.examples", formatter)


class WordsCommand(SpokenCommand):
    """A command whose arguments are words of a query, which may begin with a hyphen.

    ``searcher search đảng -viên`` excludes "viên": what begins with a single hyphen and is not
    exactly one of the command's own options is a word. (Click alone would see in ``-viên`` a
    bundle of short options with ``-n`` in it.) What begins with two hyphens stays an option, so
    that a mistyped one is told and not searched for; everything after ``--`` is words.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Move the words behind a ``--`` before click sees them."""
        options, words = self._split(ctx, args)
        return super().parse_args(ctx, [*options, "--", *words])

    def _split(self, ctx: click.Context, args: list[str]) -> tuple[list[str], list[str]]:
        own = [param for param in self.params if isinstance(param, click.Option)]
        names = {name for option in own for name in option.opts}
        taking = {name for option in own if not option.is_flag for name in option.opts}
        options: list[str] = []
        words: list[str] = []
        rest = iter(args)
        for argument in rest:
            if argument == "--":
                words.extend(rest)
            elif argument in taking:
                value = next(rest, None)
                if value is None:
                    ctx.fail(self.words.say("usage.needs-value", option=argument))
                options += [argument, value]
            elif argument in names or argument.startswith("--"):
                options.append(argument)
            elif re.match(r"-[a-z][0-9]", argument) and argument[:2] in taking:
                options.append(argument)  # -n20
            else:
                words.append(argument)
        return options, words


class SpokenGroup(click.Group):
    """The ``searcher`` command: finds its commands by name, importing only the one that is run."""

    def __init__(self, words: Words) -> None:
        self.words = words
        super().__init__(
            "searcher",
            params=_common_options(words),
            callback=_without_command,
            help=words.say("help.searcher"),
            options_metavar=words.say("help.options-metavar"),
            subcommand_metavar=words.say("help.command-metavar"),
            add_help_option=False,
            invoke_without_command=True,
        )

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order a newcomer meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or nothing if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"searcher.cli.commands.{cmd_name}")
        command: click.Command = module.command(self.words)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say what was perhaps meant."""
        if args[0] not in COMMANDS:
            ctx.fail(self._unknown(args))
        return super().resolve_command(ctx, args)

    def _unknown(self, args: list[str]) -> str:
        if args[0].startswith("-"):
            return self.words.say("usage.no-such-option", option=args[0])
        from difflib import get_close_matches

        if near := get_close_matches(args[0], COMMANDS, n=1):
            return self.words.say("usage.no-such-command-near", command=args[0], near=near[0])
        # The most natural mistake: a query without the word "search".
        return self.words.say("usage.no-such-command", command=args[0], query=" ".join(args))

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        _format_usage(self, self.words, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options and the commands."""
        _format_options(self, self.words, ctx, formatter)
        rows = [(name, self.words.say(f"help.{name}.short")) for name in self.list_commands(ctx)]
        with formatter.section(self.words.say("help.commands")):
            formatter.write_dl(rows)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        _format_examples(self.words, "help.searcher.examples", formatter)


def environment_of(ctx: click.Context) -> Environment:
    """Return the environment of a run, with what its options decided."""
    env: Environment = ctx.obj
    kept: Any = env.config.value(BY_NAME["color"])[0] if env.color == "auto" else env.color
    return replace(
        env,
        color=ctx.meta.get(_COLOR_KEY, kept),
        hyperlinks=ctx.meta.get(_HYPERLINKS_KEY, env.hyperlinks),
        quiet=ctx.meta.get(_QUIET_KEY, False),
        verbose=ctx.meta.get(_VERBOSE_KEY, False),
    )


def _with_environment(run: Callable[..., int]) -> Callable[..., int]:
    def callback(**parameters: object) -> int:
        ctx = click.get_current_context()
        env = environment_of(ctx)
        if env.config.problems and ctx.info_name not in _TOLERANT:
            raise Misconfigured(env.config.problems)
        return run(env, **parameters)

    return callback


def _without_command() -> int:
    ctx = click.get_current_context()
    if ctx.invoked_subcommand is not None:
        return 0
    env = environment_of(ctx)
    if env.stdin_is_tty and env.stdout_is_tty:
        if env.config.problems:
            raise Misconfigured(env.config.problems)
        from searcher.cli.commands.repl import run

        return run(env, index=None)
    env.write(ctx.get_help() + "\n")
    return 0


def _common_options(words: Words) -> list[click.Parameter]:
    from searcher.cli.language import LANGUAGES

    return [
        click.Option(
            ["--color"],
            type=OneOf(words, ("auto", "always", "never")),
            metavar="auto|always|never",
            expose_value=False,
            callback=partial(_remember, _COLOR_KEY),
            help=words.say("option.color"),
        ),
        click.Option(
            ["--hyperlinks"],
            type=OneOf(words, ("auto", "always", "never")),
            metavar="auto|always|never",
            expose_value=False,
            callback=partial(_remember, _HYPERLINKS_KEY),
            help=words.say("option.hyperlinks"),
        ),
        # Obeyed before parsing (decide_language); declared so that it is checked and documented.
        click.Option(
            ["--lang"],
            type=OneOf(words, LANGUAGES),
            metavar="|".join(LANGUAGES),
            expose_value=False,
            help=words.say("option.lang"),
        ),
        *(
            click.Option(
                [f"-{name[0]}", f"--{name}"],
                is_flag=True,
                expose_value=False,
                callback=partial(_remember_flag, f"searcher.{name}"),
                help=words.say(f"option.{name}"),
            )
            for name in ("quiet", "verbose")
        ),
        click.Option(
            ["-h", "--help"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_help,
            help=words.say("option.help"),
        ),
        _version_option(words),
    ]


def _version_option(words: Words) -> click.Option:
    return click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_version,
        help=words.say("option.version"),
    )


def _remember(key: str, ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.meta[key] = value


def _remember_flag(key: str, ctx: click.Context, param: click.Parameter, value: bool) -> None:
    # Before the command and behind it are as good.
    if value:
        ctx.meta[key] = True


def _show_help(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        environment_of(ctx).write(ctx.get_help() + "\n")
        ctx.exit()


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from searcher import __version__

        environment_of(ctx).write(f"searcher {__version__}\n")
        ctx.exit()


def _format_usage(
    command: click.Command, words: Words, ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    pieces = " ".join(command.collect_usage_pieces(ctx))
    formatter.write_usage(ctx.command_path, pieces, prefix=words.say("help.usage") + " ")


def _format_options(
    command: click.Command, words: Words, ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    options = [param for param in command.get_params(ctx) if isinstance(param, click.Option)]
    for key, own in grouped(options):
        records = [option.get_help_record(ctx) for option in own]
        with formatter.section(words.say(f"help.{key}")):
            formatter.write_dl([record for record in records if record is not None])


def _format_examples(words: Words, key: str, formatter: click.HelpFormatter) -> None:
    with formatter.section(words.say("help.examples")):
        for line in words.say(key).splitlines():
            formatter.write(f"{'':>{formatter.current_indent}}{line}\n")
