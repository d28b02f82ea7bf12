"""Writes the golden set's answers anew and prints what differs: ``python tests/golden/renew.py``.

For a change that is meant: another model, finder or rule. Read the differences before committing them.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from golden.drawn import STORED, answers, counters, differences, drawn_images, read_stored


def main() -> int:
    """Write ``answers.json``; 0."""
    os.environ.setdefault("WBC_ENGINE", "torch")  # the reference, whichever engine is the fastest here
    stored, now = read_stored(), answers(drawn_images(), counters())
    lines = differences(stored, now)
    rows = ",\n".join(f"{json.dumps(name)}: {json.dumps(image)}" for name, image in now.items())
    STORED.write_text("{\n" + rows + "\n}\n", "utf-8")
    print("\n".join(lines) if lines else "No answer differs.")
    cells = sum(len(image["boxes"]) for image in now.values())
    print(f"{STORED}: {len(now)} images, {cells} cells.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
