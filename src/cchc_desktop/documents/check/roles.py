"""Which line of a document is what: Quốc hiệu, number, trích yếu, căn cứ, body, signature, appendix.

Told by words and position, never by looks or names of styles: those are what the rules examine. What is not found
stays empty, and the rules about it are then "not checked" or, where the decree demands it, broken.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cchc_desktop.documents.check.document import Document, Line, Paragraph
from cchc_desktop.domain.check import CheckWords, DocumentKind
from cchc_desktop.domain.check_outline import Label


@dataclass(slots=True)
class BodyParagraph:
    """A paragraph of the body; `titled` tells that its label carries a heading (None: cannot be told)."""

    paragraph: Paragraph
    label: Label | None = None
    titled: bool | None = None
    centred_line: bool = False
    """A short centred line in capitals or bold ("QUYẾT ĐỊNH:", "Chương I"), to which the rules of text do not apply."""


@dataclass(slots=True)
class Appendix:
    """An appendix: its label, title and reference lines, and all its paragraphs."""

    label: Line
    title: list[Line] = field(default_factory=list)
    reference: list[Line] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)


@dataclass(slots=True)
class Roles:
    """The lines of each element (numbers of Decree 30/2020, annex I, part I, section IV)."""

    kind: DocumentKind | None = None
    nation: list[Line] = field(default_factory=list)
    motto: list[Line] = field(default_factory=list)
    upper: list[Line] = field(default_factory=list)
    issuer: list[Line] = field(default_factory=list)
    number: list[Line] = field(default_factory=list)
    date: list[Line] = field(default_factory=list)
    kind_line: list[Line] = field(default_factory=list)
    title: list[Line] = field(default_factory=list)
    subject: list[Line] = field(default_factory=list)
    to: list[Line] = field(default_factory=list)
    bases: list[Paragraph] = field(default_factory=list)
    companions: list[Paragraph] = field(default_factory=list)
    """Paragraphs that close the list of bases ("Theo đề nghị của …")."""
    body: list[BodyParagraph] = field(default_factory=list)
    recipients_head: list[Line] = field(default_factory=list)
    recipients: list[Line] = field(default_factory=list)
    signature: list[Line] = field(default_factory=list)
    signer: list[Line] = field(default_factory=list)
    appendices: list[Appendix] = field(default_factory=list)

    def lines(self, role: str) -> list[Line]:
        """Return the lines of a role by its name in the catalogue of rules."""
        match role:
            case "kind":
                return self.kind_line
            case "bases":
                return [paragraph.as_line() for paragraph in self.bases]
            case "appendix_label":
                return [appendix.label for appendix in self.appendices]
            case "appendix_title":
                return [line for appendix in self.appendices for line in appendix.title]
            case "appendix_reference":
                return [line for appendix in self.appendices for line in appendix.reference]
            case _:
                found: list[Line] = getattr(self, role)
                return found


@dataclass(slots=True)
class Subject:
    """What a rule looks at: the document, what its lines are, and the words of the catalogue."""

    document: Document
    roles: Roles
    words: CheckWords
