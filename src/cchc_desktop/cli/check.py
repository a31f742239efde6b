"""`cchc check`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from cchc_desktop.cli.output import Answer
from cchc_desktop.domain.check import SEVERITY_NAMES, STATE_NAMES, CheckState, Finding
from cchc_desktop.services.checks import CheckReport
from cchc_desktop.services.container import Services

_FAILED = 1


def check(services: Services, options: Namespace) -> Answer:
    """Check the layout of a Word file; exit code 1 when a rule is broken."""
    report = services.checks.check(Path(options.file), _path(options.annotated), _path(options.repaired))
    failed = report.result.of(CheckState.FAILED)
    return Answer(as_json(report), tuple(_lines(report)), _FAILED if failed else 0)


def _path(text: str) -> Path | None:
    return Path(text).absolute() if text else None


def as_json(report: CheckReport) -> dict[str, Any]:
    """Return the stable JSON form of a check; the files of the copies only where copies were asked for."""
    result = report.result
    data: dict[str, Any] = {
        "findings": [_finding(finding) for finding in result.findings],
        "passed": len(result.of(CheckState.PASSED)),
        "failed": len(result.of(CheckState.FAILED)),
        "not_checked": len(result.of(CheckState.NOT_CHECKED)),
    }
    if report.annotated is not None:
        data["annotated"] = str(report.annotated)
    if report.repaired is not None:
        data["repaired"] = str(report.repaired)
        data["repairs"] = [
            {"rule": repair.rule, "what": repair.what, "where": repair.place.text} for repair in report.repairs
        ]
    return data


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "rule": finding.rule,
        "clause": finding.clause,
        "state": finding.state.value,
        "measured": finding.measured,
        "expected": finding.expected,
        "where": finding.where,
        "severity": finding.severity.value,
    }


def _lines(report: CheckReport) -> list[str]:
    result = report.result
    counts = ", ".join(f"{len(result.of(state))} {STATE_NAMES[state]}" for state in CheckState)
    kind = f" ({result.kind.capitalize()})" if result.kind else ""
    lines = [f"{report.path.name}{kind}: {counts}."]
    for finding in result.of(CheckState.FAILED):
        measured = f": {finding.measured}" if finding.measured else ""
        lines += [
            f"✗ {finding.what}{measured}; đúng là: {finding.expected} [{SEVERITY_NAMES[finding.severity]}]",
            f"    {finding.where}",
            f"    {finding.clause}",
        ]
    unseen = [finding.what for finding in result.of(CheckState.NOT_CHECKED)]
    if unseen:
        lines.append(f"Không kiểm được: {'; '.join(unseen)}.")
    if report.annotated is not None:
        lines.append(f"Bản có góp ý: {report.annotated}")
    if report.repaired is not None:
        lines.append(f"Bản đã sửa {len(report.repairs)} chỗ: {report.repaired}")
        lines += [f"  {repair.place.text}: {repair.what}" for repair in report.repairs]
    return lines
