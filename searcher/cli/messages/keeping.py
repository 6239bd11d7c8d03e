"""What the session says about files it writes, the clipboard, and keeping its index up to date."""

from __future__ import annotations

from typing import Final

EN: Final = {
    "keeping.kind": "“{name}” does not say what to write: its name should end in one of {kinds}.",
    "keeping.exists": "{path} exists. To replace it: \\save! {name}",
    "keeping.no-file": "{path} is there and is not a file.",
    "keeping.saved": "{count} articles saved in {path}",
    "keeping.saved.one": "{count} article saved in {path}",
    "keeping.saved-of": "These are the first {most} of {count}; more at once: searcher search -n.",
    "keeping.nothing-to-copy": "Of result {number} this is not known: {what}.",
    "keeping.no-clipboard": (
        "No clipboard was found: there is none of wl-copy, xclip, xsel, pbcopy and clip.exe that "
        "works, and the terminal cannot be asked."
    ),
    "keeping.copied": "Copied with {program}: {what}",
    "keeping.copied-terminal": (
        "The terminal was asked to copy ({program}): {what}. Not every terminal does it."
    ),
    "keeping.part.passages": "the passages",
    "keeping.part.id": "the id",
    "keeping.part.path": "the path",
    "keeping.part.url": "the address",
    "keeping.part.text": "the whole text",
    "keeping.watch-on": "The sources are being followed; what happens is told between the queries.",
    "keeping.watch-off": "The sources are not followed any more.",
    "keeping.watch-was-on": "The sources are being followed already.",
    "keeping.watch-was-off": "The sources were not being followed.",
    "keeping.watched": "Sources: {what}",
    "keeping.watch-ended": "The sources are not followed any more: {why}",
    "keeping.save": (
        "Write the results of all pages, 1,000 at most, to a file whose name says what it is: .md, "
        ".csv, .html, .json, .jsonl or .txt. A file that is there is replaced only with \\save! FILE."
    ),
    "keeping.save.short": "write the results to a file",
    "keeping.save.examples": "\\save neu-guong.md\n\\save! ~/ket-qua.csv\n\\s 'hai tu.json'",
    "keeping.copy": (
        "Copy the passages of a result into the clipboard, or another part of it: id, path, url, text."
    ),
    "keeping.copy.short": "copy passages, id, path, url or text",
    "keeping.copy.examples": "\\copy 1\n\\copy 1 path\n\\c 2 text",
    "keeping.index": (
        "Bring the index up to date now with the sources it remembers; the session goes on with what "
        "is new."
    ),
    "keeping.index.short": "bring the index up to date",
    "keeping.index.examples": "\\index",
    "keeping.watch": (
        "Follow the sources as their files change, as long as the session goes on; off ends that."
    ),
    "keeping.watch.short": "follow the sources as they change",
    "keeping.watch.examples": "\\watch\n\\watch off",
    "keeping.stats": "Show what the index holds.",
    "keeping.stats.short": "what the index holds",
    "keeping.stats.examples": "\\stats",
}

VI: Final = {
    "keeping.kind": (
        "Tên “{name}” chưa cho biết cần ghi dạng nào: tên tệp phải có đuôi là một trong {kinds}."
    ),
    "keeping.exists": "Đã có tệp {path}. Muốn ghi đè: \\save! {name}",
    "keeping.no-file": "Đã có {path}, mà đó không phải là tệp.",
    "keeping.saved": "Đã ghi {count} bài vào {path}",
    "keeping.saved-of": (
        "Đây là {most} bài đầu trong {count} bài; muốn ghi nhiều hơn một lúc: searcher search -n."
    ),
    "keeping.nothing-to-copy": "Kết quả số {number} không có {what}.",
    "keeping.no-clipboard": (
        "Không tìm thấy bộ nhớ tạm: không có wl-copy, xclip, xsel, pbcopy hay clip.exe nào dùng được, "
        "cũng không nhờ được cửa sổ dòng lệnh."
    ),
    "keeping.copied": "Đã chép bằng {program}: {what}",
    "keeping.copied-terminal": (
        "Đã nhờ cửa sổ dòng lệnh chép ({program}): {what}. Không phải cửa sổ nào cũng làm theo."
    ),
    "keeping.part.passages": "các đoạn trích",
    "keeping.part.id": "mã bài",
    "keeping.part.path": "đường dẫn tệp",
    "keeping.part.url": "địa chỉ",
    "keeping.part.text": "toàn văn",
    "keeping.watch-on": "Đang theo dõi các nguồn; có gì thay đổi sẽ báo giữa các lần tìm.",
    "keeping.watch-off": "Không theo dõi các nguồn nữa.",
    "keeping.watch-was-on": "Vẫn đang theo dõi các nguồn.",
    "keeping.watch-was-off": "Từ trước các nguồn vẫn chưa được theo dõi.",
    "keeping.watched": "Nguồn: {what}",
    "keeping.watch-ended": "Việc theo dõi các nguồn đã dừng: {why}",
    "keeping.save": (
        "Ghi kết quả của mọi trang, nhiều nhất 1.000 bài, vào một tệp; đuôi tên tệp cho biết dạng: .md, "
        ".csv, .html, .json, .jsonl hoặc .txt. Tệp đã có chỉ bị ghi đè khi gõ \\save! TỆP."
    ),
    "keeping.save.short": "ghi kết quả vào tệp",
    "keeping.save.examples": "\\save neu-guong.md\n\\save! ~/ket-qua.csv\n\\s 'hai tu.json'",
    "keeping.copy": (
        "Chép các đoạn trích của một kết quả vào bộ nhớ tạm, hoặc phần khác: id (mã bài), path (đường "
        "dẫn), url (địa chỉ), text (toàn văn)."
    ),
    "keeping.copy.short": "chép đoạn trích, mã bài, đường dẫn…",
    "keeping.copy.examples": "\\copy 1\n\\copy 1 path\n\\c 2 text",
    "keeping.index": (
        "Cập nhật ngay chỉ mục theo các nguồn đã nhớ; phiên làm việc tiếp tục với nội dung mới."
    ),
    "keeping.index.short": "cập nhật chỉ mục",
    "keeping.index.examples": "\\index",
    "keeping.watch": (
        "Theo dõi các nguồn khi tệp thay đổi, chừng nào phiên làm việc còn tiếp tục; off thì thôi."
    ),
    "keeping.watch.short": "theo dõi các nguồn khi thay đổi",
    "keeping.watch.examples": "\\watch\n\\watch off",
    "keeping.stats": "Cho biết chỉ mục chứa những gì.",
    "keeping.stats.short": "chỉ mục chứa những gì",
    "keeping.stats.examples": "\\stats",
}
