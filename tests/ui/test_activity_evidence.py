"""Evidence in the form of the log: real drops, pastes and clicks."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.evidence import EvidenceFacts
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.activity_place import ActivityPlace
from cchc_desktop.ui.widgets.activity_evidence import ActivityEvidence

TODAY = date(2026, 3, 12)


@pytest.fixture
def place(unit: Context, qtbot: Any) -> Iterator[ActivityPlace]:
    host = QWidget()
    qtbot.addWidget(host)
    made = ActivityPlace(unit, host)
    column = QVBoxLayout(host)
    assert made.corner is not None
    column.addWidget(made.corner, 0, Qt.AlignmentFlag.AlignRight)
    column.addWidget(made)
    scale = float(os.environ.get("QT_SCALE_FACTOR", "1"))
    host.resize(int(1180 / scale), int(690 / scale))
    made.refresh()
    host.show()
    yield made
    QGuiApplication.clipboard().clear()
    host.close()


@pytest.fixture
def evidence(place: ActivityPlace) -> ActivityEvidence:
    found = place.findChild(ActivityEvidence)
    assert found is not None
    return found


def photo(path: Path, colour: str, day: str = "2026:03:10") -> Path:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[36867] = f"{day} 07:30:00"
    image = Image.new("RGB", (1600, 1200), colour)
    draw = ImageDraw.Draw(image)
    draw.ellipse((500, 300, 1100, 900), fill="gold")
    image.save(path, "JPEG", exif=exif)
    return path


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def drop(target: QWidget, mime: QMimeData) -> bool:
    """Drag onto a widget as the window system does; False when it is not taken. Ignored drags go to the parent."""
    widget: QWidget | None = target
    where = QPoint(5, 5)
    copy, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    while widget is not None:
        entering = QDragEnterEvent(where, copy, mime, buttons, keys)
        if widget.acceptDrops():
            entering.ignore()
            QApplication.sendEvent(widget, entering)
            if entering.isAccepted():
                dropping = QDropEvent(QPointF(where), copy, mime, buttons, keys)
                QApplication.sendEvent(widget, dropping)
                return dropping.isAccepted()
        widget = widget.parentWidget()
    return False


def click(qtbot: Any, parent: QWidget, name: str) -> None:
    button = parent.findChild(QPushButton, name) or parent.findChild(QToolButton, name)
    assert button is not None, name
    assert button.isVisible(), name
    assert button.isEnabled(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def only_entry(place: ActivityPlace) -> Activity:
    (entry,) = place.context.services.activities.page(ActivityFilter()).activities
    return entry


def fill(place: ActivityPlace) -> None:
    place.form.form_box.set_key("phat_thanh")
    place.form.title_edit.setPlainText("Phát thanh bản tin dịch vụ công trực tuyến")


def names(evidence: ActivityEvidence) -> list[str]:
    return [file.name for file in evidence.strip.files()]


def test_photos_dropped_on_a_new_entry_go_with_it_and_offer_their_day(
    place: ActivityPlace, evidence: ActivityEvidence, qtbot: Any, settle: Any, tmp_path: Path, photograph: Any
) -> None:
    place.new()
    photograph(place.window(), "evidence-empty", 0)
    paths = [photo(tmp_path / "Ảnh loa thôn Ải.jpg", "steelblue"), photo(tmp_path / "IMG_20260310_073000.jpg", "olive")]
    (tmp_path / "Biên bản.pdf").write_bytes(b"%PDF-1.7 x")
    assert drop(place.form.people_edit, files(*paths, tmp_path / "Biên bản.pdf"))
    settle(place.context)
    assert (
        names(evidence) == ["Biên bản.pdf", "IMG_20260310_073000.jpg", "Ảnh loa thôn Ải.jpg"]
        or len(names(evidence)) == 3
    )
    assert place.form.people_edit.text() == ""
    offer = evidence.findChild(QLabel, "evidence_offer_text")
    assert offer is not None
    assert offer.isVisible()
    assert "10/03/2026" in offer.text()
    fill(place)
    evidence.strip.setCurrentRow(0)
    photograph(place.window(), "evidence-new", 0)
    click(qtbot, evidence, "evidence_offer_take")
    assert place.form.date_edit.date() == date(2026, 3, 10)
    assert not offer.isVisible()
    click(qtbot, place, "activity_save")
    entry = only_entry(place)
    assert entry.date == date(2026, 3, 10)
    assert len(place.context.services.evidence.of(entry.id)) == 3


def test_the_next_entry_starts_without_evidence(
    place: ActivityPlace, evidence: ActivityEvidence, qtbot: Any, settle: Any, tmp_path: Path
) -> None:
    place.new()
    assert drop(place.form, files(photo(tmp_path / "a.jpg", "red")))
    settle(place.context)
    fill(place)
    click(qtbot, place, "activity_next")
    assert place.form.isVisible()
    assert names(evidence) == []
    place.form.title_edit.setPlainText("Việc khác")
    click(qtbot, place, "activity_save")
    found = place.context.services.activities.page(ActivityFilter()).activities
    assert sorted(len(place.context.services.evidence.of(entry.id)) for entry in found) == [0, 1]


def test_a_draft_that_was_left_keeps_its_photo(
    place: ActivityPlace, evidence: ActivityEvidence, settle: Any, tmp_path: Path
) -> None:
    place.new()
    assert drop(place.form, files(photo(tmp_path / "a.jpg", "red")))
    settle(place.context)
    assert place.escape()
    assert not place.form.isVisible()
    place.new()
    assert names(evidence) == ["a.jpg"]


def stored(place: ActivityPlace, title: str = "Hội nghị thôn") -> Activity:
    saved = place.context.services.activities.save(Activity(TODAY, "phat_thanh", title, {"luot_phat": Decimal(1)}))
    place.refresh()
    return saved.activity


def test_a_picture_is_pasted_into_a_stored_entry_but_text_stays_text(
    place: ActivityPlace, evidence: ActivityEvidence, qtbot: Any, settle: Any
) -> None:
    entry = stored(place)
    place.accept(entry.id)
    clipboard = QGuiApplication.clipboard()
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    clipboard.setImage(image)
    place.form.title_edit.setFocus()
    qtbot.keyClick(place.form.title_edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(place.context)
    (kept,) = place.context.services.evidence.of(entry.id)
    assert kept.name.startswith("Ảnh dán")
    assert names(evidence) == [kept.name]
    # Word puts text and a picture of it on the clipboard: in a text field the text is meant.
    both = QMimeData()
    both.setText("chữ chép từ Word")
    both.setImageData(image)
    clipboard.setMimeData(both)
    qtbot.keyClick(place.form.people_edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(place.context)
    assert place.form.people_edit.text() == "chữ chép từ Word"
    assert len(place.context.services.evidence.of(entry.id)) == 1


def test_files_copied_in_the_file_manager_are_pasted(
    place: ActivityPlace, evidence: ActivityEvidence, qtbot: Any, settle: Any, tmp_path: Path
) -> None:
    place.accept(stored(place).id)
    QGuiApplication.clipboard().setMimeData(files(photo(tmp_path / "a.jpg", "red"), photo(tmp_path / "b.jpg", "blue")))
    click(qtbot, evidence, "evidence_paste")
    settle(place.context)
    assert sorted(names(evidence)) == ["a.jpg", "b.jpg"]
    click(qtbot, evidence, "evidence_paste")
    settle(place.context)
    assert sorted(names(evidence)) == ["a.jpg", "b.jpg"]
    assert "chỉ giữ một bản" in evidence.bar.text


def test_an_empty_clipboard_says_so(place: ActivityPlace, evidence: ActivityEvidence, qtbot: Any) -> None:
    place.accept(stored(place).id)
    QGuiApplication.clipboard().clear()
    click(qtbot, evidence, "evidence_paste")
    assert "không có ảnh" in evidence.bar.text


def test_bad_files_are_named_beside_the_good_ones(
    place: ActivityPlace,
    evidence: ActivityEvidence,
    qtbot: Any,
    settle: Any,
    tmp_path: Path,
    fake_ask: Any,
    photograph: Any,
) -> None:
    place.accept(stored(place).id)
    good = photo(tmp_path / "tốt.jpg", "red")
    broken = tmp_path / "hỏng.jpg"
    broken.write_bytes(good.read_bytes()[:3000])
    heic = tmp_path / "IMG_0001.HEIC"
    heic.write_bytes(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")
    fake_ask.queue("open_files", [good, broken, heic])
    click(qtbot, evidence, "evidence_add")
    settle(place.context)
    assert names(evidence) == ["tốt.jpg"]
    for words in ("hỏng.jpg", "IMG_0001.HEIC", "iPhone", "Đã thêm 1 tệp"):
        assert words in evidence.bar.text
    photograph(place.window(), "evidence-refused", 0)


def test_removing_is_undone_and_a_copy_is_opened(
    place: ActivityPlace, evidence: ActivityEvidence, qtbot: Any, settle: Any, tmp_path: Path, fake_ask: Any
) -> None:
    entry = stored(place)
    place.accept(entry.id)
    drop(place.form, files(photo(tmp_path / "Ảnh loa.jpg", "red"), photo(tmp_path / "b.jpg", "blue")))
    settle(place.context)
    evidence.strip.setFocus()
    row = names(evidence).index("Ảnh loa.jpg")
    evidence.strip.setCurrentRow(row)
    click(qtbot, evidence, "evidence_open")
    (opened,) = fake_ask.opened
    assert opened.name == "Ảnh loa.jpg"
    assert Image.open(io.BytesIO(opened.read_bytes())).size == (1600, 1200)
    qtbot.keyClick(evidence.strip, Qt.Key.Key_Delete)
    assert names(evidence) == ["b.jpg"]
    assert len(place.context.services.evidence.of(entry.id)) == 1
    qtbot.mouseClick(evidence.bar.button("Hoàn tác"), Qt.MouseButton.LeftButton)
    assert sorted(names(evidence)) == ["b.jpg", "Ảnh loa.jpg"]
    assert len(place.context.services.evidence.of(entry.id)) == 2


def test_a_link_is_added_and_opened_in_the_browser(
    place: ActivityPlace, evidence: ActivityEvidence, qtbot: Any, fake_ask: Any
) -> None:
    entry = stored(place)
    place.accept(entry.id)
    click(qtbot, evidence, "evidence_link")
    qtbot.keyClicks(evidence.link_edit, "file:///C:/anh.jpg")
    qtbot.keyClick(evidence.link_edit, Qt.Key.Key_Return)
    assert "https://" in evidence.bar.text
    assert names(evidence) == []
    evidence.link_edit.clear()
    qtbot.keyClicks(evidence.link_edit, "https://lexa.hungyen.gov.vn/tin/12")
    qtbot.keyClick(evidence.link_edit, Qt.Key.Key_Return)
    assert names(evidence) == ["lexa.hungyen.gov.vn/tin/12"]
    assert not evidence.link_edit.isVisible()
    evidence.strip.setCurrentRow(0)
    qtbot.keyClick(evidence.strip, Qt.Key.Key_Return)
    assert fake_ask.links == ["https://lexa.hungyen.gov.vn/tin/12"]
    (link,) = place.context.services.evidence.of(entry.id)
    assert EvidenceFacts.of(link).link == "https://lexa.hungyen.gov.vn/tin/12"


def test_text_dragged_into_a_field_is_not_taken_for_evidence(
    place: ActivityPlace, evidence: ActivityEvidence, settle: Any
) -> None:
    place.new()
    mime = QMimeData()
    mime.setText("https://lexa.hungyen.gov.vn")
    assert drop(place.form.title_edit.viewport(), mime)
    settle(place.context)
    assert names(evidence) == []
    assert "lexa" in place.form.title_edit.toPlainText()


def test_a_photo_that_arrives_late_goes_to_its_own_entry(
    place: ActivityPlace, evidence: ActivityEvidence, settle: Any, tmp_path: Path
) -> None:
    first, second = stored(place, "Việc một"), stored(place, "Việc hai")
    place.accept(first.id)
    drop(place.form, files(photo(tmp_path / "a.jpg", "red")))
    place.accept(second.id)
    settle(place.context)
    assert names(evidence) == []
    assert len(place.context.services.evidence.of(first.id)) == 1


def test_only_entries_without_evidence_are_listed(
    place: ActivityPlace, qtbot: Any, settle: Any, tmp_path: Path, photograph: Callable[..., Path]
) -> None:
    first = stored(place, "Có ảnh")
    stored(place, "Chưa có ảnh")
    place.accept(first.id)
    drop(place.form, files(photo(tmp_path / "a.jpg", "red")))
    settle(place.context)
    place.escape()
    place.refresh()  # what the window does when a change is announced
    shown = {place._model.index(row, 2).data(): place._model.index(row, 5).data() for row in range(2)}
    assert shown == {"Có ảnh": "1", "Chưa có ảnh": "–"}
    qtbot.mouseClick(place.filters.unproven, Qt.MouseButton.LeftButton, pos=QPoint(8, 10))
    assert place.filters.unproven.isChecked()
    assert [row.title for row in place._model.rows] == ["Chưa có ảnh"]
    photograph(place.window(), "evidence-filter", 0)
    place.accept(ActivityFilter())
    assert not place.filters.unproven.isChecked()
    assert len(place._model.rows) == 2
    place.accept(ActivityFilter(unproven=True))
    assert place.filters.unproven.isChecked()
    assert len(place._model.rows) == 1
