"""The office itself: its names, superior and signers, each valid from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cchc_desktop.domain.text import clean_line, fold


class UnitKind(StrEnum):
    """Kinds of office: the commune level since 1 July 2025 (Law 72/2025/QH15), and those that gather one level up."""

    COMMUNE = "xa"
    WARD = "phuong"
    SPECIAL_ZONE = "dac_khu"
    PROVINCE = "tinh"
    CITY = "thanh_pho"
    AGENCY = "co_quan"  # a Sở or another body: its name is written out ("Sở Nội vụ tỉnh Hưng Yên")


UNIT_KIND_NAMES = {
    UnitKind.COMMUNE: "xã",
    UnitKind.WARD: "phường",
    UnitKind.SPECIAL_ZONE: "đặc khu",
    UnitKind.PROVINCE: "tỉnh",
    UnitKind.CITY: "thành phố",
    UnitKind.AGENCY: "sở, cơ quan",
}
"""Common noun of each kind, in lower case."""

_AGENCIES = ("sở ", "bộ ", "ban ", "văn phòng ", "trung tâm ", "phòng ")


@dataclass(frozen=True, slots=True)
class Unit:
    """The office as it is from `valid_from` on.

    `name` is the bare name ("Lệ Xá"); `full_name` adds the kind ("xã Lệ Xá").
    `place` is the địa danh printed before the date: the official name of the administrative unit, without
    "xã" unless the unit is named after a number, person or event (Decree 30/2020, annex I, II.4).
    """

    id: str
    valid_from: date
    kind: UnitKind
    name: str
    province: str
    superior: str
    code: str = ""
    place: str = ""
    drafting_body: str = ""
    upper_line: str = ""

    @property
    def full_name(self) -> str:
        """The name in running text: "xã Lệ Xá"; "Phường 1" keeps its capital (Decree 30/2020, annex II)."""
        noun = UNIT_KIND_NAMES[self.kind]
        if self.kind is UnitKind.AGENCY:
            return self.name
        # Special names keep their capital too: "Thành phố Hồ Chí Minh" (annex II).
        if self.name[:1].isdigit() or (self.kind is UnitKind.CITY and self.name == "Hồ Chí Minh"):
            noun = noun[0].upper() + noun[1:]
        return f"{noun} {self.name}"

    @property
    def issuer_lines(self) -> tuple[str, ...]:
        """The bold header lines: "ỦY BAN NHÂN DÂN" / "XÃ LỆ XÁ"; an agency has its own name alone."""
        if self.kind is UnitKind.AGENCY:
            return (agency_name(self.name).upper(),)
        return "ỦY BAN NHÂN DÂN", self.full_name.upper()

    @property
    def committee(self) -> str:
        """The issuing body in running text: "Ủy ban nhân dân xã Lệ Xá", "Sở Nội vụ tỉnh Hưng Yên"."""
        return self.name if self.kind is UnitKind.AGENCY else f"Ủy ban nhân dân {self.full_name}"

    @property
    def symbol(self) -> str:
        """The sign of the issuer behind a document's abbreviation: "UBND", of an agency "SNV" (Sở Nội vụ)."""
        if self.kind is not UnitKind.AGENCY:
            return "UBND"
        words = agency_name(self.name).replace("-", " ").replace(",", " ").split()
        return "".join(word[0] for word in words if word.casefold() != "và").upper()


def agency_name(name: str) -> str:
    """Return the name of an agency without the unit it belongs to: "Sở Nội vụ" of "Sở Nội vụ tỉnh Hưng Yên"."""
    folded = name.casefold()
    ends = [place for noun in (" tỉnh ", " thành phố ", " xã ", " phường ") if (place := folded.find(noun)) > 0]
    return name[: min(ends)].strip() if ends else name


def place_of(kind: UnitKind, name: str) -> str:
    """Return the địa danh to offer for a unit: the bare name, with its noun when the name is a number."""
    if kind is UnitKind.AGENCY:  # the seat: "Sở Nội vụ tỉnh Hưng Yên" sits in Hưng Yên
        whole = name[len(agency_name(name)) :].split(maxsplit=2 if "thành phố" in name.casefold() else 1)
        return whole[-1] if whole else ""
    return f"{UNIT_KIND_NAMES[kind].capitalize()} {name}" if name[:1].isdigit() else name


