"""The cover sheet and the mails of a package."""

from __future__ import annotations

import email
import io
from dataclasses import replace
from datetime import date
from email import policy
from pathlib import Path

import pytest
from docx import Document

from cchc_desktop.documents.package.cover_sheet import qr_text, write_cover_sheet
from cchc_desktop.documents.package.email_draft import SMALLEST_LIMIT, draft_bytes, parse_addresses, plan_mails
from cchc_desktop.documents.package.read import read_package
from cchc_desktop.documents.package.write import MadePackage, write_package
from cchc_desktop.domain.package import Manifest, PackageFacts, Part, Role
from cchc_desktop.domain.report_life import VersionKind
from cchc_desktop.errors import InvalidInput

FACTS = PackageFacts(
    "H29.12",
    "xã Lệ Xá",
    "2026-Q1",
    "Quý I năm 2026",
    date(2025, 12, 15),
    date(2026, 3, 14),
    2,
    VersionKind.SUPPLEMENT,
    "12/BC-UBND",
    date(2026, 3, 16),
    "Sửa số tin bài & phát thanh",
    superior="Sở Nội vụ tỉnh Hưng Yên",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> MadePackage:
    draft = Manifest(FACTS, "a" * 32, "2026-03-16T08:05:00+07:00", "0.1.0", ())
    parts = [Part(Role.WORD, "BC.docx", b"w" * 70_000), Part(Role.SIGNED, "Bản ký.pdf", bytes(3_000_000))]
    return write_package(tmp_path_factory.mktemp("made") / "x.cchc.zip", draft, parts)


def texts(docx: bytes) -> str:
    document = Document(io.BytesIO(docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_cover_sheet_says_what_is_in_it(made: MadePackage) -> None:
    docx = write_cover_sheet(made, ("ỦY BAN NHÂN DÂN", "XÃ LỆ XÁ"), "Lệ Xá", date(2026, 3, 16))
    text = texts(docx)
    for words in (
        "PHIẾU GỬI KÈM",
        "Lệ Xá, ngày 16 tháng 3 năm 2026",
        "Sở Nội vụ tỉnh Hưng Yên",
        "Bổ sung lần 1: Sửa số tin bài & phát thanh",
        "12/BC-UBND ngày 16/03/2026",
        "08:05 ngày 16/03/2026",
        "CCHC_H29-12_2026-Q1_v2.cchc.zip",
        made.code,
        "ban-ky.pdf",
        "2,9 MB",
        "NGƯỜI NHẬN",
    ):
        assert words in text, words
    assert len(Document(io.BytesIO(docx)).inline_shapes) == 1


def test_the_qr_names_package_and_code(made: MadePackage) -> None:
    text = qr_text(made.manifest, made.code)
    assert text == f"CCHC;H29.12;2026-Q1;v2;{made.code};{'a' * 32}"
    assert qr_text(replace(made.manifest, facts=replace(FACTS, unit_code="Lệ")), made.code).isascii()


def test_one_mail_is_ready_to_be_sent(made: MadePackage) -> None:
    (draft,) = plan_mails(made, ("so@hungyen.gov.vn", "b@x.vn"), 20 << 20)
    data = draft_bytes(draft, made.path)
    message = email.message_from_bytes(data, policy=policy.default)
    assert message["X-Unsent"] == "1"
    assert message["To"] == "so@hungyen.gov.vn, b@x.vn"
    assert message["Subject"] == "[CCHC] UBND xã Lệ Xá: Báo cáo Quý I năm 2026, bổ sung lần 1"
    assert message["From"] is None
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "CCHC_H29-12_2026-Q1_v2.cchc.zip"
    assert attached.get_content() == made.path.read_bytes()
    body = message.get_body()
    assert body is not None
    text = body.get_content()
    assert made.code in text
    assert made.sha256 in text
    assert "Kính gửi: Sở Nội vụ tỉnh Hưng Yên" in text
    assert b"\r\n" in data
    assert max(map(len, data.split(b"\r\n"))) <= 998


def test_large_packages_go_in_several_mails_that_join_again(made: MadePackage, tmp_path: Path) -> None:
    drafts = plan_mails(made, (), SMALLEST_LIMIT)
    assert len(drafts) == 5
    for number, draft in enumerate(drafts, 1):
        data = draft_bytes(draft, made.path)
        assert len(data) <= SMALLEST_LIMIT
        message = email.message_from_bytes(data, policy=policy.default)
        assert message["Subject"].endswith(f"(thư {number}/5)")
        (attached,) = message.iter_attachments()
        (tmp_path / attached.get_filename()).write_bytes(attached.get_content())
    assert len({draft.name for draft in drafts}) == 5
    assert read_package(tmp_path / "CCHC_H29-12_2026-Q1_v2.cchc.zip.001").seal == made.seal


@pytest.mark.parametrize("limit", [0, -5, 1000, SMALLEST_LIMIT - 1])
def test_a_limit_that_is_too_small_is_told(made: MadePackage, limit: int) -> None:
    with pytest.raises(InvalidInput) as caught:
        plan_mails(made, (), limit)
    assert "giới hạn" in caught.value.problems["limit"]


def test_addresses_are_read_and_wrong_ones_named() -> None:
    assert parse_addresses(" a@x.vn;b.c@so.hungyen.gov.vn,\n d@x.vn ") == ("a@x.vn", "b.c@so.hungyen.gov.vn", "d@x.vn")
    assert parse_addresses("") == ()
    for wrong in ("a", "a@b", "a@x.vn>", "ấ@x.vn", "a@x..vn", "Bcc:a@x.vn"):
        with pytest.raises(InvalidInput):
            parse_addresses(f"ok@x.vn; {wrong}")
