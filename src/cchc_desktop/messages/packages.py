"""Vietnamese texts about packages, receipts and sticks; `messages` makes the three sentences of them."""

from __future__ import annotations

from cchc_desktop.errors import DeliveryFault, PackageFault

_ASK_AGAIN = "Hãy xin người gửi chép hoặc gửi lại gói này."
_CALL = "Hãy gọi điện cho đơn vị gửi để đối chiếu dấu khóa; nếu đúng là đổi máy, ghi nhận khóa mới rồi nhận lại."

PACKAGES: dict[PackageFault, tuple[str, str]] = {
    PackageFault.NOT_OURS: (
        "Tệp “{name}” không phải gói báo cáo hay biên nhận của chương trình.",
        "Hãy chọn tệp có đuôi .cchc.zip (gói báo cáo) hoặc .cchc.json (biên nhận); gói đã giải nén thì chọn tệp gốc.",
    ),
    PackageFault.TOO_NEW: (
        "Tệp “{name}” do phiên bản mới hơn của chương trình tạo ra.",
        "Hãy cài phiên bản mới của chương trình; khi chưa cài được, các tệp Word, Excel, PDF trong gói vẫn mở được "
        "bằng tay.",
    ),
    PackageFault.BROKEN: ("Tệp “{name}” bị hỏng hoặc chép chưa xong.", _ASK_AGAIN),
    PackageFault.PART_MISSING: (
        "Gói “{name}” được chia thành nhiều phần và còn thiếu phần “{member}”.",
        "Hãy chép đủ các phần (.001, .002…) vào cùng một thư mục rồi mở phần .001.",
    ),
    PackageFault.HOSTILE: (
        "Tệp “{name}” chứa thứ không được phép có trong gói{of_member}.",
        "Đừng giải nén tệp này; hãy hỏi lại người gửi.",
    ),
    PackageFault.TOO_LARGE: ("Tệp “{name}” lớn quá mức một gói báo cáo được phép{of_member}.", _ASK_AGAIN),
    PackageFault.ALTERED: (
        "Tệp “{member}” trong gói “{name}” đã bị thay đổi so với lúc đóng gói.",
        "Hãy xin đơn vị gửi lại gói; nếu chính đơn vị sửa, họ cần lập báo cáo bổ sung rồi đóng gói lại.",
    ),
    PackageFault.MISSING: ("Gói “{name}” thiếu tệp “{member}” có trong bản kê.", _ASK_AGAIN),
    PackageFault.EXTRA: (
        "Gói “{name}” có tệp “{member}” không có trong bản kê.",
        "Có người đã thêm tệp vào gói; hãy xin đơn vị gửi lại gói gốc.",
    ),
    PackageFault.MANIFEST_ALTERED: (
        "Bản kê trong tệp “{name}” đã bị sửa sau khi tạo ra.",
        "Hãy xin đơn vị gửi lại tệp gốc, không sửa bằng tay.",
    ),
    PackageFault.WRONG_FACTS: ("Tệp “{name}” ghi điều không thể có{because}.", _ASK_AGAIN),
    PackageFault.SIGNATURE_MISSING: ("Chữ ký điện tử của tệp “{name}” đã bị gỡ ra.", _ASK_AGAIN),
    PackageFault.SIGNATURE_WRONG: (
        "Chữ ký điện tử của tệp “{name}” không khớp với nội dung.",
        "Hãy xin đơn vị gửi lại tệp gốc; đừng dùng tệp này.",
    ),
    PackageFault.KEY_CHANGED: ("Tệp “{name}” ký bằng khóa khác với khóa đã ghi nhận của {reason}.", _CALL),
    PackageFault.KEY_FOREIGN: ("Tệp “{name}” ghi tên {reason} nhưng ký bằng khóa của đơn vị khác.", _CALL),
    PackageFault.SIGNATURE_DROPPED: (
        "Tệp “{name}” không có chữ ký điện tử, trong khi {reason} trước đây vẫn ký.",
        "Hãy gọi điện cho đơn vị gửi để hỏi lại; nếu đúng là của họ thì mới nhận.",
    ),
}
"""What happened and what to do. {name}: the file, {member}: a file inside, {reason}: the sender or why."""

PACKAGE_SAFE = "Chưa có gì của tệp này được nhận vào chương trình."

DELIVERIES: dict[DeliveryFault, tuple[str, str]] = {
    DeliveryFault.GONE: (
        "Không còn thấy nơi đến “{folder}”: USB bị rút ra, hoặc ổ mạng bị ngắt, khi đang ghi “{name}”.",
        "Hãy cắm lại thiết bị, đợi máy nhận ra rồi ghi lại; phần ghi dở sẽ được dọn ở lần ghi sau.",
    ),
    DeliveryFault.FULL: (
        "“{folder}” không đủ chỗ cho “{name}”{space}.",
        "Hãy xóa bớt tệp trên thiết bị, hoặc chọn thiết bị khác.",
    ),
    DeliveryFault.READ_ONLY: (
        "“{folder}” không cho ghi.",
        "Hãy gạt khóa chống ghi trên USB hoặc thẻ nhớ, hoặc chọn nơi khác mà anh chị có quyền ghi.",
    ),
    DeliveryFault.DIFFERS: (
        "Đã ghi “{name}” nhưng khi đọc lại thì không giống: thiết bị “{folder}” có thể bị hỏng hoặc là USB giả dung "
        "lượng.",
        "Hãy dùng USB khác; đừng mang thiết bị này đi nộp.",
    ),
    DeliveryFault.FAT_LIMIT: (
        "Thiết bị “{folder}” định dạng FAT32 nên không chứa được tệp lớn hơn 4 GB.",
        "Hãy bớt tệp trong gói, hoặc dùng thiết bị định dạng exFAT hay NTFS.",
    ),
    DeliveryFault.OTHER: (
        "Chưa ghi được “{name}” vào “{folder}”.",
        "Hãy rút thiết bị ra, cắm lại rồi thử lần nữa, hoặc dùng thiết bị khác.",
    ),
}
"""What happened and what to do. {name}: the file, {folder}: where to, {space}: needed and free."""

DELIVERY_SAFE = "Ở nơi đến không có tệp nào dở dang mang tên gói; bản trong máy vẫn còn nguyên."
