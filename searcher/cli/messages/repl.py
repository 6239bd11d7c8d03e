r"""What the interactive session says, in both languages.

The help of a command stands under its key (``searcher.cli.repl.registry``): what it does, in a line,
with examples.
"""

from __future__ import annotations

from typing import Final

EN: Final = {
    "repl.unknown-command": "There is no command {command}. All of them: \\help",
    "repl.unknown-command-near": "There is no command {command}. Did you mean {near}?",
    "repl.missing": "{argument} is missing: {usage}",
    "repl.surplus": "“{text}” is too much here: {usage}",
    "repl.no-number": "“{text}” is no whole number from 1.",
    "repl.no-results": "There are no results yet. Search for something first.",
    "repl.no-such-result": "There is no result {number}; the last one is {count}.",
    "repl.no-such-result.one": "There is no result {number}; there is only one.",
    "repl.no-such-page": "There is no page {page}; the last one is {count}.",
    "repl.no-such-page.one": "There is no page {page}; there is only one.",
    "repl.no-earlier-page": "This is the first page.",
    "repl.new-generation": "The index has changed: generation {generation}, {count} articles.",
    "repl.new-generation.one": "The index has changed: generation {generation}, {count} article.",
    "repl.index-gone": (
        "The newest state of the index cannot be read, so answers come from the one read before. {why}"
    ),
    "repl.no-history": "What you type is not kept for the next session: {path} ({why}).",
    # The prompt and the line at the bottom.
    "repl.count": "{count} articles",
    "repl.count.one": "{count} article",
    "repl.index": "generation {generation}, {count} articles",
    "repl.hint-help": "\\?: help",
    "repl.hint-leave": "Ctrl-D: leave",
    "repl.hint-next": "\\n: next page",
    "repl.hint-open": "a number: open",
    "repl.how-to-leave": "Ctrl-D leaves.",
    "repl.interrupted": "Left alone.",
    "repl.search-forward": "typed later: ",
    "repl.search-backward": "typed before: ",
    "repl.is-set": "{name} = {value}",
    "repl.is-unset": "{name} is not set any more.",
    "repl.cleared": "Nothing narrows or orders the results any more.",
    "repl.overview": (
        "What begins with \\ or : is a command, a number opens that result, all else is searched for."
    ),
    "repl.overview-more": "\\help COMMAND tells more of one, \\help query how to write queries.",
    "repl.aliases": "Also: {aliases}",
    # What arguments are called.
    "repl.argument.result": "N|ID",
    "repl.argument.rank": "N",
    "repl.argument.facets": "FACET…",
    "repl.argument.file": "FILE",
    "repl.argument.part": "PART",
    "repl.argument.page": "PAGE",
    "repl.argument.when": "WHEN",
    "repl.argument.name": "NAME",
    "repl.argument.order": "ORDER",
    "repl.argument.switch": "on|off",
    "repl.argument.setting": "SETTING",
    "repl.argument.value": "VALUE",
    "repl.argument.count": "N",
    "repl.argument.command": "COMMAND",
    # What narrows the results, in a few words.
    "repl.narrow.since": "since {value}",
    "repl.narrow.until": "until {value}",
    "repl.narrow.source": "source {value}",
    "repl.narrow.section": "section {value}",
    "repl.narrow.author": "by {value}",
    "repl.narrow.path": "in {value}",
    "repl.narrow.mode": "words: {value}",
    "repl.narrow.sort": "order {value}",
    "repl.narrow.literal": "literal",
    # The settings.
    "repl.setting.limit": "results on a page",
    "repl.setting.sort": "order: relevance, date, -date, title",
    "repl.setting.mode": "words an article must hold: some, all, any",
    "repl.setting.literal": "take queries exactly as typed",
    "repl.setting.view": "how results look: auto, table, brief, list",
    "repl.setting.live": "count matches while you type",
    "repl.setting.since": "first day",
    "repl.setting.until": "last day",
    "repl.setting.source": "publishers; several with ; between them",
    "repl.setting.section": "sections",
    "repl.setting.author": "authors",
    "repl.setting.path": "files and folders",
    # The commands.
    "repl.next": "Show the next page of the results.",
    "repl.next.short": "the next page",
    "repl.next.examples": "\\next\n\\n",
    "repl.prev": "Show the page before this one.",
    "repl.prev.short": "the page before",
    "repl.prev.examples": "\\prev\n\\p",
    "repl.page": "Show a page of the results. They are numbered from the first page to the last.",
    "repl.page.short": "a certain page",
    "repl.page.examples": "\\page 3",
    "repl.since": "Find only articles of this day or later. Alone, it takes that back.",
    "repl.since.short": "only articles of this day or later",
    "repl.since.examples": "\\since 2018\n\\since 20/11/2018\n\\since last month\n\\since",
    "repl.until": "Find only articles of this day or earlier. Alone, it takes that back.",
    "repl.until.short": "only articles of this day or earlier",
    "repl.until.examples": "\\until 6/2019\n\\until",
    "repl.source": (
        "Find only articles of this publisher: its name or a part of it, with or without marks; several "
        "with ; between them, - for none. Alone, it takes that back."
    ),
    "repl.source.short": "only articles of this publisher",
    "repl.source.examples": "\\source tuoi tre\n\\source tuoi tre; thanh nien\n\\source",
    "repl.section": (
        "Find only articles of this section; several with ; between them, - for none. Alone, it takes "
        "that back."
    ),
    "repl.section.short": "only articles of this section",
    "repl.section.examples": "\\section van hoa\n\\section",
    "repl.author": (
        "Find only articles by this author; several with ; between them, - for none. Alone, it takes "
        "that back."
    ),
    "repl.author.short": "only articles by this author",
    "repl.author.examples": "\\author thu phong\n\\author",
    "repl.sort": (
        "Order the results: relevance (best first), date (oldest first), -date (newest first) or "
        "title. Alone, best first again."
    ),
    "repl.sort.short": "order the results",
    "repl.sort.examples": "\\sort -date\n\\sort title\n\\sort",
    "repl.all": "Find only articles that hold every word; off takes that back.",
    "repl.all.short": "only articles that hold every word",
    "repl.all.examples": "\\all\n\\all off",
    "repl.any": "Treat articles that hold only some of the words like the others; off takes that back.",
    "repl.any.short": "any of the words will do",
    "repl.any.examples": "\\any\n\\any off",
    "repl.clear": "Take back all that narrows or orders the results.",
    "repl.clear.short": "search in everything again",
    "repl.clear.examples": "\\clear",
    "repl.set": (
        "Show all settings, or one, or change one. default makes it what it was at the beginning."
    ),
    "repl.set.short": "show the settings, or change one",
    "repl.set.examples": "\\set\n\\set limit 20\n\\set literal on\n\\set view list\n\\set limit default",
    "repl.history": "Show the last lines that were typed, 20 of them or N.",
    "repl.history.short": "what was typed",
    "repl.history.examples": "\\history\n\\history 100",
    "repl.help": (
        "Show all commands, or all that is to be said of one; \\help query shows how queries are "
        "written."
    ),
    "repl.help.short": "this help, or that of a command",
    "repl.help.examples": "\\help\n\\help sort\n\\help query\n\\?",
    "repl.quit": "End the session. So does Ctrl-D.",
    "repl.quit.short": "end the session",
    "repl.quit.examples": "\\quit\n\\q",
}

