"""What is said of files that cannot be read or written, and of places data must not lie in."""

from __future__ import annotations

from cchc_desktop.errors import UnreadableReason, UnsafePlace, WriteRefusal

UNREADABLE: dict[UnreadableReason, tuple[str, str]] = {
    UnreadableReason.MISSING: (
        "Không tìm thấy tệp “{name}”.",
        "Hãy kiểm tra lại tên tệp và thư mục; nếu tệp nằm trên USB thì cắm lại USB rồi chọn tệp lần nữa.",
    ),
    UnreadableReason.EMPTY: (
        "Tệp “{name}” rỗng, không có nội dung nào.",
        "Hãy chọn tệp khác, hoặc xin người gửi chép lại tệp này.",
    ),
    UnreadableReason.TOO_LARGE: (
        "Tệp “{name}” quá lớn nên chương trình không đọc.",
        "Hãy xóa bớt ảnh, trang tính và dòng trống thừa, lưu thành tệp mới rồi chọn lại.",
    ),
    UnreadableReason.ENCRYPTED: (
        "Tệp “{name}” được đặt mật khẩu nên chương trình không mở được.",
        "Hãy mở tệp bằng Word hoặc Excel, bỏ mật khẩu (Tệp → Thông tin → Bảo vệ), lưu lại rồi chọn lại.",
    ),
    UnreadableReason.OLD_WORD: (
        "Tệp “{name}” là tệp Word kiểu cũ (.doc).",
        "Hãy mở tệp bằng Word, chọn Lưu thành… kiểu “Tài liệu Word (.docx)” rồi chọn tệp mới.",
    ),
    UnreadableReason.OLD_EXCEL: (
        "Tệp “{name}” là tệp Excel kiểu cũ (.xls).",
        "Hãy mở tệp bằng Excel, chọn Lưu thành… kiểu “Sổ làm việc Excel (.xlsx)” rồi chọn tệp mới.",
    ),
    UnreadableReason.WRONG_KIND: (
        "Tệp “{name}” không đúng loại cần dùng{found}.",
        "Hãy chọn đúng tệp; đổi đuôi tên tệp không làm đổi loại tệp.",
    ),
    UnreadableReason.LOCK_FILE: (
        "“{name}” chỉ là tệp tạm mà Word hoặc Excel tạo ra khi đang mở một tệp khác.",
        "Hãy chọn tệp cùng tên không có “~$” ở đầu.",
    ),
    UnreadableReason.TRUNCATED: (
        "Tệp “{name}” bị cụt, có lẽ do chép hoặc tải chưa xong.",
        "Hãy chép lại hoặc xin người gửi gửi lại tệp này.",
    ),
    UnreadableReason.BROKEN: (
        "Tệp “{name}” bị hỏng nên chương trình không đọc được.",
        "Hãy thử mở tệp bằng Word hoặc Excel và lưu thành tệp mới; nếu không mở được, xin người gửi gửi lại.",
    ),
    UnreadableReason.HOSTILE: (
        "Tệp “{name}” chứa nội dung không an toàn nên chương trình từ chối đọc.",
        "Hãy hỏi lại người gửi; nếu là tệp của mình, mở bằng Word hoặc Excel rồi lưu thành tệp mới.",
    ),
    UnreadableReason.PERMISSION: (
        "Máy tính không cho phép đọc tệp “{name}”.",
        "Hãy đóng chương trình đang mở tệp, hoặc chép tệp sang thư mục Tài liệu rồi chọn lại.",
    ),
    UnreadableReason.HEIC_PICTURE: (
        "Ảnh “{name}” là ảnh HEIC của iPhone, nhiều máy tính không mở được nên chương trình không nhận.",
        "Hãy gửi ảnh qua Zalo rồi lưu về máy, hoặc mở ảnh bằng Photos và lưu thành JPG; để ảnh chụp sau này luôn "
        "là JPG, trên iPhone chọn Cài đặt → Camera → Định dạng → Tương thích nhất.",
    ),
    UnreadableReason.HUGE_PICTURE: (
        "Ảnh “{name}” có quá nhiều điểm ảnh nên chương trình không mở, tránh làm treo máy.",
        "Hãy mở ảnh bằng Paint hoặc Photos, thu nhỏ rồi lưu thành JPG và chọn lại.",
    ),
    UnreadableReason.BROKEN_PICTURE: (
        "Ảnh “{name}” bị hỏng hoặc chép chưa xong nên chương trình không nhận.",
        "Hãy mở thử ảnh bằng Photos; nếu không mở được thì chép lại ảnh từ điện thoại, máy ảnh.",
    ),
    UnreadableReason.HUGE_EVIDENCE: (
        "Tệp “{name}” lớn quá 200 MB nên không đưa được vào kho minh chứng.",
        "Hãy cắt bớt hoặc nén lại; phim dài thì để trên trang, kênh của đơn vị rồi thêm bằng liên kết.",
    ),
    UnreadableReason.NOT_EVIDENCE: (
        "Tệp “{name}” không thuộc loại nhận làm minh chứng{found}.",
        "Hãy chọn ảnh, bản quét, PDF, Word, Excel, PowerPoint, âm thanh, phim hoặc tệp nén.",
    ),
}
"""Reason → (what happened, what to do)."""

REFUSALS: dict[WriteRefusal, tuple[str, str]] = {
    WriteRefusal.NO_FOLDER: (
        "không tìm thấy thư mục “{folder}”",
        "Hãy chọn thư mục khác; nếu thư mục nằm trên USB thì cắm lại USB rồi thử lại.",
    ),
    WriteRefusal.READ_ONLY: (
        "thư mục “{folder}” không cho phép ghi",
        "Hãy lưu vào thư mục khác, ví dụ thư mục Tài liệu.",
    ),
    WriteRefusal.DISK_FULL: (
        "ổ đĩa đã đầy",
        "Hãy xóa bớt tệp không dùng hoặc lưu vào ổ đĩa khác rồi thử lại.",
    ),
    WriteRefusal.NAME: (
        "Windows không chấp nhận tên tệp này",
        "Hãy đặt tên ngắn hơn và bỏ các ký tự lạ rồi thử lại.",
    ),
    WriteRefusal.OTHER: (
        "máy tính báo lỗi khi ghi",
        "Hãy thử lại, hoặc lưu vào thư mục khác.",
    ),
}
"""Reason → (why, what to do)."""

PLACES: dict[UnsafePlace, str] = {
    UnsafePlace.NETWORK: "trên ổ đĩa mạng",
    UnsafePlace.REMOVABLE: "trên USB hoặc ổ đĩa rời",
    UnsafePlace.SYNCED: "trong thư mục tự đồng bộ (OneDrive, Google Drive, Dropbox)",
}
"""Kind of place → where that is, in words."""


UNSAFE_WAYS: dict[UnsafePlace, str] = {
    UnsafePlace.NETWORK: "Hãy chọn thư mục trên ổ đĩa của máy này; khi nhiều máy cần dùng chung số liệu, dùng máy chủ "
    "PostgreSQL (Cài đặt → Dữ liệu dùng chung).",
    UnsafePlace.REMOVABLE: "Hãy chọn thư mục trên ổ đĩa của máy này; khi cần mang đi, dùng chức năng Sao lưu để chép "
    "ra.",
    UnsafePlace.SYNCED: "Hãy chọn thư mục trên ổ đĩa của máy này; khi cần mang đi, dùng chức năng Sao lưu để chép ra, "
    "khi nhiều máy cần dùng chung, dùng máy chủ PostgreSQL (Cài đặt → Dữ liệu dùng chung).",
}
"""Kind of place → what to do instead."""
