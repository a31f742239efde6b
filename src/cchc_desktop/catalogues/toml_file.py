"""One catalogue file: its text, its TOML, and the line on which each value stands."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cchc_desktop.catalogues.positions import Where, positions
from cchc_desktop.domain.text import clean, clean_line
from cchc_desktop.errors import CatalogueProblem

SIZE_LIMIT = 2_000_000
"""Bytes. The largest shipped file has 20 KB; anything of this size is not a catalogue."""

_AT = re.compile(r"\(at line (\d+), column \d+\)")
_SYNTAX = {
    "Invalid date or datetime": "ngày, giờ không có thật",
    "Cannot overwrite a value": "khóa bị ghi hai lần",
    "Duplicate inline table key": "khóa bị ghi hai lần",
    "Cannot declare": "bảng bị khai báo hai lần",
    "Cannot mutate": "bảng hoặc danh sách đã đóng, không thêm được",
    "Unclosed array": "danh sách chưa đóng bằng dấu ]",
    "Unclosed inline table": "bảng trong dòng chưa đóng bằng dấu }",
    "Unterminated string": "chuỗi chưa đóng dấu nháy",
    "Expected '=' after a key": "thiếu dấu = sau tên khóa",
    "Expected ']'": "thiếu dấu ] ở cuối tên bảng",
    "Expected newline": "thừa nội dung ở cuối dòng",
    "Illegal character '\\n'": "chuỗi chưa đóng dấu nháy",
    "Illegal character": "có ký tự không được dùng",
    "Unescaped '\\'": "dấu \\ trong chuỗi phải viết là \\\\",
    "Invalid value": "giá trị không hợp lệ (chữ phải để trong dấu nháy)",
    "Invalid initial character": "tên khóa không hợp lệ (khóa có dấu phải để trong dấu nháy)",
    "Invalid statement": "dòng không hợp lệ",
}


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A catalogue file that has been read. `document` is its content, with clean texts."""

    path: Path
    text: str
    document: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> TomlFile:
        """Read a file.

        Raises:
            CatalogueProblem: it is missing, unreadable, too large, not UTF-8 or not TOML.

        """
        text = _text(path)
        try:
            document = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise _syntax_problem(path, text, str(error)) from error
        except RecursionError as error:
            raise CatalogueProblem(path, 0, "lồng nhau quá sâu") from error
        return cls(path, text, _cleaned(document, ""))

    def line(self, where: Where, literal: str = "") -> int:
        """Return the 1-based line of a value, or of the nearest table around it.

        With `literal`, the first line from there on that holds this text: long texts run over several lines.
        """
        found = positions(self.text)
        while where and where not in found:
            where = where[:-1]
        line = self.text.count("\n", 0, found.get(where, 0)) + 1
        if literal:
            below = enumerate(self.text.split("\n")[line - 1 :], line)
            return next((number for number, raw in below if literal in clean_line(raw)), line)
        return line

    def problem(self, where: Where, reason: str, literal: str = "") -> CatalogueProblem:
        """Return the problem of a value, ready to raise. See `line` for the arguments."""
        return CatalogueProblem(self.path, self.line(where, literal), reason)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise CatalogueProblem(path, 0, "không tìm thấy tệp") from error
    except OSError as error:
        raise CatalogueProblem(path, 0, "không đọc được tệp") from error
    if len(data) > SIZE_LIMIT:
        raise CatalogueProblem(path, 0, "tệp quá lớn, không phải danh mục")
    try:
        return data.decode("utf-8-sig")  # Notepad writes a byte order mark
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CatalogueProblem(path, line, "tệp không ghi bằng mã UTF-8") from error


def _syntax_problem(path: Path, text: str, message: str) -> CatalogueProblem:
    at = _AT.search(message)
    line = int(at[1]) if at else text.rstrip().count("\n") + 1
    reason = next((reason for start, reason in _SYNTAX.items() if message.startswith(start)), "")
    return CatalogueProblem(path, line, f"sai cú pháp TOML: {reason}" if reason else "sai cú pháp TOML")


def _cleaned(value: Any, key: str) -> Any:
    if isinstance(value, str):
        if key != "text":
            return clean_line(value)
        return "\n".join(filter(None, (clean_line(line) for line in clean(value).split("\n"))))
    if isinstance(value, dict):
        return {name: _cleaned(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_cleaned(inner, key) for inner in value]
    return value
