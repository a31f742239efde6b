"""Wording of the head (Decree 30/2020, annex I, part I, II.1 to II.5) and the rules drawn below its lines."""

from __future__ import annotations

import re

from cchc_desktop.documents.check.document import Line
from cchc_desktop.documents.check.drawn_rules import RuleBelow, rule_below
from cchc_desktop.documents.check.recognition_head import MOTTO, NATION
from cchc_desktop.documents.check.roles import Subject
from cchc_desktop.documents.check.verdict import Verdict, figure, measures
from cchc_desktop.documents.word.text_width import Face, width_mm, wrapped
from cchc_desktop.domain.check import CheckRule, quoted
from cchc_desktop.domain.check_head import exists, has_official_zeros, list_slips, read_date_line, read_number_line

_NO_NUMBER = "số còn để trống"


@measures("nation.text")
def nation_text(subject: Subject, rule: CheckRule) -> Verdict:
    """The Quốc hiệu stands there, letter by letter (HÒA may carry its mark on either vowel)."""
    verdict = Verdict()
    for line in subject.roles.nation:
        words = " ".join(line.text.split())
        verdict.look(words.upper().replace("HOÀ", "HÒA") == NATION, quoted(line.text), line.place)
    if not subject.roles.nation:
        verdict.fail("không có Quốc hiệu")
    return verdict


@measures("motto.text")
def motto_text(subject: Subject, rule: CheckRule) -> Verdict:
    """The Tiêu ngữ has its capitals, and hyphens with spaces."""
    verdict = Verdict()
    for line in subject.roles.motto:
        verdict.look(line.text in (MOTTO, MOTTO.upper()), quoted(line.text), line.place)
    if not subject.roles.motto:
        verdict.fail("không có Tiêu ngữ")
    return verdict


@measures("issuer.text")
def issuer_text(subject: Subject, rule: CheckRule) -> Verdict:
    """The issuing body is named."""
    verdict = Verdict()
    for line in subject.roles.issuer:
        verdict.look(True, quoted(line.text), line.place)
    if not subject.roles.issuer:
        verdict.fail("không thấy tên cơ quan ban hành ở bên trái Quốc hiệu")
    return verdict


@measures("motto.rule")
def motto_rule(subject: Subject, rule: CheckRule) -> Verdict:
    """The rule below the Tiêu ngữ is as long as its words."""
    return _rule_length(subject, rule, "motto")


@measures("issuer.rule")
def issuer_rule(subject: Subject, rule: CheckRule) -> Verdict:
    """The rule below the issuer's name is 1/3 to 1/2 of the line."""
    return _rule_length(subject, rule, "issuer")


@measures("title.rule")
def title_rule(subject: Subject, rule: CheckRule) -> Verdict:
    """The rule below the trích yếu is 1/3 to 1/2 of the line."""
    return _rule_length(subject, rule, "title")


def _rule_length(subject: Subject, rule: CheckRule, role: str) -> Verdict:
    verdict = Verdict()
    lines = subject.roles.lines(role)
    if not lines:
        return verdict
    found: RuleBelow = rule_below(subject, lines)
    if found.reason:
        verdict.skip(found.reason)
    elif not found.present:
        verdict.fail("không có đường kẻ", lines[-1].place)
    elif found.underlined:
        verdict.fail("dùng gạch chân chữ thay cho đường kẻ", lines[-1].place)
    elif not found.length:
        verdict.skip("có đường kẻ nhưng không đo được độ dài")
    else:
        # Where the words run over several lines nobody says which one counts: the last or the longest may.
        widths = [width for line in lines for width in _printed_widths(line, found.room)]
        shares = [found.length / width for width in (widths[-1], max(widths)) if width]
        tolerance = rule.number("tolerance")
        holds = any(rule.within(share * 100, tolerance) for share in shares)
        measured = f"dài {figure(found.length)} mm, bằng {figure(shares[0] * 100, 0)}% dòng chữ"
        verdict.look(holds, measured, lines[-1].place)
    return verdict


def _printed_widths(line: Line, room: float) -> list[float]:
    """Return the widths of the lines that a line is broken into on paper, in mm."""
    size, look = line.visible[0].look.size, line.paragraph.look
    measure = room - look.left - look.right
    parts = wrapped(line.text, measure, size, Face.BOLD) if measure > 0 else [line.text]
    return [width_mm(part, size, Face.BOLD) for part in parts]


@measures("number.text")
def number_text(subject: Subject, rule: CheckRule) -> Verdict:
    """A number is written "Số: 07/KH-UBND": the colon, one space, no others, the symbol in capitals."""
    verdict = Verdict()
    for line in subject.roles.number:
        verdict.look(read_number_line(line.text).exact, quoted(line.text), line.place)
    if not subject.roles.number and subject.roles.nation:
        verdict.fail("không có dòng số, ký hiệu")
    return verdict


@measures("number.zero")
def number_zero(subject: Subject, rule: CheckRule) -> Verdict:
    """Numbers below 10 have a leading zero."""
    verdict = Verdict()
    for line in subject.roles.number:
        number = read_number_line(line.text).number
        if number:
            verdict.look(len(number) > 1, f"số {number}", line.place)
        elif not read_number_line(line.text).party:
            verdict.skip(_NO_NUMBER)
    return verdict


