"""Use cases of the desk where a report is worked on: its figures, what is odd, its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from cchc_desktop.domain import frozen_report, report_check, report_life
from cchc_desktop.domain import narrative as words
from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.figure import Figure, Report
from cchc_desktop.domain.frozen_report import FigureDifference
from cchc_desktop.domain.narrative import NarrativePart, NarrativeRule
from cchc_desktop.domain.plan import PlanStatus
from cchc_desktop.domain.plan_skeleton import variables
from cchc_desktop.domain.report_annex import report_annex
from cchc_desktop.domain.report_check import IssueLevel, IssuePlace, IssueRule, ReportIssue, WarningAnswer
from cchc_desktop.domain.report_document import period_words, plan_words, report_document
from cchc_desktop.domain.report_life import Remark, ReportDraft, ReportState, ReportStep, ReportVersion
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import Conflict, InvalidInput
from cchc_desktop.services.reports import ReportService
from cchc_desktop.services.units import UnitService
from cchc_desktop.storage.database import Database, UnitOfWork

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cchc_desktop.domain.official_document import OfficialDocument
    from cchc_desktop.domain.period import Period

NOUN = "báo cáo"
_YEARS_BACK = 3


@dataclass(frozen=True, slots=True)
class ReportDesk:
    """All that is known of the report of a period.

    `report` holds the figures as they are now, also when a version is frozen, but not the entries of the log.
    `narrative` is what people wrote, or a proposal (`proposed`) while nobody has. `remarks` are those on the last
    version that came back. `unproven` is how many activities of the period have no evidence.
    """

    report: Report
    draft: ReportDraft
    versions: tuple[ReportVersion, ...]
    state: ReportState
    narrative: tuple[NarrativePart, ...]
    proposed: bool
    issues: tuple[ReportIssue, ...]
    remarks: tuple[Remark, ...] = ()
    unproven: int = 0

    @property
    def open_issues(self) -> tuple[ReportIssue, ...]:
        """What keeps the report from being frozen."""
        return tuple(issue for issue in self.issues if issue.open)

    @property
    def ordinal(self) -> int:
        """Number of the version that is worked on, or of the last one when the report is frozen."""
        return max(1, len(self.versions) + (0 if self.draft.frozen else 1))

    @property
    def figures(self) -> Mapping[str, Figure]:
        """The figures by code."""
        return {figure.indicator.code: figure for figure in self.report.figures}


class ReportDeskService:
    """Shows and keeps the report of a period while it is worked on."""

    def __init__(
        self,
        database: Database,
        reports: ReportService,
        units: UnitService,
        rules: Callable[[], tuple[NarrativeRule, ...]],
        actor: Callable[[], str],
        today: Callable[[], date],
    ) -> None:
        self._database = database
        self._reports = reports
        self._units = units
        self._rules = rules
        self._actor = actor
        self._today = today

    def open(self, code: str) -> ReportDesk:
        """Return the desk of a period; may take long on a long log.

        Raises:
            NotFound: no rule makes such a period.

        """
        report = self._reports.report(code, log=False)
        period = report.period
        with self._database.read() as uow:
            draft = uow.reports.of(period.code)
            versions = uow.report_versions.of(draft.id) if draft else ()
            answers = uow.reports.answers(period.code)
            history = self._history(uow, report)
            wanted = ActivityFilter(start=period.start, end=period.end, unproven=True, limit=1)
            unproven = uow.activities.page(wanted, {}).total
            doubles = uow.activities.doubles(period.start, period.end)
            begun = any(statement.period == period.code for statement in uow.statements.all())
            remarks = uow.report_versions.remarks(versions[-1].id) if versions else ()
            facts = self._facts(uow, period)
        figures = {figure.indicator.code: figure for figure in report.figures}
        written = draft.narrative if draft else ()
        text = written or words.propose(self._rules(), figures, facts)
        found = report_check.report_issues(report, history, text, unproven, doubles)
        issues = report_check.answered((*self._office_issues(period.end), *found), answers)
        return ReportDesk(
            report,
            draft or ReportDraft(period.code),
            versions,
            report_life.state_of(draft, versions, begun),
            text,
            not written,
            issues,
            remarks,
            unproven,
        )

    def _office_issues(self, day: date) -> list[ReportIssue]:
        unit = self._units.current(day)
        if unit is None:
            text = "chưa có thông tin đơn vị; ghi ở Cài đặt rồi mới chốt được báo cáo"
            return [ReportIssue(IssueLevel.ERROR, IssueRule.OFFICE, "unit", text, IssuePlace.SETTINGS)]
        if not unit.code:
            text = "đơn vị chưa có mã; cấp trên nhận ra tệp theo mã, hãy ghi ở Cài đặt"
            return [ReportIssue(IssueLevel.WARNING, IssueRule.OFFICE, "unit_code", text, IssuePlace.SETTINGS, "code")]
        return []

    @staticmethod
    def _history(uow: UnitOfWork, report: Report) -> dict[str, list[Decimal]]:
        """Return the figures of the same period in earlier years, from what was frozen then, else from the log."""
        found: dict[str, list[Decimal]] = {}
        for figure in report.figures:
            if figure.previous.value is not None:
                found[figure.indicator.code] = [figure.previous.value]
        for back in range(2, _YEARS_BACK + 1):
            older = uow.reports.of(f"{report.period.year - back}{report.period.code[4:]}")
            versions = uow.report_versions.of(older.id) if older else ()
            if not versions:
                continue
            for line in uow.report_versions.content(versions[-1].id).figures:
                if line.current.value is not None:
                    found.setdefault(line.code, []).append(line.current.value)
        return found

    def _facts(self, uow: UnitOfWork, period: Period) -> dict[str, str]:
        unit = self._units.current(period.end)
        committee = unit.committee if unit else "Ủy ban nhân dân"
        plan = uow.plans.for_year(period.year)
        issued = plan is not None and plan.status is PlanStatus.ISSUED
        number, day = (plan.number_text, plan.date) if plan is not None and issued else ("", None)
        return {
            "ky": period_words(period),
            "don_vi": unit.full_name if unit else "đơn vị",
            "uy_ban": committee,
            "nam": str(period.year),
            "ke_hoach": plan_words(period.year, committee, number, day),
        }

    def propose(self, desk: ReportDesk) -> tuple[NarrativePart, ...]:
        """Return a fresh narrative from the figures of a desk, whatever people wrote before."""
        with self._database.read() as uow:
            facts = self._facts(uow, desk.report.period)
        return words.propose(self._rules(), desk.figures, facts)

    def save(self, draft: ReportDraft) -> tuple[ReportDraft, Change]:
        """Keep narrative, number, date and addressee of a report that is not frozen; return it as stored.

        Raises:
            NotFound: no rule makes such a period.
            Conflict: it is frozen, or was changed elsewhere since it was read.
            InvalidInput: the number is not one.

        """
        period = self._reports.period(draft.period)
        if draft.number is not None and not 0 < draft.number < 100_000:
            raise InvalidInput({"number": "số văn bản phải từ 1 trở lên"})
        with self._database.write(self._actor()) as uow:
            require(uow, period.code, ReportStep.EDIT)
            saved = uow.reports.save(replace(draft, addressee=draft.addressee.strip()))
            uow.commit()
        return saved, Change(Topic.REPORT, (period.code,))

    def answer(self, period: str, reason: str, *issues: ReportIssue) -> Change:
        """Keep why warnings are left as they are; an empty reason takes theirs back.

        Raises:
            InvalidInput: errors take no reason.
            Conflict: the period is frozen.

        """
        if any(issue.level is IssueLevel.ERROR for issue in issues):
            raise InvalidInput({"reason": "lỗi phải sửa, không ghi lý do để bỏ qua được"})
        reason, actor = clean_line(reason), self._actor()
        with self._database.write(actor) as uow:
            require(uow, period, ReportStep.EDIT)
            for issue in issues:
                given = WarningAnswer(period, issue.rule.value, issue.subject, issue.fingerprint, reason)
                uow.reports.answer(given, actor)
            uow.commit()
        return Change(Topic.REPORT, (period,))

    def document(self, desk: ReportDesk) -> OfficialDocument:
        """Return the report as it would be printed now.

        Raises:
            NotFound: the office's particulars are missing.

        """
        period = desk.report.period
        unit = self._units.require(period.end)
        document = report_document(
            desk.draft,
            period,
            unit,
            variables(period.year, unit)["cap_tren"],
            self._units.signature(desk.draft.date or self._today()),
            words.resolved(desk.narrative, desk.figures),
            desk.ordinal,
        )
        return replace(document, annex=report_annex(desk.report, self._corrected(desk)))

    def _corrected(self, desk: ReportDesk) -> tuple[FigureDifference, ...]:
        """Return what a supplement says otherwise than the version before it."""
        if desk.ordinal < 2:
            return ()
        with self._database.read() as uow:
            before = uow.report_versions.content(desk.versions[desk.ordinal - 2].id)
        lines = tuple(frozen_report.frozen_figure(figure) for figure in desk.report.figures)
        return frozen_report.differences(before, replace(before, figures=lines))


def require(uow: UnitOfWork, period: str, step: ReportStep) -> tuple[ReportDraft | None, tuple[ReportVersion, ...]]:
    """Return report and versions of a period when a step is possible.

    Raises:
        Conflict: it is not, and why.

    """
    draft = uow.reports.of(period)
    versions = uow.report_versions.of(draft.id) if draft else ()
    if reason := report_life.refusal(report_life.state_of(draft, versions), step):
        raise Conflict(NOUN, reason)
    return draft, versions
