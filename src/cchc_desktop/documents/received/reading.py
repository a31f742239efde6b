"""A received file as a reading, told by its bytes what it is."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from cchc_desktop.documents.office_file import OfficeKind, check_office_data, read_bytes
from cchc_desktop.documents.received.catalogue import KnownIndicators
from cchc_desktop.documents.received.cells import NeedsCare, careful_machine_rows, fast_grids, machine_rows
from cchc_desktop.documents.received.machine_sheet import is_ours, read_machine_sheet
from cchc_desktop.documents.received.told import Told
from cchc_desktop.domain.machine_sheet import DATA_SHEET
from cchc_desktop.domain.package import MANIFEST_NAME
from cchc_desktop.domain.received_reading import Reading
from cchc_desktop.errors import AppError, FileUnreadable, UnreadableReason

_PARTS = (".001",)
_ANSWER = ".cchc.json"


def read_received(
    path: Path, known: KnownIndicators, told: Told, careful: bool = False, content: bytes | None = None
) -> Reading:
    """Read a file that a unit sent.

    Args:
        path: the file.
        known: the indicators.
        told: what a person said of such tables before.
        careful: keep away from the library that may abort the process.
        content: of the file when it is in memory already.

    Raises:
        AppError: it cannot be read, with the reason; `careful` or not makes no difference to what is refused.

    """
    if path.name.casefold().endswith(_ANSWER):
        raise FileUnreadable(path, UnreadableReason.WRONG_KIND, "phiếu phản hồi của cấp trên; mở ở nơi Báo cáo")
    if path.suffix in _PARTS or _is_package(path, content):
        from cchc_desktop.documents.received.packages import read_report_package

        return read_report_package(path)
    data = read_bytes(path) if content is None else content
    check_office_data(data, OfficeKind.EXCEL, path)
    rows = _machine_rows(path, data, careful)
    if rows is not None and is_ours(rows):
        try:
            return read_machine_sheet(path, rows)
        except AppError:
            if careful:
                raise
            # The fast way tells errors of formulas as empty cells; the careful one names them.
            return read_machine_sheet(path, careful_machine_rows(data, path) or ())
    from cchc_desktop.documents.received.foreign import read_foreign

    if not careful:
        try:
            return read_foreign(fast_grids(data), known, told)
        except NeedsCare:
            pass
    from cchc_desktop.documents.foreign_workbook.cells import read_grids

    return read_foreign(read_grids(path), known, told)


def _machine_rows(path: Path, data: bytes, careful: bool) -> list[list[object]] | None:
    if not careful:
        try:
            return machine_rows(data)
        except NeedsCare:
            pass
    # Only when the name of the sheet stands in the workbook: openpyxl may fail on what the foreign reader repairs.
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = {name.replace("\\", "/").lower(): name for name in package.namelist()}
        book = names.get("xl/workbook.xml")
        if book is None or DATA_SHEET.encode() not in package.read(book):
            return None
    return careful_machine_rows(data, path)


def _is_package(path: Path, content: bytes | None) -> bool:
    if content is not None and MANIFEST_NAME.encode() not in content:
        return False
    try:
        if not zipfile.is_zipfile(path):
            return False
        with zipfile.ZipFile(path) as package:
            return MANIFEST_NAME in package.namelist()
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError):
        return False
