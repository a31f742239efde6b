"""Evidence through real storage: photos, files, links, hostile ones, and what is missing."""

from __future__ import annotations

import errno
import io
from datetime import date, datetime
from pathlib import Path

import pytest
from PIL import Image

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.evidence import LINK_TYPE, EvidenceFacts, is_link, is_picture, taken_day
from cchc_desktop.errors import Cancelled, FileUnreadable, InvalidInput, UnreadableReason
from cchc_desktop.paths import Paths
from cchc_desktop.services.container import Services
from cchc_desktop.storage import archive

OWNER = "a" * 32


def photo(path: Path, width: int = 3000, height: int = 2000, day: str = "2026:03:11", kind: str = "JPEG") -> Path:
    exif = Image.Exif()
    exif[274] = 6
    exif.get_ifd(0x8769)[36867] = f"{day} 09:12:33"
    Image.effect_noise((width, height), 30).convert("RGB").save(path, kind, exif=exif)
    return path


def contents(paths: Paths) -> list[str]:
    return [name for name, _ in archive.evidence_files(paths.evidence)]


def reasons(intake) -> dict[str, UnreadableReason]:
    return {refusal.name: refusal.error.reason for refusal in intake.refused}


def test_a_photo_is_kept_shrunk_with_its_day_and_the_digest_of_the_original(services: Services, tmp_path: Path) -> None:
    path = photo(tmp_path / "IMG_2031.JPG")
    before = path.read_bytes()
    (kept,) = services.evidence.add_files(OWNER, [path]).added
    assert (kept.name, kept.media_type, kept.owner_id) == ("IMG_2031.JPG", "image/jpeg", OWNER)
    facts = EvidenceFacts.of(kept)
    assert facts.taken == datetime(2026, 3, 11, 9, 12, 33)
    assert len(facts.original) == 64
    assert facts.original != kept.sha256
    assert Image.open(io.BytesIO(services.attachments.read(kept.sha256))).size == (1707, 2560)
    assert path.read_bytes() == before
    assert is_picture(kept)
    assert Image.open(io.BytesIO(services.evidence.thumbnail(kept))).size == (107, 160)


def test_the_same_file_twice_is_kept_once(services: Services, office: Paths, tmp_path: Path) -> None:
    path = photo(tmp_path / "a.jpg")
    copy = tmp_path / "Bản sao của a.jpg"
    copy.write_bytes(path.read_bytes())
    first = services.evidence.add_files(OWNER, [path, copy])
    assert len(first.added) == len(first.known) == 1
    (view,) = [services.evidence.viewing_copy(first.added[0])]
    again = services.evidence.add_files(OWNER, [copy, view])  # also what the program itself made of it
    assert not again.added
    assert set(again.known) == set(first.added)
    other = services.evidence.add_files("b" * 32, [path])
    assert other.added[0].sha256 == first.added[0].sha256
    assert len(contents(office)) == 1


def test_one_bad_file_keeps_no_other_back(services: Services, office: Paths, tmp_path: Path) -> None:
    good = tmp_path / "Biên bản.pdf"
    good.write_bytes(b"%PDF-1.7 ...")
    given = {
        "virus.exe": b"MZ\x90",
        "thiep.pdf": b"MZ\x90 not a pdf",
        "script.bat": b"@echo off",
        "lnk.lnk": b"L\x00\x00\x00",
        "anh.jpg": b"<html>",
        "cut.jpg": photo(tmp_path / "x.jpg").read_bytes()[:5000],
        "IMG_1.HEIC": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic",
        "rong.docx": b"",
        "a.exe.": b"echo",
    }
    paths = [good]
    for name, data in given.items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(data)
    paths.append(tmp_path / "khong co.pdf")
    intake = services.evidence.add_files(OWNER, paths)
    assert [file.name for file in intake.added] == ["Biên bản.pdf"]
    r = UnreadableReason
    assert reasons(intake) == {
        "virus.exe": r.NOT_EVIDENCE,
        "thiep.pdf": r.NOT_EVIDENCE,
        "script.bat": r.NOT_EVIDENCE,
        "lnk.lnk": r.NOT_EVIDENCE,
        "anh.jpg": r.BROKEN_PICTURE,
        "cut.jpg": r.BROKEN_PICTURE,
        "IMG_1.HEIC": r.HEIC_PICTURE,
        "rong.docx": r.EMPTY,
        "a.exe.": r.NOT_EVIDENCE,
        "khong co.pdf": r.MISSING,
    }
    assert len(contents(office)) == 1


