"""The keys of the continuous text, as pure edits of a plan."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_desktop.domain.plan import Plan, ReviewNote, Section, SectionKind
from cchc_desktop.ui.models import plan_text_edits as edits
from cchc_desktop.ui.models import plan_text_levels as levels
from cchc_desktop.ui.models.plan_text_blocks import TITLE, Spot, blocks_of
from cchc_desktop.ui.models.plan_text_rows import build, flatten

PART, ITEM, POINT = SectionKind.PART, SectionKind.ITEM, SectionKind.POINT
DASH, PLUS, TEXT = SectionKind.DASH, SectionKind.PLUS, SectionKind.TEXT


def plan_of(*sections, **fields):
    return Plan(2026, "Kế hoạch", ("UBND",), "Lệ Xá", sections=sections, **fields)


def point(text, *children):
    return Section(POINT, text=text, children=children)


def sample():
    return plan_of(
        Section(
            PART,
            "MỤC ĐÍCH",
            children=(
                Section(ITEM, "Mục đích", children=(point("một"), point("hai"), point("ba"))),
                Section(ITEM, "Yêu cầu"),
            ),
        ),
        Section(PART, "TỔ CHỨC", text="Giao các đơn vị.\nDòng hai."),
    )


def shown(plan, opened=""):
    """Return the text as it looks: indentation, label, text; titles between stars."""
    found = []
    for block in blocks_of(plan, opened):
        words = f"*{block.text}*" if block.bold else block.text
        found.append("  " * block.depth + f"{block.label} {words}".strip())
    return found


def at(plan, text, offset=None):
    block = next(block for block in blocks_of(plan) if block.text == text)
    return Spot(block.section_id, block.line, len(text) if offset is None else offset)


def cursor(edit):
    """Return the text around the cursor with a bar where it stands."""
    block = next(b for b in blocks_of(edit.plan, edit.opened) if b.section_id == edit.spot.section_id
                 and (b.line == edit.spot.line or edit.spot.line == TITLE))  # fmt: skip
    return block.text[: edit.spot.offset] + "|" + block.text[edit.spot.offset :]


def test_blocks_are_titles_and_lines_with_labels_on_the_first():
    assert shown(sample()) == [
        "I. *MỤC ĐÍCH*",
        "  1. *Mục đích*",
        "    a) một",
        "    b) hai",
        "    c) ba",
        "  2. *Yêu cầu*",
        "II. *TỔ CHỨC*",
        "Giao các đơn vị.",
        "Dòng hai.",
    ]
    assert shown(plan_of()) == ["I. **"]


def test_rebuilding_keeps_untouched_sections_as_they_are():
    plan = sample()
    again = build(flatten(plan.sections))
    assert all(new is old for new, old in zip(again, plan.sections, strict=True))


# -- Enter


def test_enter_at_the_end_of_a_paragraph_adds_one_of_the_same_kind():
    plan = sample()
    edit = edits.split(plan, at(plan, "hai"))
    assert shown(edit.plan)[3:6] == ["    b) hai", "    c)", "    d) ba"]
    assert cursor(edit) == "|"


def test_enter_within_a_paragraph_parts_it():
    plan = plan_of(Section(ITEM, text="một hai ba", children=(point("con"),)))
    edit = edits.split(plan, at(plan, "một hai ba", 7))
    assert shown(edit.plan) == ["1. một hai", "2. ba", "  a) con"]
    assert cursor(edit) == "|ba"


def test_enter_before_a_paragraph_pushes_it_down():
    plan = sample()
    edit = edits.split(plan, at(plan, "hai", 0))
    assert shown(edit.plan)[2:6] == ["    a) một", "    b)", "    c) hai", "    d) ba"]
    assert cursor(edit) == "|hai"


def test_enter_behind_a_title_goes_to_the_first_child():
    plan = sample()
    edit = edits.split(plan, at(plan, "Mục đích"))
    assert shown(edit.plan)[1:4] == ["  1. *Mục đích*", "    a)", "    b) một"]
    assert cursor(edit) == "|"


def test_enter_behind_a_title_without_children_opens_a_line_of_text():
    plan = sample()
    edit = edits.split(plan, at(plan, "Yêu cầu"))
    assert edit.plan == plan
    assert shown(edit.plan, edit.opened)[5:7] == ["  2. *Yêu cầu*", "  "]
    assert edit.spot == Spot(at(plan, "Yêu cầu").section_id, 0)


def test_enter_in_text_under_a_title_goes_on_to_another_line_and_leaves_on_an_empty_one():
    plan = sample()
    edit = edits.split(plan, at(plan, "Dòng hai."))
    assert shown(edit.plan)[-2:] == ["Dòng hai.", ""]
    edit = edits.split(edit.plan, edit.spot)
    assert shown(edit.plan)[-3:] == ["Giao các đơn vị.", "Dòng hai.", "III. **"]


def test_enter_within_a_title_makes_two():
    plan = sample()
    edit = edits.split(plan, at(plan, "MỤC ĐÍCH", 3))
    assert shown(edit.plan)[:3] == ["I. *MỤC*", "II. *ĐÍCH*", "  1. *Mục đích*"]


def test_enter_in_an_empty_paragraph_leaves_the_level():
    plan = sample()
    edit = edits.split(plan, at(plan, "ba"))
    edit = edits.split(edit.plan, edit.spot)
    assert shown(edit.plan)[4:7] == ["    c) ba", "  2. **", "  3. *Yêu cầu*"]
    edit = edits.split(edit.plan, edit.spot)
    assert shown(edit.plan)[4:7] == ["    c) ba", "II. **", "  1. *Yêu cầu*"]
    edit = edits.split(edit.plan, edit.spot)
    assert shown(edit.plan)[5:8] == ["II. **", "  1. **", "  2. *Yêu cầu*"]  # none is left behind


def test_enter_in_an_outermost_empty_paragraph_makes_it_plain_text():
    plan = plan_of(Section(PART, "X"), Section(PART))
    edit = edits.split(plan, Spot(plan.sections[1].id))
    assert shown(edit.plan) == ["I. *X*", ""]
    edit = edits.split(edit.plan, edit.spot)
    assert shown(edit.plan) == ["I. *X*", "", ""]


def test_a_copy_of_a_generated_section_is_not_generated():
    plan = plan_of(Section(ITEM, text="một hai", origin="assignment:x"))
    edit = edits.split(plan, at(plan, "một hai", 3))
    assert [section.origin for section in edit.plan.sections] == ["assignment:x", ""]


def test_shift_enter_adds_a_line_to_the_same_section():
    plan = sample()
    edit = edits.soft_break(plan, at(plan, "hai", 1))
    assert shown(edit.plan)[3:6] == ["    b) h", "    ai", "    c) ba"]
    assert edit.plan.section(edit.spot.section_id).text == "h\nai"
    edit = edits.soft_break(plan, at(plan, "MỤC ĐÍCH", 3))
    assert shown(edit.plan)[:2] == ["I. *MỤC*", "ĐÍCH"]


def test_enter_in_a_further_line_begins_a_section_with_what_follows():
    plan = plan_of(point("một\nhai\nba"))
    edit = edits.split(plan, at(plan, "hai", 0))
    assert shown(edit.plan) == ["a) một", "b) hai", "ba"]


def test_ctrl_enter_goes_behind_all_that_lies_below():
    plan = sample()
    edit = edits.new_behind(plan, at(plan, "Mục đích"))
    assert shown(edit.plan)[4:7] == ["    c) ba", "  2. **", "  3. *Yêu cầu*"]


# -- Backspace and Delete


def test_backspace_joins_with_the_paragraph_before():
    plan = sample()
    edit = edits.join_back(plan, at(plan, "hai", 0))
    assert shown(edit.plan)[2:4] == ["    a) mộthai", "    b) ba"]
    assert cursor(edit) == "một|hai"


def test_backspace_after_an_accidental_enter_gives_the_plan_back():
    plan = sample()
    edit = edits.split(plan, at(plan, "hai"))
    assert edits.join_back(edit.plan, edit.spot).plan == plan


def test_backspace_moves_a_first_child_out_and_then_joins_it():
    plan = sample()
    edit = edits.join_back(plan, at(plan, "một", 0))
    assert shown(edit.plan)[1:5] == ["  1. *Mục đích*", "  2. một", "    a) hai", "    b) ba"]
    edit = edits.join_back(edit.plan, edit.spot)
    assert shown(edit.plan)[1:4] == ["  1. *Mục đíchmột*", "    a) hai", "    b) ba"]
    assert cursor(edit) == "Mục đích|một"


def test_backspace_joins_a_titled_section_and_keeps_what_lies_below_in_place():
    plan = sample()
    edit = edits.join_back(plan, at(plan, "TỔ CHỨC", 0))
    assert shown(edit.plan)[-3:] == ["  2. *Yêu cầuTỔ CHỨC*", "  Giao các đơn vị.", "  Dòng hai."]


def test_backspace_joins_lines_of_one_section():
    plan = sample()
    edit = edits.join_back(plan, at(plan, "Dòng hai.", 0))
    assert shown(edit.plan)[-1] == "Giao các đơn vị.Dòng hai."
    edit = edits.join_back(edit.plan, at(edit.plan, "Giao các đơn vị.Dòng hai.", 0))
    assert shown(edit.plan)[-1] == "II. *TỔ CHỨCGiao các đơn vị.Dòng hai.*"


def test_backspace_into_an_empty_paragraph_takes_that_out():
    plan = plan_of(Section(PART, "A"), Section(TEXT), Section(PART, "B"))
    edit = edits.join_back(plan, at(plan, "B", 0))
    assert shown(edit.plan) == ["I. *A*", "II. *B*"]


def test_backspace_at_the_very_beginning_does_nothing():
    plan = sample()
    assert edits.join_back(plan, at(plan, "MỤC ĐÍCH", 0)).plan is plan


def test_delete_at_the_end_joins_the_next_paragraph():
    plan = sample()
    assert shown(edits.join_forward(plan, at(plan, "hai")).plan)[3] == "    b) haiba"
    joined = edits.join_forward(plan, at(plan, "Mục đích")).plan
    assert shown(joined)[1:4] == ["  1. *Mục đíchmột*", "    a) hai", "    b) ba"]
    assert edits.join_forward(plan, at(plan, "Dòng hai.")).plan is plan


def test_taking_out_a_range_joins_its_ends():
    plan = sample()
    plan = replace(plan, notes=(ReviewNote("x", section_id=at(plan, "hai").section_id), ReviewNote("y")))
    edit = edits.remove_range(plan, blocks_of(plan), at(plan, "một", 1), at(plan, "Giao các đơn vị.", 5))
    assert shown(edit.plan) == ["I. *MỤC ĐÍCH*", "  1. *Mục đích*", "    a) mcác đơn vị.", "    Dòng hai."]
    assert [note.reason for note in edit.plan.notes] == ["y"]
    assert cursor(edit) == "m|các đơn vị."


def test_taking_out_everything_leaves_one_empty_paragraph():
    plan = sample()
    edit = edits.remove_range(plan, blocks_of(plan), at(plan, "MỤC ĐÍCH", 0), at(plan, "Dòng hai."))
    assert shown(edit.plan) == ["I. **"]


# -- levels and kinds


def test_tab_and_shift_tab_keep_the_reading_order():
    plan = sample()
    edit = levels.indent(plan, at(plan, "hai"))
    assert shown(edit.plan)[2:5] == ["    a) một", "      - hai", "    b) ba"]
    edit = levels.outdent(plan, at(plan, "hai"))
    assert shown(edit.plan)[1:6] == ["  1. *Mục đích*", "    a) một", "  2. hai", "    a) ba", "  3. *Yêu cầu*"]
    assert levels.indent(plan, at(plan, "một")).plan is plan
    assert levels.outdent(plan, at(plan, "TỔ CHỨC")).plan is plan


def test_tab_makes_a_line_under_a_title_a_child_and_shift_tab_a_section():
    plan = sample()
    edit = levels.indent(plan, at(plan, "Dòng hai.", 4))
    assert shown(edit.plan)[-2:] == ["Giao các đơn vị.", "  1. Dòng hai."]
    assert cursor(edit) == "Dòng| hai."
    assert shown(levels.outdent(plan, at(plan, "Dòng hai.")).plan)[-1] == "III. *Dòng hai.*"


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        (PART, ["    a) một", "II. *hai*", "  a) ba", "  1. *Yêu cầu*"]),
        (ITEM, ["    a) một", "  2. hai", "    a) ba", "  3. *Yêu cầu*"]),
        (DASH, ["    a) một", "      - hai", "    b) ba", "  2. *Yêu cầu*"]),
        (TEXT, ["    a) một", "    hai", "    b) ba", "  2. *Yêu cầu*"]),
    ],
)
def test_a_kind_goes_to_its_level(kind, lines):
    plan = sample()
    edit = levels.set_kind(plan, at(plan, "hai", 2), kind)
    assert shown(edit.plan)[2:6] == lines
    assert cursor(edit) == "ha|i"


def test_headings_come_and_go():
    plan = sample()
    edit = levels.toggle_heading(plan, at(plan, "Yêu cầu", 3))
    assert shown(edit.plan)[5] == "  2. Yêu cầu"
    assert levels.toggle_heading(edit.plan, edit.spot).plan == plan
    assert shown(levels.set_kind(plan, at(plan, "TỔ CHỨC"), TEXT).plan)[-3:] == [
        "TỔ CHỨC",
        "Giao các đơn vị.",
        "Dòng hai.",
    ]


def test_several_sections_shift_together():
    plan = sample()
    chosen = [at(plan, text).section_id for text in ("hai", "ba")]
    edit = levels.for_each(plan, chosen, levels.outdent, at(plan, "ba"))
    assert shown(edit.plan)[2:6] == ["    a) một", "  2. hai", "  3. ba", "  4. *Yêu cầu*"]
    edit = levels.for_each(plan, chosen, levels.indent, at(plan, "ba"))
    assert shown(edit.plan)[2:5] == ["    a) một", "      - hai", "      - ba"]


# -- pasting


def test_pasted_sections_go_where_their_kind_lies():
    plan = sample()
    new = (Section(ITEM, "Mới", children=(point("con"),)), Section(ITEM, text="Nữa"))
    edit = levels.paste(plan, at(plan, "hai"), new)
    assert shown(edit.plan)[2:7] == ["    a) một", "    b) hai", "  2. *Mới*", "    a) con", "  3. Nữa"]
    assert cursor(edit) == "Nữa|"


def test_pasting_into_an_empty_paragraph_takes_its_place():
    plan = sample()
    edit = edits.split(plan, at(plan, "hai"))
    edit = levels.paste(edit.plan, edit.spot, (point("x"), point("y")))
    assert shown(edit.plan)[3:7] == ["    b) hai", "    c) x", "    d) y", "    đ) ba"]


def test_pasting_within_a_paragraph_parts_it():
    plan = sample()
    edit = levels.paste(plan, at(plan, "hai", 1), (point("x"), point("y")))
    assert shown(edit.plan)[3:7] == ["    b) h", "    c) x", "    d) y", "    đ) ai"]


def test_pasting_into_an_empty_plan():
    edit = levels.paste(plan_of(), Spot(""), (Section(PART, "A"), Section(PART, "B")))
    assert shown(edit.plan) == ["I. *A*", "II. *B*"]


# -- whatever is pressed


@st.composite
def trees(draw, depth=0):
    count = draw(st.integers(0 if depth else 1, 3))
    found = []
    for _ in range(count):
        kind = draw(st.sampled_from(list(SectionKind)))
        title = draw(st.sampled_from(["", "T", "Tên"]))
        text = draw(st.sampled_from(["", "a", "bc\nd", "đ e"]))
        children = draw(trees(depth + 1)) if depth < 3 else ()
        found.append(Section(kind, title, text, children))
    return tuple(found)


KEYS = [
    edits.split,
    edits.soft_break,
    edits.new_behind,
    edits.join_back,
    edits.join_forward,
    levels.indent,
    levels.outdent,
    levels.toggle_heading,
    lambda plan, spot: levels.set_kind(plan, spot, PART),
    lambda plan, spot: levels.set_kind(plan, spot, POINT),
    lambda plan, spot: levels.set_kind(plan, spot, DASH),
    lambda plan, spot: levels.set_kind(plan, spot, TEXT),
]


def letters(plan):
    return "".join("".join(block.text for block in blocks_of(plan)).split())


@settings(max_examples=300, deadline=None)
@given(trees(), st.lists(st.tuples(st.integers(0, len(KEYS) - 1), st.integers(0, 40), st.integers(0, 3)), max_size=6))
def test_no_key_loses_or_reorders_a_letter(sections, presses):
    plan = plan_of(*sections)
    opened = ""
    for key, place, offset in presses:
        blocks = blocks_of(plan, opened)
        block = blocks[place % len(blocks)]
        before = letters(plan)
        if KEYS[key] is edits.join_back:
            offset = 0
        elif KEYS[key] is edits.join_forward:
            offset = len(block.text)
        edit = KEYS[key](plan, Spot(block.section_id, block.line, min(offset, len(block.text))))
        plan, opened = edit.plan, edit.opened
        assert letters(plan) == before
        ids = [section.id for section in plan.walk()]
        assert len(set(ids)) == len(ids)
        assert edit.spot.section_id in ids
