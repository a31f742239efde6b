"""Use cases of the Word templates: which one is used, the office's own copy, checking, the fields to copy from."""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path

from cchc_desktop import files
from cchc_desktop.domain.template import TEMPLATE_TITLES, TemplateField, TemplateFile, TemplateReport
from cchc_desktop.errors import FileInUse, FileNotWritten, NotFound, WriteRefusal


class TemplateService:
    """Knows the packaged templates and those of the office, which win."""

    def __init__(self, own: Path, packaged: Path) -> None:
        self.folder = own
        """The office's own folder; it need not exist."""
        self._packaged = packaged

    def rows(self) -> tuple[TemplateFile, ...]:
        """Return the template in use for each document."""
        return tuple(self.in_use(name) for name in TEMPLATE_TITLES)

    def path(self, file: str) -> Path:
        """Return where the template in use lies; nothing of it is read."""
        own = self.folder / file
        return own if own.is_file() else self._packaged / file

    def in_use(self, file: str) -> TemplateFile:
        """Return the template that documents are made from, with its SHA-256 ("" when it cannot be read).

        Raises:
            NotFound: there is no such template.

        """
        path = self.path(file)
        if file not in TEMPLATE_TITLES or not path.is_file():
            raise NotFound("mẫu văn bản", file)
        digest = ""
        with contextlib.suppress(OSError):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return TemplateFile(file, TEMPLATE_TITLES[file], path, path.parent == self.folder, digest)

    def edit_copy(self, file: str) -> Path:
        """Return the office's own copy of a template to edit in Word; made from the packaged one when there is none.

        Raises:
            NotFound: there is no such template.
            FileNotWritten: the place refuses.

        """
        found = self.in_use(file)
        if found.own:
            return found.path
        target = self.folder / file
        with contextlib.suppress(OSError):  # the write then tells why not
            self.folder.mkdir(parents=True, exist_ok=True)
        files.write_atomically(target, found.path.read_bytes())
        return target

    def back_to_packaged(self, file: str) -> Path | None:
        """Use the packaged template again; the office's copy is kept under another name, which is returned.

        Raises:
            FileInUse: the copy is open in Word.
            FileNotWritten: the place refuses.

        """
        own = self.folder / file
        if not own.is_file():
            return None
        kept = self._free_name(own)
        try:
            own.rename(kept)
        except PermissionError as error:
            raise FileInUse(own) from error
        except OSError as error:
            raise FileNotWritten(own, WriteRefusal.OTHER, str(error)) from error
        return kept

    def check(self, file: str, path: Path | None = None) -> TemplateReport:
        """Check the template in use for a document, or another file meant for it.

        Raises:
            NotFound: there is no such template.
            FileUnreadable: the file is no whole, harmless Word file.
            FileInUse: Windows keeps the file from being read.

        """
        from cchc_desktop.documents.letters.fields import needed_fields, sample_context
        from cchc_desktop.documents.word.template_check import check_template

        return check_template(path or self.in_use(file).path, sample_context(file), needed_fields(file))

    def fields(self, file: str) -> tuple[TemplateField, ...]:
        """Return what a template may print, with samples."""
        from cchc_desktop.documents.letters.fields import template_fields

        return template_fields(file)

    @staticmethod
    def _free_name(path: Path) -> Path:
        for number in range(1, 1000):
            kept = path.with_name(f"{path.stem} (bản cũ {number}){path.suffix}")
            if not kept.exists():
                return kept
        raise FileNotWritten(path, WriteRefusal.NAME, "too many old copies")
