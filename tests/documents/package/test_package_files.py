"""Packages written and read: whole, or refused with the file that differs named."""

from __future__ import annotations

import io
import json
import random
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cchc_desktop.documents.package import signature as signing
from cchc_desktop.documents.package.read import OpenedPackage, read_package
from cchc_desktop.documents.package.sealed_json import sealed
from cchc_desktop.documents.package.split import cut, part_name
from cchc_desktop.documents.package.write import MadePackage, write_package
from cchc_desktop.domain.package import Manifest, PackageFacts, Part, Role
from cchc_desktop.errors import AppError, Cancelled, FileUnreadable, InvalidInput, PackageFault, PackageProblem

FACTS = PackageFacts(
    "H29.12", "xã Lệ Xá", "2026-Q1", "Quý I năm 2026", date(2025, 12, 15), date(2026, 3, 14), document="12/BC-UBND"
)
DRAFT = Manifest(FACTS, "a" * 32, "2026-03-16T08:00:00+07:00", "0.1.0", ())
KEY = bytes(range(32))
PARTS = (
    Part(Role.DATA, "so-lieu.json", b'{"tin-bai": 12}'),
    Part(Role.WORD, "Báo cáo quý I.docx", b"PK fake word", "Báo cáo"),
    Part(Role.SIGNED, "Bản ký.pdf", b"%PDF-1.4 signed"),
)


def make(target: Path, parts: tuple[Part, ...] = PARTS, key: bytes | None = KEY) -> MadePackage:
    if key is None:
        return write_package(target, DRAFT, parts)
    return write_package(target, DRAFT, parts, lambda data: signing.sign(key, data), signing.fingerprint(public(key)))


def public(key: bytes) -> bytes:
    return signing.public_key_of(key)


@pytest.fixture
def made(tmp_path: Path) -> MadePackage:
    return make(tmp_path / "goi.cchc.zip")


def rezipped(path: Path, change: Callable[[dict[str, bytes]], None], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """Do what a person does: unpack, change, pack again."""
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    change(contents)
    other = path.with_name("lai.cchc.zip")
    with zipfile.ZipFile(other, "w", method) as archive:
        for name, data in contents.items():
            archive.writestr(name, data)
    return other


def fault_of(path: Path) -> tuple[PackageFault, str]:
    with pytest.raises(PackageProblem) as caught:
        read_package(path)
    return caught.value.fault, caught.value.member


def test_what_was_packed_comes_out(made: MadePackage) -> None:
    opened = read_package(made.path)
    assert (opened.manifest, opened.code, opened.sha256, opened.size) == (
        made.manifest,
        made.code,
        made.sha256,
        made.size,
    )
    assert opened.manifest.facts == FACTS
    assert not opened.repacked
    assert opened.public_key == public(KEY)
    assert [file.name for file in opened.manifest.files] == [
        "DOC-TRUOC.txt",
        "so-lieu.json",
        "bao-cao-quy-i.docx",
        "ban-ky.pdf",
    ]
    assert opened.read(opened.manifest.files[1]) == b'{"tin-bai": 12}'


def test_the_same_parts_make_the_same_bytes(tmp_path: Path, made: MadePackage) -> None:
    again = make(tmp_path / "again.cchc.zip")
    assert again.path.read_bytes() == made.path.read_bytes()


def test_other_programs_unpack_it(made: MadePackage) -> None:
    with zipfile.ZipFile(made.path) as archive:
        assert archive.testzip() is None
        assert archive.read("ban-ky.pdf") == b"%PDF-1.4 signed"
        readme = archive.read("DOC-TRUOC.txt").decode("utf-8-sig")
    assert "xã Lệ Xá" in readme
    assert "Báo cáo" in readme
    assert "ban-ky.pdf" in readme


def test_any_byte_changed_is_noticed(made: MadePackage, tmp_path: Path) -> None:
    """Every byte of the file, one at a time: refused, or told as packed by another program."""
    data = made.path.read_bytes()
    other = tmp_path / "x.cchc.zip"
    chance = random.Random(7)
    refused = 0
    for place in range(len(data)):
        other.write_bytes(data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :])
        try:
            assert read_package(other).repacked, f"byte {place} of {len(data)} was changed and nobody noticed"
        except (PackageProblem, FileUnreadable):
            refused += 1
    assert refused > made.manifest.size, "at least every byte of the files must be refused"


