from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from cchc_desktop.errors import UnsafeLocation, UnsafePlace
from cchc_desktop.storage import location
from cchc_desktop.storage.database import create_database, open_database


@pytest.mark.parametrize(
    ("path", "drive", "expected"),
    [
        (r"C:\Users\Nguyễn Đức\AppData\Local\CCHC\cchc.db", 3, None),
        (r"\\?\C:\Users\a\cchc.db", 3, None),
        (r"D:\cchc\cchc.db", 3, None),
        (r"\\may-chu\chung\cchc.db", 0, UnsafePlace.NETWORK),
        (r"Z:\cchc.db", 4, UnsafePlace.NETWORK),
        (r"E:\cchc.db", 2, UnsafePlace.REMOVABLE),
        (r"F:\cchc.db", 5, UnsafePlace.REMOVABLE),
        (r"C:\Users\a\OneDrive\cchc.db", 3, UnsafePlace.SYNCED),
        (r"C:\Users\a\OneDrive - UBND xã Lệ Xá\Tài liệu\cchc.db", 3, UnsafePlace.SYNCED),
        (r"C:\Users\a\Dropbox (Cơ quan)\cchc.db", 3, UnsafePlace.SYNCED),
        (r"G:\My Drive\cchc.db", 3, UnsafePlace.SYNCED),
        (r"C:\Users\a\iCloudDrive\cchc.db", 3, UnsafePlace.SYNCED),
        (r"C:\Users\a\onedrives-cu\cchc.db", 3, None),
        (r"C:\a\onedrive", 3, None),  # the file's own name says nothing
    ],
)
def test_places_of_windows(path: str, drive: int, expected: UnsafePlace | None) -> None:
    assert location.unsafe_place(PureWindowsPath(path), drive) is expected


@pytest.mark.parametrize(
    ("path", "mount", "expected"),
    [
        ("/home/a/.local/share/cchc/cchc.db", ("/", "ext4"), None),
        ("/srv/x/cchc.db", ("/srv", "nfs4"), UnsafePlace.NETWORK),
        ("/mnt/x/cchc.db", ("/mnt/x", "cifs"), UnsafePlace.NETWORK),
        ("/media/a/USB/cchc.db", ("/media/a/USB", "vfat"), UnsafePlace.REMOVABLE),
        ("/run/media/a/USB/cchc.db", ("/run/media/a/USB", "exfat"), UnsafePlace.REMOVABLE),
        ("/media-cu/cchc.db", ("/", "ext4"), None),
        ("/home/a/Dropbox/cchc.db", ("/", "ext4"), UnsafePlace.SYNCED),
    ],
)
def test_places_of_linux(path: str, mount: tuple[str, str], expected: UnsafePlace | None) -> None:
    assert location.unsafe_place(PurePosixPath(path), mount=mount) is expected


def test_the_deepest_mount_counts() -> None:
    mounts = [
        "/dev/sda1 / ext4 rw 0 0",
        "srv:/x /home/a/chung\\040văn\\040phòng nfs4 rw 0 0",
        "/dev/sda2 /home ext4 rw 0 0",
        "broken",
    ]
    assert location.find_mount(PurePosixPath("/home/a/x"), mounts) == ("/home", "ext4")
    assert location.find_mount(PurePosixPath("/home/a/chung văn phòng/x"), mounts)[1] == "nfs4"
    assert location.find_mount(PurePosixPath("/home2/x"), mounts) == ("/", "ext4")


def test_nothing_is_made_or_opened_in_such_a_place(tmp_path: Path) -> None:
    path = tmp_path / "OneDrive" / "cchc.db"
    with pytest.raises(UnsafeLocation) as caught:
        create_database(path)
    assert caught.value.place is UnsafePlace.SYNCED
    with pytest.raises(UnsafeLocation):
        open_database(path, tmp_path)
    assert not path.parent.exists()


def test_a_link_into_such_a_place_does_not_hide_it(tmp_path: Path) -> None:
    (tmp_path / "Dropbox" / "x").mkdir(parents=True)
    link = tmp_path / "data"
    try:
        link.symlink_to(tmp_path / "Dropbox" / "x", target_is_directory=True)
    except OSError:
        pytest.skip("this Windows account may not make links")
    with pytest.raises(UnsafeLocation):
        create_database(link / "cchc.db")