def split_unit_name(text: str) -> tuple[UnitKind, str] | None:
    """Read "Xã Lệ Xá", "UBND phường Trần Phú", "Đặc khu Phú Quốc" into kind and bare name; None when unclear."""
    line = clean_line(text)
    for prefix in ("ủy ban nhân dân ", "uỷ ban nhân dân ", "ubnd "):
        if line.casefold().startswith(prefix):
            line = line[len(prefix) :]
    if line.casefold().startswith(_AGENCIES):
        return UnitKind.AGENCY, line
    folded = fold(line)
    for kind, noun in UNIT_KIND_NAMES.items():
        if folded.startswith(fold(noun) + " "):
            return kind, line[len(noun) + 1 :].strip()
    return None


class SigningMode(StrEnum):
    """In whose name a document is signed (Decree 30/2020, article 13)."""

    COLLECTIVE = "TM"
    DEPUTY = "KT"
    BY_ORDER = "TL"
    BY_AUTHORITY = "TUQ"
    ACTING = "Q"
    OWN = ""
    AS_WRITTEN = "custom"


@dataclass(frozen=True, slots=True)
class Signature:
    """The signing block.

    `body` is who is signed for ("ỦY BAN NHÂN DÂN"), `head` the head's title ("CHỦ TỊCH"), `title` the
    signer's own title ("PHÓ CHỦ TỊCH"). `written` holds the lines of an imported block that fits no pattern.
    """

    mode: SigningMode = SigningMode.COLLECTIVE
    body: str = "ỦY BAN NHÂN DÂN"
    head: str = "CHỦ TỊCH"
    title: str = "CHỦ TỊCH"
    name: str = ""
    written: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The capital lines above the name, e.g. ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")."""
        match self.mode:
            case SigningMode.COLLECTIVE:
                return f"TM. {self.body}", self.title
            case SigningMode.DEPUTY:
                lines = (f"KT. {self.head}", self.title)
                return (f"TM. {self.body}", *lines) if self.body else lines
            case SigningMode.BY_ORDER:
                return f"TL. {self.head}", self.title
            case SigningMode.BY_AUTHORITY:
                return f"TUQ. {self.head}", self.title
            case SigningMode.ACTING:
                return (f"TM. {self.body}", f"Q. {self.head}") if self.body else (f"Q. {self.head}",)
            case SigningMode.OWN:
                return (self.title,)
            case SigningMode.AS_WRITTEN:
                return self.written


def read_signature(lines: tuple[str, ...], name: str) -> Signature:
    """Return the signature whose `lines` are those given (upper-cased); falls back to keeping them as written."""
    capital = tuple(clean_line(line).upper() for line in lines if line.strip())
    plain = [line.replace("UỶ BAN", "ỦY BAN") for line in capital]
    found = Signature(mode=SigningMode.AS_WRITTEN, body="", head="", title="", name=name, written=capital)
    body = plain.pop(0)[3:].strip() if plain and plain[0].startswith("TM.") else ""
    match plain:
        case [own] if body and own.startswith("Q."):
            head = own[2:].strip()
            found = Signature(SigningMode.ACTING, body, head, head, name)
        case [own] if body and "." not in own:
            found = Signature(SigningMode.COLLECTIVE, body, own, own, name)
        case [own] if not body and own.startswith("Q."):
            head = own[2:].strip()
            found = Signature(SigningMode.ACTING, "", head, head, name)
        case [own] if not body and "." not in own:
            found = Signature(SigningMode.OWN, "", own, own, name)
        case [order, own]:
            for mode in (SigningMode.DEPUTY, SigningMode.BY_ORDER, SigningMode.BY_AUTHORITY):
                if order.startswith(f"{mode}.") and (mode is SigningMode.DEPUTY or not body):
                    found = Signature(mode, body, order[len(mode) + 1 :].strip(), own, name)
    return found


@dataclass(frozen=True, slots=True)
class Signer:
    """A person who signs, from a day on (and to a day, when they left)."""

    id: str
    name: str
    mode: SigningMode
    title: str
    valid_from: date
    valid_to: date | None = None
    head: str = "CHỦ TỊCH"

    def signature(self) -> Signature:
        """The signing block of this person for the People's Committee."""
        body = "" if self.mode in (SigningMode.BY_ORDER, SigningMode.BY_AUTHORITY) else "ỦY BAN NHÂN DÂN"
        return Signature(self.mode, body, self.head, self.title.upper(), self.name)
