"""``searcher batch``: many queries in one process, as a TREC run or as JSON lines.

Input lines are ``qid<TAB>query``, or a query alone, whose qid is then its line number. They are
UTF-8; empty lines are passed over. Questions were often written for a reader, not for a search
engine: where a query cannot be understood all signs in it are punctuation here, and where no article
holds what was quoted, its words are searched for.

``--format trec`` writes ``qid Q0 article-id rank score searcher``. White space would break that
format, so in an id or qid that holds any, it is written percent-encoded (and so is ``%`` itself,
there only). Scores fall strictly from rank to rank even after a reader has stored them as 32-bit
floats, because such tools sort by score and not by rank; equal scores are set apart by the
smallest step there is.

``--format jsonl`` writes for each query the object of ``search --json`` with ``"qid"`` added, or
``{"schema": 1, "qid": str, "query": str, "error": {"code": str, "message": str}}``.
"""

from __future__ import annotations

import contextlib
import math
import re
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Literal, NamedTuple
from urllib.parse import quote

import click

from searcher.cli.failures import FAILED, tell_error
from searcher.cli.lines import BadLine, decoded_lines
from searcher.cli.opening import opened
from searcher.cli.parameters import OneOf, index_option, limit_option
from searcher.cli.parsing import SpokenCommand
from searcher.cli.progress import counting_progress
from searcher.cli.render.output import write_json_line
from searcher.cli.render.results import SCHEMA, results_json
from searcher.errors import QueryError

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words
    from searcher.cli.library import OpenIndex
    from searcher.cli.progress import CountProgress

Form = Literal["trec", "jsonl"]

DEFAULT_LIMIT: Final = 100
_MOST_HITS: Final = 1_000_000


class Query(NamedTuple):
    """One line of the input.

    Attributes:
        number: Its line, from 1.
        qid: What its answers are called by.
        text: The query.
    """

    number: int
    qid: str
    text: str


def command(words: Words) -> click.Command:
    """Return the command."""
    return SpokenCommand(
        words,
        "batch",
        [
            click.Argument(["file"], default="-", metavar=words.say("help.file-arg")),
            limit_option(words, "option.batch-limit", default=DEFAULT_LIMIT, maximum=_MOST_HITS),
            click.Option(
                ["--format", "form"],
                type=OneOf(words, ("trec", "jsonl")),
                default="trec",
                metavar="trec|jsonl",
                help=words.say("option.format"),
            ),
            click.Option(["--literal"], is_flag=True, help=words.say("option.literal")),
            index_option(words),
        ],
        run,
    )


def run(
    env: Environment, *, file: str, limit: int, form: Form, literal: bool, index: str | None
) -> int:
    """Answer every query of a file.

    Args:
        env: The environment of the run.
        file: Where the queries are; ``-`` is standard input.
        limit: The most hits for one query.
        form: What to write.
        literal: Whether to take the queries as they are.
        index: What ``--index`` said.

    Returns:
        0, or 2 if any line could not be answered; the others were.
    """
    failed = False
    with (
        _source(env, file) as lines,
        opened(env, index) as archive,
        counting_progress(env, "progress.batch", "progress.queries", among_answers=True) as show,
    ):
        for number, query in enumerate(_queries(lines), 1):
            failed |= not _answer(env, archive, query, limit, form, show, literal=literal)
            show(number)
            # Whoever writes a query and waits for its answer gets it now.
            env.stdout.flush()
    return FAILED if failed else 0


def _answer(
    env: Environment,
    archive: OpenIndex,
    query: Query | BadLine,
    limit: int,
    form: Form,
    show: CountProgress,
    *,
    literal: bool,
) -> bool:
    """Write the answer to one line, or tell why there is none; return whether there is one."""
    if isinstance(query, BadLine):
        show(None)
        env.warn(env.words.say(f"batch.{query.code}", line=query.number))
        return False
    try:
        if form == "trec":
            ranking = archive.rank(query.text, limit=limit, lenient=True, literal=literal)
            env.write(trec_lines(query.qid, ranking))
        else:
            results = archive.search(
                query.text, limit=limit, offset=0, mode="some", lenient=True, literal=literal
            )
            write_json_line(env, _labelled(query, results_json(results)))
    except QueryError as error:
        show(None)
        env.warn(env.words.say("batch.query", line=query.number, qid=query.qid))
        tell_error(env, error)
        if form == "jsonl":
            message = env.words.error(error)
            write_json_line(
                env, _labelled(query, {"error": {"code": error.code, "message": message}})
            )
        return False
    return True


def _labelled(query: Query, answer: dict[str, object]) -> dict[str, object]:
    return {"schema": SCHEMA, "qid": query.qid, "query": query.text, **answer}


def _source(env: Environment, file: str) -> contextlib.AbstractContextManager[BinaryIO]:
    return contextlib.nullcontext(env.standard_input()) if file == "-" else Path(file).open("rb")


def _queries(lines: BinaryIO) -> Iterator[Query | BadLine]:
    for number, text in enumerate(decoded_lines(lines), 1):
        if isinstance(text, BadLine):
            yield text
        elif text.strip():
            qid, tab, query = text.partition("\t")
            if not tab:
                qid, query = "", text
            yield Query(number, qid.strip() or str(number), query)


def trec_lines(qid: str, ranking: Sequence[tuple[str, float]]) -> str:
    """Return the lines of a TREC run for one query, described at the top of this module.

    Args:
        qid: What the query is called by.
        ranking: Article ids and scores, best first.
    """
    topic = _one_word(qid)
    lines = []
    last = math.inf
    for rank, (article_id, score) in enumerate(ranking, 1):
        last = min(_single(score), _below(last))
        # Nine digits tell any two 32-bit floats apart.
        lines.append(f"{topic} Q0 {_one_word(article_id)} {rank} {last:.9g} searcher\n")
    return "".join(lines)


def _single(value: float) -> float:
    result: float = struct.unpack("<f", struct.pack("<f", value))[0]
    return result


def _below(value: float) -> float:
    """Return the next 32-bit float below one (IEEE 754: neighbours differ by 1 as integers)."""
    bits: int = struct.unpack("<i", struct.pack("<f", value))[0]
    bits = -(2**31) + 1 if bits in (0, -(2**31)) else bits + (1 if bits < 0 else -1)
    result: float = struct.unpack("<f", struct.pack("<i", bits))[0]
    return result


_BREAKING: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]")


def _one_word(name: str) -> str:
    if not _BREAKING.search(name):
        return name
    return "".join(quote(c, safe="") if c == "%" or _BREAKING.match(c) else c for c in name)
