"""Widgets in a cycle are deleted in the GUI thread, whoever makes objects elsewhere."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading

import pytest
from PySide6.QtWidgets import QWidget

from cchc_desktop.ui import garbage
from cchc_desktop.ui.garbage import GarbageCollector

# Pages are dropped while a worker makes objects and the GUI thread waits: whoever collects then is the worker.
ROUNDS = """
import os, sys, threading, weakref
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtWidgets import QApplication, QWidget
from cchc_desktop.ui.garbage import GarbageCollector

app = QApplication([])
collector = GarbageCollector() if sys.argv[1] == "ours" else None
elsewhere, here = [], []

def note():
    (here if threading.current_thread() is threading.main_thread() else elsewhere).append(1)

def churn():
    for _ in range(50_000):
        ring = []
        ring.append(ring)

for _ in range(5):
    page = QWidget()
    page.kept = page
    weakref.finalize(page, note)
    del page
    worker = threading.Thread(target=churn)
    worker.start()
    worker.join()
    if collector is not None:
        collector.look()
        collector.look()
print(len(here), len(elsewhere), flush=True)
os._exit(0)
"""


@pytest.mark.parametrize(("whose", "worker_deletes"), [("ours", False), ("pythons", True)])
def test_a_busy_worker_never_deletes_a_closed_page(whose: str, worker_deletes: bool) -> None:
    """With Python's own timing it does, which is why the window has its own."""
    done = subprocess.run([sys.executable, "-c", ROUNDS, whose], capture_output=True, timeout=120, check=False)
    if worker_deletes and done.returncode < 0:
        return  # Qt answered with the crash that all this is about
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    here, elsewhere = map(int, done.stdout.split())
    assert (elsewhere > 0) == worker_deletes
    assert worker_deletes or here >= 4


def test_what_has_grown_is_collected_and_pythons_own_timing_comes_back(qapp, monkeypatch) -> None:
    monkeypatch.setattr(garbage, "_THRESHOLDS", (0, 0, 0))
    was = gc.isenabled()
    collector = GarbageCollector()
    try:
        assert not gc.isenabled()
        deleted: list[str] = []
        page = QWidget()
        page.kept = page  # type: ignore[attr-defined]
        page.destroyed.connect(lambda: deleted.append(threading.current_thread().name))
        del page
        for _ in range(4):
            collector.look()
        assert deleted == [threading.current_thread().name]
    finally:
        collector.stop()
        assert gc.isenabled()
        if not was:
            gc.disable()
