"""The one table of Vietnamese messages: what happened, what is safe, what to do now.

The window, the command line and the self-test all say trouble in these words. No codes, no English, no Qt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    DeliveryProblem,
    FileInUse,
    FileNotWritten,
    FileUnreadable,
    FormProblem,
    InvalidInput,
    NotAllowed,
    NotFound,
    PackageProblem,
    TemplateProblem,
    ToolMissing,
    UndoRefused,
    UnsafeLocation,
    WorkbookProblem,
)
from cchc_desktop.messages.files import PLACES, REFUSALS, UNREADABLE, UNSAFE_WAYS
from cchc_desktop.messages.packages import DELIVERIES, DELIVERY_SAFE, PACKAGE_SAFE, PACKAGES
from cchc_desktop.messages.server import SERVER_SAFE, SERVERS


@dataclass(frozen=True, slots=True)
class Message:
    """Three Vietnamese sentences about one trouble."""

    happened: str
    safe: str
    todo: str

    def as_text(self) -> str:
        """Return the sentences as one paragraph."""
        return " ".join(sentence for sentence in (self.happened, self.safe, self.todo) if sentence)


NOTHING_CHANGED = "Số liệu trong chương trình không thay đổi."
FILE_UNTOUCHED = "Tệp vẫn nguyên như cũ, số liệu trong chương trình không thay đổi."


def describe(error: AppError) -> Message:
    """Return the message of an expected trouble.

    Raises:
        KeyError: a class without an entry; a test forbids it.

    """
    for kind in type(error).__mro__:
        if kind in TABLE:
            return TABLE[kind](error)
    raise KeyError(type(error).__name__)


def describe_bug(report: Path | None) -> Message:
    """Return the message of an unexpected error, whose report was written to `report`."""
    todo = "Nếu lỗi lặp lại, hãy khởi động lại chương trình"
    todo += f" và gửi tệp “{report}” cho người hỗ trợ; tệp này không chứa số liệu." if report else "."
    return Message("Chương trình gặp một lỗi chưa lường trước.", "Những gì đã báo “Đã lưu” vẫn còn nguyên.", todo)


def describe_crash(report: Path | None) -> Message:
    """Return the message of a run that ended in a native crash, whose traces were put aside in `report`."""
    todo = "Anh chị cứ làm tiếp"
    todo += f"; nếu việc này lặp lại, hãy gửi tệp “{report}” cho người hỗ trợ." if report else "."
    return Message("Lần trước chương trình bị dừng đột ngột.", "Những gì đã báo “Đã lưu” vẫn còn nguyên.", todo)


def _invalid_input(error: InvalidInput) -> Message:
    reasons = list(error.problems.values())
    if len(reasons) == 1:
        happened = f"Có một chỗ chưa đúng: {_plain(reasons[0])}."
    else:
        happened = f"Có {len(reasons)} chỗ chưa đúng: {'; '.join(map(_plain, reasons))}."
    return Message(happened, "Chưa có gì được ghi vào chương trình.", "Hãy sửa lại rồi làm tiếp.")


def _not_found(error: NotFound) -> Message:
    return Message(
        f"Không tìm thấy {error.what} “{error.key}”.",
        NOTHING_CHANGED,
        "Có thể mục này đã bị xóa hoặc mã bị gõ sai; hãy mở lại danh sách và chọn lại.",
    )


def _conflict(error: Conflict) -> Message:
    return Message(
        f"Chưa lưu được {error.what}: {_plain(error.reason)}.",
        "Bản đang có trong chương trình vẫn giữ nguyên.",
        "Hãy xem lại bản đang có, rồi sửa và lưu lần nữa.",
    )


def _undo_refused(error: UndoRefused) -> Message:
    return Message(
        f"Chưa hoàn tác được “{error.act}”: {'; '.join(map(_plain, error.reasons))}.",
        NOTHING_CHANGED,
        "Hãy hoàn tác việc làm sau trước, hoặc mở “Lịch sử” của mục đó để xem và sửa lại bằng tay.",
    )


def _file_unreadable(error: FileUnreadable) -> Message:
    happened, todo = UNREADABLE[error.reason]
    found = f" (thực ra đây là {error.found})" if error.found else ""
    return Message(happened.format(name=error.path.name, found=found), FILE_UNTOUCHED, todo)


def _file_in_use(error: FileInUse) -> Message:
    program = _PROGRAMS.get(error.path.suffix.lower(), "chương trình khác")
    return Message(
        f"Tệp “{error.path.name}” đang mở trong {program} nên chưa ghi được.",
        FILE_UNTOUCHED,
        f"Hãy đóng tệp trong {program} rồi thử lại, hoặc lưu với tên khác.",
    )


_PROGRAMS = {".docx": "Word", ".doc": "Word", ".xlsx": "Excel", ".xls": "Excel", ".pdf": "trình xem PDF"}


def _file_not_written(error: FileNotWritten) -> Message:
    why, todo = REFUSALS[error.reason]
    return Message(
        f"Chưa ghi được tệp “{error.path.name}”: {why.format(folder=error.path.parent)}.",
        "Tệp cũ cùng tên (nếu có) và số liệu trong chương trình vẫn còn nguyên.",
        todo,
    )


def _template_problem(error: TemplateProblem) -> Message:
    where = f" (ở chỗ “{error.where}”)" if error.where else ""
    return Message(
        f"Tệp mẫu “{error.template}” chưa dùng được: {_plain(error.reason)}{where}.",
        "Chưa có văn bản nào được tạo ra, số liệu trong chương trình không thay đổi.",
        "Hãy mở tệp mẫu bằng Word để sửa chỗ này, hoặc dùng lại mẫu có sẵn của chương trình.",
    )


def _workbook_problem(error: WorkbookProblem) -> Message:
    places = []
    if error.sheet:
        places.append(f"trang tính “{error.sheet}”")
    if error.cell:
        places.append(f"ô {error.cell}")
    where = f", {', '.join(places)}" if places else ""
    return Message(
        f"Tệp “{error.path.name}”{where}: {_plain(error.reason)}.",
        "Chưa có dòng nào được nhập vào chương trình.",
        "Hãy mở tệp bằng Excel, sửa chỗ này, lưu lại rồi chọn lại tệp.",
    )


def _form_problem(error: FormProblem) -> Message:
    return Message(
        _workbook_problem(error).happened,
        "Chưa ghi ra tệp nào; biểu và bảng ghép vẫn nguyên như cũ.",
        "Hãy bỏ ghép hoặc ghép lại ô này rồi điền lại; nếu biểu đã đổi, dùng “Bác sĩ biểu”.",
    )


def _catalogue_problem(error: CatalogueProblem) -> Message:
    line = f", dòng {error.line}" if error.line else ""
    return Message(
        f"Tệp danh mục “{error.path}”{line}: {_plain(error.reason)}.",
        "Số liệu đã nhập vẫn còn nguyên.",
        "Hãy sửa chỗ này trong tệp danh mục, hoặc chuyển tệp sang thư mục khác để dùng lại danh mục có sẵn.",
    )


def _database_busy(error: DatabaseBusy) -> Message:
    holder = f" ({error.holder})" if error.holder else ""
    return Message(
        f"Cơ sở dữ liệu “{error.path.name}” đang được một cửa sổ hoặc chương trình khác{holder} sử dụng.",
        "Số liệu vẫn còn nguyên, thao tác vừa rồi chưa được thực hiện.",
        "Hãy chuyển sang cửa sổ đang mở, hoặc đóng nó rồi thử lại.",
    )


def _database_away(error: DatabaseAway) -> Message:
    happened, todo = SERVERS[error.fault]
    return Message(happened.format(server=error.server), SERVER_SAFE, todo)


def _not_allowed(error: NotAllowed) -> Message:
    return Message(
        f"Quyền của anh chị trên dữ liệu dùng chung là “{error.role}”, việc này cần quyền “{error.needed}”.",
        NOTHING_CHANGED,
        "Hãy nhờ người có quyền làm, hoặc xin người quản trị cấp thêm quyền (Cài đặt → Dữ liệu dùng chung).",
    )


def _database_damaged(error: DatabaseDamaged) -> Message:
    if error.newest_backup:
        todo = f"Hãy khôi phục từ bản sao lưu mới nhất “{error.newest_backup}”."
    else:
        todo = "Chưa thấy bản sao lưu nào; đừng xóa tệp này và hãy báo cho người hỗ trợ."
    return Message(
        f"Cơ sở dữ liệu “{error.path}” bị hỏng, không qua được bước kiểm tra khi mở.",
        "Chương trình không sửa và không ghi gì vào tệp này.",
        todo,
    )


def _database_too_new(error: DatabaseTooNew) -> Message:
    return Message(
        f"Cơ sở dữ liệu “{error.path.name}” do phiên bản mới hơn của chương trình tạo ra.",
        "Số liệu vẫn còn nguyên, phiên bản này không đụng đến.",
        "Hãy cài phiên bản mới của chương trình rồi mở lại.",
    )


def _unsafe_location(error: UnsafeLocation) -> Message:
    return Message(
        f"Thư mục dữ liệu “{error.path}” nằm {PLACES[error.place]}, nơi cơ sở dữ liệu rất dễ bị hỏng.",
        "Chương trình chưa ghi gì vào thư mục này.",
        UNSAFE_WAYS[error.place],
    )


def _backup_problem(error: BackupProblem) -> Message:
    return Message(
        f"Bản sao lưu “{error.path}” chưa dùng được: {_plain(error.reason)}.",
        "Số liệu đang dùng và các bản sao lưu cũ vẫn còn nguyên.",
        "Hãy kiểm tra ổ đĩa còn chỗ trống rồi sao lưu lại, hoặc chọn bản sao lưu khác.",
    )


def _package_problem(error: PackageProblem) -> Message:
    happened, todo = PACKAGES[error.fault]
    words = {
        "name": error.path.name,
        "member": error.member,
        "reason": _plain(error.reason),
        "because": f": {_plain(error.reason)}" if error.reason else "",
        "of_member": f" (“{error.member}”)" if error.member else "",
    }
    return Message(happened.format(**words), PACKAGE_SAFE, todo)


def _delivery_problem(error: DeliveryProblem) -> Message:
    happened, todo = DELIVERIES[error.fault]
    space = f": cần {_megabytes(error.needed)}, còn {_megabytes(error.free)}" if error.needed else ""
    words = {"name": error.target.name, "folder": str(error.target.parent), "space": space}
    return Message(happened.format(**words), DELIVERY_SAFE, todo)


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):.1f} MB".replace(".", ",")


def _tool_missing(error: ToolMissing) -> Message:
    return Message(
        f"Máy này chưa có {error.tool} nên chưa làm được việc vừa chọn.",
        NOTHING_CHANGED,
        f"Hãy cài {error.tool} rồi thử lại, hoặc xuất ra tệp Word và mở trên máy khác.",
    )


def _cancelled(_error: Cancelled) -> Message:
    return Message("Đã dừng theo yêu cầu.", "Phần đang làm dở không được giữ lại, số liệu cũ còn nguyên.", "")


def _plain(reason: str) -> str:
    """Return a reason without its own full stop: the sentence around it has one."""
    return reason.strip().rstrip(".")


TABLE: dict[type[AppError], Callable[[Any], Message]] = {
    InvalidInput: _invalid_input,
    NotFound: _not_found,
    Conflict: _conflict,
    UndoRefused: _undo_refused,
    FileUnreadable: _file_unreadable,
    FileInUse: _file_in_use,
    FileNotWritten: _file_not_written,
    TemplateProblem: _template_problem,
    WorkbookProblem: _workbook_problem,
    FormProblem: _form_problem,
    CatalogueProblem: _catalogue_problem,
    DatabaseAway: _database_away,
    NotAllowed: _not_allowed,
    DatabaseBusy: _database_busy,
    DatabaseDamaged: _database_damaged,
    DatabaseTooNew: _database_too_new,
    UnsafeLocation: _unsafe_location,
    BackupProblem: _backup_problem,
    PackageProblem: _package_problem,
    DeliveryProblem: _delivery_problem,
    ToolMissing: _tool_missing,
    Cancelled: _cancelled,
}
"""Error class → its message. A test walks the tree of errors and misses none."""
