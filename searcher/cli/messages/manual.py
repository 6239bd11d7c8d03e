"""What the manual says beside the help of the commands, in both languages."""

from __future__ import annotations

from typing import Final

EN: Final = {
    "manual.title": "Commands of searcher",
    "manual.made": (
        "All commands, as `--help` explains them; [in Vietnamese](commands.vi.md). The query language "
        "has [a page of its own](query.md)."
    ),
    "manual.exit-codes": "Exit codes",
    "manual.exit.0": "Found, or done.",
    "manual.exit.1": "Nothing was found.",
    "manual.exit.2": "An error; what to do is told on stderr.",
    "manual.exit.75": "Another process is writing to the index; the same may succeed later.",
    "manual.exit.130": "Interrupted from the keyboard.",
    "manual.settings": "Settings",
    "manual.settings.about": (
        "In config.toml in the user's configuration folder (searcher config --path says where), or "
        "in the environment. An option on the command line counts first, then the variable, then the "
        "file."
    ),
    "manual.default": "Default: {value}.",
    "manual.variables": "Other variables",
}

VI: Final = {
    "manual.title": "Các lệnh của searcher",
    "manual.made": (
        "Mọi lệnh, đúng như `--help` giải thích; [bản tiếng Anh](commands.md). Ngôn ngữ truy vấn có "
        "[trang riêng](query.vi.md)."
    ),
    "manual.exit-codes": "Mã thoát",
    "manual.exit.0": "Tìm thấy, hoặc đã xong.",
    "manual.exit.1": "Không tìm thấy gì.",
    "manual.exit.2": "Có lỗi; cách xử lý được ghi ra stderr.",
    "manual.exit.75": "Một tiến trình khác đang ghi chỉ mục; lát nữa thử lại có thể được.",
    "manual.exit.130": "Bị ngắt từ bàn phím.",
    "manual.settings": "Thiết lập",
    "manual.settings.about": (
        "Ghi trong config.toml ở thư mục cấu hình của người dùng (searcher config --path cho biết ở "
        "đâu), hoặc trong biến môi trường. Tùy chọn trên dòng lệnh được ưu tiên trước hết, rồi đến "
        "biến, rồi tệp."
    ),
    "manual.default": "Mặc định: {value}.",
    "manual.variables": "Các biến khác",
}
