"""The place of plans as a clerk works it: list, new, clone, bin, Word in and out."""

from __future__ import annotations

from dataclasses import replace

import docx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from cchc_desktop.domain.plan import PlanStatus, ReviewNote, SectionKind
from cchc_desktop.errors import FileInUse, FileUnreadable, NotFound
from cchc_desktop.ui.main_window import MainWindow
from cchc_desktop.ui.screens import plan_place
from cchc_desktop.ui.screens.plan_place import PlanPlace


def press(qtbot, window, name):
    """Click a button of that name that can be seen."""
    found = [
        button
        for kind in (QPushButton, QToolButton)
        for button in window.findChildren(kind, name)
        if button.isVisible() and button.isEnabled()
    ]
    assert found, f"no button {name} to press"
    qtbot.mouseClick(found[-1], Qt.MouseButton.LeftButton)


@pytest.fixture
def window(context, qtbot):
    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(1366, 728)
    return made


@pytest.fixture
def place(context, window, qtbot):
    made = PlanPlace(context, window)
    window.show_page(made, made.title, made.corner)
    context.bus.changed.connect(made.refresh)
    window.show()
    qtbot.waitExposed(window)
    made.refresh()
    return made


@pytest.fixture
def new_plan(unit, place, window, fake_ask, qtbot):
    """Make the plan of a year through the window and return to the list."""

    def make(year):
        fake_ask.queue("integer", year)
        press(qtbot, window, "plan_create")
        press(qtbot, window, "plan_back")
        return next(row for row in unit.services.plans.rows() if row.year == year)

    return make


def titles(page):
    return [page.model.row(number).title for number in range(page.model.rowCount())]


def test_empty_place_offers_one_button_that_makes_a_plan(unit, place, window, fake_ask, qtbot, photograph):
    assert place.list.empty.isVisible()
    photograph(window, "plan-empty")
    fake_ask.queue("integer", 2026)

    qtbot.mouseClick(place.list.empty.button, Qt.MouseButton.LeftButton)

    assert place.editor is not None
    stored = unit.services.plans.for_year(2026)
    assert stored is not None
    assert stored.issuer == ("ỦY BAN NHÂN DÂN", "XÃ LỆ XÁ")
    assert place.editor.tree.model().index(2, 0).data().startswith("I. ")
    assert fake_ask.calls("integer")[0][2] == 2026


def test_making_a_plan_without_an_office_says_so_and_changes_nothing(place, fake_ask, context):
    fake_ask.queue("integer", 2026)
    fake_ask.expected_errors.append(NotFound)

    place.new()

    assert [name for name, _ in fake_ask.asked] == ["integer", "error"]
    assert place.editor is None
    assert context.services.plans.rows() == ()


def test_not_answering_the_year_makes_nothing(unit, place, fake_ask):
    fake_ask.queue("integer", None)
    place.new()
    assert unit.services.plans.rows() == ()


def test_list_shows_plans_and_searches_without_accents(new_plan, place, window, qtbot, photograph):
    new_plan(2025)
    new_plan(2026)
    assert [place.list.model.row(number).year for number in range(2)] == [2026, 2025]
    cells = [place.list.model.index(0, column).data() for column in range(8)]
    assert cells[:3] == ["2026", "Tuyên truyền cải cách hành chính xã Lệ Xá năm 2026", "…/KH-UBND"]
    assert cells[4] == "Dự thảo"
    assert int(cells[5]) > 20
    assert int(cells[6]) > 5
    photograph(window, "plan-list")

    place.find()
    qtbot.keyClicks(place.list.search, "tuyen truyen 2025")

    assert [place.list.model.row(0).year, place.list.model.rowCount()] == [2025, 1]


