"""The tables of an office one level up: its units, what they sent, what was made of it, their scores."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from cchc_desktop.storage.tables import STRICT, Base
from cchc_desktop.storage.tables_registers import RegisterRecord


class DirectoryUnitRecord(RegisterRecord):
    """A unit that reports to somebody. Of one code there may be several rows, each for its own span of days.

    `predecessors` is a JSON list of codes (merged, split, renamed from); `aliases` a JSON list of further names that
    foreign files call it by; `parent` the code it reports to.
    """

    __tablename__ = "directory_units"
    __table_args__ = (Index("ix_directory_units_code", "code"), STRICT)

    code: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    parent: Mapped[str]
    contact: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]
    address: Mapped[str]
    valid_from: Mapped[str]
    valid_to: Mapped[str]
    predecessors: Mapped[str]
    aliases: Mapped[str]
    note: Mapped[str]


class ExpectationRecord(RegisterRecord):
    """Which report is expected of whom: `unit_code` "" means of every unit; `period` is the code without the year.

    Years as whole numbers; 9999 is without end. `deadline` is an ISO day without year ("03-20"), "" for the rule's own.
    """

    __tablename__ = "expectations"
    __table_args__ = STRICT

    unit_code: Mapped[str]
    period: Mapped[str]
    first_year: Mapped[int]
    last_year: Mapped[int]
    wanted: Mapped[int]
    deadline: Mapped[str]
    note: Mapped[str]


class ReceivedFileRecord(Base):
    """A file that was given to be received, kept under its hash whatever became of it.

    `kind`: package, workbook or foreign; `state`: accepted, known, quarantined, undecided (unit or period not sure).
    `reason` is Vietnamese. `batch` joins the files that came together.
    """

    __tablename__ = "received_files"
    __table_args__ = (Index("ix_received_files_batch", "batch"), STRICT)

    sha256: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    size: Mapped[int]
    batch: Mapped[str]
    received_at: Mapped[str]
    actor: Mapped[str]
    kind: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str]
    details: Mapped[str]


class ReceivedReportRecord(Base):
    """A report of a unit as one file tells it; `state`: current, older, conflict, returned, accepted.

    `made_at` is when the sender froze it, `content` JSON of what is no figure (narrative, names, warnings), `digest`
    that of its figures: same version, other digest is a conflict.
    """

    __tablename__ = "received_reports"
    __table_args__ = (Index("ix_received_reports_place", "period", "unit_code", "ordinal"), STRICT)

    id: Mapped[str] = mapped_column(primary_key=True)
    unit_code: Mapped[str]
    unit_name: Mapped[str]
    period: Mapped[str]
    ordinal: Mapped[int]
    sha256: Mapped[str] = mapped_column(ForeignKey("received_files.sha256"))
    package_id: Mapped[str]
    made_at: Mapped[str]
    received_at: Mapped[str]
    state: Mapped[str]
    digest: Mapped[str]
    fingerprint: Mapped[str]
    content: Mapped[str]
    note: Mapped[str]
    version: Mapped[int]


class ReceivedFigureRecord(Base):
    """A figure of a received report; `value` and `cumulative` in millionths, so that ratios lose nothing that counts.

    `sheet` and `cell` tell where in the file it stands.
    """

    __tablename__ = "received_figures"
    __table_args__ = (
        Index("ix_received_figures_indicator", "indicator", "report_id"),
        {"sqlite_strict": True, "sqlite_with_rowid": False},
    )

    report_id: Mapped[str] = mapped_column(ForeignKey("received_reports.id", ondelete="CASCADE"), primary_key=True)
    indicator: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    state: Mapped[str]
    value: Mapped[int | None]
    cumulative_state: Mapped[str]
    cumulative: Mapped[int | None]
    text: Mapped[str]
    sheet: Mapped[str]
    cell: Mapped[str]


class AnswerRecord(Base):
    """A receipt or return that was given to a unit; `content` is the file's own JSON."""

    __tablename__ = "answers"
    __table_args__ = (Index("ix_answers_report", "received_report_id"), STRICT)

    id: Mapped[str] = mapped_column(primary_key=True)
    received_report_id: Mapped[str]
    kind: Mapped[str]
    at: Mapped[str]
    actor: Mapped[str]
    content: Mapped[str]
    handed_over: Mapped[str]


class ConsolidationRecord(Base):
    """A consolidated report of a period: which received reports are in it (JSON), what it says (JSON)."""

    __tablename__ = "consolidations"
    __table_args__ = (Index("ix_consolidations_period", "period", "ordinal", unique=True), STRICT)

    id: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str]
    ordinal: Mapped[int]
    made_at: Mapped[str]
    actor: Mapped[str]
    reason: Mapped[str]
    sources: Mapped[str]
    content: Mapped[str]
    package_id: Mapped[str]


class ScoreRecord(Base):
    """Points of a criterion; `side` is "self" or "appraisal", `points` in thousandths, `evidence` a JSON list."""

    __tablename__ = "scores"
    __table_args__ = (
        Index("ix_scores_place", "year", "criteria", "unit_code", "criterion", "side", unique=True),
        STRICT,
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int]
    criteria: Mapped[str]
    unit_code: Mapped[str]
    criterion: Mapped[str]
    side: Mapped[str]
    points: Mapped[int | None]
    reason: Mapped[str]
    evidence: Mapped[str]
    actor: Mapped[str]
    at: Mapped[str]
    version: Mapped[int]
