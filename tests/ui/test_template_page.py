"""Danh mục → Mẫu văn bản, worked with mouse and keys."""

from __future__ import annotations

import docx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from cchc_desktop.errors import FileUnreadable
from cchc_desktop.ui.screens.catalogue_place import CataloguePlace

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def place(qtbot, unit):
    made = CataloguePlace(unit)
    qtbot.addWidget(made)
    made.resize(1180, 640)
    made.show()
    made.refresh()
    made.tabs.setCurrentWidget(made.templates)
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def page(place):
    return place.templates


def choose(page, file):
    page.table.select_number([row.file for row in page.model.rows].index(file))


def test_templates_and_their_fields_are_listed(place, page, photograph):
    assert page.model.rows[0].file == "ke_hoach.docx"
    assert page.heading.text() == "Các trường của “Kế hoạch của Ủy ban nhân dân”"
    choose(page, "phieu_gui.docx")
    assert "van_ban" in [row.name for row in page.fields_model.rows]
    assert not page.back_button.isEnabled()
    photograph(place, "templates-fields")


def test_a_field_is_copied_with_its_tag(page, qtbot):
    choose(page, "bao_cao.docx")
    names = [row.name for row in page.fields_model.rows]
    page.fields.select_number(names.index("noi_nhan"))
    qtbot.mouseClick(page.copy_button, LEFT)
    assert QGuiApplication.clipboard().text() == "{%p for dong in noi_nhan %}\n{{ dong }}\n{%p endfor %}"


def test_the_offices_copy_is_made_edited_checked_and_given_up(place, page, qtbot, fake_ask, paths, unit, photograph):
    choose(page, "bao_cao.docx")
    qtbot.mouseClick(page.edit_button, LEFT)
    own = paths.templates / "bao_cao.docx"
    assert fake_ask.opened == [own]
    assert "Bản của đơn vị" in page.model.columns[1].text(page.table.current_row())
    document = docx.Document(own)
    document.add_paragraph("Người lập: {{ ho_tenn }} và {{ trich yeu }}")
    document.add_paragraph("{%p for d in noi_nhan %}")
    document.sections[0].footer.paragraphs[0].text = "{% include 'x' %}"
    document.save(own)
    qtbot.mouseClick(page.check_button, LEFT)
    qtbot.waitUntil(lambda: len(page.shown_findings()) == 4)
    assert "chưa dùng được: 4 chỗ" in page.heading.text()
    assert page.findings.isVisible()
    assert {finding.hint for finding in page.shown_findings()} >= {"có lẽ là ho_ten", "có lẽ là {{ trich_yeu }}"}
    photograph(place, "templates-findings")
    qtbot.mouseClick(page.fields_button, LEFT)
    assert page.fields.isVisible()
    qtbot.mouseClick(page.back_button, LEFT)
    assert "Mẫu gốc" in page.model.columns[1].text(page.table.current_row())
    assert "bản cũ 1" in page.bar.text
    qtbot.mouseClick(page.check_button, LEFT)
    qtbot.waitUntil(lambda: "đúng" in page.heading.text())
    assert page.shown_findings() == ()


def test_a_file_of_somebody_else_is_checked_without_being_taken(page, qtbot, fake_ask, tmp_path, paths):
    document = docx.Document()
    document.add_paragraph("{{ trich_yeu }}")
    document.save(tmp_path / "la.docx")
    fake_ask.queue("open_file", tmp_path / "la.docx")
    qtbot.mouseClick(page.other_button, LEFT)
    qtbot.waitUntil(lambda: "dùng được" in page.heading.text())
    assert not paths.templates.exists()
    (tmp_path / "anh.docx").write_bytes(b"\x89PNG\r\n\x1a\n")
    fake_ask.queue("open_file", tmp_path / "anh.docx")
    fake_ask.expected_errors.append(FileUnreadable)
    qtbot.mouseClick(page.other_button, LEFT)
    qtbot.waitUntil(lambda: len(fake_ask.calls("error")) == 1)


def test_a_draft_is_written_and_opened(page, qtbot, fake_ask, tmp_path):
    choose(page, "bao_cao.docx")
    target = tmp_path / "bao cao"
    fake_ask.queue("save_file", target)
    qtbot.mouseClick(page.draft_button, LEFT)
    made = tmp_path / "bao cao.docx"
    assert fake_ask.opened == [made]
    assert "BÁO CÁO" in [paragraph.text for paragraph in docx.Document(made).paragraphs]


def test_letters_offer_their_kinds(page, qtbot, fake_ask, tmp_path):
    choose(page, "cong_van.docx")
    qtbot.mouseClick(page.draft_button, LEFT)
    menu = page.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == [
        "Công văn đôn đốc thực hiện kế hoạch",
        "Công văn gửi báo cáo",
    ]
    fake_ask.queue("save_file", tmp_path / "cv.docx")
    menu.actions()[1].trigger()
    menu.close()
    assert (tmp_path / "cv.docx").is_file()
    choose(page, "ke_hoach.docx")
    assert not page.draft_button.isEnabled()


def test_the_search_box_finds_templates_by_their_fields(place, page, qtbot):
    qtbot.keyClicks(place.search, "gui kem phieu")
    qtbot.waitUntil(lambda: place.tabs.tabText(5) == "Mẫu văn bản (1)")
    assert [row.file for row in page.model.rows] == ["phieu_gui.docx"]
