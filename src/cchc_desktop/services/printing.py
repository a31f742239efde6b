"""“In ngay”: a document to the printer without a detour over another program's window."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from pathlib import Path

from cchc_desktop import files
from cchc_desktop.domain.progress import NoProgress, Progress
from cchc_desktop.services.plans import PlanService

PRINT_TIMEOUT_S = 60.0
"""Seconds the printer's queue may take to accept a document."""

_PREFIX = "cchc-in-"
_KEPT_S = 6 * 3600.0


class PrintService:
    """Prints plans and other documents held as .docx bytes."""

    def __init__(self, plans: PlanService) -> None:
        self._plans = plans

    def available(self) -> bool:
        """Tell whether pages can be laid out on this machine; whether there is a printer only printing tells."""
        from cchc_desktop.documents.pdf import can_make_pdf

        return can_make_pdf()

    def print_plan(self, plan_id: str, progress: Progress | None = None) -> None:
        """Print a plan as an export would write it.

        Raises:
            NotFound: there is no such plan.
            ToolMissing: there is nothing to lay pages out with, or no printer.
            FileNotWritten: laying out or printing failed or took too long.
            Cancelled: a person stopped it.

        """
        progress = progress or NoProgress()
        progress.step(0, 0, "Đang tạo văn bản")
        folder = self._new_folder()
        plan = self._plans.get(plan_id)
        target = folder / Path(self._plans.file_name(plan)).with_suffix(".pdf").name
        self._send(self._plans.export(plan_id, target, progress), progress)

    def print_docx(self, docx: bytes, name: str, progress: Progress | None = None) -> None:
        """Print a document made by another service; `name` is what the printer's queue shows.

        Raises:
            ToolMissing: there is nothing to lay pages out with, or no printer.
            FileNotWritten: laying out or printing failed or took too long.
            Cancelled: a person stopped it.

        """
        from cchc_desktop.documents.pdf import pdf_of

        progress = progress or NoProgress()
        target = self._new_folder() / Path(files.safe_file_name(name)).with_suffix(".pdf").name
        files.write_atomically(target, pdf_of(docx, progress=progress))
        self._send(target, progress)

    def _send(self, pdf: Path, progress: Progress) -> None:
        from cchc_desktop.documents.printer import print_pdf

        progress.step(0, 0, "Đang gửi tới máy in")
        print_pdf(pdf, PRINT_TIMEOUT_S, progress)

    @staticmethod
    def _new_folder() -> Path:
        """Return a temporary folder; those of earlier days go: a viewer may read its file long after the call."""
        root = Path(tempfile.gettempdir())
        for old in root.glob(f"{_PREFIX}*"):
            with contextlib.suppress(OSError):
                if time.time() - old.stat().st_mtime > _KEPT_S:
                    shutil.rmtree(old, ignore_errors=True)
        return Path(tempfile.mkdtemp(prefix=_PREFIX))
