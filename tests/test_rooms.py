"""The house rules that a machine can watch: doors, sizes, and the health of the Qt that is pinned."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import textwrap
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "cchc_desktop"
FILES = sorted(SOURCE.rglob("*.py"))

LONGEST_FILE = 400
USUAL_FUNCTION = 40
LONGEST_FUNCTION = 60
TOO_LONG: dict[str, str] = {}
"""Files that may be longer → why. An entry that is not needed any more fails the test."""


def test_the_doors_between_rooms_are_one_way() -> None:
    # In a process of its own: import-linter switches off every logger that exists already.
    assert in_a_new_python("from importlinter.cli import lint_imports\nraise SystemExit(lint_imports())")


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_file_grows_beyond_reading() -> None:
    long = {path.relative_to(SOURCE).as_posix() for path in FILES if lines_of(path) > LONGEST_FILE}
    assert long == set(TOO_LONG)


def code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function's body without its docstring: explaining is not to be saved on."""
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        start = (first.end_lineno or first.lineno) + 1
    else:
        start = first.lineno
    return (node.end_lineno or start) - start + 1


def test_functions_stay_small() -> None:
    """Nineteen of twenty fit a screen; none is longer than laying out a form by hand takes."""
    lengths = {
        f"{path.relative_to(SOURCE)}:{node.lineno} {node.name}": code_lines(node)
        for path in FILES
        if "migrations" not in path.parts  # a list of columns, and history that is not rewritten
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}
    assert sum(length <= USUAL_FUNCTION for length in lengths.values()) >= 0.95 * len(lengths)


COMMANDS_WITHOUT_QT = """
    import sys
    import cchc_desktop.__main__, cchc_desktop.messages, cchc_desktop.settings, cchc_desktop.logs
    loaded = {name.partition(".")[0] for name in sys.modules}
    print(sorted(loaded & {"PySide6", "sqlalchemy", "openpyxl", "docx", "lxml"}))
"""

QT_CANARY = """
    import sys
    from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
    from PySide6.QtWidgets import QApplication, QLabel

    class Sender(QObject):
        told = Signal(bool)
        asked = Signal()

    class Receiver(QObject):
        count = 0

        def hear(self, value=None):
            self.count += 1

    app = QApplication([])
    sender, receiver, label = Sender(), Receiver(), QLabel()
    sender.told.connect(receiver.hear)
    sender.asked.connect(receiver.hear)
    constants = (None, True, False)
    before = [sys.getrefcount(constant) for constant in constants]
    for number in range(20_000):
        label.setText("Kế hoạch" if number % 2 else "Nhật ký")
    for number in range(5_000):
        sender.told.emit(number % 2 == 0)
        sender.asked.emit()
    after = [sys.getrefcount(constant) for constant in constants]
    assert receiver.count == 10_000
    # A lost reference per call would be thousands. Since Python 3.12 these objects are immortal, their counts drift.
    assert sys.version_info >= (3, 12) or all(abs(new - old) < 500 for new, old in zip(after, before)), (before, after)
    print("sound")
"""


def in_a_new_python(code: str) -> str:
    """Run code in a Python of its own: it may abort, and what it imports must not be imported already."""
    command = [sys.executable, "-c", textwrap.dedent(code)]
    values = {"QT_QPA_PLATFORM": "offscreen"} | os.environ
    run = subprocess.run(command, env=values, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout.strip()


def test_the_pinned_qt_keeps_its_references() -> None:
    """PySide6 6.12.0 on Python 3.11 steals references to None and True until the process aborts."""
    assert in_a_new_python(QT_CANARY) == "sound"


def test_starting_loads_nothing_heavy() -> None:
    assert in_a_new_python(COMMANDS_WITHOUT_QT) == "[]"
