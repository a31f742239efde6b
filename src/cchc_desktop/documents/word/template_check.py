"""“Kiểm tra mẫu”: all that is wrong with a Word template, with the sentence, the tag and the likely remedy.

`fill` refuses a bad template at its first fault; this tells all faults at once, in the words of who made it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from cchc_desktop.documents.office_file import OfficeKind, read_office_file
from cchc_desktop.documents.word.template import Value, fill_data
from cchc_desktop.documents.word.template_cargo import read_cargo
from cchc_desktop.documents.word.template_names import FieldCheck, single_braces
from cchc_desktop.documents.word.template_structure import structure_faults
from cchc_desktop.documents.word.template_tags import PartTags, read_tags
from cchc_desktop.domain.template import TemplateFinding, TemplateReport, TemplateSeverity
from cchc_desktop.errors import FileUnreadable, TemplateProblem, UnreadableReason

_ERROR, _WARNING = TemplateSeverity.ERROR, TemplateSeverity.WARNING


def check_template(path: Path, sample: Mapping[str, Value], needed: Mapping[str, str] | None = None) -> TemplateReport:
    """Check a template against the fields it will be given.

    Args:
        path: the .docx; it is only read.
        sample: the fields with sample values: what is not in it does not exist, a list tells by its items what a
            loop over it yields.
        needed: fields that a document cannot do without → what they print.

    Raises:
        FileUnreadable: the file is no whole, harmless Word file.
        FileInUse: Windows keeps the file from being read.

    """
    source = read_office_file(path, OfficeKind.WORD)
    work = _Check(path.name, source, sample)
    try:
        work.run(needed or {})
    except etree.XMLSyntaxError as error:
        raise FileUnreadable(path, UnreadableReason.BROKEN, detail=str(error)) from error
    findings = sorted(dict.fromkeys(work.findings), key=lambda finding: finding.severity is not _ERROR)
    return TemplateReport(path.name, hashlib.sha256(source).hexdigest(), tuple(findings))


@dataclass(slots=True)
class _Check:
    """One check under way."""

    name: str
    source: bytes
    sample: Mapping[str, Value]
    findings: list[TemplateFinding] = field(default_factory=list)

    def run(self, needed: Mapping[str, str]) -> None:
        """Fill `findings`."""
        cargo = read_cargo(self.source)
        self.findings += [TemplateFinding(_ERROR, reason, tag=what) for reason, what in cargo.faults]
        self.findings += [TemplateFinding(_WARNING, reason, tag=what) for reason, what in cargo.warnings]
        parts = read_tags(self.source)
        for fault in structure_faults(parts):
            self.findings.append(
                TemplateFinding(_ERROR, fault.reason, fault.sentence, fault.tag, fault.hint, fault.where)
            )
        used = self._check_fields(parts)
        for name, what in needed.items():
            if name not in used:
                hint = f"thêm {{{{ {name} }}}} hoặc dùng lại mẫu gốc"
                reason = f"mẫu không in {what} (trường {name})"
                self.findings.append(TemplateFinding(_WARNING, reason, hint=hint))
        if not any(finding.severity is _ERROR for finding in self.findings):
            self._try()

    def _check_fields(self, parts: tuple[PartTags, ...]) -> set[str]:
        used: set[str] = set()
        for part in parts:
            if part.filled:
                names = FieldCheck(dict[str, Any](self.sample))
                names.run(part.tags)
                self.findings += names.findings
                self._note_single_braces(part)
                used |= names.used
        return used

    def _note_single_braces(self, part: PartTags) -> None:
        for sentence in part.sentences:
            for written in single_braces(sentence, self.sample):
                reason, hint = "trường viết trong một dấu ngoặc sẽ in nguyên như vậy", f"viết {{{written}}}"
                self.findings.append(TemplateFinding(_WARNING, reason, sentence, written, hint, part.where))

    def _try(self) -> None:
        """Fill the template with the sample: what no rule foresaw shows here, and not at the first document."""
        try:
            fill_data(self.name, self.source, self.sample)
        except TemplateProblem as error:
            self.findings.append(TemplateFinding(_ERROR, error.reason, error.where))
