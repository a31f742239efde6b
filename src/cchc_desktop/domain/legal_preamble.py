"""Putting bases of the register into the preamble of a plan: in the right order, in the plan's own typography."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from cchc_desktop.domain.legal_basis import LegalBasis, basis_line, in_order, number_key, rank, style_of
from cchc_desktop.domain.legal_citation import citations
from cchc_desktop.domain.plan import LineKind, Plan, PreambleLine


def cited_in_preamble(plan: Plan, register: Sequence[LegalBasis]) -> frozenset[str]:
    """Return the ids of the register's documents that a basis line of the plan begins with."""
    return frozenset(basis.id for basis in _line_bases(plan, register).values())


def pick(plan: Plan, chosen: Sequence[LegalBasis], register: Sequence[LegalBasis]) -> Plan:
    """Return the plan with `chosen` among its bases.

    Each goes before the first basis line that ranks behind it, so lines that a person has put into an order of their
    own stay in it; lines the register does not know are passed over. What is there already is not added again.
    Bases stand before the opening lines.
    """
    known = cited_in_preamble(plan, register)
    style = style_of(line.text for line in plan.preamble)
    for basis in in_order(basis for basis in chosen if basis.id not in known):
        at = _place(plan, basis, register)
        line = PreambleLine(LineKind.BASIS, basis_line(basis, style))
        plan = replace(plan, preamble=(*plan.preamble[:at], line, *plan.preamble[at:]))
    return plan


def sort_bases(plan: Plan, register: Sequence[LegalBasis]) -> Plan:
    """Return the plan with the basis lines that the register knows in the right order; all others keep their place."""
    lines = list(plan.preamble)
    known = _line_bases(plan, register)
    places = sorted(known)
    ordered = sorted(places, key=lambda index: _order(known[index]))
    for place, index in zip(places, ordered, strict=True):
        lines[place] = plan.preamble[index]
    return replace(plan, preamble=tuple(lines))


def _order(basis: LegalBasis) -> tuple[int, date, str]:
    return rank(basis), basis.date or date.max, number_key(basis.number)


def _line_bases(plan: Plan, register: Sequence[LegalBasis]) -> dict[int, LegalBasis]:
    """Return the document that each basis line is about: the first one it cites."""
    found: dict[int, LegalBasis] = {}
    for citation in citations(replace(plan, sections=(), closing=(), tasks=()), register):
        index = citation.spot.index
        if plan.preamble[index].kind is LineKind.BASIS and citation.basis is not None:
            found.setdefault(index, citation.basis)
    return found


def _place(plan: Plan, basis: LegalBasis, register: Sequence[LegalBasis]) -> int:
    known = _line_bases(plan, register)
    behind = [index for index in sorted(known) if _order(known[index]) > _order(basis)]
    if behind:
        return behind[0]
    lines = [index for index, line in enumerate(plan.preamble) if line.kind is LineKind.BASIS]
    return lines[-1] + 1 if lines else 0
