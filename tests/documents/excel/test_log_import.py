from __future__ import annotations

import unicodedata
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from cchc_desktop.documents.log_import import read_log
from cchc_desktop.documents.report_workbook import write_report
from cchc_desktop.errors import WorkbookProblem

HEADS = ("STT", "Ngày", "Hình thức", "Nội dung", "Số lượng", "Ghi chú")


def _sheet(book: Workbook) -> Worksheet:
    assert isinstance(book.active, Worksheet)
    return book.active


def test_a_log_as_offices_keep_it(read: Any) -> None:
    """Title rows, a two-row merged heading, column numbers, groups, blank rows, a total and the signatures."""

    def fill(book: Workbook) -> None:
        sheet = _sheet(book)
        sheet.title = "Quý I"
        for row in (
            ("UBND XÃ LỆ XÁ",),
            ("SỔ THEO DÕI TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH NĂM 2025",),
            (),
            (
                "TT",
                "Ngày\ntháng",
                "Hình thức",
                "Nội dung  tuyên truyền",
                "Số lượng",
                None,
                "Cán bộ thực hiện",
                "Ghi chú",
            ),
            (None, None, None, None, "Số cuộc", "Số người dự", None, None),
            ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"),
            ("I", "Hội nghị, cuộc họp"),
            (1, datetime(2025, 1, 15), "Hội nghị", "Hội nghị thôn Đông", 1, 45, "Nguyễn Thị Hoa", "có ảnh"),
            (2, "20/01/2025", "HN", "Hội nghị thôn Đoài", "1 cuộc", "1.200", None, None),
            (),
            (3, "31/2/2025", "Hội nghị", "Ngày không có", 1, 10, None, None),
            ("Tổng cộng", None, None, None, 3, 1255, None, None),
            (),
            (None, None, None, None, None, "Lệ Xá, ngày 14 tháng 3 năm 2025"),
            (None, "Người lập biểu", None, None, None, "CHỦ TỊCH"),
        ):
            sheet.append(list(row))
        for area in ("A1:C1", "A2:H2", "A4:A5", "B4:B5", "C4:C5", "D4:D5", "E4:F4", "G4:G5", "H4:H5", "B7:H7"):
            sheet.merge_cells(area)

    preview = read(fill)
    assert [(row.row, row.activity.date, dict(row.activity.counts)) for row in preview.accepted] == [
        (8, date(2025, 1, 15), {"so_cuoc": 1, "luot_nguoi": 45}),
        (9, date(2025, 1, 20), {"so_cuoc": 1, "luot_nguoi": 1200}),
    ]
    first = preview.accepted[0].activity
    assert (first.form, first.title, first.people, first.note) == (
        "hoi_nghi",
        "Hội nghị thôn Đông",
        "Nguyễn Thị Hoa",
        "có ảnh",
    )
    assert "“1.200” hiểu là 1200" in preview.accepted[1].remarks
    assert [(row.cell, row.reason) for row in preview.refused] == [
        ("B11", "ngày “31/2/2025” không có trong lịch hoặc không rõ là ngày nào")
    ]
    assert {row.row: row.reason for row in preview.skipped} == {
        6: "dòng đánh số cột",
        7: "dòng tiêu đề nhóm",
        12: "dòng tổng cộng",
        14: "phần dưới bảng (chữ ký, nơi nhận)",
        15: "phần dưới bảng (chữ ký, nơi nhận)",
    }


@pytest.mark.parametrize(
    "text",
    [
        "15/3/2025",
        "15-03-2025",
        "15.3.25",
        "2025-03-15",
        "ngày 15 tháng 3 năm 2025",
        "15/03/2025 ",
        "Ngày 15 tháng 03 năm 2025",
        " 15 / 3 / 2025",
    ],
)
def test_a_date_is_read_in_its_spellings(read_row: Any, text: str) -> None:
    preview = read_row(1, text, "tờ rơi", "Phát tờ rơi", 100, "")
    assert preview.accepted[0].activity.date == date(2025, 3, 15)


