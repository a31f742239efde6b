"""The log, crash reports and native crashes."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cchc_desktop import logs
from cchc_desktop.errors import DatabaseAway, ServerFault
from cchc_desktop.paths import Paths

SECRET = "Nguyễn Văn An, 036090001234"


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(tmp_path: Path, clock: Clock) -> Iterator[logs.Journal]:
    paths = Paths.under(tmp_path)
    paths.create()
    made = logs.Journal(paths, clock)
    yield made
    made.close()


def trouble(name: str = "deep") -> ValueError:
    """Return an error that was really raised, from a line that depends on `name`."""

    def deep() -> None:
        raise ValueError(SECRET)

    def other() -> None:
        raise ValueError(SECRET)

    try:
        {"deep": deep, "other": other}[name]()
    except ValueError as error:
        return error
    raise AssertionError


def reports(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "logs").glob("crash-*.txt"))


def test_a_report_tells_the_place_but_nobodys_data(journal: logs.Journal, tmp_path: Path) -> None:
    report = journal.report(trouble())
    assert report is not None
    assert report.path in reports(tmp_path)
    text = report.path.read_text(encoding="utf-8")
    assert text == report.text
    assert "in deep" in text
    assert "builtins.ValueError" in text
    assert "Phiên bản: " in text
    assert SECRET not in text
    assert SECRET in (tmp_path / "logs" / logs.LOG_NAME).read_text(encoding="utf-8")


def test_a_report_hides_the_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(Path(__file__).parent))
    monkeypatch.setenv("USERPROFILE", str(Path(__file__).parent))
    text = logs.report_text(trouble())
    assert str(Path(__file__).parent) not in text
    assert '"~' in text


def test_a_report_shows_what_led_to_the_error() -> None:
    try:
        try:
            raise trouble()
        except ValueError as first:
            raise KeyError(SECRET) from first
    except KeyError as error:
        text = logs.report_text(error)
    assert text.index("builtins.ValueError") < text.index("builtins.KeyError")
    assert SECRET not in text


def test_the_same_error_is_told_once(journal: logs.Journal, clock: Clock, tmp_path: Path) -> None:
    told: list[logs.CrashReport] = []
    journal.on_crash = told.append
    for _ in range(5):
        journal.report(trouble())
        clock.now += 60
    assert len(told) == len(reports(tmp_path)) == 1


def test_different_errors_are_not_told_in_a_burst(journal: logs.Journal, clock: Clock, tmp_path: Path) -> None:
    told: list[logs.CrashReport] = []
    journal.on_crash = told.append
    journal.report(trouble())
    clock.now += logs.CALLBACK_PAUSE / 2
    journal.report(trouble("other"))
    assert len(told) == 1
    assert len(reports(tmp_path)) == 2, "each has its report all the same"


def test_a_failing_callback_does_not_start_a_circle(journal: logs.Journal, tmp_path: Path) -> None:
    def fail(_report: logs.CrashReport) -> None:
        raise RuntimeError

    journal.on_crash = fail
    journal.report(trouble())
    assert len(reports(tmp_path)) == 1
    assert "the crash callback failed" in (tmp_path / "logs" / logs.LOG_NAME).read_text(encoding="utf-8")


def test_the_hooks_catch_both_kinds_of_thread(
    journal: logs.Journal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    error = trouble()
    sys.excepthook(type(error), error, error.__traceback__)
    assert "ValueError" in capsys.readouterr().err

    def fail() -> None:
        raise LookupError

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert len(reports(tmp_path)) == 2


def test_a_windowed_program_has_no_stderr(
    journal: logs.Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    error = trouble()
    sys.excepthook(type(error), error, error.__traceback__)
    assert len(reports(tmp_path)) == 1


def test_close_puts_everything_back(tmp_path: Path) -> None:
    before = sys.excepthook, threading.excepthook, list(logging.getLogger().handlers)
    level = logging.getLogger().level
    journal = logs.start(Paths.under(tmp_path / "mới"))
    journal.close()
    journal.close()
    logging.getLogger().setLevel(level)
    assert (sys.excepthook, threading.excepthook, list(logging.getLogger().handlers)) == before
    assert logs.previous_crash(Paths.under(tmp_path / "mới")) is None


def test_only_the_newest_reports_are_kept(journal: logs.Journal, tmp_path: Path) -> None:
    for number in range(logs.REPORTS_KEPT + 5):
        (tmp_path / "logs" / f"crash-20250101-0000{number:02d}-01.txt").write_text("x")
    journal.report(trouble())
    assert len(reports(tmp_path)) == logs.REPORTS_KEPT


def test_a_folder_that_cannot_be_written_costs_only_the_log(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    level = logging.getLogger().level
    journal = logs.start(Paths.under(tmp_path))
    report = journal.report(trouble())
    journal.close()
    logging.getLogger().setLevel(level)
    assert report is not None
    assert report.path is None


NATIVE_CRASH = """
import faulthandler, sys
from cchc_desktop import logs
from cchc_desktop.paths import Paths
logs.start(Paths.under(sys.argv[1]))
faulthandler._sigsegv()
"""


def test_a_native_crash_is_found_at_the_next_start(tmp_path: Path) -> None:
    run = subprocess.run([sys.executable, "-c", NATIVE_CRASH, str(tmp_path)], capture_output=True, check=False)
    assert run.returncode != 0
    level = logging.getLogger().level
    journal = logs.start(Paths.under(tmp_path))
    assert journal.previous is not None
    assert "<module>" in journal.previous
    journal.close()
    logging.getLogger().setLevel(level)
    assert logs.previous_crash(Paths.under(tmp_path)) is None, "it is told once"
    assert len(reports(tmp_path)) == 1, "and kept"


def test_trouble_of_a_server_that_nobody_caught_is_no_crash(journal: logs.Journal, tmp_path: Path) -> None:
    told: list[object] = []
    journal.on_trouble = told.append
    error = DatabaseAway("cchc trên may-chu", ServerFault.AWAY)
    sys.excepthook(type(error), error, None)
    assert told == [error]
    assert reports(tmp_path) == []
