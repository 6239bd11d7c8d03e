"""What is said about settings and the configuration file, in both languages."""

from __future__ import annotations

from typing import Final

EN: Final = {
    "config.option.path": "Write only where the configuration file is, or would be.",
    "config.option.example": "Write a configuration file with everything explained.",
    "config.option.init": "Put that example where the file belongs; a file that is there stays.",
    "config.see": "What is in force and from where: searcher config",
    "config.file": "Configuration file: {path}",
    "config.no-file": "Configuration file: {path} (not there; searcher config --init makes one)",
    "config.file-unwanted": "Configuration file: none (SEARCHER_CONFIG is empty)",
    "config.written": "Written: {path}",
    "config.exists": "{path} is there already, and stays as it is.",
    "config.unwanted": "SEARCHER_CONFIG is empty: no configuration file is wanted.",
    "config.empty": "–",
    "config.from.option": "option",
    "config.from.environment": "{variable}",
    "config.from.config": "configuration file",
    "config.from.default": "default",
    "config.from.locale": "locale",
    "config.problem.no-file": "There is no file {path}.",
    "config.problem.unreadable": "The configuration file cannot be read ({reason}).",
    "config.problem.too-large": "A configuration file is no larger than {most} kB.",
    "config.problem.not-utf-8": "This is not UTF-8. Save the file as UTF-8.",
    "config.problem.syntax": "This is not TOML ({detail}). Write: name = value",
    "config.problem.unknown": "There is no setting “{name}”. There are: {names}.",
    "config.problem.unknown-near": "There is no setting “{name}”. Did you mean {near}?",
    "config.problem.choice": "{name} cannot be {value}. It is one of: {values}.",
    "config.problem.number": (
        "{name} cannot be {value}. It is a whole number from {minimum} to {maximum}."
    ),
    "config.problem.text": "{name} cannot be {value}. It is text in quotation marks.",
    "config.example": (
        "Settings of searcher. Take the # away where you want something else than the default.\n"
        "An option on the command line counts first, then the variable, then this file."
    ),
    "config.variable": "Variable: {variable}.",
    "config.of": "One of: {values}.",
    "config.range": "From {minimum} to {maximum}.",
    "config.about.index": (
        "The folder of the index; from the folder of this file, unless it begins with / or ~. "
        "Single quotation marks keep the backslashes of 'C:\\Users\\lan\\index'."
    ),
    "config.about.lang": "The language of messages; otherwise that of the locale.",
    "config.about.color": "When to use colour; auto: on a terminal, unless NO_COLOR is set.",
    "config.about.hyperlinks": "When to make links of files; auto: on terminals known to show them.",
    "config.about.view": (
        "How results are shown on a terminal: as a table with passages (which is auto where there "
        "are 60 columns or more), as a table with a line an article (brief), or as a list."
    ),
    "config.about.limit": "Articles on a page of results.",
    "config.about.sort": "The order of results: best first, oldest first, newest first, by title.",
    "config.about.literal": "Whether queries are taken as they are typed.",
    "config.about.history": "Whether the session remembers the lines typed in earlier ones.",
    "config.about.live": "Whether the session counts matches while a query is typed.",
    "config.about.editor": "The editor of the session; otherwise VISUAL or EDITOR.",
    "config.about.pager": "The program that shows an article in the session; otherwise our own.",
    "config.variable.SEARCHER_CONFIG": "The configuration file; empty: none is read.",
    "config.variable.SEARCHER_DEBUG": "Not empty: an internal error shows where it happened.",
    "config.variable.SEARCHER_KERNELS": "numpy: nothing compiled is used; the answers are the same.",
    "config.variable.NO_COLOR": "Not empty: no colour.",
    "config.variable.TERM": "dumb: no colour, no moving bars, a plain prompt.",
    "config.variable.LC_ALL": "The locale: its language is spoken where no other is chosen.",
    "config.variable.LC_MESSAGES": "Likewise, after LC_ALL.",
    "config.variable.LANG": "Likewise, after LC_MESSAGES.",
    "config.variable.VISUAL": "The editor of the session.",
    "config.variable.EDITOR": "Likewise, after VISUAL.",
}

