"""How the lists of the window are headed on paper, by the name of their table."""

from __future__ import annotations

LIST_TITLES = {
    "activity_table": "NHẬT KÝ TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH",
    "overview_latest": "HOẠT ĐỘNG TUYÊN TRUYỀN MỚI GHI",
    "plan_table": "DANH SÁCH KẾ HOẠCH TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH",
    "plan_bin_table": "KẾ HOẠCH TRONG THÙNG RÁC",
    "tasks_table": "PHỤ LỤC NHIỆM VỤ TUYÊN TRUYỀN",
    "superior_table": "KẾ HOẠCH, YÊU CẦU CỦA CẤP TRÊN",
    "coverage_table": "ĐỐI CHIẾU KẾ HOẠCH VỚI YÊU CẦU CỦA CẤP TRÊN",
    "report_tasks": "TIẾN ĐỘ THỰC HIỆN NHIỆM VỤ TUYÊN TRUYỀN",
    "report_figures": "SỐ LIỆU BÁO CÁO",
    "report_behind": "HOẠT ĐỘNG LÀM NÊN SỐ LIỆU",
    "report_issues": "ĐIỀU CẦN XEM LẠI TRONG BÁO CÁO",
    "report_standings": "TÌNH TRẠNG CÁC KỲ BÁO CÁO",
    "report_versions": "CÁC BẢN BÁO CÁO ĐÃ CHỐT",
    "report_differences": "SỐ LIỆU KHÁC GIỮA CÁC BẢN BÁO CÁO",
    "report_late": "HOẠT ĐỘNG GHI SAU KHI CHỐT BÁO CÁO",
    "report_remarks": "Ý KIẾN CỦA CẤP TRÊN VỀ BÁO CÁO",
    "report_form_cells": "CÁC Ô CỦA BIỂU CẤP TRÊN",
    "handover_log": "NHẬT KÝ BÀN GIAO BÁO CÁO",
    "bin_table": "THÙNG RÁC",
    "steps_table": "VIỆC ĐÃ LÀM TRONG CHƯƠNG TRÌNH",
    "check_table": "KẾT QUẢ KIỂM TRA THỂ THỨC",
    "legal_bases_table": "DANH MỤC CĂN CỨ PHÁP LÝ",
    "backups_table": "CÁC BẢN SAO LƯU",
    "settings_unit_table": "TÊN ĐƠN VỊ QUA CÁC THỜI KỲ",
    "settings_signers_table": "NGƯỜI KÝ VĂN BẢN",
    "templates": "MẪU VĂN BẢN",
    "template_fields": "CÁC TRƯỜNG CỦA MẪU VĂN BẢN",
    "template_findings": "KẾT QUẢ KIỂM TRA MẪU VĂN BẢN",
}
"""Titles by object name; a list that is not here goes by its accessible name."""
