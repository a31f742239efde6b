"""Paragraphs kept ready for plans ("đoạn mẫu"): what they are, how they are found, and how they come into a plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from cchc_desktop.domain import outline, plan_skeleton
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.plan import Plan, Section, SectionKind
from cchc_desktop.domain.text import fold
from cchc_desktop.domain.unit import Unit

VARIABLES = (*plan_skeleton.VARIABLES, "nguoi_ky")
"""Names that may stand in braces in the texts of a block."""

_NO_SIGNER = "……"


class BlockSection(StrEnum):
    """The part of a plan a block is for."""

    PURPOSE = "muc_dich"
    DEMAND = "yeu_cau"
    AUDIENCE = "doi_tuong"
    CONTENT = "noi_dung"
    FORM = "hinh_thuc"
    MONEY = "kinh_phi"
    DUTIES = "to_chuc_thuc_hien"
    CLOSING = "ket_thuc"


SECTION_NAMES = {
    BlockSection.PURPOSE: "Mục đích",
    BlockSection.DEMAND: "Yêu cầu",
    BlockSection.AUDIENCE: "Đối tượng",
    BlockSection.CONTENT: "Nội dung",
    BlockSection.FORM: "Hình thức",
    BlockSection.MONEY: "Kinh phí",
    BlockSection.DUTIES: "Tổ chức thực hiện",
    BlockSection.CLOSING: "Kết thúc",
}
"""How the parts are called."""


class BlockTopic(StrEnum):
    """What a block is about: the six contents of administrative reform, and what goes with them."""

    INSTITUTIONS = "the_che"
    PROCEDURES = "thu_tuc"
    APPARATUS = "bo_may"
    SERVICE = "cong_vu"
    FINANCE = "tai_chinh_cong"
    DIGITAL_GOVERNMENT = "chinh_quyen_so"
    ONLINE = "dvc_truc_tuyen"
    ONE_STOP = "mot_cua"
    PAR_INDEX = "par_index"
    SIPAS = "sipas"
    PAPI = "papi"
    TRANSFORMATION = "chuyen_doi_so"
    FEEDBACK = "phan_anh_kien_nghi"
    EMULATION = "thi_dua_khen_thuong"
    GENERAL = "chung"


TOPIC_NAMES = {
    BlockTopic.INSTITUTIONS: "Cải cách thể chế",
    BlockTopic.PROCEDURES: "Cải cách thủ tục hành chính",
    BlockTopic.APPARATUS: "Cải cách tổ chức bộ máy",
    BlockTopic.SERVICE: "Cải cách chế độ công vụ",
    BlockTopic.FINANCE: "Cải cách tài chính công",
    BlockTopic.DIGITAL_GOVERNMENT: "Chính quyền điện tử, chính quyền số",
    BlockTopic.ONLINE: "Dịch vụ công trực tuyến",
    BlockTopic.ONE_STOP: "Một cửa, một cửa liên thông",
    BlockTopic.PAR_INDEX: "Chỉ số CCHC (PAR INDEX)",
    BlockTopic.SIPAS: "Chỉ số hài lòng (SIPAS)",
    BlockTopic.PAPI: "Chỉ số PAPI",
    BlockTopic.TRANSFORMATION: "Chuyển đổi số",
    BlockTopic.FEEDBACK: "Phản ánh, kiến nghị",
    BlockTopic.EMULATION: "Thi đua, khen thưởng",
    BlockTopic.GENERAL: "Chung",
}
"""How the topics are called."""


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph, or a heading with paragraphs below it, with {variables} in its texts.

    `title` is its name in lists; `kind` the label it wants, `heading` and `text` become a section's title and text,
    `children` the sections below it. `own` tells that the office made it; `version` counts its stored states.
    """

    title: str
    section: BlockSection
    topics: tuple[BlockTopic, ...]
    kind: SectionKind
    text: str = ""
    heading: str = ""
    children: tuple[Section, ...] = ()
    own: bool = False
    position: int = 0
    id: str = field(default_factory=new_id)
    version: int = 0

    @property
    def words(self) -> str:
        """All its words, folded, to search in."""
        parts = [self.title, self.heading, self.text, SECTION_NAMES[self.section]]
        parts += [TOPIC_NAMES[topic] for topic in self.topics]
        parts += [f"{below.title} {below.text}" for child in self.children for below in child.walk()]
        return fold(" ".join(parts))


