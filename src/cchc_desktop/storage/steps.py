"""The steps of the trail: what was done of late, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text

from cchc_desktop.domain.undo import (
    BIN_FIELD,
    GONE,
    Clash,
    NetChange,
    State,
    Step,
    Touched,
    clashes,
    net_changes,
    taken_back,
)
from cchc_desktop.storage.audit import in_step
from cchc_desktop.storage.keepers import CAN, HAS_BIN, Keeper, keeper
from cchc_desktop.storage.tables import AuditRecord, table
from cchc_desktop.storage.values import local_time

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from cchc_desktop.storage.uow import UnitOfWork

NOTHING = "nothing"
"""Action of the only row of a step that had nothing to take back."""

_A = table(AuditRecord)

# A unit of work has the database for itself, so the rows of a step are neighbours: from the last row to the first of
# its step, then to the row before.
_LATEST = text(
    """
    WITH RECURSIVE walk(first, last, number) AS (
        SELECT (SELECT min(seq) FROM audit WHERE step = a.step AND step <> ''), a.seq, 1 FROM audit AS a
        WHERE a.seq = (SELECT max(seq) FROM audit) AND a.step <> ''
        UNION ALL
        SELECT (SELECT min(seq) FROM audit WHERE step = b.step AND step <> ''), b.seq, walk.number + 1 FROM walk
        JOIN audit AS b ON b.seq = (SELECT max(seq) FROM audit WHERE seq < walk.first)
        WHERE b.step <> '' AND walk.number < :limit
    )
    SELECT first, last FROM walk
    """
)


class StepRepo:
    """Reads steps, and takes them back through the other repositories."""

    def __init__(self, session: Session, uow: UnitOfWork) -> None:
        self._session = session
        self._uow = uow

    def latest(self, limit: int) -> tuple[Step, ...]:
        """Return the latest steps, oldest first. Rows that are older than steps are not among them."""
        self._uow.audit.flush()
        return self._steps(self._session.execute(_LATEST, {"limit": limit}).all())

    def get(self, step_id: str) -> Step | None:
        """Return a step, None when there is none of that id."""
        self._uow.audit.flush()
        if not step_id:
            return None
        span = self._session.execute(select(func.min(_A.c.seq), func.max(_A.c.seq)).where(*in_step(step_id))).one()
        found = self._steps([] if span[0] is None else [span])
        return found[0] if found else None

    def take_back(self, step_id: str, form_names: Mapping[str, str]) -> tuple[Clash, ...]:
        """Take a step back as a new step; nothing is changed where something in it was changed since.

        Returns what stands in the way; empty when the step was taken back.

        Raises:
            LookupError: there is no such step, or something in it cannot be taken back at all.
            AppError: a repository refuses; the unit of work must not be committed.

        """
        rows = [row for row in self._uow.audit.of_step(step_id) if row.action != NOTHING or row.entity != "step"]
        if not self.get(step_id) or any(row.action not in CAN.get(row.entity, ()) for row in rows):
            raise LookupError(step_id)
        plan: list[tuple[str, list[tuple[NetChange, State | None]]]] = []
        found: list[Clash] = []
        for entity, group in groupby(net_changes(rows), key=lambda change: change.entity):
            changes = list(group)
            states = self._keeper(entity, form_names).states([change.entity_id for change in changes])
            plan.append((entity, [(change, states.get(change.entity_id)) for change in changes]))
            for change in changes:
                fields = clashes(change, states.get(change.entity_id))
                if not fields and entity == "catalogue_entry" and self._frozen_since(change.last):
                    fields = (GONE,)
                if fields:
                    found.append(self._clash(change, fields))
        if found:
            return tuple(found)
        self._uow.audit.begin_step(step_id)
        for entity, pairs in plan:
            _apply(self._keeper(entity, form_names), entity, pairs)
        if not self._uow.audit.wrote:
            # What it did was taken back within it; that it is undone has to be known all the same.
            self._uow.audit.record(NOTHING, "step", step_id, {}, {})
        self._uow.audit.flush()
        return ()

    def _keeper(self, entity: str, form_names: Mapping[str, str]) -> Keeper:
        return keeper(self._uow, entity, form_names)

    def _steps(self, spans: Sequence[Sequence[int]]) -> tuple[Step, ...]:
        """Return the steps of (first row, last row), the newest first, in the order of time."""
        if not spans:
            return ()
        inside = _A.c.seq.between(spans[-1][0], spans[0][1])
        touched: dict[str, list[Touched]] = {}
        for step, *facts in self._session.execute(
            select(
                _A.c.step, _A.c.entity, _A.c.action, func.count(func.distinct(_A.c.entity_id)), func.min(_A.c.entity_id)
            )
            .where(inside)
            .group_by(_A.c.step, _A.c.entity, _A.c.action)
            .order_by(func.min(_A.c.seq))
        ):
            touched.setdefault(step, []).append(Touched(*facts))
        ends = [last for _, last in spans]
        rows = self._session.execute(
            select(_A.c.step, _A.c.undoes, _A.c.at, _A.c.actor, _A.c.seq).where(_A.c.seq.in_(ends)).order_by(_A.c.seq)
        )
        return tuple(
            Step(step, undoes, local_time(at), actor, tuple(touched[step]), seq)
            for step, undoes, at, actor, seq in rows
        )

    def _frozen_since(self, seq: int) -> bool:
        """Tell whether a report was frozen later: what it was made with is never altered."""
        frozen = select(_A.c.seq).where(_A.c.entity == "report_version", _A.c.action == "create", _A.c.seq > seq)
        return self._session.scalar(frozen.limit(1)) is not None

    def _clash(self, change: NetChange, fields: tuple[str, ...]) -> Clash:
        later = self._uow.audit.rows(
            _A.c.entity == change.entity, _A.c.entity_id == change.entity_id, _A.c.seq > change.last
        )
        for row in reversed(later):
            if (
                GONE in fields
                or BIN_FIELD in fields
                or any(field in row.before or field in row.after for field in fields)
            ):
                return Clash(change.entity, change.entity_id, fields, row.actor, row.at)
        return Clash(change.entity, change.entity_id, fields)


def _apply(keeper: Keeper, entity: str, pairs: Sequence[tuple[NetChange, State | None]]) -> None:
    """Bring the records of one entity to where they stood: out of the bin, their fields, into the bin or away."""
    raised: list[str] = []
    lowered: list[str] = []
    gone: list[str] = []
    written: dict[str, Mapping[str, object]] = {}
    for change, now in pairs:
        key, then = change.entity_id, taken_back(change, now, entity in HAS_BIN)
        if then is None:
            if now is not None:
                gone.append(key)
            continue
        rewrite = now is None or dict(now.facts) != dict(then.facts)
        if rewrite:
            written[key] = then.facts
        is_live = now is None or now.live
        if not is_live and (then.live or rewrite):
            # Only what lies outside of the bin can be written.
            raised.append(key)
            is_live = True
        if is_live and not then.live:
            lowered.append(key)
    if raised:
        keeper.move(raised, live=True)
    if written:
        keeper.put(written)
    if lowered:
        keeper.move(lowered, live=False)
    if gone:
        keeper.remove(gone)
