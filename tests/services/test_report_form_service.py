"""The superior's form through real storage: mapping, filling, sharing, next year's form."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from cchc_desktop import files
from cchc_desktop.domain.figure import FigureState, Statement
from cchc_desktop.domain.report_form import Absent, FigureColumn, FormMapping
from cchc_desktop.domain.report_form_doctor import Move, accepted
from cchc_desktop.errors import Conflict, FileInUse, FileUnreadable, InvalidInput, NotFound, WorkbookProblem
from cchc_desktop.services.container import Services
from cchc_desktop.services.report_forms import OpenedForm

SHEET = "Biểu 01"
LABELS = ("Tin, bài trên báo, đài", "Tổng số hoạt động", "Hội nghị tuyên truyền", "Tờ rơi phát hành")
PERIOD = "2026-Q1"


def make(path: Path, labels: tuple[str, ...] = LABELS, tags: dict[str, str] | None = None) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        percent = book.add_format({"num_format": "0.0%"})
        sheet.merge_range("A1:D1", "BIỂU TỔNG HỢP")
        sheet.write_row("A3", ["TT", "Nội dung", "Kỳ này", "Lũy kế"])
        for row, label in enumerate(labels, 3):
            sheet.write_row(row, 0, [row - 2, label])
            sheet.write_blank(row, 4, None, percent)
        sheet.write_formula(len(labels) + 3, 2, f"=SUM(C4:C{len(labels) + 3})", None, 0)
        for cell, text in (tags or {}).items():
            sheet.write_string(cell, text, percent if cell.startswith("E") else None)
    return path


def state(services: Services, code: str, value: str | None) -> None:
    kind = FigureState.NIL if value is None else FigureState.COUNTED
    services.reports.state(Statement(PERIOD, code, kind, None if value is None else Decimal(value), "theo sổ"))


def mapped(services: Services, form: OpenedForm, **cells: str) -> FormMapping:
    forms = services.report_forms
    found = tuple(forms.mapped(form.book, SHEET, cell, code, FigureColumn.CURRENT) for cell, code in cells.items())
    return FormMapping("Biểu của Sở", form.book.name, form.book.sha256, found)


def read(data: bytes | Path) -> Any:
    content = data.read_bytes() if isinstance(data, Path) else data
    return openpyxl.load_workbook(io.BytesIO(content))[SHEET]


def test_a_form_is_mapped_kept_and_filled(services: Services, tmp_path: Path) -> None:
    form = services.report_forms.open(make(tmp_path / "bieu.xlsx"))
    mapping = mapped(services, form, C4="TT07", C5="TT05", C6="TT18", C7="TT29")
    saved, change = services.report_forms.save(mapping, form)
    assert change.ids == (saved.id,)
    state(services, "TT07", "12")
    state(services, "TT18", None)
    (tmp_path / "bieu.xlsx").unlink()
    kept = services.report_forms.get(saved.id)
    assert kept == saved
    opened = services.report_forms.open_kept(kept)
    target = tmp_path / "dien.xlsx"
    filled = services.report_forms.fill_to(kept, PERIOD, opened, target)
    sheet = read(target)
    assert [sheet[cell].value for cell in ("C4", "C5", "C6", "C7")] == [12, None, 0, None]
    assert "2 ô chưa có số liệu" in filled.notes[0]
    words = replace(kept, nil=Absent.WORDS, unknown=Absent.WORDS)
    sheet = read(services.report_forms.fill(words, PERIOD, opened).data)
    assert [sheet[cell].value for cell in ("C6", "C7")] == ["không phát sinh", "chưa có số liệu"]


def test_columns_facts_and_percent_arrive(services: Services, tmp_path: Path) -> None:
    tags = {"A9": "Đơn vị: {{don_vi}}, {{ky}}", "C4": "{{TT26: ghi chú}}", "C5": "{{tt26}}", "E4": "{{TT28}}"}
    path = make(tmp_path / "bieu.xlsx", tags=tags)
    state(services, "TT26", "30")
    state(services, "TT27", "20")
    services.report_forms.fill_file(path, PERIOD, tmp_path / "ra.xlsx")
    sheet = read(tmp_path / "ra.xlsx")
    assert sheet["A9"].value == "Đơn vị: Xã Đồng Tâm, Quý I năm 2026"
    assert (sheet["C4"].value, sheet["C5"].value) == ("theo sổ", 30)
    assert sheet["E4"].value == pytest.approx(0.667, abs=0.001)


def test_an_unknown_tag_is_refused_with_the_nearest_codes(services: Services, tmp_path: Path) -> None:
    path = make(tmp_path / "bieu.xlsx", tags={"C4": "{{TT7}}", "C5": "{{TT05}}"})
    with pytest.raises(WorkbookProblem) as caught:
        services.report_forms.fill_file(path, PERIOD, tmp_path / "ra.xlsx")
    assert (caught.value.sheet, caught.value.cell) == (SHEET, "C4")
    assert "TT07 (Tin, bài" in caught.value.reason
    assert not (tmp_path / "ra.xlsx").exists()
    form = services.report_forms.open(path)
    with pytest.raises(WorkbookProblem):
        services.report_forms.fill(mapped(services, form, C6="TT18"), PERIOD, form)
    services.report_forms.fill(mapped(services, form, C4="TT07"), PERIOD, form)  # a person chose what the tag meant


def test_cells_that_must_not_be_filled_are_refused_by_name(services: Services, tmp_path: Path) -> None:
    form = services.report_forms.open(make(tmp_path / "bieu.xlsx"))
    for cell, words in (("B1", "A1:D1"), ("C8", "công thức"), ("Z99", "không còn")):
        with pytest.raises(InvalidInput) as caught:
            mapped(services, form, **{cell: "TT05"})
        assert words in caught.value.problems["cell"]
    mapping = mapped(services, form, C4="TT07")
    merged = replace(mapping, cells=(replace(mapping.cells[0], cell="B1"),))
    with pytest.raises(InvalidInput):
        services.report_forms.save(merged, form)
    with pytest.raises(InvalidInput):
        services.report_forms.save(replace(mapping, cells=(replace(mapping.cells[0], code="KHONG"),)), form)


def test_names_are_unique_and_old_copies_are_refused(services: Services, tmp_path: Path) -> None:
    form = services.report_forms.open(make(tmp_path / "bieu.xlsx"))
    saved, _ = services.report_forms.save(mapped(services, form, C4="TT07"), form)
    with pytest.raises(Conflict):
        services.report_forms.save(mapped(services, form, C4="TT05"), form)
    again, _ = services.report_forms.save(replace(saved, note="sửa"), form)
    with pytest.raises(Conflict):
        services.report_forms.save(replace(saved, note="cũ"), form)
    services.report_forms.bin(again.id)
    assert services.report_forms.all() == ()
    services.report_forms.restore(again.id)
    assert services.report_forms.named("BIỂU CỦA SỞ") == again


def test_a_mapping_travels_by_file_to_another_office(services: Services, tmp_path: Path) -> None:
    form = services.report_forms.open(make(tmp_path / "bieu.xlsx"))
    saved, _ = services.report_forms.save(mapped(services, form, C4="TT07", C5="TT05"), form)
    services.report_forms.share(saved, tmp_path / "ghep.json")
    services.report_forms.bin(saved.id)
    received = services.report_forms.shared(tmp_path / "ghep.json")
    assert (received.cells, received.name, received.version) == (saved.cells, saved.name, 0)
    again, _ = services.report_forms.save(received, form)
    assert services.report_forms.all() == (again,)
    (tmp_path / "sai.json").write_bytes(b"PK\x03\x04")
    with pytest.raises(InvalidInput):
        services.report_forms.shared(tmp_path / "sai.json")
    with pytest.raises(FileUnreadable):
        services.report_forms.shared(tmp_path / "khong-co.json")


def test_next_years_form_is_examined_and_tried_on_the_last_period(services: Services, tmp_path: Path) -> None:
    form = services.report_forms.open(make(tmp_path / "bieu.xlsx"))
    saved, _ = services.report_forms.save(mapped(services, form, C4="TT07", C6="TT18", C7="TT29"), form)
    state(services, "TT07", "12")
    state(services, "TT18", "3")
    path = make(tmp_path / "bieu-2027.xlsx", ("Mục mới về chuyển đổi số", *LABELS[:3]))
    with pytest.raises(WorkbookProblem, match="Bác sĩ biểu") as caught:
        services.report_forms.fill_file(path, PERIOD, tmp_path / "ra.xlsx", "Biểu của Sở")
    assert caught.value.cell == "C4"
    new = services.report_forms.open(path)
    diagnosis = services.report_forms.examine(saved, new)
    assert [(one.move, one.new.cell if one.new else "") for one in diagnosis.proposals] == [
        (Move.MOVED, "C5"),
        (Move.MOVED, "C7"),
        (Move.GONE, ""),
    ]
    assert [row.label for row in diagnosis.new_rows] == ["Mục mới về chuyển đổi số"]
    mapping = accepted(saved, diagnosis.proposals, new.book)
    last = services.report_forms.last_period(mapping)
    assert last is not None
    assert last.code == "2026-6M"
    sheet = read(services.report_forms.fill(mapping, PERIOD, new).data)
    assert [sheet[cell].value for cell in ("C4", "C5", "C7")] == [None, 12, 3]
    kept, _ = services.report_forms.save(mapping, new)
    assert services.report_forms.open_kept(kept).book.name == "bieu-2027.xlsx"


def test_a_form_for_other_years_and_periods_is_told(services: Services, tmp_path: Path) -> None:
    form = services.report_forms.open(make(tmp_path / "bieu.xlsx"))
    mapping = replace(mapped(services, form, C4="TT07"), period="6M")
    assert services.report_forms.last_period(mapping).code == "2026-6M"  # type: ignore[union-attr]
    assert "kỳ khác" in services.report_forms.fill(mapping, PERIOD, form).notes[0]
    with pytest.raises(NotFound):
        services.report_forms.fill(mapping, "2026-XX", form)


def test_a_target_that_is_open_in_excel_stays_as_it_was(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = services.report_forms.open(make(tmp_path / "bieu.xlsx"))
    mapping = mapped(services, form, C4="TT07")
    target = tmp_path / "ra.xlsx"
    target.write_bytes(b"old")

    def held(*_given: object) -> None:
        error = PermissionError()
        error.winerror = 32  # type: ignore[attr-defined]
        raise error

    monkeypatch.setattr(files.os, "replace", held)
    monkeypatch.setattr(files.time, "sleep", lambda _seconds: None)
    with pytest.raises(FileInUse):
        services.report_forms.fill_to(mapping, PERIOD, form, target)
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bieu.xlsx", "data", "ra.xlsx"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.7"])
def test_what_is_no_workbook_is_refused(services: Services, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bieu.xlsx"
    path.write_bytes(content)
    with pytest.raises(FileUnreadable):
        services.report_forms.open(path)


def test_the_name_offered_keeps_the_ending(services: Services) -> None:
    period = services.reports.period(PERIOD)
    mapping = FormMapping("x", "Biểu Sở.XLSM", "")
    assert services.report_forms.file_name(mapping, period) == "Biểu Sở_2026-Q1.xlsm"
