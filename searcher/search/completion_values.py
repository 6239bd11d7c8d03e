"""Completing what is no text: names of fields, their values, days, ids and operators.

Only what some article has is offered. Not for words (``completion_words``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

import numpy as np

from searcher.articles.plain import plain
from searcher.index import IndexReader
from searcher.index.schema import ID
from searcher.search.completion_place import Place
from searcher.search.facets import count
from searcher.search.query_fields import FIELD_NAMES, normal_letters
from searcher.search.query_tree import DATE, NAMES
from searcher.search.results import Completion, Language
from searcher.text import Agreement, tokenize
from searcher.text.unfinished import Unfinished

_FEWEST_LETTERS: Final = 2
_MOST_DATES: Final = 10_000
_PLAIN_NAME: Final = re.compile(r"\w+")
_PLAIN_VALUE: Final = re.compile(r"[^\s\"“”„«»()]+")
_RUN: Final = re.compile(r"[\w\u0300-\u036f]+\Z")
_YEAR: Final = re.compile(r"\d{0,4}")
_MONTH: Final = re.compile(r"(\d{4})([-/])(\d{0,2})")
_OPERATORS: Final = {"AND": "AND", "OR": "OR", "NOT": "NOT"}
_OPERATORS_VI: Final = {"VA": "VÀ", "HOAC": "HOẶC", "KHONG": "KHÔNG"}


def field_names(
    reader: IndexReader, text: str, place: Place, language: Language
) -> Iterator[Completion]:
    """Yield the names of fields that begin as typed and that some article has.

    Args:
        reader: The index.
        text: The query.
        place: What is being typed.
        language: That of the names; the others are offered where none of these fits.
    """
    run = _RUN.search(text[: place.end]) if place.fresh else None
    if run is None or len(run[0]) < _FEWEST_LETTERS:
        return
    for field, vietnamese in FIELD_NAMES.items():
        names = (vietnamese, field) if language == "vi" and vietnamese else (field, vietnamese)
        name = next((name for name in names if name and _begins(run[0], name)), None)
        if name and _has(reader, field):
            yield Completion(f"{name}:", run.start(), place.end, f"{name}:", "field")


def _begins(typed: str, name: str) -> bool:
    *whole, last = normal_letters(typed).split("_")
    parts = name.split("_")
    if len(whole) >= len(parts):
        return False
    fits = [
        *(Unfinished(one).fits(other) if len(one) == len(other) else None
          for one, other in zip(whole, parts, strict=False)),
        Unfinished(last).fits(parts[len(whole)]),
    ]  # fmt: skip
    return None not in fits and Agreement.CONFLICTING not in fits


def _has(reader: IndexReader, field: str) -> bool:
    """Whether any article has something in a field."""
    if field in NAMES:
        return bool(len(reader.columns.column(field).values))
    return bool(reader.columns.dates.any()) if field == DATE else bool(reader.article_count)


def operators(text: str, place: Place) -> Iterator[Completion]:
    """Yield the operators that begin with the capitals that were typed."""
    run = _RUN.search(text[: place.end])
    if not place.after_words or run is None or len(run[0]) < _FEWEST_LETTERS:
        return
    typed = run[0]
    if not typed.isupper():
        return
    # In a headline all in capitals VÀ is a word.
    small = any(map(str.islower, text))
    for letters, operator in (_OPERATORS | (_OPERATORS_VI if small else {})).items():
        if letters.startswith(plain(typed).upper()) and operator != typed:
            yield Completion(operator, run.start(), place.end, operator, "operator")


def values(reader: IndexReader, text: str, place: Place) -> Iterator[Completion]:
    """Yield the values that a field may have, those of most articles first."""
    if place.field == DATE:
        found = _dates(reader, place.typed)
    elif place.field in NAMES:
        found = _names(reader, place.field, place.typed)
    else:
        found = (_ids if place.field == ID else _files)(reader, place.typed)
    for value, articles in found:
        closing = place.closing
        if closing:
            inserted = value if text[place.end : place.end + 1] == closing else value + closing
        else:
            plain_value = _PLAIN_NAME if place.field in NAMES else _PLAIN_VALUE
            inserted = value if plain_value.fullmatch(value) else f'"{value}"'
        if inserted != text[place.start : place.end]:
            yield Completion(inserted, place.start, place.end, value, "value", articles)


def _names(reader: IndexReader, field: str, typed: str) -> Iterator[tuple[str, int]]:
    """The names of which words begin as typed; those that begin with them first."""
    tokens = tokenize(typed)
    words = [token.marked for token in {t.position: t for t in reversed(tokens)}.values()][::-1]
    if typed[-1:].isspace() or not words:
        words.append("")
    column = reader.columns.column(field)
    counts = np.bincount(column.codes[column.codes >= 0], minlength=len(column.values))
    beginnings = [Unfinished(word) for word in words]
    fitting = []
    for code, value in enumerate(column.values):
        at = _where(beginnings, value.folded, value.marked)
        if at is not None:
            fitting.append((at > 0, -int(counts[code]), code))
    for _, negative, code in sorted(fitting):
        # The words of a name are what counts, and a quotation mark would end the quotation.
        yield reader.columns.spelling(field, code).translate(_NO_QUOTES), -negative


_NO_QUOTES: Final = str.maketrans(dict.fromkeys('"“”„«»', " "))


def _where(typed: list[Unfinished], folded: str, marked: str) -> int | None:
    """At which of its words a value goes on as typed."""
    if not any(f" {prefix}" in f" {folded}" for prefix in typed[0].folded):
        return None
    present = marked.split(" ")
    for start in range(len(present) - len(typed) + 1):
        row = present[start : start + len(typed)]
        if all(
            fits not in (None, Agreement.CONFLICTING)
            and (number == len(typed) - 1 or len(one.typed) == len(word))
            for number, (one, word) in enumerate(zip(typed, row, strict=True))
            for fits in (one.fits(word),)
        ):
            return start
    return None


def _dates(reader: IndexReader, typed: str) -> Iterator[tuple[str, int]]:
    """Years, the months of a year, and the years that may end a range; the latest first."""
    begun, dots, rest = typed.rpartition("..")
    live = np.flatnonzero(reader.live())
    if _YEAR.fullmatch(rest):
        for year in count(reader, "year", live, _MOST_DATES).values[::-1]:
            if year.value.startswith(rest) and (not dots or year.value >= begun[:4]):
                yield f"{begun}{dots}{year.value}", year.count
    elif month := _MONTH.fullmatch(rest):
        for each in count(reader, "month", live, _MOST_DATES).values[::-1]:
            own, _, number = each.value.partition("-")
            if own == month[1] and number.startswith(month[3]):
                yield f"{begun}{dots}{own}{month[2]}{number}", each.count


def _ids(reader: IndexReader, typed: str) -> Iterator[tuple[str, int]]:
    for article_id in reader.vocabulary.ids(typed):
        if '"' not in article_id and not any(char.isspace() for char in article_id):
            yield article_id, 1


def _files(reader: IndexReader, typed: str) -> Iterator[tuple[str, int]]:
    """The names of folders and files that begin as typed; those of most articles first."""
    counts: Counter[str] = Counter()
    wanted = plain(typed)
    for path in reader.columns.files.values():
        names = {name for name in path.split("/") if plain(name).startswith(wanted)}
        counts.update(names)
    for name, articles in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if name and '"' not in name:
            yield name, articles
