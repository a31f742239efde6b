"""The end of a plan: closing paragraphs, recipients and the signing block, in a table or without one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from cchc_desktop.documents.plan_export import styles
from cchc_desktop.documents.plan_export.end import END_MARK, without_end_mark
from cchc_desktop.documents.plan_import.label import CAPITALS, Rank
from cchc_desktop.documents.plan_import.layout import Columns, Item
from cchc_desktop.documents.plan_import.ledger import Ledger
from cchc_desktop.documents.plan_import.line import Line, split_columns
from cchc_desktop.domain.text import clean_line, fold
from cchc_desktop.domain.unit import Signature, read_signature

_CLOSING = re.compile(
    r"(?:tren day la|tren day,|trong qua trinh (?:to chuc |trien khai )*(?:thuc hien)?|yeu cau cac|de nghi cac|"
    r"(?:uy ban nhan dan|ubnd) .{0,60}(?:yeu cau|de nghi)|ke hoach nay|can cu ke hoach nay|nhan duoc ke hoach)"
)
_END = re.compile(r"\.?\s*/\s*\.?\s*$")
_RECIPIENTS = re.compile(r"noi nhan\s*[:.]?")
_SIGNING = re.compile(r"(?:tm|kt|tl|tuq|q)\s*\.\s*[a-z]")
_OFFICES = re.compile(
    r"(?:q\.\s*)?(?:pho )?(?:chu tich|truong phong|chanh van phong|giam doc|bi thu|truong ban|pho chanh van phong)"
)
_MARKS = re.compile(r"\((?:da )?ky.*\)|\[.*ky.*\]|da ky|\(chu ky.*\)")
_STOPS = re.compile(r"[\s;.,/]+$")
_DASHES = re.compile(r"^\s*[-–—−‒+•*]\s*")


@dataclass(slots=True)
class Ending:
    """What stands below the body."""

    recipients: list[str] = field(default_factory=list)
    signature: Signature = field(default_factory=Signature)
    found: bool = False
    rest: list[Line] = field(default_factory=list)
    _capital: list[str] = field(default_factory=list)
    _names: list[str] = field(default_factory=list)


def starts_ending(item: Item) -> bool:
    """Tell whether an item is the first of recipients or signing block."""
    if isinstance(item, Columns):
        return any(_starts(text) for cell in item.cells for line in cell for text in split_columns(line.raw))
    if not isinstance(item, Line):
        return False
    if item.style:
        return item.style in (styles.RECIPIENTS_HEAD, styles.SIGNATURE_LINE)
    return any(_starts(text) for text in split_columns(item.raw)[:2])


def _starts(text: str) -> bool:
    folded = fold(text[:80])
    if _RECIPIENTS.match(folded):
        return True
    if len(text) >= 80:
        return False
    capital = sum(letter.isupper() for letter in text) * 2 > sum(letter.isalpha() for letter in text)
    return capital and bool(_SIGNING.match(folded) or re.fullmatch(r"(?:pho )?chu tich", folded))


def closing_start(lines: list[Line]) -> int:
    """Return where the closing begins in the lines of the body (its length when there is none).

    It is made of the unlabelled paragraphs at the end, from the first that reads like a closing on.
    """
    own = [index for index, line in enumerate(lines) if line.style == styles.CLOSING]
    if own:
        return own[0]
    start = len(lines)
    while start and lines[start - 1].label is None and lines[start - 1].style == "":
        start -= 1
    for index in range(start, len(lines)):
        line = lines[index]
        if not line.continues and (_CLOSING.match(line.folded) or _END.search(line.raw)):
            return index
    return len(lines)


def read_closing(lines: list[Line], ledger: Ledger) -> list[str]:
    """Return the closing paragraphs without "./."; two closings are both kept and noted."""
    texts: list[str] = []
    for line in lines:
        text = clean_line(line.raw)
        if _STOPS.sub("", text) == "":
            continue
        if line.continues and texts:
            texts[-1] = f"{texts[-1]} {text}"
        else:
            texts.append(text)
    ends = [text for text in texts if text.endswith(END_MARK) or fold(text).startswith("tren day")]
    if len(ends) > 1:
        for text in ends[1:]:
            ledger.note("Có hai đoạn kết, đã giữ cả hai, hãy bỏ đoạn thừa", text)
    last = len(texts) - 1
    return [
        without_end_mark(_mark(text)) if index == last else _mark(text).replace(END_MARK, ".")
        for index, text in enumerate(texts)
    ]


def _mark(text: str) -> str:
    """Write "/.", "./" and ". / ." at the end as "./."."""
    return _END.sub("", text).rstrip() + END_MARK if _END.search(text) else text


def read_ending(items: list[Item], ledger: Ledger) -> tuple[Ending, int]:
    """Read recipients and signing block from `items`; return them and how many items they take."""
    ending = Ending(found=True)
    index = 0
    state = ""
    while index < len(items):
        item = items[index]
        if isinstance(item, Columns):
            for cell in item.cells:
                state = ""
                for line in cell:
                    state = _read_line(ending, line, state, ledger)
        elif isinstance(item, Line):
            if _is_appendix(item) or (ending._names and state == "name" and not starts_ending(item)):
                break
            state = _read_line(ending, item, state, ledger)
        else:
            break
        index += 1
    _finish(ending, ledger)
    return ending, index


def _is_appendix(line: Line) -> bool:
    return line.style in (styles.APPENDIX_LABEL, styles.APPENDIX_TITLE) or is_appendix_label(line)


def is_appendix_label(line: Line) -> bool:
    """Tell whether a line is the heading "Phụ lục", "PHỤ LỤC 01", "Phụ lục II: …"."""
    if line.style:
        return line.style == styles.APPENDIX_LABEL
    folded = fold(line.raw[:80])
    if re.fullmatch(r"(?:cac )?phu luc(?: so)?\s*(?:[ivx]{1,4}|\d{1,2})?\s*[.:]?", folded):
        return True
    return folded.startswith("phu luc") and (line.bold or line.centred or clean_line(line.raw)[:7].isupper())


def _read_line(ending: Ending, line: Line, state: str, ledger: Ledger) -> str:
    if line.style in (styles.SIGNATURE_LINE, styles.SIGNATURE_NAME, styles.RECIPIENT):
        return _read_own(ending, line, state)
    right = line.raw.startswith("\t\t") and not line.label  # pushed over to the signing block's side
    for text in split_columns(line.raw):
        found = _read_text(ending, line, text, "name" if right else state, ledger)
        state = state if right and state == "recipients" else found
        right = True
    return state


def _read_own(ending: Ending, line: Line, state: str) -> str:
    text = clean_line(line.raw)
    if line.style == styles.RECIPIENT:
        ending.recipients.append(_STOPS.sub("", _DASHES.sub("", text)))
    elif line.style == styles.SIGNATURE_LINE:
        ending._capital.append(text)
    else:
        ending._names.append(text)
    return state


def _read_text(ending: Ending, line: Line, text: str, state: str, ledger: Ledger) -> str:
    folded = fold(text)
    if match := re.match(r"(?i)nơi nhận\s*[:.]?\s*", text):
        ledger.computed.append(match[0])
        rest = text[match.end() :]
        return _read_text(ending, line, rest, "recipients", ledger) if rest else "recipients"
    if _MARKS.fullmatch(folded):
        ledger.note("Dòng ghi chú chữ ký không nhập", text, whole=True)
        return state
    if _is_capital_line(text, folded):
        ending._capital.append(text)
        return "name"
    dashed = bool(_DASHES.match(text)) or (state != "name" and _is_dashed(line))
    if state == "recipients" or dashed:
        _add_recipients(ending, text, dashed, line)
        return "recipients"
    if ending._capital and len(text) <= 40 and not any(letter.isdigit() for letter in text):
        ending._names.append(text)
        return "name"
    ending.rest.append(line)
    return state


def _is_dashed(line: Line) -> bool:
    return line.label is not None and line.label.rank in (Rank.DASH, Rank.PLUS)


def _is_capital_line(text: str, folded: str) -> bool:
    if _SIGNING.match(folded) and not text.islower() and len(text) < 80:
        return text.split(".")[0].isupper()
    return text.isupper() and len(text.split()) > 1 and not text.startswith("-")


def _add_recipients(ending: Ending, text: str, dashed: bool, line: Line) -> None:
    parts = re.split(r"[;.]\s+(?=[-–]\s*\S)", text) if dashed else re.split(rf";\s+(?=[{CAPITALS}])", text)
    for part in parts:
        name = _STOPS.sub("", _DASHES.sub("", part))
        if not name:
            continue
        goes_on = not dashed and ending.recipients and line.continues and name[:1].islower()
        if goes_on or (ending.recipients and not dashed and name[:1].islower()):
            ending.recipients[-1] = f"{ending.recipients[-1]} {name}"
        else:
            ending.recipients.append(name)


def _finish(ending: Ending, ledger: Ledger) -> None:
    capital = list(ending._capital)
    if not ending._names and len(capital) > 1:
        last = fold(capital[-1])
        known = _OFFICES.match(last) or _SIGNING.match(last) or any(char in capital[-1] for char in ".,-")
        if not known and 2 <= len(last.split()) <= 5 and len(capital) > (2 if fold(capital[0]).startswith("tm") else 1):
            ending._names.append(capital.pop().title())
    name = " ".join(ending._names[:1])
    for extra in ending._names[1:]:
        ledger.note("Dòng trong khối chữ ký chưa xếp được", extra, whole=True)
    if capital or name:
        ending.signature = read_signature(tuple(capital), name)
    else:
        ledger.note("Không thấy khối chữ ký")
    if not ending.recipients:
        ledger.note("Không thấy nơi nhận")
