"""How long it takes to fill the superior's form: `python benchmarks/report_form.py`.

The form is some 5 MB: twelve sheets of which two are filled in 120 cells, pictures as large as scans, totals of every
row and column, rules.
Aim: under 200 ms from bytes to bytes.
"""

from __future__ import annotations

import io
import os
import statistics
import struct
import time
import zlib
from decimal import Decimal
from pathlib import Path

import openpyxl
import xlsxwriter

from cchc_desktop.documents.office_file import OfficeKind, check_office_data
from cchc_desktop.documents.report_form import fill_form, read_form
from cchc_desktop.domain.report_form import CellWrite

SHEETS, ROWS, COLUMNS, PICTURES = 12, 1500, 20, 3
ROUNDS = 11


def picture(size: int = 640) -> bytes:
    """Return a PNG that does not pack: some 1.2 MB."""
    raw = b"".join(b"\x00" + os.urandom(size * 3) for _ in range(size))
    parts = ((b"IHDR", struct.pack(">2I5B", size, size, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(raw)), (b"IEND", b""))
    body = (
        struct.pack(">I", len(part)) + kind + part + struct.pack(">I", zlib.crc32(kind + part)) for kind, part in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def form() -> bytes:
    """Return the form."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"in_memory": True})
    boxed = book.add_format({"border": 1, "num_format": "#,##0"})
    for number in range(SHEETS):
        sheet = book.add_worksheet(f"Biểu {number + 1:02}")
        for row in range(ROWS):
            sheet.write_string(row, 0, f"Chỉ tiêu số {row} của biểu {number + 1}", boxed)
            for column in range(1, COLUMNS):
                sheet.write_number(row, column, row * column, boxed)
            sheet.write_formula(row, COLUMNS, f"=SUM(B{row + 1}:T{row + 1})", boxed, 0)
        for column in range(1, COLUMNS + 1):
            letter = chr(65 + column)
            sheet.write_formula(ROWS, column, f"=SUM({letter}1:{letter}{ROWS})", boxed, 0)
        sheet.data_validation(0, 1, ROWS, 5, {"validate": "integer", "criteria": ">=", "value": 0})
        sheet.conditional_format(0, 1, ROWS, 5, {"type": "data_bar"})
        if number < PICTURES:
            sheet.insert_image(2, COLUMNS + 2, "anh.png", {"image_data": io.BytesIO(picture())})
    book.close()
    return memory.getvalue()


def main() -> None:
    """Print the figures."""
    data = form()
    writes = [
        CellWrite(f"Biểu {sheet:02}", f"{'BCDE'[place % 4]}{5 + place * 12}", Decimal(place))
        for sheet in (1, 7)
        for place in range(60)
    ]
    print(f"form: {len(data) / 1e6:.1f} MB, {SHEETS} sheets of {ROWS} x {COLUMNS}, {len(writes)} cells in two of them")
    jobs = {
        "fill": lambda: fill_form(data, Path("form.xlsx"), writes),
        "check the file first": lambda: check_office_data(data, OfficeKind.EXCEL, Path("form.xlsx")),
        "read it for the screen": lambda: read_form(data, "form.xlsx"),
    }
    for name, job in jobs.items():
        taken, worked = [], []
        for _ in range(ROUNDS if name == "fill" else 3):
            start, began = time.perf_counter(), time.process_time()
            job()
            taken.append((time.perf_counter() - start) * 1000)
            worked.append((time.process_time() - began) * 1000)
        figures = f"median {statistics.median(taken):.0f} ms, worst {max(taken):.0f} ms"
        print(f"{name}: {figures}; of the processor median {statistics.median(worked):.0f} ms")
    start = time.perf_counter()
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.save(io.BytesIO())
    print(f"openpyxl, which loses parts: load and save {(time.perf_counter() - start) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
