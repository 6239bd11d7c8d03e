"""Search: query language, plan, candidates, rescoring, passages and highlights."""

from searcher.search.results import Highlights, Hit, Passage, Results
from searcher.search.searcher import Searcher
from searcher.search.weights import Weights

__all__ = ["Highlights", "Hit", "Passage", "Results", "Searcher", "Weights"]