@pytest.mark.parametrize("cut_at", [0, 3, 4, 30, 200, -1, -22, -23])
def test_a_package_that_is_cut_off_is_refused(made: MadePackage, tmp_path: Path, cut_at: int) -> None:
    other = tmp_path / "x.cchc.zip"
    other.write_bytes(made.path.read_bytes()[:cut_at])
    with pytest.raises((PackageProblem, FileUnreadable)):
        read_package(other)


def test_bytes_behind_and_a_comment_are_noticed(made: MadePackage) -> None:
    with zipfile.ZipFile(made.path, "a") as archive:
        archive.comment = b"hello"
    assert read_package(made.path).repacked


def test_packed_again_by_another_program_it_is_taken_and_told(made: MadePackage) -> None:
    opened = read_package(rezipped(made.path, lambda contents: None))
    assert opened.repacked
    assert opened.seal == made.seal


def test_a_file_edited_by_hand_is_named(made: MadePackage) -> None:
    def edit(contents: dict[str, bytes]) -> None:
        contents["so-lieu.json"] = b'{"tin-bai": 99}'

    assert fault_of(rezipped(made.path, edit)) == (PackageFault.ALTERED, "so-lieu.json")


def test_a_missing_and_an_added_file_are_named(made: MadePackage) -> None:
    gone = rezipped(made.path, lambda contents: contents.pop("ban-ky.pdf") and None)
    assert fault_of(gone) == (PackageFault.MISSING, "ban-ky.pdf")
    more = rezipped(made.path, lambda contents: contents.update({"them.exe": b"MZ"}))
    assert fault_of(more) == (PackageFault.EXTRA, "them.exe")


def test_a_manifest_edited_by_hand_is_refused(made: MadePackage) -> None:
    def edit(contents: dict[str, bytes]) -> None:
        contents["manifest.json"] = contents["manifest.json"].replace(b"2026-Q1", b"2026-Q2")

    assert fault_of(rezipped(made.path, edit))[0] is PackageFault.MANIFEST_ALTERED


def test_a_manifest_sealed_anew_fails_at_the_signature(made: MadePackage) -> None:
    def forge(contents: dict[str, bytes]) -> None:
        values = json.loads(contents["manifest.json"])
        values["report"]["document"] = "13/BC-UBND"
        contents["manifest.json"] = sealed({key: value for key, value in values.items() if key != "seal"})[0]

    assert fault_of(rezipped(made.path, forge))[0] is PackageFault.SIGNATURE_WRONG


def test_a_signature_taken_out_or_put_in_is_noticed(made: MadePackage, tmp_path: Path) -> None:
    assert (
        fault_of(rezipped(made.path, lambda contents: contents.pop("signature.json") and None))[0]
        is PackageFault.SIGNATURE_MISSING
    )
    plain = make(tmp_path / "plain.cchc.zip", key=None)
    assert read_package(plain.path).public_key == b""
    signature = signing.to_bytes(signing.sign(KEY, b"anything"))
    added = rezipped(plain.path, lambda contents: contents.update({"signature.json": signature}))
    assert fault_of(added) == (PackageFault.EXTRA, "signature.json")


def test_a_signature_of_another_key_is_noticed(made: MadePackage) -> None:
    def swap(contents: dict[str, bytes]) -> None:
        contents["signature.json"] = signing.to_bytes(signing.sign(bytes(32), contents["manifest.json"]))

    assert fault_of(rezipped(made.path, swap))[0] is PackageFault.SIGNATURE_WRONG


