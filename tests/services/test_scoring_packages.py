"""Self-scores on their way: from a commune's report package into the superior's sheets."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cchc_desktop import wiring
from cchc_desktop.documents.package.read import read_package
from cchc_desktop.domain import score_exchange
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.directory_unit import DirectoryUnit
from cchc_desktop.domain.figure import FigureState, Statement
from cchc_desktop.domain.handover import Way as Carrier
from cchc_desktop.domain.report_check import IssueRule
from cchc_desktop.domain.scoring import Side
from cchc_desktop.paths import Paths
from cchc_desktop.services.container import Services
from cchc_desktop.storage.tables_gathering import ReceivedFileRecord, ReceivedReportRecord

D = Decimal
Q1, MAU = "2026-Q1", "mau_chung"


@dataclass
class Way:
    """A commune, its superior, and the way a package takes between them."""

    commune: Services
    superior: Services
    version: str
    folder: Path

    def score(self, points: Decimal, reason: str) -> None:
        sheet = self.commune.scoring.own(2026, MAU)
        self.commune.scoring.give(sheet, "sang_kien", Side.SELF, points, reason)

    def send(self) -> Path:
        sending = self.commune.sending
        package = sending.packages.pack(self.version, sending.handovers.offer(self.version).usual)
        self.folder.mkdir(exist_ok=True)
        sending.handovers.deliver(self.version, package, self.folder, Carrier.USB)
        return max(self.folder.glob("*.cchc.zip"), key=lambda path: path.stat().st_mtime_ns)

    def receive(self, path: Path, at: str = "2026-03-16T02:00:00.000+00:00", data: bytes = b"") -> None:
        kept = self.superior.attachments.keep_bytes(data or path.read_bytes(), path.name)
        with self.superior._desk.database.write("Lê Thị Hoa") as uow:
            session = uow._session
            session.add(
                ReceivedFileRecord(
                    sha256=kept.sha256, name="a", size=1, batch="b", received_at=at, actor="", kind="package",
                    state="accepted", reason="", details="",
                )
            )  # fmt: skip
            session.flush()
            session.add(
                ReceivedReportRecord(
                    id=kept.sha256[:32], unit_code="HY-DT", unit_name="xã Đồng Tâm", period=Q1, ordinal=1,
                    sha256=kept.sha256, package_id=kept.sha256[:8], made_at=at, received_at=at, state="current",
                    digest="", fingerprint="", content="{}", note="", version=1,
                )
            )  # fmt: skip
            uow.commit()

    def own(self):
        return next(line for line in self.superior.scoring.unit(2026, MAU, "HY-DT").lines if line.own)


@pytest.fixture
def way(services: Services, empty_office: Path, tmp_path: Path) -> Iterator[Way]:
    folder = tmp_path / "superior"
    shutil.copytree(empty_office, folder)
    superior = wiring.open_services(Paths.under(folder), lambda: "Lê Thị Hoa", lambda: date(2026, 6, 20))
    unit = superior.units.current(date(2026, 6, 20))
    assert unit is not None
    superior.units.save(replace(unit, code="HY"))
    superior.directory.add_many([DirectoryUnit("HY-DT", "Đồng Tâm"), DirectoryUnit("HY-X2", "Hai")])
    services.activities.save(Activity(date(2026, 2, 3), "tin_bai", "Tin về hộ tịch", {"so_bai": D(3)}))
    silent = [issue.subject for issue in services.report_desk.open(Q1).issues if issue.rule is IssueRule.MISSING]
    services.reports.state(*(Statement(Q1, subject, FigureState.NIL) for subject in silent))
    for issue in services.report_desk.open(Q1).open_issues:
        services.report_desk.answer(Q1, "Đã kiểm tra", issue)
    version = services.report_life.freeze(Q1).version.id
    yield Way(services, superior, version, tmp_path / "stick")
    superior.close()


def test_a_package_without_a_self_score_carries_none(way: Way) -> None:
    names = [file.name for file in read_package(way.send()).manifest.files]
    assert not any("tu-cham" in name for name in names)


def test_the_self_score_goes_along_and_stands_beside_the_appraisal(way: Way) -> None:
    way.score(D("0.75"), "Có mô hình mới")
    path = way.send()
    assert "tu-cham-diem.json" in [file.name for file in read_package(path).manifest.files]
    way.receive(path)
    taken = way.superior.score_intake.take(2026)
    assert (taken.units, taken.points, taken.kept, taken.left) == (1, 1, 0, 0)
    assert (way.own().own.points, way.own().own.reason) == (D("0.75"), "Có mô hình mới")
    again = way.superior.score_intake.take(2026)
    assert (again.units, again.points) == (1, 0)
    way.superior.undo.undo_next()
    assert way.superior.scoring.unit(2026, MAU, "HY-DT").given(Side.SELF) == 0


def test_what_a_person_typed_for_a_unit_stays(way: Way) -> None:
    way.score(D("0.75"), "Có mô hình mới")
    way.receive(way.send())
    sheet = way.superior.scoring.unit(2026, MAU, "HY-DT")
    way.superior.scoring.give(sheet, "sang_kien", Side.SELF, D("0.5"), "Theo bản giấy đã ký")
    taken = way.superior.score_intake.take(2026)
    assert (taken.points, taken.kept) == (0, 1)
    assert way.own().own.points == D("0.5")


def test_a_broken_package_does_not_stop_the_others(way: Way) -> None:
    way.score(D(1), "Được công nhận")
    path = way.send()
    way.receive(path, "2026-03-17T02:00:00.000+00:00", path.read_bytes()[:-40])
    way.receive(path)
    taken = way.superior.score_intake.take(2026)
    assert (taken.units, taken.points, taken.left) == (1, 1, 1)


def spoil(change: Callable[[dict], None]) -> object:
    raw = {
        "format": "cchc-self-score",
        "version": 1,
        "year": 2026,
        "criteria": MAU,
        "scores": [{"criterion": "sang_kien", "points": "0.5", "reason": "a"}],
    }
    change(raw)
    return json.loads(json.dumps(raw))


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.update(format="x"),
        lambda raw: raw.update(version=2),
        lambda raw: raw.update(year="2026"),
        lambda raw: raw.update(year=True),
        lambda raw: raw.update(scores={}),
        lambda raw: raw.update(scores=[1]),
        lambda raw: raw["scores"][0].update(points=0.5),
        lambda raw: raw["scores"][0].update(points="một"),
        lambda raw: raw["scores"][0].pop("reason"),
    ],
)
def test_an_unsound_file_is_refused(change: Callable[[dict], None]) -> None:
    with pytest.raises(ValueError, match=r"self-score|points"):
        score_exchange.from_json(spoil(change))
    assert score_exchange.from_json(spoil(lambda raw: None)).scores[0].points == D("0.5")


@pytest.mark.parametrize("points", ["NaN", "Infinity", "99", "-1", "1e-9"])
def test_points_outside_of_the_criterion_are_left_out(way: Way, points: str, monkeypatch: pytest.MonkeyPatch) -> None:
    way.score(D(1), "Được công nhận")
    way.receive(way.send())
    sound = score_exchange.from_json
    monkeypatch.setattr(
        score_exchange,
        "from_json",
        lambda raw: sound({**raw, "scores": [{**raw["scores"][0], "points": points}]}),
    )
    taken = way.superior.score_intake.take(2026)
    assert (taken.points, taken.left) == (0, 1)
