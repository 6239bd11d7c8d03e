"""What every command is for, with examples, in both languages."""

from __future__ import annotations

from typing import Final

EN: Final = {
    "help.searcher": (
        "Full-text search for Vietnamese articles, with or without tone marks. Alone at a terminal, "
        "searcher opens a session: a prompt for one query after the other.\n\n"
        "Exit codes: 0 found or done, 1 nothing found, 2 an error, 75 the index is being written."
    ),
    "help.searcher.examples": (
        "searcher index articles/\nsearcher search neu guong\nsearcher search --help"
    ),
    "help.index": (
        "Read the articles of every SOURCE into the index, or bring the index up to date: only "
        "what changed is read again. A SOURCE is a folder, a file, or a pattern in quotation marks "
        "('news/**/*.txt'). Sources are remembered: without a SOURCE all of them are brought up to "
        "date; the first time, that is corpus/ in the current folder.\n\n"
        "A renamed or moved file is not read in anew. What stands in several files is indexed "
        "once. Files that cannot be read are told and skipped. A long run can be interrupted: the "
        "next one goes on from there."
    ),
    "help.index.short": "Build the index, or bring it up to date.",
    "help.index.examples": (
        "searcher index articles/\n"
        "searcher index                      # again: only what changed\n"
        "searcher index --dry-run            # what would be done\n"
        "searcher index a.jsonl 'news/**/*.txt' --index ~/idx --strict"
    ),
    "help.forget": (
        "Remove a SOURCE, named as it was for index or as stats shows it, and its articles from "
        "the index. The files themselves are not touched."
    ),
    "help.forget.short": "Remove a source from the index.",
    "help.forget.examples": "searcher forget articles/2019\nsearcher forget 'news/**/*.txt' --dry-run",
    "help.search": (
        "Show the articles that match QUERY best, with the passages that show why.\n\n"
        "All words are wanted, none is required; articles that hold more of them come first. "
        '"…" finds words next to each other, a leading - leaves out articles with a word. Marks '
        "that are typed count, marks that are not typed are free: neu guong finds nêu gương.\n\n"
        "AND, OR, NOT, parentheses, patterns (gươ*), fields (title:gương), days (date:2019..2021) "
        "and more: searcher help query. The shell takes quotation marks and stars away; put single "
        "quotes around such a query."
    ),
    "help.search.short": "Search, and show passages.",
    "help.search.examples": (
        "searcher search neu guong\n"
        'searcher search \'"nêu gương" -"phê bình"\' -n 5\n'
        "searcher search 'nêu gương OR kỷ luật ngày:2019..2021'\n"
        "searcher search đảng -viên --json\n"
        "searcher search --all người đứng đầu --page 2"
    ),
    "help.repl": (
        "Search again and again: one query after the other at a prompt, which opens in a moment and "
        "keeps the index open. searcher alone does the same on a terminal.\n\n"
        "A number opens the result of that number; commands begin with \\ or : (\\help shows them). "
        "Ctrl-C drops a line, Ctrl-D leaves. Lines from a pipe are answered one by one; the exit code "
        "is 0 if any query found something, 1 if none did, 2 if a line could not be answered."
    ),
    "help.repl.short": "Search at a prompt.",
    "help.repl.examples": "searcher repl\nsearcher repl --index ~/idx\nsearcher repl < queries.txt",
    "help.show": "Show the articles ID…, the names search gives them, in full.",
    "help.show.short": "Show articles in full.",
    "help.show.examples": (
        "searcher show hai-lang.txt\nsearcher show hai-lang.txt --query 'neu guong'"
    ),
    "help.related": (
        "Show the articles that are most like the article ID, and the key words they share with it."
    ),
    "help.related.short": "Show articles like one.",
    "help.related.examples": (
        "searcher related hai-lang.txt\nsearcher related hai-lang.txt --since 2020 -n 5"
    ),
    "help.completion": (
        "Print the script that makes a SHELL (bash, zsh or fish) complete searcher with the TAB "
        "key: commands, options and their values, ids of articles, sources, and the words of a "
        "query with their marks.\n\n"
        "To install it, put this line into ~/.bashrc or ~/.zshrc:\n\n"
        "source <(searcher completion bash)\n\n"
        "(with zsh for bash, behind compinit), or for fish run once:\n\n"
        "searcher completion fish > ~/.config/fish/completions/searcher.fish"
    ),
    "help.completion.short": "Print the script for TAB completion in a shell.",
    "help.completion.examples": (
        "source <(searcher completion bash)\nsource <(searcher completion zsh)\n"
        "searcher completion fish | source"
    ),
    "help.shell-arg": "SHELL",
    "help.terms": (
        "Show the key words of the article ID: what it speaks of often and other articles seldom, "
        "the most telling first."
    ),
    "help.terms.short": "Show the key words of one article.",
    "help.terms.examples": "searcher terms hai-lang.txt\nsearcher terms hai-lang.txt -n 5 --json",
    "help.suggest": (
        "Write what else may have been meant by QUERY, a query a line, the likeliest first: the same "
        "words with the marks that were left out, or spelt as articles spell them.\n\n"
        "Exit code 1 when there is nothing to suggest."
    ),
    "help.suggest.short": "Write what else may have been meant by a query.",
    "help.suggest.examples": "searcher suggest neu guong\nsearcher suggest nghành --json",
    "suggest.nothing": "Nothing to suggest for: {query}",
    "help.stats": "Tell what the index holds, how large it is and where it came from.",
    "help.stats.short": "Tell what the index holds.",
    "help.stats.examples": "searcher stats\nsearcher stats --json",
    "help.check": (
        "Read every byte of the index and compare it with its checksums, then work out from one part "
        "what another says. Nothing is changed.\n\n"
        "Every finding is a line. Exit code 0: sound; 2: damaged. A file that does not belong to the "
        "index is named, and is no damage."
    ),
    "help.check.short": "Tell whether the index is sound.",
    "help.check.examples": "searcher check\nsearcher check --json --index ~/idx",
    "help.repair": (
        "Restore a damaged index: what is sound is kept, the rest is read from the sources again, and "
        "what changed in them is read, too. What is in no source any more is named.\n\n"
        "Exit code 0: everything is there; 2: something could not be restored."
    ),
    "help.repair.short": "Restore a damaged index.",
    "help.repair.examples": "searcher repair\nsearcher repair --index ~/idx --wait 60",
    "help.analyze": (
        "Show TEXT as the engine sees it: its tokens with their places, with their marks and "
        "folded. A lone - reads standard input."
    ),
    "help.analyze.short": "Show the tokens of a text.",
    "help.analyze.examples": 'searcher analyze "Thuỷ lợi, KT-XH"\nsearcher analyze --json - < a.txt',
    "help.batch": (
        "Answer the queries in FILE (or standard input), one per line: “qid<TAB>query”, or a query "
        "alone, whose qid is its line number.\n\n"
        "trec writes “qid Q0 article-id rank score searcher”; white space in an id is written "
        "percent-encoded. jsonl writes what search --json writes, with the qid. A query that "
        "cannot be understood is told and passed over; the exit code is then 2."
    ),
    "help.batch.short": "Answer many queries at once.",
    "help.batch.examples": (
        "searcher batch queries.tsv --limit 100 > run.trec\n"
        "searcher batch - --format jsonl < queries.txt"
    ),
    "help.config": (
        "Show the settings in force and where each comes from. An option on the command line counts "
        "first, then a SEARCHER_ variable, then the configuration file, then the default.\n\n"
        "The file is written in TOML, name = value; SEARCHER_CONFIG=FILE names another one, and "
        "SEARCHER_CONFIG= none. Exit code 2 when something in it cannot be obeyed."
    ),
    "help.config.short": "Show the settings in force, or begin a configuration file.",
    "help.config.examples": (
        "searcher config\n"
        "searcher config --init\n"
        "searcher config --path\n"
        "SEARCHER_LIMIT=20 searcher config --json"
    ),
    "help.doctor": (
        "Look at versions, index, terminal, language, settings and disk, and tell what is not as it "
        "should be and what to do. Meant for bug reports: your home folder is written ~, and nothing "
        "of articles or queries is told.\n\n"
        "Exit code 0: nothing is broken; 2: something is."
    ),
    "help.doctor.short": "Tell what is wrong, for bug reports.",
    "help.doctor.examples": "searcher doctor\nsearcher doctor --json > report.json",
    "help.help": (
        "Show the help of a command, or a page: query (the query language), formats (what is read and "
        "what is written), config (all settings), exit-codes.\n\n"
        "Into a pipe a page is written as Markdown."
    ),
    "help.help.short": "Show help on a command, or a page on a topic.",
    "help.help.examples": "searcher help query\nsearcher help search\nsearcher help exit-codes --lang vi",
    "help.topic-arg": "[TOPIC]",
}

