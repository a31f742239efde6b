"""Use cases of the register of legal bases: keep it, bring it up to date, and use it in plans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from cchc_desktop.domain import legal_citation, legal_preamble, legal_update
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.legal_basis import (
    BasisSource,
    BasisWarning,
    LegalBasis,
    basis_problems,
    basis_warnings,
    in_order,
    number_key,
)
from cchc_desktop.domain.legal_update import UpdatePreview
from cchc_desktop.domain.plan import Plan
from cchc_desktop.domain.text import clean, clean_line
from cchc_desktop.errors import Conflict, InvalidInput, NotFound
from cchc_desktop.storage.database import Database


@dataclass(frozen=True, slots=True)
class SavedBasis:
    """An entry as stored (its version moved on) and what changed."""

    basis: LegalBasis
    change: Change


class LegalBasisService:
    """The register: the seed of the catalogue with the office's changes over it.

    The seed is read at the first use, so a wrong file of the office's own shows then (`CatalogueProblem`).
    """

    def __init__(
        self,
        database: Database,
        seed: Callable[[], tuple[LegalBasis, ...]],
        actor: Callable[[], str],
        today: Callable[[], date],
    ) -> None:
        self._database = database
        self._read_seed = seed
        self._seed: tuple[LegalBasis, ...] | None = None
        self._actor = actor
        self._today = today

    def all(self) -> tuple[LegalBasis, ...]:
        """Return the register in the order of a plan's bases.

        Raises:
            CatalogueProblem: the file of the seed is wrong.

        """
        with self._database.read() as uow:
            stored, binned = uow.legal_bases.all(), uow.legal_bases.all(binned=True)
        hidden = {basis.id for basis in (*stored, *binned)}
        # A document typed by the office before it came with the program is the same document.
        keys = {basis.key for basis in stored}
        seed = [basis for basis in self._from_seed() if basis.id not in hidden and basis.key not in keys]
        return in_order([*seed, *stored])

    def binned(self) -> tuple[LegalBasis, ...]:
        """Return the entries in the bin."""
        with self._database.read() as uow:
            return in_order(uow.legal_bases.all(binned=True))

    def get(self, basis_id: str) -> LegalBasis:
        """Return an entry of the register.

        Raises:
            NotFound: there is none.

        """
        return _one(self.all(), basis_id)

    def warnings(self, basis: LegalBasis, on: date | None = None) -> tuple[BasisWarning, ...]:
        """Return what to know before a basis is cited on a day (by default today)."""
        return basis_warnings(basis, on or self._today(), self._today())

    def save(self, basis: LegalBasis) -> SavedBasis:
        """Keep an entry as the office's own.

        Raises:
            InvalidInput: it breaks a rule, or the document is in the register already.
            Conflict: it was changed elsewhere since it was read.

        """
        basis = replace(_tidy(basis), source=BasisSource.OFFICE)
        problems = basis_problems(basis)
        if not problems and any(one.key == basis.key and one.id != basis.id for one in self.all()):
            problems = {"number": "văn bản này đã có trong danh mục"}
        if problems:
            raise InvalidInput(problems)
        return self._keep(basis)

    def add_many(self, bases: Sequence[LegalBasis]) -> Change:
        """Keep new entries as the office's own, all of them or none.

        Raises:
            InvalidInput: one breaks a rule, or the document is in the register already.

        """
        sound = [replace(_tidy(basis), source=BasisSource.OFFICE) for basis in bases]
        known = {basis.key for basis in self.all()}
        for basis in sound:
            problems = basis_problems(basis) or (
                {"number": "văn bản này đã có trong danh mục"} if basis.key in known else {}
            )
            if problems:
                raise InvalidInput(problems)
            known.add(basis.key)
        with self._database.write(self._actor()) as uow:
            gone = {one.key: one for one in uow.legal_bases.all(binned=True)}
            saved = []
            for basis in sound:
                if (old := gone.get(basis.key)) is not None:  # entered anew after it was thrown away
                    uow.legal_bases.restore(old.id)
                    basis = replace(basis, id=old.id, version=old.version)
                saved.append(uow.legal_bases.save(basis))
            uow.commit()
        return Change(Topic.LEGAL_BASIS, tuple(basis.id for basis in saved))

    def bin(self, basis_id: str) -> Change:
        """Put an entry into the bin; one of the seed is hidden.

        Raises:
            NotFound: there is none.

        """
        basis = self.get(basis_id)
        with self._database.write(self._actor()) as uow:
            if not basis.version:
                uow.legal_bases.save(basis)
            uow.legal_bases.bin(basis_id)
            uow.commit()
        return Change(Topic.LEGAL_BASIS, (basis_id,))

    def restore(self, basis_id: str) -> Change:
        """Take an entry out of the bin.

        Raises:
            NotFound: there is none.
            Conflict: the document has been entered anew meanwhile.

        """
        binned = _one(self.binned(), basis_id)
        if any(one.key == binned.key for one in self.all()):
            raise Conflict("căn cứ pháp lý", "đã được nhập lại sau khi xóa")
        with self._database.write(self._actor()) as uow:
            uow.legal_bases.restore(basis_id)
            uow.commit()
        return Change(Topic.LEGAL_BASIS, (basis_id,))

    def mark_checked(self, ids: Iterable[str]) -> Change:
        """Note that entries were compared with the published texts today; whose they are stays as it is.

        Raises:
            NotFound: one of them is not in the register.

        """
        register = self.all()
        chosen = [replace(_one(register, basis_id), checked_on=self._today()) for basis_id in ids]
        with self._database.write(self._actor()) as uow:
            for basis in chosen:
                uow.legal_bases.save(basis)
            uow.commit()
        return Change(Topic.LEGAL_BASIS, tuple(basis.id for basis in chosen))

    # -- update files

    def read_update(self, path: Path) -> UpdatePreview:
        """Read an update file and tell what it would change; nothing is changed.

        Raises:
            CatalogueProblem: the file is wrong, with its line.

        """
        from cchc_desktop.catalogues.legal_bases import read_legal_bases

        return legal_update.preview(read_legal_bases(path, BasisSource.UPDATE), self.all())

    def apply_update(self, shown: UpdatePreview, overwrite: Iterable[str] = ()) -> Change:
        """Take over what a preview showed, all of it or nothing; of the office's own entries those of `overwrite`.

        A document that lies in the bin stays there.

        Raises:
            Conflict: the register was changed since the preview was made.

        """
        binned = {basis.key for basis in self.binned()}
        rows = [basis for basis in legal_update.to_write(shown, overwrite) if basis.key not in binned]
        with self._database.write(self._actor()) as uow:
            for basis in rows:
                uow.legal_bases.save(basis)
            uow.commit()
        return Change(Topic.LEGAL_BASIS, tuple(basis.id for basis in rows))

    # -- in plans

    def pick(self, plan: Plan, ids: Sequence[str]) -> Plan:
        """Return the plan with entries of the register among its bases, in order and typography. Nothing is kept.

        Raises:
            NotFound: one of them is not in the register.

        """
        register = self.all()
        return legal_preamble.pick(plan, [_one(register, basis_id) for basis_id in ids], register)

    def sort(self, plan: Plan) -> Plan:
        """Return the plan with the bases that the register knows in the right order. Nothing is kept."""
        return legal_preamble.sort_bases(plan, self.all())

    def cited(self, plan: Plan) -> frozenset[str]:
        """Return the ids of the entries that stand among the plan's bases."""
        return legal_preamble.cited_in_preamble(plan, self.all())

    def citations(self, plan: Plan) -> tuple[legal_citation.Citation, ...]:
        """Return every mention of a document in a plan, matched with the register."""
        return legal_citation.citations(plan, self.all())

    def findings(self, plan: Plan) -> tuple[legal_citation.CitationFinding, ...]:
        """Return what to mend about the citations of a plan."""
        return legal_citation.citation_findings(plan, self.all(), self._today())

    def preamble_warnings(self, plan: Plan) -> dict[int, tuple[LegalBasis, tuple[BasisWarning, ...]]]:
        """Return what to know about the bases of a plan, by line of its preamble."""
        return legal_citation.preamble_warnings(plan, self.all(), self._today())

    # -- within

    def _from_seed(self) -> tuple[LegalBasis, ...]:
        if self._seed is None:
            self._seed = self._read_seed()
        return self._seed

    def _keep(self, basis: LegalBasis) -> SavedBasis:
        with self._database.write(self._actor()) as uow:
            gone = next((one for one in uow.legal_bases.all(binned=True) if one.key == basis.key), None)
            if gone is not None and not basis.version:  # typed anew after it was thrown away
                uow.legal_bases.restore(gone.id)
                basis = replace(basis, id=gone.id, version=gone.version)
            saved = uow.legal_bases.save(basis)
            uow.commit()
        return SavedBasis(saved, Change(Topic.LEGAL_BASIS, (saved.id,)))


def _one(register: Iterable[LegalBasis], basis_id: str) -> LegalBasis:
    found = next((basis for basis in register if basis.id == basis_id), None)
    if found is None:
        raise NotFound("căn cứ pháp lý", basis_id)
    return found


def _tidy(basis: LegalBasis) -> LegalBasis:
    numbers = partial(map, clean_line)
    return replace(
        basis,
        kind=clean_line(basis.kind),
        number=clean_line(basis.number),
        issuer=clean_line(basis.issuer),
        subject=clean_line(basis.subject).rstrip(" ;."),
        amends=_without_repeats(numbers(basis.amends)),
        amended_by=_without_repeats(numbers(basis.amended_by)),
        replaced_by=clean_line(basis.replaced_by),
        note=clean(basis.note).strip(),
    )


def _without_repeats(numbers: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for number in numbers:
        if number:
            found.setdefault(number_key(number), number)
    return tuple(found.values())