@measures("number.party")
def number_party(subject: Subject, rule: CheckRule) -> Verdict:
    """The symbol is not in the Party's pattern "132-KH/UBND"."""
    verdict = Verdict()
    for line in subject.roles.number:
        verdict.look(not read_number_line(line.text).party, quoted(line.text), line.place)
    return verdict


@measures("number.kind")
def number_kind(subject: Subject, rule: CheckRule) -> Verdict:
    """The symbol begins with the abbreviation of the kind; a công văn's has none."""
    verdict = Verdict()
    kind = subject.roles.kind
    for line in subject.roles.number:
        groups = read_number_line(line.text).groups
        if kind is None or not groups:
            verdict.skip("không rõ tên loại hoặc ký hiệu")
            continue
        named = next((other for other in subject.words.kinds if other.symbol and other.symbol == groups[0]), None)
        holds = groups[0].upper() == kind.symbol.upper() if kind.symbol else named is None
        verdict.look(holds, f"ký hiệu “{'-'.join(groups)}”, tên loại {kind.name}", line.place)
    return verdict


@measures("date.text")
def date_text(subject: Subject, rule: CheckRule) -> Verdict:
    """A date is written "Lệ Xá, ngày 13 tháng 01 năm 2025": the comma, the three words, the place with a capital."""
    verdict = Verdict()
    for line in subject.roles.date:
        verdict.look(read_date_line(line.text).exact, quoted(line.text), line.place)
    if not subject.roles.date and subject.roles.nation:
        verdict.fail("không có địa danh và thời gian")
    return verdict


@measures("date.zero")
def date_zero(subject: Subject, rule: CheckRule) -> Verdict:
    """Days below 10 and the months 1 and 2 have a leading zero, no other month has."""
    verdict = Verdict()
    for line in subject.roles.date:
        found = read_date_line(line.text)
        if not found.day:
            verdict.skip("ngày, tháng còn để trống")
        elif exists(found.day, found.month, found.year):
            verdict.look(
                has_official_zeros(found.day, found.month), f"ngày {found.day} tháng {found.month}", line.place
            )
    return verdict


@measures("kind.text")
def kind_text(subject: Subject, rule: CheckRule) -> Verdict:
    """The document names its kind, or is a công văn with "V/v"."""
    verdict = Verdict()
    roles = subject.roles
    for line in roles.kind_line:
        verdict.look(True, line.text, line.place)
    for line in roles.subject[:1]:
        verdict.look(True, f"công văn “{quoted(line.text)}”", line.place)
    if not verdict.looked:
        if roles.kind is not None:
            verdict.fail("công văn không có trích yếu “V/v …”")
        else:
            verdict.fail("không có tên loại, cũng không có trích yếu công văn")
    return verdict


@measures("title.text")
def title_text(subject: Subject, rule: CheckRule) -> Verdict:
    """A kind is followed by what the document is about, in small letters, without a full stop."""
    verdict = Verdict()
    for line in subject.roles.title:
        verdict.look(not line.text.endswith((".", ";")), quoted(line.text), line.place)
    if subject.roles.kind_line and not subject.roles.title:
        verdict.fail("không có trích yếu nội dung", subject.roles.kind_line[0].place)
    return verdict


@measures("subject.text")
def subject_text(subject: Subject, rule: CheckRule) -> Verdict:
    """The subject of a công văn begins with "V/v" and a small letter."""
    verdict = Verdict()
    for line in subject.roles.subject[:1]:
        verdict.look(re.match(r"V/v [a-zà-ỹđA-ZĐ]", line.text) is not None, quoted(line.text), line.place)
    return verdict


@measures("to.text")
def to_text(subject: Subject, rule: CheckRule) -> Verdict:
    """The words "Kính gửi" stand where they must, and nowhere else."""
    verdict = Verdict()
    kind, lines = subject.roles.kind, subject.roles.to
    if kind is None:
        verdict.skip("không rõ tên loại văn bản")
    elif lines:
        right = re.match(r"Kính gửi:", lines[0].text) is not None
        if kind.addressed is False:
            verdict.fail(f"{kind.name.capitalize()} không có phần “Kính gửi”", lines[0].place)
        else:
            verdict.look(right, quoted(lines[0].text), lines[0].place)
    elif kind.addressed:
        verdict.fail("không có “Kính gửi”")
    elif kind.addressed is False:
        verdict.look(True, "không có “Kính gửi”", (subject.roles.lines("kind") or subject.roles.number)[0].place)
    else:
        verdict.skip("loại văn bản này có thể có hoặc không có “Kính gửi”")
    return verdict


@measures("to.end")
def to_end(subject: Subject, rule: CheckRule) -> Verdict:
    """Two addressees or more stand in lines with a dash, ended by ";" and the last by "."."""
    verdict = Verdict()
    below = subject.roles.to[1:]
    slips = dict(list_slips([line.text for line in below], dashes=True)) if len(below) > 1 else {}
    for index, line in enumerate(subject.roles.to if len(below) < 2 else below):
        verdict.look(index not in slips, slips.get(index, ""), line.place)
    return verdict
