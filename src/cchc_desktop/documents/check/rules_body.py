"""Bases, body and headings (Decree 30/2020, annex I, part I, II.6)."""

from __future__ import annotations

import itertools

from cchc_desktop.documents.check.document import Line, Paragraph
from cchc_desktop.documents.check.roles import BodyParagraph, Subject
from cchc_desktop.documents.check.rules_role import fault, look_at_size
from cchc_desktop.documents.check.verdict import Measure, Verdict, figure, measures
from cchc_desktop.domain.check import CheckRule, Place, quoted
from cchc_desktop.domain.check_head import ending, list_slips
from cchc_desktop.domain.check_outline import Label, Level, order_slips, wrong_label

_SINGLE = 1.15  # height of a single line of Times New Roman, in sizes of the letters
_LINE_TOLERANCE = 0.02
_SPACE_TOLERANCE = 0.05  # pt
_INDENT_TOLERANCE = 0.35  # mm: 1,25 cm and half an inch are both called 1,27
_HEADINGS = (Level.CHAPTER, Level.PART)


def _text(subject: Subject) -> list[BodyParagraph]:
    """Return the paragraphs of running text: without headings of parts and lines set in the middle."""
    return [
        entry
        for entry in subject.roles.body
        if not entry.centred_line and not (entry.label and entry.label.level in _HEADINGS and entry.titled is not False)
    ]


@measures("bases.end")
def bases_end(subject: Subject, rule: CheckRule) -> Verdict:
    """Each basis ends with ";", the last with "."."""
    verdict = Verdict()
    paragraphs = [*subject.roles.bases, *subject.roles.companions]
    texts = [paragraph.text for paragraph in paragraphs]
    slips = dict(list_slips(texts))
    if subject.roles.companions and texts[-1].rstrip().endswith(","):
        slips.pop(len(texts) - 1, None)  # "…, Ủy ban nhân dân ban hành …" goes on in the next line
    for index, paragraph in enumerate(paragraphs):
        verdict.look(index not in slips, slips.get(index, ""), paragraph.place)
    return verdict


@measures("body.size")
def body_size(subject: Subject, rule: CheckRule) -> Verdict:
    """Measure the size of every letter of the body. Bases have a rule of their own."""
    verdict = Verdict()
    for entry in _own_body(subject):
        look_at_size(verdict, rule, entry.paragraph.as_line())
    return verdict


def _own_body(subject: Subject) -> list[BodyParagraph]:
    bases = {id(paragraph) for paragraph in subject.roles.bases}
    return [entry for entry in subject.roles.body if id(entry.paragraph) not in bases]


def usual_size(subject: Subject, rule: CheckRule) -> float:
    """Return the allowed size that most of the body is set in; 0 when no letter is."""
    sizes: dict[float, int] = {}
    for entry in _own_body(subject):
        for run in entry.paragraph.as_line().visible:
            if rule.within(run.look.size):
                sizes[run.look.size] = sizes.get(run.look.size, 0) + len(run.text)
    return max(sizes, key=lambda size: sizes[size], default=0.0)


@measures("body.one_size")
def one_size(subject: Subject, rule: CheckRule) -> Verdict:
    """The body keeps to one of the allowed sizes."""
    verdict = Verdict()
    usual = usual_size(subject, rule)
    for entry in _own_body(subject):
        for run in entry.paragraph.as_line().visible:
            if rule.within(run.look.size):
                same = run.look.size == usual
                measured = f"cỡ {figure(run.look.size)}" + ("" if same else f", nơi khác cỡ {figure(usual)}")
                verdict.look(same, measured, entry.paragraph.place)
    return verdict


@measures("body.align")
def body_align(subject: Subject, rule: CheckRule) -> Verdict:
    """Running text is justified; titles, which have one line, are not looked at."""
    verdict = Verdict()
    for entry in _text(subject):
        if not entry.titled:
            line = entry.paragraph.as_line()
            wrong = fault(line, "justify")
            verdict.look(not wrong, wrong or "căn đều hai bên", entry.paragraph.place)
    return verdict


