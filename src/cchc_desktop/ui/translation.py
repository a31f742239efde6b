"""Qt's own texts in Vietnamese: Qt brings none, and "Cancel" beside "Hủy" would look broken."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QTranslator

from cchc_desktop.paths import resources_dir


def install(app: QCoreApplication) -> bool:
    """Load resources/i18n/qtbase_vi.qm; False when it is missing (the program is usable, a few words English)."""
    translator = QTranslator(app)
    loaded = translator.load(str(resources_dir() / "i18n" / "qtbase_vi.qm"))
    return loaded and app.installTranslator(translator)
