"""Consolidations frozen, supplemented, printed, filled into forms and sent on, on rows as receiving leaves them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document

from cchc_desktop.documents.package.read import read_package
from cchc_desktop.documents.report_workbook.read import read_figures
from cchc_desktop.domain.consolidation import Absence
from cchc_desktop.domain.directory_unit import Expectation
from cchc_desktop.domain.figure import UNKNOWN, Amount, FigureState
from cchc_desktop.domain.handover import Way
from cchc_desktop.domain.package import Role, Scope
from cchc_desktop.domain.report_form import FigureColumn
from cchc_desktop.errors import Cancelled, Conflict, InvalidInput
from cchc_desktop.services.container import Services
from cchc_desktop.services.report_documents import WORD_NOTE, WORKBOOK_NOTE
from cchc_desktop.storage.tables_gathering import ReceivedReportRecord

Q1 = "2026-Q1"
Gather = Callable[..., dict[str, str]]


@pytest.fixture
def codes(services: Services) -> list[str]:
    """Codes of three sums of the period."""
    period = services.reports.period(Q1)
    indicators = services.catalogues.indicators_in(period.start, period.end)
    return [one.code for one in indicators if one.kind.value == "sum"][:3]


@pytest.fixture
def sent(services: Services, gather: Gather, codes: list[str]) -> dict[str, str]:
    """Four units of which three reported."""
    a, b, c = codes
    reports = gather(services, Q1, {"HY-AN": {a: 3, b: None, c: 1.5}}, texts={"V. Kiến nghị": "Cấp loa\nSửa loa"})
    reports |= gather(services, Q1, {"HY-BE": {a: 4, b: None, c: ""}}, texts={"Kiến nghị": "=1+1"})
    return reports | gather(services, Q1, {"HY-CO": {a: 0}, "HY-DA": None})


def figures_of(services: Services) -> dict[str, Any]:
    return {one.code: one for one in services.consolidation.compute(Q1).figures}


def test_units_are_added_and_the_missing_named(services: Services, sent: dict[str, str], codes: list[str]) -> None:
    made = services.consolidation.compute(Q1)
    a, b, c = (made.figure(code) for code in codes)
    assert a is not None
    assert b is not None
    assert c is not None
    assert (a.current.amount, a.cumulative.amount, a.current.counted) == (Amount.of(7), Amount.of(14), 3)
    assert (b.current.amount, b.current.nil, b.current.unknown) == (UNKNOWN, 2, 1)
    assert (c.current.amount, c.current.counted, c.current.unknown) == (Amount.of(Decimal("1.5")), 1, 2)
    assert [(one.code, one.absence) for one in made.missing] == [("HY-DA", Absence.NOT_SENT)]
    assert made.units_counted == 3


def test_who_is_missing_is_what_the_directory_expects(services: Services, sent: dict[str, str]) -> None:
    with services._desk.database.write("Người thử") as uow:
        uow.expectations.bin([one.id for one in uow.expectations.all()])
        uow.commit()
    assert [one.code for one in services.consolidation.compute(Q1).missing] == ["HY-DA"]  # nothing said: everybody
    with services._desk.database.write("Người thử") as uow:
        uow.expectations.save(Expectation("Q1", "HY-DA", wanted=False))
        uow.commit()
    assert services.consolidation.compute(Q1).missing == ()
    assert [due.unit.code for due in services.directory.due(services.reports.period(Q1))] == ["HY-AN", "HY-BE", "HY-CO"]


def test_a_total_is_traced_to_file_sheet_and_cell(services: Services, sent: dict[str, str], codes: list[str]) -> None:
    made = services.consolidation.compute(Q1)
    figure = made.figure(codes[2])
    assert figure is not None
    behind = services.consolidation.behind(made, figure)
    first = behind[0]
    assert first.figure is not None
    assert (first.source.file_name, first.figure.sheet, first.figure.cell) == ("Báo cáo An.xlsx", "Số liệu", "D9")
    assert [one.figure.current.state if one.figure else None for one in behind] == [
        FigureState.COUNTED,
        FigureState.UNKNOWN,
        None,
    ]
    copy = services.consolidation.received_file(first.source)
    assert copy.name == "Báo cáo An.xlsx"
    assert b"HY-AN" in copy.read_bytes()


def test_freezing_again_changes_nothing_and_new_reports_replace_what_never_left(
    services: Services, sent: dict[str, str], gather: Gather, codes: list[str]
) -> None:
    first = services.consolidation.make(Q1).version
    assert services.consolidation.make(Q1).version == first
    kept = services.consolidation_papers.workbook(first.id)
    gather(services, Q1, {"HY-DA": {codes[0]: 5}}, directory=False)
    second = services.consolidation.make(Q1).version
    assert (second.ordinal, second.id != first.id) == (1, True)
    assert services.consolidation.versions(Q1) == (second,)
    assert services.consolidation_papers.files(second.id) == ()
    assert services.consolidation_papers.workbook(second.id).sha256 != kept.sha256


def test_an_undo_takes_neither_the_consolidation_nor_its_papers(services: Services, sent: dict[str, str]) -> None:
    version = services.consolidation.make(Q1).version
    services.consolidation_papers.make_all(version.id)
    papers = services.consolidation_papers.files(version.id)
    assert len(papers) == 2
    assert not any(line.can_undo for line in services.undo.recent()[:3])
    assert services.history.of("consolidation", version.id)


def hand_over(services: Services, version_id: str, folder: Path) -> Path:
    sending = services.consolidation_sending
    package = sending.packages.pack(version_id, sending.handovers.offer(version_id).usual)
    sending.handovers.deliver(version_id, package, folder, Way.FOLDER)
    return next(folder.glob("*.cchc.zip"))


def test_what_was_sent_is_supplemented_with_a_reason_and_the_differences(
    services: Services, sent: dict[str, str], gather: Gather, codes: list[str], tmp_path: Path
) -> None:
    first = services.consolidation.make(Q1).version
    assert not services.consolidation.needs_reason(Q1)
    hand_over(services, first.id, tmp_path)
    assert services.consolidation.needs_reason(Q1)
    with pytest.raises(Conflict, match="không có gì thay đổi"):
        services.consolidation.make(Q1, "Lý do")
    gather(services, Q1, {"HY-DA": {codes[0]: 5}}, directory=False)
    with pytest.raises(InvalidInput):
        services.consolidation.make(Q1)
    second = services.consolidation.make(Q1, "Xã Da gửi muộn").version
    assert (second.name, second.reason) == ("bổ sung lần 1", "Xã Da gửi muộn")
    change = services.consolidation.change_of(second.id)
    assert change is not None
    assert change.came == ("xã Da",)
    assert [(one.code, one.change) for one in change.figures] == [(codes[0], 5)]
    facts = services.consolidation_sending.source.facts(second.id)
    assert facts.previous == services.consolidation.version(first.id).package_id != ""
    with zipfile.ZipFile(
        Path(services.attachments.path_of(services.consolidation_papers.workbook(second.id).sha256))
    ) as book:
        assert "Thay đổi" in book.read("xl/workbook.xml").decode()


def test_the_package_is_that_of_a_unit_one_level_higher(
    services: Services, sent: dict[str, str], codes: list[str], tmp_path: Path
) -> None:
    version = services.consolidation.make(Q1).version
    opened = read_package(hand_over(services, version.id, tmp_path))
    facts = opened.manifest.facts
    assert (facts.scope, facts.unit_code, facts.period) == (Scope.GATHERED, "HY-DT", Q1)
    assert {file.role for file in opened.manifest.files} >= {Role.WORD, Role.WORKBOOK, Role.DATA}
    with zipfile.ZipFile(opened.path) as package:
        book = next(name for name in package.namelist() if name.endswith(".xlsx"))
        target = tmp_path / "tong-hop.xlsx"
        target.write_bytes(package.read(book))
    read = read_figures(target)
    assert (read.unit_code, read.period_code) == ("HY-DT", Q1)
    assert read.amounts[codes[0]] == Amount.of(7)
    assert services.consolidation.version(version.id).package_id == opened.manifest.id


def test_the_own_report_of_the_office_is_not_among_its_units(
    services: Services, sent: dict[str, str], gather: Gather, codes: list[str]
) -> None:
    gather(services, Q1, {"HY-DT": {codes[0]: 100}})
    made = services.consolidation.compute(Q1)
    assert "HY-DT" not in {one.unit_code for one in made.sources}
    assert "HY-DT" not in {one.code for one in made.missing}
    assert figures_of(services)[codes[0]].current.amount == Amount.of(7)


def test_last_years_total_stands_beside(services: Services, gather: Gather, codes: list[str]) -> None:
    from datetime import date

    unit = services.units.require(date(2026, 1, 1))
    services.units.save(replace(unit, id="2" * 32, valid_from=date(2024, 1, 1)))
    gather(services, "2025-Q1", {"HY-AN": {codes[0]: 9}})
    services.consolidation.make("2025-Q1")
    gather(services, Q1, {"HY-AN": {codes[0]: 3}}, directory=False)
    assert figures_of(services)[codes[0]].previous == Amount.of(9)


def test_nothing_received_is_not_frozen(services: Services) -> None:
    with pytest.raises(InvalidInput):
        services.consolidation.make(Q1)


class Stop:
    """Stops at the nth step."""

    def __init__(self, after: int) -> None:
        self.left = after

    def step(self, done: int, total: int, note: str) -> None:
        self.left -= 1
        if self.left <= 0:
            raise Cancelled()


def test_stopped_half_way_and_made_again_the_bytes_are_the_same(
    services: Services, sent: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cchc_desktop.services.consolidation._EVERY", 1)
    version = services.consolidation.make(Q1).version
    whole = services.attachments.read(services.consolidation_papers.workbook(version.id).sha256)
    word = services.consolidation_papers.word(version.id)
    for file in services.consolidation_papers.files(version.id):
        services.attachments.bin(file.id)
    with services._desk.database.write("Người thử") as uow:
        uow.consolidations.drop(version.id)
        uow.commit()
    with pytest.raises(Cancelled):
        services.consolidation.make(Q1, progress=Stop(2))
    assert services.consolidation.versions(Q1) == ()
    again = services.consolidation.make(Q1).version
    with pytest.raises(Cancelled):
        services.consolidation_papers.workbook(again.id, Stop(2))
    assert services.consolidation_papers.files(again.id) == ()
    assert services.attachments.read(services.consolidation_papers.workbook(again.id).sha256) == whole
    assert services.consolidation_papers.word(again.id).name == word.name


def test_reports_that_were_taken_back_are_not_printed_as_if_they_were_there(
    services: Services, sent: dict[str, str]
) -> None:
    version = services.consolidation.make(Q1).version
    with services._desk.database.write("Người thử") as uow:
        uow._session.query(ReceivedReportRecord).filter_by(unit_code="HY-AN").update({"digest": "khác"})
        uow.commit()
    with pytest.raises(Conflict, match="đã đổi sau khi tổng hợp"):
        services.consolidation_papers.workbook(version.id)


def test_the_workbook_holds_totals_units_trace_texts_and_the_missing(
    services: Services, sent: dict[str, str], codes: list[str]
) -> None:
    version = services.consolidation.make(Q1).version
    kept = services.consolidation_papers.workbook(version.id)
    assert kept.name == "TH-CCHC_HY-DT_2026-Q1.xlsx"
    assert kept.note == WORKBOOK_NOTE
    book = openpyxl.load_workbook(io.BytesIO(services.attachments.read(kept.sha256)))
    totals = {row[1]: row for row in book["Tổng hợp"].iter_rows(min_row=5, values_only=True) if row[1]}
    assert totals[codes[0]][4:11] == (7, 14, "–", 3, 0, 0, 1)
    assert totals[codes[1]][4] == "chưa có số liệu"
    ratio = next(one.code for one in services.catalogues.indicators if one.kind.value == "ratio")
    assert totals[ratio][4:6] == ("không tính được", "không tính được")
    matrix = list(book["Theo đơn vị"].iter_rows(min_row=5, values_only=True))
    column = matrix[0].index(codes[0])
    assert [row[column] for row in matrix[1:4]] == [3, 4, 0]
    assert matrix[4][column].startswith("=SUM(")
    assert matrix[1][matrix[0].index(codes[1])] == "không phát sinh"
    trace = [row for row in book["Nguồn số liệu"].iter_rows(min_row=5, values_only=True) if row[2] == codes[2]]
    assert trace[0][:2] == ("HY-AN", "xã An")
    assert trace[0][4:9] == (1.5, 3, "Báo cáo An.xlsx", "Số liệu", "D9")
    texts = list(book["Lời báo cáo"].iter_rows(min_row=5, values_only=True))
    assert ("V. Kiến nghị", "xã An", "Cấp loa\nSửa loa") in texts
    assert ("Kiến nghị", "xã Be", "=1+1") in texts  # a text, not a formula
    missing = [row[1] for row in book["Chưa có báo cáo"].iter_rows(min_row=5, values_only=True)]
    assert missing[0] == "HY-DA"
    assert all(cell.data_type != "f" for row in book["Lời báo cáo"].iter_rows() for cell in row)
    assert len(book["Biểu đồ"]._charts) >= 2
    cover = [cell.value for row in book["Bìa"].iter_rows() for cell in row if cell.value]
    assert "NGƯỜI LẬP BIỂU" in cover
    assert "TM. ỦY BAN NHÂN DÂN" in cover
    assert "3/4 đơn vị" in cover


def test_the_word_report_names_the_addressee_and_the_missing(services: Services, sent: dict[str, str]) -> None:
    version = services.consolidation.make(Q1).version
    kept = services.consolidation_papers.word(version.id)
    assert kept.note == WORD_NOTE
    paper = Document(io.BytesIO(services.attachments.read(kept.sha256)))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    cells = "\n".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    assert "Kính gửi: Sở Nội vụ tỉnh Hưng Yên" in text
    assert "Tổng hợp kết quả tuyên truyền cải cách hành chính quý I năm 2026" in text
    assert "(chưa nộp): xã Da" in text
    assert "Xã An: Cấp loa; Sửa loa." in text
    assert "/BC-UBND" in cells
    assert "2 không phát sinh, 1 chưa có số liệu" in cells  # beside a total of the annex
    assert "(3/4 đơn vị)".upper() in text.upper()


def test_the_superiors_form_takes_the_totals(services: Services, sent: dict[str, str], codes: list[str]) -> None:
    made = services.consolidation.compute(Q1)
    figures = services.consolidation.form_figures(made)
    assert figures[codes[0], FigureColumn.CURRENT].value == 7
    assert figures[codes[1], FigureColumn.CURRENT].state is FigureState.UNKNOWN
    assert figures["don_vi", FigureColumn.FACT].text == "Xã Đồng Tâm"
