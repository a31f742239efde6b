"""Font and colour of every letter (Decree 30/2020, annex I, part I, I.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cchc_desktop.documents.check.document import Document, Paragraph, Run
from cchc_desktop.documents.check.roles import Subject
from cchc_desktop.documents.check.verdict import Verdict, measures
from cchc_desktop.domain.check import CheckRule, Place

_LEGACY = (".vn", "vni-", "vni ")


def all_paragraphs(document: Document) -> Iterator[tuple[Paragraph, Place]]:
    """Yield every paragraph with its place, those of page headers and footers included, each once."""
    for paragraph in document.paragraphs:
        yield paragraph, paragraph.place
    seen: set[int] = set()
    for section in document.sections:
        for name, parts in (("đầu trang", section.headers), ("chân trang", section.footers)):
            for header in parts.values():
                for paragraph in header.paragraphs:
                    if id(paragraph.node) not in seen:
                        seen.add(id(paragraph.node))
                        yield paragraph, Place(section=section.index + 1, part=name)


def is_legacy(font: str) -> bool:
    """Tell whether a font is of the times before Unicode (TCVN3 ".VnTime", VNI)."""
    return font.casefold().startswith(_LEGACY)


def _by_value(paragraph: Paragraph, value: Callable[[Run], str]) -> dict[str, list[Run]]:
    found: dict[str, list[Run]] = {}
    for run in paragraph.runs:
        if run.shown.strip():
            found.setdefault(value(run), []).append(run)
    return found


@measures("text.font")
def font(subject: Subject, rule: CheckRule) -> Verdict:
    """Every letter is drawn in the wanted font, whatever names it. Legacy fonts have a rule of their own."""
    verdict = Verdict()
    wanted = {name.casefold() for name in rule.words("fonts")}
    for paragraph, place in all_paragraphs(subject.document):
        by_font: dict[str, list[Run]] = {}
        for run in paragraph.runs:
            for name in run.look.fonts if run.shown.strip() else ():
                by_font.setdefault(name, []).append(run)
        for name, runs in by_font.items():
            if not name:
                verdict.skip("phông theo chủ đề (theme) mà tệp không ghi rõ")
            elif not is_legacy(name):
                verdict.look(name.casefold() in wanted, name, place, tuple(runs))
    return verdict


@measures("text.colour")
def colour(subject: Subject, rule: CheckRule) -> Verdict:
    """Every letter is black."""
    verdict = Verdict()
    for paragraph, place in all_paragraphs(subject.document):
        for value, runs in _by_value(paragraph, lambda run: run.look.colour).items():
            dark = not value or _is_dark(value, rule.number("brightest"))
            verdict.look(dark, "đen" if dark else f"màu #{value}", place, tuple(runs))
    return verdict


def _is_dark(rgb: str, brightest: float) -> bool:
    try:
        return max(int(rgb[start : start + 2], 16) for start in (0, 2, 4)) <= brightest
    except ValueError:
        return False


@measures("content.legacy")
def legacy(subject: Subject, rule: CheckRule) -> Verdict:
    """No letter is typed in an encoding of before Unicode."""
    verdict = Verdict()
    for paragraph, place in all_paragraphs(subject.document):
        for run in paragraph.runs:
            if run.shown.strip():
                old = [name for name in run.look.fonts if is_legacy(name)]
                verdict.look(not old, f"phông {old[0]}" if old else "Unicode", place)
    return verdict
