"""Tables made to harm, or harmed on the way, read for a list: one clear answer each, quickly, nothing half-read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from cchc_desktop.documents.table_import import find_heads, open_table, read_rows
from cchc_desktop.documents.table_import.rows import ReadRows
from cchc_desktop.domain.table_import import FieldKind, ImportField
from cchc_desktop.errors import FileInUse, FileUnreadable, UnreadableReason, WorkbookProblem
from cchc_desktop.messages import describe

pytestmark = pytest.mark.timeout(30)

FIELDS = (
    ImportField("name", "Họ và tên", required=True),
    ImportField("phone", "Điện thoại", FieldKind.PHONE),
    ImportField("day", "Từ ngày", FieldKind.DATE),
    ImportField("amount", "Số tiền", FieldKind.MONEY),
    ImportField("note", "Ghi chú", FieldKind.TEXT),
)
HEAD = [one.title for one in FIELDS]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book_of(*rows: list[Any]) -> Workbook:
    book = Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    return book


def data_of(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_sheet(body: str, cols: str = "") -> bytes:
    """Return a workbook whose rows below the heading are this XML."""
    source = io.BytesIO(data_of(book_of()))
    target = io.BytesIO()
    letters = "ABCDE"
    head = "".join(
        f'<c r="{letter}1" t="inlineStr"><is><t>{title}</t></is></c>'
        for letter, title in zip(letters, HEAD, strict=True)
    )
    xml = f'<worksheet xmlns="{MAIN}">{cols}<sheetData><row r="1">{head}</row>{body}</sheetData></worksheet>'
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, xml.encode() if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return target.getvalue()


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., ReadRows]:
    def do(data: bytes, name: str = "so.xlsx", serials: bool = False) -> ReadRows:
        path = tmp_path / name
        path.write_bytes(data)
        file = open_table(path)
        (head,) = find_heads(file, FIELDS, lambda print_: None)
        grid = file.grid(head.sheet)
        assert grid is not None
        return read_rows(grid, head, FIELDS, date(2026, 6, 20), serials)

    return do


def said(found: ReadRows) -> list[str]:
    return [f"{one.cell}: {one.reason}" for one in found.refused]


def test_errors_and_formulas_without_values_are_named_by_cell(read: Callable[..., ReadRows]) -> None:
    body = (
        '<row r="2"><c r="A2" t="e"><v>#REF!</v></c><c r="B2"><f>B9</f></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>Lan</t></is></c><c r="D3"><f>1+1</f><v>2</v></c></row>'
        '<row r="4"><c r="A4" t="b"><v>1</v></c></row>'
    )
    found = read(with_sheet(body))
    assert [one.values["amount"] for one in found.rows] == [2]
    assert said(found) == [
        "A2: ô báo lỗi #REF!",
        "B2: công thức chưa có kết quả; hãy mở tệp bằng Excel, lưu lại rồi nhập",
        "A4: ô chứa TRUE, không phải họ và tên",
    ]


def test_a_text_that_is_an_error_value_is_an_error(read: Callable[..., ReadRows]) -> None:
    assert said(read(data_of(book_of(["#N/A"])))) == ["A2: ô báo lỗi #N/A"]


def test_hidden_rows_columns_and_filters_are_read_and_said(read: Callable[..., ReadRows]) -> None:
    book = book_of(["Lan", "0912"], ["Bình", "0913"])
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["B"].hidden = True
    book.active.auto_filter.ref = "A1:E3"
    found = read(data_of(book))
    assert [one.values["name"] for one in found.rows] == ["Lan", "Bình"]
    assert found.rows[1].remarks == ("dòng đang ẩn trong Excel",)
    assert [one.reason for one in found.skipped] == [
        "lưu ý: 1 dòng đang ẩn hoặc bị lọc trong Excel, vẫn được đọc",
        "lưu ý: cột đang ẩn, vẫn được đọc: Điện thoại",
    ]


def test_a_hidden_sheet_beside_the_table_is_said(tmp_path: Path) -> None:
    book = book_of(["Lan"])
    book.create_sheet("Trống")
    hidden = book.create_sheet("Ẩn")
    for row in (HEAD, ["Bình"]):
        hidden.append(row)
    hidden.sheet_state = "veryHidden"
    book.save(tmp_path / "a.xlsx")
    file = open_table(tmp_path / "a.xlsx")
    heads = find_heads(file, FIELDS, lambda print_: None)
    assert [head.sheet for head in heads] == ["Sheet", "Ẩn"]
    grid = file.grid("Ẩn")
    assert grid is not None
    found = read_rows(grid, heads[1], FIELDS, date(2026, 6, 20))
    assert found.skipped[0].reason == "lưu ý: trang tính đang ẩn, vẫn được đọc"


def test_comments_links_and_external_references_are_left_alone(read: Callable[..., ReadRows]) -> None:
    from openpyxl.comments import Comment

    book = book_of(["Lan", "0912"])
    book.active["A2"].comment = Comment("ghi chú riêng", "ai đó")
    book.active["A2"].hyperlink = "http://example.org/x"
    body = '<row r="2"><c r="A2"><f>[1]Sheet1!A1</f><v>5</v></c></row>'
    assert [one.values["name"] for one in read(data_of(book)).rows] == ["Lan"]
    assert [one.values["name"] for one in read(with_sheet(body)).rows] == ["5"]


def test_letters_that_turn_or_vanish_are_taken_out(read: Callable[..., ReadRows]) -> None:
    found = read(data_of(book_of(["Lan\u202egpj.exe\u200b", "", "", "", "một\rhai"])))
    assert found.rows[0].values["name"] == "Langpj.exe"
    assert "\r" not in found.rows[0].values["note"]


def test_a_text_of_a_whole_cell_comes_whole(read: Callable[..., ReadRows]) -> None:
    text = "ắ" * 32_767
    assert read(data_of(book_of(["Lan", "", "", "", text]))).rows[0].values["note"] == text


def test_a_text_longer_than_a_cell_of_excel_comes_whole_too(read: Callable[..., ReadRows]) -> None:
    body = f'<row r="2"><c r="A2" t="inlineStr"><is><t>{"a" * 40_000}</t></is></c></row>'
    assert len(read(with_sheet(body)).rows[0].values["name"]) == 40_000


@pytest.mark.parametrize("day", [datetime(1900, 1, 1), datetime(9999, 12, 31), datetime(1900, 3, 1)])
def test_days_at_the_ends_of_the_calendar_are_days(read: Callable[..., ReadRows], day: datetime) -> None:
    found = read(data_of(book_of(["Lan", "", day])))
    assert found.rows[0].values["day"] == day.date()


@pytest.mark.parametrize("serial", ["0", "-5", "2958466", "1e15", "45000.75"])
def test_numbers_that_are_no_day_are_refused_or_cut_to_the_day(read: Callable[..., ReadRows], serial: str) -> None:
    body = f'<row r="2"><c r="A2" t="inlineStr"><is><t>Lan</t></is></c><c r="C2"><v>{serial}</v></c></row>'
    found = read(with_sheet(body), serials=True)
    if serial == "45000.75":
        assert found.rows[0].values["day"] == date(2023, 3, 15)
    else:
        assert said(found)[0].startswith("C2: ô ngày chứa số")


@pytest.mark.parametrize(
    ("written", "amount"),
    [("1.234.567", 1234567), ("(1.000)", -1000), ("−5", -5), ("1 234 567", 1234567), ("12.000 đồng", 12000), (-7, -7),
     (10**15, 10**15), ("-", None)],
)  # fmt: skip
def test_amounts_as_offices_write_them(read: Callable[..., ReadRows], written: Any, amount: int | None) -> None:
    assert read(data_of(book_of(["Lan", "", "", written]))).rows[0].values["amount"] == amount


@pytest.mark.parametrize(
    "written", ["1,234", "1.5", "1,5 triệu", "O", "1e5", "NaN", "inf", "1_000", "0x10", "²", "1.234.56"]
)
def test_amounts_that_can_be_read_in_two_ways_are_asked(read: Callable[..., ReadRows], written: str) -> None:
    found = read(data_of(book_of(["Lan", "", "", written])))
    assert [one.cell for one in found.refused] == ["D2"]


def test_long_numbers_in_columns_of_text_are_said(read: Callable[..., ReadRows]) -> None:
    (row,) = read(data_of(book_of([123456789012345678, 912345678]))).rows
    assert row.values["phone"] == "0912345678"
    assert any("15 chữ số" in remark for remark in row.remarks)


def test_letters_from_before_unicode_are_refused_or_turned(read: Callable[..., ReadRows]) -> None:
    from openpyxl.styles import Font

    book = book_of(["NguyÔn V¨n A"], ["NguyÔn V¨n A"])
    book.active["A2"].font = Font(name=".VnTime")
    found = read(data_of(book))
    assert [one.values["name"] for one in found.rows] == ["Nguyễn Văn A"]
    assert said(found)[0].startswith("A3: chữ dùng bảng mã cũ")


def _many_rows() -> bytes:
    blank = "".join(f'<row r="{number}"/>' for number in range(2, 40_000))
    return with_sheet(blank + '<row r="1048576"><c r="A1048576"><v>1</v></c></row>')


def _wide() -> bytes:
    return with_sheet('<row r="2"><c r="A2"><v>1</v></c><c r="XFD2"><v>1</v></c></row>')


def _bomb() -> bytes:
    return with_sheet(f'<row r="2"><c r="A2" t="inlineStr"><is><t>{" " * 80_000_000}</t></is></c></row>')


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500

BAD: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "a value in the last row": (_many_rows, "so.xlsx", "dưới dòng 20.000"),
    "a value in the last column": (_wide, "so.xlsx", "bên phải cột thứ 200"),
    "a bomb": (_bomb, "so.xlsx", ""),
    "an empty file": (lambda: b"", "so.xlsx", "rỗng"),
    "half a file": (lambda: data_of(book_of(["Lan"]))[:3000], "so.xlsx", ""),
    "an old workbook": (lambda: OLE, "so.xls", ""),
    "a PDF named CSV": (lambda: b"%PDF-1.7\n1 0 obj", "so.csv", "PDF"),
    "a picture named CSV": (lambda: b"\x89PNG\r\n\x1a\n\x00\x00", "so.csv", ""),
    "a CSV named workbook": (lambda: "Họ và tên;Điện thoại\nLan;1".encode(), "so.xlsx", ""),
    "a long CSV": (lambda: b"a;b\n" * 20_001, "so.csv", "dưới dòng 20.000"),
    "a wide CSV": (lambda: b";".join([b"a"] * 201), "so.csv", "cột thứ 200"),
    "a CSV with one endless cell": (lambda: b'"' + b"a" * 200_000 + b'"', "so.csv", "dài bất thường"),
    "half a letter of UTF-16": (lambda: b"\xff\xfeH\x00\x00\xd8", "so.csv", ""),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path, name: str) -> None:
    make, file, words = BAD[name]
    path = tmp_path / file
    path.write_bytes(make())
    with pytest.raises((FileUnreadable, WorkbookProblem)) as caught:
        open_table(path)
    text = describe(caught.value).as_text()
    assert words in text
    assert "không thay đổi" in text or "Chưa có dòng nào được nhập" in text
    assert path.name in text


def test_a_workbook_named_csv_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_bytes(data_of(book_of(["Lan"])))
    assert open_table(path).grids[0].rows[2][0].text == "Lan"


def test_an_owner_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "~$so.xlsx"
    path.write_bytes(b"x" * 165)
    with pytest.raises(FileUnreadable) as caught:
        open_table(path)
    assert caught.value.reason is UnreadableReason.LOCK_FILE


def test_quotes_and_line_breaks_within_csv(tmp_path: Path) -> None:
    path = tmp_path / "so.csv"
    path.write_text('Họ và tên,Ghi chú\n"Vũ ""Bảy"", Văn","một\nhai"\n,\n=cmd|x!A0,', encoding="utf-8")
    grid = open_table(path).grids[0]
    (head,) = find_heads(open_table(path), FIELDS, lambda print_: None)
    rows = read_rows(grid, head, FIELDS, date(2026, 6, 20)).rows
    assert [(one.values["name"], one.values["note"]) for one in rows] == [
        ('Vũ "Bảy", Văn', "một\nhai"),
        ("=cmd|x!A0", ""),
    ]


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_byte_gives_rows_or_one_of_our_errors(tmp_path: Path, seed: int) -> None:
    import random

    data = bytearray(data_of(book_of(["Lan", "0912", datetime(2025, 1, 2), 5, "x"])))
    chance = random.Random(seed)
    for _ in range(3):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path = tmp_path / "so.xlsx"
    path.write_bytes(bytes(data))
    try:
        file = open_table(path)
    except (FileUnreadable, WorkbookProblem):
        return
    for head in find_heads(file, FIELDS, lambda print_: None):
        grid = file.grid(head.sheet)
        assert grid is not None
        read_rows(grid, head, FIELDS, date(2026, 6, 20))


def test_names_that_turn_the_reading_direction_are_shown_plain(tmp_path: Path) -> None:
    book = book_of(["Lan"])
    book.active.title = "a\u202egpj"
    book.save(tmp_path / "so\u202exslx.xlsx")
    file = open_table(tmp_path / "so\u202exslx.xlsx")
    assert (file.name, file.grids[0].name) == ("soxslx.xlsx", "agpj")


def test_a_file_that_another_program_keeps_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "so.xlsx"
    path.write_bytes(data_of(book_of(["Lan"])))

    def held(self: Path, *arguments: Any, **more: Any) -> None:
        error = PermissionError(13, "used by another process")
        error.winerror = 32  # type: ignore[attr-defined]
        raise error

    monkeypatch.setattr(Path, "open", held)
    with pytest.raises(FileInUse) as caught:
        open_table(path)
    assert "so.xlsx" in describe(caught.value).as_text()


def test_a_file_that_shrinks_while_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "so.xlsx"
    whole = data_of(book_of(["Lan"]))
    path.write_bytes(whole)
    real = Path.open

    half = whole[: len(whole) // 2]

    def cut_once(self: Path, *arguments: Any, **more: Any) -> Any:
        return io.BytesIO(half) if self == path else real(self, *arguments, **more)

    monkeypatch.setattr(Path, "open", cut_once)
    with pytest.raises(FileUnreadable):
        open_table(path)
