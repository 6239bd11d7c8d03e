"""What the command line says of errors and problems, in Vietnamese.

Their English stands with the exceptions (``searcher.errors``) and with the readers.
"""

from __future__ import annotations

from typing import Final

ERRORS: Final[dict[str, str]] = {
    # Errors of the library.
    "error.error": "{message}",
    "error.repl-refused": "{sentence}",
    "error.index-not-found": "Không có chỉ mục tại {path}. Hãy tạo bằng lệnh: {command}",
    "error.index-unreadable": "Không đọc được chỉ mục tại {path} ({reason}).",
    "error.index-corrupt": (
        "Chỉ mục tại {path} bị hỏng: {file} ({reason}). Hãy sửa bằng lệnh: {command}"
    ),
    "error.index-outdated": (
        "Chỉ mục tại {path} do một phiên bản khác tạo ra ({found}). Hãy tạo lại bằng lệnh: "
        "{command}"
    ),
    "error.index-locked": (
        "Tiến trình {pid} trên máy {host} đang ghi chỉ mục tại {path}, từ lúc {since}. Hãy thử lại "
        "khi nó xong, hoặc chờ bằng --wait SỐ_GIÂY."
    ),
    "error.index-locked-by-unknown": (
        "Một tiến trình khác đang ghi chỉ mục tại {path}. Hãy thử lại khi nó xong, hoặc chờ bằng "
        "--wait SỐ_GIÂY."
    ),
    "error.index-folder-foreign": (
        "{path} không trống và không phải là chỉ mục của searcher, nên không ghi gì vào đó. Hãy "
        "chọn "
        "thư mục khác bằng --index."
    ),
    "error.index-not-writable": (
        "Không ghi được chỉ mục tại {path} ({reason}). Hãy chọn nơi khác bằng --index."
    ),
    "error.sources-gone": (
        "Chỉ mục tại {path} chỉ còn cách tạo lại, mà nguồn {source} không còn. Hãy đưa nguồn trở lại, "
        "hoặc bỏ nó: {command}"
    ),
    "error.index-write-failed": (
        "Ghi chỉ mục tại {path} không thành ({reason}). Những gì có từ trước vẫn nguyên vẹn."
    ),
    "error.words-unavailable": (
        "Không học được từ ghép nào ({reason}). Không có chúng vẫn tìm kiếm được."
    ),
    "error.index-file-corrupt": "Tệp chỉ mục {file} bị hỏng ({reason}).",
    "error.watch-failed": (
        "Hệ thống không báo được khi tệp thay đổi ({reason}). Hãy thỉnh thoảng chạy searcher index."
    ),
    "error.source-unknown": (
        "{path} không phải là nguồn của chỉ mục này. Các nguồn của nó: {sources}"
    ),
    "error.article-of-file": (
        "Bài {id} lấy từ tệp {path} nên chỉ thay đổi được bằng tệp ấy. Hãy thêm bài của bạn với mã khác."
    ),
    "error.source-not-found": "{path}: không có tệp hay thư mục này.",
    "error.source-empty": "{path} không có bài viết nào. Các loại đọc được: {kinds}.",
    "error.article-not-found": "Không có bài nào mang mã “{id}”.",
    "error.name-empty": (
        "“{name}” không có chữ nào. Hãy ghi một tên hay một phần của tên, hoặc dấu - cho các bài "
        "không ghi tên."
    ),
    "error.undecodable": (
        "Không phải văn bản theo bảng mã nào đã biết (byte {offset}, dòng {line}, cột {column})."
    ),
    "error.binary": "Không phải văn bản mà là dữ liệu nhị phân ({kind}, byte {offset}).",
    "error.query": "Không hiểu được truy vấn này.",
    "error.query-empty": "Truy vấn này không có gì để tìm.",
    "error.query-only-exclusions": (
        "Truy vấn chỉ nói những gì cần loại. Hãy thêm ít nhất một từ cần tìm."
    ),
    "error.query-unbalanced-quote": "Dấu ngoặc kép này không được đóng lại (cột {display_column}).",
    "error.query-date-unknown": (
        "“{text}” không phải là ngày. Hãy gõ một ngày, tháng, năm hay khoảng thời gian "
        "(20/11/2018, 11/2018, 2018, 2018..2020) hoặc bằng lời, chẳng hạn “tháng trước”."
    ),
    "error.query-date-impossible": "Lịch không có ngày này: {text}.",
    "error.query-unbalanced-parenthesis": "Dấu “{sign}” này không có dấu kia đi cùng.",
    "error.query-unknown-field": (
        "Không có trường “{name}”. Các trường: tiêu_đề, tác_giả, nguồn, mục, ngày, id, path; muốn "
        "tìm chính các từ này, hãy thêm dấu cách sau dấu hai chấm."
    ),
    "error.query-misspelt-field": (
        "Không có trường “{name}”. Có phải “{near}:”? Muốn tìm chính các từ này, hãy thêm dấu cách "
        "sau dấu hai chấm."
    ),
    "error.query-field-empty": (
        "Sau “{name}:” không có gì. Hãy gõ điều cần tìm ngay sau dấu hai chấm."
    ),
    "error.query-lone-operator": (
        "Ở đây “{sign}” thiếu vế đi cùng. Nếu muốn tìm chính từ này, hãy gõ chữ thường."
    ),
    "error.query-only-words": (
        "“{sign}” không dùng được ở đây: chỗ này chỉ nhận từ hoặc cụm từ trọn vẹn."
    ),
    "error.query-number": "Sau “~” ở đây phải là số nguyên từ 0 đến {most}.",
    "error.query-matches-everything": "Mẫu này khớp với mọi từ. Hãy thêm vài chữ cái.",
    "error.query-too-many-expansions": (
        "Có hơn {most} từ khớp với “{pattern}”. Hãy thêm vài chữ cái."
    ),
    "error.query-too-many-patterns": "Truy vấn có hơn {most} từ mang dấu *, ? hoặc ~.",
    "error.query-too-many-operators": ("Truy vấn có hơn {most} toán tử. Hãy tìm một phần của nó."),
    "error.query-too-long": "Truy vấn dài hơn {most} ký tự. Hãy tìm một phần của nó.",
    "error.query-too-deep": "Ở đây có hơn {most} dấu ngoặc đơn lồng nhau.",
    "error.query-dates-backwards": "Khoảng này kết thúc trước khi bắt đầu: {since} sau {until}.",
    "error.template-field": "Không có trường “{name}”. Có: {known}.",
    "error.template-brace": (
        "Dấu ngoặc nhọn này không có dấu đi cặp. Muốn ghi dấu ngoặc nhọn thì gõ hai lần."
    ),
    "error.template-escape": (r"{escape} không có nghĩa ở đây. Có: \t \n \r \0 \\ \xHH \uHHHH."),
    "error.template-spec": (
        "“{spec}” không phải là cách trình bày của {name}. Ví dụ: {{title:<40}} {{title:.40}} "
        "{{score:.2}} {{date:%d/%m/%Y}}."
    ),
    # Why a file or record was skipped; the English stands with the readers.
    "problem.unsupported": "{path}: không đọc loại tệp “{suffix}”.",
    "problem.outside": "{path} dẫn ra ngoài {root}. Hãy lập chỉ mục chính nơi nó dẫn đến.",
    "problem.unreadable": "Không đọc được {path}: {reason}.",
    "problem.not-a-file": "{path} không phải là tệp thường.",
    "problem.too-large": (
        "{path} lớn hơn {limit_mb} MB. Hãy chia nhỏ, hoặc lưu các bài viết dưới dạng .jsonl."
    ),
    "problem.binary": (
        "{path} không phải là văn bản mà là dữ liệu nhị phân ({kind}, byte {offset})."
    ),
    "problem.undecodable": (
        "{path} không phải là văn bản theo bảng mã nào đã biết (dòng {line}, cột {column}, byte "
        "{offset}). Hãy lưu thành UTF-8, hoặc nêu bảng mã bằng --encoding."
    ),
    "problem.letters-lost": (
        "{path} dùng bảng mã {encoding}, nhưng có {count} chữ không thuộc bảng mã ấy (chữ đầu tiên ở "
        "dòng {line}, cột {column}). Tệp vẫn được đọc, thiếu những chữ đó; muốn sửa, hãy lưu lại tệp "
        "bằng UTF-8."
    ),
    "problem.bad-gzip": "{path} bị hỏng hoặc không nén bằng gzip: {reason}.",
    "problem.gzip-bomb": "{path} bung ra hơn {ratio} lần kích thước; đã ngừng đọc ở đó.",
    "problem.empty": "{path} không có chữ nào.",
    "problem.bad-front-matter": (
        "{path}, dòng {line}: đây không phải là “khóa: giá trị” của phần đầu."
    ),
    "problem.html-extra-missing": "{path}: đọc HTML cần thêm một gói. Hãy cài bằng lệnh: {command}",
    "problem.bad-html": "{path} không phải là HTML có thể phân tích ({reason}).",
    "problem.bad-json": "{path}, dòng {line}, cột {column}: JSON không hợp lệ ({reason}).",
    "problem.not-an-object": "{path}, dòng {line}: mỗi bản ghi phải là một đối tượng JSON.",
    "problem.no-text": "{path}, dòng {line}: bản ghi không có nội dung lẫn tiêu đề.",
    "problem.line-too-long": "{path}, dòng {line} dài hơn {limit_mb} MB.",
    "problem.source-missing": (
        "{path} không còn nữa; {articles} bài của nguồn này vẫn được giữ. Muốn gỡ: "
        "searcher index --prune"
    ),
    "problem.source-empty": (
        "{path} không còn bài viết nào; {articles} bài cũ vẫn được giữ. Muốn gỡ: "
        "searcher index --prune"
    ),
    "problem.more-problems": "{path}: còn {count} bản ghi nữa bị bỏ qua.",
    "problem.reader-failed": "{path} làm trình đọc bị lỗi ({reason}). Xin báo cho chúng tôi.",
    "problem.analysis-failed": "Không phân tích được một bài trong {path}. Xin báo cho chúng tôi.",
}