def test_sound_word_and_excel_are_kept_byte_for_byte(services: Services, tmp_path: Path) -> None:
    for name in ("Phát thanh thôn Ải.mp3", "Danh sách.docx", "Số liệu.xlsx", "quay phim.mp4", "ghi chú.txt"):
        path = tmp_path / name
        path.write_bytes(b"data of " + name.encode())
        (kept,) = services.evidence.add_files(OWNER, [path]).added
        assert kept.name == name
        assert services.attachments.read(kept.sha256) == path.read_bytes()
        assert EvidenceFacts.of(kept) == EvidenceFacts()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ả" * 100 + "nh " * 60 + ".pdf", None),
        ("con.pdf", "_con.pdf"),
        ("Biên bản\u202efdp.exe.pdf", "Biên bảnfdp.exe.pdf"),
        ("không đuôi", "không đuôi.pdf"),
    ],
)
def test_odd_names_are_kept_and_open_under_a_name_windows_takes(
    services: Services, tmp_path: Path, name: str, shown: str | None
) -> None:
    path = tmp_path / "dai.pdf"
    path.write_bytes(b"%PDF-1.7")
    taken = services.evidence.take(path)
    from dataclasses import replace

    from cchc_desktop.domain.evidence import NAME_LIMIT, kept_name

    kept = kept_name(name, ".pdf")
    assert len(kept) <= NAME_LIMIT
    (file,) = services.evidence.attach(OWNER, [replace(taken, name=kept)]).added
    view = services.evidence.viewing_copy(file)
    assert view.read_bytes() == b"%PDF-1.7"
    assert view.suffix == ".pdf"
    assert len(view.name.encode("utf-16-le")) // 2 <= 125
    if shown:
        assert view.name == shown


