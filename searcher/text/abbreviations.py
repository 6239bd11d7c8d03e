"""Abbreviations of Vietnamese public life and the words they stand for.

A table, and the forms in which it is asked: an abbreviation by its letters without marks, a full form
by its syllables without marks. What a corpus defines for itself is learnt elsewhere
(``searcher.index``); whether a word of a query is one is decided in ``searcher.search``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

_UNMARKED: Final = str.maketrans("đư", "du")

#: One abbreviation a line, its full forms behind it, the most usual first.
_TABLE: Final = """
ANCT an ninh chính trị
ANQP an ninh quốc phòng
ANTQ an ninh tổ quốc
ANTT an ninh trật tự
ATGT an toàn giao thông
ATLĐ an toàn lao động
ATTP an toàn thực phẩm
ATVSTP an toàn vệ sinh thực phẩm
ATVSLĐ an toàn vệ sinh lao động
BCA bộ công an
BCĐ ban chỉ đạo
BCH ban chấp hành
BCHTW ban chấp hành trung ương
BCHTƯ ban chấp hành trung ương
BCT bộ chính trị | bộ công thương
BĐBP bộ đội biên phòng
BĐKH biến đổi khí hậu
BĐS bất động sản
BGH ban giám hiệu
BGTVT bộ giao thông vận tải
BHTN bảo hiểm thất nghiệp
BHXH bảo hiểm xã hội
BHYT bảo hiểm y tế
BLĐTBXH bộ lao động thương binh và xã hội
BNV bộ nội vụ
BQL ban quản lý
BQLDA ban quản lý dự án
BQP bộ quốc phòng
BTC ban tổ chức | bộ tài chính
BTGTW ban tuyên giáo trung ương
BTL bộ tư lệnh
BTNMT bộ tài nguyên và môi trường
BTP bộ tư pháp
BTTTT bộ thông tin và truyền thông
BTV ban thường vụ | biên tập viên
BTVTU ban thường vụ tỉnh ủy
BV bệnh viện
BVĐK bệnh viện đa khoa
BVHTTDL bộ văn hóa thể thao và du lịch
BVMT bảo vệ môi trường
BVTV bảo vệ thực vật
BXD bộ xây dựng
BYT bộ y tế
CA công an
CAND công an nhân dân
CATP công an thành phố
CBCC cán bộ công chức
CBCCVC cán bộ công chức viên chức
CBCNV cán bộ công nhân viên
CBĐV cán bộ đảng viên
CBGV cán bộ giáo viên
CBNV cán bộ nhân viên
CBVC cán bộ viên chức
CCB cựu chiến binh
CCHC cải cách hành chính
CCCD căn cước công dân
CCVC công chức viên chức
CĐCS công đoàn cơ sở
CĐS chuyển đổi số
CHXHCN cộng hòa xã hội chủ nghĩa
CLB câu lạc bộ
CMCN cách mạng công nghiệp
CMND chứng minh nhân dân
CMT cách mạng tháng
CNCH cứu nạn cứu hộ
CNH công nghiệp hóa
CNHHĐH công nghiệp hóa hiện đại hóa
CNLĐ công nhân lao động
CNTT công nghệ thông tin
CNVC công nhân viên chức
CNVCLĐ công nhân viên chức lao động
CNXH chủ nghĩa xã hội
CNCS chủ nghĩa cộng sản
CP chính phủ | cổ phần
CSDL cơ sở dữ liệu
CSĐT cảnh sát điều tra
CSGT cảnh sát giao thông
CSHT cơ sở hạ tầng
CSHS cảnh sát hình sự
CSPCCC cảnh sát phòng cháy chữa cháy
CSSK chăm sóc sức khỏe
CSVC cơ sở vật chất
CTCP công ty cổ phần
CTMTQG chương trình mục tiêu quốc gia
CTQG chính trị quốc gia
CTTT chính trị tư tưởng
CTXH công tác xã hội
CĐT chủ đầu tư
DN doanh nghiệp
DNNN doanh nghiệp nhà nước
DNTN doanh nghiệp tư nhân
DQTV dân quân tự vệ
DTTS dân tộc thiểu số
DTTN diện tích tự nhiên
DVC dịch vụ công
ĐBQH đại biểu quốc hội
ĐBSCL đồng bằng sông cửu long
ĐBSH đồng bằng sông hồng
ĐCS đảng cộng sản
ĐCSVN đảng cộng sản việt nam
ĐH đại học
ĐHĐCĐ đại hội đồng cổ đông
ĐHQG đại học quốc gia
ĐHQGHN đại học quốc gia hà nội
ĐHSP đại học sư phạm
ĐKKD đăng ký kinh doanh
ĐTN đoàn thanh niên
ĐTNCS đoàn thanh niên cộng sản
ĐTQG đội tuyển quốc gia
ĐTXD đầu tư xây dựng
ĐVTN đoàn viên thanh niên
GCN giấy chứng nhận
GCNQSDĐ giấy chứng nhận quyền sử dụng đất
GD giáo dục
GDĐT giáo dục và đào tạo | giáo dục đào tạo
GDTX giáo dục thường xuyên
GPLX giấy phép lái xe
GPMB giải phóng mặt bằng
GS giáo sư
GTĐB giao thông đường bộ
GTGT giá trị gia tăng
GTVT giao thông vận tải
GV giáo viên
GVCN giáo viên chủ nhiệm
HCM hồ chí minh
HCSN hành chính sự nghiệp
HĐBA hội đồng bảo an
HĐBT hội đồng bộ trưởng
HĐND hội đồng nhân dân
HĐQT hội đồng quản trị
HĐTV hội đồng thành viên
HĐXX hội đồng xét xử
HLHPN hội liên hiệp phụ nữ
HLV huấn luyện viên
HN hà nội
HS học sinh
HSSV học sinh sinh viên
HTX hợp tác xã
HTXNN hợp tác xã nông nghiệp
KBNN kho bạc nhà nước
KCB khám chữa bệnh
KCN khu công nghiệp
KCX khu chế xuất
KDC khu dân cư
KĐT khu đô thị
KHCN khoa học công nghệ | khoa học và công nghệ
KHĐT kế hoạch và đầu tư | kế hoạch đầu tư
KHKT khoa học kỹ thuật
KHHGĐ kế hoạch hóa gia đình
KHXH khoa học xã hội
KHXHNV khoa học xã hội và nhân văn
KKT khu kinh tế
KSND kiểm sát nhân dân
KSV kiểm sát viên
KT kinh tế
KTNN kiểm toán nhà nước
KTQP kinh tế quốc phòng
KTTT kinh tế thị trường
KTX ký túc xá
KTXH kinh tế xã hội
LĐ lao động
LĐBĐ liên đoàn bóng đá
LĐBĐVN liên đoàn bóng đá việt nam
LĐLĐ liên đoàn lao động
LĐTBXH lao động thương binh và xã hội | lao động thương binh xã hội
LHPN liên hiệp phụ nữ
LHQ liên hợp quốc
LLVT lực lượng vũ trang
LLVTND lực lượng vũ trang nhân dân
LTTP lương thực thực phẩm
MTQG mục tiêu quốc gia
MTTQ mặt trận tổ quốc
MTTQVN mặt trận tổ quốc việt nam
NCKH nghiên cứu khoa học
NCT người cao tuổi
NĐ nghị định
NĐCP nghị định chính phủ
NHCSXH ngân hàng chính sách xã hội
NHNN ngân hàng nhà nước
NHTM ngân hàng thương mại
NKT người khuyết tật
NLĐ người lao động
NN nông nghiệp
NNPTNT nông nghiệp và phát triển nông thôn
NNNT nông nghiệp nông thôn
NQ nghị quyết
NSNN ngân sách nhà nước
NSND nghệ sĩ nhân dân
NSƯT nghệ sĩ ưu tú
NTM nông thôn mới
NTTS nuôi trồng thủy sản
NVQS nghĩa vụ quân sự
NXB nhà xuất bản
PBGDPL phổ biến giáo dục pháp luật
PCCC phòng cháy chữa cháy
PCCCR phòng cháy chữa cháy rừng
PCLB phòng chống lụt bão
PCTN phòng chống tham nhũng
PCTNTC phòng chống tham nhũng tiêu cực
PCTT phòng chống thiên tai
PGĐ phó giám đốc
PGS phó giáo sư
PTCS phổ thông cơ sở
PTDTBT phổ thông dân tộc bán trú
PTDTNT phổ thông dân tộc nội trú
PTNT phát triển nông thôn
PTTH phổ thông trung học | phát thanh truyền hình
PV phóng viên
QĐ quyết định
QĐND quân đội nhân dân
QĐNDVN quân đội nhân dân việt nam
QH quốc hội
QLDA quản lý dự án
QLĐT quản lý đô thị
QLNN quản lý nhà nước
QLTT quản lý thị trường
QP quốc phòng
QPAN quốc phòng an ninh
QPTD quốc phòng toàn dân
QPPL quy phạm pháp luật
QSDĐ quyền sử dụng đất
SGDĐT sở giáo dục và đào tạo
SGGP sài gòn giải phóng
SGK sách giáo khoa
SKSS sức khỏe sinh sản
SV sinh viên
SXKD sản xuất kinh doanh
SXNN sản xuất nông nghiệp
SYT sở y tế
TAND tòa án nhân dân
TANDTC tòa án nhân dân tối cao
TBCN tư bản chủ nghĩa
TBT tổng bí thư | tổng biên tập
TCCN trung cấp chuyên nghiệp
TCCT tổng cục chính trị
TCHQ tổng cục hải quan
TCKH tài chính kế hoạch
TCT tổng công ty
TCTK tổng cục thống kê
TDP tổ dân phố
TDTT thể dục thể thao
TGĐ tổng giám đốc
THA thi hành án
THADS thi hành án dân sự
THCS trung học cơ sở
THPT trung học phổ thông
THPTQG trung học phổ thông quốc gia
TKCN tìm kiếm cứu nạn
TLĐLĐ tổng liên đoàn lao động
TMCP thương mại cổ phần
TMĐT thương mại điện tử
TNCS thanh niên cộng sản
TNCSHCM thanh niên cộng sản hồ chí minh
TNGT tai nạn giao thông
TNHH trách nhiệm hữu hạn
TNLĐ tai nạn lao động
TNMT tài nguyên và môi trường | tài nguyên môi trường
TNTP thiếu niên tiền phong
TNTPHCM thiếu niên tiền phong hồ chí minh
TNXP thanh niên xung phong
TNXH tệ nạn xã hội
TP thành phố
TPHCM thành phố hồ chí minh
TPHN thành phố hà nội
TTATXH trật tự an toàn xã hội
TTCK thị trường chứng khoán
TTCP thanh tra chính phủ
TTĐT thông tin điện tử
TTg thủ tướng
TTHC thủ tục hành chính
TTTM trung tâm thương mại
TTTT thông tin truyền thông | thông tin và truyền thông
TTXVN thông tấn xã việt nam
TTYT trung tâm y tế
TƯ trung ương
TW trung ương
TX thị xã
UB ủy ban
UBATGTQG ủy ban an toàn giao thông quốc gia
UBBC ủy ban bầu cử
UBKT ủy ban kiểm tra
UBKTTW ủy ban kiểm tra trung ương
UBMTTQ ủy ban mặt trận tổ quốc
UBND ủy ban nhân dân
UBTVQH ủy ban thường vụ quốc hội
UV ủy viên
UVBCH ủy viên ban chấp hành
UVBCT ủy viên bộ chính trị
UVTW ủy viên trung ương
VBQPPL văn bản quy phạm pháp luật
VĐV vận động viên
VHNT văn học nghệ thuật | văn hóa nghệ thuật
VHTT văn hóa thông tin | văn hóa thể thao
VHTTDL văn hóa thể thao và du lịch | văn hóa thể thao du lịch
VHXH văn hóa xã hội
VKS viện kiểm sát
VKSND viện kiểm sát nhân dân
VKSNDTC viện kiểm sát nhân dân tối cao
VLXD vật liệu xây dựng
VN việt nam
VPCP văn phòng chính phủ
VPQH văn phòng quốc hội
VSATTP vệ sinh an toàn thực phẩm
VSMT vệ sinh môi trường
XDCB xây dựng cơ bản
XDĐ xây dựng đảng
XDNTM xây dựng nông thôn mới
XĐGN xóa đói giảm nghèo
XHCN xã hội chủ nghĩa
XKLĐ xuất khẩu lao động
XNK xuất nhập khẩu
YTDP y tế dự phòng
TSVM trong sạch vững mạnh
"""

#: Words, folded, that abbreviations may leave out.
LEFT_OUT: Final = frozenset(("va",))


@cache
def known_abbreviations() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return the table: folded abbreviation → the abbreviation in small letters and a full form."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for line in _TABLE.strip().splitlines():
        short, _, forms = line.lower().partition(" ")
        folded = short.translate(_UNMARKED)
        found[folded] = found.get(folded, ()) + tuple((short, form) for form in forms.split(" | "))
    return found
