"""Cài đặt: the office over time, signers, the clerk, colours, and backups there and back."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QRadioButton

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.change import Topic
from cchc_desktop.domain.unit import SigningMode, UnitKind
from cchc_desktop.errors import BackupProblem
from cchc_desktop.settings import Theme
from cchc_desktop.settings import load as load_settings
from cchc_desktop.ui.screens.settings_place import SettingsPlace

TODAY = date(2026, 3, 12)


@pytest.fixture
def place(qtbot, unit, settle):
    made = SettingsPlace(unit)
    qtbot.addWidget(made)
    made.resize(1200, 640)
    made.show()
    made.activateWindow()
    made.refresh()
    settle(unit)
    return made


@pytest.fixture
def changes(unit):
    heard = []
    unit.bus.changed.connect(heard.append)
    return heard


def click(qtbot, place, name):
    qtbot.mouseClick(place.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_a_new_name_holds_from_its_day_and_the_old_one_stays(qtbot, unit, place, changes, photograph):
    photograph(place, "settings_unit", width=1200, height=640)
    page = place.unit
    click(qtbot, place, "settings_unit_add")
    assert page.problems() == {}
    qtbot.keyClicks(page.name_form.valid_from, "1/3/2026")
    qtbot.mouseClick(place.findChild(QRadioButton, "unit_kind_phuong"), Qt.MouseButton.LeftButton)
    assert place.leave()
    units = unit.services.units
    assert units.require(date(2026, 2, 28)).full_name == "xã Lệ Xá"
    new = units.require(date(2026, 3, 1))
    assert (new.kind, new.name, new.superior, new.code) == (
        UnitKind.WARD,
        "Lệ Xá",
        "Sở Nội vụ tỉnh Hưng Yên",
        "H29.12",
    )
    assert changes[-1].topic is Topic.UNIT
    assert page.model.rowCount() == 2
    assert page.table.selected_rows()[0].id == new.id


def test_an_edit_is_written_by_itself(qtbot, unit, place):
    page = place.unit
    page.reporting_form.code.setText("H29.13")
    qtbot.waitUntil(lambda: unit.services.units.require(TODAY).code == "H29.13", timeout=10_000)
    assert page.state.text() == "Đã lưu."


def test_what_is_wrong_stays_on_the_screen_and_is_not_written(qtbot, unit, place, photograph):
    page = place.unit
    page.name_form.name.setText("")
    assert not place.leave()
    assert page.name_form.fields["name"].problem == "Chưa nhập tên đơn vị"
    place.tabs.setCurrentIndex(1)
    assert place.tabs.currentIndex() == 0
    assert unit.services.units.require(TODAY).name == "Lệ Xá"
    page.name_form.name.setText("Lệ Xá Mới")
    assert place.leave()
    assert unit.services.units.require(TODAY).place == "Lệ Xá Mới"


def test_two_names_cannot_begin_on_one_day(qtbot, unit, place):
    click(qtbot, place, "settings_unit_add")
    place.unit.name_form.valid_from.setText("01/07/2025")
    assert not place.leave()
    assert "đã có một mục khác" in place.unit.name_form.fields["valid_from"].problem.lower()
    assert place.escape()
    assert place.leave()
    assert len(unit.services.units.history()) == 1


def test_the_only_name_cannot_be_removed(qtbot, unit, place, fake_ask):
    fake_ask.queue("confirm", True)
    click(qtbot, place, "settings_unit_remove")
    assert "ít nhất một" in place.unit.state.text()
    assert len(unit.services.units.history()) == 1


def test_a_signer_is_added_and_ended(qtbot, unit, place, type_text, photograph, fake_ask):
    place.tabs.setCurrentIndex(1)
    page = place.signers
    qtbot.keyClick(place, Qt.Key.Key_A)  # a letter alone does nothing
    place.new()
    type_text(page.form.name, "Phạm Văn Ngữ")
    page.form.mode.setCurrentIndex(1)
    assert page.form.title.text() == "PHÓ CHỦ TỊCH"
    assert place.leave()
    names = {signer.name: signer for signer in unit.services.units.signers(TODAY)}
    assert names["Phạm Văn Ngữ"].mode is SigningMode.DEPUTY
    photograph(place, "settings_signers", width=1200, height=640)
    page.table.select_number([s.name for s in page.model.rows].index("Trần Thị Minh Nguyệt"))
    click(qtbot, place, "signer_end")
    signers = {signer.name: signer.valid_to for signer in unit.services.units.signers()}
    assert signers == {"Phạm Văn Ngữ": None, "Trần Thị Minh Nguyệt": TODAY}
    fake_ask.queue("confirm", True)
    click(qtbot, place, "settings_signers_remove")
    assert [signer.name for signer in unit.services.units.signers()] == ["Phạm Văn Ngữ"]
    assert "Trần Thị Minh Nguyệt" in fake_ask.calls("confirm")[0][0]


def test_days_the_wrong_way_round_are_refused_at_the_field(qtbot, unit, place):
    place.tabs.setCurrentIndex(1)
    place.signers.valid_to.setText("1/1/2025")
    assert not place.leave()
    assert "đứng trước" in place.signers.fields()["valid_to"].problem
    place.signers.valid_to.setText("")
    assert place.leave()


def test_the_clerks_name_and_the_colours_are_kept(qtbot, unit, place, changes, type_text, photograph):
    place.tabs.setCurrentIndex(2)
    place.general.clerk.clear()
    type_text(place.general.clerk, "Đỗ Thị Hạnh")
    place.tabs.setCurrentIndex(0)
    assert unit.settings.value.clerk == "Đỗ Thị Hạnh"
    place.tabs.setCurrentIndex(2)
    photograph(place, "settings_general", width=1200, height=640)
    qtbot.mouseClick(place.findChild(QRadioButton, "theme_dark"), Qt.MouseButton.LeftButton)
    assert load_settings(unit.paths.settings).theme is Theme.DARK
    assert changes[-1].topic is Topic.SETTINGS
    click(qtbot, place, "open_data_folder")
    assert unit.ask.opened == [unit.paths.data]


def test_a_backup_is_made_checked_and_gone_back_to(qtbot, unit, place, changes, fake_ask, settle, photograph):
    place.tabs.setCurrentIndex(3)
    page = place.backups
    photograph(place, "settings_backups_empty", width=1200, height=640)
    first = unit.services.activities.save(Activity(TODAY, "tin_bai", "Bài thứ nhất")).activity
    click(qtbot, place, "backup_now")
    settle(unit)
    settle(unit)
    assert page.model.rowCount() == 1
    assert "1 hoạt động" in page.state.text()
    unit.services.activities.save(Activity(TODAY, "tin_bai", "Bài thứ hai"))
    page.table.select_number(0)
    click(qtbot, place, "backup_verify")
    settle(unit)
    assert "nguyên vẹn" in page.state.text()
    photograph(place, "settings_backups", width=1200, height=640)
    fake_ask.queue("confirm", True)
    click(qtbot, place, "backup_restore")
    settle(unit)
    question, action = fake_ask.calls("confirm")[0]
    assert "1 hoạt động" in question
    assert action.startswith("Khôi phục về ")
    assert changes[-1].topic is Topic.BACKUP
    with_the_restored = unit.services.activities
    assert with_the_restored.get(first.id).title == "Bài thứ nhất"


def test_a_backup_goes_where_the_person_wants_it(qtbot, unit, place, fake_ask, settle, tmp_path):
    place.tabs.setCurrentIndex(3)
    fake_ask.queue("save_file", tmp_path / "ra-usb")
    click(qtbot, place, "backup_to")
    settle(unit)
    assert unit.services.backups.verify(tmp_path / "ra-usb.cchc-backup").plans == 0


def test_a_file_that_is_no_backup_is_refused_before_anything_is_asked(qtbot, unit, place, fake_ask, settle, tmp_path):
    place.tabs.setCurrentIndex(3)
    wrong = tmp_path / "ảnh.cchc-backup"
    wrong.write_bytes(b"\x89PNG not a backup")
    fake_ask.queue("open_file", wrong)
    fake_ask.expected_errors.append(BackupProblem)
    click(qtbot, place, "backup_restore_file")
    settle(unit)
    assert [type(error) for (error,) in fake_ask.calls("error")] == [BackupProblem]
    assert fake_ask.calls("confirm") == []
