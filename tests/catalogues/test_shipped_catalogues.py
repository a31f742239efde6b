"""The catalogue files that ship with the program."""

import re
import subprocess
import sys
from collections import Counter
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from cchc_desktop import catalogues as room
from cchc_desktop.domain import period
from cchc_desktop.domain.catalogue import Catalogues, IndicatorKind, IndicatorSource
from cchc_desktop.domain.figure_making import target_of
from cchc_desktop.domain.outline import labels
from cchc_desktop.domain.plan import Section, Task

FOLDER = Path(__file__).parents[2] / "resources" / "catalogues"


@pytest.fixture(scope="module")
def shipped() -> Catalogues:
    return room.load(FOLDER)


def _skeleton_texts(catalogues: Catalogues) -> list[str]:
    skeleton = catalogues.skeleton
    texts = [skeleton.title, skeleton.appendix_title]
    texts += [*skeleton.bases, *skeleton.opening, *skeleton.closing, *skeleton.recipients]
    for top in skeleton.sections:
        for section in top.walk():
            texts += [section.title, section.text]
    for task in skeleton.tasks:
        texts += task.values()
    return texts


def test_every_shipped_file_is_a_known_catalogue_and_sound():
    assert {path.name for path in FOLDER.glob("*.toml")} == set(room.FILES)
    assert room.problems(FOLDER) == ()


def test_every_file_says_what_it_is_before_its_schema():
    for name in room.FILES:
        lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
        first_value = next(line for line in lines if line and not line.startswith("#"))
        assert lines[0].startswith("# ")
        assert first_value == "schema = 1"


def test_a_meeting_and_its_people_are_counted_apart(shipped):
    form = shipped.form("hoi_nghi")
    assert form is not None
    assert [(m.code, m.unit) for m in form.measures] == [("so_cuoc", "cuộc"), ("luot_nguoi", "lượt người")]
    for indicator in shipped.indicators:
        assert not {"so_cuoc", "luot_nguoi"} <= set(indicator.measures), indicator.code


def test_every_form_has_a_group_and_is_counted_by_some_indicator(shipped):
    counted = {code for i in shipped.indicators if i.source is IndicatorSource.LOG_MEASURE for code in i.forms}
    for form in shipped.forms:
        assert form.group, form.code
        assert form.code in counted, form.code


def test_indicator_references_resolve(shipped):
    for indicator in shipped.indicators:
        assert all(shipped.form(code) for code in indicator.forms), indicator.code
        for code in indicator.measures:
            assert any(shipped.form(form).measure(code) for form in indicator.forms), indicator.code
        if indicator.kind is IndicatorKind.RATIO:
            assert shipped.indicator(indicator.numerator), indicator.code
            assert shipped.indicator(indicator.denominator), indicator.code


def test_indicator_codes_run_on_and_groups_stand_together(shipped):
    assert [i.code for i in shipped.indicators] == [f"TT{n:02d}" for n in range(1, len(shipped.indicators) + 1)]
    groups = [i.group for i in shipped.indicators]
    starts = [group for index, group in enumerate(groups) if index == 0 or groups[index - 1] != group]
    assert all(count == 1 for count in Counter(starts).values())


def test_an_indicator_has_the_unit_of_its_measures(shipped):
    for indicator in shipped.indicators:
        units = {
            measure.unit
            for code in indicator.forms
            for measure in shipped.form(code).measures
            if measure.code in indicator.measures
        }
        assert units <= {indicator.unit}, indicator.code


@pytest.mark.parametrize(
    ("code", "start", "end", "deadline"),
    [
        ("2026-Q1", date(2025, 12, 15), date(2026, 3, 14), date(2026, 3, 17)),  # the 14th is a Saturday
        ("2026-6M", date(2025, 12, 15), date(2026, 6, 14), date(2026, 6, 16)),
        ("2026-Q3", date(2026, 6, 15), date(2026, 9, 14), date(2026, 9, 16)),
        ("2026-9M", date(2025, 12, 15), date(2026, 9, 14), date(2026, 9, 16)),
        ("2026-Y", date(2025, 12, 15), date(2026, 12, 14), date(2026, 12, 16)),
        ("2025-Q1", date(2024, 12, 15), date(2025, 3, 14), date(2025, 3, 18)),  # Friday, then a weekend
    ],
)
def test_period_boundaries(shipped, code, start, end, deadline):
    calendar = room.work_calendar(shipped, (2025, 2026))
    found = period.resolve(code, shipped.periods, calendar)
    assert found is not None
    assert (found.start, found.end, found.deadline) == (start, end, deadline)


def test_period_names_read_well(shipped):
    calendar = room.work_calendar(shipped, (2026,))
    assert [p.name for p in period.of_year(2026, shipped.periods, calendar)] == [
        "Quý I năm 2026",
        "6 tháng đầu năm 2026",
        "Quý III năm 2026",
        "9 tháng năm 2026",
        "Năm 2026",
    ]


