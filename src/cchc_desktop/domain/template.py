"""Word templates as a person sees them: which one is used, what it may print, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

TEMPLATE_TITLES = {
    "ke_hoach.docx": "Kế hoạch của Ủy ban nhân dân",
    "ke_hoach_phong.docx": "Kế hoạch của phòng chuyên môn",
    "bao_cao.docx": "Báo cáo",
    "cong_van.docx": "Công văn",
    "to_trinh.docx": "Tờ trình",
    "phieu_gui.docx": "Phiếu gửi",
}
"""Template file → what is made from it."""


class TemplateSeverity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"  # the template cannot be used
    WARNING = "warning"  # it can, but somebody should look


TEMPLATE_SEVERITY_NAMES = {TemplateSeverity.ERROR: "Phải sửa", TemplateSeverity.WARNING: "Nên xem lại"}
"""Severity in words."""


@dataclass(frozen=True, slots=True)
class TemplateFinding:
    """Something wrong with a template, in Vietnamese.

    `sentence` is the text of the paragraph it stands in, `tag` what is to blame as written, `where` the part of
    the file ("đầu trang"), `hint` what to write instead.
    """

    severity: TemplateSeverity
    reason: str
    sentence: str = ""
    tag: str = ""
    hint: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class TemplateField:
    """A field a template may print: `tag` is what to paste into Word, `sample` what comes out of it."""

    name: str
    description: str
    tag: str
    sample: str


@dataclass(frozen=True, slots=True)
class TemplateReport:
    """The result of checking a template; `digest` is the SHA-256 of the file that was checked."""

    file: str
    digest: str
    findings: tuple[TemplateFinding, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether documents can be made with it."""
        return all(finding.severity is not TemplateSeverity.ERROR for finding in self.findings)


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template in use: the office's own copy (`own`) or the packaged one, with its SHA-256."""

    file: str
    title: str
    path: Path
    own: bool
    digest: str
