"""The binder through real storage: order, names, index, damage, and half ones that never appear."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from cchc_desktop import files
from cchc_desktop.documents.evidence_index import NO_EVIDENCE
from cchc_desktop.domain.activity import Activity
from cchc_desktop.errors import Cancelled, FileNotWritten, InvalidInput, NotFound, WriteRefusal
from cchc_desktop.services import evidence_binder
from cchc_desktop.services.container import Services

NAME = "Tap-minh-chung_HY-DT_2026-Q1"
INDEX = evidence_binder.INDEX_NAME


def log(services: Services, day: date, title: str, task: str = "", form: str = "phat_thanh") -> Activity:
    return services.activities.save(Activity(day, form, title, task_id=task)).activity


def attach(services: Services, activity: Activity, folder: Path, *names: str) -> None:
    paths = []
    for name in names:
        paths.append(folder / name)
        paths[-1].write_bytes(b"%PDF-1.7 " + name.encode() + activity.id.encode())
    assert not services.evidence.add_files(activity.id, paths).refused


@pytest.fixture
def filled(services: Services, tmp_path: Path) -> Services:
    """A plan, and a log entered in no order at all."""
    plan = services.plans.create(2026).plan
    tasks = plan.tasks
    outside = log(services, date(2026, 1, 2), "Việc ngoài kế hoạch")
    late = log(services, date(2026, 3, 1), "Phát thanh về DVC: “đợt 2”", tasks[0].id)
    early = log(services, date(2026, 1, 5), "Phát thanh đợt 1", tasks[0].id)
    second = log(services, date(2026, 2, 1), "Việc của nhiệm vụ 2", tasks[1].id, "tin_bai")
    log(services, date(2026, 5, 1), "Ngoài kỳ", tasks[0].id)
    attach(services, outside, tmp_path, "CON.pdf")
    attach(services, late, tmp_path, "Biên bản ký.pdf", "Ảnh 1.pdf")
    services.evidence.add_link(second.id, "https://lexa.hungyen.gov.vn/tin/12.html")
    assert early.id
    return services


def table(data: bytes) -> list[list[str]]:
    tables = Document(io.BytesIO(data)).tables
    return [[cell.text for cell in row.cells] for row in tables[1].rows]


def test_a_period_goes_by_the_tasks_of_the_plan_then_by_day(filled: Services, tmp_path: Path) -> None:
    out = tmp_path / "ra"
    out.mkdir()
    written = filled.evidence_binder.write(filled.evidence_binder.gather("2026-Q1"), out)
    assert written.target == out / NAME
    assert written.lost == ()
    assert [path.name for path in out.iterdir()] == [NAME]
    binder = written.binder
    assert [item.title for item in binder.items] == [
        "Phát thanh đợt 1",
        "Phát thanh về DVC: “đợt 2”",
        "Việc của nhiệm vụ 2",
        "Việc ngoài kế hoạch",
    ]
    names = sorted(path.relative_to(written.target).as_posix() for path in written.target.rglob("*") if path.is_file())
    assert names[0] == INDEX
    assert all(name.isascii() and len(name) <= 120 for name in names)
    first, second = binder.items[1].folder, binder.items[2].folder
    assert first.startswith("nv01_")
    assert names[1:] == [
        f"{first}/002_2026-03-01_phat-thanh-ve-dvc-dot-2_1.pdf",
        f"{first}/002_2026-03-01_phat-thanh-ve-dvc-dot-2_2.pdf",
        f"{second}/003_2026-02-01_viec-cua-nhiem-vu-2_1_lien-ket.txt",
        "zz_ngoai-ke-hoach/004_2026-01-02_viec-ngoai-ke-hoach_1.pdf",
    ]
    assert (written.target / names[3]).read_bytes() == b"https://lexa.hungyen.gov.vn/tin/12.html\r\n"
    rows = table((written.target / INDEX).read_bytes())
    assert rows[0] == ["STT", "Ngày", "Hoạt động", "Nhiệm vụ", "Tệp minh chứng"]
    assert [row[0] for row in rows[1:]] == ["1", "2", "3", "4"]
    assert rows[1][4] == NO_EVIDENCE
    assert rows[2][4].splitlines() == [name.rpartition("/")[2] for name in names[1:3]]
    assert rows[3][4] == "https://lexa.hungyen.gov.vn/tin/12.html"
    assert rows[4][3] == "Ngoài kế hoạch"
    assert rows[2][1] == "01/03/2026"


def test_the_zip_holds_the_same_as_the_folder(filled: Services, tmp_path: Path) -> None:
    binder = filled.evidence_binder.gather("2026-Q1")
    folder = filled.evidence_binder.write(binder, tmp_path).target
    target = tmp_path / "tập.zip"
    target.write_bytes(b"old")
    filled.evidence_binder.write(binder, target)
    with zipfile.ZipFile(target) as archive:
        assert archive.testzip() is None
        found = {name: archive.read(name) for name in archive.namelist()}
    expected = {
        f"{NAME}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert set(found) == set(expected)
    for name, data in expected.items():
        if not name.endswith(INDEX):  # it tells the second it was made in
            assert found[name] == data
    assert table(found[f"{NAME}/{INDEX}"]) == table(expected[f"{NAME}/{INDEX}"])


def test_one_task_and_one_indicator(filled: Services) -> None:
    service = filled.evidence_binder
    task = service.gather("2026-Q1", task="1")
    assert [item.number for item in task.items] == [1, 2]
    assert task.name == f"{NAME}_NV01"
    assert task.scope[2].startswith("Nhiệm vụ 1: ")
    assert {item.folder for item in task.items} == {""}
    whole = filled.reports.report("2026-Q1").progress[0].task.id
    assert service.gather("2026-Q1", task=whole[:8]).items == task.items
    report = filled.reports.report("2026-Q1")
    figure = next(f for f in report.figures if filled.reports.behind(report, f.indicator))
    found = service.gather("2026-Q1", indicator=figure.indicator.code.lower())
    assert {item.title for item in found.items} == {a.title for a in filled.reports.behind(report, figure.indicator)}
    assert figure.indicator.code in found.name
    for wrong in ({"task": "99"}, {"task": "ab"}, {"indicator": "XX"}):
        with pytest.raises(NotFound):
            service.gather("2026-Q1", **wrong)
    with pytest.raises(InvalidInput):
        service.gather("2026-Q1", task="1", indicator="TT01")
    with pytest.raises(NotFound):
        service.gather("2026-Q9")


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_damaged_file_is_told_and_keeps_no_other_back(filled: Services, tmp_path: Path) -> None:
    binder = filled.evidence_binder.gather("2026-Q1")
    broken, gone = binder.items[1].files
    store = filled.attachments._files
    store.find(broken[0].sha256).write_bytes(b"changed")
    store.find(gone[0].sha256).unlink()
    written = filled.evidence_binder.write(binder, tmp_path)
    assert written.lost == (broken[1], gone[1])
    assert len(evidence_binder.lost_names(written)) == 2
    assert "Phát thanh về DVC" in evidence_binder.lost_names(written)[0]
    folder = binder.items[1].folder
    assert not (written.target / folder / broken[1]).exists()
    assert "bị mất hoặc hỏng" in table((written.target / INDEX).read_bytes())[2][4]
    text = "\n".join(p.text for p in Document(written.target / INDEX).paragraphs)
    assert "2 tệp, liên kết minh chứng" in text
    assert "2 tệp bị mất hoặc hỏng" in text


def test_an_older_binder_is_left_alone(filled: Services, tmp_path: Path) -> None:
    binder = filled.evidence_binder.gather("2026-Q1")
    mine = tmp_path / NAME / "ghi chú của tôi.txt"
    mine.parent.mkdir()
    mine.write_text("x")
    assert filled.evidence_binder.write(binder, tmp_path).target.name == f"{NAME} (2)"
    assert mine.read_text() == "x"


@pytest.mark.parametrize("name", ["", "tap.zip"])
def test_half_a_binder_never_appears(
    filled: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    out = tmp_path / "ra"
    out.mkdir()
    binder = filled.evidence_binder.gather("2026-Q1")

    class Stop:
        def step(self, done: int, total: int, note: str) -> None:
            assert total == 4
            if done == 2:
                raise Cancelled

    with pytest.raises(Cancelled):
        filled.evidence_binder.write(binder, out / name, Stop())
    assert list(out.iterdir()) == []

    def full(path: Path, chunks: object) -> None:
        raise FileNotWritten(path, WriteRefusal.DISK_FULL)

    monkeypatch.setattr(files, "write_chunks_atomically", full)
    with pytest.raises(FileNotWritten):
        filled.evidence_binder.write(binder, out / name)
    assert list(out.iterdir()) == []


def test_a_place_that_is_not_there_is_told(filled: Services, tmp_path: Path) -> None:
    binder = filled.evidence_binder.gather("2026-Q1")
    for out in (tmp_path / "khong-co", tmp_path / "khong-co" / "a.zip"):
        with pytest.raises(FileNotWritten) as caught:
            filled.evidence_binder.write(binder, out)
        assert caught.value.reason is WriteRefusal.NO_FOLDER


def test_an_empty_period_still_has_its_index(services: Services, tmp_path: Path) -> None:
    written = services.evidence_binder.write(services.evidence_binder.gather("2026-Q1"), tmp_path)
    assert [path.name for path in written.target.iterdir()] == [INDEX]
    assert len(table((written.target / INDEX).read_bytes())) == 1
