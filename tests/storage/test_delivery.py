"""Files brought to sticks: whole under their name or not there, whatever happens on the way."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cchc_desktop import files
from cchc_desktop.domain.handover import HandoverFile
from cchc_desktop.errors import Cancelled, DeliveryFault, DeliveryProblem, FileInUse
from cchc_desktop.storage import delivery
from cchc_desktop.storage.delivery import CHUNK, deliver
from cchc_desktop.storage.drives import mounted, removable_drives

DATA = bytes(range(256)) * 10_000  # 2.4 MB: three pieces
FILE = HandoverFile("goi.cchc.zip", len(DATA), hashlib.sha256(DATA).hexdigest())


def pieces() -> Iterator[bytes]:
    for place in range(0, len(DATA), CHUNK):
        yield DATA[place : place + CHUNK]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def fault(target: Path) -> DeliveryFault:
    with pytest.raises(DeliveryProblem) as caught:
        deliver(pieces(), target, FILE)
    return caught.value.fault


class Steps:
    def __init__(self) -> None:
        self.seen: list[tuple[int, int, str]] = []

    def step(self, done: int, total: int, note: str) -> None:
        self.seen.append((done, total, note))


def test_a_delivered_file_is_there_and_was_read_back(stick: Path) -> None:
    steps = Steps()
    deliver(pieces(), stick / FILE.name, FILE, steps)
    assert (stick / FILE.name).read_bytes() == DATA
    assert names(stick) == [FILE.name]
    dones = [done for done, _, _ in steps.seen]
    assert dones == sorted(dones)
    assert dones[-1] == 2 * len(DATA)
    assert any("đọc lại" in note for _, _, note in steps.seen)


def test_an_older_file_of_the_name_is_replaced_whole(stick: Path) -> None:
    (stick / FILE.name).write_bytes(b"old")
    deliver(pieces(), stick / FILE.name, FILE)
    assert (stick / FILE.name).read_bytes() == DATA


def test_a_stopped_delivery_leaves_the_old_file(stick: Path) -> None:
    total = Steps()
    deliver(pieces(), stick / FILE.name, FILE, total)
    (stick / FILE.name).write_bytes(b"old")
    for number in range(len(total.seen) - 1):  # the last step comes when all is done

        class Stop:
            left = number

            def step(self, done: int, total: int, note: str) -> None:
                self.left -= 1
                if self.left < 0:
                    raise Cancelled

        with pytest.raises(Cancelled):
            deliver(pieces(), stick / FILE.name, FILE, Stop())
        assert names(stick) == [FILE.name]
        assert (stick / FILE.name).read_bytes() == b"old"


def test_a_stick_that_keeps_something_else_is_found_out(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stick of false capacity takes every byte and gives others back."""
    real = delivery._forget

    def lose(descriptor: int) -> None:
        os.pwrite(descriptor, b"\x00", 1_000_001) if hasattr(os, "pwrite") else os.lseek(descriptor, 0, 0)
        if not hasattr(os, "pwrite"):
            os.write(descriptor, b"\xff")
        real(descriptor)

    monkeypatch.setattr(delivery, "_forget", lose)
    assert fault(stick / FILE.name) is DeliveryFault.DIFFERS
    assert names(stick) == []


def test_a_content_that_is_not_what_it_should_be_does_not_arrive(stick: Path) -> None:
    with pytest.raises(DeliveryProblem) as caught:
        deliver([DATA[:-1] + b"x"], stick / FILE.name, FILE)
    assert caught.value.fault is DeliveryFault.DIFFERS
    assert names(stick) == []


def test_a_full_stick_is_refused_before_anything_is_written(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(4 << 20, 2 << 20, 2 << 20))
    with pytest.raises(DeliveryProblem) as caught:
        deliver(pieces(), stick / FILE.name, FILE)
    assert caught.value.fault is DeliveryFault.FULL
    assert caught.value.needed > caught.value.free == 2 << 20
    assert names(stick) == []


def test_a_file_too_large_for_fat_is_refused(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "file_system", lambda folder: "FAT32")
    with pytest.raises(DeliveryProblem) as caught:
        deliver([], stick / FILE.name, HandoverFile("x", 5 << 30, ""))
    assert caught.value.fault is DeliveryFault.FAT_LIMIT


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert fault(tmp_path / "E" / FILE.name) is DeliveryFault.GONE


class Failing(io.RawIOBase):
    """A file on a stick that fails after some bytes; `pulled` makes the whole stick vanish with it."""

    def __init__(self, stream: Any, left: int, error: OSError, pulled: Path | None) -> None:
        self.stream, self.left, self.error, self.pulled = stream, left, error, pulled

    def _spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            if self.pulled is not None and self.pulled.exists():
                self.stream.close()
                shutil.rmtree(self.pulled)
            raise self.error

    def write(self, data: Any) -> int:
        self._spend(len(data))
        return int(self.stream.write(data))

    def read(self, size: int = -1) -> bytes:
        self._spend(size)
        return bytes(self.stream.read(size))

    def fileno(self) -> int:
        return int(self.stream.fileno())

    def close(self) -> None:
        self.stream.close()
        super().close()


