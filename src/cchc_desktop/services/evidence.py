"""Use cases of evidence: files and links of activities.

Files are taken in two steps: first each content is proved and copied into the evidence folder, then one transaction
says which activity has them. A stick that is pulled out in between leaves no half file and no record of one.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.domain.attachment import Attachment, OwnerKind, media_type_of
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.evidence import (
    ENDINGS,
    LINK_TYPE,
    EvidenceFacts,
    Intake,
    Refusal,
    is_heic,
    is_program,
    kept_name,
    link_name,
    parse_link,
    picture_ending,
)
from cchc_desktop.domain.progress import Progress
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import FileUnreadable, InvalidInput, UnreadableReason
from cchc_desktop.services.attachments import AttachmentService
from cchc_desktop.storage.attachment_files import KeptFile
from cchc_desktop.storage.database import Database

MOST_FILES = 300
"""Files taken in at once: whoever drops a whole drive onto the window did not mean it."""
_THUMBNAILS = 200
_KIND = OwnerKind.ACTIVITY


@dataclass(frozen=True, slots=True)
class Taken:
    """A content that lies in the evidence folder, before an activity has it."""

    name: str
    kept: KeptFile
    media_type: str
    facts: EvidenceFacts


class EvidenceService:
    """Takes evidence in, lists it, and finds activities that have none.

    Args:
        database: the open database.
        attachments: keeps the contents.
        actor: returns who is working.
        now: returns the time, for the names of pasted pictures.

    """

    def __init__(
        self,
        database: Database,
        attachments: AttachmentService,
        actor: Callable[[], str],
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        self._database = database
        self._attachments = attachments
        self._actor = actor
        self._now = now
        self._thumbnails: OrderedDict[str, bytes] = OrderedDict()

    # ------------------------------------------------------------------ taking in

    def take(self, path: Path) -> Taken:
        """Prove a file and copy it into the evidence folder; the file itself is not touched.

        Photos are turned upright and shrunk; what came is then told by its digest alone.

        Raises:
            FileUnreadable: missing, empty, a folder, too large, damaged, a program, or of a kind that is not taken.
            FileNotWritten: the evidence folder refuses.

        """
        try:
            head = self._attachments.head(path)
            if picture_ending(head) or is_heic(head):
                return self.take_picture(self._attachments.read_outside(path), path.name)
            name = kept_name(path.name, ".pdf" if head.startswith(b"%PDF-") else "")
            _check_kind(path, name, head)
            return Taken(name, self._attachments.keep_file(path), media_type_of(name), EvidenceFacts())
        except FileUnreadable as error:
            if error.reason is UnreadableReason.TOO_LARGE:
                raise FileUnreadable(path, UnreadableReason.HUGE_EVIDENCE) from error
            raise

    def take_picture(self, data: bytes, name: str = "") -> Taken:
        """Prove a picture that is in memory (a file's, or pasted) and keep it; without a name it gets one.

        Raises:
            FileUnreadable: a HEIC picture, one that is damaged, or has too many pixels.
            FileNotWritten: the evidence folder refuses.

        """
        from cchc_desktop.documents.picture import prepare

        name = clean_line(name) or f"Ảnh dán {self._now():%d-%m-%Y %Hh%M}.png"
        made = prepare(data, name)
        name = kept_name(name, made.ending)
        original = hashlib.sha256(data).hexdigest() if made.remade else ""
        kept = self._attachments.keep_bytes(made.data, name)
        return Taken(name, kept, media_type_of(name), EvidenceFacts(original, made.taken))

    def take_link(self, text: str, title: str = "") -> Taken:
        """Keep a web address as a text of its own; nothing is fetched.

        Raises:
            InvalidInput: it is no web address.
            FileNotWritten: the evidence folder refuses.

        """
        address = parse_link(text)
        # RFC 2483: one address a line, CRLF.
        kept = self._attachments.keep_bytes(f"{address}\r\n".encode(), "lien-ket.uri")
        name = clean_line(title) or link_name(address)
        return Taken(name, kept, LINK_TYPE, EvidenceFacts(link=address))

    def attach(self, activity_id: str, taken: Sequence[Taken]) -> Intake:
        """Record contents with an activity, all of them or none; what it has already is kept once.

        The activity may be one that is still being typed: its id is given before it is stored.
        """
        added: list[Attachment] = []
        known: list[Attachment] = []
        with self._database.write(self._actor()) as uow:
            there = {digest: file for file in uow.attachments.of(_KIND, activity_id) for digest in _digests(file)}
            for item in taken:
                digests = {item.kept.sha256, item.facts.original} - {""}
                same = next((there[digest] for digest in digests if digest in there), None)
                if same is not None:
                    known.append(same)
                    continue
                file = Attachment(
                    _KIND,
                    activity_id,
                    item.name,
                    item.kept.sha256,
                    item.kept.size,
                    item.media_type,
                    item.facts.as_note(),
                )
                stored = uow.attachments.add(file)
                there |= dict.fromkeys(digests, stored)
                added.append(stored)
            uow.commit()
        return Intake(tuple(added), tuple(known))

    def add_files(self, activity_id: str, paths: Sequence[Path], progress: Progress | None = None) -> Intake:
        """Take several files in, those of folders among them; what is refused is told and keeps no other back.

        Raises:
            Cancelled: a person asked to stop; none is recorded.
            InvalidInput: too many files at once.
            FileNotWritten: the evidence folder refuses; none is recorded.

        """
        files = _expanded(paths)
        taken, refused = [], []
        for number, path in enumerate(files):
            if progress is not None:
                progress.step(number, len(files), path.name)
            try:
                taken.append(self.take(path))
            except FileUnreadable as error:
                refused.append(Refusal(path.name, error))
        intake = self.attach(activity_id, taken) if taken else Intake()
        return Intake(intake.added, intake.known, tuple(refused))

    def add_picture(self, activity_id: str, data: bytes) -> Intake:
        """Keep a pasted picture with an activity.

        Raises:
            FileUnreadable: as `take_picture`.

        """
        return self.attach(activity_id, [self.take_picture(data)])

    def add_link(self, activity_id: str, text: str, title: str = "") -> Intake:
        """Keep a web address with an activity.

        Raises:
            InvalidInput: it is no web address.

        """
        return self.attach(activity_id, [self.take_link(text, title)])

    # ------------------------------------------------------------------ what is there

    def of(self, activity_id: str) -> tuple[Attachment, ...]:
        """Return the evidence of an activity in the order it came."""
        return self._attachments.of(_KIND, activity_id) if activity_id else ()

    def of_many(self, activity_ids: Iterable[str]) -> dict[str, tuple[Attachment, ...]]:
        """Return the evidence of several activities by id; one without has no entry."""
        return self._attachments.of_many(_KIND, activity_ids)

    def counts(self, activity_ids: Iterable[str]) -> dict[str, int]:
        """Return how many files and links activities have, by id; one without has no entry."""
        return {owner: len(files) for owner, files in self.of_many(activity_ids).items()}

    def thumbnail(self, attachment: Attachment) -> bytes:
        """Return a small JPEG of a picture; slow the first time, so call it on the worker thread.

        Raises:
            NotFound: its content is gone.
            FileUnreadable: its content is damaged.

        """
        from cchc_desktop.documents.picture import thumbnail

        found = self._thumbnails.get(attachment.sha256)
        if found is None:
            found = thumbnail(self._attachments.read(attachment.sha256), attachment.name)
            self._thumbnails[attachment.sha256] = found
            while len(self._thumbnails) > _THUMBNAILS:
                self._thumbnails.popitem(last=False)
        return found

    def viewing_copy(self, attachment: Attachment) -> Path:
        """Return a copy under a readable name in a temporary folder; see `AttachmentService.viewing_copy`."""
        return self._attachments.viewing_copy(attachment.id)

    def without(self, start: date | None = None, end: date | None = None) -> int:
        """Return how many activities from `start` to `end`, both inside, have no evidence."""
        with self._database.read() as uow:
            # One is read for its page: the number of all is what is wanted.
            return uow.activities.page(ActivityFilter(start=start, end=end, unproven=True, limit=1), {}).total

    def remove(self, *attachments: Attachment) -> Change:
        """Put evidence into the bin; the content stays and `put_back` takes it out."""
        with self._database.write(self._actor()) as uow:
            for attachment in attachments:
                uow.attachments.bin(attachment.id)
            uow.commit()
        return changed(*attachments)

    def put_back(self, *attachments: Attachment) -> Change:
        """Take evidence out of the bin."""
        with self._database.write(self._actor()) as uow:
            for attachment in attachments:
                uow.attachments.restore(attachment.id)
            uow.commit()
        return changed(*attachments)


def changed(*attachments: Attachment) -> Change:
    """Return the change that evidence of some activities makes."""
    return Change(Topic.ACTIVITY, tuple(dict.fromkeys(file.owner_id for file in attachments)))


def _digests(file: Attachment) -> set[str]:
    return {file.sha256, EvidenceFacts.of(file).original} - {""}


def _check_kind(path: Path, name: str, head: bytes) -> None:
    if is_program(head):
        raise FileUnreadable(path, UnreadableReason.NOT_EVIDENCE, "chương trình")
    if media_type_of(name).startswith("image/"):
        # Called a picture, but it does not begin like one.
        raise FileUnreadable(path, UnreadableReason.BROKEN_PICTURE)
    if Path(name).suffix.lower() not in ENDINGS:
        raise FileUnreadable(path, UnreadableReason.NOT_EVIDENCE)


def _expanded(paths: Sequence[Path]) -> list[Path]:
    """Return the files meant: those given, and those in folders given (a phone's folder), without hidden ones.

    Raises:
        InvalidInput: there are too many.
        FileUnreadable: a folder cannot be read to its end.

    """
    found: list[Path] = []
    for path in paths:
        found += _inside(path) if _is_folder(path) else [path]
        if len(found) > MOST_FILES:
            raise InvalidInput({"files": f"có hơn {MOST_FILES} tệp; hãy chọn từng phần"})
    return list(dict.fromkeys(found))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a stick that is gone: reading the file will say so
        return False


def _inside(folder: Path) -> list[Path]:
    try:
        files = (file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
        shown = (file for file in files if not file.name.startswith((".", "~$")) and file.name != "Thumbs.db")
        return sorted(islice(shown, MOST_FILES + 1))
    except OSError as error:
        raise FileUnreadable(folder, UnreadableReason.MISSING, detail=str(error)) from error
