"""Paper, margins and page numbers (Decree 30/2020, annex I, part I, section I)."""

from __future__ import annotations

from cchc_desktop.documents.check.document import Document, Header, Line, Paragraph, Section
from cchc_desktop.documents.check.roles import Subject
from cchc_desktop.documents.check.rules_role import fault, look_at_size
from cchc_desktop.documents.check.verdict import Verdict, figure, measures
from cchc_desktop.domain.check import CheckRule, Place

_TOLERANCE = 0.6  # mm; Word's own dialog rounds to tenths of a centimetre or of an inch
_SIDES = {"top": "trên", "bottom": "dưới", "left": "trái", "right": "phải"}
_ONE_PAGE = 1500  # letters; a shorter text has no second page to number
_NO_PAGE = "tệp không ghi khổ giấy, lề"


@measures("page.paper")
def paper(subject: Subject, rule: CheckRule) -> Verdict:
    """Measure the paper of each section; turned paper is the same paper."""
    verdict = Verdict()
    for section in subject.document.sections:
        if section.width is None or section.height is None:
            verdict.skip(_NO_PAGE)
            continue
        short, long = sorted((section.width, section.height))
        holds = abs(short - rule.number("width")) <= 1 and abs(long - rule.number("height")) <= 1
        verdict.look(holds, f"{figure(short, 0)} × {figure(long, 0)} mm", section.place)
    return verdict


@measures("page.orientation")
def orientation(subject: Subject, rule: CheckRule) -> Verdict:
    """The text stands upright; sections with a table, and appendices, may lie."""
    verdict = Verdict()
    for section in subject.document.sections:
        if section.width is None:
            verdict.skip(_NO_PAGE)
        elif not section.landscape:
            verdict.look(True, "dọc", section.place)
        else:
            inside = [p for p in subject.document.paragraphs if p.section == section.index]
            free = any(p.cell is not None and p.cell.bordered for p in inside) or _is_appendix(subject, section)
            verdict.look(free, "ngang", section.place)
    return verdict


def _is_appendix(subject: Subject, section: Section) -> bool:
    return any(appendix.label.paragraph.section <= section.index for appendix in subject.roles.appendices)


@measures("page.margins")
def margins(subject: Subject, rule: CheckRule) -> Verdict:
    """Measure the margins of each section, the gutter included; of lying paper also as turned with the paper."""
    verdict = Verdict()
    for section in subject.document.sections:
        if len(section.margins) < 4 or not _SIDES.keys() <= section.margins.keys():
            verdict.skip(_NO_PAGE)
            continue
        found = {side: section.margins[side] for side in _SIDES}
        found["left"] += section.margins.get("gutter", 0.0)
        wrong = _wrong_sides(found, rule)
        if wrong and section.landscape:
            turned = {"left": found["top"], "right": found["bottom"], "top": found["right"], "bottom": found["left"]}
            wrong = wrong if _wrong_sides(turned, rule) else []
        measured = "; ".join(f"lề {_SIDES[side]} {figure(found[side])} mm" for side in wrong or _SIDES)
        verdict.look(not wrong, measured, section.place)
    return verdict


def _wrong_sides(found: dict[str, float], rule: CheckRule) -> list[str]:
    return [
        side
        for side, length in found.items()
        if not rule.number(f"{side}_min") - _TOLERANCE <= length <= rule.number(f"{side}_max") + _TOLERANCE
    ]


def page_number_lines(document: Document) -> list[tuple[Section, Header, Paragraph]]:
    """Return the paragraphs of page headers that print the page number, each once."""
    found = []
    seen: set[int] = set()
    for section in document.sections:
        for pages in ("default", "even"):
            header = section.headers.get(pages)
            for paragraph in header.page_numbers() if header else ():
                if id(paragraph.node) not in seen:
                    seen.add(id(paragraph.node))
                    found.append((section, header, paragraph))
    return [(section, header, paragraph) for section, header, paragraph in found if header is not None]


