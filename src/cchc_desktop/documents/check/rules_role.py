"""Size and look of the elements: the same two measures for every role of the decree's table.

The wanted look is data: the limit `look` of a rule lists "bold", "regular", "italic", "upright", "caps", "lower",
"centre", "left".
"""

from __future__ import annotations

from cchc_desktop.documents.check.document import Line, Run
from cchc_desktop.documents.check.roles import Subject
from cchc_desktop.documents.check.verdict import MEASURES, Verdict, figure
from cchc_desktop.domain.check import CheckRule

ROLES = (
    *("nation", "motto", "upper", "issuer", "number", "date", "kind", "title", "subject", "to", "bases"),
    *("recipients_head", "recipients", "signature", "signer"),
    *("appendix_label", "appendix_title", "appendix_reference"),
)
"""Elements whose rules are called `<role>.size` and `<role>.look`."""

_ALIGN_NAMES = {"left": "căn trái", "right": "căn phải", "centre": "căn giữa", "justify": "căn đều"}


def measure_size(subject: Subject, rule: CheckRule) -> Verdict:
    """Measure the size of every letter of an element, in pt."""
    verdict = Verdict()
    for line in subject.roles.lines(rule.id.partition(".")[0]):
        look_at_size(verdict, rule, line)
    return verdict


def look_at_size(verdict: Verdict, rule: CheckRule, line: Line) -> None:
    """Measure the sizes of one line; one measurement for each size in it."""
    by_size: dict[float, list[Run]] = {}
    for run in line.visible:
        by_size.setdefault(run.look.size, []).append(run)
    for size, runs in by_size.items():
        verdict.look(rule.within(size), f"cỡ {figure(size)}", line.place, tuple(runs))


def measure_look(subject: Subject, rule: CheckRule) -> Verdict:
    """Measure weight, slant, case and alignment of every line of an element."""
    verdict = Verdict()
    for line in subject.roles.lines(rule.id.partition(".")[0]):
        wrong = [found for trait in rule.words("look") if (found := fault(line, trait))]
        verdict.look(not wrong, ", ".join(wrong), line.place)
    return verdict


def fault(line: Line, trait: str) -> str:
    """Return how a line differs from a wanted trait, "" when it does not."""
    runs = line.visible
    looks = [run.look for run in runs]
    match trait:
        case "bold":
            return "" if all(look.bold for look in looks) else "không đậm"
        case "regular":
            return "chữ đậm" if any(look.bold for look in looks) else ""
        case "italic":
            return "" if all(look.italic for look in looks) else "không nghiêng"
        case "upright":
            return "chữ nghiêng" if any(look.italic for look in looks) else ""
        case "caps":
            return "" if line.text == line.text.upper() else "không in hoa"
        case "lower":
            letters = [letter for letter in line.text if letter.isalpha()]
            return "in hoa toàn bộ" if len(letters) > 1 and line.text == line.text.upper() else ""
        case _:
            align = line.paragraph.look.align
            return "" if align == trait else _ALIGN_NAMES.get(align, align)


for _role in ROLES:
    MEASURES[f"{_role}.size"] = measure_size
    MEASURES[f"{_role}.look"] = measure_look
