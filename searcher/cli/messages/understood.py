"""What is said of how a query was understood, in both languages; part of their catalogs."""

from __future__ import annotations

from typing import Final

EN: Final[dict[str, str]] = {
    "option.literal": "Take the query as it is: decode, expand, correct and suggest nothing.",
    "understood.decoded": (
        "Searching for: {query} (read as Telex, VNI or VIQR keystrokes; as typed: {literal})"
    ),
    "understood.corrected": "Nothing holds: {typed}. Searching for: {query} (as typed: {literal})",
    "understood.expanded": "Also searching for: {also} (not to: {literal})",
    "explain.meant": (
        "{typed}, as probably meant: {value} = {part}idf {idf} ({documents} articles) × frequency "
        "{damped} [{variants}]"
    ),
    "explain.factor": "found in other words of the query: all of this times {factor}",
    "understood.suggestion": "Did you mean: {query}?",
}

VI: Final[dict[str, str]] = {
    "option.literal": "Tìm đúng như đã gõ: không giải mã, mở rộng, sửa hay gợi ý gì.",
    "understood.decoded": (
        "Đang tìm: {query} (hiểu theo kiểu gõ Telex, VNI, VIQR; tìm đúng như đã gõ: {literal})"
    ),
    "understood.corrected": (
        "Không bài nào có: {typed}. Đang tìm: {query} (tìm đúng như đã gõ: {literal})"
    ),
    "understood.expanded": "Tìm cả: {also} (không tìm thêm: {literal})",
    "explain.meant": (
        "{typed}, có lẽ đúng ý: {value} = {part}idf {idf} ({documents} bài) × tần suất {damped} "
        "[{variants}]"
    ),
    "explain.factor": "tìm thấy theo cách nói khác của truy vấn: tất cả nhân với {factor}",
    "understood.suggestion": "Có phải bạn muốn tìm: {query}?",
}
