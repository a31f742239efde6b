"""A plan as a Word file in the layout of Decree 30/2020/NĐ-CP, annexes I and III (sample 1.4)."""

from __future__ import annotations

import io
from pathlib import Path

from cchc_desktop.documents.plan_export.context import plan_context
from cchc_desktop.documents.plan_export.finish import finish
from cchc_desktop.documents.word.template import fill
from cchc_desktop.domain.plan import Plan


def export_plan(plan: Plan, template: Path) -> bytes:
    """Return the plan as a whole .docx in memory; the caller writes it with `files.write_atomically`.

    Raises:
        TemplateProblem: the template cannot be filled.

    """
    document = fill(template, plan_context(plan))
    finish(document, plan)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()
