"""Safe repairs on a copy: margins, paper, font, sizes, page number, spaces. The file itself is not touched.

Only what needs no judgement is mended. A paragraph that holds a field, a picture or tracked changes is left alone:
what looks like an empty run may be part of a field. Letters in legacy encodings keep their font, or they would turn
into other letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from lxml import etree

from cchc_desktop.documents.check.checker import subject_of
from cchc_desktop.documents.check.document import Paragraph, Run
from cchc_desktop.documents.check.package_copy import PackageCopy, body_paragraphs
from cchc_desktop.documents.check.repair_pages import repair_pages
from cchc_desktop.documents.check.roles import Subject
from cchc_desktop.documents.check.rules_body import usual_size
from cchc_desktop.documents.check.rules_content import texts
from cchc_desktop.documents.check.rules_letters import font, is_legacy
from cchc_desktop.documents.check.verdict import MEASURES, Failure, figure
from cchc_desktop.documents.word.package import W, WordPackage
from cchc_desktop.domain.check import CheckResult, CheckRule, Place, Repair
from cchc_desktop.domain.check_text import space_slips

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SIZES = re.compile(r"[a-z_]+\.size")
_KEPT = (W + "del", W + "ins", W + "moveFrom", W + "moveTo", W + "fldSimple", W + "sdt")
_SPACES = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_BEFORE_SIZE = (
    *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow"),
    *("emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern", "position"),
)


def repair(data: bytes, result: CheckResult) -> tuple[bytes, tuple[Repair, ...]]:
    """Return a repaired copy and what was changed in it.

    Args:
        data: the file that `result` was made of.
        result: its findings; only failed rules are mended, by the rules they were checked with.

    Raises:
        FileUnreadable: the bytes are no Word file.
        InvalidInput: the file is of a form that cannot be changed (Strict Open XML).

    """
    subject = subject_of(data, result.book)
    copy = PackageCopy(data, WordPackage(data).main_name)
    return _Mender(subject, copy, result).run()


class _Mender:
    """Mends one copy. The document is read from the original; runs are found again by their position."""

    def __init__(self, subject: Subject, copy: PackageCopy, result: CheckResult) -> None:
        self._subject = subject
        self._copy = copy
        self._result = result
        self._repairs: list[Repair] = []
        self._twins: dict[int, dict[Element, Element]] = {}
        self._by_number = dict(enumerate(body_paragraphs(copy.main), 1))

    def run(self) -> tuple[bytes, tuple[Repair, ...]]:
        """Mend what can be mended."""
        failed = set(self._result.failed_rules)
        self._repairs += repair_pages(self._subject, self._copy, self._result)
        for rule in self._result.book.rules:
            if rule.id not in failed:
                continue
            if rule.id == "text.font":
                self._mend_font(rule)
            elif _SIZES.fullmatch(rule.id):
                self._mend_size(rule)
            elif rule.id == "content.spaces":
                self._mend_spaces()
        return self._copy.data(), tuple(self._repairs)

    def _mend_font(self, rule: CheckRule) -> None:
        wanted = next(iter(rule.words("fonts")), "")
        for failure in font(self._subject, rule).failures:
            if wanted and self._each_run(failure, partial(_set_font, name=wanted)):
                self._note(rule.id, f"phông {failure.measured} thành {wanted}", failure.place)

    def _mend_size(self, rule: CheckRule) -> None:
        usual = usual_size(self._subject, rule) if rule.id == "body.size" else 0.0
        for failure in MEASURES[rule.id](self._subject, rule).failures:
            size = failure.runs[0].look.size if failure.runs else 0.0
            wanted = min(max(size, rule.number("min")), rule.number("max"))
            wanted = usual or wanted
            if wanted and self._each_run(failure, partial(_set_size, size=wanted)):
                self._note(rule.id, f"{failure.measured} thành cỡ {figure(wanted)}", failure.place)

    def _each_run(self, failure: Failure, change: Callable[[Element], None]) -> bool:
        changed = False
        for run in failure.runs:
            node = self._copy_of(failure.place, run)
            if node is not None:
                change(node)
                changed = True
        return changed

    def _copy_of(self, place: Place, run: Run) -> Element | None:
        """Return the run in the copy, None when its paragraph must be left alone."""
        if place.paragraph not in self._twins:
            self._twins[place.paragraph] = self._runs_of(place.paragraph, run.node)
        return self._twins[place.paragraph].get(run.node)

    def _runs_of(self, number: int, inner: Element) -> dict[Element, Element]:
        """Return run → its copy for the paragraph around `inner`; empty when it must be left alone."""
        paragraph = next(inner.iterancestors(W + "p"), None)
        copied = self._by_number.get(number)
        if paragraph is None or copied is None or not _may_change(copied):
            return {}
        return dict(zip(paragraph.iter(W + "r"), copied.iter(W + "r"), strict=False))

    def _mend_spaces(self) -> None:
        for paragraph, text in texts(self._subject, head=False):
            if space_slips(text) and not paragraph.in_box and not any(is_legacy(f) for f in _fonts(paragraph)):
                copied = self._by_number.get(paragraph.number)
                if copied is not None and _may_change(copied) and _close_up(copied):
                    self._note("content.spaces", "bỏ khoảng trắng thừa", paragraph.place)

    def _note(self, rule: str, what: str, place: Place) -> None:
        self._repairs.append(Repair(rule, what, place))


def _fonts(paragraph: Paragraph) -> list[str]:
    return [name for run in paragraph.runs for name in run.look.fonts]


def _may_change(paragraph: Element) -> bool:
    """Tell whether a paragraph holds nothing but text."""
    if any(next(paragraph.iter(tag), None) is not None for tag in _KEPT):
        return False
    odd = (W + "fldChar", W + "instrText", W + "drawing", W + "pict", W + "object", W + "sym", W + "ruby")
    return all(next(paragraph.iter(tag), None) is None for tag in odd)


def _properties(run: Element) -> Element:
    found = run.find(W + "rPr")
    if found is None:
        found = etree.Element(W + "rPr")
        run.insert(0, found)
    return found


def _set_font(run: Element, name: str) -> None:
    properties = _properties(run)
    fonts = properties.find(W + "rFonts")
    if fonts is None:
        fonts = etree.Element(W + "rFonts")
        properties.insert(0 if properties.find(W + "rStyle") is None else 1, fonts)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        if W + theme in fonts.attrib:
            del fonts.attrib[W + theme]
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(W + slot, name)


def _set_size(run: Element, size: float) -> None:
    properties = _properties(run)
    for name in ("szCs", "sz"):
        node = properties.find(W + name)
        if node is None:
            node = etree.Element(W + name)
            place = sum(str(child.tag).rpartition("}")[2] in (*_BEFORE_SIZE, "sz") for child in properties)
            properties.insert(place, node)
        node.set(W + "val", str(round(size * 2)))


def _close_up(paragraph: Element) -> bool:
    """Leave one space where several stand, also where they are spread over runs; none at the start."""
    changed = False
    last = " "  # as if a space stood before: leading ones go
    for node in paragraph.iter(W + "t", W + "tab", W + "br", W + "cr"):
        if node.tag != W + "t":
            last = "\t"
            continue
        text = node.text or ""
        closed = _SPACES.sub(" ", text)
        if last in " \u00a0":
            closed = closed.lstrip(" \u00a0")
        closed = re.sub(r"[ \u00a0]{2,}$", " ", closed)
        if closed != text:
            node.text, changed = closed, True
            node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        last = closed[-1:] or last
    return changed
