"""The log file, crash reports of Python errors, and the file native crashes leave behind. No Qt in here.

A crash report is made to be sent to the makers: traceback, versions and system, but no exception messages
(they may quote a person's data), no local variables, and the home folder written as "~". The log file beside it
stays on the PC and holds the whole text.
"""

from __future__ import annotations

import contextlib
import faulthandler
import hashlib
import logging
import logging.handlers
import os
import sys
import sysconfig
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

from cchc_desktop import __version__
from cchc_desktop.errors import AppError, DatabaseAway, DatabaseBusy, NotAllowed
from cchc_desktop.paths import Paths

LOG_NAME = "cchc.log"
NATIVE_NAME = "native-crash.txt"
REPORT_PATTERN = "crash-*.txt"
LOG_BYTES = 1_000_000
LOG_FILES = 5
REPORTS_KEPT = 20
CALLBACK_PAUSE = 10.0
"""Seconds that must pass before the callback is called again, so that a broken timer floods nobody."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CrashReport:
    """A crash report: its text, and its file (None when it could not be written)."""

    text: str
    path: Path | None


CrashCallback = Callable[[CrashReport], None]


_TROUBLE = (DatabaseAway, DatabaseBusy, NotAllowed)


class Journal:
    """The open log of a running program. Made by `start`, closed by `close`.

    `previous` is the text a native crash of the last run left, None after a clean end; `previous_report` is the file
    it was put aside in. `on_crash` is called
    with the report of each unexpected error, at most once per identical traceback and not more often than every
    `CALLBACK_PAUSE` seconds, in the thread where the error happened. `on_trouble` is called with trouble of a server
    that nobody caught (any read may meet it, also that of a list which only paints): it is no error of ours.
    """

    def __init__(self, paths: Paths, clock: Callable[[], float] = time.monotonic) -> None:
        self.previous = previous_crash(paths)
        self.previous_report = _newest_native(paths) if self.previous else None
        self.on_crash: CrashCallback | None = None
        self.on_trouble: Callable[[AppError], None] | None = None
        self._paths = paths
        self._clock = clock
        self._seen: set[str] = set()
        self._last_call: float | None = None
        self._lock = threading.Lock()
        self._handler = _open_log(paths.logs / LOG_NAME)
        self._native = _open_native(paths.logs / NATIVE_NAME)
        self._hooks = sys.excepthook, threading.excepthook
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def report(self, error: BaseException) -> CrashReport | None:
        """Log an unexpected error, write its report, tell the callback; None when it was reported before."""
        _log.error("unexpected error", exc_info=error)
        text = report_text(error)
        with self._lock:
            mark = fingerprint(error)
            if mark in self._seen:
                return None
            self._seen.add(mark)
            now = self._clock()
            quiet = self._last_call is not None and now - self._last_call < CALLBACK_PAUSE
            if not quiet:
                self._last_call = now
            report = CrashReport(text, _write_report(self._paths.logs, text))
        if self.on_crash and not quiet:
            try:
                self.on_crash(report)
            except Exception:
                _log.exception("the crash callback failed")
        return report

    def close(self) -> None:
        """Put the hooks back and close the files. The native crash file is emptied: this was a clean end."""
        sys.excepthook, threading.excepthook = self._hooks
        if self._native is not None:
            faulthandler.disable()
            with contextlib.suppress(OSError):
                self._native.truncate(0)
            self._native.close()
            self._native = None
        if self._handler is not None:
            logging.getLogger().removeHandler(self._handler)
            self._handler.close()
            self._handler = None

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._hooks[0](kind, error, trace)
            return
        if isinstance(error, _TROUBLE) and self.on_trouble is not None:
            _log.warning("trouble with the data: %s", error)
            self.on_trouble(error)
            return
        self.report(error.with_traceback(trace))
        if sys.stderr is not None:  # a windowed program of PyInstaller has none
            sys.__excepthook__(kind, error, trace)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            self.report(args.exc_value)


def start(paths: Paths, level: int = logging.INFO) -> Journal:
    """Open the log file and the native crash file and take over the hooks for unexpected errors.

    A folder that refuses to be written costs the log, not the program.
    """
    with contextlib.suppress(OSError):
        paths.logs.mkdir(parents=True, exist_ok=True)
    journal = Journal(paths)
    logging.getLogger().setLevel(level)
    logging.getLogger("alembic.runtime.plugins").setLevel(logging.WARNING)  # a line per plug-in at every start
    _log.info("cchc-desktop %s, Python %s, %s", __version__, sys.version.split()[0], _system())
    if journal.previous:
        _log.error("the last run ended in a native crash:\n%s", journal.previous)
    return journal


def previous_crash(paths: Paths) -> str | None:
    """Return what a native crash of the last run left behind, and put it aside; None when there is nothing.

    To be called before `start`, which opens the same file (and calls this itself).
    """
    path = paths.logs / NATIVE_NAME
    try:
        text = path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return None
    if not text:
        return None
    kept = path.with_name(f"crash-native-{datetime.now():%Y%m%d-%H%M%S}.txt")
    with contextlib.suppress(OSError):
        path.replace(kept)
    _sweep(paths.logs)
    return text


def _newest_native(paths: Paths) -> Path | None:
    return max(paths.logs.glob("crash-native-*.txt"), default=None)


def report_text(error: BaseException) -> str:
    """Return the text of a crash report: versions, system and frames, without anybody's data."""
    lines = [
        "CCHC Desktop: báo cáo lỗi (không chứa dữ liệu của đơn vị)",
        f"Thời điểm: {datetime.now():%d/%m/%Y %H:%M:%S}",
        f"Phiên bản: {__version__}",
        f"Python: {sys.version.split()[0]}",
        f"Hệ điều hành: {_system()}",
        *(f"{name}: {version}" for name, version in _libraries()),
        "",
        _frames(error),
        f"Nội dung lời báo lỗi được bỏ ra, xem tệp {LOG_NAME} cùng thư mục.",
    ]
    return _without_home("\n".join(lines)) + "\n"


