"""Every expected trouble has its three sentences."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from cchc_desktop import messages
from cchc_desktop.errors import (
    AppError,
    BackupProblem,
    Cancelled,
    CatalogueProblem,
    Conflict,
    DatabaseAway,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseTooNew,
    DeliveryFault,
    DeliveryProblem,
    FileInUse,
    FileNotWritten,
    FileUnreadable,
    FormProblem,
    InvalidInput,
    NotAllowed,
    NotFound,
    PackageFault,
    PackageProblem,
    ServerFault,
    TemplateProblem,
    ToolMissing,
    UndoRefused,
    UnreadableReason,
    UnsafeLocation,
    UnsafePlace,
    WorkbookProblem,
    WriteRefusal,
)

FOLDER = Path("D:/Tài liệu") if Path("D:/").exists() else Path("/nhà/Tài liệu")
BOOK = FOLDER / "Báo cáo quý I.xlsx"

EXAMPLES: list[AppError] = [
    InvalidInput({"title": "chưa nhập nội dung hoạt động"}),
    InvalidInput({"title": "chưa nhập nội dung.", "date": "ngày 31/02/2025 không có trong lịch"}),
    NotFound("kế hoạch", "abc123"),
    Conflict("kế hoạch", "số 07 đã dùng trong năm 2025"),
    UndoRefused("Ghi 12 hoạt động", ("hoạt động “Họp thôn”: Nội dung đã sửa sau đó (bởi Đào)", "và 3 mục khác.")),
    *(FileUnreadable(BOOK, reason, "tệp PDF", "zlib: -3") for reason in UnreadableReason),
    FileInUse(BOOK),
    FileInUse(FOLDER / "ghi chú.txt"),
    *(FileNotWritten(BOOK, reason, "errno 5") for reason in WriteRefusal),
    TemplateProblem("ke_hoach.docx", "không có trường “ho_ten”", "Kính gửi {{ ho_ten }}"),
    WorkbookProblem(BOOK, "ngày không có trong lịch", "Nhật ký", "B7"),
    FormProblem(BOOK, "ô có công thức của biểu nên không ghi đè", "Biểu 01", "C12"),
    CatalogueProblem(Path("forms.toml"), 12, "thiếu “code”"),
    CatalogueProblem(Path("forms.toml"), 0, "không đọc được"),
    DatabaseBusy(FOLDER / "cchc.db", "máy PC-01"),
    *(DatabaseAway("cchc trên may-chu", fault, "server closed the connection") for fault in ServerFault),
    NotAllowed("xem", "soạn"),
    DatabaseDamaged(FOLDER / "cchc.db", "quick_check: page 4", FOLDER / "cchc-20250301.db"),
    DatabaseDamaged(FOLDER / "cchc.db", "quick_check: page 4"),
    DatabaseTooNew(FOLDER / "cchc.db", "0099"),
    *(UnsafeLocation(FOLDER, place) for place in UnsafePlace),
    BackupProblem(FOLDER / "cchc-20250301.db", "bản sao không khớp bản gốc"),
    *(PackageProblem(FOLDER / "CCHC.cchc.zip", fault, "bao-cao.pdf", "xã Lệ Xá") for fault in PackageFault),
    *(DeliveryProblem(BOOK, fault, 5 << 20, 1 << 20, "errno 28") for fault in DeliveryFault),
    DeliveryProblem(BOOK, DeliveryFault.FULL),
    ToolMissing("LibreOffice"),
    Cancelled(),
]


def subclasses(kind: type[AppError]) -> set[type[AppError]]:
    return {kind} | {below for child in kind.__subclasses__() for below in subclasses(child)}


def test_every_error_class_has_an_entry_and_an_example() -> None:
    kinds = {kind for kind in subclasses(AppError) - {AppError} if kind.__module__.startswith("cchc_desktop.errors")}
    assert kinds == set(messages.TABLE)
    assert kinds == {type(error) for error in EXAMPLES}


def test_every_reason_has_an_entry() -> None:
    assert set(messages.UNREADABLE) == set(UnreadableReason)
    assert set(messages.REFUSALS) == set(WriteRefusal)
    assert set(messages.PLACES) == set(UnsafePlace)


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: f"{type(error).__name__}-{error!s:.30}")
def test_a_message_is_whole_vietnamese_sentences(error: AppError) -> None:
    message = messages.describe(error)
    for sentence in (message.happened, message.safe, message.todo):
        if isinstance(error, Cancelled) and not sentence:
            continue  # nothing is to be done after one's own stop
        assert sentence.endswith(".")
        assert ".." not in sentence
        assert "  " not in sentence
        assert sentence[0].isupper() or sentence[0] == "“"
        assert "{" not in sentence.replace("{{ ho_ten }}", "")
        assert unicodedata.normalize("NFC", sentence) == sentence
    assert message.happened in message.as_text()
    assert message.todo in message.as_text()


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: f"{type(error).__name__}-{error!s:.30}")
def test_a_message_shows_no_codes_and_no_english(error: AppError) -> None:
    text = messages.describe(error).as_text()
    assert not re.search(r"errno|zlib|quick_check|0099|error|exception|file\b|\bNone\b", text, re.IGNORECASE)


def test_places_are_named() -> None:
    assert messages.describe(FileInUse(BOOK)).happened == (
        "Tệp “Báo cáo quý I.xlsx” đang mở trong Excel nên chưa ghi được."
    )
    text = messages.describe(WorkbookProblem(BOOK, "ngày không có trong lịch", "Nhật ký", "B7")).happened
    assert text == "Tệp “Báo cáo quý I.xlsx”, trang tính “Nhật ký”, ô B7: ngày không có trong lịch."
    wrong = messages.describe(FileUnreadable(BOOK, UnreadableReason.WRONG_KIND, "ảnh PNG")).happened
    assert wrong == "Tệp “Báo cáo quý I.xlsx” không đúng loại cần dùng (thực ra đây là ảnh PNG)."


def test_a_catalogue_problem_shows_file_and_line() -> None:
    text = messages.describe(CatalogueProblem(Path("forms.toml"), 12, "thiếu “code”.")).happened
    assert text == "Tệp danh mục “forms.toml”, dòng 12: thiếu “code”."
    assert "dòng" not in messages.describe(CatalogueProblem(Path("forms.toml"), 0, "không đọc được")).happened


def test_all_problems_of_a_form_are_listed() -> None:
    text = messages.describe(InvalidInput({"a": "thiếu ngày.", "b": "thiếu nội dung"})).happened
    assert text == "Có 2 chỗ chưa đúng: thiếu ngày; thiếu nội dung."


def test_a_bug_names_its_report() -> None:
    assert "crash-1.txt" in messages.describe_bug(Path("crash-1.txt")).todo
    assert messages.describe_bug(None).todo == "Nếu lỗi lặp lại, hãy khởi động lại chương trình."


def test_a_subclass_made_elsewhere_speaks_like_its_parent() -> None:
    class Special(NotFound):
        pass

    assert messages.describe(Special("kế hoạch", "x")) == messages.describe(NotFound("kế hoạch", "x"))
