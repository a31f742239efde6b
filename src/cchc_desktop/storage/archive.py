"""The backup file: a zip of one database, its evidence files, and a manifest with the digest of each.

    manifest.json       format, program version, schema revision, instance, time, kind, counts, members
    database.db         a whole copy, checked before it was packed
    evidence/…          the evidence files under their own names

Reading trusts nothing: names, sizes and digests are held against the manifest, and only listed names are taken out,
into places that we choose.
"""

from __future__ import annotations

import hashlib
import json
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from cchc_desktop.errors import BackupProblem
from cchc_desktop.files import TEMPORARY_PREFIX

DATABASE = "database.db"
MANIFEST = "manifest.json"
EVIDENCE = "evidence/"
FORMAT = 1
_CHUNK = 1 << 20
_MANIFEST_LIMIT = 32 << 20
_MEMBER_LIMIT = 8 << 30
_TOTAL_LIMIT = 64 << 30
_BAD_PART = re.compile(r'[<>:"|?*\\\x00-\x1f]|[ .]$|^$')
_NOT_OURS = "không phải tệp sao lưu của chương trình"


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a backup."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    version: str
    created_at: str
    kind: str
    revision: str
    instance: str
    activities: int
    plans: int
    members: tuple[Member, ...]


def evidence_files(folder: Path | None) -> Iterator[tuple[str, Path]]:
    """Yield member name and path of every evidence file, in the order of names.

    Links and half-written files are passed over.
    """
    if folder is None or not folder.is_dir():
        return
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and not path.name.startswith(TEMPORARY_PREFIX):
            yield EVIDENCE + path.relative_to(folder).as_posix(), path


def pack(stream: IO[bytes], files: list[tuple[str, Path]], facts: dict[str, Any]) -> Manifest:
    """Write a backup of some files to a stream; `facts` are the manifest but its members.

    Raises:
        OSError: a file cannot be read, or the stream refuses.

    """
    members = []
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6, strict_timestamps=False) as archive:
        for name, path in files:
            digest = hashlib.sha256()
            size = 0
            info = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
            info.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, archive.open(info, "w", force_zip64=True) as target:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    target.write(chunk)
            members.append(Member(name, size, digest.hexdigest()))
        manifest = Manifest(members=tuple(members), **facts)
        text = {"format": FORMAT, "program": "cchc-desktop", **asdict(manifest)}
        archive.writestr(MANIFEST, json.dumps(text, ensure_ascii=False, indent=1))
    return manifest


def read_manifest(path: Path) -> Manifest:
    """Return what a backup says of itself, without reading the files in it.

    Raises:
        BackupProblem: it is not a backup, or a hostile one.

    """
    with _opened(path) as archive:
        return _manifest(path, archive)


def check_members(path: Path) -> Manifest:
    """Read every byte of a backup and hold it against the manifest.

    Raises:
        BackupProblem: something is missing, altered, or does not belong.

    """
    with _opened(path) as archive, _reported(path):
        manifest = _manifest(path, archive)
        for member in manifest.members:
            _copy(path, archive, member, None)
    return manifest


def unpack_database(path: Path, target: Path) -> Manifest:
    """Take the database out of a backup into the new file `target`, checked on the way.

    Raises:
        BackupProblem: it is missing or altered.

    """
    with _opened(path) as archive, _reported(path):
        manifest = _manifest(path, archive)
        with target.open("xb") as stream:
            _copy(path, archive, manifest.members[0], stream)
    return manifest


def unpack_evidence(path: Path, folder: Path) -> None:
    """Take the evidence files out of a backup into the new folder `folder`, checked on the way.

    Raises:
        BackupProblem: one is missing or altered.

    """
    with _opened(path) as archive, _reported(path):
        folder.mkdir(parents=True)
        for member in _manifest(path, archive).members[1:]:
            target = folder.joinpath(*PurePosixPath(member.name).parts[1:])
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as stream:
                _copy(path, archive, member, stream)


def unpacked_size(manifest: Manifest) -> int:
    """Return how many bytes the files of a backup take."""
    return sum(member.size for member in manifest.members)


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise BackupProblem(path, _NOT_OURS) from error
    except FileNotFoundError as error:
        raise BackupProblem(path, "không thấy tệp sao lưu") from error
    except OSError as error:
        raise BackupProblem(path, "không đọc được tệp sao lưu") from error


class _reported:
    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)):
            raise BackupProblem(self._path, "tệp sao lưu bị hỏng") from error
        if isinstance(error, OSError):
            raise BackupProblem(self._path, f"không đọc được hoặc không giải nén được: {error.strerror}") from error


def _manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    infos = archive.infolist()
    names = [info.filename for info in infos]
    if MANIFEST not in names or DATABASE not in names:
        raise BackupProblem(path, _NOT_OURS)
    if len({name.casefold() for name in names}) != len(names):
        raise BackupProblem(path, "trong tệp sao lưu có hai tệp trùng tên")
    if archive.getinfo(MANIFEST).file_size > _MANIFEST_LIMIT:
        raise BackupProblem(path, _NOT_OURS)
    try:
        with _reported(path):
            facts = json.loads(archive.read(MANIFEST))
        manifest = _read_facts(facts)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BackupProblem(path, "bản kê trong tệp sao lưu bị hỏng") from error
    _check_infos(path, infos, manifest)
    return manifest


def _read_facts(facts: dict[str, Any]) -> Manifest:
    if facts["format"] != FORMAT or facts["program"] != "cchc-desktop":
        raise ValueError(facts["format"])
    members = tuple(Member(str(m["name"]), int(m["size"]), str(m["sha256"])) for m in facts["members"])
    texts = {name: str(facts[name]) for name in ("version", "created_at", "kind", "revision", "instance")}
    return Manifest(**texts, activities=int(facts["activities"]), plans=int(facts["plans"]), members=members)


def _check_infos(path: Path, infos: list[zipfile.ZipInfo], manifest: Manifest) -> None:
    listed = {member.name: member.size for member in manifest.members}
    found = {info.filename: info.file_size for info in infos if info.filename != MANIFEST}
    if listed != found or not manifest.members or manifest.members[0].name != DATABASE:
        raise BackupProblem(path, "các tệp bên trong không khớp với bản kê")
    if any(size > _MEMBER_LIMIT for size in found.values()) or sum(found.values()) > _TOTAL_LIMIT:
        raise BackupProblem(path, "tệp sao lưu quá lớn")
    for info in infos:
        if stat.S_ISLNK(info.external_attr >> 16) or info.flag_bits & 1:
            raise BackupProblem(path, f"có tệp lạ bên trong: {info.filename}")
        if info.filename not in (MANIFEST, DATABASE) and not _is_plain(info.filename):
            raise BackupProblem(path, f"có tên tệp không được phép bên trong: {info.filename}")


def _is_plain(name: str) -> bool:
    if not name.startswith(EVIDENCE):
        return False
    parts = name.split("/")[1:]
    return bool(parts) and not any(_BAD_PART.search(part) for part in parts)


def _copy(path: Path, archive: zipfile.ZipFile, member: Member, target: IO[bytes] | None) -> None:
    digest = hashlib.sha256()
    size = 0
    with archive.open(member.name) as source:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            digest.update(chunk)
            if target is not None:
                target.write(chunk)
    if size != member.size or digest.hexdigest() != member.sha256:
        raise BackupProblem(path, f"tệp {member.name} trong bản sao lưu đã bị thay đổi")
