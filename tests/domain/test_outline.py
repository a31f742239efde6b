"""Whatever is done to the outline, its labels count on and nothing is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from cchc_desktop.domain import outline
from cchc_desktop.domain.numbers import letter, roman
from cchc_desktop.domain.outline import Sections
from cchc_desktop.domain.plan import Section, SectionKind

PART, ITEM, POINT, DASH, PLUS, TEXT = SectionKind


def tree() -> Sections:
    """I (1 (a, b, c), 2), II, III (text)."""
    return (
        Section(
            PART,
            "Mục đích, yêu cầu",
            children=(
                Section(
                    ITEM,
                    "Mục đích",
                    children=(
                        Section(POINT, text="một", id="a"),
                        Section(POINT, text="hai", id="b"),
                        Section(POINT, text="ba", id="c"),
                    ),
                    id="1",
                ),
                Section(ITEM, "Yêu cầu", id="2"),
            ),
            id="I",
        ),
        Section(PART, "Nội dung", id="II"),
        Section(PART, "Tổ chức thực hiện", children=(Section(TEXT, text="Lời", id="t"),), id="III"),
    )


def ids(sections: Sections) -> list[str]:
    return [section.id for top in sections for section in top.walk()]


def assert_labels_count_on(sections: Sections, labels: dict[str, str]) -> None:
    """Among siblings each kind counts 1, 2, 3 … in its own script."""
    seen: Counter[SectionKind] = Counter()
    for section in sections:
        seen[section.kind] += 1
        position = seen[section.kind]
        expected = {
            PART: lambda n: roman(n) if n < 40 else str(n),
            ITEM: str,
            POINT: letter,
            DASH: lambda _n: "-",
            PLUS: lambda _n: "+",
            TEXT: lambda _n: "",
        }[section.kind](position)
        assert labels[section.id] == expected
        assert_labels_count_on(section.children, labels)


class OutlineMachine(RuleBasedStateMachine):
    """Does what a person can do on the screen, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.sections: Sections = tree()
        self.expected = Counter(ids(self.sections))
        self.made = 0

    def pick(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(ids(self.sections)))

    def new(self, data: st.DataObject) -> Section:
        self.made += 1
        made = Section(data.draw(st.sampled_from(SectionKind)), id=f"new{self.made}")
        self.expected[made.id] += 1
        return made

    @rule(data=st.data())
    def insert_after(self, data: st.DataObject) -> None:
        where = data.draw(st.none() | st.sampled_from([*ids(self.sections), "nowhere"]))
        self.sections = outline.insert_after(self.sections, where, self.new(data))

    @rule(data=st.data(), position=st.none() | st.integers(0, 6))
    def insert_child(self, data: st.DataObject, position: int | None) -> None:
        parent = data.draw(st.none() | st.sampled_from(ids(self.sections) or [None]))
        self.sections = outline.insert_child(self.sections, parent, self.new(data), position)

    @precondition(lambda self: self.sections)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        gone = self.pick(data)
        path = outline.find_path(self.sections, gone)
        assert path is not None
        below = [section.id for section in outline.at(self.sections, path).walk()]
        self.sections = outline.remove(self.sections, gone)
        self.expected -= Counter(below)

    @precondition(lambda self: self.sections)
    @rule(data=st.data(), position=st.integers(0, 6))
    def move(self, data: st.DataObject, position: int) -> None:
        parent = data.draw(st.none() | st.sampled_from(ids(self.sections)))
        self.sections = outline.move(self.sections, self.pick(data), parent, position)

    @precondition(lambda self: self.sections)
    @rule(data=st.data(), action=st.sampled_from([outline.indent, outline.outdent]))
    def shift(self, data: st.DataObject, action: Callable[[Sections, str], Sections]) -> None:
        self.sections = action(self.sections, self.pick(data))

    @precondition(lambda self: self.sections)
    @rule(data=st.data(), step=st.sampled_from([-1, 1]))
    def move_by(self, data: st.DataObject, step: int) -> None:
        self.sections = outline.move_by(self.sections, self.pick(data), step)

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        assert Counter(ids(self.sections)) == +self.expected

    @invariant()
    def labels_count_on(self) -> None:
        labels = outline.labels(self.sections)
        assert labels.keys() == self.expected.keys() - {key for key, n in self.expected.items() if not n}
        assert_labels_count_on(self.sections, labels)


