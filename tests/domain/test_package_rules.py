"""Names, codes and rules of packages, receipts, keys and the clock."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.domain.clock import clock_warning
from cchc_desktop.domain.package import (
    ENDING,
    NAME_LIMIT,
    Manifest,
    PackageFacts,
    PackageFile,
    Part,
    Role,
    is_member_name,
    manifest_problems,
    member_names,
    package_name,
    same_code,
    short_code,
)
from cchc_desktop.domain.receipt import (
    Match,
    Receipt,
    ReceiptKind,
    ReceiptRemark,
    SentPackage,
    match_receipt,
    receipt_name,
    receipt_problems,
)
from cchc_desktop.domain.report_life import VersionKind
from cchc_desktop.domain.trusted_key import KeyVerdict, TrustedKey, key_verdict, shown_fingerprint

FACTS = PackageFacts("H29.12", "xã Lệ Xá", "2026-Q1", "Quý I năm 2026", date(2025, 12, 15), date(2026, 3, 14))
FILE = PackageFile("bao-cao.docx", Role.WORD, 3, "0" * 64)
MANIFEST = Manifest(FACTS, "a" * 32, "2026-03-16T08:00:00+07:00", "0.1.0", (FILE,))
RECEIPT = Receipt(
    ReceiptKind.ACCEPTED,
    "b" * 32,
    "a" * 32,
    "7QDM2-XP9AH",
    "H29.12",
    "xã Lệ Xá",
    "2026-Q1",
    1,
    "Sở Nội vụ tỉnh Hưng Yên",
    "2026-03-17T09:00:00+07:00",
)
SENT = SentPackage("a" * 32, "v1", "H29.12", "xã Lệ Xá", "2026-Q1", 1, "7QDM2-XP9AH")


def test_a_name_is_made_of_unit_period_and_version() -> None:
    assert package_name(FACTS) == "CCHC_H29-12_2026-Q1_v1.cchc.zip"
    second = replace(FACTS, unit_code="", ordinal=2, kind=VersionKind.SUPPLEMENT)
    assert package_name(second) == "CCHC_xa-le-xa_2026-Q1_v2.cchc.zip"
    assert receipt_name(RECEIPT, FACTS) == "CCHC_H29-12_2026-Q1_v1_TIEP-NHAN.cchc.json"


@given(st.text(max_size=80), st.text(max_size=120), st.integers(1, 999))
def test_every_name_is_short_plain_ascii(code: str, name: str, ordinal: int) -> None:
    facts = replace(FACTS, unit_code=code, unit_name=name, period="2026-CDABCDEFGHIJKLMNOP"[:21], ordinal=ordinal)
    made = package_name(facts)
    assert re.fullmatch(r"CCHC_[A-Za-z0-9-]+_[A-Z0-9-]+_v\d+", made.removesuffix(ENDING))
    assert len(made) <= NAME_LIMIT
    assert len(receipt_name(RECEIPT, facts)) <= NAME_LIMIT


@given(st.binary(min_size=32, max_size=32))
def test_a_code_is_read_back_from_bad_handwriting(seal: bytes) -> None:
    code = short_code(seal.hex())
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", code)
    assert same_code(f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} ", code)
    other = bytes([seal[0] ^ 0x80]) + seal[1:]
    assert not same_code(short_code(other.hex()), code)


def test_nothing_typed_is_no_code() -> None:
    assert not same_code("", "")
    assert not same_code(" - ", "7QDM2-XP9AH")


@given(st.lists(st.text(max_size=100), max_size=12))
def test_names_inside_are_allowed_and_never_alike(names: list[str]) -> None:
    made = member_names([Part(Role.OTHER, name, b"x") for name in names])
    assert all(is_member_name(name) for name in made), made
    folded = [name.casefold() for name in made]
    assert len(set(folded)) == len(folded)
    assert not {"manifest.json", "signature.json", "doc-truoc.txt"} & set(folded)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", "a\\b", "/a", "C:a", "con", "NUL.txt", "a ", "a.", "xã.txt", "a\n", "-a", "a" * 121]
)
def test_names_that_may_not_stand_inside(name: str) -> None:
    assert not is_member_name(name)


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        (replace(MANIFEST, id="../x"), "mã gói"),
        (replace(MANIFEST, files=()), "không có tệp nào"),
        (replace(MANIFEST, files=(FILE, replace(FILE, name="BAO-CAO.docx"))), "trùng tên"),
        (replace(MANIFEST, files=(replace(FILE, name="manifest.json"),)), "tên tệp"),
        (replace(MANIFEST, files=(replace(FILE, sha256="00"),)), "mã kiểm tra"),
        (replace(MANIFEST, files=(replace(FILE, size=-1),)), "dung lượng"),
        (replace(MANIFEST, files=(replace(FILE, size=1 << 40),)), "lớn hơn"),
        (replace(MANIFEST, facts=replace(FACTS, period="quý I")), "mã kỳ"),
        (replace(MANIFEST, facts=replace(FACTS, ordinal=2)), "trái nhau"),
        (replace(MANIFEST, facts=replace(FACTS, ordinal=0)), "số lần"),
        (replace(MANIFEST, facts=replace(FACTS, start=date(2027, 1, 1))), "sau khi kết thúc"),
        (replace(MANIFEST, facts=replace(FACTS, unit_name=" ")), "tên đơn vị"),
    ],
)
def test_a_manifest_that_cannot_be(manifest: Manifest, words: str) -> None:
    reasons = [reason for _, reason in manifest_problems(manifest)]
    assert any(words in reason for reason in reasons), reasons


def test_a_manifest_that_can_be() -> None:
    assert manifest_problems(MANIFEST) == ()


@pytest.mark.parametrize(
    ("receipt", "sent", "match"),
    [
        (RECEIPT, (SENT,), Match.FITS),
        (RECEIPT, (SENT, replace(SENT, package_id="c" * 32, ordinal=2)), Match.OLDER),
        (RECEIPT, (SENT, replace(SENT, package_id="c" * 32, period="2026-6M", ordinal=2)), Match.FITS),
        (replace(RECEIPT, unit_code="H29.13"), (), Match.OTHER_UNIT),
        (replace(RECEIPT, unit_code="", unit_name="xã Hải Thắng"), (), Match.OTHER_UNIT),
        (RECEIPT, (), Match.UNKNOWN),
        (replace(RECEIPT, period="2026-6M"), (SENT,), Match.CONTRADICTS),
        (replace(RECEIPT, ordinal=2), (SENT,), Match.CONTRADICTS),
        (replace(RECEIPT, code="00000-00000"), (SENT,), Match.CONTRADICTS),
    ],
)
def test_an_answer_is_held_against_what_was_sent(receipt: Receipt, sent: tuple[SentPackage, ...], match: Match) -> None:
    assert match_receipt(receipt, "H29.12", "xã Lệ Xá", sent)[0] is match


def test_a_return_needs_a_reason() -> None:
    returned = replace(RECEIPT, kind=ReceiptKind.RETURNED)
    assert receipt_problems(returned) == ("trả lại mà không nêu lý do",)
    assert receipt_problems(replace(returned, note="Thiếu biểu 2")) == ()
    assert receipt_problems(replace(returned, remarks=(ReceiptRemark("Xem lại", "tin-bai"),))) == ()
    assert receipt_problems(replace(returned, remarks=(ReceiptRemark("  ", "tin-bai"),)))


KEY = TrustedKey("H29.12", "xã Lệ Xá", "", "f" * 32)


@pytest.mark.parametrize(
    ("code", "name", "fingerprint", "verdict"),
    [
        ("H29.12", "xã Lệ Xá", "f" * 32, KeyVerdict.KNOWN),
        ("h29.12", "Xã  Lệ Xá", "f" * 32, KeyVerdict.KNOWN),
        ("", "Xã Lệ Xá", "f" * 32, KeyVerdict.KNOWN),
        ("H29.12", "xã Lệ Xá", "e" * 32, KeyVerdict.CHANGED),
        ("H29.12", "xã Lệ Xá", "", KeyVerdict.DROPPED),
        ("H29.13", "xã Hải Thắng", "f" * 32, KeyVerdict.FOREIGN),
        ("H29.13", "xã Hải Thắng", "e" * 32, KeyVerdict.FIRST_SEEN),
        ("H29.13", "xã Hải Thắng", "", KeyVerdict.UNSIGNED),
    ],
)
def test_the_key_of_a_sender(code: str, name: str, fingerprint: str, verdict: KeyVerdict) -> None:
    assert key_verdict(code, name, fingerprint, [KEY]) is verdict


def test_a_fingerprint_is_shown_in_groups() -> None:
    assert shown_fingerprint("0123456789abcdef") == "0123 4567 89AB CDEF"


def test_a_clock_that_stands_wrong_is_told() -> None:
    made, frozen = date(2026, 1, 1), date(2026, 3, 14)
    assert clock_warning(date(2026, 3, 16), made, [frozen]) == ""
    assert clock_warning(frozen, made, [frozen]) == ""
    assert "01/05/2019" in clock_warning(date(2019, 5, 1), made, [frozen])
    assert "14/03/2026" in clock_warning(date(2026, 3, 1), made, [frozen])
    assert "hơn một năm" in clock_warning(frozen + timedelta(days=3000), made, [frozen])
    assert clock_warning(made, made, []) == ""
