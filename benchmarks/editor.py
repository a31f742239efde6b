"""The plan editor with a plan of 500 paragraphs: what a key costs, painting included.

    python benchmarks/editor.py [--paragraphs 500]

Prints median and 95th percentile in milliseconds.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from cchc_desktop import wiring
from cchc_desktop.domain.plan import Plan, Section, SectionKind
from cchc_desktop.paths import Paths
from cchc_desktop.settings import Settings
from cchc_desktop.ui import style
from cchc_desktop.ui.ask import Ask
from cchc_desktop.ui.bus import Bus
from cchc_desktop.ui.models.plan_text_blocks import Spot
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.plan_editor import PlanEditor
from cchc_desktop.ui.settings_store import SettingsStore
from cchc_desktop.ui.work import Runner

TODAY = date(2026, 6, 20)
WORDS = "Tuyên truyền, phổ biến sâu rộng nội dung cải cách hành chính tới cán bộ, công chức và nhân dân trên địa bàn. "
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def large_plan(paragraphs: int) -> Plan:
    """Parts of 25 paragraphs: a title, 4 items with 5 points each."""
    parts = []
    while 25 * len(parts) < paragraphs:
        items = tuple(
            Section(
                SectionKind.ITEM,
                f"Nhiệm vụ {item}",
                children=tuple(Section(SectionKind.POINT, text=f"{point} {WORDS * 2}") for point in range(5)),
            )
            for item in range(4)
        )
        parts.append(Section(SectionKind.PART, f"PHẦN {len(parts)}", children=items))
    return Plan(2026, "Kế hoạch", ("ỦY BAN NHÂN DÂN", "XÃ LỆ XÁ"), "Lệ Xá", sections=tuple(parts))


class Bench:
    def __init__(self, app: QApplication, editor: PlanEditor) -> None:
        self.app = app
        self.editor = editor
        self.view = editor.text_panel.view

    def press(self, key: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, text: str = "") -> float:
        """Return the milliseconds from the key to the painted window."""
        start = time.perf_counter()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self.app.sendEvent(self.view, QKeyEvent(kind, key, modifiers, text))
        self.view.viewport().repaint()
        self.editor.tree.viewport().repaint()
        spent = 1000 * (time.perf_counter() - start)
        self.app.processEvents()
        return spent

    def go(self, share: float) -> None:
        blocks = self.view.text.blocks
        block = blocks[int(share * (len(blocks) - 1))]
        self.view.set_spot(Spot(block.section_id, block.line, len(block.text)))
        self.app.processEvents()

    def typing(self, keys: int) -> list[float]:
        found = []
        for share in (0.0, 0.3, 0.6, 0.99):
            self.go(share)
            letters = "tuyên truyền cải cách "
            found += [self.press(0, text=letters[place % len(letters)]) for place in range(keys)]
        return sorted(found)

    def structure(self, key: int, back: int, modifiers: Qt.KeyboardModifier, undo: Qt.KeyboardModifier) -> list[float]:
        found = []
        for share in (0.1, 0.31, 0.5, 0.72, 0.9):
            for _ in range(6):
                self.go(share)
                found.append(self.press(key, modifiers))
                found.append(self.press(back, undo))
        return sorted(found)


def say(name: str, found: list[float], aim: str) -> None:
    p95 = found[min(len(found) - 1, int(0.95 * len(found)))]
    print(f"{name:44}{statistics.median(found):8.1f} ms  p95 {p95:8.1f} ms   aim {aim}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--paragraphs", type=int, default=500)
    paragraphs = parser.parse_args().paragraphs
    app = QApplication([])
    app.setStyle("Fusion")
    app.setFont(style.base_font())
    style.apply(app, "light")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        services = wiring.open_services(Paths.under(folder), lambda: "đo", lambda: TODAY)
        plan = services.plans.save(large_plan(paragraphs)).plan
        runner = Runner(print)
        context = Context(
            services, runner, Bus(), Ask(), SettingsStore(folder / "settings.toml", Settings()),
            lambda: TODAY, lambda: None, lambda text: None,
        )  # fmt: skip
        start = time.perf_counter()
        editor = PlanEditor(context, plan, has_pdf=False)
        editor.resize(1180, 680)
        editor.show()
        app.processEvents()
        opened = 1000 * (time.perf_counter() - start)
        bench = Bench(app, editor)
        editor.text_panel.view.setFocus()
        print(f"{len(editor.text_panel.view.text.blocks)} paragraphs, opened in {opened:.0f} ms")
        none, key = Qt.KeyboardModifier.NoModifier, Qt.Key
        say("a letter", bench.typing(60), "p95 < 16")
        say("Enter, Backspace", bench.structure(key.Key_Return, key.Key_Backspace, none, none), "p95 < 50")
        say("Tab, Shift+Tab", bench.structure(key.Key_Tab, key.Key_Backtab, none, SHIFT), "p95 < 50")
        say("Ctrl+Down, Ctrl+Up", bench.structure(key.Key_Down, key.Key_Up, CTRL, CTRL), "p95 < 50")
        say("Enter, undo", bench.structure(key.Key_Return, key.Key_Z, none, CTRL), "p95 < 50")
        start = time.perf_counter()
        editor.draft.write()
        print(f"{'writing':44}{1000 * (time.perf_counter() - start):8.1f} ms")
        editor.draft.stop()
        runner.close()
        services.close()


if __name__ == "__main__":
    main()
