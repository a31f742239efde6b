"""What is missing or odd in a report: listed before anything else, each with the place to mend it.

An error keeps the report from being frozen and sent, never from being saved. A warning wants a reason, which is kept
and holds as long as the figure does not change. Guesses about odd figures are warnings only: a machine does not know
better.
"""

from __future__ import annotations

import hashlib
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import IndicatorKind, IndicatorSource, Relation
from cchc_desktop.domain.figure import Figure, FigureState, Report
from cchc_desktop.domain.figure_rule import RELATION_NAMES, BrokenRule, broken_rules
from cchc_desktop.domain.narrative import NarrativePart, unknown_tokens
from cchc_desktop.domain.numbers import format_number


class IssueLevel(StrEnum):
    """How grave an issue is; see the head of this module."""

    ERROR = "error"
    WARNING = "warning"


class IssueRule(StrEnum):
    """What an issue is about."""

    MISSING = "missing"
    OUTLIER = "outlier"
    RELATION = "relation"
    SHRUNK = "shrunk"
    SHARE = "share"
    OVERRIDE = "override"
    UNPROVEN = "unproven"
    TWICE = "twice"
    NARRATIVE = "narrative"
    UNFILLED = "unfilled"
    OFFICE = "office"


class IssuePlace(StrEnum):
    """Where an issue is mended."""

    FIGURE = "figure"
    UNPROVEN = "unproven"
    LOG = "log"
    NARRATIVE = "narrative"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class ReportIssue:
    """Something missing or odd. `subject` is the indicator's code or what else `place` opens.

    `fingerprint` is a digest of the values it was said of: a reason given for others does not hold. `reason` is the
    one a person gave, "" while there is none.
    """

    level: IssueLevel
    rule: IssueRule
    subject: str
    text: str
    place: IssuePlace
    fingerprint: str = ""
    reason: str = ""

    @property
    def open(self) -> bool:
        """Tell whether it keeps the report from being frozen."""
        return self.level is IssueLevel.ERROR or not self.reason


@dataclass(frozen=True, slots=True)
class WarningAnswer:
    """Why a person leaves a warning as it is."""

    period: str
    rule: str
    subject: str
    fingerprint: str
    reason: str
    actor: str = ""
    at: str = ""


History = Mapping[str, Sequence[Decimal]]
"""Indicator code → its figures of like periods of earlier years, the newest first."""


def report_issues(
    report: Report,
    history: History,
    narrative: Sequence[NarrativePart],
    unproven: int,
    doubles: Sequence[Activity] = (),
) -> tuple[ReportIssue, ...]:
    """Return all that is missing or odd in a report, the errors first, otherwise in the order of the report.

    Args:
        report: with figures and activities of the period.
        history: see `History`.
        narrative: as written, with its live figures.
        unproven: how many activities of the period have no evidence.
        doubles: activities that repeat day, form and title of another.

    """
    figures = {figure.indicator.code: figure for figure in report.figures}
    found: list[ReportIssue] = []
    for figure in report.figures:
        found += _of_figure(figure, history.get(figure.indicator.code, ()))
    found += [_rule(broken) for broken in broken_rules(report.figures)]
    found += _of_log(doubles, unproven)
    found += _of_narrative(narrative, figures)
    return tuple(sorted(found, key=lambda issue: issue.level is not IssueLevel.ERROR))


def answered(issues: Iterable[ReportIssue], answers: Iterable[WarningAnswer]) -> tuple[ReportIssue, ...]:
    """Return the issues with the reasons that were given for them as they stand now."""
    given = {(answer.rule, answer.subject, answer.fingerprint): answer.reason for answer in answers}
    return tuple(
        ReportIssue(
            issue.level,
            issue.rule,
            issue.subject,
            issue.text,
            issue.place,
            issue.fingerprint,
            ""
            if issue.level is IssueLevel.ERROR
            else given.get((issue.rule.value, issue.subject, issue.fingerprint), ""),
        )
        for issue in issues
    )


# ------------------------------------------------------------------ a figure by itself


def _of_figure(figure: Figure, history: Sequence[Decimal]) -> list[ReportIssue]:
    indicator, now = figure.indicator, figure.current
    found = []
    if now.state is FigureState.UNKNOWN and indicator.source is not IndicatorSource.FORMULA:
        found.append(_said(IssueLevel.WARNING, IssueRule.MISSING, figure, "chưa có số liệu"))
    if indicator.kind is IndicatorKind.SUM and _less(figure.cumulative.value, now.value):
        text = (
            f"lũy kế {_text(figure.cumulative.value)} nhỏ hơn số trong kỳ {_text(now.value)}; "
            "xem lại số nhập tay của kỳ này và các kỳ trước"
        )
        found.append(_said(IssueLevel.ERROR, IssueRule.SHRUNK, figure, text))
    if indicator.unit == "%" and now.value is not None and now.value > 100:
        found.append(_said(IssueLevel.ERROR, IssueRule.SHARE, figure, f"tỷ lệ {_text(now.value)}% lớn hơn 100%"))
    if figure.statement is not None and _overrides(figure) and not figure.statement.reason:
        text = "số nhập tay thay số chương trình tính được mà chưa ghi lý do"
        found.append(_said(IssueLevel.WARNING, IssueRule.OVERRIDE, figure, text))
    if text := _odd(figure, history):
        found.append(_said(IssueLevel.WARNING, IssueRule.OUTLIER, figure, text))
    return found


