"""Search results as one page for a browser, a mail or a printer; it needs nothing from elsewhere.

Nothing on it runs: all text from outside is escaped, a policy (CSP level 3) forbids everything but the
one style sheet inside, and links lead to files and the web only. Not how it looks
(``searcher.cli.render.html_style``).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from searcher.cli.render.explanations import explanation_lines
from searcher.cli.render.facets import facet_value, group_name
from searcher.cli.render.html_style import STYLE
from searcher.cli.render.hyperlinks import target
from searcher.cli.render.layout import MATCHES, Piece
from searcher.cli.render.results import name, passage_pieces, title_pieces, totals_line
from searcher.cli.render.safe import neutralise
from searcher.cli.render.understanding import understood_sentences

if TYPE_CHECKING:
    from searcher.cli.environment import Environment
    from searcher.cli.language import Words
    from searcher.search.explain import Explanation
    from searcher.search.facets import Facet
    from searcher.search.results import Hit, Results

_ESCAPES: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
)


def write_page(env: Environment, results: Results, explanations: Sequence[Explanation]) -> None:
    """Write results as a page to ``stdout``.

    Args:
        env: The environment of the run.
        results: What was found, if anything.
        explanations: Of every hit, or none.
    """
    # The page says that it is UTF-8; in ASCII it is that, too, whatever ``stdout`` is.
    unicode = (env.stdout.encoding or "utf-8").lower().startswith("utf")
    for line in page_lines(results, env.words, explanations):
        text = line if unicode else line.encode("ascii", "xmlcharrefreplace").decode("ascii")
        env.write(text + "\n")


def page_lines(
    results: Results, words: Words, explanations: Sequence[Explanation] = ()
) -> Iterator[str]:
    """Yield the lines of a page.

    Args:
        results: What was found, if anything.
        words: The language of its headings; what is quoted is taken for Vietnamese.
        explanations: Of every hit, or none.
    """
    spoken = "" if words.language == "vi" else f' lang="{words.language}"'
    query = results.query.strip()
    title = words.say("html.title", query=query) if query else words.say("html.everything")
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    yield "<!DOCTYPE html>"
    yield '<html lang="vi">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="color-scheme" content="light dark">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{_escaped(title)}</title>"
    yield f"<style>{STYLE}</style>"
    yield "</head>"
    yield "<body>"
    yield "<header>"
    yield f"<h1>{_escaped(query)}</h1>" if query else f"<h1{spoken}>{_escaped(title)}</h1>"
    for sentence in understood_sentences(results.understood, words):
        yield f'<p class="understood"{spoken}>{_escaped(sentence)}</p>'
    found = totals_line(results, words).text if results.listed else words.say("html.nothing")
    yield f'<p class="totals"{spoken}>{_escaped(found)}</p>'
    yield "</header>"
    yield "<main>"
    yield from _hits(results, words, explanations, spoken)
    if results.facets:
        yield f'<section class="facets" aria-label="{_escaped(words.say("html.counts"))}">'
        for facet in results.facets:
            yield from _facet(facet, words, spoken)
        yield "</section>"
    yield "</main>"
    yield "</body>"
    yield "</html>"


def _escaped(text: str) -> str:
    """Outside text as it may stand between tags and between quotation marks."""
    return neutralise(text).translate(_ESCAPES)


def _hits(
    results: Results, words: Words, explanations: Sequence[Explanation], spoken: str
) -> Iterator[str]:
    explained = iter(explanations)
    if results.hits and not results.groups:
        yield from _list(results.hits, words, explained, spoken, "h2")
    for group in results.groups:
        count = words.say("search.group-count", count=group.count)
        yield "<section>"
        yield (
            f"<h2>{_escaped(group_name(words, group.by, group.value))} "
            f'<span class="count"{spoken}>{_escaped(count)}</span></h2>'
        )
        yield from _list(group.hits, words, explained, spoken, "h3")
        yield "</section>"


def _list(
    hits: Sequence[Hit], words: Words, explained: Iterator[Explanation], spoken: str, heading: str
) -> Iterator[str]:
    yield "<ol>"
    for hit in hits:
        yield f'<li value="{hit.rank}"><article>'
        title = "".join(map(_marked, title_pieces(hit)))
        yield f"<{heading}>{_link(title, hit.url or hit.path)}</{heading}>"
        yield f'<p class="about">{" · ".join(_about(hit, words, spoken))}</p>'
        for passage in hit.passages:
            yield f"<blockquote><p>{''.join(map(_marked, passage_pieces(passage)))}</p></blockquote>"
        if (explanation := next(explained, None)) is not None:
            yield f"<details{spoken}><summary>{_escaped(words.say('html.explanation'))}</summary>"
            lines = (line.text for line in explanation_lines(explanation, words, 0))
            yield f"<pre>{_escaped_lines(lines)}</pre></details>"
        yield "</article></li>"
    yield "</ol>"


def _about(hit: Hit, words: Words, spoken: str) -> Iterator[str]:
    """What is known of an article, each thing as it stands on the page."""
    if hit.date:
        yield f'<time datetime="{hit.date.isoformat()}">{words.date(hit.date)}</time>'
    for part in (hit.source, hit.section, hit.author):
        if part:
            yield f"<span>{_escaped(part)}</span>"
    if not hit.complete:
        yield f"<em{spoken}>{_escaped(words.say('search.partial'))}</em>"
    yield _link(_escaped(name(hit.id, hit.path)), hit.path)


def _marked(piece: Piece) -> str:
    text = _escaped(piece.text)
    return f"<mark>{text}</mark>" if piece.style in MATCHES else text


def _link(markup: str, leads_to: str | None) -> str:
    address = target(leads_to, host=False) if leads_to else None
    if address is None:
        return f"<span>{markup}</span>"
    return f'<a href="{_escaped(address)}" rel="noopener noreferrer">{markup}</a>'


def _facet(facet: Facet, words: Words, spoken: str) -> Iterator[str]:
    yield f"<table><caption{spoken}>{_escaped(words.say(f'facet.{facet.name}'))}</caption>"
    most = max((each.count for each in facet.values), default=0)
    for each in facet.values:
        yield (
            f'<tr><th scope="row">{_escaped(facet_value(facet.name, each.value))}</th>'
            f"<td>{words.number(each.count)}</td>"
            f'<td><meter min="0" max="{most}" value="{each.count}"></meter></td></tr>'
        )
    others = "facet.earlier" if facet.name in ("year", "month") else "facet.others"
    for label, count in (
        (words.say(others, count=facet.unlisted), facet.others),
        (words.say("facet.unknown"), facet.unknown),
    ):
        if count:
            yield (
                f'<tr class="rest"><th scope="row"{spoken}>{_escaped(label)}</th>'
                f"<td>{words.number(count)}</td><td></td></tr>"
            )
    yield "</table>"


def _escaped_lines(lines: Iterable[str]) -> str:
    return "\n".join(map(_escaped, lines))