def changed_manifest(path: Path, **changes: object) -> Path:
    def forge(contents: dict[str, bytes]) -> None:
        values = json.loads(contents["manifest.json"]) | changes
        contents["manifest.json"] = sealed({key: value for key, value in values.items() if key != "seal"})[0]

    return rezipped(path, forge)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"schema": 2}, PackageFault.TOO_NEW),
        ({"schema": 10**30}, PackageFault.TOO_NEW),
        ({"schema": True}, PackageFault.NOT_OURS),
        ({"schema": "1"}, PackageFault.NOT_OURS),
        ({"format": "other"}, PackageFault.NOT_OURS),
        ({"files": {}}, PackageFault.WRONG_FACTS),
        ({"files": [1]}, PackageFault.WRONG_FACTS),
        ({"files": []}, PackageFault.WRONG_FACTS),
        ({"unit": None}, PackageFault.WRONG_FACTS),
        ({"unit": {"code": 7, "name": "x"}}, PackageFault.WRONG_FACTS),
        ({"period": {"code": "2026-Q1", "name": "", "start": "2026-02-31", "end": "x"}}, PackageFault.WRONG_FACTS),
        ({"created_at": 1}, PackageFault.WRONG_FACTS),
        ({"deep": json.loads("[" * 50 + "]" * 50)}, PackageFault.NOT_OURS),
    ],
)
def test_manifests_that_say_what_cannot_be(tmp_path: Path, changes: dict[str, object], fault: PackageFault) -> None:
    plain = make(tmp_path / "plain.cchc.zip", key=None)
    assert fault_of(changed_manifest(plain.path, **changes))[0] is fault


@pytest.mark.parametrize(
    "text",
    [b"", b"[]", b"null", b'{"format": NaN}', b"\xff\xfe", b"[" * 100_000, b'{"format": "cchc-package", "schema": 1}'],
)
def test_manifests_that_are_none(made: MadePackage, text: bytes) -> None:
    def edit(contents: dict[str, bytes]) -> None:
        contents["manifest.json"] = text

    assert fault_of(rezipped(made.path, edit))[0] in (PackageFault.NOT_OURS, PackageFault.MANIFEST_ALTERED)


def hostile_zip(path: Path, names: list[str], data: bytes = b"x", mode: int = 0) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            archive.writestr(info, data)
    return path


@pytest.mark.parametrize(
    "name",
    ["../evil.txt", "/etc/passwd", "C:/x", "a\\..\\b", "folder/", "CON", "nul.txt", "x:y", "bao cao.docx", "báo.docx"],
)
def test_names_that_reach_out_are_refused_by_name(tmp_path: Path, name: str) -> None:
    fault, member = fault_of(hostile_zip(tmp_path / "x.cchc.zip", ["manifest.json", name]))
    assert fault is PackageFault.HOSTILE
    assert member.replace("\\", "/") == name.replace("\\", "/")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_double_names_are_refused(tmp_path: Path) -> None:
    for pair in (["manifest.json", "manifest.json"], ["manifest.json", "a.txt", "A.TXT"]):
        assert fault_of(hostile_zip(tmp_path / "x.cchc.zip", pair))[0] is PackageFault.HOSTILE


def test_links_are_refused(tmp_path: Path) -> None:
    path = hostile_zip(tmp_path / "x.cchc.zip", ["manifest.json"], b"/etc/passwd", 0o120777)
    assert fault_of(path)[0] is PackageFault.HOSTILE


def test_bombs_are_refused_before_they_unpack(tmp_path: Path) -> None:
    path = tmp_path / "x.cchc.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b"{}")
        archive.writestr("bomb.docx", bytes(50 << 20))
    assert fault_of(path) == (PackageFault.TOO_LARGE, "bomb.docx")
    hostile_zip(path, ["manifest.json", *(f"f{number}.txt" for number in range(600))])
    assert fault_of(path)[0] is PackageFault.TOO_LARGE


def test_a_directory_that_lies_about_a_size_is_refused(tmp_path: Path) -> None:
    """The directory says 10 bytes, the stream unpacks to 20 MB."""
    path = tmp_path / "x.cchc.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b" " * (1 << 20))
    data = path.read_bytes()
    true, lie = (1 << 20).to_bytes(4, "little"), (10).to_bytes(4, "little")
    path.write_bytes(data.replace(true, lie))
    assert fault_of(path)[0] in (PackageFault.BROKEN, PackageFault.NOT_OURS)


