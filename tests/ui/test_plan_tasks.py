"""The task appendix: typing, pasting from Excel, choosing what counts; and the models behind the editor."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QToolButton

from cchc_desktop.domain import outline
from cchc_desktop.domain.plan import Plan, ReviewNote, Section, SectionKind, Task
from cchc_desktop.ui.models.plan_draft import Edit, Part
from cchc_desktop.ui.models.plan_outline import NodeKind, OutlineModel
from cchc_desktop.ui.models.plan_tasks import COLUMNS
from cchc_desktop.ui.models.plan_tidy import tidy_plan, with_new_ids
from cchc_desktop.ui.models.plan_tsv import read_tsv, write_tsv
from cchc_desktop.ui.screens.plan_editor import PlanEditor

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


def plan_with(*tasks, sections=()):
    return Plan(2026, "Kế hoạch", ("UBND",), "Lệ Xá", tasks=tasks, sections=sections)


@pytest.fixture
def make(unit, qtbot):
    made = []

    def build(plan):
        editor = PlanEditor(unit, unit.services.plans.save(plan).plan, has_pdf=False)
        qtbot.addWidget(editor)
        editor.resize(1180, 620)
        editor.show()
        qtbot.waitExposed(editor)
        made.append(editor)
        return editor

    yield build
    for editor in made:
        editor.draft.stop()


@pytest.fixture
def editor(make):
    editor = make(plan_with(Task("Viết tin", group="Truyền thông"), Task("Phát thanh"), Task("Tập huấn")))
    editor.tree.go_to_part(NodeKind.TASKS)
    editor.panels[NodeKind.TASKS].table.setFocus()
    return editor


@pytest.fixture
def table(editor):
    return editor.panels[NodeKind.TASKS].table


def column(name):
    return COLUMNS.index(name)


def go(table, row, name):
    table.setCurrentIndex(table.model().index(row, column(name)))


def typed(qtbot, table, row, name, text):
    """Type into a cell: Enter opens it, the text replaces what was there, Enter closes it."""
    go(table, row, name)
    qtbot.keyClick(table, KEY.Key_Return)
    cell = QApplication.focusWidget()
    assert cell is not table
    cell.selectAll()
    qtbot.keyClicks(cell, text)
    qtbot.keyClick(cell, KEY.Key_Return)
    QApplication.processEvents()  # Qt takes a line over only after its own key handling
    assert QApplication.focusWidget() is table


def press(qtbot, editor, name):
    qtbot.mouseClick(editor.findChild(QToolButton, name), Qt.MouseButton.LeftButton)


def contents(editor):
    return [task.content for task in editor.plan.tasks]


def test_cells_are_typed_and_stored(editor, table, qtbot, unit, photograph):
    typed(qtbot, table, 0, "content", "Viet tin bai")
    typed(qtbot, table, 0, "target", "1.200 tin")
    typed(qtbot, table, 0, "cost", "5.000.000 VND")
    assert editor.finish()
    task = unit.services.plans.get(editor.plan.id).tasks[0]
    assert (task.content, task.target, task.target_unit, task.cost) == (
        "Viet tin bai",
        Decimal(1200),
        "tin",
        5_000_000,
    )
    assert table.model().index(0, column("cost")).data() == "5.000.000"
    photograph(editor, "plan-tasks", 0)


@pytest.mark.parametrize(("name", "text"), [("target", "nhieu"), ("target", "1,234"), ("cost", "5 trieu")])
def test_a_number_that_is_none_is_refused_with_a_reason(editor, table, qtbot, name, text):
    before = editor.plan.tasks
    typed(qtbot, table, 1, name, text)
    assert editor.plan.tasks == before
    assert "“" in editor.bar.text


def test_alt_enter_breaks_the_line_in_a_cell(editor, table, qtbot):
    go(table, 1, "product")
    qtbot.keyClick(table, KEY.Key_Return)
    cell = QApplication.focusWidget()
    qtbot.keyClicks(cell, "mot")
    qtbot.keyClick(cell, KEY.Key_Return, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClicks(cell, "hai")
    qtbot.keyClick(cell, KEY.Key_Return)
    assert editor.plan.tasks[1].product == "mot\nhai"


def test_escape_in_a_cell_keeps_the_old_text(editor, table, qtbot):
    go(table, 1, "lead")
    qtbot.keyClick(table, KEY.Key_Return)
    cell = QApplication.focusWidget()
    qtbot.keyClicks(cell, "khong giu")
    qtbot.keyClick(cell, KEY.Key_Escape)
    assert editor.plan.tasks[1].lead == ""


def test_form_and_measure_say_what_counts(editor, table, unit, qtbot):
    model = table.model()
    form = next(form for form in unit.services.catalogues.forms if len(form.measures) > 1)
    measure = model.index(1, column("measure"))
    assert not model.flags(measure) & Qt.ItemFlag.ItemIsEditable
    go(table, 1, "form")
    qtbot.keyClick(table, KEY.Key_Return)
    choice = QApplication.focusWidget()
    choice.show_value(form.code)
    choice.activated.emit(choice.currentIndex())
    task = editor.plan.tasks[1]
    assert (task.form, task.measure, task.target_unit) == (form.code, form.measures[0].code, form.measures[0].unit)

    go(table, 1, "measure")
    qtbot.keyClick(table, KEY.Key_Return)
    choice = QApplication.focusWidget()
    choice.show_value(form.measures[1].code)
    choice.activated.emit(choice.currentIndex())
    assert editor.plan.tasks[1].measure == form.measures[1].code
    assert measure.data() == form.measures[1].name


def test_rows_are_added_moved_and_removed_with_undo(editor, table, qtbot):
    go(table, 0, "content")
    press(qtbot, editor, "tasks_add")
    assert contents(editor) == ["Viết tin", "", "Phát thanh", "Tập huấn"]
    assert editor.plan.tasks[1].group == "Truyền thông"
    press(qtbot, editor, "tasks_down")
    assert contents(editor) == ["Viết tin", "Phát thanh", "", "Tập huấn"]
    press(qtbot, editor, "tasks_up")
    press(qtbot, editor, "tasks_remove")
    assert contents(editor) == ["Viết tin", "Phát thanh", "Tập huấn"]
    for _ in range(4):
        qtbot.keyClick(table, KEY.Key_Z, CTRL)
    assert contents(editor) == ["Viết tin", "Phát thanh", "Tập huấn"]
    assert not editor.draft.can_undo
    qtbot.keyClick(table, KEY.Key_Y, CTRL)
    assert contents(editor) == ["Viết tin", "", "Phát thanh", "Tập huấn"]


def test_a_range_from_excel_is_pasted_with_new_rows_as_one_step(editor, table, qtbot, photograph):
    rows = [
        'Họp dân\tBiên bản\tVăn phòng\tCác thôn\tQuý I\t12 cuộc\r\n"Phát tờ rơi\ntại chợ"\t\t\t\t\tnhiều',
        '"Một cửa" lưu động\tBáo cáo\tTrung tâm\t\tHằng tháng\t1.500\r\n',
    ]
    QApplication.clipboard().setText("\r\n".join(rows))
    go(table, 2, "content")

    qtbot.keyClick(table, KEY.Key_V, CTRL)

    assert contents(editor) == [
        "Viết tin",
        "Phát thanh",
        "Họp dân",
        "Phát tờ rơi\ntại chợ",
        '"Một cửa" lưu động',
    ]
    first, second, third = editor.plan.tasks[2:]
    assert (first.product, first.lead, first.support, first.time_text) == (
        "Biên bản",
        "Văn phòng",
        "Các thôn",
        "Quý I",
    )
    assert (first.target, first.target_unit, second.target, third.target) == (Decimal(12), "cuộc", None, Decimal(1500))
    assert editor.bar.text.startswith("Đã dán 3 dòng.")
    assert "Dòng 4: “nhiều” chưa phải là số" in editor.bar.text
    photograph(editor, "plan-tasks-pasted", 0)
    qtbot.keyClick(table, KEY.Key_Z, CTRL)
    assert contents(editor) == ["Viết tin", "Phát thanh", "Tập huấn"]


def test_cells_are_copied_for_excel_and_emptied(editor, table, qtbot):
    table.selectAll()
    qtbot.keyClick(table, KEY.Key_C, CTRL)
    assert read_tsv(QApplication.clipboard().text())[0][:2] == ["Viết tin", ""]
    table.clearSelection()
    go(table, 1, "content")
    qtbot.keyClick(table, KEY.Key_Delete)
    assert contents(editor) == ["Viết tin", "", "Tập huấn"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", []),
        ("một", [["một"]]),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ('"hai\ndòng"\tb', [["hai\ndòng", "b"]]),
        ('"có ""ngoặc""\nkép"\tb\n', [['có "ngoặc"\nkép', "b"]]),
        ('"Một cửa"\tb', [['"Một cửa"', "b"]]),
        ("a\n\nb", [["a"], [""], ["b"]]),
        ("\t\n", [["", ""]]),
    ],
)
def test_ranges_are_read_as_excel_writes_them(text, rows):
    assert read_tsv(text) == rows


def test_a_range_survives_the_clipboard():
    rows = [["a", 'b "c" d'], ["hai\ndòng", ""], ["tab\tở trong", "x"]]
    assert read_tsv(write_tsv(rows)) == rows


# -- the models


def deep(count):
    """Return a plan of about `count` sections on three levels."""
    parts = []
    for number in range(count // 50):
        items = [
            Section(
                SectionKind.ITEM,
                f"Mục {number}.{row}",
                children=tuple(Section(SectionKind.POINT, text=f"Điểm {number}.{row}.{last}") for last in range(4)),
            )
            for row in range(10)
        ]
        parts.append(Section(SectionKind.PART, f"PHẦN {number}", children=tuple(items)))
    return tuple(parts)


def shown(model, parent=None):
    parent = parent or QModelIndex()
    return [
        (model.index(row, 0, parent).data(), shown(model, model.index(row, 0, parent)))
        for row in range(model.rowCount(parent))
    ]


def test_outline_model_keeps_the_rules_of_qt_through_every_operation(qapp):
    plan = plan_with(sections=deep(150))
    model = OutlineModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_plan(plan)
    first, last = plan.sections[0], plan.sections[-1]
    kept = QPersistentModelIndex(model.section_index(first.children[2].children[1].id))
    steps = [
        lambda rows: outline.move(rows, first.children[2].id, last.id, 0),
        lambda rows: outline.remove(rows, first.children[0].id),
        lambda rows: outline.indent(rows, last.id),
        lambda rows: outline.outdent(rows, first.children[1].id),
        lambda rows: outline.move(rows, first.id, last.id, 1),
        lambda rows: outline.insert_child(rows, None, Section(SectionKind.PART, "MỚI"), 0),
        lambda rows: outline.move_by(rows, last.children[4].id, -3),
        lambda rows: (),
        lambda rows: deep(50),
    ]
    sections = plan.sections
    for step in steps:
        before = sections
        sections = step(sections)
        assert sections != before
        model.set_plan(replace(plan, sections=sections))
        fresh = OutlineModel()
        fresh.set_plan(replace(plan, sections=sections))
        assert shown(model) == shown(fresh)
        if sections and outline.find_path(sections, first.children[2].children[1].id):
            assert kept.data() == "b) Điểm 0.2.1"
    assert not kept.isValid()
    del tester


def test_inverting_the_tree_moves_parents_below_their_children(qapp):
    inner = Section(SectionKind.ITEM, "Trong")
    outer = Section(SectionKind.PART, "NGOÀI", children=(inner,))
    model = OutlineModel()
    model.set_plan(plan_with(sections=(outer,)))
    turned = replace(inner, children=(replace(outer, children=()),))
    model.set_plan(plan_with(sections=(turned,)))
    assert shown(model)[2] == ("1. Trong", [("I. NGOÀI", [])])


def test_a_key_in_a_large_plan_touches_one_line_only(make, qtbot):
    plan = plan_with(sections=deep(500))
    editor = make(plan)
    section = plan.sections[4].children[3].children[2]
    editor.go_to(section.id)
    view = editor.text_panel.view
    view.setFocus()
    model = editor.tree.model()
    touched, structural = [], []
    model.dataChanged.connect(lambda top, bottom: touched.append((top.data(), bottom.data())))
    for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.rowsMoved, model.layoutChanged):
        signal.connect(lambda *_: structural.append(1))
    qtbot.keyClick(view, Qt.Key.Key_End)

    qtbot.keyClicks(view, "abcdefghij")

    assert view.textCursor().block().text() == "Điểm 4.3.2abcdefghij"
    assert len(touched) == 10
    assert touched[-1] == ("c) Điểm 4.3.2abcdefghij",) * 2
    assert not structural


def test_undo_steps_end_at_saving_and_merge_between(make):
    editor = make(plan_with(Task("a")))
    draft = editor.draft
    draft.apply(replace(draft.plan, title="Bản đầu"), Edit(Part.HEADER))
    draft.undo()
    draft.redo()
    for title in ("K", "Kế", "Kế hoạch"):
        draft.apply(replace(draft.plan, title=title), Edit(Part.HEADER), "title")
    assert draft.write()
    draft.apply(replace(draft.plan, title="Kế hoạch mới"), Edit(Part.HEADER), "title")
    draft.undo()
    assert draft.plan.title == "Kế hoạch"
    draft.undo()
    assert draft.plan.title == "Bản đầu"
    draft.undo()
    assert not draft.can_undo
    assert draft.plan.title == "Kế hoạch"


def test_tidying_keeps_every_word_and_is_stable():
    plan = plan_with(
        Task("  hai   dấu cách\n\n dòng  hai "),
        sections=(Section(SectionKind.POINT, "", " một \n\n\t hai "),),
    )
    once = tidy_plan(plan)
    assert once.tasks[0].content == "hai dấu cách\ndòng hai"
    assert once.sections[0].text == "một\nhai"
    assert tidy_plan(once) == once


def test_a_copy_has_ids_of_its_own_and_notes_that_still_point():
    section = Section(SectionKind.PART, "MỘT", children=(Section(SectionKind.ITEM, "Hai"),))
    plan = replace(plan_with(Task("a"), sections=(section,)), notes=(ReviewNote("r", "q", section.children[0].id),))
    copy = with_new_ids(plan)
    assert not {s.id for s in copy.walk()} & {s.id for s in plan.walk()}
    assert copy.tasks[0].id != plan.tasks[0].id
    assert copy.section(copy.notes[0].section_id).title == "Hai"
    assert outline.shape(copy.sections) == outline.shape(plan.sections)
