"""The head of a plan: the three rules and the lines above them, measured by their words.

Decree 30/2020, annex I, part II.1, II.2 and II.5: the rule under the Tiêu ngữ is as long as its text; those under
the issuer and the trích yếu are 1/3 to 1/2 of the line, in its middle.
"""

from __future__ import annotations

from cchc_desktop.documents.plan_export import styles
from cchc_desktop.documents.word.text_width import Face, balanced_measure, width_mm, wrapped
from cchc_desktop.documents.word.xml import Element, add, room_mm, set_side_indents, text_of

_ISSUER_PT, _TITLE_PT, _MOTTO_PT, _PLACE_PT, _SMALL_PLACE_PT = 13, 14, 14, 14, 13
_SHARE = 0.42
_SLACK_MM = 2.0  # between our metrics and a word processor's

Paragraphs = dict[str, list[Element]]
"""Style id → the paragraphs of that style, in document order."""


def set_head(paragraphs: Paragraphs) -> None:
    """Set rules, balance lines that run over and keep place and date on one line, in place."""
    for rule in paragraphs.get(styles.RULE_MOTTO, []):
        motto = paragraphs.get(styles.MOTTO, [])
        if motto:
            set_side_indents(rule, width_mm(text_of(motto[0]), _MOTTO_PT, Face.BOLD))
    _set_rule(paragraphs, styles.RULE_ISSUER, styles.ISSUER, _ISSUER_PT)
    _set_rule(paragraphs, styles.RULE_TITLE, styles.TITLE, _TITLE_PT)
    for style, size in ((styles.UPPER_LINE, _ISSUER_PT), (styles.ISSUER, _ISSUER_PT), (styles.TITLE, _TITLE_PT)):
        for paragraph in paragraphs.get(style, []):
            _balance(paragraph, _as_printed(paragraph, style), size)
    for paragraph in paragraphs.get(styles.PLACE_DATE, []):
        _shrink(paragraph)


def rule_length_mm(lines: list[str], size_pt: float) -> float:
    """Return the length of the rule under bold centred lines.

    It lies between 1/3 and 1/2 of the line right above it, and of the longest line too where both can be had.
    """
    widths = [width_mm(line, size_pt, Face.BOLD) for line in lines if line] or [0.0]
    return min(max(widths[-1] * _SHARE, max(widths) * 0.36), widths[-1] * 0.495)


def _as_printed(paragraph: Element, style: str) -> str:
    text = text_of(paragraph)
    return text if style == styles.TITLE else text.upper()


def _set_rule(paragraphs: Paragraphs, rule_style: str, text_style: str, size_pt: float) -> None:
    lines: list[str] = []
    for paragraph in paragraphs.get(text_style, []):
        text = _as_printed(paragraph, text_style)
        lines += wrapped(text, _measure(text, room_mm(paragraph), size_pt), size_pt, Face.BOLD)
    for rule in paragraphs.get(rule_style, []):
        set_side_indents(rule, rule_length_mm(lines, size_pt))


def _measure(text: str, room: float, size_pt: float) -> float:
    if "\n" in text or len(wrapped(text, room, size_pt, Face.BOLD)) == 1:
        return room
    return min(room, balanced_measure(text, room, size_pt, Face.BOLD) + _SLACK_MM)


def _balance(paragraph: Element, text: str, size_pt: float) -> None:
    """Narrow a centred paragraph that runs over, so that its last line is not a lone word."""
    room = room_mm(paragraph)
    measure = _measure(text, room, size_pt)
    if measure < room:
        set_side_indents(paragraph, measure)


def _shrink(paragraph: Element) -> None:
    """Set a long place and date in 13 pt (13-14 are allowed), so that it stays on one line."""
    if width_mm(text_of(paragraph), _PLACE_PT, Face.ITALIC) <= room_mm(paragraph) - 1:
        return
    for run in paragraph.iterchildren("{*}r"):
        properties = run.find("{*}rPr")
        if properties is None:
            properties = add(run, "rPr")
            run.insert(0, properties)
        add(properties, "sz", val=_SMALL_PLACE_PT * 2)
        add(properties, "szCs", val=_SMALL_PLACE_PT * 2)
