"""Packing and handing over through real storage, with a stand-in for the report versions."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import namedtuple
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cchc_desktop.documents.package.read import read_package
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.handover import Way
from cchc_desktop.domain.package import PackageFacts, Part, Role
from cchc_desktop.domain.trusted_key import KeyVerdict
from cchc_desktop.errors import (
    Cancelled,
    Conflict,
    DeliveryFault,
    DeliveryProblem,
    FileUnreadable,
    InvalidInput,
    NotFound,
    PackageFault,
    PackageProblem,
)
from cchc_desktop.paths import Paths
from cchc_desktop.services.container import Services
from cchc_desktop.services.handovers import MAIL_NOTE, STOPPED_NOTE, UNPROVEN_NOTE, HandoverService
from cchc_desktop.services.packages import PackageService
from cchc_desktop.services.trusted_keys import TrustedKeyService
from cchc_desktop.storage.database import open_database
from cchc_desktop.storage.signing_key import FILE_NAME

FACTS = PackageFacts(
    "HY-DT",
    "xã Đồng Tâm",
    "2026-Q1",
    "Quý I năm 2026",
    date(2025, 12, 15),
    date(2026, 3, 14),
    superior="Sở Nội vụ tỉnh Hưng Yên",
)
PARTS = (Part(Role.WORD, "Báo cáo.docx", b"word" * 1000), Part(Role.WORKBOOK, "Biểu.xlsx", b"excel" * 1000))
VERSION = "v" * 32


class Versions:
    """Knows one version."""

    def __init__(self) -> None:
        self.gone: list[tuple[str, str]] = []
        self.days = (date(2026, 3, 16),)

    def facts(self, version_id: str) -> PackageFacts:
        if version_id != VERSION:
            raise NotFound("báo cáo", version_id)
        return FACTS

    def parts(self, version_id: str) -> tuple[Part, ...]:
        return PARTS

    def seen(self, version_id: str) -> tuple[date, ...]:
        return self.days

    def sent(self, version_id: str, package_id: str) -> Change:
        self.gone.append((version_id, package_id))
        return Change(Topic.FIGURE, (version_id,))


class Desk:
    """The services under test on the database of an office."""

    def __init__(self, services: Services, office: Paths) -> None:
        self.versions = Versions()
        self.today = date(2026, 3, 20)
        database = services._desk.database
        self.keys = TrustedKeyService(database, office.data, lambda: "Người thử")
        self.packages = PackageService(
            database,
            self.versions,
            services.units,
            services.attachments,
            self.keys,
            lambda: "Người thử",
            lambda: self.today,
        )
        self.handovers = HandoverService(
            database,
            self.versions,
            self.packages,
            services.attachments,
            lambda: "Người thử",
            lambda: self.today,
            date(2026, 1, 1),
        )


@pytest.fixture
def desk(services: Services, office: Paths) -> Desk:
    return Desk(services, office)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def test_a_package_reaches_the_stick_and_the_log(desk: Desk, stick: Path) -> None:
    package = desk.packages.pack(VERSION, PARTS)
    done = desk.handovers.deliver(VERSION, package, stick, Way.USB)
    arrived = read_package(stick / "CCHC_HY-DT_2026-Q1_v1.cchc.zip")
    assert (arrived.code, arrived.manifest) == (package.code, package.manifest)
    assert arrived.public_key
    assert desk.versions.gone == [(VERSION, package.manifest.id)]
    (line,) = desk.handovers.log(VERSION)
    assert line == done.handover
    assert (line.verified, line.way, line.target, line.actor, line.note) == (True, Way.USB, str(stick), "Người thử", "")
    assert (line.files[0].sha256, line.files[0].size) == (arrived.sha256, arrived.size)
    assert [one.package_id for one in desk.handovers.log()] == [package.manifest.id]


def test_the_same_parts_are_one_package_with_one_code(desk: Desk) -> None:
    first = desk.packages.pack(VERSION, PARTS)
    assert desk.packages.pack(VERSION, PARTS) == first
    other = desk.packages.pack(VERSION, PARTS[:1])
    unsigned = desk.packages.pack(VERSION, PARTS, sign=False)
    assert len({first.code, other.code, unsigned.code}) == 3
    assert [one.code for one in desk.packages.packages(VERSION)] == [unsigned.code, other.code, first.code]
    assert desk.packages.package(VERSION, first.manifest.id) == first
    with pytest.raises(NotFound):
        desk.packages.package(VERSION, "x" * 32)


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_lost_package_is_made_anew(desk: Desk) -> None:
    first = desk.packages.pack(VERSION, PARTS)
    first.path.unlink()
    assert desk.packages.packages(VERSION) == ()
    assert desk.packages.pack(VERSION, PARTS).manifest.id != first.manifest.id


def test_what_fails_stands_in_the_log(desk: Desk, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = desk.packages.pack(VERSION, PARTS)

    class Stop:
        def step(self, done: int, total: int, note: str) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        desk.handovers.deliver(VERSION, package, stick, Way.USB, Stop())
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(1, 1, 0))
    with pytest.raises(DeliveryProblem) as caught:
        desk.handovers.deliver(VERSION, package, stick, Way.USB)
    assert caught.value.fault is DeliveryFault.FULL
    with pytest.raises(DeliveryProblem):
        desk.handovers.deliver(VERSION, package, stick / "gone", Way.FOLDER)
    # What is refused before anything is written is no handover.
    assert [(line.verified, line.note) for line in desk.handovers.log()] == [(False, STOPPED_NOTE)]
    assert desk.versions.gone == []
    assert list(stick.iterdir()) == []


@pytest.mark.parametrize("engine", ["sqlite"])  # a server keeps its contents in a table
def test_a_package_that_was_changed_in_the_evidence_folder_does_not_leave(desk: Desk, stick: Path) -> None:
    package = desk.packages.pack(VERSION, PARTS)
    data = bytearray(package.path.read_bytes())
    data[700] ^= 1
    package.path.write_bytes(data)
    with pytest.raises(FileUnreadable):
        desk.handovers.deliver(VERSION, package, stick, Way.USB)
    assert list(stick.iterdir()) == []
    assert not desk.handovers.log()[0].verified


def test_another_file_of_the_name_is_found(desk: Desk, stick: Path) -> None:
    package = desk.packages.pack(VERSION, PARTS)
    assert not desk.handovers.stands_there(package, stick)
    desk.handovers.deliver(VERSION, package, stick, Way.USB)
    assert not desk.handovers.stands_there(package, stick), "the very same file is no reason to ask"
    assert desk.handovers.stands_there(desk.packages.pack(VERSION, PARTS[:1]), stick)


def test_mails_wait_until_a_person_says_they_were_sent(desk: Desk, stick: Path) -> None:
    package = desk.packages.pack(VERSION, PARTS)
    with pytest.raises(InvalidInput):
        desk.handovers.make_mails(VERSION, package, "không phải", 20 << 20, stick)
    assert desk.handovers.log() == ()
    made = desk.handovers.make_mails(VERSION, package, "so@hungyen.gov.vn", 20 << 20, stick)
    assert [path.name for path in made.paths] == ["CCHC_HY-DT_2026-Q1_v1.eml"]
    assert made.paths[0].read_bytes().startswith(b"X-Unsent: 1")
    assert desk.versions.gone == []
    assert (desk.handovers.log()[0].verified, desk.handovers.log()[0].note) == (False, MAIL_NOTE)
    done = desk.handovers.mail_sent(made.handover.id)
    assert done.handover.verified
    assert done.handover.target == "so@hungyen.gov.vn"
    assert desk.versions.gone == [(VERSION, package.manifest.id)]
    with pytest.raises(NotFound):
        desk.handovers.mail_sent("x")
    usb = desk.handovers.deliver(VERSION, package, stick, Way.FOLDER)
    with pytest.raises(Conflict):
        desk.handovers.mail_sent(usb.handover.id)


def test_a_clock_of_2019_is_told(desk: Desk, stick: Path) -> None:
    assert desk.handovers.offer(VERSION).clock_warning == ""
    desk.today = date(2019, 1, 1)
    assert "01/01/2019" in desk.handovers.offer(VERSION).clock_warning
    desk.today, desk.versions.days = date(2026, 3, 1), (date(2026, 3, 16),)
    assert "16/03/2026" in desk.handovers.offer(VERSION).clock_warning


def test_sent_packages_are_what_answers_are_held_against(desk: Desk, stick: Path) -> None:
    package = desk.packages.pack(VERSION, PARTS)
    desk.handovers.deliver(VERSION, package, stick, Way.USB)
    desk.handovers.deliver(VERSION, package, stick, Way.FOLDER)
    (sent,) = desk.handovers.sent_packages()
    assert (sent.package_id, sent.version_id, sent.code, sent.period, sent.ordinal) == (
        package.manifest.id,
        VERSION,
        package.code,
        "2026-Q1",
        1,
    )


def test_the_cover_sheet_is_that_of_the_office(desk: Desk, tmp_path: Path) -> None:
    package = desk.packages.pack(VERSION, PARTS)
    name = desk.packages.cover_name(package)
    assert name == "CCHC_HY-DT_2026-Q1_v1_phieu-gui"
    assert desk.packages.write_cover_sheet(package, tmp_path / f"{name}.docx").read_bytes().startswith(b"PK")


# -- keys


def test_our_key_is_made_once_and_closed_to_others(desk: Desk, office: Paths) -> None:
    assert desk.keys.own_fingerprint() == ""
    first = desk.packages.pack(VERSION, PARTS)
    assert desk.keys.own_fingerprint() == first.manifest.signed_by
    assert desk.packages.pack(VERSION, PARTS[:1]).manifest.signed_by == first.manifest.signed_by
    if sys.platform != "win32":
        assert (office.data / FILE_NAME).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["", "x", "cchc-ed25519-1 AAAA", "cchc-ed25519-1 !!!", "\ufeff"])
def test_a_damaged_key_is_told_and_never_replaced(desk: Desk, office: Paths, text: str) -> None:
    (office.data / FILE_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(FileUnreadable):
        desk.packages.pack(VERSION, PARTS)
    assert (office.data / FILE_NAME).read_text(encoding="utf-8") == text
    assert desk.packages.pack(VERSION, PARTS, sign=False).manifest.signed_by == ""


def test_keys_are_pinned_at_the_first_receipt(desk: Desk) -> None:
    old, new = bytes(32), bytes(range(32))
    path = Path("x.cchc.zip")
    assert desk.keys.judge("H29.13", "xã Hải Thắng", old) is KeyVerdict.FIRST_SEEN
    assert desk.keys.admit(path, "H29.13", "xã Hải Thắng", old) is KeyVerdict.FIRST_SEEN
    assert desk.keys.admit(path, "H29.13", "xã Hải Thắng", old) is KeyVerdict.KNOWN
    for key, fault in ((new, PackageFault.KEY_CHANGED), (b"", PackageFault.SIGNATURE_DROPPED)):
        with pytest.raises(PackageProblem) as caught:
            desk.keys.admit(path, "H29.13", "xã Hải Thắng", key)
        assert caught.value.fault is fault
    with pytest.raises(PackageProblem) as caught:
        desk.keys.admit(path, "H29.14", "xã Tiên Lữ", old)
    assert caught.value.fault is PackageFault.KEY_FOREIGN
    assert desk.keys.admit(path, "H29.15", "xã Khác", b"") is KeyVerdict.UNSIGNED
    with pytest.raises(InvalidInput):
        desk.keys.replace("H29.13", "xã Hải Thắng", new, "  ")
    desk.keys.replace("H29.13", "xã Hải Thắng", new, "Gọi cho chị Hoa ngày 20/3, đổi máy")
    assert desk.keys.admit(path, "H29.13", "xã Hải Thắng", new) is KeyVerdict.KNOWN
    assert desk.keys.judge("H29.13", "xã Hải Thắng", old) is KeyVerdict.CHANGED
    (pinned,) = desk.keys.all()
    assert pinned.note.startswith("Gọi cho chị Hoa")
    desk.keys.take_back(pinned.fingerprint)
    assert desk.keys.all() == ()


# -- a process that dies

KILLED = """
import os, sys
from pathlib import Path
from cchc_desktop import wiring
from cchc_desktop.paths import Paths
from cchc_desktop.domain.handover import Way
sys.path.insert(0, sys.argv[3])
import test_handover_service as test

