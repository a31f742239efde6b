"""Rows of received files, reports and figures, there and back."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import Any

from cchc_desktop.domain.narrative import NarrativePart
from cchc_desktop.domain.received import (
    FileKind,
    FileState,
    ReceivedFigure,
    ReceivedFile,
    ReceivedReport,
    ReportStanding,
)
from cchc_desktop.domain.received_reading import FigureRow, amount_of
from cchc_desktop.storage.values import local_time


def report_id_of(sha256: str, period: str) -> str:
    """Return the id of the report that comes of a file: the same file gives the same report anywhere.

    It begins with the period, so that what is received together lies together in the tables and their indexes: with
    ids in no order each new report would touch pages all over ten years of them.
    """
    return f"{period[:4]:0<4}{hashlib.sha256(period.encode()).hexdigest()[:4]}{sha256[:24]}"


def file_values(file: ReceivedFile, now: str, actor: str) -> dict[str, Any]:
    """Return a file as it is stored; `now` is when it came."""
    return {
        "sha256": file.sha256,
        "name": file.name,
        "size": file.size,
        "batch": file.batch,
        "received_at": now,
        "actor": actor,
        "kind": file.kind.value,
        "state": file.state.value,
        "reason": file.reason,
        "details": file.details,
    }


def report_values(report: ReceivedReport, now: str) -> dict[str, Any]:
    """Return a report as it is stored."""
    content = {
        "narrative": [[part.title, part.text] for part in report.narrative],
        "warnings": list(report.warnings),
    }
    return {
        "id": report.id,
        "unit_code": report.unit_code,
        "unit_name": report.unit_name,
        "period": report.period,
        "ordinal": report.ordinal,
        "sha256": report.sha256,
        "package_id": report.package_id,
        "made_at": report.made_at,
        "received_at": now,
        "state": report.standing.value,
        "digest": report.digest,
        "fingerprint": report.fingerprint,
        "content": json.dumps(content, ensure_ascii=False, separators=(",", ":")),
        "note": report.note,
        "version": 1,
    }


FIGURE_COLUMNS = (
    "report_id", "indicator", "position", "state", "value", "cumulative_state", "cumulative", "text", "sheet", "cell",
)  # fmt: skip
"""The columns of figures in the order of `figure_values`."""


def figure_values(report_id: str, position: int, row: FigureRow) -> tuple[Any, ...]:
    """Return a figure as it is stored."""
    return report_id, row[0], position, *row[1:]


def file_facts(file: ReceivedFile) -> dict[str, Any]:
    """Return what the trail keeps of a file."""
    return {"name": file.name, "kind": file.kind.value, "state": file.state.value, "reason": file.reason}


def report_facts(report: ReceivedReport) -> dict[str, Any]:
    """Return what the trail keeps of a report."""
    return {"unit_code": report.unit_code, "period": report.period, "ordinal": report.ordinal}


def to_file(row: Any) -> ReceivedFile:
    """Return a stored file."""
    return ReceivedFile(
        row.sha256,
        row.name,
        row.size,
        row.batch,
        local_time(row.received_at),
        row.actor,
        FileKind(row.kind),
        FileState(row.state),
        row.reason,
        row.details,
    )


def to_report(row: Any) -> ReceivedReport:
    """Return a stored report, without its figures."""
    content = json.loads(row.content)
    return ReceivedReport(
        row.unit_code,
        row.unit_name,
        row.period,
        row.ordinal,
        row.sha256,
        (),
        tuple(NarrativePart(title, text) for title, text in content.get("narrative", ())),
        tuple(content.get("warnings", ())),
        row.package_id,
        row.made_at,
        local_time(row.received_at),
        ReportStanding(row.state),
        row.digest,
        row.fingerprint,
        row.note,
        row.id,
        row.version,
    )


_local_time = lru_cache(maxsize=4096)(local_time)  # the files of a transaction came at one time


def to_row(row: Any) -> tuple[ReceivedFile, ReceivedReport | None]:
    """Return a stored file and its report as lists show them."""
    at = _local_time(row.received_at)
    file = ReceivedFile(
        *(row.sha256, row.name, row.size, row.batch, at, row.actor),
        kind=FileKind(row.kind),
        state=FileState(row.file_state),
        reason=row.reason,
    )
    if row.id is None:
        return file, None
    report = ReceivedReport(
        *(row.unit_code, row.unit_name, row.period, row.ordinal, row.sha256),
        received_at=at,
        standing=ReportStanding(row.state),
        id=row.id,
        version=row.version,
    )
    return file, report


def to_figure(row: Any) -> ReceivedFigure:
    """Return a stored figure."""
    return ReceivedFigure(
        row.indicator,
        amount_of(row.state, row.value),
        amount_of(row.cumulative_state, row.cumulative),
        row.text,
        row.sheet,
        row.cell,
    )