def _overrides(figure: Figure) -> bool:
    """Tell whether a typed value stands where the log or another source has something to say."""
    return figure.overridden and (figure.activities > 0 or figure.found.value is not None)


_FACTOR = 4
_LEAST = 10
"""A figure is odd when it is so many times more or less than before, and the difference is not a trifle."""


def _odd(figure: Figure, history: Sequence[Decimal]) -> str:
    now = figure.current.value
    if now is None or figure.indicator.kind is IndicatorKind.RATIO:
        return ""
    known = list(history) or ([figure.previous.value] if figure.previous.value is not None else [])
    if not known:
        return ""
    usual = Decimal(statistics.median(known))
    if abs(now - usual) < _LEAST or not usual:
        return ""
    against = "cùng kỳ năm trước" if len(known) == 1 else f"mức thường có của {len(known)} năm trước"
    if now >= _FACTOR * usual:
        return f"{_text(now)} gấp {_text(now / usual, 1)} lần {against} ({_text(usual)})"
    if now * _FACTOR <= usual:
        return f"{_text(now)} chỉ bằng {_text(now * 100 / usual, 1)}% {against} ({_text(usual)})"
    return ""


# ------------------------------------------------------------------ figures against each other


def _rule(broken: BrokenRule) -> ReportIssue:
    left, right = _text(broken.left.value or Decimal(0)), _text(broken.right.value or Decimal(0))
    where = " (lũy kế)" if broken.cumulative else ""
    words = RELATION_NAMES[broken.rule.relation]
    text = f"{left}{where} {words} {broken.rule.formula} = {right}"
    if broken.rule.relation is Relation.AT_MOST:
        text += "; phần không thể lớn hơn tổng"
    facts = "|".join((broken.rule.formula, left, right))
    return ReportIssue(
        IssueLevel.ERROR,
        IssueRule.RELATION,
        broken.figure.indicator.code,
        _head(broken.figure) + text,
        IssuePlace.FIGURE,
        _digest(facts),
    )


# ------------------------------------------------------------------ the log and the words


def _of_log(doubles: Sequence[Activity], unproven: int) -> list[ReportIssue]:
    found = []
    if unproven:
        text = f"{format_number(unproven)} hoạt động trong kỳ chưa có minh chứng"
        found.append(
            ReportIssue(IssueLevel.WARNING, IssueRule.UNPROVEN, "", text, IssuePlace.UNPROVEN, _digest(str(unproven)))
        )
    for activity in doubles:
        day = activity.date.strftime("%d/%m/%Y")
        text = f"“{activity.title}” ngày {day} được ghi hai lần trong nhật ký"
        found.append(
            ReportIssue(IssueLevel.WARNING, IssueRule.TWICE, activity.id, text, IssuePlace.LOG, _digest(activity.id))
        )
    return found


_GAPS = ("…", "...", "____")


def _of_narrative(narrative: Sequence[NarrativePart], figures: Mapping[str, Figure]) -> list[ReportIssue]:
    found = [
        ReportIssue(
            IssueLevel.ERROR,
            IssueRule.NARRATIVE,
            token,
            f"lời báo cáo nhắc đến “{token}” mà không có chỉ tiêu nào như vậy",
            IssuePlace.NARRATIVE,
            _digest(token),
        )
        for token in unknown_tokens(narrative, figures)
    ]
    for part in narrative:
        gaps = [line for line in part.text.splitlines() if any(gap in line for gap in _GAPS)]
        if gaps:
            found.append(
                ReportIssue(
                    IssueLevel.WARNING,
                    IssueRule.UNFILLED,
                    part.title,
                    f"mục “{part.title}” còn chỗ trống “…” chưa điền",
                    IssuePlace.NARRATIVE,
                    _digest("\n".join(gaps)),
                )
            )
    return found


# ------------------------------------------------------------------ words


def _said(level: IssueLevel, rule: IssueRule, figure: Figure, text: str) -> ReportIssue:
    values = (figure.current, figure.cumulative, figure.previous)
    facts = "|".join(f"{value.state}:{value.value}" for value in values)
    if figure.statement is not None:
        facts += f"|{figure.statement.value}"
    return ReportIssue(level, rule, figure.indicator.code, _head(figure) + text, IssuePlace.FIGURE, _digest(facts))


def _head(figure: Figure) -> str:
    return f"{figure.indicator.code} {figure.indicator.name}: "


def _less(one: Decimal | None, other: Decimal | None) -> bool:
    return one is not None and other is not None and one < other


def _text(value: Decimal | None, decimals: int | None = None) -> str:
    return "" if value is None else format_number(value, decimals)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
