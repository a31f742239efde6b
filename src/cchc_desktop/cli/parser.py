"""The grammar of the command line; what each command does stands in the module of its noun."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from cchc_desktop import __version__

Handler = Callable[..., Any]


class UsageError(Exception):
    """The command line is not understood; exit code 2."""

    def __init__(self, reason: str, usage: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.usage = usage


class _Formatter(argparse.HelpFormatter):
    """Help with Vietnamese headings."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Cách dùng: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks Vietnamese and raises instead of leaving."""

    def __init__(self, **options: Any) -> None:
        options["add_help"] = False
        options.setdefault("formatter_class", _Formatter)
        super().__init__(**options, allow_abbrev=False)
        self._positionals.title = "Lệnh và tham số"
        self._optionals.title = "Tùy chọn"
        self.add_argument("-h", "--help", action="help", help="hiện hướng dẫn này")

    def error(self, message: str) -> NoReturn:
        """Raise `UsageError` with a Vietnamese reason."""
        raise UsageError(_in_vietnamese(message), self.format_usage())


_PHRASES = (
    (r"the following arguments are required: (.+)", r"còn thiếu: \1"),
    (r"unrecognized arguments: (.+)", r"không hiểu: \1"),
    (r"argument (\S+): invalid choice: (\S+) \(choose from (.+)\)", r"“\2” không dùng được ở đây; chọn một trong: \3"),
    (r"argument (\S+): expected one argument", r"\1 cần một giá trị"),
    (r"argument (\S+): expected at least one argument", r"\1 cần ít nhất một giá trị"),
    (r"argument (\S+): invalid int value: (.+)", r"\1 cần một số nguyên, không phải \2"),
    (r"argument (\S+): (.+)", r"\1: \2"),
)


def _in_vietnamese(message: str) -> str:
    for pattern, text in _PHRASES:
        if re.fullmatch(pattern, message):
            return re.sub(pattern, text, message)
    return message


def _year(text: str) -> int:
    if not re.fullmatch(r"20\d\d|2100", text):
        raise argparse.ArgumentTypeError(f"“{text}” không phải là năm từ 2000 đến 2100")
    return int(text)


def build() -> Parser:
    """Return the parser of all commands."""
    root = Parser(prog="cchc", description="CCHC Desktop")
    _add_shared(root)
    root.add_argument("--version", action="version", version=f"CCHC Desktop {__version__}", help="hiện phiên bản")
    commands = root.add_subparsers(dest="command", metavar="LỆNH", parser_class=Parser)
    for path, text, arguments in _COMMANDS:
        _add(commands, path, text, arguments)
    return root


_SHARED: dict[str, dict[str, Any]] = {
    "--data": {"metavar": "THƯ_MỤC", "help": "làm việc với dữ liệu trong thư mục này"},
    "--json": {"action": "store_true", "help": "in kết quả là một đối tượng JSON"},
}

Arguments = Sequence[tuple[tuple[str, ...], dict[str, Any]]]


def _add_shared(parser: Parser) -> None:
    # SUPPRESS: an option given before the command must not be reset by the command's own default.
    for option, options in _SHARED.items():
        parser.add_argument(option, **options, default=argparse.SUPPRESS)


def _add(commands: Any, path: str, text: str, arguments: Arguments) -> None:
    noun, _, verb = path.partition(" ")
    if not verb:
        leaf = commands.add_parser(noun, help=text, description=text)
    else:
        group = commands.choices.get(noun)
        if group is None:
            group = commands.add_parser(noun, help=_NOUNS[noun], description=_NOUNS[noun])
            _add_shared(group)
            group.set_defaults(verbs=group.add_subparsers(dest="verb", metavar="VIỆC", required=True))
        leaf = group.get_default("verbs").add_parser(verb, help=text, description=text)
    _add_shared(leaf)
    leaf.set_defaults(path=path)
    for names, settings in arguments:
        leaf.add_argument(*names, **settings)


