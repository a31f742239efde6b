"""Plans laid out as PDF, for tests that measure the page.

LibreOffice lays out a copy in Tinos, which has the metrics of Times New Roman and all Vietnamese letters; left to
itself LibreOffice would take Liberation Serif. All documents go through one call.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import pdfplumber
import pytest

from cchc_desktop.documents.pdf import find_soffice, to_pdfs
from cchc_desktop.documents.plan_export import export_plan
from cchc_desktop.domain.unit import Signature

MM = 25.4 / 72
TOP = 20.0
HEAD_END, COLUMN_EDGE = 42.0, 96.5  # the two columns of the heading can come close to each other
BLOCK_LENGTHS = range(14, 30)  # the same in test_plan_layout.py
OPEN_LENGTHS = range(19, 29, 3)
TINOS = ("/usr/share/fonts", "/usr/local/share/fonts", "C:/Windows/Fonts")


@dataclass(frozen=True)
class Line:
    """Letters on one baseline without a wide gap; lengths in mm from the top left corner of the page."""

    text: str
    x0: float
    x1: float
    y: float
    fonts: frozenset[str]
    sizes: frozenset[float]

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def bold(self) -> bool:
        return all("Bold" in font for font in self.fonts)

    @property
    def italic(self) -> bool:
        return all("Italic" in font for font in self.fonts)

    @property
    def regular(self) -> bool:
        return not any("Bold" in font or "Italic" in font for font in self.fonts)


class Sheet:
    """A page of the PDF."""

    def __init__(self, page: pdfplumber.page.Page) -> None:
        self.width = page.width * MM
        self.height = page.height * MM
        self.letters = page.chars
        self.rules = {
            (round(rule["x0"] * MM, 2), round(rule["x1"] * MM, 2), round(rule["top"] * MM, 2)) for rule in page.lines
        }

    @cached_property
    def lines(self) -> list[Line]:
        rows = defaultdict(list)
        for letter in self.letters:
            rows[round(letter["matrix"][5], 1)].append(letter)
        found = []
        for baseline in sorted(rows, reverse=True):
            run: list[dict] = []
            in_head = self.height - baseline * MM < HEAD_END
            for letter in sorted(rows[baseline], key=lambda letter: letter["x0"]):
                crosses = in_head and run and run[-1]["x1"] * MM <= COLUMN_EDGE <= letter["x0"] * MM
                if run and (crosses or letter["x0"] - run[-1]["x1"] > 14):
                    found.append(self._line(run, baseline))
                    run = []
                run.append(letter)
            found.append(self._line(run, baseline))
        return [line for line in found if line.text]

    def _line(self, letters: list[dict], baseline: float) -> Line:
        shown = [letter for letter in letters if letter["text"].strip()] or letters
        return Line(
            "".join(letter["text"] for letter in letters).strip(),
            shown[0]["x0"] * MM,
            shown[-1]["x1"] * MM,
            self.height - baseline * MM,
            frozenset(letter["fontname"].partition("+")[2] for letter in shown),
            frozenset(round(letter["size"], 1) for letter in shown),
        )

    @property
    def number(self) -> list[Line]:
        return [line for line in self.lines if line.y < TOP]

    @property
    def body(self) -> list[Line]:
        return [line for line in self.lines if line.y >= TOP]

    def line(self, start: str) -> Line:
        found = [line for line in self.lines if line.text.startswith(start)]
        assert len(found) == 1, (start, [line.text for line in self.lines])
        return found[0]

    def rule_below(self, line: Line) -> tuple[float, float, float]:
        found = [rule for rule in self.rules if 0 < rule[2] - line.y < 5 and rule[0] < line.middle < rule[1]]
        assert len(found) == 1, (line, self.rules)
        return found[0]

    def assert_short_rule(self, line: Line) -> None:
        """The rule below is 1/3 to 1/2 of the line and in its middle."""
        x0, x1, _ = self.rule_below(line)
        share = (x1 - x0) / (line.x1 - line.x0)
        assert 1 / 3 <= share <= 1 / 2, share
        assert abs((x0 + x1) / 2 - line.middle) < 0.4

    def has(self, start: str) -> bool:
        return any(line.text.startswith(start) for line in self.body)


def in_tinos(docx: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(stream, "w") as copy:
        for name in source.namelist():
            copy.writestr(name, source.read(name).replace(b"Times New Roman", b"Tinos"))
    return stream.getvalue()


def require_tools() -> None:
    fonts = any(True for folder in TINOS for _ in Path(folder).rglob("Tinos-Regular.ttf"))
    if find_soffice() and fonts:
        return
    reason = "cần LibreOffice và phông Tinos: apt-get install libreoffice-writer fonts-croscore"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def laid_out(tmp_path_factory, sample_plan, one_page_plan, plan_template) -> dict[str, list[Sheet]]:
    """Name of a plan → its pages."""
    require_tools()
    plans = {
        "sample": sample_plan,
        "long_name": one_page_plan(
            issuer=("ỦY BAN NHÂN DÂN", "XÃ NAM CÁT TIÊN THƯỢNG"), place="Nam Cát Tiên Thượng", date=date(2026, 12, 30)
        ),
        "longer_name": one_page_plan(issuer=("ỦY BAN NHÂN DÂN", "PHƯỜNG THƯỢNG NAM CÁT TIÊN THẠNH MỸ")),
        "department": one_page_plan(
            upper_line="ỦY BAN NHÂN DÂN XÃ LONG THÀNH", issuer=("PHÒNG VĂN HÓA - XÃ HỘI",), place="Long Thành"
        ),
        "draft": one_page_plan(number=None, date=None),
        "unsigned": one_page_plan(signature=Signature(), recipients=(), closing=(), preamble=()),
        "bare_tasks": replace(
            sample_plan, sections=(), tasks=tuple(replace(t, cost=None, note="") for t in sample_plan.tasks[:3])
        ),
    }
    plans |= {f"block{lines}": one_page_plan(lines) for lines in BLOCK_LENGTHS}
    plans |= {f"open{lines}": one_page_plan(lines, closing=()) for lines in OPEN_LENGTHS}
    folder = tmp_path_factory.mktemp("layout")
    files = []
    for name, plan in plans.items():
        files.append(folder / f"{name}.docx")
        files[-1].write_bytes(in_tinos(export_plan(plan, plan_template)))
    found = {}
    for path in to_pdfs(files, folder, timeout_s=100):
        with pdfplumber.open(path) as pdf:
            found[path.stem] = [Sheet(page) for page in pdf.pages]
    return found


@pytest.fixture(scope="session")
def sample(laid_out) -> list[Sheet]:
    """The pages of the sample plan: portrait body, landscape appendix."""
    return laid_out["sample"]


@pytest.fixture(scope="session")
def portrait(sample) -> list[Sheet]:
    return [sheet for sheet in sample if sheet.width < sheet.height]


@pytest.fixture(scope="session")
def landscape(sample) -> list[Sheet]:
    return [sheet for sheet in sample if sheet.width > sheet.height]


@pytest.fixture(scope="session")
def running_text(portrait) -> list[list[Line]]:
    """The lines of the sample's body, page by page, from the first heading to the signature."""
    found = [sheet.body for sheet in portrait]
    first = next(index for index, line in enumerate(found[0]) if line.text.startswith("I. "))
    last = next(index for index, line in enumerate(found[-1]) if line.text.startswith("Nơi nhận"))
    return [found[0][first:], *found[1:-1], found[-1][:last]]
