"""A mapping as JSON: in the database its cells, and as a small file that offices pass on to each other.

The file holds no figures and no form: who receives it opens the same form and has the cells.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.report_form import (
    MAX_CELLS,
    Absent,
    FigureColumn,
    FormMapping,
    MappedCell,
    cell_name,
    cell_place,
)
from cchc_desktop.domain.text import clean, clean_line
from cchc_desktop.errors import InvalidInput

FORMAT = "cchc-form-mapping"
"""What the file calls itself."""

SCHEMA = 1
"""Version of the file; later versions of the program read earlier ones, not the other way round."""

MAX_FILE_BYTES = 4 << 20
"""Largest mapping file that is read: 5,000 cells with long labels have some 2 MB."""


def cells_to_json(mapping: FormMapping) -> str:
    """Return the cells and choices of a mapping as they are stored."""
    content = {
        "nil": mapping.nil.value,
        "unknown": mapping.unknown.value,
        "cells": [_cell_to(cell) for cell in mapping.cells],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def cells_from_json(text: str) -> tuple[tuple[MappedCell, ...], Absent, Absent]:
    """Return what `cells_to_json` stored: cells, what stands for "không phát sinh" and for "chưa có số liệu"."""
    content = json.loads(text)
    cells = tuple(_cell_from(one) for one in content["cells"])
    return cells, Absent(content["nil"]), Absent(content["unknown"])


def to_file(mapping: FormMapping) -> bytes:
    """Return a mapping as a file to pass on."""
    content = {
        "format": FORMAT,
        "schema": SCHEMA,
        "name": mapping.name,
        "period": mapping.period,
        "file_name": mapping.file_name,
        "sha256": mapping.sha256,
        "valid_from": mapping.valid_from.isoformat() if mapping.valid_from else "",
        "valid_to": mapping.valid_to.isoformat() if mapping.valid_to else "",
        "note": mapping.note,
        "nil": mapping.nil.value,
        "unknown": mapping.unknown.value,
        "cells": [_cell_to(cell) for cell in mapping.cells],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def from_file(data: bytes) -> FormMapping:
    """Return the mapping of a file, under a new id.

    Raises:
        InvalidInput: it is no such file, of a later version, or holds something that is no mapping.

    """
    if len(data) > MAX_FILE_BYTES:
        raise _wrong("tệp quá lớn")
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _wrong("tệp không đúng định dạng") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise _wrong("tệp này không phải bảng ghép ô của chương trình")
    schema = content.get("schema")
    if not isinstance(schema, int) or schema < 1:
        raise _wrong("tệp không ghi phiên bản")
    if schema > SCHEMA:
        raise _wrong("tệp do phiên bản mới hơn của chương trình tạo ra; hãy cập nhật chương trình")
    try:
        return _mapping(content)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _wrong("nội dung tệp không đầy đủ hoặc bị sửa sai") from None


def _mapping(content: Mapping[str, Any]) -> FormMapping:
    cells = content["cells"]
    if len(cells) > MAX_CELLS:
        raise _wrong(f"tệp có hơn {MAX_CELLS} ô")
    found = tuple(_cell_from(one) for one in cells)
    return FormMapping(
        name=_line(content["name"]),
        file_name=_line(content.get("file_name", "")),
        sha256=_line(content.get("sha256", "")).lower(),
        cells=found,
        period=_line(content.get("period", "")).upper(),
        nil=Absent(content["nil"]),
        unknown=Absent(content["unknown"]),
        valid_from=_day(content.get("valid_from", "")),
        valid_to=_day(content.get("valid_to", "")),
        note=_line(content.get("note", "")),
        id=new_id(),
    )


def _cell_to(cell: MappedCell) -> dict[str, str]:
    return {
        "sheet": cell.sheet,
        "cell": cell.cell,
        "code": cell.code,
        "column": cell.column.value,
        "row_label": cell.row_label,
        "column_label": cell.column_label,
        "text": cell.text,
    }


def _cell_from(content: Mapping[str, Any]) -> MappedCell:
    place = cell_place(content["cell"])
    if place is None:
        raise ValueError(content["cell"])
    return MappedCell(
        str(content["sheet"]),
        cell_name(*place),
        _line(content["code"]),
        FigureColumn(content["column"]),
        _line(content.get("row_label", "")),
        _line(content.get("column_label", "")),
        _text(content.get("text", "")),
    )


def _line(value: Any) -> str:
    if not isinstance(value, str) or len(value) > 2000:
        raise ValueError(value)
    return clean_line(value)


def _text(value: Any) -> str:
    """Return words around tags; their line breaks stay."""
    if not isinstance(value, str) or len(value) > 32_767:
        raise ValueError(value)
    return clean(value)


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _wrong(reason: str) -> InvalidInput:
    return InvalidInput({"file": reason})
