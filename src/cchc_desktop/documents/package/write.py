"""Packing a report: manifest, signature and files into one zip that appears whole or not at all."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from cchc_desktop import files
from cchc_desktop.documents.package import signature as signing
from cchc_desktop.documents.package.manifest_json import manifest_bytes
from cchc_desktop.documents.package.zip_file import write_zip
from cchc_desktop.domain.attachment import size_text
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.package import (
    MANIFEST_NAME,
    README_NAME,
    SIGNATURE_NAME,
    Manifest,
    PackageFacts,
    PackageFile,
    Part,
    Role,
    manifest_problems,
    member_names,
    short_code,
)
from cchc_desktop.domain.progress import NoProgress, Progress
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import FileUnreadable, InvalidInput, UnreadableReason

_CHUNK = 1 << 20

Signer = Callable[[bytes], signing.Signature]
"""Signs the bytes of a manifest."""


@dataclass(frozen=True, slots=True)
class MadePackage:
    """A package that was written: where, what it says, its seal and the digest and size of the whole file."""

    path: Path
    manifest: Manifest
    seal: str
    sha256: str
    size: int

    @property
    def code(self) -> str:
        """The short code for people."""
        return short_code(self.seal)


def write_package(
    target: Path,
    draft: Manifest,
    parts: Sequence[Part],
    signer: Signer | None = None,
    signed_by: str = "",
    progress: Progress | None = None,
) -> MadePackage:
    """Write a package; what stood at `target` before stays until the new one is whole.

    Args:
        target: the file to write.
        draft: id, time, facts; its list of files is made here.
        parts: what goes in.
        signer: signs the manifest, None for an unsigned package.
        signed_by: fingerprint of the signer's key.
        progress: told in bytes.

    Raises:
        InvalidInput: the facts or the parts break a rule.
        FileUnreadable: a part is missing, or changed while it was packed.
        FileInUse, FileNotWritten: the target refuses; nothing changed.
        Cancelled: a person stopped it; nothing changed.

    """
    steps = progress or NoProgress()
    own = tuple(_measured(part, name, steps) for part, name in zip(parts, member_names(parts), strict=True))
    readme = Part(Role.README, README_NAME, _readme(draft.facts, own))
    packed, listed = (readme, *parts), (_measured(readme, README_NAME, steps), *own)
    manifest = replace(draft, files=listed, signed_by=signed_by if signer else "")
    problems = manifest_problems(manifest)
    if problems:
        raise InvalidInput({name or "package": f"{name}: {reason}" if name else reason for name, reason in problems})
    text, seal = manifest_bytes(manifest)
    head = [(MANIFEST_NAME, (text,))]
    if signer is not None:
        head.append((SIGNATURE_NAME, (signing.to_bytes(signer(text)),)))

    def write(stream: IO[bytes]) -> None:
        done = 0
        entries = []
        for part, file in zip(packed, listed, strict=True):
            entries.append((file.name, _watched(part, file, done, manifest.size, steps)))
            done += file.size
        write_zip(stream, (*head, *entries))

    sha256, size = _written(target, write)
    return MadePackage(target, manifest, seal, sha256, size)


def _written(target: Path, write: Callable[[IO[bytes]], None]) -> tuple[str, int]:
    """Let `write` fill a temporary file beside the target, put it in its place, return its digest and size."""
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=files.TEMPORARY_PREFIX, suffix=target.suffix, dir=target.parent)
        temporary = Path(name)
        with os.fdopen(handle, "w+b") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
            stream.seek(0)
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            size = stream.tell()
        files.replace_file(temporary, target)
        temporary = None
    except OSError as error:
        raise files.not_written(target, error) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()
    return digest, size


def _measured(part: Part, name: str, steps: Progress) -> PackageFile:
    digest = hashlib.sha256()
    size = 0
    for chunk in _chunks(part):
        steps.step(0, 0, f"Đang đọc {name}")
        digest.update(chunk)
        size += len(chunk)
    if size == 0:
        raise FileUnreadable(Path(part.name), UnreadableReason.EMPTY)
    return PackageFile(name, part.role, size, digest.hexdigest(), clean_line(part.words))


def _watched(part: Part, file: PackageFile, done: int, total: int, steps: Progress) -> Iterator[bytes]:
    """Yield a part's bytes and raise at the end when they are not those that were measured."""
    digest = hashlib.sha256()
    for chunk in _chunks(part):
        steps.step(done, total, f"Đang đóng gói {file.name}")
        digest.update(chunk)
        done += len(chunk)
        yield chunk
    if digest.hexdigest() != file.sha256:
        raise FileUnreadable(Path(part.name), UnreadableReason.BROKEN, detail="the file changed while it was packed")


def _chunks(part: Part) -> Iterator[bytes]:
    if isinstance(part.content, bytes):
        yield from _pieces(io.BytesIO(part.content))
        return
    if not isinstance(part.content, Path):
        yield from part.content()
        return
    try:
        with part.content.open("rb") as stream:
            yield from _pieces(stream)
    except FileNotFoundError as error:
        raise FileUnreadable(part.content, UnreadableReason.MISSING, detail=str(error)) from error
    except OSError as error:
        raise FileUnreadable(part.content, UnreadableReason.PERMISSION, detail=str(error)) from error


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _readme(facts: PackageFacts, own: Sequence[PackageFile]) -> bytes:
    """Return the text for whoever opens the package without the program; Windows' editor wants a BOM and CRLF."""
    lines = [
        "GÓI BÁO CÁO CÔNG TÁC TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH",
        "",
        f"Đơn vị gửi: UBND {facts.unit_name}" + (f" (mã {facts.unit_code})" if facts.unit_code else ""),
        f"Kỳ báo cáo: {facts.period_name}, từ {short_date(facts.start)} đến {short_date(facts.end)}",
        f"Lần báo cáo: {facts.version_words}",
        "",
        "Các tệp trong gói:",
        *(f"  {file.name}: {file.title} ({size_text(file.size)})" for file in own),
        "",
        "Các tệp Word, Excel, PDF mở được bằng chương trình thông thường, không cần phần mềm riêng.",
        "Nếu nhận bằng chương trình CCHC Desktop thì mở cả tệp .cchc.zip, đừng giải nén hay sửa: bản kê manifest.json",
        "ghi mã kiểm tra (SHA-256) của từng tệp, sửa một chữ cũng bị phát hiện.",
        "",
    ]
    return ("\ufeff" + "\r\n".join(lines)).encode()