def search(
    blocks: Iterable[TextBlock], words: str = "", section: BlockSection | None = None, topic: BlockTopic | None = None
) -> tuple[TextBlock, ...]:
    """Return the blocks with all the words (no accents needed), of a part and of a topic.

    Those with the words in their name come first, all others in their order.
    """
    wanted = fold(words).split()
    found = [
        block
        for block in blocks
        if (section is None or block.section is section)
        and (topic is None or topic in block.topics)
        and (not wanted or _has(block.words, wanted))
    ]
    return tuple(sorted(found, key=lambda block: not _has(fold(block.title), wanted)))


def _has(text: str, words: list[str]) -> bool:
    return all(word in text for word in words)


def block_values(plan: Plan, unit: Unit | None) -> dict[str, str]:
    """Return the values of the variables for a plan; without the office's particulars only year and signer."""
    values = {"nam": str(plan.year), "nam_truoc": str(plan.year - 1)}
    if unit is not None:
        values = plan_skeleton.variables(plan.year, unit)
    return {**values, "nguoi_ky": plan.signature.name or _NO_SIGNER}


def filled(block: TextBlock, values: Mapping[str, str]) -> Section:
    """Return a block as a new section, its variables replaced."""
    return _filled(Section(block.kind, block.heading, block.text, block.children), values)


def _filled(section: Section, values: Mapping[str, str]) -> Section:
    return replace(
        section,
        id=new_id(),
        title=plan_skeleton.put(section.title, values),
        text=plan_skeleton.put(section.text, values),
        origin="",
        children=tuple(_filled(child, values) for child in section.children),
    )


# -- into the plan

_DEPTH = (SectionKind.PART, SectionKind.ITEM, SectionKind.POINT, SectionKind.DASH, SectionKind.PLUS)


def insert(plan: Plan, block: TextBlock, after_id: str, values: Mapping[str, str]) -> tuple[Plan, str]:
    """Return the plan with a block behind a section ("": at the end), and the id of the new section.

    The block comes to the level of its kind: behind the section when that has the same kind, below it when it is a
    heading of a higher level, behind the parent that has the kind when it is deeper. Where the plan has no such
    level, the block takes the kind of its new neighbours, and what is below it follows. A closing paragraph goes
    behind the others at the plan's end, which is no section: the id is then "".
    """
    new = filled(block, values)
    if block.section is BlockSection.CLOSING and block.kind is SectionKind.TEXT and not block.heading:
        return replace(plan, closing=(*_ended(plan.closing), new.text)), ""
    after = after_id if plan.section(after_id) is not None else (plan.sections[-1].id if plan.sections else "")
    sections = outline.insert_after(plan.sections, None, new) if not after else _placed(plan.sections, new, after)
    return replace(plan, sections=sections), new.id


def _ended(closing: tuple[str, ...]) -> tuple[str, ...]:
    """Return closing paragraphs with a full stop behind the last: the layout ends only the very last one."""
    if not closing or closing[-1].rstrip()[-1:] in (".", ";", ":", ""):
        return closing
    return (*closing[:-1], closing[-1].rstrip() + ".")


