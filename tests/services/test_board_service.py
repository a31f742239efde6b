"""The board through its service: standings, checks, letters, answers as files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import docx
import pytest

from cchc_desktop.domain.board import BoardState
from cchc_desktop.domain.board_check import OddKind
from cchc_desktop.domain.directory_unit import DirectoryKind, DirectoryUnit
from cchc_desktop.domain.receipt import ReceiptKind, ReceiptRemark
from cchc_desktop.domain.received import ReportStanding
from cchc_desktop.errors import Conflict, InvalidInput
from cchc_desktop.services.container import Services

Q1 = "2026-Q1"
NAMES = ("An", "Bình", "Châu", "Dân", "Đức", "Giang", "Hà", "Kha", "Lâm", "Minh")


@pytest.fixture
def units(services: Services) -> None:
    services.directory.add_many(
        [
            DirectoryUnit(f"X{number}", name, DirectoryKind.WARD if number % 2 else DirectoryKind.COMMUNE)
            for number, name in enumerate(NAMES)
        ]
    )


def states(services: Services) -> dict[str, BoardState]:
    return {row.unit.code: row.state for row in services.board.board(Q1).rows}


def test_a_board_of_a_period(services: Services, units, send) -> None:
    send("X0", "xã An", Q1, {"TT05": 12}, on="2026-03-14")
    send("X1", "phường Bình", Q1, {"TT05": 12}, on="2026-04-02")
    send("X2", "xã Châu", Q1, {"TT05": 12})
    send("X2", "xã Châu", Q1, {"TT05": 13}, ordinal=2, on="2026-05-01")
    send("X3", "phường Dân", Q1, {"TT05": 12})
    send("X3", "phường Dân", Q1, {"TT05": 99})
    send("Z9", "xã Lạ", Q1, {"TT05": 1})
    found = states(services)
    assert list(found) == [*(f"X{number}" for number in range(10)), "Z9"]
    assert [found[code] for code in ("X0", "X1", "X2", "X3", "X4", "Z9")] == [
        BoardState.ON_TIME,
        BoardState.LATE,
        BoardState.SUPPLEMENTED,
        BoardState.CONFLICT,
        BoardState.OVERDUE,
        BoardState.NOT_EXPECTED,
    ]
    assert 2026 in services.board.years()
    assert services.board.begin().code == "2026-6M"


def test_what_is_odd_among_peers_and_against_last_year(services: Services, units, send) -> None:
    reports = {
        code: send(code, name, Q1, {"TT05": 10 + number, "TT02": 5, "TT03": 3})
        for number, (code, name) in enumerate((f"X{number}", name) for number, name in enumerate(NAMES))
    }
    late = send("X9", "xã Minh", Q1, {"TT05": 19_000, "TT02": 5, "TT03": 7}, ordinal=2)
    send("X0", "xã An", "2025-Q1", {"TT05": 90})
    board = services.board.board(Q1)
    checked = services.board.check(board)
    by_unit = {row.unit.code: checked.of(row) for row in board.rows}
    kinds = {(odd.kind, odd.indicator) for odd in by_unit["X9"]}
    assert (OddKind.PEERS, "TT05") in kinds
    assert (OddKind.HISTORY, "TT05") in {(odd.kind, odd.indicator) for odd in by_unit["X0"]}
    assert OddKind.PEERS not in {odd.kind for odd in by_unit["X1"]}
    view = services.board.view(late, checked)
    line = next(line for line in view.lines if line.indicator == "TT05")
    assert OddKind.PEERS in {odd.kind for odd in line.odd}
    view = services.board.view(reports["X0"])
    line = next(line for line in view.lines if line.indicator == "TT05")
    assert (line.last_year.value, line.figure.current.value) == (90, 10)
    table = services.board.table(board.period, board.rows, checked)
    assert "Điện thoại" not in [column.title for column in table.columns]
    assert "khác các đơn vị khác" in next(row for row in table.rows if row[1] == "X9")[8]


def test_a_unit_of_today_is_held_against_the_units_it_was_made_of(services: Services, units, send) -> None:
    directory = services.directory
    found = directory.on_day(date(2025, 6, 1))
    directory.merge([found[code].id for code in ("X0", "X1", "X2")], DirectoryUnit("X0", "An Bình"), date(2025, 7, 1))
    send("X0", "xã An", "2025-Q1", {"TT05": 10, "TT02": 5})
    send("X1", "phường Bình", "2025-Q1", {"TT05": 20, "TT02": 5})
    newest = send("X0", "xã An Bình", Q1, {"TT05": 300, "TT02": 9})
    view = services.board.view(newest)
    assert view.last_year == ()  # one of the three had not reported: no sum is better than a wrong one
    send("X2", "xã Châu", "2025-Q1", {"TT05": 30, "TT02": 5})
    view = services.board.view(newest)
    line = {line.indicator: line for line in view.lines}
    assert view.last_year == ("X0", "X1", "X2")
    assert line["TT05"].last_year.value == 60
    assert line["TT02"].last_year.value is None  # a state of things is not added up
    checked = services.board.check(services.board.board(Q1))
    assert ("TT05", OddKind.HISTORY) in {(odd.indicator, odd.kind) for odd in checked.odd[newest]}


def words(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(path).paragraphs) + "".join(
        cell.text for table in docx.Document(path).tables for row in table.rows for cell in row.cells
    )


def test_reminders_for_all_who_lack_and_for_nobody_else(services: Services, units, send, tmp_path: Path) -> None:
    send("X0", "xã An", Q1, {"TT05": 12})
    back = send("X1", "phường Bình", Q1, {"TT05": 12})
    services.answers.give_back(back, [], "Thiếu biểu số liệu")
    board = services.board.board(Q1)
    until = date(2026, 6, 25)
    one = services.board.remind_all(board, board.rows, until, tmp_path / "chung.docx")
    text = words(one)
    assert "9 đơn vị" in text
    assert "Ủy ban nhân dân phường Bình" in text
    assert "báo cáo đã trả lại để sửa" in text
    assert "xã An," not in text
    assert "ngày 25 tháng 6 năm 2026" in text
    paths = services.board.remind_each(board, board.rows, until, tmp_path)
    assert len(paths) == 9
    assert "đã trả lại" in words(paths[0])
    assert "Kính gửi: Ủy ban nhân dân phường Bình" in words(paths[0]).replace("\xa0", " ")
    with pytest.raises(InvalidInput):
        services.board.remind_each(board, board.rows[:1], until, tmp_path)


def test_answers_are_written_once_one_small_file_each(services: Services, units, send, tmp_path: Path) -> None:
    first = send("X0", "xã An", Q1, {"TT05": 12})
    second = send("X1", "phường Bình", Q1, {"TT05": 12})
    foreign = send("X2", "xã Châu", Q1, {"TT05": 12}, package=False)
    plain = send("X3", "phường Dân", Q1, {"TT05": 12}, package=False)
    services.answers.accept([first, plain], number="15")
    services.answers.give_back(second, [ReceiptRemark("  Không khớp nhật ký\n", "TT05"), ReceiptRemark(" ")])
    services.answers.give_back(foreign, [ReceiptRemark("Xem lại", "TT05")], "Thiếu chữ ký")
    assert states(services)["X1"] is BoardState.RETURNED
    board = services.board.board(Q1)
    waiting = services.answers.waiting(board)
    assert len(waiting) == 4
    written = services.answers.write(board, waiting, tmp_path)
    assert sorted(path.name for path in written.paths) == [
        "CCHC_X0_2026-Q1_v1_TIEP-NHAN.cchc.json",
        "CCHC_X1_2026-Q1_v1_TRA-LAI.cchc.json",
        "Trả lại báo cáo Quý I năm 2026 - X2 xã Châu.docx",
    ]
    assert written.without == ("phường Dân",)
    assert services.answers.waiting(board) == ()
    from cchc_desktop.documents.package.receipt_json import read_receipt

    receipt, key = read_receipt(tmp_path / "CCHC_X1_2026-Q1_v1_TRA-LAI.cchc.json")
    assert (receipt.kind, receipt.package_id, len(key)) == (ReceiptKind.RETURNED, second, 32)
    assert receipt.fingerprint == services.sending.keys.own_fingerprint()
    assert receipt.remarks == (ReceiptRemark("Không khớp nhật ký", "TT05"),)
    letter = next(path for path in written.paths if path.suffix == ".docx")
    assert "Xem lại" in words(letter)
    assert "Thiếu chữ ký" in words(letter)


def test_what_must_not_be_answered_is_refused_whole(services: Services, units, send) -> None:
    sound = send("X0", "xã An", Q1, {"TT05": 12})
    one = send("X1", "phường Bình", Q1, {"TT05": 12})
    send("X1", "phường Bình", Q1, {"TT05": 13})
    with pytest.raises(Conflict):
        services.answers.accept([sound, one])
    assert states(services)["X0"] is BoardState.ON_TIME
    with pytest.raises(InvalidInput):
        services.answers.give_back(sound, [ReceiptRemark("  ", "TT05")])
    assert services.answers.answers([sound, one]) == {}
    services.answers.accept([sound])
    services.answers.accept([sound])
    assert len(services.answers.answers([sound])[sound]) == 1
    with services.directory._database.read() as uow:
        assert uow.received.report(sound).standing is ReportStanding.ACCEPTED
