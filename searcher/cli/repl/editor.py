"""An editor on a file, at a line: that of ``SEARCHER_EDITOR``, else ``VISUAL``, else ``EDITOR``.

It is started without a shell and with the whole path of the file, so that neither the variable nor a
name can run anything else. Not for finding the line (``source_line``).
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from searcher.cli.repl.session import Session

# Where nothing is said; the first is Debian's way to the editor somebody chose.
_USUAL: Final = ("sensible-editor", "editor", "nano", "vim", "vi", "notepad")
_PLUS: Final = frozenset(
    "vi vim nvim view gvim vimx elvis nano pico emacs emacsclient micro kak ne joe jed mg jove "
    "mcedit gedit sensible-editor editor".split()
)
_GOTO: Final = frozenset("code code-insiders codium vscodium cursor windsurf".split())
_COLON: Final = frozenset("subl sublime_text hx helix zed zeditor".split())


def edit(session: Session, path: Path, line: int) -> None:
    """Open a file in the reader's editor and wait until it is left.

    Args:
        session: The session.
        path: The file, absolute.
        line: The line to go to, from 1.

    Raises:
        Refusal: When there is no terminal, no editor, or it fails.
    """
    env = session.env
    if not (env.stdin_is_tty and env.stdout_is_tty):
        raise session.refusal("viewing.needs-terminal", command="\\edit")
    try:
        argv = editor_of(env.variables)
    except ValueError:
        argv = []
    if not argv:
        raise session.refusal("viewing.no-editor")
    try:
        done = subprocess.run(command_line(argv, path, line), check=False)  # noqa: S603
    except OSError as error:
        why = error.strerror or str(error)
        raise session.refusal("viewing.editor-failed", editor=argv[0], why=why) from error
    if done.returncode:
        session.say("viewing.editor-code", editor=argv[0], code=done.returncode)


def editor_of(variables: Mapping[str, str]) -> list[str]:
    """Return the editor and its own arguments; empty when there is none.

    Args:
        variables: The process environment.

    Raises:
        ValueError: When a variable has a quotation mark that is never closed.
    """
    for name in ("SEARCHER_EDITOR", "VISUAL", "EDITOR"):
        if argv := shlex.split(variables.get(name, "")):
            return argv
    found = (shutil.which(name, path=variables.get("PATH")) for name in _USUAL)
    return next(([path] for path in found if path), [])


def command_line(editor: list[str], path: Path, line: int) -> list[str]:
    """Return what opens a file at a line; just the file where the editor is not known.

    Args:
        editor: The editor and its own arguments.
        path: The file, absolute, so that it cannot be taken for an option.
        line: The line, from 1.
    """
    # Understands both separators on every system.
    name = PureWindowsPath(editor[0]).name.lower().removesuffix(".exe")
    if name in _PLUS:
        return [*editor, f"+{line}", str(path)]
    if name in _GOTO:
        return [*editor, "--goto", f"{path}:{line}"]
    if name in _COLON:
        return [*editor, f"{path}:{line}"]
    return [*editor, str(path)]
