"""Undo over sessions, and what is being typed when the program is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from cchc_desktop.domain.plan import Plan, PlanStatus, Section, SectionKind
from cchc_desktop.ui.screens.plan_editor import PlanEditor

CTRL = Qt.KeyboardModifier.ControlModifier
START = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)


def sample():
    return Plan(2026, "Kế hoạch", ("UBND",), "Lệ Xá", sections=(Section(SectionKind.PART, "MỤC ĐÍCH"),))


@pytest.fixture
def open_editor(unit, qtbot):
    opened = []

    def opener(plan):
        editor = PlanEditor(unit, unit.services.plans.get(plan.id), has_pdf=False)
        qtbot.addWidget(editor)
        editor.show()
        editor.text_panel.view.setFocus()
        opened.append(editor)
        return editor

    yield opener
    for editor in opened:
        editor.draft.stop()


def title(editor):
    return editor.plan.sections[0].title


def test_undo_goes_on_into_the_sessions_before(unit, open_editor, qtbot, type_text):
    plan = unit.services.plans.save(sample()).plan
    for letters, minutes in (("một ", 1), ("hai ", 2)):
        unit.services.plan_history._now = lambda minutes=minutes: START + timedelta(minutes=minutes)
        editor = open_editor(plan)
        type_text(editor.text_panel.view, letters)
        assert editor.finish()
        editor.draft.stop()
    editor = open_editor(plan)
    view = editor.text_panel.view
    assert title(editor) == "hai một MỤC ĐÍCH"
    assert editor.undo_button.isEnabled()
    type_text(view, "ba ")
    titles = []
    for _ in range(3):
        qtbot.keyClick(view, Qt.Key.Key_Z, CTRL)
        titles.append(title(editor))
    assert titles == ["hai một MỤC ĐÍCH", "một MỤC ĐÍCH", "MỤC ĐÍCH"]
    assert not editor.undo_button.isEnabled()
    assert view.toPlainText() == "MỤC ĐÍCH"
    qtbot.keyClick(view, Qt.Key.Key_Y, CTRL)
    assert title(editor) == "một MỤC ĐÍCH"
    assert editor.finish()
    assert unit.services.plans.get(plan.id).sections[0].title == "một MỤC ĐÍCH"


def test_undo_over_sessions_leaves_state_and_number_alone(unit, open_editor):
    plan = unit.services.plans.save(sample()).plan
    history = unit.services.plan_history
    plan = history.save(replace(plan, title="Đã sửa")).plan
    unit.services.plans.save(replace(plan, number=7))
    editor = open_editor(plan)
    editor.undo()
    assert (editor.plan.title, editor.plan.number, editor.plan.status) == ("Kế hoạch", 7, PlanStatus.DRAFT)
    assert editor.finish()


def test_what_was_typed_at_a_power_cut_is_taken_back_in(unit, open_editor, photograph, qtbot):
    plan = unit.services.plans.save(sample()).plan
    typed = replace(plan, sections=(replace(plan.sections[0], title="MỤC ĐÍCH VÀ YÊU C"),))
    unit.services.plan_history.keep_draft(typed)
    editor = open_editor(plan)
    assert title(editor) == "MỤC ĐÍCH VÀ YÊU C"
    assert "gõ dở" in editor.bar.text
    editor.resize(1180, 620)
    photograph(editor, "plan-kept-draft", 0)
    assert editor.finish()
    editor.draft.stop()
    assert unit.services.plan_history.kept_draft(unit.services.plans.get(plan.id)) is None
    assert title(open_editor(plan)) == "MỤC ĐÍCH VÀ YÊU C"


def test_what_was_taken_back_in_can_be_dropped(unit, open_editor, qtbot):
    plan = unit.services.plans.save(sample()).plan
    unit.services.plan_history.keep_draft(replace(plan, title="Dở dang"))
    editor = open_editor(plan)
    qtbot.mouseClick(editor.bar.button("Bỏ phần này"), Qt.MouseButton.LeftButton)
    assert editor.plan.title == "Kế hoạch"


def test_a_conflicting_draft_becomes_a_copy_when_asked(unit, open_editor, qtbot):
    plan = unit.services.plans.save(sample()).plan
    unit.services.plan_history.keep_draft(replace(plan, title="Của tôi"), conflicting=True)
    plan = unit.services.plans.save(replace(plan, title="Của người khác")).plan
    editor = open_editor(plan)
    assert editor.plan.title == "Của người khác"
    qtbot.mouseClick(editor.bar.button("Giữ thành bản sao"), Qt.MouseButton.LeftButton)
    assert sorted(row.title for row in unit.services.plans.rows()) == ["Của người khác", "Của tôi (bản sao)"]
    assert unit.services.plan_history.kept_draft(plan) is None


TYPIST = """
import os, sys, time
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from datetime import date
from pathlib import Path
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from cchc_desktop import wiring
from cchc_desktop.paths import Paths
from cchc_desktop.settings import Settings
from cchc_desktop.ui import style
from cchc_desktop.ui.ask import Ask
from cchc_desktop.ui.bus import Bus
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.plan_editor import PlanEditor
from cchc_desktop.ui.settings_store import SettingsStore
from cchc_desktop.ui.work import Runner

app = QApplication([])
paths = Paths.under(Path(sys.argv[1]))
services = wiring.open_services(paths, lambda: "x", lambda: date(2026, 3, 12))
context = Context(services, Runner(print), Bus(), Ask(), SettingsStore(paths.settings, Settings()),
                  lambda: date(2026, 3, 12), lambda: None, lambda text: None)
editor = PlanEditor(context, services.plans.get(sys.argv[2]), has_pdf=False)
editor.show()
view = editor.text_panel.view
typed = 0
def press():
    global typed
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        app.sendEvent(view, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, "ư"))
    typed += 1
    print(typed, time.monotonic(), flush=True)
timer = QTimer(interval=40)
timer.timeout.connect(press)
timer.start()
app.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
@pytest.mark.parametrize("seconds", [2.6, 4.3])
def test_a_kill_takes_two_seconds_of_typing_at_most(services, paths, seconds):
    plan = services.plans.save(sample()).plan
    services.close()
    command = [sys.executable, "-c", TYPIST, str(paths.data), plan.id]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    pressed = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as typist:
        while not pressed or pressed[-1] - pressed[0] < seconds:
            pressed.append(float(typist.stdout.readline().split()[1]))
        typist.send_signal(signal.SIGKILL)
    assert typist.returncode == -signal.SIGKILL

    from cchc_desktop.wiring import open_services

    again = open_services(paths, lambda: "x")
    stored = again.plans.get(plan.id)
    kept = again.plan_history.kept_draft(stored)
    text = (kept.plan if kept else stored).sections[0].title
    again.close()
    found = text.count("ư")
    due = sum(moment <= pressed[-1] - 2 for moment in pressed)
    assert found >= due > 0
