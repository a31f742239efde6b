"""The binder and the count of what lacks evidence, in the place of the report."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from cchc_desktop import files
from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.errors import FileInUse
from cchc_desktop.services import sample
from cchc_desktop.ui.main_window import MainWindow
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.report_place import ReportPlace

TODAY = date(2026, 3, 12)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def place(unit: Context, qtbot: Any, settle: Any, tmp_path: Path) -> Iterator[ReportPlace]:
    plan = sample.fill(unit.services, TODAY, activities=60)
    evidence = unit.services.evidence
    logged = unit.services.activities.page(ActivityFilter(start=date(2025, 12, 15))).activities
    for number, activity in enumerate(logged[::2]):
        path = tmp_path / f"Biên bản {number}.pdf"
        path.write_bytes(b"%PDF-" + str(number).encode())
        evidence.add_files(activity.id, [path])
    assert plan.tasks
    window = MainWindow()
    qtbot.addWidget(window)
    made = ReportPlace(unit, window)
    window.show_page(made, made.title, made.corner)
    window.resize(1366, 728)
    window.show()
    made.refresh()
    settle(unit)
    yield made
    window.close()


def menu(place: ReportPlace) -> dict[str, Any]:
    found = place.window().findChild(QMenu, "report_binder_menu")
    assert found is not None
    found.aboutToShow.emit()
    return {action.text(): action for action in found.actions() if action.text()}


def test_what_lacks_evidence_is_counted_and_opened_in_the_log(
    place: ReportPlace, qtbot: Any, photograph: Callable[..., Path]
) -> None:
    period = place._period
    assert period is not None
    missing = place.context.services.evidence.without(period.start, period.end)
    assert missing > 0
    assert place.unproven.text().startswith(f"{missing} chưa có minh chứng")
    photograph(place.window(), "report-evidence")
    wishes: list[tuple[str, object]] = []
    place.wanted.connect(lambda key, request: wishes.append((key, request)))
    qtbot.mouseClick(place.unproven, LEFT)
    assert wishes == [("activity", ActivityFilter(start=period.start, end=period.end, unproven=True))]


def test_the_count_goes_when_all_have_evidence(place: ReportPlace, settle: Any, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-x")
    services = place.context.services
    for activity in services.activities.page(ActivityFilter(unproven=True)).activities:
        services.evidence.add_files(activity.id, [tmp_path / "a.pdf"])
    place.refresh()
    settle(place.context)
    assert place.unproven.isHidden()


def test_the_period_becomes_a_zip(place: ReportPlace, settle: Any, tmp_path: Path, fake_ask: Any, qtbot: Any) -> None:
    actions = menu(place)
    assert list(actions) == ["Cả kỳ báo cáo: ra tệp zip…", "Cả kỳ báo cáo: ra thư mục…"]
    fake_ask.queue("save_file", tmp_path / "tập minh chứng")
    actions["Cả kỳ báo cáo: ra tệp zip…"].trigger()
    settle(place.context)
    ((_, suggested, _),) = fake_ask.calls("save_file")
    assert suggested.name == "Tap-minh-chung_H29.12_2026-Q1.zip"
    target = tmp_path / "tập minh chứng.zip"
    with zipfile.ZipFile(target) as archive:
        assert any(name.endswith("00_Muc-luc-minh-chung.docx") for name in archive.namelist())
    assert "tập minh chứng.zip" in place.bar.text
    assert "chưa có minh chứng" in place.bar.text
    qtbot.mouseClick(place.bar.button("Mở tệp"), LEFT)
    assert fake_ask.opened == [target]
    assert place.context.settings.value.last_export_folder == str(tmp_path)


def test_a_task_becomes_a_folder(
    place: ReportPlace, settle: Any, tmp_path: Path, fake_ask: Any, photograph: Callable[..., Path]
) -> None:
    place.tabs.setCurrentWidget(place.tasks)
    place.tasks.table.select_number(0)
    actions = menu(place)
    wanted = next(text for text in actions if text.startswith("Nhiệm vụ ") and text.endswith("ra thư mục…"))
    out = tmp_path / "ra"
    out.mkdir()
    fake_ask.queue("folder", out)
    actions[wanted].trigger()
    settle(place.context)
    (folder,) = out.iterdir()
    assert "_NV" in folder.name
    assert (folder / "00_Muc-luc-minh-chung.docx").is_file()
    photograph(place.window(), "report-binder-done")


def test_a_selected_indicator_is_offered(place: ReportPlace) -> None:
    place.tabs.setCurrentWidget(place.figures)
    place.figures.table.choose(["TT15"])
    assert "Chỉ tiêu TT15: ra tệp zip…" in menu(place)


def test_a_zip_that_is_open_is_written_under_another_name(
    place: ReportPlace, settle: Any, tmp_path: Path, fake_ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.zip"
    real = files.write_chunks_atomically

    def held(path: Path, chunks: Any) -> None:
        if path == target:
            raise FileInUse(path)
        real(path, chunks)

    monkeypatch.setattr(files, "write_chunks_atomically", held)
    fake_ask.queue("save_file", target)
    fake_ask.queue("retry_or_rename", "rename")
    fake_ask.queue("save_file", tmp_path / "a (2).zip")
    menu(place)["Cả kỳ báo cáo: ra tệp zip…"].trigger()
    settle(place.context)
    assert fake_ask.calls("save_file")[1][1] == tmp_path / "a (2).zip"
    assert (tmp_path / "a (2).zip").is_file()
    assert place.window().findChild(QMenu, "report_binder_menu") is not None


def test_saying_no_writes_nothing(place: ReportPlace, settle: Any, tmp_path: Path, fake_ask: Any) -> None:
    fake_ask.queue("folder", None)
    menu(place)["Cả kỳ báo cáo: ra thư mục…"].trigger()
    settle(place.context)
    assert place.bar.isHidden()


def test_a_new_entry_is_counted(place: ReportPlace, settle: Any) -> None:
    before = int(place.unproven.text().split()[0])
    place.context.services.activities.save(Activity(TODAY, "phat_thanh", "Việc mới"))
    place.refresh()
    settle(place.context)
    assert place.unproven.text().startswith(str(before + 1))