def test_real_dates_come_in_without_a_remark_about_them(read_row: Any) -> None:
    for value in (date(2025, 3, 15), datetime(2025, 3, 15, 14, 30)):
        row = read_row(1, value, "Tờ rơi, tờ gấp", "Phát", 100, "").accepted[0]
        assert row.activity.date == date(2025, 3, 15)
        assert row.remarks == ("số 100 không ghi đơn vị, hiểu là “Số tờ”",)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("31/2/2025", "không có trong lịch"),
        ("29/2/2025", "không có trong lịch"),
        ("02/13/2025", "không có trong lịch"),
        ("15/3", "không ghi năm"),
        ("15/3/1999", "năm 2000 đến"),
        ("3/2025", "không đọc được ngày"),
        ("từ 1/3 đến 3/3/2025", "không đọc được ngày"),
        ("Quý I", "không đọc được ngày"),
        ("hôm qua", "không đọc được ngày"),
        ("15/3/30", "không rõ là ngày nào"),
        (45731, "không có định dạng ngày"),
        (2025, "không có định dạng ngày"),
        (True, "không đọc được ngày"),
        (None, "thiếu ngày"),
        ("١٥/٣/٢٠٢٥", "không đọc được ngày"),
    ],
)
def test_a_day_that_is_not_sure_is_refused_with_its_cell(read_row: Any, value: Any, reason: str) -> None:
    preview = read_row(1, value, "tờ rơi", "Phát", 100, "")
    assert not preview.accepted
    assert preview.refused[0].cell == "B2"
    assert reason in preview.refused[0].reason


def test_a_day_without_year_takes_it_from_the_title_and_says_so(read: Any) -> None:
    preview = read([("NHẬT KÝ QUÝ I NĂM 2025",), HEADS, (1, "15/3", "tờ rơi", "Phát", 5, "")])
    assert preview.accepted[0].activity.date == date(2025, 3, 15)
    assert any("năm lấy theo tiêu đề" in remark for remark in preview.accepted[0].remarks)


def test_a_day_without_year_takes_it_from_the_period(read: Any) -> None:
    assert read([HEADS, (1, "ngày 15 tháng 3", "tờ rơi", "Phát", 5, "")], 2025).accepted


def test_a_day_without_year_is_refused_where_title_and_period_disagree(read: Any) -> None:
    assert read([("NĂM 2024",), HEADS, (1, "15/3", "tờ rơi", "Phát", 5, "")], 2025).refused


def test_a_december_day_without_year_may_be_of_two_data_years(read: Any) -> None:
    refused = read([("NĂM 2025",), HEADS, (1, "20/12", "tờ rơi", "Phát", 5, "")]).refused
    assert "không rõ 2024 hay 2025" in refused[0].reason


def test_a_day_to_come_is_remarked(read_row: Any) -> None:
    assert "ngày 21/03/2025 ở sau hôm nay" in read_row(1, "21/3/2025", "tờ rơi", "Phát", 5, "").accepted[0].remarks


@pytest.mark.parametrize(
    ("form", "cell", "counts"),
    [
        ("hội nghị", "3 cuộc, 120 lượt người", {"so_cuoc": 3, "luot_nguoi": 120}),
        ("hội nghị", "3 cuộc; 120 lượt người", {"so_cuoc": 3, "luot_nguoi": 120}),
        ("hội nghị", "3 cuộc và 120 người", {"so_cuoc": 3, "luot_nguoi": 120}),
        ("hội nghị", "3 cuộc\n1.120 lượt người dự", {"so_cuoc": 3, "luot_nguoi": 1120}),
        ("hội nghị", "Số cuộc: 3; Lượt người: 120", {"so_cuoc": 3, "luot_nguoi": 120}),
        ("hội nghị", "45 người", {"luot_nguoi": 45}),
        ("hội nghị", "45người", {"luot_nguoi": 45}),
        ("hội nghị", "0 người", {"luot_nguoi": 0}),
        ("tờ rơi", "1.200", {"so_to": 1200}),
        ("tờ rơi", "1 200 tờ", {"so_to": 1200}),
        ("tờ rơi", 1200, {"so_to": 1200}),
        ("tờ rơi", 1200.0, {"so_to": 1200}),
        ("tờ rơi", "-", {}),
        ("tờ rơi", None, {}),
        ("loa", "2 lượt phát, 7,5 phút", {"luot_phat": 2, "so_phut": Decimal("7.5")}),
        ("loa", "2 lượt, 15 phút", {"luot_phat": 2, "so_phut": 15}),
        (
            "facebook",
            "1 bài; 1.200 lượt tiếp cận; 35 lượt tương tác",
            {"so_bai": 1, "luot_tiep_can": 1200, "luot_tuong_tac": 35},
        ),
    ],
)
def test_quantities_are_read_as_clerks_write_them(read_row: Any, form: str, cell: Any, counts: dict[str, Any]) -> None:
    preview = read_row(1, "15/3/2025", form, "x", cell, "")
    assert dict(preview.accepted[0].activity.counts) == counts