def test_enter_opens_and_escape_goes_back_to_the_same_row(new_plan, place, qtbot):
    new_plan(2025)
    new_plan(2026)
    place.list.table.select_number(1)
    qtbot.keyClick(place.list.table, Qt.Key.Key_Return)
    assert place.editor is not None
    assert place.editor.plan.year == 2025

    assert place.escape() is True

    assert place.editor is None
    assert place.list.isVisible()
    assert place.list.table.current_row().year == 2025
    assert place.escape() is False


def test_clone_moves_the_year_on_and_opens_the_copy(new_plan, unit, place, window, fake_ask, qtbot, photograph):
    new_plan(2026)

    press(qtbot, window, "plan_clone")
    assert place.life.clone.year.text() == "2027"
    press(qtbot, window, "clone_do")

    assert place.editor is not None
    assert place.editor.plan.year == 2027
    assert place.editor.plan.title.endswith("năm 2027")
    assert "Đã nhân bản sang năm 2027" in place.editor.bar.text
    photograph(window, "plan-clone")
    stored = unit.services.plans.for_year(2027)
    assert stored is not None
    assert stored.cloned_from == unit.services.plans.for_year(2026).id
    assert stored.status is PlanStatus.DRAFT


def test_bin_undo_and_restore_from_the_bin_page(new_plan, unit, place, window, qtbot, photograph):
    new_plan(2025)
    new_plan(2026)
    press(qtbot, window, "plan_remove")
    assert [row.year for row in unit.services.plans.rows()] == [2025]
    assert "vào thùng rác" in place.list.bar.text

    qtbot.mouseClick(place.list.bar.button("Hoàn tác"), Qt.MouseButton.LeftButton)

    assert [row.year for row in unit.services.plans.rows()] == [2026, 2025]
    assert place.list.table.current_row().year == 2026
    press(qtbot, window, "plan_remove")
    press(qtbot, window, "plan_bin")
    assert titles(place.bin) == ["Tuyên truyền cải cách hành chính xã Lệ Xá năm 2026"]
    photograph(window, "plan-bin")

    press(qtbot, window, "plan_restore")

    assert unit.services.plans.rows(binned=True) == ()
    assert place.list.isVisible()
    assert place.list.table.current_row().year == 2026


def test_export_writes_a_word_file_and_offers_to_open_it(
    new_plan, unit, place, window, fake_ask, qtbot, settle, tmp_path, photograph
):
    new_plan(2026)
    fake_ask.queue("save_file", tmp_path / "ra" / "ke-hoach.docx")
    (tmp_path / "ra").mkdir()

    press(qtbot, window, "plan_list_word")
    settle(unit)

    assert fake_ask.calls("save_file")[0][1].name == "KH tuyên truyền CCHC 2026.docx"
    text = "\n".join(paragraph.text for paragraph in docx.Document(tmp_path / "ra" / "ke-hoach.docx").paragraphs)
    assert "MỤC ĐÍCH, YÊU CẦU" in text
    assert place.list.bar.text == "Đã xuất “ke-hoach.docx”."
    photograph(window, "plan-exported")
    qtbot.mouseClick(place.list.bar.button("Mở bằng Word"), Qt.MouseButton.LeftButton)
    assert fake_ask.opened == [tmp_path / "ra" / "ke-hoach.docx"]
    assert unit.settings.value.last_export_folder == str(tmp_path / "ra")


def test_export_from_the_editor_writes_the_last_word_first(
    new_plan, unit, place, window, fake_ask, qtbot, settle, tmp_path
):
    new_plan(2026)
    press(qtbot, window, "plan_open")
    qtbot.keyClick(place.editor.tree, Qt.Key.Key_F2)
    qtbot.keyClicks(place.editor.text_panel.view, "MUC DICH CHUNG ")
    fake_ask.queue("save_file", tmp_path / "kh")

    press(qtbot, window, "plan_word")
    settle(unit)

    text = "\n".join(paragraph.text for paragraph in docx.Document(tmp_path / "kh.docx").paragraphs)
    assert "MUC DICH CHUNG" in text


