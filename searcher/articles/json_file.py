"""A .json file: one record, a list of records, or an object with such a list.

The text is in memory as a whole, the records are parsed one by one, so that a list of a million
small ones does not become a million objects at once. Not for one record a line: see
``searcher.articles.json_lines``.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator

from searcher.articles.json_lines import Ids, json_problem
from searcher.articles.model import Article, Problem
from searcher.articles.records import article_from, record_id

#: Fields of an object whose list value holds the records.
LIST_FIELDS = ("articles", "docs")

_SPACE = re.compile(r"[ \t\r\n]*")


def read_json(text: str, *, file_id: str, path: str) -> Iterator[Article | Problem]:
    """Read the records of a file.

    Records without an id are called ``file_id#place`` (from 1); a file that is one record, ``file_id``.

    Args:
        text: The decoded file.
        file_id: The id of the file.
        path: The file, for articles and problems.
    """
    ids = Ids(file_id)
    scanner = _Scanner(text)
    try:
        for number, (value, single) in enumerate(scanner.records(), start=1):
            if not isinstance(value, dict):
                yield Problem(path, "not-an-object", {"line": scanner.value_line})
                continue
            article = article_from(value, article_id=file_id, path=path)
            if article is None:
                yield Problem(path, "no-text", {"line": scanner.value_line})
                continue
            wanted = record_id(value) or (file_id if single else None)
            yield dataclasses.replace(article, id=ids.unique(wanted, number))
    except (ValueError, RecursionError) as error:
        if isinstance(error, json.JSONDecodeError):
            yield json_problem(path, error, 1, 1)
        else:
            yield json_problem(path, error, scanner.value_line, 1)


class _Scanner:
    """Walks over the outermost list or object and leaves what is inside to the json module."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.value_line = 1
        self._counted_to = 0
        self._decoder = json.JSONDecoder()

    def records(self) -> Iterator[tuple[object, bool]]:
        """Each record, and whether it is the only one because the file is that record."""
        self._skip_space()
        opening = self.text[self.at : self.at + 1]
        if opening == "[":
            for value in self._items():
                yield value, False
        elif opening == "{":
            yield from self._object()
        else:
            yield self._value(), True
        self._skip_space()
        if self.at < len(self.text):
            self._fail("nothing may follow the end of the value")

    def _object(self) -> Iterator[tuple[object, bool]]:
        fields: dict[str, object] = {}
        found_list = False
        start_line = self._count_lines()
        self.at += 1
        self._skip_space()
        if not self._take("}"):
            while True:
                if self.text[self.at : self.at + 1] != '"':
                    self._fail("a field name in double quotes has to stand here")
                name = str(self._value())
                self._skip_space()
                if not self._take(":"):
                    self._fail("a colon has to stand here")
                self._skip_space()
                if name in LIST_FIELDS and self.text[self.at : self.at + 1] == "[":
                    found_list = True
                    for value in self._items():
                        yield value, False
                else:
                    fields[name] = self._value()
                if self._ends("}"):
                    break
        if not found_list:
            self.value_line = start_line
            yield fields, True

    def _items(self) -> Iterator[object]:
        self.at += 1
        self._skip_space()
        if self._take("]"):
            return
        while True:
            yield self._value()
            if self._ends("]"):
                return

    def _ends(self, bracket: str) -> bool:
        """Step over the bracket (True) or over a comma and the space behind it (False)."""
        self._skip_space()
        if self._take(bracket):
            return True
        if not self._take(","):
            self._fail("a comma or a closing bracket has to stand here")
        self._skip_space()
        return False

    def _value(self) -> object:
        self.value_line = self._count_lines()
        value, self.at = self._decoder.raw_decode(self.text, self.at)
        return value

    def _count_lines(self) -> int:
        line = self.value_line if self._counted_to else 1
        line += self.text.count("\n", self._counted_to, self.at)
        self._counted_to = self.at
        return line

    def _take(self, character: str) -> bool:
        taken = self.text.startswith(character, self.at)
        self.at += taken
        return taken

    def _skip_space(self) -> None:
        match = _SPACE.match(self.text, self.at)
        assert match is not None  # noqa: S101 - the pattern matches the empty string
        self.at = match.end()

    def _fail(self, message: str) -> None:
        raise json.JSONDecodeError(message, self.text, self.at)
