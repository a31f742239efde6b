"""The quarterly workbook on paper: laid out by LibreOffice and measured."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pdfplumber
import pytest

from cchc_desktop.documents.pdf import find_soffice, to_pdfs
from cchc_desktop.documents.report_workbook import write_report

A4 = (210 / 25.4 * 72, 297 / 25.4 * 72)

pytestmark = pytest.mark.layout


@pytest.fixture(scope="module")
def pages(house: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Any]]:
    """The pages of a quarter of 60 activities, some with long texts."""
    if find_soffice() is None:
        reason = "cần LibreOffice: apt-get install libreoffice-calc"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    activities = house.activities(60)
    long_title = "Tuyên truyền về giải quyết thủ tục hành chính không phụ thuộc vào địa giới hành chính, " * 4
    activities[3] = replace(activities[3], title=long_title.strip())
    activities[9] = replace(activities[9], note="Phối hợp với Đoàn Thanh niên và các thôn. " * 40, title="Ghi chú dài")
    folder = tmp_path_factory.mktemp("pages")
    source = folder / "bao_cao.xlsx"
    report = house.report(activities)
    source.write_bytes(write_report(report, house.unit, house.forms, house.signature, date(2025, 3, 17)))
    made = to_pdfs([source], folder, 100)[0].read_bytes()
    with pdfplumber.open(io.BytesIO(made)) as document:
        yield list(document.pages)


def _pages_of(pages: list[Any], words: str) -> list[Any]:
    """Return the pages from the one with that title to the next page with a title of its own."""
    titles = ("BIỂU SỐ LIỆU", "KẾT QUẢ THEO CHỈ TIÊU", "TIẾN ĐỘ NHIỆM VỤ", "NHẬT KÝ HOẠT ĐỘNG", "BIỂU ĐỒ", "schema")
    found, inside = [], False
    for page in pages:
        text = page.extract_text()
        if any(title in text for title in titles):
            inside = words in text
        if inside:
            found.append(page)
    return found


def test_every_page_is_a4_numbered_and_within_its_margins(pages: list[Any]) -> None:
    for number, page in enumerate(pages, 1):
        size = sorted((float(page.width), float(page.height)))
        assert size == pytest.approx(sorted(A4), abs=1.5)
        words = page.extract_words()
        assert f"Trang {number}/{len(pages)}" in page.extract_text()
        left = 30 if page.width < page.height else 20
        assert min(word["x0"] for word in words) >= left / 25.4 * 72 - 2
        assert max(word["x1"] for word in words) <= float(page.width) - 15 / 25.4 * 72 + 2


def test_the_cover_is_one_page_and_the_log_repeats_its_heading(pages: list[Any]) -> None:
    assert len(_pages_of(pages, "BIỂU SỐ LIỆU")) == 1
    log = _pages_of(pages, "NHẬT KÝ HOẠT ĐỘNG")
    assert len(log) >= 3
    assert all("Người thực hiện" in page.extract_text() for page in log)


def test_no_text_is_crossed_by_the_border_of_its_row(pages: list[Any]) -> None:
    """Text higher than its row would run into the rule above or below it."""
    checked = 0
    for page in _pages_of(pages, "NHẬT KÝ HOẠT ĐỘNG") + _pages_of(pages, "KẾT QUẢ THEO CHỈ TIÊU"):
        rules = [edge for edge in page.edges if edge["orientation"] == "h"]
        assert rules
        for word in page.extract_words():
            middle = (word["x0"] + word["x1"]) / 2
            for rule in rules:
                if rule["x0"] <= middle <= rule["x1"]:
                    checked += 1
                    assert not word["top"] + 2 < rule["top"] < word["bottom"] - 2, word["text"]
    assert checked > 1000


def test_no_text_runs_over_the_next_column(pages: list[Any]) -> None:
    for page in _pages_of(pages, "NHẬT KÝ HOẠT ĐỘNG"):
        rules = [edge for edge in page.edges if edge["orientation"] == "v"]
        assert rules
        for word in page.extract_words():
            height = (word["top"] + word["bottom"]) / 2
            for rule in rules:
                if rule["top"] <= height <= rule["bottom"]:
                    assert not word["x0"] + 1 < rule["x0"] < word["x1"] - 1, word["text"]


def test_long_texts_are_whole_on_paper_or_carry_the_mark(pages: list[Any]) -> None:
    text = " ".join(word for page in _pages_of(pages, "NHẬT KÝ HOẠT ĐỘNG") for word in page.extract_text().split())
    assert text.count("không phụ thuộc") == 4
    assert "đầy đủ”" in text
