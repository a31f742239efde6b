"""Time from process start to the first paint and to the first data, against a bare window with one table.

    python benchmarks/start.py [-n 9]

Runs the floor and the program in turn (A B A B …), each as a whole process on the offscreen platform, and prints
medians and the ratio round by round. The program runs unchanged; the child only listens to its signals "painted"
(one event-loop turn after the first paint), "filled" (the overview shows figures: those of the last close, until the
data are open) and "ready" (the overview shows the data as they are now).
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
    self.filled.connect(filled)
def filled():
    moments.setdefault("filled", time.monotonic_ns())
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
    if sys.argv[2] == "leave":
        os._exit(0)
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication
    QTimer.singleShot(300, QApplication.closeAllWindows)
MainWindow.__init__ = init
from cchc_desktop.cli.main import run
run(sys.argv[3:])
"""


def floor_ms() -> float:
    start = time.monotonic_ns()
    done = subprocess.run([sys.executable, "-c", FLOOR], env=_environment(), capture_output=True, text=True, check=True)
    return (int(done.stdout) - start) / 1e6


def program_ms(data: Path, end: str = "leave") -> tuple[float, float, float, float]:
    """Return ms to the first paint, to first figures, to live data, and peak memory in MiB; "close" ends in order."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "moments.json"
        start = time.monotonic_ns()
        subprocess.run(
            [sys.executable, "-c", PROGRAM, str(out), end, "--data", str(data), "gui"],
            env=_environment(), check=True, timeout=60, capture_output=True,
        )  # fmt: skip
        moments = json.loads(out.read_text(encoding="utf-8"))
    passed = [(moments[name] - start) / 1e6 for name in ("paint", "filled", "data")]
    return passed[0], passed[1], passed[2], moments["peak_kib"] / 1024


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
        floor_ms(), program_ms(data, "close")  # warm up, and leave an overview behind as a person does
        rows = [(floor_ms(), *program_ms(data)) for _ in range(rounds)]
    floors = [row[0] for row in rows]
    print(f"floor: bare window with one table  {statistics.median(floors):6.0f} ms")
    names = (("window painted", "1.3"), ("first figures (of the last close)", "2.5"), ("live data", "2.5"))
    for column, (name, aim) in enumerate(names, 1):
        ratio = statistics.median(row[column] / row[0] for row in rows)
        middle = statistics.median(row[column] for row in rows)
        print(f"{name:34} {middle:6.0f} ms   {ratio:.2f} x floor (aim {aim})")
    print(f"{'peak memory at live data':34} {statistics.median(row[4] for row in rows):6.0f} MiB  (aim 130)")


if __name__ == "__main__":
    main()
