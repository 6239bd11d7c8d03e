"""An article in front of its reader: on the whole screen, in a pager of their own, or as plain lines.

Which of them is a matter of the terminal and of ``SEARCHER_PAGER``. Imports the whole screen only
where there is one.
"""

from __future__ import annotations

import io
import shlex
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

from searcher.cli.commands.show import article_lines
from searcher.cli.render.output import write_lines

if TYPE_CHECKING:
    from searcher.articles.model import Article
    from searcher.cli.environment import Environment
    from searcher.cli.repl.finding import Highlight


def show_article(env: Environment, article: Article, highlight: Highlight, query: str) -> None:
    """Show an article until its reader has seen it.

    Args:
        env: The environment of the run.
        article: What to show.
        highlight: Finds the matches of a query in it.
        query: Whose matches to highlight; ``""``: none.

    Raises:
        QueryError: When the query cannot be understood and there is no screen to say so on.
    """
    person = env.stdin_is_tty and env.stdout_is_tty
    if not person or env.variables.get("TERM") == "dumb":
        print_article(env, article, highlight, query)
    elif command := env.variables.get("SEARCHER_PAGER", "").strip():
        _through(env, command, article, highlight, query)
    else:
        from searcher.cli.repl.pager import read_article

        read_article(env, article, highlight, query)


def print_article(env: Environment, article: Article, highlight: Highlight, query: str) -> None:
    """Write an article to ``stdout``, as ``searcher show`` does.

    Args:
        env: The environment of the run.
        article: What to write.
        highlight: Finds the matches of a query in it.
        query: Whose matches to highlight; ``""``: none.

    Raises:
        QueryError: When the query cannot be understood.
    """
    title, paragraphs = highlight(query) if query else ((), [()] * len(article.body))
    write_lines(env, article_lines(article, title, paragraphs, env.words))


def _through(
    env: Environment, command: str, article: Article, highlight: Highlight, query: str
) -> None:
    """Show an article in the program that ``SEARCHER_PAGER`` names; without a shell."""
    text = io.StringIO()
    print_article(replace(env, stdout=text), article, highlight, query)
    try:
        subprocess.run(  # noqa: S603 - the reader's own choice
            shlex.split(command),
            input=text.getvalue().encode("utf-8", "replace"),
            env={"LESS": "-R", **env.variables},
            check=False,
        )
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        env.warn(env.words.say("pager.external", program=command, why=why or type(error).__name__))
        env.write(text.getvalue())
