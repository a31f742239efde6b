"""A country of units and the workbooks they send, with the dirt that real folders have.

The workbooks have the layout that the program itself writes (sheet "Du_lieu" with one indicator a row), and a printed
sheet before it; they are zipped here from their XML, which is forty times as fast as a library and reads the same.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

UNITS = 3321
PERIODS = ("Q1", "6M", "Q3", "Y")
SPANS = {"Q1": ("-12-15", "-03-14"), "6M": ("-12-15", "-06-14"), "Q3": ("-06-15", "-09-14"), "Y": ("-12-15", "-12-14")}
_WORDS = """
An Bình Châu Dương Đông Giang Hà Hải Hòa Hưng Khánh Lạc Lâm Long Lệ Minh Mỹ Nam Ngọc Phú Phúc Quang Sơn Tân Tây Thanh
Thành Thạnh Thiện Thịnh Thọ Thới Thuận Tiên Trung Trường Vân Viên Vĩnh Xuân Yên Đức Đại Đồng Định Điền
"""
_SYLLABLES = tuple(_WORDS.split())
COLUMNS = (
    "unit_code", "period_code", "indicator_code", "value", "state", "cumulative_value", "cumulative_state",
    "previous_value", "previous_state", "target_value", "percent", "activities", "unit_of_measure", "kind",
    "indicator_name", "remark",
)  # fmt: skip


def names(count: int = UNITS) -> list[tuple[str, str, str]]:
    """Return (code, kind, name) of each unit; some names occur in several provinces, as they do."""
    chance = random.Random(34)
    made = []
    for number in range(count):
        kind = "xa" if number % 5 else "phuong"
        name = f"{chance.choice(_SYLLABLES)} {chance.choice(_SYLLABLES)}"
        made.append((f"T{number % 34:02d}.{number // 34:03d}", kind, name))
    return made


def indicators(count: int = 60) -> list[tuple[str, str, str]]:
    """Return (code, name, unit) of indicators."""
    return [(f"TT{n:02d}", f"Hoạt động tuyên truyền cải cách hành chính số {n}", "bài") for n in range(1, count + 1)]


def _sheet(rows: Sequence[Sequence[object]], shared: dict[str, int]) -> str:
    lines = []
    for number, row in enumerate(rows, 1):
        cells = []
        for place, value in enumerate(row):
            where = f"{chr(65 + place)}{number}"
            if value is None or value == "":
                continue
            if isinstance(value, str):
                cells.append(f'<c r="{where}" t="s"><v>{shared.setdefault(value, len(shared))}</v></c>')
            else:
                cells.append(f'<c r="{where}"><v>{value}</v></c>')
        if cells:
            lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{''.join(lines)}</sheetData></worksheet>"
    )


def workbook(sheets: Sequence[tuple[str, Sequence[Sequence[object]]]]) -> bytes:
    """Return an xlsx of sheets: (title, rows)."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    shared: dict[str, int] = {}
    parts = {f"xl/worksheets/sheet{n}.xml": _sheet(rows, shared) for n, (_, rows) in enumerate(sheets, 1)}
    listed = "".join(f'<sheet name="{escape(t)}" sheetId="{n}" r:id="rId{n}"/>' for n, (t, _) in enumerate(sheets, 1))
    parts["xl/workbook.xml"] = f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>'
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    links += f'<Relationship Id="rIdS" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>'
    links += f'<Relationship Id="rIdT" Type="{office}/styles" Target="styles.xml"/>'
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{package}/relationships">{links}</Relationships>'
    parts["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{main}">{"".join(f"<si><t>{escape(text)}</t></si>" for text in shared)}</sst>'
    )
    parts["xl/styles.xml"] = (
        f'<styleSheet xmlns="{main}"><fonts count="1"><font><sz val="11"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="1"><xf/></cellXfs></styleSheet>'
    )
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    parts["[Content_Types].xml"] = (
        f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{overrides}'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/></Types>'
    )
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for name in ("[Content_Types].xml", *(name for name in parts if name != "[Content_Types].xml")):
            archive.writestr(name, parts[name])
    return stream.getvalue()


