"""``python -m wbc_desktop`` is ``wbc-desktop``."""

import sys

from wbc_desktop.cli.main import main

sys.exit(main())
