"""Processes that die in the middle: nothing that was acknowledged is lost, nothing half-done shows."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cchc_desktop.storage import sessions
from cchc_desktop.storage.database import open_database

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9")

WRITER = """
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from cchc_desktop.domain.activity import Activity
from cchc_desktop.storage.database import open_database
database = open_database(Path(sys.argv[1]), Path(sys.argv[2]))
while True:
    pair = [Activity(date(2025, 3, 1), "f", "x", {"m": Decimal(1)}) for _ in range(2)]
    with database.write("con") as uow:
        uow.activities.save_many(pair)
        uow.commit()
    print(pair[0].id, flush=True)
"""


@pytest.mark.parametrize("acknowledged", [1, 7, 23, 60])
def test_what_was_acknowledged_survives_a_kill(database_file: Path, backups: Path, acknowledged: int) -> None:
    command = [sys.executable, "-c", WRITER, str(database_file), str(backups)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        seen = [writer.stdout.readline().strip() for _ in range(acknowledged)]
        assert sessions.look_around(database_file)[0] == 1
        writer.send_signal(signal.SIGKILL)
        seen += [line.strip() for line in writer.stdout if line.endswith("\n")]
    assert writer.returncode == -signal.SIGKILL
    assert list(database_file.parent.glob(".cchc.db.open-*")), "the dead process left its mark"
    database = open_database(database_file, backups)
    with database.read() as uow:
        from datetime import date

        kept = [activity.id for activity in uow.activities.in_span(date(2025, 3, 1), date(2025, 3, 1))]
        assert len(seen) >= acknowledged
        assert set(seen) <= set(kept)
        assert len(kept) % 2 == 0, "a transaction of two was kept by half"
        assert all(len(uow.audit.history("activity", key)) == 1 for key in kept)
    database.close()
    assert sessions.look_around(database_file) == (0, False)
