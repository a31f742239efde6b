"""A made-up commune, its catalogue, a year's plan and a quarter of activities for the tests of Excel files."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from cchc_desktop.documents.log_import import read_log
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import Form, Indicator, IndicatorKind, IndicatorSource, Measure
from cchc_desktop.domain.figure import FigureState, Report, Statement, task_progress
from cchc_desktop.domain.figure_making import Reading, Scope, figures
from cchc_desktop.domain.log_import import LogPreview
from cchc_desktop.domain.period import Period, year_before
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.tally import tally
from cchc_desktop.domain.unit import Signature, SigningMode, Unit, UnitKind

_CUOC = Measure("so_cuoc", "Số cuộc", "cuộc")
_NGUOI = Measure("luot_nguoi", "Lượt người dự", "lượt người")
_BAI = Measure("so_bai", "Số tin, bài", "bài")

FORMS = (
    Form("tin_bai", "Tin, bài trên báo, đài", "Báo chí", (_BAI,), ("tin bài", "bài viết")),
    Form(
        "mang_xa_hoi",
        "Bài đăng trên mạng xã hội",
        "Báo chí",
        (
            Measure("so_bai", "Số bài đăng", "bài"),
            Measure("luot_tiep_can", "Lượt tiếp cận", "lượt"),
            Measure("luot_tuong_tac", "Lượt tương tác", "lượt"),
        ),
        ("mạng xã hội", "facebook", "zalo"),
    ),
    Form(
        "phat_thanh",
        "Phát thanh trên hệ thống truyền thanh cơ sở",
        "Truyền thanh",
        (
            Measure("luot_phat", "Số lượt phát", "lượt phát"),
            Measure("so_phut", "Thời lượng phát", "phút", 1),
        ),
        ("phát thanh", "loa"),
    ),
    Form("hoi_nghi", "Hội nghị tuyên truyền, triển khai", "Hội nghị", (_CUOC, _NGUOI), ("hội nghị", "HN")),
    Form("to_roi", "Tờ rơi, tờ gấp", "Ấn phẩm", (Measure("so_to", "Số tờ", "tờ"),), ("tờ rơi", "tờ gấp")),
    Form(
        "luu_dong",
        "Tuyên truyền lưu động",
        "Truyền thanh",
        (Measure("so_buoi", "Số buổi", "buổi"), Measure("luot_nguoi", "Lượt người tiếp cận", "lượt người")),
        ("lưu động", "xe lưu động"),
        valid_to=date(2025, 6, 30),
    ),
)


def _indicator(code: str, name: str, unit: str, group: str, **more: object) -> Indicator:
    kind = more.pop("kind", IndicatorKind.SUM)
    source = more.pop("source", IndicatorSource.LOG_MEASURE)
    return Indicator(code, name, unit, kind, source, group, **more)  # type: ignore[arg-type]


INDICATORS = (
    _indicator(
        "TT01",
        "Văn bản chỉ đạo, triển khai tuyên truyền cải cách hành chính đã ban hành",
        "văn bản",
        "Chỉ đạo, điều hành",
        source=IndicatorSource.TYPED,
    ),
    _indicator("TT05", "Tổng số hoạt động", "hoạt động", "Kết quả chung", source=IndicatorSource.LOG_COUNT),
    _indicator("TT07", "Tin, bài", "bài", "Báo chí", forms=("tin_bai", "mang_xa_hoi"), measures=("so_bai",)),
    _indicator("TT08", "Lượt phát thanh", "lượt", "Truyền thanh", forms=("phat_thanh",), measures=("luot_phat",)),
    _indicator("TT09", "Số cuộc hội nghị", "cuộc", "Hội nghị", forms=("hoi_nghi",), measures=("so_cuoc",)),
    _indicator("TT10", "Lượt người dự", "lượt người", "Hội nghị", forms=("hoi_nghi",), measures=("luot_nguoi",)),
    _indicator("TT11", "Tờ rơi đã phát", "tờ", "Ấn phẩm", forms=("to_roi",), measures=("so_to",)),
    _indicator("TT12", "Buổi lưu động", "buổi", "Truyền thanh", forms=("luu_dong",), measures=("so_buoi",)),
    _indicator(
        "TT13",
        "Người dự bình quân một cuộc so với một trăm",
        "%",
        "Hội nghị",
        kind=IndicatorKind.RATIO,
        source=IndicatorSource.FORMULA,
        numerator="TT09",
        denominator="TT10",
        decimals=1,
    ),
)

TASKS = (
    Task(
        "Xây dựng, phát sóng chuyên mục cải cách hành chính trên hệ thống truyền thanh của xã",
        product="Chương trình phát thanh",
        lead="Phòng Văn hóa - Xã hội",
        time_text="Hằng tháng",
        target=Decimal(120),
        target_unit="lượt phát",
        form="phat_thanh",
        measure="luot_phat",
        group="Tuyên truyền thường xuyên",
        id="task-1",
    ),
    Task(
        "Tổ chức hội nghị tuyên truyền tại các thôn",
        lead="Văn phòng HĐND và UBND",
        time_text="Quý I, Quý III",
        target=Decimal(4),
        target_unit="cuộc",
        form="hoi_nghi",
        measure="so_cuoc",
        group="Hội nghị, đối thoại",
        id="task-2",
    ),
    Task("Niêm yết công khai thủ tục hành chính", time_text="Thường xuyên", group="Hội nghị, đối thoại", id="task-3"),
    Task("In, phát tờ rơi", target=Decimal(1000), target_unit="tờ", form="to_roi", measure="so_to", id="task-4"),
)

PERIOD = Period("2025-Q1", "Quý I năm 2025", 2025, date(2024, 12, 15), date(2025, 3, 14), date(2025, 3, 18))

UNIT = Unit(
    "unit-1",
    date(2025, 7, 1),
    UnitKind.COMMUNE,
    "Lệ Xá",
    "tỉnh Hưng Yên",
    "Ủy ban nhân dân tỉnh Hưng Yên (qua Sở Nội vụ)",
    code="12345",
    place="Lệ Xá",
    drafting_body="Phòng Văn hóa - Xã hội",
)
SIGNATURE = Signature(SigningMode.DEPUTY, title="PHÓ CHỦ TỊCH", name="Nguyễn Văn Bình")

_COUNTS: dict[str, Callable[[random.Random], dict[str, Decimal]]] = {
    "tin_bai": lambda r: {"so_bai": Decimal(r.randint(1, 3))},
    "mang_xa_hoi": lambda r: {"so_bai": Decimal(1), "luot_tiep_can": Decimal(r.randint(200, 4000))},
    "phat_thanh": lambda r: {"luot_phat": Decimal(r.randint(1, 4)), "so_phut": Decimal("7.5")},
    "hoi_nghi": lambda r: {"so_cuoc": Decimal(1), "luot_nguoi": Decimal(r.randint(30, 150))},
}
_TITLES = (
    "Tuyên truyền nộp hồ sơ trực tuyến trên Cổng Dịch vụ công quốc gia",
    "Giới thiệu Trung tâm Phục vụ hành chính công xã, thời gian và cách nộp hồ sơ, địa chỉ tiếp nhận phản ánh",
    "Hướng dẫn thanh toán trực tuyến phí, lệ phí",
    "Kết quả chỉ số cải cách hành chính năm trước và việc cần làm năm nay",
)


def make_activities(count: int, seed: int = 1) -> list[Activity]:
    """Return activities spread over the quarter, the same ones for the same seed."""
    chance = random.Random(seed)
    days = (PERIOD.end - PERIOD.start).days
    found = []
    for number in range(count):
        form = chance.choice(tuple(_COUNTS))
        found.append(
            Activity(
                PERIOD.start + timedelta(days=number * days // max(count, 1)),
                form,
                f"{chance.choice(_TITLES)} (lần {number + 1})",
                _COUNTS[form](chance),
                {"phat_thanh": "task-1", "hoi_nghi": "task-2"}.get(form, ""),
                chance.choice(("Nguyễn Thị Hoa", "Trần Văn Nam, Lê Thị Thu", "")),
                chance.choice(("", "", "Phối hợp Đoàn Thanh niên; có ảnh và danh sách người dự kèm theo")),
                id=f"activity-{number}",
            )
        )
    return found


def make_report(activities: Sequence[Activity], tasks: Sequence[Task] = TASKS) -> Report:
    """Return the report that the domain computes from the activities."""
    statements = (
        Statement("2025-Q1", "TT01", FigureState.COUNTED, Decimal(0), "theo sổ văn bản đi"),
        Statement("2025-Q1", "TT12", FigureState.NIL, reason="xe hỏng, chuyển sang quý III"),
    )
    earlier = year_before(PERIOD)
    held = {PERIOD.start: tally(activities), earlier.start: tally(activities[: len(activities) // 2])}
    scope = Scope(PERIOD, PERIOD.start, earlier, (PERIOD,))
    months = ("12/2024", "01/2025", "02/2025", "03/2025")
    by_month = [(month, sum(f"{a.date:%m/%Y}" == month for a in activities)) for month in months]
    names = {form.code: form.name for form in FORMS}
    by_form = [(names[code], sum(a.form == code for a in activities)) for code in _COUNTS]
    return Report(
        PERIOD,
        figures(INDICATORS, scope, lambda start, end: Reading(held[start]), statements, tasks),
        task_progress(tasks, activities),
        tuple(activities),
        "Kế hoạch số 07/KH-UBND ngày 13/01/2025 tuyên truyền cải cách hành chính xã Lệ Xá năm 2025" if tasks else "",
        tuple(by_month),
        tuple(by_form),
        date(2024, 12, 15),
    )


@dataclass(frozen=True)
class House:
    """The made-up commune, for tests that cannot import this file."""

    forms: tuple[Form, ...] = FORMS
    tasks: tuple[Task, ...] = TASKS
    unit: Unit = UNIT
    signature: Signature = SIGNATURE

    def activities(self, count: int) -> list[Activity]:
        return make_activities(count)

    def report(self, activities: Sequence[Activity], tasks: Sequence[Task] = TASKS) -> Report:
        return make_report(activities, tasks)


@pytest.fixture(scope="session")
def house() -> House:
    return House()


Fill = Callable[[Workbook], None]
Reader = Callable[..., LogPreview]

HEADS = ("STT", "Ngày", "Hình thức", "Nội dung", "Số lượng", "Ghi chú")


@pytest.fixture
def read(tmp_path: Path) -> Reader:
    """Write rows (or let a function fill a workbook) and read them as a log."""

    def do(
        rows: Sequence[Sequence[Any]] | Fill, year_hint: int | None = None, name: str = "nhat_ky.xlsx"
    ) -> LogPreview:
        book = Workbook()
        if callable(rows):
            rows(book)
        else:
            for row in rows:
                book.active.append(list(row))
        path = tmp_path / name
        book.save(path)
        return read_log(path, FORMS, TASKS, date(2025, 3, 20), year_hint)

    return do


@pytest.fixture
def read_row(read: Reader) -> Reader:
    """Read one row under the usual headings."""

    def do(*cells: Any, heads: Sequence[str] = HEADS, year_hint: int | None = None) -> LogPreview:
        return read([heads, cells], year_hint)

    return do


@pytest.fixture
def report() -> Report:
    """A quarter of 60 activities."""
    return make_report(make_activities(60))
