"""What can go wrong, as exceptions the library raises and the command line turns into one sentence.

Every exception carries a stable ``code`` and the ``details`` its message is made of, so that a face
of the library can say the same thing in another language. Not for warnings and not for problems of
a single input file: those are values (see ``searcher.articles.model.Problem``), because one bad
file never stops the rest.
"""

from __future__ import annotations

from typing import ClassVar


class SearcherError(Exception):
    """Base of everything this package raises on purpose.

    ``str(error)`` is the English sentence; ``error.code`` and ``error.details`` let a caller build
    the sentence in another language.
    """

    code: ClassVar[str] = "error"
    template: ClassVar[str] = "{message}"

    def __init__(self, **details: object) -> None:
        self.details = details
        super().__init__(self.template.format(**details))


class IndexNotFound(SearcherError):
    """There is no index at the given place."""

    code = "index-not-found"
    template = "There is no index at {path}. Build it with: {command}"


class IndexUnreadable(SearcherError):
    """The folder holds an index, but the system does not let us read it."""

    code = "index-unreadable"
    template = "The index at {path} cannot be read ({reason})."


class IndexCorrupt(IndexUnreadable):
    """A file of an index is not what was written; ``details`` hold its name as ``file``."""

    code = "index-corrupt"
    template = "The index at {path} is damaged: {file} ({reason}). Repair it with: {command}"


class IndexOutdated(SearcherError):
    """The index was made by another format or by other text rules."""

    code = "index-outdated"
    template = (
        "The index at {path} was made by another version ({found}). Rebuild it with: {command}"
    )


class IndexLocked(SearcherError):
    """Another process is writing to this index; ``details`` say which, where and since when."""

    code = "index-locked"
    template = (
        "Process {pid} on {host} has been writing to the index at {path} since {since}. "
        "Try again when it has finished, or wait for it with --wait SECONDS."
    )


class IndexLockedByUnknown(IndexLocked):
    """Another process is writing to this index, and has not said which."""

    code = "index-locked-by-unknown"
    template = (
        "Another process is writing to the index at {path}. "
        "Try again when it has finished, or wait for it with --wait SECONDS."
    )


class SourceNotFound(SearcherError):
    """A file or folder to index does not exist."""

    code = "source-not-found"
    template = "{path}: no such file or folder."


class SourceEmpty(SearcherError):
    """A folder to index holds no file of a kind that can be read."""

    code = "source-empty"
    template = "{path} holds no articles. Readable kinds: {kinds}."


class ArticleNotFound(SearcherError):
    """No article has the given id."""

    code = "article-not-found"
    template = "No article has the id “{id}”."


class EmptyName(SearcherError):
    """A source, section or author to filter by that is no name."""

    code = "name-empty"
    template = (
        "“{name}” holds no word. Write a name or a part of it, or - for articles without one."
    )


class QueryError(SearcherError):
    """A query that cannot be understood; ``details`` hold ``query`` and ``column`` (0-based).

    Or something else that was typed, such as a date or a template: ``query`` is then that.
    """

    code = "query"

    @property
    def query(self) -> str:
        """The query as it was typed."""
        return str(self.details["query"])

    @property
    def column(self) -> int:
        """Where in the query the problem is: a 0-based offset in code points."""
        column = self.details["column"]
        assert isinstance(column, int)  # noqa: S101 - a contract between the parser and this class
        return column

    def within(self, query: str, offset: int) -> QueryError:
        """The same problem, located in a query of which this one is a part.

        Args:
            query: The whole query.
            offset: Where in it the part begins, in code points.
        """
        return type(self)(**{**self.details, "query": query, "column": self.column + offset})


class EmptyQuery(QueryError):
    """Nothing in the query can be searched for."""

    code = "query-empty"
    template = "There is nothing to search for in this query."


class OnlyExclusions(QueryError):
    """A query that only says what must not be there."""

    code = "query-only-exclusions"
    template = "The query only says what to leave out. Add at least one word to look for."


