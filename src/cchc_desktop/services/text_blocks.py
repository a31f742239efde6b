"""Use cases of text blocks: find one, see it filled, put it into a plan, keep one of the office's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cchc_desktop.domain import text_block
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.plan import Plan, Section
from cchc_desktop.domain.text import clean_line
from cchc_desktop.domain.text_block import BlockSection, BlockTopic, TextBlock
from cchc_desktop.errors import InvalidInput, NotFound
from cchc_desktop.services.units import UnitService
from cchc_desktop.storage.database import Database


@dataclass(frozen=True, slots=True)
class SavedBlock:
    """A block as stored (its version moved on) and what changed."""

    block: TextBlock
    change: Change


class TextBlockService:
    """The shipped blocks and the office's own; the shipped ones are read at the first use."""

    def __init__(
        self,
        database: Database,
        units: UnitService,
        shipped: Callable[[], tuple[TextBlock, ...]],
        actor: Callable[[], str],
        today: Callable[[], date],
    ) -> None:
        self._database = database
        self._units = units
        self._read_shipped = shipped
        self._shipped: tuple[TextBlock, ...] | None = None
        self._actor = actor
        self._today = today

    def all(self) -> tuple[TextBlock, ...]:
        """Return all blocks: the office's own first, then the shipped ones, each in the order of a plan's parts.

        Raises:
            CatalogueProblem: the file of the shipped blocks is wrong.

        """
        if self._shipped is None:
            self._shipped = self._read_shipped()
        with self._database.read() as uow:
            own = uow.text_blocks.all()
        parts = list(BlockSection)
        blocks = (*own, *self._shipped)
        return tuple(sorted(blocks, key=lambda block: (not block.own, parts.index(block.section), block.position)))

    def binned(self) -> tuple[TextBlock, ...]:
        """Return the office's own blocks in the bin."""
        with self._database.read() as uow:
            return uow.text_blocks.all(binned=True)

    def search(
        self, words: str = "", section: BlockSection | None = None, topic: BlockTopic | None = None
    ) -> tuple[TextBlock, ...]:
        """Return the blocks with all the words, of a part and of a topic; no accents needed."""
        return text_block.search(self.all(), words, section, topic)

    def filled(self, plan: Plan, block: TextBlock) -> Section:
        """Return a block as it would stand in a plan."""
        return text_block.filled(block, self._values(plan))

    def insert(self, plan: Plan, block: TextBlock, after_id: str) -> tuple[Plan, str]:
        """Return the plan with a block behind a section ("": at the end) and the new section's id. Nothing is kept.

        The id is "" when the block is a closing paragraph.
        """
        return text_block.insert(plan, block, after_id, self._values(plan))

    def from_section(
        self, plan: Plan, section_id: str, title: str, section: BlockSection, topics: tuple[BlockTopic, ...]
    ) -> SavedBlock:
        """Keep a section of a plan, with all below it, as a block of the office's own.

        Raises:
            NotFound: there is no such section.
            InvalidInput: no title, or the section is empty.

        """
        found = plan.section(section_id)
        if found is None:
            raise NotFound("mục của kế hoạch", section_id)
        return self.save(text_block.from_section(found, title, section, topics, self._values(plan)))

    def save(self, block: TextBlock) -> SavedBlock:
        """Keep a block of the office's own.

        Raises:
            InvalidInput: no title, or no text.
            Conflict: it was changed elsewhere since it was read.

        """
        block = replace(block, title=clean_line(block.title), topics=block.topics or (BlockTopic.GENERAL,), own=True)
        problems = {}
        if not block.title:
            problems["title"] = "chưa đặt tên cho đoạn mẫu"
        if not (block.text.strip() or block.heading.strip()):
            problems["text"] = "đoạn mẫu chưa có lời văn"
        if problems:
            raise InvalidInput(problems)
        with self._database.write(self._actor()) as uow:
            saved = uow.text_blocks.save(block)
            uow.commit()
        return SavedBlock(saved, Change(Topic.TEXT_BLOCK, (saved.id,)))

    def add_many(self, blocks: Sequence[TextBlock]) -> Change:
        """Keep new blocks of the office's own, all of them or none; their texts are sound already."""
        with self._database.write(self._actor()) as uow:
            for block in blocks:
                uow.text_blocks.save(replace(block, own=True))
            uow.commit()
        return Change(Topic.TEXT_BLOCK, tuple(block.id for block in blocks))

    def bin(self, block_id: str) -> Change:
        """Put a block of the office's own into the bin.

        Raises:
            NotFound: there is none; shipped ones cannot be thrown away.

        """
        with self._database.write(self._actor()) as uow:
            uow.text_blocks.bin(block_id)
            uow.commit()
        return Change(Topic.TEXT_BLOCK, (block_id,))

    def restore(self, block_id: str) -> Change:
        """Take a block out of the bin.

        Raises:
            NotFound: there is none.

        """
        with self._database.write(self._actor()) as uow:
            uow.text_blocks.restore(block_id)
            uow.commit()
        return Change(Topic.TEXT_BLOCK, (block_id,))

    def _values(self, plan: Plan) -> dict[str, str]:
        return text_block.block_values(plan, self._units.current(plan.date or self._today()))
