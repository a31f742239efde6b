"""Recipients, signature and appendices (Decree 30/2020, annex I, part I, II.7, II.9 and III.1; article 13)."""

from __future__ import annotations

import re

from cchc_desktop.documents.check.document import Line
from cchc_desktop.documents.check.roles import Appendix, Subject
from cchc_desktop.documents.check.verdict import Verdict, measures
from cchc_desktop.domain.check import CheckRule, quoted
from cchc_desktop.domain.check_head import ending, is_archive_line, leading_title, list_slips, signing_slip
from cchc_desktop.domain.numbers import roman
from cchc_desktop.domain.text import fold


@measures("recipients_head.text")
def head_text(subject: Subject, rule: CheckRule) -> Verdict:
    """The words "Nơi nhận:" stand at the end, with its colon."""
    verdict = Verdict()
    for line in subject.roles.recipients_head:
        verdict.look(line.text == "Nơi nhận:", quoted(line.text), line.place)
    if not subject.roles.recipients_head:
        verdict.fail("không có “Nơi nhận:”")
    return verdict


def _wrapped(lines: list[Line]) -> list[tuple[Line, str]]:
    """Join lines that go on without a dash with the one above them."""
    found: list[tuple[Line, str]] = []
    for line in lines:
        text = line.paragraph.labelled.strip() if line.paragraph.label else line.text
        if found and not re.match(r"[-–—+•]", text) and not found[-1][1].endswith((";", ".")):
            found[-1] = (found[-1][0], f"{found[-1][1]} {text}")
        else:
            found.append((line, text))
    return found


@measures("recipients.end")
def recipients_end(subject: Subject, rule: CheckRule) -> Verdict:
    """Each recipient has its dash and ends with ";", the last with "."."""
    verdict = Verdict()
    entries = _wrapped(subject.roles.recipients)
    slips = dict(list_slips([text for _, text in entries], dashes=True))
    for index, (line, _) in enumerate(entries):
        verdict.look(index not in slips, slips.get(index, ""), line.place)
    if not entries and subject.roles.recipients_head:
        verdict.fail("không có dòng nơi nhận nào", subject.roles.recipients_head[0].place)
    return verdict


@measures("recipients.archive")
def recipients_archive(subject: Subject, rule: CheckRule) -> Verdict:
    """The last recipient is "- Lưu: VT, …"."""
    verdict = Verdict()
    entries = _wrapped(subject.roles.recipients)
    if entries:
        line, text = entries[-1]
        verdict.look(is_archive_line(text), quoted(text), line.place)
    return verdict


@measures("recipients.above")
def recipients_above(subject: Subject, rule: CheckRule) -> Verdict:
    """Where "Kính gửi" names the addressees, the list begins with "Như trên"."""
    verdict = Verdict()
    kind = subject.roles.kind
    if subject.roles.to and subject.roles.recipients and (kind is None or kind.addressed is not False):
        line = subject.roles.recipients[0]
        verdict.look(
            re.match(r"[-–—]?\s*Như (?:trên|kính gửi)\b", line.text) is not None, quoted(line.text), line.place
        )
    return verdict


@measures("signature.text")
def signature_text(subject: Subject, rule: CheckRule) -> Verdict:
    """Authority is abbreviated as TM., KT., TL., TUQ. or Q., with its full stop and a space."""
    verdict = Verdict()
    for line in subject.roles.signature:
        wrong = signing_slip(line.text)
        verdict.look(not wrong, wrong or quoted(line.text), line.place)
    if not subject.roles.signature and subject.roles.recipients_head:
        verdict.fail("không thấy quyền hạn, chức vụ của người ký")
    return verdict


@measures("signer.titles")
def signer_titles(subject: Subject, rule: CheckRule) -> Verdict:
    """No degree or honorary title before the signer's name."""
    verdict = Verdict()
    for line in subject.roles.signer:
        title = leading_title(line.text, subject.words.degrees)
        verdict.look(not title, f"ghi “{title}”" if title else "", line.place)
    return verdict


@measures("appendix.mentioned")
def appendix_mentioned(subject: Subject, rule: CheckRule) -> Verdict:
    """The text mentions its appendices; what it mentions is there."""
    verdict = Verdict()
    texts = [entry.paragraph for entry in subject.roles.body if "phu luc" in fold(entry.paragraph.text)]
    if subject.roles.appendices:
        place = subject.roles.appendices[0].label.place
        verdict.look(bool(texts), "" if texts else "nội dung không nhắc đến phụ lục", place)
    elif any(re.search(r"phu luc (?:[ivx\d]+ )?(?:kem theo|dinh kem|ban hanh kem)", fold(p.text)) for p in texts):
        verdict.skip("nội dung nhắc đến phụ lục kèm theo, trong tệp không có; phụ lục có thể ở tệp khác")
    return verdict


@measures("appendix.pages")
def appendix_pages(subject: Subject, rule: CheckRule) -> Verdict:
    """Every appendix begins a section of its own whose pages count from 1."""
    verdict = Verdict()
    for appendix in subject.roles.appendices:
        paragraph = appendix.label.paragraph
        section = next((s for s in subject.document.sections if s.index == paragraph.section), None)
        if section is None or not _begins(subject, appendix):
            verdict.fail("phụ lục không bắt đầu ở một phần (section) mới", appendix.label.place)
        else:
            measured = f"bắt đầu từ {section.start}" if section.start else "đánh số tiếp theo phần trước"
            verdict.look(section.start == "1", measured, appendix.label.place)
    return verdict


def _begins(subject: Subject, appendix: Appendix) -> bool:
    label = appendix.label.paragraph
    before = [p for p in subject.document.paragraphs if p.section == label.section and p.number < label.number]
    return label.section > 0 and all(p.blank for p in before)


@measures("appendix.number")
def appendix_number(subject: Subject, rule: CheckRule) -> Verdict:
    """Two appendices or more are numbered in Roman figures."""
    verdict = Verdict()
    appendices = subject.roles.appendices
    for index, appendix in enumerate(appendices, 1):
        label = fold(appendix.label.text).removeprefix("phu luc").strip(" .:")
        wanted = roman(index) if len(appendices) > 1 and index < 40 else ""
        holds = label.upper() == wanted if wanted else label.upper() in ("", "I")
        verdict.look(holds, quoted(appendix.label.text), appendix.label.place)
    return verdict


@measures("appendix_reference.text")
def appendix_reference(subject: Subject, rule: CheckRule) -> Verdict:
    """An appendix tells in brackets what it belongs to."""
    verdict = Verdict()
    for appendix in subject.roles.appendices:
        text = " ".join(line.text for line in appendix.reference)
        right = re.match(r"\((?:Ban hành kèm|Kèm) theo .*\)$", text) is not None
        verdict.look(right, quoted(text) or "không có dòng “(Kèm theo …)”", appendix.label.place)
    return verdict


@measures("appendix.end")
def appendix_end(subject: Subject, rule: CheckRule) -> Verdict:
    """An appendix ends with "./."."""
    verdict = Verdict()
    for appendix in subject.roles.appendices:
        last = next((p for p in reversed(appendix.paragraphs) if not p.blank), appendix.label.paragraph)
        text = last.text.rstrip()
        verdict.look(text.endswith("./."), ending(text), last.place)
    return verdict
