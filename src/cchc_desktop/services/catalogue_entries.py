"""Use cases of changing the catalogues: new versions of forms, indicators and periods, each from a day on.

What a frozen report was made with is never altered: a change begins after the last frozen period, as a new version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from cchc_desktop.catalogues import entries
from cchc_desktop.domain import catalogue_check as rules
from cchc_desktop.domain import period as periods
from cchc_desktop.domain.catalogue import Catalogues, Form, Indicator, PeriodRule
from cchc_desktop.domain.catalogue_entry import NOTE_LIMIT, CatalogueEntry, CatalogueKind
from cchc_desktop.domain.catalogue_time import timeline
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.figure_kind import kind_problems
from cchc_desktop.domain.period import Period, WorkCalendar
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import InvalidInput, NotFound
from cchc_desktop.services.catalogue_versions import (
    EntryVersion,
    Value,
    Wish,
    code_of,
    days_of,
    holds,
    kind_of,
    own_version,
    used,
    value_of,
    version_of,
)
from cchc_desktop.services.catalogues import CatalogueShelf, places
from cchc_desktop.storage.database import Database
from cchc_desktop.storage.uow import UnitOfWork


class CatalogueEntryService:
    """Changes the catalogues."""

    def __init__(
        self,
        database: Database,
        shelf: CatalogueShelf,
        calendar: Callable[[int], WorkCalendar],
        actor: Callable[[], str],
        today: Callable[[], date],
    ) -> None:
        self._database = database
        self._shelf = shelf
        self._calendar = calendar
        self._actor = actor
        self._today = today

    # ------------------------------------------------------------------ reading

    def frozen(self) -> tuple[Period, ...]:
        """Return the periods whose report was frozen."""
        with self._database.read() as uow:
            return self._frozen(uow)

    def _frozen(self, uow: UnitOfWork) -> tuple[Period, ...]:
        known = self._shelf().periods
        found = (
            periods.resolve(code, known, self._calendar(int(code[:4])))
            for code in uow.catalogue_entries.frozen_periods()
        )
        return tuple(period for period in found if period is not None)

    def first_day(self) -> date:
        """Return the first day from which a change may hold: the data year's, or that after the last frozen period."""
        known = self._shelf().periods
        year = periods.data_year(self._today(), known)
        start = next(
            (p.start for p in periods.of_year(year, known, self._calendar(year)) if p.code.endswith("-Y")),
            date(year, 1, 1),
        )
        ends = [period.end + timedelta(days=1) for period in self.frozen()]
        return max([start, *ends])

    def versions(self, kind: CatalogueKind, code: str) -> tuple[EntryVersion, ...]:
        """Return the versions of an entry, the newest first. A thematic period's code is "2026-CD1"."""
        with self._database.read() as uow:
            frozen = self._frozen(uow)
            own = [one for one in uow.catalogue_entries.all() if one.catalogue is kind and one.code == code]
        base = [version_of(value) for value in self._base(kind) if code_of(value) == code]
        found = timeline(base, [one for entry in own if (one := own_version(entry)) is not None])
        return tuple(replace(one, locked=used(one, frozen)) for one in reversed(found))

    def binned(self, kind: CatalogueKind) -> tuple[CatalogueEntry, ...]:
        """Return the versions in the bin."""
        with self._database.read() as uow:
            return tuple(one for one in uow.catalogue_entries.all(binned=True) if one.catalogue is kind)

    def _base(self, kind: CatalogueKind) -> tuple[Value, ...]:
        base = self._shelf.base
        if kind is CatalogueKind.FORMS:
            return base.forms
        return base.indicators if kind is CatalogueKind.INDICATORS else base.periods

    def draft(self, wish: Wish) -> dict[str, Any]:
        """Return a change that is being typed, as it can be kept in a file."""
        return {
            "kind": str(kind_of(wish.value)),
            "content": entries.content_of(wish.value),
            "start": wish.start.isoformat(),
            "note": wish.note,
            "new": wish.new,
        }

    def from_draft(self, draft: Mapping[str, Any]) -> Wish | None:
        """Return the change of a draft; None when it cannot be read any more."""
        try:
            start = date.fromisoformat(draft["start"])
            entry = CatalogueEntry(CatalogueKind(draft["kind"]), "", draft["content"], start)
            value = value_of(entry)
            if isinstance(value, PeriodRule) and value.special:
                value = replace(value, valid_to=value.valid_from)
            return Wish(value, start, str(draft["note"]), bool(draft["new"]))
        except (KeyError, TypeError, ValueError):
            return None

    # ------------------------------------------------------------------ changing

    def save(self, wish: Wish) -> Change:
        """Keep a new entry, or a new version of one, from a day on.

        Raises:
            InvalidInput: field → reason; "since" when the day lies in a frozen period.

        """
        kind, code = kind_of(wish.value), code_of(wish.value)
        problems = self._problems(wish)
        if problems:
            raise InvalidInput(problems)
        with self._database.write(self._actor()) as uow:
            own = [one for one in uow.catalogue_entries.all() if one.catalogue is kind]
            start, end = days_of(wish)
            same = next((one for one in own if one.code == code and one.valid_from == start), None)
            entry = CatalogueEntry(
                kind,
                code,
                entries.content_of(wish.value),
                start,
                end,
                self._position(kind, wish.value, own),
                clean_line(wish.note)[:NOTE_LIMIT],
            )
            if same is not None:
                entry = replace(entry, id=same.id, version=same.version)
            uow.catalogue_entries.save(entry)
            uow.commit()
        return self._changed(code)

    def end(self, kind: CatalogueKind, code: str, last: date, note: str = "") -> Change:
        """Take an entry out of use after a day. It stays known, for what was written before.

        Raises:
            InvalidInput: "since": the day lies before the end of a frozen period, or others need the entry.
            NotFound: no such entry is in use that day.

        """
        self._check_end(kind, code, last)
        with self._database.write(self._actor()) as uow:
            own = [one for one in uow.catalogue_entries.all() if one.catalogue is kind and one.code == code]
            for later in own:
                if later.valid_from > last:
                    uow.catalogue_entries.bin(later.id)
            holding = [one for one in own if one.valid_from <= last and (not one.valid_to or last <= one.valid_to)]
            if holding:
                entry = replace(holding[-1], valid_to=last, note=clean_line(note)[:NOTE_LIMIT] or holding[-1].note)
            else:
                value = next((v for v in self._base(kind) if code_of(v) == code and holds(v, last)), None)
                if value is None:
                    raise NotFound("mục của danh mục", code)
                position = self._position(kind, value, own)
                first = date(last.year, 1, 1) if isinstance(value, PeriodRule) else last
                content = entries.content_of(value)
                entry = CatalogueEntry(kind, code, content, first, last, position, clean_line(note)[:NOTE_LIMIT])
            uow.catalogue_entries.save(entry)
            uow.commit()
        return self._changed(code)

    def drop(self, entry_id: str) -> Change:
        """Put a version of the office's own into the bin: the one before it goes on.

        Raises:
            InvalidInput: "since": a frozen report was made with it.
            NotFound: there is none.

        """
        entry = self._stored(entry_id, binned=False)
        version = next((one for one in self.versions(entry.catalogue, entry.code) if one.entry == entry), None)
        if version is not None and version.locked:
            raise InvalidInput({"since": "báo cáo đã chốt dùng bản này nên không xóa được"})
        with self._database.write(self._actor()) as uow:
            uow.catalogue_entries.bin(entry_id)
            uow.commit()
        return self._changed(entry.code)

    def restore(self, entry_id: str) -> Change:
        """Take a version out of the bin.

        Raises:
            InvalidInput: it does not fit any more; field → reason.
            NotFound: there is none.

        """
        entry = self._stored(entry_id, binned=True)
        version = own_version(entry)
        problems = self._problems(Wish(version.value, entry.valid_from)) if version else {"content": "không đọc được"}
        if problems:
            raise InvalidInput(problems)
        with self._database.write(self._actor()) as uow:
            uow.catalogue_entries.restore(entry_id)
            uow.commit()
        return self._changed(entry.code)

    def _stored(self, entry_id: str, *, binned: bool) -> CatalogueEntry:
        with self._database.read() as uow:
            entry = next((one for one in uow.catalogue_entries.all(binned) if one.id == entry_id), None)
        if entry is None:
            raise NotFound("mục của danh mục", entry_id)
        return entry

    def _changed(self, code: str) -> Change:
        self._shelf.forget()
        return Change(Topic.CATALOGUE, (code,))

    def _position(self, kind: CatalogueKind, value: Value, own: Iterable[CatalogueEntry]) -> int:
        """Return the place of an entry: its own, or behind the last one of its group."""
        known = places([one.code for one in self._base(kind)], own)
        code = code_of(value)
        if code in known:
            return known[code]
        if isinstance(value, PeriodRule):
            return max(known.values(), default=0) + 1000
        here = self._shelf()
        all_of_kind: tuple[Form | Indicator, ...] = here.forms if kind is CatalogueKind.FORMS else here.indicators
        group = [known[one.code] for one in all_of_kind if one.group == value.group and one.code in known]
        return max(group, default=max(known.values(), default=0) // 1000 * 1000 + 999) + 1

    # ------------------------------------------------------------------ checks

    def _problems(self, wish: Wish) -> dict[str, str]:
        value, known = wish.value, self._shelf()
        found: dict[str, str] = {}
        if not date(2000, 1, 1) <= wish.start <= date(2100, 12, 31):
            found["since"] = "ngày phải từ năm 2000 đến năm 2100"
        elif reason := self._frozen_reason(value, wish.start, wish.new):
            found["since"] = reason
        if isinstance(value, PeriodRule):
            found |= rules.period_problems(value)
            codes = {code_of(rule) for rule in known.periods}
        elif isinstance(value, Form):
            found |= _form_problems(value, known, wish.start)
            codes = {form.code for form in known.forms}
        else:
            found |= _indicator_problems(value, known, wish.start)
            codes = {one.code for one in known.indicators}
        if wish.new and code_of(value) in codes:
            found["code"] = f"mã “{value.code}” đã có; mã đã dùng không dùng cho mục khác"
        return found

    def _frozen_reason(self, value: Value, start: date, new: bool) -> str:
        """Return why a change must not begin on a day, "" when it may."""
        if isinstance(value, Form) and new:
            return ""
        frozen = self.frozen()
        if isinstance(value, PeriodRule):
            ours = [p for p in frozen if p.year >= start.year and value.code in (p.code[5:], "Y")]
            if value.special:
                ours = [p for p in ours if p.code == f"{value.valid_from}-{value.code}"]
            if not ours:
                return ""
            last = max(ours, key=lambda period: period.year)
            return f"báo cáo {last.name} đã chốt; áp dụng được từ năm báo cáo {last.year + 1}"
        if not frozen:
            return ""
        last = max(frozen, key=lambda period: period.end)
        if start > last.end:
            return ""
        free = last.end + timedelta(days=1)
        return f"báo cáo {last.name} đã chốt số liệu đến hết {short_date(last.end)}; áp dụng được từ {short_date(free)}"

    def _check_end(self, kind: CatalogueKind, code: str, last: date) -> None:
        frozen = self.frozen()
        if kind is CatalogueKind.PERIODS:
            used = [p for p in frozen if p.year > last.year and p.code[5:] == code]
            if code == "Y":
                raise InvalidInput({"since": "kỳ năm không ngừng dùng được: số lũy kế tính từ đó"})
        else:
            used = [p for p in frozen if p.end > last]
        if used:
            raise InvalidInput({"since": f"báo cáo {used[-1].name} đã chốt có dùng mục này"})
        if kind is CatalogueKind.INDICATORS:
            day = last + timedelta(days=1)
            others = self._shelf().indicators_in(day, day)
            target = next((one for one in others if one.code == code), None)
            if target is not None and (users := rules.users_of(target, others)):
                raise InvalidInput({"since": f"chỉ tiêu {', '.join(users)} đang được tính từ chỉ tiêu này"})


def _form_problems(form: Form, known: Catalogues, day: date) -> dict[str, str]:
    others = [one for one in known.forms_on(day) if one.code != form.code]
    found = rules.form_problems(form, others)
    for indicator in known.indicators_in(day, day):
        if (
            form.code in indicator.forms
            and "measures" not in found
            and (wrong := _with_form(indicator, form, known, day))
        ):
            found["measures"] = f"chỉ tiêu {indicator.code} đang dùng: {next(iter(wrong.values()))}"
    return found


def _with_form(indicator: Indicator, form: Form, known: Catalogues, day: date) -> dict[str, str]:
    """Return what would be wrong with an indicator once a form is another."""
    forms = [one for one in known.at(day).forms if one.code != form.code]
    return rules.form_reference_problems(indicator, [*forms, form])


def _indicator_problems(indicator: Indicator, known: Catalogues, day: date) -> dict[str, str]:
    others = [one for one in known.indicators_in(day, day) if one.code != indicator.code]
    found = rules.indicator_problems(indicator, others, known.at(day).forms)
    if not found:
        after = [*others, indicator]
        for one in others:
            if indicator.code in rules.codes_in(one) and (wrong := kind_problems(one, after)):
                return {"kind": f"chỉ tiêu {one.code} tính từ chỉ tiêu này: {next(iter(wrong.values()))}"}
    return found
