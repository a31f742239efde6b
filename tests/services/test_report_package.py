"""A real report version through the whole hand-over."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cchc_desktop.documents import pdf
from cchc_desktop.documents.package.read import read_package
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.figure import FigureState, Statement
from cchc_desktop.domain.handover import Way
from cchc_desktop.domain.package import Part, Role
from cchc_desktop.domain.report_check import IssueRule
from cchc_desktop.domain.report_life import ReportState, VersionKind
from cchc_desktop.errors import NotFound
from cchc_desktop.services.container import Services
from cchc_desktop.services.report_package import EVIDENCE_NOTE

Q1 = "2026-Q1"


def freeze(services: Services) -> str:
    """Answer for what nobody spoke of, freeze, and return the version's id."""
    silent = [issue.subject for issue in services.report_desk.open(Q1).issues if issue.rule is IssueRule.MISSING]
    services.reports.state(*(Statement(Q1, subject, FigureState.NIL) for subject in silent))
    for issue in services.report_desk.open(Q1).open_issues:
        services.report_desk.answer(Q1, "Đã kiểm tra", issue)
    return services.report_life.freeze(Q1).version.id


@pytest.fixture
def version(services: Services) -> str:
    services.activities.save(Activity(date(2026, 2, 3), "tin_bai", "Tin về hộ tịch", {"so_bai": Decimal(3)}))
    return freeze(services)


def test_a_version_offers_its_papers_figures_and_evidence(services: Services, version: str, tmp_path: Path) -> None:
    scan = tmp_path / "Bản ký 12.pdf"
    scan.write_bytes(b"%PDF-1.4 scan")
    services.sending.source.add_signed(version, scan)
    offer = services.sending.handovers.offer(version)
    assert [part.role for part in offer.parts if part.role is not Role.PDF] == [
        Role.SIGNED,
        Role.WORD,
        Role.WORKBOOK,
        Role.EVIDENCE_LIST,
        Role.DATA,
    ]
    facts = offer.facts
    assert (facts.unit_code, facts.unit_name, facts.period) == ("HY-DT", "xã Đồng Tâm", Q1)
    assert (facts.start, facts.end, facts.superior) == (
        date(2025, 12, 15),
        date(2026, 3, 14),
        "Sở Nội vụ tỉnh Hưng Yên",
    )
    assert facts.figures_digest == services.report_life.content(version).digest()


def test_the_whole_way_to_the_stick_and_into_the_state(services: Services, version: str, tmp_path: Path) -> None:
    handovers, packages = services.sending.handovers, services.sending.packages
    package = packages.pack(version, handovers.offer(version).usual)
    again = packages.pack(version, handovers.offer(version).usual)
    assert again.code == package.code, "the list of evidence is made once and kept"
    done = handovers.deliver(version, package, tmp_path, Way.USB)
    path = tmp_path / "CCHC_HY-DT_2026-Q1_v1.cchc.zip"
    assert not read_package(path).repacked
    with zipfile.ZipFile(path) as archive:
        said = json.loads(archive.read("so-lieu.json"))
        workbook = next(name for name in archive.namelist() if name.endswith(".xlsx"))
        kept = next(file for file in services.report_life.files(version) if file.name.endswith(".xlsx"))
        assert archive.read(workbook) == services.report_life.file(kept)
    assert said["period"] == Q1
    assert any(figure["code"] == "TT07" for figure in said["figures"])
    (sent,) = services.report_life.versions(Q1)
    assert (sent.state, sent.package_id) == (ReportState.SENT, package.manifest.id)
    assert sent.sent_at
    assert done.change.ids == (Q1,)


def test_a_supplement_names_the_package_before(services: Services, version: str, tmp_path: Path) -> None:
    handovers, packages = services.sending.handovers, services.sending.packages
    first = packages.pack(version, handovers.offer(version).usual)
    handovers.deliver(version, first, tmp_path, Way.FOLDER)
    services.report_life.supplement(Q1, "Sót một tin")
    services.activities.save(Activity(date(2026, 2, 4), "tin_bai", "Tin sót", {"so_bai": Decimal(1)}))
    second = freeze(services)
    package = packages.pack(second, handovers.offer(second).usual)
    facts = package.manifest.facts
    assert (facts.ordinal, facts.kind, facts.reason, facts.previous) == (
        2,
        VersionKind.SUPPLEMENT,
        "Sót một tin",
        first.manifest.id,
    )
    handovers.deliver(second, package, tmp_path, Way.FOLDER)
    assert sorted(path.name for path in tmp_path.glob("*.zip")) == [
        "CCHC_HY-DT_2026-Q1_v1.cchc.zip",
        "CCHC_HY-DT_2026-Q1_v2.cchc.zip",
    ]
    assert [line.version_id for line in handovers.log()] == [second, version]


def test_the_list_of_evidence_is_made_only_when_it_goes_along(services: Services, version: str) -> None:
    def kept() -> list[str]:
        return [file.note for file in services.report_life.files(version)]

    offer = services.sending.handovers.offer(version)
    chosen: list[Part] = [part for part in offer.usual if part.role is not Role.EVIDENCE_LIST]
    services.sending.packages.pack(version, chosen)
    assert EVIDENCE_NOTE not in kept()
    services.sending.packages.pack(version, offer.usual)
    assert kept().count(EVIDENCE_NOTE) == 1


def test_the_word_report_goes_along_as_pdf_when_wanted(
    services: Services, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[bytes] = []

    def laid_out(docx: bytes) -> bytes:
        made.append(docx)
        return b"%PDF-1.7 of the report"

    monkeypatch.setattr(pdf, "can_make_pdf", lambda: False)
    assert not any(part.role is Role.PDF for part in services.sending.handovers.offer(version).usual)
    monkeypatch.setattr(pdf, "can_make_pdf", lambda: True)
    monkeypatch.setattr(pdf, "pdf_of", laid_out)
    offer = services.sending.handovers.offer(version)
    (part,) = [part for part in offer.parts if part.role is Role.PDF]
    assert not part.chosen
    first = services.sending.packages.pack(version, offer.parts)
    again = services.sending.packages.pack(version, services.sending.handovers.offer(version).parts)
    assert first.code == again.code
    assert len(made) == 1
    assert made[0].startswith(b"PK")


def test_a_version_that_is_not_there(services: Services) -> None:
    with pytest.raises(NotFound):
        services.sending.handovers.offer("x" * 32)
