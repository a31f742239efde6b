"""The life of a report: worked on, frozen, handed over, received or returned, supplemented.

A period is frozen ("chốt kỳ") before its report leaves; what is corrected afterwards is a supplement ("bổ sung lần n")
with a reason, never an overwriting.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.narrative import NarrativePart


class ReportState(StrEnum):
    """Where the report of a period stands."""

    NONE = "none"
    DRAFT = "draft"
    FROZEN = "frozen"
    SENT = "sent"
    RECEIVED = "received"
    RETURNED = "returned"


REPORT_STATE_NAMES = {
    ReportState.NONE: "chưa lập",
    ReportState.DRAFT: "đang lập",
    ReportState.FROZEN: "đã chốt",
    ReportState.SENT: "đã gửi",
    ReportState.RECEIVED: "đã tiếp nhận",
    ReportState.RETURNED: "bị trả lại",
}
"""How states are called."""


class VersionKind(StrEnum):
    """Whether a version is the first of its period or corrects an earlier one."""

    FIRST = "first"
    SUPPLEMENT = "supplement"


class ReportStep(StrEnum):
    """What a person can do with a report."""

    EDIT = "edit"
    FREEZE = "freeze"
    UNFREEZE = "unfreeze"
    SEND = "send"
    SUPPLEMENT = "supplement"
    DROP_SUPPLEMENT = "drop_supplement"


_ALLOWED: dict[ReportStep, frozenset[ReportState]] = {
    ReportStep.EDIT: frozenset({ReportState.NONE, ReportState.DRAFT}),
    ReportStep.FREEZE: frozenset({ReportState.NONE, ReportState.DRAFT}),
    ReportStep.UNFREEZE: frozenset({ReportState.FROZEN}),
    ReportStep.SEND: frozenset({ReportState.FROZEN, ReportState.SENT, ReportState.RECEIVED, ReportState.RETURNED}),
    ReportStep.SUPPLEMENT: frozenset({ReportState.SENT, ReportState.RECEIVED, ReportState.RETURNED}),
    ReportStep.DROP_SUPPLEMENT: frozenset({ReportState.DRAFT}),
}

_REFUSALS: dict[ReportStep, str] = {
    ReportStep.EDIT: "kỳ báo cáo đã chốt; muốn sửa, hãy mở lại (khi chưa gửi) hoặc lập báo cáo bổ sung (khi đã gửi)",
    ReportStep.FREEZE: "kỳ báo cáo đã chốt rồi",
    ReportStep.UNFREEZE: "chỉ mở lại được báo cáo đã chốt mà chưa gửi; đã gửi thì lập báo cáo bổ sung",
    ReportStep.SEND: "chốt kỳ trước rồi mới gửi được",
    ReportStep.SUPPLEMENT: "chỉ bổ sung được báo cáo đã gửi",
    ReportStep.DROP_SUPPLEMENT: "không có báo cáo bổ sung nào đang lập",
}


def refusal(state: ReportState, step: ReportStep) -> str:
    """Return the Vietnamese reason why a step is not possible in a state, "" when it is."""
    return "" if state in _ALLOWED[step] else _REFUSALS[step]


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """The report of a period under work.

    `frozen` tells that nothing may be changed now. `reason` is why a supplement is being made ("" for the first).
    """

    period: str
    narrative: tuple[NarrativePart, ...] = ()
    number: int | None = None
    date: date | None = None
    addressee: str = ""
    reason: str = ""
    frozen: bool = False
    id: str = field(default_factory=new_id)
    version: int = 0


@dataclass(frozen=True, slots=True)
class ReportVersion:
    """A frozen version of a report: what it says is kept apart, see `frozen_report`.

    `ordinal` 1 is the first, 2 is "bổ sung lần 1". `frozen_at` and `sent_at` are ISO local times. `audit_seq` is the
    last row of the audit trail at that moment.
    """

    report_id: str
    ordinal: int
    kind: VersionKind = VersionKind.FIRST
    number: int | None = None
    symbol: str = "BC-UBND"
    date: date | None = None
    reason: str = ""
    frozen_at: str = ""
    actor: str = ""
    audit_seq: int = 0
    state: ReportState = ReportState.FROZEN
    sent_at: str = ""
    package_id: str = ""
    id: str = field(default_factory=new_id)

    @property
    def name(self) -> str:
        """How the version is called: "lần đầu", "bổ sung lần 2"."""
        return version_name(self.ordinal)


def version_name(ordinal: int) -> str:
    """Return "lần đầu" for 1, "bổ sung lần 1" for 2 and so on."""
    return "lần đầu" if ordinal <= 1 else f"bổ sung lần {ordinal - 1}"


def state_of(draft: ReportDraft | None, versions: tuple[ReportVersion, ...], begun: bool = False) -> ReportState:
    """Return where the report of a period stands; `begun` tells that figures were typed though nothing else was."""
    if draft is None:
        return ReportState.DRAFT if begun else ReportState.NONE
    if draft.frozen and versions:
        return versions[-1].state
    return ReportState.DRAFT


@dataclass(frozen=True, slots=True)
class Remark:
    """What the superior remarked of a figure (`indicator` a code) or of the whole report (""), and the answer to it."""

    report_version_id: str
    text: str
    indicator: str = ""
    receipt_id: str = ""
    resolution: str = ""
    resolved_at: str = ""
    id: str = field(default_factory=new_id)

    @property
    def open(self) -> bool:
        """Tell whether nobody has answered it."""
        return not self.resolved_at


@dataclass(frozen=True, slots=True)
class LateChange:
    """An entry of the log of a frozen period that was changed afterwards ("sau khi đã gửi").

    `action` is the last word of the audit trail on it; `at` is ISO local time.
    """

    activity_id: str
    title: str
    day: date | None
    action: str
    actor: str
    at: str


@dataclass(frozen=True, slots=True)
class PeriodStanding:
    """A line of the board of one's own reports: a period, where it stands and since when."""

    period: str
    name: str
    deadline: date
    state: ReportState
    version: str = ""
    since: str = ""
    open_remarks: int = 0
    late: bool = False
