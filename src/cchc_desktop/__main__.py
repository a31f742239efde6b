"""Entry points: `python -m cchc_desktop`, `cchc` (console) and `cchc-desktop` (window without a console)."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    from cchc_desktop.cli.main import run

    sys.exit(run(sys.argv[1:]))


def main_gui() -> None:
    """Open the window; arguments such as --data are understood as on the command line."""
    from cchc_desktop.cli.main import run

    sys.exit(run([*sys.argv[1:], "gui"] if "gui" not in sys.argv[1:] else sys.argv[1:]))


if __name__ == "__main__":
    main()
