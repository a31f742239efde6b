"""Use cases of report, letter, proposal and letter of transmittal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from cchc_desktop import files
from cchc_desktop.domain.letter_drafts import DraftName, draft
from cchc_desktop.domain.official_document import DOCUMENT_NAMES, OfficialDocument, problems
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import InvalidInput
from cchc_desktop.services.templates import TemplateService
from cchc_desktop.services.units import UnitService


class LetterService:
    """Drafts and prints documents; they are not stored."""

    def __init__(self, units: UnitService, templates: TemplateService, today: Callable[[], date]) -> None:
        self._units = units
        self._templates = templates
        self._today = today

    def draft(self, name: DraftName, year: int) -> OfficialDocument:
        """Return a first draft with the office's names and signer.

        Raises:
            NotFound: the office's particulars are missing.

        """
        today = self._today()
        return draft(name, self._units.require(today), year, self._units.signature(today))

    def render(self, document: OfficialDocument) -> bytes:
        """Return a document as a .docx in the layout of Decree 30/2020.

        Raises:
            InvalidInput: something is missing that every such document has.
            TemplateProblem: the template cannot be filled.

        """
        from cchc_desktop.documents.letters import export_document

        if found := problems(document):
            raise InvalidInput(found)
        return export_document(document, self._templates.path(f"{document.kind}.docx"))

    def file_name(self, document: OfficialDocument) -> str:
        """Return the file name to offer for an export."""
        number = f"{document.number:02d}-" if document.number is not None else ""
        title = f"{DOCUMENT_NAMES[document.kind]} {clean_line(document.title)}".strip()
        return files.safe_file_name(f"{number}{title}.docx")
