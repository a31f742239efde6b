"""Opening a package that came from outside: whole and as it was packed, or refused with the file that differs named.

Nothing is unpacked to disk. What is taken out later is held against the manifest once more.
"""

from __future__ import annotations

import errno
import hashlib
import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn

from cchc_desktop.documents.package import signature as signing
from cchc_desktop.documents.package.manifest_json import read_manifest
from cchc_desktop.documents.package.split import open_parts
from cchc_desktop.documents.package.zip_file import Comparing, write_zip
from cchc_desktop.domain.package import (
    MANIFEST_NAME,
    MAX_FILES,
    MAX_TOTAL_BYTES,
    SIGNATURE_NAME,
    Manifest,
    PackageFile,
    is_member_name,
    short_code,
)
from cchc_desktop.domain.progress import NoProgress, Progress
from cchc_desktop.errors import FileUnreadable, PackageFault, PackageProblem, UnreadableReason

_CHUNK = 1 << 20
_MANIFEST_LIMIT = 2 << 20
_RATIO_FROM_BYTES, _MAX_RATIO = 10 << 20, 400
_ENCRYPTED = 0x1
_GONE = (errno.EIO, errno.ENODEV, errno.ENXIO)  # a stick that was pulled out


@dataclass(frozen=True, slots=True)
class OpenedPackage:
    """A package that is whole.

    `repacked` tells that the container is not byte for byte as a package is written (somebody unpacked and zipped it
    again, or something was appended), though every file and the manifest are intact. `public_key` is the raw key of
    a valid signature, empty for an unsigned package; whether the key is to be trusted is not decided here.
    """

    path: Path
    manifest: Manifest
    seal: str
    sha256: str
    size: int
    repacked: bool = False
    public_key: bytes = b""

    @property
    def code(self) -> str:
        """The short code for people."""
        return short_code(self.seal)

    def read(self, file: PackageFile) -> bytes:
        """Return one of its files, checked against the manifest.

        Raises:
            FileUnreadable: the package is gone.
            PackageProblem: the package was changed meanwhile.

        """
        with _opened(self.path) as (_, archive):
            stream = io.BytesIO()
            _hold(self.path, archive, file, stream.write, NoProgress())
            return stream.getvalue()


def read_package(path: Path, progress: Progress | None = None) -> OpenedPackage:
    """Prove a package to its last byte and return what it says; `path` may be the first of several parts (".001").

    Raises:
        FileUnreadable: it is missing, a folder, empty, or may not be read.
        PackageProblem: it is no package, broken, made to harm, altered, or its signature does not fit.
        Cancelled: a person stopped it.

    """
    steps = progress or NoProgress()
    with _opened(path) as (stream, archive):
        _check_directory(path, archive)
        text = _whole(path, archive, MANIFEST_NAME)
        manifest, seal = read_manifest(text, path)
        _check_names(path, archive, manifest)
        key = _check_signature(path, archive, manifest, text)
        for file in manifest.files:
            _hold(path, archive, file, None, steps)
        sha256, size = _digest(stream)
        repacked = not _as_written(stream, archive, manifest, size)
    return OpenedPackage(path, manifest, seal, sha256, size, repacked, key)


def _digest(stream: IO[bytes]) -> tuple[str, int]:
    digest = hashlib.sha256()
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest(), stream.tell()


@contextmanager
def _opened(path: Path) -> Iterator[tuple[IO[bytes], zipfile.ZipFile]]:
    try:
        if path.is_dir():
            raise FileUnreadable(path, UnreadableReason.WRONG_KIND, "thư mục")
        with open_parts(path) as stream:
            size = stream.seek(0, io.SEEK_END)
            stream.seek(0)
            if size == 0:
                raise FileUnreadable(path, UnreadableReason.EMPTY)
            if size > MAX_TOTAL_BYTES + 4 * _MANIFEST_LIMIT:
                raise PackageProblem(path, PackageFault.TOO_LARGE)
            if stream.read(4) != b"PK\x03\x04":
                raise PackageProblem(path, PackageFault.NOT_OURS)
            stream.seek(0)
            with zipfile.ZipFile(stream) as archive:
                yield stream, archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise PackageProblem(path, PackageFault.BROKEN, reason=str(error)) from error
    except FileNotFoundError as error:
        raise FileUnreadable(path, UnreadableReason.MISSING, detail=str(error)) from error
    except PermissionError as error:
        raise FileUnreadable(path, UnreadableReason.PERMISSION, detail=str(error)) from error
    except OSError as error:
        if error.errno in _GONE:
            raise FileUnreadable(path, UnreadableReason.MISSING, detail=str(error)) from error
        raise PackageProblem(path, PackageFault.BROKEN, reason=str(error)) from error


