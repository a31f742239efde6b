"""Use cases of the office itself: its names over time and who signs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.text import clean_line
from cchc_desktop.domain.unit import Signature, Signer, SigningMode, Unit, UnitKind, place_of
from cchc_desktop.errors import InvalidInput, NotFound
from cchc_desktop.storage.database import Database


class UnitService:
    """Reads and keeps the office's particulars."""

    def __init__(self, database: Database, actor: Callable[[], str]) -> None:
        self._database = database
        self._actor = actor

    def current(self, day: date) -> Unit | None:
        """Return the office as it is on a day, None before the first start is finished."""
        with self._database.read() as uow:
            return uow.units.at(day)

    def require(self, day: date) -> Unit:
        """Return the office as it is on a day.

        Raises:
            NotFound: the first start is not finished.

        """
        unit = self.current(day)
        if unit is None:
            raise NotFound("đơn vị", "")
        return unit

    def history(self) -> tuple[Unit, ...]:
        """Return the office's particulars over time, oldest first."""
        with self._database.read() as uow:
            return uow.units.all()

    def save(self, unit: Unit) -> Change:
        """Keep particulars that hold from `unit.valid_from` on.

        Raises:
            InvalidInput: a required field is empty.

        """
        unit = _cleaned(unit)
        problems = _unit_problems(unit)
        if problems:
            raise InvalidInput(problems)
        with self._database.write(self._actor()) as uow:
            uow.units.save(unit)
            uow.commit()
        return Change(Topic.UNIT, (unit.id,))

    def remove(self, unit_id: str) -> Change:
        """Take particulars out of the history. The last ones stay.

        Raises:
            InvalidInput: they are the only ones.

        """
        if len(self.history()) < 2:
            raise InvalidInput({"unit": "phải giữ lại ít nhất một thông tin đơn vị"})
        with self._database.write(self._actor()) as uow:
            uow.units.remove(unit_id)
            uow.commit()
        return Change(Topic.UNIT, (unit_id,))

    def signers(self, day: date | None = None) -> tuple[Signer, ...]:
        """Return the signers, of one day when given, the latest first."""
        with self._database.read() as uow:
            signers = uow.units.signers()
        valid = [
            signer
            for signer in signers
            if day is None or (signer.valid_from <= day and (signer.valid_to is None or day <= signer.valid_to))
        ]
        return tuple(sorted(valid, key=lambda signer: signer.valid_from, reverse=True))

    def save_signer(self, signer: Signer) -> Change:
        """Keep a signer.

        Raises:
            InvalidInput: no name or title, or the days are the wrong way round.

        """
        signer = replace(signer, name=clean_line(signer.name), title=clean_line(signer.title))
        problems = {}
        if not signer.name:
            problems["name"] = "chưa nhập họ tên người ký"
        if not signer.title:
            problems["title"] = "chưa nhập chức vụ"
        if signer.valid_to and signer.valid_to < signer.valid_from:
            problems["valid_to"] = "ngày kết thúc đứng trước ngày bắt đầu"
        if problems:
            raise InvalidInput(problems)
        with self._database.write(self._actor()) as uow:
            uow.units.save_signer(signer)
            uow.commit()
        return Change(Topic.UNIT, (signer.id,))

    def remove_signer(self, signer_id: str) -> Change:
        """Take a signer out of the list; documents that carry the name keep it."""
        with self._database.write(self._actor()) as uow:
            uow.units.remove_signer(signer_id)
            uow.commit()
        return Change(Topic.UNIT, (signer_id,))

    def signature(self, day: date) -> Signature:
        """Return the signing block to offer on a day: the head's when there is one, else the first signer's."""
        signers = self.signers(day)
        heads = [signer for signer in signers if signer.mode is SigningMode.COLLECTIVE]
        chosen = (heads or list(signers))[:1]
        return chosen[0].signature() if chosen else Signature()


def _cleaned(unit: Unit) -> Unit:
    name = clean_line(unit.name)
    return replace(
        unit,
        name=name,
        province=clean_line(unit.province),
        superior=clean_line(unit.superior),
        code=clean_line(unit.code),
        place=clean_line(unit.place) or place_of(unit.kind, name),
        drafting_body=clean_line(unit.drafting_body),
        upper_line=clean_line(unit.upper_line) or _upper_line(unit),
    )


def _upper_line(unit: Unit) -> str:
    """Return the line above a Sở: the committee it belongs to (Decree 30/2020, annex I, II.2)."""
    name = clean_line(unit.name).casefold()
    if unit.kind is not UnitKind.AGENCY or not name.startswith("sở "):
        return ""
    return f"Ủy ban nhân dân {clean_line(unit.province)}".upper()


def _unit_problems(unit: Unit) -> dict[str, str]:
    problems = {}
    if not unit.name:
        problems["name"] = "chưa nhập tên đơn vị"
    if not unit.province:
        problems["province"] = "chưa chọn tỉnh, thành phố"
    if len(unit.name) > 120:
        problems["name"] = "tên đơn vị dài quá 120 ký tự"
    return problems
