"""`cchc self-test`: shows whether this copy of the program works on this machine.

Run from source by the tests, from the built folder by the packaging script, and from the installed program by
the release workflow. It works in a temporary folder and never touches a person's data.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from importlib import metadata
from pathlib import Path

from cchc_desktop import __version__, files
from cchc_desktop.cli.output import Answer
from cchc_desktop.errors import FileUnreadable
from cchc_desktop.paths import Paths
from cchc_desktop.services.container import Services

SAMPLE_DAY = date(2026, 6, 20)
VIETNAMESE = "ẮẰẲẴẶẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰĐđắằẳẵặếềểễệốồổỗộớờởỡợứừửữự"


class CheckFailed(Exception):
    """A check found something wrong; the text says what."""


def run_self_test(log: str) -> Answer:
    """Run all checks; exit code 1 when one fails. `log` also gets the result (a windowed program has no console)."""
    results: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory(prefix="cchc-self-test-", ignore_cleanup_errors=True) as folder:
        bench = _Bench(Path(folder))
        for name, check in bench.checks():
            started = time.perf_counter()
            try:
                detail, passed = check(), True
            except Exception as error:  # a self-test reports whatever breaks
                detail, passed = f"{type(error).__name__}: {error}", False
            elapsed = round(1000 * (time.perf_counter() - started))
            results.append({"check": name, "passed": passed, "detail": detail, "ms": elapsed})
        bench.close()
    failed = sum(not row["passed"] for row in results)
    data = {"version": __version__, "passed": len(results) - failed, "failed": failed, "checks": results}
    if log:
        files.write_atomically(Path(log).absolute(), json.dumps(data, ensure_ascii=False, indent=2).encode())
    lines = [f"{'ĐẠT ' if row['passed'] else 'HỎNG'}  {row['check']}: {row['detail']}" for row in results]
    lines.append("Chương trình hoạt động tốt." if not failed else f"Có {failed} kiểm tra không đạt.")
    return Answer(data, tuple(lines), code=1 if failed else 0)


class _Bench:
    """The checks, sharing one temporary office."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._services: Services | None = None

    def checks(self) -> tuple[tuple[str, Callable[[], str]], ...]:
        return (
            ("Phiên bản", self._versions),
            ("Cơ sở dữ liệu mới", self._database),
            ("Kế hoạch ra Word và đọc lại", self._plan),
            ("Mẫu văn bản", self._templates),
            ("Phông chữ cũ và trang PDF", self._old_text_and_pages),
            ("Sổ báo cáo Excel và đọc lại", self._workbook),
            ("Nhận báo cáo qua tiến trình đọc riêng", self._receiving),
            ("Ảnh minh chứng thu nhỏ và tập minh chứng", self._evidence),
            ("Sao lưu và kiểm tra bản sao", self._backup),
            ("Nối tới dữ liệu dùng chung", self._server),
            ("Cửa sổ và chữ Việt", self._window),
        )

    def close(self) -> None:
        if self._services is not None:
            self._services.close()

    def _versions(self) -> str:
        names = ("PySide6-Essentials", "SQLAlchemy", "alembic", "docxtpl", "XlsxWriter", "openpyxl")
        found = []
        for name in names:
            try:
                found.append(f"{name} {metadata.version(name)}")
            except metadata.PackageNotFoundError:
                found.append(f"{name} (đóng gói)")
        return f"CCHC {__version__}; Python {platform.python_version()}; {platform.platform()}; " + "; ".join(found)

    def _database(self) -> str:
        from cchc_desktop import wiring
        from cchc_desktop.domain.ids import new_id
        from cchc_desktop.domain.unit import Unit, UnitKind
        from cchc_desktop.services.sample import fill

        self._services = wiring.open_services(Paths.under(self._folder / "data"), lambda: "tự kiểm tra", _sample_day)
        unit = Unit(new_id(), date(2025, 7, 1), UnitKind.COMMUNE, "Thử Nghiệm", "Tỉnh Hưng Yên", "", code="TEST")
        self._services.units.save(unit)
        plan = fill(self._services, SAMPLE_DAY, activities=40)
        return f"kế hoạch mẫu có {sum(1 for _ in plan.walk())} mục, {len(plan.tasks)} nhiệm vụ; 40 hoạt động"

    def _open(self) -> Services:
        if self._services is None:
            raise CheckFailed("cơ sở dữ liệu chưa mở được")
        return self._services

    def _plan(self) -> str:
        from cchc_desktop.domain import outline

        plans = self._open().plans
        plan = plans.get(plans.rows()[0].id)
        path = plans.export(plan.id, self._folder / "kế hoạch.docx")
        again = plans.read_word(path)
        if outline.shape(again.sections) != outline.shape(plan.sections):
            raise CheckFailed("kế hoạch đọc lại khác kế hoạch đã xuất")
        if "{{" in repr(again) or "{%" in repr(again):
            raise CheckFailed("mẫu còn thẻ chưa điền")
        return f"{path.stat().st_size // 1024} KB"

    def _templates(self) -> str:
        templates = self._open().templates
        for row in templates.rows():
            report = templates.check(row.file)
            if report.findings:
                raise CheckFailed(f"{row.file}: {report.findings[0].reason}")
        return f"{len(templates.rows())} mẫu, mọi trường đều có"

    def _server(self) -> str:
        """Ask for a server where there is none: the driver must be there to say so."""
        import keyring

        from cchc_desktop.errors import DatabaseAway, ServerFault

        try:
            self._open().shared_data.try_out("postgresql://thu@127.0.0.1:1/cchc", "")
        except DatabaseAway as error:
            if error.fault is ServerFault.AWAY:
                return f"psycopg {metadata.version('psycopg')}, kho mật khẩu: {keyring.get_keyring().name}"
            raise
        raise CheckFailed("máy chủ không có mà vẫn nối được")

    def _old_text_and_pages(self) -> str:
        from cchc_desktop.documents.pdf_pages import page_count
        from cchc_desktop.documents.word.legacy_text import convert

        if convert("nh\u00adng ®iÓm", ".VnTime") != "nhưng điểm":
            raise CheckFailed("chữ TCVN3 đổi sai")
        try:
            page_count(b"")
        except FileUnreadable:
            return "đổi được chữ TCVN3, đọc được PDF"
        raise CheckFailed("thư viện PDF không từ chối tệp rỗng")

    def _workbook(self) -> str:
        from cchc_desktop.documents.report_workbook.read import read_figures

        reports = self._open().reports
        report = reports.report("2026-6M")
        path = reports.export("2026-6M", self._folder)
        amounts = read_figures(path).amounts
        for figure in report.figures:
            read = amounts.get(figure.indicator.code)
            value = figure.current.value
            if read is None or read.state is not figure.current.state or read.value != (value and round(value, 6)):
                raise CheckFailed(f"chỉ tiêu {figure.indicator.code} đọc lại khác số đã ghi")
        return f"{len(amounts)} chỉ tiêu khớp"

    def _receiving(self) -> str:
        """Receive the workbook that was just written, in a process of this very program."""
        from cchc_desktop.domain.directory_unit import DirectoryUnit
        from cchc_desktop.domain.received import FileState

        services = self._open()
        services.directory.add_many([DirectoryUnit("TEST", "Thử Nghiệm")])
        taken = services.receiving.take(list(self._folder.glob("*.xlsx")))
        if taken.states != {FileState.ACCEPTED: 1} or taken.lost:
            reasons = "; ".join(row.file.reason for row in services.receiving.rows())
            raise CheckFailed(f"không nhận được sổ báo cáo: {reasons or taken.states}")
        return "sổ báo cáo đọc được ngoài chương trình chính"

    def _evidence(self) -> str:
        from cchc_desktop.documents.picture import sample_photo

        services = self._open()
        photo = self._folder / "Ảnh thử.jpg"
        photo.write_bytes(sample_photo())
        activity = services.reports.report("2026-6M").activities[0]
        (kept,) = services.evidence.add_files(activity.id, [photo]).added
        if not services.evidence.thumbnail(kept):
            raise CheckFailed("không có ảnh nhỏ")
        binder = services.evidence_binder.gather("2026-6M")
        written = services.evidence_binder.write(binder, self._folder / "minh chứng.zip")
        if binder.files != 1 or written.lost:
            raise CheckFailed(f"tập minh chứng có {binder.files} tệp, mất {len(written.lost)}")
        return f"ảnh {photo.stat().st_size // 1024} KB giữ còn {kept.size // 1024} KB"

    def _backup(self) -> str:
        backups = self._open().backups
        info = backups.verify(backups.create(self._folder / "sao lưu.cchc-backup").path)
        if info.activities != 40:
            raise CheckFailed(f"bản sao có {info.activities} hoạt động, phải là 40")
        return f"{info.size // 1024} KB, {info.activities} hoạt động"

    def _window(self) -> str:
        if sys.platform != "win32" and not os.environ.get("DISPLAY"):
            os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from cchc_desktop.ui.selfcheck import check_window

        return check_window(Paths.under(self._folder / "data"), self._open(), VIETNAMESE)


def _sample_day() -> date:
    return SAMPLE_DAY
