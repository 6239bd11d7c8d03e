"""What is said while an article is read on the whole screen, in both languages."""

from __future__ import annotations

from typing import Final

EN: Final = {
    "pager.match": "match {number} of {count}",
    "pager.matches": "{count} matches",
    "pager.matches.one": "{count} match",
    "pager.none": "no matches",
    "pager.nothing": "not in this article: {query}",
    "pager.looking": "looking for matches …",
    "pager.keys": "q leaves · ? keys",
    "pager.external": "The pager “{program}” (SEARCHER_PAGER) could not be run: {why}.",
    "pager.help": (
        "n N            next match, previous\n"
        "/              look for other words;\n"
        "               Enter alone: as at first\n"
        "↓ ↑  j k       a row down, up\n"
        "Space b        a screen down, up\n"
        "PgDn PgUp\n"
        "d u            half a screen\n"
        "g G  Home End  to the start, to the end\n"
        "q Esc Ctrl-C   leave"
    ),
}

VI: Final = {
    "pager.match": "chỗ khớp {number}/{count}",
    "pager.matches": "{count} chỗ khớp",
    "pager.none": "không có chỗ khớp",
    "pager.nothing": "bài này không có: {query}",
    "pager.looking": "đang tìm chỗ khớp…",
    "pager.keys": "q thoát · ? phím",
    "pager.external": "Không chạy được trình xem “{program}” (SEARCHER_PAGER): {why}.",
    "pager.help": (
        "n N            chỗ khớp sau, trước\n"
        "/              tìm từ khác trong bài;\n"
        "               chỉ Enter: như lúc đầu\n"
        "↓ ↑  j k       xuống, lên một dòng\n"
        "Space b        xuống, lên một màn hình\n"
        "PgDn PgUp\n"
        "d u            nửa màn hình\n"
        "g G  Home End  về đầu bài, đến cuối bài\n"
        "q Esc Ctrl-C   thoát"
    ),
}
