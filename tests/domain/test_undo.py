"""What a step did in all, what stands in the way of taking it back, and which step is next."""

from __future__ import annotations

import pytest

from cchc_desktop.domain.audit import ERASED, AuditRow
from cchc_desktop.domain.record_title import record_title
from cchc_desktop.domain.record_words import FIELDS, NOUNS, field_name, shown_fields, step_name
from cchc_desktop.domain.undo import BIN_FIELD, GONE, State, Step, Touched, Trail, clashes, net_changes, taken_back


def row(action: str, before: dict[str, object], after: dict[str, object], seq: int = 1, key: str = "a") -> AuditRow:
    return AuditRow("2026-03-01T10:00:00+07:00", "Đào", action, "activity", key, before, after, seq, "s")


def test_rows_of_a_record_add_up() -> None:
    rows = [
        row("create", {}, {"title": "a", "note": "x"}, 1),
        row("update", {"title": "a", "note": "x"}, {"title": "b"}, 2),
        row("update", {"title": "b"}, {"title": "c"}, 3, "other"),
        row("bin", {BIN_FIELD: ""}, {BIN_FIELD: "2026"}, 4),
    ]
    first, second = net_changes(rows)
    assert (first.entity_id, first.before, first.after, first.live) == ("a", {}, {"title": "b"}, (True, False))
    assert first.appeared
    assert (second.entity_id, second.before, second.after) == ("other", {"title": "b"}, {"title": "c"})


def test_only_the_fields_of_the_step_go_back() -> None:
    (change,) = net_changes([row("update", {"title": "a", "note": "x"}, {"title": "b"})])
    now = State({"title": "b", "people": "Đào"})
    assert clashes(change, now) == ()
    assert taken_back(change, now, has_bin=True) == State({"title": "a", "note": "x", "people": "Đào"})


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (State({"title": "c"}), ("title",)),
        (State({"title": "b", "note": "y"}), ("note",)),
        (State({"title": "b"}, live=False), (BIN_FIELD,)),
        (State({"title": "b", "note": ""}), ()),
        (None, (GONE,)),
    ],
)
def test_what_was_changed_since_stands_in_the_way(now: State | None, expected: tuple[str, ...]) -> None:
    (change,) = net_changes([row("update", {"title": "a", "note": "x"}, {"title": "b"})])
    assert clashes(change, now) == expected


def test_an_erased_value_cannot_come_back() -> None:
    (change,) = net_changes([row("update", {"title": ERASED}, {"title": "b"})])
    assert clashes(change, State({"title": "b"})) == ("title",)


def test_what_was_made_goes_to_the_bin_or_away_and_what_was_removed_comes_back() -> None:
    (made,) = net_changes([row("create", {}, {"title": "a"})])
    assert taken_back(made, State({"title": "a"}), has_bin=True) == State({"title": "a"}, live=False)
    assert taken_back(made, State({"title": "a"}), has_bin=False) is None
    (gone,) = net_changes([row("remove", {"title": "a"}, {})])
    assert clashes(gone, None) == ()
    assert clashes(gone, State({"title": "new"})) == (GONE,)
    assert taken_back(gone, None, has_bin=False) == State({"title": "a"})


def steps(*names: str) -> list[Step]:
    """ "n1" is an act, "u1>n1" takes it back, "r1>u1" takes that back."""
    found = []
    for number, name in enumerate(names):
        own, _, undoes = name.partition(">")
        found.append(Step(own, undoes, "", "", (Touched("activity", "create", 1, "x"),), number))
    return found


@pytest.mark.parametrize(
    ("names", "undo", "redo"),
    [
        ("n1 n2", "n2", None),
        ("n1 n2 u2>n2", "n1", "u2"),
        ("n1 n2 u2>n2 u1>n1", None, "u1"),
        ("n1 n2 u2>n2 u1>n1 r1>u1", "n1", "u2"),
        ("n1 n2 u2>n2 u1>n1 r1>u1 r2>u2", "n2", None),
        ("n1 u1>n1 n3", "n3", None),
        ("n1 u1>n1 r1>u1 v1>n1", None, "v1"),
        ("n1 n2 u2>n2 n3 u3>n3", "n1", "u3"),
    ],
)
def test_which_step_is_next(names: str, undo: str | None, redo: str | None) -> None:
    trail = steps(*names.split())
    own = {step.id for step in trail}
    found = Trail(trail).next_undo(own, own), Trail(trail).next_redo(own, own)
    assert tuple(step.id if step else None for step in found) == (undo, redo)


def test_what_others_did_is_passed_over() -> None:
    trail = Trail(steps("n1", "theirs", "u1>n1"))
    assert trail.next_undo({"n1", "u1"}, {"n1", "theirs"}) is None
    step = trail.next_redo({"n1", "u1"}, {"n1", "theirs"})
    assert step is not None
    assert step.id == "u1"


@pytest.mark.parametrize(
    ("touched", "title", "expected"),
    [
        ([Touched("activity", "create", 12, "a")], "", "Ghi 12 hoạt động"),
        ([Touched("activity", "create", 5000, "a")], "x", "Ghi 5.000 hoạt động"),
        ([Touched("channel", "update", 1, "a")], "Đài xã", "Sửa kênh tuyên truyền “Đài xã”"),
        (
            [Touched("activity", "create", 3, "a"), Touched("broadcast", "update", 3, "b")],
            "",
            "Ghi 3 hoạt động, sửa 3 lượt phát, đăng",
        ),
    ],
)
def test_a_step_has_a_name(touched: list[Touched], title: str, expected: str) -> None:
    assert step_name(touched, title) == expected


def test_fields_have_vietnamese_names() -> None:
    assert set(FIELDS) - {"section", "task", "demand"} <= set(NOUNS)
    assert field_name("activity", "counts") == "Số lượng"
    assert field_name("plan", "tasks.abc") == "Nhiệm vụ"
    assert shown_fields(["id", "title", "sha256"]) == ("title",)
    assert record_title("spending", ("2026-03-01", "In\ntờ rơi")) == "In tờ rơi (01/03/2026)"
