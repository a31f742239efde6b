"""A made-up log of five years at the size of a large commune: entries, amounts, tasks, evidence rows, trail.

    python benchmarks/_log_data.py FOLDER [--activities 100000] [--seed 2026]

The same seed gives the same log. It goes in through the repositories, so that every row is one the program itself
would have written; only the evidence rows are inserted in bulk, and their files are not there.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle, islice
from pathlib import Path

from cchc_desktop import wiring
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import Form
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.period import data_year
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.unit import Unit, UnitKind
from cchc_desktop.paths import Paths
from cchc_desktop.services.container import Services

TODAY = date(2026, 6, 20)
START = date(2021, 6, 21)
TASKS = 40
TIMES = ("Hằng tháng", "Quý II, quý III", "Thường xuyên", "Trước 30/6", "Hằng tuần", "2 lần/tháng", "Hằng quý", "")

_SUBJECTS = (
    "nộp hồ sơ trực tuyến trên Cổng Dịch vụ công quốc gia",
    "kết quả giải quyết thủ tục hành chính trong tháng",
    "đăng ký và sử dụng tài khoản định danh điện tử VNeID mức độ 2",
    "thanh toán trực tuyến phí, lệ phí, nghĩa vụ tài chính về đất đai",
    "quy định mới về đăng ký hộ tịch, cấp bản sao trích lục",
    "kênh tiếp nhận phản ánh, kiến nghị của cá nhân, tổ chức",
    "cơ chế một cửa, một cửa liên thông trong giải quyết thủ tục hành chính",
    "chỉ số hài lòng của người dân đối với sự phục vụ hành chính (SIPAS)",
    "kỷ luật, kỷ cương hành chính và văn hóa công vụ của cán bộ, công chức, viên chức",
    "mô hình “Ngày thứ Năm không viết, không hẹn”",
    "chuyển đổi số và tổ công nghệ số cộng đồng",
    "sắp xếp đơn vị hành chính và chính quyền địa phương hai cấp",
    "số hóa hồ sơ, kết quả giải quyết thủ tục hành chính còn hiệu lực",
    "dịch vụ bưu chính công ích trong tiếp nhận hồ sơ, trả kết quả",
    "chi trả an sinh xã hội qua tài khoản ngân hàng",
    "công khai, minh bạch thủ tục hành chính tại bộ phận một cửa",
)
_AUDIENCES = ("người cao tuổi", "đoàn viên, thanh niên", "hội viên phụ nữ", "hộ kinh doanh", "cán bộ, công chức", "")
_SYLLABLES = (
    "An Bình Cẩm Châu Đông Đoài Giang Hạ Hòa Hưng Khánh Kim Lạc Lệ Liên Long Mỹ Minh Nam Nghĩa Ngọc Phú Phúc Phương "
    "Quang Quế Sơn Tân Tây Thanh Thịnh Thượng Tiên Trung Trường Tú Vân Viên Vĩnh Xuân"
)
_FAMILIES = "Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Ngô Dương Lý"
_MIDDLES = "Thị Văn Thu Quang Đức Minh Ngọc Hữu Thanh Xuân"
_GIVEN = "Hạnh Đức Hà Ưng Đào Yến Ước Thủy Tuấn Hiếu Nghĩa Lan Mai Phượng Quỳnh Sơn Tùng Vinh Ánh Ý"
_NOTES = (
    "Phát cùng bản tin của Đài, có loa lưu động tại chợ phiên.",
    "Người dự được hướng dẫn thao tác trên điện thoại; một số hộ chưa có tài khoản, hẹn đến bộ phận một cửa.",
    "Nội dung theo Công văn số {}/UBND-VHXH; đã gửi ảnh cho phòng chuyên môn.",
    "Kinh phí {} triệu đồng từ nguồn sự nghiệp.",
    "Mất điện nên lùi sang buổi chiều, số người đến ít hơn dự kiến.",
)
_EVIDENCE = (
    ("anh", ".jpg", "image/jpeg"),
    ("bien-ban", ".pdf", "application/pdf"),
    ("bai", ".docx", "application/zip"),
)


def make(folder: Path, activities: int, seed: int = 2026) -> float:
    """Make the data of an office in an empty folder; return how many seconds the log itself took."""
    services = wiring.open_services(Paths.under(folder), lambda: "Trần Thị Đào", lambda: TODAY)
    services.units.save(Unit(new_id(), date(2021, 1, 1), UnitKind.COMMUNE, "Lệ Xá", "Tỉnh Hưng Yên", ""))
    tasks = _plans(services)
    log = list(entries(services.catalogues.forms, tasks, START, TODAY, activities, seed))
    begun = time.perf_counter()
    _store(services, log, random.Random(seed + 1))
    seconds = time.perf_counter() - begun
    services.close()
    return seconds


def _plans(services: Services) -> dict[int, Sequence[Task]]:
    """Keep a plan of 40 tasks for every report year the log touches; return the tasks by year."""
    rules = services.catalogues.periods
    found: dict[int, Sequence[Task]] = {}
    for year in range(data_year(START, rules), data_year(TODAY, rules) + 1):
        plan = services.plans.create(year).plan
        models = zip(cycle(plan.tasks), cycle(TIMES))
        tasks = tuple(replace(task, id=new_id(), time_text=words) for task, words in islice(models, TASKS))
        found[year] = services.plans.save(replace(plan, tasks=tasks)).plan.tasks
    return found


def entries(
    forms: Sequence[Form], tasks: dict[int, Sequence[Task]], start: date, end: date, count: int, seed: int
) -> Iterator[Activity]:
    """Yield entries in the order a clerk makes them: by day, a few of them late.

    Working days have most of them, the last weeks of a quarter more; two of three belong to a task of their year.
    """
    chance = random.Random(seed)
    span = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    busy = [
        (0.15 if day.weekday() > 4 else 1.0) * (1.8 if day.month % 3 == 2 and day.day > 10 else 1.0) for day in span
    ]
    weights = [1 / (1 + number) for number in range(len(forms))]
    syllables = _SYLLABLES.split()
    places = [f"{a} {b}" for a in syllables for b in syllables if a != b]
    people = [f"{a} {b} {c}" for a in _FAMILIES.split() for b in _MIDDLES.split() for c in _GIVEN.split()]
    own = {
        (year, form.code): [task.id for task in listed if task.form == form.code]
        for year, listed in tasks.items()
        for form in forms
    }
    days = sorted(chance.choices(span, busy, k=count), key=lambda day: day + timedelta(days=chance.choice(_LATE)))
    for day in days:
        form = chance.choices(forms, weights)[0]
        year = day.year + (day.month == 12 and day.day > 14)
        linked = own.get((year, form.code)) if chance.random() < 0.66 else None
        audience = chance.choice(_AUDIENCES)
        title = f"{form.name} về {chance.choice(_SUBJECTS)} tại thôn {chance.choice(places)}"
        note = chance.choice(_NOTES).format(chance.randint(1, 900)) if chance.random() < 0.4 else ""
        yield Activity(
            day,
            form.code,
            f"{title} cho {audience}" if audience else title,
            _counts(form, chance),
            chance.choice(linked) if linked else "",
            ", ".join(chance.sample(people[:24], chance.randint(1, 2)) + chance.sample(people, chance.random() < 0.1)),
            note,
            id=f"{chance.getrandbits(128):032x}",
        )


_LATE = (0, 0, 0, 0, 0, 0, 1, 2, 5, 30)


def _counts(form: Form, chance: random.Random) -> dict[str, Decimal]:
    return {
        measure.code: Decimal(chance.randint(1, 400 * 10**measure.decimals)).scaleb(-measure.decimals)
        for number, measure in enumerate(form.measures)
        if number == 0 or chance.random() < 0.8
    }


def _store(services: Services, log: Sequence[Activity], chance: random.Random) -> None:
    """Keep the log in one transaction, then correct some of it and bin some, as months of use would have done."""
    names = {form.code: form.name for form in services.catalogues.forms}
    with services._desk.database.write("Trần Thị Đào") as uow:
        saved = uow.activities.save_many(log, names)
        _attach(uow._session, saved, chance)
        uow.commit()
    corrected = [
        replace(one, note=f"{one.note} Đã đối chiếu.".strip()) for one in chance.sample(saved, len(saved) // 20)
    ]
    binned = [one.id for one in chance.sample(saved, len(saved) // 50)]
    with services._desk.database.write("Nguyễn Văn An") as uow:
        uow.activities.save_many(corrected, names)
        uow.activities.bin(binned)
        uow.activities.restore(binned[::2])
        uow.commit()


def _attach(session: object, activities: Iterable[Activity], chance: random.Random) -> None:
    """Say that seven of ten entries have evidence, one to three files each."""
    from sqlalchemy import insert
    from sqlalchemy.orm import Session

    from cchc_desktop.storage.tables import AttachmentRecord, table

    assert isinstance(session, Session)
    found = []
    for one in activities:
        if chance.random() > 0.7:
            continue
        for number in range(chance.choice((1, 1, 2, 3))):
            stem, ending, media = chance.choice(_EVIDENCE)
            found.append({
                "id": f"{chance.getrandbits(128):032x}", "owner_kind": "activity", "owner_id": one.id,
                "name": f"{stem}-{one.date:%Y%m%d}-{number + 1}{ending}", "sha256": f"{chance.getrandbits(256):064x}",
                "media_type": media, "note": "", "added_at": f"{one.date.isoformat()}T02:00:00.000+00:00",
                "deleted_at": "" if chance.random() < 0.98 else f"{one.date.isoformat()}T03:00:00.000+00:00",
                "size": chance.randint(20_000, 4_000_000),
            })  # fmt: skip
    session.execute(insert(table(AttachmentRecord)), found)


def main() -> None:
    """Make a log from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--activities", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=2026)
    wanted = parser.parse_args()
    seconds = make(wanted.folder, wanted.activities, wanted.seed)
    size = Paths.under(wanted.folder).database.stat().st_size / 2**20
    print(f"{wanted.activities} activities in {wanted.folder}: log kept in {seconds:.1f} s, database {size:.0f} MiB")


if __name__ == "__main__":
    main()
