"""What the interactive session says, in both languages."""

from __future__ import annotations

from typing import Final

EN: Final = {
    "repl.unknown-command": "There is no command {command}. All of them: \\help",
}

VI: Final = {
    "repl.unknown-command": "Không có lệnh {command}. Xem tất cả các lệnh: \\help",
}