@pytest.mark.parametrize(
    ("form", "cell", "reason"),
    [
        ("tờ rơi", "1,234", "không rõ “1,234”"),
        ("tờ rơi", "1.5", "không rõ “1.5”"),
        ("tờ rơi", "1,234.5", "không rõ"),
        ("tờ rơi", "1.234.56", "không rõ"),
        ("tờ rơi", 1.234, "không rõ là số thập phân"),
        ("tờ rơi", 1.5, "số nguyên"),
        ("tờ rơi", "1,5 tờ", "số nguyên"),
        ("tờ rơi", "-5", "từ 0 trở lên"),
        ("tờ rơi", -5, "từ 0 trở lên"),
        ("tờ rơi", 1e15, "quá lớn"),
        ("tờ rơi", "1,5 triệu", "không có đơn vị “triệu”"),
        ("tờ rơi", "12đ", "không có đơn vị “đ”"),
        ("tờ rơi", "1e5", "không có đơn vị “e”"),
        ("tờ rơi", "0x10", "không có đơn vị “x”"),
        ("tờ rơi", "1_000", "không có đơn vị “_”"),
        ("tờ rơi", "O", "không phải là số"),
        ("tờ rơi", "²", "không phải là số"),
        ("tờ rơi", "٤٥", "không phải là số"),
        ("tờ rơi", "nhiều", "không phải là số"),
        ("tờ rơi", "khoảng 100 tờ", "đứng trước số"),
        ("tờ rơi", "50%", "không có đơn vị “%”"),
        ("tờ rơi", True, "không phải là số"),
        ("tờ rơi", "45 người", "không có đơn vị “người”"),
        ("hội nghị", 45, "“Số cuộc” hay “Lượt người dự”"),
        ("hội nghị", "3 cuộc, 4 cuộc", "hai số khác nhau"),
        ("facebook", "35 lượt", "không có đơn vị “lượt”"),
    ],
)
def test_a_quantity_that_is_not_sure_is_refused_with_its_cell(read_row: Any, form: str, cell: Any, reason: str) -> None:
    preview = read_row(1, "15/3/2025", form, "x", cell, "")
    assert not preview.accepted
    assert preview.refused[0].cell == "E2"
    assert reason in preview.refused[0].reason


def test_a_column_of_units_tells_what_a_bare_number_is(read_row: Any) -> None:
    heads = ("Ngày", "Loại", "Tên hoạt động", "SL", "ĐVT")
    assert read_row("15/3/2025", "hội nghị", "x", 45, "Lượt người", heads=heads).accepted[0].activity.counts == {
        "luot_nguoi": 45
    }
    refused = read_row("15/3/2025", "hội nghị", "x", 45, "tờ", heads=heads).refused[0]
    assert "không có đơn vị “tờ”" in refused.reason
    conflict = read_row("15/3/2025", "hội nghị", "x", "45 người", "cuộc", heads=heads).refused[0]
    assert "nhưng cột đơn vị tính ghi “cuộc”" in conflict.reason


def test_measure_columns_count_only_what_the_form_counts(read: Any) -> None:
    heads = ("Ngày", "Hình thức", "Nội dung", "Số bài", "Lượt phát", "Phút", "Số người")
    preview = read(
        [
            heads,
            ("1/3/2025", "tin bài", "a", 2, None, None, None),
            ("2/3/2025", "loa", "b", None, 3, "7,5", 0),
            ("3/3/2025", "tin bài", "c", None, 3, None, None),
        ]
    )
    assert [dict(row.activity.counts) for row in preview.accepted] == [
        {"so_bai": 2},
        {"luot_phat": 3, "so_phut": Decimal("7.5")},
    ]
    assert preview.refused[0].cell == "E4"
    assert "không có số lượng “Lượt phát”" in preview.refused[0].reason


@pytest.mark.parametrize("name", ["Tờ rơi, tờ gấp", "TỜ RƠI", "to roi", "tờ  gấp", "to_roi", "- Tờ rơi;"])
def test_a_form_is_known_by_name_alias_and_without_accents(read_row: Any, name: str) -> None:
    row = read_row(1, "15/3/2025", name, "x", 5, "").accepted[0]
    assert row.activity.form == "to_roi"
    assert any("hiểu là hình thức" in remark for remark in row.remarks) == (name != "Tờ rơi, tờ gấp")


def test_an_unknown_form_is_refused_with_the_nearest_name_as_a_question(read_row: Any) -> None:
    refused = read_row(1, "15/3/2025", "hội nghịị", "x", 5, "").refused[0]
    assert refused.cell == "C2"
    assert "có phải “Hội nghị tuyên truyền, triển khai”?" in refused.reason
    assert read_row(1, "15/3/2025", "đua thuyền", "x", 5, "").refused[0].reason.endswith("trong danh mục")


