"""What the frozen program starts: the same entry as ``wbc-desktop`` of an installed package."""

import multiprocessing
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()
    from wbc_desktop.cli.main import main

    sys.exit(main())
