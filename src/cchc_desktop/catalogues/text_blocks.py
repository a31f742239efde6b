"""The paragraphs kept ready for plans: `text_blocks.toml`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from msgspec import Meta

from cchc_desktop.catalogues.checks import check_unique
from cchc_desktop.catalogues.schema import Code, Entry, Name, Paragraph, decode
from cchc_desktop.catalogues.skeleton import check_variables
from cchc_desktop.catalogues.toml_file import TomlFile
from cchc_desktop.domain.outline import deeper
from cchc_desktop.domain.plan import Section, SectionKind
from cchc_desktop.domain.text_block import VARIABLES, BlockSection, BlockTopic, TextBlock

FILE = "text_blocks.toml"


class BlockEntry(Entry):
    """A block. `children` are the paragraphs below it, one kind deeper."""

    code: Code
    title: Name
    section: BlockSection
    topics: Annotated[list[BlockTopic], Meta(min_length=1)]
    kind: SectionKind
    heading: str = ""
    text: str = ""
    children: list[Paragraph] = []  # noqa: RUF012 - msgspec copies it


class TextBlocksFile(Entry):
    """`text_blocks.toml`."""

    schema: int
    blocks: Annotated[list[BlockEntry], Meta(min_length=1)]


def read_text_blocks(path: Path) -> tuple[TextBlock, ...]:
    """Read the blocks, in the order of the file.

    Raises:
        CatalogueProblem: the first thing wrong, with its line.

    """
    file = TomlFile.read(path)
    content = decode(file, TextBlocksFile)
    check_unique(file, ("blocks",), (block.code for block in content.blocks))
    for index, block in enumerate(content.blocks):
        if not block.heading and not block.text:
            raise file.problem(("blocks", index), "đoạn mẫu không có cả tiêu đề và lời văn")
        for key, text in (("title", block.title), ("heading", block.heading), ("text", block.text)):
            check_variables(file, ("blocks", index, key), text, VARIABLES)
        for number, text in enumerate(block.children):
            check_variables(file, ("blocks", index, "children", number), text, VARIABLES)
    return tuple(_block(entry, index) for index, entry in enumerate(content.blocks))


def _block(entry: BlockEntry, position: int) -> TextBlock:
    below = deeper(entry.kind)
    return TextBlock(
        title=entry.title,
        section=entry.section,
        topics=tuple(entry.topics),
        kind=entry.kind,
        text=entry.text,
        heading=entry.heading,
        children=tuple(Section(below, text=text) for text in entry.children),
        position=position,
        id=f"block:{entry.code}",
    )