def test_a_file_open_in_word_is_tried_again_or_saved_under_another_name(
    new_plan, unit, place, window, fake_ask, qtbot, settle, tmp_path, monkeypatch
):
    new_plan(2026)
    export = unit.services.plans.export
    tries = []

    def held(plan_id, target, progress=None):
        tries.append(target.name)
        if target.name == "dang-mo.docx":
            raise FileInUse(target)
        return export(plan_id, target, progress)

    monkeypatch.setattr(unit.services.plans, "export", held)
    fake_ask.queue("save_file", tmp_path / "dang-mo.docx")
    fake_ask.queue("retry_or_rename", "retry")
    fake_ask.queue("retry_or_rename", "rename")
    fake_ask.queue("save_file", tmp_path / "ten-khac.docx")

    press(qtbot, window, "plan_list_word")
    qtbot.waitUntil(lambda: len(tries) == 3 and not unit.runner.busy, timeout=10_000)
    settle(unit)

    assert tries == ["dang-mo.docx", "dang-mo.docx", "ten-khac.docx"]
    assert (tmp_path / "ten-khac.docx").is_file()
    assert place.list.bar.text == "Đã xuất “ten-khac.docx”."


def test_pdf_is_offered_only_where_libreoffice_is(context, qtbot, monkeypatch):
    monkeypatch.setattr(plan_place, "can_make_pdf", lambda: False)
    without = PlanPlace(context)
    qtbot.addWidget(without)
    monkeypatch.setattr(plan_place, "can_make_pdf", lambda: True)
    with_it = PlanPlace(context)
    qtbot.addWidget(with_it)
    assert without.findChild(QPushButton, "plan_list_pdf") is None
    assert with_it.findChild(QPushButton, "plan_list_pdf") is not None


@pytest.fixture
def word_file(unit, tmp_path):
    """A plan in a Word file, as exported by the program itself."""
    plan = unit.services.plans.create(2025).plan
    path = unit.services.plans.export(plan.id, tmp_path / "Ke hoach cu.docx")
    unit.services.plans.bin(plan.id)
    return path


def test_import_shows_what_was_understood_before_anything_is_kept(
    unit, place, window, word_file, fake_ask, qtbot, settle, monkeypatch, photograph
):
    read = unit.services.plans.read_word

    def read_with_notes(path, year=None, progress=None):
        plan = read(path, year, progress)
        second = plan.sections[1]
        first_item = plan.sections[0].children[0]
        notes = (
            ReviewNote("Số thứ tự nhảy cóc", "II. NỘI DUNG", second.id),
            ReviewNote("Đoạn không đánh số", "Mục đích", first_item.id),
        )
        return type(plan)(**{name: getattr(plan, name) for name in plan.__dataclass_fields__} | {"notes": notes})

    monkeypatch.setattr(unit.services.plans, "read_word", read_with_notes)
    fake_ask.queue("open_file", word_file)
    press(qtbot, window, "plan_import")
    settle(unit)

    assert place.preview.isVisible()
    assert unit.services.plans.rows() == ()
    kinds = [section.kind for section in place.preview.plan.walk()]
    assert place.preview.counts.text().startswith(f"{kinds.count(SectionKind.PART)} phần, ")
    assert place.preview.notes.count() == 2
    photograph(window, "plan-preview")
    place.preview.notes.setCurrentRow(1)
    assert place.preview.tree.currentIndex().data().startswith("1. ")

    place.preview.year.selectAll()
    qtbot.keyClicks(place.preview.year, "20")
    assert not place.preview.keep.isEnabled()
    qtbot.keyClicks(place.preview.year, "24")
    press(qtbot, window, "preview_keep")
    settle(unit)

    assert [row.year for row in unit.services.plans.rows()] == [2024]
    assert any(info.path.exists() for info in unit.services.backups.all())
    editor = place.editor
    qtbot.mouseClick(editor.bar.button("Xem 2 chỗ cần xem lại"), Qt.MouseButton.LeftButton)
    assert editor.tree.currentIndex().data() == "Cần xem lại (2)"
    photograph(window, "plan-notes")
    press(qtbot, window, "notes_go")
    assert editor.tree.currentIndex().data().startswith("II. ")
    assert "Số thứ tự nhảy cóc" in editor.text_panel.note.text()
    photograph(window, "plan-section-note")
    press(qtbot, window, "section_seen")
    assert len(editor.plan.notes) == 1
    assert place.leave()
    assert len(unit.services.plans.get(editor.plan.id).notes) == 1


