"""What runs behind the window once it has painted: log, worker, data, places, and their end."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from cchc_desktop import logs
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.errors import AppError, DatabaseDamaged
from cchc_desktop.files import write_atomically
from cchc_desktop.logs import CrashReport
from cchc_desktop.paths import Paths
from cchc_desktop.ui import style
from cchc_desktop.ui.ask import BACKUP_FILES, Ask
from cchc_desktop.ui.bus import Bus
from cchc_desktop.ui.gathering_offer import offer_gathering
from cchc_desktop.ui.main_window import FOOT_PLACES, PLACES, MainWindow
from cchc_desktop.ui.models.overview import kept_file, last_overview, read_overview, to_json
from cchc_desktop.ui.place import Context, Place
from cchc_desktop.ui.places import make_place
from cchc_desktop.ui.quick_panel import QuickPanel
from cchc_desktop.ui.search_panel import SearchPanel
from cchc_desktop.ui.settings_store import SettingsStore
from cchc_desktop.ui.shared_session import SharedSession
from cchc_desktop.ui.status import Status
from cchc_desktop.ui.undoing import Undoing
from cchc_desktop.ui.work import Runner

_log = logging.getLogger(__name__)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.domain.unit import Unit
    from cchc_desktop.services.container import Services
    from cchc_desktop.ui.screens.list_exchange import ListExchange

OpenServices = Callable[[Callable[[], str]], "Services"]


class Session(QObject):
    """Fills the window and routes between its places.

    `ready` fires when the data are open and the first page is on show (or the reason why not).
    """

    ready = Signal()
    _crashed = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        paths: Paths,
        open_services: OpenServices,
        today: Callable[[], date] | None = None,
        ask: Ask | None = None,
    ) -> None:
        super().__init__(window)
        self.window = window
        self.paths = paths
        self.context: Context | None = None
        self.places: dict[str, Place] = {}
        self.current = ""
        self._open_services = open_services
        self._today = today or date.today
        self._stale: set[str] = set()
        self._journal: logs.Journal | None = None
        self._closed = False
        self._told = False
        self.ask = ask or Ask(self)
        self.bus = Bus(self)
        self.settings = SettingsStore(paths.settings)
        self.runner = Runner(self._tell, self)
        self.shared = SharedSession(window, self.bus, self.ask, self.settings, self.runner)
        self.shared.again.connect(self.open)
        self.status = Status(window.statusBar(), self.runner)
        self._help: QWidget | None = None
        self._lists: ListExchange | None = None
        self.quick = QuickPanel(window, self._shown_place, self.go)
        self.search = SearchPanel(window, self.go)
        self.undoing = Undoing(window, self._shown_place)

    def start(self) -> None:
        """Begin: log, keys, then the data on the worker thread."""
        self._journal = logs.start(self.paths)
        self._crashed.connect(self._show_crash)
        self._journal.on_crash = self._crashed.emit
        self._journal.on_trouble = self.shared.trouble.emit
        self.window.set_keys()
        self.window.asked.connect(self.go)
        self.window.key_pressed.connect(self._key)
        self.window.can_close = self.may_close
        self.window.closing.connect(self.close)
        self.bus.changed.connect(self._changed)
        app = QGuiApplication.instance()
        assert isinstance(app, QApplication)
        app.commitDataRequest.connect(self._save_drafts)
        app.styleHints().colorSchemeChanged.connect(self._dress)
        self.open()

    def open(self) -> None:
        """Open the data; then the first place, the first start, or the reason why they cannot be opened."""
        if self.window.early is None:
            self.window.show_page(self.window.waiting, "")
        self.runner.run(self._open, self._opened, self._refused)

    def _open(self, progress: Progress) -> tuple[Services, Unit | None]:
        services = self._open_services(self._clerk)
        return services, services.units.current(self._today())

    def _clerk(self) -> str:
        return self.settings.value.clerk

    def _opened(self, found: tuple[Services, Unit | None]) -> None:
        services, unit = found
        self.context = Context(
            services=services,
            runner=self.runner,
            bus=self.bus,
            ask=self.ask,
            settings=self.settings,
            today=self._today,
            saved=self.status.saved,
            hint=self.status.hint,
            paths=self.paths,
            history=self.undoing.show_history,
        )
        self.undoing.begin(self.context)
        self.shared.begin(services)
        self.status.saved()
        if unit is None:
            self._first_start(self.context)
            self._settled()
        else:
            self._begin_work(self._settled)

    def _first_start(self, context: Context) -> None:
        from cchc_desktop.ui.screens.first_start import FirstStart

        page = FirstStart(context, self.window)
        page.finished.connect(self._first_start_done)
        self.window.show_page(page, "")
        page.begin()

    def _first_start_done(self, key: str, request: object) -> None:
        page = self.sender()
        self.settings.update(first_start_done=True)
        self._begin_work()
        if key:
            self.go(key, request)
        page.deleteLater()

    def _begin_work(self, filled: Callable[[], None] | None = None) -> None:
        from cchc_desktop.ui.screens.overview_place import OverviewPlace

        self.window.left_bar.setEnabled(True)
        if self.context is not None:
            self.quick.begin(self.context)
            self.search.begin(self.context)
        place = self._place("overview", self.context) if self.context is not None else None
        if filled is not None and isinstance(place, OverviewPlace):
            place.filled.connect(filled, Qt.ConnectionType.SingleShotConnection)
            early = last_overview(self.paths.data, self.paths.database)
            if early is not None:
                place.show_early(early)
        self.go("overview")

    def _settled(self) -> None:
        """The first page is whole: now there is time for the icons."""
        self.window.filled.emit()
        QTimer.singleShot(0, self, self._open_exchange)
        QTimer.singleShot(0, self, self._set_icons)
        self.ready.emit()
        if self.context is not None:
            self.runner.read(partial(_read_ahead, self.context.services, self._today()), lambda _: None)
        if self._journal is not None and self._journal.previous and not self._told:
            self._told = True
            earlier = logs.CrashReport(self._journal.previous, self._journal.previous_report)
            QTimer.singleShot(0, self, partial(self.ask.failure, self.window, earlier, True))

    def _refused(self, error: AppError) -> None:
        from cchc_desktop.ui.screens.start_trouble import StartTrouble

        page = StartTrouble(error, self.window)
        self.shared.attend(page)
        page.restore.connect(partial(self._restore, error))
        page.open_folder.connect(partial(self.ask.open_path, self.paths.data))
        page.leave.connect(self.window.close)
        self.window.show_page(page, "")
        self._settled()

    def _restore(self, error: AppError) -> None:
        newest = error.newest_backup if isinstance(error, DatabaseDamaged) else None
        chosen = self.ask.open_file(
            self.window, self.tr("Chọn bản sao lưu để khôi phục"), BACKUP_FILES, newest or self.paths.backups
        )
        question = self.tr("Khôi phục dữ liệu từ bản sao lưu “{}”? Những gì nhập sau lúc sao lưu sẽ không còn.")
        if chosen is None or not self.ask.confirm(
            self.window, question.format(chosen.name), self.tr("Khôi phục bản này")
        ):
            return
        self.runner.run(
            partial(self._restore_from, chosen), lambda _: self.open(), label=self.tr("Đang khôi phục dữ liệu")
        )

    def _restore_from(self, chosen: Path, progress: Progress) -> Change:
        from cchc_desktop.services.backups import BackupService

        service = BackupService(self.paths.database, self.paths.evidence, self.paths.backups, self._today)
        return service.restore(chosen)

    def go(self, key: str, request: object = None) -> None:
        """Show a place, when the one on show lets go; hand it a request of another place."""
        if self.context is None:
            return
        self.search.close()
        if self.current and key != self.current and not self.places[self.current].leave():
            self.window.mark(self.current)
            return
        place = self._place(key, self.context)
        self.current = key
        self.window.mark(key)
        self.window.show_page(place, place.title, place.corner)
        if key in self._stale:
            self._stale.discard(key)
            place.refresh()
        if request is not None:
            place.accept(request)
        self._explain()

    def _place(self, key: str, context: Context) -> Place:
        if key not in self.places:
            place = make_place(key, context, self.window)
            place.wanted.connect(self.go)
            self.places[key] = place
            self._stale.add(key)
        return self.places[key]

    def _shown_place(self) -> Place | None:
        return self.places.get(self.current)

    def _changed(self, change: Change) -> None:
        if change.topic is Topic.SETTINGS:
            self._dress()
        if change.topic is Topic.BACKUP:
            self._reopen()
            return
        for key, place in self.places.items():
            if change.topic in place.topics:
                if key == self.current:
                    place.refresh()
                else:
                    self._stale.add(key)

    def _reopen(self) -> None:
        """Other data lie in the folder now (a restore): let go of everything that shows the old ones."""
        self.shared.end()
        if self.context is not None:
            self.runner.drop_reads()
            self.context.services.close()
            self.context = None
            self.undoing.begin(None)
        self.current = ""
        self._stale.clear()
        self.window.left_bar.setEnabled(False)
        self.quick.end()
        self.search.end()
        places, self.places = self.places, {}
        self.open()
        for place in places.values():
            self.window.drop_page(place, place.corner)

    def _dress(self) -> None:
        app = QGuiApplication.instance()
        theme = self.settings.value.theme.value
        if isinstance(app, QApplication) and style.wants_dark(app, theme) != style.is_dark():
            style.apply(app, theme)
            self._set_icons()

    def _set_icons(self) -> None:
        from cchc_desktop.ui.icons import forget, icon

        forget()
        for key, _, name in (*PLACES, *FOOT_PLACES):
            self.window.left_bar.buttons[key].setIcon(icon(name))
        self.window.left_bar.help.setIcon(icon("mdi6.help-circle-outline"))
        self.quick.set_icon()
        self.search.set_icon()

    def _key(self, action: str) -> None:
        if self.search.key(action) or (self._lists is not None and self._lists.key(action)):
            return
        if action != "escape" and self.undoing.key(action):
            return
        place = self.places.get(self.current)
        if action == "help":
            self._toggle_help()
        elif action == "quick":
            self.quick.open()
        elif action == "escape":
            if (
                not self.quick.escape()
                and not self.undoing.key(action)
                and not (place is not None and place.escape())
                and self._help is not None
                and not self._help.isHidden()
            ):
                self._toggle_help()
        elif place is not None:
            place.new() if action == "new" else place.find()

    def _open_exchange(self) -> None:
        """Let lists leave as Excel workbooks and come in."""
        from cchc_desktop.ui.screens.list_exchange import ListExchange

        if self._lists is not None:
            self._lists.close()
            self._lists = None
        if self.context is not None:
            self._lists = ListExchange(self.context, self.window)
            offer_gathering(self.context, self.window)

    def _toggle_help(self) -> None:
        from cchc_desktop.ui.widgets.help_panel import HelpPanel

        if self._help is None:
            self._help = HelpPanel(self.window)
            self._help.closed.connect(self._toggle_help)
            self._help.hide()
            self.window.aside.addWidget(self._help)
        self._help.setVisible(self._help.isHidden())
        self._explain()

    def _explain(self) -> None:
        place = self.places.get(self.current)
        if self._help is not None and place is not None:
            self._help.explain(place.title, place.help_text)  # type: ignore[attr-defined]

    def may_close(self) -> bool:
        """Let the place on show write its drafts; False when the person is to stay."""
        self.quick.keep()
        place = self.places.get(self.current)
        return place is None or place.leave()

    def _save_drafts(self) -> None:
        """Windows ends the session: write drafts without asking anything."""
        self.may_close()

    def close(self) -> None:
        """Stop the work, wait for it, let go of the data, close the log. Does nothing the second time."""
        if self._closed:
            return
        self._closed = True
        self.bus.changed.disconnect(self._changed)
        self.shared.end()
        self.runner.close()
        try:
            self.settings.update(window=self.window.position(), last_screen=self.current)
            self._keep_overview()
        except (AppError, OSError):
            _log.exception("the window's position or its overview was not remembered")
        if self.context is not None:
            self.context.services.close()
        if self._journal is not None:
            self._journal.close()

    def _keep_overview(self) -> None:
        """Keep the overview for the next start, read anew: what was logged last is not in the one on show."""
        if self.context is not None and "overview" in self.places:
            overview = read_overview(self.context.services, self._today())
            path = kept_file(self.paths.data)
            path.parent.mkdir(exist_ok=True)
            write_atomically(path, to_json(overview))

    def _tell(self, error: AppError) -> None:
        self.ask.error(self.window, error)

    def _show_crash(self, report: CrashReport) -> None:
        self.ask.failure(self.window, report)


def _read_ahead(services: Services, today: date) -> None:
    """Ask once what the log asks when it is opened: then the code for it is imported and the file is in memory."""
    from cchc_desktop.domain.activity import ActivityFilter
    from cchc_desktop.domain.period import data_year

    with contextlib.suppress(AppError):  # nobody waits for it
        services.plans.tasks(data_year(today, services.catalogues.periods))
        first = services.activities.first(ActivityFilter(limit=1))
        services.evidence.counts([activity.id for activity in first])
