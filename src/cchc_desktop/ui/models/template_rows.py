"""What the tables of the templates show."""

from __future__ import annotations

from cchc_desktop.domain.template import (
    TEMPLATE_SEVERITY_NAMES,
    TemplateField,
    TemplateFile,
    TemplateFinding,
    TemplateSeverity,
)
from cchc_desktop.ui.models.rows import Column

_LONG = 160


def template_columns() -> tuple[Column[TemplateFile], ...]:
    """Return the columns of the list of templates."""
    return (
        Column("title", "Văn bản", lambda row: row.title),
        Column("own", "Đang dùng", own_text, tip=lambda row: f"{row.path}\nSHA-256: {row.digest}"),
    )


def own_text(row: TemplateFile) -> str:
    """Return which template is in use, with the first letters of its SHA-256 to tell versions apart."""
    return f"{'Bản của đơn vị' if row.own else 'Mẫu gốc'} ({row.digest[:8]})"


def field_columns() -> tuple[Column[TemplateField], ...]:
    """Return the columns of the list of fields."""
    return (
        Column("name", "Trường", lambda row: row.name),
        Column("description", "Nội dung", lambda row: row.description),
        Column("sample", "Ví dụ", lambda row: _shortened(row.sample), tip=lambda row: row.sample),
    )


def finding_columns() -> tuple[Column[TemplateFinding], ...]:
    """Return the columns of the list of findings."""
    return (
        Column("severity", "Mức", lambda row: TEMPLATE_SEVERITY_NAMES[row.severity], _rank),
        Column("reason", "Chỗ sai", _reason),
        Column("sentence", "Câu trong mẫu", _sentence),
        Column("hint", "Gợi ý sửa", lambda row: row.hint[:1].upper() + row.hint[1:]),
    )


def _rank(row: TemplateFinding) -> int:
    return 0 if row.severity is TemplateSeverity.ERROR else 1


def _reason(row: TemplateFinding) -> str:
    text = row.reason[:1].upper() + row.reason[1:]
    shown = row.tag if row.tag and row.tag not in row.sentence else ""
    return f"{text}: {shown}" if shown else text


def _sentence(row: TemplateFinding) -> str:
    sentence = _shortened(row.sentence)
    return f"{sentence} ({row.where})" if sentence and row.where else sentence or row.where


def _shortened(text: str) -> str:
    return text if len(text) <= _LONG else text[:_LONG].rsplit(" ", 1)[0] + "…"