def test_dropping_the_preview_keeps_nothing(unit, place, window, word_file, fake_ask, qtbot, settle):
    fake_ask.queue("open_file", word_file)
    press(qtbot, window, "plan_import")
    settle(unit)
    press(qtbot, window, "preview_drop")
    assert place.list.isVisible()
    assert unit.services.plans.rows() == ()


def test_a_file_that_is_no_word_file_is_told_and_changes_nothing(
    unit, place, window, fake_ask, qtbot, settle, tmp_path
):
    broken = tmp_path / "anh.docx"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    fake_ask.queue("open_file", broken)
    fake_ask.expected_errors.append(FileUnreadable)

    press(qtbot, window, "plan_import")
    settle(unit)

    assert len(fake_ask.calls("error")) == 1
    assert place.list.isVisible()
    assert unit.services.plans.rows() == ()


def test_another_place_can_ask_for_a_plan(new_plan, place):
    row = new_plan(2026)
    place.accept(row.id)
    assert place.editor is not None
    assert place.editor.plan.id == row.id


def test_my_text_is_kept_as_a_copy_when_the_plan_changed_elsewhere(new_plan, unit, place, window, qtbot):
    row = new_plan(2026)
    place.accept(row.id)
    theirs = unit.services.plans.get(row.id)
    unit.services.plans.save(replace(theirs, place="Nơi khác"))
    qtbot.keyClick(place.editor.tree, Qt.Key.Key_Delete)
    first = place.editor.plan.sections[0].title

    assert not place.leave()
    assert place.escape()  # closes nothing: the message stays until it is answered
    assert place.editor is not None
    qtbot.mouseClick(place.editor.bar.button("Giữ bản của tôi thành bản sao"), Qt.MouseButton.LeftButton)

    assert place.leave()
    assert len(unit.services.plans.rows()) == 2
    kept = unit.services.plans.get(place.editor.plan.id)
    assert kept.id != row.id
    assert kept.title.endswith("(bản sao)")
    assert kept.sections[0].title == first
    assert len(kept.tasks) == len(theirs.tasks)
    assert unit.services.plans.get(row.id).place == "Nơi khác"


def test_loading_the_newest_drops_what_could_not_be_written(new_plan, unit, place, qtbot):
    row = new_plan(2026)
    place.accept(row.id)
    unit.services.plans.save(replace(unit.services.plans.get(row.id), place="Nơi khác"))
    qtbot.keyClick(place.editor.tree, Qt.Key.Key_Delete)
    assert not place.leave()
    qtbot.mouseClick(place.editor.bar.button("Nạp bản mới nhất"), Qt.MouseButton.LeftButton)
    assert place.editor.plan.place == "Nơi khác"
    assert place.leave()


def test_an_editor_that_is_left_is_freed(new_plan, place, qtbot):
    row = new_plan(2026)
    place.accept(row.id)
    editor = place.editor
    with qtbot.waitSignal(editor.destroyed, timeout=2000):
        place.escape()


def test_the_layout_check_is_reached_from_the_list(place, qtbot) -> None:
    qtbot.mouseClick(place.list.toolbar.findChild(QPushButton, "plan_check"), Qt.MouseButton.LeftButton)
    assert place.current_page() is place.check
    qtbot.mouseClick(place.check.toolbar.findChild(QPushButton, "check_back"), Qt.MouseButton.LeftButton)
    assert place.current_page() is place.list
