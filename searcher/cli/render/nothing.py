"""What is said when a page of results is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher.cli.language import Words
    from searcher.search.results import Results


def nothing_sentence(results: Results, limit: int, page: int, words: Words) -> str:
    """Return why there is nothing to show.

    Args:
        results: A page without hits.
        limit: How many there could have been.
        page: The number of the page, from 1.
        words: The language of the run.
    """
    if results.listed and limit:
        last = -(-results.listed // limit)
        return words.say("search.past-the-end", page=page, count=results.listed, last=last)
    if not results.query.strip():
        return words.say("search.nothing-passes")
    return words.say("search.nothing", query=results.query)