def fingerprint(error: BaseException) -> str:
    """Return a mark that is the same for the same error at the same place."""
    return hashlib.sha256(_frames(error).encode("utf-8", "replace")).hexdigest()


def _frames(error: BaseException) -> str:
    """Return type and frames of an error, after those of the errors it came from."""
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        kind = type(current)
        stack = "".join(traceback.format_list(traceback.extract_tb(current.__traceback__)))
        parts.append(f"{stack}{kind.__module__}.{kind.__qualname__}\n")
        following = current.__cause__
        if following is None and not current.__suppress_context__:
            following = current.__context__
        current = following
    return "\n--- dẫn tới ---\n\n".join(reversed(parts))


def _libraries() -> list[tuple[str, str]]:
    """Return name and version of the libraries that are loaded already; a report never imports anything."""
    names = ("PySide6", "sqlalchemy", "alembic", "openpyxl", "docx", "docxtpl")
    versions = [(name, getattr(sys.modules.get(name), "__version__", "")) for name in names]
    return [(name, version) for name, version in versions if version]


def _system() -> str:
    """Return the system's name; `platform.platform` would ask WMI on Windows, which can take a second."""
    if sys.platform == "win32":
        version = sys.getwindowsversion()
        return f"Windows {version.major}.{version.minor}.{version.build} ({sysconfig.get_platform()})"
    system = os.uname()
    return f"{system.sysname} {system.release} ({system.machine})"


def _without_home(text: str) -> str:
    """Hide the home folder, whose name is mostly a person's."""
    with contextlib.suppress(RuntimeError):
        home = Path.home()
        if len(home.parts) > 1:
            text = text.replace(str(home), "~")
    return text


def _open_log(path: Path) -> logging.Handler | None:
    try:
        handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8", errors="backslashreplace"
        )
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    return handler


def _open_native(path: Path) -> TextIO | None:
    """Send native crashes to a file: `sys.stderr` is None in a windowed program."""
    try:
        stream = path.open("a", encoding="utf-8")
    except OSError:
        return None
    faulthandler.enable(stream)
    return stream


def _write_report(folder: Path, text: str) -> Path | None:
    stamp = f"{datetime.now():%Y%m%d-%H%M%S}"
    for number in range(1, 100):
        path = folder / f"crash-{stamp}-{number:02d}.txt"
        try:
            with path.open("x", encoding="utf-8") as stream:
                stream.write(text)
        except FileExistsError:
            continue
        except OSError:
            _log.exception("the crash report could not be written")
            return None
        _sweep(folder)
        return path
    return None


def _sweep(folder: Path) -> None:
    """Keep only the newest reports."""
    with contextlib.suppress(OSError):
        reports = sorted(folder.glob(REPORT_PATTERN), key=lambda path: path.stat().st_mtime_ns)
        for old in reports[:-REPORTS_KEPT]:
            old.unlink()
