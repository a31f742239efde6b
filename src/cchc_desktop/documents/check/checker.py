"""Checks a Word file against the rules of a catalogue."""

from __future__ import annotations

from pathlib import Path

# Importing the modules of rules enters their measures.
from cchc_desktop.documents.check import (  # noqa: F401
    rules_body,
    rules_content,
    rules_end,
    rules_head,
    rules_letters,
    rules_page,
    rules_role,
)
from cchc_desktop.documents.check.document import Document
from cchc_desktop.documents.check.reader import Reader
from cchc_desktop.documents.check.recognition import recognise
from cchc_desktop.documents.check.roles import Subject
from cchc_desktop.documents.check.verdict import MEASURES, UNKNOWN, Verdict
from cchc_desktop.documents.office_file import OfficeKind, check_office_data, read_office_file
from cchc_desktop.documents.word.package import PackageBroken, WordPackage
from cchc_desktop.domain.check import CheckBook, CheckResult, Finding
from cchc_desktop.errors import FileUnreadable, UnreadableReason


def check(source: bytes | Path, book: CheckBook, name: Path = Path("van-ban.docx")) -> CheckResult:
    """Check a Word file.

    Args:
        source: the file, or its bytes; it is only read.
        book: the rules.
        name: how errors call the file when bytes are given.

    Raises:
        FileUnreadable: it is no Word file that can be read safely.
        FileInUse: Windows keeps the file from being read while another program has it.

    """
    subject = subject_of(source, book, name)
    findings: list[Finding] = []
    for rule in book.rules:
        measure = MEASURES.get(rule.id)
        verdict = Verdict(unseen=UNKNOWN) if measure is None else measure(subject, rule)
        if subject.document.unread and not rule.id.startswith("page."):
            verdict.skip(f"trong tệp có {subject.document.unread[0]}, không đọc được phần đó")
        findings += verdict.findings(rule)
    kind = subject.roles.kind
    return CheckResult(tuple(findings), kind.name if kind else "", book)


def subject_of(source: bytes | Path, book: CheckBook, name: Path = Path("van-ban.docx")) -> Subject:
    """Read a Word file and tell what its lines are; see `check`."""
    if isinstance(source, Path):
        name, source = source, read_office_file(source, OfficeKind.WORD)
    else:
        check_office_data(source, OfficeKind.WORD, name)
    try:
        document: Document = Reader(WordPackage(source)).read()
    except PackageBroken as error:
        raise FileUnreadable(name, UnreadableReason.BROKEN, detail=str(error)) from error
    return Subject(document, recognise(document, book.words), book.words)
