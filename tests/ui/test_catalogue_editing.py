"""Changing forms, indicators and periods in the window: by keys and clicks, kept from a day on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from cchc_desktop.domain.catalogue import IndicatorKind, IndicatorSource, Measure
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.services.catalogue_versions import Wish
from cchc_desktop.ui.models.activity_draft import ActivityDraft
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.activity_place import ActivityPlace
from cchc_desktop.ui.screens.catalogue_entry_page import CatalogueEntryPage
from cchc_desktop.ui.screens.catalogue_place import CataloguePlace

LEFT = Qt.MouseButton.LeftButton
Typing = Callable[[QWidget, str], None]


class Window:
    """The place with hands."""

    def __init__(self, place: CataloguePlace, qtbot, type_text: Typing) -> None:
        self.place, self._bot, self._type = place, qtbot, type_text

    def tab(self, page: CatalogueEntryPage) -> CatalogueEntryPage:
        self.place.tabs.setCurrentWidget(page)
        return page

    def pick(self, page: CatalogueEntryPage, words: str) -> None:
        """Select the row with the words and press "Sửa…"."""
        self.tab(page)
        rows = page.model.rows
        texts = [" ".join(column.text(row) for column in page.model.columns) for row in rows]
        page.table.select_number(next(number for number, text in enumerate(texts) if words in text))
        self._bot.mouseClick(page.edit_button, LEFT)
        assert page.is_open()

    def put(self, line: QLineEdit, text: str) -> None:
        """Type over what a line holds."""
        line.setFocus()
        line.selectAll()
        self._bot.keyClick(line, Qt.Key.Key_Backspace)
        self._type(line, text)

    def click(self, page: CatalogueEntryPage, name: str) -> None:
        button = page.findChild(QWidget, name)
        assert button is not None
        assert button.isVisible()
        self._bot.mouseClick(button, LEFT)


@pytest.fixture
def window(qtbot, unit: Context, type_text: Typing) -> Window:
    """The place, filled and shown."""
    made = CataloguePlace(unit)
    qtbot.addWidget(made)
    made.resize(1180, 640)
    made.show()
    made.refresh()
    return Window(made, qtbot, type_text)


def test_a_form_is_changed_from_a_day_on(window: Window, unit: Context, photograph) -> None:
    heard: list[Change] = []
    unit.bus.changed.connect(heard.append)
    page = window.place.forms
    window.pick(page, "Phát thanh")
    editor = page.panel.editor
    photograph(window.place, "catalogue_form")
    window.put(editor.name, "Phát thanh trên loa thông minh")
    window.put(page.panel.since, "1/3/2026")
    window.put(page.panel.note, "theo Công văn 12")
    window.click(page, "catalogue_save")
    assert "áp dụng từ 01/03/2026" in page.bar.text
    assert not page.is_open()
    assert Topic.CATALOGUE in {change.topic for change in heard}
    assert "Phát thanh trên loa thông minh" in " ".join(row.name for row in page.model.rows)
    before = unit.services.catalogues.at(date(2026, 2, 28)).form("phat_thanh")
    assert before is not None
    assert before.name == "Phát thanh trên hệ thống truyền thanh cơ sở"
    window.pick(page, "loa thông minh")
    assert page.panel.versions.list.count() == 2
    assert "theo Công văn 12" in page.panel.versions.list.item(0).text()
    photograph(window.place, "catalogue_form_versions")


def test_a_new_form_with_measures_and_its_refusals(window: Window, unit: Context) -> None:
    page = window.tab(window.place.forms)
    window.click(page, "catalogue_forms_add")
    editor = page.panel.editor
    window.click(page, "catalogue_save")
    assert "Chưa nhập" in editor.fields["name"].problem
    window.put(editor.name, "Tờ rơi, tờ gấp")
    window.put(page.findChild(QLineEdit, "measure_name_0"), "Số lượt chạy")
    window.put(page.findChild(QLineEdit, "measure_unit_0"), "lượt")
    window.click(page, "catalogue_save")
    assert "đã chỉ hình thức" in editor.fields["name"].problem
    window.put(editor.name, "Bảng chữ chạy")
    window.click(page, "measure_add")
    window.put(page.findChild(QLineEdit, "measure_name_1"), "Số giờ chạy")
    window.put(page.findChild(QLineEdit, "measure_unit_1"), "giờ")
    window.click(page, "catalogue_save")
    form = unit.services.catalogues.form("bang_chu_chay")
    assert form is not None
    assert [(one.code, one.unit) for one in form.measures] == [("so_luot_chay", "lượt"), ("so_gio_chay", "giờ")]


def test_ending_a_form_asks_first_and_a_version_can_be_dropped_and_taken_back(
    window: Window, unit: Context, fake_ask, qtbot
) -> None:
    page = window.place.forms
    window.pick(page, "Văn nghệ")
    window.put(page.panel.since, "1/2/2026")
    fake_ask.queue("confirm", False)
    window.click(page, "catalogue_end")
    assert unit.services.catalogues.form_on("van_nghe", date(2026, 3, 1))
    fake_ask.queue("confirm", True)
    window.click(page, "catalogue_end")
    assert unit.services.catalogues.form_on("van_nghe", date(2026, 3, 1)) is None
    assert "đến 31/01/2026" in next(
        page.model.columns[1].text(row) for row in page.model.rows if row.code == "van_nghe"
    )
    window.pick(page, "Văn nghệ")
    window.click(page, "catalogue_drop")
    assert unit.services.catalogues.form_on("van_nghe", date(2026, 3, 1))
    qtbot.mouseClick(page.bar.button("Hoàn tác"), LEFT)
    assert unit.services.catalogues.form_on("van_nghe", date(2026, 3, 1)) is None


def test_an_indicator_shows_only_what_its_source_needs(window: Window, unit: Context, photograph) -> None:
    page = window.tab(window.place.indicators)
    window.click(page, "catalogue_indicators_add")
    editor = page.panel.editor
    shown = {name for name, field in editor.fields.items() if field.isVisibleTo(editor)}
    assert not shown & {"forms", "measures", "numerator", "formula", "item"}
    window.put(editor.code, "TT90")
    window.put(editor.name, "Cuộc tuyên truyền trực tiếp")
    window.put(editor.unit, "cuộc")
    editor.source.show_value(IndicatorSource.FORMULA)
    editor.source.activated.emit(0)
    assert editor.fields["formula"].isVisibleTo(editor)
    window.put(editor.formula, "TT18 + TT19")
    photograph(window.place, "catalogue_indicator")
    window.click(page, "catalogue_save")
    assert "đơn vị tính khác nhau" in editor.fields["formula"].problem
    window.put(editor.formula, "TT18 + TT20")
    editor.rules.setPlainText("<= TT05 + TT20\n")
    window.click(page, "catalogue_save")
    made = unit.services.catalogues.indicator("TT90")
    assert made is not None
    assert (made.kind, made.formula, made.rules[0].formula) == (IndicatorKind.SUM, "TT18 + TT20", "TT05 + TT20")
    assert page.model.columns[4].text(made).startswith("Tính: TT18 + TT20")
    assert any(f.indicator.code == "TT90" for f in unit.services.reports.report("2026-Q1").figures)


def test_measures_of_other_units_are_refused_with_the_reason(window: Window) -> None:
    page = window.place.indicators
    window.pick(page, "TT18")
    editor = page.panel.editor
    editor.measures.tick("luot_nguoi")
    window.click(page, "catalogue_save")
    assert "không cộng các đơn vị tính khác nhau" in editor.fields["measures"].problem.casefold()


def test_an_item_of_a_register_fixes_its_kind(window: Window, unit: Context) -> None:
    page = window.place.indicators
    window.pick(page, "TT01")
    editor = page.panel.editor
    editor.source.show_value(IndicatorSource.PETITIONS)
    editor.source.activated.emit(0)
    editor.item.show_value("open")
    editor.item.activated.emit(0)
    assert not editor.fields["kind"].isVisibleTo(editor)
    window.click(page, "catalogue_save")
    made = unit.services.catalogues.indicator("TT01")
    assert made is not None
    assert (made.source, made.item, made.kind) == (IndicatorSource.PETITIONS, "open", IndicatorKind.LATEST)


def test_the_rule_of_a_period_changes_from_a_report_year_on(window: Window, unit: Context, photograph) -> None:
    page = window.place.periods
    window.pick(page, "Quý I ")
    editor = page.panel.editor
    assert editor.start.text() == "15/12 năm trước"
    window.put(editor.end, "ngày 20 tháng ba")
    window.click(page, "catalogue_save")
    assert "14/3" in editor.fields["end"].problem
    window.put(editor.end, "20/3")
    page.panel.year.setValue(2027)
    photograph(window.place, "catalogue_period")
    window.click(page, "catalogue_save")
    assert unit.services.reports.period("2026-Q1").end == date(2026, 3, 14)
    assert unit.services.reports.period("2027-Q1").end == date(2027, 3, 20)


def test_a_thematic_report_is_added_with_its_own_days(window: Window, unit: Context, photograph) -> None:
    page = window.tab(window.place.periods)
    window.click(page, "catalogue_periods_special")
    editor = page.panel.editor
    window.put(editor.name, "Chuyên đề dịch vụ công trực tuyến")
    window.click(page, "catalogue_save")
    assert "Chưa nhập ngày" in editor.fields["first"].problem
    for line, text in ((editor.first, "1/2/2026"), (editor.last, "1/1/2026"), (editor.due, "20/4/2026")):
        window.put(line, text)
    window.click(page, "catalogue_save")
    assert "trước khi bắt đầu" in editor.fields["last"].problem
    window.put(editor.last, "15/4/2026")
    photograph(window.place, "catalogue_special")
    window.click(page, "catalogue_save")
    period = unit.services.reports.period("2026-CD1")
    assert (period.start, period.end, period.deadline) == (date(2026, 2, 1), date(2026, 4, 15), date(2026, 4, 20))
    assert "Chuyên đề dịch vụ công" in " ".join(row.name for row in page.model.rows)


def test_what_is_typed_is_offered_again_after_a_crash(window: Window, unit: Context, qtbot, fake_ask) -> None:
    page = window.place.forms
    window.pick(page, "Tờ rơi")
    window.put(page.panel.editor.name, "Tờ rơi điện tử")
    assert window.place.leave()
    again = CataloguePlace(unit)
    qtbot.addWidget(again)
    again.refresh()
    assert again.forms.is_open()
    assert again.forms.panel.editor.name.text() == "Tờ rơi điện tử"
    assert "sửa dở" in again.forms.bar.text
    fake_ask.queue("confirm", True)
    assert again.forms.close_panel()
    third = CataloguePlace(unit)
    qtbot.addWidget(third)
    third.refresh()
    assert not third.forms.is_open()


def test_escape_closes_the_panel_before_anything_else(window: Window, fake_ask) -> None:
    page = window.place.forms
    window.pick(page, "Tờ rơi")
    assert window.place.escape()
    assert not page.is_open()
    window.pick(page, "Tờ rơi")
    window.put(page.panel.editor.name, "x")
    fake_ask.queue("confirm", False)
    assert window.place.escape()
    assert page.is_open(), "the person stays with what was typed"


def test_the_log_follows_the_catalogue_of_each_day(window: Window, unit: Context, qtbot) -> None:
    log = ActivityPlace(unit)
    qtbot.addWidget(log)
    log.show()
    log.refresh()
    page = window.tab(window.place.forms)
    window.click(page, "catalogue_forms_add")
    window.put(page.panel.editor.name, "Bảng chữ chạy")
    window.put(page.findChild(QLineEdit, "measure_name_0"), "Số lượt chạy")
    window.put(page.findChild(QLineEdit, "measure_unit_0"), "lượt")
    window.put(page.panel.since, "1/2/2026")
    window.click(page, "catalogue_save")
    form = unit.services.catalogues.form("bang_chu_chay")
    assert form is not None
    changed = replace(form, measures=(*form.measures, Measure("so_gio", "Số giờ", "giờ")))
    unit.services.catalogue_entries.save(Wish(changed, date(2026, 3, 1)))
    assert Topic.CATALOGUE in log.topics
    log.refresh()
    for day, names in (("5/3/2026", ["so_luot_chay", "so_gio"]), ("5/2/2026", ["so_luot_chay"])):
        log.form.show_draft(ActivityDraft(day, "bang_chu_chay", "Chạy chữ"))
        assert list(log.form._counts) == names
    log.form.show_draft(ActivityDraft("5/1/2026", "", ""))
    assert log.form.form_box.findText("Bảng chữ chạy") < 0, "not in use on that day"
    window.put(log.form.date_edit, "6/3/2026")
    qtbot.keyClick(log.form.date_edit, Qt.Key.Key_Tab)
    assert log.form.form_box.findText("Bảng chữ chạy") >= 0
