"""`cchc evidence …`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from cchc_desktop import files
from cchc_desktop.cli.output import Answer
from cchc_desktop.services.container import Services
from cchc_desktop.services.evidence_binder import lost_names


def binder(services: Services, options: Namespace) -> Answer:
    """Write the evidence of a period, of one task or of one indicator as a folder or zip with its index."""
    out = Path(options.out).absolute()
    gathered = services.evidence_binder.gather(options.period, options.task, options.indicator)
    try:
        (out.parent if out.suffix.lower() == ".zip" else out).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise files.not_written(out, error) from error
    written = services.evidence_binder.write(gathered, out)
    lost = lost_names(written)
    written_files = gathered.files - len(lost)
    data = {
        "file": str(written.target),
        "period": options.period,
        "activities": len(gathered.items),
        "files": written_files,
        "without_evidence": gathered.without_evidence,
        "lost": list(lost),
    }
    lines = [
        f"Đã lập tập minh chứng: {written.target}",
        f"{len(gathered.items)} hoạt động, {written_files} tệp, liên kết; "
        f"{gathered.without_evidence} hoạt động chưa có minh chứng.",
    ]
    lines += [f"Tệp bị mất hoặc hỏng: {name}" for name in lost]
    return Answer(data, tuple(lines), code=1 if lost else 0)
