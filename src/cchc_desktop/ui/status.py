"""The status bar: "Đã lưu 10:42" at all times, short messages, and long work with its "Hủy"."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QStatusBar, QWidget

from cchc_desktop.ui.work import Job, Runner

SHOW_AFTER = 500  # ms of work before it is shown
HINT_STAYS = 8000  # ms


class Status(QObject):
    """Fills a status bar."""

    def __init__(self, bar: QStatusBar, runner: Runner) -> None:
        super().__init__(bar)
        self._bar = bar
        self._jobs: list[Job] = []
        self.saved_label = QLabel(bar)
        self.saved_label.setObjectName("saved")
        self._box = QWidget(bar)
        self._note = QLabel(self._box)
        self._note.setObjectName("job_note")
        self._progress = QProgressBar(self._box)
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(160)
        self._progress.setAccessibleName(self.tr("Tiến độ"))
        self.cancel = QPushButton(self.tr("Hủy"), self._box)
        self.cancel.setObjectName("job_cancel")
        self.cancel.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.cancel.clicked.connect(self._cancel)
        row = QHBoxLayout(self._box)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self._note, self._progress, self.cancel):
            row.addWidget(widget)
        self._box.hide()
        bar.addPermanentWidget(self._box)
        bar.addPermanentWidget(self.saved_label)
        self._timer = QTimer(self, singleShot=True, interval=SHOW_AFTER)
        self._timer.timeout.connect(self._show)
        runner.started.connect(self._started)
        runner.progressed.connect(self._progressed)
        runner.finished.connect(self._finished)

    @property
    def busy_shown(self) -> bool:
        """Tell whether work under way is on show."""
        return not self._box.isHidden()

    def saved(self) -> None:
        """Say that all is on disk as of now."""
        self.saved_label.setText(self.tr("Đã lưu {}").format(f"{datetime.now():%H:%M}"))

    def hint(self, text: str) -> None:
        """Say something short for some seconds."""
        self._bar.showMessage(text, HINT_STAYS)

    def _started(self, job: Job) -> None:
        if not job.label:
            return
        self._jobs.append(job)
        if len(self._jobs) == 1:
            self._reset(job)

    def _reset(self, job: Job) -> None:
        self._note.setText(job.label)
        self._progress.setRange(0, 0)
        self.cancel.setEnabled(True)
        self._timer.start()

    def _show(self) -> None:
        if self._jobs:
            self._box.show()

    def _progressed(self, job: Job, done: int, total: int, note: str) -> None:
        if not self._jobs or job is not self._jobs[0]:
            return
        self._note.setText(note or job.label)
        self._progress.setRange(0, total)
        self._progress.setValue(done)

    def _finished(self, job: Job) -> None:
        if job not in self._jobs:
            return
        self._jobs.remove(job)
        if self._jobs:
            self._reset(self._jobs[0])
        else:
            self._timer.stop()
            self._box.hide()

    def _cancel(self) -> None:
        if self._jobs:
            self._jobs[0].cancel()
            self.cancel.setEnabled(False)
            self._note.setText(self.tr("Đang dừng…"))
