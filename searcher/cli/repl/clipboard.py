"""Text into the clipboard: by a program that the system has for it, else by the terminal itself.

The terminal is asked with OSC 52, an escape sequence that most understand, also through SSH; whether
it obeys cannot be known. Not for what is copied.
"""

from __future__ import annotations

import base64
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from searcher.cli.environment import Environment

TERMINAL: Final = "OSC 52"
"""What ``copy`` returns when the terminal was asked."""

_SECONDS: Final = 5.0
# Terminals drop longer sequences; this is what the strictest of the common ones take (hterm, tmux).
_MOST_ENCODED: Final = 74_994


class _Program(NamedTuple):
    argv: tuple[str, ...]
    encoding: str = "utf-8"
    needs: str | None = None


_PROGRAMS: Final = (
    _Program(("wl-copy",), needs="WAYLAND_DISPLAY"),
    _Program(("xclip", "-selection", "clipboard"), needs="DISPLAY"),
    _Program(("xsel", "--clipboard", "--input"), needs="DISPLAY"),
    _Program(("pbcopy",)),
    _Program(("termux-clipboard-set",)),
    # Windows, also below a Linux there; reads what begins with a byte order mark as UTF-16.
    _Program(("clip.exe",), "utf-16"),
)


def copy(env: Environment, text: str) -> str | None:
    """Put a text into the clipboard.

    Args:
        env: The environment of the run.
        text: Safe to paste.

    Returns:
        The program that took it, ``TERMINAL`` when the terminal was asked to, or nothing when there
        is no way.
    """
    for program, path in _present(env.variables):
        if _run([path, *program.argv[1:]], text.encode(program.encoding, "replace")):
            return program.argv[0]
    encoded = base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")
    dumb = env.variables.get("TERM") == "dumb"
    if env.stdout_is_tty and not dumb and len(encoded) <= _MOST_ENCODED:
        env.write(f"\x1b]52;c;{encoded}\x07")
        env.stdout.flush()
        return TERMINAL
    return None


def _present(variables: Mapping[str, str]) -> Iterator[tuple[_Program, str]]:
    for program in _PROGRAMS:
        path = shutil.which(program.argv[0], path=variables.get("PATH"))
        if path and (program.needs is None or variables.get(program.needs)):
            yield program, path


def _run(argv: list[str], data: bytes) -> bool:
    # Some stay behind as the owner of the clipboard, and would keep a pipe open.
    quiet = subprocess.DEVNULL
    try:
        done = subprocess.run(  # noqa: S603 - one of _PROGRAMS
            argv, input=data, stdout=quiet, stderr=quiet, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