def _placed(sections: outline.Sections, new: Section, after_id: str) -> outline.Sections:
    path = outline.find_path(sections, after_id) or (0,)
    chain = [outline.at(sections, path[:depth]) for depth in range(1, len(path) + 1)]
    if new.kind is SectionKind.TEXT:
        if chain[-1].kind is SectionKind.PART or (chain[-1].children and chain[-1].title):
            return outline.insert_child(sections, after_id, new)
        return outline.insert_after(sections, after_id, new)
    wanted = _DEPTH.index(new.kind)
    depths = _depths(sections, path)
    for section, depth in zip(reversed(chain), reversed(depths), strict=True):
        if depth == wanted:
            return outline.insert_after(sections, section.id, new)
        if depth < wanted and section.kind is not SectionKind.TEXT:
            return _below(sections, section, chain, new)
    return outline.insert_after(sections, chain[0].id, _as(new, _kind_at(depths[0])))


def _below(sections: outline.Sections, parent: Section, chain: list[Section], new: Section) -> outline.Sections:
    """Put `new` into `parent`: behind the child the person stands in, else at the end."""
    kinds = [child.kind for child in parent.children if child.kind is not SectionKind.TEXT]
    new = _as(new, kinds[-1] if kinds else outline.deeper(parent.kind))
    place = chain.index(parent) + 1
    if place < len(chain):
        return outline.insert_after(sections, chain[place].id, new)
    return outline.insert_child(sections, parent.id, new)


def _depths(sections: outline.Sections, path: tuple[int, ...]) -> list[int]:
    """Return the depth (0 for a part) of each section on a path; a paragraph has that of its numbered siblings."""
    depths: list[int] = []
    for length in range(1, len(path) + 1):
        section = outline.at(sections, path[:length])
        if section.kind is SectionKind.TEXT:
            siblings = outline.at(sections, path[: length - 1]).children if length > 1 else sections
            kinds = [one.kind for one in siblings if one.kind is not SectionKind.TEXT]
            above = depths[-1] + 1 if depths else 0
            depths.append(_DEPTH.index(kinds[0]) if kinds else min(above, len(_DEPTH) - 1))
        else:
            depths.append(_DEPTH.index(section.kind))
    return depths


def _kind_at(depth: int) -> SectionKind:
    return _DEPTH[depth]


def _as(section: Section, kind: SectionKind) -> Section:
    """Return a section as another kind; numbered sections below it shift along."""
    if section.kind is kind:
        return section
    below = outline.deeper(kind)
    children = tuple(child if child.kind is SectionKind.TEXT else _as(child, below) for child in section.children)
    return replace(section, kind=kind, children=children)


# -- out of the plan


def from_section(
    section: Section,
    title: str,
    part: BlockSection,
    topics: tuple[BlockTopic, ...],
    values: Mapping[str, str],
) -> TextBlock:
    """Return a block of the office's own made from a section: its names and years become variables again."""
    plain = _generalised(section, values)
    return TextBlock(title, part, topics, plain.kind, plain.text, plain.title, plain.children, own=True)


def _generalised(section: Section, values: Mapping[str, str]) -> Section:
    return replace(
        section,
        origin="",
        title=generalised(section.title, values),
        text=generalised(section.text, values),
        children=tuple(_generalised(child, values) for child in section.children),
    )


_NAMES = ("ten_don_vi", "ten_tinh", "co_quan_chu_tri", "nguoi_ky")


def generalised(text: str, values: Mapping[str, str]) -> str:
    """Return a text with the office's names and the plan's years ("năm 2026") turned into variables.

    A year counts only in words; years in numbers, dates and spans of other documents stay.
    """
    names = [(name, values[name]) for name in _NAMES if values.get(name) and values[name] != _NO_SIGNER]
    for name, value in sorted(names, key=lambda pair: len(pair[1]), reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", "{" + name + "}", text)
    for name in ("nam", "nam_truoc"):
        if values.get(name):
            # "ngày 05 tháng 01 năm 2026" is the date of a document, not the plan's year.
            text = re.sub(
                rf"(?<!tháng \d )(?<!tháng \d\d )\bnăm {values[name]}\b(?!\s*[-–]\s*\d)", f"năm {{{name}}}", text
            )
    return text
