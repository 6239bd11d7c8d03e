"""What the command line says, in English."""

from __future__ import annotations

from typing import Final

from searcher.cli.messages.indexing import EN as INDEXING
from searcher.cli.messages.understood import EN as UNDERSTOOD

MESSAGES: Final[dict[str, str]] = {
    # Help: the frame.
    "help.usage": "Usage:",
    "help.options": "Options",
    "help.commands": "Commands",
    "help.examples": "Examples",
    "help.options-metavar": "[OPTIONS]",
    "help.command-metavar": "COMMAND …",
    "help.dir-metavar": "DIR",
    "help.seconds-metavar": "SECONDS",
    "help.query-metavar": "QUERY",
    "help.query-arg": "QUERY…",
    "help.when-metavar": "WHEN",
    "help.name-metavar": "NAME",
    "help.path-metavar": "PATH",
    "help.order-metavar": "ORDER",
    "help.facet-metavar": "FACET",
    "help.template-metavar": "TEMPLATE",
    "help.text-arg": "TEXT…",
    "help.file-arg": "[FILE]",
    "help.source-arg": "[SOURCE]…",
    "help.one-source-arg": "SOURCE",
    "help.file-metavar": "FILE",
    # Help: the commands.
    "help.searcher": (
        "Full-text search for Vietnamese articles, with or without tone marks.\n\n"
        "Exit codes: 0 found or done, 1 nothing found, 2 an error, 75 the index is being written."
    ),
    "help.searcher.examples": (
        "searcher index articles/\nsearcher search neu guong\nsearcher search --help"
    ),
    "help.index": (
        "Read the articles of every SOURCE into the index, or bring the index up to date: only "
        "what changed is read again. A SOURCE is a folder, a file, or a pattern in quotation marks "
        "('news/**/*.txt'). Sources are remembered: without a SOURCE all of them are brought up to "
        "date; the first time, that is corpus/ in the current folder.\n\n"
        "A renamed or moved file is not read in anew. What stands in several files is indexed "
        "once. Files that cannot be read are told and skipped. A long run can be interrupted: the "
        "next one goes on from there."
    ),
    "help.index.short": "Build the index, or bring it up to date.",
    "help.index.examples": (
        "searcher index articles/\n"
        "searcher index                      # again: only what changed\n"
        "searcher index --dry-run            # what would be done\n"
        "searcher index a.jsonl 'news/**/*.txt' --index ~/idx --strict"
    ),
    "help.forget": (
        "Remove a SOURCE, named as it was for index or as stats shows it, and its articles from "
        "the index. The files themselves are not touched."
    ),
    "help.forget.short": "Remove a source from the index.",
    "help.forget.examples": "searcher forget articles/2019\nsearcher forget 'news/**/*.txt' --dry-run",
    "help.search": (
        "Show the articles that match QUERY best, with the passages that show why.\n\n"
        "All words are wanted, none is required; articles that hold more of them come first. "
        '"…" finds words next to each other, a leading - leaves out articles with a word. Marks '
        "that are typed count, marks that are not typed are free: neu guong finds nêu gương.\n\n"
        "AND, OR, NOT, parentheses, patterns (gươ*), fields (title:gương), days (date:2019..2021) "
        "and more: searcher help query. The shell takes quotation marks and stars away; put single "
        "quotes around such a query."
    ),
    "help.search.short": "Search, and show passages.",
    "help.search.examples": (
        "searcher search neu guong\n"
        'searcher search \'"nêu gương" -"phê bình"\' -n 5\n'
        "searcher search 'nêu gương OR kỷ luật ngày:2019..2021'\n"
        "searcher search đảng -viên --json\n"
        "searcher search --all người đứng đầu --page 2"
    ),
    "help.show": "Show the articles ID…, the names search gives them, in full.",
    "help.show.short": "Show articles in full.",
    "help.show.examples": (
        "searcher show hai-lang.txt\nsearcher show hai-lang.txt --query 'neu guong'"
    ),
    "help.related": (
        "Show the articles that are most like the article ID, and the key words they share with it."
    ),
    "help.related.short": "Show articles like one.",
    "help.related.examples": (
        "searcher related hai-lang.txt\nsearcher related hai-lang.txt --since 2020 -n 5"
    ),
    "help.terms": (
        "Show the key words of the article ID: what it speaks of often and other articles seldom, "
        "the most telling first."
    ),
    "help.terms.short": "Show the key words of one article.",
    "help.terms.examples": "searcher terms hai-lang.txt\nsearcher terms hai-lang.txt -n 5 --json",
    "help.stats": "Tell what the index holds, how large it is and where it came from.",
    "help.stats.short": "Tell what the index holds.",
    "help.stats.examples": "searcher stats\nsearcher stats --json",
    "help.check": (
        "Read every byte of the index and compare it with its checksums, then work out from one part "
        "what another says. Nothing is changed.\n\n"
        "Every finding is a line. Exit code 0: sound; 2: damaged. A file that does not belong to the "
        "index is named, and is no damage."
    ),
    "help.check.short": "Tell whether the index is sound.",
    "help.check.examples": "searcher check\nsearcher check --json --index ~/idx",
    "help.repair": (
        "Restore a damaged index: what is sound is kept, the rest is read from the sources again, and "
        "what changed in them is read, too. What is in no source any more is named.\n\n"
        "Exit code 0: everything is there; 2: something could not be restored."
    ),
    "help.repair.short": "Restore a damaged index.",
    "help.repair.examples": "searcher repair\nsearcher repair --index ~/idx --wait 60",
    "help.analyze": (
        "Show TEXT as the engine sees it: its tokens with their places, with their marks and "
        "folded. A lone - reads standard input."
    ),
    "help.analyze.short": "Show the tokens of a text.",
    "help.analyze.examples": 'searcher analyze "Thuỷ lợi, KT-XH"\nsearcher analyze --json - < a.txt',
    "help.batch": (
        "Answer the queries in FILE (or standard input), one per line: “qid<TAB>query”, or a query "
        "alone, whose qid is its line number.\n\n"
        "trec writes “qid Q0 article-id rank score searcher”; white space in an id is written "
        "percent-encoded. jsonl writes what search --json writes, with the qid. A query that "
        "cannot be understood is told and passed over; the exit code is then 2."
    ),
    "help.batch.short": "Answer many queries at once.",
    "help.batch.examples": (
        "searcher batch queries.tsv --limit 100 > run.trec\n"
        "searcher batch - --format jsonl < queries.txt"
    ),
    "help.help": (
        "Show the help of a command, or the page on the query language (query).\n\n"
        "Into a pipe a page is written as Markdown."
    ),
    "help.help.short": "Show help on a command or on the query language.",
    "help.help.examples": "searcher help query\nsearcher help search\nsearcher help query --lang vi",
    "help.topic-arg": "[TOPIC]",
    # Help: the options.
    "option.index": (
        "The folder of the index. Otherwise SEARCHER_INDEX, an index/ beside the articles, or your "
        "data folder."
    ),
    "option.json": "Write JSON.",
    "option.jsonl": "Write JSON, one article per line.",
    "option.limit": "Articles on a page ({default}).",
    "option.page": "Which page, from 1.",
    "option.all": "Only articles that hold every word.",
    "option.any": "Any of the words will do.",
    "option.since": (
        "Only articles of this day or later: 20/11/2018, 11/2018, 2018, “last month”."
    ),
    "option.until": "Only articles of this day or earlier.",
    "option.source": (
        "Only articles from this publisher: its name or a part of it, marks that are not typed are "
        "free; name* also finds longer names, - stands for none. This and the next three may be "
        "given more than once."
    ),
    "option.section": "Only articles of this section.",
    "option.author": "Only articles by this author.",
    "option.path": "Only articles from this file or folder; * and ? stand for any characters.",
    "option.sort": "{orders}: best first, oldest first, newest first, or by title.",
    "option.facet": "Count the articles by one or more of {facets}.",
    "option.facet-limit": "Values listed of each (10; 50 years, 24 months).",
    "option.group-by": "Put articles together that have one of these in common.",
    "option.group-size": "Articles shown of each group ({default}).",
    "option.plain": "Write what a pipe would get.",
    "option.table": "Write a line for every article.",
    "option.csv": "Write CSV, with a line of names.",
    "option.ids": "Write only ids, for other commands.",
    "option.count": "Write only how many articles match fully.",
    "option.template": "Write a line like {{title}}\\t{{date}} for every article.",
    "option.null": "End ids and the lines of --format with NUL, for xargs -0.",
    "option.explain": "Tell where each score comes from.",
    "option.related-limit": "Articles at most ({default}).",
    "option.terms-limit": "Key words at most ({default}).",
    "option.null-ids": "End ids with NUL, for xargs -0.",
    "option.query": "Highlight what this query finds.",
    "option.batch-limit": "Articles per query ({default}).",
    "option.format": "What to write (trec).",
    "option.dry-run": "Only tell what would be done; write nothing.",
    "option.rebuild": "Read everything anew.",
    "option.report": "Write every change, and what was skipped and why, as lines of JSON.",
    "option.prune": "Also drop the articles of sources that are gone.",
    "option.memory": "Memory for building, in megabytes, whatever is indexed (default {default}).",
    "option.encoding": (
        "What the files of the SOURCEs are in that are not Unicode; remembered with them. One of: "
        "{names}."
    ),
    "option.jobs": "How many processes analyse articles (default: one per core if there are many).",
    "option.no-words": "Learn no words of several syllables; searching finds the same without.",
    "option.wait": "How long to wait while another process writes to the index (default: not at all).",
    "option.quick": "Compare with the checksums only; seconds instead of a minute.",
    "option.strict": "Exit with 2 if anything was skipped.",
    "option.quiet": "Tell only what went wrong.",
    "option.color": "When to use colour (auto: on a terminal, unless NO_COLOR is set).",
    "option.lang": "Language of messages; otherwise SEARCHER_LANG or the locale.",
    "option.help": "Show this help.",
    "option.version": "Show the version.",
    # Usage errors.
    "usage.try": "Help: {command}",
    "usage.no-such-option": "There is no option {option}.",
    "usage.no-such-option-near": "There is no option {option}. Did you mean {near}?",
    "usage.no-such-command": (
        "There is no command “{command}”. To search for it: searcher search {query}"
    ),
    "usage.no-such-command-near": "There is no command “{command}”. Did you mean {near}?",
    "usage.needs-value": "{option} needs a value.",
    "usage.takes-no-value": "{option} takes no value.",
    "usage.missing": "{argument} is missing.",
    "usage.bad-value": "{option}: {why}",
    "usage.whole-number": "“{value}” is not a whole number from {minimum} to {maximum}.",
    "usage.one-of": "“{value}” is none of: {values}.",
    "usage.not-with": "{option} does not go with {form}.",
    "usage.not-with-list": "{option} goes with --ids or --format only.",
    "usage.needs": "{option} goes with {other} only.",
    "usage.surplus": "This command takes no further arguments: {arguments}",
    # What the system says.
    "os.with-path": "{path}: {reason}.",
    "os.without-path": "The operating system says: {reason}.",
    "os.not-found": "no such file or folder",
    "os.is-folder": "this is a folder, not a file",
    "os.no-permission": "permission denied",
    "os.disk-full": "no space left on the device",
    "os.quota": "the quota is used up",
    "os.too-large": "the file would be too large",
    "os.input-output": "the device reports an input/output error",
    "os.read-only": "the file system is read-only",
    "stdin.waiting": "Waiting for standard input; Ctrl-D ends it.",
    "internal": ("Internal error ({what}). Please report it, with what SEARCHER_DEBUG=1 shows."),
    # Which index, and what indexing did.
    "location": "Index: {path} ({why})",
    "location.option": "named by --index",
    "location.environment": "named by SEARCHER_INDEX",
    "location.beside-source": "beside the articles",
    "location.here": "in the current folder",
    "location.user-data": "in your data folder",
    **INDEXING,
    "progress.wait": "Waiting for another process to finish writing",
    "progress.scan": "Looking for articles",
    "progress.read": "Reading",
    "progress.write": "Writing",
    "progress.files": "{count} files",
    "progress.articles": "{count} articles",
    "progress.rate": "{count} articles, {rate}/s",
    "stats.path": "index",
    "stats.articles": "articles",
    "stats.deleted": "deleted, not yet freed",
    "stats.terms": "distinct words",
    "stats.tokens": "words",
    "stats.compounds": "compound words learnt",
    "stats.size": "size",
    "stats.segments": "segments",
    "stats.generation": "generation",
    "stats.created": "created",
    "stats.updated": "updated",
    "stats.encoding": "encoding",
    "stats.of-encoding": "{name} (articles: {count})",
    "stats.source": "source",
    "stats.of-source": "{path} (files: {files}, articles: {articles})",
    # Search results.
    "search.total": "{count} articles match fully",
    "search.total.one": "{count} article matches fully",
    "search.total-partial": "{count} in part",
    "search.shown": "showing {ranks}",
    "search.partial": "in part",
    "search.shown-groups": "showing groups {ranks} of {count}",
    "search.group-count": "{count} articles",
    "search.group-count.one": "{count} article",
    "search.more": "These are {shown} of {count}; -n and --page show more.",
    "search.no-such-source": "No article has the source “{name}”.",
    "search.no-such-source-near": "No article has the source “{name}”. There are: {near}.",
    "search.no-such-section": "No article has the section “{name}”.",
    "search.no-such-section-near": "No article has the section “{name}”. There are: {near}.",
    "search.no-such-author": "No article has the author “{name}”.",
    "search.no-such-author-near": "No article has the author “{name}”. There are: {near}.",
    "search.nothing-passes": "No article is like that.",
    "search.nothing": "Nothing found for: {query}",
    "search.past-the-end": "There is no page {page}: the {count} articles found fill {last}.",
    "search.past-the-end.one": "There is no page {page}: only {count} article was found.",
    "facet.source": "Source",
    "facet.section": "Section",
    "facet.author": "Author",
    "facet.year": "Year",
    "facet.month": "Month",
    "facet.unknown": "unknown",
    "facet.others": "{count} more",
    "facet.more": "{name}: {count} more values; --facet-limit lists them.",
    "facet.more.one": "{name}: {count} more value; --facet-limit lists it.",
    "facet.earlier": "{count} earlier",
    "facet.nothing": "no articles",
    **UNDERSTOOD,
    "explain.score": "score {score}; share of the words found counts {coordination}",
    "explain.slot": (
        "{typed}: {value} = idf {idf} ({documents} articles) × frequency {damped} [{variants}]"
    ),
    "explain.variant": "{marked} {times}× at {weight}",
    "explain.phrase": "“{words}”: {value} = {weight} × frequency {damped}",
    "explain.pair": "{words} side by side: {value} = {weight} × frequency {damped}",
    "explain.restored": (
        "{words} side by side, as probably meant: {value} = {weight} × frequency {damped}"
    ),
    "explain.newest": "the day alone: {value}",
    "show.near": "Similar ids: {ids}",
    "related.shared": "{percent} alike: {shared}",
    "related.nothing": "No article is like “{id}”.",
    "terms.times": "{count} times",
    "terms.times.one": "once",
    "terms.nothing": "The article “{id}” has no key words.",
    "check.missing": "{file}: missing",
    "check.damaged": "{file}: damaged ({detail})",
    "check.unreadable": "{file}: the system cannot read it ({detail})",
    "check.contradiction": "{file}: contradicts the rest ({detail})",
    "check.leftover": "{file}: left over from an interrupted run; the next one deletes it",
    "check.foreign": "{file}: does not belong to the index",
    "check.sound": "Every byte is what was written: {files} files, {megabytes} MB.",
    "check.agree": "{count} articles agree with their postings, counts and places in the sources.",
    "check.agree.one": "{count} article agrees with its postings, counts and place in the sources.",
    "check.repair": "The index is damaged. Repair it with: {command}",
    "repair.sound": "Nothing is damaged.",
    "repair.rebuilt": "Everything was read from the sources again: {count} articles.",
    "repair.rebuilt.one": "Everything was read from the sources again: {count} article.",
    "repair.done": "Articles kept: {kept}; read from the sources again: {restored}.",
    "repair.lost": "Not restored: {id} ({path})",
    "repair.lost-more": "Not restored: {count} more.",
    "analyze.text": "text",
    "analyze.start": "start",
    "analyze.end": "end",
    "analyze.position": "pos",
    "analyze.marked": "marked",
    "analyze.folded": "folded",
    "analyze.nothing": "There are no words in this text.",
    "analyze.too-long": "The text is longer than {megabytes} MB. Analyze a part of it.",
    "batch.query": "Line {line}, query {qid}:",
    "batch.undecodable": "Line {line} is not UTF-8 and was passed over.",
    "batch.line-too-long": "Line {line} is longer than 1 MB and was passed over.",
    # Why a source or file was skipped, where the index and not a reader says so.
    "problem.source-missing": (
        "{path} is gone; its {articles} articles are kept. To drop them: searcher index --prune"
    ),
    "problem.source-empty": (
        "{path} holds no articles any more; its {articles} are kept. To drop them: "
        "searcher index --prune"
    ),
    "problem.more-problems": "{path}: {count} more of its records were skipped.",
    "problem.reader-failed": "{path} made its reader fail ({reason}). Please report it.",
    "problem.analysis-failed": "An article of {path} could not be analysed. Please report it.",
}