def test_a_form_that_has_ended_is_refused_for_later_days(read_row: Any) -> None:
    assert read_row(1, "15/3/2025", "lưu động", "x", "1 buổi", "").accepted
    assert "không áp dụng vào ngày" in read_row(1, "15/7/2025", "lưu động", "x", "1 buổi", "").refused[0].reason


def test_a_task_is_linked_by_number_or_content_and_else_kept_in_the_note(read: Any) -> None:
    heads = ("Ngày", "Hình thức", "Nội dung", "Nhiệm vụ", "Ghi chú")
    day = "15/3/2025"
    preview = read(
        [
            heads,
            (day, "hội nghị", "a", 2, ""),
            (day, "hội nghị", "b", "NV 02", ""),
            (day, "hội nghị", "c", "tổ chức hội nghị tuyên truyền tại các thôn", ""),
            (day, "hội nghị", "d", "99", "ghi"),
            (day, "hội nghị", "e", None, ""),
        ]
    )
    assert [row.activity.task_id for row in preview.accepted] == ["task-2", "task-2", "task-2", "", ""]
    assert preview.accepted[3].activity.note == "ghi\nNhiệm vụ: 99"
    assert any("không tìm thấy nhiệm vụ “99”" in remark for remark in preview.accepted[3].remarks)


def test_a_column_we_do_not_know_goes_to_the_note_under_its_heading(read_row: Any) -> None:
    heads = (*HEADS, "Địa điểm")
    row = read_row(1, "15/3/2025", "tờ rơi", "x", 5, "mưa", "Nhà văn hóa thôn Đông", heads=heads).accepted[0]
    assert row.activity.note == "mưa\nĐịa điểm: Nhà văn hóa thôn Đông"


def test_a_column_without_heading_is_reported(read: Any) -> None:
    preview = read([HEADS, (1, "15/3/2025", "tờ rơi", "x", 5, "", "lạc")])
    assert [(row.cell, row.reason) for row in preview.skipped] == [("G2", "cột không có tiêu đề, không được đọc")]


def test_a_column_twice_refuses_the_sheet(read: Any) -> None:
    preview = read([("Ngày", "Ngày", "Hình thức", "Nội dung"), ("1/3/2025", "2/3/2025", "tờ rơi", "x")])
    assert not preview.accepted
    assert "hai cột “Ngày”" in preview.refused[0].reason


def test_several_sheets_each_with_its_own_heading(read: Any) -> None:
    def fill(book: Workbook) -> None:
        first = _sheet(book)
        first.title = "Tháng 1"
        first.append(["Ngày", "Hình thức", "Nội dung"])
        first.append(["1/1/2025", "tờ rơi", "a"])
        second = book.create_sheet("Hội nghị")
        second.append(["Nhật ký"])
        second.append(["Nội dung", "Thời gian", "Lượt người"])
        second.append(["b", "2/1/2025", 40])
        book.create_sheet("Danh bạ").append(["Họ tên", "Điện thoại"])
        book.create_sheet("Trống")
        hidden = book.create_sheet("Ẩn")
        hidden.sheet_state = "veryHidden"
        hidden.append(["Ngày", "Hình thức", "Nội dung"])
        hidden.append(["3/1/2025", "tờ rơi", "c"])

    preview = read(fill)
    assert [(row.sheet, row.row, row.activity.form) for row in preview.accepted] == [
        ("Tháng 1", 2, "to_roi"),
        ("Hội nghị", 3, "hoi_nghi"),
        ("Ẩn", 2, "to_roi"),
    ]
    assert any("lấy theo tên trang tính" in remark for remark in preview.accepted[1].remarks)
    assert {row.sheet: row.reason.split(";")[0] for row in preview.skipped} == {
        "Danh bạ": "không nhận ra dòng tiêu đề của bảng nhật ký",
        "Trống": "trang tính trống",
        "Ẩn": "lưu ý: trang tính đang ẩn, vẫn được đọc",
    }


def test_merged_cells_among_the_rows_are_asked_about_not_guessed(read: Any) -> None:
    def fill(book: Workbook) -> None:
        sheet = _sheet(book)
        for row in (HEADS, (1, "1/3/2025", "tờ rơi", "a", 5, ""), (2, None, "tờ rơi", "b", 6, "")):
            sheet.append(list(row))
        sheet.merge_cells("B2:B3")

    preview = read(fill)
    assert [(row.cell, row.reason.split(";")[0]) for row in preview.refused] == [
        ("B2", "ô gộp B2:B3"),
        ("B3", "ô gộp B2:B3"),
    ]


