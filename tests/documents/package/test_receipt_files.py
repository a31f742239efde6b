"""Receipts and returns written and read."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.documents.package import signature as signing
from cchc_desktop.documents.package.receipt_json import SIZE_LIMIT, parse_receipt, read_receipt, receipt_bytes
from cchc_desktop.documents.package.receipt_json import write_receipt as write
from cchc_desktop.documents.package.sealed_json import sealed
from cchc_desktop.domain.receipt import Receipt, ReceiptKind, ReceiptRemark, RemarkKind
from cchc_desktop.domain.text import clean
from cchc_desktop.errors import FileUnreadable, InvalidInput, PackageFault, PackageProblem

KEY = bytes(range(32))
PRINT = signing.fingerprint(signing.public_key_of(KEY))
RETURN = Receipt(
    ReceiptKind.RETURNED,
    "b" * 32,
    "a" * 32,
    "7QDM2-XP9AH",
    "H29.12",
    "xã Lệ Xá",
    "2026-Q1",
    1,
    "Sở Nội vụ tỉnh Hưng Yên",
    "2026-03-17T09:00:00+07:00",
    person="Lê Thị Hoa",
    number="45",
    note="Đề nghị gửi lại trước 20/3",
    remarks=(
        ReceiptRemark("Số tin bài cao bất thường, xem lại", "tin-bai"),
        ReceiptRemark("Giải trình vì sao bằng 0", "hoi-nghi", RemarkKind.EXPLAIN),
    ),
)
HERE = Path("x.cchc.json")


def signed() -> bytes:
    return receipt_bytes(RETURN, lambda data: signing.sign(KEY, data), PRINT)


def test_a_return_comes_back_as_it_went(tmp_path: Path) -> None:
    write(tmp_path / "x.cchc.json", RETURN)
    assert read_receipt(tmp_path / "x.cchc.json") == (RETURN, b"")
    assert "Số tin bài cao bất thường" in (tmp_path / "x.cchc.json").read_text(encoding="utf-8"), "people can read it"


def test_a_signed_return_names_its_key() -> None:
    found, key = parse_receipt(signed(), HERE)
    assert found == replace(RETURN, fingerprint=PRINT)
    assert key == signing.public_key_of(KEY)


texts = st.text(max_size=60).map(clean).filter(str.strip)


@given(texts, texts, st.lists(st.builds(ReceiptRemark, texts, texts, st.sampled_from(RemarkKind)), max_size=5))
def test_any_text_comes_back(name: str, note: str, remarks: list[ReceiptRemark]) -> None:
    receipt = replace(RETURN, issuer_name=name, note=note, remarks=tuple(remarks))
    assert parse_receipt(receipt_bytes(receipt), HERE)[0] == receipt


@pytest.mark.parametrize("data", [receipt_bytes(RETURN), signed()], ids=["plain", "signed"])
def test_no_changed_byte_changes_what_is_read(data: bytes) -> None:
    """A byte between the values (a blank, a line end) may differ; what is read never does."""
    chance = random.Random(3)
    whole = parse_receipt(data, HERE)
    same = 0
    for place in range(len(data)):
        other = data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]
        try:
            found = parse_receipt(other, HERE)
        except PackageProblem:
            continue
        assert found == whole, f"byte {place}"
        same += 1
    assert same < len(data) / 3


def forged(**changes: object) -> bytes:
    values = {key: value for key, value in json.loads(receipt_bytes(RETURN)).items() if key != "seal"}
    return sealed(values | changes)[0]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"{}", PackageFault.NOT_OURS),
        (b"PK\x03\x04", PackageFault.NOT_OURS),
        (b"[" * 200_000, PackageFault.NOT_OURS),
        (b'{"a":' * 2000 + b"1" + b"}" * 2000, PackageFault.NOT_OURS),
        (receipt_bytes(RETURN).replace(b"2026-Q1", b"2026-Q2"), PackageFault.MANIFEST_ALTERED),
        (receipt_bytes(RETURN).replace(b"tin-bai", b"\\ud800"), PackageFault.MANIFEST_ALTERED),
        (forged(schema=2), PackageFault.TOO_NEW),
        (forged(kind="maybe"), PackageFault.WRONG_FACTS),
        (forged(remarks="none"), PackageFault.WRONG_FACTS),
        (forged(remarks=[{}]), PackageFault.WRONG_FACTS),
        (forged(remarks=[], note=""), PackageFault.WRONG_FACTS),
        (forged(remarks=[{"text": "x", "indicator": "y", "kind": "note"}] * 501), PackageFault.WRONG_FACTS),
        (forged(note="x" * 5000), PackageFault.WRONG_FACTS),
        (forged(answers=[]), PackageFault.WRONG_FACTS),
        (forged(**{"from": {"name": " "}}), PackageFault.WRONG_FACTS),
        (forged(signed_by=PRINT), PackageFault.SIGNATURE_MISSING),
        (forged(signature={"algorithm": "none"}), PackageFault.SIGNATURE_WRONG),
    ],
)
def test_files_that_are_no_answer(data: bytes, fault: PackageFault) -> None:
    with pytest.raises(PackageProblem) as caught:
        parse_receipt(data, HERE)
    assert caught.value.fault is fault


def test_a_signature_of_another_text_is_refused() -> None:
    values = json.loads(signed())
    other = json.loads(receipt_bytes(replace(RETURN, number="46"), lambda data: signing.sign(KEY, data), PRINT))
    data = json.dumps(other | {"signature": values["signature"]}).encode()
    with pytest.raises(PackageProblem) as caught:
        parse_receipt(data, HERE)
    assert caught.value.fault is PackageFault.SIGNATURE_WRONG


def test_huge_empty_and_missing_files(tmp_path: Path) -> None:
    (tmp_path / "huge").write_bytes(b" " * (SIZE_LIMIT + 1))
    with pytest.raises(PackageProblem):
        read_receipt(tmp_path / "huge")
    (tmp_path / "empty").touch()
    for path in (tmp_path, tmp_path / "empty", tmp_path / "none"):
        with pytest.raises(FileUnreadable):
            read_receipt(path)


def test_an_answer_that_breaks_a_rule_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        write(tmp_path / "x", replace(RETURN, remarks=(), note=""))
    assert list(tmp_path.iterdir()) == []