def test_a_picture_with_a_wrong_name_gets_the_right_ending(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "quét.jpg"
    Image.new("RGB", (200, 100)).save(path, "PNG")
    nameless = tmp_path / "IMG_0001"
    Image.new("RGB", (200, 101)).save(nameless, "PNG")
    kept = services.evidence.add_files(OWNER, [path, nameless]).added
    assert [(file.name, file.media_type) for file in kept] == [
        ("quét.png", "image/png"),
        ("IMG_0001.png", "image/png"),
    ]


def test_a_stick_pulled_during_copying_keeps_what_was_copied(
    services: Services, office: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "1.pdf", tmp_path / "2.pdf"
    first.write_bytes(b"%PDF-1.7 first")
    second.write_bytes(b"%PDF-1.7 second")
    real = Path.stat

    def stat(self: Path, **options: bool) -> object:
        if self == second:
            raise OSError(errno.ENODEV, "No such device")
        return real(self, **options)

    monkeypatch.setattr(Path, "stat", stat)
    intake = services.evidence.add_files(OWNER, [first, second])
    monkeypatch.undo()
    assert [file.name for file in intake.added] == ["1.pdf"]
    assert reasons(intake) == {"2.pdf": UnreadableReason.MISSING}
    assert len(contents(office)) == 1


def test_stopping_records_nothing(services: Services, tmp_path: Path) -> None:
    class Stop:
        def step(self, done: int, total: int, note: str) -> None:
            assert total == 2
            if done == 1:
                raise Cancelled

    for number in (1, 2):
        (tmp_path / f"{number}.pdf").write_bytes(b"%PDF-" + str(number).encode())
    with pytest.raises(Cancelled):
        services.evidence.add_files(OWNER, [tmp_path / "1.pdf", tmp_path / "2.pdf"], Stop())
    assert services.evidence.of(OWNER) == ()


def test_a_folder_gives_its_files_but_not_a_whole_drive(services: Services, tmp_path: Path) -> None:
    folder = tmp_path / "DCIM"
    (folder / "Camera").mkdir(parents=True)
    photo(folder / "Camera" / "b.jpg", 300, 200)
    photo(folder / "a.jpg", 200, 300)
    for name in ("Thumbs.db", ".nomedia", "~$van ban.docx"):
        (folder / name).write_bytes(b"x")
    intake = services.evidence.add_files(OWNER, [folder])
    assert sorted(file.name for file in intake.added) == ["a.jpg", "b.jpg"]
    assert intake.refused == ()
    for number in range(301):
        (folder / f"{number}.txt").write_text("x")
    with pytest.raises(InvalidInput):
        services.evidence.add_files(OWNER, [folder])


def test_a_link_is_a_text_and_nothing_else(services: Services) -> None:
    (link,) = services.evidence.add_link(OWNER, " www.lexa.hungyen.gov.vn/tin-tuc/123/ ").added
    assert link.media_type == LINK_TYPE
    assert is_link(link)
    assert EvidenceFacts.of(link).link == "https://www.lexa.hungyen.gov.vn/tin-tuc/123/"
    assert link.name == "lexa.hungyen.gov.vn/tin-tuc/123"
    assert services.attachments.read(link.sha256) == b"https://www.lexa.hungyen.gov.vn/tin-tuc/123/\r\n"
    assert services.evidence.add_link(OWNER, "https://www.lexa.hungyen.gov.vn/tin-tuc/123/").known == (link,)


@pytest.mark.parametrize(
    "text",
    [
        "", "abc", r"C:\anh.jpg", "file:///C:/anh.jpg", "javascript:alert(1)", "https://", "https://khong-cham/",
        "https://a.vn/ b", "https://u:matkhau@a.vn/", "https://a.vn/" + "x" * 2000, "http://[::1", "smb://may.chu/a",
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(services: Services, text: str) -> None:
    with pytest.raises(InvalidInput):
        services.evidence.add_link(OWNER, text)
    assert services.evidence.of(OWNER) == ()


def test_a_pasted_picture_gets_a_name(services: Services) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (640, 480)).save(stream, "PNG")
    (kept,) = services.evidence.add_picture(OWNER, stream.getvalue()).added
    assert kept.name.startswith("Ảnh dán ")
    assert kept.name.endswith(".png")


def test_removing_is_undone(services: Services, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    (file,) = services.evidence.add_files(OWNER, [tmp_path / "a.pdf"]).added
    assert services.evidence.remove(file).ids == (OWNER,)
    assert services.evidence.of(OWNER) == ()
    services.evidence.put_back(file)
    assert services.evidence.of(OWNER) == (file,)
    services.evidence.remove(file)
    # Given again after it was removed, it is there again.
    assert len(services.evidence.add_files(OWNER, [tmp_path / "a.pdf"]).added) == 1


def test_activities_without_evidence_are_counted_by_their_day(services: Services, tmp_path: Path) -> None:
    days = (date(2026, 3, 1), date(2026, 3, 2), date(2026, 4, 1))
    done = [services.activities.save(Activity(day, "phat_thanh", f"Việc {day}")).activity for day in days]
    (tmp_path / "a.pdf").write_bytes(b"%PDF-")
    services.evidence.add_files(done[0].id, [tmp_path / "a.pdf"])
    assert services.evidence.without() == 2
    assert services.evidence.without(date(2026, 3, 1), date(2026, 3, 31)) == 1
    assert set(services.evidence.of_many([item.id for item in done])) == {done[0].id}


def test_a_camera_with_a_wrong_clock_offers_no_day() -> None:
    today = date(2026, 6, 20)
    for day, offered in (((2026, 6, 20), True), ((2026, 6, 21), False), ((1999, 1, 1), False)):
        assert (taken_day(EvidenceFacts(taken=datetime(*day)), today) is not None) is offered
    assert taken_day(EvidenceFacts(), today) is None


def test_what_the_note_says_is_read_back() -> None:
    from cchc_desktop.domain.attachment import Attachment, OwnerKind

    facts = EvidenceFacts("f" * 64, datetime(2026, 3, 11, 9, 12, 33), "https://a.vn/x")
    file = Attachment(OwnerKind.ACTIVITY, OWNER, "a", "b" * 64, 1, note=facts.as_note())
    assert EvidenceFacts.of(file) == facts
    odd = Attachment(OwnerKind.ACTIVITY, OWNER, "a", "b" * 64, 1, note="Chụp lúc: hôm qua\nGhi tay")
    assert EvidenceFacts.of(odd) == EvidenceFacts()


def test_a_file_that_is_too_large_is_told_by_the_limit(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services.attachments._files, "_limit", 10)
    (tmp_path / "phim.mp4").write_bytes(b"x" * 11)
    with pytest.raises(FileUnreadable) as caught:
        services.evidence.take(tmp_path / "phim.mp4")
    assert caught.value.reason is UnreadableReason.HUGE_EVIDENCE


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_backup_holds_the_evidence_and_its_record(services: Services, office: Paths, tmp_path: Path) -> None:
    path = photo(tmp_path / "a.jpg", 300, 200)
    (kept,) = services.evidence.add_files(OWNER, [path]).added
    info = services.backups.create(tmp_path / "b.cchc-backup")
    services.evidence.remove(kept)
    services.attachments._files.find(kept.sha256).unlink()
    services.backups.restore(info.path)
    services.attachments.close()
    from cchc_desktop import wiring

    again = wiring.open_services(office, lambda: "Người thử")
    try:
        assert again.evidence.of(OWNER) == (kept,)
        assert len(again.attachments.read(kept.sha256)) == kept.size
    finally:
        again.close()
