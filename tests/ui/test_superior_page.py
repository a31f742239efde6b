"""The superior's plans: typed, imported, read from scans, confirmed; and compared with ours in the editor."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton

from cchc_desktop.documents import scan_text
from cchc_desktop.domain.attachment import OwnerKind
from cchc_desktop.domain.plan import Section, SectionKind
from cchc_desktop.domain.superior_plan import CoverState, Demand, DemandSource, SuperiorPlan, TargetKind
from cchc_desktop.ui.models.plan_outline import NodeKind
from cchc_desktop.ui.screens.plan_place import PlanPlace

LEFT = Qt.MouseButton.LeftButton
KEY = Qt.Key


@pytest.fixture
def place(unit, qtbot):
    made = PlanPlace(unit)
    qtbot.addWidget(made)
    qtbot.addWidget(made.corner)
    # What the window leaves beside its bar and below its title, at 1366x768.
    scale = float(os.environ.get("QT_SCALE_FACTOR", "1"))
    made.resize(int(1366 / scale) - 176, int(728 / scale) - 88)
    made.show()
    qtbot.waitExposed(made)
    made.refresh()
    yield made
    made.leave()


@pytest.fixture
def page(place, qtbot):
    press(qtbot, place.list.toolbar, "plan_superior")
    assert place.current_page() is place.superior
    return place.superior


def press(qtbot, holder, name, kind=QPushButton):
    QApplication.processEvents()  # what has just been shown is laid out first
    qtbot.mouseClick(holder.findChild(kind, name), LEFT)


def service(place):
    return place.context.services.superior_plans


@pytest.fixture
def kept(unit):
    demands = (
        Demand("Viết, đăng tin, bài về CCHC trên Trang thông tin điện tử; mỗi tháng ít nhất 02 tin, bài", "hằng tháng"),
        Demand("Tổ chức hội nghị đối thoại của Chủ tịch UBND xã với Nhân dân về thủ tục hành chính", "quý II, quý IV"),
        Demand("Tuyên truyền tại khu công nghiệp, khu chế xuất"),
        Demand("Báo cáo kết quả về Sở Nội vụ", "trước 10/12", DemandSource.MACHINE, False),
    )
    plan = SuperiorPlan(
        2026,
        "Tuyên truyền cải cách hành chính tỉnh Hưng Yên năm 2026",
        "12/KH-UBND",
        date(2026, 1, 5),
        "Ủy ban nhân dân tỉnh Hưng Yên",
        demands=demands,
    )
    return unit.services.superior_plans.save(plan).plan


def test_an_empty_register_has_one_sentence_and_one_button(page, photograph):
    assert page.empty.isVisible()
    assert not page.split.isVisible()
    photograph(page, "superior-empty", 0)


def test_a_plan_is_typed_and_writes_itself(place, page, qtbot, type_text, photograph):
    press(qtbot, page.toolbar, "superior_add")
    assert QApplication.focusWidget() is page.form.number
    type_text(page.form.number, "12/KH-UBND")
    page.form.issuer.setFocus()
    type_text(page.form.issuer, "UBND tỉnh Hưng Yên")
    page.form.date.setFocus()
    type_text(page.form.date, "5/1/2026")
    press(qtbot, page, "demands_add", QToolButton)
    editor = QApplication.focusWidget()
    assert editor.objectName() == "demand_text"
    type_text(editor, "Mở chuyên mục CCHC")
    qtbot.keyClick(editor, KEY.Key_Return)
    assert page.leave()
    (row,) = service(place).rows()
    assert (row.number, row.date, row.issuer, row.demands, row.year) == (
        "12/KH-UBND",
        date(2026, 1, 5),
        "UBND tỉnh Hưng Yên",
        1,
        2026,
    )
    assert service(place).get(row.id).demands[0].state_name == "nhập tay"
    assert page.model.rowCount() == 1


def test_a_plan_without_a_name_keeps_the_person_here(page, qtbot):
    press(qtbot, page.toolbar, "superior_add")
    QApplication.clipboard().setText("Một việc cần làm\ttrước 30/6\nViệc thứ hai")
    press(qtbot, page, "demands_paste", QToolButton)
    assert [demand.deadline for demand in page.demands.model.demands] == ["trước 30/6", ""]
    assert not page.leave()
    assert page.form.fields["title"].problem.startswith("Chưa nhập")
    page.form.title.setText("Kế hoạch tỉnh")
    page.form.title.typed.emit()
    assert page.leave()
    assert page.form.fields["title"].problem == ""


def test_a_new_plan_without_a_word_is_dropped(page, qtbot):
    press(qtbot, page.toolbar, "superior_add")
    assert page.leave()
    assert page.draft.plan is None


def test_a_word_file_is_imported_as_proposals_and_confirmed_line_by_line(
    place, page, qtbot, fake_ask, settle, tmp_path, photograph
):
    services = place.context.services
    ours = services.plans.create(2026).plan
    item = Section(
        SectionKind.ITEM,
        "Ủy ban nhân dân các xã, phường",
        children=(
            Section(SectionKind.POINT, "", "Ban hành kế hoạch tuyên truyền trước ngày 15/02/2026."),
            Section(SectionKind.POINT, "", "Mở chuyên mục về cải cách hành chính trên hệ thống truyền thanh cơ sở."),
        ),
    )
    part = Section(SectionKind.PART, "TỔ CHỨC THỰC HIỆN", children=(item,))
    theirs = replace(ours, issuer=("ỦY BAN NHÂN DÂN", "TỈNH HƯNG YÊN"), number=12, sections=(part,), tasks=())
    path = tmp_path / "KH tỉnh.docx"
    path.write_bytes(services.plans.render(theirs))
    fake_ask.queue("open_file", path)
    press(qtbot, page.toolbar, "superior_import")
    settle(place.context)
    assert "2 yêu cầu đề xuất" in page.bar.text
    assert "2 đề xuất chưa xác nhận" in page.demands.state.text()
    page.demands._go(0)
    photograph(page, "superior-proposals", 0)
    press(qtbot, page, "demands_confirm")
    assert page.demands.table.currentIndex().row() == 1
    press(qtbot, page, "demands_confirm")
    assert not page.demands.confirm.isEnabled()
    assert page.leave()
    assert service(place).unconfirmed(2026) == 0
    assert service(place).rows()[0].demands == 2


def test_demands_are_edited_and_removed(place, kept, qtbot, photograph):
    press(qtbot, place.list.toolbar, "plan_superior")
    page = place.superior
    QAbstractItemModelTester(page.demands.model)
    assert page.form.number.text() == "12/KH-UBND"
    assert page.demands.model.index(3, 2).data() == "máy đọc, chưa xác nhận"
    photograph(page, "superior-plan", 0)
    page.demands.table.setCurrentIndex(page.demands.model.index(2, 0))
    qtbot.keyClick(page.demands.table, KEY.Key_Delete)
    assert "Đã xóa 1 yêu cầu" in page.bar.text
    assert page.demands.model.setData(page.demands.model.index(0, 1), "mỗi tháng")
    assert page.leave()
    stored = service(place).get(kept.id)
    assert [demand.deadline for demand in stored.demands] == ["mỗi tháng", "quý II, quý IV", "trước 10/12"]


def test_a_plan_goes_to_the_bin_and_comes_back(place, kept, qtbot):
    press(qtbot, place.list.toolbar, "plan_superior")
    page = place.superior
    press(qtbot, page.toolbar, "superior_remove")
    assert page.empty.isVisible()
    page.bar.button("Hoàn tác").click()
    assert page.form.number.text() == "12/KH-UBND"
    assert page.model.rowCount() == 1


def test_without_tesseract_it_says_so(place, kept, qtbot, settle, monkeypatch):
    monkeypatch.setattr(scan_text, "_find_program", lambda: None)
    press(qtbot, place.list.toolbar, "plan_superior")
    settle(place.context)
    assert "chưa cài Tesseract" in place.superior.scans.reader.text()


def test_a_scan_is_kept_and_read_into_marked_proposals(
    place, kept, qtbot, fake_ask, settle, tmp_path, monkeypatch, photograph
):
    monkeypatch.setattr(scan_text, "find_reader", lambda: scan_text.Reader(tmp_path / "tesseract", True))
    monkeypatch.setattr(scan_text, "_recognised", lambda *_: "1. UBND các xa, phuờng mở chuyên\nmục về CCHC\n\n2. ngắn")
    picture = tmp_path / "trang 1.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(80))
    press(qtbot, place.list.toolbar, "plan_superior")
    page = place.superior
    settle(place.context)
    assert "phải xác nhận" in page.scans.reader.text()
    fake_ask.queue("open_file", picture)
    press(qtbot, page, "superior_attach")
    (attachment,) = place.context.services.attachments.of(OwnerKind.SUPERIOR_PLAN, kept.id)
    assert attachment.name == "trang 1.png"
    press(qtbot, page, "superior_open_file")
    assert fake_ask.opened[-1].read_bytes() == picture.read_bytes()
    press(qtbot, page, "superior_read_file")
    settle(place.context)
    added = page.demands.model.demands[-1]
    assert added.text == "UBND các xa, phuờng mở chuyên mục về CCHC"
    assert added.state_name == "máy đọc, chưa xác nhận"
    assert "Máy có thể đọc sai" in page.bar.text
    photograph(page, "superior-scan", 0)
    press(qtbot, page, "superior_drop_file")
    assert not page.scans.read_file.isEnabled()
    page.bar.button("Hoàn tác").click()
    assert page.scans.read_file.isEnabled()


# -- in the editor


@pytest.fixture
def coverage(place, kept, qtbot):
    plan = place.context.services.plans.create(2026).plan
    editor = place.open(plan)
    editor.tree.go_to_part(NodeKind.COVERAGE)
    panel = editor.panels[NodeKind.COVERAGE]
    panel.table.setFocus()
    return panel


def states(panel):
    return [panel.model.index(row, 0).data() for row in range(panel.model.rowCount())]


def test_uncovered_demands_stand_first_in_words_with_suggestions(coverage, place, photograph):
    QAbstractItemModelTester(coverage.model)
    assert states(coverage) == ["Chưa có trong kế hoạch"] * 3
    assert coverage.state.text().startswith("3/3 yêu cầu chưa có trong kế hoạch.")
    assert "1 đề xuất chưa xác nhận" in coverage.state.text()
    assert "Trang thông tin điện tử" in coverage.hints[0].text()
    photograph(place, "plan-coverage", 0)


def test_a_suggestion_is_taken_and_attached_and_the_next_one_chosen(coverage, place, qtbot, photograph):
    first = coverage.line.demand
    qtbot.mouseClick(coverage.hints[0], LEFT)
    press(qtbot, coverage, "coverage_attach")
    assert states(coverage) == ["Chưa có trong kế hoạch"] * 2 + ["Đã cụ thể hóa"]
    assert coverage.line.demand != first
    assert coverage.line.state is CoverState.UNCOVERED
    plan = place.editor.plan
    covered = [line for line in service(place).coverage(plan) if line.state is CoverState.COVERED]
    assert [line.demand for line in covered] == [first]
    assert covered[0].answers[0].kind is TargetKind.TASK
    coverage.table.select_number(2)
    assert coverage.model.index(2, 2).data().startswith("Nhiệm vụ 3: Viết, đăng tin")
    photograph(place, "plan-coverage-attached", 0)
    press(qtbot, coverage, "coverage_clear")
    assert states(coverage) == ["Chưa có trong kế hoạch"] * 3


def test_the_section_chosen_last_is_offered_to_attach(coverage, place, qtbot):
    editor = place.editor
    section = editor.plan.sections[0].children[0]
    editor.tree.go_to_section(section.id)
    editor.tree.go_to_part(NodeKind.COVERAGE)
    assert coverage.target.key() == f"section:{section.id}"
    press(qtbot, coverage, "coverage_attach")
    line = next(line for line in service(place).coverage(editor.plan) if line.answers)
    assert line.answers[0].target_id == section.id
    coverage.table.select_number(2)
    press(qtbot, coverage, "coverage_go")
    assert editor.tree.section_id == section.id


def test_what_does_not_apply_needs_a_reason(coverage, place, qtbot, type_text):
    row = next(at for at in range(3) if "khu công nghiệp" in coverage.model.row(at).demand.text)
    coverage.table.select_number(row)
    press(qtbot, coverage, "coverage_excuse")
    assert "Chưa ghi lý do" in place.editor.bar.text
    type_text(coverage.reason, "Xã không có khu công nghiệp")
    press(qtbot, coverage, "coverage_excuse")
    assert states(coverage)[-1] == "Không áp dụng"
    assert coverage.model.index(2, 2).data() == "Xã không có khu công nghiệp"


def test_without_demands_the_panel_leads_to_the_register_and_back(place, qtbot, photograph):
    editor = place.open(place.context.services.plans.create(2026).plan)
    editor.tree.go_to_part(NodeKind.COVERAGE)
    panel = editor.panels[NodeKind.COVERAGE]
    assert panel.empty.isVisible()
    photograph(place, "plan-coverage-empty", 0)
    qtbot.mouseClick(panel.empty.button, LEFT)
    assert place.current_page() is place.superior
    service(place).save(SuperiorPlan(2026, "KH", demands=(Demand("Mở chuyên mục"),)))
    press(qtbot, place.superior.toolbar, "superior_back")
    assert place.current_page() is editor
    assert states(panel) == ["Chưa có trong kế hoạch"]


def test_several_rows_are_confirmed_at_once(place, kept, qtbot):
    press(qtbot, place.list.toolbar, "plan_superior")
    page = place.superior
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in range(4):
        page.demands.table.selectionModel().select(page.demands.model.index(row, 0), flags)
    press(qtbot, page, "demands_confirm")
    assert all(demand.confirmed for demand in page.demands.model.demands)
    assert page.demands.model.demands[3].state_name == "máy đọc, đã xác nhận"
