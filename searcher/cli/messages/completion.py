"""What is said of things offered while somebody types, in both languages."""

from __future__ import annotations

from typing import Final

EN: Final = {
    "completion.word": "word",
    "completion.phrase": "phrase",
    "completion.title": "headline",
    "completion.field": "field",
    "completion.value": "value",
    "completion.operator": "operator",
    "completion.id": "article",
    "completion.times": "{count}×",
    "completion.articles": "{count} articles",
    "completion.articles.one": "{count} article",
}

VI: Final = {
    "completion.word": "từ",
    "completion.phrase": "cụm từ",
    "completion.title": "tiêu đề",
    "completion.field": "trường",
    "completion.value": "giá trị",
    "completion.operator": "toán tử",
    "completion.id": "bài",
    "completion.times": "{count} lần",
    "completion.articles": "{count} bài",
}