def our_workbook(
    code: str, name: str, year: int, period: str, lines: Sequence[tuple[str, str, str]], seed: str
) -> bytes:
    """Return a workbook as the program makes it: a printed sheet and the machine-readable one."""
    chance = random.Random(seed)
    start, end = SPANS[period]
    first = f"{year - 1 if start == '-12-15' else year}{start}"
    full = f"{year}-{period}"
    facts = (
        ("schema", "cchc-report/1"), ("unit_code", code), ("unit_name", name), ("period_code", full),
        ("period_start", first), ("period_end", f"{year}{end}"),
    )  # fmt: skip
    data: list[list[object]] = [list(fact) for fact in facts] + [[], list(COLUMNS), list(COLUMNS)]
    # the sheet has its row of machine names in row 9: six facts, an empty row, the explanations, the names
    for indicator, title, unit in lines:
        value = chance.randrange(400)
        unknown = chance.random() < 0.05
        now: list[object] = [None, "unknown"] if unknown else [value, "counted"]
        rest = [value * 2, "counted", None, "unknown", None, None, value // 2, unit, "sum", title, ""]
        data.append([code, full, indicator, *now, *rest])
    printed: list[list[object]] = [[f"ỦY BAN NHÂN DÂN {name.upper()}"], [f"Báo cáo {full}"], ["TT", "Chỉ tiêu", "Số"]]
    return workbook([("Bao_cao", printed), ("Du_lieu", data)])


def foreign_workbook(name: str, words: str, lines: Sequence[tuple[str, str, str]], seed: str) -> bytes:
    """Return a workbook of somebody's own: a heading, "12 bài" as text, rows in another order."""
    chance = random.Random(seed)
    rows: list[list[object]] = [
        [f"ỦY BAN NHÂN DÂN {name.upper()}"],
        [f"BÁO CÁO KẾT QUẢ TUYÊN TRUYỀN {words.upper()}"],
        [],
        ["STT", "Nội dung", "ĐVT", "Kết quả", "Lũy kế", "Ghi chú"],
    ]
    for number, (_, title, unit) in enumerate(chance.sample(list(lines), len(lines)), 1):
        value = chance.randrange(1, 400)
        shown: object = f"{value} {unit}" if chance.random() < 0.3 else value
        rows.append([number, title.upper() if chance.random() < 0.1 else title, unit, shown, value * 2, ""])
    rows += [[], ["", "Người lập biểu", "", "", "Chủ tịch"]]
    return workbook([("Biểu 1", rows)])


def write_period(
    folder: Path, units: Sequence[tuple[str, str, str]], year: int, period: str, dirt: bool, foreign: int = 3
) -> int:
    """Write the files of a period below a folder, one of a province each; return how many.

    Dirt, of every hundred: 1 cut off, 1 under the name of another unit, 1 sent twice. `foreign` of every hundred are
    workbooks of somebody's own.
    """
    nouns = {"xa": "xã", "phuong": "phường"}
    words = {"Q1": "Quý I năm", "6M": "6 tháng đầu năm", "Q3": "Quý III năm", "Y": "năm"}
    written = 0
    for number, (code, kind, name) in enumerate(units):
        full = f"{nouns[kind]} {name}"
        shelf = folder / code[:3]
        shelf.mkdir(parents=True, exist_ok=True)
        seed = f"{code}-{year}-{period}"
        bad = number % 100 if dirt else -1
        if number % 100 >= 100 - foreign:
            data = foreign_workbook(full, f"{words[period]} {year}", LINES, seed)
        else:
            data = our_workbook(code, full, year, period, LINES, seed)
        if bad == 4:
            data = data[: len(data) // 2]
        if bad == 5:
            data = our_workbook(code, "xã Không Có Thật", year, period, LINES, seed)
        (shelf / f"{code}_{year}-{period}.xlsx").write_bytes(data)
        written += 1
        if bad == 6:
            (shelf / f"{code}_{year}-{period} (2).xlsx").write_bytes(data)
            written += 1
    return written


LINES = indicators()
"""What every workbook of the country reports."""


def walk(folder: Path) -> Iterator[Path]:
    """Return the workbooks below a folder."""
    return (path for path in sorted(folder.rglob("*.xlsx")))
