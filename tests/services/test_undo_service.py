"""Taking acts back, the bin and the history of records, through real storage."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.channel import Broadcast, Channel, ChannelKind
from cchc_desktop.domain.log_import import AcceptedRow, LogPreview
from cchc_desktop.domain.petition import Petition
from cchc_desktop.domain.plan import SectionKind
from cchc_desktop.domain.text_block import BlockSection, TextBlock
from cchc_desktop.errors import Conflict, UndoRefused
from cchc_desktop.paths import Paths
from cchc_desktop.services.container import Services
from cchc_desktop.storage.backup_names import BackupKind
from postgres import raw_sql

DAY = date(2026, 3, 3)


def _some(services: Services, title: str = "Phát thanh về dịch vụ công", number: int = 2) -> Activity:
    form = services.catalogues.forms[0]
    counts = {form.measures[0].code: Decimal(number)}
    return services.activities.save(Activity(DAY, form.code, title, counts)).activity


def _total(services: Services, binned: bool = False) -> int:
    return services.activities.page(ActivityFilter(binned=binned)).total


def test_the_last_act_goes_back_and_comes_again(services: Services) -> None:
    kept = _some(services)
    services.activities.save(replace(kept, title="Họp thôn"))
    undone = services.undo.undo_next()
    assert undone is not None
    assert undone.name == "Sửa hoạt động “Họp thôn (03/03/2026)”"
    assert services.activities.get(kept.id).title == kept.title
    assert services.undo.undo_next() is not None
    assert _total(services) == 0
    assert services.undo.undo_next() is None, "what another session did is not ours to take back"
    for _ in range(2):
        assert services.undo.redo_next() is not None
    assert services.undo.redo_next() is None
    assert services.activities.get(kept.id).title == "Họp thôn"
    assert services.activities.page(ActivityFilter(words="hop thon")).total == 1


def test_an_import_of_thousands_is_one_act(services: Services) -> None:
    form = services.catalogues.forms[0]
    one = {form.measures[0].code: Decimal(1)}
    rows = tuple(
        AcceptedRow("Sổ", n, Activity(DAY + timedelta(n % 90), form.code, f"Buổi số {n}", one)) for n in range(5000)
    )
    before = services.reports.report("2026-Q1").figures
    services.activities.apply_import(LogPreview("x.xlsx", rows, ()))
    assert services.undo.recent()[0].name == "Ghi 5.000 hoạt động"
    assert services.undo.undo_next() is not None
    assert (_total(services), _total(services, binned=True)) == (0, 5000)
    assert services.reports.report("2026-Q1").figures == before
    (line,) = [line for line in services.undo.recent() if line.undone_at]
    assert (line.name, line.undone_by) == ("Ghi 5.000 hoạt động", "Người thử")
    assert services.undo.redo_next() is not None
    assert _total(services) == 5000


def test_later_work_on_the_same_fields_is_never_overwritten(services: Services) -> None:
    first, second = _some(services), _some(services, "Đối thoại")
    services.activities.save(replace(first, title="Họp thôn"))
    step = services.undo.last
    services.activities.save(replace(services.activities.get(first.id), title="Họp xóm"))
    with pytest.raises(UndoRefused) as caught:
        services.undo.undo(step)
    assert caught.value.act == "Sửa hoạt động “Họp xóm (03/03/2026)”"
    (reason,) = caught.value.reasons
    assert reason.startswith("hoạt động “Họp xóm (03/03/2026)”: Nội dung đã sửa sau đó (bởi Người thử, lúc ")
    assert services.activities.get(first.id).title == "Họp xóm"
    assert services.activities.get(second.id).title == "Đối thoại"


def test_other_fields_of_a_record_stay_as_they_are_now(services: Services) -> None:
    kept = _some(services)
    services.activities.save(replace(kept, title="Họp thôn"))
    step = services.undo.last
    services.activities.save(replace(services.activities.get(kept.id), note="có 30 người"))
    assert services.undo.undo(step) is not None
    now = services.activities.get(kept.id)
    assert (now.title, now.note) == (kept.title, "có 30 người")
    assert services.undo.undo(step) is None, "it was taken back already"


def test_one_clash_holds_back_the_whole_act(services: Services) -> None:
    some = [_some(services, title) for title in ("một", "hai", "ba")]
    services.activities.bin([one.id for one in some])
    step = services.undo.last
    services.activities.restore([some[1].id])
    with pytest.raises(UndoRefused):
        services.undo.undo(step)
    assert _total(services, binned=True) == 2


def test_all_acts_back_to_one_go_together(services: Services) -> None:
    kept = _some(services)
    channel = services.registers.channels.channels.save(Channel(ChannelKind.LOUDSPEAKER, "Đài xã")).entry
    target = services.undo.last
    services.registers.channels.channels.save(replace(channel, person="Đào"))
    services.activities.bin([kept.id])
    undone = services.undo.undo_to(target)
    assert undone is not None
    assert undone.steps == 3
    assert services.registers.channels.channels.all() == ()
    assert services.activities.get(kept.id).deleted_at == ""
    for _ in range(3):
        assert services.undo.redo_next() is not None
    assert services.registers.channels.channels.all()[0].person == "Đào"
    assert services.activities.get(kept.id).deleted_at


def test_the_last_office_stays(services: Services) -> None:
    (unit,) = services.units.history()
    services.units.save(replace(unit, place="Đồng Tâm mới"))
    assert services.undo.undo_next() is not None
    assert services.units.history() == (unit,)


def test_a_purge_cannot_go_back(services: Services) -> None:
    kept = _some(services)
    made = services.undo.last
    services.activities.bin([kept.id])
    services.bin.purge(services.bin.all())
    with pytest.raises(UndoRefused):
        services.undo.undo(made)
    (purge, binned, *_) = services.undo.recent()
    assert not purge.can_undo
    assert binned.can_undo


def test_the_bin_lists_every_noun_and_gives_back(services: Services) -> None:
    kept = _some(services)
    channel = services.registers.channels.channels.save(Channel(ChannelKind.LOUDSPEAKER, "Đài xã")).entry
    block = services.text_blocks.save(TextBlock("Lời dẫn", BlockSection.PURPOSE, (), SectionKind.POINT, "chữ"))
    person = services.registers.petitions.petitions.save(Petition(DAY, "Cửa mở muộn", person="Bà Hạnh")).entry
    services.activities.bin([kept.id])
    services.registers.channels.channels.bin([channel.id])
    services.text_blocks.bin(block.block.id)
    services.registers.petitions.petitions.bin([person.id])
    rows = services.bin.all()
    assert [row.kind for row in rows] == ["Phản ánh, kiến nghị", "Đoạn mẫu", "Kênh tuyên truyền", "Hoạt động"]
    assert rows[0].title == "số 1, tiếp nhận ngày 03/03/2026"
    assert not any("Hạnh" in row.title for row in rows)
    assert {row.actor for row in rows} == {"Người thử"}
    services.bin.restore(rows[1:])
    assert [row.entity for row in services.bin.all()] == ["petition"]
    assert services.undo.undo_next() is not None
    assert len(services.bin.all()) == 4


def test_emptying_the_bin_leaves_a_backup_and_no_personal_data(services: Services, office: Paths) -> None:
    person = services.registers.petitions.petitions.save(Petition(DAY, "Cửa mở muộn", person="Bà Hạnh")).entry
    services.registers.petitions.petitions.bin([person.id])
    services.bin.purge(services.bin.all())
    assert services.backups.all()[0].kind is BackupKind.BEFORE_PURGE
    assert services.bin.all() == ()
    rows = [raw_sql(office, f"SELECT * FROM {name}") for name in ("audit", "audit_private", "petitions")]
    kept = json.dumps(rows, ensure_ascii=False)
    assert "Hạnh" not in kept
    newest, *_, first = services.history.of("petition", person.id).entries
    assert newest.done == "Xóa hẳn"
    assert ("Họ tên, tổ chức", "", "(đã xóa hẳn)") in [(one.field, one.before, one.after) for one in first.lines]


def test_what_something_hangs_on_is_not_deleted_alone(services: Services) -> None:
    channel = services.registers.channels.channels.save(Channel(ChannelKind.LOUDSPEAKER, "Đài xã")).entry
    broadcast = services.registers.channels.broadcasts.save(Broadcast(channel.id, DAY, "Bản tin")).entry
    services.registers.channels.channels.bin([channel.id])
    with pytest.raises(Conflict):
        services.bin.purge(services.bin.all())
    services.registers.channels.broadcasts.bin([broadcast.id])
    services.bin.purge(services.bin.all())
    assert services.bin.all() == ()


def test_a_history_speaks_in_words(services: Services) -> None:
    kept = _some(services)
    form = services.catalogues.forms[0]
    measure = form.measures[0]
    services.activities.save(replace(kept, date=date(2026, 3, 4), counts={measure.code: Decimal("1234")}, note="x"))
    services.activities.bin([kept.id])
    services.undo.undo_next()
    back, binned, changed, made = services.history.of("activity", kept.id).entries
    assert (back.done, binned.done, changed.done, made.done) == ("Hoàn tác (lấy lại)", "Xóa", "Sửa", "Ghi")
    assert [(line.field, line.before, line.after) for line in changed.lines] == [
        ("Ngày", "03/03/2026", "04/03/2026"),
        ("Số lượng", f"{measure.name}: 2", f"{measure.name}: 1.234"),
        ("Ghi chú", "", "x"),
    ]
    assert ("Hình thức", "", form.name) in [(line.field, line.before, line.after) for line in made.lines]


def test_a_history_of_a_plan_tells_what_was_left_out(services: Services) -> None:
    from cchc_desktop.domain.plan import Task

    plan = services.plans.create(2026).plan
    saved = services.plans.save(replace(plan, tasks=(Task("Phát thanh hằng tháng"),))).plan
    services.agenda.skip(saved.tasks[0].id, date(2026, 2, 28), "loa hỏng")
    newest, *_ = services.history.of("plan", saved.id).entries
    assert newest.done == "Bỏ qua kỳ thực hiện của nhiệm vụ"
    assert [(line.field, line.after) for line in newest.lines] == [("Lý do", "loa hỏng")]
    assert services.undo.recent()[0].name == (
        "Bỏ qua kỳ thực hiện của nhiệm vụ “Phát thanh hằng tháng, đến ngày 28/02/2026”"
    )


UNDOER = """
import sys
from datetime import date
from pathlib import Path
from cchc_desktop import wiring
from cchc_desktop.paths import Paths
services = wiring.open_services(Paths.under(Path(sys.argv[1])), lambda: "con", lambda: date(2026, 6, 20))
while True:
    services.undo.undo(sys.argv[2]) or services.undo.redo_next()
    print("x", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
@pytest.mark.parametrize("acts", [1, 4])
def test_a_kill_leaves_no_act_half_taken_back(services: Services, office: Paths, acts: int) -> None:
    form = services.catalogues.forms[0]
    rows = tuple(AcceptedRow("Sổ", n, Activity(DAY, form.code, f"Buổi số {n}")) for n in range(300))
    services.activities.apply_import(LogPreview("x.xlsx", rows, ()))
    command = [sys.executable, "-c", UNDOER, str(office.data), services.undo.last]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for _ in range(acts):
            assert child.stdout.readline()
        child.send_signal(signal.SIGKILL)
    assert _total(services) in (0, 300)
