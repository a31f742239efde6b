"""What every place of the left bar is and what it receives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cchc_desktop.domain.change import Topic

if TYPE_CHECKING:  # services pull SQLAlchemy in, which comes after the first paint
    from cchc_desktop.paths import Paths
    from cchc_desktop.services.container import Services
    from cchc_desktop.ui.ask import Ask
    from cchc_desktop.ui.bus import Bus
    from cchc_desktop.ui.settings_store import SettingsStore
    from cchc_desktop.ui.work import Runner


@dataclass(frozen=True, slots=True)
class Context:
    """What a place works with.

    `saved` writes "Đã lưu 10:42" into the status bar, `hint` a short message. `today` is the day the program
    takes for today (tests and `--today` move it). `history` shows the history of a record, (entity, id), beside the
    place.
    """

    services: Services
    runner: Runner
    bus: Bus
    ask: Ask
    settings: SettingsStore
    today: Callable[[], date]
    saved: Callable[[], None]
    hint: Callable[[str], None]
    paths: Paths | None = None
    history: Callable[[str, str], None] = lambda entity, entity_id: None


class Place(QWidget):
    """A screen behind a word of the left bar.

    Subclasses set `title` (Vietnamese, as in the left bar), `icon` (a qtawesome name, "mdi6.…"), `topics` (a
    `Change` of which makes the place reload) and `help_text` (what F1 shows).

    `wanted` asks the main window to go to another place: (its key, a request its `accept` understands or None).
    Keys: "overview", "plan", "activity", "report", "registers", "gathering", "catalogue", "settings". Requests: for
    "gathering" the key of a tab or (key, a request of that tab), for "activity"
    an `ActivityFilter`, the day of a new entry or an `ActivityDraft`, for "plan" a plan id or the word "import",
    for "report" a period code, for "registers" the name of a tab, for any of them the word "new" (start the main
    action).

    The main window shows the title above the place. A place that sets `corner` in `__init__` (a widget with its
    main button, or several) has it put at the right end of that title row.
    """

    wanted = Signal(str, object)

    title = ""
    icon = ""
    topics: frozenset[Topic] = frozenset()
    help_text = ""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.corner: QWidget | None = None

    def refresh(self) -> None:
        """Reload everything: on the first show, and when a change of one of the topics is announced."""

    def new(self) -> None:
        """Do the place's main action (Ctrl+Shift+N)."""

    def day(self) -> date | None:
        """Return the day that is picked here, for an activity logged from here (Ctrl+N); None: today."""
        return None

    def find(self) -> None:  # type: ignore[override]  # hides a static QWidget.find that nobody needs
        """Focus the search box (Ctrl+F)."""

    def accept(self, request: object) -> None:
        """Show what another place asked for through `wanted`."""

    def leave(self) -> bool:
        """Write drafts before another place is shown or the window closes; False keeps the person here."""
        return True

    def escape(self) -> bool:
        """Close what was opened last (Esc); True when something was closed."""
        return False
