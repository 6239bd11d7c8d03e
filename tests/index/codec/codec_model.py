"""An independent model of an index: plain lists and dicts, BM25F straight from its formula."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

K1, B = 1.2, 0.75


@dataclass
class Doc:
    """One document: its words in order, a number, and whether it was deleted."""

    id: str
    words: list[str]
    number: int
    deleted: bool = False


@dataclass
class Model:
    """Segments of documents; deleted ones stay and count in the statistics until merged away."""

    segments: list[list[Doc]] = field(default_factory=list)

    @property
    def docs(self) -> list[Doc]:
        return [doc for segment in self.segments for doc in segment]

    @property
    def live(self) -> list[Doc]:
        return [doc for doc in self.docs if not doc.deleted]

    def delete(self, doc_id: str) -> None:
        for doc in self.docs:
            if doc.id == doc_id:
                doc.deleted = True

    def optimize(self) -> None:
        self.segments = [kept] if (kept := self.live) else []

    def bm25(self, word: str, doc: Doc, boost: float = 1.0) -> float:
        frequency = doc.words.count(word)
        if not frequency:
            return 0.0
        docs = self.docs
        containing = sum(word in other.words for other in docs)
        idf = math.log(len(docs) / (containing + 1)) + 1
        average = sum(len(other.words) for other in docs) / len(docs)
        norm = K1 * ((1 - B) + B * len(doc.words) / average)
        return boost * idf * frequency * (K1 + 1) / (frequency + norm)

    def scores(self, words: list[str], matching: list[Doc]) -> dict[str, float]:
        return {doc.id: sum(self.bm25(word, doc) for word in words) for doc in matching}

    def with_any(self, words: list[str]) -> list[Doc]:
        return [doc for doc in self.live if any(word in doc.words for word in words)]

    def with_all(self, words: list[str]) -> list[Doc]:
        return [doc for doc in self.live if all(word in doc.words for word in words)]

    def with_phrase(self, words: list[str]) -> list[Doc]:
        size = len(words)
        return [
            doc
            for doc in self.live
            if any(doc.words[i : i + size] == words for i in range(len(doc.words) - size + 1))
        ]
