"""What the session says about one result that is looked at from near, in both languages."""

from __future__ import annotations

from typing import Final

EN: Final = {
    "viewing.no-such-id": "The index has no article “{id}”. Similar ids: {near}",
    "viewing.no-file": "The article “{id}” was not read from a file.",
    "viewing.file-gone": "{path} is not there any more; \\index takes note of that.",
    "viewing.zipped": "{path} is compressed: unpack it (gunzip) to edit it.",
    "viewing.needs-terminal": "{command} needs a terminal.",
    "viewing.no-editor": "There is no editor to start: set VISUAL or EDITOR, for example EDITOR=nano.",
    "viewing.editor-failed": "The editor “{editor}” (VISUAL, EDITOR) cannot be started: {why}.",
    "viewing.editor-code": "The editor “{editor}” ended with code {code}.",
    "viewing.open": (
        "Read an article on the whole screen, with the matches of the query highlighted: n and N jump "
        "between them, / looks for other words, q leaves, ? tells all keys. It takes the number of a "
        "result or an id; a number alone opens that result, too. SEARCHER_PAGER may name another "
        "program to read in, such as “less -R”."
    ),
    "viewing.open.short": "read an article on the whole screen",
    "viewing.open.examples": "\\open 3\n\\o 3\n\\open phap-luat/quy-dinh-ve-neu-guong.txt",
    "viewing.show": "Write an article below the results, with the matches highlighted.",
    "viewing.show.short": "write an article here",
    "viewing.show.examples": "\\show 3",
    "viewing.edit": (
        "Open the file of an article in the editor that VISUAL or EDITOR names, at the first match. "
        "\\index then takes the changes over."
    ),
    "viewing.edit.short": "open its file in the editor",
    "viewing.edit.examples": "\\edit 3\n\\e 3",
    "viewing.explain": "Tell where the score of a result comes from.",
    "viewing.explain.short": "where the score comes from",
    "viewing.explain.examples": "\\explain 1",
    "viewing.related": "Show the articles most like one, and the key words they share.",
    "viewing.related.short": "articles like this one",
    "viewing.related.examples": "\\related 1\n\\r 1\n\\related phap-luat/quy-dinh-ve-neu-guong.txt",
    "viewing.terms": "Show the key words of an article.",
    "viewing.terms.short": "its key words",
    "viewing.terms.examples": "\\terms 1",
    "viewing.facet": (
        "Count the results of all pages by source, section, year, month or author; alone by the first "
        "three of them."
    ),
    "viewing.facet.short": "count the results by source, year, …",
    "viewing.facet.examples": "\\facet\n\\facet author\n\\f year month",
}

VI: Final = {
    "viewing.no-such-id": "Chỉ mục không có bài “{id}”. Mã gần giống: {near}",
    "viewing.no-file": "Bài “{id}” không đọc từ tệp nào.",
    "viewing.file-gone": "{path} không còn ở đó nữa; gõ \\index để cập nhật chỉ mục.",
    "viewing.zipped": "{path} là tệp nén: hãy giải nén (gunzip) rồi mới sửa được.",
    "viewing.needs-terminal": "{command} chỉ dùng được ở cửa sổ dòng lệnh.",
    "viewing.no-editor": (
        "Không có trình soạn thảo nào để mở: hãy đặt biến VISUAL hoặc EDITOR, chẳng hạn EDITOR=nano."
    ),
    "viewing.editor-failed": (
        "Không mở được trình soạn thảo “{editor}” (theo VISUAL, EDITOR): {why}."
    ),
    "viewing.editor-code": "Trình soạn thảo “{editor}” kết thúc với mã {code}.",
    "viewing.open": (
        "Đọc một bài trên cả màn hình, chỗ khớp với câu tìm được tô rõ: n và N nhảy giữa các chỗ khớp, "
        "/ tìm từ khác trong bài, q thoát, ? chỉ mọi phím. Gõ số của kết quả hoặc mã bài; chỉ gõ một số "
        "cũng mở kết quả ấy. Muốn đọc bằng chương trình khác, chẳng hạn “less -R”, thì đặt biến "
        "SEARCHER_PAGER."
    ),
    "viewing.open.short": "đọc bài trên cả màn hình",
    "viewing.open.examples": "\\open 3\n\\o 3\n\\open phap-luat/quy-dinh-ve-neu-guong.txt",
    "viewing.show": "In cả bài ngay dưới kết quả, chỗ khớp được tô rõ.",
    "viewing.show.short": "in cả bài tại đây",
    "viewing.show.examples": "\\show 3",
    "viewing.edit": (
        "Mở tệp của bài bằng trình soạn thảo mà VISUAL hoặc EDITOR nêu, đến đúng dòng có chỗ khớp đầu "
        "tiên. Sửa xong, \\index đưa thay đổi vào chỉ mục."
    ),
    "viewing.edit.short": "mở tệp của bài để sửa",
    "viewing.edit.examples": "\\edit 3\n\\e 3",
    "viewing.explain": "Cho biết điểm của một kết quả từ đâu mà có.",
    "viewing.explain.short": "điểm từ đâu mà có",
    "viewing.explain.examples": "\\explain 1",
    "viewing.related": "Xem những bài gần với một bài nhất, cùng những từ khóa chung.",
    "viewing.related.short": "những bài gần với bài này",
    "viewing.related.examples": "\\related 1\n\\r 1\n\\related phap-luat/quy-dinh-ve-neu-guong.txt",
    "viewing.terms": "Xem các từ khóa của một bài.",
    "viewing.terms.short": "từ khóa của bài",
    "viewing.terms.examples": "\\terms 1",
    "viewing.facet": (
        "Đếm kết quả của mọi trang theo source (nguồn), section (mục), year (năm), month (tháng) hoặc "
        "author (tác giả); gõ một mình thì theo ba cách đầu."
    ),
    "viewing.facet.short": "đếm kết quả theo nguồn, năm…",
    "viewing.facet.examples": "\\facet\n\\facet author\n\\f year month",
}