def test_formulas_without_value_and_error_cells_are_refused_with_their_cell(read: Any) -> None:
    preview = read([HEADS, (1, "1/3/2025", "tờ rơi", "a", "=2+3", ""), (2, "1/3/2025", "tờ rơi", "b", "#REF!", "")])
    assert [row.cell for row in preview.refused] == ["E2", "E3"]
    assert "công thức chưa có kết quả" in preview.refused[0].reason
    assert "#REF!" in preview.refused[1].reason


def test_a_formula_in_a_column_that_is_not_used_does_no_harm(read: Any) -> None:
    assert read([HEADS, ("=ROW()", "1/3/2025", "tờ rơi", "a", 5, "")]).accepted


@pytest.mark.parametrize("text", ["Tổng cộng", "CỘNG", "Cộng:", "Tổng số", "Tổng cộng quý I", "Lũy kế"])
def test_total_rows_are_passed_over_with_the_reason(read_row: Any, text: str) -> None:
    preview = read_row(text, None, None, None, 500, None)
    assert [row.reason for row in preview.skipped] == ["dòng tổng cộng"]
    assert not preview.refused


@pytest.mark.parametrize("text", ["Cộng đồng dân cư", "Tổng kết năm", "Cộng tác viên"])
def test_a_title_that_only_begins_like_a_total_is_an_activity(read_row: Any, text: str) -> None:
    assert read_row(None, "1/3/2025", "tờ rơi", text, 5, None).accepted[0].activity.title == text


def test_a_row_with_a_title_but_nothing_else_is_refused_not_dropped(read_row: Any) -> None:
    preview = read_row(3, None, None, "Phát tờ rơi ở chợ", None, None)
    assert preview.refused[0].reason == "thiếu ngày"
    assert "Phát tờ rơi ở chợ" in preview.refused[0].text


def test_the_same_activity_twice_in_a_file_is_remarked(read: Any) -> None:
    line = (1, "1/3/2025", "tờ rơi", "a", 5, "")
    preview = read([HEADS, line, line])
    assert "giống hệt dòng ở Sheet!A2" in preview.accepted[1].remarks


def test_hidden_rows_are_read_and_say_so(read: Any) -> None:
    def fill(book: Workbook) -> None:
        sheet = _sheet(book)
        sheet.append(list(HEADS))
        sheet.append([1, "1/3/2025", "tờ rơi", "a", 5, ""])
        sheet.row_dimensions[2].hidden = True

    assert "dòng đang ẩn trong Excel" in read(fill).accepted[0].remarks


def test_texts_are_cleaned(read_row: Any) -> None:
    title = (
        read_row(1, "1/3/2025", unicodedata.normalize("NFD", "tờ rơi"), "Pha\u0301t_x000D_\ntờ\u00a0rơi", 5, "a\u200bb")
        .accepted[0]
        .activity
    )
    assert (title.title, title.note) == ("Phát tờ rơi", "ab")


def test_a_workbook_without_a_log_is_a_workbook_problem(read: Any) -> None:
    with pytest.raises(WorkbookProblem, match="không tìm thấy bảng nhật ký"):
        read([("Họ và tên", "Điện thoại"), ("A", "1")])


def test_text_of_an_old_encoding_is_refused_not_stored(read: Any, read_row: Any) -> None:
    refused = read_row(1, "15/3/2025", "tờ rơi", "Ph¸t tê r¬i vÒ c¶i c¸ch hµnh chÝnh", 5, "").refused[0]
    assert refused.cell == "D2"
    assert "bảng mã cũ" in refused.reason
    with pytest.raises(WorkbookProblem, match="bảng mã cũ"):
        read([("Ngµy", "H×nh thøc", "Néi dung"), ("1/3/2025", "tê r¬i", "Ph¸t")])


def test_the_exported_log_comes_back_as_it_was(house: Any, tmp_path: Path) -> None:
    activities = house.activities(40)
    report = house.report(activities)
    path = tmp_path / "bao_cao.xlsx"
    path.write_bytes(write_report(report, house.unit, house.forms, house.signature, date(2025, 3, 17)))
    preview = read_log(path, house.forms, house.tasks, date(2025, 3, 20))
    assert not preview.refused

    def facts(activity: Any) -> tuple[Any, ...]:
        return (
            activity.date,
            activity.form,
            activity.title,
            dict(activity.counts),
            activity.task_id,
            activity.people,
            activity.note,
        )

    assert [facts(row.activity) for row in preview.accepted] == [facts(activity) for activity in activities]
