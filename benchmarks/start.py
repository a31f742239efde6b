"""Time from process start to the first paint and to the first data, against a bare window with one table.

    python benchmarks/start.py [-n 9]

Runs the floor and the program in turn (A B A B …), each as a whole process on the offscreen platform, and prints
medians and the ratio round by round. The program runs unchanged; the child only listens to its signals "painted"
(one event-loop turn after the first paint) and "ready" (the first place shows its data).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FLOOR = """
import os, sys, time
from PySide6.QtCore import QAbstractTableModel, QTimer, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
class Model(QAbstractTableModel):
    def rowCount(self, parent=None): return 50
    def columnCount(self, parent=None): return 8
    def data(self, index, role=Qt.DisplayRole):
        if role == Qt.DisplayRole: return f"Hàng {index.row()} cột {index.column()}"
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, done)
def done():
    print(time.monotonic_ns(), flush=True)
    os._exit(0)
app = QApplication(sys.argv)
window = Window()
view = QTableView()
model = Model()
view.setModel(model)
window.setCentralWidget(view)
window.resize(1100, 700)
window.show()
app.exec()
"""


PROGRAM = """
import json, sys, time
moments = {}
from cchc_desktop.ui.main_window import MainWindow
made = MainWindow.__init__
def init(self, *arguments, **options):
    made(self, *arguments, **options)
    self.painted.connect(painted)
def painted():
    moments["paint"] = time.monotonic_ns()
    from cchc_desktop.ui.session import Session
    begun = Session.start
    def start(self):
        self.ready.connect(ready)
        begun(self)
    Session.start = start
def ready():
    import os, resource
    moments["data"] = time.monotonic_ns()
    moments["peak_kib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with open(sys.argv[1], "w") as file:
        json.dump(moments, file)
    os._exit(0)
MainWindow.__init__ = init
from cchc_desktop.cli.main import run
run(sys.argv[2:])
"""


def floor_ms() -> float:
    start = time.monotonic_ns()
    done = subprocess.run([sys.executable, "-c", FLOOR], env=_environment(), capture_output=True, text=True, check=True)
    return (int(done.stdout) - start) / 1e6


def program_ms(data: Path) -> tuple[float, float, float]:
    """Return ms to the first paint, ms to the first data, and peak memory in MiB."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "moments.json"
        start = time.monotonic_ns()
        subprocess.run(
            [sys.executable, "-c", PROGRAM, str(out), "--data", str(data), "gui"],
            env=_environment(), check=True, timeout=60, capture_output=True,
        )  # fmt: skip
        moments = json.loads(out.read_text(encoding="utf-8"))
    return (moments["paint"] - start) / 1e6, (moments["data"] - start) / 1e6, moments["peak_kib"] / 1024


def _environment() -> dict[str, str]:
    return os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=9)
    rounds = parser.parse_args().n
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        command = [sys.executable, "-m", "cchc_desktop", "--data", str(data)]
        subprocess.run(
            [*command, "init", "--unit", "Xã Lệ Xá", "--province", "Hưng Yên", "--sample"],
            env=_environment(), check=True, capture_output=True,
        )  # fmt: skip
        floor_ms(), program_ms(data)  # warm up
        rows = [(floor_ms(), *program_ms(data)) for _ in range(rounds)]
    floors, paints, firsts, peaks = zip(*rows, strict=True)
    paint_ratio = statistics.median(paint / floor for floor, paint, _, _ in rows)
    data_ratio = statistics.median(first / floor for floor, _, first, _ in rows)
    print(f"floor: bare window with one table   {statistics.median(floors):6.0f} ms")
    print(
        f"window painted                      {statistics.median(paints):6.0f} ms   {paint_ratio:.2f} x floor (aim 1.3)"
    )
    print(
        f"first data                          {statistics.median(firsts):6.0f} ms   {data_ratio:.2f} x floor (aim 2.5)"
    )
    print(f"peak memory at first data           {statistics.median(peaks):6.0f} MiB  (aim 130)")


if __name__ == "__main__":
    main()
