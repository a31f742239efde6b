"""Finding and replacing: the right letters, whatever their spelling in Unicode."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cchc_desktop.domain import plan_search
from cchc_desktop.domain.plan import LineKind, Plan, PreambleLine, Section, SectionKind, Task
from cchc_desktop.domain.plan_search import Field, find, replaced


def nfd(text):
    return unicodedata.normalize("NFD", text)


def founds(text, words, exact=False):
    return [text[start:end] for start, end in find(text, words, exact)]


def test_accents_and_capitals_do_not_matter():
    text = "Tuyên truyền, TUYÊN TRUYỀN và tuyen  truyen; đường Đông"
    assert founds(text, "tuyen truyen") == ["Tuyên truyền", "TUYÊN TRUYỀN", "tuyen  truyen"]
    assert founds(text, "tuyền Truyên") == ["Tuyên truyền", "TUYÊN TRUYỀN", "tuyen  truyen"]
    assert founds(text, "dong") == ["Đông"]


def test_exactly_means_accents_and_capitals_but_not_the_spelling_in_unicode():
    text = f"Tuyên truyền, {nfd('Tuyên truyền')}, tuyên truyền"
    assert founds(text, "Tuyên", exact=True) == ["Tuyên", nfd("Tuyên")]
    assert founds(text, nfd("Tuyên"), exact=True) == ["Tuyên", nfd("Tuyên")]
    assert founds(text, "Tuyen", exact=True) == []
    assert founds("a", "á", exact=True) == founds("á", "a", exact=True) == []


def test_a_find_takes_all_marks_of_its_letters_and_no_half_letter():
    assert founds(nfd("hoà"), "hoa") == [nfd("hoà")]
    assert founds(nfd("aá"), "a") == ["a", nfd("á")]
    assert founds("Straße", "s") == ["S"]  # "ß" folds to two letters: half of it is nothing to replace
    assert founds("Straße", "ss") == ["ß"]


def test_nothing_is_found_for_nothing_nor_across_paragraphs():
    assert find("a b", "") == find("a b", "  ") == find("a", "\u0301") == []
    assert founds("tuyên\ntruyền", "tuyên truyền") == []
    assert founds("aaaa", "aa") == ["aa", "aa"]


PIECES = ["a", "á", "a\u0301", "ạ", "a\u0323\u0302", "ậ", "A", "đ", "Đ", "d", "ư", "u\u031b", " ", "\n", "ß", "\u0302"]
LETTERS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def key(text, exact):
    return "".join(plan_search._clusters(text, plan_search._exact if exact else plan_search._bare)[0])


@settings(max_examples=500, deadline=None)
@given(LETTERS, LETTERS, st.booleans())
def test_finds_are_what_comparing_every_stretch_gives(text, words, exact):
    wanted = key(words.replace("\n", " "), exact)
    words = words.replace("\n", " ")
    expected, base = [], 0
    for line in text.split("\n"):
        starts = plan_search._clusters(line, str)[1]
        at = 0
        while wanted.strip() and at < len(starts):
            # The shortest stretch of whole letters from here that reads as wanted and begins and ends with a letter.
            stretch = next(
                (end for end in range(at + 1, len(starts))
                 if key(line[starts[at]:starts[end]], exact) == wanted
                 and key(line[starts[at]:starts[at + 1]], exact) and key(line[starts[end - 1]:starts[end]], exact)),
                None,
            )  # fmt: skip
            if stretch is None:
                at += 1
            else:
                expected.append((base + starts[at], base + starts[stretch]))
                at = stretch
        base += len(line) + 1
    assert find(text, words, exact) == expected


@settings(max_examples=300, deadline=None)
@example("a \u0302", "a ", False)
@given(LETTERS, LETTERS.filter(lambda words: "\n" not in words), st.booleans())
def test_replacing_touches_the_finds_and_nothing_else(text, words, exact):
    spans = find(text, words, exact)
    new = replaced(text, spans, "§§")
    rest = new.split("§§")
    assert len(rest) == len(spans) + 1
    begins, ends = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(text)]
    outside = [text[begin:end] for begin, end in zip(begins, ends, strict=True)]
    assert rest == outside
    # No mark of a replaced letter is left behind to sit on the new text.
    assert not any(part and unicodedata.combining(part[0]) for part in rest[1:])


def sample():
    inner = Section(SectionKind.ITEM, "Tuyên truyền", "Dòng một\nvề tuyên truyền lưu động")
    return Plan(
        2026,
        "Kế hoạch tuyên truyền",
        ("UBND",),
        "Lệ Xá",
        preamble=(PreambleLine(LineKind.BASIS, "Căn cứ Kế hoạch tuyên truyền"),),
        sections=(Section(SectionKind.PART, "NHIỆM VỤ", children=(inner,)),),
        closing=("Trên đây là Kế hoạch tuyên truyền",),
        recipients=("Ban tuyên truyền",),
        tasks=(Task("Tin tuyên truyền", lead="Tổ tuyên truyền", id="t"),),
    )


def test_all_texts_of_a_plan_are_searched_in_reading_order():
    hits = plan_search.search(sample(), "TUYEN TRUYEN")
    assert [hit.place.field for hit in hits] == [
        Field.TITLE, Field.PREAMBLE, Field.SECTION_TITLE, Field.SECTION_TEXT,
        Field.CLOSING, Field.RECIPIENT, Field.TASK, Field.TASK,
    ]  # fmt: skip
    assert hits[3].around(5) == ("về ", "tuyên truyền", " lưu …")
    assert plan_search.line_of(hits[3]) == (1, 3, 12)


def test_replacing_all_and_one():
    plan = sample()
    hits = plan_search.search(plan, "tuyen truyen")
    new = plan_search.replace_hits(plan, hits, "thông tin ")
    assert plan_search.search(new, "tuyen truyen") == ()
    assert new.sections[0].children[0].text == "Dòng một\nvề thông tin lưu động"
    assert (new.title, new.tasks[0].lead, new.recipients) == ("Kế hoạch thông tin", "Tổ thông tin", ("Ban thông tin",))
    one = plan_search.replace_hits(plan, hits[2:3], "X")
    assert one.sections[0].children[0].title == "X"
    assert plan_search.search(one, "tuyen truyen") == (*hits[:2], *hits[3:])
    assert plan_search.replace_hits(new, hits, "Y") == new  # the finds are of another text
    assert plan_search.replace_hits(plan, hits, "").title == "Kế hoạch "
