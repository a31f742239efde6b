"""Entry script of the windowed program."""

import multiprocessing

from cchc_desktop.__main__ import main_gui

if __name__ == "__main__":
    multiprocessing.freeze_support()
    main_gui()