@measures("body.indent")
def body_indent(subject: Subject, rule: CheckRule) -> Verdict:
    """Measure where the first line of each paragraph begins, in mm from the margin."""
    verdict = Verdict()
    for entry in _text(subject):
        paragraph = entry.paragraph
        length = _first_line(paragraph, subject.document.tab_stop)
        verdict.look(rule.within(length, _INDENT_TOLERANCE), f"lùi {figure(length)} mm", paragraph.place)
    return verdict


def _first_line(paragraph: Paragraph, tab_stop: float) -> float:
    start = paragraph.look.left + paragraph.look.first
    text = paragraph.text
    for _ in range(len(text) - len(text.lstrip("\t"))):
        custom = [stop for stop in paragraph.look.tabs if stop > start + 0.1]
        start = min(custom) if custom else (int((start + 0.1) / tab_stop) + 1) * tab_stop
    return start


@measures("body.spacing")
def body_spacing(subject: Subject, rule: CheckRule) -> Verdict:
    """Measure the space between each two paragraphs that stand one below the other, in pt."""
    verdict = Verdict()
    position = {id(paragraph): index for index, paragraph in enumerate(subject.document.paragraphs)}
    entries = [entry for entry in subject.roles.body if not entry.centred_line]
    for above, below in itertools.pairwise(entries):
        first, second = above.paragraph, below.paragraph
        if position[id(second)] - position[id(first)] != 1:
            continue  # a blank line, a table or a picture between them
        space = _space(first, second, "after") + _space(second, first, "before")
        holds = space >= rule.number("min") - _SPACE_TOLERANCE
        verdict.look(holds, f"cách {figure(space)} pt", second.place)
    return verdict


def _space(paragraph: Paragraph, neighbour: Paragraph, side: str) -> float:
    if paragraph.look.contextual and paragraph.style == neighbour.style:
        return 0.0
    return paragraph.look.after if side == "after" else paragraph.look.before


@measures("body.line")
def body_line(subject: Subject, rule: CheckRule) -> Verdict:
    """Measure the line spacing, in lines; a fixed height is compared with the letters."""
    verdict = Verdict()
    for entry in subject.roles.body:
        look = entry.paragraph.look
        lines, measured = look.line, f"{figure(look.line, 2)} dòng"
        if look.line_rule != "auto":
            size = max((run.look.size for run in entry.paragraph.as_line().visible), default=14.0)
            lines = look.line / (size * _SINGLE)
            if look.line_rule == "atLeast":
                lines = max(1.0, lines)
            measured = f"cố định {figure(look.line)} pt ({figure(lines, 2)} dòng)"
        verdict.look(rule.within(lines, _LINE_TOLERANCE), measured, entry.paragraph.place)
    return verdict


@measures("body.look")
def body_look(subject: Subject, rule: CheckRule) -> Verdict:
    """Running text is upright and regular; remarks in brackets may be in italics."""
    verdict = Verdict()
    listed = {id(paragraph) for paragraph in (*subject.roles.bases, *subject.roles.companions)}
    for entry in _text(subject):
        text = entry.paragraph.text.strip()
        if id(entry.paragraph) in listed or entry.label or text.startswith("(") or len(text) < 80:
            continue
        wrong = _whole(entry)
        verdict.look(not wrong, wrong, entry.paragraph.place)
    return verdict


def _whole(entry: BodyParagraph) -> str:
    """Return what a whole paragraph is set in that it should not: a few words may always be set off."""
    looks = [run.look for run in entry.paragraph.as_line().visible]
    found = []
    if looks and all(look.bold for look in looks):
        found.append("cả đoạn đậm")
    if looks and all(look.italic for look in looks):
        found.append("cả đoạn nghiêng")
    return ", ".join(found)


