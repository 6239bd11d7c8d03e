"""Words that tell nothing of what a text is about: the closed classes of Vietnamese, forms of address.

For choosing the key words of an article. Searching never leaves any word out.
"""

from __future__ import annotations

from typing import Final

# Source: the particles, conjunctions, prepositions, pronouns and classifiers of Diệp Quang Ban,
# "Ngữ pháp tiếng Việt" (2005), and the connectives that news text is full of.
FUNCTION_SYLLABLES: Final = frozenset(
    """
    à ai ấy bao bèn bị bởi cả các cái cần càng chỉ chiếc cho chứ chưa chúng có con còn cứ của
    cùng cũng cuộc dù dưới đã đang đâu đấy đây đến để đều đi do đó đối được gì giữa hay hãy hễ
    họ hoặc hơn kể khi khiến không kia là lại làm lên luôn lúc mà mấy mình mỗi một mọi nào này
    nay nên nếu nhau nhằm nhất nhé nhỉ nhiều như nhưng những nó nơi nữa ở phải qua ra rằng rất
    rồi sao sau sẽ số song suốt sự tại thế theo thì thôi thường tôi tới trên tuy từ từng và vài
    vào vẫn vậy về vì viên việc với vốn vừa xong xuống ít lần năm ngày tháng giờ phút người ông
    bà anh chị em cô chú bác cậu ngài trong ngoài trước đầu cuối hai ba bốn sáu bảy tám chín
    mười trăm nghìn ngàn triệu tỷ tỉ đồng khoảng gần hết mới đúng biết nói thấy muốn thứ bằng
    quá nửa đừng giùm thằng nguy chiều sáng trưa tối
    """.split()
)
"""Syllables that are no key word by themselves. In a compound most of them are part of one."""

FUNCTION_WORDS: Final = frozenset(
    line.strip()
    for line in """
    tuy nhiên, tuy vậy, do đó, do vậy, vì vậy, vì thế, bởi vậy, bởi vì, cho nên, nhờ đó, theo
    đó, qua đó, từ đó, trong đó, trong khi, trong lúc, trong khi đó, sau khi, sau đó, sau này,
    trước khi, trước đó, trước đây, trước tiên, đồng thời, ngoài ra, bên cạnh, bên cạnh đó, hơn
    nữa, hơn thế nữa, thậm chí, mặc dù, mặc dầu, cho dù, dù sao, dù vậy, nếu như, giá như, miễn
    là, chẳng hạn, ví dụ, cụ thể, nói chung, nói riêng, nhìn chung, tóm lại, như vậy, như thế,
    như sau, thế nào, thế này, thế là, thế nhưng, nhưng mà, có thể, không thể, có lẽ, có khi, có
    vẻ, phải chăng, chắc chắn, hình như, dường như, tất nhiên, dĩ nhiên, đương nhiên, quả thật,
    thật sự, thực sự, thực ra, thực tế, trên thực tế, hoàn toàn, đặc biệt, nhất là, chủ yếu, đơn
    giản, hết sức, vô cùng, cực kỳ, khá là, một số, một vài, một cách, một phần, một chút, một
    lần nữa, một lúc, một khi, mỗi khi, nhiều khi, đôi khi, thỉnh thoảng, luôn luôn, thường
    xuyên, tất cả, toàn bộ, đa số, phần lớn, hầu hết, hầu như, vài ba, bao nhiêu, bao giờ, bao
    lâu, bây giờ, hiện nay, hiện tại, hiện giờ, hôm nay, hôm qua, hôm sau, hôm trước, ngày mai,
    ngày nay, ngày càng, vừa qua, vừa rồi, mới đây, gần đây, sắp tới, thời gian, thời điểm, lập
    tức, ngay lập tức, đột nhiên, bất ngờ, cuối cùng, đầu tiên, ban đầu, lần đầu, lần đầu tiên,
    tiếp theo, tiếp đó, kế tiếp, tiếp tục, bắt đầu, kết thúc, chúng tôi, chúng ta, chúng nó,
    người ta, bản thân, tự mình, chính mình, mọi người, ai nấy, cái gì, điều này, điều đó, việc
    này, việc đó, nơi đây, ở đây, tại đây, đối với, liên quan, liên quan đến, thông qua, căn cứ,
    dựa vào, về phía, về phần, so với, cùng với, cùng nhau, với nhau, lẫn nhau, kể cả, kể từ,
    ngay cả, ngay từ, ngoại trừ, trừ phi, nhằm vào, cho đến, cho tới, đến nỗi, đến mức, hay là,
    hoặc là, chứ không, không những, không chỉ, mà còn, vừa là, chỉ là, chỉ có, là do, khiến
    cho, làm cho, để cho, cho biết, cho rằng, cho thấy, cho hay, được biết, nói rằng, khẳng
    định, trả lời, nhấn mạnh, trường hợp, vấn đề, khả năng, tình trạng, tiến hành, thực hiện,
    đơn vị, công tác, thay đổi, góp phần, áp dụng, suy nghĩ, cách thức, đáp ứng, cố gắng, so
    sánh, cân nhắc, mong đợi, yêu cầu, đề nghị, tham gia, tập trung, đảm bảo, bảo đảm, tiếp
    nhận, phát biểu, thông báo, tuyên bố, trở thành, trở nên, trở lại, xảy ra, diễn ra, đưa ra,
    tạo ra, nhận được, có được, sử dụng, quan trọng, hiểu rõ, làm việc, lần này, lần trước, lần
    sau, năm nay, năm ngoái, tháng trước
    """.replace("\n", " ").split(",")
)
"""Words of several syllables that connect, address or hedge."""

