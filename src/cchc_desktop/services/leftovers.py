"""Use cases of the leftover scan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from cchc_desktop.domain import leftover_scan
from cchc_desktop.domain.catalogue import Catalogues
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.check import Severity
from cchc_desktop.domain.leftovers import Acceptance, Finding, JudgedFinding, Rule, Spot, Surroundings, judge
from cchc_desktop.domain.legal_citation import CitationFinding
from cchc_desktop.domain.plan import Plan
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import InvalidInput, NotFound
from cchc_desktop.storage.database import Database, UnitOfWork

REASON_LIMIT = 500


class LeftoverScan:
    """Scans plans and keeps which findings a person accepted.

    `extra` are rules of other nouns (legal bases); they run with the others.
    """

    def __init__(
        self,
        database: Database,
        catalogues: Catalogues,
        actor: Callable[[], str],
        today: Callable[[], date],
        extra: Sequence[Rule] = (),
    ) -> None:
        self._database = database
        self._catalogues = catalogues
        self._actor = actor
        self._today = today
        self.extra = tuple(extra)

    def of(self, plan_id: str) -> tuple[JudgedFinding, ...]:
        """Return the findings of a stored plan.

        Raises:
            NotFound: there is no such plan.

        """
        with self._database.read() as uow:
            plan = uow.plans.get(uow.plans.resolve(plan_id))
            around, accepted = self._around(uow, plan)
        # Rules of other nouns read the database themselves, so this one is closed by now.
        return judge(leftover_scan.scan(plan, around, self.extra), accepted)

    def _around(self, uow: UnitOfWork, plan: Plan) -> tuple[Surroundings, tuple[Acceptance, ...]]:
        around = Surroundings(
            today=self._today(),
            source=_source(uow, plan),
            titles=tuple(row.title for row in uow.plans.rows() if row.id != plan.id),
            units=uow.units.all(),
            signers=uow.units.signers(),
            terms=self._catalogues.dated_terms,
            provinces=self._catalogues.provinces,
        )
        return around, uow.accepted_findings.of(plan.id)

    def accept(self, plan_id: str, finding: Finding, reason: str) -> Change:
        """Accept a finding: it no longer counts as open until the words around it change.

        Raises:
            InvalidInput: no reason is given.
            NotFound: there is no such plan.

        """
        reason = clean_line(reason)
        if not reason:
            raise InvalidInput({"reason": "hãy ghi lý do chấp nhận"})
        if len(reason) > REASON_LIMIT:
            raise InvalidInput({"reason": f"lý do dài quá {REASON_LIMIT} ký tự"})
        with self._database.write(self._actor()) as uow:
            uow.plans.get(plan_id)
            uow.accepted_findings.save(plan_id, Acceptance(finding.rule, finding.fingerprint, reason), self._actor())
            uow.commit()
        return Change(Topic.PLAN, (plan_id,))

    def reopen(self, plan_id: str, finding: Finding) -> Change:
        """Take the acceptance of a finding back."""
        with self._database.write(self._actor()) as uow:
            uow.accepted_findings.remove(plan_id, finding.rule, finding.fingerprint)
            uow.commit()
        return Change(Topic.PLAN, (plan_id,))


def citation_rule(findings: Callable[[Plan], Iterable[CitationFinding]]) -> Rule:
    """Return the rule that takes what is serious about a plan's citations (replaced, expired, wrong date) along."""

    def rule(plan: Plan, around: Surroundings) -> Iterator[Finding]:
        for found in findings(plan):
            if found.serious:
                spot = _SPOTS[found.citation.spot.part]
                key = found.citation.spot.id
                reason = f"Văn bản viện dẫn {found.reason}"
                section, task = (key, "") if spot is Spot.SECTION else ("", key)
                yield Finding(found.rule, Severity.ERROR, reason, found.citation.text, spot, section, task)

    return rule


_SPOTS = {
    "preamble": Spot.PREAMBLE,
    "section": Spot.SECTION,
    "closing": Spot.CLOSING,
    "task": Spot.TASKS,
}


def _source(uow: UnitOfWork, plan: Plan) -> Plan | None:
    if not plan.cloned_from:
        return None
    try:
        return uow.plans.get(plan.cloned_from)
    except NotFound:
        return None
