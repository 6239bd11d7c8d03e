"""What is said of a run that brings an index up to date, in both languages."""

from __future__ import annotations

from typing import Final

EN: Final = {
    "help.watch": (
        "Keep the index up to date while the files of its sources change: what is written is found "
        "about two seconds later. Every batch is told on a line. Ctrl-C ends it.\n\n"
        "The sources are those that searcher index was given. Half-written files wait until they "
        "are quiet; a source that disappears keeps its articles."
    ),
    "help.watch.short": "Follow the sources as they change.",
    "help.watch.examples": "searcher watch\nsearcher index articles/ && searcher watch",
    "watch.begins": "Watching. Ctrl-C ends.",
    "watch.ends": "Stopped.",
    "index.no-source": (
        "There is nothing to index: no SOURCE is named, none is remembered, and there is no "
        "corpus/ here."
    ),
    "index.added": "{number} added",
    "index.updated": "{number} updated",
    "index.unchanged": "{number} unchanged",
    "index.removed": "{number} removed",
    "index.moved": "{number} moved",
    "index.duplicates": "{number} duplicates",
    "index.duplicates.one": "{number} duplicate",
    "index.skipped-count": "{number} skipped",
    "index.took": "{seconds} s",
    "index.holds": "The index holds {count} articles.",
    "index.holds.one": "The index holds {count} article.",
    "index.would-hold": "The index would hold {count} articles.",
    "index.would-hold.one": "The index would hold {count} article.",
    "index.dry": "Nothing was written. It would be: {what}",
    "index.interrupted": (
        "Interrupted. {count} of the articles read are in the index; the next run goes on from "
        "there."
    ),
    "index.duplicate": "Duplicate: “{id}” in {path} is the same as “{other}”.",
    "index.duplicates-more": "Duplicate: {count} more.",
    "index.skipped": "Skipped: {why}",
    "index.noted": "Note: {why}",
    "index.noted-more": "Note: {count} more of the same.",
    "index.skipped-more": "Skipped: {count} more for the same reason.",
}

VI: Final = {
    "help.watch": (
        "Giữ cho chỉ mục luôn mới trong khi các tệp của những nguồn đã nhớ thay đổi: nội dung vừa ghi "
        "sẽ tìm được sau chừng hai giây. Mỗi đợt báo một dòng. Ctrl-C để dừng.\n\n"
        "Các nguồn là những nguồn đã nêu cho searcher index. Tệp đang ghi dở thì chờ đến khi ghi "
        "xong; nguồn nào biến mất thì các bài của nó vẫn được giữ."
    ),
    "help.watch.short": "Theo dõi các nguồn khi chúng thay đổi.",
    "help.watch.examples": "searcher watch\nsearcher index bai-viet/ && searcher watch",
    "watch.begins": "Đang theo dõi. Ctrl-C để dừng.",
    "watch.ends": "Đã dừng.",
    "index.no-source": (
        "Không có gì để lập chỉ mục: không nêu NGUỒN, chưa có nguồn nào được nhớ, và ở đây "
        "không có corpus/."
    ),
    "index.added": "thêm {number}",
    "index.updated": "cập nhật {number}",
    "index.unchanged": "không đổi {number}",
    "index.removed": "gỡ bỏ {number}",
    "index.moved": "chuyển chỗ {number}",
    "index.duplicates": "trùng {number}",
    "index.skipped-count": "bỏ qua {number}",
    "index.took": "{seconds} giây",
    "index.holds": "Chỉ mục có {count} bài.",
    "index.would-hold": "Chỉ mục sẽ có {count} bài.",
    "index.dry": "Chưa ghi gì cả. Nếu chạy thật: {what}",
    "index.interrupted": (
        "Đã ngắt. Trong các bài đã đọc, {count} bài đã vào chỉ mục; lần sau sẽ làm tiếp từ đó."
    ),
    "index.duplicate": "Trùng: “{id}” trong {path} giống hệt “{other}”.",
    "index.duplicates-more": "Trùng: còn {count} bài nữa.",
    "index.skipped": "Bỏ qua: {why}",
    "index.noted": "Lưu ý: {why}",
    "index.noted-more": "Lưu ý: thêm {count} trường hợp như vậy.",
    "index.skipped-more": "Bỏ qua: thêm {count} trường hợp cùng lý do.",
}
