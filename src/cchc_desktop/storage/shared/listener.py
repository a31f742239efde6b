"""Hearing what others changed: one connection that waits, on a thread of its own."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from typing import Any, Final, cast

import psycopg
from sqlalchemy import text

from cchc_desktop.errors import AppError
from cchc_desktop.storage.shared.database import CHANNEL, SharedDatabase

_log = logging.getLogger(__name__)

WAIT_SECONDS: Final = 1.0
"""How long one look for notices lasts: the thread ends within this."""
_AGAIN_SECONDS: Final = 5.0


class Listener:
    """Calls back with the entities that others changed; with none when anything may have changed.

    Args:
        database: the shared one.
        heard: called on the thread of the listener.

    """

    def __init__(self, database: SharedDatabase, heard: Callable[[tuple[str, ...]], None]) -> None:
        self._database = database
        self._heard = heard
        self._ending = threading.Event()
        self.listening = threading.Event()
        self._thread = threading.Thread(target=self._run, name="cchc-listener", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End and wait for the thread."""
        self._ending.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        lost = False
        while not self._ending.is_set():
            try:
                self._listen(lost)
            except (AppError, psycopg.Error) as error:
                _log.info("no change notices for now: %s", error)
            lost = True
            self.listening.clear()
            self._ending.wait(_AGAIN_SECONDS)

    def _listen(self, lost: bool) -> None:
        with self._database.connect() as connection:
            connection = connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(text(f"LISTEN {CHANNEL}"))
            driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
            self.listening.set()
            if lost:
                self._heard(())  # what happened meanwhile was told to nobody
            try:
                while not self._ending.is_set():
                    for notice in driver.notifies(timeout=WAIT_SECONDS):
                        self._pass_on(notice.payload)
                        if self._ending.is_set():
                            break
            finally:
                connection.invalidate()  # a connection that listens must not go back to those who work

    def _pass_on(self, payload: str) -> None:
        try:
            words = json.loads(payload)
            sender, entities = words["sender"], tuple(map(str, words["entities"]))
        except (ValueError, KeyError, TypeError):
            return
        if sender != self._database.sender:
            self._heard(entities)
