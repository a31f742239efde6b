"""`cchc init`."""

from __future__ import annotations

from argparse import Namespace
from datetime import date

from cchc_desktop.cli.output import Answer, iso
from cchc_desktop.domain.dates import NotADate, parse_spoken_date
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.text import clean_line, fold
from cchc_desktop.domain.unit import Unit, place_of, split_unit_name
from cchc_desktop.errors import InvalidInput
from cchc_desktop.services.container import Services

TWO_TIER_SINCE = date(2025, 7, 1)
"""Local government has had two tiers since this day (Law 72/2025/QH15)."""


def init(services: Services, options: Namespace) -> Answer:
    """Enter the office's particulars; a second call with another day adds to their history."""
    split = split_unit_name(options.unit)
    if split is None:
        raise InvalidInput({"unit": f"“{options.unit}” phải bắt đầu bằng Xã, Phường hoặc Đặc khu"})
    kind, name = split
    start = _start(options.start)
    same = [unit for unit in services.units.history() if unit.valid_from == start]
    unit = Unit(
        id=same[0].id if same else new_id(),
        valid_from=start,
        kind=kind,
        name=name,
        province=_province(services, options.province),
        superior=options.superior,
        code=options.code,
        place=place_of(kind, name),
    )
    services.units.save(unit)
    if options.sample:
        from cchc_desktop.services.sample import fill

        fill(services, date.today())
    data = {"id": unit.id, "unit": unit.full_name, "province": unit.province, "from": iso(start)}
    return Answer(data, (f"Đã khai báo {unit.committee}, {unit.province}.",))


def _start(text: str) -> date:
    if not text:
        return TWO_TIER_SINCE
    try:
        return parse_spoken_date(text, date.today())
    except NotADate:
        raise InvalidInput({"from": f"“{text}” không phải là ngày có thật"}) from None


def _province(services: Services, text: str) -> str:
    """Return the catalogue's spelling of a province; an unknown one is kept as typed (names change)."""
    wanted = fold(text)
    for province in services.catalogues.provinces:
        if wanted in (fold(province.name), fold(province.name.split(" ", 1)[1]), province.code):
            return province.name
    return clean_line(text)