def break_stick(
    monkeypatch: pytest.MonkeyPatch, mode: str, left: int, error: OSError, pulled: Path | None = None
) -> None:
    real = Path.open

    def opened(path: Path, how: str = "r", *rest: Any, **more: Any) -> Any:
        stream = real(path, how, *rest, **more)
        if how == mode and path.name.startswith(files.TEMPORARY_PREFIX):
            return Failing(stream, left, error, pulled)
        return stream

    monkeypatch.setattr(Path, "open", opened)


@pytest.mark.parametrize("left", [0, CHUNK, 2 * CHUNK])
@pytest.mark.parametrize("mode", ["xb", "rb"])
@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.EIO, DeliveryFault.GONE),
        (errno.ENODEV, DeliveryFault.GONE),
        (errno.ENOSPC, DeliveryFault.FULL),
        (errno.EROFS, DeliveryFault.READ_ONLY),
        (errno.EFBIG, DeliveryFault.FAT_LIMIT),
        (errno.EINVAL, DeliveryFault.OTHER),
    ],
)
def test_a_stick_that_fails_midway(
    stick: Path, monkeypatch: pytest.MonkeyPatch, mode: str, left: int, number: int, expected: DeliveryFault
) -> None:
    (stick / FILE.name).write_bytes(b"old")
    break_stick(monkeypatch, mode, left, OSError(number, os.strerror(number)))
    assert fault(stick / FILE.name) is expected
    assert names(stick) == [FILE.name]
    monkeypatch.undo()
    assert (stick / FILE.name).read_bytes() == b"old"
    deliver(pieces(), stick / FILE.name, FILE)
    assert (stick / FILE.name).read_bytes() == DATA


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a folder with an open file")
@pytest.mark.parametrize("mode", ["xb", "rb"])
def test_a_stick_that_is_pulled_out(stick: Path, monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    break_stick(monkeypatch, mode, CHUNK, OSError(errno.EINVAL, "whatever"), pulled=stick)
    assert fault(stick / FILE.name) is DeliveryFault.GONE


def test_a_target_open_elsewhere(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(source: Path, target: Path) -> None:
        raise FileInUse(target)

    monkeypatch.setattr(files, "replace_file", held)
    with pytest.raises(FileInUse):
        deliver(pieces(), stick / FILE.name, FILE)
    assert names(stick) == []


def test_leftovers_are_swept_but_not_those_of_others_at_work(stick: Path) -> None:
    own = stick / f"{files.TEMPORARY_PREFIX}{FILE.name}"
    others, old = stick / f"{files.TEMPORARY_PREFIX}other.zip", stick / f"{files.TEMPORARY_PREFIX}old.zip"
    for path in (own, others, old):
        path.write_bytes(b"half")
    os.utime(old, (1_000_000_000, 1_000_000_000))
    deliver(pieces(), stick / FILE.name, FILE)
    assert names(stick) == sorted([FILE.name, others.name])


KILLED = """
import hashlib, os, sys
from pathlib import Path
from cchc_desktop.domain.handover import HandoverFile
from cchc_desktop.storage import delivery

data = bytes(range(256)) * 64
delivery.CHUNK = 4096
target = Path(sys.argv[1])
watched = {delivery.__file__, sys.modules["cchc_desktop.files"].__file__}
pieces = [data[place:place + 4096] for place in range(0, len(data), 4096)]
expected = HandoverFile(target.name, len(data), hashlib.sha256(data).hexdigest())

def run(number):
    left = number
    def trace(frame, event, argument):
        nonlocal left
        if frame.f_code.co_filename not in watched:
            return None
        left -= 1
        if left < 0:
            os._exit(9)
        return trace
    sys.settrace(trace)
    delivery.deliver(pieces, target, expected)
    os._exit(0)

number, whole, none = 0, 0, 0
while True:
    target.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        run(number)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if target.exists():
        assert target.read_bytes() == data, f"half a file after a kill at step {number}"
        whole += 1
    else:
        none += 1
    if code == 0:
        break
    number += 1
print(number, whole, none)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_process_killed_at_any_line_leaves_all_or_nothing(stick: Path) -> None:
    """Die before every single line of the delivery: under its name the file is whole or not there."""
    command = [sys.executable, "-c", KILLED, str(stick / "goi.cchc.zip")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
    steps, whole, none = map(int, done.stdout.split())
    assert steps > 80, "the trace did not see the lines"
    assert whole > 1, "also after the rename a process must have died"
    assert none > 50
    assert names(stick) == ["goi.cchc.zip"], "the last run cleared what the killed ones had left"


def test_where_sticks_are_mounted() -> None:
    lines = [
        "/dev/sda1 / ext4 rw 0 0",
        "/dev/sdb1 /media/binh/USB\\040XA vfat rw 0 0",
        "/dev/sdc1 /run/media/binh/KINGSTON exfat rw 0 0",
        "tmpfs /run/media tmpfs rw 0 0",
        "broken",
    ]
    assert mounted(lines) == (Path("/media/binh/USB XA"), Path("/run/media/binh/KINGSTON"))


def test_looking_for_drives_never_fails() -> None:
    assert all(drive.total >= drive.free for drive in removable_drives())
