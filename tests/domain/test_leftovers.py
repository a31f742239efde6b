"""The leftover scan: a clean plan has no findings, and each slip put into it is found by its own rule alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cchc_desktop.catalogues import loader
from cchc_desktop.domain import outline
from cchc_desktop.domain.leftover_scan import scan
from cchc_desktop.domain.leftover_texts import cited
from cchc_desktop.domain.leftovers import Acceptance, Finding, Spot, Surroundings, judge
from cchc_desktop.domain.plan import LineKind, Plan, PreambleLine, ReviewNote, Section, SectionKind, Task
from cchc_desktop.domain.unit import Signature, Signer, SigningMode, Unit, UnitKind

CATALOGUES = loader.load(Path(__file__).parents[2] / "resources" / "catalogues")
TODAY = date(2026, 3, 1)


def plan(**values: object) -> Plan:
    first = Section(SectionKind.ITEM, "", "Phòng Văn hóa - Xã hội chủ trì (chi tiết tại Phụ lục kèm theo).", id="s11")
    second = Section(SectionKind.ITEM, "Kinh phí", "Từ ngân sách xã năm 2026.", id="s12")
    return Plan(
        **{
            "year": 2026,
            "title": "Tuyên truyền cải cách hành chính xã Hòa Bình năm 2026",
            "issuer": ("ỦY BAN NHÂN DÂN", "XÃ HÒA BÌNH"),
            "place": "Hòa Bình",
            "preamble": (
                PreambleLine(
                    LineKind.BASIS,
                    "Căn cứ Kế hoạch số 10/KH-UBND ngày 10/01/2025 của Ủy ban nhân dân huyện Tiên Lữ về tuyên truyền "
                    "cải cách hành chính năm 2025 trên địa bàn huyện",
                ),
                PreambleLine(LineKind.OPENING, "Ủy ban nhân dân xã Hòa Bình ban hành Kế hoạch như sau:"),
            ),
            "sections": (Section(SectionKind.PART, "NỘI DUNG", "", (first, second), id="s1"),),
            "closing": ("Trên đây là Kế hoạch tuyên truyền CCHC xã Hòa Bình năm 2026, yêu cầu các bộ phận thực hiện",),
            "recipients": ("Ủy ban nhân dân tỉnh", "Lưu: VT"),
            "signature": Signature(name="Nguyễn Văn An"),
            "tasks": (Task("Phát thanh hằng tuần", time_text="Trước 30/6/2026", id="t1"),),
            **values,
        }
    )


AROUND = Surroundings(
    today=TODAY,
    titles=("Phổ biến, giáo dục pháp luật xã Hòa Bình năm 2026",),
    units=(
        Unit("u1", date(2020, 1, 1), UnitKind.COMMUNE, "Lệ Xá", "Tỉnh Hưng Yên", "UBND huyện Tiên Lữ"),
        Unit("u2", date(2025, 7, 1), UnitKind.COMMUNE, "Hòa Bình", "Tỉnh Hưng Yên", "Sở Nội vụ"),
    ),
    signers=(
        Signer("p1", "Nguyễn Văn An", SigningMode.COLLECTIVE, "Chủ tịch", date(2025, 7, 1)),
        Signer("p2", "Trần Thị Bưởi", SigningMode.COLLECTIVE, "Chủ tịch", date(2021, 7, 1), date(2025, 6, 30)),
    ),
    terms=CATALOGUES.dated_terms,
    provinces=CATALOGUES.provinces,
)


def with_text(text: str, section_id: str = "s12") -> Plan:
    base = plan()
    return replace(base, sections=outline.update(base.sections, section_id, text=text))


def rules(found: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in found]


def test_a_clean_plan_has_no_findings_although_it_cites_the_district_of_old():
    assert scan(plan(), AROUND) == ()


TEXTS = [
    ("Kinh phí năm 2025 do ngân sách xã bảo đảm.", "nam_cu"),
    ("Nhiệm vụ trọng tâm 2025 của xã.", "nam_cu"),
    ("Báo cáo Ủy ban nhân dân huyện theo quy định.", "cap_huyen"),
    ("Báo cáo UBND HUYỆN.", "cap_huyen"),
    ("Kế hoạch số 12/KH-UBND ngày 05/9/2025 của UBND huyện Tiên Lữ.", "cap_huyen"),
    ("Gửi Phòng Nội vụ tổng hợp.", "cap_huyen"),
    ("Trên địa bàn các xã, thị trấn.", "cap_huyen"),
    ("Theo Kế hoạch số 10/KH-UBND ngày 10/01/2025 của Ủy ban nhân dân huyện, giao huyện theo dõi.", "cap_huyen"),
    ("Tỷ lệ hồ sơ trực tuyến mức độ 3, 4 tăng.", "tu_cu"),
    ("Nộp hồ sơ tại Bộ phận Tiếp nhận và Trả kết quả.", "tu_cu"),
    ("Giao công chức Tư pháp lồng ghép.", "tu_cu"),
    ("Người dân xã Lệ Xá tham gia.", "ten_don_vi_cu"),
    ("Trên địa bàn tỉnh Thái Bình.", "ten_don_vi_cu"),
    ("Hoàn thành ngày 31/4/2026.", "ngay_khong_co"),
    ("Hoàn thành trước 31/6.", "ngay_khong_co"),
    ("Họp ngày 30 tháng 02 năm 2026.", "ngay_khong_co"),
    ("Do {co_quan_chu_tri} thực hiện.", "bien_con_lai"),
    ("Theo Kế hoạch số ……/KH-UBND ngày …… của tỉnh.", "cho_trong"),
    ("Theo Quyết định số ...../QĐ-UBND.", "cho_trong"),
    ("Hoàn thành ngày … tháng 6.", "cho_trong"),
    ("Đã xong./.", "dau_ket_giua_chung"),
    ("Trên đây là Kế hoạch tuyên truyền cải cách hành chính, đề nghị các bộ phận thực hiện.", "hai_doan_ket"),
    ("Thực hiện cùng Kế hoạch phổ biến, giáo dục pháp luật xã Hòa Bình năm 2025 của xã.", "ten_ke_hoach_khac"),
]


@pytest.mark.parametrize(("text", "rule"), TEXTS, ids=[text[:40] for text, _ in TEXTS])
def test_a_slip_in_a_section_is_found_by_its_own_rule_and_place(text, rule):
    found = [finding for finding in scan(with_text(text), AROUND) if finding.rule != "nam_cu" or rule == "nam_cu"]
    assert rules(tuple(found)) == [rule]
    assert (found[0].spot, found[0].section_id) == (Spot.SECTION, "s12")
    assert found[0].quote.strip("…") in text


CLEAN = [
    "So với năm 2025 tăng 10%.",
    "Giữ vững chỉ số hài lòng (SIPAS) năm 2025 của xã.",
    "Giai đoạn 2021 - 2025 và định hướng đến 2030.",
    "Thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021; Chỉ thị số 28-CT/TU ngày 10/8/2022 của Tỉnh ủy.",
    "Quyết định số 01/2023/QĐ-UBND ngày 11/01/2023 của UBND tỉnh về việc phân cấp cho cấp huyện, cấp xã.",
    "Đồng chí Nguyễn Văn Huyện phụ trách.",
    "Theo Phụ lục II Nghị định số 30/2020/NĐ-CP ngày 05/3/2020.",
    "Tờ rơi, pa nô, áp phích, …",
    "Hoàn thành trước 30/6.",
    "Huyền thoại, huyết áp, quận công.",
]


@pytest.mark.parametrize("text", CLEAN, ids=[text[:40] for text in CLEAN])
def test_what_is_right_is_left_alone(text):
    assert scan(with_text(text), AROUND) == ()


CHANGES = [
    ({"closing": ()}, []),
    ({"title": "Tuyên truyền cải cách hành chính xã Hòa Bình năm 2025"}, ["nam_cu", "trich_yeu_khac_nam"]),
    ({"title": ""}, ["thieu_trich_yeu"]),
    ({"date": date(2023, 1, 5)}, ["ngay_khac_nam", "nguoi_ky"]),
    ({"signature": Signature(name="Trần Thị Bưởi")}, ["nguoi_ky"]),
    ({"signature": Signature(name="TRẦN THỊ BƯỞI"), "date": date(2025, 6, 1)}, []),
    ({"signature": Signature(name="Người Lạ")}, ["nguoi_ky"]),
    ({"signature": Signature(name="")}, ["nguoi_ky"]),
    ({"tasks": ()}, ["thieu_phu_luc"]),
    ({"tasks": (Task("", id="t1"),)}, ["nhiem_vu_trong"]),
    ({"tasks": (Task("Phát thanh", time_text="Trước 30/6/2025", id="t1"),)}, ["thoi_han_khac_nam"]),
    (
        {"tasks": (Task("Phát thanh", lead="Phòng Nội vụ huyện", id="t1"),)},
        ["cap_huyen"],
    ),  # the same words at the same place count once
    ({"recipients": ("UBND huyện Tiên Lữ",)}, ["cap_huyen"]),
    ({"notes": (ReviewNote("Nhãn nhảy từ “d)” sang “g)”, phần mềm đánh lại", "g) Chủ trì", "s11"),)}, ["nhan"]),
    ({"notes": (ReviewNote("Có 2 hình ảnh hoặc đối tượng, phần mềm chỉ nhập chữ"),)}, []),
    (
        {"closing": ("Trên đây là Kế hoạch phổ biến giáo dục pháp luật, yêu cầu các bộ phận thực hiện",)},
        ["ten_ke_hoach_khac"],
    ),
    ({"sections": ()}, ["muc_trong", "phu_luc_khong_dan"]),
]


@pytest.mark.parametrize(("values", "wanted"), CHANGES, ids=[repr(values)[:60] for values, _ in CHANGES])
def test_other_parts(values, wanted):
    assert sorted(rules(scan(plan(**values), AROUND))) == wanted


def test_an_appendix_nobody_mentions_and_an_empty_heading():
    base = with_text("Chủ trì thực hiện.", "s11")
    assert rules(scan(base, AROUND)) == ["phu_luc_khong_dan"]
    empty = replace(plan(), sections=(*plan().sections, Section(SectionKind.PART, "KINH PHÍ", id="s2")))
    (finding,) = scan(empty, AROUND)
    assert (finding.rule, finding.section_id) == ("muc_trong", "s2")


def test_the_year_of_the_plan_it_was_made_from_is_the_old_one():
    source = plan(year=2023, title="Tuyên truyền năm 2023")
    around = replace(AROUND, source=source)
    assert rules(scan(with_text("Kinh phí năm 2023."), around)) == ["nam_cu"]
    assert scan(with_text("Kinh phí năm 2025 chuyển sang."), around) == ()
    other = replace(source, issuer=("ỦY BAN NHÂN DÂN", "PHƯỜNG TRẦN PHÚ"))
    assert rules(scan(with_text("Người dân phường Trần Phú."), replace(AROUND, source=other))) == ["ten_don_vi_cu"]


def test_a_plan_of_the_time_before_may_speak_of_its_districts():
    old = plan(year=2024, date=date(2024, 1, 10), title="Tuyên truyền cải cách hành chính năm 2024")
    old = replace(old, sections=outline.update(old.sections, "s12", text="Báo cáo UBND huyện."), tasks=())
    old = replace(old, sections=outline.update(old.sections, "s11", text="Chủ trì."))
    assert "cap_huyen" not in rules(scan(old, AROUND))


def test_an_acceptance_holds_until_the_words_around_it_change():
    text = "Kinh phí năm 2025 do ngân sách xã bảo đảm."
    (finding,) = scan(with_text(text), AROUND)
    accepted = (Acceptance("nam_cu", finding.fingerprint, "Kinh phí chuyển nguồn"),)
    assert not judge(scan(with_text(text), AROUND), accepted)[0].open
    # Something else in the plan changes: it holds. The sentence changes: it is open again.
    elsewhere = replace(with_text(text), place="Nơi khác")
    assert not judge(scan(elsewhere, AROUND), accepted)[0].open
    assert judge(scan(with_text(text.replace("xã", "tỉnh")), AROUND), accepted)[0].open
    moved = with_text(text, "s11")
    assert all(judged.open for judged in judge(scan(moved, AROUND), accepted) if judged.finding.rule == "nam_cu")


def test_findings_come_in_the_order_of_reading():
    found = scan(replace(with_text("Phòng Nội vụ năm 2025.", "s11"), recipients=("UBND huyện",)), AROUND)
    spots = [finding.spot for finding in found]
    assert spots == sorted(spots, key=list(Spot).index)


def test_a_rule_of_another_noun_runs_along():
    def rule(given, around):
        yield Finding("can_cu", "warning", "Văn bản đã hết hiệu lực", given.title, Spot.PREAMBLE)

    assert rules(scan(plan(), AROUND, (rule,))) == ["can_cu"]


def test_a_citation_ends_with_its_subject():
    text = "Thực hiện Kế hoạch số 167/KH-UBND ngày 30/12/2021 của UBND huyện về CCHC; UBND huyện giao."
    (found,) = cited(text)
    assert text[found.start : found.end].endswith("về CCHC")
    assert found.day == date(2021, 12, 30)


@pytest.mark.parametrize("text", ["Kế hoạch số " * 3000, "…" * 20_000, "{" * 20_000, "năm 2025 " * 2000, "a" * 200_000])
def test_a_hostile_text_is_scanned_in_no_time(text):
    scan(with_text(text), AROUND)  # the test's time limit is the assertion
