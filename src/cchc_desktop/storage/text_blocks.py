"""The office's own text blocks; those that ship with the program lie in the catalogue."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cchc_desktop.domain.plan import Section, SectionKind
from cchc_desktop.domain.text_block import BlockSection, BlockTopic, TextBlock
from cchc_desktop.domain.undo import State
from cchc_desktop.errors import Conflict, NotFound
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.tables import TextBlockRecord
from cchc_desktop.storage.values import cleaned, utc_now

_NOUN = "đoạn mẫu"
_FACTS = ("title", "section", "topics", "kind", "text", "position")


class TextBlockRepo:
    """Keeps the office's own blocks in the order they came."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    def all(self, binned: bool = False) -> tuple[TextBlock, ...]:
        """Return the blocks in their order; with `binned` those in the bin."""
        record = TextBlockRecord
        found = self._session.scalars(
            select(record)
            .where(record.deleted_at != "" if binned else record.deleted_at == "")
            .order_by(record.position, record.id)
        )
        return tuple(_block(one) for one in found)

    def save(self, block: TextBlock) -> TextBlock:
        """Add a block at the end, or change the stored one of that id; return it with its new version.

        Raises:
            Conflict: it was changed since it was read, or lies in the bin.
            NotFound: it has been stored before (version > 0) but is not here.

        """
        block = cleaned(block)
        record = self._session.get(TextBlockRecord, block.id)
        before: dict[str, Any] = {}
        if record is None:
            if block.version:
                raise NotFound(_NOUN, block.id)
            last = self._session.scalar(select(func.max(TextBlockRecord.position)))
            block = dataclasses.replace(block, position=0 if last is None else last + 1)
            record = TextBlockRecord(id=block.id, version=0, deleted_at="")
            self._session.add(record)
        else:
            if record.version != block.version:
                raise Conflict(_NOUN, "đã được sửa ở nơi khác sau khi mở")
            if record.deleted_at:
                raise Conflict(_NOUN, "đang nằm trong thùng rác")
            before = _facts(record)
        record.title, record.section, record.kind = block.title, str(block.section), str(block.kind)
        record.topics = json.dumps([str(topic) for topic in block.topics])
        record.text = _to_json(block)
        record.position = block.position
        record.version += 1
        self._audit.record("update" if before else "create", "text_block", block.id, before, _facts(record))
        self._session.flush()
        return dataclasses.replace(block, version=record.version, own=True)

    def state(self, block_id: str) -> State | None:
        """Return how a block stands, as the trail names its fields; None when there is none."""
        record = self._session.get(TextBlockRecord, block_id)
        return None if record is None else State(_facts(record), not record.deleted_at)

    def put(self, block_id: str, facts: Mapping[str, Any]) -> None:
        """Give a stored block the fields that the trail names.

        Raises:
            Conflict: it lies in the bin.
            NotFound: there is none.

        """
        record = self._session.get(TextBlockRecord, block_id)
        if record is None:
            raise NotFound(_NOUN, block_id)
        self.save(_block(TextBlockRecord(id=block_id, version=record.version, **facts)))

    def bin(self, block_id: str) -> None:
        """Put a block into the bin.

        Raises:
            NotFound: there is none.

        """
        self._set_deleted(block_id, utc_now(), "bin")

    def restore(self, block_id: str) -> None:
        """Take a block out of the bin.

        Raises:
            NotFound: there is none.

        """
        self._set_deleted(block_id, "", "restore")

    def _set_deleted(self, block_id: str, deleted_at: str, action: str) -> None:
        record = self._session.get(TextBlockRecord, block_id)
        if record is None:
            raise NotFound(_NOUN, block_id)
        if bool(record.deleted_at) == bool(deleted_at):
            return
        before, after = {"deleted_at": record.deleted_at}, {"deleted_at": deleted_at}
        self._audit.record(action, "text_block", block_id, before, after)
        record.deleted_at = deleted_at
        self._session.flush()


def _facts(record: TextBlockRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in _FACTS}


def _to_json(block: TextBlock) -> str:
    children = [dataclasses.asdict(child) for child in block.children]
    content = {"heading": block.heading, "text": block.text, "children": children}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _block(record: TextBlockRecord) -> TextBlock:
    content = json.loads(record.text)
    return TextBlock(
        title=record.title,
        section=BlockSection(record.section),
        topics=tuple(BlockTopic(topic) for topic in json.loads(record.topics)),
        kind=SectionKind(record.kind),
        text=content["text"],
        heading=content["heading"],
        children=tuple(_section(child) for child in content["children"]),
        own=True,
        position=record.position,
        id=record.id,
        version=record.version,
    )


def _section(content: dict[str, Any]) -> Section:
    children = tuple(_section(child) for child in content["children"])
    return Section(SectionKind(content["kind"]), content["title"], content["text"], children, content["id"])
