"""Files as units send them, made for tests: packages, our workbooks, workbooks of anybody, and what harms."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook

from cchc_desktop.documents.package.write import write_package
from cchc_desktop.documents.report_workbook.data import COLUMNS
from cchc_desktop.domain import frozen_report
from cchc_desktop.domain.figure import UNKNOWN, Amount
from cchc_desktop.domain.frozen_report import FrozenFigure, FrozenReport
from cchc_desktop.domain.narrative import NarrativePart
from cchc_desktop.domain.package import Manifest, PackageFacts, Part, Role
from cchc_desktop.domain.report_life import VersionKind

SPANS = {
    "2026-Q1": (date(2025, 12, 15), date(2026, 3, 14)),
    "2025-Y": (date(2024, 12, 15), date(2025, 12, 14)),
    "2027-Q1": (date(2026, 12, 15), date(2027, 3, 14)),
}
Figures = Mapping[str, int | None]


def our_rows(code: str, name: str, figures: Figures, period: str = "2026-Q1") -> list[list[object]]:
    """The cells of a machine-readable sheet."""
    start, end = SPANS[period]
    facts = {
        "schema": "cchc-report/1", "unit_code": code, "unit_name": name, "period_code": period,
        "period_start": start.isoformat(), "period_end": end.isoformat(),
    }  # fmt: skip
    rows: list[list[object]] = [[key, value] for key, value in facts.items()]
    rows += [[], [words for _, words in COLUMNS], [key for key, _ in COLUMNS]]
    for indicator, value in figures.items():
        state = "unknown" if value is None else "counted"
        rows.append([code, period, indicator, value, state, value, state])
    return rows


def xlsx(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]], merges: Sequence[str] = ()) -> Path:
    """Write a workbook; `merges` are of its first sheet."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    for area in merges:
        book.worksheets[0].merge_cells(area)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def ours(path: Path, code: str, name: str, figures: Figures, period: str = "2026-Q1") -> Path:
    """Write a workbook as the program makes it."""
    return xlsx(path, {"Bao_cao": [["Báo cáo"]], "Du_lieu": our_rows(code, name, figures, period)})


def package(path: Path, code: str, name: str, figures: Figures, ordinal: int = 1, period: str = "2026-Q1") -> Path:
    """Write a package with its figures and its workbook."""
    start, end = SPANS[period]
    said = FrozenReport(
        period, "Kỳ", start, end, end, code, name,
        tuple(
            FrozenFigure(
                one, one, "bài", "sum", "", 0,
                UNKNOWN if value is None else Amount.of(Decimal(value)),
                UNKNOWN if value is None else Amount.of(Decimal(value)), UNKNOWN, None,
            )
            for one, value in figures.items()
        ),
        (NarrativePart("I. Kết quả", f"Lời của {name}"),),
    )  # fmt: skip
    kind = VersionKind.FIRST if ordinal == 1 else VersionKind.SUPPLEMENT
    facts = PackageFacts(code, name, period, "Kỳ", start, end, ordinal, kind, figures_digest=said.digest())
    draft = Manifest(facts, f"{ordinal:032x}", "2026-03-16T08:00:00+07:00", "0.1.0", ())
    book = ours(path.with_suffix(".tmp.xlsx"), code, name, figures, period)
    data = json.dumps(frozen_report.to_json(said), ensure_ascii=False).encode()
    parts = (Part(Role.DATA, "so-lieu.json", data), Part(Role.WORKBOOK, "Biểu số liệu.xlsx", book.read_bytes()))
    write_package(path, draft, parts)
    book.unlink()
    return path


def aborting(path: Path) -> Path:
    """Write a small workbook with two cells far apart: the fast library would ask for all cells between them."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
        "</sheetData></worksheet>"
    )
    return with_sheet(path, sheet)


def with_sheet(path: Path, sheet: str, extra: Mapping[str, bytes] | None = None) -> Path:
    """Write a workbook whose only sheet is this XML; `extra` are parts that are added or replaced."""
    stream = io.BytesIO()
    book = Workbook()
    book.active["A1"] = 1
    book.save(stream)
    with zipfile.ZipFile(stream) as good, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in good.namelist():
            content = sheet.encode() if name == "xl/worksheets/sheet1.xml" else good.read(name)
            made.writestr(name, (extra or {}).get(name, content))
    return path


def hostile(folder: Path) -> dict[str, Path]:
    """Write what must be put apart, each under what it is; none of it is a good file."""
    folder.mkdir(parents=True, exist_ok=True)
    good = ours(folder / "tot.xlsx", "HY-A", "xã An", {"TT01": 1}).read_bytes()
    laughs = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>'
    made = {
        "cut": good[: len(good) // 2],
        "flipped": good[:600] + bytes([good[600] ^ 0xFF]) + good[601:],
        "empty": b"",
        "zeros": b"\x00" * 500,
        "old_excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        "pdf": b"%PDF-1.4\n%fake",
        "text": "Kính gửi anh chị".encode(),
        "zip": _zip({"a.txt": b"a"}),
        "path": _zip({"../../evil.xlsx": b"a", "[Content_Types].xml": b"<a/>"}),
    }
    paths = {}
    for name, data in made.items():
        paths[name] = folder / f"{name}.xlsx"
        paths[name].write_bytes(data)
    paths["far_apart"] = aborting(folder / "far_apart.xlsx")
    paths["laughs"] = with_sheet(folder / "laughs.xlsx", laughs.decode())
    bomb = f"<worksheet><sheetData>{'<row/>' * 2_000_000}</sheetData></worksheet>"
    paths["bomb"] = with_sheet(folder / "bomb.xlsx", bomb)
    paths["address"] = with_sheet(
        folder / "address.xlsx",
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="ZZZZ99999999"><v>1</v></c></row></sheetData></worksheet>',
    )
    (folder / "tot.xlsx").unlink()
    return paths


def _zip(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()
