"""What ``searcher doctor`` looks at: versions, index, terminal, language, settings, disk.

Every look is a generator of findings, and one that fails is a finding itself: nothing here raises.
Nothing is changed or repaired, and no text of an article, no query and no variable that is not named
here is told, for what comes out is meant to be passed on.
"""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from searcher.cli.progress import checking_progress

if TYPE_CHECKING:
    from searcher.cli.environment import Environment

State = Literal["ok", "warn", "fail"]

# Copying an index while it is merged takes about as much again as it has.
_LITTLE_SPACE: Final = 500_000_000
_NETWORK: Final = frozenset(
    "nfs nfs4 cifs smb3 smbfs fuse.sshfs 9p afs ceph glusterfs fuse.glusterfs fuse.rclone "
    "fuse.davfs davfs lustre beegfs".split()
)
_REQUIRED: Final = (
    "click numpy platformdirs prompt_toolkit pyvi rich unidecode watchfiles whoosh3 zstandard"
).split()
_OPTIONAL: Final = ("trafilatura", "lxml_html_clean")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        area: What it belongs to; the message ``doctor.area.{area}`` names it.
        name: What it is, in English; for machines.
        state: Whether it is as it should be.
        message: The key of the sentence, ``doctor.{message}``.
        details: What the sentence mentions; paths are shortened already.
        advice: The key of what to do, where there is anything.
    """

    area: str
    name: str
    state: State
    message: str
    details: dict[str, Any]
    advice: str | None = None


def examine(env: Environment, index: str | None, *, full: bool) -> list[Finding]:
    """Look at everything.

    Args:
        env: The environment of the run.
        index: What ``--index`` said.
        full: Whether to check all of the index, which takes about a minute for 30,000 articles.
    """
    looks: dict[str, Callable[[], Iterator[Finding]]] = {
        "versions": _versions,
        "index": lambda: _index(env, index, full=full),
        "disk": lambda: _disk(env, index),
        "terminal": lambda: _terminal(env),
        "language": lambda: _language(env),
        "settings": lambda: _settings(env),
    }
    findings: list[Finding] = []
    for area, look in looks.items():
        findings += _looked(area, look)
    return findings


def _looked(area: str, look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    found: list[Finding] = []
    try:
        found.extend(look())
    except Exception as error:  # a report that breaks off says nothing of the rest
        what = f"{type(error).__name__}: {error}"
        found.append(Finding(area, "look", "warn", "unknown", {"what": short(what)}))
    return found


def short(text: str) -> str:
    """Return ``text`` with the home folder written ``~``: whose computer this is, is private."""
    home = os.path.expanduser("~")  # noqa: PTH111 - never raises
    return text.replace(home, "~") if len(home) > 1 else text


def _versions() -> Iterator[Finding]:
    from searcher import __version__

    yield Finding("versions", "searcher", "ok", "version", _of("searcher", __version__))
    python = f"{platform.python_version()} ({platform.python_implementation()})"
    yield Finding("versions", "python", "ok", "version", _of("Python", python))
    yield Finding("versions", "platform", "ok", "plain", {"what": platform.platform()})
    yield _kernels()
    for name in (*_REQUIRED, *_OPTIONAL):
        yield _package(name)


def _kernels() -> Finding:
    from searcher import kernels

    if not kernels.WHY_NUMPY:
        return Finding("versions", "kernels", "ok", "kernels", {})
    wanted = kernels.WHY_NUMPY == "switched-off"
    told = {"detail": short(kernels.DETAIL)}
    why = f"kernels.{kernels.WHY_NUMPY}"
    return Finding("versions", "kernels", "ok" if wanted else "warn", "kernels-numpy", told, why)


def _package(name: str) -> Finding:
    try:
        return Finding("versions", name, "ok", "version", _of(name, metadata.version(name)))
    except metadata.PackageNotFoundError:
        optional = name in _OPTIONAL
        message = "missing-optional" if optional else "missing"
        state: State = "warn" if optional else "fail"
        return Finding("versions", name, state, message, {"name": name}, f"{message}.do")


def _of(name: str, version: str) -> dict[str, str]:
    return {"name": name, "version": version}


def _index(env: Environment, index: str | None, *, full: bool) -> Iterator[Finding]:
    from searcher.errors import IndexNotFound, SearcherError

    location = env.library.locate(index, None, env.variables)
    why = env.words.say(f"location.{location.reason}")
    where = {"path": short(str(location.path)), "why": why}
    yield Finding("index", "location", "ok", "location", where)
    try:
        with env.library.open(location.path) as archive:
            stats = archive.stats()
    except IndexNotFound as error:
        what = short(env.words.error(error))
        yield Finding("index", "open", "warn", "plain", {"what": what})
        return
    except SearcherError as error:
        yield Finding("index", "open", "fail", "plain", {"what": short(env.words.error(error))})
        return
    held = {
        "count": stats.articles,
        "generation": stats.generation,
        "size": env.words.size(stats.size_bytes),
    }
    yield Finding("index", "content", "ok", "content", held)
    with checking_progress(env) as progress:
        report = env.library.check(location.path, quick=not full, progress=progress)
    if report.findings:
        for each in report.findings:
            damage = {"file": each.file, "detail": short(each.detail)}
            yield Finding("index", "check", "fail", "damaged", damage, "damaged.do")
    else:
        checked = {"files": report.files, "size": env.words.size(report.size_bytes)}
        yield Finding("index", "check", "ok", "checked-all" if full else "checked", checked)
    for stray in report.strays:
        yield Finding("index", "stray", "warn", stray.kind, {"file": stray.file})
    yield from _writer(location.path)
    for source in stats.sources:
        # A pattern names no file of its own.
        gone = not any(sign in source.path for sign in "*?[") and not os.path.exists(  # noqa: PTH110
            location.path / source.path
        )
        told = {"path": short(source.path)}
        if gone:
            yield Finding("index", "source", "warn", "source-gone", told, "source-gone.do")
        else:
            yield Finding("index", "source", "ok", "source", told)


def _writer(path: Path) -> Iterator[Finding]:
    from searcher.index.lock import owner

    if (writer := owner(path)) is not None:
        told = {"pid": str(writer.pid)}
        yield Finding("index", "writer", "warn", "writer", told, "writer.do")
    else:
        yield Finding("index", "writer", "ok", "no-writer", {})


def _disk(env: Environment, index: str | None) -> Iterator[Finding]:
    path = env.library.locate(index, None, env.variables).path
    while not path.exists() and path != path.parent:
        path = path.parent
    free = shutil.disk_usage(path).free
    told = {"gigabytes": free / 1_000_000_000}
    if free < _LITTLE_SPACE:
        yield Finding("disk", "free", "warn", "little-space", told, "little-space.do")
    else:
        yield Finding("disk", "free", "ok", "space", told)
    kind = file_system(path)
    if kind is not None:
        far = kind in _NETWORK
        state: State = "warn" if far else "ok"
        advice = "network.do" if far else None
        yield Finding("disk", "file-system", state, "file-system", {"kind": kind}, advice)


def file_system(path: Path, mounts: Path = Path("/proc/self/mounts")) -> str | None:
    """Return the kind of file system that a folder is on, where the system says it.

    Args:
        path: The folder.
        mounts: The table of what is mounted, as Linux has it.
    """
    try:
        table = mounts.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    whole = path.resolve()
    found: tuple[int, str] | None = None
    for line in table.splitlines():
        _, mounted, kind, *_ = [*line.split(" "), "", "", ""]
        at = Path(mounted.replace("\\040", " ") or "/")
        # Of two on the same folder the later one is seen.
        if kind and whole.is_relative_to(at) and (found is None or len(at.parts) >= found[0]):
            found = len(at.parts), kind
    return found[1] if found else None


def _terminal(env: Environment) -> Iterator[Finding]:
    for name in ("stdin", "stdout", "stderr"):
        kind = "tty" if getattr(env, f"{name}_is_tty") else "no-tty"
        yield Finding("terminal", name, "ok", kind, {"name": name})
    term = env.variables.get("TERM", "–")
    told = {"term": term, "width": env.width}
    yield Finding("terminal", "term", "ok", "term", told)
    for name, state in (("colors", env.colored), ("links", env.linked)):
        yield Finding("terminal", name, "ok", name if state else f"no-{name}", {})
    encoding = getattr(env.stdout, "encoding", None) or "utf-8"
    if _has_vietnamese(encoding):
        yield Finding("terminal", "encoding", "ok", "encoding", {"name": encoding})
    else:
        told = {"name": encoding}
        yield Finding("terminal", "encoding", "warn", "no-unicode", told, "no-unicode.do")


def _has_vietnamese(encoding: str) -> bool:
    try:
        "nêu gương «ở» …".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _language(env: Environment) -> Iterator[Finding]:
    said = [
        f"{name}={env.variables[name]}"
        for name in ("SEARCHER_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
        if env.variables.get(name)
    ]
    told = {"name": env.words.language, "why": ", ".join(said) or "–"}
    yield Finding("language", "language", "ok", "language", told)
    yield Finding("language", "files", "ok", "file-names", {"name": sys.getfilesystemencoding()})


def _settings(env: Environment) -> Iterator[Finding]:
    from searcher.cli.settings import SETTINGS

    config = env.config
    for problem in config.problems:
        told = {"what": short(problem.sentence(env.words))}
        yield Finding("settings", "problem", "fail", "plain", told, "settings.do")
    path = short(str(config.path)) if config.path else "–"
    yield Finding("settings", "file", "ok", "file" if config.exists else "no-file", {"path": path})
    for setting in SETTINGS:
        value, origin = config.value(setting)
        if origin != "default":
            source = setting.variable if origin == "environment" else path
            told = {"name": setting.name, "value": short(value), "why": source}
            yield Finding("settings", setting.name, "ok", "setting", told)
