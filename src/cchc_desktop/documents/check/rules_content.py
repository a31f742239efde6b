"""Wording of the whole text: spelling, spaces, dashes, dates, numbers in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cchc_desktop.documents.check.document import Paragraph
from cchc_desktop.documents.check.roles import Subject
from cchc_desktop.documents.check.rules_letters import is_legacy
from cchc_desktop.documents.check.verdict import Verdict, measures
from cchc_desktop.domain import check_text
from cchc_desktop.domain.check import CheckRule
from cchc_desktop.domain.check_text import Slip, Spelling

_HEAD_ROLES = ("number", "date", "nation", "motto")


def texts(subject: Subject, head: bool = True) -> Iterator[tuple[Paragraph, str]]:
    """Yield the paragraphs that print something; text in legacy encodings cannot be read and is left out.

    Args:
        subject: the document.
        head: with the lines of the head that have rules of their own.

    """
    own = {id(line.paragraph) for role in _HEAD_ROLES for line in subject.roles.lines(role)} if not head else set()
    for paragraph in subject.document.paragraphs:
        if paragraph.blank or id(paragraph) in own:
            continue
        if not any(is_legacy(name) for run in paragraph.runs for name in run.look.fonts):
            yield paragraph, paragraph.text


def _each(subject: Subject, find: Callable[[str], list[Slip]], head: bool = True) -> Verdict:
    verdict = Verdict()
    for paragraph, text in texts(subject, head):
        slips = find(text)
        for slip in slips:
            verdict.look(False, slip.text, paragraph.place)
        if not slips:
            verdict.look(True, "", paragraph.place)
    return verdict


@measures("content.spelling")
def spelling(subject: Subject, rule: CheckRule) -> Verdict:
    """Look for the mistakes of the catalogue."""
    return _each(subject, Spelling(subject.words.misspelt).slips)


@measures("content.tone")
def tone(subject: Subject, rule: CheckRule) -> Verdict:
    """Tone marks are set the old way (hòa) or the new way (hoà), not both; the rarer one is told."""
    verdict = Verdict()
    found = [(paragraph, *check_text.tone_words(text)) for paragraph, text in texts(subject)]
    old, new = sum(len(entry[1]) for entry in found), sum(len(entry[2]) for entry in found)
    for paragraph, old_words, new_words in found:
        rarer, other = (new_words, "hòa, ủy") if old >= new else (old_words, "hoà, uỷ")
        for word in rarer if old and new else []:
            verdict.look(False, f"“{word.found}”, nơi khác viết kiểu “{other}”", paragraph.place)
    if found and not verdict.failures:
        style = "kiểu “hòa, ủy”" if old else "kiểu “hoà, uỷ”" if new else "không có chữ loại này"
        verdict.look(True, style, found[0][0].place)
    return verdict


@measures("content.spaces")
def spaces(subject: Subject, rule: CheckRule) -> Verdict:
    """No two spaces in a row, none at the start."""
    return _each(subject, check_text.space_slips, head=False)


@measures("content.marks")
def marks(subject: Subject, rule: CheckRule) -> Verdict:
    """No space before a mark, one behind it."""
    return _each(subject, check_text.mark_slips, head=False)


@measures("content.dashes")
def dashes(subject: Subject, rule: CheckRule) -> Verdict:
    """Equal nouns are joined by a hyphen with spaces; lists have hyphens, not dashes."""
    return _each(subject, lambda text: check_text.dash_slips(text, subject.words.pairs), head=False)


@measures("content.dates")
def dates(subject: Subject, rule: CheckRule) -> Verdict:
    """Dates exist."""
    return _each(subject, check_text.date_slips)


@measures("content.weekdays")
def weekdays(subject: Subject, rule: CheckRule) -> Verdict:
    """A weekday is that of its date."""
    return _each(subject, check_text.weekday_slips)


@measures("content.numbers")
def numbers(subject: Subject, rule: CheckRule) -> Verdict:
    """Figures and the words in brackets behind them agree."""
    return _each(subject, check_text.number_slips)


@measures("content.symbols")
def symbols(subject: Subject, rule: CheckRule) -> Verdict:
    """No symbol of a committee in the Party's pattern; the document's own has a rule of its own."""
    return _each(subject, check_text.symbol_slips, head=False)


@measures("content.unicode")
def composed(subject: Subject, rule: CheckRule) -> Verdict:
    """Letters are composed (NFC)."""
    verdict = Verdict()
    for paragraph, _ in texts(subject):
        slips = check_text.composed_slips(paragraph.typed)
        verdict.look(not slips, "chữ và dấu ghi rời nhau" if slips else "", paragraph.place)
    return verdict
