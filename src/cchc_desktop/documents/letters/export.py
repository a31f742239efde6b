"""A document as a Word file, filled and finished."""

from __future__ import annotations

import io
from pathlib import Path

from cchc_desktop.documents.letters.context import document_context
from cchc_desktop.documents.letters.finish import finish
from cchc_desktop.documents.word.template import fill
from cchc_desktop.domain.official_document import OfficialDocument


def export_document(document: OfficialDocument, template: Path) -> bytes:
    """Return the document as a whole .docx in memory; the caller writes it with `files.write_atomically`.

    Raises:
        TemplateProblem: the template cannot be filled.

    """
    made = fill(template, document_context(document))
    finish(made, document)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()
