"""A copy of a Word file with a comment at each place that breaks a rule; the file itself is not touched."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from lxml import etree

from cchc_desktop.documents.check.package_copy import PackageCopy, body_paragraphs
from cchc_desktop.documents.check.reader import Reader
from cchc_desktop.documents.word.package import W, WordPackage
from cchc_desktop.domain.check import SEVERITY_NAMES, CheckResult, CheckState, Finding, Place
from cchc_desktop.domain.text import clean_line

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

AUTHOR = "CCHC Desktop"
"""Whom Word shows as the author of the comments."""

_INITIALS = "CCHC"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_NAMESPACE = W[1:-1]
_MOST_PER_FINDING = 25


def annotate(data: bytes, result: CheckResult) -> bytes:
    """Return a copy with the failed findings of `result` as Word comments.

    Paragraphs in a row with the same finding get one comment on the first of them; what concerns a whole section
    stands at its first paragraph. Comments that are already there are kept.

    Raises:
        InvalidInput: the file is of a form that no comments can be added to (Strict Open XML).

    """
    package = WordPackage(data)
    copy = PackageCopy(data, package.main_name)
    firsts = {section.index + 1: section.first_paragraph for section in Reader(package).read().sections}
    name = copy.target_of("comments")
    comments = copy.read(name) if name else etree.Element(W + "comments", nsmap={"w": _NAMESPACE})
    used = [int(node.get(W + "id", "0")) for node in comments if node.get(W + "id", "").isdigit()]
    number = max(used, default=-1) + 1
    paragraphs = body_paragraphs(copy.main)
    for index, texts in sorted(_by_paragraph(result, firsts).items()):
        if not paragraphs:
            break
        paragraph = paragraphs[min(max(index, 1), len(paragraphs)) - 1]
        for text in texts:
            comments.append(_comment(number, text))
            _anchor(paragraph, number)
            number += 1
    if name:
        copy.put(name, comments)
    elif len(comments):
        copy.add("comments", comments, _CONTENT_TYPE)
    return copy.data()


def _by_paragraph(result: CheckResult, firsts: dict[int, int]) -> dict[int, list[list[str]]]:
    found: dict[int, list[list[str]]] = defaultdict(list)
    for finding in result.of(CheckState.FAILED):
        groups = _groups(finding.places)
        for place, count in groups[:_MOST_PER_FINDING]:
            index = place.paragraph or firsts.get(place.section, 1)
            found[index].append(_lines(finding, place, count))
        if len(groups) > _MOST_PER_FINDING:
            last = groups[_MOST_PER_FINDING][0]
            index = last.paragraph or firsts.get(last.section, 1)
            found[index].append([*_lines(finding, last, 1), f"Còn {len(groups) - _MOST_PER_FINDING} chỗ nữa như vậy."])
        if not groups:
            found[1].append(_lines(finding, Place(), 1))
    return found


def _groups(places: tuple[Place, ...]) -> list[tuple[Place, int]]:
    """Join places in paragraphs that follow each other: (the first place, how many)."""
    found: list[tuple[Place, int]] = []
    last = 0
    for place in places:
        if found and place.paragraph and place.paragraph in (last, last + 1):
            first, count = found[-1]
            found[-1] = (first, count + (place.paragraph != last))
        else:
            found.append((place, 1))
        last = place.paragraph
    return found


def _lines(finding: Finding, place: Place, count: int) -> list[str]:
    where = "" if place.paragraph else f" ({place.text})"
    measured = f"{finding.measured}; đúng là: " if finding.measured else "Đúng là: "
    lines = [f"{finding.what}{where} – {SEVERITY_NAMES[finding.severity]}.", f"{measured}{finding.expected}."]
    if count > 1:
        lines.append(f"Như vậy ở đoạn này và {count - 1} đoạn tiếp theo.")
    return [*lines, f"Căn cứ: {finding.clause}."]


def _comment(number: int, lines: list[str]) -> Element:
    comment = etree.Element(W + "comment")
    for name, text in (("id", str(number)), ("author", AUTHOR), ("initials", _INITIALS)):
        comment.set(W + name, text)
    for line in lines:
        paragraph = etree.SubElement(comment, W + "p")
        text_node = etree.SubElement(etree.SubElement(paragraph, W + "r"), W + "t")
        text_node.text = clean_line(line)
    return comment


def _anchor(paragraph: Element, number: int) -> None:
    """Put a comment around all of a paragraph."""
    properties = paragraph.find(W + "pPr")
    start = etree.Element(W + "commentRangeStart")
    start.set(W + "id", str(number))
    paragraph.insert(0 if properties is None else paragraph.index(properties) + 1, start)
    end = etree.SubElement(paragraph, W + "commentRangeEnd")
    end.set(W + "id", str(number))
    reference = etree.SubElement(etree.SubElement(paragraph, W + "r"), W + "commentReference")
    reference.set(W + "id", str(number))
