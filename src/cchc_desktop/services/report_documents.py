"""The papers of a report: the official workbook and the Word report, named so that any system takes them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cchc_desktop import files
from cchc_desktop.domain.text import fold
from cchc_desktop.services.report_desk import ReportDesk, ReportDeskService
from cchc_desktop.services.reports import ReportService
from cchc_desktop.services.templates import TemplateService
from cchc_desktop.services.units import UnitService

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cchc_desktop.domain.period import Period
    from cchc_desktop.domain.report_life import ReportVersion

WORKBOOK_NOTE, WORD_NOTE, FORM_NOTE, SIGNED_NOTE = "so_lieu", "loi_bao_cao", "bieu_cap_tren", "ban_ky"
"""What a file of a version is: the official workbook, the Word report, a form of the superior, the signed paper."""


class ReportDocumentService:
    """Renders the papers of a report."""

    def __init__(
        self, desk: ReportDeskService, reports: ReportService, units: UnitService, templates: TemplateService
    ) -> None:
        self._desk = desk
        self._reports = reports
        self._units = units
        self._templates = templates

    def render(self, desk: ReportDesk, version: ReportVersion) -> Mapping[str, tuple[str, bytes]]:
        """Return the files of a version: note → (name, content).

        Raises:
            NotFound: the office's particulars are missing.
            TemplateProblem: the template cannot be filled.

        """
        period = desk.report.period
        return {
            WORKBOOK_NOTE: (
                self.name(period, version.ordinal, ".xlsx"),
                self._reports.render(self._reports.report(period.code)),
            ),
            WORD_NOTE: (self.name(period, version.ordinal, ".docx"), self.word(desk)),
        }

    def word(self, desk: ReportDesk) -> bytes:
        """Return the Word report as it would be printed now.

        Raises:
            InvalidInput: something is missing that every such document has.
            TemplateProblem: the template cannot be filled.

        """
        from cchc_desktop.documents.letters import export_document

        return export_document(self._desk.document(desk), self._templates.path("bao_cao.docx"))

    def export_word(self, code: str, target: Path) -> Path:
        """Write the Word report of a period as it stands now to a file; return it.

        Raises:
            NotFound: no rule makes such a period, or the office's particulars are missing.
            FileInUse: it is open in Word.
            FileNotWritten: the place refuses.

        """
        files.write_atomically(target, self.word(self._desk.open(code)))
        return target

    def name(self, period: Period, ordinal: int, ending: str) -> str:
        """Return the name of a file: unit, period, version, ASCII only; "BC-CCHC_HY.LX_2026-Q1_bs1.xlsx"."""
        unit = self._units.require(period.end)
        stem = unit.code or fold(unit.full_name).replace(" ", "-")
        version = "" if ordinal <= 1 else f"_bs{ordinal - 1}"
        return files.safe_file_name(f"BC-CCHC_{stem}_{period.code}{version}{ending}")
