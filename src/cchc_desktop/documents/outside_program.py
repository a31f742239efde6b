"""Running another program with a time limit, a way to stop it, and nothing of it left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from cchc_desktop.domain.progress import NoProgress, Progress
from cchc_desktop.errors import FileNotWritten, WriteRefusal

_LOOK_S = 0.2  # how often a person's "Hủy" is looked for


def run(
    command: Sequence[str],
    target: Path,
    timeout_s: float,
    progress: Progress | None = None,
    note: str = "",
    extra_environment: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    """Run a program to its end; return its exit code and what it printed.

    Args:
        command: program and arguments; no shell reads them.
        target: what is being written, named in errors.
        timeout_s: seconds until the program and all it started are ended.
        progress: told `note` a few times a second; raising `Cancelled` there ends the program.
        note: Vietnamese words about the work.
        extra_environment: variables for the program besides ours.

    Raises:
        FileNotWritten: the program cannot be started, or took longer.
        Cancelled: a person stopped it.

    """
    progress = progress or NoProgress()
    own_group = sys.platform != "win32"
    try:
        process = subprocess.Popen(
            list(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=own_group,
            creationflags=0 if own_group else getattr(subprocess, "CREATE_NO_WINDOW", 0),
            env={**os.environ, **(extra_environment or {})},
        )
    except OSError as error:
        raise FileNotWritten(target, WriteRefusal.OTHER, str(error)) from error
    with process:
        try:
            output = _wait(process, time.monotonic() + timeout_s, progress, note)
        except subprocess.TimeoutExpired as error:
            raise FileNotWritten(target, WriteRefusal.OTHER, f"{Path(command[0]).name}: {timeout_s:g} s") from error
        finally:
            if process.poll() is None:
                _stop(process)
    return process.returncode, output.decode(errors="replace")


def _wait(process: subprocess.Popen[bytes], until: float, progress: Progress, note: str) -> bytes:
    while True:
        progress.step(0, 0, note)
        left = until - time.monotonic()
        try:
            return process.communicate(timeout=max(0.01, min(_LOOK_S, left)))[0]
        except subprocess.TimeoutExpired:
            if left <= _LOOK_S:
                raise


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a program with its children: what was started is often only a starter of the real one."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            subprocess.run(
                ["taskkill", "/PID", str(process.pid), "/T", "/F"],
                check=False,
                capture_output=True,
                timeout=20,
                creationflags=subprocess.CREATE_NO_WINDOW,
            )
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
