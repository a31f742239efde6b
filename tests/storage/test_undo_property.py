"""Whatever was done, in whatever order, over whatever nouns: undo gives back each earlier state, redo the later."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.attachment import Attachment, OwnerKind
from cchc_desktop.domain.catalogue_entry import CatalogueEntry, CatalogueKind
from cchc_desktop.domain.channel import Broadcast, Channel, ChannelKind
from cchc_desktop.domain.figure import FigureState, Statement
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.leftovers import Acceptance
from cchc_desktop.domain.legal_basis import LegalBasis
from cchc_desktop.domain.petition import Petition
from cchc_desktop.domain.plan import Plan, Section, SectionKind
from cchc_desktop.domain.report_form import FormMapping
from cchc_desktop.domain.saved_view import SavedView
from cchc_desktop.domain.superior_plan import Answer, Demand, SuperiorPlan, TargetKind
from cchc_desktop.domain.text_block import BlockSection, TextBlock
from cchc_desktop.domain.undo import Trail
from cchc_desktop.domain.unit import Signer, SigningMode
from cchc_desktop.storage.database import Database, UnitOfWork, open_database
from cchc_desktop.storage.instance import marker_of
from cchc_desktop.storage.keepers import CAN

DAYS = st.dates(date(2025, 1, 1), date(2026, 12, 31))
TEXTS = st.sampled_from(["Phát thanh", "Hội nghị", "Đăng bài", "Đối thoại", "", "Tờ rơi\nhai mặt"])
AMOUNTS = st.dictionaries(
    st.sampled_from(["luot", "nguoi"]), st.sampled_from([Decimal("0"), Decimal("1.50"), Decimal("100")])
)
SPAN = date(2024, 1, 1), date(2027, 12, 31)
KINDS = ("channels", "broadcasts", "petitions")

SMALL: dict[str, Any] = {
    "saved_views": SavedView("activity", "quý I", {"words": "họp"}),
    "report_forms": FormMapping("Biểu tỉnh", "bieu.xlsx", "a" * 64, ()),
    "catalogue_entries": CatalogueEntry(CatalogueKind.FORMS, "f", {"name": "Họp"}, date(2026, 1, 1)),
}


def content(uow: UnitOfWork) -> dict[str, Any]:
    """Return all that is not in the bin, without versions and times, and what is computed from it."""
    activities = uow.activities.page(ActivityFilter(), {}).activities
    plans = [uow.plans.get(row.id) for row in uow.plans.rows()]
    superiors = [uow.superior_plans.get(row.id) for row in uow.superior_plans.rows()]
    findings = {plan.id: uow.accepted_findings.of(plan.id) for plan in plans}
    return {
        "activities": {one.id: replace(one, version=0) for one in activities},
        "found": {one.id for one in uow.activities.page(ActivityFilter(words="phat thanh"), {}).activities},
        "tallies": uow.activities.tallies(*SPAN),
        "statements": uow.statements.all(),
        "units": uow.units.all(),
        "signers": uow.units.signers(),
        "registers": {
            kind: {one.id: replace(one, version=0) for one in getattr(uow.registers, kind).all()} for kind in KINDS
        },
        "legal_bases": [replace(one, version=0) for one in uow.legal_bases.all()],
        "text_blocks": {one.id: replace(one, version=0) for one in uow.text_blocks.all()},
        "superior_plans": {one.id: replace(one, version=0) for one in superiors},
        "coverage": {plan.id: set(uow.superior_plans.answers(plan.id)) for plan in plans},
        "skips": {key: reason for key, reason in uow.skips.all().items() if reason},
        "findings": {key: [(one.rule, one.reason, one.actor) for one in some] for key, some in findings.items()},
        "plans": {one.id: replace(one, version=0) for one in plans},
        "views": {one.id: replace(one, version=0) for one in uow.saved_views.of("activity")},
        "forms": {one.id: replace(one, version=0) for one in uow.report_forms.all()},
        "entries": {one.id: replace(one, version=0) for one in uow.catalogue_entries.all()},
        "files": {one.id for one in uow.attachments.of(OwnerKind.ACTIVITY, "owner")},
    }


class Acts(RuleBasedStateMachine):
    """Does, takes back and does again; `states` are the contents that undo has to come back to."""

    empty: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="cchc-undo-"))
        path = self.folder / self.empty.name
        shutil.copy(self.empty, path)
        shutil.copy(marker_of(self.empty), self.folder)
        self.database: Database = open_database(path, self.folder / "backups")
        self.plan = Plan(2026, "Kế hoạch", (), "", sections=(Section(SectionKind.PART, "I"),))
        self.ids: dict[str, list[str]] = {}
        self.done: list[dict[str, Any]] = []
        self.undone: list[dict[str, Any]] = []

    def teardown(self) -> None:
        self.database.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    @initialize()
    def begin(self) -> None:
        with self.database.write("Đào") as uow:
            uow.plans.save(self.plan)
            uow.superior_plans.save(SuperiorPlan(2026, "KH tỉnh", demands=(Demand("một"), Demand("hai"))))
            uow.commit()
        self.database.steps.clear()
        self.done = [self.look()]

    def look(self) -> dict[str, Any]:
        with self.database.read() as uow:
            return content(uow)

    def act(self, work: Callable[[UnitOfWork], object]) -> None:
        with self.database.write("Đào") as uow:
            work(uow)
            uow.commit()
        if len(self.database.steps) > self.counted:
            self.done.append(self.look())
            self.undone.clear()
        self.counted = len(self.database.steps)

    counted = 0

    def live(self, uow: UnitOfWork, kind: str) -> list[Any]:
        return list(getattr(uow.registers, kind).all())

    # ------------------------------------------------------------------ what people do

    @rule(days=st.lists(DAYS, min_size=1, max_size=4), title=TEXTS, counts=AMOUNTS, note=TEXTS)
    def log(self, days: list[date], title: str, counts: dict[str, Decimal], note: str) -> None:
        made = [Activity(day, "phat-thanh", title, counts, note=note) for day in days]
        self.act(lambda uow: uow.activities.save_many(made))

    @rule(pick=st.integers(0, 9), day=DAYS, title=TEXTS, counts=AMOUNTS, task=TEXTS, people=TEXTS)
    def edit(self, pick: int, day: date, title: str, counts: dict[str, Decimal], task: str, people: str) -> None:
        def work(uow: UnitOfWork) -> None:
            found = uow.activities.page(ActivityFilter(), {}).activities
            if found:
                one = found[pick % len(found)]
                new = replace(one, date=day, title=title, counts=counts, task_id=task, people=people)
                uow.activities.save(new)

        self.act(work)

    @rule(number=st.integers(1, 4), back=st.booleans())
    def bin(self, number: int, back: bool) -> None:
        def work(uow: UnitOfWork) -> None:
            found = uow.activities.page(ActivityFilter(binned=back), {}).activities[:number]
            (uow.activities.restore if back else uow.activities.bin)([one.id for one in found])

        self.act(work)

    @rule(indicator=st.sampled_from(["a", "b/c"]), value=st.sampled_from([None, Decimal("1.5")]), reason=TEXTS)
    def state(self, indicator: str, value: Decimal | None, reason: str) -> None:
        kind = FigureState.COUNTED if value is not None else FigureState.NIL
        self.act(lambda uow: uow.statements.save(Statement("2026-Q1", indicator, kind, value, reason)))

    @rule(indicator=st.sampled_from(["a", "b/c"]))
    def take_statement_back(self, indicator: str) -> None:
        self.act(lambda uow: uow.statements.remove("2026-Q1", indicator))

    @rule(name=TEXTS, until=st.none() | DAYS)
    def sign(self, name: str, until: date | None) -> None:
        signer = Signer("s", name, SigningMode.DEPUTY, "PHÓ", date(2025, 1, 1), until)
        self.act(lambda uow: uow.units.save_signer(signer))

    @rule()
    def leave(self) -> None:
        self.act(lambda uow: uow.units.remove_signer("s") if uow.units.signers() else None)

    @rule(name=TEXTS, day=DAYS, minutes=st.integers(0, 90))
    def broadcast(self, name: str, day: date, minutes: int) -> None:
        channel = Channel(ChannelKind.LOUDSPEAKER, "Đài xã", note=name)

        def work(uow: UnitOfWork) -> None:
            uow.registers.channels.save(channel)
            uow.registers.broadcasts.save(Broadcast(channel.id, day, name, minutes=minutes))

        self.act(work)

    @rule(person=TEXTS, content=TEXTS)
    def hear(self, person: str, content: str) -> None:
        def work(uow: UnitOfWork) -> None:
            there = self.live(uow, "petitions")
            base = there[0] if there and person else Petition(date(2026, 1, 1), "x", number=len(there) + 1)
            uow.registers.petitions.save(replace(base, person=person, content=content))

        self.act(work)

    @rule(kind=st.sampled_from(KINDS), back=st.booleans())
    def bin_entry(self, kind: str, back: bool) -> None:
        def work(uow: UnitOfWork) -> None:
            repo = getattr(uow.registers, kind)
            ids = [one.id for one in repo.all(binned=back)][:2]
            (repo.restore if back else repo.bin)(ids)

        self.act(work)

    @rule(note=TEXTS, day=st.none() | DAYS)
    def cite(self, note: str, day: date | None) -> None:
        def work(uow: UnitOfWork) -> None:
            found = uow.legal_bases.all() or (LegalBasis("Luật", "1/2026/QH15", "Quốc hội", "Đất đai", id="b"),)
            binned = uow.legal_bases.all(binned=True)
            if binned:
                uow.legal_bases.restore(binned[0].id)
            elif note:
                uow.legal_bases.save(replace(found[0], note=note, date=day, amends=(note,)))
            elif found[0].version:
                uow.legal_bases.bin(found[0].id)

        self.act(work)

    @rule(title=TEXTS)
    def write_block(self, title: str) -> None:
        def work(uow: UnitOfWork) -> None:
            blocks = uow.text_blocks.all()
            if blocks and not title:
                uow.text_blocks.bin(blocks[0].id)
            else:
                made = (
                    replace(blocks[0], title=title, text=title)
                    if blocks
                    else TextBlock(title, BlockSection.PURPOSE, (), SectionKind.POINT, "chữ")
                )
                uow.text_blocks.save(made)

        self.act(work)

    @rule(texts=st.lists(TEXTS, max_size=3), keep=st.integers(0, 2))
    def demand(self, texts: list[str], keep: int) -> None:
        """Demands that go take along what answered them."""

        def work(uow: UnitOfWork) -> None:
            for row in uow.superior_plans.rows():
                plan = uow.superior_plans.get(row.id)
                new = tuple(Demand(text) for text in texts)
                uow.superior_plans.save(replace(plan, demands=(*new, *plan.demands[:keep])))

        self.act(work)

    @rule(pick=st.integers(0, 3), parts=st.lists(st.sampled_from(["s1", "t1"]), unique=True), reason=TEXTS)
    def cover(self, pick: int, parts: list[str], reason: str) -> None:
        def work(uow: UnitOfWork) -> None:
            for row in uow.superior_plans.rows():
                demands = uow.superior_plans.get(row.id).demands
                if demands and uow.plans.rows():
                    key = demands[pick % len(demands)].id
                    answers = [Answer(key, TargetKind.SECTION, target, reason) for target in parts]
                    uow.superior_plans.set_answers(self.plan.id, key, answers)

        self.act(work)

    @rule(reason=TEXTS)
    def skip(self, reason: str) -> None:
        def work(uow: UnitOfWork) -> None:
            if reason:
                uow.skips.save("a:b", date(2026, 2, 28), reason)
            else:
                uow.skips.remove("a:b", date(2026, 2, 28))

        self.act(work)

    @rule(reason=TEXTS)
    def accept(self, reason: str) -> None:
        def work(uow: UnitOfWork) -> None:
            if reason:
                uow.accepted_findings.save(self.plan.id, Acceptance("r/1", "f", reason), "Bình")
            else:
                uow.accepted_findings.remove(self.plan.id, "r/1", "f")

        self.act(work)

    @rule()
    def bin_plan(self) -> None:
        def work(uow: UnitOfWork) -> None:
            if uow.plans.rows():
                uow.plans.bin(self.plan.id)
            else:
                uow.plans.restore(self.plan.id)

        self.act(work)

    @rule(sha=st.sampled_from(["a" * 64, "b" * 64]))
    def attach(self, sha: str) -> None:
        def work(uow: UnitOfWork) -> None:
            there = uow.attachments.of(OwnerKind.ACTIVITY, "owner")
            same = [one for one in there if one.sha256 == sha]
            if same:
                uow.attachments.bin(same[0].id)
            else:
                uow.attachments.add(Attachment(OwnerKind.ACTIVITY, "owner", "a.pdf", sha, 1, "application/pdf"))

        self.act(work)

    @rule(name=TEXTS, which=st.sampled_from(["saved_views", "report_forms", "catalogue_entries"]))
    def keep_small_things(self, name: str, which: str) -> None:
        """Views, forms and catalogue entries: made, changed, binned and restored."""

        def work(uow: UnitOfWork) -> None:
            repo: Any = getattr(uow, which)
            there = repo.of("activity") if which == "saved_views" else repo.all()
            if not there:
                repo.save(replace(SMALL[which], id=new_id()))
            elif not name:
                repo.bin(there[0].id)
            else:
                field = "name" if which == "saved_views" else "note"
                repo.save(replace(there[0], **{field: name}))

        self.act(work)

    # ------------------------------------------------------------------ and take back

    @precondition(lambda self: len(self.done) > 1)
    @rule()
    def undo(self) -> None:
        self.take("next_undo")
        self.undone.append(self.done.pop())

    @precondition(lambda self: bool(self.undone))
    @rule()
    def redo(self) -> None:
        self.take("next_redo")
        self.done.append(self.undone.pop())

    def take(self, which: str) -> None:
        with self.database.write("Đào") as uow:
            steps = uow.steps.latest(10_000)
            fit = {
                step.id
                for step in steps
                if all(touched.action in CAN.get(touched.entity, ()) for touched in step.touched)
            }
            step = getattr(Trail(steps), which)(set(self.database.steps), fit)
            assert step is not None
            assert uow.steps.take_back(step.id, {}) == ()
            uow.commit()
        self.counted = len(self.database.steps)

    @rule()
    def all_the_way(self) -> None:
        count = len(self.done) - 1
        for _ in range(count):
            self.undo()
        assert self.look() == self.done[0]
        for _ in range(count):
            self.redo()

    @invariant()
    def stands_where_it_should(self) -> None:
        if self.done:
            assert self.look() == self.done[-1]


@pytest.mark.usefixtures("empty_database")
def test_undo_and_redo_over_all_nouns(empty_database: Path) -> None:
    machine = type("EmptyActs", (Acts,), {"empty": empty_database})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=10,
            stateful_step_count=20,
            deadline=None,
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
