from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cchc_desktop.domain.figure import FigureState, Statement
from cchc_desktop.domain.unit import Signer, SigningMode, Unit, UnitKind
from cchc_desktop.errors import InvalidInput, NotFound
from cchc_desktop.storage.database import Database

EARLY = Unit("u1", date(2025, 7, 1), UnitKind.COMMUNE, "Lệ Xá", "Tỉnh Hưng Yên", "UBND tỉnh Hưng Yên", "12345", "Lệ Xá")
LATE = Unit("u2", date(2026, 3, 1), UnitKind.WARD, "Lệ Xá", "Tỉnh Hưng Yên", "UBND tỉnh", drafting_body="Văn phòng")
SIGNER = Signer("s1", "Trần Thị Đào", SigningMode.DEPUTY, "PHÓ CHỦ TỊCH", date(2025, 7, 1), date(2026, 6, 30))


def test_the_office_is_the_one_of_the_day(database: Database) -> None:
    with database.write("Đào") as uow:
        assert uow.units.at(date(2026, 1, 1)) is None
        uow.units.save(LATE)
        uow.units.save(EARLY)
        uow.commit()
    with database.read() as uow:
        assert uow.units.all() == (EARLY, LATE)
        assert uow.units.at(date(2026, 2, 28)) == EARLY
        assert uow.units.at(date(2026, 3, 1)) == LATE
        assert uow.units.at(date(2020, 1, 1)) == EARLY


def test_units_and_signers_change_and_go(database: Database) -> None:
    with database.write("Đào") as uow:
        uow.units.save(EARLY)
        uow.units.save(replace(EARLY, name="Tân Lập"))
        uow.units.save_signer(SIGNER)
        uow.units.save_signer(replace(SIGNER, valid_to=None))
        uow.commit()
    with database.write("Lan") as uow:
        assert uow.units.all() == (replace(EARLY, name="Tân Lập"),)
        assert uow.units.signers() == (replace(SIGNER, valid_to=None),)
        uow.units.remove("u1")
        uow.units.remove_signer("s1")
        with pytest.raises(NotFound):
            uow.units.remove("u1")
        uow.commit()
    with database.read() as uow:
        assert (uow.units.all(), uow.units.signers()) == ((), ())
        history = uow.audit.history("unit", "u1")
        assert [(row.actor, row.action) for row in history] == [
            ("Lan", "remove"),
            ("Đào", "update"),
            ("Đào", "create"),
        ]
        assert (history[1].before, history[1].after) == ({"name": "Lệ Xá"}, {"name": "Tân Lập"})
        assert [row.action for row in uow.audit.history("signer", "s1")] == ["remove", "update", "create"]


def test_statements_replace_each_other(database: Database) -> None:
    typed = Statement("2025-Q1", "ty-le", FigureState.COUNTED, Decimal("98.765"), "theo Cổng dịch vụ công")
    nil = Statement("2025-Q1", "hoi-nghi", FigureState.NIL)
    with database.write("Đào") as uow:
        uow.statements.save(replace(typed, value=Decimal(1)))
        uow.statements.save(typed)
        uow.statements.save(nil)
        with pytest.raises(InvalidInput):
            uow.statements.save(replace(typed, value=Decimal("0.0001")))
        uow.commit()
    with database.write("Đào") as uow:
        assert uow.statements.all() == (nil, typed)
        uow.statements.remove("2025-Q1", "hoi-nghi")
        uow.statements.remove("2025-Q1", "hoi-nghi")
        uow.commit()
    with database.read() as uow:
        assert uow.statements.all() == (typed,)
        assert [r.action for r in uow.audit.history("statement", "2025-Q1/hoi-nghi")] == ["remove", "create"]
        assert uow.audit.history("statement", "2025-Q1/ty-le")[0].before == {"value": "1"}
