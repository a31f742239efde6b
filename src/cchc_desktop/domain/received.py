"""What units send: files, the reports in them, their figures, and what becomes of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from cchc_desktop.domain.figure import Amount
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.narrative import NarrativePart


class FileKind(StrEnum):
    """What a received file is."""

    PACKAGE = "package"
    WORKBOOK = "workbook"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


class FileState(StrEnum):
    """What became of a received file."""

    ACCEPTED = "accepted"
    KNOWN = "known"
    UNDECIDED = "undecided"
    QUARANTINED = "quarantined"


FILE_STATE_NAMES = {
    FileState.ACCEPTED: "đã nhận",
    FileState.KNOWN: "đã có từ trước",
    FileState.UNDECIDED: "chờ xác nhận",
    FileState.QUARANTINED: "để riêng",
}
"""How states of a file are called."""


class ReportStanding(StrEnum):
    """Where a received report stands among those of its unit and period."""

    CURRENT = "current"
    OLDER = "older"
    CONFLICT = "conflict"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    SET_ASIDE = "set_aside"
    """A person took another file of the same unit, period and version for the right one."""


STANDING_NAMES = {
    ReportStanding.CURRENT: "bản đang dùng",
    ReportStanding.OLDER: "bản cũ",
    ReportStanding.CONFLICT: "chờ chọn",
    ReportStanding.RETURNED: "bị trả lại",
    ReportStanding.ACCEPTED: "đã tiếp nhận",
    ReportStanding.SET_ASIDE: "không lấy",
}
"""How standings of a report are called."""


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that was given to be received; its content is kept under `sha256`. Times are ISO local."""

    sha256: str
    name: str
    size: int
    batch: str = ""
    received_at: str = ""
    actor: str = ""
    kind: FileKind = FileKind.UNKNOWN
    state: FileState = FileState.UNDECIDED
    reason: str = ""
    details: str = ""


@dataclass(frozen=True, slots=True)
class ReceivedFigure:
    """A figure as a file has it, and where it stands there ("Số liệu", "D7"). `text` is a cell that is no number."""

    indicator: str
    current: Amount
    cumulative: Amount
    text: str = ""
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class ReceivedReport:
    """A report of a unit as one file tells it; `unit_name` as the file says, for old documents keep old names.

    `digest` is that of the figures: same version with another digest is a conflict.
    """

    unit_code: str
    unit_name: str
    period: str
    ordinal: int
    sha256: str
    figures: tuple[ReceivedFigure, ...] = ()
    narrative: tuple[NarrativePart, ...] = ()
    warnings: tuple[str, ...] = ()
    package_id: str = ""
    made_at: str = ""
    received_at: str = ""
    standing: ReportStanding = ReportStanding.CURRENT
    digest: str = ""
    fingerprint: str = ""
    note: str = ""
    id: str = field(default_factory=new_id)
    version: int = 0


def standings(reports: tuple[ReceivedReport, ...]) -> dict[str, ReportStanding]:
    """Return id → standing for the reports of one unit and period, in any order.

    The newest version (by ordinal) is current and the older ones are kept. Of two files of one version that say the
    same one is current (a package before a workbook, then the smaller id) and the other as good as older; two that do
    not are a conflict until a person has chosen. What was accepted or returned stays so, and a file that is not taken,
    or was returned, stands in nobody's way.
    """
    out = (ReportStanding.RETURNED, ReportStanding.SET_ASIDE)
    newest = max((one.ordinal for one in reports if one.standing is not ReportStanding.SET_ASIDE), default=0)
    running = [one for one in reports if one.ordinal == newest and one.standing not in out]
    agreed = len({one.digest for one in running}) == 1
    first = min(running, key=_precedence, default=None)
    found: dict[str, ReportStanding] = {}
    for report in reports:
        if report.standing is ReportStanding.SET_ASIDE:
            found[report.id] = report.standing
        elif report.ordinal < newest:
            found[report.id] = ReportStanding.OLDER
        elif report.standing in (ReportStanding.ACCEPTED, ReportStanding.RETURNED):
            found[report.id] = report.standing
        elif not agreed:
            found[report.id] = ReportStanding.CONFLICT
        else:
            found[report.id] = ReportStanding.CURRENT if report is first else ReportStanding.OLDER
    return found


def _precedence(report: ReceivedReport) -> tuple[bool, bool, str]:
    return report.standing is not ReportStanding.ACCEPTED, not report.package_id, report.id
