"""Points: what the facts of a year give under a criteria set, what is still missing, and totals.

A proposal is computed and never kept; what a person gave is a `Score`, with a reason where it is not the proposal.
Nothing here goes above the most of a criterion or below its lowest, and better facts never give fewer points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from enum import StrEnum

from cchc_desktop.domain.catalogue import Form
from cchc_desktop.domain.criteria import FAULT_NAMES, Channel, CriteriaSet, Criterion, CriterionKind, Fault
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.numbers import format_number

OWN = ""
"""Stands for this office among the codes of units: it has no code of its own in its directory."""

MOST_DECIMALS = 3


class Side(StrEnum):
    """Who gave points: the unit itself, or the office that appraises it."""

    SELF = "self"
    APPRAISAL = "appraisal"


SIDE_NAMES = {Side.SELF: "tự chấm", Side.APPRAISAL: "thẩm định"}
"""How the sides are called."""


@dataclass(frozen=True, slots=True)
class Score:
    """Points that somebody gave a unit for a criterion; `at` is ISO local time."""

    year: int
    criteria: str
    unit_code: str
    criterion: str
    side: Side
    points: Decimal | None
    reason: str = ""
    evidence: tuple[str, ...] = ()
    actor: str = ""
    at: str = ""
    id: str = field(default_factory=new_id)
    version: int = 0

    @property
    def place(self) -> str:
        """What evidence is kept under, whether points were given already or not."""
        return evidence_place(self.year, self.criteria, self.unit_code, self.criterion)


def evidence_place(year: int, criteria: str, unit_code: str, criterion: str) -> str:
    """Return the owner of the files that prove a unit's points for a criterion."""
    return f"{year}/{criteria}/{criterion}/{unit_code}"


