"""What stands on a page of results, in both languages."""

from __future__ import annotations

from typing import Final

EN: Final = {
    "html.title": "{query} – search results",
    "html.everything": "Search results",
    "html.articles": "Articles",
    "html.counts": "How many",
    "html.explanation": "Where the score comes from",
    "html.nothing": "Nothing found.",
    "html.written": "Written: {path}",
}

VI: Final = {
    "html.title": "{query} – kết quả tìm kiếm",
    "html.everything": "Kết quả tìm kiếm",
    "html.articles": "Các bài",
    "html.counts": "Số lượng",
    "html.explanation": "Điểm từ đâu mà có",
    "html.nothing": "Không tìm thấy bài nào.",
    "html.written": "Đã ghi: {path}",
}
