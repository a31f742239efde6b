"""Bodies in the words people write, the assignment matrix over the tasks, and editing it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.domain.assignment import Role, assign, named, read_matrix
from cchc_desktop.domain.body import Body, BodyFinder, name_key, of_unit, written
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.unit import UnitKind

BODIES = (
    Body("vp", "Văn phòng HĐND và UBND", "Văn phòng", ("VP HĐND-UBND",)),
    Body("ubnd", "UBND {loai}"),
    Body("vhxh", "Phòng Văn hóa - Xã hội", aliases=("Phòng VH-XH",)),
    Body("kt", "Phòng Kinh tế, Hạ tầng và Đô thị", aliases=("Phòng Kinh tế",)),
    Body("ca", "Công an {loai}", aliases=("CA",)),
    Body("mttq", "Ủy ban MTTQ Việt Nam {loai}", aliases=("Mặt trận",)),
    Body("doan_the", "Các tổ chức chính trị - xã hội"),
    Body("thon", "Các thôn, tổ dân phố", aliases=("Thôn",)),
    Body("phuong", "Ban của phường", kinds=(UnitKind.WARD,)),
)
FINDER = BodyFinder(of_unit(BODIES, UnitKind.COMMUNE))


def codes(text):
    return [body.code for body in named(text, FINDER)]


def body(code):
    return next(body for body in FINDER.bodies if body.code == code)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Văn phòng HĐND và UBND", ["vp"]),
        ("VP HĐND & UBND xã Lệ Xá", ["vp"]),
        ("van phong hdnd - ubnd", ["vp"]),
        ("Phòng Văn hoá – Xã hội", ["vhxh"]),
        ("phòng VH-XH, CA xã", ["vhxh", "ca"]),
        ("Phòng Kinh tế, Hạ tầng và Đô thị và Công an", ["kt", "ca"]),
        ("Phòng Kinh tế, Công an xã Lệ Xá, thôn", ["kt", "ca", "thon"]),
        ("Uỷ ban Mặt trận Tổ quốc Việt Nam xã và các tổ chức chính trị - xã hội", ["mttq", "doan_the"]),
        ("Các thôn, tổ dân phố trên địa bàn xã", ["thon"]),
        ("Đề nghị Ủy ban MTTQ", ["mttq"]),
        ("Công an\nThôn", ["ca", "thon"]),
        ("", []),
        (" ; ,", []),
    ],
)
def test_bodies_are_found_under_their_names(text, expected):
    assert codes(text) == expected


def test_a_name_of_no_catalogue_is_a_body_of_its_own():
    free, known = named("Ông Nguyễn Văn A và Công an xã", FINDER)
    assert free.is_free
    assert (free.name, known.code) == ("Ông Nguyễn Văn A", "ca")
    assert codes("ông nguyễn văn a") == [free.code]


def test_a_unit_has_the_bodies_of_its_kind_under_its_noun():
    names = {body.code: body.name for body in of_unit(BODIES, UnitKind.WARD)}
    assert names["ca"] == "Công an phường"
    assert "phuong" in names
    assert "phuong" not in {body.code for body in FINDER.bodies}


def test_own_unit_is_cut_but_not_words_that_look_like_it():
    assert name_key("Công an phường Trần Phú") == name_key("Công an")
    assert name_key("Chính quyền địa phương") == "chinh quyen dia phuong"
    assert name_key("Tổ chức chính trị - xã hội xã Lệ Xá") == "to chuc chinh tri xa hoi"


def test_the_matrix_shows_every_name_of_the_tasks():
    tasks = (Task("a", lead="Công an xã", support="Thôn; Hội Khuyến học"), Task("b", lead="VP HĐND-UBND; Công an"))
    matrix = read_matrix(tasks, FINDER)
    khuyen_hoc = matrix.bodies[-1]
    assert khuyen_hoc.name == "Hội Khuyến học"
    assert matrix.role(body("ca"), tasks[0]) is Role.LEAD
    assert matrix.role(khuyen_hoc, tasks[0]) is Role.SUPPORT
    assert matrix.tasks_of(body("ca"), Role.LEAD) == tasks
    assert not matrix.is_used(body("mttq"))
    assert matrix.without_lead == ()


def test_who_leads_and_supports_leads():
    task = Task("a", lead="Công an", support="CA xã; Thôn")
    assert read_matrix((task,), FINDER).role(body("ca"), task) is Role.LEAD
    assert read_matrix((Task("b", support="Thôn"),), FINDER).without_lead[0].content == "b"


@pytest.mark.parametrize(
    ("lead", "code", "role", "expected"),
    [
        ("", "ca", Role.LEAD, ("Công an xã", "")),
        ("Phòng VH-XH", "ca", Role.LEAD, ("Phòng VH-XH; Công an xã", "")),
        ("Phòng VH-XH, Thôn", "ca", Role.LEAD, ("Phòng VH-XH, Thôn, Công an xã", "")),
        ("CA xã Lệ Xá", "ca", Role.LEAD, ("CA xã Lệ Xá", "")),
        ("CA xã Lệ Xá và Thôn", "ca", Role.SUPPORT, ("Thôn", "Công an xã")),
        ("Thôn; CA; ông A", "ca", None, ("Thôn; ông A", "")),
        ("Văn phòng HĐND, CA và UBND", "ca", None, ("Văn phòng HĐND; UBND", "")),
        ("Thôn", "ca", None, ("Thôn", "")),
    ],
)
def test_a_cell_rewrites_the_words_of_its_body_only(lead, code, role, expected):
    task = assign(Task("a", lead=lead), body(code), role, FINDER)
    assert (task.lead, task.support) == expected


NAMES = st.sampled_from(
    [
        "Văn phòng HĐND và UBND",
        "UBND xã",
        "Phòng VH-XH",
        "Phòng Kinh tế",
        "Hạ tầng",
        "CA",
        "Mặt trận",
        "ông A",
        "",
        "xã",
    ]
)
TEXTS = st.lists(st.tuples(NAMES, st.sampled_from(["; ", ", ", " và ", "\n", ";"])), max_size=5).map(
    lambda parts: "".join(name + mark for name, mark in parts)
)


@given(st.one_of(TEXTS, st.text(alphabet="aăđ ;,\nvàVÀxãÁ-", max_size=30)))
def test_reading_loses_no_letter(text):
    assert written(FINDER.read(text)) == text


@given(TEXTS, TEXTS, st.sampled_from(FINDER.bodies), st.sampled_from([Role.LEAD, Role.SUPPORT, None]))
def test_a_cell_holds_what_was_put_there_and_others_stay(lead, support, chosen, role):
    before = Task("a", lead=lead, support=support)
    after = assign(before, chosen, role, FINDER)
    old, new = read_matrix((before,), FINDER), read_matrix((after,), FINDER)
    assert new.role(chosen, after) is role
    for other in {*old.bodies, *new.bodies} - {chosen}:
        assert new.role(other, after) is old.role(other, before)
    assert assign(after, chosen, role, FINDER) == after
