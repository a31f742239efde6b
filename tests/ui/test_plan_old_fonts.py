"""A plan typed in .VnTime: what was made of it is shown before anything is kept."""

from __future__ import annotations

import docx
import pytest
from docx.oxml.ns import qn
from viparse.normalize.encodings import CHARMAPS

from cchc_desktop.ui.main_window import MainWindow
from cchc_desktop.ui.screens.plan_place import PlanPlace

TCVN3 = {letter: written for written, letter in CHARMAPS["tcvn3"].pairs}
LINES = (
    "I. Mục đích, yêu cầu",
    "1. Nâng cao nhận thức của cán bộ, công chức và nhân dân về cải cách hành chính.",
    "2. Tổ chức tuyên truyền thường xuyên, thiết thực, tiết kiệm.",
    "II. Nội dung",
    "1. Tuyên truyền chủ trương của Đảng, chính sách, pháp luật của Nhà nước về cải cách hành chính.",
)


@pytest.fixture
def old_plan(tmp_path):
    document = docx.Document()
    for line in ("kế hoạch", "Tuyên truyền cải cách hành chính năm 2009", *LINES):
        run = document.add_paragraph().add_run("".join(TCVN3.get(letter, letter) for letter in line))
        fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
        for slot in ("w:ascii", "w:hAnsi"):
            fonts.set(qn(slot), ".VnTimeH" if line == "kế hoạch" else ".VnTime")
    path = tmp_path / "ke hoach 2009.docx"
    document.save(path)
    return path


def test_before_and_after_are_shown_with_the_import(unit, qtbot, fake_ask, old_plan, photograph):
    window = MainWindow()
    qtbot.addWidget(window)
    window.resize(1366, 728)
    place = PlanPlace(unit, window)
    window.show_page(place, place.title, place.corner)
    window.show()
    qtbot.waitExposed(window)
    place.refresh()
    fake_ask.queue("open_file", old_plan)
    place.import_word()
    qtbot.waitUntil(place.preview.isVisible)
    assert fake_ask.calls("open_file")[0][1] == "Tệp Word (*.docx *.doc)"
    plan = place.preview.plan
    assert plan.title == "Tuyên truyền cải cách hành chính năm 2009"
    assert any("→ Tuyên truyền cải cách hành chính năm 2009" in note.quote for note in plan.notes)
    photograph(window, "plan-old-fonts")
