"""The head of a plan: issuer, number, place and date, tên loại and trích yếu, căn cứ and opening lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from cchc_desktop.documents.plan_export import styles
from cchc_desktop.documents.plan_import.layout import Columns, Item
from cchc_desktop.documents.plan_import.ledger import Ledger
from cchc_desktop.documents.plan_import.line import Line, split_columns
from cchc_desktop.domain.plan import LineKind, PreambleLine
from cchc_desktop.domain.text import clean, clean_line, fold

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
_GLUED = re.compile(r"(?i)(?=cộng h(?:òa|oà) xã hội chủ nghĩa)|(?=độc lập\s*[-–])")
_NUMBER = re.compile(r"(?i)số\s*[:.]?\s*(?P<n>\d*)(?P<x>[^/\-–]*)[/\-–]\s*(?P<s>[^\s,]+(?:\s*[-–/]\s*[^\s,]+)*)")
_NUMBER_AND_DATE = re.compile(r"(?i)\s*(số\b[^/,]*/\s*[^\s,]+(?:\s*[-–]\s*[A-ZĐ]+)*)\s+(\S.*\bngày\b.*)")
_DATE = re.compile(
    r"(?i)^(?P<place>[^/:]*?)[,;]?\s*\bngày\b\W*(?P<d>\d{0,2})\W*\btháng\b\W*(?P<m>\d{0,2})\W*\bnăm\b\W*(?P<y>\d{4}|\d{0,3})\W*$"
)
_KINDS = ("kế hoạch", "quyết định", "chương trình", "hướng dẫn", "báo cáo", "đề án", "phương án", "thông báo")
_BASIS = re.compile(r"(?i)(?:căn cứ|xét (?:đề nghị|tờ trình)|theo đề nghị)\b")
_TITLE_STOP = re.compile(r"(?i)(?:căn cứ|thực hiện (?:kế hoạch|nghị quyết|quyết định|chỉ thị|công văn)|xét |kính gửi)")
_BASIS_END = re.compile(r"[\s;.,]+$")
_YEAR = re.compile(r"\b20\d\d\b")
_SEARCHED = 40


@dataclass(slots=True)
class Head:
    """What the head of a plan says. `rest` are lines that belong to nothing of it."""

    issuer: list[str] = field(default_factory=list)
    upper_line: str = ""
    number: int | None = None
    symbol: str = "KH-UBND"
    place: str = ""
    date: date | None = None
    date_year: int | None = None
    kind: str = ""
    title: str = ""
    rest: list[Line] = field(default_factory=list)
    _names: list[tuple[str, bool]] = field(default_factory=list)


def find_kind(items: list[Item]) -> int | None:
    """Return the index of the line that holds tên loại ("KẾ HOẠCH"), looked for before the first section."""
    for index, item in enumerate(items[:_SEARCHED]):
        if not isinstance(item, Line):
            continue
        if item.style == styles.KIND or _kind_of(item)[0]:
            return index
        if item.label is not None and item.label.value and (item.bold or item.capital):
            return None
    return None


def _kind_of(line: Line) -> tuple[str, str]:
    """Return (tên loại, what follows on the line); "" when the line is no such line."""
    text = clean_line(line.raw)
    if line.style and line.style != styles.KIND:
        return "", ""
    if line.style == styles.KIND:
        return text, ""
    spaced = text.replace(" ", "")
    for kind in _KINDS:
        if spaced.casefold() == kind.replace(" ", "") and (line.capital or line.bold or line.centred):
            return kind.upper(), ""
        if text.casefold().startswith(kind + " ") and text[: len(kind)].isupper() and (line.bold or line.centred):
            return kind.upper(), text[len(kind) :].strip(" -–:")
    return "", ""


def header_end(items: list[Item]) -> int:
    """Return how many leading items belong to the header of a document without tên loại."""
    end = 0
    for index, item in enumerate(items[:12]):
        lines = [line for cell in item.cells for line in cell] if isinstance(item, Columns) else [item]
        for line in lines:
            if isinstance(line, Line) and any(_fragment_kind(text) for text in _fragments(line)):
                end = index + 1
    return end


def read_head(items: list[Item], ledger: Ledger) -> Head:
    """Read everything above tên loại."""
    head = Head()
    for item in items:
        if isinstance(item, Columns):
            for cell in item.cells:
                for line in cell:
                    _read_line(head, line, ledger)
        elif isinstance(item, Line):
            _read_line(head, item, ledger)
    _name_issuer(head)
    return head


def _fragments(line: Line) -> list[str]:
    if both := _NUMBER_AND_DATE.fullmatch(line.raw):
        return [clean_line(both[1]), clean_line(both[2])]
    whole = clean_line(line.raw)  # blanks left for the pen are no columns
    if _fragment_kind(whole) in ("number", "date"):
        return [whole]
    parts = [part for column in split_columns(line.raw) for part in _GLUED.split(column)]
    return [text for part in parts if (text := clean_line(part))]


def _fragment_kind(text: str) -> str:
    folded = fold(text)
    if folded.startswith("cong hoa xa hoi chu nghia"):
        return "nation"
    if re.match(r"doc lap\s*[-–]", folded):
        return "motto"
    if _NUMBER.fullmatch(text) and re.match(r"so\s*[:.]|so\s+\d|so\s*/", folded):
        return "number"
    return "date" if _DATE.match(text) else ""


def _read_line(head: Head, line: Line, ledger: Ledger) -> None:
    if line.style == styles.UPPER_LINE:
        head.upper_line = clean_line(line.raw)
        return
    for text in _fragments(line):
        match _fragment_kind(text):
            case "nation" | "motto" as found:
                if fold(text) != fold(NATION if found == "nation" else MOTTO).replace(" - ", " - "):
                    ledger.note("Quốc hiệu, tiêu ngữ trong tệp viết khác quy định, phần mềm ghi lại cho đúng", text)
                ledger.computed.append(text)
            case "number":
                _read_number(head, text, ledger)
            case "date":
                _read_date(head, text, ledger)
            case _ if line.style == styles.ISSUER or text.isupper():
                head._names.append((text, line.bold or line.style == styles.ISSUER))
            case _:
                head.rest.append(line)
                return


def _read_number(head: Head, text: str, ledger: Ledger) -> None:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return
    head.symbol = re.sub(r"\s+", "", match["s"]).replace("–", "-")
    strange = re.sub(r"[\s.…_]", "", match["x"])
    if match["n"] and not strange:
        head.number = int(match["n"])
    elif strange:
        ledger.note("Số văn bản không phải một số, hãy nhập lại", text, whole=True)
    if "/" in head.symbol:
        ledger.note("Ký hiệu văn bản không đúng mẫu “số/KH-UBND”", text)
    ledger.computed.append(text)


def _read_date(head: Head, text: str, ledger: Ledger) -> None:
    match = _DATE.match(text)
    if match is None:
        return
    head.place = match["place"].strip(" ,;.…")
    head.date_year = int(match["y"]) if len(match["y"]) == 4 else None
    ledger.computed.append(text)
    if match["d"] and match["m"] and head.date_year:
        try:
            head.date = date(head.date_year, int(match["m"]), int(match["d"]))
        except ValueError:
            ledger.note("Ngày ban hành không có trong lịch, hãy nhập lại", text, whole=True)
    elif match["d"] or match["m"]:
        ledger.note("Ngày ban hành chưa đủ ngày, tháng, năm", text)


def _name_issuer(head: Head) -> None:
    names = head._names
    if not head.upper_line and len(names) > 1 and not names[0][1] and any(bold for _, bold in names):
        above = 0
        while not names[above][1]:
            above += 1
        head.upper_line = " ".join(text for text, _ in names[:above])
        names = names[above:]
    head.issuer = [text for text, _ in names]


def read_title(items: list[Item], head: Head) -> int:
    """Read tên loại and trích yếu from `items`, which begin with tên loại; return how many items they take."""
    first = items[0]
    assert isinstance(first, Line)
    head.kind, title = _kind_of(first)
    lines = [title] if title else []
    own = False
    index = 1
    while index < len(items):
        line = items[index]
        if not isinstance(line, Line) or not _is_title_line(line, bool(lines)):
            break
        own = line.style == styles.TITLE
        lines.append(line.raw.strip() if own else clean_line(line.raw))
        index += 1
    head.title = clean("\n".join(lines)) if own else clean_line(" ".join(lines))
    return index


def _is_title_line(line: Line, has_title: bool) -> bool:
    if line.style:
        return line.style == styles.TITLE
    text = clean_line(line.raw)
    if (line.label is not None and line.label.value) or _TITLE_STOP.match(text) or text.startswith("("):
        return False
    if line.bold or line.centred or (line.continues and has_title):
        return not (line.italic and not line.bold)
    return not has_title and not text.endswith((":", ";")) and len(text) <= 250


def read_preamble(lines: list[Line]) -> tuple[list[PreambleLine], int]:
    """Return the preamble among the lines before the first section, and how many lines it takes.

    The rest, which only a document without sections has, is left to the body.
    """
    found: list[PreambleLine] = []
    for line in lines:
        text = line.raw.strip() if line.style else clean_line(line.raw)
        if line.style == styles.BASIS or (not line.style and _is_basis(line, text)):
            found.append(PreambleLine(LineKind.BASIS, _BASIS_END.sub("", text)))
        elif line.continues and found and not text[:1].isupper():
            last = found[-1]
            found[-1] = PreambleLine(last.kind, f"{last.text} {text}")
        else:
            found.append(PreambleLine(LineKind.OPENING, text))
    return found, len(lines)


def _is_basis(line: Line, text: str) -> bool:
    if text.endswith(":") or text.startswith("("):
        return False
    return bool(_BASIS.match(text)) or line.italic


def find_year(texts: list[str]) -> int | None:
    """Return the first year named in the texts."""
    return next((int(match[0]) for text in texts if (match := _YEAR.search(text))), None)
