#!/usr/bin/env python3
"""One script for everything a developer types; it needs nothing but Python 3.11 to 3.14.

    python3 dev.py run [ARGS]      open the window (with ARGS: the command line, e.g. `run log list`)
    python3 dev.py test [ARGS]     format + lint + types + import rules + tests (with ARGS: only pytest ARGS)
    python3 dev.py format          format all Python files
    python3 dev.py lock [ARGS]     resolve both lock files anew (ARGS go to uv, e.g. --upgrade)
    python3 dev.py screenshots     photograph the screens into build/screenshots/
    python3 dev.py bench [NAME]    run the benchmarks
    python3 dev.py build           build the program (and its installer where makensis is)

On Windows `py dev.py run`. The environment lives in .venv and is brought up to date by itself: a stamp in it
holds the hashes of what it was made from, so that nothing is installed when nothing changed.
"""

from __future__ import annotations

import ctypes
import functools
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "cchc-stamp.json"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
SUPPORTED = ((3, 11), (3, 14))

QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
}
"""What Qt's wheels expect of the system: library → Debian package."""

LAYOUT_FILES = {
    "/usr/lib/libreoffice/program/libswlo.so": "libreoffice-writer-nogui",
    "/usr/lib/libreoffice/program/libsclo.so": "libreoffice-calc-nogui",
    "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf": "fonts-croscore",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf": "fonts-dejavu-core",
}
"""What the layout tests need to lay pages out: file → Debian package."""


class Stop(Exception):
    """A reason to stop that the person can do something about."""


def say(text: str) -> None:
    """Print a line at once, also when the output is a pipe."""
    print(text, flush=True)