VI: Final = {
    "repl.unknown-command": "Không có lệnh {command}. Xem tất cả các lệnh: \\help",
    "repl.unknown-command-near": "Không có lệnh {command}. Có phải ý bạn là {near}?",
    "repl.missing": "Thiếu {argument}: {usage}",
    "repl.surplus": "Thừa “{text}”: {usage}",
    "repl.no-number": "“{text}” không phải là số nguyên từ 1 trở lên.",
    "repl.no-results": "Chưa có kết quả nào. Hãy tìm trước đã.",
    "repl.no-such-result": "Không có kết quả số {number}; kết quả cuối cùng là số {count}.",
    "repl.no-such-page": "Không có trang {page}; trang cuối là trang {count}.",
    "repl.no-earlier-page": "Đây là trang đầu.",
    "repl.new-generation": "Chỉ mục đã thay đổi: thế hệ {generation}, {count} bài.",
    "repl.index-gone": (
        "Không đọc được trạng thái mới nhất của chỉ mục, nên câu trả lời lấy từ trạng thái đã đọc "
        "trước đó. {why}"
    ),
    "repl.no-history": "Những gì bạn gõ không được giữ cho lần sau: {path} ({why}).",
    "repl.count": "{count} bài",
    "repl.index": "thế hệ {generation}, {count} bài",
    "repl.hint-help": "\\?: trợ giúp",
    "repl.hint-leave": "Ctrl-D: thoát",
    "repl.hint-next": "\\n: trang sau",
    "repl.hint-open": "gõ số: mở bài",
    "repl.how-to-leave": "Ctrl-D để thoát.",
    "repl.interrupted": "Đã bỏ dở.",
    "repl.search-forward": "đã gõ sau đó: ",
    "repl.search-backward": "đã gõ trước đó: ",
    "repl.is-set": "{name} = {value}",
    "repl.is-unset": "{name} không còn được đặt nữa.",
    "repl.cleared": "Không còn gì thu hẹp hay sắp xếp lại kết quả.",
    "repl.overview": (
        "Dòng bắt đầu bằng \\ hoặc : là lệnh, một số sẽ mở kết quả mang số đó, còn lại là câu tìm."
    ),
    "repl.overview-more": "\\help LỆNH nói thêm về một lệnh, \\help query về cách viết câu tìm.",
    "repl.aliases": "Cũng gõ được: {aliases}",
    "repl.argument.result": "N|MÃ_BÀI",
    "repl.argument.rank": "N",
    "repl.argument.facets": "TIÊU_CHÍ…",
    "repl.argument.file": "TỆP",
    "repl.argument.part": "PHẦN",
    "repl.argument.page": "TRANG",
    "repl.argument.when": "KHI_NÀO",
    "repl.argument.name": "TÊN",
    "repl.argument.order": "THỨ_TỰ",
    "repl.argument.switch": "on|off",
    "repl.argument.setting": "MỤC",
    "repl.argument.value": "GIÁ_TRỊ",
    "repl.argument.count": "N",
    "repl.argument.command": "LỆNH",
    "repl.narrow.since": "từ {value}",
    "repl.narrow.until": "đến {value}",
    "repl.narrow.source": "nguồn {value}",
    "repl.narrow.section": "mục {value}",
    "repl.narrow.author": "của {value}",
    "repl.narrow.path": "trong {value}",
    "repl.narrow.mode": "số từ: {value}",
    "repl.narrow.sort": "xếp theo {value}",
    "repl.narrow.literal": "đúng như gõ",
    "repl.setting.limit": "số kết quả mỗi trang",
    "repl.setting.sort": (
        "thứ tự: relevance (hợp nhất), date (cũ nhất), -date (mới nhất), title (nhan đề)"
    ),
    "repl.setting.mode": "bài phải có những từ nào: some (một số), all (mọi từ), any (từ nào cũng được)",
    "repl.setting.literal": "tìm đúng như đã gõ",
    "repl.setting.view": "cách bày kết quả: auto (tự chọn), table (bảng), brief (gọn), list (danh sách)",
    "repl.setting.live": "đếm kết quả trong khi gõ",
    "repl.setting.since": "ngày đầu",
    "repl.setting.until": "ngày cuối",
    "repl.setting.source": "nguồn báo; nhiều nguồn thì cách nhau bằng ;",
    "repl.setting.section": "chuyên mục",
    "repl.setting.author": "tác giả",
    "repl.setting.path": "tệp và thư mục",
    "repl.next": "Xem trang kết quả tiếp theo.",
    "repl.next.short": "trang sau",
    "repl.next.examples": "\\next\n\\n",
    "repl.prev": "Xem trang kết quả trước đó.",
    "repl.prev.short": "trang trước",
    "repl.prev.examples": "\\prev\n\\p",
    "repl.page": "Xem một trang kết quả. Kết quả được đánh số liên tục từ trang đầu đến trang cuối.",
    "repl.page.short": "đến một trang",
    "repl.page.examples": "\\page 3",
    "repl.since": "Chỉ tìm bài từ ngày này trở đi. Gõ một mình thì bỏ giới hạn ấy.",
    "repl.since.short": "chỉ lấy bài từ ngày này trở đi",
    "repl.since.examples": "\\since 2018\n\\since 20/11/2018\n\\since tháng trước\n\\since",
    "repl.until": "Chỉ tìm bài đến hết ngày này. Gõ một mình thì bỏ giới hạn ấy.",
    "repl.until.short": "chỉ lấy bài đến hết ngày này",
    "repl.until.examples": "\\until 6/2019\n\\until",
    "repl.source": (
        "Chỉ tìm bài của nguồn này: tên nguồn hoặc một phần tên, có dấu hay không; nhiều nguồn thì cách "
        "nhau bằng ;, còn - là bài không rõ nguồn. Gõ một mình thì bỏ giới hạn ấy."
    ),
    "repl.source.short": "chỉ lấy bài của nguồn này",
    "repl.source.examples": "\\source tuoi tre\n\\source tuoi tre; thanh nien\n\\source",
    "repl.section": (
        "Chỉ tìm bài trong chuyên mục này; nhiều mục thì cách nhau bằng ;, còn - là bài không rõ mục. "
        "Gõ một mình thì bỏ giới hạn ấy."
    ),
    "repl.section.short": "chỉ lấy bài trong chuyên mục này",
    "repl.section.examples": "\\section van hoa\n\\section",
    "repl.author": (
        "Chỉ tìm bài của tác giả này; nhiều người thì cách nhau bằng ;, còn - là bài không rõ tác giả. "
        "Gõ một mình thì bỏ giới hạn ấy."
    ),
    "repl.author.short": "chỉ lấy bài của tác giả này",
    "repl.author.examples": "\\author thu phong\n\\author",
    "repl.sort": (
        "Xếp kết quả theo relevance (hợp nhất trước), date (cũ nhất trước), -date (mới nhất trước) hoặc "
        "title (nhan đề). Gõ một mình thì lại xếp bài hợp nhất trước."
    ),
    "repl.sort.short": "xếp thứ tự kết quả",
    "repl.sort.examples": "\\sort -date\n\\sort title\n\\sort",
    "repl.all": "Chỉ tìm bài có đủ mọi từ; off thì bỏ.",
    "repl.all.short": "chỉ lấy bài có đủ mọi từ",
    "repl.all.examples": "\\all\n\\all off",
    "repl.any": "Coi bài chỉ có vài từ ngang với bài có đủ; off thì bỏ.",
    "repl.any.short": "có từ nào cũng được",
    "repl.any.examples": "\\any\n\\any off",
    "repl.clear": "Bỏ mọi giới hạn và thứ tự đã đặt.",
    "repl.clear.short": "lại tìm trong tất cả",
    "repl.clear.examples": "\\clear",
    "repl.set": "Xem mọi thiết đặt, hoặc một thiết đặt, hoặc đổi nó. default trả về như lúc đầu.",
    "repl.set.short": "xem các thiết đặt, hoặc đổi một cái",
    "repl.set.examples": "\\set\n\\set limit 20\n\\set literal on\n\\set view list\n\\set limit default",
    "repl.history": "Xem những dòng đã gõ gần đây, 20 dòng hoặc N dòng.",
    "repl.history.short": "những gì đã gõ",
    "repl.history.examples": "\\history\n\\history 100",
    "repl.help": "Xem mọi lệnh, hoặc xem kỹ một lệnh; \\help query chỉ cách viết câu tìm.",
    "repl.help.short": "trợ giúp này, hoặc về một lệnh",
    "repl.help.examples": "\\help\n\\help sort\n\\help query\n\\?",
    "repl.quit": "Kết thúc phiên làm việc. Ctrl-D cũng vậy.",
    "repl.quit.short": "thoát",
    "repl.quit.examples": "\\quit\n\\q",
}