@pytest.mark.parametrize(
    "data", [b"MZ\x90\x00", b"%PDF-1.4", b"\xd0\xcf\x11\xe0", b"PK\x05\x06" + bytes(18), b"PK\x03\x04"]
)
def test_other_files_are_named_as_such(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.cchc.zip"
    path.write_bytes(data)
    assert fault_of(path)[0] in (PackageFault.NOT_OURS, PackageFault.BROKEN)


def test_a_program_before_the_zip_is_refused(made: MadePackage) -> None:
    made.path.write_bytes(b"MZ" + bytes(500) + made.path.read_bytes())
    assert fault_of(made.path)[0] is PackageFault.NOT_OURS


def test_folders_empty_and_missing_files(tmp_path: Path) -> None:
    (tmp_path / "empty.cchc.zip").touch()
    for path in (tmp_path, tmp_path / "empty.cchc.zip", tmp_path / "none.cchc.zip"):
        with pytest.raises(FileUnreadable):
            read_package(path)


# -- packing


def test_a_failed_packing_leaves_the_old_package(made: MadePackage, tmp_path: Path) -> None:
    before = made.path.read_bytes()
    gone = Part(Role.PDF, "x.pdf", tmp_path / "gone.pdf")
    empty = Part(Role.PDF, "x.pdf", b"")
    for part in (gone, empty):
        with pytest.raises(FileUnreadable):
            make(made.path, (*PARTS, part))
    with pytest.raises(InvalidInput):
        write_package(made.path, replace(DRAFT, id="x"), PARTS)
    assert made.path.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == [made.path.name]


class StopAt:
    """Stops at a step."""

    def __init__(self, step: int) -> None:
        self.left = step

    def step(self, done: int, total: int, note: str) -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.mark.parametrize("step", range(8))
def test_a_stopped_packing_leaves_nothing(tmp_path: Path, step: int) -> None:
    with pytest.raises(Cancelled):
        write_package(tmp_path / "x.cchc.zip", DRAFT, PARTS, progress=StopAt(step))
    assert list(tmp_path.iterdir()) == []


def test_a_part_that_changes_while_it_is_packed_is_told(tmp_path: Path) -> None:
    moving = tmp_path / "live.docx"
    moving.write_bytes(b"first")

    class Meddler:
        def step(self, done: int, total: int, note: str) -> None:
            if note.startswith("Đang đóng gói"):
                moving.write_bytes(b"other")

    with pytest.raises(FileUnreadable):
        write_package(tmp_path / "x.cchc.zip", DRAFT, (Part(Role.WORD, "a.docx", moving),), progress=Meddler())
    assert not (tmp_path / "x.cchc.zip").exists()


# -- in parts


def split(made: MadePackage, folder: Path, limit: int) -> list[Path]:
    data = made.path.read_bytes()
    paths = []
    for number, (start, end) in enumerate(cut(len(data), limit), 1):
        paths.append(folder / part_name(made.path.name, number))
        paths[-1].write_bytes(data[start:end])
    return paths


@pytest.mark.parametrize("limit", [100, 777, 1000])
def test_parts_are_read_as_one(made: MadePackage, tmp_path: Path, limit: int) -> None:
    folder = tmp_path / "mail"
    folder.mkdir()
    paths = split(made, folder, limit)
    assert len(paths) > 1
    opened: OpenedPackage = read_package(paths[0])
    assert (opened.seal, opened.sha256, opened.repacked) == (made.seal, made.sha256, False)
    paths[1].unlink()
    if len(paths) > 2:
        assert fault_of(paths[0]) == (PackageFault.PART_MISSING, paths[1].name)
    paths[-1].unlink(missing_ok=True)
    with pytest.raises(AppError):
        read_package(paths[0])


def test_parts_cover_the_file_without_gap() -> None:
    assert cut(10, 4) == ((0, 4), (4, 8), (8, 10))
    assert cut(8, 4) == ((0, 4), (4, 8))
    assert cut(0, 4) == ()
    with pytest.raises(ValueError):
        cut(1000, 1)


def test_a_zip_stream_can_be_rebuilt_from_memory(made: MadePackage) -> None:
    """The checksum in the headers is that of zlib: what is written is a plain zip."""
    with zipfile.ZipFile(io.BytesIO(made.path.read_bytes())) as archive:
        for info in archive.infolist():
            assert zlib.crc32(archive.read(info)) == info.CRC
            assert info.compress_type == zipfile.ZIP_STORED
            assert not info.flag_bits & 0x8, "old unzippers refuse stored entries with a data descriptor"
