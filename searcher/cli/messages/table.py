"""What is said above a table of results, in both languages."""

from __future__ import annotations

from typing import Final

EN: Final = {
    "table.title": "Title",
    "table.date": "Date",
    "table.source": "Source",
    "table.section": "Section",
    "table.author": "Author",
    "table.id": "Article",
}

VI: Final = {
    "table.title": "Tiêu đề",
    "table.date": "Ngày",
    "table.source": "Nguồn",
    "table.section": "Mục",
    "table.author": "Tác giả",
    "table.id": "Mã bài",
}
