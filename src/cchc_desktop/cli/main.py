"""Runs a command line: parse, open the services, call the command, print, return the exit code.

Exit codes: 0 done; 1 refused or findings; 2 wrong usage; 3 a bug of ours.
"""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from cchc_desktop.cli.clerk import system_user
from cchc_desktop.cli.output import Answer, say, show, use_utf8
from cchc_desktop.cli.parser import UsageError, build
from cchc_desktop.errors import AppError
from cchc_desktop.paths import Paths

if TYPE_CHECKING:
    from cchc_desktop.services.container import Services

DONE, REFUSED, USAGE, BUG = 0, 1, 2, 3


def run(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code."""
    use_utf8()
    try:
        options = build().parse_args(list(arguments))
    except UsageError as error:
        say(f"Lệnh viết chưa đúng: {error.reason}", error.usage.rstrip())
        return USAGE
    except SystemExit as leaving:  # -h and --version print and leave
        return int(leaving.code or 0)
    data = getattr(options, "data", "")
    paths = Paths.under(data) if data else Paths.default()
    path = getattr(options, "path", "gui")
    if path == "gui":
        return _window(paths)
    return _command(path, paths, options)


def _window(paths: Paths) -> int:
    from cchc_desktop.cli.window import open_window

    return open_window(paths)


def _command(path: str, paths: Paths, options: Namespace) -> int:
    from cchc_desktop import logs, messages

    as_json = getattr(options, "json", False)
    journal = logs.start(paths)
    try:
        answer = _answer(path, paths, options)
        show(answer, as_json)
        return answer.code
    except AppError as error:
        message = messages.describe(error)
        if as_json:
            print(json.dumps({"error": type(error).__name__, "message": message.as_text()}, ensure_ascii=False))
        say(message.as_text())
        return REFUSED
    except BrokenPipeError:
        return DONE
    except Exception as error:
        report = journal.report(error)
        say("Chương trình gặp lỗi ngoài dự kiến. Dữ liệu đã lưu còn nguyên.")
        if report is not None and report.path is not None:
            say(f"Báo cáo lỗi: {report.path}")
        return BUG
    finally:
        journal.close()


def _answer(path: str, paths: Paths, options: Namespace) -> Answer:
    if path == "self-test":
        from cchc_desktop.cli.self_test import run_self_test

        return run_self_test(options.log)
    handler = _handler(path)
    services = _open(paths)
    try:
        return handler(services, options)
    finally:
        services.close()


def _open(paths: Paths) -> Services:
    from cchc_desktop import settings, wiring

    clerk = settings.load(paths.settings).clerk
    return wiring.open_services(paths, lambda: clerk or system_user(), daily_backup=True)


def _handler(path: str) -> Callable[[Services, Namespace], Answer]:
    from cchc_desktop.cli import backup, check, evidence, log, office, package, plan, report, report_form

    handlers: dict[str, Callable[[Services, Namespace], Answer]] = {
        "init": office.init,
        "plan import": plan.import_,
        "plan new": plan.new,
        "plan list": plan.list_,
        "plan show": plan.show,
        "plan export": plan.export,
        "plan clone": plan.clone,
        "plan leftovers": plan.leftovers,
        "log add": log.add,
        "log import": log.import_,
        "log list": log.list_,
        "log template": log.template,
        "report show": report.show,
        "report export": report.export,
        "report fill": report_form.fill,
        "check": check.check,
        "evidence binder": evidence.binder,
        "package send": package.send,
        "package check": package.check,
        "backup create": backup.create,
        "backup verify": backup.verify,
        "backup restore": backup.restore,
    }
    return handlers[path]