TestOutlineMachine = OutlineMachine.TestCase


def test_labels_of_a_plan() -> None:
    assert outline.labels(tree()) == {
        **{"I": "I", "II": "II", "III": "III", "1": "1", "2": "2", "a": "a", "b": "b", "c": "c", "t": ""}
    }


def test_the_seventh_point_is_g() -> None:
    points = tuple(Section(POINT, text=str(n), id=str(n)) for n in range(1, 24))
    assert "".join(outline.labels(points).values()) == "abcdđeghiklmnopqrstuvxy"
    # without the fifth, what was "e)" becomes "đ)"
    assert outline.labels(outline.remove(points, "5"))["6"] == "đ"


def test_more_parts_than_anybody_writes_still_have_labels() -> None:
    parts = tuple(Section(PART, id=str(n)) for n in range(1, 51))
    assert len(set(outline.labels(parts).values())) == 50


def test_a_paragraph_between_two_points_does_not_disturb_them() -> None:
    row = (Section(POINT, id="x"), Section(TEXT, id="y"), Section(POINT, id="z"))
    assert outline.labels(row) == {"x": "a", "y": "", "z": "b"}


@pytest.mark.parametrize(
    ("kind", "label", "printed"),
    [(PART, "II", "II."), (ITEM, "3", "3."), (POINT, "đ", "đ)"), (DASH, "-", "-"), (PLUS, "+", "+"), (TEXT, "", "")],
)
def test_printed_labels(kind: SectionKind, label: str, printed: str) -> None:
    assert outline.printed_label(kind, label) == printed


def test_moving_down_among_siblings_lands_before_the_named_place() -> None:
    moved = outline.move(tree(), "a", "1", 2)
    assert [section.id for section in outline.at(moved, (0, 0)).children] == ["b", "a", "c"]
    moved = outline.move(tree(), "c", "1", 0)
    assert [section.id for section in outline.at(moved, (0, 0)).children] == ["c", "a", "b"]
    moved = outline.move(tree(), "a", "1", 3)
    assert [section.id for section in outline.at(moved, (0, 0)).children] == ["b", "c", "a"]


@pytest.mark.parametrize("parent", ["I", "1", "a"])
def test_a_section_cannot_be_dropped_into_itself(parent: str) -> None:
    assert outline.move(tree(), "I", parent, 0) == tree()


def test_moving_between_parents_keeps_kind_and_children() -> None:
    moved = outline.move(tree(), "1", "III", 0)
    section = outline.at(moved, (2, 0))
    assert (section.id, section.kind, [child.id for child in section.children]) == ("1", ITEM, ["a", "b", "c"])
    assert outline.labels(moved)["2"] == "1"


def test_indent_and_outdent() -> None:
    deeper = outline.indent(tree(), "b")
    assert outline.at(deeper, (0, 0, 0, 0)).kind is DASH
    assert outline.labels(deeper)["c"] == "b"
    back = outline.outdent(deeper, "b")
    assert outline.shape(back) == outline.shape(tree())
    assert outline.indent(tree(), "a") == tree(), "nothing above it to go under"
    assert outline.outdent(tree(), "I") == tree()
    assert outline.at(outline.outdent(tree(), "t"), (3,)).kind is TEXT


def test_move_by_stops_at_the_ends() -> None:
    assert outline.move_by(tree(), "I", -1) == tree()
    assert outline.move_by(tree(), "III", 1) == tree()
    assert ids(outline.move_by(tree(), "III", -1))[-1] == "II"


@given(st.sampled_from(ids(tree())), st.text(max_size=5))
def test_update_touches_one_section_only(section_id: str, text: str) -> None:
    changed = outline.update(tree(), section_id, text=text)
    path = outline.find_path(changed, section_id)
    assert path is not None
    assert outline.at(changed, path).text == text
    original = outline.at(tree(), path).text
    assert outline.update(changed, section_id, text=original) == tree()


def test_what_is_not_there_changes_nothing() -> None:
    for result in (
        outline.update(tree(), "x", text="y"),
        outline.remove(tree(), "x"),
        outline.move(tree(), "x", None, 0),
        outline.move(tree(), "a", "x", 0),
        outline.insert_child(tree(), "x", Section(TEXT)),
        outline.indent(tree(), "x"),
        outline.outdent(tree(), "x"),
        outline.move_by(tree(), "x", 1),
    ):
        assert result == tree()