# ------------------------------------------------------------------ facts


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task of the plan that is not done: `words` say where it is, `by` is its next day."""

    id: str
    number: int
    content: str
    words: str
    by: date | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """The tasks of a year's plan: how many, how many are done, and those that are not (empty when not known)."""

    planned: int
    done: int
    open: tuple[OpenTask, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """Activities of some forms; `proven` of them have evidence, None when that is not known here."""

    forms: frozenset[str]
    activities: int
    proven: int | None = None


class Sent(StrEnum):
    """What became of a report."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    AHEAD = "ahead"  # its deadline is still to come


@dataclass(frozen=True, slots=True)
class ReportFact:
    """A report that was expected: `period` is the code without the year, `poor` tells that it was returned."""

    period: str
    name: str
    deadline: date
    sent: Sent
    poor: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a unit's year on a day; None where nothing is known."""

    year: int
    day: date
    work: Work | None = None
    uses: tuple[Use, ...] | None = None
    reports: tuple[ReportFact, ...] | None = None
    plan_known: bool = False
    plan_date: date | None = None


# ------------------------------------------------------------------ proposals


class GapPlace(StrEnum):
    """Where a gap is closed."""

    PLAN = "plan"
    TASK = "task"
    LOG = "log"
    EVIDENCE = "evidence"
    REPORT = "report"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something still missing for points. `points` is what closing it can give, None when that is not certain.

    `subject` is the id of a task, the code of a form (several joined by ","), or the code of a period, by `place`.
    """

    criterion: str
    text: str
    place: GapPlace
    subject: str = ""
    by: date | None = None
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The points that facts give, None while they say nothing, with the reason and what is missing for more."""

    points: Decimal | None
    reason: str
    gaps: tuple[Gap, ...] = ()


def rounded(points: Decimal, decimals: int) -> Decimal:
    """Return points at a number of decimals, halves upwards as offices do."""
    return points.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def points_text(points: Decimal | None) -> str:
    """Return points as people read them: "0,25", "" for none."""
    return "" if points is None else format_number(points)


def propose(criterion: Criterion, facts: Facts, forms: Sequence[Form], decimals: int = 2) -> Proposal:
    """Return the points that facts give for a criterion."""
    match criterion.kind:
        case CriterionKind.RATE:
            found = _rate(criterion, facts)
        case CriterionKind.DIVERSITY:
            found = _diversity(criterion, facts, forms)
        case CriterionKind.DEDUCTION:
            found = _deduction(criterion, facts)
        case CriterionKind.DEADLINE:
            found = _deadline(criterion, facts)
        case _:
            gap = Gap(criterion.code, "Chưa chấm; tiêu chí này do người chấm cho điểm.", GapPlace.HAND)
            found = Proposal(None, "Tiêu chí này do người chấm cho điểm.", (gap,))
    if found.points is None:
        return found
    return Proposal(criterion.within(rounded(found.points, decimals)), found.reason, found.gaps)


def _rate(criterion: Criterion, facts: Facts) -> Proposal:
    work = facts.work
    if work is None or work.planned < 1:
        gap = Gap(criterion.code, "Chưa có kế hoạch với bảng nhiệm vụ của năm.", GapPlace.PLAN)
        return Proposal(None, "Chưa có số nhiệm vụ của kế hoạch để tính tỷ lệ.", (gap,))
    done, planned = min(work.done, work.planned), work.planned
    rate = Decimal(done) * 100 / planned
    reason = f"Hoàn thành {done}/{planned} nhiệm vụ, đạt {format_number(rate, 1)} %"
    if done == planned:
        points = criterion.points
    elif rate >= criterion.floor:
        points = criterion.points * done / planned
    else:
        points = criterion.lowest
        needed = int((criterion.floor * planned / 100).to_integral_value(ROUND_CEILING))
        reason += f", dưới mức {format_number(criterion.floor)} % (cần thêm {needed - done} nhiệm vụ mới có điểm)"
    share = criterion.points / planned
    gaps = [
        Gap(
            criterion.code,
            f"Nhiệm vụ {task.number} “{_short(task.content)}”: {task.words[:1].lower()}{task.words[1:]}",
            GapPlace.TASK,
            task.id,
            task.by,
            share,
        )
        for task in work.open
    ]
    return Proposal(points, f"{reason}.", tuple(gaps))


def _diversity(criterion: Criterion, facts: Facts, forms: Sequence[Form]) -> Proposal:
    if facts.uses is None:
        return Proposal(None, "Chưa có số liệu về các hình thức tuyên truyền.")
    names = {form.code: form.name for form in forms}
    points, parts, gaps = Decimal(0), [], []
    for channel in criterion.channels:
        codes = channel.codes(forms)
        own = [use for use in facts.uses if use.activities > 0 and use.forms <= codes]
        proven = [use for use in own if use.proven is None or use.proven > 0]
        if proven if criterion.proven else own:
            points += channel.points
            parts.append(f"{channel.name}: {points_text(channel.points)} điểm")
            continue
        parts.append(f"{channel.name}: {'chưa có minh chứng' if own else 'chưa có'}")
        gaps.append(_channel_gap(criterion, channel, own, codes, names))
    return Proposal(points, "; ".join(parts) + ".", tuple(gaps))


def _channel_gap(
    criterion: Criterion, channel: Channel, own: Sequence[Use], codes: frozenset[str], names: Mapping[str, str]
) -> Gap:
    if own:
        number = sum(use.activities for use in own)
        used = ",".join(sorted(frozenset().union(*(use.forms for use in own))))
        text = f"{channel.name}: {number} hoạt động chưa có minh chứng nào"
        return Gap(criterion.code, text, GapPlace.EVIDENCE, used, points=channel.points)
    examples = [name for code, name in names.items() if code in codes]
    text = f"{channel.name}: chưa có hoạt động nào"
    if len(examples) > 1:
        text += f" ({'; '.join(examples[:3])}{'…' if len(examples) > 3 else ''})"
    return Gap(
        criterion.code, text, GapPlace.LOG, ",".join(code for code in names if code in codes), points=channel.points
    )


def _deduction(criterion: Criterion, facts: Facts) -> Proposal:
    if facts.reports is None:
        return Proposal(None, "Chưa có số liệu về việc gửi báo cáo.")
    looked_at = [one for one in facts.reports if not criterion.periods or one.period in criterion.periods]
    points, parts, gaps = criterion.points, [], []
    for report in looked_at:
        for fault in _faults(report):
            taken = _taken(criterion, fault, report.period)
            if not taken:
                continue
            points -= taken
            parts.append(f"{report.name} {FAULT_NAMES[fault]}: −{points_text(taken)}")
        if report.sent in (Sent.AHEAD, Sent.MISSING):
            gaps.append(_report_gap(criterion, report, facts.year))
    if not looked_at:
        return Proposal(None, "Trong năm không có báo cáo nào phải gửi.")
    told = "; ".join(parts) if parts else "Chưa có báo cáo nào muộn, thiếu hoặc bị trả lại"
    due = sum(report.sent is not Sent.AHEAD for report in looked_at)
    return Proposal(points, f"{told} ({due}/{len(looked_at)} báo cáo đã đến hạn hoặc đã gửi).", tuple(gaps))


def _faults(report: ReportFact) -> list[Fault]:
    found = [Fault.LATE] if report.sent is Sent.LATE else [Fault.MISSING] if report.sent is Sent.MISSING else []
    return [*found, Fault.POOR] if report.poor else found


def _taken(criterion: Criterion, fault: Fault, period: str) -> Decimal:
    fits = (one for one in criterion.deductions if one.fault is fault and (not one.periods or period in one.periods))
    return sum((one.points for one in fits), Decimal(0))


def _report_gap(criterion: Criterion, report: ReportFact, year: int) -> Gap:
    missing, late = (_taken(criterion, fault, report.period) for fault in (Fault.MISSING, Fault.LATE))
    name = report.name[:1].lower() + report.name[1:]
    if report.sent is Sent.AHEAD:
        text = f"Gửi báo cáo {name} đúng hạn để giữ điểm"
        points = max(missing, late)
    else:
        text = f"Báo cáo {name} đã quá hạn mà chưa gửi"
        points = max(missing - late, Decimal(0))
    return Gap(criterion.code, text, GapPlace.REPORT, f"{year}-{report.period}", report.deadline, points)


def _deadline(criterion: Criterion, facts: Facts) -> Proposal:
    due = criterion.deadline.of(facts.year) if criterion.deadline else None
    if not facts.plan_known:
        return Proposal(None, "Chưa có số liệu về ngày ban hành kế hoạch.")
    if facts.plan_date is not None:
        if due is None or facts.plan_date <= due:
            until = f", đúng hạn ({short_date(due)})" if due else ""
            return Proposal(criterion.points, f"Kế hoạch ban hành ngày {short_date(facts.plan_date)}{until}.")
        text = f"Kế hoạch ban hành ngày {short_date(facts.plan_date)}, sau hạn {short_date(due)}."
        return Proposal(criterion.late_points, text)
    late = due is not None and facts.day > due
    possible = (criterion.late_points - criterion.none_points) if late else criterion.points - criterion.none_points
    gap = Gap(criterion.code, "Kế hoạch của năm chưa ban hành", GapPlace.PLAN, by=due, points=max(possible, Decimal(0)))
    if late:
        assert due is not None
        return Proposal(criterion.none_points, f"Chưa ban hành kế hoạch; hạn là {short_date(due)}.", (gap,))
    return Proposal(None, "Chưa ban hành kế hoạch, chưa đến hạn.", (gap,))


def _short(text: str, longest: int = 70) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


# ------------------------------------------------------------------ what people give


def points_problem(criterion: Criterion, points: Decimal | None) -> str:
    """Return why points cannot be given, "" when they can."""
    if points is None:
        return "chưa nhập điểm"
    if not points.is_finite():
        return "điểm phải là số"
    if points != rounded(points, MOST_DECIMALS):
        return f"điểm có tối đa {MOST_DECIMALS} số lẻ"
    if not criterion.lowest <= points <= criterion.points:
        return f"điểm từ {points_text(criterion.lowest)} đến {points_text(criterion.points)}"
    return ""


def reason_needed(points: Decimal, proposal: Decimal | None, other: Decimal | None = None) -> bool:
    """Tell whether points need a reason: those that differ from the proposal or the `other` side, or have neither."""
    known = [one for one in (proposal, other) if one is not None]
    return not known or any(points != one for one in known)


# ------------------------------------------------------------------ totals


def total(criteria: CriteriaSet, points: Mapping[str, Decimal | None]) -> Decimal:
    """Return the sum of points by criterion; those without points add nothing. Never below the lowest of the set."""
    found = sum(
        (
            criterion.within(given)
            for criterion in criteria.criteria
            if (given := points.get(criterion.code)) is not None
        ),
        Decimal(0),
    )
    return max(min(found, criteria.most), criteria.lowest)
