"""Build what is given away: the program's folder, its installer, their checksums.

    python packaging/build.py                  folder, self-test of the built program, installer where it can be made
    python packaging/build.py --no-installer   without the installer
    python packaging/build.py --stand-in [EXE] only compile the installer script, around a stand-in program

Run it through `dev.py build`, which brings the environment. Results are in dist/.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
FOLDER = DIST / "cchc-desktop"
ENDING = ".exe" if os.name == "nt" else ""
SELF_TEST_SECONDS = 300
MAKENSIS_PLACES = ("makensis", r"C:\Program Files (x86)\NSIS\makensis.exe", r"C:\Program Files\NSIS\makensis.exe")


def version() -> str:
    """Return the version of the sources."""
    scope: dict[str, str] = {}
    exec((ROOT / "src/cchc_desktop/__init__.py").read_text(encoding="utf-8"), scope)
    return scope["__version__"]


def build_folder() -> None:
    """Make the one-folder build."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    spec = ROOT / "packaging" / "cchc.spec"
    work = ROOT / "build"
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    subprocess.run([*command, "--distpath", str(DIST), "--workpath", str(work), str(spec)], cwd=ROOT, check=True)
    for name in ("cchc", "cchc-desktop"):
        if not (FOLDER / (name + ENDING)).exists():
            raise SystemExit(f"{name} was not built")


def self_test() -> None:
    """Start the built program somewhere else, under a path with Vietnamese letters, and let it test itself."""
    with tempfile.TemporaryDirectory(prefix="Nguyễn Đức ") as place:
        copy = Path(place) / "Chương trình"
        shutil.copytree(FOLDER, copy, symlinks=True)
        log = Path(place) / "self-test.txt"
        values = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        values.setdefault("QT_QPA_PLATFORM", "offscreen")
        command = [
            str(copy / ("cchc" + ENDING)),
            "--data",
            str(Path(place) / "Dữ liệu"),
            "self-test",
            "--log",
            str(log),
        ]
        run = subprocess.run(command, cwd=place, env=values, timeout=SELF_TEST_SECONDS, check=False)
        report = log.read_text(encoding="utf-8") if log.exists() else "no log was written"
    if run.returncode:
        print(report, file=sys.stderr)
        raise SystemExit(f"the built program failed its self-test with code {run.returncode}")
    print("The built program passed its self-test.", flush=True)


def stand_in(program: str) -> Path:
    """Return a folder that looks like a build, to compile and try the installer without one."""
    content = Path(program).read_bytes() if program else b"stand-in"
    folder = ROOT / "build" / "stand-in"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "_internal" / "cchc_desktop").mkdir(parents=True)
    for name in ("cchc.exe", "cchc-desktop.exe", "_internal/cchc_desktop/đọc.txt"):
        (folder / name).write_bytes(content)
    return folder


def find_makensis() -> str | None:
    """Return the installer compiler, None where there is none."""
    return next((found for place in MAKENSIS_PLACES if (found := shutil.which(place))), None)


def build_installer(source: Path, target: Path) -> None:
    """Compile the installer around the files of `source`."""
    makensis = find_makensis()
    if makensis is None:
        raise SystemExit("makensis is missing (Debian: apt-get install nsis; Windows: choco install nsis)")
    target.parent.mkdir(exist_ok=True)
    numbers = ".".join([*version().split(".")[:3], "0"])
    size = sum(file.stat().st_size for file in source.rglob("*") if file.is_file()) // 1024
    defines = {"VERSION": version(), "NUMBERS": numbers, "SOURCE": source, "TARGET": target, "SIZE_KB": size}
    flags = [f"-D{name}={value}" for name, value in defines.items()]
    # Warnings are errors: an unused text or a missing translation is a mistake.
    subprocess.run(
        [makensis, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *flags, str(ROOT / "packaging/installer.nsi")], check=True
    )
    print(f"{target} ({target.stat().st_size // 1024} KB)", flush=True)


def checksums() -> None:
    """Write the SHA-256 sums of the files to give away."""
    files = sorted(file for file in DIST.glob("cchc-desktop-*") if file.is_file())
    if not files:
        return  # the folder alone is not given away
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    (DIST / "SHA256SUMS").write_text("".join(lines), encoding="utf-8", newline="\n")


def main() -> None:
    """Do as the options say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-installer", action="store_true")
    parser.add_argument("--stand-in", nargs="?", const="", metavar="EXE")
    options = parser.parse_args()
    if options.stand_in is not None:
        build_installer(stand_in(options.stand_in), ROOT / "build" / "stand-in-setup.exe")
        return
    build_folder()
    self_test()
    if os.name == "nt" and not options.no_installer:
        build_installer(FOLDER, DIST / f"cchc-desktop-{version()}-setup.exe")
    checksums()


if __name__ == "__main__":
    main()
