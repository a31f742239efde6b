"""Printing: what is handed over, and what a person is told when there is no printer."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from cchc_desktop.documents import outside_program, printer
from cchc_desktop.domain.progress import NoProgress
from cchc_desktop.errors import Cancelled, FileNotWritten, ToolMissing
from cchc_desktop.messages import describe

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for lp")


class StopsAt(NoProgress):
    """Raises at the n-th step, as "Hủy" does."""

    def __init__(self, step: int) -> None:
        self.left = step
        self.notes: list[str] = []

    def step(self, done: int, total: int, note: str) -> None:
        self.notes.append(note)
        self.left -= 1
        if self.left <= 0:
            raise Cancelled


def stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    program = folder / "lp"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(printer.shutil, "which", lambda name: str(program) if name == "lp" else None)


def test_the_file_is_handed_to_the_printer(monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, f'printf "%s" "$2" > "{tmp_path}/got"')
    pdf = tmp_path / "-Kế hoạch; rm x.pdf"
    printer.print_pdf(pdf, 10)
    assert (tmp_path / "got").read_text() == str(pdf)


@pytest.mark.parametrize(
    "words",
    [
        "lp: Error - no default destination available.",
        "lp: Error - scheduler is not running",
        "lp: Bad file descriptor",
    ],
)
def test_without_a_printer_the_message_says_so(words, monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, f'echo "{words}" >&2; exit 1')
    with pytest.raises(ToolMissing) as caught:
        printer.print_pdf(tmp_path / "a.pdf", 10)
    assert "máy in" in describe(caught.value).as_text()


def test_without_lp_the_message_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(printer.shutil, "which", lambda _name: None)
    with pytest.raises(ToolMissing):
        printer.print_pdf(tmp_path / "a.pdf", 10)


def test_another_refusal_and_a_hanging_queue_are_told(monkeypatch, tmp_path):
    stand_in(monkeypatch, tmp_path, "echo hong; exit 3")
    with pytest.raises(FileNotWritten) as caught:
        printer.print_pdf(tmp_path / "a.pdf", 10)
    assert "hong" in caught.value.detail
    stand_in(monkeypatch, tmp_path, "sleep 60")
    with pytest.raises(FileNotWritten):
        printer.print_pdf(tmp_path / "a.pdf", 0.3)


def test_a_person_stops_a_program_and_its_children(tmp_path):
    mark = tmp_path / "child"
    script = tmp_path / "slow"
    script.write_text(f"#!/bin/sh\nsleep 60 & echo $! > {mark}\nwait\n")
    script.chmod(0o755)
    watcher = StopsAt(4)
    with pytest.raises(Cancelled):
        outside_program.run([str(script)], tmp_path, 60, watcher, "Đang làm")
    assert set(watcher.notes) == {"Đang làm"}
    child = int(mark.read_text())
    # The order to end is given; when a busy machine carries it out is its own affair, but it must be soon.
    for _ in range(1000):
        if not _lives(child):
            break
        time.sleep(0.01)
    assert not _lives(child)


def _lives(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


def test_a_program_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FileNotWritten):
        outside_program.run([str(tmp_path / "none")], tmp_path, 5)


def test_output_that_floods_does_not_block(tmp_path):
    code, output = outside_program.run([sys.executable, "-c", "print('x' * 2_000_000)"], tmp_path, 60)
    assert code == 0
    assert len(output) > 2_000_000
