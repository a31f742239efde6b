"""The evidence folder: every content once, whole, and checked."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from cchc_desktop import files
from cchc_desktop.domain.attachment import Attachment, OwnerKind
from cchc_desktop.errors import FileNotWritten, FileUnreadable, NotFound, UnreadableReason
from cchc_desktop.storage import backup
from cchc_desktop.storage.attachment_files import AttachmentFiles


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kho"


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_content_lies_once_under_its_digest(folder, tmp_path):
    data = b"%PDF-1.7 " + bytes(range(256)) * 9000  # more than one chunk
    first, second = tmp_path / "Bản ký.PDF", tmp_path / "chép lại.bin"
    first.write_bytes(data)
    second.write_bytes(data)
    kept = AttachmentFiles(folder).keep(first)
    digest = hashlib.sha256(data).hexdigest()
    assert (kept.sha256, kept.size) == (digest, len(data))
    assert stored(folder) == [folder / digest[:2] / f"{digest}.pdf"]
    assert AttachmentFiles(folder).keep(second) == kept
    assert AttachmentFiles(folder).keep_bytes(data, "x.docx") == kept
    assert len(stored(folder)) == 1
    assert AttachmentFiles(folder).read(digest) == data
    assert first.read_bytes() == data


def test_a_kept_file_that_was_altered_is_refused_and_mended_by_keeping_it_again(folder, tmp_path):
    store = AttachmentFiles(folder)
    kept = store.keep_bytes(b"noi dung goc", "a.txt")
    store.find(kept.sha256).write_bytes(b"noi dung khac")
    with pytest.raises(FileUnreadable) as caught:
        store.read(kept.sha256)
    assert caught.value.reason is UnreadableReason.BROKEN
    target = tmp_path / "ra.txt"
    target.write_bytes(b"cu")
    with pytest.raises(FileUnreadable):
        store.copy_out(kept.sha256, target)
    assert target.read_bytes() == b"cu"
    store.keep_bytes(b"noi dung goc", "a.txt")
    assert store.read(kept.sha256) == b"noi dung goc"
    assert len(stored(folder)) == 1


def test_what_cannot_be_kept_says_why_and_leaves_nothing(folder, tmp_path):
    store = AttachmentFiles(folder, limit=100)
    empty, large = tmp_path / "rong.pdf", tmp_path / "lon.pdf"
    empty.write_bytes(b"")
    large.write_bytes(b"x" * 101)
    for path, reason in (
        (tmp_path / "khong-co.pdf", UnreadableReason.MISSING),
        (empty, UnreadableReason.EMPTY),
        (large, UnreadableReason.TOO_LARGE),
        (tmp_path, UnreadableReason.WRONG_KIND),
    ):
        with pytest.raises(FileUnreadable) as caught:
            store.keep(path)
        assert caught.value.reason is reason
    with pytest.raises(NotFound):
        store.read("0" * 64)
    assert not folder.exists()


def test_a_file_that_changes_while_it_is_copied_is_not_kept(folder, tmp_path, monkeypatch):
    path = tmp_path / "dang-quet.pdf"
    path.write_bytes(b"%PDF- trang mot")
    store = AttachmentFiles(folder)
    measure = store._measure

    def grown(given):
        kept = measure(given)
        given.write_bytes(b"%PDF- trang mot, trang hai")
        return kept

    monkeypatch.setattr(store, "_measure", grown)
    with pytest.raises(FileUnreadable):
        store.keep(path)
    assert stored(folder) == []


def test_a_full_disk_leaves_no_half_file(folder, monkeypatch):
    def full(path, chunks):
        raise FileNotWritten(path, files.WriteRefusal.DISK_FULL)

    monkeypatch.setattr(files, "write_chunks_atomically", full)
    with pytest.raises(FileNotWritten):
        AttachmentFiles(folder).keep_bytes(b"abc", "a.pdf")
    assert stored(folder) == []


def test_records_of_files_are_listed_binned_and_audited(database):
    scan = Attachment(OwnerKind.PLAN_VERSION, "v1", "Bản ký.pdf", "a" * 64, 12, "application/pdf", "ban_ky")
    with database.write("Đào") as uow:
        first = uow.attachments.add(scan)
        again = uow.attachments.add(Attachment(OwnerKind.PLAN_VERSION, "v1", "khác.pdf", "a" * 64, 12, note="ban_ky"))
        uow.attachments.add(Attachment(OwnerKind.ACTIVITY, "v1", "ảnh.jpg", "b" * 64, 5))
        uow.commit()
    assert again.id == first.id
    with database.write("Đào") as uow:
        assert [file.name for file in uow.attachments.of(OwnerKind.PLAN_VERSION, "v1")] == ["Bản ký.pdf"]
        uow.attachments.bin(first.id)
        assert uow.attachments.of(OwnerKind.PLAN_VERSION, "v1") == ()
        uow.attachments.restore(first.id)
        uow.commit()
    with database.read() as uow:
        assert uow.attachments.get(first.id).name == "Bản ký.pdf"
        assert [row.action for row in uow.audit.history("attachment", first.id)] == ["restore", "bin", "create"]


def test_backup_takes_kept_files_along_but_no_half_written_ones(database, database_file, folder, tmp_path):
    kept = AttachmentFiles(folder).keep_bytes(b"%PDF-1.7", "a.pdf")
    (folder / f"{files.TEMPORARY_PREFIX}x.pdf").write_bytes(b"half")
    info = backup.create_backup(database_file, folder, tmp_path / "b.cchc-backup")
    from cchc_desktop.storage import archive

    names = [member.name for member in archive.read_manifest(info.path).members]
    assert names == ["database.db", f"evidence/{kept.sha256[:2]}/{kept.sha256}.pdf"]
