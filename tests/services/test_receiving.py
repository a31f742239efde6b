"""Files taken in through real storage and real reading processes."""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cchc_desktop import wiring
from cchc_desktop.domain.directory_unit import DirectoryKind, DirectoryUnit
from cchc_desktop.domain.received import FileState, ReportStanding
from cchc_desktop.errors import Cancelled, InvalidInput
from cchc_desktop.paths import Paths
from cchc_desktop.services.container import Services
from cchc_desktop.services.receiving import ReceivedRow
from cchc_desktop.services.receiving_pool import ReadingPool, Task

_spec = importlib.util.spec_from_file_location("received_files", Path(__file__).with_name("received_files.py"))
assert _spec is not None
assert _spec.loader is not None
made = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(made)

pytestmark = pytest.mark.timeout(120)

UNITS = (
    DirectoryUnit("HY-A", "An", valid_from=date(2025, 7, 1)),
    DirectoryUnit("HY-B", "Bình", DirectoryKind.WARD, predecessors=("HY-OLD",)),
    DirectoryUnit("HY-C", "Cường"),
    DirectoryUnit("HY-OLD", "Cũ", valid_to=date(2025, 6, 30)),
)


@pytest.fixture
def gathering(services: Services) -> Services:
    services.directory.add_many(UNITS)
    return services


def by_name(services: Services) -> dict[str, ReceivedRow]:
    return {row.file.name: row for row in services.receiving.rows()}


def figures_of(services: Services, row: ReceivedRow) -> dict[str, Any]:
    assert row.report is not None
    with services._desk.database.read() as uow:
        found = uow.received.figures([row.report.id])[row.report.id]
    return {one.indicator: one for one in found}


def warnings_of(services: Services, row: ReceivedRow) -> tuple[str, ...]:
    report = services.receiving.report_of(row.file.sha256)
    assert report is not None
    return report.warnings


# ------------------------------------------------------------------ good and bad together


