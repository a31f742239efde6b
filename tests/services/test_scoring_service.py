"""Points through their service: proposals from what is kept, what people give, ranking, paper."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import docx
import pytest

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.directory_unit import DirectoryUnit
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.plan import Plan, PlanStatus, Task
from cchc_desktop.domain.scoring import GapPlace, Side
from cchc_desktop.errors import Conflict, InvalidInput, NotFound
from cchc_desktop.services.container import Services
from cchc_desktop.storage.tables_gathering import ReceivedFigureRecord, ReceivedFileRecord, ReceivedReportRecord

D = Decimal
XL, MAU = "xuan_loc_2022", "mau_chung"


def plan(services: Services, *tasks: Task, issued: date | None = date(2026, 1, 15)) -> None:
    status = PlanStatus.ISSUED if issued else PlanStatus.DRAFT
    made = Plan(2026, "Tuyên truyền", ("A",), "Đồng Tâm", tasks=tasks, date=issued, status=status, number=7)
    with services._desk.database.write("Người thử") as uow:
        uow.plans.save(made)
        uow.commit()


def log(services: Services, form: str, measure: str, day: date = date(2026, 2, 3), task: str = "") -> str:
    return services.activities.save(Activity(day, form, "Việc", {measure: D(1)}, task)).activity.id


def received(services: Services, unit: str, period: str, at: str, state: str = "current", **figures: int) -> None:
    key = new_id()
    with services._desk.database.write("Người thử") as uow:
        session = uow._session
        session.add(
            ReceivedFileRecord(
                sha256=key, name="a", size=1, batch="b", received_at=at, actor="", kind="package", state="accepted",
                reason="", details="",
            )
        )  # fmt: skip
        session.flush()
        session.add(
            ReceivedReportRecord(
                id=key, unit_code=unit, unit_name=unit, period=period, ordinal=1, sha256=key, package_id="",
                made_at=at, received_at=at, state=state, digest="", fingerprint="", content="{}", note="", version=1,
            )
        )  # fmt: skip
        session.flush()
        for number, (code, value) in enumerate(figures.items()):
            session.add(
                ReceivedFigureRecord(
                    report_id=key, indicator=code, position=number, state="counted", value=value * 1_000_000,
                    cumulative_state="unknown", cumulative=None, text="", sheet="", cell="",
                )
            )  # fmt: skip
        uow.commit()


def line(services: Services, code: str, criterion: str):
    sheet = services.scoring.own(2026, code)
    return sheet, next(one for one in sheet.lines if one.criterion.code == criterion)


def test_the_own_sheet_is_proposed_from_plan_log_and_reports(services: Services) -> None:
    done, open_ = Task("Viết tin", time_text="Quý I"), Task("Mở hội nghị", time_text="Quý II")
    plan(services, done, open_)
    first = log(services, "trang_tin", "so_bai", task=done.id)
    log(services, "hoi_nghi", "so_cuoc", date(2026, 3, 3))
    services.evidence.add_link(first, "https://example.com/anh")
    sheet = services.scoring.own(2026, MAU)
    points = {one.criterion.code: one.proposal.points for one in sheet.lines}
    assert points["ke_hoach"] == 1
    assert points["muc_do"] == 0  # 1/2 lies below the floor of 80 %
    assert points["sang_kien"] is None
    # On 20/06/2026 the first quarter was missed (0,5) and the half-year is late as well.
    assert points["bao_cao"] is not None
    assert points["bao_cao"] < 2
    places = {gap.place for gap in sheet.gaps}
    assert {GapPlace.TASK, GapPlace.LOG, GapPlace.EVIDENCE, GapPlace.REPORT, GapPlace.HAND} <= places
    assert [gap.subject for gap in sheet.gaps if gap.place is GapPlace.TASK] == [open_.id]


def test_a_task_that_never_arose_does_not_count_but_one_left_out_does(services: Services) -> None:
    done, never, skipped = (
        Task("Viết tin", time_text="Quý I"),
        Task("Khi có văn bản mới", time_text="Khi phát sinh"),
        Task("Mở hội nghị", time_text="Quý I"),
    )
    plan(services, done, never, skipped)
    log(services, "trang_tin", "so_bai", task=done.id)
    services.agenda.skip(skipped.id, date(2026, 3, 31), "Chuyển sang năm sau")
    _, rate = line(services, XL, "tc_4_1")
    assert "1/2" in rate.proposal.reason
    assert "bỏ qua" in rate.proposal.gaps[0].text


def test_the_plan_counts_from_the_day_it_was_issued(services: Services) -> None:
    plan(services, Task("A"), issued=None)
    assert line(services, MAU, "ke_hoach")[1].proposal.points == 0
    with services._desk.database.write("Người thử") as uow:
        kept = uow.plans.for_year(2026)
        assert kept is not None
        uow.plans.save(replace(kept, status=PlanStatus.ISSUED, date=date(2026, 2, 1)))
        uow.commit()
    assert line(services, MAU, "ke_hoach")[1].proposal.points == D("0.5")


def test_points_that_differ_need_a_reason(services: Services) -> None:
    sheet, typed = line(services, MAU, "sang_kien")
    assert typed.proposal.points is None
    for points, field in ((None, "points"), (D("1.5"), "points"), (D("0.1234"), "points"), (D("0.5"), "reason")):
        with pytest.raises(InvalidInput) as caught:
            services.scoring.give(sheet, "sang_kien", Side.SELF, points)
        assert list(caught.value.problems) == [field]
    with pytest.raises(NotFound):
        services.scoring.give(sheet, "khong_co", Side.SELF, D(1))
    services.scoring.give(sheet, "sang_kien", Side.SELF, D("0.5"), "  Có   sáng kiến ")
    _, kept = line(services, MAU, "sang_kien")
    assert kept.own is not None
    assert (kept.own.points, kept.own.reason, kept.own.actor) == (D("0.5"), "Có sáng kiến", "Người thử")


def test_two_people_do_not_overwrite_each_other(services: Services) -> None:
    sheet, _ = line(services, MAU, "sang_kien")
    services.scoring.give(sheet, "sang_kien", Side.SELF, D("0.5"), "Một")
    with pytest.raises(Conflict):
        services.scoring.give(sheet, "sang_kien", Side.SELF, D("0.7"), "Hai")
    assert line(services, MAU, "sang_kien")[1].own.points == D("0.5")


def test_giving_and_taking_back_can_be_undone(services: Services) -> None:
    sheet, _ = line(services, MAU, "sang_kien")
    services.scoring.give(sheet, "sang_kien", Side.SELF, D("0.5"), "Một")
    sheet, kept = line(services, MAU, "sang_kien")
    services.scoring.give(sheet, "sang_kien", Side.SELF, D(1), "Hai")
    services.undo.undo_next()
    _, kept = line(services, MAU, "sang_kien")
    assert kept.own.points == D("0.5")
    services.scoring.take_back(kept.own)
    assert line(services, MAU, "sang_kien")[1].own is None
    services.undo.undo_next()
    assert line(services, MAU, "sang_kien")[1].own.reason == "Một"


def test_evidence_stands_beside_the_points(services: Services, tmp_path) -> None:
    path = tmp_path / "quyết định.pdf"
    path.write_bytes(b"%PDF-1.4 sang kien")
    sheet, _ = line(services, MAU, "sang_kien")
    services.scoring.add_file(sheet, "sang_kien", path)
    sheet, kept = line(services, MAU, "sang_kien")
    assert [file.name for file in kept.files] == ["quyết định.pdf"]
    services.scoring.give(sheet, "sang_kien", Side.SELF, D(1), "Được công nhận")
    sheet, kept = line(services, MAU, "sang_kien")
    assert kept.own.evidence == (f"attachment:{kept.files[0].id}",)
    services.scoring.drop_file(kept.files[0])
    assert line(services, MAU, "sang_kien")[1].files == ()


def test_all_proposals_are_taken_as_one_step(services: Services) -> None:
    plan(services, Task("A"))
    services.scoring.take_proposals(services.scoring.own(2026, MAU), Side.SELF)
    sheet = services.scoring.own(2026, MAU)
    assert [one.criterion.code for one in sheet.lines if one.own is None] == ["sang_kien"]
    assert all(one.own.reason for one in sheet.lines if one.own)
    services.undo.undo_next()
    assert services.scoring.own(2026, MAU).given(Side.SELF) == 0


@pytest.fixture
def directory(services: Services) -> Services:
    services.directory.add_many(
        [DirectoryUnit(code, name) for code, name in (("X1", "Một"), ("X2", "Hai"), ("X3", "Ba"))]
    )
    return services


def test_units_are_proposed_points_by_what_they_sent(directory: Services) -> None:
    received(directory, "X1", "2026-Q1", "2026-03-16T02:00:00.000+00:00", TT02=10, TT03=10)
    received(directory, "X2", "2026-Q1", "2026-03-25T02:00:00.000+00:00", "returned", TT02=10, TT03=4)
    sheets = {code: directory.scoring.unit(2026, MAU, code) for code in ("X1", "X2", "X3")}
    points = {code: {one.criterion.code: one.proposal.points for one in sheet.lines} for code, sheet in sheets.items()}
    assert [points[code]["muc_do"] for code in sheets] == [4, 0, None]
    half = directory.reports.period("2026-6M")
    missing = D("0.5") if half.deadline < date(2026, 6, 20) else D(0)
    assert [points[code]["bao_cao"] for code in sheets] == [
        2 - missing,
        2 - missing - D("0.5"),  # late and returned
        2 - missing - D("0.5"),  # never came
    ]
    assert points["X1"]["ke_hoach"] is None
    with pytest.raises(NotFound):
        directory.scoring.unit(2026, MAU, "X9")


def test_channels_of_units_come_from_their_figures(directory: Services) -> None:
    by_form = {one.forms: one.code for one in directory.catalogues.indicators if len(one.forms) == 1}
    code = by_form[("man_hinh",)] if ("man_hinh",) in by_form else next(iter(by_form.values()))
    received(directory, "X1", "2026-Q1", "2026-03-16T02:00:00.000+00:00", **{code: 3})
    diversity = directory.scoring.unit(2026, XL, "X1").lines[1].proposal
    assert diversity.points is not None
    assert diversity.points > 0
    assert directory.scoring.unit(2026, XL, "X3").lines[1].proposal.points is None


def test_the_ranking_has_ties_and_the_silent_last(directory: Services) -> None:
    for code, points in (("X1", D(1)), ("X2", D(1)), ("X3", D("0.5"))):
        sheet = directory.scoring.unit(2026, MAU, code)
        directory.scoring.give(sheet, "sang_kien", Side.SELF, D(1), "Có")
        sheet = directory.scoring.unit(2026, MAU, code)
        directory.scoring.give(sheet, "sang_kien", Side.APPRAISAL, points, "Đã xem")
    found = directory.scoring.ranking(2026, MAU)
    assert [(one.code, one.rank) for one in found] == [("X1", 1), ("X2", 1), ("X3", 3)]
    assert [one.own for one in found] == [1, 1, 1]
    assert found[0].appraised == 1
    other = directory.scoring.ranking(2026, XL)
    assert {one.rank for one in other} == {None}


def test_the_appraisal_of_something_else_than_the_self_score_needs_a_reason(directory: Services) -> None:
    sheet = directory.scoring.unit(2026, MAU, "X1")
    directory.scoring.give(sheet, "sang_kien", Side.SELF, D(1), "Có")
    sheet = directory.scoring.unit(2026, MAU, "X1")
    with pytest.raises(InvalidInput):
        directory.scoring.give(sheet, "sang_kien", Side.APPRAISAL, D("0.5"))
    directory.scoring.give(sheet, "sang_kien", Side.APPRAISAL, D(1))
    kept = directory.scoring.unit(2026, MAU, "X1").lines[-1]
    assert kept.appraisal.reason == "Có"
    directory.scoring.give(directory.scoring.unit(2026, MAU, "X1"), "bao_cao", Side.SELF, D(2), "Đã gửi đủ")
    directory.scoring.take_proposals(directory.scoring.unit(2026, MAU, "X1"), Side.APPRAISAL)
    assert directory.scoring.unit(2026, MAU, "X1").lines[3].appraisal is None, "what differs wants a person"


def test_the_set_last_used_is_offered_first(services: Services) -> None:
    assert services.scoring.usual(2026).code == MAU
    sheet = services.scoring.own(2026, XL)
    services.scoring.give(sheet, "tc_4_1", Side.SELF, D(1), "Đạt")
    assert services.scoring.usual(2026).code == XL
    assert MAU in {one.code for one in services.scoring.sets(2021)}
    assert XL not in {one.code for one in services.scoring.sets(2021)}


def test_sheet_and_ranking_become_word_tables(directory: Services, tmp_path) -> None:
    sheet = directory.scoring.unit(2026, MAU, "X1")
    directory.scoring.give(sheet, "sang_kien", Side.APPRAISAL, D("0.25"), "Xem <b>hồ sơ</b> & quyết định")
    target = directory.scoring.export_sheet(directory.scoring.unit(2026, MAU, "X1"), tmp_path / "a.docx")
    table = docx.Document(str(target)).tables[1]
    texts = [[cell.text for cell in row.cells] for row in table.rows]
    assert texts[5][4:] == ["0,25", "Xem <b>hồ sơ</b> & quyết định"]
    assert texts[-1][1:] == ["Tổng điểm", "10", "", "0,25", ""]
    target = directory.scoring.export_ranking(2026, MAU, tmp_path / "b.docx")
    document = docx.Document(io.BytesIO(target.read_bytes()))
    assert [row.cells[1].text for row in document.tables[1].rows][1:] == ["xã Một", "xã Hai", "xã Ba"]
