"""The paragraphs every official document shares: preamble, body, recipients, place and date.

Field names are Vietnamese without accents, because an office may edit the template (`templates_docx/README.md`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from cchc_desktop.documents.plan_export import styles
from cchc_desktop.documents.plan_export.end import with_end_mark
from cchc_desktop.documents.word.template import Value
from cchc_desktop.domain.dates import official_date
from cchc_desktop.domain.outline import labels, printed_label
from cchc_desktop.domain.plan import LineKind, PreambleLine, Section
from cchc_desktop.domain.text import clean, clean_line

BLANK_DATE = "ngày       tháng       năm"
"""A date whose day and month are written by hand when the document is signed."""

_ARCHIVE = "Lưu: VT"
_END = re.compile(r"[\s;.,]+$")
_DASH = re.compile(r"^[-–—]\s*")

Paragraph = dict[str, Value]
"""A paragraph as a template receives it: `kieu` is its style id, `chu` its text."""


def place_and_date(place: str, day: date | None, year: int) -> str:
    """Return "Lệ Xá, ngày 13 tháng 01 năm 2025"; without a date, room for the pen before the year."""
    written = official_date(day) if day else f"{BLANK_DATE} {year}"
    return f"{clean_line(place)}, {written}"


def text_lines(texts: Sequence[str]) -> list[str]:
    """Return the lines that hold something, cleaned."""
    return [line for text in texts if (line := clean_line(text))]


def body_and_closing(sections: Sequence[Section], closing: Sequence[str]) -> tuple[list[Paragraph], list[str]]:
    """Return the paragraphs of the body and of the end; the last of all gets "./."."""
    body = body_paragraphs(sections)
    lines = text_lines(closing)
    if lines:
        lines[-1] = with_end_mark(lines[-1])
    elif body:
        body[-1] = {**body[-1], "chu": with_end_mark(str(body[-1]["chu"]))}
    return body, lines


def body_paragraphs(sections: Sequence[Section]) -> list[Paragraph]:
    """Return the labelled paragraphs of a tree of sections."""
    found = labels(tuple(sections))
    walked = (section for top in sections for section in top.walk())
    return [paragraph for section in walked for paragraph in _own_paragraphs(section, found[section.id])]


def section_depths(sections: Sequence[Section], depth: int = 0) -> list[int]:
    """Return the depth of every section that prints a paragraph, in reading order (0: the top level)."""
    found: list[int] = []
    for section in sections:
        if _own_paragraphs(section, ""):
            found.append(depth)
        found += section_depths(section.children, depth + 1)
    return found


def preamble_paragraphs(preamble: Sequence[PreambleLine]) -> list[Paragraph]:
    """Return căn cứ, each with ";" and the last with ".", and the ordinary lines between and after them."""
    lines = [(line.kind, text) for line in preamble if (text := clean_line(line.text))]
    bases = [index for index, (kind, _) in enumerate(lines) if kind is LineKind.BASIS]
    found: list[Paragraph] = []
    for index, (kind, text) in enumerate(lines):
        if kind is LineKind.BASIS:
            mark = "." if index == bases[-1] else ";"
            found.append({"kieu": styles.BASIS, "chu": bare_name(text) + mark})
        else:
            found.append({"kieu": styles.OPENING, "chu": text})
    return found


def bare_name(text: str) -> str:
    """Return a name or a căn cứ without a leading dash and without ";", "." or "," at its end."""
    return _END.sub("", _DASH.sub("", clean_line(text)))


def dashed(names: Sequence[str]) -> list[str]:
    """Return "- …;" lines, the last with "."."""
    return [f"- {name};" for name in names[:-1]] + [f"- {name}." for name in names[-1:]]


def recipient_lines(recipients: Sequence[str]) -> list[str]:
    """Return "- …;" lines. "Lưu: VT" is the last one, and is added where it lacks (annex I, II.9.b)."""
    names = [name for text in recipients if (name := bare_name(text))]
    kept = [name for name in names if name.casefold().startswith("lưu")]
    return dashed([name for name in names if name not in kept] + (kept or [_ARCHIVE]))


def _own_paragraphs(section: Section, label: str) -> list[Paragraph]:
    """Return the paragraphs of one section without those below it."""
    lines = [line for text in clean(section.text).split("\n") if (line := text.strip())]
    title = clean_line(section.title)
    style = styles.TITLED[section.kind] if title else styles.PLAIN[section.kind]
    first = title or (lines.pop(0) if lines else "")
    labelled = f"{printed_label(section.kind, label)} {first}".strip() if section.kind.value != "text" else first
    if not labelled:
        return []
    rest: list[Paragraph] = [{"kieu": styles.CONTINUATION, "chu": line} for line in lines]
    return [{"kieu": style, "chu": labelled}, *rest]
