"""The process that reads received files, one after the other; it may be killed at any time and is replaced.

It speaks JSON over a pipe and nothing else: what it says was read from files of others.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from cchc_desktop.domain.received_reading import Reading, to_plain
from cchc_desktop.errors import AppError, FileUnreadable, PackageFault, PackageProblem, UnreadableReason


def run(pipe: Connection, settings: str) -> None:
    """Answer each file that comes through the pipe, until it is closed.

    Args:
        pipe: brings tasks and takes answers, both JSON.
        settings: JSON: the evidence folder, the indicators, the most memory in bytes.

    """
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's business
    with suppress(OSError):  # what a library prints while it aborts helps nobody, and windows have no console
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    made = json.loads(settings)
    limit_memory(int(made["memory"]))
    # Loaded within the limit and before the first file, so that no file pays for it.
    from cchc_desktop.documents.received.catalogue import from_plain
    from cchc_desktop.documents.received.reading import read_received
    from cchc_desktop.storage.received_store import ReceivedStore

    known, store = from_plain(made["indicators"]), ReceivedStore(Path(made["folder"]))
    with suppress(EOFError, OSError, BrokenPipeError):
        while True:
            task = json.loads(pipe.recv_bytes())
            reading, kept = _answer(task, known, store, read_received)
            said = {"number": task["number"], "kept": kept, "reading": to_plain(reading)}
            pipe.send_bytes(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))


def _answer(task: dict[str, Any], known: Any, store: Any, read: Any) -> tuple[Reading, str]:
    from cchc_desktop.documents.package.split import open_parts
    from cchc_desktop.documents.received.told import Told

    path = Path(task["path"])
    kept = None
    try:
        name = path.stem if path.suffix == ".001" else path.name
        kept = store.put(path, name, open_parts)
        columns = {print_: {int(n): f for n, f in told.items()} for print_, told in task["columns"].items()}
        told = Told(columns, task["labels"], task["sheet"], task["heading"])
        reading = read(path, known, told, task["careful"], kept.data)
    except AppError as error:
        reading = Reading(trouble=_words(error, task["name"]))
    except OSError as error:
        reading = Reading(
            trouble=_words(FileUnreadable(path, UnreadableReason.PERMISSION, detail=str(error)), task["name"])
        )
    except MemoryError:
        reading = Reading(trouble="Tệp cần quá nhiều bộ nhớ để đọc.")
    except Exception as error:  # whatever a file does to a library costs that file only
        print(f"{path.name}: {type(error).__name__}: {error}", file=sys.stderr)
        reading = Reading(trouble=_words(FileUnreadable(path, UnreadableReason.BROKEN), task["name"]))
    if kept is None:
        return reading, ""
    return replace(reading, sha256=kept.sha256, size=kept.size), str(kept.path or "")


def _words(error: AppError, name: str) -> str:
    from cchc_desktop.messages import describe

    if isinstance(error, FileUnreadable):
        error = FileUnreadable(Path(name), error.reason, error.found)
    if isinstance(error, PackageProblem) and error.fault is PackageFault.NOT_OURS:
        error = FileUnreadable(Path(name), UnreadableReason.WRONG_KIND, "tệp nén ZIP")
    return describe(error).happened


def limit_memory(most: int) -> None:
    """Let the system refuse this process more than `most` bytes of memory; where it cannot, nothing happens."""
    if sys.platform == "win32":
        # A job object with JOBOBJECT_EXTENDED_LIMIT_INFORMATION: flags, then ProcessMemoryLimit, words of the machine.
        import ctypes
        import struct

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = ctypes.c_void_p
        job, own = kernel.CreateJobObjectW(None, None), kernel.GetCurrentProcess()
        process_memory, die_quietly = 0x100, 0x400
        basic = struct.pack("qqI4xPPI4xPII", 0, 0, process_memory | die_quietly, 0, 0, 0, 0, 0, 0)
        info = basic + struct.pack("6Q4P", 0, 0, 0, 0, 0, 0, most, 0, 0, 0)
        kernel.SetInformationJobObject(ctypes.c_void_p(job), 9, info, len(info))
        kernel.AssignProcessToJobObject(ctypes.c_void_p(job), ctypes.c_void_p(own))
    else:
        import resource

        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