def environment() -> dict[str, str]:
    """Return the environment of all that is started: our sources first, UTF-8 everywhere."""
    values = dict(os.environ)
    values["PYTHONUTF8"] = "1"  # Windows reads .pth files in its code page otherwise, and C:\Lệ Xá is not in it
    values["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT / "src"), values.get("PYTHONPATH", "")]))
    return values


def python(*args: str, **extra: str) -> int:
    """Run the environment's Python in the repository and return its exit code."""
    return subprocess.call([str(PYTHON), *args], cwd=ROOT, env=environment() | extra)


def must(command: list[str], failure: str) -> None:
    """Run a command that has to succeed."""
    if subprocess.call(command, cwd=ROOT, env=environment()):
        raise Stop(failure)


# --- system packages -----------------------------------------------------------------------------------------


def is_root() -> bool:
    """Tell whether packages may be installed."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def has_library(name: str) -> bool:
    """Tell whether the dynamic loader finds a library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def apt_line(packages: list[str]) -> str:
    """Return the line for a person to type."""
    return "sudo apt-get install -y " + " ".join(packages)


@functools.cache
def apt_update() -> None:
    """Fetch the lists of packages, once."""
    subprocess.call(["apt-get", "-qq", "update"], stdout=subprocess.DEVNULL)


def apt_install(packages: list[str]) -> bool:
    """Install Debian packages as root; tell whether that was possible and went well."""
    if not is_root() or shutil.which("apt-get") is None:
        return False
    say("Installing system packages: " + " ".join(packages))
    values = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    apt_update()
    install = ["apt-get", "-qq", "install", "-y", "--no-install-recommends", *packages]
    done = subprocess.run(install, env=values, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        say(done.stdout)
    return done.returncode == 0


def need_qt() -> None:
    """Make sure that Qt finds its system libraries."""
    if not sys.platform.startswith("linux"):
        return
    missing = [package for library, package in QT_LIBRARIES.items() if not has_library(library)]
    if missing and not apt_install(missing):
        raise Stop(f"Qt needs some libraries of the system. Type this, then try again:\n\n    {apt_line(missing)}\n")


def want_layout() -> None:
    """Bring what the layout tests need, or say what is missing: they skip themselves then."""
    if not sys.platform.startswith("linux"):
        return
    missing = [package for file, package in LAYOUT_FILES.items() if not Path(file).exists()]
    if missing and not apt_install(missing):
        say(f"The layout tests will be skipped. To run them too, type:\n\n    {apt_line(missing)}\n")


def want_server() -> None:
    """Bring the server that the tests of shared data start, or say that it is missing: they skip themselves then."""
    if not sys.platform.startswith("linux"):
        return
    if not list(Path("/usr/lib/postgresql").glob("*/bin/initdb")) and not apt_install(["postgresql"]):
        say(f"The tests on PostgreSQL will be skipped. To run them too, type:\n\n    {apt_line(['postgresql'])}\n")


# --- the virtual environment ---------------------------------------------------------------------------------


def digest(*files: Path) -> str:
    """Return one hash over the content of some files, whatever their line ends."""
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return whole.hexdigest()


def read_stamp() -> dict[str, str]:
    """Return what the environment was made from."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(stamp: dict[str, str]) -> None:
    """Keep what the environment was made from."""
    STAMP.write_text(json.dumps(stamp, indent=1), encoding="utf-8")


def venv_works() -> bool:
    """Tell whether .venv holds a Python of a supported version (its base may be gone by now)."""
    code = "import sys, pip; print(sys.version_info[0], sys.version_info[1])"
    try:
        answer = subprocess.run([str(PYTHON), "-c", code], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return False
    version = tuple(map(int, answer.split()))
    return SUPPORTED[0] <= version <= SUPPORTED[1]


def make_venv() -> None:
    """Create .venv afresh."""
    if not SUPPORTED[0] <= sys.version_info[:2] <= SUPPORTED[1]:
        raise Stop(f"Python 3.11 to 3.14 is needed, this is {sys.version.split()[0]}.")
    if VENV.exists():
        shutil.rmtree(VENV)
    if importlib.util.find_spec("ensurepip") is None and not apt_install(["python3-venv"]):
        raise Stop(f"Python's venv module is missing. Type this, then try again:\n\n    {apt_line(['python3-venv'])}\n")
    say("Creating .venv ...")
    must([sys.executable, "-m", "venv", str(VENV)], "The virtual environment could not be created.")


def prepare(lock: Path) -> None:
    """Bring .venv to the state of a lock file and of our own project; quick when it is there already.

    The developer's lock file holds everything of the other one, so `run` is content after `test`.
    """
    if not venv_works():
        make_venv()
    stamp = read_stamp()
    wanted = {"requirements.lock": digest(RUN_LOCK)}
    if lock == DEV_LOCK:
        wanted["requirements-dev.lock"] = digest(DEV_LOCK)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if any(stamp.get(name) != value for name, value in wanted.items()):
        STAMP.unlink(missing_ok=True)
        say(f"Installing {lock.name} ...")
        must([*pip, "--require-hashes", "-r", str(lock)], "The packages could not be installed. Is there a network?")
        stamp = wanted
        write_stamp(stamp)
    project = digest(ROOT / "pyproject.toml") + str(ROOT)
    if stamp.get("project") != project:
        # The build backend is in the lock file too: nothing unpinned is ever fetched.
        must([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], "The project could not be installed.")
        write_stamp(stamp | {"project": project})


# --- verbs ---------------------------------------------------------------------------------------------------


def run(args: list[str]) -> int:
    """Open the window, or run a command of the command line."""
    if not args and sys.platform.startswith("linux"):
        screens = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
        if not any(os.environ.get(name) for name in screens):
            raise Stop("There is no screen here (DISPLAY is not set). Commands work: dev.py run --help")
    need_qt()
    prepare(RUN_LOCK)
    return python("-m", "cchc_desktop", *args)


def offscreen() -> dict[str, str]:
    """Return the setting that keeps test windows off the screen."""
    return {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}


def test(args: list[str]) -> int:
    """Run all checks, or only the tests that are named."""
    need_qt()
    want_layout()
    want_server()
    prepare(DEV_LOCK)
    if args:
        return python("-m", "pytest", *args, **offscreen())
    # A file stays on one worker: the tests of a file share what is slow to make. A worker that dies ends the run:
    # with a new one in its place xdist may wait for ever.
    workers = ["-n", "2", "--dist", "loadfile", "--max-worker-restart", "0"] if (os.cpu_count() or 1) > 1 else []
    checks = {
        "format": ["-m", "ruff", "format", "--check", "--quiet", "."],
        "lint": ["-m", "ruff", "check", "--quiet", "."],
        "types": ["-m", "mypy"],
        "import rules": ["-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"],
        # Apart from the others: what a window leaves behind must not be swept away in the midst of another test.
        "tests of the window": ["-m", "pytest", "-q", "tests/ui", *workers],
        "tests": ["-m", "pytest", "-q", "--ignore", "tests/ui", *workers],
    }
    failed = []
    for name, command in checks.items():
        say(f"\n== {name}")
        start = time.monotonic()
        if python(*command, **offscreen()):
            failed.append(name)
        say(f"({name}: {time.monotonic() - start:.0f} s)")
    say("\nFAILED: " + ", ".join(failed) if failed else "\nAll checks passed.")
    return 1 if failed else 0


def format_files(_args: list[str]) -> int:
    """Format all Python files and mend what ruff can mend."""
    prepare(DEV_LOCK)
    return python("-m", "ruff", "check", "--quiet", "--fix-only", ".") or python("-m", "ruff", "format", ".")


def lock_files(args: list[str]) -> int:
    """Resolve the dependencies of pyproject.toml for all systems and Python versions."""
    prepare(DEV_LOCK)
    compile_ = ["-m", "uv", "pip", "compile", "--quiet", "pyproject.toml", "--universal", "--generate-hashes"]
    compile_ += ["--no-emit-index-url", "--no-header", "--python-version", "3.11", "--extra", "source", *args]
    more = ["--extra", "dev", "--extra", "build", "--constraint", RUN_LOCK.name]
    return python(*compile_, "-o", RUN_LOCK.name) or python(*compile_, *more, "-o", DEV_LOCK.name)


def screenshots(args: list[str]) -> int:
    """Let the tests of the window photograph its screens, at 100 % and 125 %, into build/screenshots."""
    need_qt()
    prepare(DEV_LOCK)
    scales = ("1", "1.25")
    codes = [python("-m", "pytest", "-q", "tests/ui", *args, QT_SCALE_FACTOR=scale, **offscreen()) for scale in scales]
    return max(codes)


def bench(args: list[str]) -> int:
    """Run the benchmarks, or the one whose name is given first (`bench start -n 9`)."""
    need_qt()
    prepare(DEV_LOCK)
    files = sorted((ROOT / "benchmarks").glob(f"{args[0]}.py" if args else "[a-z]*.py"))
    return max((python(str(file), *args[1:], **offscreen()) for file in files), default=2)


def build(args: list[str]) -> int:
    """Build the program as it is given away."""
    need_qt()
    prepare(DEV_LOCK)
    return python("packaging/build.py", *args)


VERBS = {
    "run": run,
    "test": test,
    "format": format_files,
    "lock": lock_files,
    "screenshots": screenshots,
    "bench": bench,
    "build": build,
}


def main() -> int:
    """Do what the first word says."""
    if len(sys.argv) < 2 or sys.argv[1] not in VERBS:
        say(__doc__ or "")
        return 0 if sys.argv[1:] in (["-h"], ["--help"]) else 2
    try:
        return VERBS[sys.argv[1]](sys.argv[2:])
    except Stop as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
