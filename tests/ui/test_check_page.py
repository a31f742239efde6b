"""The layout check in the window: choose or drop a file, read the findings, save copies."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from cchc_desktop.domain.check import CheckState
from cchc_desktop.errors import FileUnreadable
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.check_page import CheckPage


@pytest.fixture
def page(unit: Context, qtbot: Any) -> Any:
    host = QWidget()
    qtbot.addWidget(host)
    made = CheckPage(unit, host)
    column = QVBoxLayout(host)
    column.addWidget(made.toolbar, 0, Qt.AlignmentFlag.AlignRight)
    column.addWidget(made)
    host.resize(1180, 690)
    host.show()
    yield made
    host.close()


@pytest.fixture
def good(unit: Context, tmp_path: Path) -> Path:
    plans = unit.services.plans
    return plans.export(plans.create(2026).plan.id, tmp_path / "kế hoạch.docx")


@pytest.fixture
def bad(good: Path, tmp_path: Path) -> Path:
    """The good plan whose first pages have a left margin of 15 mm."""
    path = tmp_path / "sai lề.docx"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                assert b'w:left="1701"' in data
                data = data.replace(b'w:left="1701"', b'w:left="850"', 1)
            target.writestr(name, data)
    return path


def click(qtbot: Any, page: CheckPage, name: str) -> None:
    button = page.window().findChild(QPushButton, name)
    assert button is not None
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_our_own_export_has_no_failed_rule(
    page: CheckPage,
    qtbot: Any,
    fake_ask: Any,
    good: Path,
    settle: Callable[[Context], None],
    photograph: Any,
    unit: Any,
) -> None:
    photograph(page.window(), "check_empty", 0)
    fake_ask.queue("open_file", good)
    click(qtbot, page, "check_choose")
    settle(unit)
    assert page.report is not None
    assert page.report.result.of(CheckState.FAILED) == ()
    assert "0 không đạt" in page.summary.text()
    assert not page.annotate_button.isEnabled()
    photograph(page.window(), "check_good", 0)


def test_a_broken_rule_stands_first_and_copies_are_saved(
    page: CheckPage,
    qtbot: Any,
    fake_ask: Any,
    bad: Path,
    tmp_path: Path,
    settle: Callable[[Context], None],
    photograph: Any,
    unit: Any,
) -> None:
    before = bad.read_bytes()
    page.check(bad)
    settle(unit)
    assert page.model.rows[0].state is CheckState.FAILED
    assert "15" in page.model.rows[0].measured
    assert "Nghị định 30" in page.detail.text() or "NĐ 30" in page.detail.text() or "Phụ lục" in page.detail.text()
    photograph(page.window(), "check_bad", 0)
    fake_ask.queue("save_file", tmp_path / "góp ý.docx")
    click(qtbot, page, "check_annotate")
    settle(unit)
    with zipfile.ZipFile(tmp_path / "góp ý.docx") as package:
        assert "word/comments.xml" in package.namelist()
    fake_ask.queue("save_file", tmp_path / "đã sửa.docx")
    click(qtbot, page, "check_repair")
    settle(unit)
    assert "Đã sửa" in page.bar.text
    assert bad.read_bytes() == before
    mended = unit.services.checks.check(tmp_path / "đã sửa.docx")
    assert "page.margins" not in mended.result.failed_rules


def test_a_file_is_dropped(page: CheckPage, bad: Path, settle: Callable[[Context], None], unit: Any) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(bad))])
    action, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(10, 10), action, mime, button, none)
    page.dragEnterEvent(enter)
    assert enter.isAccepted()
    page.dropEvent(QDropEvent(QPointF(10, 10), action, mime, button, none))
    settle(unit)
    assert page.report is not None
    assert page.report.path == bad


def test_other_files_are_not_taken_and_bad_ones_are_named(
    page: CheckPage, tmp_path: Path, fake_ask: Any, settle: Callable[[Context], None], unit: Any
) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "ảnh.png"))])
    action, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(10, 10), action, mime, button, none)
    enter.ignore()
    page.dragEnterEvent(enter)
    assert not enter.isAccepted()
    wrong = tmp_path / "sai.docx"
    wrong.write_bytes(b"%PDF-1.7")
    fake_ask.expected_errors.append(FileUnreadable)
    page.check(wrong)
    settle(unit)
    assert len(fake_ask.calls("error")) == 1
    assert page.report is None
