"""The chain from a commune over its province to the ministry: packages in, consolidated, packages out."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cchc_desktop import wiring
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.directory_unit import DirectoryUnit, Expectation
from cchc_desktop.domain.figure import Amount, FigureState, Statement
from cchc_desktop.domain.handover import Way
from cchc_desktop.domain.receipt import ReceiptKind
from cchc_desktop.domain.report_check import IssueRule
from cchc_desktop.domain.unit import Unit, UnitKind
from cchc_desktop.paths import Paths
from cchc_desktop.services.container import Services

pytestmark = pytest.mark.timeout(240)

Q1 = "2026-Q1"
FORM = "tin_bai"
TODAY = date(2026, 3, 20)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Callable[[str, str], Services]]:
    """Open the office of a code and name; all are closed at the end."""
    opened: list[Services] = []

    def of(code: str, name: str) -> Services:
        services = wiring.open_services(Paths.under(tmp_path / code), lambda: "Người thử", lambda: TODAY)
        opened.append(services)
        unit = Unit("0" * 32, date(2025, 7, 1), UnitKind.COMMUNE, name, "Tỉnh Hưng Yên", "Cấp trên", code=code)
        services.units.save(unit)
        return services

    yield of
    for services in opened:
        services.close()


def report(services: Services, count: int, folder: Path) -> str:
    """Write a log, freeze the report of the period, hand its package over; return the code of the counted figure."""
    services.activities.save(Activity(date(2026, 2, 3), FORM, "Tin về hộ tịch", {"so_bai": Decimal(count)}))
    silent = [one.subject for one in services.report_desk.open(Q1).issues if one.rule is IssueRule.MISSING]
    services.reports.state(*(Statement(Q1, subject, FigureState.NIL) for subject in silent))
    for issue in services.report_desk.open(Q1).open_issues:
        services.report_desk.answer(Q1, "Đã kiểm tra", issue)
    version = services.report_life.freeze(Q1).version
    sending = services.sending
    package = sending.packages.pack(version.id, sending.handovers.offer(version.id).usual)
    sending.handovers.deliver(version.id, package, folder, Way.FOLDER)
    counted = [one for one in services.reports.report(Q1).figures if one.current == Amount.of(count)]
    return next(one.indicator.code for one in counted if "so_bai" in one.indicator.measures)


def consolidate(services: Services, units: tuple[DirectoryUnit, ...], inbox: Path, outbox: Path) -> str:
    """Take a stick in, consolidate it, hand the package over; return the id of the version."""
    services.directory.add_many(units)
    with services._desk.database.write("Người thử") as uow:
        uow.expectations.save(Expectation("Q1"))
        uow.commit()
    services.receiving.take([inbox])
    version = services.consolidation.make(Q1).version
    sending = services.consolidation_sending
    package = sending.packages.pack(version.id, sending.handovers.offer(version.id).usual)
    sending.handovers.deliver(version.id, package, outbox, Way.FOLDER)
    return version.id


def test_figures_of_communes_reach_the_ministry(office: Callable[[str, str], Services], tmp_path: Path) -> None:
    stick, disc = tmp_path / "usb", tmp_path / "dia"
    stick.mkdir()
    disc.mkdir()
    code = report(office("HY-A", "An"), 3, stick)
    assert report(office("HY-B", "Bình"), 4, stick) == code
    province, ministry = office("HY", "Hưng Yên"), office("BNV", "Bộ")
    communes = (DirectoryUnit("HY-A", "An"), DirectoryUnit("HY-B", "Bình"), DirectoryUnit("HY-C", "Cường"))
    version = consolidate(province, communes, stick, disc)
    made = province.consolidation.content(version)
    figure = made.figure(code)
    assert figure is not None
    assert (figure.current.amount, figure.current.counted) == (Amount.of(7), 2)
    assert [one.code for one in made.missing] == ["HY-C"]
    behind = province.consolidation.behind(made, figure)
    assert all(one.figure is not None and one.figure.cell for one in behind)
    copy = province.consolidation.received_file(behind[0].source)
    assert zipfile.is_zipfile(copy)
    assert copy.name == "CCHC_HY-A_2026-Q1_v1.cchc.zip"

    above = consolidate(ministry, (DirectoryUnit("HY", "Hưng Yên"),), disc, tmp_path)
    top = ministry.consolidation.content(above).figure(code)
    assert top is not None
    assert top.current.amount == Amount.of(7)
    assert [one.unit_code for one in ministry.consolidation.content(above).sources] == ["HY"]

    package = next(disc.glob("*.cchc.zip"))
    from cchc_desktop.documents.package.read import read_package

    opened = read_package(package)
    receipt = ministry.sending.receipts.answer(opened, ReceiptKind.ACCEPTED, number="12/TN")
    path = ministry.sending.receipts.write(receipt, opened, tmp_path)
    answer = province.sending.receipts.open(path)
    assert province.sending.receipts.take(answer).counts
    assert [one.kind for one in province.consolidation.answers(version)] == ["accepted"]


def test_a_return_of_a_consolidation_is_kept(office: Callable[[str, str], Services], tmp_path: Path) -> None:
    stick, disc = tmp_path / "usb", tmp_path / "dia"
    stick.mkdir()
    disc.mkdir()
    report(office("HY-A", "An"), 3, stick)
    province, ministry = office("HY", "Hưng Yên"), office("BNV", "Bộ")
    version = consolidate(province, (DirectoryUnit("HY-A", "An"),), stick, disc)
    from cchc_desktop.documents.package.read import read_package

    opened = read_package(next(disc.glob("*.cchc.zip")))
    returned = replace(ministry.sending.receipts.answer(opened, ReceiptKind.RETURNED, note="Thiếu xã"), number="")
    path = ministry.sending.receipts.write(returned, opened, tmp_path)
    province.sending.receipts.take(province.sending.receipts.open(path))
    assert [one.kind for one in province.consolidation.answers(version)] == ["returned"]