class UnbalancedQuote(QueryError):
    """A quotation mark without its partner."""

    code = "query-unbalanced-quote"
    template = "This quotation mark is never closed (column {display_column})."


class DateUnknown(QueryError):
    """What should name a time does not."""

    code = "query-date-unknown"
    template = (
        "“{text}” is no date. Write a day, a month, a year or a range (20/11/2018, 11/2018, 2018, "
        "2018..2020) or words such as “last month”."
    )


class DateImpossible(QueryError):
    """A day that does not exist."""

    code = "query-date-impossible"
    template = "There is no such day in the calendar: {text}."


class DatesBackwards(QueryError):
    """A range of days that ends before it begins."""

    code = "query-dates-backwards"
    template = "This range ends before it begins: {since} comes after {until}."


class TemplateField(QueryError):
    """A field in a template that there is not."""

    code = "template-field"
    template = "There is no field “{name}”. There are: {known}."


class TemplateBrace(QueryError):
    """A brace in a template without its partner."""

    code = "template-brace"
    template = "This brace has no partner. Write it twice to mean a brace."


class TemplateEscape(QueryError):
    """A backslash in a template with something behind it that means nothing."""

    code = "template-escape"
    template = r"{escape} means nothing here. There are: \t \n \r \0 \\ \xHH \uHHHH."


class TemplateSpec(QueryError):
    """A field in a template shaped in a way that does not exist."""

    code = "template-spec"
    template = (
        "“{spec}” is no shape for {name}. Examples: {{title:<40}} {{title:.40}} {{score:.2}} "
        "{{date:%d/%m/%Y}}."
    )


class UnbalancedParenthesis(QueryError):
    """A parenthesis without its partner."""

    code = "query-unbalanced-parenthesis"
    template = "This “{sign}” has no partner."


class UnknownField(QueryError):
    """What looks like the name of a field is none."""

    code = "query-unknown-field"
    template = (
        "There is no field “{name}”. Fields are title, author, source, section, date, id and path; "
        "to search for the words themselves, put a blank after the colon."
    )


class MisspeltField(QueryError):
    """What looks like the name of a field is nearly one."""

    code = "query-misspelt-field"
    template = (
        "There is no field “{name}”. Did you mean “{near}:”? To search for the words themselves, "
        "put a blank after the colon."
    )


class FieldEmpty(QueryError):
    """A field without a value."""

    code = "query-field-empty"
    template = "Nothing follows “{name}:”. Put what you look for directly after the colon."


class LoneOperator(QueryError):
    """An operator that lacks what it applies to."""

    code = "query-lone-operator"
    template = "“{sign}” lacks something to apply to here. To search for the word, write it small."


class OnlyWords(QueryError):
    """A sign where only whole words or phrases can be."""

    code = "query-only-words"
    template = "“{sign}” does not work here: only whole words and phrases do."


class NumberTooLarge(QueryError):
    """The number behind a ``~`` is missing or too large."""

    code = "query-number"
    template = "After “~” comes a whole number from 0 to {most} here."


class MatchesEverything(QueryError):
    """A pattern without a letter."""

    code = "query-matches-everything"
    template = "This pattern matches everything. Add some letters to it."


class TooManyExpansions(QueryError):
    """A pattern that too many words match."""

    code = "query-too-many-expansions"
    template = "More than {most} words match “{pattern}”. Add some letters to it."


class TooManyPatterns(QueryError):
    """More patterns and fuzzy words than can be looked up in reasonable time."""

    code = "query-too-many-patterns"
    template = "There are more than {most} words with *, ? or ~ in this query."


class TooManyOperators(QueryError):
    """More operators than can be evaluated in reasonable time."""

    code = "query-too-many-operators"
    template = "There are more than {most} operators in this query. Search for a part of it."


class QueryTooLong(QueryError):
    """A query of unreasonable length."""

    code = "query-too-long"
    template = "The query is longer than {most} characters. Search for a part of it."


class QueryTooDeep(QueryError):
    """Too many parentheses within each other."""

    code = "query-too-deep"
    template = "More than {most} parentheses stand within each other here."