TITLES: Final = frozenset(
    line.strip()
    for line in """
    ông, bà, anh, chị, em, cô, chú, bác, cậu, ngài, đồng chí, tiến sĩ, thạc sĩ, giáo sư, phó
    giáo sư, bác sĩ, kỹ sư, luật sư, nghệ sĩ, ca sĩ, nhạc sĩ, họa sĩ, nhà văn, nhà thơ, nhà báo,
    đạo diễn, diễn viên, người mẫu, cầu thủ, tiền đạo, tiền vệ, hậu vệ, thủ môn, tay vợt, huấn
    luyện viên, trọng tài, thủ tướng, phó thủ tướng, chủ tịch, phó chủ tịch, chủ tịch nước, tổng
    bí thư, bí thư, phó bí thư, tổng thống, phó tổng thống, bộ trưởng, thứ trưởng, ngoại trưởng,
    giám đốc, phó giám đốc, tổng giám đốc, trưởng phòng, phó phòng, trưởng ban, phó ban, viện
    trưởng, hiệu trưởng, đại tá, thượng tá, trung tá, thiếu tá, đại tướng, thượng tướng, trung
    tướng, thiếu tướng, đại úy, thượng úy, đại biểu, đại sứ, nghị sĩ, thị trưởng, vua, hoàng tử,
    công chúa, nữ hoàng, hlv, ts, gs, ths, pgs, bs, ks, nsnd, nsưt
    """.replace("\n", " ").split(",")
)
"""What stands before the name of a person and is no part of it."""

BODIES: Final = frozenset(
    """
    bộ sở ban ủy viện cục vụ phòng tổng trung trường khoa liên tòa ngân công tập đảng đại học
    bệnh nhà quỹ tạp báo cảng sân chợ cầu đường nghị chỉ thông luật hiệp điện hãng đài tổ hội
    thị thành tỉnh huyện quận phường xã đảo biển sông núi hồ vịnh giải cúp đội lễ dự khu
    """.split()
) | {"quốc hội", "quốc lộ"}
"""Names that begin so are those of bodies and places; the word itself belongs to the name."""

DEPARTMENTS: Final = frozenset("bộ sở ban ủy vụ viện phòng khoa cục tổng trung".split())
"""Bodies whose names may have an "and" in them: Bộ Giáo dục và Đào tạo."""

COUNTRIES: Final = frozenset(
    "mỹ anh pháp đức nga nhật hàn áo ý bỉ úc quốc lan loan điển lạp nha jordan iraq".split()
)
"""What a country's name ends with, after which the name of a person may follow."""
