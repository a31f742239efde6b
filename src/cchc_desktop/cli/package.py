"""`cchc package …`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from cchc_desktop.cli.output import Answer
from cchc_desktop.domain.attachment import size_text
from cchc_desktop.domain.handover import Way
from cchc_desktop.domain.package import Manifest
from cchc_desktop.domain.trusted_key import shown_fingerprint
from cchc_desktop.errors import NotFound
from cchc_desktop.services.container import Services


def send(services: Services, options: Namespace) -> Answer:
    """Pack the newest frozen version of a period, write it into a folder, read it back and compare."""
    versions = services.report_life.versions(options.period)
    if not versions:
        raise NotFound("bản báo cáo đã chốt của kỳ", options.period)
    version, sending = versions[-1].id, services.sending
    offer = sending.handovers.offer(version)
    package = sending.packages.pack(version, offer.usual, not options.unsigned)
    done = sending.handovers.deliver(version, package, Path(options.to).absolute(), Way.FOLDER)
    target = Path(done.handover.target) / done.handover.files[0].name
    lines = [
        f"Đã ghi và đọc lại khớp: {target}",
        f"Mã đối chiếu: {package.code}",
    ]
    if offer.clock_warning:
        lines.append(offer.clock_warning)
    data = {"file": str(target), **_as_json(package.manifest), "code": package.code, "sha256": package.sha256}
    return Answer(data | {"clock_warning": offer.clock_warning}, tuple(lines))


def check(services: Services, options: Namespace) -> Answer:
    """Prove a received package to its last byte and tell what it is; nothing of it is taken in."""
    from cchc_desktop.documents.package.read import read_package

    opened = read_package(Path(options.file))
    manifest = opened.manifest
    facts = manifest.facts
    verdict = services.sending.keys.judge(facts.unit_code, facts.unit_name, opened.public_key)
    data = {**_as_json(manifest), "code": opened.code, "repacked": opened.repacked, "key": verdict.value}
    lines = [
        f"{facts.unit_name}: báo cáo {facts.period_name}, {facts.version_words}",
        f"Mã đối chiếu: {opened.code}",
        f"Ký điện tử: {shown_fingerprint(manifest.signed_by) or 'không'}",
    ]
    lines += [f"  {file.name}: {file.title} ({size_text(file.size)})" for file in manifest.files]
    lines.append("Mọi tệp đúng như lúc đóng gói.")
    if opened.repacked:
        lines.append("Gói đã được nén lại bằng chương trình khác; nội dung vẫn nguyên.")
    return Answer(data, tuple(lines))


def _as_json(manifest: Manifest) -> dict[str, Any]:
    facts = manifest.facts
    return {
        "id": manifest.id,
        "unit": {"code": facts.unit_code, "name": facts.unit_name},
        "period": facts.period,
        "ordinal": facts.ordinal,
        "signed_by": manifest.signed_by,
        "files": [{"name": file.name, "role": file.role.value, "size": file.size} for file in manifest.files],
    }
