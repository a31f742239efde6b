"""One plan, kept by clerks of different habits, comes back as the same tree; exported and imported again too."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest

from cchc_desktop.documents.plan_export import export_plan
from cchc_desktop.documents.plan_import import import_plan
from cchc_desktop.domain.outline import shape
from cchc_desktop.domain.plan import LineKind, Plan, PreambleLine, Section, SectionKind, Task
from cchc_desktop.domain.unit import Signature, SigningMode

TEMPLATE = Path(__file__).parents[3] / "templates_docx" / "ke_hoach.docx"
Save = Callable[[Any], Path]
PART, ITEM, POINT, DASH, PLUS, TEXT = SectionKind


def all_text(plan: Plan) -> str:
    texts = [plan.upper_line, *plan.issuer, plan.number_text, plan.place, plan.kind, plan.title, plan.appendix_title]
    texts += [line.text for line in plan.preamble]
    texts += [part for section in plan.walk() for part in (section.title, section.text)]
    texts += [*plan.closing, *plan.recipients, *plan.signature.lines, plan.signature.name]
    texts += [note.quote for note in plan.notes]
    for task in plan.tasks:
        texts += [task.content, task.product, task.lead, task.support, task.time_text, task.target_unit, task.note]
    return "\n".join(texts)


def letters(text: str) -> str:
    return re.sub(r"\W", "", unicodedata.normalize("NFC", text)).casefold()


def test_every_habit_gives_the_same_plan(source: Any, habit: Callable[[Any], Any], saved: Save) -> None:
    plan = import_plan(saved(habit(source)))
    assert [section.kind for section in plan.sections] == [PART, PART, PART]
    items = [[child for child in part.children if child.kind is ITEM] for part in plan.sections]
    assert [len(row) for row in items] == [2, 3, 7]
    points = [[sum(child.kind is POINT for child in item.children) for item in row] for row in items]
    assert points == [[3, 3], [5, 3, 0], [6, 5, 0, 0, 2, 2, 0]]
    assert plan.recipients == source.recipients
    assert plan.closing == (source.closing[0].removesuffix("./."),)
    assert (plan.number, plan.symbol, plan.date) == (7, "KH-UBND", date(2026, 1, 13))
    assert (plan.issuer, plan.place, plan.upper_line) == (source.issuer, "Bình An", "")
    assert (plan.kind, plan.title, plan.year) == ("KẾ HOẠCH", " ".join(source.title), 2026)
    assert plan.bases == tuple(line.rstrip(";.") for line in source.bases)
    assert plan.opening == source.opening
    assert plan.signature.lines == source.signing
    assert plan.signature.name == source.signer
    assert plan.signature.mode is SigningMode.DEPUTY


def test_titles_and_texts_stand_where_they_stood(source: Any, habit: Callable[[Any], Any], saved: Save) -> None:
    plan = import_plan(saved(habit(source)))
    titles = [section.title for section in plan.walk() if section.title]
    assert titles == [row.text for row in source.body if row.kind in ("part", "item")]
    rows = [row.text for row in source.body if row.kind in ("point", "text")]
    kept = [line for section in plan.walk() for line in section.text.split("\n") if line]
    assert kept == rows
    money = plan.sections[1].children[2]
    assert money.text.startswith("Văn phòng lập dự toán")
    assert money.children == ()


def test_not_a_letter_is_lost(source: Any, habit: Callable[[Any], Any], saved: Save) -> None:
    plan = import_plan(saved(habit(source)))
    kept = letters(all_text(plan))
    for text in (
        *source.issuer,
        *source.title,
        *source.bases,
        *source.opening,
        *(row.text for row in source.body),
        *source.closing,
        *source.recipients,
        *source.signing,
        source.signer,
    ):
        assert letters(text) in kept


def test_only_the_skipped_letter_is_noted(source: Any, habits: dict[str, Callable[[Any], Any]], saved: Save) -> None:
    plan = import_plan(saved(habits["typed"](source)))
    [note] = plan.notes
    assert "“d)” sang “g)”" in note.reason
    found = plan.section(note.section_id)
    assert found is not None
    assert found.text.startswith("Chủ trì triển khai truyền thông")
    assert import_plan(saved(habits["automatic"](source))).notes == ()  # Word's own letters skip nothing


def test_repeated_roman_numeral_and_two_closings(source: Any, habits: Any, saved: Save) -> None:
    body = tuple(replace(row, label="II.") if row.label == "III." else row for row in source.body)
    second = "Trên đây là Kế hoạch tuyên truyền của một xã khác, được chép nhầm sang đây./."
    changed = replace(source, body=body, closing=(*source.closing, second))
    for name in ("typed", "messy", "plain", "soft_breaks", "all_in_one_table"):
        made = changed if name != "soft_breaks" else replace(changed, closing=(second,))
        plan = import_plan(saved(habits[name](made)))
        assert len(plan.sections) == 3, name
        assert any("lặp lại" in note.reason and note.section_id == plan.sections[2].id for note in plan.notes), name
        if name != "soft_breaks":
            assert plan.closing == (changed.closing[0].replace("./.", "."), second.removesuffix("./."))
            assert any("hai đoạn kết" in note.reason for note in plan.notes), name


def test_task_table_with_merged_heading(source: Any, habits: Any, saved: Save) -> None:
    plan = import_plan(saved(habits["appendix"](source)))
    assert plan.appendix_title == "NHIỆM VỤ TUYÊN TRUYỀN NĂM 2026"
    radio, web, course = plan.tasks
    assert radio.group == web.group == "Thông tin, truyền thông"
    assert course.group == "Hội nghị, tập huấn"
    assert (radio.content, radio.product) == ("Phát thanh về dịch vụ công", "Bản tin")
    assert (radio.lead, radio.support, radio.time_text) == ("Đài truyền thanh", "Các thôn", "Hằng tuần")
    assert (radio.target, radio.target_unit) == (Decimal(96), "lượt phát")
    assert (web.target, web.target_unit, web.note, web.support) == (Decimal(1200), "", "Bài gốc", "")
    assert course.target is None
    assert course.note == "Chỉ tiêu: theo thực tế"
    assert any("theo thực tế" in note.quote for note in plan.notes)


def test_a_given_year_wins(source: Any, habits: Any, saved: Save) -> None:
    assert import_plan(saved(habits["typed"](source)), year=2031).year == 2031


def rich_plan() -> Plan:
    """A plan with every kind of section at odd places, and texts that look like labels."""
    nested = Section(
        ITEM,
        "Nội dung",
        "Đoạn thứ nhất dưới tiêu đề.\n- đoạn thứ hai bắt đầu bằng gạch.",
        (
            Section(POINT, "", "Điểm có hai đoạn.\nĐoạn sau của điểm.", (Section(DASH, "", "gạch & <thẻ>"),)),
            Section(TEXT, "", "a) chữ thường trông như nhãn"),
            Section(POINT, "Điểm có tiêu đề", "nội dung điểm", (Section(PLUS, "", "cộng"), Section(DASH, "", "1. số"))),
            Section(TEXT, "Tiêu đề không nhãn", "và nội dung"),
            Section(ITEM, "", "Khoản trong khoản"),
        ),
    )
    return Plan(
        year=2026,
        title="Tuyên truyền cải cách hành chính\nxã Bình An năm 2026",
        issuer=("ỦY BAN NHÂN DÂN", "XÃ BÌNH AN"),
        place="Bình An",
        preamble=(
            PreambleLine(LineKind.BASIS, "Căn cứ Luật số 72/2025/QH15"),
            PreambleLine(LineKind.OPENING, "Thực hiện Kế hoạch số 10/KH-UBND;"),
            PreambleLine(LineKind.BASIS, "Xét đề nghị của Phòng Văn hóa - Xã hội"),
            PreambleLine(LineKind.OPENING, "Ủy ban nhân dân xã ban hành Kế hoạch như sau:"),
        ),
        sections=(
            Section(PART, "MỤC ĐÍCH, YÊU CẦU", "Lời dẫn của phần.", (nested, Section(DASH, "", "gạch ngay dưới phần"))),
            Section(PART, "", "Phần không có tiêu đề"),
            Section(TEXT, "", "Một đoạn ngoài các phần."),
            Section(PART, "TỔ CHỨC THỰC HIỆN", "", (Section(ITEM, "", "Khoản thường."), Section(ITEM, "Khoản cuối"))),
        ),
        closing=("Yêu cầu các bộ phận thực hiện.", "Trên đây là Kế hoạch năm 2026"),
        recipients=("UBND tỉnh", "Sở Nội vụ", "Lưu: VT, VHXH"),
        signature=Signature(SigningMode.DEPUTY, "ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Thị Hòa"),
        tasks=(
            Task(
                "Phát thanh", "Bản tin", "Đài truyền thanh", "Các thôn", "Hằng tuần", Decimal(96), "lượt phát", note="x"
            ),
            Task("Tập huấn\n(hai đợt)", "", "Phòng VHXH", "", "Quý II", cost=12_500_000, group="Nhóm hai"),
        ),
        appendix_title="NHIỆM VỤ NĂM 2026",
        number=7,
        date=date(2026, 1, 13),
    )


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"tasks": (), "appendix_title": ""},
        {"number": None, "date": None},
        {"upper_line": "ỦY BAN NHÂN DÂN XÃ BÌNH AN", "issuer": ("PHÒNG VĂN HÓA - XÃ HỘI",)},
        {"signature": Signature(SigningMode.ACTING, "ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "CHỦ TỊCH", "Lê Văn Bốn")},
        {"signature": Signature(SigningMode.COLLECTIVE, name="")},
        {"sections": (), "closing": ()},
        {"closing": ()},
    ],
    ids=["rich", "no tasks", "draft", "department", "acting", "no name", "no sections", "no closing"],
)
def test_exported_and_imported_again_it_is_the_same(tmp_path: Path, change: dict[str, Any]) -> None:
    plan = replace(rich_plan(), **change)
    path = tmp_path / "a.docx"
    path.write_bytes(export_plan(plan, TEMPLATE))
    again = import_plan(path)
    assert shape(again.sections) == shape(plan.sections)
    same = ("year", "title", "issuer", "upper_line", "place", "preamble", "closing", "recipients", "signature", "kind")
    for name in (*same, "number", "symbol", "date", "appendix_title"):
        assert getattr(again, name) == getattr(plan, name), name
    assert [replace(task, id="") for task in again.tasks] == [replace(task, id="") for task in plan.tasks]
    if change.get("sections") != ():
        assert again.notes == ()


def test_a_habit_exported_and_imported_keeps_its_tree(source: Any, habit: Any, saved: Save, tmp_path: Path) -> None:
    plan = import_plan(saved(habit(source)))
    path = tmp_path / "xuất.docx"
    path.write_bytes(export_plan(plan, TEMPLATE))
    again = import_plan(path)
    assert shape(again.sections) == shape(plan.sections)
    assert (again.recipients, again.closing, again.signature) == (plan.recipients, plan.closing, plan.signature)
    assert len(again.tasks) == len(plan.tasks)


def test_an_exported_plan_edited_in_word_keeps_the_edits(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(export_plan(rich_plan(), TEMPLATE))
    document = docx.Document(str(path))
    point = next(p for p in document.paragraphs if p.style.style_id == "CCHC-Point")
    new = point.insert_paragraph_before("a) Điểm người khác thêm vào", style=point.style)
    new.insert_paragraph_before("Đoạn thêm kiểu thường")
    document.save(str(path))
    plan = import_plan(path)
    item = plan.sections[0].children[0]
    texts = [line for child in item.walk() for line in child.text.split("\n")]
    assert "Điểm người khác thêm vào" in texts
    assert "Đoạn thêm kiểu thường" in texts
    assert Counter(child.kind for child in item.children)[POINT] == 3
