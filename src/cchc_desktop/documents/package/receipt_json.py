"""Receipts and returns as one small JSON file, readable in any editor, sealed and perhaps signed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from cchc_desktop import files
from cchc_desktop.documents.package import signature as signing
from cchc_desktop.documents.package.sealed_json import SIGNATURE, sealed, take, unsealed
from cchc_desktop.documents.package.write import Signer
from cchc_desktop.domain.receipt import (
    MAX_REMARKS,
    SCHEMA,
    Receipt,
    ReceiptKind,
    ReceiptRemark,
    RemarkKind,
    receipt_problems,
)
from cchc_desktop.errors import FileUnreadable, InvalidInput, PackageFault, PackageProblem, UnreadableReason

FORMAT = "cchc-receipt"
SIZE_LIMIT = 4 << 20
"""Bytes; 500 remarks of 4000 letters that all take two bytes make 4 MB, a usual one 2 KB."""


def receipt_bytes(receipt: Receipt, signer: Signer | None = None, signed_by: str = "") -> bytes:
    """Return the file of an answer.

    Raises:
        InvalidInput: it breaks a rule.

    """
    problems = receipt_problems(receipt)
    if problems:
        raise InvalidInput({str(number): reason for number, reason in enumerate(problems)})
    text, _ = sealed(_values(replace(receipt, fingerprint=signed_by if signer else "")))
    if signer is None:
        return text
    values = json.loads(text) | {SIGNATURE: signing.to_values(signer(text))}
    return (json.dumps(values, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def write_receipt(target: Path, receipt: Receipt, signer: Signer | None = None, signed_by: str = "") -> None:
    """Write an answer atomically.

    Raises:
        InvalidInput: it breaks a rule.
        FileInUse, FileNotWritten: the place refuses; nothing changed.

    """
    files.write_atomically(target, receipt_bytes(receipt, signer, signed_by))


def read_receipt(path: Path) -> tuple[Receipt, bytes]:
    """Return the answer in a file and the raw public key of its valid signature (b"" when it is not signed).

    Raises:
        FileUnreadable: it is missing, a folder, empty, or may not be read.
        PackageProblem: it is no receipt, too large, of a later version, altered, or its signature does not fit.

    """
    return parse_receipt(receipt_file(path), path)


def parse_receipt(data: bytes, path: Path) -> tuple[Receipt, bytes]:
    """Return the answer in some bytes as `read_receipt` does; `path` is named in errors.

    Raises:
        PackageProblem: see `read_receipt`.

    """
    values = unsealed(data, path, FORMAT, SCHEMA)
    try:
        receipt = _receipt(values)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        reason = "thiếu hoặc sai một mục"
        raise PackageProblem(path, PackageFault.WRONG_FACTS, reason=reason) from error
    for problem in receipt_problems(receipt):
        raise PackageProblem(path, PackageFault.WRONG_FACTS, reason=problem)
    return receipt, _key(values, receipt, path)


def _key(values: dict[str, Any], receipt: Receipt, path: Path) -> bytes:
    if not receipt.fingerprint:
        if SIGNATURE in values:
            raise PackageProblem(path, PackageFault.SIGNATURE_WRONG)
        return b""
    if SIGNATURE not in values:
        raise PackageProblem(path, PackageFault.SIGNATURE_MISSING)
    try:
        found = signing.from_values(values[SIGNATURE])
        if found.fingerprint != receipt.fingerprint:
            raise signing.BadSignature("another key")
        signing.verify(found, sealed({key: value for key, value in values.items() if key != SIGNATURE})[0])
    except signing.BadSignature as error:
        raise PackageProblem(path, PackageFault.SIGNATURE_WRONG) from error
    return found.public_key


def receipt_file(path: Path) -> bytes:
    """Return the bytes of a file that may be an answer.

    Raises:
        FileUnreadable, PackageProblem: see `read_receipt`.

    """
    try:
        if path.is_dir():
            raise FileUnreadable(path, UnreadableReason.WRONG_KIND, "thư mục")
        with path.open("rb") as stream:
            data = stream.read(SIZE_LIMIT + 1)
    except FileNotFoundError as error:
        raise FileUnreadable(path, UnreadableReason.MISSING, detail=str(error)) from error
    except OSError as error:
        raise FileUnreadable(path, UnreadableReason.PERMISSION, detail=str(error)) from error
    if not data:
        raise FileUnreadable(path, UnreadableReason.EMPTY)
    if len(data) > SIZE_LIMIT:
        raise PackageProblem(path, PackageFault.TOO_LARGE)
    return data


def _values(receipt: Receipt) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "schema": SCHEMA,
        "id": receipt.id,
        "kind": receipt.kind.value,
        "at": receipt.at,
        "program": {"name": "cchc-desktop", "version": receipt.program},
        "answers": {
            "package": receipt.package_id,
            "code": receipt.code,
            "unit_code": receipt.unit_code,
            "unit_name": receipt.unit_name,
            "period": receipt.period,
            "ordinal": receipt.ordinal,
        },
        "from": {"code": receipt.issuer_code, "name": receipt.issuer_name, "person": receipt.person},
        "number": receipt.number,
        "note": receipt.note,
        "remarks": [
            {"indicator": remark.indicator, "kind": remark.kind.value, "text": remark.text}
            for remark in receipt.remarks
        ],
        "signed_by": receipt.fingerprint,
    }


def _receipt(values: Mapping[str, Any]) -> Receipt:
    answers, issuer, remarks = values["answers"], values["from"], values["remarks"]
    if not isinstance(remarks, list) or len(remarks) > MAX_REMARKS:
        raise ValueError("remarks")
    return Receipt(
        kind=ReceiptKind(take(values, "kind", str)),
        id=take(values, "id", str),
        package_id=take(answers, "package", str),
        code=take(answers, "code", str, ""),
        unit_code=take(answers, "unit_code", str),
        unit_name=take(answers, "unit_name", str),
        period=take(answers, "period", str),
        ordinal=take(answers, "ordinal", int),
        issuer_name=take(issuer, "name", str),
        at=take(values, "at", str),
        issuer_code=take(issuer, "code", str, ""),
        person=take(issuer, "person", str, ""),
        number=take(values, "number", str, ""),
        note=take(values, "note", str, ""),
        remarks=tuple(
            ReceiptRemark(take(one, "text", str), take(one, "indicator", str, ""), RemarkKind(take(one, "kind", str)))
            for one in remarks
        ),
        program=take(values["program"], "version", str, ""),
        fingerprint=take(values, "signed_by", str, ""),
    )
