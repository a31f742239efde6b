"""Vietnamese messages about the server of a shared database; see `messages`."""

from __future__ import annotations

from typing import Final

from cchc_desktop.errors import ServerFault

SERVER_SAFE: Final = (
    "Số liệu trên máy chủ vẫn còn nguyên, không có gì bị ghi dở; những gì đang gõ vẫn còn trên màn hình."
)

_ADMIN = "Hãy báo người quản trị máy chủ."
SERVERS: dict[ServerFault, tuple[str, str]] = {
    ServerFault.AWAY: (
        "Mất kết nối tới dữ liệu dùng chung “{server}”.",
        "Hãy kiểm tra dây mạng, Wi-Fi và máy chủ, rồi bấm lại lần nữa.",
    ),
    ServerFault.LOGIN: (
        "Dữ liệu dùng chung “{server}” không nhận tên đăng nhập hoặc mật khẩu.",
        "Hãy nhập lại mật khẩu; nếu vẫn không được, hỏi người quản trị máy chủ.",
    ),
    ServerFault.NO_DATABASE: (
        "Trên máy chủ không có cơ sở dữ liệu “{server}”.",
        "Hãy kiểm tra lại địa chỉ, hoặc nhờ người quản trị máy chủ tạo cơ sở dữ liệu này.",
    ),
    ServerFault.RIGHTS: (
        "Tên đăng nhập này chưa được máy chủ cho phép làm việc vừa chọn trên “{server}”.",
        "Hãy nhờ người quản trị máy chủ cấp quyền.",
    ),
    ServerFault.FULL: ("Máy chủ của “{server}” đã hết chỗ hoặc quá tải nên chưa ghi được.", _ADMIN),
    ServerFault.OLD_SERVER: (
        "Máy chủ của “{server}” dùng PostgreSQL quá cũ; chương trình cần phiên bản 15 trở lên.",
        "Hãy nhờ người quản trị máy chủ nâng cấp.",
    ),
    ServerFault.ENCODING: (
        "Cơ sở dữ liệu “{server}” không dùng bảng mã UTF-8 nên không ghi được chữ tiếng Việt.",
        "Hãy nhờ người quản trị tạo lại cơ sở dữ liệu với bảng mã UTF8.",
    ),
    ServerFault.EMPTY: (
        "Cơ sở dữ liệu “{server}” còn trống, chưa được chuẩn bị cho chương trình này.",
        "Hãy bấm “Chuẩn bị máy chủ” trong cửa sổ chương trình, hoặc nhờ người quản trị làm việc đó.",
    ),
    ServerFault.OLD_SCHEMA: (
        "Dữ liệu dùng chung “{server}” do phiên bản cũ hơn của chương trình tạo ra, chưa được nâng cấp.",
        "Hãy nhờ người quản trị sao lưu máy chủ rồi bấm “Chuẩn bị máy chủ” để nâng cấp; các máy khác cũng cần cài "
        "phiên bản mới.",
    ),
    ServerFault.FOREIGN: (
        "Cơ sở dữ liệu “{server}” đang chứa dữ liệu của một chương trình khác.",
        "Hãy dùng một cơ sở dữ liệu trống, dành riêng cho chương trình này.",
    ),
    ServerFault.DRIVER: (
        "Bản cài này thiếu thành phần để nối tới máy chủ “{server}”.",
        "Hãy cài lại chương trình bằng bộ cài đầy đủ.",
    ),
}
"""Fault → (what happened, what to do)."""
