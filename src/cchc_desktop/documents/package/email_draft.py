"""Mail drafts with a package: `.eml` files that open in the mail program ready to be sent, and text for webmail.

`X-Unsent: 1` makes Outlook and Thunderbird open them for writing. A package larger than a mail box takes goes in
parts (`split`), each in its own mail.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from cchc_desktop.documents.package.split import MAX_PARTS, cut, part_name
from cchc_desktop.documents.package.write import MadePackage
from cchc_desktop.domain.attachment import size_text
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.package import package_name
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import InvalidInput

SMALLEST_LIMIT = 1 << 20
"""Bytes; below it a mail would be all head."""

_HEAD_BYTES = 32 * 1024
_GROWTH = 78 / 57  # base64: 57 bytes become a line of 76 letters and its end
_ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class MailDraft:
    """A mail: the name of its `.eml`, subject and body for people, and which bytes of the package it carries."""

    name: str
    subject: str
    body: str
    attachment: str
    start: int
    end: int
    to: tuple[str, ...] = ()


def parse_addresses(text: str) -> tuple[str, ...]:
    """Return the addresses in a text ("a@x.vn; b@y.vn"); none at all is allowed: the person fills them in later.

    Raises:
        InvalidInput: one of them is no address.

    """
    found = tuple(one for one in re.split(r"[\s,;]+", clean_line(text)) if one)
    wrong = next((one for one in found if not _ADDRESS.fullmatch(one) or len(one) > 254), "")
    if wrong:
        raise InvalidInput({"to": f"“{wrong[:60]}” không phải địa chỉ thư điện tử"})
    return found


def plan_mails(package: MadePackage, to: tuple[str, ...], limit: int) -> tuple[MailDraft, ...]:
    """Return the mails that carry a package, none larger than `limit` bytes as it is sent.

    Raises:
        InvalidInput: the limit is too small for this package.

    """
    room = int((limit - _HEAD_BYTES) / _GROWTH) if limit >= SMALLEST_LIMIT else 0
    try:
        spans = cut(package.size, room)
    except ValueError as error:
        reason = f"giới hạn quá nhỏ: gói {size_text(package.size)} phải chia thành hơn {MAX_PARTS} thư"
        raise InvalidInput({"limit": reason}) from error
    name = package_name(package.manifest.facts)
    drafts = []
    for number, (start, end) in enumerate(spans, 1):
        single = len(spans) == 1
        attachment = name if single else part_name(name, number)
        position = "" if single else f" (thư {number}/{len(spans)})"
        drafts.append(
            MailDraft(
                f"{name.removesuffix('.cchc.zip')}{'' if single else f'_thu-{number}'}.eml",
                _subject(package) + position,
                _body(package, name, attachment, end - start, number, len(spans)),
                attachment,
                start,
                end,
                to,
            )
        )
    return tuple(drafts)


def draft_bytes(draft: MailDraft, package: Path) -> bytes:
    """Return the `.eml` of a mail.

    Raises:
        OSError: the package cannot be read.

    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    if draft.to:
        message["To"] = ", ".join(draft.to)
    message["Subject"] = draft.subject
    message.set_content(draft.body, charset="utf-8", cte="base64")
    with package.open("rb") as stream:
        stream.seek(draft.start)
        data = stream.read(draft.end - draft.start)
    kind = "zip" if draft.attachment.endswith(".zip") else "octet-stream"
    message.add_attachment(data, maintype="application", subtype=kind, filename=draft.attachment)
    return message.as_bytes()


def _subject(package: MadePackage) -> str:
    facts = package.manifest.facts
    return clean_line(f"[CCHC] UBND {facts.unit_name}: Báo cáo {facts.period_name}, {facts.version_words}")


def _body(package: MadePackage, name: str, attachment: str, size: int, number: int, count: int) -> str:
    facts = package.manifest.facts
    document = f" số {facts.document}" if facts.document else ""
    if facts.document and facts.document_date:
        document += f" ngày {short_date(facts.document_date)}"
    lines = [
        f"Kính gửi: {facts.superior or 'Quý cơ quan'},",
        "",
        f"Ủy ban nhân dân {facts.unit_name} gửi Báo cáo{document} về công tác tuyên truyền cải cách hành chính, "
        f"{facts.period_name} (từ {short_date(facts.start)} đến {short_date(facts.end)}), {facts.version_words}.",
    ]
    if facts.reason:
        lines.append(f"Lý do bổ sung: {facts.reason}.")
    lines += [
        "",
        f"Tệp đính kèm: {attachment} ({size_text(size)})",
        f"Mã đối chiếu: {package.code}",
        "",
    ]
    if count > 1:
        lines += [
            f"Do dung lượng lớn, gói được chia thành {count} phần gửi trong {count} thư; đây là thư {number}/{count}.",
            "Hãy lưu tất cả các phần vào cùng một thư mục rồi mở phần .001 bằng chương trình CCHC Desktop hoặc 7-Zip.",
            f"Mã kiểm tra SHA-256 của cả gói {name}:",
            package.sha256,
            "",
        ]
    else:
        lines += [
            "Gói gồm các tệp Word, Excel, PDF mở được bằng chương trình thông thường sau khi giải nén.",
            f"Mã kiểm tra SHA-256: {package.sha256}",
            "",
        ]
    lines += [
        "Kính đề nghị Quý cơ quan tiếp nhận và gửi lại biên nhận (hoặc nhận xét, nếu cần bổ sung).",
        "",
        "Trân trọng.",
        f"Ủy ban nhân dân {facts.unit_name}",
        "",
    ]
    return "\n".join(lines)