def test_there_are_34_provinces_made_of_63(shipped):
    assert len(shipped.provinces) == 34
    earlier = [name for province in shipped.provinces for name in (province.predecessors or (province.name,))]
    assert len(earlier) == len(set(earlier)) == 63
    by_name = {province.name: province.predecessors for province in shipped.provinces}
    assert by_name["Tỉnh Hưng Yên"] == ("Tỉnh Thái Bình", "Tỉnh Hưng Yên")
    assert by_name["Tỉnh Tây Ninh"] == ("Tỉnh Long An", "Tỉnh Tây Ninh")
    assert sum(name.startswith("Thành phố ") for name in by_name) == 9
    assert all(name.startswith(("Tỉnh ", "Thành phố ")) for name in by_name)


def test_holidays_and_swaps_make_the_working_days(shipped):
    calendar = room.work_calendar(shipped, (2025, 2026))
    assert not calendar.is_working(date(2025, 5, 2))
    assert calendar.is_working(date(2025, 4, 26))
    assert not calendar.is_working(date(2026, 2, 17))  # first day of Tết Bính Ngọ
    assert not calendar.is_working(date(2026, 8, 31))
    assert calendar.is_working(date(2026, 8, 22))
    assert calendar.is_working(date(2026, 8, 28))


def test_swaps_come_from_the_catalogue_alone():
    assert date(2025, 5, 2) not in room.holidays_of(2025)
    assert date(2026, 8, 31) not in room.holidays_of(2026)
    assert {date(2026, 9, 1), date(2026, 9, 2)} <= room.holidays_of(2026)
    assert date(2026, 4, 27) in room.holidays_of(2026)  # Giỗ Tổ falls on a Sunday


def test_the_skeleton_knows_no_district(shipped):
    for text in _skeleton_texts(shipped):
        assert not re.search(r"\b(huyện|quận|thị trấn)\b", text, re.IGNORECASE), text


def test_the_skeleton_has_the_usual_parts_and_bodies(shipped):
    skeleton = shipped.skeleton
    found = labels(skeleton.sections)
    parts = {found[part.id]: part for part in skeleton.sections}
    assert list(parts) == ["I", "II", "III", "IV", "V"]
    assert [child.title for child in parts["I"].children] == ["Mục đích", "Yêu cầu", "Đối tượng tuyên truyền"]
    six = parts["II"].children[1]
    assert [found[child.id] for child in six.children] == ["a", "b", "c", "d", "đ", "e"]
    bodies = " ".join(child.title for child in parts["V"].children)
    for body in ("Phòng Văn hóa - Xã hội", "Văn phòng Hội đồng nhân dân", "Phòng Kinh tế", "Công an", "Mặt trận"):
        assert body in bodies
    assert 8 <= len(skeleton.recipients) <= 9
    assert skeleton.recipients[-1] == "Lưu: VT"
    assert not any(base.endswith((";", ".")) for base in skeleton.bases)
    assert not any(line.startswith("-") or line.endswith((";", ".")) for line in skeleton.recipients)


def test_no_section_carries_a_typed_label(shipped):
    typed = re.compile(r"^(?:[IVX]+\.|\d+\.|[a-zđ]\)|[-+]) ")
    for top in shipped.skeleton.sections:
        for section in top.walk():
            assert not typed.match(section.title or section.text), section


def test_the_skeleton_uses_every_variable_and_fills_without_rest(shipped):
    whole = "\n".join(_skeleton_texts(shipped))
    assert set(re.findall(r"\{(\w+)\}", whole)) == set(room.VARIABLES)
    assert "{" not in whole.format_map(dict.fromkeys(room.VARIABLES, "x"))


def test_skeleton_tasks_are_counted_by_form_and_measure(shipped):
    tasks = shipped.skeleton.tasks
    assert 10 <= len(tasks) <= 14
    for task in tasks:
        assert set(task) <= {field.name for field in fields(Task)}
        assert set(task) >= {"content", "product", "lead", "support", "time_text", "target", "target_unit", "group"}
        if task["form"]:
            measure = shipped.form(task["form"]).measure(task["measure"])
            assert measure is not None
            assert measure.unit == task["target_unit"]
            assert int(task["target"]) > 0


def test_most_targets_reach_an_indicator(shipped):
    tasks = [
        Task(content=t["content"], target=int(t["target"]), form=t["form"], measure=t["measure"])
        for t in shipped.skeleton.tasks
        if t["target"]
    ]
    for task in tasks:
        assert any(target_of(indicator, [task]) for indicator in shipped.indicators), task.content


def test_each_load_gives_the_sections_new_ids(shipped):
    def ids(sections: tuple[Section, ...]) -> set[str]:
        return {section.id for top in sections for section in top.walk()}

    assert not ids(shipped.skeleton.sections) & ids(room.load(FOLDER).skeleton.sections)


def test_importing_and_loading_leaves_the_heavy_library_alone():
    script = (
        "import sys, pathlib, cchc_desktop.catalogues as room;"
        f"room.load(pathlib.Path({str(FOLDER)!r}));"
        "sys.exit('holidays' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