paths, stick, at = Paths.under(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[4])

class Die:
    left = at
    def step(self, done, total, note):
        Die.left -= 1
        if Die.left < 0:
            os._exit(9)

desk = test.Desk(wiring.open_services(paths, lambda: "Người thử"), paths)
real = {name: getattr(os, name) for name in ("fsync", "replace")}
for name in real:
    def call(*a, _name=name, **k):
        Die().step(0, 0, "")
        real[_name](*a, **k)
        Die().step(0, 0, "")
    setattr(os, name, call)
package = desk.packages.pack(test.VERSION, test.PARTS, progress=Die())
desk.handovers.deliver(test.VERSION, package, stick, Way.USB, Die())
os._exit(0)
"""


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_process_killed_anywhere_leaves_a_whole_package_or_none(office: Paths, stick: Path) -> None:
    """Die around every flush, rename and step of packing and delivering; the log never says more than is true."""
    target = stick / "CCHC_HY-DT_2026-Q1_v1.cchc.zip"
    whole = 0
    for at in range(200):
        target.unlink(missing_ok=True)
        command = [sys.executable, "-c", KILLED, str(office.data), str(stick), str(Path(__file__).parent), str(at)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=100)
        assert done.returncode in (0, 9), done.stderr
        if target.exists():
            assert not read_package(target).repacked
            whole += 1
        database = open_database(office.database, office.backups, evidence=office.evidence)
        with database.read() as uow:
            (newest, *_) = (*uow.handovers.all(), None)
        database.close()
        if newest is not None and newest.verified and done.returncode == 9:
            assert target.exists()
        elif newest is not None and done.returncode == 9:
            assert newest.note == UNPROVEN_NOTE
        if done.returncode == 0:
            break
    else:
        pytest.fail("the hand-over never came to its end")
    assert whole >= 2, "also between the rename and the log it must have died"
    assert [path.name for path in stick.iterdir()] == [target.name]


def test_facts_that_break_a_rule_are_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.versions, "facts", lambda version_id: replace(FACTS, ordinal=2))
    with pytest.raises(InvalidInput):
        desk.packages.pack(VERSION, PARTS)
