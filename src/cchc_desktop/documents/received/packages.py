"""A package of a unit as a reading: its frozen figures, and where they stand in the workbook that came along."""

from __future__ import annotations

import json
from pathlib import Path

from cchc_desktop.documents.package.read import OpenedPackage, read_package
from cchc_desktop.documents.received.machine_sheet import is_ours, read_machine_sheet
from cchc_desktop.domain import frozen_report
from cchc_desktop.domain.figure import Amount
from cchc_desktop.domain.frozen_report import FrozenReport
from cchc_desktop.domain.package import PackageFile, Role
from cchc_desktop.domain.received import FileKind
from cchc_desktop.domain.received_reading import FigureRow, Reading, to_millionths
from cchc_desktop.errors import AppError, PackageFault, PackageProblem


def read_report_package(path: Path) -> Reading:
    """Prove a package and return what it says.

    Raises:
        FileUnreadable, PackageProblem: it is no whole package, or its figures are not those it was sealed with.

    """
    opened = read_package(path)
    facts = opened.manifest.facts
    data = next((file for file in opened.manifest.files if file.role is Role.DATA), None)
    if data is None:
        raise PackageProblem(path, PackageFault.WRONG_FACTS, reason="gói không có tệp số liệu cho chương trình đọc")
    said = _frozen(opened, data)
    if (said.unit_code, said.period) != (facts.unit_code, facts.period):
        raise PackageProblem(path, PackageFault.WRONG_FACTS, data.name, "đơn vị hoặc kỳ trong số liệu khác bản kê")
    if facts.figures_digest and said.digest() != facts.figures_digest:
        raise PackageProblem(path, PackageFault.WRONG_FACTS, data.name, "số liệu không phải bản đã chốt")
    places, warnings = _places(opened, said)
    if opened.repacked:
        warnings.append("gói đã được nén lại bằng chương trình khác; từng tệp bên trong vẫn nguyên vẹn")
    document = f"{facts.document} {facts.document_date or ''}".strip()
    return Reading(
        FileKind.PACKAGE,
        facts.unit_code,
        facts.unit_name,
        facts.period,
        facts.start.isoformat(),
        facts.end.isoformat(),
        facts.ordinal,
        opened.manifest.id,
        opened.manifest.created_at,
        facts.reason,
        document,
        opened.public_key.hex(),
        tuple(_row(path, figure, *places.get(figure.code, (data.name, ""))) for figure in said.figures),
        tuple((part.title, part.text) for part in said.narrative),
        (*warnings, *(f"{one.text} – giải trình: {one.reason}" for one in said.warnings)),
    )


def _frozen(opened: OpenedPackage, data: PackageFile) -> FrozenReport:
    try:
        return frozen_report.from_json(json.loads(opened.read(data)))
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError) as error:
        raise PackageProblem(opened.path, PackageFault.WRONG_FACTS, data.name, "số liệu không đúng dạng") from error


def _row(path: Path, figure: frozen_report.FrozenFigure, sheet: str, cell: str) -> FigureRow:
    current, cumulative = (_kept(path, amount) for amount in (figure.current, figure.cumulative))
    return figure.code, *current, *cumulative, "", sheet, cell


def _kept(path: Path, amount: Amount) -> tuple[str, int | None]:
    if amount.value is None:
        return amount.state.value, None
    kept = to_millionths(amount.value)
    if kept is None:
        raise PackageProblem(path, PackageFault.WRONG_FACTS, reason="có số quá lớn")
    return amount.state.value, kept


def _places(opened: OpenedPackage, said: FrozenReport) -> tuple[dict[str, tuple[str, str]], list[str]]:
    """Return indicator → (sheet, cell) in the workbook that came along, and where its figures differ."""
    from cchc_desktop.documents.received.cells import NeedsCare, careful_machine_rows, machine_rows

    book = next((file for file in opened.manifest.files if file.role is Role.WORKBOOK), None)
    if book is None:
        return {}, []
    data = opened.read(book)
    try:
        try:
            rows = machine_rows(data)
        except NeedsCare:
            rows = careful_machine_rows(data, opened.path)
        if rows is None or not is_ours(rows):
            return {}, []
        reading = read_machine_sheet(opened.path, rows)
    except AppError:
        return {}, [f"không đọc được trang dữ liệu của “{book.name}” trong gói; số liệu lấy từ tệp số liệu"]
    values = {row[0]: row for row in reading.figures}
    warnings = []
    for figure in said.figures:
        row = values.get(figure.code)
        if row is not None and (row[1], row[2]) != _kept(opened.path, figure.current):
            warnings.append(f"{figure.code}: tệp Excel trong gói ghi khác số liệu đã chốt (ô {row[7]})")
    return {code: (f"{book.name}/{row[6]}", row[7]) for code, row in values.items()}, warnings
