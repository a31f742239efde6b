"""Shared plans of the document tests: wording of our own, a commune of today, nobody's real data."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cchc_desktop.domain.plan import LineKind, Plan, PreambleLine, Section, SectionKind, Task
from cchc_desktop.domain.unit import Signature, SigningMode

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def plan_template() -> Path:
    """The packaged template of a plan."""
    return ROOT / "templates_docx" / "ke_hoach.docx"


@pytest.fixture(scope="session")
def sample_plan() -> Plan:
    """A plan of about eight pages with 40 tasks in four groups, signed by a deputy."""
    return Plan(
        year=2026,
        title="Tuyên truyền công tác cải cách hành chính năm 2026 trên địa bàn xã Tân Hòa",
        issuer=("ỦY BAN NHÂN DÂN", "XÃ TÂN HÒA"),
        place="Tân Hòa",
        preamble=_preamble(),
        sections=(_purpose(), _content(), _forms(), _money(), _duties()),
        closing=(
            "Trên đây là Kế hoạch tuyên truyền công tác cải cách hành chính năm 2026 trên địa bàn xã Tân Hòa. Các cơ "
            "quan, đơn vị và các thôn nghiêm túc tổ chức thực hiện; khi có khó khăn, vướng mắc thì kịp thời phản ánh "
            "về Phòng Văn hóa - Xã hội để tổng hợp, báo cáo Chủ tịch Ủy ban nhân dân xã xem xét, quyết định",
        ),
        recipients=(
            "Ủy ban nhân dân tỉnh",
            "Sở Nội vụ",
            "Thường trực Đảng ủy, Hội đồng nhân dân xã",
            "Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân xã",
            "Ủy ban Mặt trận Tổ quốc Việt Nam xã",
            "Các phòng chuyên môn, Trung tâm Phục vụ hành chính công",
            "Trưởng các thôn",
            "Lưu: VT, VHXH",
        ),
        signature=Signature(SigningMode.DEPUTY, title="PHÓ CHỦ TỊCH", name="Nguyễn Thị Minh Hạnh"),
        tasks=tuple(_tasks()),
        appendix_title="Nhiệm vụ tuyên truyền cải cách hành chính năm 2026",
        number=7,
        date=date(2026, 1, 5),
    )


def _preamble() -> tuple[PreambleLine, ...]:
    bases = (
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025",
        "Căn cứ Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ ban hành Chương trình tổng thể cải cách "
        "hành chính nhà nước giai đoạn 2021 - 2030",
        "Căn cứ Kế hoạch cải cách hành chính nhà nước năm 2026 của Ủy ban nhân dân tỉnh",
    )
    opening = (
        "Thực hiện chỉ đạo của Ủy ban nhân dân tỉnh về việc đẩy mạnh thông tin, tuyên truyền cải cách hành chính;",
        "Ủy ban nhân dân xã Tân Hòa ban hành Kế hoạch tuyên truyền công tác cải cách hành chính năm 2026 như sau:",
    )
    return (
        *(PreambleLine(LineKind.BASIS, text) for text in bases),
        *(PreambleLine(LineKind.OPENING, text) for text in opening),
    )


def _points(*texts: str) -> tuple[Section, ...]:
    return tuple(Section(SectionKind.POINT, text=text) for text in texts)


def _dashes(*texts: str) -> tuple[Section, ...]:
    return tuple(Section(SectionKind.DASH, text=text) for text in texts)


def _item(title: str, *children: Section, text: str = "") -> Section:
    return Section(SectionKind.ITEM, title=title, text=text, children=children)


def _part(title: str, *children: Section, text: str = "") -> Section:
    return Section(SectionKind.PART, title=title, text=text, children=children)


def _purpose() -> Section:
    purpose = _points(
        "Nâng cao nhận thức của cán bộ, công chức, viên chức và Nhân dân về ý nghĩa của cải cách hành chính đối với "
        "sự phát triển kinh tế - xã hội của xã sau khi tổ chức chính quyền địa phương hai cấp.",
        "Giúp người dân và doanh nghiệp biết, dùng được dịch vụ công trực tuyến toàn trình, giảm số lần đi lại và "
        "chi phí khi làm thủ tục hành chính.",
        "Kịp thời nêu gương tập thể, cá nhân có cách làm hay; tiếp nhận và trả lời ý kiến góp ý của người dân về thái "
        "độ phục vụ và chất lượng giải quyết hồ sơ.",
    )
    demands = _points(
        "Nội dung tuyên truyền chính xác, ngắn gọn, dễ hiểu, phù hợp với từng đối tượng và điều kiện của từng thôn.",
        "Kết hợp nhiều hình thức; ưu tiên truyền thanh cơ sở, mạng xã hội và tuyên truyền trực tiếp của Tổ công nghệ "
        "số cộng đồng.",
        "Mỗi nhiệm vụ có đơn vị chủ trì, có sản phẩm và thời hạn; kết quả được ghi nhận, báo cáo theo kỳ.",
    )
    audience = _dashes(
        "Cán bộ, công chức, viên chức, người lao động của các cơ quan, đơn vị thuộc xã.",
        "Người dân, tổ chức, hợp tác xã, hộ kinh doanh và doanh nghiệp trên địa bàn xã.",
    )
    return _part(
        "MỤC ĐÍCH, YÊU CẦU, ĐỐI TƯỢNG",
        _item("Mục đích", *purpose),
        _item("Yêu cầu", *demands),
        _item("Đối tượng tuyên truyền", *audience),
    )


def _content() -> Section:
    topics = (
        ("Cải cách thể chế", "chất lượng văn bản của Hội đồng nhân dân và Ủy ban nhân dân xã; kết quả rà soát văn bản"),
        ("Cải cách thủ tục hành chính", "danh mục thủ tục của cấp xã, cách nộp hồ sơ trực tuyến, phí và lệ phí"),
        ("Cải cách tổ chức bộ máy", "chức năng, nhiệm vụ của các phòng và Trung tâm Phục vụ hành chính công"),
        ("Cải cách chế độ công vụ", "kỷ luật, kỷ cương hành chính; văn hóa công sở; đạo đức công vụ"),
        ("Cải cách tài chính công", "công khai ngân sách, việc thực hành tiết kiệm, chống lãng phí"),
        ("Xây dựng chính quyền số", "tài khoản định danh điện tử, chữ ký số cá nhân, thanh toán không dùng tiền mặt"),
    )
    items = []
    for title, detail in topics:
        pluses = tuple(
            Section(SectionKind.PLUS, text=text)
            for text in ("Nêu rõ việc người dân được lợi gì;", "Có số điện thoại, địa chỉ để hỏi thêm.")
        )
        points = _points(
            f"Thông tin về {detail}; giới thiệu kết quả đã đạt được trong năm 2025 và chỉ tiêu của năm 2026.",
            "Phổ biến các quy định mới của trung ương, của tỉnh có liên quan trực tiếp đến người dân, doanh nghiệp.",
        )
        dash = Section(SectionKind.DASH, text="Yêu cầu đối với mỗi tin, bài:", children=pluses)
        items.append(_item(title, points[0], Section(SectionKind.POINT, text=points[1].text, children=(dash,))))
    return _part("NỘI DUNG TUYÊN TRUYỀN", *items)


def _forms() -> Section:
    return _part(
        "HÌNH THỨC TUYÊN TRUYỀN",
        _item(
            "Trên hệ thống truyền thanh, Trang thông tin điện tử và mạng xã hội",
            *_points(
                "Phát thanh chuyên mục “Cải cách hành chính” vào sáng thứ Ba, thứ Sáu hằng tuần.",
                "Đăng tin, bài, đồ họa, video ngắn trên Trang thông tin điện tử và trang mạng xã hội của xã.",
            ),
        ),
        _item(
            "Tuyên truyền trực tiếp",
            *_points(
                "Tập huấn kỹ năng sử dụng dịch vụ công trực tuyến cho trưởng thôn, đoàn viên, hội viên.",
                "Lồng ghép trong họp thôn, hội nghị tiếp xúc cử tri, đối thoại của Chủ tịch Ủy ban nhân dân xã.",
                "Hướng dẫn tại chỗ ở Trung tâm Phục vụ hành chính công và tận nhà người cao tuổi, người khuyết tật.",
            ),
        ),
        _item(
            "Tuyên truyền trực quan",
            text="Pa nô, áp phích, tờ gấp, bảng điện tử đặt tại trụ sở, nhà văn hóa thôn, chợ và trường học.\n"
            "Nội dung chi tiết, chỉ tiêu, đơn vị chủ trì và thời gian thực hiện nêu tại Phụ lục kèm theo Kế hoạch này.",
        ),
    )


def _money() -> Section:
    return _part(
        "KINH PHÍ THỰC HIỆN",
        Section(SectionKind.ITEM, text="Kinh phí bố trí trong dự toán ngân sách xã năm 2026 theo phân cấp hiện hành."),
        Section(
            SectionKind.ITEM,
            text="Các đơn vị chủ trì lập dự toán chi tiết gửi Phòng Kinh tế thẩm định; huy động nguồn hợp pháp khác "
            "để in ấn, làm sản phẩm truyền thông.",
        ),
    )


def _duties() -> Section:
    bodies = (
        "Phòng Văn hóa - Xã hội",
        "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã",
        "Phòng Kinh tế",
        "Trung tâm Phục vụ hành chính công",
        "Công an xã",
        "Các trường học, Trạm Y tế",
        "Trưởng các thôn",
    )
    items = [
        _item(
            body,
            *_points(
                "Triển khai các nhiệm vụ được giao tại Phụ lục; phân công người phụ trách, ghi nhận kết quả từng hoạt "
                "động kèm tài liệu kiểm chứng (ảnh, đường dẫn, danh sách, bản ghi).",
                "Báo cáo kết quả định kỳ theo quý, 6 tháng, 9 tháng và năm về Phòng Văn hóa - Xã hội.",
            ),
        )
        for body in bodies
    ]
    front = _item(
        "Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam xã và các tổ chức chính trị - xã hội",
        text="Tuyên truyền, vận động đoàn viên, hội viên và Nhân dân tham gia, giám sát công tác cải cách hành chính.",
    )
    return _part("TỔ CHỨC THỰC HIỆN", *items, front)


def _tasks() -> list[Task]:
    groups = {
        "Truyền thanh cơ sở": ("Phát thanh bài về {topic}", "Bài phát thanh", "lượt phát"),
        "Trang thông tin điện tử và mạng xã hội": ("Đăng tin, bài, đồ họa về {topic}", "Tin, bài đã đăng", "tin, bài"),
        "Tuyên truyền trực tiếp": ("Lồng ghép giới thiệu {topic} trong các cuộc họp", "Biên bản, ảnh", "cuộc"),
        "Tuyên truyền trực quan": ("In tờ gấp, treo băng rôn về {topic}", "Sản phẩm đã phát hành", "tờ"),
    }
    topics = (
        "dịch vụ công trực tuyến toàn trình",
        "phí, lệ phí khi nộp hồ sơ trực tuyến",
        "tài khoản định danh điện tử mức độ 2",
        "số hóa giấy tờ hộ tịch",
        "thanh toán không dùng tiền mặt",
        "kỷ luật, kỷ cương hành chính",
        "chỉ số hài lòng của người dân",
        "cách gửi phản ánh, kiến nghị",
        "thủ tục liên thông khai sinh, khai tử",
        "sáng kiến cải cách hành chính của xã",
    )
    found = []
    for number, ((group, wording), topic) in enumerate(itertools.product(groups.items(), topics), 1):
        content, product, unit = wording
        found.append(
            Task(
                content=content.format(topic=topic),
                product=product,
                lead="Phòng Văn hóa - Xã hội" if number % 3 else "Trung tâm Phục vụ hành chính công",
                support="Các thôn; Đoàn Thanh niên",
                time_text=("Hằng tháng", "Quý I", "Quý II", "Trước 30/6", "Cả năm")[number % 5],
                target=Decimal(4 * number),
                target_unit=unit,
                cost=None if number % 4 else 500_000 * number,
                note="" if number % 10 else "Lồng ghép",
                group=group,
            )
        )
    return found


@pytest.fixture(scope="session")
def one_page_plan() -> Callable[..., Plan]:
    """Return a function that makes a short plan of `lines` one-line paragraphs, with fields to choose."""

    def build(lines: int = 3, **fields: Any) -> Plan:
        body = tuple(Section(SectionKind.POINT, text=f"Việc thứ {number}.") for number in range(1, lines + 1))
        plan = Plan(
            year=2026,
            title="Tuyên truyền cải cách hành chính năm 2026",
            issuer=("ỦY BAN NHÂN DÂN", "PHƯỜNG 1"),
            place="Phường 1",
            preamble=(PreambleLine(LineKind.BASIS, "Căn cứ Luật Cán bộ, công chức"),),
            sections=(Section(SectionKind.ITEM, title="Nhiệm vụ", children=body),),
            closing=("Yêu cầu các đơn vị nghiêm túc tổ chức thực hiện.",),
            recipients=("Như trên", "Lưu: VT"),
            signature=Signature(name="Trần Văn Bình"),
            number=12,
            date=date(2026, 6, 29),
        )
        return replace(plan, **fields)

    return build
