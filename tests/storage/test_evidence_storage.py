"""Files of activities in storage: sticks that go away, several records at once, activities without evidence."""

from __future__ import annotations

import errno
from datetime import date
from pathlib import Path

import pytest

from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.domain.attachment import Attachment, OwnerKind
from cchc_desktop.errors import FileUnreadable, NotFound, UnreadableReason
from cchc_desktop.storage import archive, attachment_files
from cchc_desktop.storage.attachment_files import AttachmentFiles


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("first_reads", [1, 4])
def test_a_stick_pulled_during_copying_leaves_nothing_and_says_so(tmp_path, monkeypatch, first_reads):
    """Whether it goes while the file is measured (1) or while it is copied (4: three chunks were read before)."""
    path, folder = tmp_path / "USB" / "phim.mp4", tmp_path / "kho"
    path.parent.mkdir()
    path.write_bytes(b"x" * (2 << 20) + b"y")
    real = Path.open
    reads = 0

    class Pulled:
        def __init__(self, stream):
            self._stream = stream

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self._stream.close()

        def read(self, size):
            nonlocal reads
            reads += 1
            if reads > first_reads:
                raise OSError(errno.EIO, "Input/output error")
            return self._stream.read(size)

    def opened(self, *args, **options):
        stream = real(self, *args, **options)
        return Pulled(stream) if self == path else stream

    monkeypatch.setattr(Path, "open", opened)
    with pytest.raises(FileUnreadable) as caught:
        AttachmentFiles(folder).keep(path)
    assert caught.value.reason is UnreadableReason.MISSING
    assert not folder.exists() or stored(folder) == []


def test_a_device_that_is_gone_is_told_apart_from_a_forbidden_file():
    path = Path("E:/anh.jpg")
    for error, reason in (
        (OSError(errno.ENODEV, ""), UnreadableReason.MISSING),
        (OSError(errno.EACCES, ""), UnreadableReason.PERMISSION),
        (OSError(errno.EINVAL, ""), UnreadableReason.PERMISSION),
    ):
        assert attachment_files._unreadable(path, error).reason is reason


def test_a_file_is_read_whole_or_refused(tmp_path):
    store = AttachmentFiles(tmp_path / "kho", limit=10)
    path = tmp_path / "a.jpg"
    path.write_bytes(b"0123456789")
    assert store.read_outside(path) == b"0123456789"
    path.write_bytes(b"0123456789+")
    with pytest.raises(FileUnreadable) as caught:
        store.read_outside(path)
    assert caught.value.reason is UnreadableReason.TOO_LARGE


def test_a_content_is_given_out_in_pieces_only_when_it_is_sound(tmp_path):
    store = AttachmentFiles(tmp_path)
    data = bytes(range(256)) * 5000
    kept = store.keep_bytes(data, "a.pdf")
    assert b"".join(store.chunks(kept.sha256)) == data
    store.find(kept.sha256).write_bytes(data[:-1])
    with pytest.raises(FileUnreadable):
        store.chunks(kept.sha256)
    with pytest.raises(NotFound):
        store.chunks("0" * 64)


def attach(uow, owner: str, digest: str) -> Attachment:
    return uow.attachments.add(Attachment(OwnerKind.ACTIVITY, owner, f"{digest[:3]}.jpg", digest, 3, "image/jpeg"))


def test_files_of_many_records_come_by_record(database):
    owners = [f"{number:032x}" for number in range(1200)]
    with database.write("Đào") as uow:
        for owner in owners[::400]:
            attach(uow, owner, "a" * 64)
            attach(uow, owner, "b" * 64)
        uow.attachments.add(Attachment(OwnerKind.PLAN_VERSION, owners[1], "x", "c" * 64, 1))
        uow.attachments.bin(attach(uow, owners[2], "d" * 64).id)
        uow.commit()
    with database.read() as uow:
        found = uow.attachments.of_many(OwnerKind.ACTIVITY, owners)
        assert found[owners[400]] == uow.attachments.of(OwnerKind.ACTIVITY, owners[400])
    assert {owner: len(files) for owner, files in found.items()} == dict.fromkeys(owners[::400], 2)


def test_activities_without_evidence_are_found_and_counted(database, make_activity):
    with_file, without, binned_file = (make_activity(date=date(2025, 3, day), title=f"Việc {day}") for day in (1, 2, 3))
    other = make_activity(date=date(2025, 3, 4), title="Trong thùng rác")
    with database.write("Đào") as uow:
        uow.activities.save_many([with_file, without, binned_file, other])
        uow.activities.bin([other.id])
        attach(uow, with_file.id, "a" * 64)
        # The file of another kind of record with the same id proves nothing.
        uow.attachments.add(Attachment(OwnerKind.PLAN_VERSION, without.id, "x", "c" * 64, 1))
        gone = attach(uow, binned_file.id, "b" * 64)
        uow.attachments.bin(gone.id)
        uow.commit()
    with database.read() as uow:
        page = uow.activities.page(ActivityFilter(unproven=True), {})
        assert [activity.title for activity in page.activities] == ["Việc 3", "Việc 2"]
        assert uow.activities.page(ActivityFilter(unproven=True, limit=1), {}).total == 2
        assert uow.activities.page(ActivityFilter(unproven=True, words="viec 3", limit=1), {}).total == 1
        assert uow.activities.page(ActivityFilter(unproven=True, end=date(2025, 3, 2)), {}).total == 1
        assert uow.activities.page(ActivityFilter(unproven=True, binned=True), {}).total == 1


def test_evidence_lies_where_the_backup_looks(tmp_path):
    kept = AttachmentFiles(tmp_path).keep_bytes(b"https://lexa.hungyen.gov.vn\r\n", "lien-ket.uri")
    assert [name for name, _ in archive.evidence_files(tmp_path)] == [f"evidence/{kept.sha256[:2]}/{kept.sha256}.uri"]