def test_hostile_files_among_good_ones_cost_nothing_but_themselves(gathering: Services, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    bad = made.hostile(stick / "xấu")
    made.package(stick / "An" / "CCHC_HY-A_2026-Q1_v1.cchc.zip", "HY-A", "xã An", {"TT01": 5, "TT05": None})
    made.ours(stick / "Bình" / "bao_cao.xlsx", "HY-B", "phường Bình", {"TT01": 7})
    (stick / "Thumbs.db").write_bytes(b"x")
    taken = gathering.receiving.take([stick])
    assert taken.states == {FileState.ACCEPTED: 2, FileState.QUARANTINED: len(bad)}
    rows = by_name(gathering)
    for path in bad.values():
        row = rows[path.name]
        assert row.file.state is FileState.QUARANTINED, path.name
        assert row.file.reason.endswith("."), path.name
        assert row.report is None
        if path.stat().st_size:
            assert gathering.receiving.kept_copy(row.file.sha256).read_bytes() == path.read_bytes()
    sent = figures_of(gathering, rows["CCHC_HY-A_2026-Q1_v1.cchc.zip"])
    assert sent["TT01"].current.value == 5
    assert (sent["TT01"].sheet, sent["TT01"].cell) == ("bieu-so-lieu.xlsx/Du_lieu", "D10")
    assert sent["TT05"].current.value is None
    assert rows["bao_cao.xlsx"].report is not None
    assert rows["bao_cao.xlsx"].report.unit_code == "HY-B"


def test_a_process_that_aborts_or_hangs_is_replaced(gathering: Services, tmp_path: Path) -> None:
    evil = made.aborting(tmp_path / "evil.xlsx")
    good = [made.ours(tmp_path / f"{n}.xlsx", "HY-A", "xã An", {"TT01": n}) for n in range(6)]
    tasks = [Task(0, evil, evil.name), *(Task(n, path, path.name) for n, path in enumerate(good, 1))]
    with gathering.receiving.pool(1) as pool:
        answers = {answer.task.number: answer.reading for answer in pool.read(tasks)}
    assert answers[0].trouble
    assert [answers[n].figures[0][2] for n in range(1, 7)] == [n * 1_000_000 for n in range(6)]


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe that nobody fills stands for a file that hangs")
def test_a_file_that_hangs_is_given_up(tmp_path: Path) -> None:
    import os

    hanging = tmp_path / "treo.xlsx"
    os.mkfifo(hanging)
    good = made.ours(tmp_path / "tot.xlsx", "HY-A", "xã An", {"TT01": 3})
    with ReadingPool(tmp_path / "kept", [], 1, seconds=1) as pool:
        tasks = [Task(0, hanging, hanging.name), Task(1, good, good.name)]
        answers = {answer.task.number: answer.reading for answer in pool.read(tasks)}
        assert pool.lost == 2
    assert "quá lâu" in answers[0].trouble
    assert answers[1].unit_code == "HY-A"


# ------------------------------------------------------------------ again, newer, different


def test_the_same_file_fifty_times_is_one(gathering: Services, tmp_path: Path) -> None:
    data = made.ours(tmp_path / "in" / "0.xlsx", "HY-A", "xã An", {"TT01": 5}).read_bytes()
    for number in range(1, 50):
        (tmp_path / "in" / f"{number}.xlsx").write_bytes(data)
    taken = gathering.receiving.take([tmp_path / "in"])
    assert taken.states == {FileState.ACCEPTED: 1, FileState.KNOWN: 49}
    again = gathering.receiving.take([tmp_path / "in"])
    assert again.states == {FileState.KNOWN: 50}
    (row,) = gathering.receiving.rows()
    assert row.report is not None
    assert row.report.standing is ReportStanding.CURRENT
    with gathering._desk.database.read() as uow:
        assert len(uow.audit.history("received_report", row.report.id)) == 1


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_the_newest_version_counts_whatever_came_first(
    gathering: Services, tmp_path: Path, order: tuple[int, int]
) -> None:
    for ordinal in order:
        path = made.package(tmp_path / f"v{ordinal}.cchc.zip", "HY-A", "xã An", {"TT01": ordinal}, ordinal)
        gathering.receiving.take([path])
    standing = {row.file.name: row.report.standing for row in gathering.receiving.rows() if row.report}
    assert standing == {"v1.cchc.zip": ReportStanding.OLDER, "v2.cchc.zip": ReportStanding.CURRENT}


def test_two_contents_of_one_version_wait_for_a_choice(gathering: Services, tmp_path: Path) -> None:
    made.ours(tmp_path / "in" / "a.xlsx", "HY-A", "xã An", {"TT01": 5, "TT02": 1})
    made.ours(tmp_path / "in" / "b.xlsx", "HY-A", "xã An", {"TT01": 6, "TT02": 1})
    receiving = gathering.receiving
    receiving.take([tmp_path / "in"])
    rows = by_name(gathering)
    assert {row.report.standing for row in rows.values() if row.report} == {ReportStanding.CONFLICT}
    chosen = rows["b.xlsx"].report
    assert chosen is not None
    rivals = receiving.rivals(chosen.id)
    assert [(one.indicator, one.differs) for one in receiving.compare(rivals)] == [("TT01", True), ("TT02", False)]
    receiving.choose(chosen.id, "Đã hỏi chị Hoa")
    rows = by_name(gathering)
    assert [rows[name].report.standing for name in ("a.xlsx", "b.xlsx")] == [  # type: ignore[union-attr]
        ReportStanding.SET_ASIDE,
        ReportStanding.CURRENT,
    ]
    receiving.choose(rows["a.xlsx"].report.id)  # type: ignore[union-attr]
    rows = by_name(gathering)
    assert [rows[name].report.standing for name in ("a.xlsx", "b.xlsx")] == [  # type: ignore[union-attr]
        ReportStanding.CURRENT,
        ReportStanding.SET_ASIDE,
    ]


def test_a_package_and_its_workbook_that_say_the_same_count_once(gathering: Services, tmp_path: Path) -> None:
    made.package(tmp_path / "in" / "a.cchc.zip", "HY-A", "xã An", {"TT01": 5}) if (tmp_path / "in").mkdir() else None
    made.package(tmp_path / "in" / "a.cchc.zip", "HY-A", "xã An", {"TT01": 5})
    made.ours(tmp_path / "in" / "b.xlsx", "HY-A", "xã An", {"TT01": 5})
    gathering.receiving.take([tmp_path / "in"])
    standing = {row.file.name: row.report.standing for row in gathering.receiving.rows() if row.report}
    assert standing == {"a.cchc.zip": ReportStanding.CURRENT, "b.xlsx": ReportStanding.OLDER}


# ------------------------------------------------------------------ whose, and of when


@pytest.mark.parametrize(
    ("path", "code", "name", "period", "reason", "proposed"),
    [
        ("a.xlsx", "HY-A", "phường Bình", "2026-Q1", "là của xã An", ["HY-A", "HY-B"]),
        ("phường Bình/a.xlsx", "HY-A", "xã An", "2026-Q1", "thư mục ghi phường Bình", ["HY-A", "HY-B"]),
        ("a.xlsx", "HY-OLD", "xã Cũ", "2026-Q1", "không còn từ sau ngày 30/6/2025", ["HY-B"]),
        ("a.xlsx", "HY-A", "xã An", "2025-Y", "", []),
        ("a.xlsx", "HY-X", "xã Lạ", "2026-Q1", "không có trong danh bạ", []),
        ("a.xlsx", "", "xã Lạ", "2026-Q1", "không có đơn vị nào tên", []),
        ("a.xlsx", "HY-A", "xã An", "2027-Q1", "chưa đến", []),
    ],
)
def test_what_does_not_fit_waits_with_the_reason(
    gathering: Services, tmp_path: Path, path: str, code: str, name: str, period: str, reason: str, proposed: list[str]
) -> None:
    made.ours(tmp_path / "in" / path, code, name, {"TT01": 5}, period)
    gathering.receiving.take([tmp_path / "in"])
    (row,) = gathering.receiving.rows()
    if not reason:
        assert row.file.state is FileState.ACCEPTED
        return
    assert row.file.state is FileState.UNDECIDED
    assert reason in row.file.reason.replace("30/06", "30/6")
    waiting = gathering.receiving.waiting(row.file.sha256)
    assert waiting is not None
    assert [one.key for one in waiting.verdict.units] == proposed


def test_a_person_decides_and_the_directory_helps_later(gathering: Services, tmp_path: Path) -> None:
    receiving = gathering.receiving
    path = made.ours(tmp_path / "x.xlsx", "HY-X", "xã Lạ", {"TT01": 5})
    receiving.take([path])
    (row,) = receiving.rows()
    with pytest.raises(InvalidInput) as caught:
        receiving.decide(row.file.sha256, "HY-NO", "2026-Q9")
    assert set(caught.value.problems) == {"unit", "period"}
    receiving.decide(row.file.sha256, "HY-C", "2026-Q1")
    (row,) = receiving.rows()
    assert row.file.state is FileState.ACCEPTED
    assert row.report is not None
    assert (row.report.unit_code, row.report.unit_name) == ("HY-C", "xã Lạ")
    assert any("người nhận xác nhận" in one for one in warnings_of(gathering, row))

    receiving.take([made.ours(tmp_path / "y.xlsx", "HY-Y", "xã Mới", {"TT01": 5})])
    assert receiving.recheck() == 0
    gathering.directory.add_many([DirectoryUnit("HY-Y", "Mới")])
    assert receiving.recheck() == 1
    assert by_name(gathering)["y.xlsx"].report is not None


# ------------------------------------------------------------------ workbooks of anybody


def foreign(services: Services, *lines: Sequence[object]) -> list[list[object]]:
    names = {one.code: one.name for one in services.catalogues.indicators}
    head: list[list[object]] = [["ỦY BAN NHÂN DÂN XÃ AN"], ["BÁO CÁO QUÝ I NĂM 2026"], [None]]
    return head + [[names.get(str(cell), cell) for cell in line] for line in lines]


def test_rows_of_anybody_with_units_in_the_cells(gathering: Services, tmp_path: Path) -> None:
    rows = foreign(
        gathering,
        ["STT", "Nội dung", "ĐVT", "Kết quả", "Lũy kế"],
        [1, "TT07", "bài", "12 bài", 20],
        [2, "TT06", "lượt", "1.250 lượt", "1.250"],
        [3, "TT01", "văn bản", "không phát sinh", 3],
        [4, "Việc riêng của xã", "việc", 9, 9],
        ["", "Tổng cộng", "", 1262, ""],
        ["", "Người lập biểu", "", "", ""],
    )
    path = made.xlsx(tmp_path / "bieu.xlsx", {"Ghi chú": [["Xin chào"]], "Biểu 1": rows})
    gathering.receiving.take([path])
    (row,) = gathering.receiving.rows()
    assert (row.file.state, row.file.reason) == (FileState.ACCEPTED, "")
    assert row.report is not None
    assert (row.report.unit_code, row.report.period) == ("HY-A", "2026-Q1")
    said = figures_of(gathering, row)
    assert [(code, one.current.value, one.cumulative.value) for code, one in said.items()] == [
        ("TT07", 12, 20),
        ("TT06", 1250, 1250),
        ("TT01", None, 3),
    ]
    assert said["TT01"].current.state.value == "nil"
    assert (said["TT06"].sheet, said["TT06"].cell, said["TT06"].text) == ("Biểu 1", "D6", "1.250 lượt")
    assert any("Việc riêng của xã" in one for one in warnings_of(gathering, row))


def test_indicators_in_columns_under_merged_headings(gathering: Services, tmp_path: Path) -> None:
    rows = foreign(gathering, ["TT", "Số liệu tuyên truyền"], [None, "TT01", "TT06", "TT07"], [1, 2, 350, "12 bài"])
    path = made.xlsx(tmp_path / "ngang.xlsx", {"Biểu": rows}, merges=["B4:D4", "A4:A5"])
    gathering.receiving.take([path])
    (row,) = gathering.receiving.rows()
    assert (row.file.state, row.file.reason) == (FileState.ACCEPTED, "")
    said = figures_of(gathering, row)
    assert {code: (one.current.value, one.cell) for code, one in said.items()} == {
        "TT01": (2, "B6"),
        "TT06": (350, "C6"),
        "TT07": (12, "D6"),
    }


@pytest.mark.parametrize(
    ("cell", "reason"),
    [("1,234", "đọc được hai cách"), ("1,5 triệu", "nghìn, triệu"), (1.25, "phần lẻ"), ("#REF!", "lỗi công thức")],
)
def test_a_value_in_doubt_waits(gathering: Services, tmp_path: Path, cell: object, reason: str) -> None:
    rows = foreign(gathering, ["Nội dung", "Kết quả"], ["TT07", cell], ["TT06", 3])
    gathering.receiving.take([made.xlsx(tmp_path / "a.xlsx", {"Biểu": rows})])
    (row,) = gathering.receiving.rows()
    assert row.file.state is FileState.UNDECIDED
    assert reason in row.file.reason
    assert "B5" in row.file.reason


def test_columns_and_rows_a_person_chose_are_remembered_for_the_unit(gathering: Services, tmp_path: Path) -> None:
    receiving = gathering.receiving
    name = next(one.name for one in gathering.catalogues.indicators if one.code == "TT07")

    def sheet(value: int) -> list[list[object]]:
        return foreign(gathering, ["Việc làm", "Con số"], [name[:-3] + "qq", value], ["Việc lạ hoắc", value + 1])

    receiving.take([made.xlsx(tmp_path / "a.xlsx", {"Biểu": sheet(5)})])
    (row,) = receiving.rows()
    assert row.file.state is FileState.UNDECIDED
    labels = {name[:-3] + "qq": "TT07", "Việc lạ hoắc": "TT01"}
    reading = receiving.read_again(row.file.sha256, {1: "name", 2: "current"}, labels, "Biểu", 4)
    assert [(one[0], one[2]) for one in reading.figures] == [("TT07", 5_000_000), ("TT01", 6_000_000)]
    receiving.decide(row.file.sha256, "HY-A", "2026-Q1", reading, labels)

    receiving.take([made.xlsx(tmp_path / "b.xlsx", {"Biểu": sheet(8)})])
    second = by_name(gathering)["b.xlsx"]
    assert (second.file.state, second.file.reason) == (FileState.ACCEPTED, "")
    assert {code: one.current.value for code, one in figures_of(gathering, second).items()} == {"TT07": 8, "TT01": 9}


# ------------------------------------------------------------------ stopped, killed, gone


class Stopping:
    """Progress that stops after some steps."""

    def __init__(self, after: int) -> None:
        self.left = after

    def step(self, done: int, total: int, note: str) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


def test_a_stop_keeps_what_came_and_the_rest_follows(gathering: Services, tmp_path: Path) -> None:
    for number in range(20):
        made.ours(tmp_path / "in" / f"{number:02}.xlsx", "HY-A", "xã An", {"TT01": number})
    taken = gathering.receiving.take([tmp_path / "in"], Stopping(8))
    assert taken.stopped
    kept = {row.file.name for row in gathering.receiving.rows()}
    assert kept == {f"{number:02}.xlsx" for number in range(len(kept))}
    gathering.receiving.take([tmp_path / "in"])
    assert len(gathering.receiving.rows()) == 20


_TAKE = """
import sys
from datetime import date
from pathlib import Path
from cchc_desktop import wiring
from cchc_desktop.paths import Paths
from cchc_desktop.services import receiving_run

class Telling:
    def step(self, done, total, note):
        print(done, flush=True)

if __name__ == "__main__":
    receiving_run._AT_A_TIME = 16
    services = wiring.open_services(Paths.under(sys.argv[1]), lambda: "x", lambda: date(2026, 6, 20))
    services.receiving.take([Path(sys.argv[2])], Telling())
    services.close()
"""


def dump(paths: Paths) -> str:
    """Return all that was received, without the moment it came."""
    import sqlite3

    with sqlite3.connect(paths.database) as connection:
        found = []
        for table, left_out in (
            ("received_files", {"received_at", "batch"}),
            ("received_reports", {"received_at"}),
            ("received_figures", set()),
        ):
            cursor = connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2")
            names = [one[0] for one in cursor.description]
            found += [
                repr([value for name, value in zip(names, row, strict=True) if name not in left_out]) for row in cursor
            ]
    kept = sorted(path.name for path in paths.evidence.rglob("*") if path.is_file())
    return hashlib.sha256("\n".join(found + [name for name in kept if "tmp" not in name]).encode()).hexdigest()


@pytest.fixture
def offices(empty_office: Path, tmp_path: Path) -> Callable[[str], Paths]:
    import shutil

    def make(name: str) -> Paths:
        shutil.copytree(empty_office, tmp_path / name)
        paths = Paths.under(tmp_path / name)
        opened = wiring.open_services(paths, lambda: "x", lambda: date(2026, 6, 20))
        opened.directory.add_many(UNITS)
        opened.close()
        return paths

    return make


def test_killed_half_way_and_started_again_the_result_is_the_same_to_the_byte(
    offices: Callable[[str], Paths], tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    for number in range(120):
        code, name = (("HY-A", "xã An"), ("HY-B", "phường Bình"), ("HY-C", "xã Cường"))[number % 3]
        made.ours(folder / f"{number:03}.xlsx", code, name, {"TT01": number // 9, "TT02": 4})
    made.hostile(folder / "xấu")
    script = tmp_path / "take.py"
    script.write_text(_TAKE, encoding="utf-8")
    whole, killed = offices("whole"), offices("killed")
    subprocess.run([sys.executable, script, whole.data, folder], check=True, capture_output=True)

    process = subprocess.Popen(
        [sys.executable, script, killed.data, folder], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    assert any(int(line) >= 60 for line in process.stdout)
    process.kill()
    process.communicate()
    assert dump(killed) != dump(whole)
    subprocess.run([sys.executable, script, killed.data, folder], check=True, capture_output=True)
    assert dump(killed) == dump(whole)
