"""What the command line says, in Vietnamese."""

from __future__ import annotations

from typing import Final

from searcher.cli.messages.indexing import VI as INDEXING
from searcher.cli.messages.understood import VI as UNDERSTOOD
from searcher.cli.messages.vi_errors import ERRORS

MESSAGES: Final[dict[str, str]] = {
    # Help: the frame.
    "help.usage": "Cách dùng:",
    "help.options": "Tùy chọn",
    "help.commands": "Lệnh",
    "help.examples": "Ví dụ",
    "help.options-metavar": "[TÙY_CHỌN]",
    "help.command-metavar": "LỆNH …",
    "help.dir-metavar": "THƯ_MỤC",
    "help.seconds-metavar": "SỐ_GIÂY",
    "help.query-metavar": "TRUY_VẤN",
    "help.query-arg": "TRUY_VẤN…",
    "help.when-metavar": "LÚC",
    "help.name-metavar": "TÊN",
    "help.path-metavar": "ĐƯỜNG_DẪN",
    "help.order-metavar": "THỨ_TỰ",
    "help.facet-metavar": "TIÊU_CHÍ",
    "help.template-metavar": "MẪU",
    "help.text-arg": "VĂN_BẢN…",
    "help.file-arg": "[TỆP]",
    "help.source-arg": "[NGUỒN]…",
    "help.one-source-arg": "NGUỒN",
    "help.file-metavar": "TỆP",
    # Help: the commands.
    "help.searcher": (
        "Tìm kiếm toàn văn trong các bài viết tiếng Việt, gõ có dấu hay không dấu đều được.\n\n"
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
    "help.terms": (
        "Hiện các từ khóa của bài có mã ID: những gì bài này hay nói đến mà các bài khác ít nói, từ "
        "tiêu biểu nhất đứng đầu."
    ),
    "help.terms.short": "Hiện từ khóa của một bài.",
    "help.terms.examples": "searcher terms hai-lang.txt\nsearcher terms hai-lang.txt -n 5 --json",
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
    "help.help": (
        "Hiện phần trợ giúp của một lệnh, hoặc trang về ngôn ngữ truy vấn (query).\n\n"
        "Vào ống dẫn thì trang được ghi ở dạng Markdown."
    ),
    "help.help.short": "Hiện trợ giúp về một lệnh hoặc về ngôn ngữ truy vấn.",
    "help.help.examples": "searcher help query\nsearcher help search\nsearcher help query --lang en",
    "help.topic-arg": "[CHỦ_ĐỀ]",
    # Help: the options.
    "option.index": (
        "Thư mục chỉ mục. Nếu không nêu: SEARCHER_INDEX, index/ cạnh các bài viết, hoặc thư mục dữ "
        "liệu của bạn."
    ),
    "option.json": "Ghi JSON.",
    "option.jsonl": "Ghi JSON, mỗi dòng một bài.",
    "option.limit": "Số bài mỗi trang ({default}).",
    "option.page": "Trang thứ mấy, tính từ 1.",
    "option.all": "Chỉ những bài có đủ mọi từ.",
    "option.any": "Có từ nào cũng được.",
    "option.since": "Chỉ những bài từ ngày này về sau: 20/11/2018, 11/2018, 2018, “tháng trước”.",
    "option.until": "Chỉ những bài đến hết ngày này.",
    "option.source": (
        "Chỉ những bài của báo này: tên báo hay một phần của tên, dấu nào không gõ thì tùy; tên* "
        "gồm cả những tên dài hơn, dấu - là không ghi tên. Tùy chọn này và ba tùy chọn sau có thể "
        "nêu nhiều lần."
    ),
    "option.section": "Chỉ những bài thuộc mục này.",
    "option.author": "Chỉ những bài của tác giả này.",
    "option.path": "Chỉ những bài trong tệp hay thư mục này; * và ? thay cho ký tự bất kỳ.",
    "option.sort": "{orders}: khớp nhất trước, cũ nhất trước, mới nhất trước, hoặc theo tiêu đề.",
    "option.facet": "Đếm số bài theo một hay nhiều tiêu chí trong {facets}.",
    "option.facet-limit": "Số giá trị liệt kê cho mỗi tiêu chí (10; 50 năm, 24 tháng).",
    "option.group-by": "Gộp các bài theo một trong những tiêu chí ấy.",
    "option.group-size": "Số bài hiện trong mỗi nhóm ({default}).",
    "option.plain": "Ghi như khi ghi vào ống dẫn.",
    "option.table": "Ghi mỗi bài một dòng.",
    "option.csv": "Ghi CSV, dòng đầu là tên các cột.",
    "option.ids": "Chỉ ghi mã bài, để lệnh khác dùng.",
    "option.count": "Chỉ ghi số bài khớp đủ.",
    "option.template": "Ghi cho mỗi bài một dòng theo mẫu, như {{title}}\\t{{date}}.",
    "option.null": "Kết thúc mỗi mã bài, mỗi dòng của --format bằng NUL, cho xargs -0.",
    "option.explain": "Cho biết mỗi điểm số từ đâu mà ra.",
    "option.related-limit": "Nhiều nhất bao nhiêu bài ({default}).",
    "option.terms-limit": "Nhiều nhất bao nhiêu từ khóa ({default}).",
    "option.null-ids": "Kết thúc mỗi mã bài bằng NUL, cho xargs -0.",
    "option.query": "Tô những chỗ khớp với truy vấn này.",
    "option.batch-limit": "Số bài cho mỗi truy vấn ({default}).",
    "option.format": "Ghi theo dạng nào (trec).",
    "option.dry-run": "Chỉ cho biết sẽ làm gì, không ghi gì cả.",
    "option.rebuild": "Đọc lại tất cả từ đầu.",
    "option.report": "Ghi mọi thay đổi, cùng những gì bị bỏ qua và lý do, thành từng dòng JSON.",
    "option.prune": "Gỡ cả các bài của những nguồn không còn nữa.",
    "option.memory": "Bộ nhớ để lập chỉ mục (megabyte), dù dữ liệu lớn đến đâu (mặc định {default}).",
    "option.encoding": (
        "Bảng mã của những tệp không phải Unicode trong các NGUỒN; được nhớ cùng nguồn. Một trong: "
        "{names}."
    ),
    "option.jobs": "Số tiến trình phân tích bài (mặc định: mỗi lõi một tiến trình nếu có nhiều bài).",
    "option.no-words": "Không học từ ghép; tìm kiếm vẫn ra đúng những bài ấy.",
    "option.wait": "Chờ tối đa chừng ấy giây khi một tiến trình khác đang ghi chỉ mục (mặc định: không).",
    "option.quick": "Chỉ đối chiếu mã kiểm tra; vài giây thay vì cả phút.",
    "option.strict": "Thoát với mã 2 nếu có tệp bị bỏ qua.",
    "option.quiet": "Chỉ báo khi có trục trặc.",
    "option.color": "Khi nào dùng màu (auto: trên terminal, trừ khi có NO_COLOR).",
    "option.lang": "Ngôn ngữ thông báo; nếu không nêu: SEARCHER_LANG hoặc locale.",
    "option.help": "Hiện phần trợ giúp này.",
    "option.version": "Hiện phiên bản.",
    # Usage errors.
    "usage.try": "Trợ giúp: {command}",
    "usage.no-such-option": "Không có tùy chọn {option}.",
    "usage.no-such-option-near": "Không có tùy chọn {option}. Có phải {near}?",
    "usage.no-such-command": (
        "Không có lệnh “{command}”. Muốn tìm các từ này, hãy gõ: searcher search {query}"
    ),
    "usage.no-such-command-near": "Không có lệnh “{command}”. Có phải {near}?",
    "usage.needs-value": "{option} cần một giá trị.",
    "usage.takes-no-value": "{option} không nhận giá trị.",
    "usage.missing": "Thiếu {argument}.",
    "usage.bad-value": "{option}: {why}",
    "usage.whole-number": "“{value}” không phải là số nguyên từ {minimum} đến {maximum}.",
    "usage.one-of": "“{value}” không thuộc: {values}.",
    "usage.not-with": "{option} không đi với {form}.",
    "usage.not-with-list": "{option} chỉ đi với --ids hoặc --format.",
    "usage.needs": "{option} chỉ đi với {other}.",
    "usage.surplus": "Lệnh này không nhận thêm tham số: {arguments}",
    # What the system says.
    "os.with-path": "{path}: {reason}.",
    "os.without-path": "Hệ điều hành báo: {reason}.",
    "os.not-found": "không có tệp hay thư mục này",
    "os.is-folder": "đây là thư mục, không phải tệp",
    "os.no-permission": "không có quyền truy cập",
    "os.disk-full": "ổ đĩa đã đầy",
    "os.quota": "đã hết hạn mức dung lượng",
    "os.too-large": "tệp sẽ quá lớn",
    "os.input-output": "thiết bị báo lỗi đọc/ghi",
    "os.read-only": "hệ thống tệp chỉ cho đọc",
    "stdin.waiting": "Đang chờ đầu vào chuẩn; Ctrl-D để kết thúc.",
    "internal": (
        "Lỗi nội bộ ({what}). Xin báo cho chúng tôi, kèm những gì hiện ra khi đặt SEARCHER_DEBUG=1."
    ),
    # Which index, and what indexing did.
    "location": "Chỉ mục: {path} ({why})",
    "location.option": "theo --index",
    "location.environment": "theo SEARCHER_INDEX",
    "location.beside-source": "cạnh các bài viết",
    "location.here": "trong thư mục hiện tại",
    "location.user-data": "trong thư mục dữ liệu của bạn",
    **INDEXING,
    "progress.wait": "Đang chờ một tiến trình khác ghi xong",
    "progress.scan": "Đang tìm bài viết",
    "progress.read": "Đang đọc",
    "progress.write": "Đang ghi",
    "progress.files": "{count} tệp",
    "progress.articles": "{count} bài",
    "progress.rate": "{count} bài, {rate} bài/giây",
    "stats.path": "chỉ mục",
    "stats.articles": "bài viết",
    "stats.deleted": "đã gỡ, chưa dọn",
    "stats.terms": "từ khác nhau",
    "stats.tokens": "lượt từ",
    "stats.compounds": "từ ghép đã học",
    "stats.size": "kích thước",
    "stats.segments": "phân đoạn",
    "stats.generation": "thế hệ",
    "stats.created": "tạo lúc",
    "stats.updated": "cập nhật lúc",
    "stats.encoding": "bảng mã",
    "stats.of-encoding": "{name} ({count} bài)",
    "stats.source": "nguồn",
    "stats.of-source": "{path} ({files} tệp, {articles} bài)",
    # Search results.
    "search.total": "{count} bài khớp đủ",
    "search.total-partial": "{count} bài khớp một phần",
    "search.shown": "đang xem {ranks}",
    "search.partial": "khớp một phần",
    "search.shown-groups": "đang xem nhóm {ranks} trong {count} nhóm",
    "search.group-count": "{count} bài",
    "search.more": "Đây là {shown} trong {count} bài; xem thêm bằng -n và --page.",
    "search.no-such-source": "Không bài nào có nguồn “{name}”.",
    "search.no-such-source-near": "Không bài nào có nguồn “{name}”. Có: {near}.",
    "search.no-such-section": "Không bài nào thuộc mục “{name}”.",
    "search.no-such-section-near": "Không bài nào thuộc mục “{name}”. Có: {near}.",
    "search.no-such-author": "Không bài nào có tác giả “{name}”.",
    "search.no-such-author-near": "Không bài nào có tác giả “{name}”. Có: {near}.",
    "search.nothing-passes": "Không có bài nào như vậy.",
    "search.nothing": "Không tìm thấy bài nào cho: {query}",
    "search.past-the-end": "Không có trang {page}: {count} bài tìm thấy chỉ có {last} trang.",
    "facet.source": "Nguồn",
    "facet.section": "Mục",
    "facet.author": "Tác giả",
    "facet.year": "Năm",
    "facet.month": "Tháng",
    "facet.unknown": "không rõ",
    "facet.others": "{count} giá trị khác",
    "facet.more": "{name}: còn {count} giá trị nữa; --facet-limit để liệt kê thêm.",
    "facet.earlier": "{count} mốc trước đó",
    "facet.nothing": "không có bài nào",
    **UNDERSTOOD,
    "explain.score": "điểm {score}; tỉ lệ số từ tìm thấy được tính {coordination}",
    "explain.slot": "{typed}: {value} = idf {idf} ({documents} bài) × tần suất {damped} [{variants}]",
    "explain.variant": "{marked} {times} lần × {weight}",
    "explain.phrase": "“{words}”: {value} = {weight} × tần suất {damped}",
    "explain.pair": "{words} đứng liền nhau: {value} = {weight} × tần suất {damped}",
    "explain.restored": "{words} đứng liền nhau, có lẽ đúng ý: {value} = {weight} × tần suất {damped}",
    "explain.newest": "chỉ theo ngày: {value}",
    "show.near": "Mã gần giống: {ids}",
    "related.shared": "giống {percent}: {shared}",
    "related.nothing": "Không có bài nào giống “{id}”.",
    "terms.times": "{count} lần",
    "terms.nothing": "Bài “{id}” không có từ khóa nào.",
    "check.missing": "{file}: không còn",
    "check.damaged": "{file}: bị hỏng ({detail})",
    "check.unreadable": "{file}: hệ thống không đọc được ({detail})",
    "check.contradiction": "{file}: mâu thuẫn với phần còn lại ({detail})",
    "check.leftover": "{file}: còn sót từ một lần chạy bị ngắt; lần chạy sau sẽ xóa",
    "check.foreign": "{file}: không thuộc chỉ mục",
    "check.sound": "Từng byte đều đúng như lúc ghi: {files} tệp, {megabytes} MB.",
    "check.agree": "{count} bài khớp với từ, số đếm và vị trí trong nguồn của chúng.",
    "check.repair": "Chỉ mục bị hỏng. Hãy sửa bằng lệnh: {command}",
    "repair.sound": "Không có gì bị hỏng.",
    "repair.rebuilt": "Đã đọc lại tất cả từ các nguồn: {count} bài.",
    "repair.done": "Số bài giữ nguyên: {kept}; đọc lại từ các nguồn: {restored}.",
    "repair.lost": "Không khôi phục được: {id} ({path})",
    "repair.lost-more": "Không khôi phục được: thêm {count} bài.",
    "analyze.text": "chữ",
    "analyze.start": "đầu",
    "analyze.end": "cuối",
    "analyze.position": "vị trí",
    "analyze.marked": "có dấu",
    "analyze.folded": "bỏ dấu",
    "analyze.nothing": "Văn bản này không có từ nào.",
    "analyze.too-long": "Văn bản dài hơn {megabytes} MB. Hãy phân tích từng phần.",
    "batch.query": "Dòng {line}, truy vấn {qid}:",
    "batch.undecodable": "Dòng {line} không phải UTF-8, đã bỏ qua.",
    "batch.line-too-long": "Dòng {line} dài hơn 1 MB, đã bỏ qua.",
    **ERRORS,
}
