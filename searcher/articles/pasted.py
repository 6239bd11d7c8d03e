"""Text copied from a web page becomes title, date, author, section and body.

Works on the order of things: a *head* before the first paragraph of prose (section, title, date,
signature, counters), the body, and a *tail* behind the last paragraph of prose (signature, date,
source, and what the page had below the article). A line leaves the body only if it is recognised as
one of these; texts without prose (poems, lists, recipes) keep everything but what is beyond doubt.

Not for files that say themselves what is what (records, front matter).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from searcher.articles.boilerplate import (
    form_lines,
    is_boilerplate,
    is_menu,
    is_number,
    opens_tail,
    parts_of,
    without_glued_tags,
)
from searcher.articles.bylines import (
    begins_with_surname,
    breadcrumb,
    copyright_holder,
    is_name,
    labelled,
)
from searcher.articles.dates import DateLine, date_line
from searcher.articles.headline import choose_title, is_known_section
from searcher.articles.paragraphs import Paragraph
from searcher.articles.plain import plain

# A paragraph of prose: long, or a sentence of some length. Headlines reach 130 characters and end
# without a full stop; captions without one are up to 180 but never stand last or first of all.
_PROSE_CHARACTERS = 140
_SENTENCE_WORDS = 10
_SENTENCE_END = re.compile(r"(?:[^.…]\.|/\.|[.!?]\s?[”\"’)»])$")

# Without prose, only so many lines at either end can be about the article.
_EDGE_LINES = 4
# More lines than this before or behind the prose are a list and no head or tail of a page; it also
# bounds the work on files of millions of lines.
_MAX_PAGE_LINES = 500
# Where the headings of a chronicle are looked for.
_MAX_CHRONICLE_LINES = 5000
_MAX_ROW_CHARACTERS = 160
_BYLINE_SEPARATOR = re.compile(r"\s*[|•·]\s*|\s+[-–—]\s+|\s{2,}|,\s+")


@dataclass(slots=True)
class Pasted:
    """What a pasted text says. What it does not say is ``""`` or ``None``.

    Attributes:
        title: The headline.
        body: The paragraphs that are the author's, in order.
        date: The day of publication, or of the last update where only that is given.
        author: The signature.
        section: The rubric above the headline.
        source: The publisher.
        url: Where the text came from.
        cut: The lines taken out of the body: boilerplate, dates, labels, repeated headlines.
    """

    title: str = ""
    body: list[str] = field(default_factory=list)
    date: dt.date | None = None
    author: str | None = None
    section: str | None = None
    source: str | None = None
    url: str | None = None
    cut: list[str] = field(default_factory=list)


def read_pasted(paragraphs: Sequence[Paragraph], *, title: str = "") -> Pasted:
    """Take a pasted text apart.

    Args:
        paragraphs: All of the text.
        title: The headline, where something better than the order of lines already told it.

    Returns:
        Every paragraph's text is in ``body``, in ``cut``, or is the value of a field.
    """
    return _Reading(paragraphs, title).result()


def is_prose(line: str) -> bool:
    """Whether a line is a paragraph of running text, and no headline, list item or page furniture."""
    if len(line) < _PROSE_CHARACTERS and (
        len(line.split()) < _SENTENCE_WORDS or not _SENTENCE_END.search(line)
    ):
        return False
    return not is_boilerplate(line)


class _Reading:
    """The state of taking one text apart: which lines are still nobody's."""

    def __init__(self, paragraphs: Sequence[Paragraph], title: str) -> None:
        self.paragraphs = paragraphs
        self.lines = [paragraph.text for paragraph in paragraphs]
        self.values = Pasted(title=title)
        self.taken: set[int] = set()
        count = len(self.lines)
        prose = [index for index, line in enumerate(self.lines) if is_prose(line)]
        # The head is lines[:head_end], the tail lines[tail_start:].
        self.prose_below_head = bool(prose) and prose[0] <= _MAX_PAGE_LINES
        self.head_end = prose[0] if self.prose_below_head else min(_EDGE_LINES, count)
        self.prose_above_tail = bool(prose) and count - prose[-1] <= _MAX_PAGE_LINES
        self.tail_start = (
            prose[-1] + 1 if self.prose_above_tail else max(self.head_end, count - _EDGE_LINES)
        )
        self.dates = {
            index: found
            for index in (*range(self.head_end), *range(self.tail_start, count))
            if (found := date_line(self.lines[index]))
        }
        self.is_chronicle = any(
            (found := date_line(line)) and found.bare
            for line in self.lines[self.head_end : self.tail_start][:_MAX_CHRONICLE_LINES]
        )

    def result(self) -> Pasted:
        """Recognise line after line, the most certain kinds first."""
        head = range(self.head_end)
        tail = range(self.tail_start, len(self.lines))
        publisher = next(filter(None, (copyright_holder(self.lines[i]) for i in tail)), None)
        if self.prose_below_head:
            self._cut_head_furniture(head)
        if self.prose_above_tail:
            self._cut_furniture(tail)
        else:
            self._cut_closing_furniture()
        for index in self._free(tail):
            self.lines[index] = without_glued_tags(self.lines[index])
        for index in (*self._free(head), *self._free(tail)):
            self._take_labelled(index)
        if self.prose_below_head:
            self._take_rows(head)
        if self.prose_above_tail:
            self._take_rows(tail)
        self._take_dates(head)
        self._take_dates(tail)
        for index in self._free(head):
            self._take_dated_byline(index)
        title_index = self._take_headline(head)
        if self.prose_above_tail:
            self._take_signature(self._free(tail))
        if self.prose_below_head:
            self._take_head_signature(head, title_index)
        self.values.source = self.values.source or publisher
        return self._finished()

    def _free(self, indices: range) -> list[int]:
        return [index for index in indices if index not in self.taken]

    def _cut_furniture(self, tail: range) -> None:
        """Behind prose: every line of furniture, and everything behind a closing heading."""
        for index in tail:
            if opens_tail(self.lines[index]):
                self.taken.update(range(index, tail.stop))
                return
            if is_boilerplate(self.lines[index]):
                self.taken.add(index)
        self._cut_forms(tail)

    def _cut_closing_furniture(self) -> None:
        """Without prose: only an unbroken run of furniture at the very end."""
        index = len(self.lines)
        first = max(1, index - _MAX_PAGE_LINES)
        forms = {first + place for place in form_lines(self.lines[first:])}
        while index > first and (
            index - 1 in forms
            or is_boilerplate(self.lines[index - 1])
            or opens_tail(self.lines[index - 1])
        ):
            index -= 1
            self.taken.add(index)

    def _cut_forms(self, tail: range) -> None:
        self.taken.update(tail.start + index for index in form_lines(self.lines[tail.start :]))
        for index in tail:
            # A visitor counter stands alone beside other furniture; a number beside text may be
            # the last line of a poem's date.
            near = (index - 1, index + 1)
            if is_number(self.lines[index]) and any(other in self.taken for other in near):
                self.taken.add(index)

    def _take_signature(self, rest: Sequence[int]) -> None:
        """The last line of the tail, if it is a name and not one of a list of names."""
        author = self.values.author
        if not rest or not is_name(self.lines[rest[-1]]):
            return
        name = self.lines[rest[-1]]
        if author is not None and plain(author) == plain(name):
            self.taken.add(rest[-1])
        above = (self.tail_start - 1, *rest[:-1])
        if author is None and not any(is_name(self.lines[index]) for index in above):
            self.values.author = name
            self.taken.add(rest[-1])

    def _cut_head_furniture(self, head: range) -> None:
        for index in head:
            line = self.lines[index]
            if step := breadcrumb(line):
                self.values.section = self.values.section or step
                self.taken.add(index)
            elif is_boilerplate(line) or (index > 0 and is_number(line)):
                # Above prose a number is a counter of comments or views.
                self.taken.add(index)

    def _take_headline(self, head: range) -> int | None:
        found = choose_title(
            [(index, self.paragraphs[index]) for index in self._free(head)],
            all_paragraphs=self.paragraphs,
            known=self.values.title,
            dated=[index for index in head if index in self.dates],
            followed_by_prose=self.prose_below_head,
        )
        self.values.title = found.title
        self.taken.update(found.taken)
        if self.values.section is None and found.section_index is not None:
            self.values.section = self.lines[found.section_index]
            self.taken.add(found.section_index)
        return found.index

    def _take_head_signature(self, head: range, title_index: int | None) -> None:
        """A name between headline and text, if it is a family name's or beside the date."""
        if title_index is None or self.values.author is not None:
            return
        for index in self._free(head[title_index + 1 :]):
            name = self.lines[index]
            beside_date = index - 1 in self.dates or index + 1 in self.dates
            if is_name(name) and (beside_date or begins_with_surname(name)):
                self.values.author = name
                self.taken.add(index)
                return

    def _take_labelled(self, index: int) -> None:
        found = labelled(self.lines[index])
        if found is not None and not getattr(self.values, found.field):
            setattr(self.values, found.field, found.value)
            self.taken.add(index)

    def _take_rows(self, region: range) -> None:
        """Lines that show several things side by side: a signature, a date, buttons."""
        for index in self._free(region):
            parts = parts_of(self.lines[index])
            if len(parts) < 2 or len(self.lines[index]) > _MAX_ROW_CHARACTERS:
                continue
            is_row = is_menu(self.lines[index])
            dates = [found for part in parts if (found := date_line(part))]
            names = [part for part in parts if is_name(part)]
            furniture = [part for part in parts if is_boilerplate(part) or opens_tail(part)]
            known = len(dates) + len(names) + len(furniture)
            if not (is_row and not dates) and (known < len(parts) or len(names) == known):
                continue
            if dates and self.values.date is None:
                self.values.date = dates[0].date
            if len(names) == 1 and self.values.author is None and is_name(parts[0]):
                self.values.author = parts[0]
            self.taken.add(index)

    def _take_dates(self, region: range) -> None:
        """Take the day of publication from date lines, and all that surely are such lines."""
        lines = [index for index in self._free(region) if index in self.dates]
        usable = [i for i in lines if not (self.dates[i].bare and self.is_chronicle)]
        if not usable:
            return
        if self.values.date is None:
            best = min(usable, key=lambda index: self.dates[index].bare)
            self.values.date = self.dates[best].date
        self.taken.update(
            i for i in usable if not self.dates[i].bare or self.dates[i].date == self.values.date
        )

    def _take_dated_byline(self, index: int) -> None:
        """Lines such as "Kim Ngân | 15/07/2019 08:30"; the place of "Huế, ngày …" stays a text."""
        line = self.lines[index]
        for left, right, joined_by_comma in _split_byline(line):
            for name, said in ((left, right), (right, left)):
                found: DateLine | None = date_line(said)
                if found is not None and is_known_section(name):
                    self.values.date = self.values.date or found.date
                    self.values.section = self.values.section or name
                    self.taken.add(index)
                    return
                if found is None or not is_name(name, least=1):
                    continue
                if self.values.date is None:
                    self.values.date = found.date
                if joined_by_comma or self.values.author is not None:
                    return
                self.values.author = name
                self.taken.add(index)
                return

    def _finished(self) -> Pasted:
        values = self.values
        values.body = [line for i, line in enumerate(self.lines) if i not in self.taken and line]
        if not values.body and not values.title:
            # Nothing but furniture: then it was what the author wrote.
            return Pasted(body=[paragraph.text for paragraph in self.paragraphs])
        used = {values.title, values.author, values.section}
        values.cut = [self.lines[i] for i in sorted(self.taken) if self.lines[i] not in used]
        return values


def _split_byline(line: str) -> Iterator[tuple[str, str, bool]]:
    """The ways to part a short line at one of its first separators."""
    if len(line) > 120:
        return
    for number, match in enumerate(_BYLINE_SEPARATOR.finditer(line)):
        if number == 4:
            return
        left, right = line[: match.start()].strip(), line[match.end() :].strip()
        if left and right:
            yield left, right, match[0].strip() == ","
