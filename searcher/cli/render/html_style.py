"""How a page of results looks: on a telephone and a large screen, by day and by night, on paper."""

from __future__ import annotations

from typing import Final

# The faces are those of the system, all of which have Vietnamese letters with their marks in place.
STYLE: Final = """
:root {
  color-scheme: light dark;
  --page: #fdfdfb; --text: #1d1d1f; --quiet: #5f6368; --line: #dcdcd6;
  --link: #0b57a4; --mark: #ffe89a; --mark-text: #1d1d1f; --bar: #7a9cc6;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #17181a; --text: #e6e6e3; --quiet: #a3a7ad; --line: #36393d;
    --link: #8ab8f0; --mark: #6b5300; --mark-text: #fff4cf; --bar: #4f739f;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 46rem;
  background: var(--page); color: var(--text);
  font: 1.0625rem/1.6 system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  overflow-wrap: anywhere;
}
h1 { margin: 0 0 .25rem; font-size: 1.5rem; line-height: 1.3; }
h2, h3 { margin: 0; font-size: 1.125rem; line-height: 1.4; }
section > h2 { margin: 2rem 0 0; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
header { padding-bottom: .75rem; border-bottom: 1px solid var(--line); }
header p { margin: .25rem 0 0; }
.totals, .about, .count, .rest, summary { color: var(--quiet); font-size: .9375rem; }
.count { font-weight: normal; }
ol { margin: 1.25rem 0 0; padding-left: 2.25rem; }
li { margin-bottom: 1.5rem; }
li::marker { color: var(--quiet); font-variant-numeric: tabular-nums; }
.about { margin: .125rem 0 .375rem; }
a { color: var(--link); text-decoration: none; }
a:hover, a:focus { text-decoration: underline; }
blockquote { margin: .375rem 0 0; padding-left: .75rem; border-left: 2px solid var(--line); }
blockquote p { margin: 0; }
mark { padding: 0 .1em; border-radius: .15em; background: var(--mark); color: var(--mark-text); }
details { margin-top: .5rem; }
pre { margin: .25rem 0 0; font-size: .8125rem; line-height: 1.5; white-space: pre-wrap; }
.facets { margin-top: 2rem; padding-top: .5rem; border-top: 1px solid var(--line); }
table { width: 100%; margin-top: 1rem; border-collapse: collapse; font-size: .9375rem; }
caption { padding-bottom: .25rem; font-weight: bold; text-align: left; }
th { width: 45%; padding: .125rem .5rem .125rem 0; font-weight: normal; text-align: left; }
td { padding: .125rem .5rem .125rem 0; text-align: right; font-variant-numeric: tabular-nums; }
td:last-child { width: 40%; padding-right: 0; text-align: left; }
meter { display: block; width: 100%; height: .75rem; border: 0; background: none; }
meter::-webkit-meter-bar { border: 0; border-radius: 0; background: none; }
meter::-webkit-meter-optimum-value { border-radius: .125rem; background: var(--bar); }
meter::-moz-meter-bar { background: var(--bar); }
@media (max-width: 30rem) {
  body { padding: 1rem .75rem 3rem; font-size: 1rem; }
  ol { padding-left: 1.75rem; }
}
@page { margin: 18mm 16mm; }
@media print {
  :root { --page: #fff; --text: #000; --quiet: #444; --line: #bbb; --link: #000; --bar: #888; }
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; line-height: 1.45; orphans: 3; widows: 3; }
  h2, h3, caption, .about { break-after: avoid; }
  article, tr { break-inside: avoid; }
  mark { padding: 0; background: none; color: inherit; font-weight: bold; text-decoration: underline; }
  details:not([open]) { display: none; }
  summary { list-style: none; }
}
"""