_NOUNS = {
    "plan": "kế hoạch tuyên truyền",
    "log": "nhật ký hoạt động",
    "report": "báo cáo định kỳ",
    "evidence": "minh chứng của hoạt động",
    "package": "gói báo cáo gửi đi và nhận về",
    "backup": "sao lưu dữ liệu",
}
_PLAN = (("id",), {"metavar": "MÃ", "help": "mã kế hoạch, hoặc ít nhất 6 ký tự đầu của mã"})
_PERIOD = (("period",), {"metavar": "KỲ", "help": "kỳ báo cáo: 2026-Q1, 2026-6M, 2026-Q3, 2026-9M, 2026-Y"})
_BACKUP_FILE = (("file",), {"metavar": "TỆP", "help": "tệp sao lưu"})

_COMMANDS: Sequence[tuple[str, str, Arguments]] = (
    ("gui", "mở cửa sổ chương trình (mặc định)", ()),
    (
        "init",
        "khai báo đơn vị",
        (
            (("--unit",), {"required": True, "metavar": "TÊN", "help": "tên đơn vị, ví dụ “Xã Lệ Xá”"}),
            (("--province",), {"required": True, "metavar": "TÊN", "help": "tỉnh, thành phố, ví dụ “Tỉnh Hưng Yên”"}),
            (("--superior",), {"default": "", "metavar": "TÊN", "help": "nơi nhận báo cáo"}),
            (("--code",), {"default": "", "metavar": "MÃ", "help": "mã đơn vị"}),
            (("--from",), {"dest": "start", "default": "", "metavar": "NGÀY", "help": "có hiệu lực từ ngày"}),
            (("--sample",), {"action": "store_true", "help": "thêm kế hoạch và nhật ký mẫu để xem thử"}),
        ),
    ),
    (
        "plan import",
        "nhập kế hoạch từ tệp Word",
        (
            (("file",), {"metavar": "TỆP.docx"}),
            (("--year",), {"type": _year, "metavar": "NĂM", "help": "năm của kế hoạch, nếu tệp không ghi rõ"}),
        ),
    ),
    ("plan new", "tạo kế hoạch mới từ khung có sẵn", ((("--year",), {"type": _year, "required": True}),)),
    ("plan list", "danh sách kế hoạch", ()),
    ("plan show", "nội dung một kế hoạch", (_PLAN,)),
    (
        "plan export",
        "xuất kế hoạch ra Word hoặc PDF",
        (_PLAN, (("--out",), {"required": True, "metavar": "TỆP", "help": "tệp .docx hoặc .pdf"})),
    ),
    (
        "plan clone",
        "nhân bản kế hoạch sang năm khác",
        (_PLAN, (("--year",), {"type": _year, "required": True, "metavar": "NĂM"})),
    ),
    ("plan leftovers", "rà soát chữ còn sót trước khi in; mã thoát 1 khi còn chỗ chưa xử lý", (_PLAN,)),
    (
        "log add",
        "ghi một hoạt động",
        (
            (("--date",), {"required": True, "metavar": "NGÀY", "help": "ví dụ 15/3/2026"}),
            (("--type",), {"required": True, "dest": "form", "metavar": "HÌNH_THỨC", "help": "mã hoặc tên hình thức"}),
            (("--title",), {"required": True, "metavar": "NỘI_DUNG"}),
            (
                ("--count",),
                {"nargs": "+", "action": "extend", "default": [], "metavar": "SỐ_ĐO=N", "help": "ví dụ cuoc=1"},
            ),
            (
                ("--evidence",),
                {
                    "nargs": "+",
                    "action": "extend",
                    "default": [],
                    "metavar": "TỆP",
                    "help": "tệp hoặc liên kết minh chứng",
                },
            ),
            (("--task",), {"default": "", "metavar": "MÃ", "help": "mã hoặc số thứ tự nhiệm vụ của kế hoạch năm"}),
            (("--people",), {"default": "", "metavar": "TÊN", "help": "người thực hiện"}),
            (("--note",), {"default": "", "metavar": "GHI_CHÚ"}),
        ),
    ),
    (
        "log import",
        "nhập nhật ký từ tệp Excel (xem trước, chỉ ghi khi có --apply)",
        (
            (("file",), {"metavar": "TỆP.xlsx"}),
            (("--apply",), {"action": "store_true", "help": "ghi các dòng nhập được vào nhật ký"}),
            (("--year",), {"type": _year, "metavar": "NĂM", "help": "năm của những ngày ghi thiếu năm"}),
        ),
    ),
    (
        "log template",
        "lưu một tệp Excel trống để ghi nhật ký",
        (
            (("--out",), {"required": True, "metavar": "TỆP.xlsx"}),
            (("--year",), {"type": _year, "metavar": "NĂM"}),
        ),
    ),
    (
        "log list",
        "danh sách hoạt động, mới nhất trước",
        (
            (("--from",), {"dest": "start", "default": "", "metavar": "NGÀY"}),
            (("--to",), {"dest": "end", "default": "", "metavar": "NGÀY"}),
            (("--search",), {"default": "", "metavar": "TỪ_CẦN_TÌM"}),
            (("--limit",), {"type": int, "default": 0, "metavar": "N"}),
        ),
    ),
    ("report show", "số liệu của một kỳ", (_PERIOD,)),
    (
        "report export",
        "xuất sổ báo cáo Excel của một kỳ",
        (_PERIOD, (("--out",), {"required": True, "metavar": "THƯ_MỤC"})),
    ),
    (
        "report fill",
        "điền số liệu một kỳ vào biểu Excel của cấp trên",
        (
            (("file",), {"metavar": "BIỂU.xlsx"}),
            _PERIOD,
            (("--out",), {"required": True, "metavar": "TỆP.xlsx"}),
            (("--mapping",), {"default": "", "metavar": "TÊN", "help": "tên bảng ghép đã lưu"}),
        ),
    ),
    (
        "evidence binder",
        "lập tập minh chứng của một kỳ, có mục lục để in",
        (
            _PERIOD,
            (("--out",), {"required": True, "metavar": "THƯ_MỤC|TỆP.zip", "help": "thư mục, hoặc tệp .zip"}),
            (("--task",), {"default": "", "metavar": "MÃ", "help": "chỉ một nhiệm vụ: số thứ tự hoặc mã"}),
            (("--indicator",), {"default": "", "metavar": "MÃ", "help": "chỉ một chỉ tiêu: mã chỉ tiêu"}),
        ),
    ),
    (
        "package send",
        "đóng gói bản báo cáo mới chốt của một kỳ, ghi vào thư mục hoặc USB rồi đọc lại kiểm tra",
        (
            _PERIOD,
            (("--to",), {"required": True, "metavar": "THƯ_MỤC", "help": "thư mục, ổ mạng hoặc USB"}),
            (("--unsigned",), {"action": "store_true", "help": "không ký điện tử gói"}),
        ),
    ),
    (
        "package check",
        "kiểm tra một gói báo cáo nhận được, không nhận gì vào chương trình",
        ((("file",), {"metavar": "TỆP.cchc.zip"}),),
    ),
    (
        "check",
        "kiểm tra thể thức một tệp Word bất kỳ theo Nghị định 30/2020/NĐ-CP",
        (
            (("file",), {"metavar": "TỆP.docx"}),
            (("--annotated",), {"default": "", "metavar": "TỆP", "help": "ghi bản sao có góp ý ở từng chỗ chưa đạt"}),
            (("--repaired",), {"default": "", "metavar": "TỆP", "help": "ghi bản sao đã sửa lề, phông, cỡ chữ…"}),
        ),
    ),
    (
        "backup create",
        "sao lưu dữ liệu và tệp minh chứng",
        ((("--out",), {"default": "", "metavar": "TỆP", "help": "tệp sao lưu; mặc định nằm trong thư mục dữ liệu"}),),
    ),
    ("backup verify", "kiểm tra một tệp sao lưu", (_BACKUP_FILE,)),
    ("backup restore", "khôi phục dữ liệu từ một tệp sao lưu", (_BACKUP_FILE,)),
    (
        "self-test",
        "tự kiểm tra chương trình",
        ((("--log",), {"default": "", "metavar": "TỆP", "help": "ghi kết quả vào tệp này"}),),
    ),
)
"""Every command: path, help, arguments."""

PATHS = tuple(path for path, _, _ in _COMMANDS)
"""All commands, for the tests that hold the documentation against them."""
