"""Photographs the real window for the README and the user guide: docs/images/*.png.

    python docs/make_images.py

Works in a temporary folder on a made-up office, with a fixed day, on Qt's offscreen platform; each picture is the
whole window at 1366x728 (a 768-line screen less the task bar).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from cchc_desktop import wiring
from cchc_desktop.domain.figure import FigureState, Statement
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.report_check import IssueRule
from cchc_desktop.domain.unit import Unit, UnitKind
from cchc_desktop.paths import Paths
from cchc_desktop.services import sample
from cchc_desktop.services.container import Services
from cchc_desktop.ui.app import dress
from cchc_desktop.ui.garbage import GarbageCollector
from cchc_desktop.ui.main_window import MainWindow
from cchc_desktop.ui.session import Session

IMAGES = Path(__file__).resolve().parent / "images"
TODAY = date(2026, 6, 9)


def today() -> date:
    """Return the day the pictures show."""
    return TODAY


def fill(paths: Paths) -> None:
    """Make the office of the pictures."""
    services = wiring.open_services(paths, lambda: "Nguyễn Thị Hạnh", today)
    services.units.save(
        Unit(
            new_id(), date(2025, 7, 1), UnitKind.COMMUNE, "Đồng Tâm", "Tỉnh Hưng Yên", "Sở Nội vụ tỉnh Hưng Yên",
            code="HY-DT", drafting_body="Phòng Văn hóa - Xã hội",
        )
    )  # fmt: skip
    sample.fill(services, TODAY, 260)
    services.close()


class Camera:
    """Shows places of the window and saves what they look like."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def wait(self, done: Callable[[], bool] = lambda: True) -> None:
        """Let the window work until `done` and no job is left."""
        for _ in range(600):
            loop = QEventLoop()
            QTimer.singleShot(20, loop.quit)
            loop.exec()
            if done() and not self.session.runner.busy:
                break
        for _ in range(5):
            QApplication.processEvents()

    def go(self, key: str, request: object = None) -> QWidget:
        """Go to a place and let it fill."""
        self.session.go(key, request)
        self.wait()
        return self.session.places[key]

    def take(self, name: str) -> None:
        """Save the window as docs/images/<name>.png."""
        self.wait()
        self.session.window.grab().save(str(IMAGES / f"{name}.png"))
        print(f"docs/images/{name}.png")


def freeze(services: Services, code: str) -> None:
    """Settle and freeze the report of a period."""
    desk = services.report_desk.open(code)
    silent = [issue.subject for issue in desk.issues if issue.rule is IssueRule.MISSING]
    services.reports.state(*(Statement(code, subject, FigureState.NIL) for subject in silent))
    services.report_desk.answer(code, "Đã đối chiếu với sổ", *services.report_desk.open(code).open_issues)
    services.report_life.freeze(code)


def photograph(camera: Camera) -> None:
    """Take all pictures."""
    camera.go("overview")
    camera.take("tong-quan")
    services = camera.session.context.services
    camera.go("plan")
    camera.take("ke-hoach")
    draft = services.plans.clone(services.plans.rows()[0].id, TODAY.year + 1).plan
    camera.go("plan", draft.id)
    camera.take("soan-ke-hoach")
    log = camera.go("activity")
    camera.take("nhat-ky-danh-sach")
    log.table.select_number(2)
    camera.wait()
    log.desk.edit(log.table.selected_rows()[0])
    camera.take("nhat-ky")
    log.escape()
    camera.session.quick.open()
    camera.take("ghi-nhanh")
    camera.session.quick.escape()
    report = camera.go("report", "2026-6M")
    camera.take("bao-cao")
    for page, name in ((report.issues, "can-xem"), (report.narrative, "loi")):
        report.tabs.setCurrentWidget(page)
        camera.take(f"bao-cao-{name}")
    freeze(services, "2026-Q1")
    report = camera.go("report", "2026-Q1")
    report.refresh()
    report.tabs.setCurrentWidget(report.versions)
    camera.take("bao-cao-cac-ban")
    camera.go("registers")
    camera.take("so-theo-doi")
    camera.go("catalogue")
    camera.take("danh-muc")
    camera.go("settings")
    camera.take("cai-dat")


def main() -> None:
    """Make the office, open the window on it, photograph it."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        first = Paths.under(Path(folder) / "moi")
        paths = Paths.under(Path(folder) / "data")
        fill(paths)
        app = dress(QApplication([]), "light")
        garbage = GarbageCollector()
        for place, take in ((first, lambda camera: camera.take("khoi-dau")), (paths, photograph)):
            window = MainWindow()
            window.resize(1366, 728)
            session = Session(window, place, lambda clerk, p=place: wiring.open_services(p, clerk, today), today)
            window.painted.connect(session.start)
            window.show()
            camera = Camera(session)
            camera.wait(lambda s=session: s.context is not None)
            take(camera)
            window.close()
            session.close()
        garbage.stop()
        app.quit()


if __name__ == "__main__":
    main()