@measures("page.number")
def number_place(subject: Subject, rule: CheckRule) -> Verdict:
    """Each section prints its page numbers in the header, on even pages too."""
    verdict = Verdict()
    for section in subject.document.sections:
        wanted = ["default", "even"] if section.even_differs else ["default"]
        for pages in wanted:
            header, footer = section.headers.get(pages), section.footers.get(pages)
            if header and any(header.page_numbers()):
                verdict.look(True, "ở lề trên", section.place)
            elif footer and any(footer.page_numbers()):
                verdict.look(False, "ở lề dưới", section.place)
            elif _is_short(subject, section):
                verdict.skip("văn bản ngắn, có thể chỉ một trang nên không cần số trang")
            else:
                verdict.look(False, "không có số trang" + (" ở trang chẵn" if pages == "even" else ""), section.place)
    return verdict


def _is_short(subject: Subject, section: Section) -> bool:
    return sum(len(p.text) for p in subject.document.paragraphs if p.section == section.index) < _ONE_PAGE


@measures("page.number_centre")
def number_centre(subject: Subject, rule: CheckRule) -> Verdict:
    """The page number stands in the middle: centred, in a centred frame, or behind a tab in the middle."""
    verdict = Verdict()
    for section, _, paragraph in page_number_lines(subject.document):
        place = _header_place(section)
        tabs = "".join(run.text for run in paragraph.runs).partition("\t")
        if paragraph.in_box or paragraph.node.getparent() is None:
            verdict.skip("số trang trong khung chữ, không đo được")
        elif paragraph.look.framed:
            verdict.look(paragraph.look.framed == "center", f"khung {paragraph.look.framed}", place)
        elif tabs[1] and paragraph.look.align == "left":
            middle = section.text_width / 2
            near = any(abs(stop - middle) < 5 for stop in paragraph.look.tabs)
            verdict.look(near, "dùng dấu tab" + ("" if near else " không ở giữa"), place)
        else:
            wrong = fault(Line(paragraph, paragraph.runs), "centre")
            verdict.look(not wrong, wrong, place)
    return verdict


@measures("page.number_size")
def number_size(subject: Subject, rule: CheckRule) -> Verdict:
    """Measure the size of the page number."""
    verdict = Verdict()
    for section, _, paragraph in page_number_lines(subject.document):
        line = _number_line(paragraph)
        if line.visible:
            part = Verdict()
            look_at_size(part, rule, line)
            for failure in part.failures:
                verdict.look(False, failure.measured, _header_place(section))
            for value in part.good:
                verdict.look(True, value, _header_place(section))
        else:
            verdict.skip("trường số trang chưa có kết quả để đo")
    return verdict


@measures("page.number_look")
def number_look(subject: Subject, rule: CheckRule) -> Verdict:
    """The page number is upright and in plain Arabic figures."""
    verdict = Verdict()
    for section, _, paragraph in page_number_lines(subject.document):
        line = _number_line(paragraph)
        wrong = [found for trait in rule.words("look") if (found := fault(line, trait))]
        if section.number_format not in ("decimal", "numberInDash"):
            wrong.append(f"kiểu số {section.number_format}")
        verdict.look(not wrong, ", ".join(wrong), _header_place(section))
    return verdict


def _number_line(paragraph: Paragraph) -> Line:
    runs = [run for run in paragraph.runs if run.field == "PAGE" and run.shown.strip()]
    return Line(paragraph, runs or paragraph.runs)


def _header_place(section: Section) -> Place:
    return Place(section=section.index + 1, part="đầu trang")


@measures("page.number_first")
def number_first(subject: Subject, rule: CheckRule) -> Verdict:
    """The first page of the document does not print its number."""
    verdict = Verdict()
    for section in subject.document.sections[:1]:
        default = section.headers.get("default")
        if default is None or not any(default.page_numbers()):
            continue
        first = section.headers.get("first")
        shown = not section.first_differs or (first is not None and any(first.page_numbers()))
        verdict.look(not shown, "trang đầu in số trang" if shown else "trang đầu không in số trang", section.place)
    return verdict


@measures("page.number_start")
def number_start(subject: Subject, rule: CheckRule) -> Verdict:
    """The document's pages count from 1."""
    verdict = Verdict()
    for section in subject.document.sections[:1]:
        start = section.start or "1"
        verdict.look(start == "1", f"bắt đầu từ {start}", section.place)
    return verdict