def _check_directory(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuse what the zip's directory says before anything is unpacked."""

    def refuse(fault: PackageFault, name: str) -> NoReturn:
        raise PackageProblem(path, fault, name[:80])

    infos = archive.infolist()
    if len(infos) > MAX_FILES + 2:
        refuse(PackageFault.TOO_LARGE, f"{len(infos)} tệp")
    seen: set[str] = set()
    for info in infos:
        if not is_member_name(info.filename) or stat.S_ISLNK(info.external_attr >> 16) or info.is_dir():
            refuse(PackageFault.HOSTILE, info.filename)
        if info.filename.casefold() in seen or info.flag_bits & _ENCRYPTED:
            refuse(PackageFault.HOSTILE, info.filename)
        seen.add(info.filename.casefold())
        if info.file_size > max(_RATIO_FROM_BYTES, _MAX_RATIO * info.compress_size):
            refuse(PackageFault.TOO_LARGE, info.filename)
    if sum(info.file_size for info in infos) > MAX_TOTAL_BYTES + 2 * _MANIFEST_LIMIT:
        refuse(PackageFault.TOO_LARGE, "")
    if MANIFEST_NAME not in archive.namelist():
        raise PackageProblem(path, PackageFault.NOT_OURS)


def _check_names(path: Path, archive: zipfile.ZipFile, manifest: Manifest) -> None:
    found = {info.filename for info in archive.infolist()} - {MANIFEST_NAME, SIGNATURE_NAME}
    listed = [file.name for file in manifest.files]
    for name in listed:
        if name not in found:
            raise PackageProblem(path, PackageFault.MISSING, name)
    for name in sorted(found - set(listed)):
        raise PackageProblem(path, PackageFault.EXTRA, name)


def _check_signature(path: Path, archive: zipfile.ZipFile, manifest: Manifest, text: bytes) -> bytes:
    """Return the key of the signature, b"" when the package is not a signed one."""
    present = SIGNATURE_NAME in archive.namelist()
    if not manifest.signed_by:
        if present:
            raise PackageProblem(path, PackageFault.EXTRA, SIGNATURE_NAME)
        return b""
    if not present:
        raise PackageProblem(path, PackageFault.SIGNATURE_MISSING)
    try:
        found = signing.from_bytes(_whole(path, archive, SIGNATURE_NAME))
        if found.fingerprint != manifest.signed_by:
            raise signing.BadSignature("another key")
        signing.verify(found, text)
    except signing.BadSignature as error:
        raise PackageProblem(path, PackageFault.SIGNATURE_WRONG, SIGNATURE_NAME) from error
    return found.public_key


def _whole(path: Path, archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _MANIFEST_LIMIT:
        raise PackageProblem(path, PackageFault.TOO_LARGE, name)
    with archive.open(name) as stream:
        data = stream.read(_MANIFEST_LIMIT + 1)
    if len(data) > _MANIFEST_LIMIT:
        raise PackageProblem(path, PackageFault.TOO_LARGE, name)
    return data


def _hold(path: Path, archive: zipfile.ZipFile, file: PackageFile, sink: object, steps: Progress) -> None:
    """Read one file and refuse it by name when it is not the one that was packed."""
    digest = hashlib.sha256()
    size = 0
    try:
        if archive.getinfo(file.name).file_size != file.size:
            raise PackageProblem(path, PackageFault.ALTERED, file.name)
        with archive.open(file.name) as stream:
            while chunk := stream.read(_CHUNK):
                steps.step(size, file.size, f"Đang kiểm tra {file.name}")
                size += len(chunk)
                digest.update(chunk)
                if callable(sink):
                    sink(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError) as error:
        raise PackageProblem(path, PackageFault.ALTERED, file.name) from error
    if size != file.size or digest.hexdigest() != file.sha256:
        raise PackageProblem(path, PackageFault.ALTERED, file.name)


def _as_written(stream: IO[bytes], archive: zipfile.ZipFile, manifest: Manifest, size: int) -> bool:
    """Tell whether the zip is byte for byte as `write_zip` makes it of these files."""
    names = [MANIFEST_NAME, *([SIGNATURE_NAME] if manifest.signed_by else []), *(file.name for file in manifest.files)]

    def pieces(name: str) -> Iterator[bytes]:
        with archive.open(name) as member:
            while chunk := member.read(_CHUNK):
                yield chunk

    comparing = Comparing(stream)
    write_zip(comparing, ((name, pieces(name)) for name in names))  # type: ignore[arg-type]
    return comparing.same(size)
