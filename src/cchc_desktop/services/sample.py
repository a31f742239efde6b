"""A made-up year of an office: to try the program out, for screenshots and for measurements."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import Form
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.log_import import AcceptedRow, LogPreview
from cchc_desktop.domain.period import data_year
from cchc_desktop.domain.plan import Plan, Task
from cchc_desktop.domain.unit import Signer, SigningMode
from cchc_desktop.services.container import Services

_SUBJECTS = (
    "nộp hồ sơ trực tuyến trên Cổng Dịch vụ công quốc gia",
    "kết quả giải quyết thủ tục hành chính trong tháng",
    "đăng ký và sử dụng tài khoản định danh điện tử VNeID",
    "thanh toán trực tuyến phí, lệ phí",
    "quy định mới về đăng ký hộ tịch",
    "kênh tiếp nhận phản ánh, kiến nghị của người dân",
    "thực hiện cơ chế một cửa, một cửa liên thông",
    "chỉ số hài lòng của người dân (SIPAS)",
    "kỷ luật, kỷ cương hành chính của cán bộ, công chức",
    "mô hình “Ngày thứ Năm không viết, không hẹn”",
)
_CHAINS = (("y_kien", "y_kien_tra_loi"), ("phieu_phat", "phieu_thu", "phieu_hai_long"))
"""Measures of which each counts a part of the one before."""
_PEOPLE = ("Nguyễn Thị Hạnh", "Trần Văn Đức", "Phạm Thu Hà", "Lê Quang Ưng", "Đài truyền thanh")


def fill(services: Services, today: date, activities: int = 120, seed: int = 2026) -> Plan:
    """Add an issued plan of the report year and a log up to today; the same seed gives the same log.

    Args:
        services: the services of an office whose particulars are already entered.
        today: the last day of the log.
        activities: how many entries, spread from one year before the report year began until `today`.
        seed: of the random numbers.

    Returns:
        The plan.

    """
    rules = services.catalogues.periods
    year = data_year(today, rules)
    if not services.units.signers(today):
        services.units.save_signer(
            Signer(new_id(), "Nguyễn Văn An", SigningMode.COLLECTIVE, "Chủ tịch", date(2025, 7, 1))
        )
    plan = services.plans.create(year).plan
    day = min(date(year, 1, 13), today)
    number = max(7, services.plan_life.next_number(day.year, plan.symbol))
    plan = services.plan_life.issue(plan.id, number, day).plan
    start = date(year - 2, 12, 15)
    rows = sample_activities(services.catalogues.forms, plan.tasks, start, today, activities, seed)
    accepted = tuple(AcceptedRow("Mẫu", index, row) for index, row in enumerate(rows, 1))
    services.activities.apply_import(LogPreview("mau", accepted, ()))
    return plan


def sample_activities(
    forms: tuple[Form, ...], tasks: tuple[Task, ...], start: date, end: date, count: int, seed: int
) -> list[Activity]:
    """Return made-up entries between two days; those of the last year are linked to tasks of their form."""
    chance = random.Random(seed)
    span = (end - start).days
    by_form: dict[str, list[Task]] = {}
    for task in tasks:
        by_form.setdefault(task.form, []).append(task)
    found = []
    for _ in range(count):
        form = chance.choice(forms)
        day = start + timedelta(days=chance.randint(0, span))
        own = by_form.get(form.code, [])
        linked = chance.choice(own).id if own and (end - day).days < 330 and chance.random() < 0.8 else ""
        counts = {
            measure.code: Decimal(1 if index == 0 else chance.randint(5, 240))
            for index, measure in enumerate(form.measures)
            if index == 0 or chance.random() < 0.8
        }
        for chain in _CHAINS:
            if chain[0] in counts:  # a report with more answers than questions could never be frozen
                most = chance.randint(120, 240)
                for code in chain:
                    counts[code] = Decimal(most)
                    most = chance.randint(most * 3 // 4, most)
        title = f"{form.name} về {chance.choice(_SUBJECTS)}"
        found.append(
            Activity(
                day, form.code, title, counts, linked, chance.choice(_PEOPLE), id=f"{chance.getrandbits(128):032x}"
            )
        )
    return found
