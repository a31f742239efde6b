"""Entry script of the console program."""

import multiprocessing

from cchc_desktop.__main__ import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    main()