VI: Final = {
    "help.searcher": (
        "Tìm kiếm toàn văn trong các bài viết tiếng Việt, gõ có dấu hay không dấu đều được. Ở terminal, "
        "chỉ gõ searcher là mở phiên làm việc: tìm hết câu này đến câu khác tại dấu nhắc.\n\n"
        "Mã thoát: 0 tìm thấy hoặc đã xong, 1 không tìm thấy gì, 2 có lỗi, 75 chỉ mục đang được ghi."
    ),
    "help.searcher.examples": (
        "searcher index bai-viet/\nsearcher search neu guong\nsearcher search --help"
    ),
    "help.index": (
        "Đọc các bài viết của mỗi NGUỒN vào chỉ mục, hoặc cập nhật chỉ mục: chỉ đọc lại những gì đã "
        "thay đổi. NGUỒN là thư mục, tệp, hoặc mẫu tên đặt trong dấu nháy ('tin/**/*.txt'). Các "
        "nguồn được ghi nhớ: không nêu NGUỒN thì cập nhật tất cả; lần đầu tiên thì đó là corpus/ "
        "trong thư mục hiện tại.\n\n"
        "Tệp đổi tên hay chuyển chỗ thì không phải phân tích lại. Bài nào có ở nhiều tệp thì chỉ "
        "lập chỉ mục một lần. Tệp nào không đọc được thì báo và bỏ qua. Có thể ngắt giữa chừng: lần "
        "sau sẽ làm tiếp từ đó."
    ),
    "help.index.short": "Tạo hoặc cập nhật chỉ mục.",
    "help.index.examples": (
        "searcher index bai-viet/\n"
        "searcher index                      # lần sau: chỉ những gì thay đổi\n"
        "searcher index --dry-run            # xem sẽ làm những gì\n"
        "searcher index a.jsonl 'tin/**/*.txt' --index ~/chi-muc --strict"
    ),
    "help.forget": (
        "Gỡ khỏi chỉ mục một NGUỒN, nêu đúng như khi lập chỉ mục hoặc như stats cho thấy, cùng các "
        "bài của nguồn đó. Các tệp gốc vẫn giữ nguyên."
    ),
    "help.forget.short": "Gỡ một nguồn khỏi chỉ mục.",
    "help.forget.examples": "searcher forget bai-viet/2019\nsearcher forget 'tin/**/*.txt' --dry-run",
    "help.search": (
        "Hiện những bài khớp với TRUY_VẤN nhất, kèm các đoạn cho thấy vì sao.\n\n"
        'Từ nào cũng được tìm, không từ nào bắt buộc; bài có nhiều từ hơn đứng trước. "…" tìm các '
        "từ đứng liền nhau, dấu - ở đầu loại các bài có từ đó. Dấu nào đã gõ thì phải đúng, dấu "
        "nào không gõ thì tùy: neu guong tìm ra nêu gương.\n\n"
        "AND, OR, NOT, dấu ngoặc đơn, mẫu (gươ*), trường (tiêu_đề:gương), ngày (ngày:2019..2021) và "
        "nhiều nữa: searcher help query. Shell bỏ mất dấu ngoặc kép và dấu sao; hãy đặt truy vấn như "
        "thế trong dấu nháy đơn."
    ),
    "help.search.short": "Tìm và hiện các đoạn khớp.",
    "help.search.examples": (
        "searcher search neu guong\n"
        'searcher search \'"nêu gương" -"phê bình"\' -n 5\n'
        "searcher search 'nêu gương HOẶC kỷ luật ngày:2019..2021'\n"
        "searcher search đảng -viên --json\n"
        "searcher search --all người đứng đầu --page 2"
    ),
    "help.repl": (
        "Tìm hết câu này đến câu khác tại dấu nhắc; chỉ mục được mở sẵn nên có kết quả ngay. Trên "
        "terminal chỉ cần gõ searcher.\n\n"
        "Gõ một số để mở kết quả mang số đó; các lệnh bắt đầu bằng \\ hoặc : (\\help liệt kê tất cả). "
        "Ctrl-C bỏ dòng đang gõ, Ctrl-D để thoát. Các dòng từ ống dẫn được trả lời lần lượt; mã thoát "
        "là 0 nếu có câu tìm thấy, 1 nếu không câu nào tìm thấy, 2 nếu có dòng không trả lời được."
    ),
    "help.repl.short": "Tìm kiếm tại dấu nhắc.",
    "help.repl.examples": "searcher repl\nsearcher repl --index ~/idx\nsearcher repl < cau-hoi.txt",
    "help.show": "Hiện toàn bộ các bài viết có mã ID…, là những tên mà lệnh search nêu.",
    "help.show.short": "Hiện toàn văn bài viết.",
    "help.show.examples": (
        "searcher show hai-lang.txt\nsearcher show hai-lang.txt --query 'neu guong'"
    ),
    "help.related": ("Hiện những bài giống bài có mã ID nhất, kèm các từ khóa mà chúng cùng có."),
    "help.related.short": "Hiện những bài giống một bài.",
    "help.related.examples": (
        "searcher related hai-lang.txt\nsearcher related hai-lang.txt --since 2020 -n 5"
    ),
    "help.completion": (
        "In ra đoạn lệnh để SHELL (bash, zsh hoặc fish) gợi ý khi nhấn phím TAB sau searcher: lệnh, "
        "tùy chọn và giá trị của chúng, mã bài, nguồn, và các từ của câu tìm kiếm, có đủ dấu.\n\n"
        "Để cài đặt, thêm dòng này vào ~/.bashrc hoặc ~/.zshrc:\n\n"
        "source <(searcher completion bash)\n\n"
        "(với zsh thì thay bash bằng zsh, đặt sau compinit), còn fish thì chạy một lần:\n\n"
        "searcher completion fish > ~/.config/fish/completions/searcher.fish"
    ),
    "help.completion.short": "In ra đoạn lệnh gợi ý bằng phím TAB cho shell.",
    "help.completion.examples": (
        "source <(searcher completion bash)\nsource <(searcher completion zsh)\n"
        "searcher completion fish | source"
    ),
    "help.shell-arg": "SHELL",
    "help.terms": (
        "Hiện các từ khóa của bài có mã ID: những gì bài này hay nói đến mà các bài khác ít nói, từ "
        "tiêu biểu nhất đứng đầu."
    ),
    "help.terms.short": "Hiện từ khóa của một bài.",
    "help.terms.examples": "searcher terms hai-lang.txt\nsearcher terms hai-lang.txt -n 5 --json",
    "help.suggest": (
        "Ghi ra những câu có thể là ý của TRUY_VẤN, mỗi câu một dòng, câu dễ đúng nhất đứng đầu: vẫn "
        "những từ ấy nhưng có đủ dấu, hoặc viết như trong các bài.\n\n"
        "Mã thoát 1 nếu không có gì để gợi ý."
    ),
    "help.suggest.short": "Gợi ý câu mà người gõ có lẽ muốn tìm.",
    "help.suggest.examples": "searcher suggest neu guong\nsearcher suggest nghành --json",
    "suggest.nothing": "Không có gì để gợi ý cho: {query}",
    "help.stats": "Cho biết chỉ mục có gì, lớn bao nhiêu và lấy từ đâu.",
    "help.stats.short": "Cho biết chỉ mục có gì.",
    "help.stats.examples": "searcher stats\nsearcher stats --json",
    "help.check": (
        "Đọc từng byte của chỉ mục, đối chiếu với mã kiểm tra, rồi đối chiếu các phần với nhau. Không "
        "thay đổi gì.\n\n"
        "Mỗi lỗi một dòng. Mã thoát 0: nguyên vẹn; 2: bị hỏng. Tệp không thuộc chỉ mục được nêu tên, "
        "nhưng không phải là hỏng."
    ),
    "help.check.short": "Kiểm tra chỉ mục còn nguyên vẹn không.",
    "help.check.examples": "searcher check\nsearcher check --json --index ~/idx",
    "help.repair": (
        "Khôi phục chỉ mục bị hỏng: phần nguyên vẹn được giữ, phần còn lại được đọc lại từ các nguồn, "
        "kể cả những gì đã thay đổi. Bài nào không còn trong nguồn sẽ được nêu tên.\n\n"
        "Mã thoát 0: đủ cả; 2: có bài không khôi phục được."
    ),
    "help.repair.short": "Khôi phục chỉ mục bị hỏng.",
    "help.repair.examples": "searcher repair\nsearcher repair --index ~/idx --wait 60",
    "help.analyze": (
        "Hiện VĂN_BẢN như bộ máy tìm kiếm nhìn thấy: các từ với vị trí, dạng có dấu và dạng bỏ "
        "dấu. Một dấu - đứng một mình nghĩa là đọc đầu vào chuẩn."
    ),
    "help.analyze.short": "Hiện các từ của một văn bản.",
    "help.analyze.examples": 'searcher analyze "Thuỷ lợi, KT-XH"\nsearcher analyze --json - < a.txt',
    "help.batch": (
        "Trả lời các truy vấn trong TỆP (hoặc đầu vào chuẩn), mỗi dòng một truy vấn: "
        "“qid<TAB>truy vấn”, hoặc chỉ truy vấn, khi đó qid là số dòng.\n\n"
        "trec ghi “qid Q0 mã-bài hạng điểm searcher”; khoảng trắng trong mã bài được mã hóa phần "
        "trăm. jsonl ghi như search --json, thêm qid. Truy vấn nào không hiểu được thì báo và bỏ "
        "qua; khi đó mã thoát là 2."
    ),
    "help.batch.short": "Trả lời nhiều truy vấn một lượt.",
    "help.batch.examples": (
        "searcher batch truy-van.tsv --limit 100 > run.trec\n"
        "searcher batch - --format jsonl < truy-van.txt"
    ),
    "help.config": (
        "Cho biết các thiết lập đang có hiệu lực và lấy từ đâu. Tùy chọn trên dòng lệnh được ưu tiên "
        "trước hết, rồi đến biến SEARCHER_, rồi tệp cấu hình, sau cùng là giá trị mặc định.\n\n"
        "Tệp cấu hình viết bằng TOML, mỗi dòng: tên = giá trị. SEARCHER_CONFIG=TỆP chỉ một tệp khác, "
        "SEARCHER_CONFIG= thì không đọc tệp nào. Mã thoát 2 nếu trong đó có điều không theo được."
    ),
    "help.config.short": "Xem các thiết lập hoặc tạo tệp cấu hình.",
    "help.config.examples": (
        "searcher config\n"
        "searcher config --init\n"
        "searcher config --path\n"
        "SEARCHER_LIMIT=20 searcher config --json"
    ),
    "help.doctor": (
        "Xem phiên bản, chỉ mục, terminal, ngôn ngữ, thiết lập và ổ đĩa, cho biết chỗ nào chưa ổn và "
        "cần làm gì. Dùng khi báo lỗi: thư mục riêng của bạn được viết là ~, không lộ bài viết hay "
        "truy vấn nào.\n\n"
        "Mã thoát 0: không có gì hỏng; 2: có chỗ hỏng."
    ),
    "help.doctor.short": "Chẩn đoán, để kèm khi báo lỗi.",
    "help.doctor.examples": "searcher doctor\nsearcher doctor --json > report.json",
    "help.help": (
        "Hiện phần trợ giúp của một lệnh, hoặc một trang: query (ngôn ngữ truy vấn), formats (đọc những "
        "gì, ghi những gì), config (mọi thiết lập), exit-codes (mã thoát).\n\n"
        "Vào ống dẫn thì trang được ghi ở dạng Markdown."
    ),
    "help.help.short": "Hiện trợ giúp về một lệnh, hoặc một trang theo chủ đề.",
    "help.help.examples": "searcher help query\nsearcher help search\nsearcher help exit-codes --lang en",
    "help.topic-arg": "[CHỦ_ĐỀ]",
}