VI: Final = {
    "config.option.path": "Chỉ cho biết tệp cấu hình ở đâu, hoặc sẽ ở đâu.",
    "config.option.example": "Ghi ra một tệp cấu hình mẫu có lời giải thích.",
    "config.option.init": "Đặt tệp mẫu ấy vào đúng chỗ; tệp đã có thì giữ nguyên.",
    "config.see": "Xem thiết lập đang có hiệu lực và lấy từ đâu: searcher config",
    "config.file": "Tệp cấu hình: {path}",
    "config.no-file": "Tệp cấu hình: {path} (chưa có; tạo bằng searcher config --init)",
    "config.file-unwanted": "Tệp cấu hình: không đọc (SEARCHER_CONFIG để trống)",
    "config.written": "Đã ghi: {path}",
    "config.exists": "Đã có {path}; tệp được giữ nguyên.",
    "config.unwanted": "SEARCHER_CONFIG để trống, tức là không dùng tệp cấu hình.",
    "config.empty": "–",
    "config.from.option": "tùy chọn",
    "config.from.environment": "{variable}",
    "config.from.config": "tệp cấu hình",
    "config.from.default": "mặc định",
    "config.from.locale": "locale",
    "config.problem.no-file": "Không có tệp {path}.",
    "config.problem.unreadable": "Không đọc được tệp cấu hình ({reason}).",
    "config.problem.too-large": "Tệp cấu hình không được lớn hơn {most} kB.",
    "config.problem.not-utf-8": "Chỗ này không phải UTF-8. Hãy lưu tệp ở dạng UTF-8.",
    "config.problem.syntax": "Chỗ này không đúng cú pháp TOML ({detail}). Hãy viết: tên = giá trị",
    "config.problem.unknown": "Không có thiết lập “{name}”. Các thiết lập: {names}.",
    "config.problem.unknown-near": "Không có thiết lập “{name}”. Có phải {near}?",
    "config.problem.choice": "{name} không thể là {value}. Phải là một trong: {values}.",
    "config.problem.number": (
        "{name} không thể là {value}. Phải là số nguyên từ {minimum} đến {maximum}."
    ),
    "config.problem.text": "{name} không thể là {value}. Phải là chuỗi trong dấu nháy.",
    "config.example": (
        "Thiết lập của searcher. Bỏ dấu # ở dòng nào muốn đổi khác mặc định.\n"
        "Tùy chọn trên dòng lệnh được ưu tiên trước hết, rồi đến biến môi trường, rồi tệp này."
    ),
    "config.variable": "Biến: {variable}.",
    "config.of": "Một trong: {values}.",
    "config.range": "Từ {minimum} đến {maximum}.",
    "config.about.index": (
        "Thư mục chỉ mục; tính từ thư mục chứa tệp này, trừ khi bắt đầu bằng / hoặc ~. Dùng dấu nháy "
        "đơn để giữ nguyên dấu gạch ngược, như 'C:\\Users\\lan\\index'."
    ),
    "config.about.lang": "Ngôn ngữ thông báo; nếu không nêu thì theo locale.",
    "config.about.color": "Khi nào dùng màu; auto: trên terminal, trừ khi có NO_COLOR.",
    "config.about.hyperlinks": (
        "Khi nào gắn liên kết vào tên tệp; auto: khi biết chắc terminal hỗ trợ."
    ),
    "config.about.view": (
        "Kết quả hiện trên terminal theo dạng nào: bảng kèm đoạn trích (auto cũng vậy nếu có từ 60 "
        "cột), bảng mỗi bài một dòng (brief), hay danh sách."
    ),
    "config.about.limit": "Số bài trên một trang kết quả.",
    "config.about.sort": "Thứ tự kết quả: khớp nhất, cũ nhất, mới nhất trước, hoặc theo tiêu đề.",
    "config.about.literal": "Có tìm đúng như đã gõ, không suy đoán gì không.",
    "config.about.history": "Phiên làm việc có nhớ những dòng đã gõ ở các phiên trước không.",
    "config.about.live": "Phiên làm việc có đếm số bài khớp ngay trong lúc gõ không.",
    "config.about.editor": "Trình soạn thảo dùng trong phiên làm việc; nếu không: VISUAL, EDITOR.",
    "config.about.pager": "Chương trình để đọc bài trong phiên làm việc; nếu không: trang có sẵn.",
    "config.variable.SEARCHER_CONFIG": "Tệp cấu hình; để trống thì không đọc tệp nào.",
    "config.variable.SEARCHER_DEBUG": "Khác rỗng: khi có lỗi nội bộ thì cho biết lỗi ở đâu.",
    "config.variable.SEARCHER_KERNELS": "numpy: không dùng phần đã biên dịch; kết quả vẫn như nhau.",
    "config.variable.NO_COLOR": "Khác rỗng: không dùng màu.",
    "config.variable.TERM": "dumb: không màu, không thanh tiến độ, dấu nhắc đơn giản.",
    "config.variable.LC_ALL": "Locale: cho biết ngôn ngữ khi không chọn cách khác.",
    "config.variable.LC_MESSAGES": "Như trên, xét sau LC_ALL.",
    "config.variable.LANG": "Như trên, xét sau LC_MESSAGES.",
    "config.variable.VISUAL": "Trình soạn thảo dùng trong phiên làm việc.",
    "config.variable.EDITOR": "Như trên, xét sau VISUAL.",
}