def _titled(level: Level) -> Measure:
    def measure(subject: Subject, rule: CheckRule) -> Verdict:
        verdict = Verdict()
        for entry in subject.roles.body:
            if entry.label and entry.label.level is level and entry.titled:
                line = entry.paragraph.as_line()
                wrong = [found for trait in rule.words("look") if (found := fault(line, trait))]
                verdict.look(not wrong, ", ".join(wrong), entry.paragraph.place)
        return verdict

    return measure


measures("heading.part")(_titled(Level.PART))
measures("heading.item")(_titled(Level.ITEM))


@measures("heading.article")
def heading_article(subject: Subject, rule: CheckRule) -> Verdict:
    """The word "Điều" and its number are bold and upright."""
    verdict = Verdict()
    for entry in subject.roles.body:
        if entry.label is None or entry.label.level is not Level.ARTICLE or entry.paragraph.label:
            continue
        line = entry.paragraph.as_line()
        length, runs = len(f"Điều {entry.label.text}"), []
        for run in line.visible:
            if length > 0:
                runs.append(run)
            length -= len(run.shown)
        head = Line(entry.paragraph, runs)
        wrong = [found for trait in ("bold", "upright") if (found := fault(head, trait))]
        verdict.look(not wrong, ", ".join(wrong), entry.paragraph.place)
    return verdict


@measures("heading.text")
def heading_text(subject: Subject, rule: CheckRule) -> Verdict:
    """Numbered paragraphs that are text and not titles, and points, are upright and regular."""
    verdict = Verdict()
    for entry in subject.roles.body:
        label = entry.label
        if label is None or label.level not in (Level.ITEM, Level.POINT, Level.DASH, Level.SUB_ITEM):
            continue
        if entry.titled is False or (label.level is Level.POINT and not entry.titled):
            wrong = _whole(entry)
            verdict.look(not wrong, wrong, entry.paragraph.place)
    return verdict


@measures("outline.form")
def outline_form(subject: Subject, rule: CheckRule) -> Verdict:
    """Labels have the marks of the decree: "I.", "1.", "a)"."""
    verdict = Verdict()
    listed = {id(paragraph) for paragraph in (*subject.roles.bases, *subject.roles.companions)}
    for entry in subject.roles.body:
        if id(entry.paragraph) in listed:
            continue
        wrong = wrong_label(entry.paragraph.labelled)
        if wrong or (entry.label and entry.label.level is not Level.DASH):
            verdict.look(not wrong, f"“{wrong}”" if wrong else "", entry.paragraph.place)
    return verdict


@measures("outline.order")
def outline_order(subject: Subject, rule: CheckRule) -> Verdict:
    """Labels follow each other without gap or repetition; letters are those of the Vietnamese alphabet."""
    verdict = Verdict()
    entries = [entry for entry in subject.roles.body if entry.label and entry.label.level is not Level.DASH]
    labels: list[Label] = [entry.label for entry in entries if entry.label]
    slips = {slip.index: slip for slip in order_slips(labels)}
    for index, entry in enumerate(entries):
        slip = slips.get(index)
        measured = f"“{slip.found}”, lẽ ra “{slip.wanted}”" if slip else ""
        verdict.look(slip is None, measured, entry.paragraph.place)
    return verdict


@measures("end.mark")
def end_mark(subject: Subject, rule: CheckRule) -> Verdict:
    """The body's last paragraph ends with "./."."""
    verdict = Verdict()
    if not subject.roles.recipients_head and not subject.roles.signature:
        verdict.skip("không thấy phần nơi nhận, chữ ký nên không rõ nội dung kết thúc ở đâu")
    elif subject.roles.body:
        last = subject.roles.body[-1].paragraph
        text = last.text.rstrip()
        place = Place(paragraph=last.number, quote="…" + quoted(text[-40:]).rstrip("…"), section=last.section + 1)
        verdict.look(text.endswith("./."), ending(text), place)
    return verdict
