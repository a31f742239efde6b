"""The names our paragraph styles have in the template.

LibreOffice makes new style ids when it saves a Word file, but keeps the names; by them an exported plan is still
known after a person edited it there.
"""

from __future__ import annotations

from cchc_desktop.documents.plan_export import styles

IDS_BY_NAME = {
    "CCHC Dòng trên tên cơ quan": styles.UPPER_LINE,
    "CCHC Tên cơ quan": styles.ISSUER,
    "CCHC Quốc hiệu": styles.NATION,
    "CCHC Tiêu ngữ": styles.MOTTO,
    "CCHC Số, ký hiệu": styles.NUMBER,
    "CCHC Địa danh, thời gian": styles.PLACE_DATE,
    "CCHC Đường kẻ": styles.RULE,
    "CCHC Đường kẻ dưới tên cơ quan": styles.RULE_ISSUER,
    "CCHC Đường kẻ dưới Tiêu ngữ": styles.RULE_MOTTO,
    "CCHC Đường kẻ dưới trích yếu": styles.RULE_TITLE,
    "CCHC Tên loại": styles.KIND,
    "CCHC Trích yếu": styles.TITLE,
    "CCHC Căn cứ": styles.BASIS,
    "CCHC Mở đầu": styles.OPENING,
    "CCHC Phần": styles.PART,
    "CCHC Phần không tiêu đề": styles.PART_PLAIN,
    "CCHC Khoản có tiêu đề": styles.ITEM_TITLE,
    "CCHC Khoản": styles.ITEM,
    "CCHC Điểm có tiêu đề": styles.POINT_TITLE,
    "CCHC Điểm": styles.POINT,
    "CCHC Gạch đầu dòng có tiêu đề": styles.DASH_TITLE,
    "CCHC Gạch đầu dòng": styles.DASH,
    "CCHC Dấu cộng có tiêu đề": styles.PLUS_TITLE,
    "CCHC Dấu cộng": styles.PLUS,
    "CCHC Tiêu đề không đánh số": styles.TEXT_TITLE,
    "CCHC Đoạn văn": styles.TEXT,
    "CCHC Đoạn tiếp theo": styles.CONTINUATION,
    "CCHC Kết thúc": styles.CLOSING,
    "CCHC Nơi nhận": styles.RECIPIENTS_HEAD,
    "CCHC Dòng nơi nhận": styles.RECIPIENT,
    "CCHC Quyền hạn, chức vụ": styles.SIGNATURE_LINE,
    "CCHC Chỗ ký": styles.SIGNATURE_ROOM,
    "CCHC Họ tên người ký": styles.SIGNATURE_NAME,
    "CCHC Ngắt phần": styles.BREAK,
    "CCHC Phụ lục": styles.APPENDIX_LABEL,
    "CCHC Tiêu đề phụ lục": styles.APPENDIX_TITLE,
    "CCHC Kèm theo": styles.APPENDIX_REFERENCE,
    "CCHC Hết phụ lục": styles.APPENDIX_END,
    "CCHC Đầu cột": styles.CELL_HEAD,
    "CCHC Nhóm nhiệm vụ": styles.CELL_GROUP,
    "CCHC Ô giữa": styles.CELL_CENTRE,
    "CCHC Ô trái": styles.CELL_LEFT,
    "CCHC Ô phải": styles.CELL_RIGHT,
}
"""Name of a style in `templates_docx/ke_hoach.docx` → its id."""
