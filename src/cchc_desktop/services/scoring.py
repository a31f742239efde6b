"""Use cases of points: self-score, appraisal with reasons, what is still missing, ranking."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from cchc_desktop import files
from cchc_desktop.domain import scoring
from cchc_desktop.domain.attachment import Attachment, OwnerKind
from cchc_desktop.domain.catalogue import Catalogues, Form
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.criteria import CriteriaSet
from cchc_desktop.domain.directory_unit import DirectoryUnit
from cchc_desktop.domain.period import Period, data_year
from cchc_desktop.domain.ranking import RankLine, ranked
from cchc_desktop.domain.score_sheet import ScoreLine, ScoreSheet, printed_rows
from cchc_desktop.domain.scoring import OWN, Facts, Score, Side
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import InvalidInput, NotFound
from cchc_desktop.services.attachments import AttachmentService
from cchc_desktop.services.directory import DirectoryService
from cchc_desktop.services.reports import ReportService
from cchc_desktop.services.scoring_facts import FactReader
from cchc_desktop.services.units import UnitService
from cchc_desktop.storage.database import Database


class ScoringService:
    """Gives points; what is computed is only ever proposed.

    Args:
        database: the open database.
        units: this office.
        reports: knows the periods.
        directory: the units that report here.
        attachments: keeps the files that prove points.
        catalogues: returns forms and indicators.
        sets: reads the criteria sets.
        actor: returns who is working.
        today: returns today.

    """

    def __init__(
        self,
        database: Database,
        units: UnitService,
        reports: ReportService,
        directory: DirectoryService,
        attachments: AttachmentService,
        catalogues: Callable[[], Catalogues],
        sets: Callable[[], tuple[CriteriaSet, ...]],
        actor: Callable[[], str],
        today: Callable[[], date],
    ) -> None:
        self._database = database
        self._units = units
        self._reports = reports
        self._directory = directory
        self._attachments = attachments
        self._catalogues = catalogues
        self._read_sets = sets
        self._actor = actor
        self._today = today
        self._facts = FactReader(reports, catalogues, today)

    # ------------------------------------------------------------------ sets

    @cached_property
    def _sets(self) -> tuple[CriteriaSet, ...]:
        return self._read_sets()

    def year(self) -> int:
        """Return the report year that today belongs to."""
        return data_year(self._today(), self._catalogues().periods)

    def days(self, year: int) -> tuple[date, date]:
        """Return the first and the last day of a report year."""
        span = self._facts.span(year)
        return span.start, span.end

    def sets(self, year: int) -> tuple[CriteriaSet, ...]:
        """Return the criteria sets in force for a report year; all of them when none is.

        Raises:
            CatalogueProblem: the office's own file is not sound.

        """
        return tuple(one for one in self._sets if one.holds_in(year)) or self._sets

    def all_sets(self) -> tuple[CriteriaSet, ...]:
        """Return the criteria sets of all years."""
        return self._sets

    def last_given(self, year: int) -> ScoreSheet | None:
        """Return this office's sheet of a year under the set it last gave itself points by, None without any."""
        with self._database.read() as uow:
            used = [code for given, code in uow.scores.used(OWN) if given == year]
        known = [one.code for one in self.sets(year) if one.code in used] if used else []
        return self.own(year, known[0]) if known else None

    def usual(self, year: int, unit_code: str | None = None) -> CriteriaSet:
        """Return the set that points were given by last, else the first that is in force.

        Raises:
            CatalogueProblem: the office's own file is not sound.

        """
        offered = {one.code: one for one in self.sets(year)}
        with self._database.read() as uow:
            used = uow.scores.used(unit_code)
        return next((offered[code] for _, code in used if code in offered), next(iter(offered.values())))

    def criteria(self, code: str) -> CriteriaSet:
        """Return the set of a code.

        Raises:
            NotFound: there is none.

        """
        found = next((one for one in self._sets if one.code == code), None)
        if found is None:
            raise NotFound("bộ tiêu chí", code)
        return found

    # ------------------------------------------------------------------ sheets

    def own(self, year: int, code: str) -> ScoreSheet:
        """Return this office's sheet, with proposals by plan, log and reports as of today.

        Raises:
            NotFound: there is no such set.

        """
        criteria = self.criteria(code)
        with self._database.read() as uow:
            facts = self._facts.own(uow, year)
            given = uow.scores.of(year, code, OWN)
        unit = self._units.current(min(self._today(), self._facts.span(year).end))
        return self._sheet(criteria, facts, (OWN, unit.full_name if unit else ""), given)

    def unit(self, year: int, code: str, unit_code: str) -> ScoreSheet:
        """Return the sheet of a unit that reports here, with proposals by what it sent.

        Raises:
            NotFound: there is no such set, or no such unit in that year.

        """
        criteria = self.criteria(code)
        unit = self._known(year).get(unit_code)
        if unit is None:
            raise NotFound("đơn vị", unit_code)
        with self._database.read() as uow:
            facts = self._facts.of_units(uow, year, self._due(year, [unit]))[unit_code]
            given = uow.scores.of(year, code, unit_code)
        return self._sheet(criteria, facts, (unit_code, unit.full_name), given)

    def _sheet(self, criteria: CriteriaSet, facts: Facts, unit: tuple[str, str], given: Iterable[Score]) -> ScoreSheet:
        forms = self._forms(facts.year)
        kept = {(score.criterion, score.side): score for score in given}
        code, name = unit
        places = {
            one.code: scoring.evidence_place(facts.year, criteria.code, code, one.code) for one in criteria.criteria
        }
        files = self._attachments.of_many(OwnerKind.SCORE, places.values())
        lines = tuple(
            ScoreLine(
                one,
                scoring.propose(one, facts, forms, criteria.decimals),
                kept.get((one.code, Side.SELF)),
                kept.get((one.code, Side.APPRAISAL)),
                files.get(places[one.code], ()),
            )
            for one in criteria.criteria
        )
        return ScoreSheet(facts.year, criteria, code, name, lines)

    def _forms(self, year: int) -> tuple[Form, ...]:
        return self._catalogues().at(self._facts.span(year).end).forms

    def _known(self, year: int) -> dict[str, DirectoryUnit]:
        """Return code → unit of those that report here as of today, or of the end of a year that is over."""
        day = min(self._today(), self._facts.span(year).end)
        return {unit.code: unit for unit in self._directory.reporting(day)}

    def _due(self, year: int, units: Iterable[DirectoryUnit]) -> dict[str, list[tuple[Period, date]]]:
        found: dict[str, list[tuple[Period, date]]] = {unit.code: [] for unit in units}
        for period in self._facts.span(year).periods:
            for due in self._directory.due(period):
                if due.unit.code in found:
                    found[due.unit.code].append((period, due.deadline))
        return found

    # ------------------------------------------------------------------ giving points

    def give(self, sheet: ScoreSheet, criterion: str, side: Side, points: Decimal | None, reason: str = "") -> Change:
        """Keep the points of a side for a criterion.

        Points that are those proposed (and those of the other side, where there are any) need no reason: the
        proposal's own is kept with them.

        Raises:
            InvalidInput: points outside of the criterion, or no reason for points that need one.
            NotFound: the set has no such criterion.
            Conflict: they were changed since the sheet was read.

        """
        line = _line(sheet, criterion)
        score = self._made(sheet, line, side, points, reason)
        with self._database.write(self._actor()) as uow:
            kept = uow.scores.save(score, self._actor())
            uow.commit()
        return Change(Topic.SCORE, (kept.id,))

    def _made(self, sheet: ScoreSheet, line: ScoreLine, side: Side, points: Decimal | None, reason: str) -> Score:
        problems = {}
        if problem := scoring.points_problem(line.criterion, points):
            problems["points"] = problem
        assert problems or points is not None
        other = line.own if side is Side.APPRAISAL else None
        reason = clean_line(reason)
        if points is not None and not problems and not reason:
            if scoring.reason_needed(points, line.proposal.points, other.points if other else None):
                problems["reason"] = "chưa ghi lý do (điểm không theo đề xuất hay điểm tự chấm)"
            reason = line.proposal.reason if line.proposal.points is not None else other.reason if other else ""
        if problems:
            raise InvalidInput(problems)
        before = line.given(side)
        return Score(
            sheet.year,
            sheet.criteria.code,
            sheet.unit_code,
            line.criterion.code,
            side,
            points,
            reason,
            tuple(f"attachment:{file.id}" for file in line.files),
            version=before.version if before else 0,
        )

    def take_proposals(self, sheet: ScoreSheet, side: Side) -> Change:
        """Give every criterion that has none yet the points proposed, as one step.

        At appraisal only where the unit gave itself the same, or nothing: what differs wants a person's reason.
        """
        kept = []
        with self._database.write(self._actor()) as uow:
            for line in sheet.lines:
                proposed, own = line.proposal.points, line.own.points if line.own else None
                if line.given(side) is not None or proposed is None:
                    continue
                if side is Side.APPRAISAL and own is not None and own != proposed:
                    continue
                kept.append(uow.scores.save(self._made(sheet, line, side, proposed, ""), self._actor()).id)
            uow.commit()
        return Change(Topic.SCORE, tuple(kept))

    def take_back(self, score: Score) -> Change:
        """Take points back; the proposal stands again.

        Raises:
            NotFound: they are gone already.

        """
        with self._database.write(self._actor()) as uow:
            uow.scores.remove(score.id)
            uow.commit()
        return Change(Topic.SCORE, (score.id,))

    # ------------------------------------------------------------------ evidence

    def add_file(self, sheet: ScoreSheet, criterion: str, path: Path) -> Change:
        """Keep a file that proves a unit's points for a criterion.

        Raises:
            FileUnreadable: it is missing, empty, a folder, too large, or locked.
            FileNotWritten: the evidence folder refuses.

        """
        place = scoring.evidence_place(sheet.year, sheet.criteria.code, sheet.unit_code, criterion)
        return Change(Topic.SCORE, (self._attachments.add(OwnerKind.SCORE, place, path).id,))

    def drop_file(self, file: Attachment) -> Change:
        """Put such a file into the bin."""
        self._attachments.bin(file.id)
        return Change(Topic.SCORE, (file.id,))

    # ------------------------------------------------------------------ ranking

    def ranking(self, year: int, code: str) -> tuple[RankLine, ...]:
        """Return the units that report here, the best first; equal totals share a rank.

        Raises:
            NotFound: there is no such set.

        """
        criteria = self.criteria(code)
        units = self._known(year)
        with self._database.read() as uow:
            facts = self._facts.of_units(uow, year, self._due(year, units.values()))
            given: dict[str, list[Score]] = {}
            for score in uow.scores.of(year, code):
                given.setdefault(score.unit_code, []).append(score)
        forms = self._forms(year)
        return ranked(
            _rank_line(criteria, unit, facts[unit.code], given.get(unit.code, ()), forms) for unit in units.values()
        )

    # ------------------------------------------------------------------ paper

    def export_sheet(self, sheet: ScoreSheet, target: Path) -> Path:
        """Write the sheet of a unit as a Word table; return the file.

        Raises:
            FileInUse: it is open in Word.
            FileNotWritten: the place refuses.

        """
        files.write_atomically(target, self.render_sheet(sheet))
        return target

    def render_sheet(self, sheet: ScoreSheet) -> bytes:
        """Return the sheet of a unit as .docx."""
        from cchc_desktop.documents.score_paper import write_sheet

        return write_sheet(
            sheet.year, sheet.criteria, sheet.unit_name, printed_rows(sheet), self._issuer(), self._today()
        )

    def export_ranking(self, year: int, code: str, target: Path) -> Path:
        """Write the ranking as a Word table; return the file. Raises as `export_sheet`, and as `ranking`."""
        from cchc_desktop.documents.score_paper import write_ranking

        data = write_ranking(year, self.criteria(code), self.ranking(year, code), self._issuer(), self._today())
        files.write_atomically(target, data)
        return target

    def _issuer(self) -> tuple[tuple[str, ...], str]:
        unit = self._units.current(self._today())
        return (unit.issuer_lines, unit.place) if unit else ((), "")


def _line(sheet: ScoreSheet, criterion: str) -> ScoreLine:
    found = next((line for line in sheet.lines if line.criterion.code == criterion), None)
    if found is None:
        raise NotFound("tiêu chí", criterion)
    return found


def _rank_line(
    criteria: CriteriaSet, unit: DirectoryUnit, facts: Facts, given: Sequence[Score], forms: Sequence[Form]
) -> RankLine:
    proposed: Mapping[str, Decimal | None] = {
        one.code: scoring.propose(one, facts, forms, criteria.decimals).points for one in criteria.criteria
    }
    own = {score.criterion: score.points for score in given if score.side is Side.SELF}
    appraised = {score.criterion: score.points for score in given if score.side is Side.APPRAISAL}
    settled = {**proposed, **appraised}
    known = any(points is not None for points in settled.values())
    return RankLine(
        unit.code,
        unit.full_name,
        scoring.total(criteria, own) if own else None,
        scoring.total(criteria, proposed) if any(points is not None for points in proposed.values()) else None,
        scoring.total(criteria, settled) if known else None,
        len(appraised),
        len(criteria.criteria),
    )
